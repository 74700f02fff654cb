"""Long tables as a page shows them; the JSON file has them whole."""

from __future__ import annotations

import re

from pydantic import JsonValue

from cardgen.values import Table

LONGEST, BEST = 15, 10
"""Rows that a reader looks through, longer tables are shortened where that loses little; and trials that
are shown of many."""
WHOLE = "is in the JSON file of this document"
RATES = (
    "FNR: share of the class's examples that were missed. FPR: share of other classes' examples that"
    " were taken for it. FDR: share of its predictions that were wrong. FOR: share of the examples"
    " predicted as another class that were of this one."
)
TOLD = ("better", "worse")
"""Verdicts of comparisons that a page tells; of the others it says how many there are."""
UNTOLD = ("p", "could have seen")
"""Columns of comparisons that a page leaves to the JSON file."""
BASELINES = (
    "Differences are the model's value minus that of the system, and verdicts are about the model."
)
CONFUSIONS = ("label", "prediction", "count")
"""Columns of the table that stands in place of a large matrix."""

Row = tuple[JsonValue, ...]


def shortened(id: str, table: Table) -> tuple[Table, str]:  # noqa: A002 - the fact's own word
    """*table* as a page shows it, with a note that says what was left out or joined."""
    match id:
        case "res.confusion":
            return _confusions(table)
        case "res.error_rates":
            return _highest(table)
        case "res.comparisons":
            return _told(table)
        case "ds.n_per_class" | "ds.subpop_dist":
            return _joined(table)
        case "tr.trials":
            return _best(table)
        case "res.baseline":
            return table, BASELINES
        case "en.env":
            return _stack(table), ""
        case _:
            return table, ""


def _confusions(table: Table) -> tuple[Table, str]:
    """The largest confusions in place of k × k cells.

    A matrix has one row a class, the class first, then the counts in the order of the columns.
    """
    classes = table.columns[1:]
    square = tuple(str(row[0]) for row in table.rows) == classes
    if not square or len(classes) <= LONGEST:
        return table, ""
    confusions = [
        (count, str(row[0]), predicted)
        for row in table.rows
        for predicted, count in zip(classes, row[1:], strict=True)
        if isinstance(count, int | float) and predicted != row[0] and count > 0
    ]
    # Ties in alphabetical order, so that the page does not depend on the order of the classes.
    largest = sorted(confusions, key=lambda c: (-c[0], c[1], c[2]))[:LONGEST]
    rows = tuple((label, predicted, count) for count, label, predicted in largest)
    note = (
        f"The {len(rows)} most frequent of {len(confusions):,} kinds of confusion;"
        f" the whole matrix of {len(classes)} classes {WHOLE}."
    )
    return Table(columns=CONFUSIONS, rows=rows), note


def _best(table: Table) -> tuple[Table, str]:
    """The first trials, which are the best."""
    if len(table.rows) <= LONGEST:
        return table, ""
    note = (
        f"The {BEST} trials with the best values, of {len(table.rows):,}; the whole table {WHOLE}."
    )
    return Table(columns=table.columns, rows=table.rows[:BEST]), note


def _highest(table: Table) -> tuple[Table, str]:
    """The classes that are missed most often."""
    if len(table.rows) <= LONGEST or "FNR" not in table.columns:
        return table, RATES
    place = table.columns.index("FNR")
    rates = [row[place] for row in table.rows]
    known = [
        (-rate, i) for i, rate in enumerate(rates) if isinstance(rate, int | float) and rate == rate
    ]
    rows = tuple(table.rows[i] for _, i in sorted(known)[:LONGEST])
    note = (
        f"The {len(rows)} of {len(table.rows)} classes that are missed most often;"
        f" the whole table {WHOLE}. {RATES}"
    )
    return Table(columns=table.columns, rows=rows), note


def _told(table: Table) -> tuple[Table, str]:
    """Only the slices of which the test says something."""
    place = table.columns.index("verdict")
    kept = [i for i, name in enumerate(table.columns) if name not in UNTOLD]
    corrected = table.columns.index("p (Holm)")
    rows = tuple(
        tuple(_least(row[i]) if i == corrected else row[i] for i in kept)
        for row in table.rows
        if row[place] in TOLD
    )
    rest = len(table.rows) - len(rows)
    note = f"Of {len(table.rows)} comparisons {rest} show no difference; the whole table {WHOLE}."
    return Table(columns=tuple(table.columns[i] for i in kept), rows=rows), note


def _least(p: JsonValue) -> JsonValue:
    """A p-value as papers give it: none is believed beyond a thousandth."""
    return "< 0.001" if isinstance(p, float) and p < 0.001 else p


def _joined(table: Table) -> tuple[Table, str]:
    """Values in natural order; those with the same counts in one row where that saves half."""
    rows = sorted(table.rows, key=lambda row: _natural(str(row[0])))
    same: dict[Row, list[str]] = {}
    for row in rows:
        same.setdefault(row[1:], []).append(str(row[0]))
    if len(rows) <= LONGEST or len(same) > len(rows) / 2:
        return Table(columns=table.columns, rows=tuple(rows)), ""
    joined = tuple((", ".join(names), *counts) for counts, names in same.items())
    note = f"{len(rows)} values; those with the same counts stand in one row, which holds for each."
    return Table(columns=table.columns, rows=joined), note


def _natural(text: str) -> list[tuple[int, int, str]]:
    """A key that puts 6-10 before 11-20."""
    parts = re.findall(r"[0-9]{1,18}|[^0-9]+", text)
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def _stack(table: Table) -> Table:
    """Without the versions of packages that training rests on only indirectly."""
    rows = [
        (name, f"{str(version).count(',') + 1} packages, which the JSON file lists")
        if name == "other packages"
        else (name, version, *rest)
        for name, version, *rest in table.rows
    ]
    return Table(columns=table.columns, rows=tuple(rows))
