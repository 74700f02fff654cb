from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError, nodes
from markdown import markdown

from cardgen._resources import resources
from cardgen.markdown.escape import (
    UNSAFE_FILTERS,
    finalize,
    markdown_engine,
    md_code,
    md_code_block,
    md_text,
    md_url,
    template_source,
    visible,
)
from tests.extremes import RIGHT_TO_LEFT, SEQUENCES
from tests.formats.sample import HOSTILE

ENGINE = markdown_engine(DictLoader({}), is_sandboxed=False)
TEMPLATES = sorted(f.name for f in resources("templates").iterdir() if f.name.endswith(".md.jinja"))
FRAMES = [
    "{}",
    "a {} b",
    "| {} | b |\n| --- | --- |\n| {} | c |",
    "## {}",
    "-   {}",
    "**x** {}",
    "> {}",
    "[{}](https://a.b)",
]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> tuple[list[str], str]:
    reader = Reader()
    reader.feed(html)
    reader.close()
    # Renderers add elements for cells and rows on lines of their own: spacing says nothing.
    return reader.tags, re.sub(r"\s", "", "".join(reader.text))


def python_markdown(text: str) -> str:
    return markdown(text, extensions=["tables", "sane_lists"])


def github(text: str) -> str:
    command = ["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "tasklist"]
    return subprocess.run(
        command, input=text.encode(), capture_output=True, check=True
    ).stdout.decode()


def assert_shows(render, frame: str, text: str) -> None:
    plain = read(render(frame.replace("{}", "QQ")))
    shown = read(render(frame.replace("{}", md_text(text))))
    words = re.sub(r"\s", "", visible(text))
    assert shown == (plain[0], plain[1].replace("QQ", words))


WORDY = [text for text in HOSTILE if text.strip() != ""]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("text", WORDY)
def test_escaped_text_shows_itself_in_python_markdown(frame: str, text: str) -> None:
    assert_shows(python_markdown, frame, text)


@pytest.mark.tool("cmark-gfm")
@pytest.mark.parametrize("frame", FRAMES)
def test_escaped_text_shows_itself_on_github(frame: str) -> None:
    for text in WORDY:
        assert_shows(github, frame, text)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 .-+*_`~|[](){}<>#!&:;=\\/\"'$@^\n\t名"), min_size=1))
def test_any_text_stays_in_its_cell(text: str) -> None:
    if visible(text).strip() != "":
        assert_shows(python_markdown, FRAMES[2], text)


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1))
def test_any_character_of_any_plane_stays_in_its_cell(text: str) -> None:
    if visible(text).strip() != "":
        assert_shows(python_markdown, FRAMES[2], text)


@pytest.mark.tool("cmark-gfm")
@pytest.mark.parametrize("render", [python_markdown, github])
@pytest.mark.parametrize("texts", [RIGHT_TO_LEFT, SEQUENCES, ["x" * 1_000_000, "y | <b> " * 500]])
def test_marks_emoji_and_a_megabyte_stay_in_their_cells(render, texts: list[str]) -> None:
    for text in texts:
        assert_shows(render, FRAMES[2], text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A. b: c (d) - e + f = g / h.", "A. b: c (d) - e + f = g / h."),
        ("- a", r"\- a"),
        ("--- a", r"\-\-\- a"),
        ("12. a", r"12\. a"),
        ("12.5 a", "12.5 a"),
        ("1)", r"1\)"),
        (": a", "&#58; a"),
        ("a:b ++c == d", r"a&#58;b \+\+c &#61;&#61; d"),
        ("see WWW.a.b", r"see WWW\.a.b"),
        ("  a\t b\n\n  c ", "a b c"),
    ],
)
def test_only_what_could_act_is_escaped(text: str, shown: str) -> None:
    assert md_text(text) == shown


def test_a_character_is_seen_or_not_whatever_stands_beside_it() -> None:
    characters = [chr(n) for n in range(0x110000)]
    assert visible("".join(characters)) == "".join(map(visible, characters))


@pytest.mark.parametrize("text", WORDY)
def test_code_shows_itself(text: str) -> None:
    words = re.sub(r"\s", "", visible(text))
    assert read(python_markdown(f"x {md_code(text)}")) == (["p", "code"], "x" + words)
    assert read(python_markdown(md_code_block(text))) == (["pre", "code"], words)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/b c(d)", "https://a.example/bc%28d%29"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("//evil.example", None),
        ("#e1", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_only_web_and_mail_addresses_are_links(url: str, expected: str | None) -> None:
    assert md_url(url) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.0, "0.0"), (False, "False"), ("", ""), (None, "—"), (float("nan"), "nan")],
)
def test_presence_is_decided_by_none_alone(value: object, shown: str) -> None:
    assert finalize(value) == shown


def test_the_engine_has_no_filter_that_opens_a_hole() -> None:
    assert set(ENGINE.filters) & set(UNSAFE_FILTERS) == set()


def test_a_name_that_a_template_does_not_have_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        ENGINE.from_string("{{ nothing }}").render()


@pytest.mark.parametrize("name", TEMPLATES)
def test_markdown_templates_only_lay_out(name: str) -> None:
    tree = ENGINE.parse(template_source(name) or "")
    forbidden = (
        nodes.Concat,
        nodes.Call,
        nodes.Filter,
        nodes.MarkSafe,
        nodes.Add,
        nodes.Import,
    )
    said = [call for call in tree.find_all(nodes.Call) if call.node == nodes.Name("say", "load")]
    computed = [node for kind in forbidden for node in tree.find_all(kind)]
    assert [node for node in computed if node not in said] == []
