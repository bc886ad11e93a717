"""What a run with Spark writes of a line, column by column: what its signature tells, and what no signature can.

Nothing here needs Spark, so that every test run sees whether the columns are those of results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import combinations
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.results.columns import LISTS
from sekisho.determination.book.results.files import WORKING
from sekisho.determination.book.run_summary import LEVELS, verdict_columns
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.line.gravity import gravest_first

OF_THE_LINE: Final = ("line", "value")
"""Columns of results that Spark takes from the line itself."""
LEFT_EMPTY: Final[Mapping[str, str]] = {
    "row": "bigint",  # a line of a file in parts has none
    "danger": "int",  # an order over all lines would bring them to one place
    "why": "string",
    "ask": "string",
    "item_codes": "array<string>",  # a line does not say its codes here; what points is told by kind alone
    "description": "string",  # the words of a line stay where they are, beside the law
    "currency": "string",
    "date": "date",
}
"""Columns of results that a run with Spark leaves empty, and their types: the one list of them."""
RESULTS_LEFT_EMPTY: Final = ("worst",)
"""Attributes of `RunResult` that a run with Spark leaves empty: they need the order of danger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRows:
    """The results of every signature, as far as a signature tells them.

    Parameters
    ----------
    keys
        The words of the signatures; each of shape (signatures,).
    places
        For each column, which of its texts each signature has; each of shape (signatures,).
    texts
        For each column, its texts; those of lists have `;` between their members.
    """

    keys: Mapping[str, NDArray[np.int64]]
    places: Mapping[str, NDArray[np.int32]]
    texts: Mapping[str, Sequence[str]]

    def once(self) -> tuple[NDArray[np.int32], Mapping[str, NDArray[np.int32]]]:
        """Return which row each signature has, of shape (signatures,), and the places of the rows that differ."""
        count = len(next(iter(self.places.values())))
        kinds = [(places, len(self.texts[name])) for name, places in self.places.items()]
        first, which = combinations(kinds, count)
        return which, {name: places[first] for name, places in self.places.items()}


def verdict_rows(stage: EncodedBook, verdicts: Verdicts) -> VerdictRows:
    """Return what Spark writes of every signature."""
    levels, columns, texts = verdict_columns(stage, verdicts)
    keys = {f"k{word}": key for word, key in enumerate(stage.keys)}
    by_column: dict[str, tuple[NDArray[np.int32], Sequence[str]]] = {
        **{name: (columns[name].astype(np.int32), LEVELS) for name in levels},
        **{name: (columns[name].astype(np.int32), texts[name]) for name in texts if name not in WORKING},
        "points": _points(columns, texts),
        # Nobody says what the items are.
        "item_state": (columns["stated"].astype(np.int32), ("", "stated")),
        # What cannot be read stops a run in Spark.
        "unread": (np.zeros(len(stage.counts), dtype=np.int32), ("",)),
    }
    return VerdictRows(
        keys=keys,
        places={name: places for name, (places, _) in by_column.items()},
        texts={name: texts for name, (_, texts) in by_column.items()},
    )


def _points(
    columns: Mapping[str, NDArray[np.generic]], texts: Mapping[str, Sequence[str]]
) -> tuple[NDArray[np.int32], Sequence[str]]:
    """Return what points in each signature, where a line's own codes are told by kind alone."""
    sources = ("points_before", "coded", "points_after")
    parts = [columns[name].astype(np.int64) for name in sources]
    first, which = combinations([(part, int(part.max(initial=0)) + 1) for part in parts], len(parts[0]))
    texts_of_points: dict[str, int] = {}
    numbers = []
    for before, coded, after in np.stack([part[first] for part in parts], axis=1).tolist():
        some = (texts["points_before"][before], "code_stated" if coded else "", texts["points_after"][after])
        numbers.append(texts_of_points.setdefault(gravest_first(";".join(some)), len(texts_of_points)))
    return np.array(numbers, dtype=np.int32)[which], tuple(texts_of_points)


def members(name: str, text: str) -> str | list[str]:
    """Return a text as the column of results has it: a list as its members."""
    return [member for member in text.split(";") if member] if name in LISTS else text
