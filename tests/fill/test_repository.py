"""CITATION.cff and LICENSE are read as plain files."""

from pathlib import Path

import pytest

from cardgen.documents._types import SpdxExpression
from cardgen.errors import InputError
from cardgen.fill import project_facts
from cardgen.fill.repository import licence_of

MIT = "Permission is hereby granted, free of charge, to deal without restriction, including to use"
BSD = "Redistribution and use in source and binary forms, with or without modification."
CFF = """\
cff-version: 1.2.0
title: Place names
version: 1.10
date-released: 2026-03-04
license: MIT
authors:
  - {given-names: Jane, family-names: Doe, affiliation: Roe Labs}
  - name: The project
"""


def test_a_folder_without_the_files_has_no_facts(tmp_path: Path) -> None:
    assert project_facts(tmp_path) == ()


def test_citation_file_is_read_with_its_spelling(tmp_path: Path) -> None:
    (tmp_path / "CITATION.cff").write_text(CFF)
    values = {fact.id: fact.value.value for fact in project_facts(tmp_path)}  # type: ignore[union-attr]
    assert values == {
        "prj.title": "Place names",
        "prj.authors": [{"name": "Jane Doe", "affiliation": "Roe Labs"}, {"name": "The project"}],
        "prj.version": "1.10",
        "prj.citation": "Jane Doe; The project (2026). Place names. Version 1.10.",
        "prj.licence": "MIT",
    }


def test_evidence_names_the_file_and_its_digest(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_bytes(b"")
    (fact,) = project_facts(tmp_path)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert fact.evidence.derived_from == (f"file:LICENSE@sha256:{empty}",)


@pytest.mark.parametrize("text", ["- a\n", "a: [\n", "a: 1\na: 2\n"])
def test_a_broken_citation_file_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "CITATION.cff").write_text(text)
    with pytest.raises(InputError, match=r"^CITATION\.cff:\d+: "):
        project_facts(tmp_path)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("", "unknown"),
        ("All rights reserved", "unknown"),
        ("// SPDX-License-Identifier: CC-BY-4.0\n", "CC-BY-4.0"),
        ("Apache License\n   Version 2.0, January 2004", "Apache-2.0"),
        (f"SPDX-License-Identifier: MIT for the code\n{MIT}", "MIT"),
        ("SPDX-License-Identifier: MIT for the code and CC-BY-4.0 for the data", "unknown"),
        ("<!-- SPDX-License-Identifier: mit OR apache-2.0 -->", "MIT OR Apache-2.0"),
        ("GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007",
         "GPL-3.0-only or GPL-3.0-or-later (its text does not say)"),
        ("GNU LESSER GENERAL PUBLIC LICENSE\nVersion 2.1, February 1999",
         "LGPL-2.1-only or LGPL-2.1-or-later (its text does not say)"),
        ("Creative Commons Attribution-ShareAlike 4.0 International", "CC-BY-SA-4.0"),
        ("Creative Commons Attribution 4.0 International", "CC-BY-4.0"),
        ("Creative Commons Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("Creative Commons Attribution 4.0 International, NonCommercial", "unknown"),
        ("UNICODE LICENSE V3", "Unicode-3.0"),
        (MIT, "MIT"),
        (f"{BSD}\nBundled: {MIT}. GNU GENERAL PUBLIC LICENSE Version 3, 29 June 2007",
         "BSD-2-Clause"),
        (f"{MIT}. Commercial use is forbidden.", "unknown"),
        (BSD, "BSD-2-Clause"),
        (f"{BSD} Neither the name of", "BSD-3-Clause"),
        (f"{BSD} All advertising materials mentioning features. Neither the name of",
         "BSD-4-Clause"),
    ],
)  # fmt: skip
def test_a_licence_is_known_by_its_words(text: str, name: str) -> None:
    assert licence_of(text) == name


@pytest.mark.parametrize("text", ["GNU GENERAL PUBLIC LICENSE\nVersion 3, 29 June 2007", ""])
def test_a_licence_that_is_not_certain_is_no_spdx_expression(text: str) -> None:
    with pytest.raises(ValueError, match="SPDX"):
        SpdxExpression.checked(licence_of(text))
