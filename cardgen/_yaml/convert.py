"""Turn nodes into values of a type: the type of the field decides what a scalar's text means.

All problems are gathered, each with its line and its path; nothing stops at the first one.
"""

from __future__ import annotations

import datetime
import difflib
import types
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from cardgen._yaml.nodes import Mapping, Node, Scalar, Sequence, kind_of

TRUE = ("true", "yes", "on")
FALSE = ("false", "no", "off")


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file."""

    line: int
    path: str
    """Where in the document, such as `composition.instances`; empty for the whole of it."""
    what: str


@dataclass
class Problems:
    """What is wrong with one file, in the order found."""

    tolerant: bool = False
    """True for a file of a newer minor version: keys that are not known are passed over."""
    found: list[Problem] = field(default_factory=list)
    passed_over: list[Problem] = field(default_factory=list)
    """Unknown keys of a file of a newer minor version."""

    def add(self, node: Node, path: str, what: str) -> None:
        """Note that *what* is wrong with *node*."""
        self.found.append(Problem(node.line, path, what))

    def unknown(self, node: Node, path: str, what: str) -> None:
        """Note a key that nothing reads."""
        (self.passed_over if self.tolerant else self.found).append(Problem(node.line, path, what))

    def lines(self, file: str) -> list[str]:
        """Every problem as `file:line: path: what`, by line."""
        ordered = sorted(self.found, key=lambda problem: problem.line)
        return [
            f"{file}:{p.line}: {p.path}: {p.what}" if p.path != "" else f"{file}:{p.line}: {p.what}"
            for p in ordered
        ]


class Failed:
    """Stands for a value that could not be made; the problems say why."""


FAILED = Failed()


def near(name: str, known: Iterable[str]) -> str:
    """A hint for an unknown *name*: "; did you mean 'x'?" or the list of what is known."""
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known are {', '.join(names)}" if names else ""


def convert(node: Node, wanted: Any, path: str, problems: Problems) -> Any:
    """The value of *node* as the type *wanted*; `FAILED` when it is none, with the problems noted.

    Args:
        node: What the file says.
        wanted: A type as Pydantic knows them: plain types, models, `Annotated`, unions, containers.
        path: Where the node stands, for the problems.
        problems: Where what is wrong is added.
    """
    before = len(problems.found)
    raw = _raw(node, wanted, path, problems)
    if len(problems.found) > before:
        return FAILED
    try:
        return _adapter(wanted, repr(wanted)).validate_python(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            problems.add(*_located(node, path, detail["loc"]), _message(detail, node))
        return FAILED


@cache
def _adapter(wanted: Any, order: str) -> TypeAdapter[Any]:  # noqa: ARG001 - a part of the key
    # `A | B` equals `B | A`; in *order* they differ, and Pydantic takes the first that fits.
    return TypeAdapter(wanted)


def _raw(node: Node, wanted: Any, path: str, problems: Problems) -> Any:
    """Plain Python data for Pydantic: scalars by type, lists, mappings; problems noted."""
    origin = get_origin(wanted)
    if origin is Annotated:
        return _raw(node, get_args(wanted)[0], path, problems)
    if origin in (Union, types.UnionType):
        return _union(node, get_args(wanted), path, problems)
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return _model(node, wanted, path, problems)
    if wanted is Any or getattr(wanted, "__name__", "") == "JsonValue":
        return plain(node)
    if origin in (list, tuple, set, frozenset):
        return _list(node, get_args(wanted), path, problems)
    if origin is dict:
        return _dict(node, get_args(wanted), path, problems)
    return _scalar(node, wanted, path, problems)


def plain(node: Node) -> Any:
    """The node by YAML 1.2's core schema, for fields that take any JSON value."""
    if isinstance(node, Mapping):
        return {entry.key.text: plain(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return node.core()


def _union(node: Node, members: tuple[Any, ...], path: str, problems: Problems) -> Any:
    if isinstance(node, Scalar) and node.is_null and type(None) in members:
        return None
    # Text fits almost anything, so it is tried last, unless quotes ask for it.
    quoted = isinstance(node, Scalar) and node.style != "plain"
    choices = [member for member in members if member is not type(None)]
    choices.sort(key=lambda member: _is_text(member) is not quoted)
    trials: list[Problems] = []
    for choice in choices:
        trial = Problems(problems.tolerant)
        value = convert(node, choice, path, trial)
        if not trial.found:
            problems.passed_over += trial.passed_over
            return value
        trials.append(trial)
    # One member has the node's shape: its problems are the ones that help.
    deep = [trial for trial in trials if any(problem.path != path for problem in trial.found)]
    if len(trials) == 1 or len(deep) == 1:
        problems.found += (deep or trials)[0].found
    else:
        expected = " or ".join(describe(choice) for choice in choices)
        problems.add(node, path, f"expected {expected}, found {kind_of(node)}")
    return None


def _is_text(wanted: Any) -> bool:
    bare = get_args(wanted)[0] if get_origin(wanted) is Annotated else wanted
    return isinstance(bare, type) and issubclass(bare, str)


def _model(node: Node, model: type[BaseModel], path: str, problems: Problems) -> Any:
    if isinstance(node, Scalar) and node.is_null:
        node = Mapping((), node.line, node.span, flow=False)
    if not isinstance(node, Mapping):
        keys = ", ".join(_keys(model))
        problems.add(node, path, f"expected a mapping with {keys}, found {kind_of(node)}")
        return None
    fields = _keys(model)
    values: dict[str, Any] = {}
    for entry in node.entries:
        name = entry.key.text
        where = f"{path}.{name}" if path != "" else name
        info = fields.get(name)
        if info is None:
            problems.unknown(entry.key, where, f"unknown key{near(name, fields)}")
        elif isinstance(entry.value, Scalar) and entry.value.is_null:
            continue  # a key without a value is as good as no key
        else:
            values[name] = convert(entry.value, _field_type(info), where, problems)
    for name, info in fields.items():
        if info.is_required() and name not in values:
            problems.add(node, f"{path}.{name}" if path != "" else name, "missing; add this key")
    return values


def _field_type(info: FieldInfo) -> Any:
    """The field's type with its constraints, which Pydantic keeps apart."""
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def _keys(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {info.alias or name: info for name, info in model.model_fields.items()}


def _list(node: Node, arguments: tuple[Any, ...], path: str, problems: Problems) -> Any:
    if not isinstance(node, Sequence):
        problems.add(node, path, f"expected a list, found {kind_of(node)}")
        return None
    # All types with several arguments here are `tuple[X, ...]`; fixed pairs are records elsewhere.
    return [
        convert(item, arguments[0], f"{path}[{index}]", problems)
        for index, item in enumerate(node.items)
    ]


def _dict(node: Node, arguments: tuple[Any, ...], path: str, problems: Problems) -> Any:
    key, inner = arguments
    if not isinstance(node, Mapping):
        problems.add(node, path, f"expected a mapping, found {kind_of(node)}")
        return None
    values: dict[Any, Any] = {}
    for entry in node.entries:
        where = f"{path}.{entry.key.text}"
        # A key is text even where it looks like a number.
        name = convert(replace(entry.key, style="quoted"), key, where, problems)
        values[name] = convert(entry.value, inner, where, problems)
    return values


def _scalar(node: Node, wanted: Any, path: str, problems: Problems) -> Any:
    if not isinstance(node, Scalar) or node.is_null:
        problems.add(node, path, f"expected {describe(wanted)}, found {kind_of(node)}")
        return None
    value = _typed(node, wanted)
    if value is None:
        hint = _hint(node, wanted)
        problems.add(node, path, f"expected {describe(wanted)}, found {kind_of(node)}{hint}")
    return value


def _typed(node: Scalar, wanted: Any) -> Any:
    """The scalar as a value for *wanted*, or None when it cannot be one."""
    if wanted is bool:
        word = node.text.lower() if node.style == "plain" else ""
        return True if word in TRUE else False if word in FALSE else None
    if wanted is int:
        number = node.number()
        return number if isinstance(number, int) else None
    if wanted is float:
        number = node.number()
        return None if number is None else _float(number)
    if wanted in (datetime.date, datetime.datetime):
        return _date(node.text, wanted)
    if get_origin(wanted) is Literal:
        return _member(node, get_args(wanted))
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return _member(node, [member.value for member in wanted])
    return node.text


def _float(number: float) -> float | None:
    try:
        return float(number)
    except OverflowError:
        return None


def _date(text: str, wanted: type[datetime.date]) -> datetime.date | None:
    try:
        value = wanted.fromisoformat(text)
    except ValueError:
        return None
    # Python reads other forms of ISO 8601 too (20240531); people who read the file may not.
    return value if text.startswith(value.isoformat()[: len("2024-05-31")]) else None


def _member(node: Scalar, choices: Iterable[Any]) -> Any:
    return next((c for c in choices if node.text == c or node.core() == c), None)


def _hint(node: Scalar, wanted: Any) -> str:
    """What would help: quotes to leave out, or the word that was probably meant."""
    if wanted in (bool, int, float) and node.style != "plain":
        bare = _typed(replace(node, style="plain"), wanted)
        return "; leave the quotes out" if bare is not None else ""
    choices = get_args(wanted) if get_origin(wanted) is Literal else ()
    close = near(node.text, [str(choice) for choice in choices])
    return close if close.startswith("; did") else ""


def describe(wanted: Any) -> str:
    """A type in words, for an error."""
    origin = get_origin(wanted)
    if origin is Annotated:
        return describe(get_args(wanted)[0])
    if origin in (Union, types.UnionType):
        return " or ".join(describe(arg) for arg in get_args(wanted) if arg is not type(None))
    if origin is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(wanted))
    if origin in (list, tuple, set, frozenset):
        return "a list"
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return "one of " + ", ".join(str(member.value) for member in wanted)
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return "a mapping with " + ", ".join(_keys(wanted))
    if _is_text(wanted):
        return "text"
    words = {
        bool: "yes or no",
        int: "a whole number",
        float: "a number",
        datetime.date: "a date such as 2024-05-31",
        datetime.datetime: "a time such as 2024-05-31T12:00:00Z",
    }
    return words.get(origin or wanted, "a mapping" if origin is dict else str(wanted))


def _located(node: Node, path: str, loc: tuple[int | str, ...]) -> tuple[Node, str]:
    """The node that Pydantic's location points at, as far as the text has one."""
    for step in loc:
        if isinstance(node, Mapping) and isinstance(step, str) and node.get(step) is not None:
            node = node.get(step) or node
            path = f"{path}.{step}" if path != "" else step
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            path = f"{path}[{step}]"
    return node, path


def _message(detail: Any, node: Node) -> str:
    """Pydantic's message in our form: what was expected, what was found."""
    message: str = detail["msg"]
    if detail["type"] in ("value_error", "assertion_error"):
        return message.partition(", ")[2]
    lowered = message[0].lower() + message[1:]
    return f"{lowered}, found {kind_of(node)}" if isinstance(node, Scalar) else lowered
