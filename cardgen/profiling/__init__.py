"""Step 3 (measure), of data sets: what a run recorded of them, and what their files say themselves."""

from __future__ import annotations

from cardgen.profiling.files import file_facts
from cardgen.profiling.records import facts

__all__ = ["facts", "file_facts"]
