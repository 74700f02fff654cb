"""Read the log of Zeus: one row a window, with the joules of each GPU in it.

    start_time,window_name,elapsed_time,gpu0_energy,gpu1_energy

Windows may lie in each other, so only the outermost are counted; "None" is not measured. The file
does not say whether a GPU's energy is from its counter or from samples of its power. Source:
`zeus.monitor.ZeusMonitor`, argument `log_file`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cardgen.errors import InputError
from cardgen.run import Part
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Phase
from cardgen.sources._csv import header, table
from cardgen.sources._foreign import (
    JOULES_PER_KWH,
    LONGEST_S,
    NOT_COVERED,
    finished_record,
    note,
    number,
    run_record,
    the_one,
    words,
)

COLUMNS = ["start_time", "window_name", "elapsed_time"]
WRITER = "zeus"
MOST_WINDOWS = 10_000
SLACK_S = 0.001
"""By which neighbouring windows may overlap: the clock's own coarseness."""
_ENERGY = re.compile(r"(gpu|cpu|dram)\d+_energy", re.ASCII)
_PARTS = {"gpu": "gpu", "cpu": "cpu", "dram": "ram"}


class _Window(NamedTuple):
    start_s: float
    """Unix time."""
    name: str
    seconds: float
    kwh: dict[str, float | None]
    """By part; None where a device of it was not measured."""


def matches(path: Path) -> bool:
    """Whether it is a folder with a log of Zeus, or such a log."""
    if path.is_dir():
        return any(_is_log(file) for file in path.glob("*.csv"))
    return path.suffix == ".csv" and _is_log(path)


def read(path: Path) -> Part:
    """The outermost windows of the log, one after the other.

    Raises:
        InputError: A row has no time, or windows overlap in part.
    """
    file = the_one(filter(_is_log, path.glob("*.csv")), path) if path.is_dir() else path
    name = f"{path.name}/{file.name}" if path.is_dir() else file.name
    windows = _outermost(_windows(file, name), name)
    if windows == []:
        raise InputError([f"{name}: no window in it; give a log that Zeus wrote"])
    started = datetime.fromtimestamp(windows[0].start_s, UTC)
    record = run_record(f"zeus-{started:%Y%m%dT%H%M%S}", WRITER, started, {})
    seconds = sum(window.seconds for window in windows)
    between = windows[-1].start_s + windows[-1].seconds - windows[0].start_s - seconds
    message = f"{between:.0f} s between the windows of {name} are not in the figures."
    gaps = (note("S111", record.id, message, "They hold the windows alone.", name=name),)
    return Part(
        record=record,
        finished=finished_record(started, seconds),
        energy=(_energy(windows),),
        findings=gaps if between >= 1 else (),
    )


def _is_log(path: Path) -> bool:
    try:
        return header(path, path.name)[:3] == COLUMNS
    except InputError:
        return False


def _windows(file: Path, name: str) -> Iterator[_Window]:
    for count, row in enumerate(table(file, name), start=1):
        where = f"{name}:{row.line}"
        if count > MOST_WINDOWS:
            raise InputError([f"{where}: more than {MOST_WINDOWS} windows"])
        if row.cells is None:
            raise InputError([f"{where}: another number of fields than in the first line"])
        try:
            start, seconds = number(row.cells["start_time"]), number(row.cells["elapsed_time"])
            kwh = _kwh(row.cells)
        except ValueError as error:
            raise InputError([f"{where}: {error}"]) from error
        if start is None or seconds is None or not (0 <= start < 1e11 and 0 <= seconds < LONGEST_S):
            raise InputError([f"{where}: expected a Unix time and the seconds from it"])
        yield _Window(start, words(row.cells["window_name"]) or "unnamed", seconds, kwh)


def _kwh(cells: dict[str, str]) -> dict[str, float | None]:
    sums: dict[str, float | None] = {}
    for column, cell in cells.items():
        device = _ENERGY.fullmatch(column)
        if device is not None:
            part = _PARTS[device[1]]
            joules = None if cell.strip() == "None" else number(cell)
            before = sums.get(part, 0.0)
            both = joules is not None and before is not None
            sums[part] = before + joules / JOULES_PER_KWH if both else None  # type: ignore[operator]
    return sums


def _outermost(windows: Iterator[_Window], name: str) -> list[_Window]:
    found: list[_Window] = []
    for window in sorted(windows, key=lambda w: (w.start_s, -w.seconds)):
        end = found[-1].start_s + found[-1].seconds if found != [] else window.start_s
        if window.start_s >= end - SLACK_S:
            found.append(window)
        elif window.start_s + window.seconds > end + SLACK_S:
            what = f"the windows {found[-1].name!r} and {window.name!r} overlap in part"
            raise InputError([f"{name}: {what}, so their energy cannot be told apart"])
    return found


def _energy(windows: list[_Window]) -> EnergyRecord:
    parts = [part for part in ("cpu", "gpu", "ram") if part in windows[0].kwh]
    sums: dict[str, float | None] = dict.fromkeys(parts, 0.0)
    last, phases = _sample(0.0, sums), []
    for window in windows:
        begin = last
        for part in parts:
            before, more = sums[part], window.kwh[part]
            sums[part] = None if before is None or more is None else before + more
        last = _sample(begin.time_s + window.seconds, sums)
        phases.append(Phase(name=window.name, begin=begin, end=last))
    return EnergyRecord(
        tracker=WRITER,
        components=tuple(map(_component, parts)),
        samples=(phases[0].begin, *(phase.end for phase in phases if phase.end is not None)),
        phases=tuple(phases),
        not_covered=NOT_COVERED,
    )


def _sample(time_s: float, sums: dict[str, float | None]) -> EnergySample:
    return EnergySample(time_s=time_s, **{f"{part}_kwh": kwh for part, kwh in sums.items()})


def _component(part: str) -> EnergyComponent:
    if part == "gpu":
        return EnergyComponent(component="gpu", method="unknown")
    return EnergyComponent.model_validate(
        {"component": part, "method": "counter", "detail": "intel_rapl"}
    )
