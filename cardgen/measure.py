"""Make facts with named pure functions, and make them again from their evidence.

A measuring function takes a `Run` (its first parameter is named `run`), several (named `runs`) or a
project folder (named `folder`), and plain parameters, and returns a fact's value. Its name and version, its parameters
and its inputs stand in the evidence, so `rederive` can call it again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, JsonValue

from cardgen.errors import CardgenError
from cardgen.run import MetricPoint, Run, Series
from cardgen.values import Curve, Evidence, Fact, Method, Quantity, Scalar, Table, number

Value = Quantity | Table | Curve | Scalar
Function = Callable[..., Value]

HOMES = ("measure", "recorded", "energy", "evaluation", "profiling")
"""Modules and packages of cardgen whose functions evidence may name; a hostile file names others."""
CHUNK = 1 << 20


def fact_by(  # noqa: PLR0913 - the parts of a fact
    function: Function,
    run: Run,
    *,
    id: str,  # noqa: A002 - the fact's own word
    subject: str,
    method: Method,
    derived_from: tuple[str, ...],
    where: dict[str, str] | None = None,
    parameters: dict[str, JsonValue] | None = None,
    note: str | None = None,
) -> Fact:
    """Call *function* on *run* and keep how it was called as the fact's evidence.

    *derived_from* are pointers into the run, such as `/record/environment/python`, which get
    `run:<id>#` put before them, or complete (`git:…`, `file:…`). A module's `VERSION` is its
    functions' version.
    """
    arguments = parameters if parameters is not None else {}
    inputs = tuple(
        f"run:{run.id}#{item}" if item.startswith("/") else item for item in derived_from
    )
    evidence = _evidence(function, method, inputs, arguments, note)
    return _fact(id, subject, where, function(run, **arguments), evidence)


def fact_of_runs(  # noqa: PLR0913 - the parts of a fact
    function: Function,
    runs: Sequence[Run],
    *,
    id: str,  # noqa: A002 - the fact's own word
    subject: str,
    method: Method,
    derived_from: tuple[str, ...],
    where: dict[str, str] | None = None,
    parameters: dict[str, JsonValue] | None = None,
    note: str | None = None,
) -> Fact:
    """Call *function* on several *runs* of a project; *derived_from* are complete pointers."""
    arguments = parameters if parameters is not None else {}
    evidence = _evidence(function, method, derived_from, arguments, note)
    return _fact(id, subject, where, function(runs, **arguments), evidence)


def fact_of_files(  # noqa: PLR0913 - the parts of a fact
    function: Function,
    folder: Path,
    paths: tuple[str, ...],
    *,
    id: str,  # noqa: A002 - the fact's own word
    subject: str,
    method: Method,
    where: dict[str, str] | None = None,
    parameters: dict[str, JsonValue] | None = None,
    note: str | None = None,
) -> Fact:
    """Call *function* on the project *folder*; the files at *paths* in it are the fact's inputs."""
    arguments = parameters if parameters is not None else {}
    inputs = tuple(file_pointer(path, sha256_of(inside(folder, path))) for path in paths)
    evidence = _evidence(function, method, inputs, arguments, note)
    return _fact(id, subject, where, function(folder, **arguments), evidence)


def _fact(
    fact_id: str, subject: str, where: dict[str, str] | None, value: Value, evidence: Evidence
) -> Fact:
    known = where if where is not None else {}
    return Fact(id=fact_id, subject=subject, where=known, value=value, evidence=evidence)


def _evidence(
    function: Function,
    method: Method,
    inputs: tuple[str, ...],
    arguments: dict[str, JsonValue],
    note: str | None,
) -> Evidence:
    version = getattr(sys.modules[function.__module__], "VERSION", 1)
    return Evidence(
        method=method,
        derived_from=inputs,
        generated_by=f"{function.__module__}:{function.__name__}@{version}",
        parameters=arguments,
        note=note,
    )


