"""How an error inside tracking is told."""

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
