"""Step 3 (measure), of what the run's record says itself: model, training, machine.

Every fact is read from the record or computed from it alone; nothing is opened.
"""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.recorded import compute, model, training
from cardgen.run import Run
from cardgen.values import Fact


def facts(run: Run) -> Iterator[Fact]:
    """Facts about the model (`m.*`), its training (`tr.*`) and the machine (`en.*`), in this order.

    What was not recorded yields no fact; where the record gives a reason, a fact without a value
    carries it.
    """
    yield from model.facts(run)
    yield from training.facts(run)
    yield from compute.facts(run)
