import math

from hypothesis import given
from hypothesis import strategies as st

from cardgen.recorded.curves import thin
from tests.runs import metric_points


@given(st.lists(st.floats(), min_size=1, max_size=80), st.integers(6, 40))
def test_thinning_keeps_ends_and_extremes_and_never_more_than_asked(
    values: list[float], most: int
) -> None:
    points = list(metric_points(values))
    kept = thin(points, most)
    finite = [v for v in values if math.isfinite(v)]
    assert len(kept) <= max(most, 4)
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    if finite:
        assert {min(finite), max(finite)} <= {point.value for point in kept}
    assert [p.step for p in kept] == sorted({p.step for p in kept})
