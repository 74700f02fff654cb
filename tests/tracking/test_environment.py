"""What is recorded of the computer and the command line."""

import sys
from importlib.metadata import distributions

import pytest

from cardgen.tracking import environment
from cardgen.tracking.environment import command_line

CORE = "processor : {n}\nphysical id\t: {package}\ncore id\t\t: {core}\n\n"


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


@pytest.mark.parametrize(
    ("text", "packages", "cores"),
    [
        ("".join(CORE.format(n=n, package=n // 4, core=n % 2) for n in range(8)), 2, 4),
        (CORE.format(n=0, package=0, core=0), 1, 1),
        ("processor : 0\nModel : Raspberry Pi 5\n", None, None),
        ("", None, None),
    ],
)
def test_cpu_packages_are_counted_by_their_numbers(
    monkeypatch: pytest.MonkeyPatch, text: str, packages: int | None, cores: int | None
) -> None:
    monkeypatch.setattr(environment, "_cpuinfo", lambda: text)
    found = environment.environment()
    assert (found.cpu_packages, found.cpu_physical) == (packages, cores)


def test_packages_have_the_names_and_versions_that_python_reads() -> None:
    found = {d.metadata["Name"]: d.version for d in reversed(list(distributions()))}
    assert environment.environment().packages == found
