"""What all charts have in common: bytes, ids, ink, and text that stays text."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from cardgen.charts import Chart, chart_key, charts_for, draw, svg_inline
from cardgen.charts._kinds import file_part
from cardgen.language import catalogue, speaking
from cardgen.values import Fact, Quantity
from tests.charts.facts import (
    PRECISIONS,
    ROC,
    bins,
    classes,
    curve,
    curves,
    energy,
    fact,
    importance,
    matrix,
    only_chart,
    over_seeds,
    overall,
    scores,
    seeds,
    slices,
    svg,
    table,
    texts,
    threshold,
    thresholds,
    trials,
)
from tests.formats.sample import HOSTILE

EVERY_KIND = (
    curves({"train/loss": [(0, 2.0), (5, 1.0)], "val/loss": [(5, 1.5)], "accuracy": [(5, 0.5)]}),
    fact("tr.kept", Quantity(value=5, unit="steps"), subject="run:r1"),
    energy("cpu", {"measured": [(0.0, 0.0), (2.0, 1e-5), (4.0, "NaN"), (6.0, 3e-5), (9.0, 4e-5)]}),
    energy("ram", {"estimated": [(0.0, 0.0), (9.0, 2e-5)]}),
    energy("gpu", {}),
    matrix(["a", "b"], [[9, 1], [0, 0]], where={"split": "test"}),
    classes(["train", "test"], {"a": [9, 1], "b": [0, None]}),
    *slices({"a": (0.9, 0.8, 0.95, 90), "b": 0.5, "few": (None, None, None, 2)}),
    overall(0.7),
    curve("res.roc", "ROC", ROC),
    curve("res.pr", "precision", PRECISIONS),
    thresholds(),
    threshold(0.5),
    bins((0.1, 0.05, 0.02, 0.1, 900), (0.5, 0.7, 0.6, 0.8, 100)),
    scores(("a", 100, 0.5, 0.1, 0.1, 0.4, 0.5, 0.6, 0.9)),
    seeds([0.9, 0.8]),
    over_seeds(0.85, 0.8, 0.9),
    table("res.baseline", ("system", "value", "low", "high"), ("a", 1, 0, 2), ("b", 3, 2, 4)),
    trials(["rate"], ("t1", 1, 0.9, 1e-3), ("t2", 2, 0.8, 1.0)),
    importance(rate=0.5),
    curve("res.expected", "expected best", [(1, 0.5), (2, 0.7)], metric="accuracy"),
)
TEXTS = [*HOSTILE, "\ud800", "نص", *(chr(plane * 0x10000 + 0xF600) for plane in range(17))]
"""Hostile words, half a character, right-to-left, and a character of every plane."""
PAGE_PT = 257 / 25.4 * 72
"""Height of a printed page's text."""
SCRIPT = """
from cardgen.charts import charts_for, draw
from hashlib import sha256
from tests.charts.test_svg import EVERY_KIND
for chart in charts_for(EVERY_KIND, "card"):
    print(chart.name, sha256(draw(chart)).hexdigest())
"""


@pytest.fixture(scope="module")
def charts() -> list[Chart]:
    return charts_for(EVERY_KIND, "card")


def inline(chart: Chart) -> str:
    return svg_inline(chart, draw(chart))


def ids(picture: str) -> list[str]:
    return [i for node in ET.fromstring(picture).iter() if (i := node.get("id")) is not None]


def test_every_kind_finds_its_facts(charts: list[Chart]) -> None:
    assert [chart.name for chart in charts] == [
        "baselines.names.test.model",
        "calibration.names.test.model",
        "confusion-matrix.test",
        "energy-over-time",
        "expected-performance.accuracy.names.test.model",
        "label-balance.names",
        "learning-curves",
        "precision-recall.names.test.model",
        "roc-curve.names.test.model",
        "score-distribution.sex.names.test.model",
        "search.accuracy",
        "seeds.names.test.model",
        "slice-plot.accuracy.sex.names.test.model",
        "thresholds.names.test.model",
    ]


def test_another_process_draws_the_same_bytes(charts: list[Chart]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path), "HOME": "/nowhere"},
        capture_output=True,
        text=True,
        check=True,
    )
    from hashlib import sha256

    drawn = [f"{chart.name} {sha256(draw(chart)).hexdigest()}" for chart in charts]
    assert done.stdout.splitlines() == drawn


def test_the_key_holds_the_facts_and_the_kind_and_neither_page_nor_words(
    charts: list[Chart],
) -> None:
    one, other = only_chart(EVERY_KIND[0]), only_chart(EVERY_KIND[0], EVERY_KIND[1])
    (elsewhere,) = charts_for(EVERY_KIND[:1], "another page")
    assert (chart_key(one) == chart_key(elsewhere), chart_key(one) == chart_key(other)) == (
        True,
        False,
    )


def test_charts_of_a_page_and_of_other_pages_share_no_id(charts: list[Chart]) -> None:
    every = [
        i for page in ("card", "sheet") for c in charts_for(EVERY_KIND, page) for i in ids(svg(c))
    ]
    assert len(every) == len(set(every))


def test_every_reference_of_a_chart_leads_to_one_of_its_ids(charts: list[Chart]) -> None:
    import re

    for chart in charts:
        picture = inline(chart)
        used = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', picture)
        assert {a or b for a, b in used} <= set(ids(picture))


