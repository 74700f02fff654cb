"""Floating-point operations of one step, from the compiler's cost analysis of the lowered step.

The analysis counts the body of a loop (`lax.scan`, `fori_loop`, `while_loop`) once, and calls into
other libraries (decompositions) as nothing: then the figure is a lower bound.
"""

from __future__ import annotations

import math
from typing import Any

from cardgen.run import FlopsRecord

LOOP = "stablehlo.while"
CALL = "stablehlo.custom_call"
# Calls that only place or mark data and compute nothing.
HARMLESS = ("@Sharding", "@SPMDFullToShardShape", "@SPMDShardToFullShape", "@annotate_device")


def flops_record(step: Any, /, *args: Any, **kwargs: Any) -> FlopsRecord:
    """Lower *step* (made by `jax.jit` or `nnx.jit`) for these arguments and count; nothing is run.

    Raises:
        TypeError: *step* is not jitted.
    """
    if not hasattr(step, "lower"):
        message = "pass the function that jax.jit or nnx.jit returned, then its arguments"
        raise TypeError(message)
    lowered = step.lower(*args, **kwargs)
    cost = lowered.cost_analysis()
    if isinstance(cost, (list, tuple)):
        cost = cost[0] if cost else None
    flops = cost.get("flops") if cost else None
    if flops is None or not math.isfinite(flops) or flops < 0:
        missing = "the compiler's cost analysis gives no figure for this step on this backend"
        return FlopsRecord(per_step=None, at_least=False, note=missing)
    reasons = _uncounted(lowered.as_text())
    note = "; ".join(reasons) if reasons else None
    return FlopsRecord(per_step=float(flops), at_least=bool(reasons), note=note)


def _uncounted(text: str) -> list[str]:
    reasons = []
    if LOOP in text:
        reasons.append("the body of a loop is counted once, whatever its number of rounds")
    calls = [line for line in text.splitlines() if CALL in line]
    if any(not any(name in line for name in HARMLESS) for line in calls):
        reasons.append("calls into other libraries, such as decompositions, are hardly counted")
    return reasons
