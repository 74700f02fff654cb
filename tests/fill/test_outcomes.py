"""Outcomes of single examples stand in a public document only where they undo nothing."""

from typing import Any

import numpy as np
import pytest

from cardgen.documents import document_type
from cardgen.documents._answers import AnswerFile
from cardgen.documents._text import Text
from cardgen.evaluation.outcomes import pack
from cardgen.evaluation.settings import Evaluation
from cardgen.fill import Internal, Shared
from cardgen.fill.outcomes import IN_JSON, LARGE, MOST_TEXT, OPEN, PEOPLE, WITHHELD, divided
from cardgen.values import Answer, Evidence, Fact, Method, Scalar, Status, Table

NOTHING = Evaluation()
PUBLIC = Evaluation(outcomes="public")
GROUP = Internal(groups={"sex": Text("a contract")})


def outcomes(values: Any, metric: str = "accuracy") -> Fact:
    packed = pack(metric, values, "a" * 64)
    assert packed is not None
    where = {"data": "people", "split": "test", "system": "model", "metric": metric}
    return _fact("res.outcomes", Scalar(value=packed.model_dump()), where)


def _fact(id_: str, value: Any, where: dict[str, str], **parameters: Any) -> Fact:
    evidence = Evidence(method=Method.COMPUTED, parameters=parameters)
    return Fact(id=id_, subject="model", where=where, value=value, evidence=evidence)


def sheet(relates: bool | None, data: str = "people", **more: Any) -> Shared:
    status = Status.UNKNOWN if relates is None else Status.ANSWERED
    answer = Answer[bool](status=status, value=relates, reason="Nobody looked.", **more)
    file = AnswerFile("datasheet.yaml", {"overview.relates_to_people": answer}, {})
    return Shared(document_type("datasheet"), file, data)


SMALL = _fact("res.small", Table(columns=(), rows=()), {"group": "sex"}, withheld=[0, 1])


@pytest.mark.parametrize(
    ("documents", "settings", "internal", "others", "place"),
    [
        ([sheet(False)], NOTHING, Internal(), [], IN_JSON),
        ([sheet(True)], NOTHING, Internal(), [], PEOPLE),
        ([], NOTHING, Internal(), [], OPEN),
        ([sheet(None)], NOTHING, Internal(), [], OPEN),
        ([sheet(False, audience="internal")], NOTHING, Internal(), [], OPEN),
        ([sheet(False, data="other")], NOTHING, Internal(), [], OPEN),
        ([sheet(False)], NOTHING, GROUP, [], WITHHELD),
        ([sheet(False)], NOTHING, Internal(), [SMALL], WITHHELD),
        ([sheet(True)], PUBLIC, GROUP, [SMALL], IN_JSON),
    ],
)
def test_they_are_for_internal_readers_where_they_could_tell_of_people_or_of_what_is_withheld(
    documents: Any, settings: Evaluation, internal: Internal, others: Any, place: str
) -> None:
    packed = outcomes([1.0, 0.0, 1.0])
    kept, aside = divided([packed, *others], documents, settings, internal)
    said = kept[-1].value
    assert isinstance(said, Table)
    assert (packed in kept, packed in aside, said.rows) == (
        place == IN_JSON,
        place != IN_JSON,
        (("people", "test", "accuracy", place),),
    )


def test_too_many_for_a_document_go_aside_even_where_they_are_public() -> None:
    random = np.random.RandomState(0)
    facts = [outcomes(random.rand(1_000_000) < 0.5), outcomes(random.rand(10_000) < 0.9, "lenient")]
    kept, aside = divided(facts, [], PUBLIC, Internal())
    lengths = [len(_text(fact)) for fact in facts]
    assert (lengths[0] > MOST_TEXT, lengths[1] < 1_400, aside) == (True, True, (facts[0],))
    assert isinstance(kept[-1].value, Table)
    assert [row[2:] for row in kept[-1].value.rows] == [("accuracy", LARGE), ("lenient", IN_JSON)]


def _text(fact: Fact) -> str:
    assert isinstance(fact.value, Scalar)
    assert isinstance(fact.value.value, dict)
    return str(fact.value.value["data"])


def test_facts_without_outcomes_stay_as_they_are() -> None:
    assert divided([SMALL], [], NOTHING, Internal()) == ((SMALL,), ())
