from __future__ import annotations

import importlib
from importlib.resources import files
from pathlib import Path

import pytest

from cardgen.demo import needs
from cardgen.errors import CardgenError, MissingDependencyError

ROOT = Path(__file__).parents[2]


def test_each_sub_package_is_a_demo_by_the_name_of_its_data() -> None:
    assert needs.names() == ["digits", "fashion-mnist", "place-names"]


@pytest.mark.parametrize("name", needs.names())
def test_each_demo_has_its_needs_a_short_script_its_answers_and_tests(name: str) -> None:
    package = needs.package(name)
    folder = files(package)
    found = (
        isinstance(importlib.import_module(package).DEMO, needs.Demo),
        len(folder.joinpath("script.py").read_text("utf-8").splitlines()) <= 40,
        folder.joinpath("answers", "cardgen.yaml").is_file(),
        (ROOT / "tests" / "demo" / package.rpartition(".")[2]).is_dir(),
    )
    assert found == (True, True, True, True)


def test_another_name_lists_the_demos() -> None:
    with pytest.raises(
        CardgenError, match=r"no demo on mnist; choose from digits, fashion-mnist, place-names"
    ):
        needs.package("mnist")


def test_a_missing_library_gives_the_line_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needs, "TRAINING", ("numpy", "no_such_library"))
    with pytest.raises(MissingDependencyError, match=r'no_such_library.*"cardgen-ml\[demo\]"'):
        needs.refuse_missing("place-names")


def test_a_missing_file_gives_the_line_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = needs.Demo(files=(Path("no-such-file"),), install_files="apt-get install it")
    monkeypatch.setattr("cardgen.demo.place_names.DEMO", demo)
    with pytest.raises(MissingDependencyError) as caught:
        needs.refuse_missing("place-names")
    assert str(caught.value) == (
        "no-such-file: is missing; install the data with: apt-get install it"
    )
