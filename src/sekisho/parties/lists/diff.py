"""What a party list changes against the version in use, and whether it may replace it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sekisho.errors import ListError, Problem
from sekisho.law.model.listed_party import ListedParty
from sekisho.message import Text, counted, joined, message
from sekisho.parties.lists.layouts import EXPECTED
from sekisho.parties.lists.party_list import PartyList

ChangeKind = Literal["added", "removed", "changed"]
KINDS: Final[dict[ChangeKind, Text]] = {
    "added": message("lists.parties_added", "parties added"),
    "removed": message("lists.parties_removed", "parties that vanish"),
    "changed": message("lists.parties_changed", "parties with other names, codes, territories or days"),
}
LOST_PERCENT_MAX: Final = 10.0
"""Share of the parties in use that may vanish, percent. A guess: lists lose a few parties at a time. Smaller, each
update is asked about; larger, half a list cut off by a failed download is taken in."""

SHOWN: Final = 12
"""Parties that an error names; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """One difference between two versions of a party list."""

    kind: ChangeKind
    id: str
    name: str
    before: str = ""
    after: str = ""
    row: int = 0

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {each: getattr(self, each) for each in ("kind", "id", "name", "before", "after", "row")}


def party_changes(before: Iterable[ListedParty], after: PartyList | Iterable[ListedParty]) -> list[PartyChange]:
    """Compare a list, as read or as kept, with earlier entries, by id; in the order of kinds."""
    read = after if isinstance(after, PartyList) else None
    entries = after.entries if isinstance(after, PartyList) else after
    old, new = {each.id: each for each in before}, {each.id: each for each in entries}
    rows = {entry.id: row for entry, row in zip(read.entries, read.rows, strict=True)} if read else {}
    found = [_added(entry, rows.get(key, 0)) for key, entry in new.items() if key not in old]
    found += [PartyChange(kind="removed", id=key, name=entry.names[0]) for key, entry in old.items() if key not in new]
    for key, entry in new.items():
        earlier = old.get(key)
        if earlier is not None and earlier != entry:
            said_before, said_after = _difference(earlier, entry)
            if said_before != said_after:
                name, row = entry.names[0], rows.get(key, 0)
                found.append(
                    PartyChange(kind="changed", id=key, name=name, before=said_before, after=said_after, row=row)
                )
    return found


def _added(entry: ListedParty, row: int) -> PartyChange:
    return PartyChange(kind="added", id=entry.id, name=entry.names[0], after=entry.territory, row=row)


def _difference(before: ListedParty, after: ListedParty) -> tuple[str, str]:
    """Say of two entries in what they differ: names that only one has, and other fields."""
    sides: tuple[list[str], list[str]] = ([], [])
    for side, one, other in ((sides[0], before, after), (sides[1], after, before)):
        for named in ("names", "weak_names", "identifiers"):
            side += [each for each in getattr(one, named) if each not in getattr(other, named)]
        for named in ("territory", "listed", "until", "parent"):
            if getattr(one, named) != getattr(other, named):
                side.append(f"{named} {getattr(one, named) or 'unknown'}")
    return "; ".join(sides[0]), "; ".join(sides[1])


def check_list(
    found: PartyList,
    before: Sequence[ListedParty],
    *,
    where: str,
    expect: Collection[str] = (),
    rows_min: int | None = None,
    accept_loss: bool = False,
) -> None:
    """Refuse a file that is not the list that it should be.

    Parameters
    ----------
    before
        Entries of the version in use; empty if there is none.
    expect
        Names that must be on the list.
    rows_min
        Fewest parties; None takes that of the layout.
    accept_loss
        Take it although more vanish than may. Nothing else is ever waived.

    Raises
    ------
    ListError
        With everything that is wrong.
    """
    problems = [*found.problems, *_counts(found, rows_min), *_names_gone(found, before, expect)]
    if not accept_loss:
        problems += _loss(found, before)
    if problems:
        raise ListError(
            problem if problem.where else Problem(where=where, what=problem.what, remedy=problem.remedy)
            for problem in problems
        )


def _counts(found: PartyList, rows_min: int | None) -> Iterator[Problem]:
    least = EXPECTED[found.layout].rows_min if rows_min is None else rows_min
    if len(found.entries) < least:
        what = message(
            "parties.too_few",
            "parties found: {found}; expected of the layout {layout}: at least {least}.",
            found=len(found.entries),
            layout=found.layout,
            least=least,
        )
        remedy = message(
            "parties.check_whole", "Check that the file is whole; if the list is so short, --rows-min says so."
        )
        yield Problem(what=what, remedy=remedy)


def _names_gone(found: PartyList, before: Sequence[ListedParty], expect: Collection[str]) -> Iterator[Problem]:
    held = _folded_names(found.entries)
    for name in expect:
        if _folded(name) not in held:
            what = message("parties.expect_gone", "'{name}', which --expect names, is not on the list.", name=name)
            yield Problem(
                what=what, remedy=message("parties.right_list", "Check that it is the right list, and whole.")
            )
    had = _folded_names(before)
    for anchor in EXPECTED[found.layout].anchors:
        if _folded(anchor) in had and _folded(anchor) not in held:
            what = message("parties.anchor_gone", "'{name}' is on the version in use and not in the file.", name=anchor)
            yield Problem(
                what=what,
                remedy=message(
                    "parties.on_for_long", "It has been on the list for long: check that the file is whole."
                ),
            )


def _loss(found: PartyList, before: Sequence[ListedParty]) -> Iterator[Problem]:
    held = {each.id for each in found.entries}
    gone = [each.names[0] for each in before if each.id not in held]
    share = 100 * len(gone) / len(before) if before else 0.0
    if share > LOST_PERCENT_MAX:
        named: Text = joined(gone[:SHOWN], "semicolon")
        if len(gone) > SHOWN:
            named = counted(
                "error.and_more", "{names} and {n} more", "{names} and {n} more", names=named, n=len(gone) - SHOWN
            )
        what = message(
            "parties.many_gone",
            "{gone} of {all} parties in use are not in the file ({share} %): {names}.",
            gone=len(gone),
            all=len(before),
            share=f"{share:.0f}",
            names=named,
        )
        remedy = message(
            "lists.at_most_lost",
            "Expected at most {share} %. If the list did drop them, --accept-loss takes it.",
            share=f"{LOST_PERCENT_MAX:g}",
        )
        yield Problem(what=what, remedy=remedy)


def _folded_names(entries: Iterable[ListedParty]) -> set[str]:
    return {_folded(name) for entry in entries for name in entry.names}


def _folded(name: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if letter.isalnum())
