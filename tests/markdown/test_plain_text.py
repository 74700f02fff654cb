"""What is told to be simple text comes out as the parser would have it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardgen.markdown import plain as plain_module
from cardgen.markdown._plain_text import items, paragraphs
from cardgen.markdown.escape import Md
from cardgen.markdown.plain import plain
from cardgen.markdown.prose import parsed, prose
from tests.formats.sample import HOSTILE
from tests.markdown.cases import CASES

PIECES = [
    *"ab1Wé名\u0301\u200b\xa0\u2028\x1c\x00\r\t `*_[]()<>&\\|~#+-=.!:;,?/'\"@$^{}\n",
    *("a", "b c", " ", "\n", "\n\n", "\n- ", "\n  ", "\n    ", "- ", "`a`", "`a b`", "a_b", "www."),
    *(
        "https://a.example/b_c",
        "1. ",
        "-- ",
        "a, b",
        "c.\n",
        "mailto:",
        "``",
        "__",
        "&amp;",
        "---\n",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(PIECES[-25:]), max_size=12).map(lambda p: "a" + "".join(p)),
    st.lists(st.sampled_from(PIECES[-25:]), max_size=12).map(lambda p: "- a" + "".join(p)),
    st.text(max_size=40).map(lambda text: f"a {text} b"),
)


def by_parser(text: str) -> tuple[Md, str]:
    parts = plain_module.parsed_blocks(text)
    return parsed(text), plain_module.joined(parts)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_simple_text_comes_out_as_the_parser_has_it(text: str) -> None:
    assert (prose(text), plain(text)) == by_parser(text)


@pytest.mark.parametrize("text", [*HOSTILE, *CASES.values()])
def test_hostile_and_odd_text_comes_out_as_the_parser_has_it(text: str) -> None:
    assert (prose(text), plain(text)) == by_parser(text)


def test_common_answers_need_no_parser() -> None:
    words = "Trained with `adam` (weight_decay 0.1): see https://a.example.\nTwo lines."
    assert (paragraphs(f"{words}\n\nMore.\n"), items("- a\n  b\n- `c` d\n")) == (
        [words.replace("\n", " "), "More."],
        ["a b", "`c` d"],
    )
