"""Which values are metrics: numbers on the host, and scalar arrays on a device."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from cardgen.tracking.problems import Refused, one_line

PLAIN = frozenset({float})
_TRACER = "a value inside a jitted function is no number yet; return it and log it outside"
# Whether values of a type lie on a device; types are few, and asking each value costs more.
_on_device: dict[type, bool] = {}


def on_device(value: Any) -> bool:
    """Whether *value* is an array of JAX that may not be computed yet."""
    kind = type(value)
    known = _on_device.get(kind)
    if known is None:
        known = hasattr(value, "is_ready") and not _is_variable(value) and not is_tracer(value)
        _on_device[kind] = known
    return known


def all_scalars(values: Iterable[Any]) -> bool:
    """Whether each is a number on a device, of a type that was met before."""
    for value in values:  # noqa: SIM110 - the hot path
        if not (_on_device.get(type(value)) and value.shape == ()):
            return False
    return True


def checked(value: Any) -> Any:
    """A device value to read later, without reading it.

    Raises:
        Refused: It is no scalar, and would only hold memory until then.
    """
    if value.shape != ():
        message = f"expected one number, this array has shape {value.shape}"
        raise Refused(message)
    return value


def own_copy(value: Any) -> Any:
    """A copy of a device value, made in the background: a step is donated and gone a moment later.

    Raises:
        Refused: It is no scalar.
    """
    # Copying an array of many processes in one of them alone would make it wait for the others.
    local = value if value.is_fully_addressable else value.addressable_data(0)
    return checked(local).copy()


def ready(values: Iterable[Any]) -> bool:
    """Whether device values can all be read without waiting."""
    # A deleted (donated) array will never be ready, and asking it crashes jaxlib 0.10; writing its
    # row reports it.
    for value in values:  # noqa: SIM110 - the hot path
        if not (value.is_deleted() or value.is_ready()):
            return False
    return True


def host(value: Any) -> float | int:
    """A number on the host as Python has it; a truth value is 0 or 1.

    Raises:
        Refused: It is no number: text, nothing, several, complex, or not computed yet (tracer).
    """
    if type(value) in PLAIN:
        return value  # type: ignore[no-any-return]
    if isinstance(value, int):
        return whole(int(value))
    if is_tracer(value):
        raise Refused(_TRACER)
    if value is None or isinstance(value, (str, bytes)):
        message = f"expected a number, not {one_line(value)}"
        raise Refused(message)
    import numpy as np

    array = np.asarray(value)
    if array.ndim == 0 and array.dtype.kind in "fiub":
        return int(array) if array.dtype.kind == "b" else array.item()
    if array.ndim == 0 and array.dtype.name.startswith(("bfloat16", "float8")):
        return float(array)
    message = (
        f"expected one number, not {one_line(value)} of shape {array.shape} and dtype {array.dtype}"
    )
    raise Refused(message)


def whole(value: int) -> int:
    """*value*, which some float is no smaller than: readers of the record hold no larger number.

    Raises:
        Refused: It is larger than any float.
    """
    try:
        float(value)
    except OverflowError:
        message = f"a whole number of {value.bit_length()} bits is larger than any float"
        raise Refused(message) from None
    return value


def whole_number(value: Any) -> int:
    """A whole number on the host, as an integer or a float without a fraction.

    Raises:
        Refused: It is no number, has a fraction, or is larger than any float.
    """
    found = host(value)
    if isinstance(found, float) and not found.is_integer():
        message = (
            "expected a whole number, found one with a fraction"  # its value may change each step
        )
        raise Refused(message)
    return whole(int(found))


def unwrapped(value: Any) -> Any:
    """The array inside a variable of flax.nnx; any other value as it is."""
    return value.get_value() if _is_variable(value) else value


def is_tracer(value: Any) -> bool:
    """Whether *value* stands for a number inside a function that JAX is tracing."""
    core = sys.modules.get("jax.core")
    return core is not None and isinstance(value, core.Tracer)


def _is_variable(value: Any) -> bool:
    return hasattr(type(value), "get_value")
