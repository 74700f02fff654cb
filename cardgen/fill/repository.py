"""CITATION.cff and LICENSE of a project, read as plain files.

CITATION.cff follows the Citation File Format 1.2.0. A licence file is recognised by an
`SPDX-License-Identifier` line or by words that only this licence has.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue

from cardgen._yaml import Mapping, Node, Sequence
from cardgen._yaml import Scalar as YamlScalar
from cardgen.documents._answers import read_yaml
from cardgen.documents._types import SpdxExpression
from cardgen.errors import InputError
from cardgen.values import Evidence, Fact, Method, Scalar

CITATION_FILE = "CITATION.cff"
LICENCE_FILES = ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt", "COPYING")
UNKNOWN = "unknown"
LONGEST_LICENCE = 200_000
_SPDX = re.compile(r"SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+() -]+)")


class Wording(NamedTuple):
    """What the text of a licence says."""

    licence: str
    words: tuple[str, ...]
    """All of these stand in it."""
    without: tuple[str, ...] = ()
    """Where one of these stands in it too, it is another licence."""


def _gnu(family: str, version: str, words: str) -> Wording:
    """A GNU licence, whose text is the same for one version only and for any later one."""
    name = f"{family}-{version}"
    return Wording(f"{name}-only or {name}-or-later (its text does not say)", (words,))


_BSD = "redistribution and use in source and binary forms"
_LIMITS = ("commons clause", "noncommercial", "non-commercial", "commercial use", "noderivatives")
# Of those that begin at the same words, the one that says most comes first.
_WORDINGS = (
    Wording("Apache-2.0", ("apache license", "version 2.0, january 2004"), _LIMITS),
    _gnu("AGPL", "3.0", "gnu affero general public license version 3, 19 november 2007"),
    _gnu("LGPL", "3.0", "gnu lesser general public license version 3, 29 june 2007"),
    _gnu("LGPL", "2.1", "gnu lesser general public license version 2.1, february 1999"),
    _gnu("GPL", "3.0", "gnu general public license version 3, 29 june 2007"),
    _gnu("GPL", "2.0", "gnu general public license version 2, june 1991"),
    Wording("MPL-2.0", ("mozilla public license version 2.0",)),
    Wording("CC0-1.0", ("cc0 1.0 universal",)),
    Wording("CC-BY-NC-SA-4.0", ("attribution-noncommercial-sharealike 4.0 international",)),
    Wording("CC-BY-NC-ND-4.0", ("attribution-noncommercial-noderivatives 4.0 international",)),
    Wording("CC-BY-NC-4.0", ("attribution-noncommercial 4.0 international",)),
    Wording("CC-BY-ND-4.0", ("attribution-noderivatives 4.0 international",)),
    Wording("CC-BY-SA-4.0", ("attribution-sharealike 4.0 international",), _LIMITS),
    Wording("CC-BY-4.0", ("attribution 4.0 international",), (*_LIMITS, "sharealike")),
    Wording("Unicode-3.0", ("unicode license v3",)),
    Wording(
        "ISC",
        ("permission to use, copy, modify, and/or distribute this software for any purpose",),
        _LIMITS,
    ),
    Wording(
        "MIT",
        ("permission is hereby granted, free of charge", "without restriction, including"),
        _LIMITS,
    ),
    Wording("BSD-4-Clause", (_BSD, "all advertising materials mentioning"), _LIMITS),
    Wording("BSD-3-Clause", (_BSD, "neither the name"), _LIMITS),
    Wording("BSD-2-Clause", (_BSD,), _LIMITS),
)


def project_facts(folder: Path) -> tuple[Fact, ...]:
    """What CITATION.cff and the licence file in *folder* say: `prj.*` facts.

    Raises:
        InputError: CITATION.cff is there but is not a mapping in YAML.
    """
    return (*_citation_facts(folder), *_licence_facts(folder))


def licence_of(text: str) -> str:
    """The licence whose text this is, or that it names by an SPDX expression.

    `unknown` when it is none we know. A GNU licence's text does not tell `-only` from `-or-later`,
    so both are named, in words that are no SPDX expression.
    """
    named = _named(text)
    if named is not None:
        return named
    plain = " ".join(re.sub(r"[^a-z0-9.,/-]+", " ", text.lower()).split())
    fits = [wording for wording in _WORDINGS if all(words in plain for words in wording.words)]
    if fits == []:
        return UNKNOWN
    # Licences of parts that others wrote stand below the project's own.
    first = min(fits, key=lambda wording: plain.index(wording.words[0]))
    return UNKNOWN if any(words in plain for words in first.without) else first.licence


def _named(text: str) -> str | None:
    """The SPDX expression that a line `SPDX-License-Identifier: …` states, where it is one."""
    stated = _SPDX.search(text)
    try:
        # The end of a comment in HTML is no part of the expression.
        return None if stated is None else SpdxExpression.checked(stated[1].rstrip(" -."))
    except ValueError:
        return None


def _licence_facts(folder: Path) -> list[Fact]:
    path = next((folder / name for name in LICENCE_FILES if (folder / name).is_file()), None)
    if path is None:
        return []
    content = path.read_bytes()
    found = licence_of(content[:LONGEST_LICENCE].decode("utf-8", "replace"))
    note = "recognised by its wording" if found != UNKNOWN else "its wording is not a known one"
    return [_fact("prj.licence", found, path.name, content, note, where={"file": path.name})]


def _citation_facts(folder: Path) -> list[Fact]:
    path = folder / CITATION_FILE
    if not path.is_file():
        return []
    content = path.read_bytes()
    root = read_yaml(path, CITATION_FILE)
    if not isinstance(root, Mapping):
        message = f"{CITATION_FILE}:1: expected a mapping with title and authors"
        raise InputError([message])
    values: dict[str, JsonValue] = {
        "prj.title": _text(root, "title"),
        "prj.authors": _authors(root),
        "prj.version": _text(root, "version"),
        "prj.repository": _text(root, "repository-code", "repository", "url"),
        "prj.citation": _citation(root),
    }
    facts = [
        _fact(id_, value, CITATION_FILE, content)
        for id_, value in values.items()
        if value is not None
    ]
    licence = _text(root, "license")
    if licence is not None:
        where = {"file": CITATION_FILE}
        facts.append(_fact("prj.licence", licence, CITATION_FILE, content, where=where))
    return facts


def _fact(
    id_: str,
    value: JsonValue,
    name: str,
    content: bytes,
    note: str | None = None,
    *,
    where: dict[str, str] | None = None,
) -> Fact:
    source = f"file:{name}@sha256:{hashlib.sha256(content).hexdigest()}"
    evidence = Evidence(method=Method.IMPORTED, derived_from=(source,), note=note)
    return Fact(
        id=id_, subject="project", where=where or {}, value=Scalar(value=value), evidence=evidence
    )


def _text(node: Node | None, *keys: str) -> str | None:
    """The text at the first of *keys* that has one, as the file spells it (`1.10` stays `1.10`)."""
    for key in keys:
        found = node.get(key) if isinstance(node, Mapping) else None
        if isinstance(found, YamlScalar) and not found.is_null and found.text.strip() != "":
            return " ".join(found.text.split())
    return None


def _authors(root: Mapping) -> list[JsonValue] | None:
    listed = root.get("authors")
    if not isinstance(listed, Sequence):
        return None
    agents: list[JsonValue] = []
    for item in listed.items:
        name = _name(item)
        if name is not None:
            optional = {"affiliation": _text(item, "affiliation"), "orcid": _text(item, "orcid")}
            known = {key: text for key, text in optional.items() if text is not None}
            agents.append({"name": name, **known})
    return agents if agents != [] else None


def _name(item: Node) -> str | None:
    parts = [_text(item, key) for key in ("given-names", "name-particle", "family-names")]
    known = [part for part in parts if part is not None]
    return " ".join(known) if known != [] else _text(item, "name", "alias")


def _citation(root: Mapping) -> str | None:
    """`Jane Doe; Roe Labs (2026). Place names. Version 1.0. https://doi.org/…`, as far as stated."""
    title = _text(root, "title")
    if title is None:
        return None
    names = [str(agent["name"]) for agent in _authors(root) or [] if isinstance(agent, dict)]
    released = _text(root, "date-released")
    year = "" if released is None else f" ({released[:4]})"
    version, doi = _text(root, "version"), _text(root, "doi")
    link = f"https://doi.org/{doi}" if doi is not None else _text(root, "url", "repository-code")
    parts = [
        "; ".join(names) + year if names != [] else year.strip(),
        title,
        "" if version is None else f"Version {version}",
    ]
    sentences = ". ".join(part for part in parts if part != "") + "."
    return sentences if link is None else f"{sentences} {link}"
