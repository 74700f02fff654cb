import pytest

from cardgen._yaml import Mapping, Node, Scalar, Sequence, YamlError, load, parse

ADVICE = "put the text on the next line after `|`, or in single quotes"


def plain_tree(node: Node) -> object:
    if isinstance(node, Mapping):
        return {entry.key.text: plain_tree(entry.value) for entry in node.entries}
    if isinstance(node, Sequence):
        return [plain_tree(item) for item in node.items]
    return node.text


def source(text: str, node: Node) -> str:
    return text[node.span[0] : node.span[1]]


def problems(text: str | bytes) -> list[tuple[int, str]]:
    with pytest.raises(YamlError) as caught:
        parse(text) if isinstance(text, str) else load(text)
    return caught.value.problems


def test_scalars_keep_their_source_text() -> None:
    text = "a: no\nb: on\nc: 1.10\nd: 2024-05-31\ne: 0x1F\nf: ~\ng: 'x'\nh: 12:30:45\n"
    assert plain_tree(parse(text)) == {
        "a": "no",
        "b": "on",
        "c": "1.10",
        "d": "2024-05-31",
        "e": "0x1F",
        "f": "~",
        "g": "x",
        "h": "12:30:45",
    }


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "~", "null", "\n\n"])
def test_an_empty_document_is_null(text: str) -> None:
    node = parse(text)
    assert isinstance(node, Scalar)
    assert node.is_null


def test_only_a_plain_empty_scalar_is_null() -> None:
    root = parse("a:\nb: ''\nc: \"\"\nd: null\ne: 'null'\nf: |\n  \n")
    assert isinstance(root, Mapping)
    nulls = [entry.key.text for entry in root.entries if getattr(entry.value, "is_null", False)]
    assert nulls == ["a", "d"]


def test_nodes_know_their_lines_and_spans() -> None:
    text = (
        "# c\na: no # why\nb: |\n  x\n  y\n\n# after\nc:\n  - k: 1\n    l: [1,\n      2]\n  - z\n"
        "# end\nd: {q: 1}\n"
    )
    root = parse(text)
    assert isinstance(root, Mapping)
    found = [(e.key.text, e.value.line, source(text, e.value)) for e in root.entries]
    assert found == [
        ("a", 2, "no"),
        ("b", 3, "|\n  x\n  y"),
        ("c", 9, "- k: 1\n    l: [1,\n      2]\n  - z"),
        ("d", 14, "{q: 1}"),
    ]


def test_crlf_bom_and_characters_beyond_the_basic_plane_keep_spans_right() -> None:
    text = "\ufeffa: \U0001f600x\r\nb: end\r\n"
    root = load(text.encode())[1]
    assert isinstance(root, Mapping)
    assert [source(text, e.value) for e in root.entries] == ["\U0001f600x", "end"]


def test_every_duplicate_key_is_reported() -> None:
    assert problems("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n") == [
        (2, "b: duplicate key 'c'; it is already on line 2"),
        (3, "duplicate key 'a'; it is already on line 1"),
        (4, "duplicate key 'a'; it is already on line 1"),
    ]


def test_anchors_aliases_and_tags_are_refused_together() -> None:
    assert problems("a: &x 1\nb: *x\nc: !!python/object:os.system ls\nd: !own 1\n? [k]\n: 1\n") == [
        (1, f"a: anchor &x is not read; remove it, or {ADVICE}"),
        (2, f"b: alias *x is not read; write the value out, or {ADVICE}"),
        (
            3,
            "c: tag tag:yaml.org,2002:python/object:os.system is not read; remove it, or " + ADVICE,
        ),
        (4, f"d: tag !own is not read; remove it, or {ADVICE}"),
        (5, f"d: a key must be plain text; {ADVICE}"),
    ]


