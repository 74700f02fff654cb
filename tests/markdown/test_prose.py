from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cardgen.markdown.prose import prose
from tests.dom import outline
from tests.formats.sample import HOSTILE
from tests.markdown.test_escape import github, python_markdown, read

ALLOWED = {
    "p", "em", "strong", "del", "code", "pre", "a", "br", "hr", "ul", "ol", "li", "blockquote",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
RICH = """# Head **x**
Para *em* **strong *nested*** in**side**word `a|b` [l](https://a.b/c_d) and https://x.example/z_q.
- a
- b
  - c

    para
1) one
   ```
   <script>

     code
   ```

| a | b |
|---|---|
| x \\| y | `q` |

> quote
> - li

5. five
6. six
"""


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_makes_nothing_that_acts(text: str) -> None:
    html = python_markdown(prose(text))
    assert set(read(html)[0]) - ALLOWED == set()
    assert re.search(r"<[^>]*(javascript|data|file):|<[^>]*\son\w+=", html, re.IGNORECASE) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_no_word_of_prose_is_lost(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("reference")
    parser.validateLink = lambda url: url.startswith(("http", "mailto"))
    meant = "".join(re.findall(r"\w", read(parser.render(text))[1]))
    # An image's words stand in its alt attribute; here they are a link.
    image = "".join(re.findall(r'alt="(\w*)"', parser.render(text)))
    shown = "".join(re.findall(r"\w", read(python_markdown(prose(text)))[1]))
    assert shown == meant + image


@pytest.mark.tool("cmark-gfm")
def test_rich_prose_reads_the_same_on_github_and_in_python_markdown() -> None:
    ours, theirs = (read(render(prose(RICH))) for render in (python_markdown, github))
    # Inside an item Python-Markdown may leave out, or put in, a paragraph that GitHub shows alike.
    assert ours[1] == theirs[1]
    assert [t for t in ours[0] if t != "p"] == [t for t in theirs[0] if t != "p"]


def test_headings_become_bold_and_images_links() -> None:
    assert prose("# A *b*\n\n![x](http://e.example/i.png)") == (
        "<strong>A <em>b</em></strong>\n\n[x](http://e.example/i.png)"
    )


def test_deep_nesting_comes_out_as_text() -> None:
    assert read(python_markdown(prose(">" * 60 + " deep")))[1].endswith("deep")


def test_large_numbers_of_items_stay_what_was_written() -> None:
    assert prose("1984. A year.\n\n2026) Another.") == "1984\\. A year.\n\n2026\\. Another."
    assert prose("1. a\n\n1) b") == "1.  a\n\n1\\. b"


def test_tasks_and_what_is_struck_out_are_readable() -> None:
    assert prose("- [ ] a ~~b~~\n- [x] c") == "-   \\[ \\] a <del>b</del>\n-   \\[x\\] c"


WORDS = st.sampled_from(
    ["a", "*b* c", "`d|e`", "1984. f", "[g](https://h.example)", "~~i~~", "- j"]
)


@st.composite
def written(draw: st.DrawFn, depth: int = 3) -> str:
    """Blocks as somebody might write them, nested in lists and quotations."""
    kinds = ["words", "fence", "table", "rule", "heading"]
    kinds += ["list", "numbers", "quote"] if depth > 0 else []
    blocks = []
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=3)):
        match kind:
            case "words":
                blocks.append(draw(WORDS))
            case "fence":
                blocks.append(f"```\n{draw(WORDS)}\n\n  x\n```")
            case "table":
                blocks.append(f"| {draw(WORDS)} | k |\n|---|---|\n| l |")
            case "rule":
                blocks.append("***")
            case "heading":
                blocks.append(f"# {draw(WORDS)}")
            case "quote":
                inner = draw(written(depth - 1))
                blocks.append("\n".join(f"> {line}" for line in inner.split("\n")))
            case _:
                mark = "- " if kind == "list" else "3. "
                items = draw(st.lists(written(depth - 1), min_size=1, max_size=3))
                space = " " * len(mark)
                made = [mark + item.replace("\n", f"\n{space}") for item in items]
                blocks.append(draw(st.sampled_from(["\n", "\n\n"])).join(made))
    return draw(st.sampled_from(["\n", "\n\n"])).join(blocks)


NESTED = (
    *("- - ***\n  a", "- 1. ***\n\n  a", "- - - ***\n\n    b\n\n  c", "- - ***\n- a"),
    *("1984. a\n3. ```\n   b\n   ```", "1984. - a\n      - b"),
    *("- - a\n    - b", "- - a\n  - b", "- - - a\n    - b", "- - - a\n      1. b"),
)
"""A rule at the end of a list, a list or code as the first thing in an item, numbers too large for one."""


@pytest.mark.tool("cmark-gfm")
@pytest.mark.parametrize("text", NESTED)
def test_lists_that_begin_or_end_in_odd_ways_read_the_same(text: str) -> None:
    assert outline(python_markdown(prose(text))) == outline(github(prose(text)))


@pytest.mark.tool("cmark-gfm")
@settings(max_examples=40, deadline=None)
@given(written())
def test_whatever_is_nested_reads_the_same_on_github_and_in_python_markdown(text: str) -> None:
    made = prose(text)
    # Python-Markdown leaves empty paragraphs around code in an item, which our pages do not have.
    ours = python_markdown(made).replace("<p><pre>", "<pre>").replace("</pre></p>", "</pre>")
    assert outline(ours) == outline(github(made))
