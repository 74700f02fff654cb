from __future__ import annotations

from pathlib import Path

import pytest

from cardgen.demo.training import train
from cardgen.errors import CardgenError


def test_a_failed_training_is_one_error_that_quotes_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(CardgenError, match=r"code 1: .*cardgen\.no_such_script"):
        train("cardgen.no_such_script", tmp_path, lambda *_: None)
