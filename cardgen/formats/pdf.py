"""PDF: the HTML page in print, as PDF/A-3a and PDF/UA-1, with the document's JSON inside.

WeasyPrint may open `data:` addresses only, so it fetches nothing and reads no file but fonts: those of
the machine serve only for characters that the page's own lack.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cardgen.documents._base import Document
from cardgen.errors import MissingDependencyError
from cardgen.formats import json as json_format
from cardgen.formats._edition import Edition
from cardgen.formats._html import html_page
from cardgen.formats._markers import PDF_PREFIX, mark_pdf

VARIANT = "pdf/a-3a"
FONT = "cardgen-font:"
FONTS = (
    ("cardgen sans", "normal", "normal", "DejaVuSans.ttf"),
    ("cardgen sans", "bold", "normal", "DejaVuSans-Bold.ttf"),
    ("cardgen sans", "normal", "italic", "DejaVuSans-Oblique.ttf"),
    ("cardgen sans", "bold", "italic", "DejaVuSans-BoldOblique.ttf"),
    ("cardgen mono", "normal", "normal", "DejaVuSansMono.ttf"),
)
INSTALL = (
    "the PDF needs Pango, which cannot be loaded; install it with"
    " 'apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"
    " libharfbuzz-subset0' (Debian, Ubuntu) or 'brew install pango' (macOS)"
)
# What makes a PDF/A say that it is PDF/UA-1 as well: the claim, and the schema that PDF/A asks for.
ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>PDF/UA part</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


def render(edition: Edition) -> dict[str, bytes]:
    """`<stem>.pdf`.

    Raises:
        MissingDependencyError: Pango is not on this machine.
    """
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fetcher = _fetcher()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured")  # of the machine's own
        fonts = FontConfiguration()
    style = weasyprint.CSS(string=_font_faces(), url_fetcher=fetcher, font_config=fonts)
    page = weasyprint.HTML(string=html_page(edition, beside="pdf"), url_fetcher=fetcher).render(
        pdf_variant=VARIANT, stylesheets=[style], font_config=fonts
    )
    original = page.metadata.generate_rdf_metadata
    page.metadata.generate_rdf_metadata = lambda *args, **kwargs: original(*args, **kwargs).replace(
        b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>"
    )
    when = _date(edition.document)
    attachment = weasyprint.Attachment(
        string=json_format.render(edition)[f"{edition.stem}.json"],
        name="document.json",
        description="This document for machines",
        relationship="Source",
        created=when,
        modified=when,
    )
    identifier = (PDF_PREFIX + "0" * 64).encode()
    with warnings.catch_warnings():
        # WeasyPrint leaves its own colour profile to the garbage collector to close.
        warnings.simplefilter("ignore", ResourceWarning)
        content: bytes = page.write_pdf(
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
            attachments=[attachment],
            finisher=_plain_xmp,
        )
    return {f"{edition.stem}.pdf": mark_pdf(content)}


def _weasyprint() -> Any:
    try:
        # It prints an explanation of its own when Pango is missing.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except OSError as error:
        raise MissingDependencyError(INSTALL) from error
    return weasyprint


def _font_faces() -> str:
    """The page's fonts: DejaVu as Matplotlib ships it, the same on every machine.

    Without any font Pango ends the process, so the machine's own are not relied on.
    """
    return "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slant};"
        f"src:url({FONT}{file})}}"
        for family, weight, slant, file in FONTS
    )


def _fetcher() -> Any:
    """Opens `data:` addresses and the page's own fonts; everything else is refused."""
    from matplotlib import get_data_path
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = Path(get_data_path()) / "fonts" / "ttf"
    # As `data:` in the style sheet, their megabytes would be read letter by letter.
    fonts = {f"{FONT}{file}": folder / file for *_, file in FONTS}

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url in fonts:
                return URLFetcherResponse(url, fonts[url].read_bytes())
            return super().fetch(url, headers)

    return Fetcher(allowed_protocols={"data"})


def _date(document: Document) -> datetime:
    """The document's own date, or the epoch: never the clock, so that the bytes stay the same."""
    try:
        stated = datetime.fromisoformat(document.head.date or "")
    except ValueError:
        stated = datetime(1970, 1, 1, tzinfo=UTC)
    return stated if stated.tzinfo is not None else stated.replace(tzinfo=UTC)


def _plain_xmp(_: Any, pdf: Any) -> None:
    """Leave the metadata uncompressed: checkers and people find it so."""
    import pydyf

    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Type") == "/Metadata":
            item.compress = False
