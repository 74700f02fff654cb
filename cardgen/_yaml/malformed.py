"""What is wrong with text that is not YAML: the line, the key and what to do next.

PyYAML says what its scanner met; people who wrote Markdown after a key need to know what to write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ADVICE = "put the text on the next line after `|`, or in single quotes"


@dataclass(frozen=True)
class Step:
    """A key on the way to a node."""

    key: str
    line: int
    """0-based, as PyYAML counts."""
    column: int
    """0-based; what belongs to the key stands further to the right."""


def path_at(steps: Iterable[Step], column: int) -> str:
    """Path of what stands at *column* below *steps*, such as `motivation.purpose`."""
    return ".".join(step.key for step in steps if step.column < column)


def placed(path: str, what: str) -> str:
    """*what* with the path before it, where there is one."""
    return what if path == "" else f"{path}: {what}"


def malformed(error: Any, text: str, steps: list[Step]) -> tuple[int, str]:
    """The 1-based line and the words for PyYAML's *error*.

    Args:
        error: A `MarkedYAMLError`.
        text: What was parsed.
        steps: The keys on the way to the node that was read last.
    """
    mark, what, advice = _said(error, text)
    if mark is None:
        return 1, what
    above = [step for step in steps if step.column < mark.column]
    path = path_at(above, mark.column)
    # Text after a closing quotation mark or bracket: what it closes began with its key.
    line = above[-1].line if what.startswith("text follows") and above else mark.line
    # Outside of all keys there is no text to put anywhere.
    more = f"; {advice}" if advice != ADVICE or path != "" else ""
    return line + 1, placed(path, what + more)


def _said(error: Any, text: str) -> tuple[Any, str, str]:
    """Where it is, what is wrong and what to do next."""
    here, opened = error.problem_mark, error.context_mark
    problem = error.problem or error.context or "malformed"
    before = "" if here is None else text[: here.index].rstrip(" \t")
    if "'\\t'" in problem:
        indents = before == "" or before.endswith(("\n", "\r"))
        return here, f"a tab cannot {'indent YAML' if indents else 'stand here'}", "use spaces"
    if "unexpected end of stream" in problem or "document separator" in problem:
        return opened, "not YAML: this quotation mark is never closed", f"close it, or {ADVICE}"
    if error.context in ("while parsing a flow sequence", "while parsing a flow mapping"):
        return opened, f"not YAML: this bracket opens no list or mapping ({problem})", ADVICE
    if "could not find expected ':'" in problem:
        return opened, "not YAML: a key without ':'", f"add it, or {ADVICE}"
    if problem.startswith("expected <block end>"):
        return _unexpected(here, problem, before)
    return here, f"not YAML: {problem}", ADVICE


def _unexpected(here: Any, problem: str, before: str) -> tuple[Any, str, str]:
    if before.endswith(("'", '"')):
        return here, "text follows the closing quotation mark", ADVICE
    if before.endswith(("]", "}")):
        return here, "text follows the closing bracket", ADVICE
    if "<scalar>" in problem:
        return here, "not YAML: text where a key is expected", ADVICE
    return here, "not YAML: indented like nothing above", "indent it like what it belongs with"
