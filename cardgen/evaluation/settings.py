"""What people state, in the project file's `evaluation`, of how results are computed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cardgen.run_evaluation import Finite
from cardgen.values import Frozen

MINIMUM = 30
"""Groups of fewer examples are counted, but too few to tell anything."""


class NotObservable(Frozen):
    """A factor that people hold relevant and that no column records."""

    factor: str = Field(min_length=1)
    """Name of the factor, such as dialect."""
    why: str | None = None
    """Why no column records it."""


class Categories(Frozen):
    """Who chose the categories of a group column, and why these."""

    by: str | None = None
    """Who chose them."""
    why: str | None = None
    """Why these, and what they cannot tell."""


class Evaluation(Frozen):
    """How results are computed and shown."""

    metrics: tuple[str, ...] | None = None
    """Metrics to report, by name; the task's usual ones and all recorded ones when not given."""
    slices: tuple[Annotated[tuple[str, ...], Field(min_length=1)], ...] | None = None
    """Group columns to break results down by, each alone or crossed, such as [[sex], [sex, race]];
    when not given, all of them alone and every two that make 24 slices or fewer."""
    bins: dict[str, tuple[Finite, ...]] = {}
    """Edges by which a numeric group column is cut, such as age: [25, 45, 65]."""
    minimum: int = Field(default=MINIMUM, ge=2)
    """Groups of fewer examples say "too few to tell"."""
    small: Literal["show", "withhold"] = "show"
    """Whether small groups are shown with their number of examples, or withheld with as many other
    groups as it takes to keep them from being computed from the rest."""
    outcomes: Literal["public"] | None = None
    """`public` puts the outcomes of single examples into the public edition's JSON file although a
    group is withheld, or the data relate to people, or nobody said whether they do."""
    margins: dict[str, Finite] = {}
    """The smallest difference of a metric that matters, by the metric's name."""
    categories: dict[str, Categories] = {}
    """Who chose the categories of a group column and why, by the column's name."""
    not_observable: tuple[NotObservable, ...] = ()
    """Factors that matter and that no column records."""

    @property
    def showing(self) -> Evaluation:
        """The same with small groups shown, as internal readers see them."""
        return self.model_copy(update={"small": "show"})


NOTHING_STATED = Evaluation()
