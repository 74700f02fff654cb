"""Tables that say the same of several metrics, as one: a reader compares metrics, not tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from cardgen.values import Fact, Table

STACKED = "res.baseline"
"""Facts whose tables stand below each other, each row with its metric."""
BESIDE = "res.seeds"
"""Facts whose tables have the same rows, so that only their last columns differ."""


def together(facts: Sequence[Fact]) -> Iterator[tuple[list[Fact], Table]]:
    """The tables of *facts*, those of one evaluation as one, each with the facts that it shows."""
    groups: dict[object, list[Fact]] = {}
    for fact in facts:
        about = {key: value for key, value in fact.where.items() if key != "metric"}
        alone = fact.id not in {STACKED, BESIDE}
        key = fact.address if alone else (fact.id, fact.subject, tuple(sorted(about.items())))
        groups.setdefault(key, []).append(fact)
    for group in groups.values():
        tables = [fact.value for fact in group if isinstance(fact.value, Table)]
        if len(tables) == 1:
            yield group, tables[0]
        elif group[0].id == STACKED:
            yield group, _stacked(group, tables)
        else:
            yield from _beside(group, tables)


def _stacked(facts: Sequence[Fact], tables: Sequence[Table]) -> Table:
    rows = [
        (fact.where.get("metric"), *row)
        for fact, table in zip(facts, tables, strict=True)
        for row in table.rows
    ]
    return Table(columns=("metric", *tables[0].columns), rows=tuple(rows))


def _beside(facts: list[Fact], tables: list[Table]) -> Iterator[tuple[list[Fact], Table]]:
    first = tables[0]
    if any(_heads(table) != _heads(first) for table in tables):
        yield from (([fact], table) for fact, table in zip(facts, tables, strict=True))
        return
    names = tuple(fact.where.get("metric", "") for fact in facts)
    rows = tuple(
        (*heads, *(table.rows[at][-1] for table in tables))
        for at, heads in enumerate(_heads(first))
    )
    yield facts, Table(columns=(*first.columns[:-1], *names), rows=rows)


def _heads(table: Table) -> list[tuple[JsonValue, ...]]:
    return [row[:-1] for row in table.rows]
