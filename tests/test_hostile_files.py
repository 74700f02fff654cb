"""Hostile answers and a full disk: one clear error, and nothing half-written."""

from pathlib import Path

import pytest

from cardgen.cli import main
from tests.disk import room_for
from tests.projects import write_project

BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{after}: &{after} [*{before}, *{before}, *{before}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)


def build(project: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str], list[str]]:
    """Exit code, lines of errors, and files that the build left."""
    before = set(project.rglob("*"))
    code = main(["build", "--project", str(project), "--to", "md,json"])
    left = sorted(
        path.name
        for path in set(project.rglob("*")) - before
        if path.is_file() and ".cardgen" not in path.parts
    )
    return code, capsys.readouterr().err.splitlines(), left


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (BOMB.encode(), "anchor &a is not read"),
        ("model_details:\n  x: né\n".encode("latin-1"), "byte 0xe9 is not UTF-8"),
        (b"model_details:\n\tx: 1\n", "a tab cannot indent YAML"),
    ],
)
def test_answers_that_cannot_be_read_are_told_with_their_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, first: str
) -> None:
    project = write_project(tmp_path)
    (project / "model_card.yaml").write_bytes(content)
    code, errors, left = build(project, capsys)
    assert (code, first in errors[0], errors[0].partition(":")[0], left) == (
        2,
        True,
        "model_card.yaml",
        [],
    )


def test_a_disk_that_fills_up_during_a_build_is_one_error_and_leaves_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path)
    with room_for(10_000):
        code, errors, left = build(project, capsys)
    assert (code, len(errors), "File too large" in errors[0], left) == (2, 1, True, [])
