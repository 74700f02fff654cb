"""E11: an accelerator without energy."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "E11"
TITLE = "The accelerator's energy is missing"
ADVICE = "Read the total as a lower bound; no tool here measures a TPU."


def judge(case: Case) -> Iterator[Claim]:
    jax, kwh = case.run.record.environment.jax, case.kwh("gpu")
    if jax is None:
        return
    kinds = [device.kind for device in jax.devices if device.platform.lower() != "cpu"]
    if kinds != [] and (kwh is None or not kwh > 0):
        names = ", ".join(dict.fromkeys(kinds))
        yield Claim("gpu", f"JAX computed on {names}, and the tool has no energy of it.")
