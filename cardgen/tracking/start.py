"""Start and end the recording of a run: `with cardgen.track() as run:`."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cardgen
from cardgen.errors import InputError
from cardgen.run import RUN_SCHEMA, Environment, RunRecord
from cardgen.tracking.clock import iso
from cardgen.tracking.ids import RUN_ID_VARIABLE, checked_run_id, new_run_id
from cardgen.tracking.process import Process
from cardgen.tracking.recorder import Recorder
from cardgen.tracking.session import Session


@contextmanager
def track(
    runs: str | Path = "runs",
    *,
    run_id: str | None = None,
    country: str | None = None,
    energy: bool = True,
    process: int | str | None = None,
) -> Iterator[Recorder]:
    """Record the training inside the `with` block in a folder below *runs*.

    Args:
        runs: Folder that holds the run folders.
        run_id: Id of the run, to share it among processes or to resume it; by default that in the
            environment variable CARDGEN_RUN_ID, else a new one.
        country: ISO 3166-1 alpha-3 code of the country whose grid feeds the computer.
        energy: Whether CodeCarbon estimates energy. Without it the own CPU seconds are kept.
        process: Index of this process, where JAX does not tell (several processes without
            `jax.distributed`); by default that in CARDGEN_PROCESS, else JAX's.

    Raises:
        InputError: The id cannot be a folder's name, the country is no alpha-3 code, or *process*
            or CARDGEN_PROCESS is no process's number. Nothing else of tracking raises; the block's own
            exceptions are recorded and pass through.
    """
    given = run_id if run_id is not None else _id_of_the_environment()
    now = time.time()
    name = checked_run_id(given) if given is not None else new_run_id(now)
    record = _first_record(name, now, _checked_country(country))
    session = Session(
        Path(runs).absolute() / name, record, Process(process), shared=given is not None
    )
    session.describe()
    session.start(energy=energy)
    try:
        yield Recorder(session)
    except BaseException as error:
        session.finish(error)
        raise
    session.finish(None)


def _first_record(name: str, now: float, country: str | None) -> RunRecord:
    return RunRecord(
        schema=RUN_SCHEMA,
        id=name,
        writer=f"cardgen {cardgen.__version__}",
        started=iso(now),
        environment=Environment(python="unknown", os="unknown"),
        country=country,
    )


def _id_of_the_environment() -> str | None:
    declared = os.environ.get(RUN_ID_VARIABLE, "").strip()
    return declared if declared != "" else None


def _checked_country(country: str | None) -> str | None:
    if country is None:
        return None
    if re.fullmatch(r"[A-Za-z]{3}", country) is None:
        message = f"country {country!r}: use its ISO 3166-1 alpha-3 code, such as DEU"
        raise InputError([message])
    return country.upper()
