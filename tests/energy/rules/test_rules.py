"""Each rule fires just where it should: at its threshold, and never for want of a record."""

import math
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cardgen import _plugins
from cardgen.energy.rules import flags
from cardgen.run import Device, JaxState
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase, Reported, Stated
from tests.energy.cases import CASES, GUESSED, RAM, RAPL, environment, record, reported, samples
from tests.runs import make_run

SECONDS = tuple(range(1, 9))
CLEAN = samples(SECONDS, [12.0] * 8, ram_w=3.0, busy=1.6)
WITH_TDP = EnergyComponent(component="cpu", method="counter", tdp_w=20.0, device="AMD EPYC")
MODELLED = EnergyComponent(component="cpu", method="load_model", tdp_w=20.0, device="AMD EPYC")
GPU = EnergyComponent(component="gpu", method="counter")
TPU = JaxState(
    version="0.10.2",
    backend="tpu",
    devices=(Device(platform="tpu", kind="TPU v4", count=4),),
    enable_x64=False,
)


class Example(NamedTuple):
    """A record, what differs in its run, and whether the rule fires."""

    rule: str
    fires: bool
    record: EnergyRecord
    environment: dict[str, Any] = {}
    run: dict[str, Any] = {}
    others: tuple[EnergyRecord, ...] = ()


def told(**changes: Any) -> EnergyRecord:
    """A clean record with a tool's summary of it, whose fields *changes* replace."""
    own = reported(8.0, cpu_w=12.0, ram_w=3.0).model_copy(update=changes)
    return record(samples=CLEAN, reported=Reported.model_validate(own.model_dump()))


def one(time_s: float = 100.0, **fields: Any) -> tuple[EnergySample, ...]:
    return (EnergySample(time_s=time_s, **fields),)


def busy(*, own: float, others: float) -> tuple[EnergySample, ...]:
    """100 s of two CPUs with so many busy seconds, through a counter that tells no TDP."""
    begin = EnergySample(time_s=0.0, cpu_kwh=0.0, process_cpu_s=0.0, system_cpu_s=900.0)
    end = {"cpu_kwh": 0.001, "process_cpu_s": own, "system_cpu_s": 900.0 + own + others}
    return begin, *one(**end)


def intensity(grams: float) -> EnergyRecord:
    return told(emissions_kg=grams / 1000 * (15.0 * 8 / 3.6e6), country="GBR")


def named(grams: float, said: float | None) -> EnergyRecord:
    """Emissions of so many grams for each kWh, where the tool names so many."""
    own = intensity(grams)
    assert own.reported is not None
    return own.model_copy(
        update={"reported": own.reported.model_copy(update={"grams_per_kwh": said})}
    )


def with_phase(seconds: float, gpu_kwh: float | None) -> EnergyRecord:
    end = EnergySample(time_s=seconds, cpu_kwh=0.001, gpu_kwh=gpu_kwh, ram_kwh=0.0)
    begin = EnergySample(time_s=0.0, cpu_kwh=0.0, gpu_kwh=0.0, ram_kwh=0.0)
    return record(
        components=(RAPL, GPU, RAM),
        samples=one(100.0, cpu_kwh=0.01, gpu_kwh=gpu_kwh, ram_kwh=0.0001),
        phases=(Phase(name="training", begin=begin, end=end),),
    )


def power(watts: float) -> EnergyRecord:
    """One second in eight of so much power, with a TDP of 20 W."""
    return record(
        components=(MODELLED, RAM),
        samples=samples(SECONDS, [1.0] * 7 + [watts], ram_w=0.5, busy=1.0),
    )


def counted(watts: float) -> EnergyRecord:
    """A counter of so much power, with a stated TDP of 20 W for each package."""
    read = samples(SECONDS, [watts] * 8, ram_w=3.0, busy=1.6)
    return record(samples=read, stated=Stated(tdp_w=20.0, source="data sheet"))


def segment(number: int, before_s: float) -> EnergyRecord:
    return record(samples=one(before_s + 8.0), segment=number, before_s=before_s)


