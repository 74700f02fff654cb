import datetime
import math
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from cardgen._yaml import parse
from cardgen._yaml.convert import FAILED, Problems, convert


class Colour(Enum):
    RED = "red"
    NO = "no"


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    age: Annotated[int, Field(ge=0)] | None = None
    tags: tuple[str, ...] = ()


def read(text: str, wanted: Any) -> Any:
    problems = Problems()
    value = convert(parse(text), wanted, "x", problems)
    assert problems.found == []
    return value


def faults(text: str, wanted: Any) -> list[str]:
    problems = Problems()
    assert convert(parse(text), wanted, "x", problems) is FAILED
    return problems.lines("f.yaml")


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("no", str, "no"), ("no", bool, False), ("on", str, "on"), ("on", bool, True),
        ("Yes", bool, True), ("OFF", bool, False), ("true", bool, True), ("1.10", str, "1.10"),
        ("1.10", float, 1.1), ("0", int, 0), ("0", float, 0.0), ("0.0", float, 0.0),
        ("-3", int, -3), ("0", str, "0"), ("''", str, ""), ("012", str, "012"), ("0x1F", int, 31),
        ("2024-05-31", datetime.date, datetime.date(2024, 5, 31)), ("2024-05-31", str, "2024-05-31"),
        ("red", Colour, Colour.RED), ("no", Colour, Colour.NO), ("1", Literal["1", "2"], "1"),
        ("[no, 1.10]", tuple[str, ...], ("no", "1.10")), ("[]", list[int], []),
        ("{a: no, 1: on}", dict[str, bool], {"a": False, "1": True}),
        ("{a: [1, no, null, 1.5, '1']}", dict[str, JsonValue], {"a": [1, "no", None, 1.5, "1"]}),
        ("~", int | None, None), ("5", int | str, 5), ("'5'", int | str, "5"), ("x", int | str, "x"),
        ("{name: 1.10, age: , tags: }", Person, Person(name="1.10")),
        ("{name: a, age: 0, tags: [no]}", Person, Person(name="a", age=0, tags=("no",))),
    ],
)  # fmt: skip
def test_the_type_of_the_field_decides(text: str, wanted: Any, expected: object) -> None:
    found = read(text, wanted)
    assert (found, type(found)) == (expected, type(expected))


def test_nan_and_infinities_are_numbers() -> None:
    found = read("[.nan, -.inf, .Inf]", tuple[float, ...])
    assert (math.isnan(found[0]), found[1:]) == (True, (-math.inf, math.inf))


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("many", float, "expected a number, found 'many'"),
        ("nan", float, "expected a number, found 'nan'"),
        ("'3'", float, "expected a number, found the text '3'; leave the quotes out"),
        ("1.5", int, "expected a whole number, found '1.5'"),
        ("''", int, "expected a whole number, found the text ''"),
        ("~", int, "expected a whole number, found nothing"),
        ("maybe", bool, "expected yes or no, found 'maybe'"),
        ("0", bool, "expected yes or no, found '0'"),
        ("'no'", bool, "expected yes or no, found the text 'no'; leave the quotes out"),
        ("[1]", str, "expected text, found a list"),
        ("{a: 1}", str, "expected text, found a mapping"),
        ("a", tuple[str, ...], "expected a list, found 'a'"),
        ("a", dict[str, str], "expected a mapping, found 'a'"),
        ("2024-02-30", datetime.date, "expected a date such as 2024-05-31, found '2024-02-30'"),
        ("20240531", datetime.date, "expected a date such as 2024-05-31, found '20240531'"),
        (
            "hgh",
            Literal["high", "low"],
            "expected one of high, low, found 'hgh'; did you mean 'high'?",
        ),
        ("[x]", int | str, "expected a whole number or text, found a list"),
        (
            "-1",
            Annotated[int, Field(ge=0)],
            "input should be greater than or equal to 0, found '-1'",
        ),
        ("Jane", Person, "expected a mapping with name, age, tags, found 'Jane'"),
    ],
)
def test_a_wrong_value_says_what_was_expected(text: str, wanted: Any, expected: str) -> None:
    assert faults(text, wanted) == [f"f.yaml:1: x: {expected}"]


def test_all_problems_are_found_at_once_each_with_its_line() -> None:
    text = "- name: a\n  ag: 3\n- age: many\n  tags:\n    - [1]\n- null\n- name: [b]\n  age: -1\n"
    assert faults(text, tuple[Person, ...]) == [
        "f.yaml:2: x[0].ag: unknown key; did you mean 'age'?",
        "f.yaml:3: x[1].age: expected a whole number, found 'many'",
        "f.yaml:3: x[1].name: missing; add this key",
        "f.yaml:5: x[1].tags[0]: expected text, found a list",
        "f.yaml:6: x[2].name: missing; add this key",
        "f.yaml:7: x[3].name: expected text, found a list",
        "f.yaml:8: x[3].age: input should be greater than or equal to 0, found '-1'",
    ]


def test_a_newer_file_may_have_keys_that_nobody_knows() -> None:
    problems = Problems(tolerant=True)
    value = convert(parse("name: a\nnew: 1\n"), Person | int, "", problems)
    assert (value, problems.found, [p.path for p in problems.passed_over]) == (
        Person(name="a"),
        [],
        ["new"],
    )
