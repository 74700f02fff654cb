"""Energy that a laptop draws from its battery: a reading of the whole computer that needs no rights.

Words and units are those of the kernel's `Documentation/ABI/testing/sysfs-class-power`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cardgen.units import convert

SUPPLIES = Path("/sys/class/power_supply")
J_PER_KWH = convert(1.0, "kWh", "J")


class Battery:
    """Cumulative energy drawn from the batteries below one folder.

    It counts only while all of the computer's power comes from them. A cumulative figure with a hole
    in it would be wrong, so from the first moment at which a charger feeds the computer, or a battery
    cannot be read, there is no figure any more.
    """

    def __init__(self, folder: Path = SUPPLIES) -> None:
        self._folder = folder
        self._batteries = sorted(folder.glob("BAT*"))
        self.detail = next(
            (name for name, read in READINGS.items() if self._read(read) is not None), None
        )
        """The files that are read, such as `power_now`; None where there is no figure."""
        self._last: tuple[float, float] | None = None
        self._drawn_kwh = 0.0

    def sample(self, time_s: float) -> float | None:
        """The kWh drawn since the first sample; *time_s* is on a clock that is never set back."""
        value = self._read(READINGS[self.detail]) if self.detail is not None else None
        if self.detail is None or value is None or not self._feeds_all():
            self.detail = None
            return None
        if self._last is not None:
            self._drawn_kwh += _drawn_kwh(self.detail, self._last, (time_s, value))
        self._last = time_s, value
        return self._drawn_kwh

    def _feeds_all(self) -> bool:
        states = {_text(battery / "status") for battery in self._batteries}
        chargers = {_text(path) for path in self._folder.glob("*/online")}
        # Of two batteries one may rest ("Not charging", "Full") while the other is drawn from.
        return (
            "Discharging" in states
            and states.isdisjoint({"Charging", None})
            and "1" not in chargers
        )

    def _read(self, read: Callable[[Path], float | None]) -> float | None:
        """The sum over all batteries; None where one of them cannot be read, or there is none."""
        values = [read(battery) for battery in self._batteries]
        known = [value for value in values if value is not None]
        return sum(known) if 0 < len(known) == len(values) else None


def _drawn_kwh(detail: str, before: tuple[float, float], now: tuple[float, float]) -> float:
    """Between two samples: what the store lost, or power over time by the trapezoidal rule."""
    if detail == STORE:
        return before[1] - now[1]
    return (now[0] - before[0]) * (before[1] + now[1]) / 2 / J_PER_KWH


def _power_w(battery: Path) -> float | None:
    return _number(battery / "power_now", 1e-6)


def _current_times_voltage_w(battery: Path) -> float | None:
    current = _number(battery / "current_now", 1e-6)
    voltage = _number(battery / "voltage_now", 1e-6)
    return current * voltage if current is not None and voltage is not None else None


def _store_kwh(battery: Path) -> float | None:
    return _number(battery / "energy_now", 1e-9)


STORE = "energy_now"
# The store comes last: it changes in steps that a short run does not fill.
READINGS: dict[str, Callable[[Path], float | None]] = {
    "power_now": _power_w,
    "current_now, voltage_now": _current_times_voltage_w,
    STORE: _store_kwh,
}


def _number(path: Path, unit: float) -> float | None:
    """A file's number in *unit*; some drivers write what is drawn as a negative number."""
    text = _text(path)
    try:
        return abs(int(text)) * unit if text is not None else None
    except ValueError:
        return None


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return None
