"""What a build costs as a whole process, beside a process that only imports its libraries.

Peers may live in an environment of their own: CARDGEN_PEERS is its Python.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.processes import keeps_bytecode, ratios
from tests.projects import record_run, write_project

pytestmark = pytest.mark.benchmark

ROUNDS = 15
LIBRARIES = "import pydantic, jinja2, yaml; from pydantic import BaseModel"
HUB = """
import sys
from huggingface_hub import ModelCard, ModelCardData
values = {f"v{i}": f"This is answer {i}, one sentence." for i in range(40)}
text = "---\\n{{ card_data }}\\n---\\n" + "".join(f"## S{i}\\n\\n{{{{ v{i} }}}}\\n\\n" for i in range(40))
open(sys.argv[1], "w").write(text)
card = ModelCard.from_template(ModelCardData(license="mit"), template_path=sys.argv[1], **values)
card.save(sys.argv[1] + ".md")
"""
SKOPS = """
import sys
from skops.card import Card
card = Card(model=None, template=None)
card.add(**{f"S{i}": f"This is answer {i}, one sentence." for i in range(40)})
card.save(sys.argv[1] + ".md")
"""
PEERS = {"huggingface_hub": HUB, "skops": SKOPS}
DEMO = Path(__file__).parents[2] / "cardgen" / "demo" / "place_names" / "answers"


def project(folder: Path, documents: int) -> Path:
    """The demo's answers with a small recorded run, for one document or for three."""
    write_project(folder)
    record_run(folder)
    for kind in ("model_card", "datasheet", "data_statement")[:documents]:
        text = (DEMO / f"{kind}.yaml").read_text(encoding="utf-8")
        # What quotes a figure of the demo's own run has none here.
        lines = [line.replace("{{", "").replace("}}", "") for line in text.splitlines()]
        (folder / f"{kind}.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if documents == 1:
        lines = (folder / "cardgen.yaml").read_text().splitlines()
        kept = [line for line in lines if "datasheet" not in line and "data_statement" not in line]
        kept = [line for line in kept if line.strip() != "data: reviews"]
        (folder / "cardgen.yaml").write_text("\n".join(kept) + "\n")
    return folder


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The commands of the peers that are installed; the others are named."""
    python = os.environ.get("CARDGEN_PEERS", sys.executable)
    found = {}
    for name, code in PEERS.items():
        file = tmp_path_factory.mktemp(name) / "card"
        command = [python, "-c", code, str(file)]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            found[name] = command
        else:
            print(f"\n{name} is not measured: it is not installed for {python}")
    return found


@pytest.mark.parametrize(("documents", "limit"), [(1, 4.0), (3, 6.0)])
def test_a_build_to_markdown_and_json_costs_few_times_its_imports(
    tmp_path: Path,
    peers: dict[str, list[str]],
    capsys: pytest.CaptureFixture[str],
    documents: int,
    limit: float,
) -> None:
    folder = project(tmp_path / "project", documents)
    build = [sys.executable, "-m", "cardgen", "build", "--project", str(folder), "--to", "md,json"]
    # Fills the caches of the project and of its user, and writes the bytecode.
    subprocess.run(build, check=True, capture_output=True, env=keeps_bytecode())
    assert len(list((folder / "documents").glob("*.md"))) == documents
    commands = {"imports": [sys.executable, "-c", LIBRARIES], "cardgen": build, **peers}
    found = ratios(commands, "imports", ROUNDS)
    shutil.rmtree(folder)
    with capsys.disabled():
        shown = ", ".join(f"{name} {ratio:.2f}" for name, ratio in found.items())
        print(f"\n{documents} document(s), CPU times a process of imports: {shown}")
    assert found["cardgen"] <= limit
