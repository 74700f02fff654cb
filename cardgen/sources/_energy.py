"""Read the energy rows of each host's tracker."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from cardgen.errors import InputError
from cardgen.run import (
    ENERGY_SCHEMA,
    EnergyHeader,
    EnergyRecord,
    EnergyRow,
    EnergySample,
    Phase,
)
from cardgen.sources._lines import problems_of, rows
from cardgen.sources._reading import Reading, check_schema

FIGURES = ("cpu_kwh", "gpu_kwh", "ram_kwh", "process_cpu_s")
_HEADER_KEYS = frozenset(info.alias or name for name, info in EnergyHeader.model_fields.items())
_ROW_KEYS = frozenset(EnergyRow.model_fields)


def read_energy(reading: Reading, run_id: str) -> tuple[EnergyRecord, ...]:
    """One record a host, by the index of the process that ran its tracker.

    Raises:
        InputError: A line other than a torn last one is broken.
    """
    paths = sorted(reading.folder.glob("energy.p*.jsonl"))
    records = [_read_file(path, reading, run_id) for path in paths]
    return tuple(record for record in records if record is not None)


def _read_file(path: Path, reading: Reading, run_id: str) -> EnergyRecord | None:
    name = reading.name(path.name)
    host = _Host()
    problems: list[str] = []
    for number, line in rows(path, name):
        if line is None:
            reading.torn(path.name, number)
            break
        where = f"{name}:{number}"
        try:
            row = from_json(line, allow_inf_nan=False)
            if not isinstance(row, dict):
                raise ValueError("expected an object")
            if "schema" in row:
                check_schema(row, ENERGY_SCHEMA, where)
                host.begin(EnergyHeader.model_validate_json(_kept(line, row, _HEADER_KEYS)), run_id)
            else:
                host.add(EnergyRow.model_validate_json(_kept(line, row, _ROW_KEYS)))
        except ValidationError as error:
            problems += problems_of(error, where)
        except InputError as error:
            problems += error.problems
            break
        except ValueError as error:
            problems.append(f"{where}: not a row of energy: {error}")
    if problems:
        raise InputError(problems)
    return host.record()


def _kept(line: bytes, row: dict[str, object], keys: frozenset[str]) -> bytes:
    """The line without keys that a newer writer has added."""
    if row.keys() <= keys:
        return line
    from pydantic_core import to_json

    return to_json({key: row[key] for key in row if key in keys})


class _Host:
    """Samples of one host, put together from the segments of a resumed run."""

    def __init__(self) -> None:
        self.headers: list[EnergyHeader] = []
        self.samples: list[EnergySample] = []
        self.phases: list[Phase] = []
        self._base: dict[str, float | None] = dict.fromkeys(FIGURES, 0.0)

    def begin(self, header: EnergyHeader, run_id: str) -> None:
        if header.run != run_id:
            message = f"energy of run {header.run!r} in the folder of run {run_id!r}"
            raise ValueError(message)
        self.headers.append(header)
        if self.samples:
            # Each segment counts from zero; the run's total goes on from the last sample.
            last = self.samples[-1]
            self._base = {figure: getattr(last, figure) for figure in FIGURES}

    def add(self, row: EnergyRow) -> None:
        if not self.headers:
            message = "no header line before it"
            raise ValueError(message)
        header = self.headers[-1]
        figures = {figure: self._total(figure, getattr(row, figure)) for figure in FIGURES}
        sample = EnergySample(time_s=header.before_s + row.t - header.t0, **figures)
        self.samples.append(sample)
        if row.phase is not None and row.mark == "begin":
            self.phases.append(Phase(name=row.phase, begin=sample))
        elif row.phase is not None:
            self._end(row.phase, sample)

    def _total(self, figure: str, value: float | None) -> float | None:
        base = self._base[figure]
        return None if value is None or base is None else base + value

    def _end(self, name: str, sample: EnergySample) -> None:
        for index in reversed(range(len(self.phases))):
            phase = self.phases[index]
            if phase.name == name and phase.end is None:
                self.phases[index] = phase.model_copy(update={"end": sample})
                return

    def record(self) -> EnergyRecord | None:
        if not self.headers:
            return None
        header = self.headers[-1]
        return EnergyRecord(
            host=header.process,
            tracker=header.tracker,
            reason=header.reason,
            pue=header.pue,
            components=header.components,
            samples=tuple(self.samples),
            phases=tuple(self.phases),
            not_covered=header.not_covered,
        )
