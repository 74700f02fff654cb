"""Read what energyusage prints in a terminal, kept as `energyusage*.log` or `.txt`.

It prints mean powers before and during a call, and its duration in whole seconds; energy is power
times duration. What it calls the process's is less the idle power, and divided by an assumed
efficiency of the power supply, so it stands beside the figures only. Its power is RAPL's, with that
of an NVIDIA GPU in it where there was one, which it does not say. It prints no date, and its report
in PDF is not read. Source: `utils.py` and `evaluate.py` of responsibleproblemsolving/energy-usage.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from cardgen.errors import InputError
from cardgen.run import Part
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Reported
from cardgen.sources._foreign import (
    JOULES_PER_KWH,
    NOT_COVERED,
    finished_record,
    number,
    run_record,
    text_lines,
    the_one,
)

WRITER = "energyusage"
_LINES = {
    "watts": re.compile(r"Average total wattage:\s+(\S+) watts"),
    "kwh": re.compile(r"Process used:\s+(\S+) kWh"),
    "kg": re.compile(r"Effective emission:\s+(\S+) kg CO2"),
}
UNKNOWN_PLACE = "Location unknown, default energy mix in"
PLACE = "Energy mix in "
"""Words before the place that the tool took, which is not kept; of an unknown one it takes the
United States."""
_DURATION = re.compile(
    r"Process duration:\s+(?:(\d{1,5}) days?, )?(\d{1,2}):(\d\d):(\d\d)\s*$", re.ASCII
)


def matches(path: Path) -> bool:
    """Whether it is a folder with such a text, or a text with the powers that the tool prints."""
    if path.is_dir():
        return _texts(path) != []
    if path.suffix not in {".log", ".txt"}:
        return False
    try:
        return any("Average baseline wattage:" in line for line in text_lines(path, path.name))
    except InputError:
        return False


def read(path: Path) -> Part:
    """The last call that the text tells of.

    Raises:
        InputError: It has no duration.
    """
    file = the_one(_texts(path), path) if path.is_dir() else path
    found: dict[str, float | None] = {}
    duration_s: float | None = None
    guessed = looked_up = False
    for line in text_lines(file, file.name):
        for key, pattern in _LINES.items():
            if (match := pattern.search(line)) is not None:
                found[key] = _figure(match[1])
        guessed, looked_up = guessed or UNKNOWN_PLACE in line, looked_up or PLACE in line
        if (match := _DURATION.search(line)) is not None:
            days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
            duration_s = float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
    if duration_s is None:
        raise InputError(
            [f"{file.name}: no duration of the process; keep all that the tool prints"]
        )
    digest = sha256(repr((sorted(found.items()), duration_s)).encode()).hexdigest()
    return Part(
        record=run_record(f"energyusage-{digest[:12]}", WRITER, None, {}),
        finished=finished_record(None, duration_s),
        energy=(_energy(found, duration_s, _place(guessed=guessed, looked_up=looked_up)),),
    )


def _texts(folder: Path) -> list[Path]:
    names = ("energyusage*.log", "energyusage*.txt")
    return [path for name in names for path in sorted(folder.glob(name))]


def _figure(text: str) -> float | None:
    try:
        return number(text)
    except ValueError:
        return None


def _place(*, guessed: bool, looked_up: bool) -> dict[str, Any]:
    """What became of the place, as fields of what the tool reported."""
    return {
        "country": "USA" if guessed else None,
        "guessed_place": guessed,
        "looked_up": looked_up and not guessed,
    }


def _energy(
    found: dict[str, float | None], duration_s: float, place: dict[str, Any]
) -> EnergyRecord:
    """The power over the whole seconds; a call of less than one has no energy."""
    watts = found.get("watts")
    kwh = None if watts is None or duration_s == 0 else watts * duration_s / JOULES_PER_KWH
    return EnergyRecord(
        tracker=WRITER,
        components=(EnergyComponent(component="cpu", method="unknown"),),
        samples=(EnergySample(time_s=duration_s, cpu_kwh=kwh),),
        reported=Reported(
            duration_s=duration_s,
            total_kwh=found.get("kwh"),
            cpu_w=watts,
            emissions_kg=found.get("kg"),
            **place,
        ),
        not_covered=NOT_COVERED,
    )
