"""Single figures, each on one line."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import number_text, unit_name
from cardgen.pages.blocks import Line
from cardgen.pages.evidence import Origins
from cardgen.pages.labels import fact_label
from cardgen.pages.notes import note_words
from cardgen.pages.wording import intervals, is_unmeasured, method, value_words, where_words
from cardgen.values import Fact, Quantity, Scalar

LONG = 160
SUMMARY = "ds.summary"


def is_line(facts: Sequence[Fact]) -> bool:
    """Whether *facts*, all of one id, are one figure on one line."""
    return (
        len(facts) == 1 and isinstance(facts[0].value, Quantity | Scalar) and not is_long(facts[0])
    )


def is_long(fact: Fact) -> bool:
    """Whether the value of *fact* is a text of its own rather than a figure."""
    value = fact.value
    if not (isinstance(value, Scalar) and isinstance(value.value, str)):
        return False
    return fact.id == SUMMARY or len(value.value) > LONG


def line(fact: Fact, origins: Origins, *, brief: bool = False) -> Line:
    """*fact* on one line; *brief* leaves out what its own place on the page says."""
    label, value = fact_label(fact), fact.value
    if isinstance(value, Quantity) and unit_name(value.unit).lower() == label.lower():
        # "Parameters: 774,313", without the word again.
        fact = fact.model_copy(update={"value": value.model_copy(update={"unit": "1"})})
    where = f" ({where_words(fact.where)})" if len(fact.where) > 0 else ""
    return Line(
        label + where,
        value_words(fact) + _rest(fact, brief=brief),
        method(fact),
        origins.mark(fact.evidence),
        Md("") if brief and not is_unmeasured(fact) else note_words(fact.evidence.note),
    )


def _rest(fact: Fact, *, brief: bool) -> Md:
    """What a quantity's number rests on, behind it."""
    value = fact.value
    if not isinstance(value, Quantity):
        return Md("")
    parts = [] if value.n is None or value.n == value.value else [f"n = {number_text(value.n)}"]
    if value.interval is not None and value.value is not None:
        parts.append(intervals([value], brief=brief))
    return Md(f"; {md_text('; '.join(parts))}") if len(parts) > 0 else Md("")
