"""A small document type, and facts and answers made by hand, for the tests of fill and checks."""

from __future__ import annotations

from typing import Any, ClassVar

from cardgen.documents._answers import AnswerFile
from cardgen.documents._base import Document, Head, Section, question
from cardgen.documents._text import Prose, Text
from cardgen.documents._types import Agent
from cardgen.values import Answer, Evidence, Fact, Method, Quantity, Scalar, Status

HEAD = Head(name="Place names", version="1.0", date="2026-01-02", run="20260102T030405-abc123")


class Contents(Section):
    """What it holds."""

    title: ClassVar[str] = "Contents"
    people: Answer[bool] = question("People", "DFD:gate")
    count: Answer[Prose] = question("Count", "T:1", how="auto", shows=("ds.n_instances",))
    purpose: Answer[Prose] = question("Purpose", "T:2", fact="ds.purpose")
    consent: Answer[Prose] = question("Consent", "T:3", fact="col.consent", people_only=True)
    licence: Answer[Text] = question(
        "Licence", "T:4", how="derived", fact="m.license", shows=("prj.licence",)
    )
    authors: Answer[tuple[Agent, ...]] = question(
        "Authors", "T:5", how="derived", fact="m.developers"
    )
    both: Answer[Prose] = question("Both", "T:6", partly=("ds.purpose", "ds.task"))


class Sheet(Document):
    """A document type for tests."""

    kind: ClassVar[str] = "sheet"
    title: ClassVar[str] = "Sheet"
    citation: ClassVar[str] = "Nobody 2026"
    contents: Contents


def declared(path: str, file: str = "sheet.yaml") -> Evidence:
    return Evidence(method=Method.DECLARED, derived_from=(f"{file}#/{path.replace('.', '/')}",))


def answered(path: str, value: Any, **more: Any) -> Answer[Any]:
    return Answer[Any](status=Status.ANSWERED, value=value, evidence=(declared(path),), **more)


def file(**answers: Answer[Any]) -> AnswerFile:
    """Answers of the section `contents`, on lines 1, 2, …"""
    by_path = {f"contents.{name}": answer for name, answer in answers.items()}
    return AnswerFile("sheet.yaml", by_path, {path: n for n, path in enumerate(by_path, 1)})


def fact(id_: str, value: Any, subject: str = "model", **where: str) -> Fact:
    held = value if isinstance(value, Quantity) else Scalar(value=value)
    evidence = Evidence(method=Method.COMPUTED, derived_from=("run:r#/x",))
    return Fact(id=id_, subject=subject, where=where, value=held, evidence=evidence)


def accuracy(value: float | None, split: str = "test", **where: str) -> Fact:
    quantity = Quantity(value=value, unit="1")
    return fact("res.overall", quantity, metric="accuracy", split=split, **where)
