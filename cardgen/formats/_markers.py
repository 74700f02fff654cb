"""The mark by which cardgen knows its own files again, and whether someone edited them.

Markdown, HTML and SVG end with one comment; it holds two digests: `content`, of the document, and
`body`, of the rest of the file. JSON holds `content` itself; a PDF holds `body` in its identifier.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from cardgen.formats._content import content_digest
from cardgen.formats._edition import Edition

_COMMENT = re.compile(rb"<!-- cardgen (\{[^<>\n]*\}) -->(?:\r?\n)?")
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "-<>$"}
PDF_PREFIX = "cardgen-body-"
_PDF = re.compile(re.escape(PDF_PREFIX).encode() + rb"([0-9a-f]{64})")


def mark(text: str, edition: Edition) -> bytes:
    """*text* as UTF-8 with the closing comment: type, name, run, audience, `content` and `body`."""
    document = edition.document
    body = text.rstrip("\n").encode("utf-8", "replace") + b"\n\n"
    about = {
        "document": document.kind,
        "name": document.head.name,
        "run": document.head.run,
        "audience": document.head.audience,
        "content": edition.content["content"],
        "body": _sha256(body),
    }
    # A comment may hold neither `--` nor `>`, and hosts look for mathematics (`$`, two backslashes) even
    # in comments; JSON can spell them all in another way.
    words = json.dumps(about, ensure_ascii=True).replace("\\\\", "\\u005c").translate(_UNSAFE)
    return body + f"<!-- cardgen {words} -->\n".encode()


def mark_pdf(pdf: bytes) -> bytes:
    """*pdf*, whose identifier is `PDF_PREFIX` and 64 zeros, with its own digest in their place."""
    return _PDF.sub(f"{PDF_PREFIX}{_sha256(pdf)}".encode(), pdf, count=1)


def is_untouched(content: bytes) -> bool | None:
    """True for a file of cardgen's that nobody edited, False for an edited one, None for others."""
    if content.startswith(b"%PDF-"):
        return _untouched_pdf(content)
    if content.lstrip().startswith(b"{"):
        return _untouched_json(content)
    marks = list(_COMMENT.finditer(content))
    if marks == []:
        return None
    last = marks[-1]
    try:
        about: Any = json.loads(last[1])
    except ValueError:
        return None
    return bool(about.get("body") == _sha256(content[: last.start()] + content[last.end() :]))


def _untouched_pdf(content: bytes) -> bool | None:
    found = _PDF.search(content)
    if found is None:
        return None
    blank = _PDF.sub(f"{PDF_PREFIX}{'0' * 64}".encode(), content, count=1)
    return found[1].decode() == _sha256(blank)


def _untouched_json(content: bytes) -> bool | None:
    try:
        data = json.loads(content)
        generator = data.get("generated_by")
        if not isinstance(generator, dict) or generator.get("name") != "cardgen":
            return None
        return bool(data.get("content") == content_digest(data))
    except (ValueError, RecursionError):  # no JSON, or none that cardgen writes
        return None


def _sha256(body: bytes) -> str:
    # Version control may change line ends on the way; that is not an edit.
    return hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()
