"""Read the logs of carbontracker: `…_carbontracker.log`, and `…_carbontracker_output.log` beside it.

The first has the mean power of each component and the duration of each epoch that was monitored;
their product is the energy, without the power usage effectiveness with which the total in the second
is multiplied. A component without a power in any epoch is not measured. The place that the tool
always looks up by the network address is not kept, and its prediction of the whole training is no measurement. Source:
`tracker.py`, `loggerutil.py` and `parser.py` of saintslab/carbontracker.
"""

from __future__ import annotations

import math
import re
from datetime import datetime
from pathlib import Path

from cardgen.errors import InputError
from cardgen.run import Part
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Reported
from cardgen.sources._foreign import (
    JOULES_PER_KWH,
    NOT_COVERED,
    finished_record,
    keep,
    note,
    number,
    run_record,
    text_lines,
    the_one,
    words,
)
from cardgen.units import convert

LOG = "carbontracker.log"
OUTPUT = "carbontracker_output.log"
G_PER_KG = convert(1.0, "kg", "g")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} - ", re.ASCII)
_VERSION = re.compile(r"carbontracker version ([0-9A-Za-z.+-]{1,32})", re.ASCII)
_FOUND = re.compile(r"(CPU|GPU) with device\(s\) (.*?)\.(?: |$)")
_DURATION = re.compile(
    r"Duration: (?:(\d{1,5}) days?, )?(\d{1,6}):(\d\d):(\d\d(?:\.\d+)?)\s*$", re.ASCII
)
_POWER = re.compile(r"Average power usage \(W\) for (cpu|gpu): (.*)$", re.ASCII)
_ENERGY = re.compile(r"Energy:\s*(\S+) kWh", re.ASCII)
_INTENSITY = re.compile(
    r"(?:Average carbon intensity during training was|Defaulted to average (global )?carbon intensity)"
    r".*? (\d+\.\d+) gCO2",
    re.ASCII,
)
"""The carbon intensity that the sums before and after it use; in words, whether it is the world's."""
_CARBON = re.compile(r"CO2eq:\s*(\S+) g\b", re.ASCII)


def matches(path: Path) -> bool:
    """Whether it is a folder with the tracker's logs, or one of them."""
    if path.is_dir():
        return any(path.glob(f"*{LOG}"))
    return path.name.endswith((LOG, OUTPUT))


def read(path: Path) -> Part:
    """The epochs that were monitored.

    Raises:
        InputError: There are logs of several runs, or no epoch with a duration.
    """
    if path.is_dir():
        file = the_one(path.glob(f"*{LOG}"), path)
    else:
        file = path.with_name(path.name.removesuffix(OUTPUT).removesuffix(LOG) + LOG)
    log = _Log()
    for line in text_lines(file, file.name):
        log.add(line.rstrip("\r\n"))
    log.end_epoch()
    if log.started is None or log.samples == []:
        raise InputError([f"{file.name}: no epoch was monitored, so it has no figure"])
    record = run_record(f"carbontracker-{log.started:%Y%m%dT%H%M%S}", log.tracker, log.started, {})
    output = file.with_name(file.name.removesuffix(LOG) + OUTPUT)
    message = f"{log.epochs} epochs were monitored; what lay outside them is not in the figures."
    advice = "Say in an answer how many there were in all."
    return Part(
        record=record,
        finished=finished_record(log.started, log.samples[-1].time_s),
        energy=(log.record(_reported(output, log)),),
        findings=(note("S112", record.id, message, advice, name=file.name),),
    )


class _Log:
    """Powers and durations of the epochs, as cumulative samples."""

    def __init__(self) -> None:
        self.started: datetime | None = None
        self.tracker = "carbontracker"
        self.devices: dict[str, str | None] = {}
        self.samples: list[EnergySample] = []
        self.epochs = 0
        self._kwh: dict[str, float | None] = {}
        self._seconds: float | None = None
        self._powers: dict[str, float | None] = {}

    def add(self, line: str) -> None:
        """Take one line."""
        time = _TIME.match(line)
        if time is not None and self.started is None:
            self.started = _moment(time[1])
        version = _VERSION.search(line)
        if version is not None:
            self.tracker = f"carbontracker {version[1]}"
        if "The following components were found:" in line:
            for part, device in _FOUND.findall(line):
                self.devices[part.lower()] = words(device)
                self._kwh.setdefault(part.lower(), 0.0)
        duration, power = _DURATION.search(line), _POWER.search(line)
        if duration is not None:
            self.end_epoch()
            days, hours, minutes, seconds = (float(x or 0) for x in duration.groups())
            self._seconds = days * 86400 + hours * 3600 + minutes * 60 + seconds
        elif power is not None:
            self._powers[power[1]] = _watts(power[2])
            self._kwh.setdefault(power[1], 0.0)

    def end_epoch(self) -> None:
        """Add what the epoch used; a component without a power has no sum any more."""
        if self._seconds is None:
            return
        for part, kwh in self._kwh.items():
            watts = self._powers.get(part)
            sound = kwh is not None and watts is not None
            joules = watts * self._seconds if watts is not None else 0.0
            self._kwh[part] = kwh + joules / JOULES_PER_KWH if sound else None  # type: ignore[operator]
        begin = self.samples[-1].time_s if self.samples != [] else 0.0
        sums = {f"{part}_kwh": kwh for part, kwh in self._kwh.items()}
        keep(self.samples, EnergySample(time_s=begin + self._seconds, **sums))
        self.epochs += 1
        self._seconds, self._powers = None, {}

    def record(self, reported: Reported | None) -> EnergyRecord:
        """How the sums came about; a CPU's power may be RAPL's or half its TDP, unsaid."""
        methods = {"cpu": "unknown", "gpu": "power_sampling"}
        return EnergyRecord(
            tracker=self.tracker,
            components=tuple(
                EnergyComponent.model_validate(
                    {"component": part, "method": methods[part], "device": self.devices.get(part)}
                )
                for part in self._kwh
            ),
            samples=tuple(self.samples),
            reported=reported,
            not_covered=NOT_COVERED,
        )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _watts(text: str) -> float | None:
    """The sum of the devices' powers, `[33.1 40.2]` or `33.1`; None where the tool had none."""
    try:
        found = [number(part) for part in text.strip().strip("[]").split()]
    except ValueError:
        return None
    known = [value for value in found if value is not None]
    return math.fsum(known) if known != [] else None


def _reported(output: Path, log: _Log) -> Reported | None:
    """The total of the epochs that were monitored, with the overhead that the tool assumes."""
    if not output.is_file():
        return None
    energy = carbon = intensity = None
    is_actual = is_world = False
    for line in text_lines(output, output.name):
        if (named := _INTENSITY.search(line)) is not None and energy is None:
            is_world, intensity = named[1] is not None, _figure(named[2])
        if "consumption" in line:
            is_actual = "Actual consumption" in line
        if is_actual and (found := _ENERGY.search(line)) is not None:
            energy = _figure(found[1])
        if is_actual and (found := _CARBON.search(line)) is not None:
            carbon = _figure(found[1])
    last = log.samples[-1]
    return Reported(
        duration_s=last.time_s,
        cpu_kwh=last.cpu_kwh,
        gpu_kwh=last.gpu_kwh,
        total_kwh=energy,
        emissions_kg=None if carbon is None else carbon / G_PER_KG,
        guessed_place=is_world,
        looked_up=intensity is not None and not is_world,
        grams_per_kwh=intensity,
    )


def _figure(text: str) -> float | None:
    try:
        return number(text)
    except ValueError:
        return None
