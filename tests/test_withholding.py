"""No small group that the project withholds can be read or computed from what the public gets."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cardgen
from cardgen.build import build
from cardgen.errors import CardgenError
from cardgen.evaluation.outcomes import Outcomes, unpack
from tests.projects import record_run, write_project

PROJECT = """\
schema: cardgen.project/1
model: Income model
documents:
  - type: model_card
  - type: datasheet
    data: people
data:
  people: {}
evaluation:
  small: withhold
  minimum: 150
"""
N = {"train": 3001, "test": 4001}
RARE = 137
"""Examples of the rarest race in the test split; no other number of the project is the same."""


def arrays(split: str) -> dict[str, Any]:
    random = np.random.RandomState(len(split))
    n = N[split]
    sex = np.where(random.rand(n) < 0.4, "Female", "Male")
    race = random.choice(["White", "Black", "Asian"], n, p=[0.6, 0.25, 0.15])
    race[:RARE] = "Rare"
    label = (random.rand(n) < 0.3).astype(int)
    prediction = np.where(random.rand(n) < 0.8, label, 1 - label)
    return {"sex": sex, "race": race, "label": label, "prediction": prediction}


def of_groups(made: dict[str, Any]) -> dict[str, Any]:
    return {"sex": made["sex"], "race": made["race"]}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("withholding") / "project"
    folder.mkdir()
    (folder / "cardgen.yaml").write_text(PROJECT)
    for name in ("model_card", "datasheet"):
        (folder / f"{name}.yaml").write_text("")
    with cardgen.track(folder / "runs", energy=False) as run:
        for split in N:
            made = arrays(split)
            run.data(
                "people", split, arrays={"label": made["label"]}, label="label",
                groups=of_groups(made),
            )  # fmt: skip
        made = arrays("test")
        run.evaluation(
            "people", "test", task="binary", label=made["label"], prediction=made["prediction"],
            groups=of_groups(made),
        )  # fmt: skip
    for audience in ("public", "internal"):
        # HTML and PDF are other layouts of the page that Markdown shows; PDF holds the JSON.
        build(folder, formats=("md", "json"), audience=audience)
    return folder


def test_the_number_of_a_small_group_stands_in_no_public_file_and_in_every_internal_card(
    project: Path,
) -> None:
    found = {
        folder: {file.name for file in _files(project / folder) if _names(file, RARE)}
        for folder in ("documents", "documents-internal")
    }
    assert found["documents"] == set()
    assert found["documents-internal"] >= {
        f"{stem}.internal.{suffix}"
        for stem in ("model_card", "datasheet")
        for suffix in ("md", "json")
    }


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _names(path: Path, number: int) -> bool:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".svg":  # coordinates are no words
        text = " ".join(re.findall(">([^<]*)<", text))
    return re.search(rf"(?<![\w.#-]){number}(?![\w.%-])", text) is not None


def test_no_withheld_group_is_a_sum_or_difference_of_public_ones(project: Path) -> None:
    facts = [f for name in ("model_card", "datasheet") for f in _facts(project, name)]
    made = arrays("test")
    known = {"": made["sex"] == made["sex"]}
    for where, _ in _told(facts):
        known[where] = _examples(made, *where.split("="))
    told = dict(_told(facts))
    # Each equation is true: what is told of a group is its number of examples.
    assert {where: int(known[where].sum()) for where in told} == told
    cells, cell = np.unique(made["sex"] + made["race"], return_inverse=True)
    rows = np.array(
        [np.bincount(cell[chosen], minlength=len(cells)) > 0 for chosen in known.values()]
    )
    small = [
        (name, value)
        for name in ("sex", "race", "sex × race")
        for value in _values(made, name)
        if _examples(made, name, value).sum() < 150
    ]
    assert ("race", "Rare") in small
    rank = np.linalg.matrix_rank(rows.astype(float))
    for name, value in small:
        target = np.bincount(cell[_examples(made, name, value)], minlength=len(cells)) > 0
        assert np.linalg.matrix_rank(np.vstack([rows, target]).astype(float)) > rank, (name, value)


def _facts(project: Path, name: str) -> list[dict[str, Any]]:
    content = json.loads((project / "documents" / f"{name}.json").read_text())
    found: list[dict[str, Any]] = content["facts"]
    return found


def _told(facts: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """Each group of the test split with the number of examples that the public reads of it."""
    for fact in facts:
        where, value = fact["where"], fact["value"]
        if fact["id"] in {"res.unitary", "res.intersect", "res.ece"} and "group" in where:
            yield f"{where['group']}={where['slice']}", value["n"]
        elif fact["id"] == "ds.subpop_dist":
            at = value["columns"].index("test")
            yield from ((f"{where['group']}={row[0]}", row[at]) for row in value["rows"])
        elif fact["id"] in {"res.error_groups", "res.scoredist"} and "group" in where:
            yield from ((f"{where['group']}={row[0]}", row[1]) for row in value["rows"])


def _values(made: dict[str, Any], group: str) -> set[str]:
    columns = [made[name] for name in group.split(" × ")]
    return {" × ".join(row) for row in zip(*columns, strict=True)}


def _examples(made: dict[str, Any], group: str, value: str) -> Any:
    pairs = zip(group.split(" × "), value.split(" × "), strict=True)
    return np.logical_and.reduce([made[name] == one for name, one in pairs])


def test_the_result_of_a_group_that_protects_a_small_one_is_for_internal_readers(
    project: Path,
) -> None:
    made = arrays("test")
    public, internal = _public(project), _internal(project)
    shown = {fact["where"]["slice"] for fact in public if _is_of(fact, "race")}
    (protecting,) = {"White", "Black", "Asian"} - shown
    right = (made["label"] == made["prediction"])[made["race"] == protecting].mean()
    found = [any(abs(number - right) < 1e-9 for number in _numbers(f)) for f in (public, internal)]
    assert found == [False, True]


def _is_of(fact: dict[str, Any], group: str) -> bool:
    return fact["id"] == "res.unitary" and fact["where"]["group"] == group


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


def test_a_public_answer_cannot_quote_a_group_that_is_withheld(project: Path) -> None:
    hidden = [
        fact
        for fact in _internal(project)
        if fact["id"] == "res.unitary"
        and fact["address"] not in {one["address"] for one in _public(project)}
    ]
    assert hidden != []
    where = hidden[0]["where"]
    quote = f'{{{{ slice("{where["metric"]}", "{where["slice"]}", group="{where["group"]}") }}}}'
    (project / "model_card.yaml").write_text(f"intended_use:\n  uses: '{quote}'\n")
    try:
        for audience in ("public", "internal"):
            with pytest.raises(CardgenError, match="withheld from the public edition"):
                build(project, formats=("md",), audience=audience)
    finally:
        (project / "model_card.yaml").write_text("")


def _addressed(path: Path) -> list[dict[str, Any]]:
    facts = json.loads(path.read_text())["facts"]
    return [
        {**fact, "address": (fact["id"], tuple(sorted(fact["where"].items())))} for fact in facts
    ]


def _public(project: Path) -> list[dict[str, Any]]:
    return _addressed(project / "documents" / "model_card.json")


def _internal(project: Path) -> list[dict[str, Any]]:
    return _addressed(project / "documents-internal" / "model_card.internal.json")


def test_outcomes_of_single_examples_lie_beside_the_internal_edition_only(project: Path) -> None:
    everywhere = {path.name for path in _files(project) if b'"res.outcomes"' in path.read_bytes()}
    side = json.loads(
        (project / "documents-internal" / "model_card.internal.outcomes.json").read_text()
    )
    made = arrays("test")
    (accuracy,) = (fact for fact in side["facts"] if fact["where"]["metric"] == "accuracy")
    values = unpack(Outcomes.model_validate(accuracy["value"]["value"]))
    card = (project / "documents" / "model_card.md").read_text()
    assert everywhere == {"model_card.internal.outcomes.json"}
    assert values.tolist() == (made["label"] == made["prediction"]).tolist()
    assert "for internal readers: a group is withheld" in card


def test_where_nothing_is_withheld_and_nobody_concerned_the_card_holds_them(tmp_path: Path) -> None:
    answers = {"datasheet": "overview:\n  relates_to_people: no\n"}
    folder = write_project(tmp_path / "project", **answers)
    record_run(folder)
    files = build(folder, formats=("json",), audience="internal").files
    (card,) = (json.loads(path.read_text()) for path in files if path.name.startswith("model_card"))
    (fact,) = (one for one in card["facts"] if one["id"] == "res.outcomes")
    assert unpack(Outcomes.model_validate(fact["value"]["value"])).sum() == 45
    assert not any(path.name.endswith("outcomes.json") for path in files)
