"""Names of phases: those that cardgen gives or proposes are translated, those that people chose are not."""

from __future__ import annotations

from cardgen.language import say

INFERENCE = "inference of "
FAILED = " (failed)"


def phase_name(name: str) -> str:
    """The phase in the language that is spoken; a name that a person chose as it is."""
    known = {
        "training": say("training"),
        "evaluation": say("evaluation"),
        "data preparation": say("data preparation"),
    }
    if name in known:
        return known[name]
    if not name.startswith(INFERENCE):
        return name
    measured = name.removeprefix(INFERENCE)
    if measured.endswith(FAILED):
        return say("inference of {name} (failed)", name=measured.removesuffix(FAILED))
    return say("inference of {name}", name=measured)
