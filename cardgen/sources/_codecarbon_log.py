"""Read what CodeCarbon logs: how it measures the CPU, and its sums at each of its samples.

    [codecarbon INFO @ 10:21:33] Tracking Intel CPU via RAPL interface
    [codecarbon INFO @ 10:21:48] Energy consumed for RAM : 0.000012 kWh. RAM Power : 2.87 W
    [codecarbon INFO @ 10:21:48] Energy consumed for all CPUs : 0.000000 kWh. All CPUs Power : 0.0 W

Times are of the day alone, so samples are placed by the end, which the CSV has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Literal

from cardgen.run_energy import EnergySample, Reported
from cardgen.sources._foreign import text_lines

DAY_S = 86400
LATE_S = 60
"""Seconds that the last line of a log may be away from the end of its run."""
ROUNDED_KWH = 2e-6
"""Logs give energy in millionths of a kWh."""
MOST_SAMPLES = 20_000
Part = Literal["cpu", "gpu", "ram"]
METHODS = (
    ("via RAPL interface", "counter", "intel_rapl"),
    ("via Power Gadget", "counter", "intel_power_gadget"),
    ("via the Windows Energy Meter Interface", "counter", "windows_emi"),
    ("Falling back on CPU load mode", "load_model", "cpu_load"),
    ("CPU constant mode", "constant", "constant"),
    ("Falling back on a global constant", "constant", "constant"),
)
"""Words of a line, and the method that they tell; the last such line holds."""
SETS_UP = ("[setup] CPU Tracking...", "constant consumption mode")
"""Words with which a run's own search for a method begins, or ends without one of the above."""
ANOTHER = "Another instance of codecarbon"
"""Begin of what a tracker says that finds another one's lock, and so measures nothing."""
_LINE = re.compile(r"\[codecarbon \w+ @ (\d\d):(\d\d):(\d\d)\]", re.ASCII)
_SUM = re.compile(
    r"Energy consumed for (?:all )?(?:AppleSilicon )?(CPU|GPU|RAM)s? *: *(\d+\.\d+) kWh"
    r"(?:.*Power *: *(\d+\.?\d*(?:e-?\d+)?) W)?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(slots=True)
class _Sums:
    """The sums of one sample."""

    at_s: float
    """Seconds since the midnight before the log began."""
    kwh: dict[Part, float] = field(default_factory=dict)


@dataclass(slots=True)
class Log:
    """The last run of a log."""

    method: tuple[str, str] | None = None
    sums: list[_Sums] = field(default_factory=list)
    hidden: set[Part] = field(default_factory=set)
    """Parts whose power is so small that the log's digits do not show their energy."""
    tells_of_another: bool = False
    """Whether another tracker was started at some time while one ran."""

    def cpu_method(self) -> dict[str, Any]:
        """What the log tells of the CPU's method, as fields of its component."""
        return {} if self.method is None else {"method": self.method[0], "detail": self.method[1]}

    @property
    def interval_s(self) -> float | None:
        """Seconds between two samples, as a rule."""
        times = [sums.at_s for sums in self.sums]
        steps = [b - a for a, b in pairwise(times)]
        return median(steps) if steps != [] else None

    def samples(self, duration_s: float) -> tuple[EnergySample, ...]:
        """The samples before the end of a run of so many seconds; the last is the CSV's."""
        if self.sums == []:
            return ()
        begin = self.sums[-1].at_s - duration_s
        return tuple(
            EnergySample(
                time_s=max(0.0, sums.at_s - begin),
                **{f"{part}_kwh": kwh for part, kwh in sums.kwh.items() if part not in self.hidden},
            )
            for sums in self.sums[:-1]
        )


def read_log(path: Path, name: str) -> Log | None:
    """The last run that a log tells of; None where it is none of CodeCarbon's.

    Raises:
        InputError: The file cannot be read as text.
    """
    log, found, day, last = Log(), False, 0, 0
    for line in text_lines(path, name):
        stamp = _LINE.match(line)
        if stamp is None:
            continue
        found = True
        log.tells_of_another = log.tells_of_another or ANOTHER in line
        hours, minutes, seconds = map(int, stamp.groups())
        clock = hours * 3600 + minutes * 60 + seconds
        day += last - clock > DAY_S / 2
        last = clock
        method = next((m for m in METHODS if m[0] in line), None)
        if method is not None:
            log.method = method[1:]
        elif any(words in line for words in SETS_UP):
            log.method = None  # what was said before was said of another run
        consumed = _SUM.search(line)
        if consumed is not None:
            _add(log, day * DAY_S + clock, consumed)
    return log if found else None


def _add(log: Log, at_s: float, consumed: re.Match[str]) -> None:
    word, kwh, watts = consumed.groups()
    part: Part = "cpu" if word.lower() == "cpu" else "gpu" if word.lower() == "gpu" else "ram"
    before = next((s.kwh[part] for s in reversed(log.sums) if part in s.kwh), None)
    if before is not None and float(kwh) < before:
        # The tool adds up, so a smaller sum is another run's.
        log.sums, log.hidden, before = [], set(), None
    if before == float(kwh) and watts is not None and float(watts) > 0:
        log.hidden.add(part)
    if log.sums == [] or part in log.sums[-1].kwh:
        if len(log.sums) >= MOST_SAMPLES:
            log.sums = log.sums[::2]
        log.sums.append(_Sums(at_s))
    log.sums[-1].kwh[part] = float(kwh)
    log.sums[-1].at_s = at_s


def fits(log: Log, duration_s: float, ended: time, reported: Reported) -> bool:
    """Whether the log's end is that of the run: the same time of day and the same sums."""
    if log.sums == []:
        return False
    last = log.sums[-1]
    clock = ended.hour * 3600 + ended.minute * 60 + ended.second
    apart = abs((last.at_s - clock + DAY_S / 2) % DAY_S - DAY_S / 2)
    took = last.at_s - log.sums[0].at_s
    said = {"cpu": reported.cpu_kwh, "gpu": reported.gpu_kwh, "ram": reported.ram_kwh}
    same = all(
        abs(kwh - said_kwh) <= ROUNDED_KWH
        for part, kwh in last.kwh.items()
        if (said_kwh := said[part]) is not None
    )
    return apart <= LATE_S and took <= duration_s + LATE_S and same
