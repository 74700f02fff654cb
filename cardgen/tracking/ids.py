"""Run ids: time-sortable, unique without a host or user name, and safe as a folder's name."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

from cardgen.errors import InputError

RUN_ID_VARIABLE = "CARDGEN_RUN_ID"
PROCESS_VARIABLE = "CARDGEN_PROCESS"
_VALID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,99}")


def new_run_id(unix_s: float) -> str:
    """A new id, such as `20261123T101112Z-3f9a1c`."""
    return f"{datetime.fromtimestamp(unix_s, UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


def checked_run_id(run_id: str) -> str:
    """*run_id*, when it can be a folder's name everywhere.

    Raises:
        InputError: It has other characters, or is too long.
    """
    if _VALID.fullmatch(run_id) is None or run_id.endswith("."):
        message = (
            f"run id {run_id!r}: use at most 100 letters, digits, '.', '_' and '-', "
            "beginning with a letter or digit"
        )
        raise InputError([message])
    return run_id
