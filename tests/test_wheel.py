"""All documents in all formats, and the same bytes from the wheel, elsewhere and at another time."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pydantic
import pytest

from cardgen.build import Built, build
from tests.projects import file_names

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def whole(project_with_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A copy of the project built in all formats; tests only read it."""
    folder = tmp_path_factory.mktemp("whole") / "project"
    return build(Path(shutil.copytree(project_with_run, folder)))


@pytest.mark.slow
def test_a_build_writes_each_document_in_each_format(whole: Built) -> None:
    assert file_names(whole.folder) == {
        *(f"{kind}.{suffix}" for kind in ("model_card", "datasheet", "data_statement")
          for suffix in ("md", "html", "pdf", "json")),
        "model_card.figures/learning-curves.svg",
        "model_card.figures/confusion-matrix.reviews.test.model.svg",
        "model_card.figures/slice-plot.accuracy.source.reviews.test.model.svg",
        *(f"{kind}.figures/label-balance.reviews.svg" for kind in ("model_card", "datasheet")),
    }  # fmt: skip
    assert whole.missing == ()


@pytest.mark.slow
def test_the_built_wheel_builds_the_same_bytes_in_another_place_and_time(
    project_with_run: Path, whole: Built, tmp_path: Path
) -> None:
    # With a cardgen from elsewhere on the path the wheel would not be what is imported.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(ROOT)],
                   check=True, capture_output=True, env=environment)  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    # The dependencies come from this environment; cardgen itself from the wheel alone.
    site = subprocess.run([str(python), "-c", "import site; print(site.getsitepackages()[0])"],
                          check=True, capture_output=True, text=True, env=environment).stdout.strip()  # fmt: skip
    subprocess.run([*pip, "install", "--no-deps", "--no-compile", "--target", site, str(wheel)],
                   check=True, capture_output=True, env=environment)  # fmt: skip
    here = str(Path(pydantic.__file__).parents[1])
    copy = Path(shutil.copytree(project_with_run, tmp_path / "b b" / "project"))
    os.utime(copy / "cardgen.yaml", (0, 0))
    code = (
        f"import sys; sys.path.append({here!r})\n"
        "import cardgen, cardgen.cli; print(cardgen.__file__)\n"
        f"sys.exit(cardgen.cli.main(['build', '--project', {str(copy)!r}, '--quiet']))"
    )
    done = subprocess.run(
        [str(python), "-c", code],
        cwd=tmp_path,
        env={**environment, "TZ": "America/Lima", "PYTHONHASHSEED": "2", "LANG": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.startswith(site)) == (0, True), done.stderr
    fonts = {file.name for file in (ROOT / "fonts").iterdir()} - {"make.py", "__pycache__"}
    assert {file.name for file in Path(site, "cardgen", "_data", "fonts").iterdir()} == fonts
    first, second = (
        {name: (folder / name).read_bytes() for name in file_names(folder)}
        for folder in (whole.folder, copy / "documents")
    )
    assert first == second
