from __future__ import annotations

import json

import pytest

from cardgen.formats import Edition, is_ours, render
from cardgen.formats._markers import is_untouched, mark
from tests.formats.sample import document, full, hostile


@pytest.mark.parametrize("name", ["md", "html", "json", "pdf"])
def test_what_cardgen_wrote_is_its_own_until_someone_edits_it(name: str) -> None:
    for file, content in render(full(), name, "sample").items():
        edited = content.replace(b"1", b"2", 1) if name != "pdf" else content + b"%"
        assert (file, is_ours(file, content), is_untouched(edited)) == (file, True, False)


def test_text_after_the_mark_is_an_edit() -> None:
    assert is_untouched(mark("text", Edition(document(), "sample")) + b"more\n") is False


def test_changed_line_ends_are_no_edit() -> None:
    assert is_untouched(mark("a\nb", Edition(document(), "sample")).replace(b"\n", b"\r\n")) is True


@pytest.mark.parametrize(
    "content",
    [
        b"", b"# mine\n", b"{}", b"[1]", b"{", b"%PDF-1.7 mine", b"<!-- cardgen {x} -->", b"\xff\xfe",
        b'{"a":' * 100_000, b'{"generated_by": {"name": "cardgen"}, "x": NaN}',
    ],
)  # fmt: skip
def test_a_file_without_a_mark_is_not_cardgens(content: bytes) -> None:
    assert is_untouched(content) is None


def test_a_hostile_name_cannot_close_the_comment() -> None:
    page = render(hostile("--><script>"), "md", "sample")["sample.md"].decode()
    comment = page[page.rindex("<!-- cardgen ") :]
    about = json.loads(comment.removeprefix("<!-- cardgen ").removesuffix(" -->\n"))
    assert comment.count("-->") == 1
    assert about["name"] == "--><script>"
    assert set(about) == {"document", "name", "run", "audience", "content", "body"}


def test_the_mark_names_the_content_of_the_json() -> None:
    content = json.loads(render(full(), "json", "s")["s.json"])["content"]
    assert content.encode() in render(full(), "md", "s")["s.md"]
