"""Words about facts that lists, tables and charts share: value, method, origin, what it holds for."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.language import SOURCE, in_words, say, spoken
from cardgen.markdown.escape import Md, md_text
from cardgen.numbers import number_text, quantity_text
from cardgen.pages.evidence import Origins
from cardgen.pages.labels import KEYS, fact_label, key_name, scaled, where_text
from cardgen.pages.marks import method_mark
from cardgen.pages.notes import own_words
from cardgen.values import Fact, Method, Quantity, Scalar

BLANK = Md("–")


def value_words(fact: Fact) -> Md:
    """The value of *fact* with its unit, on one line."""
    if isinstance(fact.value, Quantity):
        return md_text(quantity_text(scaled(fact.value)))
    return own_words(fact.id, fact.value.value) if isinstance(fact.value, Scalar) else BLANK


def intervals(quantities: Sequence[Quantity], *, brief: bool = False) -> str:
    """What the intervals of *quantities* are, each kind once; unless *brief*, with its methods."""
    kinds: dict[str, list[str]] = {}
    for quantity in quantities:
        interval = quantity.interval
        if interval is None:
            continue
        if interval.level is not None:
            level = say("{level}% interval", level=number_text(round(interval.level * 100, 6)))
        elif quantity.at_least:
            level = say("low and high bound of the parts with a figure, not of the whole")
        else:
            level = say("low and high bound")
        known = kinds.setdefault(level, [])
        method = in_words(interval.method)
        known += [method] if method not in known and not brief else []
    return "; ".join(
        level if known == [] else f"{level}: {'; '.join(known)}" for level, known in kinds.items()
    )


def is_unmeasured(fact: Fact) -> bool:
    """Whether the value of *fact* says that there is none."""
    absent = fact.evidence.method is Method.NOT_MEASURED
    return absent or (isinstance(fact.value, Quantity) and fact.value.value is None)


def method(fact: Fact) -> Md:
    """How *fact* came about; nothing where its value says that there is none."""
    # "estimated" or "measured" beside "not measured" would say two things.
    return Md("") if is_unmeasured(fact) else method_mark(fact.evidence.method)


def methods(facts: Sequence[Fact]) -> Md:
    """How *facts* came about, each way once."""
    return Md(", ").join(dict.fromkeys(method_mark(fact.evidence.method) for fact in facts))


def marks(facts: Sequence[Fact], origins: Origins) -> Md:
    """The marks of the origins of *facts*, each once."""
    return Md(" ").join(dict.fromkeys(origins.mark(fact.evidence) for fact in facts))


def where_words(where: dict[str, str]) -> str:
    """What a figure holds for, such as `split test, system model`."""
    return ", ".join(
        where_text(key, value) if key == "component" else f"{_inside(key)} {where_text(key, value)}"
        for key, value in where.items()
    )


def _inside(key: str) -> str:
    """The name of a key inside a sentence; German keeps the capitals of its nouns."""
    name = key_name(key)
    return name.lower() if spoken() == SOURCE or key not in KEYS else name


def keys(fact: Fact) -> dict[str, str]:
    """What tells facts of one id apart: what they hold for, and their subject."""
    return {"subject": fact.subject.partition(":")[2] or fact.subject, **fact.where}


def varying(facts: Sequence[Fact]) -> list[str]:
    """The keys of *facts* that do not have one value for all of them."""
    known = list(dict.fromkeys(key for fact in facts for key in keys(fact)))
    return [key for key in known if len({keys(fact).get(key) for fact in facts}) > 1]


def caption(facts: Sequence[Fact], without: Sequence[str]) -> str:
    """The name of *facts* and what they hold for, but for the keys in *without*."""
    constant = {
        k: v for k, v in keys(facts[0]).items() if k not in without and k != "subject"
    }  # fmt: skip
    return fact_label(facts[0]) + (f" ({where_words(constant)})" if len(constant) > 0 else "")
