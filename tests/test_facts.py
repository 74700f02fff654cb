"""Facts of a run are the same whether they were measured now or for an earlier build."""

from pathlib import Path

import pytest

from cardgen import track
from cardgen.cache import FOLDER, NO_CACHE, Cache
from cardgen.errors import CardgenError
from cardgen.facts import facts_of_run
from cardgen.run import Run
from cardgen.sources import read_run
from tests.projects import record_run, write_project


@pytest.fixture
def run(tmp_path: Path) -> Run:
    folder = write_project(tmp_path / "p")
    return read_run(folder / "runs" / record_run(folder))


class Watched(Cache):
    """A cache that knows whether it had what it was asked for."""

    had: bool = False

    def recall(self, slot: str, key: str) -> bytes | None:
        found = super().recall(slot, key)
        self.had = found is not None
        return found


def facts(run: Run, project: Path) -> tuple[str, bool]:
    watched = Watched(project)
    return repr(facts_of_run(run, watched)), watched.had


def test_recalled_facts_are_the_measured_ones_with_their_evidence(run: Run, tmp_path: Path) -> None:
    measured = repr(facts_of_run(run, NO_CACHE))
    assert [facts(run, tmp_path), facts(run, tmp_path)] == [(measured, False), (measured, True)]


@pytest.mark.parametrize("change", ["record", "metrics", "outcome"])
def test_another_run_is_measured_anew(run: Run, tmp_path: Path, change: str) -> None:
    facts(run, tmp_path)
    other = {
        "record": {"record": run.record.model_copy(update={"started": "2026-01-01T00:00:00Z"})},
        "metrics": {"metrics": {"loss": run.metrics["loss"][:1]}},
        "outcome": {"finished": None},
    }[change]
    changed = run.model_copy(update=other)
    assert facts(changed, tmp_path) == (repr(facts_of_run(changed, NO_CACHE)), False)


def test_a_changed_evaluation_is_an_error_with_a_cache_too(run: Run, tmp_path: Path) -> None:
    facts(run, tmp_path)
    (file,) = (run.folder / "evaluation").iterdir()
    file.write_bytes(file.read_bytes() + b"0")
    with pytest.raises(CardgenError, match="was changed after the run recorded it"):
        facts_of_run(run, Cache(tmp_path))


def test_the_code_that_measured_is_part_of_the_key(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts(run, tmp_path)
    monkeypatch.setattr("cardgen.facts.versions", lambda: "another cardgen")
    assert facts(run, tmp_path)[1] is False


def test_facts_that_json_cannot_hold_are_measured_every_time(tmp_path: Path) -> None:
    with track(tmp_path / "runs", run_id="halves", energy=False) as halves:
        halves.config({"note": "\ud800"})
        halves.evaluation(
            "reviews", "test", task="binary", label=[0] * 40, prediction=[0] * 40,
            groups={"half": ["\ud800"] * 40},
        )  # fmt: skip
    read = read_run(tmp_path / "runs" / "halves")
    measured = repr(facts_of_run(read, NO_CACHE))
    assert [facts(read, tmp_path)[0] for _ in range(2)] == [measured, measured]
    assert not (tmp_path / FOLDER).exists()
