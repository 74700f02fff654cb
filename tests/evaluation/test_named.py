"""Splits that are called test and are none, and names of the project file that nothing has."""

from pathlib import Path
from typing import Any

import pytest

from cardgen.evaluation import named
from cardgen.evaluation.settings import Categories, Evaluation
from cardgen.run import SelectionRecord
from tests.runs import classification, make_run, save_evaluation


def run_on(folder: Path, splits: tuple[str, ...], *selections: SelectionRecord) -> Any:
    saved = tuple(save_evaluation(folder, classification(), split=split) for split in splits)
    return make_run(folder, evaluations=saved, selections=selections)


@pytest.mark.parametrize(
    ("splits", "selected", "codes"),
    [
        (("test", "validation"), ("validation",), []),
        (("test", "validation"), ("test",), ["D114"]),
        (("test",), ("held-out test", "validation"), ["D114"]),
        (("validation",), ("validation",), ["D115"]),
        (("validation", "other"), ("validation",), []),
        (("validation",), (), []),
        ((), ("validation",), []),
    ],
)
def test_a_split_that_something_was_chosen_by_is_no_test(
    tmp_path: Path, splits: tuple[str, ...], selected: tuple[str, ...], codes: list[str]
) -> None:
    run = run_on(tmp_path, splits, *(SelectionRecord(split=split) for split in selected))
    assert [finding.code for finding in named.of_selection(run)] == codes


def test_a_split_of_another_data_set_is_another(tmp_path: Path) -> None:
    run = run_on(tmp_path, ("validation",), SelectionRecord(split="validation", data="plants"))
    assert list(named.of_selection(run)) == []


def test_names_that_no_evaluation_has_are_found_with_what_was_meant(tmp_path: Path) -> None:
    settings = Evaluation(
        metrics=("accuracy", "acuracy"),
        margins={"lenient": 0.1, "lenght": 0.1},
        slices=(("size",), ("size", "sise")),
        bins={"age": (1.0,)},
        categories={"size": Categories(by="us"), "sizes": Categories()},
    )
    found = [
        (f.code, f.where, f.message)
        for f in named.of_settings(run_on(tmp_path, ("test",)), settings)
    ]
    assert [(where, message.split("'")[1]) for _, where, message in found] == [
        ("evaluation.metrics", "acuracy"),
        ("evaluation.margins", "lenght"),
        ("evaluation.slices", "sise"),
        ("evaluation.bins", "age"),
        ("evaluation.categories", "sizes"),
    ]
    assert {code for code, *_ in found} == {"D116"}
    assert found[0][2] == "No evaluation has the metric 'acuracy'; did you mean 'accuracy'?"


def test_without_statements_or_evaluations_nothing_is_found(tmp_path: Path) -> None:
    some = named.of_settings(run_on(tmp_path, ("test",)), Evaluation())
    none = named.of_settings(run_on(tmp_path, ()), Evaluation(metrics=("x",)))
    assert [*some, *none] == []
