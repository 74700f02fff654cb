"""Splits of data: rows, columns, counts, digest."""

from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest

from cardgen.tracking.data import data_record


def test_arrays_are_described_with_classes_and_groups() -> None:
    record = data_record(
        "d",
        "test",
        arrays={"x": np.zeros((3, 2), np.float32), "y": [0, 2, 0], "text": ["", "b", "c"]},
        label="y",
        classes=["no", "maybe", "yes"],
        groups={"lang": ["de", "de", ""]},
    )
    assert [(c.name, c.dtype, c.shape) for c in record.columns] == [
        ("x", "float32", (3, 2)),
        ("y", "int64", (3,)),
        ("text", "text", (3,)),
    ]
    assert (record.rows, record.class_counts) == (3, {"no": 2, "yes": 1})
    assert record.group_counts == {"lang": {"": 1, "de": 2}}


def test_examples_without_a_class_or_group_are_counted_as_such() -> None:
    record = data_record(
        "d",
        "test",
        arrays={"y": np.ma.masked_array([0, 1, 1], [False, False, True])},
        label="y",
        classes=["no", "yes"],
        groups={"lang": ["de", None, float("nan")], "age": [11, 6, 6]},
    )
    assert record.class_counts == {"no": 1, "yes": 1, "": 1}
    assert record.group_counts == {"lang": {"": 2, "de": 1}, "age": {"6": 2, "11": 1}}
    assert [*record.group_counts["age"]] == ["6", "11"]


def test_classes_of_one_name_are_counted_together() -> None:
    record = data_record("d", "s", arrays={"y": [0, 1, 1]}, label="y", classes=["", ""])
    assert record.class_counts == {"": 3}


def test_no_rows_is_zero_rows() -> None:
    record = data_record("d", "empty", arrays={"y": np.zeros(0, int)}, label="y")
    assert (record.rows, record.class_counts) == (0, {})


def test_a_float_target_has_no_classes() -> None:
    record = data_record("d", "s", arrays={"y": [0.0, float("nan")]}, label="y")
    assert record.class_counts is None


def test_the_digest_follows_content_not_container() -> None:
    digests = {
        data_record("d", "s", arrays={"x": x}).digest
        for x in (np.float32([0, 1]), jnp.float32([0, 1]), np.array([0, 1], ">f4"))
    }
    other = data_record("d", "s", arrays={"x": np.float32([0, 2])}).digest
    assert (len(digests), other in digests) == (1, False)


def test_texts_of_another_width_or_cut_have_their_own_digest() -> None:
    digests = [
        data_record("d", "s", arrays={"x": texts}).digest
        for texts in (["a", "bc"], ["ab", "c"], np.array(["a", "bc"], "<U9"))
    ]
    assert (digests[0] == digests[2], digests[0] == digests[1]) == (True, False)


def test_files_are_named_without_their_folder(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"")
    record = data_record("d", "train", files=tmp_path / "a.csv")
    assert [(f.name, f.bytes) for f in record.files] == [("a.csv", 0)]
    assert (record.rows, record.digest is None) == (None, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "give arrays or files"),
        ({"arrays": {"a": [1], "b": [1, 2]}}, "different numbers of rows"),
        ({"arrays": {"a": [1]}, "groups": {"g": ["x", "y"]}}, "different numbers of rows"),
        ({"arrays": {"a": [1]}, "label": "y"}, "there is no array 'y'"),
        ({"arrays": {"a": [object()]}}, "Python objects"),
    ],
)
def test_faults_are_named(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        data_record("d", "s", **arguments)  # type: ignore[arg-type]
