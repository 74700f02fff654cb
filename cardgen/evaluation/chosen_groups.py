"""What people state of groups: who chose their categories and why, and factors that no column records.

Mitchell et al. 2019, 4.3: which factors matter, how groups were determined, and why others are not
reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardgen.evaluation.coded import evaluated
from cardgen.evaluation.results import MODEL, SUBJECT
from cardgen.evaluation.settings import Categories, Evaluation
from cardgen.evaluation.slices import wanted
from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Method, Table

VERSION = 1
STATEMENTS = "cardgen.yaml#/evaluation"
NOT_OBSERVABLE = "not observable here"
GAP = "Where nothing stands, nobody stated who chose the groups, or why these."


def facts(run: Run, settings: Evaluation) -> Iterator[Fact]:
    """The origin of the categories of each group column, and the factors that are not observable."""
    columns = _columns(run, settings)
    if columns != []:
        stated = {name: settings.categories.get(name, Categories()) for name in columns}
        is_open = any(one.by is None or one.why is None for one in stated.values())
        is_declared = any(name in settings.categories for name in columns)
        yield fact_by(
            categories,
            run,
            id="ev.categories",
            subject=SUBJECT,
            # That these are the group columns the run recorded; who chose them, a person states.
            method=Method.DECLARED if is_declared else Method.RECORDED,
            derived_from=(f"{STATEMENTS}/categories",) if is_declared else ("/record/evaluations",),
            parameters={"rows": [[name, one.by, one.why] for name, one in stated.items()]},
            note=GAP if is_open else None,
        )
    if settings.not_observable != ():
        yield fact_by(
            not_observable,
            run,
            id="ev.not_observable",
            subject=SUBJECT,
            method=Method.DECLARED,
            derived_from=(f"{STATEMENTS}/not_observable",),
            parameters={"rows": [[one.factor, one.why] for one in settings.not_observable]},
        )


def _columns(run: Run, settings: Evaluation) -> list[str]:
    """The columns by which results of the model are grouped."""
    found: dict[str, None] = {}
    for index, record in enumerate(run.record.evaluations):
        if record.system == MODEL and record.n > 0:
            for columns in wanted(evaluated(run, index), settings):
                found.update(dict.fromkeys(columns))
    return list(found)


def categories(run: Run, *, rows: Sequence[Sequence[str | None]]) -> Table:  # noqa: ARG001 - stated
    """A row for each group column: who chose its categories, and why these."""
    return Table(columns=("group", "chosen by", "why these"), rows=tuple(map(tuple, rows)))


def not_observable(run: Run, *, rows: Sequence[Sequence[str | None]]) -> Table:  # noqa: ARG001 - stated
    """A row for each factor that people hold relevant, why no column records it."""
    made = tuple((factor, NOT_OBSERVABLE, why) for factor, why in rows)
    return Table(columns=("factor", "result", "why"), rows=made)
