"""Step 3 (measure), of the saved evaluation arrays: metrics with their uncertainty, errors, slices.

A value is computed from `evaluation/*.npz` whenever it is asked for, after the file's SHA-256 was
found to be the recorded one. The way of the data: `arrays` opens the file, `coded` makes codes of
classes and groups, `metrics` says what can be measured, `measures` how a value and its interval come
about, `slices` for which examples, and the other modules make facts of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardgen.evaluation.settings import NOTHING_STATED, Evaluation
from cardgen.evaluation.stated import SearchEntry
from cardgen.findings import Finding
from cardgen.run import Run
from cardgen.values import Fact


def facts(run: Run, settings: Evaluation = NOTHING_STATED) -> Iterator[Fact]:
    """Facts about the evaluation (`ev.*`) and its results (`res.*`); none without saved arrays but statements.

    *settings* are what the project states of how results are computed.

    Raises:
        CardgenError: An evaluation file is missing, was changed, is too large or is not sound.
    """
    from cardgen.evaluation import (
        calibration,
        chosen_groups,
        comparisons,
        confusion,
        disparity,
        errors,
        fairness,
        kept,
        protocol,
        results,
        scores,
        thresholds,
    )

    yield from chosen_groups.facts(run, settings)
    if run.record.evaluations == ():
        return
    of_groups = (disparity, comparisons, errors, fairness)
    of_scores = (scores, thresholds, calibration)
    for part in (protocol, results, confusion, *of_groups, *of_scores, kept):
        yield from part.facts(run, settings)


def withheld_counts(run: Run, settings: Evaluation) -> dict[tuple[str, str], frozenset[str]]:
    """Values of groups whose counts in the data are withheld, by data set and column.

    Raises:
        CardgenError: As `facts`.
    """
    from cardgen.evaluation import counted

    return counted.withheld_counts(run, settings)


def facts_of_runs(  # noqa: PLR0913 - what a project names its runs for
    runs: Sequence[Run],
    main: Run,
    *,
    repeated: Sequence[str],
    searched: Sequence[str],
    compared: Sequence[str],
    stated: SearchEntry,
    settings: Evaluation = NOTHING_STATED,
) -> Iterator[Fact]:
    """Of several runs of a project: baselines, results over seeds, and the search for hyper-parameters.

    Args:
        runs: Every run of the project.
        main: The run that the documents are about.
        repeated: Ids of runs that repeat it with other seeds.
        searched: Ids of the trials of the search.
        compared: Ids of runs of other systems to compare with.
        stated: How the search was done.
        settings: What the project states of how results are computed.
    """
    from cardgen.evaluation import baselines, search, seeds

    yield from baselines.facts(runs, main, compared, settings)
    yield from seeds.facts(runs, main, repeated, settings)
    yield from search.facts(runs, searched, stated)


def findings_of_runs(
    runs: Sequence[Run],
    main: Run,
    *,
    repeated: Sequence[str],
    stated: SearchEntry,
    settings: Evaluation = NOTHING_STATED,
) -> Iterator[Finding]:
    """What is doubtful of them: repetitions that are none, tests that are none, names of nothing."""
    from cardgen.evaluation import doubts, named

    yield from named.of_selection(main)
    yield from named.of_settings(main, settings)
    yield from doubts.of_repetitions(runs, main, repeated)
    yield from doubts.of_choice(stated.criterion)
