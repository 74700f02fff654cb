"""Compiled templates are kept for their user alone, and a page is the same with and without them."""

from pathlib import Path

import pytest

from cardgen.documents._types import Prose
from cardgen.formats import Edition, render_edition
from cardgen.formats._compiled import FOLDER
from cardgen.formats._templates import Templates, user_templates
from tests.formats.sample import answered, document


def page(templates: Templates) -> dict[str, bytes]:
    shown = document(prose=answered(Prose("x")))
    return render_edition(Edition(shown, "sample", templates=templates), "html")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of compiled templates of a user who has none yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "cardgen" / FOLDER


def test_a_page_is_the_same_from_kept_templates(folder: Path) -> None:
    compiled = page(Templates())
    kept = {path: path.read_bytes() for path in folder.iterdir()}
    again = page(Templates())
    assert (again, {path: path.read_bytes() for path in folder.iterdir()}) == (compiled, kept)


def test_what_somebody_else_put_among_kept_templates_is_not_run(folder: Path) -> None:
    compiled = page(Templates())
    for path in folder.iterdir():
        # Marshalled code behind another seal.
        path.write_bytes(bytes(32) + path.read_bytes()[32:].replace(b"section", b"trouble"))
    assert page(Templates()) == compiled


def test_templates_of_a_user_are_not_kept(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    page(user_templates(tmp_path / "own"))
    assert not folder.exists()
