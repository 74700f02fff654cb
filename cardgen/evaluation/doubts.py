"""Findings about several runs: repetitions that are none, a model that was chosen on the test split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardgen.evaluation.sameness import differences, in_words
from cardgen.evaluation.several import chosen
from cardgen.evaluation.stated import Criterion, is_of_test
from cardgen.findings import Finding, project_warning
from cardgen.run import Run


def of_repetitions(runs: Sequence[Run], main: Run, named: Sequence[str]) -> Iterator[Finding]:
    """Runs *named* as repetitions of *main* that are not there, or differ in more than their seeds."""
    unlike = differences(main, chosen(runs, [one for one in named if one != main.id]))
    missing = [one for one in dict.fromkeys(named) if one not in {run.id for run in runs}]
    if unlike != []:
        yield project_warning(
            code="D111",
            where="runs.seeds",
            message=f"The runs named as repetitions are none: {in_words(unlike)}.",
            advice="Name only runs that differ from the main one in their seeds alone.",
        )
    if missing != []:
        yield project_warning(
            code="D113",
            where="runs.seeds",
            message=f"Runs named as repetitions are not there: {', '.join(missing)}.",
            advice="Give the ids of the project's runs.",
        )


def of_choice(criterion: Criterion | None) -> Iterator[Finding]:
    """That the best trial was chosen on the test split."""
    if criterion is not None and is_of_test(criterion.metric, criterion.split):
        chosen_by = criterion.split or criterion.metric
        yield project_warning(
            code="D112",
            where="search.criterion",
            message=f"The best trial was chosen by '{chosen_by}': results there are no test of it.",
            advice="Choose on a validation split; keep the test split for the model that was chosen.",
        )
