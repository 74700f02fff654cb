import sys
from pathlib import Path

import pytest

from cardgen.errors import CardgenError, InputError
from cardgen.measure import rederive
from cardgen.profiling import file_facts
from cardgen.project import DataPath
from cardgen.values import Quantity


def project(folder: Path) -> Path:
    (folder / "data").mkdir()
    (folder / "data" / "train.csv").write_text('text,label\n"two\nlines",0\n,\nplain,1\n')
    (folder / "data" / "test.jsonl").write_text('{"a": 0}\n\n{"a": null}\n')
    return folder


def test_rows_are_counted_by_record_and_facts_are_derived_again(tmp_path: Path) -> None:
    folder = project(tmp_path)
    splits = {"train": "data/train.csv", "test": "data/*.jsonl"}
    facts = list(file_facts(folder, "d", ["data"], splits))
    counts = {f.address: f.value.value for f in facts if isinstance(f.value, Quantity)}
    assert counts == {
        "ds.n_instances@data:d": 5.0,
        "ds.n_per_split@data:d[split=train]": 3.0,
        "ds.n_per_split@data:d[split=test]": 2.0,
    }
    assert [rederive(fact, folder) for fact in facts] == [fact.value for fact in facts]
    assert facts[0].evidence.derived_from[0].startswith("file:data/test.jsonl@sha256:")


def test_no_paths_and_files_outside_the_project_are_no_facts(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "out.csv").write_text("a\n1\n")
    assert list(file_facts(folder, "d", [])) == []
    assert list(file_facts(folder, "d", ["../*.csv", "../out.csv"])) == []


PROJECT = """\
schema: cardgen.project/1
data:
  d:
    paths:
      - data/train.csv
      - data/none.csv
      - dta/*.csv
      - empty
    splits: {test: none.csv}
"""
MISSING = {
    6: "data.d.paths[1]: there is no file 'data/none.csv'; put it there, or mend the path",
    7: "data.d.paths[2]: no file matches 'dta/*.csv'; mend the pattern, or put the files there",
    8: "data.d.paths[3]: the folder 'empty' holds no files; put them there, or mend the path",
    9: "data.d.splits.test: there is no file 'none.csv'; put it there, or mend the path",
}


@pytest.mark.parametrize(
    ("text", "lines"), [(PROJECT, True), (None, False), ("a: @", False), ("data: {d: x}", False)]
)
def test_paths_without_a_file_are_named_at_once_with_their_lines(
    tmp_path: Path, text: str | None, lines: bool
) -> None:
    folder = project(tmp_path)
    (folder / "empty").mkdir()
    if text is not None:
        (folder / "cardgen.yaml").write_text(text)
    paths = ["data/train.csv", "data/none.csv", "dta/*.csv", "empty"]
    with pytest.raises(InputError) as caught:
        list(file_facts(folder, "d", paths, {"test": "none.csv"}))
    assert caught.value.problems == [
        f"cardgen.yaml{f':{line}' if lines else ''}: {what}" for line, what in MISSING.items()
    ]


def test_a_file_may_have_the_signs_of_a_pattern_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "x[1].csv").write_text("a\n1\n")
    facts = file_facts(tmp_path, "splits", ["x[1].csv"])
    assert [fact.evidence.parameters for fact in facts] == [{"paths": ["x[1].csv"]}] * 3


def test_rows_of_other_kinds_of_files_are_not_counted(tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(b"\0")
    assert [f.id for f in file_facts(tmp_path, "d", ["x.bin"])] == ["ds.files", "ds.checksum"]


def test_a_pattern_of_the_project_file_needs_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\n1\n")
    facts = file_facts(tmp_path, "d", [DataPath("*.csv")])
    assert [f.id for f in facts] == ["ds.files", "ds.checksum", "ds.n_instances"]


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="pathlib takes every pattern since 3.13")
def test_what_is_no_pattern_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CardgenError, match="is no pattern of files"):
        list(file_facts(tmp_path, "d", ["**x"]))


def test_a_link_that_leads_to_itself_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    with pytest.raises(CardgenError, match=r"loop\.csv"):
        list(file_facts(tmp_path, "d", ["loop.csv"]))
