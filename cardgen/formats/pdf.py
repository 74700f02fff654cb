"""PDF: the HTML page in print, as PDF/A-3a and PDF/UA-1, with the document's JSON inside.

WeasyPrint may open `data:` addresses and the fonts of this package only: it fetches nothing, reads no
other file and uses no font of the machine.
"""

from __future__ import annotations

import contextlib
import gc
import io
import warnings
from collections.abc import Iterator
from typing import Any

from cardgen.errors import MissingDependencyError
from cardgen.formats import json as json_format
from cardgen.formats._edition import Edition
from cardgen.formats._fonts import Legible, fetcher, font_faces, own_fonts_only
from cardgen.formats._html import html_page
from cardgen.formats._markers import PDF_PREFIX, mark_pdf
from cardgen.formats._pdf_metadata import claim_accessible, describe, document_date
from cardgen.formats._pdf_objects import Finisher, written
from cardgen.formats._print_tree import make_printable

VARIANT = "pdf/a-3a"
# Of CSS for paged media: browsers do not know it, and checkers of HTML call it an error in a page.
PAGED = """
@page { @top-left { content: string(name); font: 8pt "cardgen sans"; color: #444; text-align: left; } }
@page :first { @top-left { content: none; } }
h1 { string-set: name attr(data-name); }
h2 { bookmark-state: closed; }
"""
INSTALL = (
    "the PDF needs Pango, which cannot be loaded; install it with"
    " 'apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"
    " libharfbuzz-subset0' (Debian, Ubuntu) or 'brew install pango' (macOS)"
)


def render(edition: Edition) -> dict[str, bytes]:
    """`<stem>.pdf`.

    Raises:
        MissingDependencyError: Pango is not on this machine.
    """
    _load_weasyprint()
    html = html_page(edition, beside="pdf")
    with _undisturbed():
        page = _laid_out(html)
        describe(page, edition.document)
        claim_accessible(page)
        content = written(lambda finisher: _write(page, edition, finisher))
    return {f"{edition.stem}.pdf": mark_pdf(content)}


def _load_weasyprint() -> None:
    try:
        # It prints an explanation of its own when Pango is missing, and warns that no font is known.
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings(), own_fonts_only():
            warnings.filterwarnings("ignore", message="No fonts configured")
            import weasyprint  # noqa: F401 - the first import finds Pango, or does not
    except OSError as error:
        raise MissingDependencyError(INSTALL) from error


def _laid_out(html: str) -> Any:
    """*html* on pages, in the fonts of this package."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    opener = fetcher()
    source = weasyprint.HTML(string=html, url_fetcher=opener)
    table = Legible()
    make_printable(source.etree_element, table)
    with own_fonts_only():
        fonts = FontConfiguration()
    faces = weasyprint.CSS(
        string=font_faces(table.fonts) + PAGED, url_fetcher=opener, font_config=fonts
    )
    return source.render(pdf_variant=VARIANT, stylesheets=[faces], font_config=fonts)


def _write(page: Any, edition: Edition, finisher: Finisher) -> bytes:
    """*page* with its JSON attached."""
    import weasyprint

    when = document_date(edition.document)
    attachment = weasyprint.Attachment(
        string=json_format.render(edition)[f"{edition.stem}.json"],
        name="document.json",
        description="This document for machines",
        relationship="Source",
        created=when,
        modified=when,
    )
    content: bytes = page.write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=(PDF_PREFIX + "0" * 64).encode(),
        attachments=[attachment],
        finisher=finisher,
    )
    return content


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for garbage meanwhile: layout makes many objects that live until its end."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves its own colour profile to the garbage collector to close.
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        if enabled:
            gc.enable()
