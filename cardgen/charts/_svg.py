"""Charts as SVG: vector only, text as text, the same bytes every time.

A chart is drawn once in a stand-in ink; the file beside a Markdown page gets dark ink on white, the
picture inside an HTML page the colour of its text in light and dark.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import warnings
from html import escape

from cardgen.charts._kinds import Chart, file_part, kind
from cardgen.charts._style import INK, SETTINGS
from cardgen.language import spoken
from cardgen.markdown.escape import visible

THEMED = (
    b"<style>:root{color:#1a1a1a}@media(prefers-color-scheme:dark){:root{color:#e8e8e8}}</style>"
)
OPAQUE = b'<rect width="100%" height="100%" fill="#ffffff"/>'
DARK_INK = b"#1a1a1a"
MOST_KEPT = 64
_TAG = re.compile(rb"<[^<>]*>")
_drawn: dict[str, bytes] = {}


def svg_file(chart: Chart, drawing: bytes) -> str:
    """The *drawing* of *chart* for a file of its own: dark on white."""
    return _finished(chart, drawing, ((INK.encode(), DARK_INK),), OPAQUE)


def svg_inline(chart: Chart, drawing: bytes) -> str:
    """The *drawing* of *chart* for an HTML page: in the ink of its colour scheme, no background.

    Its first font is the one that a PDF brings along, a little narrower than the one that Matplotlib
    measured with.
    """
    font = (b"font-family: ", b"font-family: 'cardgen sans', ")
    # In one line a font stands behind its size.
    short = (b"px 'DejaVu Sans'", b"px 'cardgen sans', 'DejaVu Sans'")
    return _finished(chart, drawing, ((INK.encode(), b"currentColor"), font, short), THEMED)


def chart_key(chart: Chart) -> str:
    """The digest of all that `draw` makes its bytes of, but for the code: the name to keep them by.

    Who keeps them for another process adds the versions of cardgen and matplotlib.
    """
    facts = json.dumps([fact.model_dump(mode="json") for fact in chart.facts])
    return hashlib.sha256(f"{chart.kind}\n{spoken()}\n{facts}".encode()).hexdigest()


def draw(chart: Chart) -> bytes:
    """*chart*'s kind and facts as SVG in the stand-in ink, without words about it.

    A pure function: charts with the same `chart_key` have the same bytes, in any process. What was
    drawn last is not drawn again in a process.
    """
    name = chart_key(chart)
    if name not in _drawn:
        if len(_drawn) >= MOST_KEPT:
            _drawn.pop(next(iter(_drawn)))
        _drawn[name] = _draw(chart)
    return _drawn[name]


def _draw(chart: Chart) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # A script that the chart's own font lacks is drawn by the reader's: text stays text.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        canvas = Figure()
        kind(chart.kind).draw(canvas, chart.facts)
        canvas.savefig(
            buffer, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
    svg = buffer.getvalue()
    return re.sub(rb"<metadata>.*?</metadata>", b"", svg[svg.index(b"<svg") :], flags=re.DOTALL)


def _finished(
    chart: Chart, drawing: bytes, changes: tuple[tuple[bytes, bytes], ...], extra: bytes
) -> str:
    prefix = f"{file_part(chart.page)}.{chart.name}-".encode()
    ids_of = tuple((before, before + prefix) for before in (b' id="', b'href="#', b"url(#"))
    # In tags only: a label may read like any of them.
    raw = _TAG.sub(lambda tag: _replaced(tag[0], (*ids_of, *changes)), drawing)
    title = escape(visible(chart.caption)).encode("utf-8", "replace")
    words = escape(visible(chart.alt)).encode("utf-8", "replace")
    about = (
        b' role="img" aria-labelledby="%st %sd"><title id="%st">%s</title><desc id="%sd">%s</desc>'
    )
    end = raw.index(b">")
    inner = about % (prefix, prefix, prefix, title, prefix, words)
    return (raw[:end] + inner + extra + raw[end + 1 :]).decode()


def _replaced(tag: bytes, changes: tuple[tuple[bytes, bytes], ...]) -> bytes:
    for old, new in changes:
        tag = tag.replace(old, new)
    return tag
