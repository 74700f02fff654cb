"""Facts as blocks of a page: single figures as a list, figures of one kind as one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cardgen.charts import Chart, of_test
from cardgen.language import SOURCE, say, spoken
from cardgen.markdown.escape import Md, md_path, md_text
from cardgen.pages.blocks import Block, Figure, Line, Lines, Words
from cardgen.pages.evidence import Origins
from cardgen.pages.grids import grid, table
from cardgen.pages.labels import fact_label, words
from cardgen.pages.lines import is_line, is_long, line
from cardgen.pages.together import together
from cardgen.pages.wording import marks, method, methods, value_words, where_words
from cardgen.values import Curve, Fact, Quantity, Scalar, Table

DETAILS = (
    *("res.unitary", "res.intersect", "res.small", "res.ece", "res.roc", "res.pr"),
    *("res.confusion", "res.error_rates", "res.error_groups", "res.disparity", "res.comparisons"),
    *("res.fairness", "res.baseline", "res.thresholds", "res.calibration", "res.scoredist"),
)
"""Details of results that a page shows of the test split alone, where there is one."""
CHARTED = ("res.calibration",)
"""Tables that nobody reads row by row: where a chart shows some of them, the JSON file has them."""


def fact_blocks(facts: Sequence[Fact], origins: Origins, charts: Sequence[Chart]) -> list[Block]:
    """*facts* in their order; facts with one id together, their charts first.

    *charts* are those of the whole page; each stands with the first of its facts.
    """
    blocks: list[Block] = []
    lines: list[Line] = []
    left: list[Fact] = []
    for of_id in by_id(facts):
        group, elsewhere = _on_test(of_id)
        left += elsewhere
        if is_line(group):
            lines.append(line(group[0], origins))
            continue
        if len(lines) > 0:
            blocks.append(Lines(tuple(lines)))
            lines = []
        addresses = {fact.address for fact in group}
        own = [chart for chart in charts if chart.facts[0].address in addresses]
        blocks += [_figure(chart, origins) for chart in own]
        blocks += _wide([fact for fact in group if own == [] or fact.id not in CHARTED], origins)
        if own == [] and any(isinstance(fact.value, Curve) for fact in group):
            blocks.append(_undrawn(group[0]))
    if len(lines) > 0:
        blocks.append(Lines(tuple(lines)))
    return [*blocks, _elsewhere(left)] if left != [] else blocks


def _on_test(facts: list[Fact]) -> tuple[list[Fact], list[Fact]]:
    """Of tables and curves of results on several splits those on test; and the others."""
    if facts[0].id not in DETAILS:
        return facts, []
    shown = of_test(facts, facts[0].id)
    return shown, [fact for fact in facts if fact not in shown]


def _elsewhere(facts: Sequence[Fact]) -> Words:
    splits = ", ".join(dict.fromkeys(fact.where.get("split", "") for fact in facts))
    labels = "; ".join(dict.fromkeys(fact_label(fact) for fact in facts))
    text = say(
        "Also in the JSON file of this document, for {splits}: {labels}.",
        splits=splits,
        labels=labels,
    )
    return Words(md_text(text))


def quoted_figures(facts: Sequence[Fact], origins: Origins) -> Words:
    """A line under a text for the figures that it quotes: how they came about, and where from."""
    return Words(Md(f"{say('Figures in this text:')} {methods(facts)} {marks(facts, origins)}"))


def _wide(facts: Sequence[Fact], origins: Origins) -> Iterator[Block]:
    """Facts of one id as tables and quotations."""
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
    for group, value in together([fact for fact in facts if isinstance(fact.value, Table)]):
        yield table(group, value, origins)


def _undrawn(fact: Fact) -> Words:
    label = md_text(fact_label(fact))
    return Words(
        Md(
            say(
                "{label}: nothing could be drawn; the JSON file of this document has it.",
                label=label,
            )
        )
    )


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
        head = Md(f"**{md_text(label)}** {method(fact)} {mark}")
        blocks.append(Words(head + _page_link(fact)))
        blocks.append(Words(Md("> ") + value_words(fact)))
    return blocks


def _page_link(fact: Fact) -> Md:
    """A link to the page of the document that the fact was stated in."""
    stem = fact.where.get("document")
    if stem is None:
        return Md("")
    kind = say(words(stem.split(".")[0]))
    name = kind.lower() if spoken() == SOURCE else kind
    link = f"[{md_text(name)}]({md_path(f'{stem}.md')})"
    return Md(say(": see the {link}", link=link))


def _figure(chart: Chart, origins: Origins) -> Figure:
    path = md_path(f"{chart.page}.figures/{chart.name}.svg")
    return Figure(chart, path, methods(chart.facts), marks(chart.facts, origins))
