"""`join` makes one run of what several sources read."""

from pathlib import Path

import pytest

from cardgen.errors import InputError
from cardgen.run import Environment, MetricPoint, Part, RunRecord, Series
from cardgen.run_energy import EnergyRecord
from cardgen.sources import join

RECORD = RunRecord(
    schema="cardgen.run/1",
    id="r",
    writer="w",
    started="2026-11-23T10:00:00Z",
    environment=Environment(python="3", os="x"),
)


def test_the_first_part_that_has_a_thing_gives_it() -> None:
    first = Series((0,), (0.0,), (0.0,))
    second = Series((0,), (0.0,), (1.0,))
    parts = [
        Part(metrics={"a": first}),
        Part(record=RECORD, metrics={"a": second, "b": second}, energy=(EnergyRecord(host=0),)),
    ]
    run = join(Path("r"), parts)
    assert (run.id, run.metrics, len(run.energy)) == ("r", {"a": first, "b": second}, 1)


def test_parts_without_a_record_are_no_run() -> None:
    with pytest.raises(InputError, match=r"run\.json is missing"):
        join(Path("r"), [Part()])


def test_a_series_is_a_sequence_of_its_points() -> None:
    points = tuple(MetricPoint(step, step / 2, -step) for step in range(3))
    series = Series.of(points)
    assert (len(series), tuple(series), series[-1], tuple(series[1:]), series.steps) == (
        3, points, points[-1], points[1:], (0, 1, 2),
    )  # fmt: skip


def test_a_series_is_json_as_a_list_of_points() -> None:
    part = Part(metrics={"a": Series.of([MetricPoint(0, 0.5, 1.0)]), "b": Series.of([])})
    expected = {"a": [{"step": 0, "time_s": 0.5, "value": 1.0}], "b": []}
    assert part.model_dump(mode="json", include={"metrics"})["metrics"] == expected
