"""Short names of facts and of what they hold for, as a page prints them."""

from __future__ import annotations

from collections.abc import Sequence

from cardgen.language import in_words, say
from cardgen.language.phases import phase_name
from cardgen.pages.shorten import CONFUSIONS
from cardgen.values import Fact, Interval, Quantity

FACTS = {
    "ds.name": "Name of the data set",
    "ds.version": "Version of the data set",
    "ds.checksum": "Digests of the data",
    "ds.files": "Files",
    "ds.n_instances": "Instances",
    "ds.n_per_split": "Instances by split",
    "ds.n_per_class": "Instances by class",
    "ds.size_bytes": "Size in bytes",
    "ds.columns": "Columns",
    "ds.column_stats": "Statistics of the columns",
    "ds.missing_rate": "Missing values",
    "ds.splits": "Splits",
    "ds.subpop_dist": "Instances by group",
    "ds.summary": "Executive summary of the data",
    "m.name": "Model",
    "m.version": "Version",
    "m.trained": "Trained",
    "m.repo": "Code",
    "m.arch": "Modules",
    "m.params": "Parameters",
    "m.library": "Library",
    "m.input": "Input",
    "m.output": "Output",
    "m.weights": "Weights",
    "m.base": "Base model",
    "tr.data": "Data that the run recorded",
    "tr.algo": "Optimiser",
    "tr.hparams": "Configuration",
    "tr.epochs": "Steps",
    "tr.precision": "Precision",
    "tr.seed": "Seeds",
    "tr.curves": "Learning curves",
    "tr.space": "Search space",
    "tr.search": "Search for hyper-parameters",
    "tr.importance": "Importance of hyper-parameters",
    "tr.trials": "Trials of the search",
    "tr.kept": "Parameters kept after",
    "tr.val_score": "Validation scores at the end",
    "tr.command": "Command",
    "tr.outcome": "Outcome",
    "tr.problems": "Could not be recorded",
    "tr.losses": "Found in reading the record",
    "en.cpu_time": "CPU time",
    "en.duration": "Duration",
    "en.startend": "Start and end",
    "en.hw": "Hardware",
    "en.kwh": "Energy",
    "en.kwh_parts": "Energy by component",
    "en.kwh_all": "Energy of all runs",
    "en.totalcompute": "Computing time of all runs",
    "en.wall_time": "Time to repeat the runs",
    "en.infer": "Energy of 1,000 inferences",
    "en.infer_time": "Time of 1,000 inferences",
    "en.latency": "Latency of a call, in seconds",
    "en.cost": "Cost of computing",
    "en.breakeven": "Inferences that use as much as training",
    "en.wall": "Whole machine at the wall",
    "en.util": "Energy over time",
    "en.activity": "Phases of the run",
    "en.co2": "Emissions",
    "en.intensity": "Carbon intensity",
    "en.region": "Location",
    "en.embodied": "Emissions of making the hardware",
    "en.idle": "Energy of the idle computer",
    "en.sci": "Software carbon intensity (SCI)",
    "en.offset": "Instruments and offsets",
    "en.compare": "For comparison",
    "en.water": "Water",
    "en.pue": "Power usage effectiveness (PUE)",
    "en.method": "How energy was obtained",
    "en.tool": "Reported by the tool",
    "en.flags": "What the rules of plausibility found",
    "en.flops": "Floating-point operations",
    "en.env": "Software",
    "ev.data": "Evaluation data",
    "ev.metrics": "Metrics",
    "ev.threshold": "Threshold",
    "ev.variation": "Uncertainty",
    "ev.categories": "Who chose the groups",
    "ev.not_observable": "Factors that no column records",
    "ev.factors": "Factors and how many values each has",
    "ev.nruns": "Training runs that the results rest on",
    "res.overall": "Overall results",
    "res.ci": "Confidence intervals",
    "res.unitary": "Results by group",
    "res.intersect": "Results by crossed groups",
    "res.small": "Groups too small to report",
    "res.over_seeds": "Mean over training runs",
    "res.seeds": "Results of each training run",
    "res.expected": "Expected best result of a random search",
    "res.confusion": "Confusion matrix",
    "res.error_rates": "Error rates",
    "res.error_groups": "Error rates by group",
    "res.fairness": "Fairness between groups",
    "res.comparable": "What another release can be compared with",
    "res.comparisons": "Each group against all others",
    "res.thresholds": "Other decision thresholds",
    "res.roc": "ROC curve",
    "res.pr": "Precision and recall",
    "res.calibration": "Calibration",
    "res.ece": "Expected calibration error",
    "res.scoredist": "Distribution of scores",
    "res.disparity": "Gaps between groups",
    "res.baseline": "Baselines",
    "plan.timing": "Note",
    "pm.timing": "Note",
    "doc.version": "Version of this document",
    "doc.citation": "Citation",
}
# Tables of which page 1 says only how many rows they have.
COUNTED = {"ds.n_per_class": "Classes"}
# What the number beside a figure counts, where that is not examples.
NUMBERED = {
    "en.kwh_all": "Runs",
    "en.totalcompute": "Runs",
    "en.wall_time": "Runs",
    "en.cost": "Runs",
    "res.over_seeds": "Runs",
    "en.infer": "Calls",
    "en.infer_time": "Calls",
}
KEYS = (
    "averaging",
    "component",
    "data",
    "group",
    "inference",
    "measure",
    "metric",
    "phase",
    "process",
    "series",
    "slice",
    "split",
    "stage",
    "subject",
    "system",
    "threshold",
    "unit",
)
# Tables whose columns have names out of the data, such as splits and classes, but for the first.
OF_DATA = ("ds.n_per_class", "ds.subpop_dist", "res.confusion")
WORDS = {"n": "n", "id": "id"}
# Values of `where` that are short names; "" is a figure that holds for all of them.
WHERE = {
    ("component", "cpu"): "CPU package",
    ("component", "gpu"): "GPU",
    ("component", "machine"): "whole machine",
    ("component", "ram"): "RAM",
    ("component", "step"): "one training step",
    ("component", "total"): "whole training",
    ("phase", ""): "whole run",
    ("stage", ""): "all runs",
}
# What a figure holds for in words of cardgen's own; other keys hold names out of the data.
OWN_WORDS = ("component", "measure", "stage")
# From which size on, the largest first, a number is divided by what, for which unit.
SCALES = {
    "bytes": ((2**30, 2**30, "GiB"), (2**20, 2**20, "MiB")),
    "FLOP": (
        (1e15, 1e15, "PFLOP"),
        (1e12, 1e12, "TFLOP"),
        (1e9, 1e9, "GFLOP"),
        (1e6, 1e6, "MFLOP"),
    ),
    "kgCO2eq": ((0.1, 1.0, "kgCO2eq"), (0.0, 1e-3, "gCO2eq")),
}


