"""What is recorded of the computer and the command line."""

import sys

import pytest

from cardgen.tracking.environment import command_line


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["-c", "code", "--lr"], ["-c", "<code>", "--lr"]),
        (["-Bc", "code"], ["-Bc", "<code>"]),
        (["-ccode", "x"], ["-c<code>", "x"]),
        (["-W", "ignore", "-c", "code"], ["-W", "ignore", "-c", "<code>"]),
        (["-Wignore", "-X", "dev", "-c", "code"], ["-Wignore", "-X", "dev", "-c", "<code>"]),
        (["-m", "train", "-c", "x.yaml"], ["-m", "train", "-c", "x.yaml"]),
        (["-u", "train.py", "-c", "x.yaml"], ["-u", "train.py", "-c", "x.yaml"]),
        (["-", "-c", "x.yaml"], ["-", "-c", "x.yaml"]),
        (["-i"], ["-i"]),
    ],
)
def test_the_code_of_python_c_is_left_out(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], expected: list[str]
) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["/usr/bin/python3", *arguments])
    assert command_line() == ("python3", *expected)
