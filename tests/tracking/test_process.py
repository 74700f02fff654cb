"""Which process this is."""

from typing import Any

import pytest

from cardgen.errors import InputError
from cardgen.tracking.process import Process


def test_the_environment_names_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDGEN_PROCESS", "0")
    assert Process(None).known() == 0


def test_the_argument_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDGEN_PROCESS", "abc")
    assert Process(3).known() == 3


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "²"])
def test_what_is_no_number_is_one_clear_error(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("CARDGEN_PROCESS", text)
    with pytest.raises(InputError, match=f"CARDGEN_PROCESS={text}: set it to the process's number"):
        Process(None)


@pytest.mark.parametrize("index", [-1, "abc", True, 1.5, ""])
def test_an_argument_that_is_no_number_is_one_clear_error(index: Any) -> None:
    with pytest.raises(InputError, match=f"process={index}: set it to the process's number"):
        Process(index)


def test_an_argument_may_be_text() -> None:
    assert Process("0").known() == 0
