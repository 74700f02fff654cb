"""Step 1: record a JAX/Flax/Optax training run as a folder of plain files (docs/run-record.md)."""

from __future__ import annotations

from cardgen.tracking.metric import Metric
from cardgen.tracking.start import track

__all__ = ["Metric", "track"]
