"""Step 6, render: a `Document` becomes files. One module here is one output format.

Text from people and files is hostile until escaped: `cardgen.markdown` does it for every inserted value
by construction, and writes the Markdown of people anew. What is rendered is for the public:
answers for internal readers are left out.
"""

from __future__ import annotations

from typing import Protocol, cast

from cardgen import _plugins
from cardgen.documents._base import Document


class Format(Protocol):
    """What a module in this package offers."""

    def render(self, document: Document, stem: str) -> dict[str, bytes]:
        """The files of *document*: names (forward slashes) to bytes; the main one is `<stem>.<id>`."""
        ...


def names() -> list[str]:
    """Ids of the built-in formats, sorted."""
    return _plugins.names(__name__)


def render(document: Document, format: str, stem: str) -> dict[str, bytes]:  # noqa: A002 - the word
    """The files of *document* in *format*: names relative to the output folder, to bytes.

    Raises:
        CardgenError: There is no such format.
        MissingDependencyError: A library that the format needs cannot be loaded.
    """
    from cardgen.pages.audience import for_public

    plugin = cast("Format", _plugins.load(__name__, format))
    return plugin.render(for_public(document), stem)


def is_ours(name: str, content: bytes) -> bool:  # noqa: ARG001 - names belong to the question
    """Whether *content*, of a file called *name*, is cardgen's own work that nobody edited."""
    from cardgen.formats._markers import is_untouched

    return is_untouched(content) is True
