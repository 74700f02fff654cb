"""Counters of power through CodeCarbon's own code, from a fake tree of `/sys/class/powercap`.

Each script has a process of its own, since CodeCarbon keeps what hardware it found for a process.
"""

import os
from pathlib import Path
from textwrap import dedent

import pytest

from cardgen.energy import consumption
from cardgen.energy.rules import flags
from cardgen.run import Run
from cardgen.run_energy import EnergyRecord, Phase
from cardgen.values import Method
from tests.tracking.runs import finish, only_run, start

VERSION_BEFORE = "CARDGEN_CODECARBON_BEFORE"
"""Names a folder into which the minor before the installed one was put (`pip install --target`)."""

COUNTER = """
    import os, shutil, sys, time
    from codecarbon.core import cpu, rapl
    tree = runs.parent / "powercap"
    domain = tree / "intel-rapl" / "intel-rapl:0"
    domain.mkdir(parents=True)
    counter = domain / "energy_uj"
    (domain / "name").write_text("package-0")
    (domain / "max_energy_range_uj").write_text("262143328850")

    begin = 5_000_000
    def add(joules):
        global begin
        begin += round(joules * 1e6)
        # The kernel never shows a half-written counter.
        counter.with_suffix(".new").write_text(str(begin))
        counter.with_suffix(".new").replace(counter)
    add(0)

    # Its two look-ups of a folder, and nothing else, are turned to the tree.
    cpu._get_candidate_bases = lambda folder: [str(tree)]
    of_rapl = cpu.IntelRAPL.__init__
    def in_tree(self, rapl_dir=None, **options):
        of_rapl(self, rapl_dir=str(tree), **options)
    cpu.IntelRAPL.__init__ = in_tree

    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass

    from cardgen.tracking import track
    """


def run_of(tmp_path: Path, *script: str, **environment: str) -> Run:
    """The one run of a script that was begun with a counter."""
    runs = tmp_path / "runs"
    finish(start("".join(map(dedent, (COUNTER, *script))), runs, **environment))
    return only_run(runs)


def recorded(tmp_path: Path, *script: str, **environment: str) -> EnergyRecord:
    """What that run says of energy."""
    (energy,) = run_of(tmp_path, *script, **environment).energy
    return energy


def joules(phase: Phase) -> float:
    assert phase.end is not None
    assert phase.end.cpu_kwh is not None and phase.begin.cpu_kwh is not None
    return (phase.end.cpu_kwh - phase.begin.cpu_kwh) * 3.6e6


WORKS = """
    with track(runs) as run:
        with run.phase("training"):
            add(36.0)
            run.log(0, loss=0.0)
        with run.phase("evaluation"):
            add(1.5)
    """


def test_a_counter_that_works_gives_each_phase_its_joules(tmp_path: Path) -> None:
    energy = recorded(tmp_path, WORKS)
    cpu = energy.components[0]
    assert (cpu.method, cpu.detail, cpu.tdp_w) == ("counter", "intel_rapl", None)
    assert [joules(phase) for phase in energy.phases] == pytest.approx([36.0, 1.5])
    assert energy.reported is not None
    assert (energy.reported.cpu_kwh or 0.0) * 3.6e6 == pytest.approx(37.5)


def test_a_frozen_counter_stands_still_beside_the_own_cpu_seconds(tmp_path: Path) -> None:
    script = """
        with track(runs) as run:
            with run.phase("training"):
                run.log(0, loss=0.0)
                burn(0.6)
        """
    energy = recorded(tmp_path, script)
    (phase,) = energy.phases
    assert phase.end is not None
    assert (energy.components[0].method, joules(phase)) == ("counter", 0.0)
    assert (phase.end.process_cpu_s or 0.0) - (phase.begin.process_cpu_s or 0.0) >= 0.6


VANISHES = """
    with track(runs) as run:
        with run.phase("training"):
            add(36.0)
            run.log(0, loss=0.0)
        counter.unlink()
        with run.phase("evaluation"):
            burn(0.6)
    """


def test_of_a_counter_that_vanishes_what_it_counted_before_is_kept(tmp_path: Path) -> None:
    energy = recorded(tmp_path, VANISHES)
    assert energy.components[0].method == "counter"
    assert [joules(phase) for phase in energy.phases] == pytest.approx([36.0, 0.0])
    assert (energy.samples[-1].cpu_kwh or 0.0) * 3.6e6 == pytest.approx(36.0)


REFUSE_READING = """
    def refuse(path, *arguments, **named):
        if str(path) == str(counter):
            raise PermissionError(13, "Permission denied", str(path))
        return open(path, *arguments, **named)
    cpu.open = rapl.open = refuse
    """
REFUSE_ACCESS = """
    allowed = os.access
    os.access = lambda path, mode: str(path) != str(counter) and allowed(path, mode)
    """


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (REFUSE_ACCESS + REFUSE_READING, ("load_model", "cpu_load", True)),
        # CodeCarbon goes on with no counter at all, and would have 0 kWh.
        (REFUSE_READING, ("none", "intel_rapl", False)),
    ],
    ids=["no right", "no right, and the system says there is"],
)
def test_a_counter_that_may_not_be_read_is_never_zero(
    tmp_path: Path, refusal: str, expected: tuple[str, str, bool]
) -> None:
    script = """
        with track(runs) as run:
            run.log(0, loss=0.0)
            burn(0.3)
        """
    energy = recorded(tmp_path, refusal, script)
    cpu, last = energy.components[0], energy.samples[-1].cpu_kwh
    assert (cpu.method, cpu.detail, cpu.tdp_w is not None) == expected
    assert last is None if cpu.method == "none" else (last or 0.0) > 0.0