def test_a_second_document_is_refused() -> None:
    assert problems("a: 1\n---\nb: 2\n") == [(2, "a second document begins; write one per file")]


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "{a: " * 5_000, "- " * 5_000, "a:\n" + "".join(" " * i + "k:\n" for i in range(1, 99))],
)  # fmt: skip
def test_deep_nesting_ends_early(text: str) -> None:
    assert [what.rpartition(": ")[2] for _, what in problems(text)] == [
        "nested more than 24 levels deep"
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: 1\nb: \xff\n", (2, "byte 0xff is not UTF-8; save the file as UTF-8")),
        ("a: 1\n".encode("utf-16"), (1, "byte 0xff is not UTF-8; save the file as UTF-8")),
        (b"a: 1\nb: x\x00y\n", (2, "character U+0000 is not allowed in YAML; remove it")),
        (b"a: 1\nb: x\x1by\n", (2, "character U+001B is not allowed in YAML; remove it")),
        (b"a:\n\tb: 1\n", (2, "a tab cannot indent YAML; use spaces")),
        (b"a" * 1_000_001, (1, "the file has 1000001 bytes; at most 1000000 are read")),
        (b"%YAML 1." + b"9" * 5000 + b"\n---\na: 1\n", None),
        (b"%YAML 2.0\n---\na: 1\n", None),
        (b"@x\n", (1, "not YAML: found character '@' that cannot start any token")),
    ],
)  # fmt: skip
def test_what_is_not_yaml_is_one_clear_problem(
    data: bytes, expected: tuple[int, str] | None
) -> None:
    found = problems(data)
    assert found == ([expected] if expected is not None else found[:1])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("*bold* start", "not YAML: expected alphabetic or numeric character, but found '*'"),
        ("`code` start", "not YAML: found character '`' that cannot start any token"),
        ("@name", "not YAML: found character '@' that cannot start any token"),
        ("%5 of all", "not YAML: found character '%' that cannot start any token"),
        ("> 80 people", "not YAML: expected a comment or a line break, but found '8'"),
        ("&amp; more", "not YAML: expected alphabetic or numeric character, but found ';'"),
        ("It is: so", "not YAML: mapping values are not allowed here"),
        ('"Quoted" start', "text follows the closing quotation mark"),
        ("'It's fine'", "text follows the closing quotation mark"),
        ('"open\n  other: "x"', "text follows the closing quotation mark"),
        ("[link](https://example.org)", "text follows the closing bracket"),
        ("[open\n  other: x", "not YAML: this bracket opens no list or mapping (expected ',' or ']', but got ':')"),
        ('{{ metric("accuracy", split="test") }}', "a key must be plain text"),
        ('{{ metric("accuracy", split="test") }} it is', "text follows the closing bracket"),
        ('"It is {{ metric("accuracy", split="test") }}"', "text follows the closing quotation mark"),
        ("\n    - name: a\n      role: @x", None),
        ("{status: unknown, reason: `x`}", "not YAML: found character '`' that cannot start any token"),
    ],
)  # fmt: skip
def test_text_that_yaml_takes_for_something_else_names_its_key_and_what_to_write(
    value: str, expected: str | None
) -> None:
    text = f"motivation:\n  funding: x\n  purpose: {value}\n  last: y\n"
    line, what = problems(text)[0]
    if expected is None:
        line, expected = line - 2, "not YAML: found character '@' that cannot start any token"
    assert (line, what) == (3, f"motivation.purpose: {expected}; {ADVICE}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'a: 1\nb: "open\nc: 2\nd: 3\n',
            (2, f"b: not YAML: this quotation mark is never closed; close it, or {ADVICE}"),
        ),
        ("a:\n  b: 1\n  stray text\n  c: 2\n", (3, f"a: not YAML: a key without ':'; add it, or {ADVICE}")),
        ("a: x #1\n  of 2\n", (2, f"a: not YAML: text where a key is expected; {ADVICE}")),
        ("a:\n  b: 1\n c: 2\n", (3, "a: not YAML: indented like nothing above; indent it like what it belongs with")),
        ("a:\n  -\tb: c\n", (2, "a: a tab cannot stand here; use spaces")),
        (
            "a: 1\nb:\n  c: '1'\n  d: \"\\UFFFFFFFF\"\n",
            (4, "b.d: an escape stands for no character; write the character itself"),
        ),
        ("a: 1\n%b", (2, "not YAML: expected '<document start>', but found '<stream end>'")),
        ("a: 1\n`b`: 2\n", (2, "not YAML: found character '`' that cannot start any token")),
    ],
)  # fmt: skip
def test_a_problem_is_named_where_it_began(text: str, expected: tuple[int, str]) -> None:
    assert problems(text) == [expected]


def test_line_breaks_of_yaml_1_1_are_characters_like_any_other() -> None:
    text = 'a: x\x85y\nb: "u\u2028v\ue000"\nc: |\n  p\u2029\nd: @x\n'
    assert problems(text)[0][0] == 5
    assert plain_tree(parse(text.replace("@", ""))) == {
        "a": "x\x85y",
        "b": "u\u2028v\ue000",
        "c": "p\u2029\n",
        "d": "x",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\tb\nc: \t d\t# e\n", {"a": "b", "c": "d"}),
        ("a:\t# b\n  c: 'd'\t# e\n", {"a": {"c": "d"}}),
        ("{\ta:\tb\t,\tc: [d,\te\t]\t}\t\n", {"a": "b", "c": ["d", "e"]}),
        ("a:\t|\n  b\tc\n", {"a": "b\tc\n"}),
    ],
)
def test_a_tab_inside_a_line_separates(text: str, expected: object) -> None:
    assert plain_tree(parse(text)) == expected


def test_half_a_character_is_one_problem_and_no_text_of_the_tree() -> None:
    with pytest.raises(YamlError) as caught:
        load(b'a: "x \\ud83d\\ude00"\n')
    (problem,) = caught.value.problems
    assert (problem[0], "half a character" in problem[1]) == (1, True)
    assert caught.value.root is not None
    assert caught.value.root.get("a").text == "x \ufffd\ufffd"  # type: ignore[union-attr]
