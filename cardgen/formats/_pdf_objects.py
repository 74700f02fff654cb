"""What PDF/A and PDF/UA ask of a PDF's objects and WeasyPrint leaves out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

Finisher = Callable[[Any, Any], None]
# Of a letter drawn by several glyphs WeasyPrint gives the text to one, and nothing to the others.
_NO_TEXT = re.compile(rb"^(<[0-9a-f]{4}>) <>$")
_NO_WIDTH = rb"\1 <200b>"
# Compressed bytes that end so are one byte longer than a reader of the stream's line ends takes them.
_RETURN = b"\r"
_TRIES = 8


def written(write: Callable[[Finisher], bytes]) -> bytes:
    """The PDF that *write*, given WeasyPrint's `finisher`, makes, with every stream as PDF/A and PDF/UA want it."""
    content = b""
    for spare in range(_TRIES):
        content = write(_finisher(spare))
        # WeasyPrint compresses its own two tables last: one more object gives them other bytes.
        if _RETURN + b"\nendstream" not in content:
            break
    return content


def _finisher(spare: int) -> Finisher:
    import pydyf

    def finish(_: Any, pdf: Any) -> None:
        for item in pdf.objects:
            if isinstance(item, pydyf.Stream):
                _finish_stream(item)
        for _ in range(spare):
            pdf.add_object(pydyf.String(""))

    return finish


def _finish_stream(stream: Any) -> None:
    if b"begincmap" in stream.stream:
        stream.stream = [_NO_TEXT.sub(_NO_WIDTH, line) for line in stream.stream]
    compressed, stream.compress = stream.compress, False
    # Checkers and people find the metadata in plain bytes.
    if not compressed or stream.extra.get("Type") == "/Metadata":
        return
    plain = stream.data.partition(b"\nstream\n")[2].removesuffix(b"\nendstream")
    # Once, here: WeasyPrint compresses each stream again for the PDF's identifier.
    packed = zlib.compress(plain, 9)
    if not packed.endswith(_RETURN):
        stream.stream, stream.extra["Filter"] = [packed], "/FlateDecode"
