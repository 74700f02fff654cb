"""Market-based instruments and offsets: lines of their own, as declared, never subtracted.

The location-based figure stays what it is: a certificate or an offset does not change which power
plants fed the run (ISO/IEC 21031 leaves both out of its score, too).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field, JsonValue

from cardgen.measure import fact_by
from cardgen.run import Run
from cardgen.values import Fact, Frozen, Method, Table

VERSION = 1


class Instrument(Frozen):
    """A contract for electricity of some origin, or an offset."""

    kind: Literal["guarantee of origin", "power purchase agreement", "green tariff", "offset"]
    """What was bought."""
    amount: float = Field(ge=0, allow_inf_nan=False)
    """How much of it, in `unit`."""
    unit: Literal["kWh", "kgCO2eq"]
    """kWh for electricity, kgCO2eq for offsets."""
    source: str
    """Who issued or registered it, and for which period."""


def facts(run: Run, declared: Sequence[Instrument]) -> Iterator[Fact]:
    """One table, where something was declared."""
    if len(declared) > 0:
        yield fact_by(
            instruments,
            run,
            id="en.offset",
            subject=f"run:{run.id}",
            method=Method.DECLARED,
            derived_from=(),
            parameters={"declared": [item.model_dump(mode="json") for item in declared]},
            note="Declared, not checked, and not subtracted from any figure.",
        )


def instruments(run: Run, *, declared: list[dict[str, JsonValue]]) -> Table:  # noqa: ARG001 - every function measures a run
    """Kind, amount, unit and source of each."""
    columns = ("kind", "amount", "unit", "source")
    rows = tuple(tuple(item[column] for column in columns) for item in declared)
    return Table(columns=columns, rows=rows)
