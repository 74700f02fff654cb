"""Which metrics have outcomes of single examples, and that these are the metric's own values."""

from pathlib import Path

import numpy as np

import cardgen
from cardgen.evaluation.kept import facts
from cardgen.evaluation.outcomes import Outcomes, unpack
from cardgen.evaluation.settings import NOTHING_STATED
from cardgen.measure import rederive
from cardgen.sources import read_run
from cardgen.values import Scalar

N = 60


def test_plain_means_have_outcomes_and_weighted_ones_functions_and_other_systems_have_none(
    tmp_path: Path,
) -> None:
    random = np.random.RandomState(0)
    label, prediction, loss = random.randint(0, 3, N), random.randint(0, 3, N), random.rand(N)
    given = {"task": "multiclass", "label": label, "prediction": prediction}
    own = {"loss": loss, "broken": np.where(np.arange(N) == 3, np.nan, loss), "huge": loss * 1e300}
    with cardgen.track(tmp_path / "runs", energy=False) as run:
        run.evaluation("d", "test", metrics=own, **given)
        run.evaluation("d", "weighted", weight=loss, **given)
        run.evaluation("d", "test", system="other", **given)
    recorded = read_run(run.folder)
    found = {
        (fact.where["split"], fact.where["metric"]): fact
        for fact in facts(recorded, NOTHING_STATED)
    }
    assert all(rederive(fact, recorded) == fact.value for fact in found.values())
    values = {}
    for key, fact in found.items():
        assert isinstance(fact.value, Scalar)
        packed = Outcomes.model_validate(fact.value.value)
        assert packed.test_set == recorded.record.evaluations[0].fingerprint
        values[key] = unpack(packed).tolist()
    assert values == {
        ("test", "accuracy"): (label == prediction).astype(float).tolist(),
        ("test", "loss"): loss.astype(np.float32).astype(float).tolist(),
    }
