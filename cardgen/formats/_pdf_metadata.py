"""What a PDF says of itself: what it is about, that it is accessible, and when it was made."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from cardgen.documents._base import Document
from cardgen.language import say
from cardgen.markdown.escape import visible

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


def describe(page: Any, document: Document) -> None:
    """Let the metadata of *page*, laid out by WeasyPrint, say which *document* it is."""
    head = document.head
    kind = say(document.title)
    title = f"{kind}: {head.name}"
    stated = [part for part in (title, head.version, head.date, head.run) if part is not None]
    page.metadata.title = _xml_text(title)
    page.metadata.description = _xml_text(" · ".join(stated))
    page.metadata.keywords = [_xml_text(kind), _xml_text(head.name)]


def _xml_text(text: str) -> str:
    """*text* without what a reader cannot see and XML cannot hold."""
    return re.sub("[\ufffe\uffff]", "\ufffd", visible(text))


def claim_accessible(page: Any) -> None:
    """Let the metadata of *page*, laid out by WeasyPrint, say PDF/UA-1 beside PDF/A."""
    original = page.metadata.generate_rdf_metadata
    page.metadata.generate_rdf_metadata = lambda *args, **kwargs: original(*args, **kwargs).replace(
        b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>"
    )


def document_date(document: Document) -> datetime:
    """The document's own date, or the epoch: never the clock, so that the bytes stay the same."""
    try:
        stated = datetime.fromisoformat(document.head.date or "")
    except ValueError:
        stated = datetime(1970, 1, 1, tzinfo=UTC)
    return stated if stated.tzinfo is not None else stated.replace(tzinfo=UTC)
