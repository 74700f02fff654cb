"""W6: more power for memory than such memory draws, or for memory that the run could not use."""

from __future__ import annotations

from collections.abc import Iterator

from cardgen.energy.case import Case, short
from cardgen.energy.rules import Claim

ID = "W6"
TITLE = "Too much power for the memory"
ADVICE = "Read the memory's figure as a model of slots, or of a host of which the run had a part."
MOST_W_PER_GIB = 0.6


def judge(case: Case) -> Iterator[Claim]:
    watts, memory = case.watts("ram"), case.memory_gib()
    limit = case.run.record.environment.memory_limit_bytes
    if watts is None or memory is None or not memory > 0:
        return
    if watts > MOST_W_PER_GIB * memory:
        yield Claim("ram", f"The tool has {short(watts)} W for {short(memory)} GiB of memory.")
    if limit is not None and limit < memory * 2**30:
        yield Claim(
            "ram",
            f"The tool counts {short(memory)} GiB of memory; the run could use {short(limit / 2**30)} GiB.",
        )