def test_a_counter_that_a_second_run_can_read_no_more_measures_nothing(tmp_path: Path) -> None:
    script = """
        with track(runs.parent / "first") as run:
            run.log(0, loss=0.0)
        shutil.rmtree(domain)
        with track(runs) as run:
            run.log(0, loss=0.0)
            burn(0.6)
        """
    energy = recorded(tmp_path, script)
    assert energy.components[0].method == "none"
    assert {sample.cpu_kwh for sample in energy.samples} == {None}
    assert energy.reported is not None and energy.reported.cpu_kwh is None


COMPUTES = """
    import threading
    moves = threading.Event()
    moves.set()
    def move():
        while moves.is_set():
            add(1.0)
            time.sleep(0.1)
    mover = threading.Thread(target=move)
    mover.start()
    def stand_still():
        moves.clear()
        mover.join()
    with track(runs) as run:
        run.log(0, loss=0.0)
        burn(1.2)
        {change}
        burn(2.5)
    stand_still()
    """


@pytest.mark.parametrize(
    ("change", "measured", "blocking"),
    [
        ("pass", True, set()),
        ("stand_still()", False, {"E3"}),
        ("stand_still(); counter.unlink()", False, {"E3"}),
    ],
    ids=["works", "freezes", "vanishes"],
)
def test_only_a_counter_that_moves_with_the_cpu_is_a_measurement(
    tmp_path: Path, change: str, measured: bool, blocking: set[str]
) -> None:
    run = run_of(tmp_path, COMPUTES.replace("{change}", change))
    (cpu,) = [
        fact
        for fact in consumption.facts(run)
        if (fact.id, fact.where) == ("en.kwh_parts", {"component": "cpu"})
    ]
    rules = {flag.rule for flag in flags(run, run.energy[0]) if flag.blocks("cpu")}
    assert (cpu.evidence.method is Method.MEASURED, rules) == (measured, blocking)


@pytest.fixture
def minor_before() -> dict[str, str]:
    """Environment in which the minor before is imported; skips where it is not there."""
    folder = os.environ.get(VERSION_BEFORE)
    if folder is None:
        reason = f"{VERSION_BEFORE} names no folder with codecarbon 3.2"
        pytest.fail(reason) if "CARDGEN_REQUIRE_TOOLS" in os.environ else pytest.skip(reason)
    path = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), folder])
    return {"PYTHONPATH": path}


@pytest.mark.slow
def test_the_minor_before_is_read_alike(tmp_path: Path, minor_before: dict[str, str]) -> None:
    energy = recorded(tmp_path, WORKS, **minor_before)
    assert energy.tracker is not None and energy.tracker.startswith("codecarbon 3.2.")
    assert [(c.component, c.method) for c in energy.components] == [
        ("cpu", "counter"),
        ("gpu", "none"),
        ("ram", "model"),
    ]
    assert [joules(phase) for phase in energy.phases] == pytest.approx([36.0, 1.5])
    assert energy.reported is not None and energy.reported.duration_s is not None
    assert (energy.reported.cpu_kwh or 0.0) * 3.6e6 == pytest.approx(37.5)


@pytest.mark.slow
def test_the_minor_before_adds_nothing_for_a_counter_that_vanishes(
    tmp_path: Path, minor_before: dict[str, str]
) -> None:
    """By itself it would add all that the counter can hold, 262 kJ."""
    energy = recorded(tmp_path, VANISHES, **minor_before)
    assert energy.tracker is not None and energy.tracker.startswith("codecarbon 3.2.")
    assert (energy.samples[-1].cpu_kwh or 0.0) * 3.6e6 == pytest.approx(36.0)


SECOND = """
    other = tree / "intel-rapl" / "intel-rapl:1"
    other.mkdir()
    (other / "name").write_text("{name}")
    (other / "max_energy_range_uj").write_text("262143328850")
    (other / "energy_uj").write_text("1000000")
    with track(runs) as run:
        with run.phase("training"):
            add(36.0)
            (other / "energy_uj").write_text("101000000")
            run.log(0, loss=0.0)
    """


@pytest.mark.parametrize(
    ("name", "setting", "counted_j", "counts"),
    [
        ("dram", "RAPL_INCLUDE_DRAM", 36.0, None),
        ("psys", "RAPL_PREFER_PSYS", 100.0, "platform"),
        ("psys", "RAPL_INCLUDE_DRAM", 36.0, None),
    ],
)
def test_what_the_counter_counts_is_read_whatever_the_settings_ask_for(
    tmp_path: Path, name: str, setting: str, counted_j: float, counts: str | None
) -> None:
    energy = recorded(tmp_path, SECOND.format(name=name), **{f"CODECARBON_{setting}": "true"})
    assert [joules(phase) for phase in energy.phases] == pytest.approx([counted_j], rel=1e-4)
    assert (energy.settings, energy.components[0].counts) == ((setting.lower(),), counts)
