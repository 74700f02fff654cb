"""What is given as an array becomes one without Python objects, and where it has no value is known."""

from __future__ import annotations

import math
from numbers import Integral, Real
from typing import Any


def as_array(value: Any) -> Any:
    """*value* as a NumPy array without Python objects; lists of text become text arrays.

    Where there is no value (None, or masked; in lists of text NaN too), text is "", a float NaN, and
    any other number 0: ask `missing` as well.

    Raises:
        ValueError: It holds Python objects that are neither text nor numbers.
    """
    import numpy as np

    array = as_given(value)
    if array.dtype.hasobject:
        gone = missing(value)
        array = array.copy()
        array[gone] = _filler(array[~gone].tolist())
        return np.array(array.tolist())
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        fillers: dict[str, Any] = {"U": "", "S": b"", "f": math.nan, "c": math.nan}
        return value.filled(fillers.get(array.dtype.kind, 0))
    return array


def missing(value: Any) -> Any:
    """Where *value*, an array or a list, has no value: None, NaN, or masked; truth values."""
    import numpy as np

    array = as_given(value)
    if array.dtype.hasobject:
        items = array.ravel().tolist()
        found = [not isinstance(item, str) and _is_missing(item) for item in items]
        gone = np.array(found, dtype=bool).reshape(array.shape)
    elif array.dtype.kind in "fcmMV":
        gone = np.asarray(array != array)  # NaN and NaT alone differ from themselves
    else:
        gone = np.zeros(array.shape, dtype=bool)
    return gone | np.ma.getmaskarray(value) if isinstance(value, np.ma.MaskedArray) else gone


def as_given(value: Any) -> Any:
    """An array of *value*; a list with text is one of objects, or NumPy makes the text "nan" of NaN."""
    import numpy as np

    if isinstance(value, (list, tuple)) and any(isinstance(item, str) for item in value):
        return np.array(value, dtype=object)
    return np.asarray(value)


def _is_missing(item: Any) -> bool:
    try:
        return item is None or bool(item != item)
    except TypeError:
        return True  # pandas.NA does not even say whether it differs


def _filler(items: list[Any]) -> Any:
    """What stands for a missing value beside *items*; text beside numbers makes them text."""
    if not all(isinstance(item, (str, Real)) for item in items):
        message = "an array of Python objects cannot be recorded; use numbers or text"
        raise ValueError(message)
    if items == [] or any(isinstance(item, str) for item in items):
        return ""
    return 0 if all(isinstance(item, Integral) for item in items) else math.nan


def texts(name: str, value: Any) -> list[str]:
    """Values of the group *name* as text, "" where there is none.

    Raises:
        ValueError: It has not one axis, or holds other Python objects than text and numbers.
    """
    array = as_given(value)
    if array.ndim != 1:
        message = f"{name}: give one value for each example, not an array of shape {array.shape}"
        raise ValueError(message)
    gone = missing(value)
    if array.dtype.hasobject:
        _filler(array[~gone].tolist())
    found = _texts(array)
    for index in gone.nonzero()[0].tolist():
        found[index] = ""
    return found


def _texts(array: Any) -> list[str]:
    """Each value as text; of numbers each is turned into text once, for there may be millions."""
    import numpy as np

    if array.dtype.kind == "U":
        return array.tolist()  # type: ignore[no-any-return]
    if array.dtype.kind not in "fiub":
        return [_text(item) for item in array]
    values, places = np.unique(array, return_inverse=True)
    names: list[str] = np.array([_text(item) for item in values], dtype=object)[places].tolist()
    return names


def _text(item: Any) -> str:
    return item.decode(errors="replace") if isinstance(item, bytes) else str(item)
