"""The recorder that `track` yields: what a training loop calls.

Nothing here raises into training: errors become `problems` of the record and one warning.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cardgen.run import (
    WEIGHTS_FOLDER,
    BaseModelRecord,
    InferenceRecord,
    SelectionRecord,
    WeightsRecord,
)
from cardgen.tracking import inference as inferring
from cardgen.tracking.config import config_record
from cardgen.tracking.data import data_record, file_record
from cardgen.tracking.evaluation import save_evaluation
from cardgen.tracking.flops import flops_record
from cardgen.tracking.models import model_record, weights_of
from cardgen.tracking.optimizers import optimizer_record
from cardgen.tracking.problems import Problems, Refused, guarded
from cardgen.tracking.redaction import mask_text
from cardgen.tracking.scalars import unwrapped, whole_number
from cardgen.tracking.session import Session
from cardgen.weights import digest_tensors, tensor, write_safetensors


class Recorder:
    """A run being recorded."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._problems: Problems = session.problems
        self._tried: set[str] = set()

    @property
    def id(self) -> str:
        """The run's id."""
        return self._session.id

    @property
    def folder(self) -> Path:
        """The run folder."""
        return self._session.folder

    def log(self, step: Any = None, /, *unnamed: Any, **metrics: Any) -> None:
        """Record numbers of one step; `jax.Array`s are read later, when they are ready.

        The step is a whole number, and may be such an array too. A row of host values is on disk
        when this returns. When a metric is logged twice for a step, the later value holds.
        """
        # Not `guarded`, and all calls are taken: this is the hot path, and no slip may end training.
        try:
            if step is None:
                step = metrics.pop("step", None)
            if step is None or unnamed:
                message = "give the step, then metrics by name: run.log(step, loss=0.5)"
                raise Refused(message)
            self._session.log(step, metrics)
        except Exception as error:
            self._problems.add("run.log", error)

    @guarded
    def seeds(self, **named: int) -> None:
        """Record random seeds by name; JAX has no global one to find."""
        seeds = dict(self._session.record.seeds)
        for name, seed in named.items():
            with self._problems.guard(f"run.seeds: {name}"):
                seeds[name] = whole_number(unwrapped(seed))
        self._session.update(seeds=seeds)

    @guarded
    def config(self, config: Any) -> None:
        """Record the configuration: a mapping, dataclass or Pydantic model; secrets are masked."""
        self._session.update(config={**self._session.record.config, **config_record(config)})

    @guarded
    def model(self, model: Any, variables: Mapping[str, Any] | None = None) -> None:
        """Record the model: an `nnx.Module`, or a linen module with its variables."""
        self._session.update(model=model_record(model, variables))

    @guarded
    def optimizer(
        self, name: str, state: Any = None, declared: Mapping[str, Any] | None = None
    ) -> None:
        """Record the optimiser: what `optax.inject_hyperparams` keeps in *state*, or *declared*."""
        self._session.update(optimizer=optimizer_record(name, state, declared))

    @guarded
    def flops(self, jitted: Any, /, *args: Any, **kwargs: Any) -> None:
        """Record the floating-point operations of one step, lowered for *args*; nothing is run."""
        self._session.update(flops=flops_record(jitted, *args, **kwargs))

    @guarded
    def data(  # noqa: PLR0913 - one argument a property of the data
        self,
        name: str,
        split: str,
        *,
        arrays: Mapping[str, Any] | Any = None,
        files: Iterable[str | Path] | str | Path | None = None,
        label: str | None = None,
        classes: Sequence[Any] | None = None,
        groups: Mapping[str, Any] | Sequence[str] | None = None,
    ) -> None:
        """Record a split of a data set, from arrays by column name or from files."""
        made = data_record(
            name, split, arrays=arrays, files=files, label=label, classes=classes, groups=groups
        )
        others = [d for d in self._session.record.data if (d.name, d.split) != (name, split)]
        self._session.update(data=(*others, made))

    @guarded
    def base_model(
        self,
        id: str,  # noqa: A002 - the record's own word
        revision: str | None = None,
        digest: str | None = None,
        licence: str | None = None,
    ) -> None:
        """Record the model that training started from."""
        given = {"id": id, "revision": revision, "digest": digest, "licence": licence}
        known = {name: mask_text(text) for name, text in given.items() if text is not None}
        made = BaseModelRecord.model_validate(known)
        self._session.update(base_model=made)

    @guarded
    def evaluation(  # noqa: PLR0913 - one argument an array or a property of the evaluation
        self,
        data: str,
        split: str,
        *,
        task: str,
        label: Any = None,
        prediction: Any = None,
        score: Any = None,
        classes: Sequence[Any] = (),
        example_id: Any = None,
        query: Any = None,
        weight: Any = None,
        groups: Mapping[str, Any] | None = None,
        metrics: Mapping[str, Any] | None = None,
        threshold: Any = None,
        positive: Any = None,
        system: str = "model",
    ) -> None:
        """Save the arrays of an evaluation, n rows each, in process 0.

        *task* is `binary`, `multiclass`, `multilabel` (*label*, *prediction* and *score* n by k: 0, 1,
        and scores of k *classes*), `regression`, `ranking` (a row an item: its relevance as *label*,
        its *score*, the id of its *query*), `generation` (*metrics* of each example; texts are not
        kept), or another name. *score* may be n by k classes, or n of the *positive* one. *threshold*
        is what a score must reach, a number or one by class. *metrics* are values of each example,
        functions, or `cardgen.Metric`s; *groups* are columns by name; *system* is `model` or the name
        of a baseline.
        """
        if not self._session.writes_record():
            return
        made = save_evaluation(
            self.folder,
            data,
            split,
            task=task,
            problems=self._problems,
            label=label,
            prediction=prediction,
            score=score,
            classes=classes,
            example_id=example_id,
            query=query,
            weight=weight,
            groups=groups,
            metrics=metrics,
            threshold=threshold,
            positive=positive,
            system=system,
        )
        others = [e for e in self._session.record.evaluations if e.file != made.file]
        self._session.update(evaluations=(*others, made))

    @guarded
    def selection(
        self,
        split: str,
        *,
        data: str | None = None,
        metric: str | None = None,
        why: str | None = None,
    ) -> None:
        """Record that something was chosen by *metric* on *split*: results there are no test.

        *why* says what was chosen, such as "early stopping" or "best of 20 learning rates".
        """
        given = {"split": split, "data": data, "metric": metric, "why": why}
        known = {name: mask_text(text) for name, text in given.items() if text is not None}
        made = SelectionRecord.model_validate(known)
        others = [one for one in self._session.record.selections if one != made]
        self._session.update(selections=(*others, made))

    @guarded
    def weights(
        self,
        model_or_tree: Any,
        file: str | None = None,
        *,
        step: Any = None,
        selected_by: str | None = None,
    ) -> None:
        """Record the parameters' digest; with *file*, write `weights/<file>` as safetensors.

        *step* is the logged step after which the model had these parameters, when an earlier one
        than the last may be kept, and *selected_by* why, such as "highest validation accuracy".
        """
        flat = weights_of(model_or_tree)
        tensors = {path: tensor(array) for path, array in flat.items()}
        made = WeightsRecord(
            digest=digest_tensors(tensors),
            tensors=len(tensors),
            paths=tuple(sorted(tensors)),
            bytes=sum(len(t.data) for t in tensors.values()),
            **self._choice(step, selected_by),
        )
        self._session.update(weights=made)
        if file is not None and self._session.writes_record():
            path = self.folder / WEIGHTS_FOLDER / Path(file).name
            path.parent.mkdir(exist_ok=True)
            write_safetensors(path, tensors)
            written = made.model_copy(update={"files": (file_record(path),)})
            self._session.update(weights=written)

    def _choice(self, step: Any, selected_by: Any) -> dict[str, Any]:
        """Which parameters were kept; what cannot be recorded of it costs only itself."""
        known: dict[str, Any] = {}
        with self._problems.guard("run.weights: step"):
            known["step"] = None if step is None else whole_number(unwrapped(step))
        with self._problems.guard("run.weights: selected_by"):
            known["selected_by"] = None if selected_by is None else mask_text(selected_by)
        return known

    @contextmanager
    def phase(self, name: str | int) -> Iterator[None]:
        """Mark a stretch of the run, such as training or an epoch, whose energy is told apart.

        At both marks, values logged so far are waited for. JAX computes in the background: what was
        not logged needs `jax.block_until_ready` at the end of the block, or counts to what follows.
        """
        self._session.mark(name, "begin")
        try:
            yield
        finally:
            self._session.mark(name, "end")

    @guarded
    def inference(
        self,
        function: Callable[[Any], Any],
        batch: Any,
        *,
        name: str = "model",
        size: int | None = None,
        n: int | None = None,
        warm_up: int = inferring.WARM_UP,
    ) -> None:
        """Measure latency and energy of `function(batch)`, which is called again and again.

        Of *n* calls each is timed until its result is ready, after *warm_up* calls that are not; by
        default as many as two seconds take, at least 100. *size* is the number of examples in the
        batch, by default the length of its first array. The calls' energy is a phase of its own.
        """
        examples = inferring.batch_size(batch) if size is None else whole_number(size)
        calls = None if n is None else whole_number(n)
        if examples < 1 or (calls is not None and calls < 1):
            message = "give a size and a number of calls of 1 or more"
            raise Refused(message)
        known = self._session.record.inferences
        # Each attempt has a phase of its own, also after one that failed or an earlier segment's.
        taken = {*self._tried, *(one.phase for one in known)}
        phase = inferring.free(f"inference of {mask_text(name)}", taken)
        self._tried.add(phase)
        inferring.warm_up(function, batch, warm_up)
        self._session.mark(phase, "begin")
        ended = "failed"
        try:
            found = inferring.timed(function, batch, calls)
            ended = "end"
        finally:
            self._session.mark(phase, ended)
        made = InferenceRecord(
            name=mask_text(name),
            batch_size=examples,
            warm_up=warm_up,
            latencies_s=found.latencies_s,
            started=found.started,
            phase=phase,
        )
        others = [one for one in known if one.name != made.name]
        self._session.update(inferences=(*others, made))

    def _repr_html_(self) -> str:
        record = self._session.record
        rows = {"run": self.id, "started": record.started, "folder": self.folder.name}
        cells = "".join(
            f"<tr><th>{html.escape(key)}</th><td>{html.escape(value)}</td></tr>"
            for key, value in rows.items()
        )
        return f"<table>{cells}</table>"
