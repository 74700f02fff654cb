import math
from pathlib import Path

import pytest

from cardgen.recorded.training import validation_score
from tests.runs import make_run


@pytest.mark.parametrize("last", [0.0, math.inf, math.nan])
def test_the_last_score_is_given_as_it_was_logged(tmp_path: Path, last: float) -> None:
    run = make_run(tmp_path, metrics={"val_loss": [1.0, last]}, evaluations=())
    value = validation_score(run, name="val_loss").value
    assert value is not None
    assert value == last or (math.isnan(value) and math.isnan(last))
