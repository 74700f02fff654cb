"""The wheel works outside the checkout."""

import subprocess
import sys
import venv
from pathlib import Path

import pydantic
import pytest

from tests.projects import write_project

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_built_wheel_builds_documents_elsewhere(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--disable-pip-version-check",
               "-w", str(tmp_path), str(ROOT)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    # The dependencies come from this environment; cardgen itself from the wheel alone.
    site = subprocess.run([str(python), "-c", "import site; print(site.getsitepackages()[0])"],
                          check=True, capture_output=True, text=True).stdout.strip()  # fmt: skip
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check",
                    "--target", site, str(wheel)], check=True, capture_output=True)  # fmt: skip
    here = str(Path(pydantic.__file__).parents[1])
    project = write_project(tmp_path / "p")
    code = (
        f"import sys; sys.path.append({here!r})\n"
        "import cardgen, cardgen.cli; print(cardgen.__file__)\n"
        f"sys.exit(cardgen.cli.main(['build', '--project', {str(project)!r}, '--to', 'md,html,json,pdf', '--quiet']))"
    )
    done = subprocess.run(
        [str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.startswith(site)) == (0, True), done.stderr
    fonts = {file.name for file in (ROOT / "fonts").iterdir()} - {"make.py", "__pycache__"}
    assert {file.name for file in Path(site, "cardgen", "_data", "fonts").iterdir()} == fonts
    assert len(list((project / "documents").glob("*.*"))) == 12
