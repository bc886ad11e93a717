"""What two days of law make of the same shipments: one item of each measure that brought items under control.

An export from China to Japan is judged on both days, for civil use and for military use; what differs is a move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.determination.core.outcome import Verdict
from sekisho.determination.line.timeline import CIVIL, outcome_on
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.scheme import ControlEntry, control_entries

PLACE: Final = "JP"
MILITARY: Final[Mapping[str, str]] = {"end_user_kind": "military", "end_use": "military"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMove:
    """A shipment that two days of law answer differently.

    Parameters
    ----------
    entry
        The item.
    measure
        The measure that brought it, and others like it, under control.
    military
        Whether user and use are military; else both are civil.
    """

    entry: ControlEntry
    measure: Measure
    military: bool
    before: Verdict
    after: Verdict


def item_moves(library: Library, first: date, second: date) -> tuple[ItemMove, ...]:
    """Judge an item of each measure on two days, and return what differs."""
    return tuple(_moves(library, first, second))


def _moves(library: Library, first: date, second: date) -> Iterator[ItemMove]:
    for measure, entry in items_of_measures(library):
        for facts in ({}, MILITARY):
            before, after = (
                outcome_on(entry.code, library, day, destination=PLACE, facts={**CIVIL, **facts})
                for day in (first, second)
            )
            if (before.floor, before.ceiling) != (after.floor, after.ceiling):
                yield ItemMove(entry=entry, measure=measure, military=bool(facts), before=before, after=after)


def items_of_measures(library: Library) -> tuple[tuple[Measure, ControlEntry], ...]:
    """Choose an item for each measure that brought items under control: the first that is no heading."""
    chosen_items: dict[MeasureId, ControlEntry] = {}
    for entry in control_entries(library).values():
        chosen = chosen_items.get(MeasureId(entry.since))
        if entry.since in library.measures and (chosen is None or ("." in entry.code and "." not in chosen.code)):
            chosen_items[MeasureId(entry.since)] = entry
    pairs = [(library[name], entry) for name, entry in chosen_items.items()]
    return tuple(sorted(pairs, key=lambda pair: pair[0].effective))
