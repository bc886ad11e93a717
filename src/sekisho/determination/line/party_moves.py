"""What a change of a list makes of a shipment to one of its parties: the same item on two days, for civil use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.determination.line.determination import verdict_of
from sekisho.determination.line.item_moves import PLACE, items_of_measures
from sekisho.determination.line.timeline import CIVIL, outcome_on
from sekisho.law.dates.calendar import law_on
from sekisho.law.dates.changes import ChangeKind, LawChange
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import CODES, scheme_name
from sekisho.parties.index import parties_of

_OF_LISTS: Final = frozenset({ChangeKind.LISTED, ChangeKind.UNLISTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMove:
    """Parties of Japan that came onto a list or left one, and a shipment to one of them on two days.

    Parameters
    ----------
    parties
        How many of them the change names.
    """

    change: LawChange
    parties: int
    before: Verdict
    after: Verdict


def party_moves(changes: Iterable[LawChange], library: Library, first: date, second: date) -> Iterator[PartyMove]:
    """Judge an item that is controlled on both days for one of the Japanese parties of each change of a list."""
    of_place = {(entry.list, entry.names[0]) for entry in parties_of(library).entries if entry.territory == PLACE}
    for change in changes:
        if change.kind not in _OF_LISTS:
            continue
        names = [name for name in change.names if (change.list, name) in of_place]
        if names:
            days = law_on(library, first).day, law_on(library, second).day  # all days of a span of unchanged law alike
            item = _item(library, *days)
            before, after = (_verdict(library, names[0], item, day) for day in days)
            yield PartyMove(change=change, parties=len(names), before=before, after=after)


@cached_per_library
def _item(library: Library, first: date, second: date) -> str:
    """Return the code of the first item that is controlled on both days, else on one of them, else of all.

    It is empty where a package names no codes.
    """
    codes = [entry.code for _, entry in items_of_measures(library)]
    for enough in (all, any):
        for code in codes:
            if enough(
                outcome_on(code, library, day, destination=PLACE).floor > Outcome.FREE for day in (first, second)
            ):
                return code
    return next(iter(codes), "")


@cached_per_library
def _verdict(library: Library, party: str, code: str, day: date) -> Verdict:
    """Judge the export of an item to a party for civil use on a day."""
    departure = scheme_name(library).partition("/")[0].upper()
    line = {**CIVIL, "departure": departure, "origin": departure, "destination": PLACE}
    item = {str(CODES): code} if code else {}
    return verdict_of({**line, **item, "end_user": party}, library, as_of=day)
