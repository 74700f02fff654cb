"""The data set as arrays: what the network, the baselines and the record of the run read.

n is the number of names of a split, k the number of locales (the classes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cardgen.demo.place_names import spellings
from cardgen.demo.place_names.data import SPLITS, Name, PlaceNames, Split
from cardgen.tracking import Metric

Strings = NDArray[np.str_]
Labels = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """The names of one split.

    `text`, `place` and `example_id` (locale:place) are strings, `label` the index of the locale
    in `PlaceNames.locales`; `listed` (bool, n x k) says which locales list the spelling, in any
    split; `best` is the index of the best single answer (see `spellings.best_locales`).
    """

    example_id: Strings
    text: Strings
    place: Strings
    label: Labels
    groups: Mapping[str, Strings]
    listed: NDArray[np.bool_]
    best: Labels

    def metrics(self, prediction: Labels) -> dict[str, Metric]:
        """Metrics of predictions (n), with a value of each example, float32."""
        rows = np.arange(len(self.label))
        listed = Metric(
            values=self.listed[rows, prediction].astype(np.float32),
            direction="higher is better",
            definition=(
                "share of names whose predicted locale lists the spelling, even if the row came "
                "from another locale"
            ),
            shows="whether an answer is one that CLDR's lists allow",
            does_not_show="whether it is the locale that the name was taken from",
        )
        return {"set_valued_correct": listed}

    def columns(self) -> dict[str, Mapping[str, NDArray[Any]]]:
        """The data as a recorder takes them: columns by name, and groups by name."""
        arrays: Mapping[str, NDArray[Any]] = {
            "name": self.text,
            "place": self.place,
            "label": self.label,
        }
        # The label counts the locales already.
        groups = {name: values for name, values in self.groups.items() if name != "locale"}
        return {"arrays": arrays, "groups": groups}

    def truth(self, prediction: Labels) -> dict[str, Any]:
        """What an evaluation of predictions (n) needs to know about the names."""
        return {
            "example_id": self.example_id,
            "label": self.label,
            "groups": self.groups,
            "metrics": self.metrics(prediction),
        }


def examples(data: PlaceNames) -> dict[Split, Examples]:
    """The three splits as arrays."""
    listing = spellings.locales_by_spelling(data.names)
    return {split: _examples(data.split(split), data.locales, listing) for split in SPLITS}


def _examples(
    names: tuple[Name, ...],
    locales: tuple[str, ...],
    listing: Mapping[str, frozenset[str]],
) -> Examples:
    index = {locale: number for number, locale in enumerate(locales)}
    return Examples(
        example_id=_strings(f"{name.locale}:{name.place}" for name in names),
        text=_strings(name.text for name in names),
        place=_strings(name.place for name in names),
        label=np.array([index[name.locale] for name in names], dtype=np.int32),
        groups=_groups(names, listing),
        listed=np.array(
            [[locale in listing[name.text] for locale in locales] for name in names], dtype=np.bool_
        ),
        best=np.array([index[tag] for tag in spellings.best_locales(names)], dtype=np.int32),
    )


def _groups(names: tuple[Name, ...], listing: Mapping[str, frozenset[str]]) -> dict[str, Strings]:
    shared = (spellings.is_shared(name.text, listing) for name in names)
    return {
        "locale": _strings(name.locale for name in names),
        "script": _strings(spellings.script(name.text) for name in names),
        "length": _strings(spellings.length(name.text) for name in names),
        "spelling": _strings("shared" if is_shared else "unique" for is_shared in shared),
    }


def _strings(values: Iterable[str]) -> Strings:
    return np.array(list(values), dtype=np.str_)
