"""What people state, in the project file's `search`, of how hyper-parameters were chosen."""

from __future__ import annotations

import re
from typing import Literal

from cardgen.run_evaluation import Direction
from cardgen.values import Frozen

RANDOM = "random"
_TEST = re.compile(r"(?:^|[^a-z])test(?:$|[^a-z])", re.IGNORECASE)


class Criterion(Frozen):
    """By which figure the best trial was chosen."""

    metric: str
    """An evaluated metric such as accuracy; without `split`, the name of a logged metric."""
    split: str | None = None
    """The split whose saved evaluation is meant; otherwise the last logged value counts."""
    data: str | None = None
    """The data set, where evaluations of several have that split."""
    direction: Direction | None = None
    """Which way is better, where cardgen does not know it of the metric."""


class SearchEntry(Frozen):
    """How hyper-parameters were searched; the trials are the runs named under `runs.search`."""

    method: Literal["random", "grid", "bayesian", "manual"] | None = None
    """How trials were drawn: independently at random, as a grid, by earlier results, or by hand."""
    criterion: Criterion | None = None
    """By which figure the best trial was chosen."""
    space: dict[str, str] = {}
    """Bounds and sampling by hyper-parameter, such as "log-uniform 1e-4..1e-1"."""


def is_of_test(metric: str, split: str | None) -> bool:
    """Whether a figure is of the test split, by the split's name or else by its own."""
    return _TEST.search((metric if split is None else split).replace("_", " ")) is not None
