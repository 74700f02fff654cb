"""Energy of one host: cumulative samples of the tracker, the battery and this process's own work.

Samples come each second at first, later each 600th part of the time passed, so that a week of
training stays a few thousand lines; each is on the disk before the next. Phases are the difference
between two samples taken at their marks; CodeCarbon's own tasks lose time (its issues 851 and 653)
and are not used.
"""

from __future__ import annotations

import threading
from typing import Any

from cardgen.run_energy import EnergyComponent
from cardgen.tracking.battery import Battery
from cardgen.tracking.clock import Clock
from cardgen.tracking.own import OwnWork
from cardgen.tracking.power import NoTrackerError, PowerTracker
from cardgen.tracking.problems import Problems
from cardgen.tracking.process import loaded_devices
from cardgen.tracking.rowfile import RowFile

PARTS = 600
NOT_COVERED = ("storage", "network", "display", "cooling", "power supply losses")


class EnergyRecorder:
    """Samples and marks, kept until the file is known, then written and synced one by one."""

    def __init__(self, clock: Clock, problems: Problems) -> None:
        self._clock = clock
        self._problems = problems
        self._lock = threading.RLock()
        self._tracker: PowerTracker | None = None
        self._file: RowFile | None = None
        self._waiting: list[dict[str, Any]] = []
        self._next_s = 0.0
        self._battery: Battery | None = None
        self._own = OwnWork()
        self._shares_host = False
        self.reason: str | None = None

    def start(self, country: str | None, *, wanted: bool, first: bool) -> None:
        """Start the tracker, and take the first sample; without one, the own work alone is kept.

        *first* is False in all but the first of the run's processes on this host: a tracker measures
        the whole host, so a second one would count the same energy again.
        """
        self._shares_host = not first
        if self._shares_host:
            self.reason = "another process of the run measures this host"
        elif not wanted:
            self.reason = "energy tracking was switched off"
        else:
            self._battery = Battery()
            self._start_tracker(country)
        self._own = OwnWork()  # starting the tracker is none of it
        self.sample()

    def _start_tracker(self, country: str | None) -> None:
        try:
            self._tracker = PowerTracker(country)
        except NoTrackerError as error:
            self.reason = str(error)
        except Exception as error:
            self.reason = f"codecarbon's tracker failed ({type(error).__name__})"
            self._problems.add("energy", error)

    def header(self) -> dict[str, Any]:
        """What the energy file's first line says of the tracker."""
        tracker = self._tracker
        return {
            "shares_host": self._shares_host,
            "tracker": tracker.name if tracker is not None else None,
            "reason": self.reason,
            "pue": tracker.pue if tracker is not None else 1.0,
            "components": [c.model_dump(mode="json") for c in self._components()],
            "settings": tracker.settings if tracker is not None else (),
            "not_covered": [*NOT_COVERED, *_accelerators(self._components())],
        }

    @property
    def is_open(self) -> bool:
        """Whether samples go to a file."""
        return self._file is not None

    def open(self, file: RowFile) -> None:
        """Write what has been kept so far, and everything from now on, to *file*."""
        with self._lock:
            self._file = file
            while self._waiting != []:
                file.append(self._waiting[0])
                del self._waiting[0]  # not before it is written: the disk may be full
            file.sync()

    def tick(self) -> None:
        """Take a sample when it is time for one."""
        if self._clock.elapsed() >= self._next_s:
            self.sample()

    def sample(self, *, phase: str | None = None, mark: str | None = None) -> None:
        """Measure now and write it."""
        with self._lock, self._problems.guard("energy"):
            row = self._measured()
            if phase is not None:
                row |= {"phase": phase, "mark": mark}
            self._write(row)
            elapsed = self._clock.elapsed()
            self._next_s = elapsed + max(1.0, elapsed / PARTS) - 0.1

    def _measured(self) -> dict[str, Any]:
        """A row of this moment; when the tracker fails, the rest of it is kept all the same."""
        row: dict[str, Any] = {"t": round(self._clock.now(), 6)}
        if self._tracker is not None:
            with self._problems.guard("energy"):
                row |= self._tracker.sample()
        if self._battery is not None:
            row["machine_kwh"] = self._battery.sample(self._clock.elapsed())
        return row | self._own.sample()

    def stop(self) -> None:
        """Take the last sample, with the tracker's own figures of the whole, and end the tracker."""
        with self._lock:
            with self._problems.guard("energy"):
                row = self._measured()
                if self._tracker is not None:
                    with self._problems.guard("energy: reported"):
                        row["reported"] = self._tracker.reported().model_dump(exclude_defaults=True)
                self._write(row)
            if self._tracker is not None:
                with self._problems.guard("energy"):
                    self._tracker.stop()
            if self._file is not None:
                self._file.close()
                self._file = None
            self._tracker = None

    def _components(self) -> tuple[EnergyComponent, ...]:
        return *self._tracked(), *self._machine()

    def _tracked(self) -> tuple[EnergyComponent, ...]:
        if self._tracker is None:
            return ()
        try:
            return self._tracker.components()
        except Exception as error:
            self._problems.add("energy: method", error)
            return tuple(
                EnergyComponent(component=c, method="unknown") for c in ("cpu", "gpu", "ram")
            )

    def _machine(self) -> tuple[EnergyComponent, ...]:
        detail = self._battery.detail if self._battery is not None else None
        if detail is None:
            return ()
        return (EnergyComponent(component="machine", method="battery", detail=detail),)

    def _write(self, row: dict[str, Any]) -> None:
        if self._file is None:
            self._waiting.append(row)
        else:
            self._file.append(row)
            self._file.sync()


def _accelerators(components: tuple[EnergyComponent, ...]) -> list[str]:
    """Kinds of JAX devices that no component measures (TPU always; GPU without a reading)."""
    gpu = any(c.component == "gpu" and c.method != "none" for c in components)
    covered = {"cpu", "gpu", "cuda", "rocm"} if gpu else {"cpu"}
    return sorted({kind for platform, kind in loaded_devices() if platform not in covered})
