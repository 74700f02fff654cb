"""What metrics need that take one label and one prediction for each example."""

from __future__ import annotations

from cardgen.evaluation.coded import Evaluated

NAMES = ("label", "prediction")


def lacking(evaluation: Evaluated, name: str) -> str | None:
    """Why the array *name* is not there, or has more than one value an example; None else."""
    if name not in evaluation.arrays:
        return f"No {name} was recorded."
    array = evaluation.arrays[name]
    if array.ndim == 1:
        return None
    shape = " by ".join(str(length) for length in array.shape)
    return f"The array {name} is {shape}; one value for each example is needed."
