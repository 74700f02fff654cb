r"""Escape for Markdown by construction: every value that a template inserts comes out as text.

The escapes work in CommonMark, GitHub's Markdown and Python-Markdown alike. A backslash becomes an
entity because some hosts run mathematics (`\(` opens it) before Markdown.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from cardgen.language import say

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

BACKSLASHED = r"`*_{}[]()#+-.!"
ENTITIES = "|~$^=:@\"'/\\"
_ESCAPES = (
    {c: "\\" + c for c in BACKSLASHED}
    | {c: f"&#{ord(c)};" for c in ENTITIES}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
)
# What could act, where it could act; the rest stays readable in the source. All of it begins with one
# of the first set, so that a search passes over other text at once.
_ACTIVE = re.compile(
    r"[`*_{}\[\]#!|~$^@\\<>&.:=+-](?:"
    r"(?<=[`*_{}\[\]#!|~$^@\\<>&])"  # anywhere
    r"|(?<=[wW]{3}\.)|(?<=:)(?=\S)"  # bare addresses and :names:
    r"|(?<=-)(?=-)|(?<=--)|(?<==)(?==)|(?<===)|(?<=\+)(?=\+)|(?<=\+\+))"  # rules, extensions' marks
)
# The mark of a block, at the start; it may be the number of a list.
_OPENING = re.compile(r"((?:\d{1,9}(?=[.)](?:\s|$)))?)([-+=:./)])")
_CODE_ESCAPES = {ord(c): f"&#{ord(c)};" for c in BACKSLASHED + ENTITIES + "<>&"}
# Control characters, zero-width characters and bidirectional overrides: a reader cannot see them.
# Joiners (U+200C, U+200D) stay: Persian, Sinhala and other scripts spell with them.
# Noncharacters (the last two of every plane, and U+FDD0 to U+FDEF) are forbidden in HTML.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\ufdd0-\ufdef{''.join(chr(p + e) for p in range(0, 0x110000, 0x10000) for e in (0xFFFE, 0xFFFF))}]"
)
# Other spaces mean something: one that does not break, one as wide as a letter.
_BLANK = re.compile(r"[ \t\n]+")
_BREAKS = "\x0b\x0c\r\x85\u2028\u2029"
RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A letter of a script that is written from right to left."""
LONGEST_LABEL = 500
"""Characters of a text whose escaped form is kept for the next page."""
UNSAFE_FILTERS = ("safe", "e", "escape", "forceescape", "tojson", "xmlattr", "urlize")


class Md(Markup):
    """Text that is Markdown already: escaped, or made by a function of this package."""


def visible(text: str) -> str:
    """*text* without characters that a reader cannot see; the replacement character stands for them."""
    if text.isprintable():  # Python's word for it, which none of those are
        return text
    return _CONTROLS.sub(lambda m: " " if m[0] in _BREAKS else "\ufffd", text)


def md_text(text: str) -> Md:
    """*text* as one inline run of Markdown that shows exactly these words, never a block or markup."""
    line = _ACTIVE.sub(_escaped, _one_line(text))
    mark = _OPENING.match(line)
    return Md(line if mark is None else f"{mark[1]}{_ESCAPES[mark[2]]}{line[mark.end() :]}")


def md_name(text: str) -> Md:
    """*text* inside a sentence of the page's own: one from right to left does not turn what follows.

    Without that, a date behind a name in Hebrew stands before it.
    """
    # GitHub and the Hub keep `dir`, and not `<bdi>`.
    is_turned = RIGHT_TO_LEFT.search(text) is not None
    return Md(f'<span dir="auto">{md_text(text)}</span>') if is_turned else md_text(text)


def _one_line(text: str) -> str:
    # Printable text has no tab and no line end.
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANK.sub(" ", visible(text)).strip()


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]


def md_code(text: str) -> Md:
    """*text* as inline code; not in backticks, whose rules differ between renderers in tables."""
    return Md(f"<code>{md_text(text)}</code>")


def md_code_block(text: str) -> Md:
    """*text* as a block of code whose every special character is an entity.

    No line is empty and none begins with a space, so that the block holds together in a list.
    """
    lines = "\n".join(_code_line(line) for line in text.split("\n"))
    return Md(f"<pre><code>{lines}</code></pre>")


def _code_line(line: str) -> str:
    line = visible(line.expandtabs(4))
    words = line.lstrip(" ")
    lead = "&#32;" * (len(line) - len(words))
    return (lead + words.translate(_CODE_ESCAPES)) or "&#32;"


def md_url(url: str) -> str | None:
    """*url* as it can stand in a Markdown link; None unless it is an http, https or mailto address."""
    cleaned = "".join(c for c in url if c > " " and not _CONTROLS.match(c))
    try:
        scheme = urlsplit(cleaned).scheme
    except ValueError:
        return None
    if scheme.lower() not in {"http", "https", "mailto"}:
        return None
    return quote(cleaned, safe="%:/?#@&=+,;-.").replace("&", "&amp;")


def md_path(path: str) -> Md:
    """A relative file path as it can stand in a Markdown link."""
    return Md(quote(path, safe="/-."))


def md_link(text: Md, url: str) -> Md:
    """A link to *url*, or *text* followed by the address when nobody should follow it."""
    address = md_url(url)
    return Md(f"{text} ({md_text(url)})") if address is None else Md(f"[{text}]({address})")


def finalize(value: Any) -> Any:
    """What Jinja prints for *value*: Markdown as it is, all else escaped."""
    if isinstance(value, Md):
        return value
    if value is None:
        return Md("—")
    text = str(value)
    return _label(text) if len(text) <= LONGEST_LABEL else md_text(text)


@lru_cache(maxsize=4096)
def _label(text: str) -> Md:
    # The frame's own titles and questions come on every page.
    return md_text(text)


def markdown_engine(loader: BaseLoader, *, is_sandboxed: bool) -> Environment:
    """The template engine for Markdown pages; *is_sandboxed* for templates that are a user's."""
    # `finalize` escapes whatever is printed; Jinja's own escaping is for HTML.
    made = _engine(loader, is_sandboxed=is_sandboxed, finalize=finalize, autoescape=False)
    for name in UNSAFE_FILTERS:
        del made.filters[name]
    made.globals["say"] = _said
    if not is_sandboxed:
        # What cardgen's own templates name is there; Jinja's way also looks among items.
        made.getattr = getattr  # type: ignore[assignment, method-assign]
    return made


def _said(phrase: str, **parts: object) -> Md:
    """A template's own phrase, which may hold Markdown, in the page's language; *parts* are escaped."""
    return Md(say(phrase, **{name: finalize(part) for name, part in parts.items()}))


def page_engine(loader: BaseLoader, *, is_sandboxed: bool) -> Environment:
    """The template engine for the HTML around a page."""
    return _engine(loader, is_sandboxed=is_sandboxed, autoescape=True)


def _engine(loader: BaseLoader, *, is_sandboxed: bool, **others: Any) -> Environment:
    from jinja2 import Environment, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return (SandboxedEnvironment if is_sandboxed else Environment)(
        undefined=StrictUndefined,
        loader=loader,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        **others,
    )


@cache
def template_source(name: str) -> str | None:
    """The text of the template *name*, or None when there is none."""
    from cardgen._resources import resources

    file = resources("templates").joinpath(name)
    return file.read_text(encoding="utf-8") if file.is_file() else None
