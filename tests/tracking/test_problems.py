"""How an error inside tracking is told."""

import errno

import pytest
from pydantic import ValidationError

from cardgen.run import BaseModelRecord
from cardgen.tracking.problems import Problems, TrackingWarning


def test_a_value_of_the_wrong_type_is_named_with_its_field_and_no_link() -> None:
    problems = Problems()
    with pytest.raises(ValidationError) as caught:
        BaseModelRecord.model_validate({"id": 5})
    with pytest.warns(TrackingWarning):
        problems.add("run.base_model", caught.value)
    assert problems.texts == ("run.base_model: id: Input should be a valid string",)


def test_a_name_before_the_reason_does_not_mask_it() -> None:
    problems = Problems()
    with pytest.warns(TrackingWarning):
        problems.add("run.log: token", "expected one number")
        problems.add("run.config", ValueError("api_key='a b' is no number"))
    assert problems.texts == (
        "run.log: token: expected one number",
        "run.config: ValueError: api_key='***' is no number",
    )


def test_the_type_of_an_error_is_no_name_of_a_secret() -> None:
    problems = Problems()
    with pytest.warns(TrackingWarning):
        problems.add("run.model", KeyError("batch_stats"))
    assert problems.texts == ("run.model: KeyError: 'batch_stats'",)


def test_one_cause_in_the_system_is_warned_of_once() -> None:
    problems = Problems()
    with pytest.warns(TrackingWarning) as caught:
        problems.add("run.log", OSError(errno.ENOSPC, "No space left on device"))
        problems.add("energy", OSError(errno.ENOSPC, "No space left on device"))
        problems.add("energy", OSError(errno.EACCES, "Permission denied"))
    assert (len(caught), len(problems.texts)) == (2, 3)
