"""Step 6, render: a `Document` becomes files. One module here is one output format.

Text from people and files is hostile until escaped: `cardgen.markdown` does it for every inserted value
by construction, and writes the Markdown of people anew.
"""

from __future__ import annotations

from typing import Protocol, cast

from cardgen import _plugins
from cardgen.documents._base import Document
from cardgen.formats._edition import Edition
from cardgen.language import speaking

__all__ = ["Edition", "Format", "is_ours", "names", "render", "render_edition"]


class Format(Protocol):
    """What a module in this package offers."""

    def render(self, edition: Edition) -> dict[str, bytes]:
        """The files of *edition*: names (forward slashes) to bytes; the main one is `<stem>.<id>`."""
        ...


def names() -> list[str]:
    """Ids of the built-in formats, sorted."""
    return _plugins.names(__name__)


def render(document: Document, format: str, stem: str) -> dict[str, bytes]:  # noqa: A002 - the word
    """The files of *document* in one *format*; see `render_edition`."""
    return render_edition(Edition(document, stem), format)


def render_edition(edition: Edition, format: str) -> dict[str, bytes]:  # noqa: A002 - the word
    """The files of *edition* in *format*: names relative to the output folder, to bytes.

    Raises:
        CardgenError: There is no such format.
        MissingDependencyError: A library that the format needs cannot be loaded.
    """
    plugin = cast("Format", _plugins.load(__name__, format))
    with speaking(edition.document.head.language):
        return plugin.render(edition)


def is_ours(name: str, content: bytes) -> bool:  # noqa: ARG001 - names belong to the question
    """Whether *content*, of a file called *name*, is cardgen's own work that nobody edited."""
    from cardgen.formats._markers import is_untouched

    return is_untouched(content) is True
