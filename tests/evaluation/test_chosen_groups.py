"""The card says who chose the groups and why, and which factors no column records."""

from pathlib import Path
from typing import Any

from cardgen import evaluation
from cardgen.documents._text import Text
from cardgen.evaluation.settings import Categories, Evaluation, NotObservable
from cardgen.fill.audience import Internal, part
from cardgen.measure import rederive
from cardgen.values import Fact
from tests.runs import classification, make_run, save_evaluation

STATED = Evaluation(
    categories={"size": Categories(by="the shop", why="as the labels say")},
    not_observable=(
        NotObservable(factor="dialect", why="nobody asked"),
        NotObservable(factor="age"),
    ),
)


def facts_of(folder: Path, settings: Evaluation, **more: Any) -> dict[str, Fact]:
    arrays = classification()
    arrays |= {"group.site": arrays["group.size"]}
    run = make_run(folder, evaluations=(save_evaluation(folder, arrays),), **more)
    found = {
        fact.id: fact
        for fact in evaluation.facts(run, settings)
        if fact.id in {"ev.categories", "ev.not_observable"}
    }
    assert all(rederive(fact, run) == fact.value for fact in found.values())
    return found


def test_statements_stand_beside_the_columns_and_what_is_not_stated_is_a_gap(
    tmp_path: Path,
) -> None:
    found = facts_of(tmp_path, STATED)
    shown = {
        name: (fact.value.rows, fact.evidence.method, fact.evidence.derived_from)  # type: ignore[union-attr]
        for name, fact in found.items()
    }
    assert shown == {
        "ev.categories": (
            (("site", None, None), ("size", "the shop", "as the labels say")),
            "declared",
            ("cardgen.yaml#/evaluation/categories",),
        ),
        "ev.not_observable": (
            (
                ("dialect", "not observable here", "nobody asked"),
                ("age", "not observable here", None),
            ),
            "declared",
            ("cardgen.yaml#/evaluation/not_observable",),
        ),
    }
    assert "nobody stated" in str(found["ev.categories"].evidence.note)


def test_where_all_is_stated_there_is_no_gap_and_where_nothing_is_it_is_recorded(
    tmp_path: Path,
) -> None:
    both = Categories(by="us", why="because")
    whole = facts_of(tmp_path, Evaluation(categories={"size": both, "site": both}))
    nothing = facts_of(tmp_path, Evaluation())
    evidence = [found["ev.categories"].evidence for found in (whole, nothing)]
    assert [(one.note is None, one.method) for one in evidence] == [
        (True, "declared"),
        (False, "recorded"),
    ]


def test_a_group_for_internal_readers_is_named_nowhere(tmp_path: Path) -> None:
    found = facts_of(tmp_path, STATED)
    parted = part([found["ev.categories"]], Internal(groups={"site": Text("a contract")}))
    assert "'site'" not in repr(parted.facts)
    assert "'size'" in repr(parted.facts)
