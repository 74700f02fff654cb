"""Document types: one module each, holding its framework's sections in the framework's order.

A plug-in is a module with the attribute `document_type`, a `Document` whose `kind` is the module's
name. Modules that begin with `_` are private.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardgen._plugins import load, names

if TYPE_CHECKING:
    from cardgen.documents._base import Document


def kinds() -> list[str]:
    """Names of the built-in document types, sorted: `data_statement`, `datasheet`, `model_card`."""
    return names(__name__)


def document_type(kind: str) -> type[Document]:
    """The document type called *kind*, built in or from the entry points `cardgen.documents`.

    Raises:
        CardgenError: No document type has that name.
    """
    found: type[Document] = load(__name__, kind).document_type
    return found
