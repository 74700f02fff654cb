"""cardgen: model cards, datasheets and data statements made from evidence.

The way of the data, a line a step; each verb is one function, each plural package holds plug-ins:

1. track    `cardgen.track(...)`, `cardgen.Metric`    a training loop -> a run folder of plain files
2. read     `cardgen.sources.read_run`                a run folder -> parts, joined into one `Run`
3. measure  `cardgen.recorded`, `.energy`, `.evaluation`, `.profiling`   `Run` -> `Fact`s with evidence
4. fill     `cardgen.fill.fill`                       document type + answers + facts -> `Document`
5. check    `cardgen.checks.check`                    `Document` -> findings
6. render   `cardgen.formats.render`                  `Document` -> md, html, pdf, json
7. release  (diff, verify, attach)                    comes with later versions

`cardgen build` does 2 3 4 6, `cardgen check` does 2 3 4 5.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cardgen.build import build as build
    from cardgen.tracking import Metric as Metric
    from cardgen.tracking import track as track

__version__ = "0.1.0"

__all__ = ["Metric", "__version__", "build", "track"]

_HOMES = {"Metric": "cardgen.tracking", "track": "cardgen.tracking", "build": "cardgen.build"}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `import cardgen` costs nothing."""
    if name not in _HOMES:
        message = f"module 'cardgen' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(importlib.import_module(_HOMES[name]), name)
