"""The demo's HTML pages are what GitHub makes of its Markdown pages."""

import pytest

from tests.demo.conftest import DemoProject
from tests.dom import github, outline

pytestmark = [pytest.mark.slow, pytest.mark.tool("cmark-gfm")]


@pytest.mark.parametrize("kind", ["model_card", "datasheet", "data_statement"])
def test_the_demos_pages_read_the_same(demo_project: DemoProject, kind: str) -> None:
    markdown, html = (
        (demo_project.folder / "documents" / f"{kind}.{format}").read_text(encoding="utf-8")
        for format in ("md", "html")  # noqa: A001
    )
    assert outline(html) == outline(github(markdown))
