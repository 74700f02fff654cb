"""An evaluation's arrays as numbers that can be counted: each class and each group value is a code.

Counting codes instead of comparing texts is what makes hundreds of slices of a million examples
affordable; the codes' names are kept beside them.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from cardgen.evaluation.arrays import GROUP, Array, groups, load
from cardgen.evaluation.classes import named_codes, no_classes
from cardgen.evaluation.codes import Codes, factorised
from cardgen.run import EvaluationRecord, Run

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, eq=False)
class Evaluated:
    """One saved evaluation, ready for counting. All arrays have n rows."""

    record: EvaluationRecord
    arrays: Mapping[str, Array]
    counted: frozenset[str] = frozenset()
    """Group columns whose values the run counted in its data, too."""

    @property
    def n(self) -> int:
        """Number of examples."""
        return self.record.n

    @cached_property
    def weight(self) -> Array | None:
        """Weight of each example as a share of the largest; None where none was recorded.

        Only their proportions matter, and shares neither overflow nor vanish when they are added.
        """
        weight = self.arrays.get("weight")
        if weight is None:
            return None
        weight = weight.astype(float)
        return weight / weight.max() if len(weight) > 0 and weight.max() > 0 else weight

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Names of the classes: the record's in its order, then others that occur."""
        return self._both[2]

    @cached_property
    def label(self) -> Array:
        """Index into `classes` of each example's label; `NONE` where it has none."""
        return self._both[0]

    @cached_property
    def prediction(self) -> Array:
        """Index into `classes` of each example's prediction; `NONE` where it has none."""
        return self._both[1]

    @cached_property
    def _both(self) -> tuple[Array, Array, tuple[str, ...]]:
        return named_codes(self.record, self.arrays)

    @cached_property
    def positive(self) -> int | None:
        """Index of the positive class; None for another task than binary, or where it is not known.

        Where the run did not name it, the second of two classes is.
        """
        if self.record.task != "binary" or no_classes(self.record, self.arrays) is not None:
            return None
        if self.record.positive is not None:
            known = self.record.positive in self.classes
            return self.classes.index(self.record.positive) if known else None
        return 1 if len(self.classes) == 2 else None

    @property
    def group_names(self) -> list[str]:
        """Names of the group columns, sorted."""
        return groups(self.arrays)

    def group(self, name: str) -> Codes:
        """The group column *name*, its values in reading order; "" is a value of its own."""
        found = self._groups.get(name)
        if found is None:
            found = self._groups[name] = factorised(self.arrays[GROUP + name])
        return found

    @cached_property
    def _groups(self) -> dict[str, Codes]:
        return {}

    @cached_property
    def kept(self) -> dict[Hashable, Any]:
        """What was computed of the evaluation, for as long as it is."""
        return {}


def evaluated(run: Run, index: int) -> Evaluated:
    """The run's evaluation *index*, coded once however many facts ask for it.

    Raises:
        CardgenError: As `cardgen.evaluation.arrays.load`.
    """
    record = run.record.evaluations[index]
    arrays = load(run, index)
    return _coded(_Known(record, arrays, _counted(run, record.data) & set(groups(arrays))))


def _counted(run: Run, data: str) -> frozenset[str]:
    """Columns of the data set by whose values the run counted examples."""
    found: set[str] = set()
    for record in run.record.data:
        if record.name == data:
            found.update(record.group_counts)
            if record.label is not None and record.class_counts is not None:
                found.add(record.label)
    return frozenset(found)


@dataclass(frozen=True)
class _Known:
    """Arrays told apart by the record that holds their digest."""

    record: EvaluationRecord
    arrays: Mapping[str, Array] = field(compare=False)
    counted: frozenset[str]

    def __hash__(self) -> int:
        return hash(self.record.sha256)


@lru_cache(maxsize=8)
def _coded(known: _Known) -> Evaluated:
    return Evaluated(known.record, known.arrays, known.counted)