def test_a_chart_is_an_image_with_its_caption_and_its_words(charts: list[Chart]) -> None:
    ns = "{http://www.w3.org/2000/svg}"
    roots = [ET.fromstring(inline(chart)) for chart in charts]
    found = [(r.get("role"), r.findtext(f"{ns}title"), r.findtext(f"{ns}desc")) for r in roots]
    assert found == [("img", chart.caption, chart.alt) for chart in charts]


def test_charts_are_vectors_without_raster_images(charts: list[Chart]) -> None:
    assert [chart.name for chart in charts if b"<image" in draw(chart)] == []


def test_a_file_is_dark_on_white_and_an_inlined_chart_has_the_ink_of_its_page(
    charts: list[Chart],
) -> None:
    def ink(picture: str) -> tuple[bool, bool, bool]:
        return (
            "currentColor" in picture,
            "prefers-color-scheme" in picture,
            'fill="#ffffff"/>' in picture,
        )

    assert {ink(svg(chart)) for chart in charts} == {(False, False, True)}
    assert {ink(inline(chart)) for chart in charts} == {(True, True, False)}


def test_the_first_font_of_an_inlined_chart_is_the_one_that_the_pdf_ships(
    charts: list[Chart],
) -> None:
    import re

    fonts = {f for c in charts for f in re.findall(r"(?:px|family:) ?('[^']+')", inline(c))}
    assert fonts == {"'cardgen sans'"}


@pytest.mark.parametrize("first", range(0, len(TEXTS), 40))
def test_any_text_comes_out_as_text(first: int) -> None:
    names = TEXTS[first : first + 40]
    facts = (
        matrix(names, [[1] * len(names)] * len(names), where={"split": "".join(names)}),
        *slices(dict.fromkeys(names, 0.5), metric=names[0], group=names[-1]),
    )
    pictures = [ET.fromstring(inline(chart)) for chart in charts_for(facts, "card")]
    tags = {node.tag.rpartition("}")[2] for picture in pictures for node in picture.iter()}
    known = {
        "svg",
        "title",
        "desc",
        "style",
        "defs",
        "g",
        "path",
        "use",
        "text",
        "clipPath",
        "rect",
    }
    assert tags <= known


@pytest.mark.parametrize("text", [' id="a', "#010203", "font-family: x", 'href="#a'])
def test_a_label_that_reads_like_the_pictures_own_marks_is_kept(text: str) -> None:
    svg = ET.fromstring(inline(only_chart(curves({text: [(0, 1.0), (1, 2.0)]}))))
    assert text.strip() in [(node.text or "").strip() for node in svg.iter()]


def test_texts_that_look_alike_in_file_names_have_names_of_their_own() -> None:
    names = ["a b", "a-b", "a_b", "A b", "", "é", "è", "x" * 50, "x" * 51]
    assert len({file_part(name) for name in names} | {file_part("a_b")}) == len(names) - 1


def test_pictures_speak_the_language_of_their_page() -> None:
    with speaking("de"):
        drawn = charts_for(EVERY_KIND, "card")
        written = {text.strip() for chart in drawn for text in texts(chart)}
        said = " ".join(chart.alt for chart in drawn)
    english = {phrase for phrase, german in catalogue("de").items() if phrase != german}
    assert (written & english, {"Schwelle", "beobachtet", "Versuch"} - written) == (set(), set())
    assert [word for word in (" the ", " of ", " and ", " is ") if word in said] == []


def test_matplotlib_is_loaded_only_to_draw() -> None:
    code = (
        "import sys\n"
        "from cardgen.charts import charts_for\n"
        "from tests.charts.test_svg import EVERY_KIND\n"
        "charts_for(EVERY_KIND, 'card'), charts_for((), 'card')\n"
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("facts", "share"),
    [
        ([curves({"loss": [(0, 1), (1, 0)], "accuracy": [(0, 0), (1, 1)]})], 0.4),
        ([matrix([f"c{i}" for i in range(20)], [[1] * 20] * 20)], 0.46),
        ([classes(("train", "test"), {f"c{i}": (i, 1) for i in range(20)})], 0.55),
        (slices({f"s{i}": i / 60 for i in range(60)}), 0.55),
        (slices({f"s{i}": i / 12 for i in range(12)}), 0.32),
        ([curve("res.roc", "ROC", ROC)], 0.3),
        ([curve("res.pr", "precision", PRECISIONS)], 0.3),
        ([thresholds()], 0.25),
        ([bins((0.5, 0.7, 0.6, 0.8, 100))], 0.32),
        ([bins((0.5, 0.7, 0.6, 0.8, 9), slice=f"s{i}", group="g") for i in range(6)], 0.55),
        ([seeds([0.9, 0.8])], 0.12),
        ([trials([], ("a", 1, 0.9), ("b", 2, 0.8))], 0.25),
    ],
)
def test_a_chart_leaves_room_on_its_page(facts: list[Fact], share: float) -> None:
    # What does not fit on the rest of a page leaves that rest empty; two matrices share one page.
    high = re.search(r'<svg[^>]* height="([0-9.]+)pt"', svg(only_chart(*facts)))
    assert high is not None
    assert float(high[1]) / PAGE_PT < share
