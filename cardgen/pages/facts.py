"""Facts as blocks of a page: single figures as a list, figures of one kind as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cardgen.charts._drawing import Chart, Panel, alt_text, figure_name
from cardgen.markdown.escape import Md, md_path, md_text
from cardgen.numbers import ESTIMATE_DIGITS, exact_text, number_text, quantity_text
from cardgen.pages.blocks import Block, Figure, Grid, Line, Lines, Words
from cardgen.pages.evidence import WORDS, Origins
from cardgen.pages.labels import fact_label, scaled, where_text, words
from cardgen.pages.shorten import shortened
from cardgen.pages.values import inline
from cardgen.values import Curve, Fact, Method, Quantity, Scalar, Table

LONG = 160
SUMMARY = "ds.summary"
# The split at the start of a series' name, such as `train/loss` or `val_accuracy`.
_SPLIT = re.compile(r"^(train|training|val|valid|validation|dev|eval|test)([/_.]|$)", re.IGNORECASE)
BLANK = Md("–")


def fact_blocks(facts: Sequence[Fact], origins: Origins, figures: str) -> list[Block]:
    """*facts* in their order; facts with one id together. *figures* is the folder for charts."""
    blocks: list[Block] = []
    lines: list[Line] = []
    for group in by_id(facts):
        if is_line(group):
            lines.append(_line(group[0], origins))
            continue
        if len(lines) > 0:
            blocks.append(Lines(tuple(lines)))
            lines = []
        blocks += _wide(group, origins, figures)
    return [*blocks, Lines(tuple(lines))] if len(lines) > 0 else blocks


def is_line(facts: Sequence[Fact]) -> bool:
    """Whether *facts*, all of one id, are one figure on one line."""
    return (
        len(facts) == 1 and isinstance(facts[0].value, Quantity | Scalar) and not _is_long(facts[0])
    )


def quoted_figures(facts: Sequence[Fact], origins: Origins) -> Words:
    """A line under a text for the figures that it quotes: how they came about, and where from."""
    return Words(Md(f"Figures in this text: *{_methods(facts)}* {_marks(facts, origins)}"))


def _wide(facts: Sequence[Fact], origins: Origins, figures: str) -> Iterator[Block]:
    """Facts of one id as tables, quotations and charts."""
    plain = [fact for fact in facts if isinstance(fact.value, Quantity | Scalar)]
    if len(plain) == 1 and not _is_long(plain[0]):
        yield Lines((_line(plain[0], origins),))
    elif any(map(_is_long, plain)):
        yield from _long(plain, origins)
    else:
        # A table for each group: a reader looks up one locale, or one script.
        groups: dict[str | None, list[Fact]] = {}
        for fact in plain:
            groups.setdefault(fact.where.get("group"), []).append(fact)
        for group in groups.values():
            yield _grid(group, origins)
    for fact in facts:
        if isinstance(fact.value, Table):
            yield _table(fact, fact.value, origins)
    curves = [fact for fact in facts if isinstance(fact.value, Curve)]
    if len(curves) > 0:
        yield _figure(curves, origins, figures)


def by_id(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """*facts* with one id together, in the order of their first."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.id, []).append(fact)
    yield from groups.values()


def _is_long(fact: Fact) -> bool:
    value = fact.value
    if not (isinstance(value, Scalar) and isinstance(value.value, str)):
        return False
    return fact.id == SUMMARY or len(value.value) > LONG


def _value(fact: Fact) -> Md:
    if isinstance(fact.value, Quantity):
        return md_text(quantity_text(scaled(fact.value)))
    return inline(fact.value.value) if isinstance(fact.value, Scalar) else BLANK


def _line(fact: Fact, origins: Origins) -> Line:
    label, value = fact_label(fact), fact.value
    if isinstance(value, Quantity) and value.unit == label.lower():
        # "Parameters: 774,313", without the word again.
        fact = fact.model_copy(update={"value": value.model_copy(update={"unit": "1"})})
    where = f" ({_where(fact.where)})" if len(fact.where) > 0 else ""
    return Line(
        label + where,
        _value(fact) + _extra(fact),
        _method(fact),
        origins.mark(fact.evidence),
        fact.evidence.note or "",
    )


