"""Signatures whose lines state only a span of days: judged once under each law of the span, and merged again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import ClauseValues
from sekisho.determination.book.missing_facts import Texts
from sekisho.determination.book.signatures import Seen, Verdicts
from sekisho.determination.line.day_spans import merged_lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Signatures copied once for each law under which they are judged.

    Parameters
    ----------
    which
        The signature of each copy, in order; shape (copies,).
    law_of
        The law of each copy; shape (copies,).
    first
        Place of the first copy of each signature; shape (signatures,).
    """

    which: NDArray[np.intp]
    law_of: NDArray[np.intp]
    first: NDArray[np.intp]

    @classmethod
    def of(cls, law_cells: Sequence[Sequence[int]], cell_of: NDArray[np.integer]) -> Copies:
        """Copy signatures; `law_cells` are the laws of each cell, in the order of their days."""
        often = np.array([len(laws) for laws in law_cells], dtype=np.intp)[cell_of]
        which = np.repeat(np.arange(len(cell_of), dtype=np.intp), often)
        first = np.cumsum(often) - often
        nth = np.arange(len(which)) - first[which]
        padded = np.zeros((len(law_cells), max(map(len, law_cells))), dtype=np.intp)
        for cell, laws in enumerate(law_cells):
            padded[cell, : len(laws)] = laws
        return cls(which=which, law_of=padded[cell_of[which], nth], first=first)

    @property
    def last(self) -> NDArray[np.intp]:
        """Place of the last copy of each signature; shape (signatures,)."""
        return np.append(self.first[1:], len(self.which)) - 1

    def hearing(self, seen: Seen, cell_of: NDArray[np.integer]) -> Seen:
        """Pass on the clause values of the last copy of each signature, under the number of its cell of laws."""
        is_last = np.zeros(len(self.which), dtype=bool)
        is_last[self.last] = True

        def heard(_law: int, chosen: NDArray[np.intp], found: Sequence[ClauseValues]) -> None:
            here = is_last[chosen]
            cells = cell_of[self.which[chosen]]
            for cell in np.unique(cells[here]):
                among = here & (cells == cell)
                kept = [ClauseValues(values.sure[:, among], values.may[:, among]) for values in found]
                seen(int(cell), self.which[chosen[among]], kept)

        return heard

    def merged(self, found: Verdicts) -> Verdicts:
        """Merge the verdicts of the copies of each signature."""
        floor = tuple(np.minimum.reduceat(each, self.first) for each in found.floor)
        ceiling = tuple(np.maximum.reduceat(each, self.first) for each in found.ceiling)
        names = ("decisive", "open", "missing", "duties", "duties_open", "branches")
        places = {name: getattr(found, name)[self.last].copy() for name in names}
        texts = {name: _texts(getattr(found, f"{name}_texts")) for name in names}
        ends = np.append(self.first[1:], len(self.which))
        memo: dict[tuple[object, ...], tuple[int, ...]] = {}
        for signature in np.flatnonzero(ends - self.first > 1):
            copies = slice(self.first[signature], ends[signature])
            floors, ceilings = found.floor[0][copies].tolist(), found.ceiling[0][copies].tolist()
            said = {name: getattr(found, name)[copies].tolist() for name in names}
            key = (tuple(floors), tuple(ceilings), *(tuple(each) for each in said.values()))
            if key not in memo:
                lists = {
                    name: [tuple(filter(None, texts[name].texts[place].split(";"))) for place in each]
                    for name, each in said.items()
                }
                joined = {name: ";".join(each) for name, each in merged_lists(floors, ceilings, lists).items()}
                memo[key] = tuple(texts[name].keep(joined[name], joined[name]) for name in names)
            for name, place in zip(names, memo[key], strict=True):
                places[name][signature] = place
        return Verdicts(
            floor=floor,
            ceiling=ceiling,
            sleeping=np.maximum.reduceat(found.sleeping, self.first),
            alerts=np.zeros(len(self.first), dtype=np.int32),
            **places,
            **{f"{name}_texts": tuple(texts[name].texts) for name in names},  # type: ignore[arg-type]
        )


def _texts(texts: Iterable[str]) -> Texts:
    """Number texts as they were numbered, so that more can be added."""
    found = Texts()
    for text in texts:
        found.keep(text, text)
    return found
