"""Step 3 (measure), of the saved evaluation arrays: metrics with their uncertainty, errors, slices.

A value is computed from `evaluation/*.npz` whenever it is asked for, after the file's SHA-256 was
found to be the recorded one.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.evaluation import confusion, protocol, results
from cardgen.run import Run
from cardgen.values import Fact


def facts(run: Run) -> Iterator[Fact]:
    """Facts about the evaluation (`ev.*`) and its results (`res.*`); none without saved arrays.

    Raises:
        CardgenError: An evaluation file is missing, was changed, is too large or is not sound.
    """
    if run.record.evaluations == ():
        return
    yield from protocol.facts(run)
    yield from results.facts(run)
    yield from confusion.facts(run)
