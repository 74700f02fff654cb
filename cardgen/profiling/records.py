"""Facts about data sets (`ds.*`) from the splits that a run recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pydantic import JsonValue

from cardgen.measure import Function, fact_by
from cardgen.run import DataRecord, Run
from cardgen.values import Fact, Method, Quantity, Scalar, Table

VERSION = 1
WITHHELD = "Small groups are withheld, and those from which they could be computed."

Withheld = Mapping[tuple[str, str], frozenset[str]]
"""Values that are not counted, by data set and column."""


def facts(run: Run, withheld: Withheld | None = None) -> Iterator[Fact]:
    """Facts of each recorded data set, in the record's order; subject `data:<name>`.

    Counts of *withheld* values are left out.
    """
    for name in dict.fromkeys(record.name for record in run.record.data):
        yield from _facts(run, name, withheld if withheld is not None else {})


def _facts(run: Run, name: str, withheld: Withheld) -> Iterator[Fact]:
    splits = _splits(run, name)
    yield _fact(n_instances, run, name, "ds.n_instances", Method.COMPUTED)
    for split in dict.fromkeys(record.split for record in splits):
        yield _fact(n_per_split, run, name, "ds.n_per_split", split=split)
    yield _fact(split_names, run, name, "ds.splits")
    if any(split.columns != () for split in splits):
        yield _fact(columns, run, name, "ds.columns")
    if any(split.label is not None for split in splits):
        yield _fact(label_column, run, name, "ds.label_column")
    if any(split.class_counts is not None for split in splits):
        labels = {split.label for split in splits if split.label is not None}
        hidden = [value for label in labels for value in withheld.get((name, label), ())]
        yield _fact(n_per_class, run, name, "ds.n_per_class", withheld=hidden)
    for group in dict.fromkeys(group for split in splits for group in split.group_counts):
        hidden = [*withheld.get((name, group), ())]
        yield _fact(subpopulations, run, name, "ds.subpop_dist", withheld=hidden, group=group)
    if any(split.files != () for split in splits):
        yield _fact(files, run, name, "ds.files")
    if any(split.files != () or split.digest is not None for split in splits):
        yield _fact(checksums, run, name, "ds.checksum")


def _fact(
    function: Function,
    run: Run,
    name: str,
    fact_id: str,
    method: Method = Method.RECORDED,
    withheld: Sequence[str] = (),
    **where: str,
) -> Fact:
    records = enumerate(run.record.data)
    without: dict[str, JsonValue] = {"withheld": [*sorted(withheld)]} if len(withheld) > 0 else {}
    note = "The sum over the splits that the run recorded." if fact_id == "ds.n_instances" else None
    return fact_by(
        function,
        run,
        id=fact_id,
        subject=f"data:{name}",
        where=where,
        method=method,
        derived_from=tuple(f"/record/data/{i}" for i, record in records if record.name == name),
        parameters={"name": name, **where, **without},
        note=note if without == {} else WITHHELD,
    )


def _splits(run: Run, name: str) -> list[DataRecord]:
    return [record for record in run.record.data if record.name == name]


def n_instances(run: Run, *, name: str) -> Quantity:
    """Rows of all splits together; at least that, when a split's rows are not recorded."""
    rows = [split.rows for split in _splits(run, name)]
    known = [count for count in rows if count is not None]
    return Quantity(
        value=sum(known) if known != [] else None,
        unit="instances",
        at_least=0 < len(known) < len(rows),
    )


def n_per_split(run: Run, *, name: str, split: str) -> Quantity:
    """Rows of one split; None when they were not recorded."""
    rows = [record.rows for record in _splits(run, name) if record.split == split]
    known = [count for count in rows if count is not None]
    complete = rows != [] and len(known) == len(rows)
    return Quantity(value=sum(known) if complete else None, unit="instances")


def split_names(run: Run, *, name: str) -> Scalar:
    """Names of the splits, in the record's order."""
    return Scalar(value=[*dict.fromkeys(split.split for split in _splits(run, name))])


def columns(run: Run, *, name: str) -> Table:
    """Name, dtype and shape of one row of each array; splits that differ are named."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for split in _splits(run, name):
        for column in split.columns:
            shape = " x ".join(str(size) for size in column.shape[1:])
            seen.setdefault((column.name, column.dtype, shape or "one value"), []).append(
                split.split
            )
    rows = tuple((*key, ", ".join(splits)) for key, splits in seen.items())
    return Table(columns=("column", "dtype", "shape of a row", "splits"), rows=rows)


def label_column(run: Run, *, name: str) -> Scalar:
    """Name of the label column, or names where splits differ."""
    labels = [split.label for split in _splits(run, name) if split.label is not None]
    return Scalar(value=", ".join(dict.fromkeys(labels)))


def n_per_class(run: Run, *, name: str, withheld: Sequence[str] = ()) -> Table:
    """Instances of each class (rows) in each split (columns); None where a split has no counts.

    Classes that are *withheld* are left out.
    """
    return _counts([(s.split, s.class_counts) for s in _splits(run, name)], "class", withheld)


def subpopulations(run: Run, *, name: str, group: str, withheld: Sequence[str] = ()) -> Table:
    """Instances of each value of the column *group* (rows) in each split (columns).

    Values that are *withheld* are left out.
    """
    counts = [(s.split, s.group_counts.get(group)) for s in _splits(run, name)]
    return _counts(counts, group, withheld)


def _counts(
    splits: list[tuple[str, dict[str, int] | None]], first: str, withheld: Sequence[str]
) -> Table:
    """Values by the splits' order of first sight; a value that a counted split lacks occurs 0 times."""
    values = dict.fromkeys(value for _, counts in splits if counts is not None for value in counts)
    rows: list[tuple[JsonValue, ...]] = []
    for value in (value for value in values if value not in withheld):
        cells = [None if counts is None else counts.get(value, 0) for _, counts in splits]
        rows.append((value if value != "" else "(missing)", *cells))
    return Table(columns=(first, *(split for split, _ in splits)), rows=tuple(rows))


def files(run: Run, *, name: str) -> Table:
    """Every file with its split and size in bytes."""
    rows = tuple((f.name, s.split, f.bytes) for s in _splits(run, name) for f in s.files)
    return Table(columns=("file", "split", "bytes"), rows=rows)


def checksums(run: Run, *, name: str) -> Table:
    """SHA-256 of each split's content, and of each file."""
    rows: list[tuple[JsonValue, ...]] = []
    for split in _splits(run, name):
        if split.digest is not None:
            rows.append((f"split {split.split}", split.digest))
        rows += [(file.name, file.sha256) for file in split.files]
    return Table(columns=("what", "sha256"), rows=tuple(rows))