def _long(facts: list[Fact], origins: Origins) -> list[Block]:
    blocks: list[Block] = []
    for fact in facts:
        about = fact.subject.partition(":")[2] or _where(fact.where)
        label = fact_label(fact) + (f", {about}" if about != "" else "")
        mark = origins.mark(fact.evidence)
        head = Md(f"**{md_text(label)}** (*{_method(fact)}* {mark})")
        blocks.append(Words(head + _page_link(fact)))
        blocks.append(Words(Md("> ") + _value(fact)))
    return blocks


def _page_link(fact: Fact) -> Md:
    """A link to the page of the document that the fact was stated in."""
    stem = fact.where.get("document")
    if stem is None:
        return Md("")
    return Md(f": see the [{md_text(words(stem).lower())}]({md_path(f'{stem}.md')})")


def _extra(fact: Fact) -> Md:
    """What a quantity's number rests on, behind it."""
    value = fact.value
    if not isinstance(value, Quantity):
        return Md("")
    parts = [] if value.n is None or value.n == value.value else [f"n = {value.n:,}"]
    if value.interval is not None and value.value is not None:
        parts.append(_intervals([value]))
    return Md(f"; {md_text('; '.join(parts))}") if len(parts) > 0 else Md("")


def _intervals(quantities: Sequence[Quantity]) -> str:
    """What the intervals of *quantities* are, each kind once with all its methods."""
    methods: dict[str, list[str]] = {}
    for interval in (quantity.interval for quantity in quantities):
        if interval is None:
            continue
        level = "low and high bound" if interval.level is None else f"{interval.level:.0%} interval"
        known = methods.setdefault(level, [])
        known += [interval.method] if interval.method not in known else []
    return "; ".join(f"{level}: {'; '.join(known)}" for level, known in methods.items())


def _method(fact: Fact) -> str:
    absent = fact.evidence.method is Method.NOT_MEASURED
    unmeasured = absent or (isinstance(fact.value, Quantity) and fact.value.value is None)
    # The value says so; "estimated" or "measured" beside it would say two things.
    return "" if unmeasured else WORDS[fact.evidence.method]


def _methods(facts: Sequence[Fact]) -> str:
    return ", ".join(dict.fromkeys(WORDS[fact.evidence.method] for fact in facts))


def _marks(facts: Sequence[Fact], origins: Origins) -> Md:
    return Md(" ").join(dict.fromkeys(origins.mark(fact.evidence) for fact in facts))


def _where(where: dict[str, str]) -> str:
    return ", ".join(
        where_text(key, value) if key == "component" else f"{words(key).lower()} {value}"
        for key, value in where.items()
    )


def _keys(fact: Fact) -> dict[str, str]:
    """What tells facts of one id apart: what they hold for, and their subject."""
    return {"subject": fact.subject.partition(":")[2] or fact.subject, **fact.where}


def _caption(facts: Sequence[Fact], varying: Sequence[str]) -> str:
    constant = {k: v for k, v in _keys(facts[0]).items() if k not in varying and k != "subject"}
    return fact_label(facts[0]) + (f" ({_where(constant)})" if len(constant) > 0 else "")


def _varying(facts: Sequence[Fact]) -> list[str]:
    keys = list(dict.fromkeys(key for fact in facts for key in _keys(fact)))
    return [key for key in keys if len({_keys(fact).get(key) for fact in facts}) > 1]


def _grid(facts: list[Fact], origins: Origins) -> Grid:
    """One table: a column for each key that varies; metrics side by side when there are several.

    Figures by group have their splits side by side as well.
    """
    varying = _varying(facts)
    grouped = "group" in facts[0].where and "slice" in facts[0].where
    if grouped and "slice" not in varying:
        varying.append("slice")
    across = [key for key in ("split", "metric") if key in varying and (grouped or key == "metric")]
    heads = [key for key in varying if key not in across]
    if not grouped and len({_cells(fact, heads) for fact in facts}) in {1, len(facts)}:
        across, heads = [], varying
    marked = len({origins.anchor(fact.evidence) for fact in facts}) > 3
    rows: dict[tuple[str, ...], dict[str, Fact]] = {}
    for fact in facts:
        rows.setdefault(_cells(fact, heads), {})[": ".join(_cells(fact, across))] = fact
    values = list(dict.fromkeys(column for row in rows.values() for column in row))
    about = {"slice": facts[0].where.get("group", "slice")} if grouped else {}
    columns = [
        *(words(about.get(key, key)) for key in heads),
        *(v if len(across) > 0 else "Value" for v in values),
    ]
    splits = dict.fromkeys(fact.where.get("split", "") for fact in facts)
    count = f"n ({' / '.join(splits)})" if "split" in across else "n"
    counted = any(isinstance(fact.value, Quantity) and fact.value.n is not None for fact in facts)
    cells = [
        (
            *(md_text(where_text(*key)) for key in zip(heads, keys, strict=True)),
            *(_value(row[v]) if v in row else BLANK for v in values),
            *([_count(row)] if counted else []),
            *([_marks(list(row.values()), origins)] if marked else []),
        )
        for keys, row in rows.items()
    ]
    return Grid(
        caption=_caption(facts, varying),
        method=_methods(facts),
        marks=Md("") if marked else _marks(facts, origins),
        columns=(*columns, *([count] if counted else []), *(["Origin"] if marked else [])),
        rows=tuple(cells),
        note=_note(facts),
    )


