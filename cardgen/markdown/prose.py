"""People's Markdown, parsed (HTML off) and written again in the dialect all renderers share.

GitHub's Markdown and Python-Markdown differ where people write freely (lists after a paragraph,
nesting by two spaces, fenced code in a list). What is written here reads the same in both: a blank
line between blocks, four spaces a level, code by entities, headings as bold text. Images become
links, so that a page loads nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cardgen.markdown.escape import Md, md_code, md_code_block, md_link, md_text, md_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

# markdown-it drops what is nested deeper than 20; long before that the text is no prose any more.
DEEPEST = 16
LONGEST = 200_000
_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]+", re.IGNORECASE)
_LISTS = {"bullet_list", "ordered_list"}


def prose(text: str) -> Md:
    """*text* as Markdown blocks, separated by blank lines; the same words, nothing that acts."""
    if len(text) > LONGEST:
        return _plain(text)
    tokens = _parser().parse(text)
    if any(token.level >= DEEPEST for token in tokens):
        return _plain(text)
    from markdown_it.tree import SyntaxTreeNode

    return Md("\n\n".join(_blocks(SyntaxTreeNode(tokens).children)))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # A definition such as `[x]: http://…` would vanish from the page.
    parser.disable("reference")
    # Other addresses stay the text that they were written as.
    parser.validateLink = _allowed  # type: ignore[method-assign]
    return parser


def _allowed(url: str) -> bool:
    return md_url(url) is not None


def _plain(text: str) -> Md:
    paragraphs = [md_text(part) for part in re.split(r"\n\s*\n", text)]
    return Md("\n\n".join(part for part in paragraphs if part != ""))


def _blocks(nodes: list[SyntaxTreeNode]) -> list[str]:
    return [block for block in map(_block, nodes) if block != ""]


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "paragraph":
            return _spans(node)
        case "heading":
            words = _spans(node, strong=True)
            return f"<strong>{words}</strong>" if words != "" else ""
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return "\n".join(f"> {line}".rstrip() for line in _lines(_blocks(node.children)))
        case "fence" | "code_block":
            return str(md_code_block(node.content.rstrip("\n")))
        case "table":
            return _table(node)
        case "hr":
            return "---"
        case _:
            return md_text(node.content)


def _lines(blocks: list[str]) -> list[str]:
    return "\n\n".join(blocks).split("\n")


def _list(node: SyntaxTreeNode) -> str:
    # A marker and its spaces take four columns, so that what follows may be indented by four.
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 1
    items = []
    for index, item in enumerate(node.children):
        number = min(start + index, 99)
        marker = "-   " if node.type == "bullet_list" else f"{number}.".ljust(4)
        lines = _lines(_blocks(item.children))
        rest = [f"    {line}".rstrip() for line in lines[1:]]
        items.append("\n".join([(marker + lines[0]).rstrip(), *rest]))
    loose = any(_is_loose(item) for item in node.children)
    return ("\n\n" if loose else "\n").join(items)


def _is_loose(item: SyntaxTreeNode) -> bool:
    kinds = [child.type for child in item.children]
    return any(child.type == "paragraph" and not child.hidden for child in item.children) or (
        set(kinds) - _LISTS - {"paragraph"} != set()
    )


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    cells = [[_spans(cell) for cell in row.children] for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])


def _spans(node: SyntaxTreeNode, *, strong: bool = False) -> str:
    """The inline content of a paragraph, heading or cell."""
    tokens = [
        token
        for child in node.children
        if child.token is not None
        for token in child.token.children or []
    ]
    return _inline(tokens, strong=strong).strip()


def _inline(tokens: list[Token], *, strong: bool) -> str:
    parts: list[str] = []
    depth = {"strong": int(strong), "em": 0, "a": 0}
    links: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                parts.append(_text(token.content, link=depth["a"] == 0))
            case "code_inline":
                parts.append(md_code(token.content))
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("<br>")
            case "image":
                parts.append(_image(token, link=depth["a"] == 0))
            case "link_open":
                depth["a"] += 1
                links.append(md_url(str(token.attrs.get("href", ""))) or "")
                parts.append("[")
            case "link_close":
                depth["a"] -= 1
                parts.append(f"]({links.pop()})")
            case "strong_open" | "strong_close" | "em_open" | "em_close":
                parts.append(_emphasis(token, depth))
            case _:
                parts.append(md_text(token.content))
    return "".join(parts)


def _emphasis(token: Token, depth: dict[str, int]) -> str:
    """A tag rather than asterisks: renderers differ on asterisks inside words and in nests."""
    outer = depth[token.tag]
    depth[token.tag] += token.nesting
    if max(outer, depth[token.tag]) > 1:
        return ""
    return f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>"


def _image(token: Token, *, link: bool) -> str:
    words = md_text(token.content)
    return md_link(words, str(token.attrs.get("src", ""))) if link and words != "" else words


def _text(words: str, *, link: bool) -> str:
    """*words*, with bare web addresses as links."""
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(words) if link else ():
        address = match[0].rstrip(".,;:!?*_~")
        if address.endswith(")") and "(" not in address:
            address = address[:-1]
        parts += [_words(words[end : match.start()]), md_link(md_text(address), address)]
        end = match.start() + len(address)
    return "".join([*parts, _words(words[end:])])


def _words(text: str) -> str:
    # `md_text` trims, but a space beside a link or emphasis parts two words.
    if text.strip() == "":
        return " " if text != "" else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return f"{lead}{md_text(text)}{tail}"
