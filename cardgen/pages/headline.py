"""The few figures of page 1, out of all that the sections show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cardgen.language import say, say_count
from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import number_text, unit_name
from cardgen.pages.blocks import Block, Line, Lines
from cardgen.pages.cells import column_cells
from cardgen.pages.evidence import Origins
from cardgen.pages.grids import bare, common_unit, grid
from cardgen.pages.labels import COUNTED, fact_label, where_text
from cardgen.pages.lines import line
from cardgen.pages.notes import own_words
from cardgen.pages.wording import is_unmeasured, marks, methods
from cardgen.values import Fact, Quantity, Table

TEST = "test"
ENERGY, PARTS = "en.kwh", "en.kwh_parts"
MOST_METRICS = 3
MOST_PAIRS = 8
"""Rows of a table of names and values that still read as one line."""


def figures(
    groups: Sequence[Sequence[Fact]], origins: Origins, parts: Sequence[Fact]
) -> Iterator[Block]:
    """Blocks for *groups*, the facts of one id each: results as a table, all else on a line.

    An energy that lacks some of its *parts* names them.
    """
    lines = []
    for group in groups:
        facts = _main(group)
        if len(facts) > 1 and "metric" in facts[0].where:
            yield grid(facts, origins, brief=True)
        else:
            own = _line(facts, origins)
            lines.append(replace(own, value=own.value + _lacking(facts, parts)))
    if lines != []:
        yield Lines(tuple(lines))


def _main(facts: Sequence[Fact]) -> list[Fact]:
    """Of figures of one kind those for page 1: results on test, or what holds for the whole run."""
    if any("metric" in fact.where for fact in facts):
        on_test = [fact for fact in facts if fact.where.get("split") == TEST]
        kept = on_test if on_test != [] else list(facts)
        names = list(dict.fromkeys(fact.where.get("metric", "") for fact in kept))[:MOST_METRICS]
        return [fact for fact in kept if fact.where.get("metric", "") in names]
    whole = [fact for fact in facts if fact.where == {}]
    return whole if whole != [] else list(facts)


def _line(facts: Sequence[Fact], origins: Origins) -> Line:
    first = facts[0]
    if isinstance(first.value, Table):
        label, value = _counted(first, first.value)
        return Line(label, value, methods(facts), marks(facts, origins))
    if len(facts) == 1:
        return line(first, origins, brief=True)
    label, unit = fact_label(first), common_unit(facts)
    parts = [Md(f"{md_text(_name(fact))} {bare(fact, unit)}") for fact in facts]
    value = Md(
        Md("; ").join(parts)
        + ("" if unit_name(unit).lower() in label.lower() else f" {md_text(unit_name(unit))}")
    )
    return Line(label, value, methods(facts), marks(facts, origins))


def _lacking(facts: Sequence[Fact], parts: Sequence[Fact]) -> Md:
    """Which parts of a whole run's energy have no figure, where others have."""
    value = facts[0].value
    if facts[0].id != ENERGY or not (isinstance(value, Quantity) and value.at_least):
        return Md("")
    names = [
        where_text("component", part.where["component"])
        for part in parts
        if set(part.where) == {"component"} and is_unmeasured(part)
    ]
    if names == []:
        return Md("")
    return Md(f" ({md_text(say('{parts} not measured', parts=', '.join(names)))})")


def _name(fact: Fact) -> str:
    parts = [where_text(key, value) for key, value in fact.where.items()]
    return ", ".join(parts) if parts != [] else fact.subject.partition(":")[2]


def _counted(fact: Fact, table: Table) -> tuple[str, Md]:
    """The name of a table and its rows on one line: as pairs where they are few, else their number."""
    if fact.id in COUNTED:
        return say(COUNTED[fact.id]), md_text(number_text(len(table.rows)))
    if len(table.columns) == 2 and len(table.rows) <= MOST_PAIRS:
        values = column_cells([value for _, value in table.rows], fact)
        pairs = [
            Md(f"{own_words(fact.id, name)} {value}")
            for (name, _), value in zip(table.rows, values, strict=True)
        ]
        return fact_label(fact), Md("; ").join(pairs)
    return fact_label(fact), md_text(say_count(len(table.rows), "{n} row", "{n} rows"))
