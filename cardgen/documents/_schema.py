"""JSON Schemas (draft 2020-12) of a document type: of its answer file and of its JSON output.

Answer files are YAML and are read by type (see `cardgen._yaml`), so their schemas take what a YAML
1.2 loader makes of every text that the reader accepts: `1.10` for a text is a number to the loader.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any, get_origin

from pydantic import JsonValue, TypeAdapter

from cardgen._yaml.convert import FALSE, TRUE
from cardgen.documents._answers import LANGUAGE_KEY, TRANSLATOR_KEY, answer_type, schema_name
from cardgen.documents._base import Document
from cardgen.documents._envelope import ENVELOPE, Envelope
from cardgen.values import NEEDS_REASON, Status

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_NULL = {"type": "null"}
_WORDS = [form(word) for word in (*TRUE, *FALSE) for form in (str.lower, str.title, str.upper)]
_BOOLEAN = [{"type": "boolean"}, {"type": "string", "pattern": f"^({'|'.join(_WORDS)})$"}]


def text_of(schema: Schema) -> str:
    """A schema as it is committed: UTF-8, indented by two, a line break at the end."""
    return json.dumps(_one_line(schema), ensure_ascii=False, indent=2) + "\n"


def _one_line(schema: Any) -> Any:
    """Descriptions without the line breaks that docstrings have for their source's width."""
    if isinstance(schema, list):
        return [_one_line(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: " ".join(value.split())
        if key == "description" and isinstance(value, str)
        else _one_line(value)
        for key, value in schema.items()
    }


def answers_file_name(kind: str) -> str:
    """File name of the schema of the answers of documents of *kind*."""
    return f"{kind}.answers.v1.schema.json"


def answers_schema(document_type: type[Document]) -> Schema:
    """Schema of an answer file: each question takes its type, an envelope of it, or nothing."""
    shared = _Shared()
    sections: Schema = {}
    for path, section, info, about in document_type.questions():
        section_name, name = path.split(".")
        questions = sections.setdefault(section_name, _section(section.title, section.note))
        questions["properties"][name] = {
            "title": about.title,
            "description": info.description,
            "$ref": shared.answer(answer_type(info.annotation)),
        }
    shared.definitions["Envelope"] = _envelope_parts(shared)
    name = schema_name(document_type)
    return {
        "$schema": DRAFT,
        "title": f"Answers of a {document_type.title.lower()}",
        "description": document_type.citation,
        "type": ["object", "null"],
        "properties": {
            "schema": {"type": "string", "pattern": _version(name)},
            LANGUAGE_KEY: {
                "description": "Language that the answers are written in, as a BCP 47 tag.",
                "type": ["string", "null"],
            },
            TRANSLATOR_KEY: {
                "description": "Who translated the answers; only in a file of translations.",
                "type": ["string", "number", "null"],
            },
            **sections,
        },
        "additionalProperties": False,
        "$defs": {key: shared.definitions[key] for key in sorted(shared.definitions)},
    }


def _version(name: str) -> str:
    return "^" + name.replace(".", r"\.") + r"/1(\.[0-9]+)?$"


def _section(title: str, note: str | None) -> Schema:
    return {
        "title": title,
        **({"description": note} if note is not None else {}),
        "type": ["object", "null"],
        "properties": {},
        "additionalProperties": False,
    }


def _envelope_parts(shared: _Shared) -> Schema:
    """The envelope's keys and how they go together; what `answer` holds is said where it is used."""
    parts = shared.nameless(Envelope)
    parts["properties"] = {"answer": True, **parts["properties"]}
    parts["anyOf"] = [{"required": [key]} for key in sorted(ENVELOPE)]
    given = {"not": _NULL}
    reason = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
    parts["allOf"] = [
        _where_status(NEEDS_REASON, {"properties": {"reason": reason}, "required": ["reason"]}),
        _where_status({*NEEDS_REASON, Status.UNANSWERED}, {"properties": {"answer": _NULL}}),
        _where_status(
            {Status.ANSWERED},
            {
                "anyOf": [
                    {"properties": {key: given}, "required": [key]} for key in ("answer", "accept")
                ]
            },
        ),
        {
            "if": {"properties": {"accept": given}, "required": ["accept"]},
            "then": {"properties": {"answer": _NULL, "status": {"enum": ["answered", None]}}},
        },
    ]
    return parts


def _where_status(states: Collection[Status], then: Schema) -> Schema:
    named = {"properties": {"status": {"enum": sorted(states)}}, "required": ["status"]}
    return {"if": named, "then": then}


class _Shared:
    """Gathers the definitions that several questions use, once each."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def answer(self, wanted: Any) -> str:
        """Reference to what an answer may be: *wanted*, an envelope of it, or nothing."""
        name = _type_name(wanted)
        if f"{name}-answer" not in self.definitions:
            self.definitions[name] = self.nameless(wanted)
            value = {"$ref": f"#/$defs/{name}"}
            # Editors that know older drafts do not look beside a $ref, so the parts are listed.
            inside = {"properties": {"answer": {"anyOf": [value, _NULL]}}}
            envelope = {"allOf": [{"$ref": "#/$defs/Envelope"}, inside]}
            self.definitions[f"{name}-answer"] = {"anyOf": [value, envelope, _NULL]}
        return f"#/$defs/{name}-answer"

    def nameless(self, wanted: Any) -> Schema:
        """What *wanted* takes, without its own name: an editor shows the question's instead."""
        loose: Schema = loosened(TypeAdapter(wanted).json_schema())
        self.definitions.update(loose.pop("$defs", {}))
        return {key: value for key, value in loose.items() if key not in ("title", "description")}


def _type_name(wanted: Any) -> str:
    """Name of a type's definition: `Prose`, `tuple-Agent`, `Literal-low-medium-high`."""
    if isinstance(wanted, type) and get_origin(wanted) is None:
        return wanted.__name__
    words = re.findall(r"[A-Za-z0-9_.]+", str(wanted))
    return "-".join(w.rpartition(".")[2] for w in words if w.strip(".") != "")


def loosened(schema: Any) -> Any:
    """*schema* for what a YAML loader makes of texts that the reader takes, and for empty keys."""
    if isinstance(schema, list):
        return [loosened(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: _part(key, value) for key, value in schema.items() if key != "default"}
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        # The reader takes the source text; the loader has made a number or a truth value of it.
        result["type"] = ["string", "number", "boolean"]
    elif schema.get("type") == "boolean":
        del result["type"]
        result["anyOf"] = _BOOLEAN
    elif "patternProperties" in schema:
        result["additionalProperties"] = False
    elif "properties" in schema:
        required = schema.get("required", [])
        result["properties"] = {
            name: value if name in required else _or_null(value)
            for name, value in result["properties"].items()
        }
    return result


def _part(key: str, value: Any) -> Any:
    """Below `properties` and `$defs`, keys are names and not the schema's own words."""
    if key in ("properties", "$defs"):
        return {name: loosened(inner) for name, inner in value.items()}
    if key == "patternProperties":
        return {pattern: _or_null(loosened(inner)) for pattern, inner in value.items()}
    return value if key in ("enum", "const", "required", "x-cardgen") else loosened(value)


def _or_null(schema: Schema) -> Schema:
    """*schema*, or a key without a value."""
    if _NULL in schema.get("anyOf", []):
        return schema
    outer: Schema = {key: schema[key] for key in ("title", "description") if key in schema}
    inner = {key: value for key, value in schema.items() if key not in outer}
    return {**outer, "anyOf": [inner, _NULL]}


def output_file_name(document_type: type[Document]) -> str:
    """File name of the schema of a document's JSON."""
    return f"{document_type.kind}.v{document_type.schema_version}.schema.json"


def output_schema(document_type: type[Document]) -> Schema:
    """Schema of the JSON that the format `json` writes of a document of *document_type*."""
    whole = TypeAdapter(document_type).json_schema(mode="serialization")
    parts: Schema = _finite(whole["properties"])
    sections = {name: parts[name] for name in document_type.sections()}
    text: JsonValue = {"type": "string"}
    return {
        "$schema": DRAFT,
        "title": document_type.title,
        "description": document_type.citation,
        **_object(
            {
                "schema": {"const": f"cardgen.{document_type.kind}/{document_type.schema_version}"},
                "document": {"const": document_type.kind},
                "generated_by": _object({"name": text, "version": text}),
                "run": {"type": ["string", "null"]},
                "head": parts["head"],
                "sections": _object(sections),
                "facts": parts["facts"],
                "withheld": parts["withheld"],
                "content": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            }
        ),
        "$defs": _finite(whole["$defs"]),
    }


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _finite(schema: Any) -> Any:
    """Numbers may be the words that stand for what JSON has no number for."""
    if isinstance(schema, list):
        return [_finite(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _finite(value) for key, value in schema.items() if key != "x-cardgen"}
    if inner.get("type") == "number":
        return {"anyOf": [inner, {"enum": ["NaN", "Infinity", "-Infinity"]}]}
    return inner


def model_schema(model: Any, *, people: bool = False) -> Schema:
    """Schema of a file that holds one *model*; *people* says that it is YAML, read by type."""
    schema = TypeAdapter(model).json_schema()
    return {"$schema": DRAFT, **(loosened(schema) if people else schema)}
