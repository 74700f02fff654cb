"""Charts: figures that people would rather look at than read, drawn from facts.

One module is one kind of chart. It says which facts it shows, what stands in them in words, and
draws them on a Matplotlib figure (see `Kind`); ink, ids, file forms and escaping are common.
"""

from __future__ import annotations

from cardgen.charts._facts import drawn as of_test
from cardgen.charts._kinds import Chart, Kind, charts_for
from cardgen.charts._svg import chart_key, draw, svg_file, svg_inline

__all__ = ["Chart", "Kind", "chart_key", "charts_for", "draw", "of_test", "svg_file", "svg_inline"]
