import base64
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cardgen.errors import CardgenError
from cardgen.evaluation.outcomes import Outcomes, pack, unpack

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=32)


def packed(values: object, **changes: object) -> Outcomes:
    outcomes = pack("accuracy", np.asarray(values, float), "f" * 64)
    assert outcomes is not None
    return outcomes.model_copy(update=changes)


def text(raw: bytes) -> str:
    return base64.b64encode(zlib.compress(raw, 9)).decode()


@settings(deadline=None)
@given(st.lists(st.sampled_from([0.0, 1.0])) | st.lists(FINITE))
def test_what_was_packed_is_unpacked_also_through_json(values: list[float]) -> None:
    outcomes = packed(values)
    again = Outcomes.model_validate_json(outcomes.model_dump_json())
    assert unpack(again).tolist() == values
    assert packed(values) == outcomes


def test_right_and_wrong_are_a_bit_each_and_other_values_are_rounded_to_32() -> None:
    right = np.random.RandomState(0).rand(10_000) < 0.97
    bits, floats = packed(right), packed([0.1, 2.0])
    assert (bits.kind, floats.kind) == ("bits", "float32")
    assert len(bits.data) < 1000
    assert unpack(floats) == pytest.approx([0.1, 2.0], rel=2**-24)
    assert packed([True, False, True]).data == text(b"\xa0")


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e39])
def test_values_that_no_comparison_can_use_are_not_packed(value: float) -> None:
    assert pack("loss", [0.5, value], "f") is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"n": 9}, "another number of values"),
        ({"n": 3}, "more than 3 examples"),
        ({"n": -1}, "-1 examples"),
        ({"n": 10**12}, "at most 10,000,000"),
        ({"kind": "float32"}, "another number of values"),
        ({"data": "no base64!"}, "cannot be unpacked"),
        ({"data": "ÄÖ"}, "cannot be unpacked"),
        ({"data": base64.b64encode(b"no zlib").decode()}, "cannot be unpacked"),
        ({"data": ""}, "another number of values"),
        ({"data": text(b"\xf8\0")}, "another number of values"),
        ({"data": text(b"\xf9")}, "more than 5 examples"),
        ({"data": text(b"\xf8")[:-4]}, "another number of values"),
        ({"data": base64.b64encode(zlib.compress(b"\xf8") + b"more").decode()}, "another number"),
        ({"data": "A" * 500}, "more text than 5 examples need"),
        ({"kind": "float32", "n": 1, "data": text(np.float32(np.nan).tobytes())}, "NaN"),
    ],
)
def test_hostile_text_is_refused_in_words(changes: dict[str, object], words: str) -> None:
    with pytest.raises(CardgenError, match=f"^outcomes of accuracy: hold .*{words}"):
        unpack(packed([1.0] * 5, **changes))


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths = []
    inflate = zlib.decompressobj

    class Watched:
        def __init__(self) -> None:
            self.inner = inflate()

        def decompress(self, packed: bytes, most: int) -> bytes:
            raw = self.inner.decompress(packed, most)
            lengths.append(len(raw))
            return raw

        def __getattr__(self, name: str) -> object:
            return getattr(self.inner, name)

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    with pytest.raises(CardgenError, match="another number of values"):
        unpack(packed([1.0] * 3000, data=text(b"\0" * 100_000)))
    assert lengths == [376]
