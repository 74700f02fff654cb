"""Version 1 of data statements (Bender & Friedman 2018) as a view of version 3's answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

V1_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "A": "A. Curation rationale",
        "B": "B. Language variety",
        "C": "C. Speaker demographic",
        "D": "D. Annotator demographic",
        "E": "E. Speech situation",
        "F": "F. Text characteristics",
        "G": "G. Recording quality",
        "H": "H. Other",
        "I": "I. Provenance appendix",
        "SF": "Short form",
    }
)
"""Version 1's elements in its order, with its headings; SF is its 60 to 100 words for papers."""

V1: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "A": ("curation_rationale.purpose", "curation_rationale.selection"),
        "B.tag": ("language_varieties.tags",),
        "B.prose": ("language_varieties.description",),
        "C.age": ("language_users.age",),
        "C.gender": ("language_users.gender",),
        "C.race": ("language_users.race_ethnicity",),
        "C.lang": ("language_users.first_languages",),
        "C.ses": ("language_users.socioeconomic_status",),
        "C.n": ("language_users.number",),
        "C.dis": ("language_users.disordered",),
        "D.age": ("annotators.age",),
        "D.gender": ("annotators.gender",),
        "D.race": ("annotators.race_ethnicity",),
        "D.lang": ("annotators.first_languages",),
        "D.ses": ("annotators.socioeconomic_status",),
        "D.train": ("annotators.training",),
        "E.tp": ("linguistic_situation.time_and_place",),
        "E.mod": ("linguistic_situation.modality",),
        "E.script": ("linguistic_situation.scripted",),
        "E.sync": ("linguistic_situation.synchronous",),
        "E.aud": ("linguistic_situation.audience",),
        "F.genre": ("linguistic_situation.genre",),
        "F.topic": ("linguistic_situation.topic",),
        "G": ("capture_quality.problems",),
        "H": ("other.comments",),
        "I": ("source_datasets.documentation",),
        "SF": ("executive_summary.summary",),
    }
)
"""For each item of version 1 (element, then part), the questions of version 3 that answer it."""


def elements() -> dict[str, tuple[str, ...]]:
    """Paths of version 3's questions by version 1's elements, headed `A. Curation rationale`."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(V1_TITLES.values(), ())
    for item, paths in V1.items():
        found[V1_TITLES[item.partition(".")[0]]] += paths
    return found
