"""Save one evaluation's arrays as `evaluation/<data>.<split>[.<system>].npz`, never pickled.

In the file's name other characters than letters, digits, "_" and "-" stand as `%2F`; the record has
the names as they were given.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cardgen.run import CLASSIFICATION, EVALUATION_FOLDER, EvaluationRecord
from cardgen.tracking.arrays import as_array, missing, texts
from cardgen.tracking.data import file_record
from cardgen.tracking.rowfile import write_whole

MODEL = "model"
GROUP, METRIC = "group.", "metric."
_UNSAFE = re.compile(r"[^\w\-]")


def save_evaluation(  # noqa: PLR0913 - what `Recorder.evaluation` takes
    folder: Path,
    data: str,
    split: str,
    *,
    task: str,
    label: Any,
    prediction: Any,
    score: Any = None,
    classes: Sequence[Any] = (),
    example_id: Any = None,
    weight: Any = None,
    groups: Mapping[str, Any] | None = None,
    metrics: Mapping[str, Any] | None = None,
    system: str = MODEL,
) -> EvaluationRecord:
    """Write the arrays, all of n rows (`score` may be n by k), below the run's *folder*.

    Raises:
        ValueError: There is no array, a name is empty, rows differ in number, an array holds Python
            objects, or what cannot be a class stands where classes are asked for.
    """
    stem = ".".join(_safe(name) for name in (data, split, system)[: 2 if system == MODEL else 3])
    given = {
        "example_id": example_id,
        "label": label,
        "prediction": prediction,
        "score": score,
        "weight": weight,
        **{f"{GROUP}{name}": value for name, value in (groups or {}).items()},
        **{f"{METRIC}{name}": value for name, value in (metrics or {}).items()},
    }
    arrays = {name: _array(name, value) for name, value in given.items() if value is not None}
    if task in CLASSIFICATION:
        for name in ("label", "prediction"):
            _check_classes(name, arrays.get(name))
    n = _rows(arrays)
    path = folder / EVALUATION_FOLDER / f"{stem}.npz"
    path.parent.mkdir(exist_ok=True)
    write_whole(path, _npz(arrays))
    return EvaluationRecord(
        data=data,
        split=split,
        system=system,
        file=f"{EVALUATION_FOLDER}/{path.name}",
        sha256=file_record(path).sha256,
        task=task,
        classes=tuple(str(name) for name in classes),
        n=n,
    )


def _safe(name: str) -> str:
    """*name* as a part of a file's name."""
    if name == "":
        message = "give names of data, split and system, not an empty text"
        raise ValueError(message)
    return _UNSAFE.sub(lambda found: _percent(found[0]), name)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _array(name: str, value: Any) -> Any:
    import numpy as np

    if name.startswith(GROUP):
        return np.array(texts(name, value), dtype=np.str_)
    array = as_array(value)
    if name.startswith(METRIC):
        array = np.where(missing(value), np.nan, array.astype(np.float64))
    elif array.dtype.kind == "V":
        array = array.astype(np.float32)  # bfloat16 and its like, which .npy cannot name
    if name.startswith((METRIC, "weight")) and array.ndim > 1:
        message = f"{name}: give one value for each example, not an array of shape {array.shape}"
        raise ValueError(message)
    if name == "weight" and not _weighs(array):
        message = "weight: give a finite number from 0 up for each example"
        raise ValueError(message)
    gone = missing(value).sum()
    if gone > 0 and name != "example_id" and array.dtype.kind not in "fc":
        message = f"{name}: {gone} of {array.size} values are missing; leave those examples out"
        raise ValueError(message)
    return array


def _check_classes(name: str, array: Any) -> None:
    """Refuse probabilities where each example's class is asked for; NaN is no class, but may be."""
    import numpy as np

    if array is None or array.dtype.kind != "f":
        return
    given = array[~np.isnan(array)]
    other = given[given != np.floor(given)]
    if other.size > 0:
        message = (
            f"{name}: {other[0]:.4g} is no class; give each example's class, as scores.argmax(-1) "
            "or probability > 0.5, and the probabilities as score="
        )
        raise ValueError(message)


def _weighs(array: Any) -> bool:
    import numpy as np

    return array.dtype.kind in "fiub" and bool(np.all(np.isfinite(array) & (array >= 0)))


def _rows(arrays: Mapping[str, Any]) -> int:
    if not arrays:
        message = "give label and prediction, or metrics of each example"
        raise ValueError(message)
    shapes = {name: array.shape for name, array in arrays.items()}
    if any(len(shape) == 0 for shape in shapes.values()):
        message = f"every array needs one row an example, not a single value: {shapes}"
        raise ValueError(message)
    if len({shape[0] for shape in shapes.values()}) != 1:
        message = f"arrays have different numbers of rows: {shapes}"
        raise ValueError(message)
    return int(next(iter(shapes.values()))[0])


def _npz(arrays: Mapping[str, Any]) -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
