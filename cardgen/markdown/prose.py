"""People's Markdown, parsed (HTML off) and written again in the dialect all renderers share.

GitHub's Markdown and Python-Markdown differ where people write freely (lists after a paragraph,
nesting by two spaces, fenced code in a list). What is written here reads the same in both: a blank
line between blocks, four spaces a level, code by entities, headings as bold text. Neighbouring
lists of one kind become one, and so do neighbouring quotations. Images become links, so that a page
loads nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cardgen.markdown._plain_text import items, paragraphs
from cardgen.markdown._spans import line_md, spans
from cardgen.markdown.escape import Md, md_code_block, md_text, md_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

# markdown-it drops what is nested deeper than 20; long before that the text is no prose any more.
DEEPEST = 16
LONGEST = 200_000
"""Characters that are parsed, in two seconds or so; what is longer comes out as it was typed."""
LARGEST_NUMBER = 99
"""A larger number of an item, with its point, has no room in the four columns of a level."""
NOTHING = "&#160;"
LINES = {"paragraph", "heading"}
"""What may stand behind a number in its line."""
WORDY = {*LINES, "bullet_list", "ordered_list"}
"""What an item may begin with; behind its mark, renderers read other blocks in different ways."""


def prose(text: str) -> Md:
    """*text* as Markdown blocks, separated by blank lines; the same words, nothing that acts."""
    if len(text) > LONGEST:
        return _plain(text)
    if (parts := paragraphs(text)) is not None:
        return Md("\n\n".join([line_md(part) for part in parts]))
    if (parts := items(text)) is not None:
        return Md("\n".join([f"-   {line_md(part)}" for part in parts]))
    return parsed(text)


def parsed(text: str) -> Md:
    """What `prose` shows, by the parser: `prose` knows simple text to come out the same."""
    tokens = parser().parse(text)
    if any(token.level >= DEEPEST for token in tokens):
        return _plain(text)
    from markdown_it.tree import SyntaxTreeNode

    return Md("\n\n".join(_blocks(SyntaxTreeNode(tokens).children)))


@cache
def parser() -> MarkdownIt:
    """What reads people's Markdown."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
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


def _blocks(nodes: list[SyntaxTreeNode], *, tight: bool = False, item: bool = False) -> list[str]:
    """*nodes*, which make up an item of a list or stand elsewhere, each as Markdown."""
    blocks: list[str] = []
    before: SyntaxTreeNode | None = None
    for same in _neighbours(nodes):
        start = _start(same[0])
        # A list behind another would go on with its numbers.
        if start is not None and (start > LARGEST_NUMBER or _is_ordered(before)):
            blocks += _numbered(_children(same), start)
        else:
            blocks.append(_block(same, tight=tight, leads=item and before is None))
        before = same[0]
    return blocks


def _neighbours(nodes: list[SyntaxTreeNode]) -> list[list[SyntaxTreeNode]]:
    """*nodes* with lists of one kind together, and quotations: as one they read alike everywhere."""
    groups: list[list[SyntaxTreeNode]] = []
    for node in nodes:
        if groups != [] and groups[-1][0].type == node.type and _goes_on(groups[-1], node):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _goes_on(before: list[SyntaxTreeNode], node: SyntaxTreeNode) -> bool:
    if _is_ordered(node):
        return _start(node) == (_start(before[0]) or 0) + len(_children(before))
    return node.type in {"bullet_list", "blockquote"}


def _is_ordered(node: SyntaxTreeNode | None) -> bool:
    return node is not None and node.type == "ordered_list"


def _start(node: SyntaxTreeNode) -> int | None:
    """The first number of an ordered list."""
    return int(node.attrs.get("start", 1)) if _is_ordered(node) else None


def _children(same: list[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
    return [child for node in same for child in node.children]


def _block(same: list[SyntaxTreeNode], *, tight: bool, leads: bool) -> str:
    node = same[0]
    children = _children(same)
    match node.type:
        case "paragraph":
            return spans(node) or NOTHING
        case "heading":
            return f"<strong>{spans(node, strong=True) or NOTHING}</strong>"
        case "bullet_list" | "ordered_list":
            # Below `- - a`, Python-Markdown knows a line of the inner list by the blank one before.
            own = _is_tight(children) and not leads
            return _list(children, _start(node), tight=tight or own)
        case "blockquote":
            lines = "\n\n".join(_blocks(children)).split("\n")
            return "\n".join(f"> {line}".rstrip() for line in lines)
        case "fence" | "code_block":
            return str(md_code_block(node.content.rstrip("\n")))
        case "table":
            return _table(node)
        case "hr":
            return "---"
        case _:
            return md_text(node.content)


def _is_tight(items: list[SyntaxTreeNode]) -> bool:
    """Whether no item has more than a line, and a list of the same sort below it.

    Renderers agree where no list has a blank line, and where all have one between all blocks.
    """
    return all(
        (child.type == "paragraph" and child.hidden and index == 0)
        or (
            child.type in {"bullet_list", "ordered_list"}
            and index == 1
            and _is_tight(child.children)
        )
        for item in items
        for index, child in enumerate(item.children)
    )


def _list(items: list[SyntaxTreeNode], start: int | None, *, tight: bool) -> str:
    """A list that is numbered from *start*, or not at all."""
    # A marker and its spaces take four columns, so that what follows may be indented by four.
    between = "\n" if tight else "\n\n"
    made = []
    for index, item in enumerate(items):
        marker = "-" if start is None else f"{min(start + index, LARGEST_NUMBER)}."
        blocks = _blocks(item.children, tight=tight, item=True)
        if item.children == [] or item.children[0].type not in WORDY:
            blocks.insert(0, NOTHING)
        if item.children != [] and item.children[-1].type == "hr":
            # GitHub does not see the blank line behind a rule, and makes the list a tight one.
            blocks.append(NOTHING)
        first, *rest = between.join(blocks).split("\n")
        made.append("\n".join([marker.ljust(4) + first, *(f"    {r}".rstrip() for r in rest)]))
    return between.join(made)


def _numbered(items: list[SyntaxTreeNode], start: int) -> list[str]:
    """A list as paragraphs that begin with its numbers; some are no list but begin with a year."""
    blocks: list[str] = []
    for number, item in enumerate(items, start):
        made = _blocks(item.children)
        if item.children == [] or item.children[0].type not in LINES:
            made.insert(0, "")
        blocks += [f"{number}\\. {made[0]}".rstrip(), *made[1:]]
    return blocks


def _table(node: SyntaxTreeNode) -> str:
    head, *rows = [
        [spans(cell) for cell in row.children] for part in node.children for row in part.children
    ]
    # One renderer puts a row of blanks into a table without rows; so all shall.
    lines = [f"| {' | '.join(row)} |" for row in rows or [[""] * len(head)]]
    return "\n".join([f"| {' | '.join(head)} |", "|" + " --- |" * len(head), *lines])
