"""Files of the record are whole or not there."""

from pathlib import Path

import pytest

from cardgen.tracking.rowfile import write_whole


def test_a_file_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "run.json" / "in the way").mkdir(parents=True)
    with pytest.raises(OSError, match="run"):
        write_whole(tmp_path / "run.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
