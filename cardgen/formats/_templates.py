"""Templates and the style sheet: cardgen's own, or a user's of the same file name in their place.

A user's templates run in Jinja's sandbox, with the escaping of cardgen's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from cardgen.errors import CardgenError
from cardgen.markdown.escape import markdown_engine, page_engine, template_source

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment

OURS = "cardgen/"
"""Before a name: cardgen's own template, also where the user has one of that name."""
STYLE, MORE_STYLE = "page.css", "extra.css"
NEXT = "mend it, or take it away and cardgen's own is used"
_INCLUDE = re.compile(r'^{% include "([\w.]+)" %}\n', re.MULTILINE)
# What a style sheet could load, and what would end it.
_LOADS = re.compile(r"""@import|</style|url\(\s*(?!["']?data:)""", re.IGNORECASE)


@dataclass(frozen=True)
class Templates:
    """The templates of a build; compiled once."""

    folder: Path | None = None
    """The user's own; None for cardgen's alone."""

    @cached_property
    def _markdown(self) -> Environment:
        return self._kept(markdown_engine(self._loader(), is_sandboxed=self.folder is not None))

    @cached_property
    def _page(self) -> Environment:
        return self._kept(page_engine(self._loader(), is_sandboxed=self.folder is not None))

    def markdown(self, kind: str, **values: Any) -> str:
        """A Markdown page from the template of *kind*, or from the one of every document."""
        own = f"{kind}.md.jinja"
        name = own if self.source(own) is not None else "document.md.jinja"
        return self._rendered(self._markdown, name, values)

    def page(self, **values: Any) -> str:
        """The HTML page around a body."""
        return self._rendered(self._page, "page.html.jinja", values)

    @cached_property
    def style(self) -> str:
        """The style sheet, with what the user adds to it.

        Raises:
            CardgenError: The user's own would load something, or ends the page's style.
        """
        parts = [self.source(STYLE), self.source(MORE_STYLE)]
        for name, part in zip((STYLE, MORE_STYLE), parts, strict=True):
            found = None if part is None else _LOADS.search(part[0])
            if part is not None and found is not None:
                line = part[0].count("\n", 0, found.start()) + 1
                message = (
                    f"{part[1] or name}:{line}: '{found[0]}' has no place in a style sheet: a page"
                    " loads nothing but `data:` addresses; take it out"
                )
                raise CardgenError(message)
        return "\n".join(part[0] for part in parts if part is not None)

    def source(self, name: str) -> tuple[str, str | None] | None:
        """The text of the template *name* and its file if it is the user's; None without any.

        Raises:
            CardgenError: The name leads out of the user's folder, or the file is no text.
        """
        if name.startswith(OURS):
            text = template_source(name.removeprefix(OURS))
            return None if text is None else (text, None)
        own = None if self.folder is None else _file(self.folder, name)
        if own is None:
            text = template_source(name)
            return None if text is None else (text, None)
        try:
            return own.read_text(encoding="utf-8"), str(own)
        except UnicodeDecodeError as error:
            message = f"{own}: is not UTF-8 text (byte {error.start}); {NEXT}"
            raise CardgenError(message) from error

    def _kept(self, engine: Environment) -> Environment:
        """*engine*, which compiles cardgen's own templates once for all processes of this user."""
        if self.folder is None:
            from cardgen.formats._compiled import Compiled

            engine.bytecode_cache = Compiled()
        return engine

    def _loader(self) -> BaseLoader:
        from jinja2 import FunctionLoader

        def load(name: str) -> Any:
            if self.folder is None:
                return _whole(name)
            found = self.source(name)
            # A file's name leads Jinja's messages to it; what was read is not read again.
            return None if found is None else (*found, lambda: True)

        return FunctionLoader(load)

    def _rendered(self, engine: Environment, name: str, values: dict[str, Any]) -> str:
        from jinja2 import TemplateNotFound, TemplateSyntaxError

        try:
            return engine.get_template(name).render(**values)
        except CardgenError:
            raise
        except TemplateSyntaxError as error:
            if error.filename is None or self.folder is None:
                raise
            message = f"{error.filename}:{error.lineno}: {error.message}; {NEXT}"
            raise CardgenError(message) from error
        except Exception as error:
            # Whatever a user's template does wrong is theirs to mend, not a fault of cardgen's.
            place = _place(error, self.folder)
            if place is None:
                raise
            what = (
                f"there is no template '{error}'" if isinstance(error, TemplateNotFound) else error
            )
            message = f"{place}: {what}; {NEXT}"
            raise CardgenError(message) from error


def user_templates(folder: Path) -> Templates:
    """The templates in *folder*, each in place of cardgen's own of that name.

    Raises:
        CardgenError: There is no such folder, or a file in it has a name that nothing uses.
    """
    if not folder.is_dir():
        message = f"{folder}: there is no such folder of templates; name one that is there"
        raise CardgenError(message)
    files = [path for path in sorted(folder.iterdir()) if path.suffix in {".jinja", ".css"}]
    texts = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in files}
    for path in files:
        others = (text for name, text in texts.items() if name != path.name)
        if not _is_used(path.name) and not any(path.name in text for text in others):
            near = get_close_matches(path.name, _names(), n=1)
            hint = (
                f"did you mean {near[0]}?" if near != [] else "see docs/templates.md for the names"
            )
            message = f"{path}: no page uses a template of this name; {hint}"
            raise CardgenError(message)
    return Templates(folder)


def _whole(name: str) -> str | None:
    """The text of cardgen's own template *name* with those that it includes in their places.

    An include costs as much as some forty values do, and a page has hundreds.
    """
    text = template_source(name)
    return None if text is None else _INCLUDE.sub(lambda found: _whole(found[1]) or found[0], text)


def _names() -> list[str]:
    from cardgen._resources import resources

    return [*sorted(file.name for file in resources("templates").iterdir()), MORE_STYLE]


def _is_used(name: str) -> bool:
    from cardgen.documents import document_type

    if name in _names():
        return True
    try:
        document_type(name.removesuffix(".md.jinja"))
    except CardgenError:
        return False
    return name.endswith(".md.jinja")


def _file(folder: Path, name: str) -> Path | None:
    """The file *name* in *folder*, which no name and no link may leave."""
    path = folder / name
    parts = PurePosixPath(name).parts
    outside = ".." in parts or PurePosixPath(name).is_absolute() or "\\" in name
    if outside or (path.exists() and not path.resolve().is_relative_to(folder.resolve())):
        message = f"{path}: leads out of {folder}; keep templates inside their folder"
        raise CardgenError(message)
    return path if path.is_file() else None


def _place(error: Exception, folder: Path | None) -> str | None:
    """File and line in *folder* at which *error* arose, or None when it arose elsewhere."""
    place = None
    step = error.__traceback__
    while step is not None and folder is not None:
        file = step.tb_frame.f_code.co_filename
        if Path(file).parent == folder or folder in Path(file).parents:
            place = f"{file}:{step.tb_lineno}"
        step = step.tb_next
    return place


BUILT_IN = Templates()
