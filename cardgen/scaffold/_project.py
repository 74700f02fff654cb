"""The text of a new project file."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from cardgen.documents._versions import SCHEMA_KEY
from cardgen.project import PROJECT_SCHEMA, PROJECT_SCHEMA_FILE, DocumentEntry, stem

# Documents about a model; every other one is about a data set.
_ABOUT_MODEL = frozenset({"model_card"})

_HEAD = """\
# yaml-language-server: $schema=.cardgen/schemas/{schema_file}
# A project of cardgen: one model, its data sets and runs, and the documents about them.
{key}: {schema}/1

# Name of the model, as its card prints it.
model:

# Version and date of what the documents describe; the clock is never asked.
version:
date:

# Language that the documents are written in, as a BCP 47 tag.
language: en

documents:
"""

_DATA = """\
  {name}:
    # Files, relative to this folder, as paths or patterns such as data/*.csv.
    paths: []
    # Column that holds the label.
    label:
    # Columns by which counts and results are broken down.
    groups: []
"""

_TAIL = """\

runs:
  # Folder with one folder per run.
  path: runs
  # Id of the run that the documents are about; the one that finished last when empty.
  main:
  # Ids of runs: of the search for hyper-parameters, of repetitions with other seeds, of other systems.
  search: []
  seeds: []
  baselines: []
  # Id of the run that measured inference of the trained model, where it is not the main run.
  inference:

# What no tool can know of energy, emissions and cost, each with its source; without it nothing is assumed.
# Take the `# ` away before `energy:` and before the line of what you know, and put your own figures.
#
# energy:
#   # Country whose grid fed the run (ISO 3166-1 alpha-3), if it was not recorded.
#   country: DEU
#   # What a person knows of one run where no tool recorded it; `run` is its id, by default the main run.
#   stated: {run: 20261124T101112Z-3f9a1c, cpus_busy: 3.0, tdp_w: 4.5, laptop: yes, source: read off top}
#   # Power usage effectiveness of the data centre; litres of water for each kWh.
#   pue: {value: 1.2, source: operator's report 2025}
#   water: {l_per_kwh: 1.8, source: operator's report 2025}
#   # Price of an hour of one device.
#   price: {amount: 0.31, currency: EUR, date: 2026-01, source: list of the provider}
#   # The computer: emissions of making it, years of use, watts with nothing running on it.
#   hardware: {embodied_kg: 250, lifetime_years: 4, idle_w: 5, source: maker's footprint report}
#   # What the software carbon intensity (SCI) is given for, and how many inferences it takes.
#   functional_unit: {name: "1,000 reviews", inferences: 1000}
#   # Certificates, contracts and offsets: shown, never subtracted.
#   instruments: [{kind: offset, amount: 10, unit: kgCO2eq, source: registry and certificate}]

# How results are computed and shown; without it usual metrics, by each group and by every two of few values.
# Take the `# ` away before `evaluation:` and before the line of what you want, and put your own names.
#
# evaluation:
#   # Metrics to report, by name; otherwise the task's usual ones and all that the run recorded.
#   metrics: [accuracy, macro-F1]
#   # Group columns to break results down by, each alone or crossed; where numbers are cut.
#   slices: [[sex], [age], [sex, age]]
#   bins: {age: [25, 45, 65]}
#   # Groups of fewer examples tell nothing (otherwise 30); `withhold` keeps them and their counts from the public.
#   minimum: 50
#   small: withhold
#   # Outcomes of single examples stand in the public JSON file even where they tell of people or withheld groups.
#   outcomes: public
#   # The smallest difference that matters, by metric.
#   margins: {accuracy: 0.01}
#   # Who chose the categories of a group column, and why these.
#   categories: {sex: {by: the survey of 1994, why: it offered no other answer}}
#   # Factors that matter and that no column records.
#   not_observable: [{factor: dialect, why: speakers were not asked}]

# Folder that documents are written to.
output: documents
"""


def entries_for(kinds: list[str], data_names: list[str]) -> list[DocumentEntry]:
    """The documents of a new project: one about the model, the others one per data set."""
    several = len(data_names) > 1
    entries = []
    for kind in kinds:
        about = [None] if kind in _ABOUT_MODEL else data_names
        for data in about:
            answers = f"{stem(kind, data, several=several)}.yaml"
            values = {"type": kind, "answers": answers, "data": data}
            entries.append(DocumentEntry.model_validate(values))
    return entries


def project_text(entries: list[DocumentEntry], data_names: list[str]) -> str:
    """The project file of *entries*, with a comment above each key."""
    text = _HEAD.format(key=SCHEMA_KEY, schema=PROJECT_SCHEMA, schema_file=PROJECT_SCHEMA_FILE)
    for entry in entries:
        text += f"  - type: {entry.type}\n    answers: {entry.answers}\n"
        if entry.data is not None:
            text += f"    data: {_quoted(entry.data)}\n"
    if data_names != []:
        text += "\ndata:\n" + "".join(_DATA.format(name=_quoted(name)) for name in data_names)
    return text + _TAIL


def ignored(runs: str) -> tuple[str, ...]:
    """Lines for git: the cache, internal editions, and arrays that may hold columns about people.

    *runs* is the folder of the runs, relative to the project.
    """
    folder = re.sub(r"([*?\[!#])", r"\\\1", runs)
    return ".cardgen/", "*.internal.*", f"{PurePosixPath(folder, '*', 'evaluation')}/"


def _quoted(name: str) -> str:
    # A data set may be called `no` or `1.10`; quotes keep other YAML readers from taking it for
    # something else.
    return name if name.isidentifier() and name.lower() not in _WORDS else f'"{name}"'


_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
