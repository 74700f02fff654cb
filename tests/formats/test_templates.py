"""A user's templates take the place of cardgen's, and cannot do more than lay out."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from cardgen.documents._types import Prose
from cardgen.errors import CardgenError
from cardgen.formats import Edition, render, render_edition
from cardgen.formats._templates import user_templates
from cardgen.pages import blocks
from tests.extremes import EXTREMES, SMALL, extreme
from tests.formats.sample import answered, document, full

ROOT = Path(__file__).parents[2]


def page(folder: Path, format: str = "md", doc=None, **files: str) -> str:  # noqa: A002
    """The page of *doc* with *files* (by name, `_` for the dots) as the user's templates."""
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    shown = document(prose=answered(Prose("x"))) if doc is None else doc
    edition = Edition(shown, "sample", templates=user_templates(folder))
    return render_edition(edition, format)[f"sample.{format}"].decode()


def problem(folder: Path, **files: str) -> str:
    with pytest.raises(CardgenError) as caught:
        page(folder, **files)
    return str(caught.value).replace(f"{folder}/", "")


def test_one_part_is_overridden_and_the_rest_stays(tmp_path: Path) -> None:
    text = page(tmp_path, legend__md__jinja="Ask **us**: {{ page.name }}.\n")
    assert "## About this page\n\nAsk **us**: Names.\n\nThe questions follow:" in text


@pytest.mark.parametrize("name", EXTREMES)
def test_a_folder_without_templates_changes_no_byte(tmp_path: Path, name: str) -> None:
    for doc in (full(), extreme(name, size=SMALL)):
        assert page(tmp_path, doc=doc) == render(doc, "md", "sample")["sample.md"].decode()


def test_a_part_of_ours_can_be_put_into_a_part_of_theirs(tmp_path: Path) -> None:
    text = page(tmp_path, head__md__jinja='{% include "cardgen/head.md.jinja" %}\n\nACME.\n')
    assert "# Sample: Names\n\n**Version:** 1.0" in text
    assert "\n\nACME.\n\n## Summary" in text


def test_a_document_type_may_have_a_template_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "datasheet.md.jinja").write_text("# Other\n")
    assert page(tmp_path, document__md__jinja="# {{ page.kind }}\n").startswith("# sample\n")


def test_a_style_sheet_takes_the_place_of_ours_and_another_is_added(tmp_path: Path) -> None:
    text = page(tmp_path, "html", page__css="p { color: red }", extra__css="h1 { color: blue }")
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert style.split() == ["p", "{", "color:", "red", "}", "h1", "{", "color:", "blue", "}"]


def test_what_people_answered_is_text_in_a_users_template_too(tmp_path: Path) -> None:
    doc = document(prose=answered(Prose("{{ 7*7 }} <b> | *x*")))
    item = "{{ page.sections[0].questions[0].blocks[0].md }}"
    text = page(tmp_path, doc=doc, document__md__jinja=item + "{{ '<b>|' ~ page.name }}\n")
    assert text.startswith("\\{\\{ 7\\*7 \\}\\} &lt;b&gt; &#124; <em>x</em>")
    assert "&lt;b&gt;&#124;Names" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n{% iff x %}\n", "2: Encountered unknown tag 'iff'."),
        ("a\n\n{{ page.nmae }}\n", "3: 'cardgen.pages.blocks.Page object' has no attribute 'nmae'"),
        (
            "{{ page.__class__ }}\n",
            "1: access to attribute '__class__' of 'Page' object is unsafe.",
        ),
        ("\n{% include 'other.md.jinja' %}\n", "2: there is no template 'other.md.jinja'"),
        ("{{ 1 / 0 }}", "1: division by zero"),
        ("{% include 'head.md.jinja' %}", "1: maximum recursion depth exceeded"),
        ("{% for i in range(10 ** 9) %}{% endfor %}", "1: Range too big."),
        ("{{ page.name|safe }}", "1: No filter named 'safe'."),
    ],
)
def test_a_mistake_is_one_error_with_file_and_line(tmp_path: Path, text: str, said: str) -> None:
    found = problem(tmp_path, head__md__jinja=text)
    assert found.startswith(f"head.md.jinja:{said}")
    assert found.endswith("; mend it, or take it away and cardgen's own is used")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "link.md.jinja", "a\\\\..\\\\b"])
def test_no_template_lies_outside_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "link.md.jinja").symlink_to(tmp_path / "secret")
    text = f"{{% include '{name}' %}}{{# link.md.jinja #}}"
    assert "leads out of" in problem(folder, head__md__jinja=text)


@pytest.mark.parametrize(
    "style", ["@import 'x.css';", "p { background: url(http://x.example/a) }", "</style><script>"]
)
def test_a_style_sheet_loads_nothing(tmp_path: Path, style: str) -> None:
    (tmp_path / "extra.css").write_text(f"\n{style}")
    with pytest.raises(CardgenError, match=r"extra\.css:2: .* take it out"):
        page(tmp_path, "html")


def test_a_name_that_is_nearly_right_is_an_error(tmp_path: Path) -> None:
    found = problem(tmp_path, sumary__md__jinja="x")
    assert found == (
        "sumary.md.jinja: no page uses a template of this name; did you mean summary.md.jinja?"
    )


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CardgenError, match="there is no such folder of templates"):
        user_templates(tmp_path / "none")


def documented() -> dict[str, list[str]]:
    """Names by type, as docs/templates.md lists them."""
    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", text, re.MULTILINE)
    return {name: re.findall(r"`(\w+)`", names) for name, names in rows}


def test_the_documentation_lists_what_a_template_sees() -> None:
    ours = [t for t in vars(blocks).values() if is_dataclass(t) or hasattr(t, "_fields")]
    types = [t for t in ours if ".pages." in t.__module__]
    assert documented() == {type_.__name__: names_of(type_) for type_ in types}


def names_of(type_: type) -> list[str]:
    own = [f.name for f in fields(type_)] if is_dataclass(type_) else list(type_._fields)
    return own + [name for name, value in vars(type_).items() if isinstance(value, property)]


def test_the_documentation_lists_every_template() -> None:
    text = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `([\w.]+\.(?:jinja|css))` \|", text, re.MULTILINE)
    ours = [file.name for file in (ROOT / "templates").iterdir()]
    assert sorted(named) == sorted([*ours, "extra.css"])
