"""A tracker's file instead of a project: a model card whose energy part is filled."""

import json
from pathlib import Path

import pytest

from cardgen.build import build, check
from cardgen.errors import CardgenError
from cardgen.measure import rederive
from cardgen.values import Fact, Method, Quantity, Table
from tests.laptop import COORDINATES, RAM_KWH, laptop
from tests.sources.test_carbontracker import STEM
from tests.sources.test_carbontracker import write as write_carbontracker


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_card_of_the_laptop_says_that_its_cpu_was_not_measured(here: Path) -> None:
    laptop(here / "files")
    built = build(Path(), "files/emissions.csv", formats=["json"])
    (filled,) = built.loaded.documents
    facts = {(f.id, f.where.get("component")): f for f in filled.document.facts}
    total, cpu, ram = (
        facts[key] for key in (("en.kwh", None), ("en.kwh_parts", "cpu"), ("en.kwh_parts", "ram"))
    )
    assert total.value.at_least is True  # type: ignore[union-attr]
    assert 0 < total.value.value <= RAM_KWH  # type: ignore[union-attr, operator]
    assert (cpu.evidence.method, cpu.value.value) == (Method.NOT_MEASURED, None)  # type: ignore[union-attr]
    assert ram.evidence.method is Method.ESTIMATED
    assert facts[("en.region", None)].value.value == "not determined"  # type: ignore[union-attr]
    assert ("en.intensity", None) not in facts


def test_no_file_holds_the_place_that_the_tool_looked_up(here: Path) -> None:
    laptop(here / "files", log=True)
    built = build(Path(), "files/emissions.csv", formats=["md", "html", "json", "pdf"])
    contents = [path.read_bytes() for path in built.files]
    words = [word.strip("-").encode() for word in COORDINATES]
    assert [word for word in words for content in contents if word in content] == []


def test_the_documents_lie_in_the_current_folder_and_nothing_else(here: Path) -> None:
    laptop(here / "files")
    build(Path(), "files/emissions.csv", formats=["md"])
    names = sorted(p.relative_to(here).as_posix() for p in here.rglob("*") if p.is_file())
    assert names == ["documents/model_card.md", "files/emissions.csv"]


def test_what_lies_beside_it_is_not_taken_for_the_models(here: Path) -> None:
    laptop(here)
    (here / "LICENSE").write_text("MIT License\n\nPermission is hereby granted, free of charge")
    (here / "model_card.yaml").write_text("not: [an, answer")
    build(Path(), "emissions.csv", formats=["json"], out=here / "out")
    card = json.loads((here / "out" / "model_card.json").read_text())
    assert [fact["id"] for fact in card["facts"] if fact["id"].startswith("prj.")] == []


def test_it_can_be_checked_as_well(here: Path) -> None:
    laptop(here)
    assert [f for f in check(Path(), "emissions.csv") if f.severity.value == "error"] == []


def test_in_a_project_the_file_is_the_run_of_its_documents(here: Path) -> None:
    laptop(here / "measured")
    (here / "cardgen.yaml").write_text(
        "schema: cardgen.project/1\nmodel: Net\ndocuments: [{type: model_card}]\n"
        "energy:\n  country: GBR\n  stated: {cpus_busy: 3, source: read off top}\n"
    )
    (here / "model_card.yaml").write_text("")
    loaded = build(Path(), "measured/emissions.csv", formats=["json"]).loaded
    assert loaded.run is not None
    (record,) = loaded.run.energy
    assert record.stated is not None
    assert (loaded.documents[0].document.head.name, loaded.run.record.country) == ("Net", "GBR")
    assert record.stated.cpus_busy == 3


def test_a_file_of_no_tracker_is_refused(here: Path) -> None:
    (here / "results.csv").write_text("a,b\n1,2\n")
    with pytest.raises(
        CardgenError, match=r"^results\.csv: no file of a tracker that cardgen reads"
    ):
        build(Path(), "results.csv", formats=["md"])


def test_a_file_that_is_not_there_is_named(here: Path) -> None:
    with pytest.raises(
        CardgenError, match=r"^emissions\.csv: there is no such file, and no cardgen"
    ):
        build(Path(), "emissions.csv", formats=["md"])


