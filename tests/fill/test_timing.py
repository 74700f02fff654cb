"""A plan that came after training began is shown as what it is."""

from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import IsoDate
from cardgen.fill import fill
from cardgen.formats import render
from tests.fill.sheets import HEAD, answered, fact

START = "2026-01-02T03:04:05.678Z"


def _page(day: str) -> str:
    answers = {"premortem.date": answered("premortem.date", IsoDate(day))}
    facts = [fact("prj.first_start", START, "project")]
    document = fill(document_type("model_card"), HEAD, AnswerFile("a.yaml", answers, {}), facts)
    return render(document, "md", "model_card")["model_card.md"].decode()


def test_a_premortem_after_the_start_says_so_on_the_page() -> None:
    words = "written after training began: dated 2026-01-03, the first run started on 2026-01-02"
    assert words in _page("2026-01-03").replace("\\", "")


def test_a_premortem_before_the_start_says_nothing() -> None:
    assert "after training began" not in _page("2026-01-01")
