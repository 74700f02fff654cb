"""Phases of a run: first begin, last end, and how often."""

from pathlib import Path

from cardgen import energy
from cardgen.energy.activity import spans
from cardgen.run_energy import EnergySample, Phase
from tests.runs import energy_record, make_run


def at(time_s: float) -> EnergySample:
    return EnergySample(time_s=time_s, cpu_kwh=time_s / 1e6)


def test_each_phase_has_its_first_begin_and_last_end(tmp_path: Path) -> None:
    found = (
        Phase(name="evaluation", begin=at(20), end=at(21)),
        Phase(name="training", begin=at(1), end=at(9.06)),
        Phase(name="training", begin=at(10)),  # killed in it: it ends with the last sample
    )
    other = energy_record(
        host=1, samples=(at(0), at(30)), phases=(Phase(name="training", begin=at(0.5), end=at(8)),)
    )
    run = make_run(tmp_path, energy=(energy_record(samples=(at(0), at(25)), phases=found), other))
    assert spans(run).rows == (("training", 2, 0.5, 25), ("evaluation", 1, 20, 21))


def test_a_run_without_phases_has_no_such_fact(tmp_path: Path) -> None:
    run = make_run(tmp_path, energy=(energy_record(samples=(at(0), at(25)), phases=()),))
    assert "en.activity" not in {fact.id for fact in energy.facts(run)}
