"""The demo on Fashion-MNIST, really trained on a few of its pictures, and its documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cardgen.build import Built, build, check
from cardgen.cli import main
from cardgen.demo import needs
from cardgen.demo.fashion_mnist import FOLDER, data
from cardgen.demo.fashion_mnist.settings import SETTINGS
from cardgen.findings import Severity
from tests.demo.small import few, run_small

DATA = pytest.mark.tool(str(FOLDER))
SPLITS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The demo with its ten epochs, on a few pictures of each split."""
    folder = tmp_path_factory.mktemp("fashion") / "project"
    pictures = few(data.load(), 200)
    smaller = {
        "cardgen.demo.fashion_mnist.data.load": lambda: pictures,
        "cardgen.demo.fashion_mnist.settings.SETTINGS": replace(SETTINGS, batch_size=50),
    }
    run_small("fashion-mnist", folder, smaller)
    return build(folder, formats=("md", "json"))


@pytest.mark.slow
@DATA
def test_all_three_splits_are_measured_in_each_of_ten_epochs(built: Built) -> None:
    assert built.loaded.run is not None
    metrics = built.loaded.run.metrics
    measured = {name: len(points) for name, points in metrics.items() if name != "loss"}
    names = [f"{split}_{value}" for split in SPLITS for value in ("loss", "accuracy")]
    assert measured == dict.fromkeys(names, 10)


@pytest.mark.slow
@DATA
def test_the_last_epoch_is_reported(built: Built) -> None:
    assert built.loaded.run is not None
    weights = built.loaded.run.record.weights
    assert weights is not None
    assert (weights.step, weights.selected_by) == (
        10 * 200 // 50, "the last of the epochs, whose number was fixed beforehand",
    )  # fmt: skip


@pytest.mark.slow
@DATA
def test_nothing_is_wrong_with_the_documents(built: Built) -> None:
    findings = check(built.folder.parent)
    assert [found for found in findings if found.severity is not Severity.NOTE] == []


def test_without_the_data_one_line_says_what_to_install_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = needs.Demo(files=(tmp_path / "no.gz",), install_files="apt-get install it")
    monkeypatch.setattr("cardgen.demo.fashion_mnist.DEMO", missing)
    code = main(["demo", "--data", "fashion-mnist", "--out", str(tmp_path / "new")])
    assert (code, capsys.readouterr().err, list(tmp_path.iterdir())) == (
        2, f"{tmp_path}/no.gz: is missing; install the data with: apt-get install it\n", [],
    )  # fmt: skip