E = Example
EXAMPLES = [
    E("E1", True, record(samples=one(cpu_kwh=0.0, process_cpu_s=2.1))),
    E("E1", False, record(samples=one(cpu_kwh=0.0, process_cpu_s=2.0))),
    E("E1", False, record(samples=one(10.0, cpu_kwh=0.0, process_cpu_s=0.5))),
    E("E1", False, record(samples=one(cpu_kwh=0.0, process_cpu_s=None))),
    E("E1", False, record(samples=one(cpu_kwh=None, process_cpu_s=50.0))),
    E("E1", False, record(samples=one(cpu_kwh=math.nan, process_cpu_s=50.0))),
    E("E1", False, record(samples=one(cpu_kwh=0.0, process_cpu_s=math.nan))),
    E("E2", True, record(samples=one(cpu_kwh=0.09 * 50 / 3.6e6, process_cpu_s=50.0))),
    E("E2", False, record(samples=one(cpu_kwh=0.11 * 50 / 3.6e6, process_cpu_s=50.0))),
    E("E2", False, record(samples=one(cpu_kwh=0.0, process_cpu_s=50.0))),
    E("E2", False, record(samples=one(cpu_kwh=None, process_cpu_s=50.0))),
    E("W2", False, CASES["clean, busy"][0]),
    # Others' busy seconds are known, and the run was the machine's main user all the same.
    E(
        "W2",
        False,
        record(
            components=(WITH_TDP, RAM),
            samples=(
                EnergySample(time_s=0.0, cpu_kwh=0.0, process_cpu_s=0.0, system_cpu_s=900.0),
                EnergySample(time_s=100.0, cpu_kwh=0.01, process_cpu_s=0.6, system_cpu_s=901.0),
            ),
        ),
    ),
    # Of 200 CPU seconds 31 were others': more than a tenth, but less than the run's own.
    E("W2", False, record(samples=busy(own=80.0, others=31.0))),
    E("W2", True, record(samples=busy(own=30.0, others=31.0))),
    E("W2", False, record(samples=busy(own=0.5, others=19.0))),
    # The others may be the run's own processes, of which it is not known where they ran.
    E("W2", False, record(samples=busy(own=30.0, others=31.0)), others=(record(host=1, shares_host=True),)),
    E("W2", True, record(samples=busy(own=0.5, others=21.0))),
    E("E3", True, record(samples=samples(SECONDS, [9.0] * 5 + [0.0] * 2 + [9.0], ram_w=3.0, busy=1.0))),
    E("E3", False, record(samples=samples(SECONDS, [9.0] * 6 + [0.0, 9.0], ram_w=3.0, busy=1.0))),
    E("E3", False, record(samples=samples(SECONDS, [0.0] * 8, ram_w=3.0, busy=0.05))),
    E("E3", False, record(components=(GUESSED, RAM), samples=CASES["frozen"][0].samples)),
    E("E4", True, power(61.0)),
    E("E4", False, power(59.0)),
    E("E4", True, record(components=(MODELLED, RAM), samples=samples(SECONDS, [26.5] * 8, ram_w=3.0, busy=1.6))),
    E("E4", True, record(components=(WITH_TDP, RAM), samples=samples(SECONDS, [121.0] * 8, ram_w=3.0, busy=1.6))),
    E("E4", False, record(components=(WITH_TDP, RAM), samples=samples(SECONDS, [119.0] * 8, ram_w=3.0, busy=1.6))),
    E("E4", False, record(components=(MODELLED, RAM), samples=samples(SECONDS, [25.5] * 8, ram_w=3.0, busy=1.6))),
    E("E4", True, counted(61.0), {"cpu_packages": 1}),
    E("E4", False, counted(59.0), {"cpu_packages": 1}),
    E("E4", True, counted(121.0), {"cpu_packages": 2}),
    E("E4", False, counted(119.0), {"cpu_packages": 2}),
    E("E4", False, counted(119.0), {"cpu_packages": 1, "hypervisor": True}),
    E("W5", False, record(samples=samples(SECONDS, [2.0] * 8, ram_w=3.0, busy=0.5))),
    E("W5", True, record(samples=samples(SECONDS, [2.0] * 8, ram_w=3.0, busy=0.6))),
    E("W5", False, record(samples=samples(SECONDS, [None] * 8, ram_w=3.0, busy=1.6))),
    E("W6", True, record(samples=CLEAN), {"memory_limit_bytes": 2**30}),
    E("W6", False, record(samples=CLEAN), {"memory_limit_bytes": 64 * 2**30}),
    E("W6", False, record(samples=CASES["frozen"][0].samples), {"memory_bytes": None}),
    E("E7", True, told(duration_s=10.1)),
    E("E7", False, told(duration_s=9.9)),
    E("E7", False, told(duration_s=None)),
    E("E7", True, told(duration_s=math.nan)),
    E("W8", True, told(cpu_w=13.3)),
    E("W8", False, told(cpu_w=13.1)),
    E("W8", False, told(cpu_w=None)),
    E("W8", True, told(ram_w=0.0)),
    E("E9", True, told(guessed_place=True, country="CAN", emissions_kg=1e-9)),
    E("E9", False, told(guessed_place=True, country="CAN"), run={"country": "CAN"}),
    E("E9", True, told(emissions_kg=1e-5), run={"country": None}),
    E("E9", False, told(emissions_kg=1e-5)),
    E("E9", False, told(), run={"country": None}),
    E("E9", True, told(emissions_kg=1e-5, looked_up=True), run={"country": None}),
    E("E9", False, told(emissions_kg=1e-5, looked_up=True)),
    E("E9", True, told(guessed_place=True, emissions_kg=1e-5)),
    E("E9", True, told(guessed_place=True, country="USA"), run={"country": "CAN"}),
    E("E9", False, told(guessed_place=True, country="USA"), run={"country": "USA"}),
    E("W10", True, intensity(9.9)),
    E("W10", False, intensity(10.1)),
    E("W10", False, intensity(1199.0)),
    E("W10", True, intensity(1201.0)),
    E("W10", True, intensity(0.0)),
    E("W10", False, told()),
    E("W10", True, named(250.0, 253.0)),
    E("W10", True, named(250.0, 247.0)),
    E("W10", False, named(250.0, 252.0)),
    E("W10", False, named(250.0, None)),
    E("W10", True, named(250.0, math.nan)),
    E("E11", True, record(samples=CLEAN), {"jax": TPU}),
    E("E11", True, with_phase(50.0, 0.0), {"jax": TPU}),
    E("E11", False, with_phase(50.0, 0.01), {"jax": TPU}),
    E("E11", False, record(samples=CLEAN), {"jax": None}),
    E("W12", False, power(20.0)),
    E("W12", True, power(20.0), {"cpu_model": "Intel(R) Xeon(R) E5"}),
    E("W12", False, power(20.0), {"cpu_model": "AMD EPYC-Milan (TM)"}),
    E("W12", False, power(20.0), {"cpu_model": None}),
    E("E13", True, told(total_kwh=1.0)),
    E("E13", True, told(total_kwh=0.0)),
    E("E13", False, told(total_kwh=15.0 * 8 / 3.6e6 * (1 + 5e-7))),
    E("E13", True, told(total_kwh=15.0 * 8 / 3.6e6 * (1 + 5e-6))),
    E("E13", False, told(total_kwh=None)),
    E("E13", False, told(ram_kwh=None)),
    E("E13", True, told(cpu_kwh=math.nan)),
    E("E13", True, told(gpu_kwh=-1e-9)),
    E("E13", True, record(samples=samples(SECONDS, [12.0] * 7 + [-1.0], ram_w=3.0, busy=1.6))),
    E("E13", False, record(samples=samples(SECONDS, [12.0] * 7 + [0.0], ram_w=3.0, busy=1.6))),
    E("E14", True, record()),
    E("E14", True, record(reported=Reported(duration_s=100.0))),
    E("E14", False, record(samples=one(cpu_kwh=0.0))),
    E("E14", False, record(reported=Reported(total_kwh=0.001))),
    E("E14", False, EnergyRecord(reason="energy tracking was switched off")),
    E("E14", False, record(shares_host=True)),
    E("W15", True, record(samples=CLEAN, interval_s=0.49)),
    E("W15", False, record(samples=CLEAN, interval_s=0.51)),
    E("W15", False, record(samples=CLEAN)),
    E("W15", False, record(samples=CLEAN, interval_s=0.0)),
    E("W15", True, record(samples=one(), interval_s=15.0)),
    E("W15", False, record(samples=one(), interval_s=15.0, reported=Reported(duration_s=100.0))),
    E("W16", True, told(rows=2)),
    E("W16", False, told(rows=1)),
    E("W16", True, told(parallel=1)),
    E("W16", False, told(parallel=0)),
    E("W16", True, record(samples=CLEAN), others=(record(samples=CLEAN),)),
    E("W16", False, record(samples=CLEAN), others=(record(samples=CLEAN, shares_host=True),)),
    E("W16", False, record(samples=CLEAN), others=(record(samples=CLEAN, host=1),)),
    E("W16", False, record(samples=CLEAN), others=(segment(2, 8.0),)),
    E("W17", True, record(samples=CLEAN), {"hypervisor": True}),
    E("W17", True, record(samples=CLEAN), {"container": True}),
    E("W17", True, record(samples=CLEAN), {"cpu_quota": 1.5}),
    E("W17", False, record(samples=CLEAN), {"cpu_quota": 2.0}),
    E("W17", False, record(samples=CLEAN), {"hypervisor": False, "container": False}),
    E("W17", False, record(samples=CLEAN), {"hypervisor": None, "container": None}),
    E("W17", False, EnergyRecord(), {"hypervisor": True}),
    E("W18", True, record(samples=CLEAN, interval_s=4.1)),
    E("W18", False, record(samples=CLEAN, interval_s=4.0)),
    E("W18", False, record(samples=CLEAN)),
    E("W18", True, with_phase(4.9, 0.001)),
    E("W18", False, with_phase(5.0, 0.001)),
    E("W18", False, with_phase(4.9, None)),
    E("W19", True, record(samples=CLEAN, pue=1.2), {"battery": True}),
    E("W19", True, told(pue=1.2), {"battery": True}),
    E("W19", False, record(samples=CLEAN, pue=1.0), {"battery": True}),
    E("W19", False, record(samples=CLEAN, pue=1.2), {"battery": False}),
    E("W19", False, record(samples=CLEAN, pue=1.2), {"battery": None}),
    E("W19", True, told(pue=1.0, cloud="gcp")),
    E("W19", True, told(pue=1.0, cloud="gcp", wue=0.0)),
    E("W19", False, told(pue=1.1, cloud="gcp")),
    E("W19", False, told(pue=None, cloud="gcp")),
    E("W19", False, told(pue=1.0, wue=0.0)),
    E("E20", True, intensity(250_000.0)),
    E("E20", True, intensity(0.25)),
    E("E20", False, intensity(250.0)),
    E("E20", False, intensity(3.94)),
    E("E20", False, intensity(0.0)),
    E("W21", True, record(samples=CLEAN), run={"started": "2031-01-01T00:00:00Z"}),
    E("W21", False, record(samples=CLEAN), run={"started": "2022-01-01T00:00:00Z"}),
    E("W21", False, record(samples=CLEAN), run={"started": "2031-01-01T00:00:00Z", "country": None}),
    E("W22", True, record(samples=CLEAN, settings=("force_cpu_power",))),
    E("W22", False, record(samples=CLEAN)),
    E("E23", True, segment(2, 8.0)),
    E("E23", True, segment(1, 8.0)),
    E("E23", True, segment(3, 16.0), others=(segment(1, 0.0),)),
    E("E23", False, segment(2, 8.0), others=(segment(1, 0.0),)),
    E("E23", False, segment(1, 0.0)),
    E("E25", True, record(samples=one(cpu_kwh=10.0))),
    E("E25", False, record(samples=one(cpu_kwh=0.02))),
    E("E25", True, record(samples=one(0.0, cpu_kwh=0.0001))),
    E("E25", False, record(samples=one(0.0, cpu_kwh=0.0))),
    E("E25", True, record(reported=Reported(duration_s=0.0, cpu_kwh=0.001))),
    E("E25", False, record(samples=one(cpu_kwh=None))),
    E("E26", True, record(samples=CLEAN, unsampled_s=4.0)),
    E("E26", False, record(samples=CLEAN)),
    E("W15", False, record(samples=CLEAN, interval_s=0.49, unsampled_s=4.0)),
    E("E24", True, told(cpu_kwh=0.0)),
    E("E24", False, told(cpu_kwh=0.0, duration_s=1.0)),
    E("E24", False, told(cpu_kwh=None)),
    E("E24", False, told()),
    E("E24", False, record(samples=one(cpu_kwh=0.0))),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_a_rule_fires_just_where_it_should(tmp_path: Path, number: int) -> None:
    example = EXAMPLES[number]
    run = make_run(
        tmp_path,
        evaluations=(),
        energy=(example.record, *example.others),
        environment=environment(**example.environment),
        **example.run,
    )
    found = {flag.rule for flag in flags(run, example.record)}
    assert (example.rule in found) == example.fires, (example, found)


def test_every_rule_is_seen_to_fire_and_not_to_fire() -> None:
    ids = {
        _plugins.load("cardgen.energy.rules", n).ID for n in _plugins.names("cardgen.energy.rules")
    }
    fired = {own.rule for own in EXAMPLES if own.fires}.union(
        *(rules for _, rules in CASES.values())
    )
    silent = {own.rule for own in EXAMPLES if not own.fires}
    assert (ids - fired, ids - silent) == (set(), set())


def test_rules_are_numbered_without_gaps_and_each_module_by_its_rule() -> None:
    names = _plugins.names("cardgen.energy.rules")
    rules = {name: _plugins.load("cardgen.energy.rules", name).ID for name in names}
    assert [
        n
        for n, rule in rules.items()
        if n.partition("_")[0] != f"{rule[0].lower()}{int(rule[1:]):02}"
    ] == []
    assert {int(rule[1:]) for rule in rules.values()} == set(range(1, 27))
    assert len(set(rules.values())) == len(rules)


def test_a_statement_counts_where_no_cpu_seconds_were_recorded(tmp_path: Path) -> None:
    stated = Stated(cpus_busy=1.0, source="top")
    for seconds, fires in ((None, True), (0.1, False)):
        own = record(samples=one(cpu_kwh=0.0, process_cpu_s=seconds), stated=stated)
        run = make_run(tmp_path, evaluations=(), energy=(own,), environment=environment())
        assert ("E1" in {flag.rule for flag in flags(run, own)}) == fires


def finding(tmp_path: Path, rule: str, record: EnergyRecord) -> str:
    run = make_run(tmp_path, evaluations=(), energy=(record,), environment=environment())
    return next(flag.text for flag in flags(run, record) if flag.rule == rule)


def test_cpu_seconds_that_a_person_stated_are_said_to_be_stated(tmp_path: Path) -> None:
    stated = Stated(cpus_busy=1.5, source="read off top")
    idle = reported(804.41, cpu_w=0.0, ram_w=3.0)
    bare = record(reported=idle, stated=stated)
    assert finding(tmp_path / "1", "E1", bare) == (
        "The tool has 0 kWh for the CPU while it computed 1,210 CPU seconds (stated: read off top)."
    )
    assert finding(tmp_path / "2", "W5", bare).endswith("at a load of 75% (stated: read off top).")


def test_large_figures_are_written_out(tmp_path: Path) -> None:
    joules = record(reported=reported(3600.0, cpu_w=1.53e8, ram_w=7.2e7))
    assert finding(tmp_path / "1", "E25", joules) == (
        "The tool's energy for the CPU is 153,000,000 W in the mean."
    )
    shared = record(samples=busy(own=30.0, others=131.0))
    assert "had 30 CPU seconds, 19% of" in finding(tmp_path / "2", "W2", shared)
