"""Hits on held lists in the results of a book: once a combination of parties, as `alerts` has them for one line.

Names are cut into cells by the entries that they hit, so a signature tells which hits its lines have.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.cells import Cells, PartitionedColumn, combinations
from sekisho.determination.book.law.compiled_law import CompiledLaw
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.core.outcome import NOT_KNOWN, Ends, Outcome, branches_text
from sekisho.determination.line.alerts import ROLES, Alert, alerts_in
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue, Unknown
from sekisho.parties.index import PartyIndex

Telling = Callable[[FactValue], Hashable]


def told_apart_by_hits(telling: Telling | None, parties: PartyIndex) -> Telling:
    """Tell names apart by the entries that they hit too, beside what tells them apart already."""

    def tells(value: FactValue) -> Hashable:
        before = telling(value) if telling is not None else None
        if isinstance(value, Unknown) or value == "none":
            return before, (), ""
        whom = parties.whom(str(value))
        return before, tuple((hit.entity, hit.zone, hit.name) for hit in whom.hits if hit.zone != "none"), whom.zone

    return tells


def with_alerts(
    verdicts: Verdicts,
    laws: Sequence[CompiledLaw],
    columns: Sequence[PartitionedColumn],
    cells: Mapping[FactName, Cells],
    law_of: Cells,
) -> Verdicts:
    """Let the hits of every signature go into its verdict, as for one line.

    Parameters
    ----------
    cells
        For each fact with several cells, the cell of each signature; shape (signatures,).
    law_of
        Place in `laws` of the law that holds for each signature; shape (signatures,).
    """
    parties = [column for role in ROLES for column in columns if column.fact == role]
    verdicts = replace(verdicts, parties=_zones(parties, cells, laws[0].parties, len(law_of)))
    if not parties or not len(law_of):
        return verdicts
    named = [(cells[column.fact], len(column.representatives)) for column in parties if column.fact in cells]
    first, which = combinations([(law_of, len(laws)), *named], len(law_of))
    texts: dict[str, int] = {"": 0}
    places, raises = np.zeros(len(first), dtype=np.int32), np.zeros(len(first), dtype=bool)
    known: dict[tuple[int, FactName, int], tuple[Alert, ...]] = {}
    for number, example in enumerate(first):
        found: list[Alert] = []
        for column in parties:
            place = int(law_of[example]), column.fact, int(cells[column.fact][example]) if column.fact in cells else 0
            if place not in known:
                known[place] = _hits(column, place[2], laws[place[0]])
            found += known[place]
        text = json.dumps([alert.to_dict() for alert in found], ensure_ascii=False) if found else ""
        places[number] = texts.setdefault(text, len(texts))
        raises[number] = any(alert.raises for alert in found)
    told = replace(verdicts, alerts=places[which], alerts_texts=tuple(texts))
    return _raised(replace(told, raised=raises[which]), raises[which]) if raises.any() else told


def _zones(
    columns: Sequence[PartitionedColumn], cells: Mapping[FactName, Cells], parties: PartyIndex, count: int
) -> dict[str, tuple[NDArray[np.int32], tuple[str, ...]]]:
    """Return zone and entries of the party in each role of every signature: places in texts, empty without a party."""
    found: dict[str, tuple[NDArray[np.int32], tuple[str, ...]]] = {}
    by_fact = {column.fact: column for column in columns}
    for role in ROLES:
        column = by_fact.get(role)
        values = column.representatives if column is not None else ("none",)
        cell = cells.get(role, np.zeros(count, dtype=np.uint8))
        told = [_zone_and_entries(value, parties) for value in values]
        for place, name in enumerate(("zone", "entry")):
            texts = list(dict.fromkeys(("", *(one[place] for one in told))))
            of_cell = np.array([texts.index(one[place]) for one in told], dtype=np.int32)
            found[f"{role}_{name}"] = of_cell[cell], tuple(texts)
    return found


def _zone_and_entries(value: FactValue, parties: PartyIndex) -> tuple[str, str]:
    if isinstance(value, Unknown) or value == "none":
        return "", ""
    whom = parties.whom(str(value))
    return whom.zone, ";".join(hit.entity for hit in whom.hits if hit.zone != "none")


def _hits(column: PartitionedColumn, cell: int, law: CompiledLaw) -> tuple[Alert, ...]:
    return tuple(alerts_in(column.fact, column.representatives[cell], law.parties, law.law.day))


def _raised(verdicts: Verdicts, raises: NDArray[np.bool_]) -> Verdicts:
    """Raise the ceiling of some signatures to prohibited, under every reading and in every branch."""
    texts = {text: place for place, text in enumerate(verdicts.branches_texts)}
    branches = verdicts.branches.copy()
    for place in np.flatnonzero(raises):
        own = Outcome(int(verdicts.floor[0][place])).level, Outcome.PROHIBITED.level
        text = _branches_raised(verdicts.branches_texts[branches[place]], own)
        branches[place] = texts.setdefault(text, len(texts))
    top = np.uint8(Outcome.PROHIBITED)
    ceiling = tuple(np.where(raises, top, ends).astype(np.uint8) for ends in verdicts.ceiling)
    return replace(verdicts, ceiling=ceiling, branches=branches, branches_texts=tuple(texts))


def _branches_raised(text: str, own: tuple[str, str]) -> str:
    found: list[tuple[str, str, Ends | None]] = []
    for one in text.split(";") if text else ():
        head, _, ends = one.partition(":")
        name, _, value = head.partition("=")
        then = None if ends == NOT_KNOWN else (ends.partition("..")[0], Outcome.PROHIBITED.level)
        found.append((name, value, then))
    return branches_text(own, found)
