"""A small document type of the tests' own, and hostile strings."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from cardgen.documents._base import Document, Head, Section, question
from cardgen.documents._types import Agent, Link, Prose, Text
from cardgen.fill.audience import REASON, without_origins
from cardgen.values import (
    Answer,
    Curve,
    Draft,
    Evidence,
    Fact,
    Interval,
    Method,
    Quantity,
    Scalar,
    Status,
    Table,
    Translated,
)


class First(Section):
    title: ClassVar[str] = "First"

    prose: Answer[Prose] = question("Prose", "T:1")
    text: Answer[Text] = question("Text", "T:2")
    agents: Answer[list[Agent]] = question("People", "T:3")
    link: Answer[Link] = question("Link", "T:4")
    figures: Answer[Prose] = question("Figures", "T:5", how="auto")
    anything: Answer[Any] = question("Anything", "T:6")


class Sample(Document):
    kind: ClassVar[str] = "sample"
    title: ClassVar[str] = "Sample"
    citation: ClassVar[str] = "Nobody (2026). https://doi.org/10.1145/3458723."

    first: First = Field(default_factory=First)


EVIDENCE = Evidence(
    method=Method.COMPUTED,
    derived_from=("run:r1#/evaluations/0",),
    generated_by="cardgen.evaluation.results:accuracy@1",
)


def answered(value: Any, **others: Any) -> Answer[Any]:
    return Answer[Any](status=Status.ANSWERED, value=value, **others)


def fact(value: Any, **others: Any) -> Fact:
    values = {"id": "res.overall", "subject": "model", "value": value, "evidence": EVIDENCE}
    return Fact(**(values | others))


def quantity(value: float | None, **others: Any) -> Quantity:
    return Quantity(value=value, unit=others.pop("unit", "1"), **others)


def document(
    facts: tuple[Fact, ...] = (), head: Head | None = None, **answers: Answer[Any]
) -> Sample:
    if len(facts) > 0 and "figures" not in answers:
        answers["figures"] = Answer(facts=tuple(f.address for f in facts))
    return Sample(
        head=head or Head(name="Names", version="1.0", date="2026-11-24", run="r1"),
        facts=facts,
        first=First.model_construct(**{n: answers.get(n, Answer()) for n in First.model_fields}),
    )


def hostile(text: str) -> Sample:
    """*text* in every slot that people or files fill."""
    facts = (
        fact(quantity(0.5, unit=text), id="res.ci", where={text: text}),
        fact(quantity(0.5, n=3), id="res.unitary", where={"slice": text, "metric": "a"}),
        fact(quantity(0.7, n=3), id="res.unitary", where={"slice": "b", "metric": text}),
        fact(Scalar(value=text), id="m.name"),
        fact(Scalar(value={text: [text]}), id="tr.hparams"),
        fact(Table(columns=("a", text), rows=((text, 1),)), id="m.arch", where={"split": text}),
        fact(Curve(x=text, series={text: ((0.0, 1.0), (1.0, "NaN"))}), id="tr.curves"),
        fact(
            Scalar(value=1),
            id="m.version",
            evidence=Evidence(
                method=Method.RECORDED, derived_from=(text,), generated_by=text, note=text
            ),
        ),
    )
    draft = Draft(value=text, digest="0", evidence=EVIDENCE)
    reason = text if text.strip() != "" else "none"
    return document(
        facts,
        Head(name=text, version=text, date=text, language="en", run=text),
        prose=answered(Prose(text), by=text),
        text=Answer(draft=draft),
        agents=answered([Agent.model_construct(name=text, role=text, contact=text)]),
        link=Answer(status=Status.UNKNOWN, reason=reason),
        anything=answered({text: [text, {text: text}]}),
    )


def full() -> Sample:
    """A document with every kind of block."""
    interval = Interval(low=0.59, high=0.63, level=0.95, method="Wilson 1927")
    points = tuple((float(i), 4 / (1 + i)) for i in range(20))
    return document(
        (
            fact(
                quantity(0.613, n=2103, interval=interval),
                where={"metric": "accuracy", "system": "model"},
            ),
            fact(quantity(0.0, n=2103), where={"metric": "accuracy", "system": "majority"}),
            fact(quantity(None, unit="kWh"), id="en.kwh"),
            fact(Curve(x="step", series={"train": points, "val": points[::3]}), id="tr.curves"),
            fact(
                Table(columns=("module", "parameters"), rows=(("embed", 10), ("out", 0))),
                id="m.arch",
            ),
        ),
        prose=answered(
            Prose("Because of **this**.\n\n- one\n- two\n  1. deep\n\n```\nif x < 1:\n\n  y\n```\n")
        ),
        text=Answer(draft=Draft(value="A *draft*.", digest="0", evidence=EVIDENCE)),
        link=Answer(status=Status.UNKNOWN, reason="none found published"),
        agents=answered([Agent(name=Text("Ada"), role=Text("curator"))]),
    )


def editions() -> dict[str, Sample]:
    """Other editions of a document: the public one in German, and the internal one."""
    base = full()
    translation = Translated(by="דוד לוי", original="1", of="1")
    first = {
        "prose": answered(Prose("Because of **this**.\n\n- one\n- two"), language="en"),
        "text": answered(Text("Deshalb."), language="de", translation=translation),
        "agents": Answer(status=Status.WITHHELD, reason=REASON, audience="internal"),
        "link": Answer(status=Status.UNKNOWN, reason="none found", language="en"),
        "figures": base.first.figures,
        "anything": Answer(draft=Draft(value="A draft.", digest="0", evidence=EVIDENCE)),
    }
    german = document(base.facts, base.head.model_copy(update={"language": "de"}), **first)
    inner = answered(Prose("Secret."), audience="internal", by="Ada", date="2026-11-24")
    of_the_house = base.head.model_copy(update={"audience": "internal"})
    return {
        "german": without_origins(german, "It names machines.", "en"),
        "internal": document(base.facts, of_the_house, prose=inner),
    }


HOSTILE = [
    "a|b", "\\", "a\\|b", "`", "``", "```", "*b*", "_x_", "__init__", "~~s~~", "<b>", "</p>",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "]]>", "<?php",
    "</td></tr></table>", "[a](javascript:alert(1))", "[a](JaVa\tScript:alert(1))", "[a](data:text/html,x)",
    "![x](http://evil.example/x.png)", "<http://evil.example>", "<javascript:alert(1)>", "www.evil.example",
    "https://evil.example/\"onclick=alert(1)", "a@evil.example", "@user", "#123", ":smile:", "# h", "- i",
    "+ i", "1. i", "12) i", "> q", "---", "===", "text\n---", "    code", "\tcode", "a\rb", "a\r\nb",
    "a\u2028b", "a\x85b", "|---|", "| a | b |\n|---|---|\n| 1 | 2 |", "[x]", "[ ] t", "[^1]: n",
    "[ref]: http://evil.example", "[TOC]", "!!! note", "{: .c onclick=alert(1)}", "*[HTML]: x",
    '--8<-- "/etc/passwd"', "$x$", "$$x$$", "\\(x\\)", "{{ 7*7 }}", "{% raw %}", "{# c #}", "&lt;",
    "&amp;amp;", "&#60;script&#62;", "a\x00b", "a\u202eb", "a\u200bb", "=cmd()", "!", "::: x", "++k++",
    "x" * 3000, "<a href='javascript:alert(1)'>x</a>", "<svg onload=alert(1)>", "<details><summary>x",
    "</style><script>alert(1)</script>", "\"><script>alert(1)</script>", "名前 نام नाम", "", " ",
    "<style>@import 'http://evil.example'</style>", "file:///etc/passwd", "![x](file:///etc/passwd)",
]  # fmt: skip
