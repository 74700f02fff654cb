"""Ink, colours and fonts of all charts: matplotlib's own defaults and these, never the user's."""

from __future__ import annotations

INK = "#010203"
"""Stands for the colour of the text, which the finished picture gets."""
# Okabe and Ito's colours, told apart by colour-blind readers; dashes tell the lines apart as well.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
DASHES = ("-", "--", ":", "-.")
SHADES = ("#c6dbef", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b")
"""One hue, from light to dark, so that it keeps its order in black and white."""
PAPER, PRINT = "#ffffff", "#111111"
"""White and black that stay what they are in a dark page, such as under and on shades."""
FIRST_DARK = 4
"""Index of the first shade that white is read on; on those before, black is."""
SMALL = 8.0
SIZE = 9.0
"""Sizes of letters, in points."""
SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "cardgen",
    "text.parse_math": False,
    "font.size": SIZE,
    "axes.titlesize": SIZE,
    "axes.titlelocation": "left",
    "axes.labelsize": SIZE,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "legend.fontsize": SMALL,
    "axes.formatter.useoffset": False,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": INK,
    "grid.linewidth": 0.4,
    "grid.alpha": 0.3,
    "lines.linewidth": 1.4,
    "lines.markersize": 4.0,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
}
