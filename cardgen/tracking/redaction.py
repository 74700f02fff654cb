"""Leave out what must not be published: secrets, home paths, user and host names."""

from __future__ import annotations

import getpass
import re
import socket
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

MASK = "***"

_SECRET_WORD = re.compile(
    r"(token|key|secrets?|passwords?|passwd|passphrase|pwd|credentials?|bearer)$", re.IGNORECASE
)
_PLURAL = re.compile(r"(tokens|keys)$", re.IGNORECASE)
_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
_ASSIGNMENT = re.compile(r"""([\w.\-]+)(["']?\s*[:=]\s*["']?)([^\s"',;&}\])]+)""")
_URL_LOGIN = re.compile(r"(\b[a-z][a-z0-9+.\-]*://)[^/\s@]+@", re.IGNORECASE)
_KNOWN_TOKEN = re.compile(
    r"\b(hf_|gh[pousr]_|github_pat_|glpat-|sk-|xox[abprs]-|AKIA|AIza)[\w\-]{8,}"
)
_AUTHORISATION = re.compile(r"\b(bearer|basic)\s+[\w.~+/=\-]{6,}", re.IGNORECASE)
_HOMES = re.compile(r"(?:/home/|/Users/|[A-Za-z]:[\\/]Users[\\/])[^/\\\s\"':]+")
_SHORTEST_HOST = 4
_SHORTEST_USER = 4


def is_secret_name(name: str, value: str | float | None = None) -> bool:
    """Whether an argument of this name holds a secret.

    `tokens` and `keys` count too, unless the value is a number (`max_tokens=512`).
    """
    words = [word for word in _WORDS.split(name) if word != ""]
    if any(_SECRET_WORD.search(word) for word in words):
        return True
    return any(_PLURAL.search(word) for word in words) and not _is_number(value)


def _is_number(value: str | float | None) -> bool:
    try:
        float(value if value is not None else "")
    except ValueError:
        return False
    return True


def mask_text(text: str) -> str:
    """*text* without assigned secrets, credentials in URLs, known tokens, homes and host name."""
    text = _URL_LOGIN.sub(rf"\1{MASK}@", text)
    text = _KNOWN_TOKEN.sub(MASK, text)
    text = _AUTHORISATION.sub(rf"\1 {MASK}", text)
    text = _ASSIGNMENT.sub(_mask_assignment, text)
    home = _home()
    if home is not None:
        text = re.sub(rf"{re.escape(home)}(?=[/\\]|$|[\s\"':,)])", "~", text)
    text = _HOMES.sub("~", text)
    host, user = _host(), _user()
    if user is not None:
        text = re.sub(rf"(?<![\w-]){re.escape(user)}(?![\w-])", "<user>", text)
    return text.replace(host, "<host>") if host is not None else text


def _mask_assignment(match: re.Match[str]) -> str:
    name, middle, value = match.groups()
    return f"{name}{middle}{MASK}" if is_secret_name(name, value) else match.group()


def mask_command(arguments: Sequence[str]) -> tuple[str, ...]:
    """A command line without secrets: `--api-key x`, `--api-key=x`, `API_KEY=x`, in texts."""
    masked: list[str] = []
    hide_next = False
    for argument in arguments:
        hidden = hide_next and not argument.startswith("--")
        hide_next = False
        name, equals, value = argument.partition("=")
        if hidden:
            masked.append(MASK)
        elif equals != "" and is_secret_name(name, value) and " " not in name:
            masked.append(f"{name}={MASK}")
        else:
            hide_next = argument.startswith("-") and equals == "" and is_secret_name(argument)
            masked.append(mask_text(argument))
    return tuple(masked)


def strip_credentials(url: str) -> str:
    """A git remote's URL without user, password, query and fragment."""
    if "://" not in url:
        # scp form, `user@host:path`; and local paths, of which only the last part is kept.
        if re.match(r"^[^/\\]+:(?![\\/]{1}$)[^\\]", url) and not re.match(r"^[A-Za-z]:[\\/]", url):
            return url.rpartition("@")[2]
        return Path(url).name
    parts = urlsplit(url)
    if parts.scheme == "file":
        return Path(parts.path).name
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


@cache
def _home() -> str | None:
    try:
        home = str(Path.home())
    except RuntimeError:
        return None
    return home if len(Path(home).parts) > 1 else None


@cache
def _host() -> str | None:
    host = socket.gethostname()
    return host if len(host) >= _SHORTEST_HOST and host != "localhost" else None


@cache
def _user() -> str | None:
    """The login name, where it is long enough not to be a word of every command line."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        return None
    return user if len(user) >= _SHORTEST_USER and user != "root" else None
