"""Facts of one kind as a table: what varies is a column, a unit stands in the head."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cardgen.language import say
from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import number_text, quantity_text, unit_name, unit_text
from cardgen.pages.blocks import Column, Grid
from cardgen.pages.cells import are_numbers, column_cells
from cardgen.pages.evidence import Origins
from cardgen.pages.labels import (
    NUMBERED,
    column_name,
    fact_label,
    key_name,
    scaled,
    where_text,
    words,
)
from cardgen.pages.notes import note_words
from cardgen.pages.ranges import ends, ranged_cells, ranges
from cardgen.pages.shorten import shortened
from cardgen.pages.wording import (
    BLANK,
    caption,
    intervals,
    keys,
    marks,
    method,
    methods,
    value_words,
    varying,
    where_words,
)
from cardgen.values import Fact, Quantity, Table

RESULTS = "res."
"""How the ids of facts begin whose tables give the ends of intervals beside values."""
MOST_SHARED = 3
"""Origins that stand above a table; more have a column of their own."""


def grid(facts: Sequence[Fact], origins: Origins, *, brief: bool = False) -> Grid:
    """One table: a column for each key that varies; metrics side by side when there are several.

    Figures by group have their splits side by side as well. *brief* leaves the intervals' methods out.
    """
    differ = varying(facts)
    grouped = "group" in facts[0].where and "slice" in facts[0].where
    if grouped and "slice" not in differ:
        differ.append("slice")
    across = [key for key in ("split", "metric") if key in differ and (grouped or key == "metric")]
    heads = [key for key in differ if key not in across]
    if not grouped and len({_cells(fact, heads) for fact in facts}) in {1, len(facts)}:
        across, heads = [], differ
    marked = len({origins.anchor(fact.evidence) for fact in facts}) > MOST_SHARED
    rows: dict[tuple[str, ...], dict[str, Fact]] = {}
    for fact in facts:
        rows.setdefault(_cells(fact, heads), {})[": ".join(_cells(fact, across))] = fact
    values = {name: [row[name] for row in rows.values() if name in row] for name in _names(rows)}
    units = {name: common_unit(own) for name, own in values.items()}
    counted = any(isinstance(fact.value, Quantity) and fact.value.n is not None for fact in facts)
    about = {"slice": facts[0].where.get("group", "slice")} if grouped else {}
    value_head = say("Value")
    alone = facts[0].where.get("metric", value_head) if "metric" not in differ else value_head
    columns = [
        *(Column(words(about[key]) if key in about else key_name(key)) for key in heads),
        *(
            Column(_head(name or alone, units[name]), is_numeric=_are_quantities(own))
            for name, own in values.items()
        ),
        *([Column(_count_head(facts, across), is_numeric=True)] if counted else []),
        *([Column(say("Origin"))] if marked else []),
    ]
    cells = [
        (
            *(md_text(where_text(*key)) for key in zip(heads, names, strict=True)),
            *(bare(row[name], units[name]) if name in row else BLANK for name in values),
            *([_count(row)] if counted else []),
            *([marks(list(row.values()), origins)] if marked else []),
        )
        for names, row in rows.items()
    ]
    named = [] if alone == value_head or "" not in values else ["metric"]
    return Grid(
        caption=caption(facts, [*differ, *named]),
        method=methods(facts),
        marks=Md("") if marked else marks(facts, origins),
        columns=tuple(columns),
        rows=tuple(cells),
        note=_note(facts, brief=brief),
    )


def _are_quantities(facts: Iterable[Fact]) -> bool:
    return all(isinstance(fact.value, Quantity) for fact in facts)


def _names(rows: dict[tuple[str, ...], dict[str, Fact]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows.values() for name in row))


def _cells(fact: Fact, names: Sequence[str]) -> tuple[str, ...]:
    own = keys(fact)
    return tuple(own.get(name, "") for name in names)


def common_unit(facts: Iterable[Fact]) -> str:
    """The one unit of *facts*, to be said once; nothing where there is none or there are several."""
    units = {
        scaled(fact.value).unit
        for fact in facts
        if isinstance(fact.value, Quantity) and fact.value.value is not None
    }
    only = units.pop() if len(units) == 1 else ""
    return only if unit_text(only) != "" else ""


def _head(name: str, unit: str) -> str:
    if unit == "":
        return name
    return unit_name(unit) if name == say("Value") else f"{name} ({unit_name(unit)})"


def bare(fact: Fact, unit: str) -> Md:
    """The value of *fact* without *unit*, which stands elsewhere."""
    if unit == "" or not isinstance(fact.value, Quantity):
        return value_words(fact)
    return md_text(quantity_text(scaled(fact.value)).removesuffix(unit_text(unit)))


def _count_head(facts: Sequence[Fact], across: Sequence[str]) -> str:
    if facts[0].id in NUMBERED:
        return say(NUMBERED[facts[0].id])
    splits = dict.fromkeys(fact.where.get("split", "") for fact in facts)
    return f"n ({' / '.join(splits)})" if "split" in across else "n"


def _count(row: dict[str, Fact]) -> Md:
    counts = [fact.value.n for fact in row.values() if isinstance(fact.value, Quantity)]
    shown = dict.fromkeys(number_text(n) for n in counts if n is not None)
    return Md(" / ".join(shown)) if len(shown) > 0 else BLANK


def _note(facts: Sequence[Fact], *, brief: bool) -> Md:
    """What the brackets are, what holds for all *facts* or of the whole, and why some have no value."""
    quantities = [fact.value for fact in facts if isinstance(fact.value, Quantity)]
    kinds = intervals(quantities, brief=brief)
    brackets = md_text(say("In brackets: {kinds}.", kinds=kinds)) if kinds != "" else Md("")
    notes = dict.fromkeys(fact.evidence.note for fact in facts)
    if len(notes) > 1:
        told = [fact for fact in facts if fact.where == {} or _is_absent(fact)]
        notes = dict.fromkeys(fact.evidence.note for fact in told)
    return Md(" ").join(part for part in (brackets, *map(note_words, notes)) if part)


def _is_absent(fact: Fact) -> bool:
    return isinstance(fact.value, Quantity) and fact.value.value is None


def table(facts: Sequence[Fact], value: Table, origins: Origins) -> Grid:
    """The table that *facts* hold together, shortened where that loses little."""
    fact = facts[0]
    shown, note = shortened(fact.id, value)
    spans = ranges(shown) if fact.id.startswith(RESULTS) else {}
    notes = dict.fromkeys([note, *(one.evidence.note for one in facts)])
    about = fact.subject.partition(":")[2] if fact.subject.startswith("data:") else ""
    shared = {k: v for k, v in fact.where.items() if len(facts) == 1 or k != "metric"}
    where = where_words(shared | ({"data": about} if about != "" else {}))
    width = len(shown.columns)
    rows = [[*row, *[None] * width][:width] for row in shown.rows]
    columns = [[row[i] for row in rows] for i in range(width)]
    own = [i for i in range(width) if i not in ends(spans)]
    cells = [
        ranged_cells(*(columns[at] for at in (i, *spans[i])))
        if i in spans
        else column_cells(columns[i], fact)
        for i in own
    ]
    brackets = md_text(say("In brackets: 95% intervals.")) if spans and rows else Md("")
    return Grid(
        caption=fact_label(fact) + (f" ({where})" if where != "" else ""),
        method=methods(facts) if len(facts) > 1 else method(fact),
        marks=marks(facts, origins),
        columns=tuple(
            Column(column_name(fact.id, shown.columns, i), is_numeric=are_numbers(columns[i]))
            for i in own
        ),
        rows=tuple(zip(*cells, strict=True)),
        note=Md(" ").join(part for part in (brackets, *map(note_words, notes)) if part),
    )
