"""Translations of people's answers, by people: a file beside the answers, such as `model_card.de.yaml`.

It has the same questions, says who translated them, and names the digest of each original:

```yaml
language: de
translated_by: Jane Doe
intended_use:
  uses:
    answer: Lernen, wie man eine Modellkarte schreibt.
    translates: 3f1c0a9be2d4
```
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter

from cardgen.documents._answers import AnswerFile, read_answers
from cardgen.documents._base import Document
from cardgen.documents._text import Prose
from cardgen.errors import InputError
from cardgen.language import is_same, language_of
from cardgen.values import Answer, Status, digest

DIGEST_LENGTH = 12


class Translation(NamedTuple):
    """One answer as somebody translated it."""

    answer: Answer[Any]
    by: str
    of: str | None
    """Digest of the original that it names."""


def translations_file(answers_file: str, language: str) -> str:
    """The file with translations of *answers_file*, such as `model_card.de.yaml`."""
    path = PurePosixPath(answers_file)
    return str(path.with_name(f"{path.stem}.{language}{path.suffix}"))


def with_translation(
    answers: AnswerFile, folder: Path, document_type: type[Document], language: str
) -> AnswerFile:
    """*answers* with their translation into *language*, where the project in *folder* has one.

    Raises:
        InputError: The file cannot be read, is in another language, or does not say who translated.
    """
    if answers.translated != {}:
        path = next(iter(answers.translated))
        what = "only a translation has `translated_by` or `translates`"
        raise InputError([f"{answers.file}:{answers.lines[path]}: {path}: {what}"])
    if is_same(answers.language, language):
        return answers
    name = translations_file(answers.file, language_of(language))
    if not (folder / name).is_file():
        return answers
    translation = read_answers(folder / name, document_type, project=folder)
    if translation.language is not None and not is_same(translation.language, language):
        what = f"language: expected {language}, as its name says, found {translation.language}"
        raise InputError([f"{name}: {what}"])
    named = {path for path, said in translation.translated.items() if said.by is not None}
    nameless = [
        f"{name}:{translation.lines[path]}: {path}: nobody is said to have translated this; "
        "add `translated_by:` at the top of the file or here"
        for path in translation.answers
        if path not in named
    ]
    if nameless != []:
        raise InputError(nameless)
    return replace(answers, translation=translation)


def original_digest(value: Any) -> str:
    """The digest by which a translation names the original *value*."""
    plain = TypeAdapter(Any).dump_python(value, mode="json")
    return digest(plain)[:DIGEST_LENGTH]


def has_prose(value: Any) -> bool:
    """Whether *value* holds sentences, and not only names, numbers, tags or links."""
    if isinstance(value, BaseModel):
        return any(has_prose(getattr(value, name)) for name in type(value).model_fields)
    if isinstance(value, tuple | list):
        return any(map(has_prose, value))
    return isinstance(value, Prose)


def translation_of(answers: AnswerFile | None, path: str) -> Translation | None:
    """The translation of the answer at *path*, where people made one."""
    file = None if answers is None else answers.translation
    if file is None:
        return None
    answer, said = file.answers.get(path), file.translated.get(path)
    if answer is None or answer.status is not Status.ANSWERED or said is None or said.by is None:
        return None
    return Translation(answer, said.by, said.of)
