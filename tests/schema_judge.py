"""The validator of files against JSON Schemas: check-jsonschema, in this process."""

from pathlib import Path

from check_jsonschema import main
from click.testing import CliRunner


def complaints(*arguments: str | Path) -> str:
    """What check-jsonschema, called with *arguments*, says against the files; nothing when they fit."""
    said = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return "" if said.exit_code == 0 else said.output or repr(said.exception)


def misfits(schema: Path, *files: Path) -> str:
    """What is wrong with *files* by *schema*."""
    return complaints("--schemafile", schema, *files)
