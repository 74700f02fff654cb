"""cardgen's own templates as Jinja compiled them, kept in the user's cache: to compile costs a tenth of a build.

What is kept is code that runs, so it never lies in a project, which may come from anywhere, and
only an entry with the user's own seal is loaded (see `cardgen.cache`).
"""

from __future__ import annotations

from jinja2.bccache import Bucket, BytecodeCache

from cardgen.cache import user_cache, versions

FOLDER = "templates"


class Compiled(BytecodeCache):
    """The user's cache, as Jinja asks for it."""

    def __init__(self) -> None:
        self._cache = user_cache(FOLDER)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill *bucket* with the code of its template, if it was compiled before."""
        found = self._cache.recall(bucket.key, _key(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code in *bucket*."""
        self._cache.keep(bucket.key, _key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    # What cardgen's code and Jinja are decides what a template is compiled to.
    return f"{versions()} {bucket.checksum}"
