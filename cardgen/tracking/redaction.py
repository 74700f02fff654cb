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
    r"(token|key|secrets?|passwords?|passwd|passphrase|pwd|credentials?|bearer|authori[sz]ation)$",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(tokens|keys)$", re.IGNORECASE)
_WORDS = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])")
_AROUND_NUMBERS = "[](){}\"'\\ "
# A name and what stands between it and its value, in a command line, JSON, YAML or a URL.
_NAME = re.compile(r"""(?<![\w.\-])([\w.\-]++)\\*["']?\s*[:=]+\s*""")
_QUOTED = re.compile(r"""(\\*["'])((?:\\.|(?!\1).)*?)(\1|$)""", re.DOTALL)
_BRACKET = re.compile(rf"{_QUOTED.pattern}|(?P<bracket>[\[{{(\]}})])", re.DOTALL)
# A bare value may hold a quote before a letter, and a comma that no space or assignment follows.
_BARE = re.compile(
    r"""(?:[^\s"'&,;}\])]|["'](?=\w)|[,;](?!\s|$|\\*["']?[\w.\-]+\\*["']?\s*[:=]))*"""
)
_BARE_YAML = re.compile(r"""[^"',;}\])\n]*""")
_URL_LOGIN = re.compile(r"""(\b[a-z][a-z0-9+.\-]*://)[^/\s"']+@""", re.IGNORECASE)
_KNOWN_TOKEN = re.compile(
    r"\b(hf_|gh[pousr]_|github_pat_|glpat-|sk-|xox[abprs]-|AKIA|AIza)[\w\-]{8,}"
)
_AUTHORISATION = re.compile(r"\b(bearer|basic)\s+[\w.~+/=\-]{6,}", re.IGNORECASE)
_HOMES = re.compile(r"(?:/home/|/Users/|[A-Za-z]:[\\/]Users[\\/])[^/\\\s\"':]+")
# An option after one named like a secret (`--use-token --lr`), which is no value of it.
_OPTION = re.compile(r"--[a-z][a-z0-9]*([-_.][a-z0-9]+)*(=.*)?", re.DOTALL)
_SHORTEST_HOST = 4
_SHORTEST_USER = 4


def is_secret_name(name: str, value: str | float | None = None) -> bool:
    """Whether an argument of this name holds a secret.

    A number does only where the name ends in such a word in the singular (`token`), so that sizes
    and counts stay (`max_tokens=512`, `key_dim=64`).
    """
    words = [word for word in _WORDS.split(name) if word != ""]
    if not any(_SECRET_WORD.search(word) or _PLURAL.search(word) for word in words):
        return False
    return _SECRET_WORD.search(words[-1]) is not None or not _is_number(value)


def _is_number(value: str | float | None) -> bool:
    """Whether *value* is a number, or the text of one or of a list of them."""
    parts = str(value).strip(_AROUND_NUMBERS).split(",")
    try:
        return all(float(part) is not None for part in parts)
    except ValueError:
        return False


def mask_text(text: str) -> str:
    """*text* without assigned secrets, credentials in URLs, known tokens, homes and host name."""
    text = _URL_LOGIN.sub(rf"\1{MASK}@", text)
    text = _KNOWN_TOKEN.sub(MASK, text)
    text = _without_assigned(text)
    text = _AUTHORISATION.sub(rf"\1 {MASK}", text)
    home = _home()
    if home is not None:
        text = re.sub(rf"{re.escape(home)}(?=[/\\]|$|[\s\"':,)])", "~", text)
    text = _HOMES.sub("~", text)
    for name, placeholder in ((_user(), "<user>"), (_host(), "<host>")):
        if name is not None:
            text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", placeholder, text)
    return text


def _without_assigned(text: str) -> str:
    """*text* with the whole value of each name like `password` masked."""
    parts: list[str] = []
    done = position = 0
    while (match := _NAME.search(text, position)) is not None:
        position = match.end()
        value = text[position : _end_of_value(text, match)]
        if value != "" and is_secret_name(match.group(1), value):
            parts += [text[done:position], _hidden(value)]
            done = position = position + len(value)
    return "".join(parts) + text[done:]


def _hidden(value: str) -> str:
    """The mask, in the quotes of *value* where it has any."""
    quoted = _QUOTED.fullmatch(value)
    return MASK if quoted is None else f"{quoted[1]}{MASK}{quoted[3]}"


def _end_of_value(text: str, name: re.Match[str]) -> int:
    """Where the value after *name* ends: at its closing quote or bracket, or as a bare word."""
    start = name.end()
    quoted = _QUOTED.match(text, start)
    if quoted is not None:
        return quoted.end()
    if text[start : start + 1] in ("[", "{", "("):
        return _closing_bracket(text, start)
    in_yaml = ":" in name.group() and name.group()[-1].isspace()
    bare = (_BARE_YAML if in_yaml else _BARE).match(text, start)
    return start if bare is None else bare.end()


def _closing_bracket(text: str, start: int) -> int:
    """Behind the bracket that closes the one at *start*, or the end of *text* without one."""
    depth = 0
    for match in _BRACKET.finditer(text, start):
        bracket = match["bracket"]
        if bracket is not None:
            depth += 1 if bracket in "[{(" else -1
            if depth == 0:
                return match.end()
    return len(text)


def follows_secret(before: object, value: object) -> bool:
    """Whether *value* belongs to the option *before* it, which is named like a secret."""
    return (
        isinstance(before, str)
        and before.startswith("-")
        and "=" not in before
        and isinstance(value, (str, int, float))
        and _OPTION.fullmatch(str(value)) is None
        and is_secret_name(before, value)
    )


def mask_argument(argument: str) -> str:
    """One argument of a command line without secrets: `--api-key=x`, `API_KEY=x`, in texts."""
    name, equals, value = argument.partition("=")
    if equals != "" and is_secret_name(name, value) and " " not in name:
        return f"{name}={MASK}"
    return mask_text(argument)


def mask_command(arguments: Sequence[str]) -> tuple[str, ...]:
    """A command line without secrets, those that follow their option (`--api-key x`) too."""
    return tuple(
        MASK if follows_secret(before, argument) else mask_argument(argument)
        for before, argument in zip(("", *arguments), arguments, strict=False)
    )


def strip_credentials(url: str) -> str:
    """A git remote's URL without user, password, query and fragment; "" where it is none."""
    if "://" not in url:
        # scp form, `user@host:path`; and local paths, of which only the last part is kept.
        if re.match(r"^[^/\\]+:(?![\\/]{1}$)[^\\]", url) and not re.match(r"^[A-Za-z]:[\\/]", url):
            return url.rpartition("@")[2]
        return Path(url).name
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
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
