"""Save one evaluation's arrays as `evaluation/<data>.<split>[.<system>].npz`, never pickled."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cardgen.run import EVALUATION_FOLDER, EvaluationRecord
from cardgen.tracking.data import as_array, file_record
from cardgen.tracking.rowfile import write_whole

MODEL = "model"
_NAME = re.compile(r"[\w\-]+")


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
        ValueError: Rows differ in number, a name is no file name, or an array holds Python objects.
    """
    for name in (data, split, system):
        _check_name(name)
    given = {
        "example_id": example_id,
        "label": label,
        "prediction": prediction,
        "score": score,
        "weight": weight,
        **{f"group.{name}": value for name, value in (groups or {}).items()},
        **{f"metric.{name}": value for name, value in (metrics or {}).items()},
    }
    arrays = {name: _array(name, value) for name, value in given.items() if value is not None}
    n = _rows(arrays)
    stem = f"{data}.{split}" if system == MODEL else f"{data}.{split}.{system}"
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


def _check_name(name: str) -> None:
    if _NAME.fullmatch(name) is None:
        message = f"{name!r}: names of data, splits and systems are letters, digits, '_' and '-'"
        raise ValueError(message)


def _array(name: str, value: Any) -> Any:
    import numpy as np

    array = as_array(value)
    if name.startswith("group.") and array.dtype.kind not in "U":
        array = array.astype(np.str_)
    if name.startswith("metric."):
        array = array.astype(np.float64)
    if name.startswith(("group.", "metric.", "weight")) and array.ndim > 1:
        message = f"{name}: give one value for each example, not an array of shape {array.shape}"
        raise ValueError(message)
    if name == "weight" and not _weighs(array):
        message = "weight: give a finite number from 0 up for each example"
        raise ValueError(message)
    if array.dtype.kind == "V":
        array = array.astype(np.float32)  # bfloat16 and its like, which .npy cannot name
    return array


def _weighs(array: Any) -> bool:
    import numpy as np

    return array.dtype.kind in "fiub" and bool(np.all(np.isfinite(array) & (array >= 0)))


def _rows(arrays: Mapping[str, Any]) -> int:
    shapes = {name: array.shape for name, array in arrays.items()}
    if any(len(shape) == 0 for shape in shapes.values()):
        message = f"every array needs one row an example, not a single value: {shapes}"
        raise ValueError(message)
    if len({shape[0] for shape in shapes.values()}) != 1:
        message = f"arrays have different numbers of rows: {shapes}"
        raise ValueError(message)
    return int(shapes["label"][0])


def _npz(arrays: Mapping[str, Any]) -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()
