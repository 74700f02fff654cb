"""A second build reads facts and drawings from the cache; the cache holds nothing internal."""

import subprocess
import sys
from pathlib import Path

import pytest

from cardgen.build import build
from cardgen.cache import FOLDER
from tests.projects import record_run

HEAVY = ("matplotlib", "numpy", "weasyprint", "markdown", "jax", "psutil")


def entries(project: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((project / FOLDER).iterdir())]


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_cached_build_to_markdown_and_json_loads_nothing_heavy(project: Path) -> None:
    first = files(build(project, formats=("md", "json")).folder)
    code = (
        "import sys; from pathlib import Path; from cardgen.build import build\n"
        f"build(Path({str(project)!r}), formats=('md', 'json'), out=Path({str(project / 'again')!r}))\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, files(project / "again")) == ("[]\n", first)


@pytest.mark.parametrize("withheld", ["tr.curves", "res.overall"])
def test_what_a_project_begins_to_withhold_leaves_its_cache(project: Path, withheld: str) -> None:
    build(project, formats=("md",))
    before = entries(project)
    with (project / "cardgen.yaml").open("a") as file:
        file.write(f"internal:\n  figures:\n    {withheld}: A secret.\n")
    build(project, formats=("md",))
    after = entries(project)
    # The ignore file, the facts of the run, those of all runs and of their results, and the charts:
    # curves, a matrix, slices by accuracy, and the balance in two documents.
    assert (len(before), len(after)) == (9, 5 if withheld == "tr.curves" else 6)
    assert [entry for entry in after if b'"evidence"' in entry] == []


def test_an_internal_edition_keeps_no_drawing(project: Path) -> None:
    build(project, formats=("md",), audience="internal")
    assert [entry for entry in entries(project) if b"<svg" in entry] == []


def test_a_drawing_that_somebody_put_there_is_on_no_page(project: Path) -> None:
    first = files(build(project, formats=("md",)).folder)
    for path in (project / FOLDER).iterdir():
        path.write_bytes(path.read_bytes().replace(b"loss", b"best"))
    assert files(build(project, formats=("md",)).folder) == first


@pytest.mark.parametrize(
    "said",
    [
        "runs: {search: [trial]}",
        "energy: {price: {amount: 2, currency: EUR, date: 2026-01, source: a list}}",
    ],
)
def test_what_changes_the_sum_of_all_runs_is_seen_through_the_cache(
    project: Path, said: str
) -> None:
    record_run(project, "trial")
    file, json = project / "cardgen.yaml", project / "documents" / "model_card.json"
    build(project, "trial", formats=("json",))
    first = json.read_bytes()
    build(project, "trial", formats=("json",))
    assert json.read_bytes() == first
    file.write_text(file.read_text() + said + "\n")
    build(project, "trial", formats=("json",))
    cached = json.read_bytes()
    for path in (project / FOLDER).iterdir():
        path.unlink()
    build(project, "trial", formats=("json",))
    assert cached == json.read_bytes() != first
