"""Describe an Optax optimiser: what `inject_hyperparams` keeps, what was declared, or a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cardgen.run import OptimizerRecord
from cardgen.tracking.config import as_json


def optimizer_record(
    name: str | None, state: Any = None, declared: Mapping[str, Any] | None = None
) -> OptimizerRecord:
    """Hyper-parameters in *state* (an Optax state, or an `nnx.Optimizer`) and as *declared*.

    Values are those at the state's step. Float32 ones are kept as the shortest decimal that gives
    the same float32 (0.001, not 0.0010000000474974513).
    """
    found = _hyperparameters(state)
    gap = None
    if not found and not declared:
        gap = (
            "no state was given, and nothing was declared"
            if state is None
            else "the state holds no hyper-parameters (the optimiser was not wrapped in "
            "optax.inject_hyperparams), and nothing was declared"
        )
    return OptimizerRecord(
        name=name,
        hyperparameters=found,
        declared=as_json(declared) if declared is not None else {},
        gap=gap,
    )


def _hyperparameters(state: Any) -> dict[str, float]:
    values: dict[str, float] = {}
    for number, injected in enumerate(_injected(state, 0)):
        for name, value in injected.items():
            key = name if name not in values else f"{name} ({number + 1})"
            plain = _number(value)
            if plain is not None:
                values[key] = plain
    return values


DEPTH = 20


def _injected(state: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every `hyperparams` mapping inside a nested optimiser state."""
    if depth > DEPTH or state is None:
        return
    found = getattr(state, "hyperparams", None)
    if isinstance(found, Mapping):
        yield found
        yield from _injected(getattr(state, "inner_state", None), depth + 1)
    elif hasattr(state, "opt_state"):
        yield from _injected(state.opt_state, depth + 1)
    elif isinstance(state, Mapping):
        for value in state.values():
            yield from _injected(value, depth + 1)
    elif isinstance(state, (tuple, list)):
        for value in state:
            yield from _injected(value, depth + 1)


def _number(value: Any) -> float | None:
    import numpy as np

    array = np.asarray(value.get_value() if hasattr(value, "get_value") else value)
    if array.shape != () or array.dtype.kind not in "fiub":
        return None
    return float(str(array[()])) if array.dtype.kind == "f" else float(array)
