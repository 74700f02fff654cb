"""One row of CodeCarbon's CSV as the record of a run."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from cardgen.errors import InputError
from cardgen.run import RunRecord
from cardgen.run_energy import EnergyComponent, EnergyRecord, EnergySample, Reported
from cardgen.sources._codecarbon_log import Log
from cardgen.sources._foreign import (
    LONGEST_S,
    NOT_COVERED,
    number,
    run_record,
    safe_name,
    words,
)

QUEBEC = (46.8, -71.2)
"""Latitude and longitude that CodeCarbon takes when it cannot look the place up."""
LARGEST_GIB = 1 << 20
FIGURES = {
    "cpu_kwh": "cpu_energy",
    "gpu_kwh": "gpu_energy",
    "ram_kwh": "ram_energy",
    "total_kwh": "energy_consumed",
    "cpu_w": "cpu_power",
    "gpu_w": "gpu_power",
    "ram_w": "ram_power",
    "emissions_kg": "emissions",
    "wue": "wue",
}
"""Fields of `Reported` and their columns. `emissions_rate` changed its unit, so it is not read."""


class Chosen(NamedTuple):
    """The last row of one run of a file."""

    line: int
    cells: dict[str, str]
    rows: int
    """Rows of the run."""
    others: int
    """Other runs in the file."""
    broken: tuple[int, ...]
    """Lines that cannot be read; at most the first two."""
    parallel: int
    """Other runs of the file that the tool watched at the same time."""
    is_last: bool
    """Whether the run's row is the last one that can be read."""


