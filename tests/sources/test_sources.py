"""`join` makes one run of what several sources read."""

from pathlib import Path

import pytest

from cardgen.errors import InputError
from cardgen.run import EnergyRecord, Environment, MetricPoint, Part, RunRecord
from cardgen.sources import join

RECORD = RunRecord(
    schema="cardgen.run/1",
    id="r",
    writer="w",
    started="2026-11-23T10:00:00Z",
    environment=Environment(python="3", os="x"),
)


def test_the_first_part_that_has_a_thing_gives_it() -> None:
    first = (MetricPoint(step=0, time_s=0.0, value=0.0),)
    second = (MetricPoint(step=0, time_s=0.0, value=1.0),)
    parts = [
        Part(metrics={"a": first}),
        Part(record=RECORD, metrics={"a": second, "b": second}, energy=(EnergyRecord(host=0),)),
    ]
    run = join(Path("r"), parts)
    assert (run.id, run.metrics, len(run.energy)) == ("r", {"a": first, "b": second}, 1)


def test_parts_without_a_record_are_no_run() -> None:
    with pytest.raises(InputError, match=r"run\.json is missing"):
        join(Path("r"), [Part()])
