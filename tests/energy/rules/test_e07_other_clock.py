"""E7: how long the tool measured, beside the run's own clock."""

from pathlib import Path

import pytest

from cardgen.energy.case import Case
from cardgen.energy.rules import e07_other_clock
from tests.energy.cases import environment, record, reported, samples
from tests.runs import make_run


@pytest.mark.parametrize(
    ("tool_s", "fires"),
    [(43.8, False), (47.5, False), (41.0, True), (50.0, True), (float("nan"), True)],
)
def test_seconds_in_which_the_tracker_started_are_not_another_clock(
    tmp_path: Path, tool_s: float, fires: bool
) -> None:
    own = record(
        samples=samples([3.7, 20.0, 47.5], [6.0] * 3, ram_w=10.0, busy=1.0),
        reported=reported(43.8, cpu_w=6.0, ram_w=10.0, duration_s=tool_s),
    )
    run = make_run(tmp_path, energy=(own,), environment=environment())
    assert ([*e07_other_clock.judge(Case(run, own))] != []) == fires
