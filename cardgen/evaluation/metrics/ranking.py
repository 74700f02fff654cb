"""Metrics of rankings: a row is an item, its label its relevance; the examples that count are queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cardgen.evaluation.arrays import Array
from cardgen.evaluation.coded import Evaluated
from cardgen.evaluation.measures import Measure
from cardgen.evaluation.measures.queried import Queried
from cardgen.evaluation.metrics import HIGHER, Metric
from cardgen.run_evaluation import RANKING

TASKS = frozenset({RANKING})
ALWAYS = ("nDCG@10", "MRR", "recall@10")
DEPTH = 10

OfQuery = Callable[[Array], float]
"""From the relevance of a query's items, best scored first, to the metric; NaN without relevant ones."""


def obstacle(evaluation: Evaluated) -> str | None:
    """Why relevance, scores or queries are not there."""
    for name, what in (("label", "relevance"), ("score", "score"), ("query", "query")):
        if name not in evaluation.arrays:
            return f"No {name} ({what} of each item) was recorded."
        if evaluation.arrays[name].ndim != 1:
            return f"The array {name} has more than one value an item."
    for name in ("label", "score"):
        if evaluation.arrays[name].dtype.kind not in "fiub":
            return f"The array {name} holds no numbers."
    return None


def metrics(evaluation: Evaluated) -> Sequence[Metric]:  # noqa: ARG001 - as every family's
    """Metrics over the queries that have a relevant item."""
    return [
        _metric("nDCG@10", "mean over queries of the gain of the first ten items, best order 1", ndcg),
        _metric("MRR", "mean over queries of 1 over the place of the first relevant item", reciprocal),
        _metric("recall@10", "mean over queries of the share of relevant items in the first ten", recall),
        _metric("MAP", "mean over queries of the average precision", precision, usual=False),
    ]  # fmt: skip


def _metric(name: str, words: str, function: OfQuery, *, usual: bool = True) -> Metric:
    def measure(evaluation: Evaluated) -> Measure:
        return Queried.of(evaluation, function)

    return Metric(name, words, HIGHER, measure, averaging="by query", usual=usual)


def ndcg(relevance: Array) -> float:
    """Järvelin and Kekäläinen 2002, ACM TOIS 20(4):422, with linear gains as in scikit-learn."""
    import numpy as np

    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    best = -np.sort(-relevance)[:DEPTH]
    ideal = float((best * discounts[: len(best)]).sum())
    first = relevance[:DEPTH]
    return float((first * discounts[: len(first)]).sum()) / ideal if ideal > 0 else float("nan")


def reciprocal(relevance: Array) -> float:
    """1 over the place of the first relevant item."""
    import numpy as np

    places = np.flatnonzero(relevance > 0)
    return 1 / (int(places[0]) + 1) if len(places) > 0 else float("nan")


def recall(relevance: Array) -> float:
    """Share of the relevant items that are among the first ten."""
    whole = int((relevance > 0).sum())
    return int((relevance[:DEPTH] > 0).sum()) / whole if whole > 0 else float("nan")


def precision(relevance: Array) -> float:
    """Mean of the precision at the place of each relevant item."""
    import numpy as np

    hits = relevance > 0
    found = np.cumsum(hits)[hits]
    places = np.flatnonzero(hits) + 1
    return float((found / places).mean()) if len(places) > 0 else float("nan")
