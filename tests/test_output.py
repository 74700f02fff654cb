"""A build's files are all written or none."""

from pathlib import Path

import pytest

from cardgen.errors import CardgenError
from cardgen.output import write_all


def state(folder: Path) -> dict[str, bytes | None]:
    """Every path below *folder*, with a file's bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A folder where `b.figures/`, the third place that is written to, cannot be made."""
    (tmp_path / "b.figures").symlink_to("nowhere")
    return tmp_path


FILES = {"a.md": b"a", "a.figures/1.svg": b"1", "b.figures/1.svg": b"1"}


def test_a_failure_on_the_way_brings_back_every_file_that_was_there(blocked: Path) -> None:
    (blocked / "a.md").write_bytes(b"a")
    (blocked / "a.md").chmod(0o640)
    before = (state(blocked), (blocked / "a.md").stat().st_mtime_ns)
    with pytest.raises(CardgenError):
        write_all(blocked, FILES)
    assert (state(blocked), (blocked / "a.md").stat().st_mtime_ns) == before


def test_a_failure_on_the_way_removes_new_files_and_folders(blocked: Path) -> None:
    with pytest.raises(CardgenError):
        write_all(blocked, FILES)
    assert state(blocked) == {"b.figures": None}


def test_a_failure_names_the_file_and_what_to_do(blocked: Path) -> None:
    with pytest.raises(CardgenError) as caught:
        write_all(blocked, FILES)
    assert str(caught.value) == (
        f"{blocked}/b.figures/1.svg: cannot be written (File exists), so nothing was changed; "
        "mend it, or choose another folder with --out"
    )


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    write_all(tmp_path / "a" / "b", FILES)
    assert state(tmp_path / "a" / "b") == FILES | {"a.figures": None, "b.figures": None}
