"""A metric of the run's own: what a person says of it, and its values or the function that gives them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cardgen.run_evaluation import METRIC, RESAMPLES, Direction, MetricRecord
from cardgen.tracking.arrays import as_array, missing
from cardgen.tracking.problems import Problems, Refused
from cardgen.tracking.redaction import mask_text
from cardgen.tracking.whole import Calls, Columns

TAKES = ("label", "prediction", "score", "weight", "query", "example_id")
WORDS = ("unit", "direction", "definition", "judge", "shows", "does_not_show")


@dataclass(frozen=True, kw_only=True, eq=False)
class Metric:
    """A metric for `run.evaluation(metrics={name: Metric(...)})`: values or a function, and words.

    Nothing is checked before the evaluation is recorded, so that no slip ends training.
    """

    values: Any = None
    """One number for each of the n examples; NaN or None where there is none."""
    function: Callable[..., Any] | None = None
    """Called at once with those of `label`, `prediction`, `score`, `weight`, `query` and
    `example_id` that it takes by name, as NumPy arrays; gives n numbers, or one for all examples. In
    the second case it is also called on slices and on resamples, for 20 seconds at most.
    """
    unit: str = "1"
    direction: Direction | None = None
    """`higher is better` or `lower is better`."""
    definition: str | None = None
    """What it is, in a sentence."""
    judge: str | None = None
    """The model that gave the values, as `MODEL@version`: they are estimates then."""
    shows: str | None = None
    """What it is a test of."""
    does_not_show: str | None = None
    """What it is no test of."""


def as_metric(given: Any) -> Metric:
    """What was given for a metric: one, a function, or the values."""
    if isinstance(given, Metric):
        return given
    return Metric(function=given) if callable(given) else Metric(values=given)


def record_metrics(
    metrics: Mapping[str, Metric], arrays: Mapping[str, Any], n: int, problems: Problems
) -> tuple[tuple[MetricRecord, ...], dict[str, Any]]:
    """The records of the metrics, and the arrays that hold their values; one that fails is left out."""
    records: list[MetricRecord] = []
    values: dict[str, Any] = {}
    columns = Columns(arrays)
    for name, metric in metrics.items():
        with problems.guard(f"run.evaluation: metric {name}"):
            record, made = _recorded(name, metric, arrays, n, columns, problems)
            records.append(record)
            values |= made
    return tuple(records), values


def _recorded(
    name: str,
    metric: Metric,
    arrays: Mapping[str, Any],
    n: int,
    columns: Columns,
    problems: Problems,
) -> tuple[MetricRecord, dict[str, Any]]:
    record = _described(name, metric, problems)
    if (metric.values is None) == (metric.function is None):
        message = "give either values or a function"
        raise Refused(message)
    if metric.function is None:
        return record, {f"{METRIC}{name}": per_example(metric.values, n)}
    calls = Calls(name, metric.function, taken(metric.function, arrays), n, columns, problems)
    result = calls.result()
    if result is None:
        message = f"its function gave nothing; return a number, or one for each of the {n} examples"
        raise Refused(message)
    if as_array(result).ndim > 0:
        return record, {f"{METRIC}{name}": per_example(result, n)}
    whole, resamples = calls.whole(result)
    return record.model_copy(update={"whole": whole}), {f"{RESAMPLES}{name}": resamples}


def _described(name: str, metric: Metric, problems: Problems) -> MetricRecord:
    """What a person says of the metric; a word that cannot be recorded costs only itself."""
    made = MetricRecord(name=name)
    for field in WORDS:
        value = getattr(metric, field)
        with problems.guard(f"run.evaluation: metric {name}"):
            known = mask_text(value) if isinstance(value, str) else value
            made = MetricRecord.model_validate({**dict(made), field: known})
    return made


def taken(function: Callable[..., Any], arrays: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the arrays that *function* takes by name; nothing that it does can change them.

    Raises:
        Refused: It needs what was not given, or nothing that was.
    """
    given = {name: arrays[name].view() for name in TAKES if name in arrays}
    for view in given.values():
        view.flags.writeable = False
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # some functions written in C do not say
        return given
    if any(one.kind is one.VAR_KEYWORD for one in parameters):
        return given
    names = {one.name for one in parameters}
    needed = [one.name for one in parameters if one.default is one.empty]
    if names.isdisjoint(given) or not given.keys() >= set(needed):
        message = (
            f"its function takes {', '.join(needed) or 'nothing'}; it is called by name, with those "
            f"of {', '.join(TAKES)} that were given"
        )
        raise Refused(message)
    return {name: value for name, value in given.items() if name in names}


def per_example(value: Any, n: int) -> Any:
    """*value* as n floats, NaN where there is none.

    Raises:
        ValueError: It has another shape.
    """
    import numpy as np

    array = as_array(value)
    if array.shape != (n,):
        message = (
            f"give one value for each of the {n} examples, not an array of shape {array.shape}"
        )
        raise ValueError(message)
    return np.where(missing(value), np.nan, array.astype(np.float64))