class Row:
    """The row in numbers and names. `bad` says which cells hold no number."""

    def __init__(self, chosen: Chosen, name: str) -> None:
        self.chosen = chosen
        self.bad: list[str] = []
        self.duration_s = self._duration(name)
        try:
            self.ended = datetime.fromisoformat(chosen.cells["timestamp"])
            self.started = self.ended - timedelta(seconds=self.duration_s)
        except (ValueError, OverflowError) as error:
            where = f"{name}:{chosen.line}: timestamp"
            raise InputError([f"{where}: expected a date and time"]) from error
        self.reported = self._reported()

    @property
    def id(self) -> str:
        """The tool's own id, else the project's name and the time."""
        own = safe_name(self._cell("run_id"))
        project = safe_name(self._cell("project_name")) or "codecarbon"
        return own if own != "" else f"{project}-{self.ended:%Y%m%dT%H%M%S}"

    @property
    def tracker(self) -> str:
        """Name and version, where the row has it (since 2.1.3)."""
        version = self._cell("codecarbon_version")
        known = re.fullmatch(r"[0-9A-Za-z.+-]{1,32}", version) is not None
        return f"codecarbon {version}" if known else "codecarbon"

    def record(self) -> RunRecord:
        """The run, with the software and hardware that the row names.

        The country that the tool took is none that a person declared, so it is not the run's.
        """
        memory = self.reported.memory_gib
        environment = {
            "python": words(self._cell("python_version")),
            "os": words(self._cell("os")),
            "cpu_model": self.reported.cpu_model,
            "cpu_logical": self.reported.cpu_logical,
            "memory_bytes": None if memory is None else round(memory * 2**30),
        }
        return run_record(self.id, self.tracker, self.started, environment)

    def energy(self, log: Log | None) -> EnergyRecord:
        """The row's sums as the one sample at the run's end, behind those of the log if there is one."""
        said = self.reported
        end = EnergySample(
            time_s=self.duration_s,
            cpu_kwh=said.cpu_kwh,
            gpu_kwh=said.gpu_kwh,
            ram_kwh=said.ram_kwh,
        )
        pue = said.pue if said.pue is not None else 1.0
        return EnergyRecord(
            tracker=self.tracker,
            pue=pue,
            components=tuple(self._components(log)),
            samples=(*log.samples(self.duration_s), end) if log is not None else (end,),
            reported=said.model_copy(update={"parallel": self._parallel(log)}),
            interval_s=None if log is None else log.interval_s,
            not_covered=NOT_COVERED,
        )

    def _parallel(self, log: Log | None) -> int:
        return self.chosen.parallel + (log is not None and log.tells_of_another)

    def _components(self, log: Log | None) -> list[EnergyComponent]:
        said = self.reported
        found = []
        if said.cpu_kwh is not None:
            cpu = EnergyComponent(component="cpu", method="unknown", device=said.cpu_model)
            found.append(cpu if log is None else cpu.model_copy(update=log.cpu_method()))
        is_broken = any(text.startswith("gpu_energy:") for text in self.bad)
        if said.gpu_model is not None or said.gpu_kwh not in {None, 0.0} or is_broken:
            found.append(EnergyComponent(component="gpu", method="unknown", device=said.gpu_model))
        if said.ram_kwh is not None:
            found.append(self._memory_component())
        return found

    def _memory_component(self) -> EnergyComponent:
        """Every version works RAM out of its size, or of a constant that the user gave.

        But for a Raspberry Pi 5, whose rails some versions read.
        """
        model = self.reported.cpu_model
        if model is not None and re.search("Raspberry|Cortex-A76", model) is not None:
            return EnergyComponent(component="ram", method="unknown")
        own = "of the process's own memory only" if self.reported.scope == "process" else None
        return EnergyComponent(component="ram", method="model", detail=own)

    def _reported(self) -> Reported:
        scope = self._cell("tracking_mode")
        country = self._cell("country_iso_code").upper()
        cloud = self._cell("cloud_provider").lower()
        return Reported.model_validate(
            {
                **{field: self._number(column) for field, column in FIGURES.items()},
                "pue": self._pue(),
                "duration_s": self.duration_s,
                "country": country if re.fullmatch("[A-Z]{3}", country) is not None else None,
                "guessed_place": self._is_guessed(country),
                "cloud": cloud if re.fullmatch("[a-z]{2,20}", cloud) is not None else None,
                "scope": scope if scope in {"machine", "process"} else None,
                "cpu_model": words(self._cell("cpu_model")),
                "cpu_logical": self._count("cpu_count"),
                "gpu_model": words(self._cell("gpu_model")),
                "memory_gib": self._memory(),
                "rows": self.chosen.rows,
            }
        )

    def _is_guessed(self, country: str) -> bool:
        """Whether the place is the one that a failed look-up gives; coordinates end here."""
        try:
            place = number(self._cell("latitude")), number(self._cell("longitude"))
        except ValueError:
            place = None, None
        if place == (None, None):
            return country == "CAN" and self._cell("region").lower() == "quebec"
        return place == QUEBEC

    def _cell(self, column: str) -> str:
        return self.chosen.cells.get(column, "").strip()

    def _number(self, column: str) -> float | None:
        try:
            return number(self._cell(column))
        except ValueError as error:
            self.bad.append(f"{column}: {error}")
            return None

    def _pue(self) -> float | None:
        value = self._number("pue")
        if value is None or value >= 1:
            return value
        self.bad.append(f"pue: expected 1 or more, found {value:g}")
        return None

    def _count(self, column: str) -> int | None:
        value = self._number(column)
        if value is None or (value == int(value) and 0 < value < 1 << 20):
            return None if value is None else int(value)
        self.bad.append(f"{column}: expected a whole number above 0, found {value:g}")
        return None

    def _memory(self) -> float | None:
        value = self._number("ram_total_size")
        if value is None or 0 < value < LARGEST_GIB:
            return value
        self.bad.append(f"ram_total_size: expected a size in GiB, found {value:g}")
        return None

    def _duration(self, name: str) -> float:
        where = f"{name}:{self.chosen.line}: duration"
        try:
            value = number(self._cell("duration"))
        except ValueError as error:
            raise InputError([f"{where}: {error}"]) from error
        if value is None or not 0 <= value <= LONGEST_S:
            found = self._cell("duration")[:40]
            raise InputError([f"{where}: expected the seconds that the run took, found {found!r}"])
        return value
