"""Charts on a page: with the first of their facts, and in place of tables that nobody reads by rows."""

from cardgen.charts import charts_for
from cardgen.pages.blocks import Block, Figure, Grid
from cardgen.pages.evidence import Origins
from cardgen.pages.facts import fact_blocks
from cardgen.values import Curve, Fact
from tests.charts.facts import ROC, bins, curve, overall, slices, trials
from tests.formats.sample import EVIDENCE, fact, quantity

OWN = (0.5, 0.7, 0.6, 0.8, 100)


def blocks(shown: list[Fact], others: tuple[Fact, ...] = ()) -> list[Block]:
    return fact_blocks(shown, Origins(), charts_for([*shown, *others], "card"))


def kinds(found: list[Block]) -> list[str]:
    return [block.kind for block in found]


def test_a_chart_shows_what_bears_on_it_from_elsewhere_on_the_page() -> None:
    figure = blocks(slices({"a": 0.5, "b": 0.6}), (overall(0.7),))[0]
    assert isinstance(figure, Figure)
    assert "All examples: 0.700" in figure.chart.alt


def test_a_chart_of_facts_that_stand_elsewhere_is_not_shown_again() -> None:
    assert kinds(blocks([overall(0.7)], tuple(slices({"a": 0.5, "b": 0.6})))) == ["lines"]


def test_bins_are_left_to_the_json_file_where_a_chart_shows_them() -> None:
    empty = (None, None, None, None, 0)
    assert [kinds(blocks([bins(own)])) for own in (OWN, empty)] == [["figure"], ["table"]]


def test_only_where_no_curve_of_a_kind_is_drawn_the_page_says_so() -> None:
    drawn, empty = curve("res.roc", "ROC", ROC), Curve(x="x", series={})
    train = drawn.model_copy(update={"value": empty, "where": {"split": "train"}})
    assert [kinds(blocks(facts)) for facts in ([drawn, train], [train])] == [
        ["figure", "words"],
        ["words"],
    ]


def test_of_many_trials_the_best_are_shown() -> None:
    rows = [(f"t{n}", n, 1 - n / 30, n / 10) for n in range(30)]
    (_, shown) = blocks([trials(["rate"], *rows)])
    assert isinstance(shown, Grid)
    assert (len(shown.rows), shown.note.split(";")[0]) == (
        10,
        "The 10 trials with the best values, of 30",
    )


def test_where_notes_differ_those_of_the_whole_and_of_what_is_missing_are_told() -> None:
    def row(value: float | None, stage: str, note: str) -> Fact:
        where = {} if stage == "" else {"stage": stage}
        evidence = EVIDENCE.model_copy(update={"note": note})
        return fact(quantity(value, unit="kWh"), id="en.kwh_all", where=where, evidence=evidence)

    facts = [row(1, "main run", "One run."), row(None, "search", "None."), row(1, "", "The sum.")]
    (shown,) = blocks(facts)
    assert isinstance(shown, Grid)
    assert shown.note == "None. The sum."
