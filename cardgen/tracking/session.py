"""One process's part of a run: joins clock, record, rows, energy and sampler, and opens the files.

The files' names hold the process index, which is asked for at the first `log`, or earlier when JAX
has started anyway; until then rows of energy wait in memory and `run.json` is only offered.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

from cardgen.run import (
    ENERGY_SCHEMA,
    FINISHED_SCHEMA,
    METRICS_SCHEMA,
    FinishedRecord,
    RunRecord,
    energy_file,
    finished_file,
)
from cardgen.tracking import environment, resume
from cardgen.tracking.clock import Clock, iso
from cardgen.tracking.energy import EnergyRecorder
from cardgen.tracking.git import code_folder, git_state
from cardgen.tracking.host import HostLock
from cardgen.tracking.lock import FileLock, claim_rows
from cardgen.tracking.moved import moved_devices
from cardgen.tracking.pending import Pending
from cardgen.tracking.problems import Problems
from cardgen.tracking.process import Process, backend_started
from cardgen.tracking.record import RecordFile, as_bytes
from cardgen.tracking.rowfile import RowFile, write_whole
from cardgen.tracking.sampler import Sampler


class Session:
    """The recorder's inside. `shared` says whether other processes may use the same run id."""

    def __init__(self, folder: Path, record: RunRecord, process: Process, *, shared: bool) -> None:
        self.folder = folder
        self.id = record.id
        self.problems = Problems()
        self._clock = Clock()
        self._process = process
        self._shared = shared
        self._file = RecordFile(folder, record)
        self._pending = Pending(self._clock, self.problems)
        self._energy: EnergyRecorder | None = None
        self._host = HostLock(folder)
        self._sampler = Sampler(self._tick)
        self._lock = threading.RLock()
        self._index: int | None = None
        self._rows: tuple[int, FileLock] | None = None
        self._past = resume.NONE
        self._jax_seen = False
        self._process_id = os.getpid()

    @property
    def record(self) -> RunRecord:
        """The run's record as it is now."""
        return self._file.record

    def describe(self) -> None:
        """Look at command line, code and computer."""
        with self.problems.guard("environment"):
            self.update(environment=environment.environment())
        with self.problems.guard("command line"):
            self.update(command=environment.command_line())
        with self.problems.guard("git"):
            self.update(git=git_state(code_folder()))

    def start(self, *, energy: bool) -> None:
        """Make the folder, start the energy tracker and the sampler."""
        with self.problems.guard("run folder"):
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._shared:
                self._file.own()
            elif self._process.known() is not None:
                self._open()
            elif not self._file.path.exists():
                self._file.offer()
        with self.problems.guard("energy"):
            first = self._host.take()
            self._energy = EnergyRecorder(self._clock, self.problems)
            self._energy.start(self.record.country, wanted=energy, first=first)
            self._open_energy()
        self._sampler.start()

    def log(self, step: Any, metrics: dict[str, Any]) -> None:
        """Record one row; the first one asks for the process index and the devices."""
        if self._index is None:
            self._open()
        if not self._jax_seen:
            self._see_jax()
        self._pending.add(step, metrics)

    def update(self, **fields: Any) -> None:
        """Set fields of the record."""
        self._file.update(**fields)

    def writes_record(self) -> bool:
        """Whether this process writes `run.json` and the files that it names."""
        if self._index is None:
            self._open()
        return self._index == 0 or not self._shared

    def mark(self, name: object, mark: str) -> None:
        """Begin or end a phase, after the values logged so far have been computed."""
        if self._in_child():
            return
        with self.problems.guard("metrics"):
            self._pending.flush()
        with self.problems.guard("run.phase"):
            if self._energy is not None:
                self._energy.sample(phase=str(name), mark=mark)

    def finish(self, error: BaseException | None) -> None:
        """Write what is left, and last of all how the run ended."""
        if self._in_child():
            return
        self._sampler.stop()
        with self.problems.guard("metrics"):
            if self._index is None:
                self._open()
        with self.problems.guard("metrics"):
            self._pending.finish()
        with self.problems.guard("energy"):
            if self._energy is not None:
                self._energy.stop()
        with self.problems.guard("host lock"):
            self._host.release()
        with self.problems.guard("devices"):
            self._see_jax()
        with self.problems.guard("end of the run"):
            self._end(error)
        if self._rows is not None:
            self._rows[1].release()

    def _in_child(self) -> bool:
        """Whether this is a worker forked off inside the run: the run is its parent's to end."""
        return os.getpid() != self._process_id

    def _end(self, error: BaseException | None) -> None:
        index = self._index if self._index is not None else 0
        with self.problems.guard("problems"):
            if self.writes_record():
                self._record_problems()
        ended = FinishedRecord(
            schema=FINISHED_SCHEMA,
            ended=iso(self._clock.now()),
            duration_s=round(self._past.before_s + self._clock.elapsed(), 6),
            outcome="finished" if error is None else "failed",
            exception_type=None if error is None else _type_name(error),
            peak_memory_bytes=environment.peak_memory(),
            peak_device_memory_bytes=environment.peak_device_memory(),
            process=index,
            problems=() if self.writes_record() else self.problems.texts,
        )
        write_whole(self.folder / finished_file(index), as_bytes(ended))

    def _open(self) -> None:
        """Find the process index, open this process's files, and take up an earlier segment."""
        with self._lock:
            if self._index is not None:
                return
            wanted = self._process.resolve()
            if self._rows is None:
                self._rows = claim_rows(self.folder, wanted)
            index, lock = self._rows
            if self._shared:
                self._past = resume.past(self.folder, index, self.problems)
            header = self._header(METRICS_SCHEMA, index, resumed=self._past.resumed)
            self._pending.open(RowFile(lock.path, header))
            self._index = index
            with self.problems.guard("resume"):
                (self.folder / finished_file(index)).unlink(missing_ok=True)
            if index == 0 or not self._shared:
                with self.problems.guard("run.json"):
                    if self._past.record is not None:
                        self._file.adopt(self._past.record)
                    self._file.own()
            if index != wanted:
                self.problems.add(
                    f"another process writes this run as process {wanted}; this one writes its "
                    f"rows as process {index}: set CARDGEN_PROCESS to 0, 1, 2, … in each of them"
                )
            if index != 0 and not self._shared:
                self.problems.add(
                    f"this is JAX process {index}, and the run id is its own: give every process "
                    "the same id (run_id=, or CARDGEN_RUN_ID) to record one run"
                )
            with self.problems.guard("energy"):
                self._open_energy()

    def _open_energy(self) -> None:
        with self._lock:
            if self._energy is None or self._index is None:
                return
            path = self.folder / energy_file(self._index)
            header = self._header(ENERGY_SCHEMA, self._index, resumed=path.exists())
            self._energy.open(RowFile(path, {**header, **self._energy.header()}))

    def _header(self, schema: str, index: int, *, resumed: bool) -> dict[str, Any]:
        header = {
            "schema": schema,
            "run": self.id,
            "process": index,
            "t0": round(self._clock.t0, 6),
            "before_s": self._past.before_s,
            "writer": self.record.writer,
        }
        return {**header, "resumes": self.id} if resumed and schema == METRICS_SCHEMA else header

    def _tick(self) -> None:
        with self.problems.guard("sampler"):
            if self._index is None and self._process.known() is not None:
                self._open()
            if not self._jax_seen and backend_started():
                self._see_jax()
            self._pending.drain()
            self._pending.sync()
            if self._energy is not None:
                if not self._energy.is_open:
                    self._open_energy()  # the disk may have had no room at the first `log`
                self._energy.tick()
            self._record_problems()

    def _record_problems(self) -> None:
        known = set(self.record.problems)
        new = tuple(text for text in self.problems.texts if text not in known)
        if new:
            self.update(problems=(*self.record.problems, *new))

    def _see_jax(self) -> None:
        state = environment.jax_state()
        if state is None:
            return
        self._jax_seen = True
        known = self.record.environment.jax
        if self._past.record is not None and known is not None:
            texts = (*self.record.problems, *moved_devices(known, state))
            self.update(problems=tuple(dict.fromkeys(texts)))
        else:
            seen = self.record.environment.model_copy(update={"jax": state})
            self.update(environment=seen)


def _type_name(error: BaseException) -> str:
    kind = type(error)
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{module}{kind.__qualname__}"


def ended_well(error: BaseException) -> bool:
    """Whether leaving by *error* is an ordinary end: `sys.exit()` without a code, or 0."""
    return isinstance(error, SystemExit) and error.code in (None, 0)
