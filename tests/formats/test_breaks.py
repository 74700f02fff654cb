"""Long words may break, and stay the same words."""

from xml.etree.ElementTree import fromstring, tostring

from hypothesis import given
from hypothesis import strategies as st

from cardgen.formats._breaks import LONGEST_RUN, PIECE, _pieces, break_long_words


def test_a_long_word_gets_break_points_wherever_it_stands() -> None:
    word = "x" * 40
    root = fromstring(f"<p>a {word}<em>{word}</em>{word} b</p>")
    break_long_words(root)
    broken = "<wbr />".join(["x" * PIECE, "x" * PIECE, "x" * (40 - 2 * PIECE)])
    expected = f"<p>a {broken}<em>{broken}</em>{broken} b</p>"
    assert tostring(root, encoding="unicode") == expected


def test_short_words_and_kept_html_stay_whole() -> None:
    text = "y" * LONGEST_RUN + " \x02" + "wzxhzdk:1" + "\x03" + "z" * LONGEST_RUN
    assert list(_pieces(text)) == [text]


def test_an_entity_is_never_cut() -> None:
    assert all(piece.count("&") == piece.count(";") for piece in _pieces("&#58;" * 50))


@given(st.text())
def test_the_pieces_are_the_text(text: str) -> None:
    assert "".join(_pieces(text + "w" * 50)) == text + "w" * 50
