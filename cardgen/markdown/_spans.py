"""What stands in one paragraph, heading or cell of people's Markdown, written again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cardgen.markdown.escape import md_code, md_link, md_text, md_url

if TYPE_CHECKING:
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_ADDRESS = re.compile(r"https?://[^\s<>\"'`|\\^{}\[\]]+", re.IGNORECASE)
_TAGS = {"strong": "strong", "em": "em", "s": "del"}


def spans(node: SyntaxTreeNode, *, strong: bool = False) -> str:
    """The inline content of a paragraph, heading or cell."""
    tokens = [
        token
        for child in node.children
        if child.token is not None
        for token in child.token.children or []
    ]
    return _inline(tokens, strong=strong).strip()


def line_md(line: str) -> str:
    """A line that `_plain_text` knows: every second backtick closes code."""
    if "`" not in line and "://" not in line:
        return md_text(line)
    parts = line.split("`")
    parts[::2] = [_text(part, link=True) for part in parts[::2]]
    parts[1::2] = [md_code(part) for part in parts[1::2]]
    return "".join(parts)


def _inline(tokens: list[Token], *, strong: bool) -> str:
    parts: list[str] = []
    depth = {"strong": int(strong), "em": 0, "s": 0, "a": 0}
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
                links.append(str(token.attrs.get("href", "")))
                parts.append("[")
            case "link_close":
                depth["a"] -= 1
                address = links.pop()
                # A link without words could not be seen.
                words = address if parts[-1] == "[" else ""
                parts.append(f"{md_text(words)}]({md_url(address) or ''})")
            case "strong_open" | "strong_close" | "em_open" | "em_close" | "s_open" | "s_close":
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
    name = _TAGS[token.tag]
    return f"<{name}>" if token.nesting == 1 else f"</{name}>"


def _image(token: Token, *, link: bool) -> str:
    address = str(token.attrs.get("src", ""))
    words = md_text(token.content) or md_text(address)
    return md_link(words, address) if link else words


def _text(words: str, *, link: bool) -> str:
    """*words*, with bare web addresses as links."""
    if "://" not in words:
        return _words(words)
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(words) if link else ():
        address = _without_closing(match[0])
        parts += [_words(words[end : match.start()]), md_link(md_text(address), address)]
        end = match.start() + len(address)
    return "".join([*parts, _words(words[end:])])


def _without_closing(address: str) -> str:
    """*address* without what closes the sentence or the brackets that it stands in."""
    shorter = address.rstrip(".,;:!?*_~")
    if shorter.endswith(")") and shorter.count(")") > shorter.count("("):
        return _without_closing(shorter[:-1])
    return shorter


def _words(text: str) -> str:
    # `md_text` trims, but a space beside a link or emphasis parts two words.
    if text.strip() == "":
        return " " if text != "" else ""
    lead = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() else ""
    return f"{lead}{md_text(text)}{tail}"
