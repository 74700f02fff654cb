"""Inference of a trained model may be measured later, in a run that does nothing else."""

from pathlib import Path

import jax
import jax.numpy as jnp
import pytest

import cardgen
from cardgen.build import build, load
from cardgen.documents._base import Document
from cardgen.measure import rederive
from cardgen.sources import find_runs, read_run
from cardgen.values import Fact
from tests.projects import record_run, write_project

PARTS = {"kernel": jnp.full((3, 2), 0.1)}


@jax.jit
def predict(batch: jax.Array) -> jax.Array:
    return batch @ PARTS["kernel"]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained run, which measured another inference itself, and one that only measures."""
    folder = write_project(tmp_path_factory.mktemp("inferring"))
    record_run(folder, "other")
    with cardgen.track(folder / "runs", run_id="trained", energy=False) as run:
        run.log(0, loss=1.0)
        run.weights(PARTS)
        run.inference(predict, jnp.ones((4, 3)), name="old", n=3)
    with cardgen.track(folder / "runs", run_id="served", country="DEU") as run:
        run.weights(PARTS)
        run.inference(predict, jnp.ones((20, 3)), n=5)
    return folder


def name(project: Path, runs: str, energy: str = "{}") -> Document:
    file = project / "cardgen.yaml"
    text = file.read_text(encoding="utf-8").partition("runs:")[0]
    file.write_text(f"{text}runs: {runs}\nenergy: {energy}\n", encoding="utf-8")
    return next(f.document for f in load(project).documents if f.entry.type == "model_card")


def of(document: Document) -> dict[str, list[Fact]]:
    named: dict[str, list[Fact]] = {}
    for fact in document.facts:
        if "inference" in fact.where:
            named.setdefault(fact.where["inference"], []).append(fact)
    return named


def test_a_run_that_only_measures_is_read_and_has_figures_of_its_own(project: Path) -> None:
    found = of(name(project, "{main: served}"))
    assert {fact.id for fact in found["model"]} == {
        "en.infer",
        "en.infer_time",
        "en.latency",
        "en.breakeven",
    }


def test_the_card_of_the_trained_run_has_the_inference_of_the_named_one(project: Path) -> None:
    energy = "{functional_unit: {name: a batch, inferences: 20}}"
    document = name(project, "{main: trained, inference: served}", energy)
    found = of(document)
    assert (list(found), {fact.subject for fact in found["model"]}) == (
        ["model"],
        {"run:served", "model"},
    )
    assert {fact.id for fact in found["model"]} >= {"en.infer", "en.sci", "en.breakeven"}
    notes = {fact.evidence.note for fact in found["model"] if fact.subject == "run:served"}
    assert all(str(n).startswith("Measured in the run served, not in the main") for n in notes)
    runs = [read_run(folder) for folder in find_runs(project / "runs")]
    (own,) = (run for run in runs if run.id == "served")
    again = [rederive(f, runs if f.subject == "model" else own) for f in found["model"]]
    assert again == [fact.value for fact in found["model"]]


@pytest.mark.parametrize(("named", "code"), [("served", None), ("gone", "D107"), ("third", "D108")])
def test_a_run_that_is_not_there_or_has_other_parameters_is_doubted(
    project: Path, named: str, code: str | None
) -> None:
    if not (project / "runs" / "third").exists():
        with cardgen.track(project / "runs", run_id="third", energy=False) as run:
            run.weights({"kernel": jnp.zeros((3, 2))})
    name(project, f"{{main: trained, inference: {named}}}")
    codes = [one.code for one in load(project).findings if one.code.startswith("D")]
    assert codes == ([] if code is None else [code])


def test_the_german_card_says_where_inference_was_measured(project: Path) -> None:
    name(project, "{main: trained, inference: served}")
    build(project, formats=("md",), language="de")
    page = (project / "documents" / "model_card.de.md").read_text(encoding="utf-8")
    assert "Im Lauf served gemessen, nicht im Hauptlauf." in page
