"""Insert the questions that an answer file lacks; every byte that was there stays, in its order."""

from __future__ import annotations

from cardgen._yaml import Mapping, Node, Scalar, YamlError, parse
from cardgen.documents._base import Document
from cardgen.scaffold._questions import Asked, section_text


def insert_missing(
    text: str, document_type: type[Document], asked: list[Asked]
) -> tuple[str, int, list[str]]:
    """*text* with the missing questions inserted, their number, and those that found no place.

    A question finds no place where its section is written in braces (`{a: 1}`) or holds no mapping.

    Raises:
        YamlError: *text* is not YAML that we read.
    """
    wanted = [question for question in asked if question.elsewhere is None]
    omitted: list[str] = []
    added = 0
    for key in document_type.sections():
        here = [question for question in wanted if question.section == key]
        missing = _missing(parse(text), here)
        if missing == []:
            continue
        new = _with_section(text, document_type, key, missing)
        if new is None or not _safe(text, new, missing):
            omitted += [question.path for question in missing]
        else:
            text = new
            added += len(missing)
    return text, added, omitted


def _missing(root: Node, asked: list[Asked]) -> list[Asked]:
    return [question for question in asked if not _has(root, question)]


def _has(root: Node, question: Asked) -> bool:
    section = root.get(question.section) if isinstance(root, Mapping) else None
    return isinstance(section, Mapping) and question.key in section.names


def _with_section(
    text: str, document_type: type[Document], key: str, missing: list[Asked]
) -> str | None:
    """*text* with the missing questions of one section, or None when there is no place for them."""
    root = parse(text)
    whole = document_type.sections()[key]
    if isinstance(root, Scalar) and root.span[0] == root.span[1]:
        return _insert(text, len(text), section_text(whole, key, missing))
    if not isinstance(root, Mapping) or root.flow:
        return None
    section = root.get(key)
    if section is None:
        order = list(document_type.sections())
        block = section_text(whole, key, missing)
        return _insert(text, _after(text, root, order, key), _indented(block, _column(text, root)))
    if isinstance(section, Scalar) and section.span[0] == section.span[1]:
        block = "\n".join(question.text(_column(text, root) + 2) for question in missing)
        return _insert(text, _line_end(text, section.span[1]), block)
    if not isinstance(section, Mapping) or section.flow:
        return None
    order = list(whole.model_fields)
    for question in missing:
        mapping = _mapping_at(text, key)
        place = _after(text, mapping, order, question.key)
        text = _insert(text, place, question.text(_column(text, mapping)))
    return text


def _mapping_at(text: str, key: str) -> Mapping:
    root = parse(text)
    section = root.get(key) if isinstance(root, Mapping) else None
    if not isinstance(section, Mapping):
        message = f"{key} was a mapping before the insertion"
        raise YamlError([(1, message)])
    return section


def _after(text: str, mapping: Mapping, order: list[str], key: str) -> int:
    """Where a new *key* belongs: after the last entry that stands before it in *order*."""
    before = set(order[: order.index(key)])
    place = None
    for entry in mapping.entries:
        if entry.key.text in before or entry.key.text not in order:
            place = entry.value
    if place is None:
        # First of all: above the first key, and above the comment that belongs to that key.
        return _comment_start(text, mapping.entries[0].key.span[0])
    return _line_end(text, place.span[1])


def _comment_start(text: str, position: int) -> int:
    """Beginning of the block of comment lines directly above the line of *position*."""
    start = _line_start(text, position)
    while start > 0:
        above = _line_start(text, start - 1)
        if not text[above:start].lstrip(" ").startswith("#"):
            break
        start = above
    return start


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _line_end(text: str, position: int) -> int:
    """Beginning of the next line that is not blank: blank ones may belong to a text block."""
    end = text.find("\n", position)
    if end == -1:
        return len(text)
    end += 1
    while end < len(text):
        following = text.find("\n", end)
        following = len(text) if following == -1 else following + 1
        if text[end:following].strip() != "":
            break
        end = following
    return end


def _column(text: str, mapping: Mapping) -> int:
    first = mapping.entries[0].key.span[0]
    return first - _line_start(text, first)


def _indented(block: str, column: int) -> str:
    space = " " * column
    lines = block.splitlines(keepends=True)
    return "".join(space + line if line.strip() != "" else line for line in lines)


def _insert(text: str, place: int, block: str) -> str:
    """*text* with *block* at *place*, a blank line on either side, in the text's own line ends."""
    newline = "\r\n" if "\r\n" in text else "\n"
    before, after = text[:place], text[place:]
    lead = newline if before != "" and not before.endswith("\n") else ""
    last = before.rstrip("\r\n")
    blank_before = before == "" or before[len(last) :].count("\n") > 1
    lead += "" if blank_before else newline
    tail = newline if after.strip() != "" else ""
    return before + lead + block.replace("\n", newline) + tail + after


def _safe(old: str, new: str, added: list[Asked]) -> bool:
    """True when the new text still says all that the old one said, and asks what was missing."""
    try:
        then, now = parse(old), parse(new)
    except YamlError:
        return False
    return _said(now, old_root=then) and _missing(now, added) == []


def _said(now: Node, old_root: Node) -> bool:
    """Every key and value of the old tree is in the new one, with the same text."""
    if isinstance(old_root, Scalar):
        same = isinstance(now, Scalar) and (now.text, now.style) == (old_root.text, old_root.style)
        return same or old_root.is_null
    if isinstance(old_root, Mapping):
        return isinstance(now, Mapping) and all(
            (value := now.get(entry.key.text)) is not None and _said(value, entry.value)
            for entry in old_root.entries
        )
    return (
        not isinstance(now, (Mapping, Scalar))
        and len(now.items) == len(old_root.items)
        and all(_said(new, old) for new, old in zip(now.items, old_root.items, strict=True))
    )
