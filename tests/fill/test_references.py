"""Look-ups in prose find one fact or fail; everything else is text."""

import pytest

from cardgen.documents._text import Prose, Text
from cardgen.documents._types import Agent
from cardgen.fill.references import Resolver
from cardgen.values import Quantity
from tests.fill.sheets import accuracy, fact

FACTS = (
    accuracy(0.62134),
    accuracy(0.7, system="majority"),
    accuracy(0.5, split="validation"),
    fact("ds.n_instances", Quantity(value=11234, unit="1"), "data:x"),
    fact("res.unitary", Quantity(value=None, unit="1"), metric="accuracy", slice="de", group="g"),
    fact("tr.command", "run *all* [x](y)"),
    fact("m.flag", False),
    fact("m.none", None),
    fact("m.empty", ""),
    fact("m.zero", 0),
)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ('{{ metric("accuracy", split="test") }}', "0.621"),
        ("{{metric('accuracy',split='test')}}", "0.621"),
        ('{{ metric("accuracy", split="test", system="majority") }}', "0.700"),
        ('{{ fact("ds.n_instances") }}', "11,234"),
        ('{{ slice("accuracy", "de") }}', "not given"),
        ('{{ fact("tr.command") }}', r"run \*all\* \[x\]\(y\)"),
        ('{{ fact("m.flag") }}', "no"),
        ('{{ fact("m.none") }}', "unknown"),
        ('{{ fact("m.empty") }}', ""),
        ('{{ fact("m.zero") }}', "0"),
    ],
)
def test_a_look_up_becomes_its_value(text: str, resolved: str) -> None:
    resolver = Resolver(FACTS)
    assert (resolver.value(Prose(text)), resolver.problems) == (resolved, [])


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7 * 7 }}",
        "{{ ''.__class__.__mro__ }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{# note #}",
        "{{ metric }}",
        "{{ metric('a'.upper()) }}",
        "{{ fact('x')|safe }}",
        "{{ open('f') }}",
        "{{",
        "",
        "{{ " * 2000,
        '{{ fact("' + "a" * 5000,
    ],
)
def test_what_is_no_look_up_stays_text(text: str) -> None:
    resolver = Resolver(FACTS)
    assert (resolver.value(Prose(text)), resolver.problems) == (text, [])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{{ metric("accuracy") }}', "2 facts match; add what tells them apart"),
        ('{{ metric("f1") }}', "there is no such fact; there are: res.overall@model"),
        ('{{ fact("m.nothing") }}', "there is no such fact"),
        ('{{ metric("accuracy", splt="test") }}', "has a 'splt'; did you mean 'split'?"),
        ('{{ slice("accuracy") }}', "takes 2 unnamed, found 1"),
        (
            '{{ fact("m.zero", subject="data:x") }}',
            "there is no such fact; there are: m.zero@model",
        ),
    ],
)
def test_a_look_up_of_nothing_or_of_several_is_a_problem(text: str, part: str) -> None:
    resolver = Resolver(FACTS)
    resolver.value(Prose(text))
    assert [part in str(problem) for problem in resolver.problems] == [True]


def test_texts_inside_records_are_resolved_and_other_values_stay() -> None:
    value = (Agent(name=Text('{{ fact("m.zero") }}')), 0, False, None)
    assert Resolver(FACTS).value(value) == (Agent(name=Text("0")), 0, False, None)
