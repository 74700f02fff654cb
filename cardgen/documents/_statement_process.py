"""Data statement, elements 9 to 11: preprocessing, capture quality, limitations (DS v3)."""

from __future__ import annotations

from typing import ClassVar

from cardgen.documents._base import Section, question
from cardgen.documents._types import Prose
from cardgen.values import Answer


class Preprocessing(Section):
    """What was changed between collection and release."""

    title: ClassVar[str] = "Preprocessing and data formatting"

    steps: Answer[tuple[Prose, ...]] = question("Steps", "DS3:9.1", how="derived", fact="pre.steps")
    """Which changes were made to the data, annotation aside? One item a step, in order, each with
    the tool and its settings. (DS v3 9.1)"""

    anonymisation: Answer[Prose] = question("Anonymisation", "DS3:9.2", fact="pre.anon")
    """Were the data anonymised? Say what was removed or replaced, and how. (DS v3 9.2)"""

    tools: Answer[tuple[Prose, ...]] = question("Tools", "DS3:9.3", how="derived", fact="pre.tools")
    """Which tools were used? One item a tool, with its version. (DS v3 9.3)"""

    raw_data: Answer[Prose] = question("Raw data", "DS3:9.4", how="derived", fact="pre.raw_kept")
    """Are the data also kept as they were before these steps, and are they part of what is given
    out? Say where. (DS v3 9.4)"""


class CaptureQuality(Section):
    """Faults that came in when the data were recorded, scanned or copied."""

    title: ClassVar[str] = "Capture quality"

    problems: Answer[Prose] = question("Quality of capture", "DS3:10", fact="lang.capture")
    """What lowers the quality of the data as they were captured, such as noise in recordings,
    camera angle, wrong characters from scans or truncated posts? (DS v3 10)"""


class Limitations(Section):
    """What remained unsolved."""

    title: ClassVar[str] = "Limitations"

    limits: Answer[Prose] = question(
        "Limitations", "DS3:11", fact="use.limits", partly=("use.impact", "ds.errors_text")
    )
    """Which difficulties in making the data set were not solved, and how do they limit its use? (DS
    v3 11)"""
