"""Describe an Optax optimiser: what `inject_hyperparams` keeps, what was declared, or a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cardgen.run import OptimizerRecord
from cardgen.tracking.config import as_json
from cardgen.tracking.problems import Refused
from cardgen.tracking.redaction import mask_text
from cardgen.tracking.scalars import host, unwrapped
from cardgen.values import number


def optimizer_record(
    name: str | None, state: Any = None, declared: Mapping[str, Any] | None = None
) -> OptimizerRecord:
    """Hyper-parameters in *state* (an Optax state, or an `nnx.Optimizer`) and as *declared*.

    Values are those at the state's step, as the shortest decimal that gives the same value in their
    own dtype (0.001, not 0.0010000000474974513); NaN and the infinities by name.
    """
    found: dict[str, float | str] = {}
    left_out: list[str] = []
    for key, value in _hyperparameters(state):
        try:
            found[key] = number(_scalar(value))
        except (Refused, TypeError, ValueError, RuntimeError) as error:
            left_out.append(f"{key} ({error})")
    gap = _gap(state) if not found and not declared else None
    if left_out:
        gap = f"not recorded: {', '.join(left_out)}"
    return OptimizerRecord.model_validate(
        {
            "name": name if name is None else mask_text(name),
            "hyperparameters": found,
            "declared": as_json(declared) if declared is not None else {},
            "gap": gap,
        }
    )


def _gap(state: Any) -> str:
    if state is None:
        return "no state was given, and nothing was declared"
    return (
        "the state holds no hyper-parameters (the optimiser was not wrapped in "
        "optax.inject_hyperparams), and nothing was declared"
    )


def _hyperparameters(state: Any) -> Iterator[tuple[str, Any]]:
    """Every injected value by a name of its own."""
    names: set[str] = set()
    for place, injected in enumerate(_injected(state, 0), start=1):
        for name, value in injected.items():
            key = name if name not in names else f"{name} ({place})"
            names.add(key)
            yield key, value


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


def _scalar(value: Any) -> float:
    """The number in *value*.

    Raises:
        Refused: It is no single real number.
    """
    import numpy as np

    array = np.asarray(unwrapped(value))
    if array.shape != ():
        message = f"an array of shape {array.shape}"
        raise Refused(message)
    exact = float(host(array))
    with np.errstate(over="ignore"):
        # 17 digits tell any two float64 apart; those of NaN never do.
        shorter = (float(f"{exact:.{digits}g}") for digits in range(1, 18))
        return next((short for short in shorter if array.dtype.type(short) == array), exact)
