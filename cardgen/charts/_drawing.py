"""Charts as SVG: vector only, text as text, the same bytes every time.

matplotlib is called through its Figure class, with its own defaults and not the user's. A chart is
drawn once in a stand-in ink; the file beside a Markdown page gets dark ink on white, the picture
inside an HTML page the colour of its text in light and dark.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from cardgen.markdown.escape import visible
from cardgen.numbers import number_text
from cardgen.values import Curve

Key = tuple[tuple[str, str, str], ...]

INK = "#010203"
LONGEST_LABEL = 40
MOST_PANELS = 24
LARGEST = 1e290
"""Beyond it matplotlib's axes overflow; what is nearer to zero than its inverse is drawn as zero."""
# Okabe and Ito's colours, told apart by colour-blind readers; dashes tell the lines apart as well.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES = ("-", "--", ":", "-.")
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cardgen",
    "text.parse_math": False,
    "font.size": 9.0,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
}
THEMED = (
    b"<style>:root{color:#1a1a1a}@media(prefers-color-scheme:dark){:root{color:#e8e8e8}}</style>"
)
OPAQUE = b'<rect width="100%" height="100%" fill="#ffffff"/>'


@dataclass(frozen=True, slots=True)
class Panel:
    """One curve of a chart, with its heading."""

    title: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `name` is its file name without ending, `alt` states its numbers."""

    name: str
    caption: str
    alt: str
    panels: tuple[Panel, ...]


def figure_name(id: str) -> str:  # noqa: A002 - the fact's own word
    """The file name, without ending, of the chart of facts with *id*."""
    return re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-")


def alt_text(panels: Sequence[Panel]) -> str:
    """The numbers of *panels* in words: first, last and lowest or highest of each line."""
    sentences = []
    for panel in panels:
        for name, points in panel.curve.series.items():
            title = ", ".join(dict.fromkeys(part for part in (panel.title, name) if part != ""))
            sentences.append(_line_words(title, panel.curve.x, points))
    return " ".join(sentences)


def _line_words(title: str, x: str, points: Sequence[tuple[float, float | str]]) -> str:
    finite = [(step, y) for step, y in points if isinstance(y, int | float) and math.isfinite(y)]
    broken = len(points) - len(finite)
    others = f"; {broken} not finite" if broken > 0 else ""
    if len(finite) == 0:
        return f"{title}: no finite value{others}."
    (x0, y0), (x1, y1) = finite[0], finite[-1]
    low, high = min(y for _, y in finite), max(y for _, y in finite)
    return (
        f"{title}: from {number_text(y0)} at {x} {number_text(x0)} to {number_text(y1)} at {x}"
        f" {number_text(x1)}, lowest {number_text(low)}, highest {number_text(high)}{others}."
    )


def svg_file(chart: Chart, drawing: bytes) -> str:
    """The *drawing* of *chart* for a file of its own: dark on white."""
    raw = drawing.replace(INK.encode(), b"#1a1a1a")
    return _finished(raw, chart, OPAQUE)


def svg_inline(chart: Chart, drawing: bytes) -> str:
    """The *drawing* of *chart* for an HTML page: in the ink of its colour scheme, no background.

    Its first font is the one that a PDF brings along, a little narrower than the one that Matplotlib
    measured with.
    """
    raw = drawing.replace(INK.encode(), b"currentColor")
    raw = raw.replace(b"font-family: ", b"font-family: 'cardgen sans', ")
    return _finished(raw, chart, THEMED)


def _finished(raw: bytes, chart: Chart, extra: bytes) -> str:
    prefix = chart.name.encode() + b"-"
    # Two charts on a page must not share ids.
    for before in (b' id="', b'href="#', b"url(#"):
        raw = raw.replace(before, before + prefix)
    title = escape(visible(chart.caption)).encode("utf-8", "replace")
    words = escape(visible(chart.alt)).encode("utf-8", "replace")
    about = (
        b' role="img" aria-labelledby="%st %sd"><title id="%st">%s</title><desc id="%sd">%s</desc>'
    )
    end = raw.index(b">")
    inner = about % (prefix, prefix, prefix, title, prefix, words)
    return (raw[:end] + inner + extra + raw[end + 1 :]).decode()


def chart_key(chart: Chart) -> Key:
    """Everything that the drawing of *chart* depends on."""
    return tuple((p.title, p.curve.x, p.curve.model_dump_json()) for p in chart.panels)


@lru_cache(maxsize=64)
def draw(key: Key) -> bytes:
    """The drawing of the chart with *key*, in a stand-in ink."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    shown = key[:MOST_PANELS]
    columns = min(2, len(shown))
    rows = -(-len(shown) // columns)
    buffer = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # A script that the chart's own font lacks is drawn by the reader's: text stays text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        canvas = Canvas(
            figsize=(3.6 * columns if columns > 1 else 5.2, 2.6 * rows), layout="constrained"
        )
        for index, (title, x, curve) in enumerate(shown, start=1):
            axes = canvas.add_subplot(rows, columns, index)
            _draw(axes, title, x, Curve.model_validate_json(curve))
        if len(key) > len(shown):
            more = f"{len(key) - len(shown)} more are not drawn; the words beside have them."
            canvas.supxlabel(more, fontsize=9.0)
        canvas.savefig(
            buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
    svg = buffer.getvalue()
    return re.sub(rb"<metadata>.*?</metadata>", b"", svg[svg.index(b"<svg") :], flags=re.DOTALL)


def _draw(axes: Any, title: str, x: str, curve: Any) -> None:
    lines, labels = [], []
    for index, (name, points) in enumerate(curve.series.items()):
        xs, ys = [_drawable(p[0]) for p in points], [_drawable(p[1]) for p in points]
        marker = "o" if len(points) < 3 else None
        colour, dash = COLOURS[index % len(COLOURS)], DASHES[index % len(DASHES)]
        lines += axes.plot(xs, ys, color=colour, linestyle=dash, linewidth=1.4, marker=marker)
        # matplotlib leaves out labels that begin with an underscore.
        labels.append(" " + _short(name))
    axes.set_title(_short(title), fontsize=9.0, loc="left")
    axes.set_xlabel(_short(x))
    axes.grid(visible=True, linewidth=0.4, alpha=0.4)
    if len(labels) > 0:
        axes.legend(lines, labels, fontsize=8.0)


def _short(label: str) -> str:
    """*label* on one line that fits; the words beside the chart have all of it."""
    line = " ".join(visible(label).split())
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"


def _drawable(number: float | str) -> float:
    value = float(number)
    if not abs(value) <= LARGEST:
        return math.nan
    return value if abs(value) >= 1 / LARGEST else 0.0
