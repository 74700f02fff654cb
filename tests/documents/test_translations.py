"""People's translations of answers: who made them, of what, and whether the original changed since."""

from pathlib import Path

import pytest

from cardgen.build import build, check
from cardgen.documents._text import Prose
from cardgen.documents._translations import original_digest
from cardgen.errors import CardgenError, InputError
from cardgen.loaded import load
from tests.projects import write_project

PURPOSE = "motivation:\n  funding: Nobody paid.\n"
USES = "To learn how cards are written."
DIGEST = original_digest(Prose(USES))


def translated(folder: Path, text: str, original: str = USES, kind: str = "model_card") -> Path:
    card = f"intended_use:\n  uses: {original}\n  users: Students.\n"
    project = write_project(folder / "project", model_card=card, datasheet=PURPOSE)
    (project / f"{kind}.de.yaml").write_text(text, encoding="utf-8")
    return project


def german(by: str = f"    translates: {DIGEST}\n", top: str = "translated_by: Ada\n") -> str:
    return f"{top}intended_use:\n  uses:\n    answer: Lernen.\n{by}"


def test_a_translation_replaces_the_words_and_names_who_made_it_of_what(tmp_path: Path) -> None:
    card = load(translated(tmp_path, german()), language="de").documents[0].document
    uses = card.intended_use.uses  # type: ignore[attr-defined]
    assert (uses.value, uses.language, uses.translation.model_dump()) == (
        "Lernen.",
        "de",
        {"by": "Ada", "original_language": "en", "of": DIGEST, "original": DIGEST},
    )


def test_what_nobody_translated_stays_in_its_own_language(tmp_path: Path) -> None:
    card = load(translated(tmp_path, german()), language="de").documents[0].document
    users = card.intended_use.users  # type: ignore[attr-defined]
    assert (users.value, users.language, users.translation) == ("Students.", "en", None)


def test_the_original_edition_has_the_original(tmp_path: Path) -> None:
    card = load(translated(tmp_path, german())).documents[0].document
    assert card.intended_use.uses.value == USES  # type: ignore[attr-defined]


def test_a_translation_serves_where_its_original_does(tmp_path: Path) -> None:
    text = "translated_by: Ada\nmotivation:\n  funding:\n    answer: Niemand zahlte.\n"
    documents = load(translated(tmp_path, text, kind="datasheet"), language="de").documents
    statement = documents[2].document
    assert statement.disclosures.funding.value == "Niemand zahlte."  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("by", "original", "found"),
    [
        (f"    translates: {DIGEST}\n", USES, None),
        (f"    translates: {DIGEST}\n", "To teach.", ("L101", original_digest(Prose("To teach.")))),
        ("", USES, ("L102", DIGEST)),
    ],
)
def test_a_translation_of_another_original_is_found_with_the_digest_of_this_one(
    tmp_path: Path, by: str, original: str, found: tuple[str, str] | None
) -> None:
    findings = check(translated(tmp_path, german(by), original), language="de")
    codes = [(f.code, f.file, f.line, f.advice) for f in findings if f.code in {"L101", "L102"}]
    if found is None:
        assert codes == []
    else:
        ((code, file, line, advice),) = codes
        assert (code, file, line, found[1] in advice) == (found[0], "model_card.de.yaml", 3, True)


def test_what_is_not_translated_is_noted_with_the_digest_to_name(tmp_path: Path) -> None:
    findings = check(translated(tmp_path, german()), language="de")
    noted = [(f.where, f.file, f.line, f.severity) for f in findings if f.code == "L103"]
    assert noted == [
        ("model_card.intended_use.users", "model_card.yaml", 3, "note"),
        ("datasheet.motivation.funding", "datasheet.yaml", 2, "note"),
    ]
    assert [f for f in check(translated(tmp_path, german())) if f.code.startswith("L")] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            german(top=""),
            "model_card.de.yaml:2: intended_use.uses: nobody is said to have translated",
        ),
        (f"language: fr\n{german()}", "language: expected de, as its name says, found fr"),
    ],
)
def test_a_translation_says_who_made_it_and_is_in_the_language_of_its_name(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        load(translated(tmp_path, text), language="de")


def test_a_file_of_originals_is_no_translation(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", model_card=german())
    with pytest.raises(
        InputError, match=r"model_card\.yaml:3: intended_use\.uses: only a translation"
    ):
        load(project)


def test_an_unknown_language_is_one_error_that_lists_what_there_is(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    with pytest.raises(CardgenError, match=r"^--language: there is no catalogue .* from de, en$"):
        build(project, language="fr")


def test_editions_in_two_languages_stand_side_by_side(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    for language in (None, "de"):
        build(project, formats=("json",), language=language)
    names = sorted(path.name for path in (project / "documents").iterdir())
    assert names[:4] == [
        "data_statement.de.json", "data_statement.json", "datasheet.de.json", "datasheet.json",
    ]  # fmt: skip


def test_figures_in_translated_words_have_the_form_of_their_language(tmp_path: Path) -> None:
    lines = ["intended_use:", "  uses:", '    answer: "{{ metric(\\"accuracy\\") }}"']
    project = translated(tmp_path, "translated_by: Ada\n" + "\n".join(lines))
    from tests.projects import record_run

    record_run(project)
    shown = load(project, language="de").documents[0].document.intended_use.uses.value  # type: ignore[attr-defined]
    assert shown == "0,75"
