"""Parties on held lists in a kept run: which stand there on either side of a comparison, for each cell of a party.

Cells of parties are cut by the entries that names hit, on the lists of the run and on those of the other side, so one
name of a cell tells for all. The held lists take part in a comparison like clauses, after these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.snapshot import Hit
from sekisho.determination.core.outcome import Outcome
from sekisho.determination.line.alerts import ROLES, alerts_in
from sekisho.determination.rescreen.law_side import LawSide, SideLaw
from sekisho.determination.rescreen.outcome_changes import Clauses
from sekisho.determination.rescreen.refinement import Refined
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.parties.index import parties_of

Cells = Mapping[FactName, NDArray[np.intp]]
_VIEW: Final = "with_lists"


@dataclass(slots=True, kw_only=True)
class Stood:
    """The hits on held lists of both sides.

    Parameters
    ----------
    base
        The signatures, with a column for each role that tells the cell of a party with hits plus one, else 0.
    places
        A name for the column of each role, and the role.
    lists
        The held lists on which a party stands on either side.
    """

    base: Refined
    places: Mapping[FactName, FactName]
    lists: tuple[str, ...]
    kept: Mapping[tuple[FactName, int, int], tuple[Hit, ...]]
    origin: Mapping[FactName, Mapping[int, int]]
    _found: dict[tuple[int, int, FactName, int], tuple[Hit, ...]] = field(default_factory=dict)

    def named(self, cells: Cells, count: int, combo: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Tell of each combination whether it names a party with hits; shape (count,)."""
        found = np.zeros(count, dtype=bool)
        for name in self.places:
            found |= cells[name][combo] > 0
        return found

    def mark(self, clauses: Clauses, side: LawSide, law: SideLaw, mark_law: int, cells: Cells) -> None:
        """Write on which lists the parties of some lines stand, under a law of a side, after the clauses."""
        first = len(clauses.levels) - len(self.lists)
        at = {name: first + place for place, name in enumerate(self.lists)}
        for name, role in self.places.items():
            for cell in np.unique(cells[name]):
                lines = cells[name] == cell
                for on_list, zone, raises in self._hits(side, law, mark_law, role, int(cell) - 1) if cell else ():
                    clauses.bits[:, 1, at[on_list]] |= lines
                    clauses.bits[:, 0, at[on_list]] |= lines & (zone == "match" and not raises)
                    clauses.levels[at[on_list]] = int(Outcome.PROHIBITED) if raises else 0

    def _hits(self, side: LawSide, law: SideLaw, mark_law: int, role: FactName, cell: int) -> tuple[Hit, ...]:
        if side.library is None:
            return self.kept.get((role, self.origin.get(role, {}).get(cell, cell), mark_law), ())
        key = id(side), id(law), role, cell
        if key not in self._found:
            self._found[key] = _standing(side, law, role, self.base.representatives[role][cell])
        return self._found[key]


def _standing(side: LawSide, law: SideLaw, role: FactName, value: FactValue) -> tuple[Hit, ...]:
    if side.library is None or law.day is None:
        return ()
    found = alerts_in(role, value, parties_of(side.library), law.day)
    return tuple((str(one.list), str(one.zone), one.raises) for one in found)


def stood_of(base: Refined, sides: tuple[LawSide, LawSide]) -> Stood:
    """Find which cells of parties have hits on either side, on whatever day, and make them columns of signatures.

    A run of an earlier version kept no hits; beside its own answers there is nothing to compare them with.
    """
    kept = base.kept.alerts()
    origin = {one.fact: one.origin for one in base.splits}
    if kept is None and any(side.library is None for side in sides):
        return Stood(base=base, places={}, lists=(), kept={}, origin=origin)
    kept = kept or {}
    lists: set[str] = set()
    columns: dict[FactName, tuple[FactName, str]] = {}
    for role in (role for role in ROLES if role in base.kept.columns):
        hit: set[int] = set()
        for cell, value in enumerate(base.representatives[role]):
            told: set[str] = set()
            for side in sides:
                if side.library is None:
                    old = origin.get(role, {}).get(cell, cell)
                    told |= {
                        name for law in range(len(base.kept.laws)) for name, _, _ in kept.get((role, old, law), ())
                    }
                else:
                    told |= {name for law in side.laws for name, _, _ in _standing(side, law, role, value)}
            if told:
                hit.add(cell)
                lists |= told
        if hit:
            texts = ", ".join(str(cell + 1 if cell in hit else 0) for cell in range(len(base.representatives[role])))
            columns[FactName(f"lists of {role}")] = role, f"([{texts}])[{base.places.get(role, '0')} + 1]"
    if not columns:
        return Stood(base=base, places={}, lists=(), kept=kept, origin=origin)
    shown = ", ".join(f"{sql} AS h{number}" for number, (_, sql) in enumerate(columns.values()))
    base.connection.execute(f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT *, {shown} FROM {base.table}")
    places = {name: f"h{number}" for number, name in enumerate(columns)}
    return Stood(
        base=replace(base, table=_VIEW, places={**base.places, **places}),
        places={name: role for name, (role, _) in columns.items()},
        lists=tuple(sorted(lists)),
        kept=kept,
        origin=origin,
    )
