"""Read and merge the metrics rows of all processes of a run."""

from __future__ import annotations

import math
from itertools import islice
from operator import lt
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import from_json

from cardgen.errors import InputError
from cardgen.run import METRICS_SCHEMA, MetricPoint, MetricsHeader, Series
from cardgen.sources._lines import problems_of, rows
from cardgen.sources._reading import Reading, check_schema

NAMED = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

Age = tuple[int, float]
"""Segment of the run, and seconds that the run had been going."""


class _Columns(NamedTuple):
    """Points of one metric of one process in the order of their lines."""

    steps: list[int]
    ages: list[Age]
    values: list[float]


def read_metrics(reading: Reading, run_id: str) -> dict[str, Series]:
    """Points by metric, ordered by step.

    Within a process the later row of a step holds. Over processes, the lowest process that logged a
    metric at a step gives it: with data parallelism every process logs the same reduced value, and
    a metric that only others log is not lost.

    Raises:
        InputError: A line other than a torn last one is broken.
    """
    merged: dict[str, Series] = {}
    for path in sorted(reading.folder.glob("metrics.p*.jsonl")):
        for name, columns in _read_file(path, reading, run_id).items():
            series = _by_step(columns)
            merged[name] = _joined(merged[name], series) if name in merged else series
    return dict(sorted(merged.items()))


def _by_step(columns: _Columns) -> Series:
    """One point a step, in their order: of several, the latest."""
    steps, ages, values = columns
    if all(map(lt, steps, islice(steps, 1, None))):
        return Series(tuple(steps), tuple(time_s for _, time_s in ages), tuple(values))
    # Rows with device values may be written after later ones: the time decides, not the place.
    latest: dict[int, tuple[Age, float]] = {}
    for step, age, value in zip(steps, ages, values, strict=True):
        if step not in latest or latest[step][0] <= age:
            latest[step] = (age, value)
    return Series.of(
        tuple(MetricPoint(step, age[1], value) for step, (age, value) in sorted(latest.items()))
    )


def _joined(first: Series, other: Series) -> Series:
    """The points of both by step; those of *first* hold."""
    points = {point.step: point for point in (*other, *first)}
    return Series.of(tuple(points[step] for step in sorted(points)))


def _read_file(path: Path, reading: Reading, run_id: str) -> dict[str, _Columns]:
    name = reading.name(path.name)
    metrics: dict[str, _Columns] = {}
    problems: list[str] = []
    header: MetricsHeader | None = None
    segment = 0
    for number, line in rows(path, name):
        if line is None:
            reading.torn(path.name, number)
            break
        try:
            row = from_json(line, allow_inf_nan=False)
            if isinstance(row, dict) and "schema" in row:
                header = _header(row, f"{name}:{number}", run_id)
                segment += 1
            elif header is None:
                raise ValueError("no header line before it")
            else:
                _add(row, header, segment, metrics)
        except InputError as error:
            problems += error.problems
            header = None
            break
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            problems.append(f"{name}:{number}: not a row of metrics: {_reason(error)}")
    if problems:
        raise InputError(problems)
    return metrics


def _header(row: dict[str, object], where: str, run_id: str) -> MetricsHeader:
    check_schema(row, METRICS_SCHEMA, where)
    known = {key: row[key] for key in row.keys() & _HEADER_KEYS}
    try:
        header = MetricsHeader.model_validate(known)
    except ValidationError as error:
        raise InputError(problems_of(error, where)) from error
    if header.run != run_id:
        message = f"{where}: rows of run {header.run!r} in the folder of run {run_id!r}"
        raise InputError([message])
    return header


_HEADER_KEYS = frozenset(info.alias or name for name, info in MetricsHeader.model_fields.items())


def _add(
    row: dict[str, object], header: MetricsHeader, segment: int, metrics: dict[str, _Columns]
) -> None:
    step, unix_s, values = row["s"], row["t"], row["v"]
    if type(step) is not int or type(unix_s) not in (int, float) or not isinstance(values, dict):
        raise ValueError("`s` is a whole number, `t` a number, `v` an object")
    float(step)  # OverflowError: charts and other readers of JSON hold no larger number
    age = (segment, header.before_s + float(unix_s) - header.t0)  # type: ignore[arg-type]
    for name, value in values.items():
        number = value if type(value) is float else _number(value)
        if name not in metrics:
            metrics[name] = _Columns([], [], [])
        steps, ages, numbers = metrics[name]
        steps.append(step)
        ages.append(age)
        numbers.append(number)


def _number(value: object) -> float:
    if isinstance(value, str) and value in NAMED:
        return NAMED[value]
    if not isinstance(value, (int, float)):
        message = f"expected a number, found {value!r:.40}"
        raise ValueError(message)
    return float(value)


def _reason(error: Exception) -> str:
    return f"`{error.args[0]}` is missing" if isinstance(error, KeyError) else str(error)
