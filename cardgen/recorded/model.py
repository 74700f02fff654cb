"""Facts about the model's identity, from the run record (crosswalk `m.*`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from pydantic import JsonValue

from cardgen.measure import Function, fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Quantity, Scalar, Table

VERSION = 1
SUBJECT = "model"


def facts(run: Run) -> Iterator[Fact]:
    """Library, parameters, architecture, weights, base model, code and date of training."""
    yield from _of_the_model(run)
    record = run.record
    if record.weights is not None:
        yield _recorded(weights, run, "m.weights", "/record/weights")
    if record.base_model is not None:
        yield _recorded(base, run, "m.base", "/record/base_model")
    if record.git is not None:
        commit = f"git:{record.git.commit}"
        yield _recorded(repository, run, "m.repo", "/record/git", commit)
    yield _trained(run)


def _of_the_model(run: Run) -> Iterator[Fact]:
    model = run.record.model
    if model is None:
        return
    pointers = ("/record/model/framework", "/record/environment/packages")
    yield _recorded(library, run, "m.library", *pointers)
    yield _recorded(parameters, run, "m.params", "/record/model/parameters")
    if model.batch_statistics > 0:
        yield fact_by(
            batch_statistics,
            run,
            id="m.params",
            subject=SUBJECT,
            where={"component": "batch statistics"},
            method=Method.RECORDED,
            derived_from=("/record/model/batch_statistics",),
            note="Running means and variances; they are kept with the weights but not trained.",
        )
    if model.modules != ():
        note = f"Modules of {model.class_name} ({model.framework})."
        yield _recorded(architecture, run, "m.arch", "/record/model/modules", note=note)


def _recorded(
    function: Function, run: Run, fact_id: str, *pointers: str, note: str | None = None
) -> Fact:
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=SUBJECT,
        method=Method.RECORDED,
        derived_from=pointers,
        note=note,
    )


def library(run: Run) -> Scalar:
    """The framework and the versions of its packages, such as "flax.nnx (flax 0.12.0, jax 0.10.2)"."""
    model = run.record.model
    packages = run.record.environment.packages
    versions = [f"{name} {packages[name]}" for name in ("flax", "jax", "optax") if name in packages]
    framework = model.framework if model is not None else None
    return Scalar(value=f"{framework} ({', '.join(versions)})" if versions != [] else framework)


def parameters(run: Run) -> Quantity:
    """Number of trainable parameters."""
    model = run.record.model
    return Quantity(value=None if model is None else model.parameters, unit="parameters")


def batch_statistics(run: Run) -> Quantity:
    """Number of values in batch statistics."""
    model = run.record.model
    return Quantity(value=None if model is None else model.batch_statistics, unit="values")


def architecture(run: Run) -> Table:
    """One row a module: path, type, number of parameters, and their dtypes."""
    modules = run.record.model.modules if run.record.model is not None else ()
    rows = tuple((m.path, m.type, m.parameters, _dtypes(m.dtypes)) for m in modules)
    return Table(columns=("path", "type", "parameters", "dtypes"), rows=rows)


def _dtypes(counts: Mapping[str, int]) -> str:
    if len(counts) == 1:
        return next(iter(counts))
    return ", ".join(f"{dtype}: {counts[dtype]}" for dtype in sorted(counts))


def weights(run: Run) -> Table:
    """The digest over all tensors first, then each file with its bytes and SHA-256."""
    record = run.record.weights
    rows: list[tuple[JsonValue, ...]] = []
    if record is not None:
        rows.append((f"all tensors ({record.tensors})", record.bytes, record.digest))
        rows += [(file.name, file.bytes, file.sha256) for file in record.files]
    return Table(columns=("what", "bytes", "sha256"), rows=tuple(rows))


def base(run: Run) -> Table:
    """What is known of the model that training started from."""
    record = run.record.base_model
    known = {} if record is None else record.model_dump(mode="json", exclude_none=True)
    return Table(columns=("property", "value"), rows=tuple(known.items()))


def repository(run: Run) -> Table:
    """Commit, remote, and whether (and how, by digest) the working tree differed from the commit."""
    git = run.record.git
    rows: list[tuple[JsonValue, ...]] = []
    if git is not None:
        rows.append(("commit", git.commit))
        if git.remote is not None:
            rows.append(("remote", git.remote))
        rows.append(("uncommitted changes", git.dirty))
        if git.diff_sha256 is not None:
            rows.append(("sha256 of the changes", git.diff_sha256))
    return Table(columns=("property", "value"), rows=tuple(rows))


def _trained(run: Run) -> Fact:
    if run.finished is not None:
        return _recorded(trained, run, "m.trained", "/finished/ended")
    note = (
        "The end was not recorded; this is the day of the last recorded sign of the run."
        if run.record.resumed == ()
        else "The end was not recorded; this is the day on which the run was last taken up again."
    )
    pointers = ("/record/started", "/record/resumed", "/metrics")
    return _recorded(trained, run, "m.trained", *pointers, note=note)


def trained(run: Run) -> Scalar:
    """ISO 8601 date (UTC) of the run's end, or of the last recorded sign of it."""
    record = run.record
    if run.finished is not None:
        return Scalar(value=run.finished.ended[:10])
    if record.resumed != ():
        return Scalar(value=record.resumed[-1][:10])
    seconds = max((points[-1].time_s for points in run.metrics.values() if points), default=0.0)
    try:
        last = datetime.fromisoformat(record.started) + timedelta(seconds=seconds)
    except (ValueError, OverflowError):  # another tool's clock, or no sound number of seconds
        return Scalar(value=record.started[:10])
    return Scalar(value=last.date().isoformat())
