"""The page's tree in print says and links what it said and linked before."""

from xml.etree.ElementTree import fromstring, tostring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen.formats._print_text import BREAK, LONGEST_RUN, LONGEST_TEXT, PIECE, break_points, cut
from cardgen.formats._print_tree import make_printable


def printed(html: str) -> str:
    root = fromstring(html)
    make_printable(root, {})
    return tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p><a href='x'>a</a></p>", '<p><a href="x">a</a></p>'),
        ("<p><a href='x'><b>a</b></a></p>", '<p><b><a href="x">a</a></b></p>'),
        (
            "<p>0<a href='x' id='i'>1<b>2<i>3</i>4</b>5</a>6</p>",
            '<p>0<a href="x" id="i">1</a><b><a href="x">2</a><i><a href="x">3</a></i>'
            '<a href="x">4</a></b><a href="x">5</a>6</p>',
        ),
        ("<p><a href='x'><img /></a>t</p>", "<p><img />t</p>"),
    ],
)
def test_a_link_holds_words_alone(before: str, after: str) -> None:
    assert printed(before) == after


def test_breaks_of_the_screen_are_none_in_print() -> None:
    assert printed("<p>a<wbr/>b<em>c<wbr/></em><wbr/>d</p>") == "<p>ab<em>c</em>d</p>"


def test_a_long_text_is_cut_where_a_line_may_break() -> None:
    text = "word " * LONGEST_TEXT
    inner = "".join(f"<span>{part}</span>" for part in cut(text)[1:])
    assert printed(f"<p>{text}<b/>t</p>") == f"<p>{cut(text)[0]}{inner}<b />t</p>"
    assert {part[-1] for part in cut(text)[:-1]} == {" "}


def test_pages_are_headed_by_their_title_cut_short() -> None:
    title = "Model card: " + "n" * 30 + " " + "m" * 60
    head = printed(f"<html><title>{title}</title><h1>x</h1></html>")
    assert f'data-name="{title[:89]}…"' in head.replace(BREAK, "")


def test_style_sheets_get_no_break_and_titles_no_change() -> None:
    word = "x" * 2 * LONGEST_RUN
    html = f"<html><title>{word}</title><style>{word}</style></html>"
    assert printed(html) == html


def test_a_long_run_may_break_anywhere_and_a_short_one_nowhere() -> None:
    pieces = break_points("y" * LONGEST_RUN + " " + "x" * 100_000).split(BREAK)
    assert {len(piece) for piece in pieces[1:]} == {PIECE}
    assert break_points("y" * LONGEST_RUN) == "y" * LONGEST_RUN


def test_an_address_breaks_behind_its_marks() -> None:
    broken = break_points("https://example.org/a/long-path.of/names?x=1").split(BREAK)
    assert broken == [
        "https://",
        "example.",
        "org/",
        "a/",
        "long-",
        "path.",
        "of/",
        "names?",
        "x=",
        "1",
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_cut_parts_are_the_text(text: str) -> None:
    assert "".join(cut(text * 300)) == text * 300


@given(st.text(st.sampled_from("aé\u0301\u200d\u0935\u094d\ufe0f👩 "), max_size=200))
def test_no_mark_is_parted_from_its_letter(text: str) -> None:
    broken = break_points(text)
    assert broken.replace(BREAK, "") == text
    assert not any(BREAK + attached in broken for attached in "\u0301\u200d\u094d\ufe0f")