def file_pointer(path: str, sha256: str) -> str:
    """How evidence names a file and its content."""
    return f"file:{path}@sha256:{sha256}"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces.

    Raises:
        CardgenError: The file cannot be read.
    """
    sha = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                sha.update(chunk)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}); put the file back or mend its path"
        raise CardgenError(message) from error
    return sha.hexdigest()


def inside(folder: Path, relative: str) -> Path:
    """The path *relative* below *folder*, links followed.

    Raises:
        CardgenError: It leads out of the folder.
    """
    root = folder.resolve()
    try:
        # Links in a circle: `resolve` is silent about them since Python 3.13, `stat` is not.
        with contextlib.suppress(FileNotFoundError):
            (root / relative).stat()
        path = (root / relative).resolve()
    except (OSError, ValueError, RuntimeError) as error:  # as above, or a NUL in the name
        message = f"{relative!r}: is no path that can be opened"
        raise CardgenError(message) from error
    if not path.is_relative_to(root):
        message = f"{relative}: leads out of its folder, so it is not opened; keep the file inside"
        raise CardgenError(message)
    return path


def at(run: Run, *, pointer: str) -> Scalar:
    """The recorded value at *pointer* (RFC 6901) in the run's model as JSON.

    NaN and the infinities are given by their names.

    Raises:
        KeyError: Nothing is recorded there.
    """
    if pointer != "" and not pointer.startswith("/"):
        raise KeyError(pointer)
    node: Any = run
    for token in pointer.split("/")[1:]:
        node = _child(node, token.replace("~1", "/").replace("~0", "~"), pointer)
    return Scalar(value=plain(node))


def _child(node: Any, key: str, pointer: str) -> Any:
    if isinstance(node, MetricPoint):
        node = node._asdict()
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            if key == (field.alias if field.alias is not None else name) and not field.exclude:
                return getattr(node, name)
    elif isinstance(node, Mapping) and key in node:
        return node[key]
    elif isinstance(node, (tuple, list, Series)) and key.isascii() and key.isdigit():
        plain_index = key == "0" or not key.startswith("0")
        if plain_index and len(key) <= len(str(len(node))) and int(key) < len(node):
            return node[int(key)]
    raise KeyError(pointer)


def plain(value: Any) -> JsonValue:
    """A model's value as JSON has it; models become mappings by alias, tuples lists."""
    if isinstance(value, MetricPoint):
        value = value._asdict()
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        return {
            field.alias if field.alias is not None else name: plain(getattr(value, name))
            for name, field in fields
            if not field.exclude
        }
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, Series)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, float):
        return number(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    message = f"{type(value).__name__} is no JSON value"
    raise TypeError(message)


def rederive(fact: Fact, source: Run | Sequence[Run] | Path) -> Value:
    """Call the function that the fact's evidence names, on a run, a project's runs or its folder.

    Raises:
        CardgenError: The evidence names no measuring function of cardgen, another version of it,
            inputs of the other kind, or inputs that are not there any more.
    """
    function, wanted = _function(fact), needs(fact)
    given = "run" if isinstance(source, Run) else "folder" if isinstance(source, Path) else "runs"
    if wanted != given:
        message = f"{fact.address}: is derived from `{wanted}`; give that to derive it again"
        raise CardgenError(message)
    try:
        value = function(source, **fact.evidence.parameters)
    except (TypeError, KeyError, IndexError, ValueError) as error:
        message = f"{fact.address}: cannot be derived again from these inputs ({error!r})"
        raise CardgenError(message) from error
    if not isinstance(value, (Quantity, Table, Curve, Scalar)):
        message = f"{fact.address}: {fact.evidence.generated_by} does not measure anything"
        raise CardgenError(message)
    return value


def needs(fact: Fact) -> str:
    """What the fact is derived from: a `run`, all `runs` of a project, or the project's `folder`.

    Raises:
        CardgenError: The evidence names no measuring function of this cardgen.
    """
    return next(iter(inspect.signature(_function(fact)).parameters), "nothing")


def _function(fact: Fact) -> Function:
    name = fact.evidence.generated_by
    module_name, _, rest = (name if name is not None else "").partition(":")
    function_name, _, version = rest.partition("@")
    parts = module_name.split(".")
    known = len(parts) > 1 and parts[0] == "cardgen" and parts[1] in HOMES
    if not known or function_name.startswith("_"):
        message = f"{fact.address}: its evidence names no measuring function, so it cannot be derived again"
        raise CardgenError(message)
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        message = f"{fact.address}: there is no {module_name}; use the cardgen that made the fact"
        raise CardgenError(message) from error
    function = getattr(module, function_name, None)
    # What a module only imported (a path, a subprocess) is not its function.
    if not inspect.isfunction(function) or function.__module__ != module_name:
        message = f"{fact.address}: there is no {function_name} in {module_name}"
        raise CardgenError(message)
    if str(getattr(module, "VERSION", 1)) != version:
        message = (
            f"{fact.address}: made by version {version} of {function_name}; this is another version"
        )
        raise CardgenError(message)
    return function
