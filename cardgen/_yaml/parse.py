"""Parse YAML text into nodes: one document, no anchors, tags or surprises, all problems at once.

PyYAML (github.com/yaml/pyyaml) scans and parses; its events are composed here, because its own
composer hides anchors, keeps silent about duplicate keys and recurses without a limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cardgen._yaml.malformed import ADVICE, Step, malformed, path_at, placed
from cardgen._yaml.nodes import Entry, Mapping, Node, Scalar, Sequence

MAX_BYTES = 1_000_000
MAX_DEPTH = 24
_LINE_BREAKS = "\n\r"
# Line breaks to PyYAML, which reads YAML 1.1; characters like any other in YAML 1.2.
_OLD_BREAKS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xE000, 0xF900)


class YamlError(Exception):
    """Text that is not the YAML we read; `problems` holds (line, what is wrong), in line order.

    `root` is what could be read all the same (the first of two equal keys, text without its tag),
    so that a caller can name what else is wrong with the file; None where nothing could.
    """

    def __init__(self, problems: list[tuple[int, str]], root: Node | None = None) -> None:
        self.problems = sorted(problems)
        self.root = root
        super().__init__("; ".join(f"line {line}: {what}" for line, what in self.problems))


def load(data: bytes) -> tuple[str, Node]:
    """The text and the root node of a file's bytes; see `parse`.

    Raises:
        YamlError: It is too large, not UTF-8, or not the YAML that `parse` reads.
    """
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data)} bytes; at most {MAX_BYTES} are read"
        raise YamlError([(1, message)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise YamlError([(line, message)]) from None
    return text, parse(text)


def parse(text: str) -> Node:
    """The root node of *text*; an empty text is an empty scalar.

    Raises:
        YamlError: Malformed, or with duplicate keys, anchors, aliases, tags, several documents, or
            more than `MAX_DEPTH` levels.
    """
    import yaml

    from cardgen._yaml.scanner import Loader

    stand_ins = _stand_ins(text)
    try:
        loader = Loader(text.translate(stand_ins))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        message = f"character U+{ord(text[error.position]):04X} is not allowed in YAML; remove it"
        raise YamlError([(line, message)]) from None
    composer = _Composer(
        text, _events(loader), {ord(new): chr(old) for old, new in stand_ins.items()}
    )
    try:
        return composer.root()
    except yaml.MarkedYAMLError as error:
        raise YamlError([malformed(error, text, composer.steps)]) from None
    except (ValueError, OverflowError):
        # PyYAML's scanner converts escapes such as "\UFFFFFFFF" without a check of its own.
        message = "an escape stands for no character; write the character itself"
        path = path_at(composer.steps, loader.column)
        raise YamlError([(loader.line + 1, placed(path, message))]) from None


def _events(loader: Any) -> Iterator[Any]:
    while loader.check_event():
        yield loader.get_event()


def _stand_ins(text: str) -> dict[int, str]:
    """Characters that *text* lacks, each for one that PyYAML would take for a line break."""
    wanted = [ord(char) for char in _OLD_BREAKS if char in text]
    free = (chr(code) for code in _PRIVATE_USE if chr(code) not in text)
    return dict(zip(wanted, free, strict=False))


class _Composer:
    """Builds nodes of PyYAML's events and gathers what we do not read."""

    def __init__(self, text: str, events: Iterator[Any], restored: dict[int, str]) -> None:
        self.steps: list[Step] = []
        """The keys on the way to the node that was read last."""
        self._text = text
        self._events = events
        self._restored = restored
        self._lists = 0
        self._problems: list[tuple[int, str]] = []

    def root(self) -> Node:
        import yaml

        node: Node = Scalar("", "plain", 1, (0, 0))
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._problem(event, "a second document begins; write one per file")
                    break
                node = self._node(next(self._events), 0)
                self.steps.clear()
        if self._problems:
            raise YamlError(self._problems, node)
        return node

    def _problem(self, event: Any, what: str) -> None:
        mark = event.start_mark
        self._problems.append((mark.line + 1, placed(path_at(self.steps, mark.column), what)))

    def _node(self, event: Any, depth: int) -> Node:
        import yaml

        if depth > MAX_DEPTH:
            # Nothing deeper is read: a hostile file ends here, before it costs time.
            self._problem(event, f"nested more than {MAX_DEPTH} levels deep")
            raise YamlError(self._problems)
        if isinstance(event, yaml.AliasEvent):
            self._problem(
                event, f"alias *{event.anchor} is not read; write the value out, or {ADVICE}"
            )
            return self._empty(event)
        if event.anchor is not None:
            self._problem(event, f"anchor &{event.anchor} is not read; remove it, or {ADVICE}")
        if event.tag is not None:
            self._problem(event, f"tag {event.tag} is not read; remove it, or {ADVICE}")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._scalar(event)

    def _empty(self, event: Any) -> Scalar:
        return Scalar(
            "", "plain", event.start_mark.line + 1, (event.start_mark.index, event.end_mark.index)
        )

    def _scalar(self, event: Any) -> Scalar:
        begin, end = event.start_mark.index, event.end_mark.index
        line = event.start_mark.line + 1
        value = event.value.translate(self._restored)
        if any("\ud800" <= char <= "\udfff" for char in event.value):
            self._problem(event, "an escape stands for half a character; write the character")
            value = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in value)
        if event.style in ("|", ">"):
            end = begin + len(self._text[begin:end].rstrip(" " + _LINE_BREAKS))
            return Scalar(value, "block", line, (begin, end))
        style: Any = "plain" if event.style is None else "quoted"
        return Scalar(value, style, line, (begin, end))

    def _sequence(self, event: Any, depth: int) -> Sequence:
        import yaml

        items: list[Node] = []
        self._lists += 1
        while not isinstance(inner := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(inner, depth + 1))
        self._lists -= 1
        span = self._span(event, inner, items)
        return Sequence(tuple(items), event.start_mark.line + 1, span, event.flow_style)

    def _mapping(self, event: Any, depth: int) -> Mapping:
        import yaml

        entries: list[Entry] = []
        first: dict[str, int] = {}
        above = len(self.steps)
        while not isinstance(inner := next(self._events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            if isinstance(key, Scalar):
                self._step(above, event, key, inner.start_mark)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                self._problem(inner, f"a key must be plain text; {ADVICE}")
            elif key.text in first:
                what = f"duplicate key '{key.text}'; it is already on line {first[key.text]}"
                self._problem(inner, what)
            else:
                first[key.text] = key.line
                entries.append(Entry(key, value))
        span = self._span(event, inner, [entry.value for entry in entries])
        return Mapping(tuple(entries), event.start_mark.line + 1, span, event.flow_style)

    def _step(self, above: int, mapping: Any, key: Scalar, mark: Any) -> None:
        """Go to *key*; inside a list or braces, places are those of the whole."""
        if self._lists == 0 and not mapping.flow_style:
            self.steps[above:] = [Step(key.text, mark.line, mark.column)]

    def _span(self, start: Any, end: Any, children: list[Node]) -> tuple[int, int]:
        # PyYAML lets a block collection end where the next token begins, after comments that may
        # belong to what follows; it ends with its last child.
        begin = start.start_mark.index
        last = end.end_mark.index if start.flow_style or not children else children[-1].span[1]
        return begin, last