def use_of_total(here: Path, file: str) -> tuple[object, ...]:
    """What became of the total that the tool wrote in a file."""
    (filled,) = build(Path(), file, formats=["json"]).loaded.documents
    table = next(f.value for f in filled.document.facts if f.id == "en.tool")
    assert isinstance(table, Table)
    return next(row[3:] for row in table.rows if row[0] == "total")


def test_a_total_of_no_component_is_not_used(here: Path) -> None:
    (here / "old.csv").write_text(
        "timestamp,project_name,duration,emissions,energy_consumed\n"
        "2021-06-29T11:00:38,codecarbon,210.4,0.001,0.0013\n"
    )
    assert use_of_total(here, "old.csv") == (
        "reported by the tool, not used", "it names no component, so what is in it is not known",
    )  # fmt: skip


def test_a_total_with_overhead_in_it_is_not_used(here: Path) -> None:
    write_carbontracker(here)
    assert use_of_total(here, f"{STEM}.log") == (
        "reported by the tool, not used",
        "it is not the sum of its parts: overhead or idle power may be in it",
    )


STATED = """\
schema: cardgen.project/1
model: Net
documents: [{type: model_card}]
energy:
  country: GBR
  stated: {cpus_busy: 3, tdp_w: 4.5, cores: 2, threads: 4, laptop: yes, source: read off top}
"""


def test_with_what_a_person_states_the_laptop_is_estimated(here: Path) -> None:
    laptop(here / "runs" / "laptop", log=True)
    (here / "cardgen.yaml").write_text(STATED)
    (here / "model_card.yaml").write_text("")
    loaded = build(Path(), formats=["json"]).loaded
    assert loaded.run is not None
    facts = {(f.id, f.where.get("component")): f for f in loaded.documents[0].document.facts}
    found = {
        name: quantity_of(facts[key])
        for name, key in {
            "cpu": ("en.kwh_parts", "cpu"), "total": ("en.kwh", None), "co2": ("en.co2", None),
        }.items()
    }  # fmt: skip
    assert found == {
        "cpu": pytest.approx((1.0e-3, 0.45e-3, 1.6e-3), rel=0.05),
        "total": pytest.approx((1.2e-3, 0.5e-3, 2.2e-3), rel=0.05),
        "co2": pytest.approx((0.3e-3, 0.1e-3, 0.7e-3), rel=0.15),
    }
    note = facts[("en.kwh_parts", "cpu")].evidence.note or ""
    assert [rule for rule in ("E1,", "E3,", "read off top") if rule not in note] == []
    assert "cardgen.yaml#/energy/stated" in facts[("en.kwh", None)].evidence.derived_from
    of_run = [f for f in loaded.documents[0].document.facts if f.subject.startswith("run:")]
    assert [f.address for f in of_run if rederive(f, loaded.run) != f.value] == []


def quantity_of(fact: Fact) -> tuple[float, float, float]:
    quantity = fact.value
    assert isinstance(quantity, Quantity)
    assert quantity.value is not None
    assert quantity.interval is not None
    return quantity.value, quantity.interval.low, quantity.interval.high


def test_the_place_of_a_failed_look_up_appears_nowhere(here: Path) -> None:
    text = laptop(here).read_text(encoding="utf-8")
    for old, new in (
        ("-1.2345,54.3217", "-71.2,46.8"),
        ("a-made-up-region", "quebec"),
        ("GBR", "CAN"),
    ):
        assert old in text
        text = text.replace(old, new)
    (here / "emissions.csv").write_text(text.replace("United Kingdom", "Canada"))
    built = build(Path(), "emissions.csv", formats=["md", "html", "json"])
    contents = b"".join(path.read_bytes() for path in built.files)
    assert [w for w in (b"uebec", b"46.8", b"71.2", b"Canada") if w in contents] == []
    facts = {f.id: f for f in built.loaded.documents[0].document.facts}
    assert isinstance(facts["en.flags"].value, Table)
    assert "E9" in [row[0] for row in facts["en.flags"].value.rows]
    assert facts["en.co2"].value.value is None  # type: ignore[union-attr]
