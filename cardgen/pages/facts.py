"""Facts as blocks of a page: single figures as a list, figures of one kind as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from cardgen.charts._drawing import Chart, Panel, alt_text, figure_name
from cardgen.markdown.escape import Md, md_path, md_text
from cardgen.pages.blocks import Block, Figure, Line, Lines, Words
from cardgen.pages.evidence import Origins
from cardgen.pages.grids import grid, table
from cardgen.pages.labels import fact_label, words
from cardgen.pages.lines import is_line, is_long, line
from cardgen.pages.wording import (
    caption,
    keys,
    marks,
    method,
    methods,
    value_words,
    varying,
    where_words,
)
from cardgen.values import Curve, Fact, Quantity, Scalar, Table

# The split at the start of a series' name, such as `train/loss` or `val_accuracy`.
_SPLIT = re.compile(r"^(train|training|val|valid|validation|dev|eval|test)([/_.]|$)", re.IGNORECASE)


def fact_blocks(facts: Sequence[Fact], origins: Origins, figures: str) -> list[Block]:
    """*facts* in their order; facts with one id together. *figures* is the folder for charts."""
    blocks: list[Block] = []
    lines: list[Line] = []
    for group in by_id(facts):
        if is_line(group):
            lines.append(line(group[0], origins))
            continue
        if len(lines) > 0:
            blocks.append(Lines(tuple(lines)))
            lines = []
        blocks += _wide(group, origins, figures)
    return [*blocks, Lines(tuple(lines))] if len(lines) > 0 else blocks


def quoted_figures(facts: Sequence[Fact], origins: Origins) -> Words:
    """A line under a text for the figures that it quotes: how they came about, and where from."""
    return Words(Md(f"Figures in this text: {methods(facts)} {marks(facts, origins)}"))


def _wide(facts: Sequence[Fact], origins: Origins, figures: str) -> Iterator[Block]:
    """Facts of one id as tables, quotations and charts."""
    plain = [fact for fact in facts if isinstance(fact.value, Quantity | Scalar)]
    if len(plain) == 1 and not is_long(plain[0]):
        yield Lines((line(plain[0], origins),))
    elif any(map(is_long, plain)):
        yield from _long(plain, origins)
    else:
        # A table for each group: a reader looks up one locale, or one script.
        groups: dict[str | None, list[Fact]] = {}
        for fact in plain:
            groups.setdefault(fact.where.get("group"), []).append(fact)
        for group in groups.values():
            yield grid(group, origins)
    for fact in facts:
        if isinstance(fact.value, Table):
            yield table(fact, fact.value, origins)
    curves = [fact for fact in facts if isinstance(fact.value, Curve)]
    if len(curves) > 0:
        yield _figure(curves, origins, figures)


def by_id(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """*facts* with one id together, in the order of their first."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        groups.setdefault(fact.id, []).append(fact)
    yield from groups.values()


def _long(facts: list[Fact], origins: Origins) -> list[Block]:
    blocks: list[Block] = []
    for fact in facts:
        about = fact.subject.partition(":")[2] or where_words(fact.where)
        label = fact_label(fact) + (f", {about}" if about != "" else "")
        mark = origins.mark(fact.evidence)
        head = Md(f"**{md_text(label)}** ({method(fact)} {mark})")
        blocks.append(Words(head + _page_link(fact)))
        blocks.append(Words(Md("> ") + value_words(fact)))
    return blocks


def _page_link(fact: Fact) -> Md:
    """A link to the page of the document that the fact was stated in."""
    stem = fact.where.get("document")
    if stem is None:
        return Md("")
    return Md(f": see the [{md_text(words(stem).lower())}]({md_path(f'{stem}.md')})")


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
    differ = varying(facts)
    panels = []
    for fact in facts:
        if isinstance(fact.value, Curve):
            held = {key: value for key, value in keys(fact).items() if key in differ}
            panels += _panels(", ".join(held.values()), fact.value)
    name = figure_name(facts[0].id)
    chart = Chart(
        name=name,
        caption=caption(facts, differ),
        alt=f"{fact_label(facts[0])}. {alt_text(panels)}",
        panels=tuple(panels),
    )
    return Figure(chart, md_path(f"{folder}/{name}.svg"), methods(facts), marks(facts, origins))
