"""The text below an attribute is its description."""

from cardgen._docstrings import attribute_docstrings
from cardgen.values import Answer, Frozen


class Outer(Frozen):
    """Its own words are no attribute's."""

    first: int = 0
    """One line."""
    second: str = ""
    third: str = ""
    """Two
    lines.
    """

    class Inner(Frozen):
        inside: int = 0
        """Inside."""


def test_the_text_below_an_attribute_is_its_description() -> None:
    described = {name: field.description for name, field in Outer.model_fields.items()}
    assert described == {"first": "One line.", "second": None, "third": "Two\nlines."}


def test_classes_inside_classes_and_functions_have_their_own() -> None:
    class Local(Frozen):
        here: int = 0
        """Here."""

    found = [attribute_docstrings(made) for made in (Outer.Inner, Local)]
    assert found == [{"inside": "Inside."}, {"here": "Here."}]


def test_a_generic_class_hands_its_descriptions_on() -> None:
    field = Answer[int].model_fields["accept"]
    assert field.description == "Digest of the draft that a person accepted."


def test_a_class_without_a_source_has_none() -> None:
    made = type("Made", (), {"__module__": "nowhere"})
    assert attribute_docstrings(made) == {}
