"""The structure that the design promises, held by tests."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cardgen
from cardgen import _plugins

ROOT = Path(__file__).parents[1]
PLUGIN_PACKAGES = (
    "cardgen.sources",
    "cardgen.documents",
    "cardgen.checks",
    "cardgen.charts",
    "cardgen.formats",
)


def test_layers_hold() -> None:
    code = (
        "import sys; from importlinter.cli import lint_imports; "
        "sys.exit(lint_imports(config_filename='pyproject.toml', no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_cardgen_and_its_command_line_loads_nothing_heavy() -> None:
    heavy = [
        "jax",
        "flax",
        "optax",
        "codecarbon",
        "numpy",
        "matplotlib",
        "weasyprint",
        "jinja2",
        "pydantic",
        "yaml",
    ]
    code = (
        "import sys, cardgen, cardgen.cli\n"
        "try:\n    cardgen.cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_everything_after_tracking_works_without_a_training_stack() -> None:
    modules = [
        name
        for _, name, _ in pkgutil.walk_packages(cardgen.__path__, "cardgen.")
        if not name.startswith(("cardgen.tracking", "cardgen.demo", "cardgen.__main__"))
    ]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print('loaded:', [m for m in ('jax', 'flax', 'optax', 'codecarbon') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


@pytest.mark.parametrize("package", PLUGIN_PACKAGES)
def test_every_plug_in_has_a_docstring_and_a_test_file(package: str) -> None:
    short = package.removeprefix("cardgen.")
    missing = [
        name
        for name in _plugins.names(package)
        if importlib.import_module(f"{package}.{name}").__doc__ is None
        or not (ROOT / "tests" / short / f"test_{name}.py").is_file()
    ]
    assert missing == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "cardgen").rglob("*.py"))
        if not path.read_text().lstrip().removeprefix("r").startswith('"""')
    ]
    assert silent == []


def test_a_code_of_findings_has_one_meaning() -> None:
    codes: dict[str, set[str]] = {}
    for path in sorted((ROOT / "cardgen").rglob("*.py")):
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8")):
            codes.setdefault(code, set()).add(path.name)
    assert {code: files for code, files in codes.items() if len(files) > 1} == {}
