"""Extreme but valid documents of the real types, for every judge of a format.

`EXTREMES` names the makers; each takes the kind of document and a `Size`, so that a slow judge may
ask for smaller ones: `extreme("wide table", "datasheet", SMALL)`.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter, ValidationError

from cardgen.documents import document_type, kinds
from cardgen.documents._base import Document, Head
from cardgen.documents._types import Prose
from cardgen.values import Answer, Draft, Evidence, Fact, Method, Quantity, Scalar, Status, Table
from tests.formats.sample import EVIDENCE, HOSTILE


@dataclass(frozen=True)
class Size:
    """How extreme a document is."""

    letters: int = 1_000_000
    """Characters of one long answer."""
    lines: int = 300
    """Columns of a wide table, rows of a long one."""
    classes: int = 200
    stride: int = 16
    """Of the characters of Unicode, one in so many."""


FULL = Size()
SMALL = Size(letters=20_000, lines=40, classes=40, stride=256)

ARABIC = "اللغة العربية تُكتب من اليمين إلى اليسار."
HEBREW = "עברית נכתבת מימין לשמאל."
RIGHT_TO_LEFT = (
    ARABIC,
    HEBREW,
    f"Mixed: {ARABIC} (see [the page](https://example.org/a)) {HEBREW} 12 % of 3.4.",
    f"**{HEBREW}** then *{ARABIC}*\n\n- {HEBREW}\n- one {ARABIC}\n\n> {HEBREW}",
    "over\u202eridden\u202c, \u2067isolated\u2069, \u200fmarked\u200f and \u061cArabic letter mark",
    "\u202e\u202e\u202enever closed \u2066\u2066",
    f"| {HEBREW} | n |\n| --- | --- |\n| {ARABIC} | 1 |",
)
SEQUENCES = (
    "👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🇺🇳 1️⃣ ☺︎ ☺️",
    "e" + "\u0301\u0323\u0335" * 40,
    "क्ष्म्य ก็ำ བསྒྲུབས གྷ ﷽ \u1100\u1161\u11a8",
    "\u2028line\u2029paragraph\u00a0no break\u00adsoft\ufeffmark",
    "\ufdd0 \ufffe \uffff \U0001fffe \U0010ffff noncharacters",
    "\ue000 \U000f0000 \U0010fffd private",
)


def characters(stride: int, parts: int) -> list[str]:
    """One in *stride* of the characters of every plane, private ones sparsely, in *parts* texts."""
    kept = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) not in _LEFT_OUT]
    kept += [chr(n) for plane in (0xF0000, 0x100000) for n in range(plane, plane + 0xFFFE, 4096)]
    shown = kept[::stride]
    size = len(shown) // parts + 1
    return [
        " ".join("".join(shown[i : i + 20]) for i in range(start, start + size, 20))
        for start in range(0, len(shown), size)
    ]


_LEFT_OUT = {"Cc", "Cs", "Cn", "Co"}


def filled(kind: str, texts: Sequence[str], facts: Sequence[Fact] = ()) -> Document:
    """A document with one of *texts*, in turn, in every slot that people fill, and *facts* shown.

    Most questions are answered; some are unknown with a reason, some have a draft.
    """
    wanted = document_type(kind)
    sections: dict[str, dict[str, Answer[Any]]] = {name: {} for name in wanted.sections()}
    for index, (path, _, field, about) in enumerate(wanted.questions()):
        section, name = path.split(".")
        (value_type,) = field.annotation.__pydantic_generic_metadata__["args"]  # type: ignore[union-attr]
        text = texts[index % len(texts)]
        addresses = tuple(f.address for f in facts if f.id in about.shows or index == 0)
        sections[section][name] = _answer(index, value_type, text, addresses)
    text = texts[0]
    head = Head(name=text, version=text, date="2026-11-24", language="en", run=text)
    return wanted(head=head, facts=tuple(facts), **sections)


def _answer(index: int, value_type: Any, text: str, facts: tuple[str, ...]) -> Answer[Any]:
    if index % 7 == 3:
        reason = text if text.strip() != "" else "none"
        return Answer(status=Status.UNKNOWN, reason=reason, by=text, facts=facts)
    if index % 7 == 5:
        return Answer(draft=Draft(value=text, digest="0" * 12, evidence=EVIDENCE), facts=facts)
    value = _value(value_type, text)
    return Answer(status=Status.ANSWERED, value=value, by=text, date="2026-11-24", facts=facts)


def _value(wanted: Any, text: str) -> Any:
    """A valid value of the type *wanted* that holds *text* wherever the type allows it."""
    if get_origin(wanted) is tuple:
        return tuple(_value(get_args(wanted)[0], text) for _ in range(2))
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        fields = wanted.model_fields.items()
        return wanted(**{name: _value(field.annotation, text) for name, field in fields})
    if get_origin(wanted) is Literal:
        return get_args(wanted)[0]
    given = [part for part in get_args(wanted) if part is not type(None)]
    adapter = TypeAdapter(given[0] if given != [] else wanted)
    for candidate in _candidates(text):
        try:
            return adapter.validate_python(candidate)
        except ValidationError:
            continue
    message = f"no candidate is a valid {wanted}"
    raise AssertionError(message)


def _candidates(text: str) -> Iterator[Any]:
    plain = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Zl", "Zp"})
    yield from (text, plain, f"5 {plain}")
    for address in ("https://example.org/", "10.1145/"):
        yield from (address + plain, address + quote(plain))
    yield from ("MIT", "en", "2026-11-24", "abcdef1", "0000-0002-1825-0097", "5 people", True)


def answered(kind: str, text: str, facts: Sequence[Fact] = ()) -> Document:
    """A document whose first question of prose has the answer *text*, and whose first shows *facts*."""
    wanted = document_type(kind)
    fields = [
        path
        for path, _, field, _ in wanted.questions()
        if field.annotation.__pydantic_generic_metadata__["args"] == (Prose,)  # type: ignore[union-attr]
    ]
    section, name = fields[0].split(".")
    addresses = tuple(fact.address for fact in facts)
    answer = Answer[Any](status=Status.ANSWERED, value=Prose(text), facts=addresses)
    return wanted(head=Head(name="Extreme"), facts=tuple(facts), **{section: {name: answer}})


def _fact(identifier: str, value: Any, **others: Any) -> Fact:
    return Fact(id=identifier, subject="model", value=value, evidence=EVIDENCE, **others)


def unanswered(kind: str, size: Size) -> Document:
    return document_type(kind)(head=Head(name="Nobody"))


def long_word(kind: str, size: Size) -> Document:
    return answered(kind, "x" * size.letters)


def long_text(kind: str, size: Size) -> Document:
    words = random.Random(0).choices(
        ("a", "*b*", "[c](https://d.e)", "naïve", "`f`", "gh\n\n"), k=99
    )
    sentence = " ".join(words)
    return answered(kind, sentence * (size.letters // len(sentence) + 1))


def wide_table(kind: str, size: Size) -> Document:
    names = tuple(f"column {i}" for i in range(size.lines))
    rows = tuple(tuple(f"{i}.{row}" for i in range(size.lines)) for row in range(3))
    return answered(
        kind,
        _pipes(names, rows),
        [_fact("m.arch", Table(columns=names, rows=rows), where={"table": "wide"})],
    )


def long_table(kind: str, size: Size) -> Document:
    names = ("module", "shape", "parameters")
    rows = tuple((f"layer {i}", "3 × 3", str(i)) for i in range(size.lines))
    return answered(
        kind,
        _pipes(names, rows),
        [_fact("m.arch", Table(columns=names, rows=rows), where={"table": "long"})],
    )


def _pipes(names: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def right_to_left(kind: str, size: Size) -> Document:
    return filled(kind, RIGHT_TO_LEFT, hostile_facts(HEBREW))


def every_plane(kind: str, size: Size) -> Document:
    texts = [*SEQUENCES, *characters(size.stride, 40)]
    return filled(kind, texts, hostile_facts(SEQUENCES[0]))


def many_classes(kind: str, size: Size) -> Document:
    names = [f"class {i}" for i in range(size.classes)]
    counts = random.Random(1)
    matrix = Table(
        columns=("label", *names),
        rows=tuple((label, *(counts.randrange(9) for _ in names)) for label in names),
    )
    rates = Table(
        columns=("class", "labelled", "predicted", "FPR", "FNR", "FDR", "FOR"),
        rows=tuple((name, 9, 9, *(counts.random() for _ in range(4))) for name in names),
    )
    groups = [
        _fact(
            "res.unitary",
            Quantity(value=counts.random(), unit="1", n=9),
            where={"group": "class", "slice": name, "metric": "accuracy", "split": split},
        )
        for name in names
        for split in ("validation", "test")
    ]
    facts = [_fact("res.confusion", matrix), _fact("res.error_rates", rates), *groups]
    return answered(kind, "Many classes.", facts)


def large(kind: str, size: Size) -> Document:
    """All that is long or wide in one document, for judges that take their time for each."""
    documents = [
        make(kind, size) for make in (long_word, long_text, wide_table, long_table, many_classes)
    ]
    values = [p.answer.value for d in documents for p in d.places() if p.answer.value is not None]
    return answered(kind, "\n\n".join(values), [f for d in documents for f in d.facts])


def hostile(kind: str, size: Size) -> Document:
    # Each kind begins elsewhere, so that the three together have every text in a few slots.
    start = kinds().index(kind) * len(HOSTILE) // 3
    texts = [*HOSTILE[start:], *HOSTILE[:start]]
    return filled(kind, texts, hostile_facts("</td>|<script>alert(1)</script>`*_{{ 7*7 }}"))


def hostile_facts(text: str) -> list[Fact]:
    """*text* in every slot that files fill."""
    evidence = Evidence(method=Method.RECORDED, derived_from=(text,), generated_by=text, note=text)
    half = Quantity(value=0.5, unit=text, n=3)
    return [
        _fact("res.ci", half, where={text: text}),
        _fact("res.unitary", half, where={"slice": text, "metric": "a"}),
        _fact("res.unitary", half, where={"slice": "b", "metric": text}),
        _fact("tr.hparams", Scalar(value={text: [text, {text: None}]})),
        _fact("m.arch", Table(columns=("a", text), rows=((text, 1),)), where={"split": text}),
        Fact(id="m.name", subject="model", value=Scalar(value=text), evidence=evidence),
    ]


Maker = Callable[[str, Size], Document]
EXTREMES: dict[str, Maker] = {
    "no answers": unanswered,
    "long word": long_word,
    "long text": long_text,
    "wide table": wide_table,
    "long table": long_table,
    "right to left": right_to_left,
    "every plane": every_plane,
    "many classes": many_classes,
    "hostile": hostile,
}


def extreme(name: str, kind: str = "model_card", size: Size = FULL) -> Document:
    """The extreme document *name* of the type *kind*."""
    return EXTREMES[name](kind, size)
