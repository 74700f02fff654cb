"""The demo's three documents, held against the run they come from and against their schemas."""

import json
from pathlib import Path

import pytest

from cardgen.documents import document_type
from cardgen.formats._content import load
from cardgen.measure import needs, rederive
from cardgen.values import Fact
from tests.demo.conftest import DemoProject
from tests.schema_judge import misfits

SCHEMAS = Path(__file__).parents[2] / "schemas"
KINDS = ("model_card", "datasheet", "data_statement")
pytestmark = pytest.mark.slow


def facts(demo_project: DemoProject, kind: str) -> list[Fact]:
    text = (demo_project.folder / "documents" / f"{kind}.json").read_text(encoding="utf-8")
    return list(load(json.loads(text), document_type(kind)).facts)


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_derived_again_from_the_run_through_its_evidence(
    demo_project: DemoProject, kind: str
) -> None:
    run = demo_project.built.loaded.run
    assert run is not None
    wrong, stated = [], []
    for fact in facts(demo_project, kind):
        if fact.evidence.generated_by is None:
            stated.append(fact.id)
        elif rederive(fact, [run] if needs(fact) == "runs" else run) != fact.value:
            wrong.append(fact.address)
    # What nobody measured comes from the project file or from a person's answer, and is no figure.
    known = {"prj.first_start", "prj.stated_version", "ds.name", "ds.summary"}
    known |= {"doc.version", "doc.citation", "res.comparable"}
    assert (wrong, set(stated) - known) == ([], set())


def test_the_model_card_has_figures_to_derive(demo_project: DemoProject) -> None:
    found = {fact.id for fact in facts(demo_project, "model_card")}
    assert found >= {
        "m.params", "m.arch", "m.weights", "tr.curves", "tr.kept", "tr.hparams", "en.kwh", "en.util", "en.method",
        "en.duration", "res.overall", "res.confusion", "res.unitary", "ds.n_per_split",
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_answers_and_documents_fit_the_committed_schemas(
    demo_project: DemoProject, kind: str
) -> None:
    pairs = [
        (f"{kind}.answers.v1.schema.json", demo_project.folder / f"{kind}.yaml"),
        (f"{kind}.v1.schema.json", demo_project.folder / "documents" / f"{kind}.json"),
        ("project.v1.schema.json", demo_project.folder / "cardgen.yaml"),
    ]
    assert [misfits(SCHEMAS / schema, instance) for schema, instance in pairs] == [""] * 3


def test_the_run_record_fits_its_committed_schema(demo_project: DemoProject) -> None:
    (record,) = (demo_project.folder / "runs").glob("*/run.json")
    assert misfits(SCHEMAS / "run.v1.schema.json", record) == ""


def test_the_energy_of_the_demo_is_never_called_measured_when_it_was_estimated(
    demo_project: DemoProject,
) -> None:
    run = demo_project.built.loaded.run
    assert run is not None
    counters = {
        c.component for record in run.energy for c in record.components if c.method == "counter"
    }
    energy = [f for f in facts(demo_project, "model_card") if f.id == "en.kwh_parts"]
    called = {f.where["component"] for f in energy if f.evidence.method == "measured"}
    assert called <= counters
