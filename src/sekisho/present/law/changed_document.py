"""What changed in the law between two days, as a document: what moves for a shipment, then month by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Final

from sekisho.determination.line.item_moves import ItemMove
from sekisho.determination.line.party_moves import PartyMove, party_moves
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import plain_name
from sekisho.law.dates.changes import ChangeKind, LawChange, LawDiff
from sekisho.law.dates.events import Event
from sekisho.law.model.library import Library
from sekisho.message import CapitalText, LawText, Text, counted, joined, message
from sekisho.present.document import Document, Head, Points, Section, Table, section
from sekisho.present.law.changes import OwnLines, gathered
from sekisho.present.law.item_outcomes import list_called, moved
from sekisho.present.law.stages import horizon_says

_OF_LISTS: Final = frozenset({ChangeKind.LISTED, ChangeKind.UNLISTED, ChangeKind.LISTING_UNKNOWN})
_NOT_KNOWN: Final = frozenset({ChangeKind.UNKNOWN, ChangeKind.LISTING_UNKNOWN})


def changes_document(
    found: LawDiff,
    moves: Iterable[ItemMove],
    events: Iterable[Event],
    library: Library,
    own: OwnLines | None = None,
) -> Document:
    """Set out what changed between two days, and what is known to come.

    Parameters
    ----------
    own
        What the changes touch in an order list of the reader's; None if there is none.
    """
    since, until = quantity("day", found.since), quantity("day", found.until)
    listed = _listed(found, library)
    title = counted(
        "law.changed_title",
        "{n} change of law, {since} to {until}",
        "{n} changes of law, {since} to {until}",
        n=len(gathered(found.changes)),  # what is one row of the tables below counts as one
        since=since,
        until=until,
    )
    return Document(
        head=Head(title=title, line=Text(""), findings=(), cautions=(), card={}),
        sections=(
            *section(message("law.own_lines", "Your lines"), _own_part(own), name="your-lines"),
            *section(
                message("law.moved", "What moves for a shipment to Japan"),
                moved(tuple(moves), found.since, found.until, listed=listed, library=library),
            ),
            *_months(found.changes, {move.change.day for move in listed}, library, own),
            *section(message("law.coming", "Known to come"), _table(found.ahead, library, own)),
            *section(
                message("law.not_known_now", "Not known on {day}", day=quantity("day", found.as_of)),
                _unknown(found, library),
                name="not-known",
            ),
            *section(message("law.events_then", "Events of these days"), _events(events), name="events"),
        ),
    )


def _listed(found: LawDiff, library: Library) -> tuple[PartyMove, ...]:
    return tuple(party_moves(found.changes, library, found.since, found.until))


def _own_part(own: OwnLines | None) -> Points | None:
    return None if own is None else Points(items=(own.says,), places=(own.place,))


def _months(
    changes: Iterable[LawChange], to_japan: Collection[date], library: Library, own: OwnLines | None
) -> Iterator[Section]:
    """Set out each month; one with a day on which parties of Japan came onto a list, or left one, stands open."""
    months = [
        (key, list(group)) for key, group in groupby(changes, key=lambda change: (change.day.year, change.day.month))
    ]
    for (year, month), group in reversed(months):  # the newest first: it is what a reader came for
        is_open = any(change.day in to_japan for change in group)
        for shown in section(quantity("month", year, month), _table(group, library, own)):
            yield replace(shown, is_open=is_open)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """A change of law as a feed tells it: its day, what happens, of what, and the address of the measure.

    Parameters
    ----------
    name
        Stands for the change for good, in whatever language it is told.
    """

    day: date
    name: str
    title: Text
    place: str


def feed_entries(changes: Iterable[LawChange], library: Library) -> list[FeedEntry]:
    """Tell changes of law one by one, the newest first; they name measures, lists and counts, and no party."""
    entries = [
        FeedEntry(
            day=day,
            name=":".join(filter(None, (str(day), group[0].kind, measure, listed))),
            title=joined([label, _what(group, library)], "colon"),
            place=f"/measures/{measure}" if measure else "/changes",
        )
        for (day, label, measure, listed), group in gathered(changes).items()
    ]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def _table(changes: Iterable[LawChange], library: Library, own: OwnLines | None) -> Table | None:
    rows = gathered(changes)
    if not rows:
        return None
    return Table(
        caption=message("law.changes_caption", "Each change, with the measure that makes it"),
        heads=(
            message("law.head_day", "Day"),
            message("law.head_change", "Change"),
            message("law.head_what", "Of what"),
            *((message("law.head_own", "Your lines"),) if own is not None else ()),
        ),
        rows=tuple(
            (
                quantity("short_day", key[0]),
                key[1],
                _what(group, library),
                *((Text(f"{own.counts.get(key, 0):,}"),) if own is not None else ()),
            )
            for key, group in rows.items()
        ),
        texts=3,
        ends=tuple(own.place if own.counts.get(key) else "" for key in rows) if own is not None else (),
        places=tuple(f"/measures/{measure}" if measure else "" for _, _, measure, _ in rows),
        placed=2,
    )


def _what(group: list[LawChange], library: Library) -> Text:
    """Name what changes: a measure, so many of its clauses, so many parties or codes."""
    first = group[0]
    name = CapitalText(plain_name(library[first.measure], library)) if first.measure else Text("")
    if first.kind in _OF_LISTS:
        parties = counted(
            "law.parties_listed",
            "{n} party on {list}",
            "{n} parties on {list}",
            n=sum(len(change.names) for change in group),
            list=list_called(first.list, library),
        )
        return joined([name, parties], "colon") if name else parties
    if first.kind is ChangeKind.CODES_ADDED:
        codes = counted("law.codes_listed", "{n} control code", "{n} control codes", n=len(first.names))
        return joined([name, codes], "colon")
    clauses = [change for change in group if change.clause]
    if clauses:
        number = counted("law.clauses_of_it", "{n} clause", "{n} clauses", n=len(clauses))
        return joined([name, number], "colon")
    return name


def _unknown(found: LawDiff, library: Library) -> Points | None:
    """Put what is not known as questions; each leads to the measure that hangs on it, of several to the first."""
    texts: dict[Text, str] = {
        LawText(question.question): next((_place(name) for name in question.touches), "") for question in found.unknown
    }
    for name, parties in found.listings.items():
        on = list_called(name, library)
        text = counted(
            "law.listings_unknown", "{n} listing on {list}", "{n} listings on {list}", n=len(parties), list=on
        )
        texts.setdefault(text, "")
    if texts or any(change.kind in _NOT_KNOWN for change in (*found.changes, *found.ahead)):
        texts.setdefault(horizon_says(library), "")  # why: the law went on after the last day that was read
    return Points(items=tuple(texts), places=tuple(texts.values())) if texts else None


def _place(name: str) -> str:
    """Return the address of a measure by its id, or by that of one of its clauses."""
    measure, _, clause = name.partition("#")
    return f"/measures/{measure}" if clause or "/" in measure else ""


def _events(events: Iterable[Event]) -> Points | None:
    texts = tuple(
        joined(
            [
                quantity("day", event.first)
                if event.precision == "day"
                else quantity("month", event.first.year, event.first.month),
                LawText(event.text),
            ],
            "colon",
        )
        for event in sorted(events, key=lambda event: event.first, reverse=True)
    )
    return Points(items=texts) if texts else None