def _cells(fact: Fact, keys: Sequence[str]) -> tuple[str, ...]:
    own = _keys(fact)
    return tuple(own.get(key, "") for key in keys)


def _count(row: dict[str, Fact]) -> Md:
    counts = [fact.value.n for fact in row.values() if isinstance(fact.value, Quantity)]
    shown = dict.fromkeys(f"{n:,}" for n in counts if n is not None)
    return Md(" / ".join(shown)) if len(shown) > 0 else BLANK


def _note(facts: Sequence[Fact]) -> str:
    """What the brackets are, what holds for all *facts*, and why some of them have no value."""
    quantities = [fact.value for fact in facts if isinstance(fact.value, Quantity)]
    kinds = _intervals(quantities)
    brackets = f"In brackets: {kinds}." if kinds != "" else ""
    notes = dict.fromkeys(fact.evidence.note for fact in facts)
    if len(notes) > 1:
        absent = [f for f in facts if isinstance(f.value, Quantity) and f.value.value is None]
        notes = dict.fromkeys(fact.evidence.note for fact in absent)
    return " ".join(part for part in (brackets, *notes) if part)


def _table(fact: Fact, table: Table, origins: Origins) -> Grid:
    shown, note = shortened(fact.id, table)
    about = fact.subject.partition(":")[2] if fact.subject.startswith("data:") else ""
    where = _where(fact.where | ({"data": about} if about != "" else {}))
    width = len(shown.columns)
    return Grid(
        caption=fact_label(fact) + (f" ({where})" if where != "" else ""),
        method=_method(fact),
        marks=origins.mark(fact.evidence),
        columns=shown.columns,
        rows=tuple(
            tuple(_cell(v, fact) for v in [*row, *[None] * width][:width]) for row in shown.rows
        ),
        note=" ".join(part for part in (note, fact.evidence.note) if part),
    )


def _cell(value: Any, fact: Fact) -> Md:
    if isinstance(value, float) and fact.evidence.method is Method.RECORDED:
        # Somebody set it, such as a learning rate: all its digits count.
        return md_text(exact_text(value))
    if isinstance(value, float) and fact.id == "res.error_rates":
        # Shares of a class's few examples: more digits would say nothing.
        return md_text(number_text(value, ESTIMATE_DIGITS))
    return BLANK if value is None else inline(value)


def _panels(title: str, curve: Curve) -> list[Panel]:
    """A panel for each metric: a loss and an accuracy have no scale in common."""
    groups: dict[str, dict[str, Any]] = {}
    for name, points in curve.series.items():
        metric = _SPLIT.sub("", name)
        groups.setdefault(metric, {})[name] = points
    if len(groups) == 1:
        return [Panel(title, curve)]
    return [
        Panel(
            ", ".join(part for part in (title, metric) if part != ""), Curve(x=curve.x, series=own)
        )
        for metric, own in groups.items()
    ]


def _figure(facts: list[Fact], origins: Origins, folder: str) -> Figure:
    varying = _varying(facts)
    panels = []
    for fact in facts:
        if isinstance(fact.value, Curve):
            keys = {key: value for key, value in _keys(fact).items() if key in varying}
            panels += _panels(", ".join(keys.values()), fact.value)
    name = figure_name(facts[0].id)
    chart = Chart(
        name=name,
        caption=_caption(facts, varying),
        alt=f"{fact_label(facts[0])}. {alt_text(panels)}",
        panels=tuple(panels),
    )
    return Figure(chart, md_path(f"{folder}/{name}.svg"), _methods(facts), _marks(facts, origins))
