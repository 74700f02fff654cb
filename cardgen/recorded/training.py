"""Facts about how the model was trained, from the run record and its metrics (crosswalk `tr.*`)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from cardgen.measure import Function, fact_by, plain
from cardgen.recorded.curves import curves
from cardgen.run import Outcome, Run
from cardgen.values import Fact, Method, Quantity, Scalar, Table

VERSION = 1
VALIDATION = ("val_", "val/", "valid_", "valid/", "validation_", "validation/", "dev_", "dev/")
"""Beginnings of the names of metrics that are taken for validation scores."""


def facts(run: Run) -> Iterator[Fact]:
    """Data, optimiser, configuration, seeds, steps, precision, command, outcome, curves, problems."""
    record = run.record
    if record.data != ():
        note = "Every split, those for validation and test included."
        yield _recorded(data, run, "tr.data", "/record/data", note=note)
    yield from _algorithm(run)
    if record.config != {}:
        yield _recorded(configuration, run, "tr.hparams", "/record/config")
    if record.seeds != {}:
        yield _recorded(seeds, run, "tr.seed", "/record/seeds")
    if record.model is not None or record.environment.jax is not None:
        inputs = ("/record/model/dtypes", "/record/environment/jax")
        yield _recorded(precision, run, "tr.precision", *inputs)
    if record.command is not None:
        yield _recorded(command, run, "tr.command", "/record/command")
    yield _recorded(outcome, run, "tr.outcome", "/outcome", "/finished")
    if kept(run).value is not None:
        yield _kept(run)
    yield from _of_metrics(run)
    if problems(run).value != []:
        yield _recorded(problems, run, "tr.problems", "/record/problems", "/finished/problems")
    if losses(run).value != []:
        yield _recorded(losses, run, "tr.losses", "/findings")


def _recorded(
    function: Function, run: Run, fact_id: str, *pointers: str, note: str | None = None
) -> Fact:
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=f"run:{run.id}",
        method=Method.RECORDED,
        derived_from=pointers,
        note=note,
    )


def _algorithm(run: Run) -> Iterator[Fact]:
    optimizer = run.record.optimizer
    if optimizer is None:
        return
    declared_only = optimizer.hyperparameters == {} and optimizer.declared != {}
    yield fact_by(
        algorithm,
        run,
        id="tr.algo",
        subject=f"run:{run.id}",
        method=Method.DECLARED if declared_only else Method.RECORDED,
        derived_from=("/record/optimizer",),
        note=optimizer.gap,
    )


def _of_metrics(run: Run) -> Iterator[Fact]:
    if _steps(run) == set():
        return
    subject = f"run:{run.id}"
    logged = steps(run)
    note = "The largest step number that was logged"
    yield fact_by(
        steps,
        run,
        id="tr.epochs",
        subject=subject,
        method=Method.RECORDED,
        derived_from=("/metrics",),
        note=note + ("." if logged.value == logged.n else "; n counts the steps that were logged."),
    )
    yield fact_by(
        curves,
        run,
        id="tr.curves",
        subject=subject,
        method=Method.RECORDED,
        derived_from=tuple(f"/metrics/{_escape(name)}" for name in sorted(run.metrics)),
        parameters={"most": 200},
        note="Each series is thinned to at most 200 points, its ends and extremes kept.",
    )
    for name in sorted(run.metrics):
        short = _validation_metric(name)
        if short is not None and len(run.metrics[name]) > 0:
            yield _validation_score(run, name, short)


def _kept(run: Run) -> Fact:
    weights = run.record.weights
    why = weights.selected_by if weights is not None else None
    return _recorded(
        kept,
        run,
        "tr.kept",
        *("/record/weights/step", "/record/weights/selected_by"),
        note=None if why is None else f"Selected by: {why}.",
    )


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _validation_metric(name: str) -> str | None:
    return next(
        (name.removeprefix(p) for p in VALIDATION if name.startswith(p) and name != p), None
    )


def _validation_score(run: Run, name: str, short: str) -> Fact:
    last = run.metrics[name][-1]
    note = f"The last value logged as {name}, at step {last.step}."
    return fact_by(
        validation_score,
        run,
        id="tr.val_score",
        subject=f"run:{run.id}",
        where={"metric": short, "split": "validation", "series": name},
        method=Method.RECORDED,
        derived_from=(f"/metrics/{_escape(name)}/{len(run.metrics[name]) - 1}",),
        parameters={"name": name},
        note=note,
    )


def data(run: Run) -> Table:
    """One row a split of a data set that the run recorded: rows and digest of its content."""
    rows = tuple((d.name, d.split, d.rows, d.digest) for d in run.record.data)
    return Table(columns=("data", "split", "rows", "sha256"), rows=rows)


def algorithm(run: Run) -> Table | Scalar:
    """The optimiser's settings and how each is known; a scalar None when nothing is."""
    optimizer = run.record.optimizer
    rows: list[tuple[JsonValue, ...]] = []
    if optimizer is not None:
        if optimizer.name is not None:
            rows.append(("optimiser", optimizer.name, "recorded"))
        read = plain(optimizer.hyperparameters).items()  # type: ignore[union-attr]
        rows += [(key, value, "optimiser's state, when recorded") for key, value in read]
        rows += [(key, value, "declared") for key, value in flat(optimizer.declared)]
    if rows == []:
        return Scalar(value=None)
    return Table(columns=("setting", "value", "how it is known"), rows=tuple(rows))


