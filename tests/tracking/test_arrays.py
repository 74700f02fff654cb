"""What is given as an array, and where it has no value."""

import datetime
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from cardgen.tracking.arrays import as_array, missing, texts

NAN = float("nan")


@pytest.mark.parametrize(
    ("given", "kind", "values", "gone"),
    [
        ([0, 1], "i", [0, 1], [False, False]),
        ([False, True], "b", [False, True], [False, False]),
        (["", "b"], "U", ["", "b"], [False, False]),
        (["a", None], "U", ["a", ""], [False, True]),
        (["a", NAN], "U", ["a", ""], [False, True]),
        (["nan", "a"], "U", ["nan", "a"], [False, False]),
        (["a", 1], "U", ["a", "1"], [False, False]),
        ([0, None], "i", [0, 0], [False, True]),
        ([None, None], "U", ["", ""], [True, True]),
        (np.ma.masked_array([1, 2], [True, False]), "i", [0, 2], [True, False]),
        (np.ma.masked_array(["a", "b"], [True, False]), "U", ["", "b"], [True, False]),
        (np.ma.masked_array([1, 2]), "i", [1, 2], [False, False]),
        (np.array(["a", None], dtype=object), "U", ["a", ""], [False, True]),
        (jnp.array([0, 1]), "i", [0, 1], [False, False]),
        (np.zeros(0), "f", [], []),
        (["a"] * 0, "f", [], []),
    ],
)
def test_what_has_no_value_is_known_and_filled(
    given: Any, kind: str, values: list[Any], gone: list[bool]
) -> None:
    array = as_array(given)
    assert (array.dtype.kind, array.tolist(), missing(given).tolist()) == (kind, values, gone)


@pytest.mark.parametrize(
    "given",
    [
        [0.5, None],
        [0.5, NAN],
        np.ma.masked_array([0.5, 1.0], [False, True]),
        np.float32([0.5, NAN]),
    ],
)
def test_a_float_without_a_value_is_nan(given: Any) -> None:
    array = as_array(given)
    assert (array.dtype.kind, array[0], np.isnan(array[1])) == ("f", 0.5, True)
    assert missing(given).tolist() == [False, True]


@pytest.mark.parametrize("given", [[object()], [None, {}], [datetime.date(2026, 1, 2), None]])
def test_other_python_objects_are_refused(given: list[Any]) -> None:
    with pytest.raises(ValueError, match="use numbers or text"):
        as_array(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a", "", None, NAN], ["a", "", "", ""]),
        ([1, None], ["1", ""]),
        ([1.5, NAN], ["1.5", ""]),
        (np.float32([0.1]), ["0.1"]),
        ([True, False], ["True", "False"]),
        (np.array([b"a"]), ["a"]),
        (np.ma.masked_array(["a", "a"], [True, False]), ["", "a"]),
        (np.array(["NaT", "2026-01-02"], "M8[D]"), ["", "2026-01-02"]),
        ([], []),
    ],
)
def test_a_groups_values_are_text(given: Any, expected: list[str]) -> None:
    assert texts("g", given) == expected