def fact_label(fact: Fact) -> str:
    """The short name of what *fact* states."""
    return label_of(fact.id)


def label_of(id: str) -> str:  # noqa: A002 - the fact's own word
    """The short name of facts with *id*."""
    return say(FACTS[id]) if id in FACTS else words(id.rpartition(".")[2])


def words(name: str) -> str:
    """A key or column name as a heading: `macro_f1` becomes `Macro f1`."""
    text = name.replace("_", " ").strip()
    return WORDS.get(text, text[:1].upper() + text[1:])


def where_text(key: str, value: str) -> str:
    """What a figure holds for, as a reader knows it: `cpu` is the CPU package."""
    known = WHERE.get((key, value))
    if known is not None:
        return say(known)
    if key in OWN_WORDS:
        return in_words(value)
    if key == "phase":
        return phase_name(value)
    return value if value != "" else say("all")


def key_name(key: str) -> str:
    """What a figure holds for, by its key as a heading: `Split`; a key of people's as it is."""
    name = words(key)
    return say(name) if key in KEYS else name


def column_name(id: str, columns: Sequence[str], index: int) -> str:  # noqa: A002 - the fact's own word
    """The head of a column of the table of facts with *id*; names out of the data stay as they are."""
    own = id not in OF_DATA or columns == CONFUSIONS or (index == 0 and id != "ds.subpop_dist")
    name = columns[index]
    return in_words(name) if own else name


def scaled(quantity: Quantity) -> Quantity:
    """*quantity* in a unit that fits its size: 709,115,904 bytes become 676 MiB."""
    for least, factor, unit in SCALES.get(quantity.unit, ()):
        if quantity.value is not None and abs(quantity.value) >= least:
            interval = quantity.interval
            return quantity.model_copy(
                update={
                    "value": quantity.value / factor,
                    "unit": unit,
                    "interval": None if interval is None else _divided(interval, factor),
                }
            )
    return quantity


def _divided(interval: Interval, factor: float) -> Interval:
    ends = {"low": interval.low / factor, "high": interval.high / factor}
    return interval.model_copy(update=ends)
