"""What Chromium, axe-core and the Nu Html Checker say of our pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cardgen.formats import render
from tests.demo.conftest import DemoProject
from tests.extremes import Size, every_plane, filled, hostile, large, right_to_left, unanswered
from tests.formats.sample import editions, full
from tests.markdown.cases import CASES

HERE = Path(__file__).parents[1] / "judges"
MODULES = HERE / "node_modules"
TINY = Size(letters=5_000, lines=60, classes=30, stride=512)
# They speak of people's own letters, which stay as they were written.
OF_THE_TEXT = re.compile(
    r"not in Unicode Normalization Form C|starts with a composing character|Private Use Area"
)
pytestmark = [pytest.mark.slow, pytest.mark.tool("chromium", "node", "java")]


@dataclass(frozen=True)
class Verdicts:
    """What the judges said, by page."""

    browser: dict[str, Any]
    checker: list[str]


@pytest.fixture(scope="module")
def verdicts(demo_project: DemoProject, tmp_path_factory: pytest.TempPathFactory) -> Verdicts:
    """One browser and one checker for all pages, at the same time."""
    if not MODULES.is_dir():
        reason = "the judges are not installed (npm install --prefix tests/judges)"
        if "CARDGEN_REQUIRE_TOOLS" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("pages")
    pages = _pages(folder, demo_project.folder / "documents")
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    checker = [
        "java",
        "-jar",
        str(jar),
        "--format",
        "json",
        "--no-langdetect",
        "--exit-zero-always",
    ]
    with subprocess.Popen([*checker, *map(str, pages)], stderr=subprocess.PIPE) as checking:
        environment = os.environ | {"CHROMIUM": shutil.which("chromium") or ""}
        browser = subprocess.run(
            ["node", str(HERE / "browser.mjs"), *map(str, pages)],
            env=environment,
            capture_output=True,
            check=True,
        )
        _, said = checking.communicate()
    found = {Path(path).stem: verdict for path, verdict in json.loads(browser.stdout).items()}
    messages = [
        f"{Path(message['url']).stem}: {message['message']}"
        for message in json.loads(said)["messages"]
        if OF_THE_TEXT.search(message["message"]) is None
    ]
    return Verdicts(found, messages)


def _pages(folder: Path, demo: Path) -> list[Path]:
    """The demo's pages, one with every kind of block, other editions, and the extremes."""
    documents = {
        "full": full(),
        **editions(),
        "cases": filled("model_card", [*CASES.values()]),
        "no-answers": unanswered("datasheet", TINY),
        "large": large("model_card", TINY),
        "right-to-left": right_to_left("data_statement", TINY),
        "every-plane": every_plane("datasheet", TINY),
        "hostile": hostile("data_statement", TINY),
    }
    for name, document in documents.items():
        (folder / f"{name}.html").write_bytes(render(document, "html", name)[f"{name}.html"])
    return [*sorted(demo.glob("*.html")), *sorted(folder.glob("*.html"))]


def test_axe_finds_no_violation_in_light_and_dark_on_a_desk_and_on_a_phone(
    verdicts: Verdicts,
) -> None:
    found = {page: said["violations"] for page, said in verdicts.browser.items()}
    assert found == {page: {"light": [], "dark": []} for page in found}


def test_no_page_asks_for_anything(verdicts: Verdicts) -> None:
    found = {page: said["outside"] for page, said in verdicts.browser.items()}
    assert found == {page: [] for page in found}


def test_no_page_is_wider_than_a_phone(verdicts: Verdicts) -> None:
    found = {page: said["beyond"] for page, said in verdicts.browser.items()}
    assert found == {page: {} for page in found}


def test_the_nu_html_checker_has_nothing_to_say(verdicts: Verdicts) -> None:
    assert verdicts.checker == []
