"""Findings about what the project names of one run's evaluations: splits, metrics and group columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cardgen._yaml.convert import near
from cardgen.evaluation.settings import NOTHING_STATED, Evaluation
from cardgen.evaluation.stated import is_of_test
from cardgen.findings import Finding, Severity, project_warning
from cardgen.run import EvaluationRecord, Run

TEST = "test"
MODEL = "model"


def of_selection(run: Run) -> Iterator[Finding]:
    """That a split called test was chosen by, or that no result is of a split that was not."""
    where = f"run:{run.id}#/record/selections"
    for one in run.record.selections:
        if is_of_test("", one.split):
            for_what = f" ({one.why})" if one.why is not None else ""
            yield Finding(
                code="D114",
                severity=Severity.WARNING,
                where=where,
                message=f"The split '{one.split}' was used to choose{for_what}: it is no test.",
                advice="Choose on a split of its own and train again, or call this one validation.",
            )
    headline = _headline(run)
    if headline != [] and all(_was_chosen_by(run, one) for one in headline):
        splits = ", ".join(dict.fromkeys(one.split for one in headline))
        if not is_of_test("", splits):  # which the finding above says
            yield Finding(
                code="D115",
                severity=Severity.WARNING,
                where=where,
                message=f"All results are of splits that something was chosen by: {splits}.",
                advice="Evaluate the model on a split that nothing was chosen by.",
            )


def _headline(run: Run) -> list[EvaluationRecord]:
    """The evaluations whose results page 1 shows: those on test, or all where there is no test."""
    own = [one for one in run.record.evaluations if one.system == MODEL and one.n > 0]
    on_test = [one for one in own if one.split == TEST]
    return on_test if on_test != [] else own


def _was_chosen_by(run: Run, evaluation: EvaluationRecord) -> bool:
    return any(
        one.split == evaluation.split and one.data in {None, evaluation.data}
        for one in run.record.selections
    )


def of_settings(run: Run, settings: Evaluation) -> Iterator[Finding]:
    """Metrics and group columns of the project's `evaluation` that no evaluation of the run has."""
    if settings == NOTHING_STATED:
        return
    from cardgen.evaluation.coded import evaluated
    from cardgen.evaluation.metrics import catalogue

    found = [evaluated(run, index) for index, one in enumerate(run.record.evaluations) if one.n > 0]
    if found == []:
        return
    metrics = list(dict.fromkeys(name for one in found for name in catalogue(one)))
    columns = list(dict.fromkeys(name for one in found for name in one.group_names))
    in_slices = [name for crossed in settings.slices or () for name in crossed]
    yield from _unknown("metrics", "metric", settings.metrics or (), metrics)
    yield from _unknown("margins", "metric", settings.margins, metrics)
    yield from _unknown("slices", "group column", in_slices, columns)
    yield from _unknown("bins", "group column", settings.bins, columns)
    yield from _unknown("categories", "group column", settings.categories, columns)


def _unknown(key: str, kind: str, named: Iterable[str], known: list[str]) -> Iterator[Finding]:
    for name in dict.fromkeys(named):
        if name not in known:
            hint = near(name, known)
            end = "" if hint.endswith("?") else "."
            yield project_warning(
                code="D116",
                where=f"evaluation.{key}",
                message=f"No evaluation has the {kind} '{name}'{hint}{end}",
                advice=f"Mend the name, or record that {kind} with run.evaluation.",
            )
