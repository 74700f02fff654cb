"""One process's part of a run: joins clock, record, rows, energy and sampler, and opens the files.

The files' names hold the process index, which is asked for at the first `log`, or earlier when JAX
has started anyway; until then rows of energy wait in memory and `run.json` is only offered.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cardgen.run import METRICS_SCHEMA, RunRecord, finished_file
from cardgen.run_energy import ENERGY_SCHEMA, energy_file
from cardgen.tracking import environment, resume
from cardgen.tracking.clock import Clock
from cardgen.tracking.ending import write_end
from cardgen.tracking.energy import EnergyRecorder
from cardgen.tracking.forks import share
from cardgen.tracking.git import code_folder, git_state
from cardgen.tracking.host import HostLock
from cardgen.tracking.lock import FileLock, claim_rows
from cardgen.tracking.moved import moved_devices
from cardgen.tracking.pending import Pending
from cardgen.tracking.problems import Problems
from cardgen.tracking.process import Process, backend_started
from cardgen.tracking.record import RecordFile
from cardgen.tracking.rowfile import RowFile
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
        self._over = False
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
        with self.problems.guard("sampler"):
            self._sampler.start()
        share(self)
        atexit.register(self.interrupt)

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
        self._close(lambda: self._end(error))

    def interrupt(self) -> None:
        """Write what is left, but no end: the interpreter exits inside the run."""
        self._close(self._record_problems)

    def _close(self, end: Callable[[], None]) -> None:
        if self._over or self._in_child():
            return
        self._over = True
        atexit.unregister(self.interrupt)
        self._sampler.stop()
        with self.problems.guard("metrics"):
            self._open()
        with self.problems.guard("metrics"):
            self._pending.finish()
        with self.problems.guard("energy"):
            if self._energy is not None:
                self._energy.stop()
        with self.problems.guard("devices"):
            self._see_jax()
        with self.problems.guard("end of the run"):
            end()
        with self.problems.guard("locks"):
            self._host.release()
            if self._rows is not None:
                self._rows[1].release()

    def leave_to_parent(self) -> None:
        """In a worker forked off inside the run: write nothing more, whatever locks were held."""
        self._lock = threading.RLock()
        self._pending = Pending(self._clock, self.problems)
        self._file = RecordFile(self.folder, self.record)

    def _in_child(self) -> bool:
        """Whether this is a worker forked off inside the run: the run is its parent's to end."""
        return os.getpid() != self._process_id

    def _end(self, error: BaseException | None) -> None:
        index = self._index if self._index is not None else 0
        with self.problems.guard("problems"):
            if self.writes_record():
                self._record_problems()
        write_end(
            self.folder,
            index,
            ended_s=self._clock.now(),
            duration_s=self._past.before_s + self._clock.elapsed(),
            error=error,
            problems=() if self.writes_record() else self.problems.texts,
        )

    def _open(self) -> None:
        """Find the process index, open this process's files, and take up an earlier segment."""
        with self._lock:
            if self._index is not None or self._in_child():
                return
            wanted = self._process.resolve()
            self.folder.mkdir(parents=True, exist_ok=True)  # there may have been no room for it
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
            for doubt in self._process.doubts(index, shared=self._shared, locked=lock.certain):
                self.problems.add(doubt)
            with self.problems.guard("energy"):
                self._open_energy()

    def _open_energy(self) -> None:
        with self._lock:
            if self._energy is None or self._index is None or self._energy.is_open:
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
                self._open_energy()  # the disk may have had no room at the first `log`
                self._energy.tick()
            self._record_problems()

    def _record_problems(self) -> None:
        self._file.add_problems(self.problems.texts)

    def _see_jax(self) -> None:
        state = environment.jax_state()
        if state is None:
            return
        self._jax_seen = True
        known = self.record.environment.jax
        if self._past.record is not None and known is not None:
            self._file.add_problems(moved_devices(known, state))
        else:
            seen = self.record.environment.model_copy(update={"jax": state})
            self.update(environment=seen)
