"""Errors inside tracking: kept for the record and warned of once, never raised into training."""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar, cast

from pydantic import ValidationError

from cardgen.tracking.redaction import mask_text

MAX_PROBLEMS = 100


class TrackingWarning(UserWarning):
    """Something could not be recorded; training goes on."""


class Refused(Exception):  # noqa: N818 - not an error of the program
    """A value that cannot be recorded, with the reason in words for the user."""


class Problems:
    """The errors of one process, each kept once, in the order in which they came."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._seen: set[tuple[str, type, str]] = set()
        self._kinds: set[tuple[str, str] | tuple[type, int | None]] = set()

    def add(self, what: str, why: BaseException | str | None = None) -> None:
        """Keep a problem, and warn of it unless one of its kind is known.

        Of one kind are problems with one cause in the system, such as a full disk, and those that one
        call has for one reason, such as a thousand metrics that are no numbers.
        """
        # Masking takes a while, and a value that is no number may come with each step.
        seen = (what, type(why), str(why))
        if seen in self._seen or len(self._seen) >= MAX_PROBLEMS:
            return
        self._seen.add(seen)
        reason = _reason(why) if isinstance(why, BaseException) else why
        # Masked apart: `run.log: token` is a name, and the reason after it no secret.
        masked = reason if isinstance(why, BaseException) or reason is None else mask_text(reason)
        text = ": ".join(part for part in (mask_text(what), masked) if part is not None)[:500]
        if text in self._texts:
            return
        self._texts[text] = None
        kind = _kind(what, why, masked)
        if kind not in self._kinds:
            self._kinds.add(kind)
            self._warn(text)

    def _warn(self, text: str) -> None:
        try:
            warnings.warn(f"cardgen could not record: {text}", TrackingWarning, stacklevel=4)
        except Warning:
            # Under `-W error` a warning is an exception; it still must not end training.
            logging.getLogger(__name__).warning("cardgen could not record: %s", text)

    @contextmanager
    def guard(self, what: str) -> Iterator[None]:
        """Keep any error of the block as a problem of *what*."""
        try:
            yield
        except Exception as error:
            self.add(what, error)

    @property
    def texts(self) -> tuple[str, ...]:
        """All problems so far."""
        return tuple(self._texts)


def _kind(
    what: str, why: BaseException | str | None, reason: str | None
) -> tuple[str, str] | tuple[type, int | None]:
    if isinstance(why, OSError):
        return type(why), why.errno
    return what.partition(":")[0], reason if reason is not None else what


def _reason(error: BaseException) -> str:
    """Type and message of *error*, the message masked: `KeyError` is no name of a secret."""
    if isinstance(error, ValidationError):
        entries = error.errors(include_url=False, include_input=False, include_context=False)
        text = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in entries)
        return mask_text(text)
    words = mask_text(str(error))
    if isinstance(error, Refused):
        return words
    return ": ".join(part for part in (type(error).__name__, words) if part != "")


class HasProblems(Protocol):
    """What `guarded` needs of an object."""

    _problems: Problems


M = TypeVar("M", bound=Callable[..., None])


def guarded(method: M) -> M:
    """A method of the recorder whose errors become problems."""

    @functools.wraps(method)
    def wrapper(self: HasProblems, /, *args: Any, **kwargs: Any) -> None:
        try:
            method(self, *args, **kwargs)
        except Exception as error:
            self._problems.add(f"run.{method.__name__}", error)

    return cast("M", wrapper)


def one_line(value: Any) -> str:
    """The type of *value* as text, for messages that must not hold the value itself."""
    return f"{type(value).__module__}.{type(value).__qualname__}"
