"""PDF: the HTML page in print, as PDF/A-3a and PDF/UA-1, with the document's JSON inside.

WeasyPrint may open `data:` addresses only, so nothing is fetched and no file is read.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from datetime import UTC, datetime
from typing import Any

from cardgen.documents._base import Document
from cardgen.errors import MissingDependencyError
from cardgen.formats import json as json_format
from cardgen.formats._html import html_page
from cardgen.formats._markers import PDF_PREFIX, mark_pdf

VARIANT = "pdf/a-3a"
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


def render(document: Document, stem: str) -> dict[str, bytes]:
    """`<stem>.pdf`.

    Raises:
        MissingDependencyError: Pango is not on this machine.
    """
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher

    page = weasyprint.HTML(
        string=html_page(document, stem), url_fetcher=URLFetcher(allowed_protocols={"data"})
    ).render(pdf_variant=VARIANT)
    original = page.metadata.generate_rdf_metadata
    page.metadata.generate_rdf_metadata = lambda *args, **kwargs: original(*args, **kwargs).replace(
        b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>"
    )
    when = _date(document)
    attachment = weasyprint.Attachment(
        string=json_format.render(document, stem)[f"{stem}.json"],
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
    return {f"{stem}.pdf": mark_pdf(content)}


def _weasyprint() -> Any:
    try:
        # It prints an explanation of its own when Pango is missing.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except OSError as error:
        raise MissingDependencyError(INSTALL) from error
    return weasyprint


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
