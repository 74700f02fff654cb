import pytest
from statsmodels.stats.contingency_tables import mcnemar as reference

from cardgen.evaluation.statistics.mcnemar import mcnemar


@pytest.mark.parametrize(
    ("only_first", "only_second"),
    [(0, 1), (0, 6), (5, 5), (6, 5), (1, 9), (40, 60), (5100, 4900), (500_000, 499_000)],
)
def test_the_p_value_is_statsmodels(only_first: int, only_second: int) -> None:
    expected = reference([[3, only_first], [only_second, 4]], exact=True).pvalue
    found = [mcnemar(only_first, only_second), mcnemar(only_second, only_first)]
    assert found == pytest.approx([expected, expected], rel=1e-9)


def test_systems_that_never_differ_have_p_1() -> None:
    assert mcnemar(0, 0) == 1.0
