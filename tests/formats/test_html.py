from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from cardgen.documents._types import Prose
from cardgen.formats import render
from cardgen.values import Table
from tests.formats.sample import HOSTILE, answered, document, fact, full, hostile

LOADS = {
    "script",
    "link",
    "iframe",
    "object",
    "embed",
    "form",
    "base",
    "svg",
    "video",
    "audio",
    "source",
}


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def html(document) -> str:
    return render(document, "html", "sample")["sample.html"].decode()


def acting(text: str) -> list[tuple[str, dict[str, str | None]]]:
    """Elements that run, load or handle something."""
    return [
        (tag, attributes)
        for tag, attributes in Elements(text).found
        if tag in LOADS
        or any(name.startswith("on") for name in attributes)
        or not (attributes.get("src") or "data:image/svg+xml;base64,").startswith(
            "data:image/svg+xml;base64,"
        )
        or re.match(r"(?i)\s*(javascript|data|file|vbscript):", attributes.get("href") or "")
        is not None
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_slot_does_nothing(text: str) -> None:
    page = html(hostile(text))
    assert acting(page) == []
    assert [tag for tag, _ in Elements(page).found].count("style") == 1


def test_the_page_is_one_file_with_language_title_contents_and_charts() -> None:
    files = render(full(), "html", "sample")
    page = files["sample.html"].decode()
    assert list(files) == ["sample.html"]
    assert '<html lang="en">' in page
    assert "<title>Sample: Names</title>" in page
    assert '<li><a href="#evidence">Evidence</a></li>' in page
    assert re.search(
        r'<img alt="Learning curves\. train: from 4 [^"]*" src="data:image/svg\+xml;base64,', page
    )


def test_the_heading_of_a_chart_is_its_caption_which_print_keeps_beside_it() -> None:
    page = html(full())
    assert re.search(r'<p class="caption"><strong>Learning curves</strong>.*</p>\n<p><img', page)


def test_every_mark_leads_to_an_origin() -> None:
    page = html(full())
    marks = set(re.findall(r'href="#(e\d+)"', page))
    assert marks == set(re.findall(r'id="(e\d+)"', page)) != set()


def test_methods_gaps_and_captions_have_classes_for_the_style_sheet() -> None:
    classes = {attributes.get("class") for _, attributes in Elements(html(full())).found}
    assert classes >= {"method computed", "gap", "caption", "mark", "table short", "figure"}


def test_a_persons_words_are_never_shown_as_a_gap() -> None:
    text = "*Not answered.*\n\n<i>Not answered.</i>"
    content = render(document(prose=answered(Prose(text))), "html", "sample")["sample.html"]
    body = content.decode().partition("<h3")[2].partition("<h3")[0]
    assert 'class="gap"' not in body


@pytest.mark.parametrize(
    ("columns", "kind"),
    [(6, "table short"), (11, "table short wide"), (14, "table short wide too-wide")],
)
def test_a_table_that_paper_has_no_room_for_is_marked(columns: int, kind: str) -> None:
    names = tuple(f"column{n}" for n in range(columns))
    table = fact(Table(columns=names, rows=(tuple("x" * columns),)), id="m.arch")
    content = render(document((table,)), "html", "sample")["sample.html"].decode()
    assert f'class="{kind}"' in content


def test_each_entry_of_the_evidence_leads_back_to_where_it_is_used() -> None:
    page = html(full())
    entry = page[page.index('<a id="e1"></a>') :].partition("</li>")[0]
    back = entry.partition('<span class="back">')[2]
    assert '<a href="#figures">Figures</a>' in back
    assert 'id="figures"' in page


def test_the_contents_fold_the_questions_of_a_section() -> None:
    page = html(full())
    nav = page.partition("<nav")[2].partition("</nav>")[0]
    assert '<li><a href="#first">First</a>' in nav
    assert '<summary aria-label="First, questions: 6">6</summary>' in nav
    assert '<li><a href="#anything">Anything</a></li>' in nav


def test_tables_are_named_after_their_captions_and_headings_each_in_its_own_way() -> None:
    own = "| a |\n|---|\n| b |\n\nx\n\n| c |\n|---|\n| d |"
    table = fact(Table(columns=("a",), rows=((1,),)), id="m.arch", where={"split": '"q" & <b>'})
    page = html(document((table,), prose=answered(Prose(own))))
    regions = [a["aria-label"] for tag, a in Elements(page).found if a.get("role") == "region"]
    assert regions == ["Prose", "Prose (2)", 'Modules (split "q" & <b>)']


def test_text_from_right_to_left_has_its_own_direction() -> None:
    page = html(document(prose=answered(Prose("שלום\n\nhello\n\n- مرحبا"))))
    assert '<p dir="auto">שלום</p>\n<p>hello</p>\n<ul dir="auto">\n<li>مرحبا</li>' in page


def test_a_head_cell_without_words_is_no_heading() -> None:
    page = html(document(prose=answered(Prose("| | a |\n|---|---|\n| b | c |"))))
    assert '<td></td>\n<th scope="col">a</th>' in page
