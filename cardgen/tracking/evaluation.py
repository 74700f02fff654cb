"""Save one evaluation's arrays as `evaluation/<data>.<split>[.<system>].npz`, never pickled.

In the file's name other characters than letters, digits, "_" and "-" stand as `%2F`; the record has
the names as they were given.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cardgen.fingerprint import fingerprint
from cardgen.run import CLASSIFICATION, EVALUATION_FOLDER, EvaluationRecord
from cardgen.run_evaluation import GENERATION, GROUP
from cardgen.tracking import tasks
from cardgen.tracking.arrays import as_array, as_given, missing, texts
from cardgen.tracking.data import file_record
from cardgen.tracking.decision import disagreement, positive_of, threshold_of
from cardgen.tracking.metric import as_metric, record_metrics
from cardgen.tracking.problems import Problems
from cardgen.tracking.rowfile import write_whole

MODEL = "model"
_UNSAFE = re.compile(r"[^\w\-]")
_SAMPLE_BYTES = 1 << 16


def save_evaluation(  # noqa: PLR0913 - what `Recorder.evaluation` takes
    folder: Path,
    data: str,
    split: str,
    *,
    task: str,
    problems: Problems,
    label: Any = None,
    prediction: Any = None,
    score: Any = None,
    classes: Sequence[Any] = (),
    example_id: Any = None,
    query: Any = None,
    weight: Any = None,
    groups: Mapping[str, Any] | None = None,
    metrics: Mapping[str, Any] | None = None,
    threshold: Any = None,
    positive: Any = None,
    system: str = MODEL,
) -> EvaluationRecord:
    """Write the arrays, all of n rows, below the run's *folder*.

    What cannot be recorded of a metric, the threshold or the positive class goes to *problems*.

    Raises:
        ValueError: There is no array, a name is empty, rows differ in number, an array holds Python
            objects, or something else than the task asks for.
    """
    stem = ".".join(_safe(name) for name in (data, split, system)[: 2 if system == MODEL else 3])
    given = {
        "example_id": example_id,
        "query": query,
        "label": label,
        "prediction": prediction,
        "score": score,
        "weight": weight,
        **{f"{GROUP}{name}": value for name, value in (groups or {}).items()},
    }
    arrays = {name: _array(name, value, task) for name, value in given.items() if value is not None}
    own = {str(name): as_metric(value) for name, value in (metrics or {}).items()}
    valued = {name: metric.values for name, metric in own.items() if metric.values is not None}
    n = _rows(arrays if arrays else {name: as_array(value) for name, value in valued.items()})
    names = tuple(str(name) for name in classes)
    tasks.check(task, arrays, names, [*own])
    records, values = record_metrics(own, arrays, n, problems)
    limit = kind = mark = None
    with problems.guard("run.evaluation: threshold"):
        limit = threshold_of(threshold, names)
    with problems.guard("run.evaluation: positive"):
        kind = positive_of(task, positive, arrays, names)
    with problems.guard("run.evaluation: threshold"):
        wrong = disagreement(task, arrays, names, limit, kind)
        if wrong is not None:
            problems.add("run.evaluation: threshold", wrong)
    with problems.guard("run.evaluation: fingerprint"):
        mark = fingerprint(arrays, names if task in CLASSIFICATION else ())
    path = folder / EVALUATION_FOLDER / f"{stem}.npz"
    path.parent.mkdir(exist_ok=True)
    write_whole(path, _npz({**arrays, **values}))
    return EvaluationRecord(
        data=data,
        split=split,
        system=system,
        file=f"{EVALUATION_FOLDER}/{path.name}",
        sha256=file_record(path).sha256,
        task=task,
        classes=names,
        n=n,
        metrics=records,
        threshold=limit,
        positive=kind,
        fingerprint=mark,
    )


def _safe(name: str) -> str:
    """*name* as a part of a file's name."""
    if name == "":
        message = "give names of data, split and system, not an empty text"
        raise ValueError(message)
    return _UNSAFE.sub(lambda found: _percent(found[0]), name)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _array(name: str, value: Any, task: str) -> Any:
    import numpy as np

    if name.startswith(GROUP):
        return np.array(texts(name, value), dtype=np.str_)
    if (
        task == GENERATION
        and name in tasks.BOTH
        and as_given(value).dtype.kind not in tasks.NUMBERS
    ):
        return np.array(texts(name, value), dtype=object)
    array = as_array(value)
    if array.dtype.kind == "V":
        array = array.astype(np.float32)  # bfloat16 and its like, which .npy cannot name
    if name in ("weight", "query") and array.ndim > 1:
        message = f"{name}: give one value for each example, not an array of shape {array.shape}"
        raise ValueError(message)
    if name == "weight" and not _weighs(array):
        message = "weight: give a finite number from 0 up for each example"
        raise ValueError(message)
    gone = missing(value).sum()
    may_lack = name == "example_id" or (name != "query" and array.dtype.kind in "fc")
    if gone > 0 and not may_lack:
        message = f"{name}: {gone} of {array.size} values are missing; leave those examples out"
        raise ValueError(message)
    return array


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
    """The arrays as `numpy.savez` has them; texts of generations, which have no width, stay out."""
    import numpy as np

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            if array.dtype.hasobject:
                continue
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
            data = member.getvalue()
            info = zipfile.ZipInfo(f"{name}.npy")
            info.external_attr = 0o600 << 16  # or whoever unpacks it may not read it
            archive.writestr(info, data, _method(data), compresslevel=1)
    return buffer.getvalue()


def _method(data: bytes) -> int:
    """Scores and other noise are stored as they are: compressing takes long and saves little."""
    sample = data[:_SAMPLE_BYTES]
    shrinks = len(zlib.compress(sample, 1)) < len(sample) / 2
    return zipfile.ZIP_DEFLATED if shrinks else zipfile.ZIP_STORED