def configuration(run: Run) -> Table:
    """The recorded configuration, one row a setting, nested names joined by dots."""
    return Table(columns=("setting", "value"), rows=tuple(flat(run.record.config)))


def flat(settings: Mapping[str, JsonValue], prefix: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Settings of nested mappings by their dotted names, in the record's order."""
    for key, value in settings.items():
        if isinstance(value, Mapping) and value != {}:
            yield from flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", plain(value)


def seeds(run: Run) -> Table:
    """Seeds by what they were used for."""
    return Table(columns=("for", "seed"), rows=tuple(run.record.seeds.items()))


def precision(run: Run) -> Table:
    """Number formats: of the parameters, and JAX's settings."""
    rows: list[tuple[JsonValue, ...]] = []
    if run.record.model is not None:
        rows.append(("parameters", ", ".join(sorted(run.record.model.dtypes))))
    jax = run.record.environment.jax
    if jax is not None:
        rows.append(("64-bit numbers enabled", jax.enable_x64))
        default = "JAX's default for the device"
        setting = jax.default_matmul_precision
        rows.append(("matrix multiplication", setting if setting is not None else default))
    return Table(columns=("setting", "value"), rows=tuple(rows))


def command(run: Run) -> Scalar:
    """The command line as a POSIX shell would take it, secrets masked."""
    line = run.record.command
    return Scalar(value=None if line is None else shlex.join(line))


def outcome(run: Run) -> Scalar:
    """How the run ended, in words."""
    if run.outcome is Outcome.INTERRUPTED:
        return Scalar(value="interrupted (no end was recorded)")
    exception = run.finished.exception_type if run.finished is not None else None
    if run.outcome is Outcome.FAILED and exception is not None:
        return Scalar(value=f"failed ({exception})")
    return Scalar(value=run.outcome.value)


def _steps(run: Run) -> set[int]:
    return set().union(*(points.steps for points in run.metrics.values()))


def steps(run: Run) -> Quantity:
    """The largest step number logged; n is how many different steps were logged."""
    logged = _steps(run)
    return Quantity(value=max(logged, default=None), unit="steps", n=len(logged))


def kept(run: Run) -> Quantity:
    """The step after which the model had the parameters that were kept; None when not said."""
    weights = run.record.weights
    return Quantity(value=None if weights is None else weights.step, unit="steps")


def validation_score(run: Run, *, name: str) -> Quantity:
    """The last logged value of the series *name*, also when it is NaN or infinite."""
    return Quantity(value=run.metrics[name][-1].value, unit="1")


def problems(run: Run) -> Scalar:
    """What the run could not record, one text each."""
    ended = run.finished.problems if run.finished is not None else ()
    return Scalar(value=[*run.record.problems, *ended])


def losses(run: Run) -> Scalar:
    """What could not be read of the run's record, one text each."""
    return Scalar(value=[finding.message for finding in run.findings])
