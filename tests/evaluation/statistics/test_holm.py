import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from cardgen.evaluation.statistics.holm import holm


@pytest.mark.parametrize(
    "p_values",
    [
        [0.01],
        [0.04, 0.01, 0.03, 0.005],
        [0.02, 0.02, 0.02, 1.0],
        [0.0, 1.0, 0.5, 0.5, 0.001],
        np.random.RandomState(1).beta(0.3, 1, 300).round(2),
    ],
)
def test_adjusted_p_values_are_statsmodels(p_values: list[float]) -> None:
    np.testing.assert_allclose(holm(p_values), multipletests(p_values, method="holm")[1])


def test_a_test_without_a_p_value_does_not_count() -> None:
    found = holm([np.nan, 0.01, np.nan, 0.04])
    np.testing.assert_array_equal(found, [np.nan, 0.02, np.nan, 0.04])


def test_no_tests_have_no_p_values() -> None:
    assert holm([]).shape == (0,)
    assert np.isnan(holm([np.nan])).all()
