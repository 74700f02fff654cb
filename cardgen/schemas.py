"""Every JSON Schema that cardgen publishes, made of the models; `schemas/` holds them as files."""

from __future__ import annotations

from cardgen import documents
from cardgen.documents._schema import (
    answers_file_name,
    answers_schema,
    model_schema,
    output_file_name,
    output_schema,
    text_of,
)
from cardgen.errors import CardgenError
from cardgen.project import PROJECT_SCHEMA_FILE, ProjectFile
from cardgen.run import FinishedRecord, MetricsHeader, MetricsRow, RunRecord
from cardgen.run_energy import EnergyHeader, EnergyRow

SUFFIX = ".schema.json"


def schemas() -> dict[str, str]:
    """The text of each schema by its file name, sorted; the same for the same models."""
    texts = {
        PROJECT_SCHEMA_FILE: text_of(model_schema(ProjectFile, people=True)),
        f"run.v1{SUFFIX}": text_of(model_schema(RunRecord)),
        f"finished.v1{SUFFIX}": text_of(model_schema(FinishedRecord)),
        # One line of the append-only files: a header, or a row.
        f"metrics.v1{SUFFIX}": text_of(model_schema(MetricsHeader | MetricsRow)),
        f"energy.v1{SUFFIX}": text_of(model_schema(EnergyHeader | EnergyRow)),
    }
    for kind in documents.kinds():
        document_type = documents.document_type(kind)
        texts[answers_file_name(kind)] = text_of(answers_schema(document_type))
        texts[output_file_name(document_type)] = text_of(output_schema(document_type))
    return {name: texts[name] for name in sorted(texts)}


def schema_text(name: str) -> str:
    """The schema called *name*: its file's name, with or without version and suffix.

    `datasheet` is the datasheet's JSON, `datasheet.answers` its answers file.

    Raises:
        CardgenError: There is no such schema; the text lists them all.
    """
    texts = schemas()
    short = {file.removesuffix(SUFFIX): text for file, text in texts.items()}
    short |= {file.removesuffix(f".v1{SUFFIX}"): text for file, text in texts.items()}
    found = short.get(name.removesuffix(SUFFIX))
    if found is None:
        known = ", ".join(file.removesuffix(SUFFIX) for file in texts)
        message = f"{name}: there is no such schema; choose from {known}"
        raise CardgenError(message)
    return found
