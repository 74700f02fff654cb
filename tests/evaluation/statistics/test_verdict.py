import math

import pytest

from cardgen.evaluation.statistics.verdict import Seen, Verdict, verdict

NAN = math.nan


@pytest.mark.parametrize(
    ("seen", "higher_is_better", "margin", "expected"),
    [
        (Seen(0.02, 0.01, 0.03, 500), True, 0.0, Verdict.BETTER),
        (Seen(0.02, 0.01, 0.03, 500), False, 0.0, Verdict.WORSE),
        (Seen(-0.02, -0.03, -0.01, 500), True, 0.0, Verdict.WORSE),
        (Seen(-0.02, -0.03, -0.01, 500, 0.01), False, 0.01, Verdict.BETTER),
        (Seen(0.02, 0.01, 0.03, 500, 0.06), True, 0.0, Verdict.WITHIN_NOISE),
        (Seen(0.0, -0.01, 0.01, 500), True, 0.0, Verdict.WITHIN_NOISE),
        (Seen(0.02, 0.0, 0.04, 500), None, 0.0, Verdict.WITHIN_NOISE),
        (Seen(0.02, 0.01, 0.03, 500), None, 0.0, Verdict.NOT_COMPARABLE),
        # With a margin of 3 points:
        (Seen(0.02, 0.01, 0.029, 500), True, 0.03, Verdict.WITHIN_NOISE),
        (Seen(0.02, 0.01, 0.04, 500), True, 0.03, Verdict.CANNOT_TELL),
        (Seen(0.0, -0.04, 0.04, 500), True, 0.03, Verdict.CANNOT_TELL),
        (Seen(0.0, -0.02, 0.02, 500), True, 0.03, Verdict.WITHIN_NOISE),
        (Seen(-0.05, -0.07, -0.03, 500), True, 0.03, Verdict.WORSE),
        # Too few examples, or nothing to go by:
        (Seen(0.9, 0.8, 1.0, 29), True, 0.0, Verdict.CANNOT_TELL),
        (Seen(0.9, 0.8, 1.0, 30), True, 0.0, Verdict.BETTER),
        (Seen(0.9, NAN, NAN, 500), True, 0.0, Verdict.CANNOT_TELL),
        (Seen(NAN, NAN, NAN, 500, NAN), True, 0.0, Verdict.CANNOT_TELL),
        (Seen(0.9, 0.8, 1.0, 500, NAN), True, 0.0, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict_follows_interval_p_value_margin_and_examples(
    seen: Seen, higher_is_better: bool | None, margin: float, expected: Verdict
) -> None:
    found = verdict(seen, higher_is_better=higher_is_better, minimum=30, margin=margin)
    assert found == expected
