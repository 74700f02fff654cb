"""A document as plain JSON: the layout of the format `json` and of every digest of a document."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import JsonValue

from cardgen import __version__
from cardgen.documents._base import Document
from cardgen.errors import InputError
from cardgen.values import digest, number

D = TypeVar("D", bound=Document)


def schema_name(document_type: type[Document]) -> str:
    """Name and major version of the layout, such as `cardgen.datasheet/1`."""
    return f"cardgen.{document_type.kind}/{document_type.schema_version}"


def layout(document: Document) -> dict[str, JsonValue]:
    """*document* as JSON: what it is, then `head`, `sections`, `facts` and `withheld`.

    NaN and the infinities are the words `NaN`, `Infinity` and `-Infinity`. `content` is the digest
    of all the rest but `generated_by`, so that the same content has the same digest in any version.
    """
    data: dict[str, Any] = document.model_dump(mode="json")
    try:
        return _laid_out(document, data)
    except ValueError:  # NaN or an infinity; few documents have one
        return _laid_out(document, _finite(data))


def _laid_out(document: Document, data: dict[str, Any]) -> dict[str, JsonValue]:
    sections = {name: data[name] for name in type(document).sections()}
    body: dict[str, JsonValue] = {
        "schema": schema_name(type(document)),
        "document": document.kind,
        "run": document.head.run,
        "head": data["head"],
        "sections": sections,
        "facts": data["facts"],
        "withheld": data["withheld"],
    }
    generator: dict[str, JsonValue] = {"name": "cardgen", "version": __version__}
    first = {"schema": body["schema"], "document": body["document"], "generated_by": generator}
    return first | body | {"content": digest(body)}


def content_digest(data: dict[str, JsonValue]) -> str:
    """The digest of a laid-out document, from what it holds and not from its own `content`."""
    return digest({k: v for k, v in data.items() if k not in {"generated_by", "content"}})


def load(data: dict[str, JsonValue], document_type: type[D]) -> D:
    """The document that *data* (as `layout` makes it) holds.

    Raises:
        InputError: It is another document or another version of the layout.
    """
    if data.get("schema") != schema_name(document_type):
        message = f"schema: expected {schema_name(document_type)}, found {data.get('schema')}"
        raise InputError([message])
    sections: Any = data["sections"]
    rest = {key: data[key] for key in ("head", "facts", "withheld") if key in data}
    return document_type.model_validate({**rest, **sections})


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value
