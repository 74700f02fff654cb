"""W12: a TDP that was guessed, or is another CPU's."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case
from cardgen.energy.rules import Claim

ID = "W12"
TITLE = "The TDP is a guess"
ADVICE = "State the CPU's TDP; until then the figure gives an order of magnitude only."


def judge(case: Case) -> Iterator[Claim]:
    method = case.method("cpu")
    if method is None:
        return
    own = case.run.record.environment.cpu_model
    if method.generic_tdp and method.tdp_w is None:
        yield Claim("cpu", "The tool did not know the CPU and took a TDP.")
    elif method.generic_tdp:
        yield Claim(
            "cpu", f"The tool did not know the CPU; its TDP of {method.tdp_w:g} W is a guess."
        )
    elif method.tdp_w is not None and _are_others(own, method.device):
        yield Claim("cpu", f"The TDP is that of {method.device}; the CPU is {own}.")


def _are_others(one: str | None, other: str | None) -> bool:
    """Whether two names are of two CPUs; signs, and words that one of them leaves out, do not count."""
    if one is None or other is None:
        return False
    names = ["".join(filter(str.isalnum, name.lower())) for name in (one, other)]
    return names[0] not in names[1] and names[1] not in names[0]
