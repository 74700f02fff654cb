import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardgen._yaml import Mapping, Node, Scalar, comment_after, parse, replace_span


def value_of(text: str, key: str) -> Node:
    root = parse(text)
    assert isinstance(root, Mapping)
    node = root.get(key)
    assert node is not None
    return node


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0), ("-0", 0), ("+12", 12), ("012", 12), ("0o17", 15), ("0x1f", 31), ("0.0", 0.0),
        ("1.10", 1.1), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), (".inf", math.inf),
        ("-.INF", -math.inf), ("true", True), ("False", False), ("null", None), ("~", None),
        ("yes", "yes"), ("no", "no"), ("nan", "nan"), ("inf", "inf"), ("1_000", "1_000"),
        ("1,5", "1,5"), ("12:30", "12:30"), ("'1'", "1"), ('""', ""), ("2024-05-31", "2024-05-31"),
    ],
)  # fmt: skip
def test_the_core_schema_of_yaml_1_2_reads_plain_scalars(text: str, expected: object) -> None:
    node = value_of(f"a: {text}\n", "a")
    assert isinstance(node, Scalar)
    assert (node.core(), type(node.core())) == (expected, type(expected))


def test_nan_is_a_number() -> None:
    node = value_of("a: .nan\n", "a")
    assert isinstance(node, Scalar)
    assert isinstance(node.core(), float)
    assert math.isnan(float(str(node.core())))


def test_a_number_of_a_hundred_thousand_digits_is_text() -> None:
    node = value_of(f"a: {'9' * 100_000}\n", "a")
    assert isinstance(node, Scalar)
    assert node.number() is None


@pytest.mark.parametrize(
    ("text", "new", "expected"),
    [
        ("# x\na:   # note\nb: 2\n", "1", "# x\na: 1   # note\nb: 2\n"),
        ("a: old # note\nb: 2", "'new'", "a: 'new' # note\nb: 2"),
        ("a: |\n  old\n\n# c\nb: 2\n", "|\n  new", "a: |\n  new\n\n# c\nb: 2\n"),
        ("a:\n  - 1\n  # in\n  - 2\n# c\nb: 2\n", "[]", "a:\n  []\n# c\nb: 2\n"),
        ("a: {q: 1}\r\nb: 2\r\n", "", "a: \r\nb: 2\r\n"),
        ("a:", "\n  - 1", "a:\n  - 1"),
    ],
)
def test_replacing_a_node_leaves_every_other_byte(text: str, new: str, expected: str) -> None:
    assert replace_span(text, value_of(text, "a"), new) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: Ranked #1 of all  \r\nb: 2\n", "#1 of all"),
        ("a: x\n   y # z", "# z"),
        ("a: {b: c} #", "#"),
        ("a: C#\n# d\n", None),
        ("a: x\n\n  # d\n", None),
    ],
)
def test_a_comment_after_a_node_is_one_on_the_line_where_it_ends(
    text: str, expected: str | None
) -> None:
    assert comment_after(text, value_of(text, "a")) == expected


@given(st.lists(st.text("abc #:'\"\n|-", max_size=12), min_size=1, max_size=5), st.data())
def test_replacing_one_of_many_values_changes_only_that_value(
    values: list[str], data: st.DataObject
) -> None:
    import json

    text = "".join(f"k{i}: {json.dumps(value)}  # c{i}\n" for i, value in enumerate(values))
    index = data.draw(st.integers(0, len(values) - 1))
    changed = replace_span(text, value_of(text, f"k{index}"), '"new"')
    lines = text.splitlines()
    lines[index] = f'k{index}: "new"  # c{index}'
    assert changed == "\n".join([*lines, ""])
