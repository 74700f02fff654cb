"""Whether runs repeat one another: what must agree for them to differ only in their seeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import JsonValue

from cardgen.errors import CardgenError
from cardgen.evaluation.arrays import load
from cardgen.evaluation.several import evaluations, flat, same_text
from cardgen.fingerprint import fingerprint
from cardgen.run import CLASSIFICATION, EvaluationRecord, Run

MOST_NAMED = 4
"""Names that a message lists."""
_SEED = re.compile(r"(?:^|[._-])(?:seeds?|random_state|rng)(?:$|[._-])", re.IGNORECASE)


class Difference(NamedTuple):
    """In what a run differs from the main one, or from another that it must differ from."""

    run: str
    what: str
    """In words, such as "configuration (learning_rate)"."""


def is_seed(setting: str) -> bool:
    """Whether a setting is a seed by its name, such as `init_seed` or `train.random_state`."""
    return _SEED.search(setting) is not None


def seeds_of(run: Run) -> dict[str, JsonValue]:
    """The run's recorded seeds by what they decide; else the settings that are seeds by their name."""
    if run.record.seeds != {}:
        return dict(run.record.seeds)
    return {name: value for name, value in flat(run.record.config).items() if is_seed(name)}


def differences(main: Run, others: Sequence[Run]) -> list[Difference]:
    """What keeps *others* from being repetitions of *main* with other seeds.

    These must agree where both runs recorded them: configuration but for seeds, optimiser, model,
    code, data, and the examples of each evaluation. Seeds must differ between all runs. Software
    and hardware may be others: what they change is part of how results vary.
    """
    found = [Difference(run.id, what) for run in others for what in _unlike(main, run)]
    seen: dict[str, str] = {}
    for run in (main, *others):
        seeds = repr(sorted(seeds_of(run).items(), key=lambda item: item[0]))
        if seeds_of(run) != {} and seeds in seen:
            found.append(Difference(run.id, f"no seed (the same as in {seen[seeds]})"))
        seen.setdefault(seeds, run.id)
    return found


def in_words(unlike: Sequence[Difference]) -> str:
    """Which runs differ in what."""
    return "; ".join(f"{one.run} differs in {one.what}" for one in unlike)


def silent(runs: Sequence[Run]) -> list[str]:
    """What is not compared, because some of *runs* did not record it."""
    checks = {
        "seeds": all(seeds_of(run) != {} for run in runs),
        "code": all(run.record.git is not None for run in runs),
        "data": all(_data(run) != {} for run in runs),
    }
    return [name for name, recorded in checks.items() if not recorded]


def _unlike(main: Run, run: Run) -> Iterator[str]:
    one, other = main.record, run.record
    settings = [
        {name: value for name, value in flat(record.config).items() if not is_seed(name)}
        for record in (one, other)
    ]
    yield from _named("configuration", _differing(*settings))
    yield from _whole("optimiser", one.optimizer, other.optimizer)
    if one.model is not None and other.model is not None:
        shape = [(m.class_name, m.parameters, m.dtypes) for m in (one.model, other.model)]
        yield from _whole("model", *shape)
    if one.base_model != other.base_model:
        yield "base model"
    if one.git is not None and other.git is not None:
        if one.git.commit != other.git.commit:
            yield "code (commit)"
        if one.git.diff_sha256 != other.git.diff_sha256:
            yield "code (uncommitted changes)"
    yield from _named("data", _unequal(_data(main), _data(run)))
    yield from _named("evaluated examples", _unequal(_examples(main), _examples(run)))


def _whole(what: str, one: object, other: object) -> list[str]:
    return [what] if one is not None and other is not None and one != other else []


def _named(what: str, names: Sequence[str]) -> list[str]:
    if len(names) == 0:
        return []
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return [f"{what} ({', '.join(names[:MOST_NAMED])}{more})"]


def _differing(one: Mapping[str, JsonValue], other: Mapping[str, JsonValue]) -> list[str]:
    """Names with another value, or that only one side has."""
    return sorted(
        name
        for name in {*one, *other}
        if name not in one or name not in other or same_text(one[name]) != same_text(other[name])
    )


def _unequal(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Names that both sides have, with another value."""
    return sorted(name for name in one.keys() & other.keys() if one[name] != other[name])


def _data(run: Run) -> dict[str, str]:
    """Digests of the data by name and split."""
    return {
        f"{record.name} {record.split}": record.digest
        for record in run.record.data
        if record.digest is not None
    }


def _examples(run: Run) -> dict[str, str]:
    """Fingerprints of the evaluated examples by data and split."""
    found = {f"{e.data} {e.split}": fingerprint_of(run, index) for index, e in evaluations(run)}
    return {name: value for name, value in found.items() if value is not None}


def fingerprint_of(run: Run, index: int) -> str | None:
    """Fingerprint of an evaluation's examples; of its arrays where an older record has none."""
    record = run.record.evaluations[index]
    if record.fingerprint is not None:
        return record.fingerprint
    try:
        return fingerprint(load(run, index), _classes(record))
    except CardgenError:
        return None


def _classes(record: EvaluationRecord) -> tuple[str, ...]:
    return record.classes if record.task in CLASSIFICATION else ()
