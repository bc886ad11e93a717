"""Changes of law over a span of days, what is pending and what is not known: as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Final

from sekisho.determination.line.item_moves import ItemMove
from sekisho.determination.line.party_moves import party_moves
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.names import act_text, plain_name
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.changes import ChangeKind, LawChange, LawDiff, OpenQuestion
from sekisho.law.dates.stages import clauses_with_days
from sekisho.law.model.assumptions import as_said
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure, StatusInterval
from sekisho.message import CapitalText, LawText, Text, counted, day_text, joined, message
from sekisho.present.determination.phrases import cited_text
from sekisho.present.law.item_outcomes import move_row, moved, party_move_row
from sekisho.present.law.stages import OPEN, extent_says, horizon_says, iso, library_data, stage_says
from sekisho.present.render.document_text import part_text
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, pad, paint, table, wrap

NOT_KNOWN: Final = message("law.open", "{mark} not known", mark=OPEN)
LABELS: Final[Mapping[ChangeKind, Text]] = {
    ChangeKind.PUBLISHED: message("law.change_published", "published"),
    ChangeKind.TAKES_EFFECT: message("law.change_takes_effect", "takes effect"),
    ChangeKind.CODES_ADDED: message("law.change_codes_added", "codes added"),
    ChangeKind.BEGINS: message("law.change_begins", "clause begins"),
    ChangeKind.LISTED: message("law.change_listed", "listed"),
    ChangeKind.SUSPENDED: message("law.change_suspended", "suspended"),
    ChangeKind.REVIVED: message("law.change_revived", "applies again"),
    ChangeKind.UNKNOWN: NOT_KNOWN,
    ChangeKind.LISTING_UNKNOWN: NOT_KNOWN,
    ChangeKind.ENDS: message("law.change_ends", "clause ends"),
    ChangeKind.UNLISTED: message("law.change_unlisted", "off the list"),
    ChangeKind.REPEALED: message("law.change_repealed", "ends"),
}
"""What happens on a day, in a word or two."""
BOTH: Final = message("law.change_both", "published, in effect")


def gathered(changes: Iterable[LawChange]) -> dict[tuple[date, Text, MeasureId | None, str], list[LawChange]]:
    """Gather changes by day, kind, measure and list, as they are counted on every face.

    That a measure is published and takes effect is one.
    """
    rows: dict[tuple[date, Text, MeasureId | None, str], list[LawChange]] = {}
    found = list(changes)
    begun = {(change.day, change.measure) for change in found if change.kind is ChangeKind.PUBLISHED} & {
        (change.day, change.measure) for change in found if change.kind is ChangeKind.TAKES_EFFECT
    }
    for change in found:
        both = (change.day, change.measure) in begun
        if both and change.kind is ChangeKind.TAKES_EFFECT:
            continue
        label = BOTH if both and change.kind is ChangeKind.PUBLISHED else LABELS[change.kind]
        rows.setdefault((change.day, label, change.measure, change.list), []).append(change)
    return rows


ChangeKey = tuple[date, Text, MeasureId | None, str]
"""What is one row of a table of changes: its day, what happens, of which measure or list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLines:
    """What changes of law touch in an order list of the reader's.

    Parameters
    ----------
    name
        The list.
    place
        Address of the page of its lines that the two days answer differently.
    lines, touched
        Lines of the list, and those that any of the changes touches.
    counts
        Those that each row of changes touches.
    """

    name: str
    place: str
    lines: int
    touched: int
    counts: Mapping[ChangeKey, int]

    def of(self, change: LawChange) -> int:
        """Return how many lines the row of a change touches."""
        labels = (LABELS[change.kind], BOTH)
        keys = ((change.day, label, change.measure, change.list) for label in labels)
        return next((self.counts[key] for key in keys if key in self.counts), 0)

    def to_dict(self) -> dict[str, object]:
        """Return the counts of the whole list as plain data."""
        return {"list": self.name, "lines": self.lines, "touched": self.touched}

    @property
    def says(self) -> Text:
        """Say how many lines are touched."""
        return counted(
            "law.touched",
            "These changes affect {n} of your {lines} lines in {list}.",
            "These changes affect {n} of your {lines} lines in {list}.",
            n=self.touched,
            lines=f"{self.lines:,}",
            list=self.name,
        )


def own_lines(name: str, place: str, results: Path, found: LawDiff, library: Library) -> OwnLines:
    """Count the lines of an order list that changes of law touch, those that are known to come included.

    Raises
    ------
    BookError
        If the results of the list cannot be read.
    """
    from sekisho.determination.rescreen.touched_lines import touched_lines  # who has no list needs no database

    groups = {**gathered(found.ahead), **gathered(found.changes)}
    touched = touched_lines(results, list(groups.values()), library)
    counts = dict(zip(groups, touched.each, strict=True))
    return OwnLines(name=name, place=place, lines=touched.lines, touched=touched.touched, counts=counts)


def changed_text(
    found: LawDiff,
    library: Library,
    moves: Sequence[ItemMove] = (),
    *,
    own: OwnLines | None = None,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell the changes by day, and then what moves for a shipment, what is pending, to come, and not known."""
    tell = teller_of(library, language)
    since, until, day = found.since, found.until, found.as_of
    if found.changes:
        head = counted(
            "law.changes_between",
            "{n} change of law from {since} to {until}",
            "{n} changes of law from {since} to {until}",
            n=len(gathered(found.changes)),
            since=since,
            until=until,
        )
        lines = [paint(tell(head), Ink.BOLD), *_by_day(found.changes, library, tell, width)]
    else:
        lines = [
            tell(
                message(
                    "law.nothing_changes",
                    "No law here changes from {since} to {until}.",
                    since=since,
                    until=until,
                )
            )
        ]
    if own is not None:
        lines += ["", *wrap(tell(own.says), width=width)]
    moved_head = message("law.moved", "What moves for a shipment to Japan")
    listed = tuple(party_moves(found.changes, library, found.since, found.until))
    moved_part = moved(moves, found.since, found.until, listed=listed, library=library)
    lines += ["", paint(tell(moved_head), Ink.BOLD), *part_text(moved_part, tell, width)]
    lines += ["", *_pending(found, library, tell, width)]
    if found.ahead:
        ahead = message("law.ahead", "Ahead of {day}, as far as the law data know it", day=day)
        lines += ["", paint(tell(ahead), Ink.BOLD), *_by_day(found.ahead, library, tell, width)]
    return [*lines, "", *_unknown(found, library, tell, width), "", *wrap(tell(horizon_says(library)), width=width)]


def _pending(found: LawDiff, library: Library, tell: PackageTranslator, width: int) -> Iterator[str]:
    head = message("law.pending", "Pending on {day}: published and not yet in effect", day=found.as_of)
    yield paint(tell(head), Ink.BOLD)
    for measure in found.pending:
        text = message(
            "law.pending_measure",
            "{measure}: takes effect on {day}",
            measure=CapitalText(measure_called(measure.id, library)),
            day=measure.effective,
        )
        yield from wrap(tell(text), width=width, indent="  ", hang="    ")
    if not found.pending:
        yield "  " + tell(message("law.none_pending", "none"))


def _unknown(found: LawDiff, library: Library, tell: PackageTranslator, width: int) -> Iterator[str]:
    yield paint(tell(message("law.unknown_on", "Not known on {day}", day=found.as_of)), Ink.BOLD)
    for question in found.unknown:
        yield from _question(question, library, tell, width)
    for name, parties in found.listings.items():
        text = counted(
            "law.unknown_listings",
            "{mark} whether {n} party is still on {list}",
            "{mark} whether {n} parties are still on {list}",
            n=len(parties),
            mark=OPEN,
            list=PartyListText(name),
        )
        yield from wrap(tell(text), width=width, indent="  ", hang="    ")
    if not found.unknown and not found.listings:
        yield "  " + tell(message("law.nothing_named", "nothing that is named"))


def _by_day(found: Iterable[LawChange], library: Library, tell: PackageTranslator, width: int) -> Iterator[str]:
    room = max(cells(tell(label)) for label in (*LABELS.values(), BOTH))
    for day, group in groupby(found, key=lambda change: change.day):
        yield paint(tell(day_text(day)), Ink.BOLD)
        rows = []
        for label, text in _rows(list(group), library):
            shown = paint(tell(label), Ink.BLUE) if label is NOT_KNOWN else tell(label)
            rows.append((pad(shown, room), tell(text)))
        yield from table(rows, width=width)


def _rows(group: list[LawChange], library: Library) -> Iterator[tuple[Text, Text]]:
    """Return what happens on one day as rows: things to which the same happens are one row.

    So are the publication of a measure and its taking effect.
    """
    at_once = {change.measure for change in group if change.kind is ChangeKind.TAKES_EFFECT} & {
        change.measure for change in group if change.kind is ChangeKind.PUBLISHED
    }
    rows: dict[tuple[Text, str], list[LawChange]] = {}
    for change in group:
        together = change.measure in at_once and change.kind is ChangeKind.PUBLISHED
        if change.measure in at_once and change.kind is ChangeKind.TAKES_EFFECT:
            continue
        label = BOTH if together else LABELS[change.kind]
        rows.setdefault((label, _detail(change, library)), []).append(change)
    for (label, detail), several in rows.items():
        yield label, CapitalText(joined((joined(_names(several, library), "semicolon"), detail), "colon"))


def _names(changes: Iterable[LawChange], library: Library) -> Iterator[Text]:
    """Name what changes: measures and lists as people do, and of clauses how many of which measure."""
    clauses: dict[MeasureId, int] = {}
    for change in changes:
        if change.clause is not None and change.measure is not None:
            clauses[change.measure] = clauses.get(change.measure, 0) + 1
        else:
            yield _name(change, library)
    for measure, number in clauses.items():
        yield counted(
            "law.clauses_of",
            "{n} clause of {measure}",
            "{n} clauses of {measure}",
            n=number,
            measure=measure_called(measure, library),
        )


def measure_called(name: MeasureId, library: Library) -> Text:
    """Name a measure as people do, with its act, by which it may be looked for."""
    return cited_text(library[name], library) if name in library.measures else Text(str(name))


def measures_called(names: Iterable[str], library: Library) -> Text:
    """Name measures, each once, by ids of measures or of their clauses."""
    whole = dict.fromkeys(MeasureId(name.partition("#")[0]) for name in names)
    return joined([measure_called(name, library) for name in whole], "semicolon")


def _name(change: LawChange, library: Library) -> Text:
    match change.kind:
        case ChangeKind.CODES_ADDED:
            return counted("law.codes_listed", "{n} control code", "{n} control codes", n=len(change.names))
        case ChangeKind.LISTED | ChangeKind.UNLISTED | ChangeKind.LISTING_UNKNOWN:
            return counted(
                "law.parties_on",
                "{n} party on {list}",
                "{n} parties on {list}",
                n=len(change.names),
                list=PartyListText(change.list),
            )
        case _:
            return measure_called(change.measure, library) if change.measure else Text("")


def _detail(change: LawChange, library: Library) -> str:
    by = message("law.by", "by {name}", name=_act(library[change.measure], library)) if change.measure else ""
    match change.kind:
        case ChangeKind.TAKES_EFFECT if change.stage in {Stage.SUSPENDED, Stage.UNKNOWN}:
            return stage_says(change.stage, _span(change, library))
        case ChangeKind.CODES_ADDED if change.stage is Stage.SUSPENDED:
            return joined((by, stage_says(change.stage, _span(change, library))), "comma")
        case ChangeKind.CODES_ADDED | ChangeKind.LISTED | ChangeKind.UNLISTED | ChangeKind.LISTING_UNKNOWN:
            return by
        case ChangeKind.SUSPENDED:
            return _pause(change, library)
        case ChangeKind.UNKNOWN if change.span is not None:
            return LawText(change.span.question)
        case _:
            return ""


def _act(measure: Measure, library: Library) -> Text:
    """Name the act of a measure by its number, and one without by what people call it."""
    act = act_text(measure)
    return plain_name(measure, library) if isinstance(act, LawText) else act


def _span(change: LawChange, library: Library) -> StatusInterval | None:
    """Return the span of a change, with the measure that made it called by its act."""
    span = change.span
    if span is None or span.by not in library.measures:
        return span
    return replace(span, by=_act(library.measures[MeasureId(span.by)], library))


def _pause(change: LawChange, library: Library) -> Text:
    span = _span(change, library)
    assert span is not None  # noqa: S101 - a suspension has its span
    pause = extent_says(span) or message("law.without_end", "without a stated end")
    if change.stage is Stage.PUBLISHED:
        return message(
            "law.pause_early", "{pause}, before the first day of effect, {day}", pause=pause, day=change.effective or ""
        )
    return joined((pause,))


def _question(question: OpenQuestion, library: Library, tell: PackageTranslator, width: int) -> Iterator[str]:
    asked = message("law.open_question", "{mark} {question}", mark=OPEN, question=LawText(question.question))
    yield from (paint(line, Ink.BLUE) for line in wrap(tell(asked), width=width, indent="  ", hang="    "))
    how = message(
        "law.assume_how",
        "--assume {name}={values}, with check, bulk or timeline",
        name=question.name,
        values="|".join(as_said(value) for value, _ in question.values),
    )
    rows = [
        (message("law.label_open_since", "open since"), day_text(question.since)),
        (message("law.label_bears_on", "Related measures"), measures_called(question.touches, library)),
        (message("law.label_to_set", "to set it"), how),
    ]
    yield from table([("", tell(label), tell(text)) for label, text in rows], width=width)


def changed_data(
    found: LawDiff, library: Library, moves: Iterable[ItemMove] = (), own: OwnLines | None = None
) -> dict[str, object]:
    """Return the changes as plain data."""
    return {
        **({"own_lines": own.to_dict()} if own is not None else {}),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "as_of": found.as_of.isoformat(),
        "changes": [change_row(change, library, own) for change in found.changes],
        "moves": [move_row(move) for move in moves],
        "party_moves": [party_move_row(move) for move in party_moves(found.changes, library, found.since, found.until)],
        "pending": [
            {
                "measure": measure.id,
                "title": measure.title.get("en", ""),
                "published": measure.published.isoformat(),
                "effective": measure.effective.isoformat(),
                "clauses_with_days": [clause.id for clause in clauses_with_days(measure)],
            }
            for measure in found.pending
        ],
        "ahead": [change_row(change, library, own) for change in found.ahead],
        "unknown": [
            {
                "name": question.name,
                "question": question.question,
                "because": question.because,
                "since": question.since.isoformat(),
                "values": {value: str(state) for value, state in question.values},
                "touches": list(question.touches),
            }
            for question in found.unknown
        ],
        "unknown_listings": {name: list(parties) for name, parties in found.listings.items()},
        "library": library_data(library),
    }


def change_row(change: LawChange, library: Library, own: OwnLines | None = None) -> dict[str, object]:
    """Return one change as a record; what does not belong to its kind is empty."""
    span = change.span
    return {
        "date": change.day.isoformat(),
        "change": str(change.kind),
        "measure": change.measure or "",
        "title": library[change.measure].title.get("en", "") if change.measure else "",
        "clause": change.clause or "",
        "state": str(change.stage) if change.stage else "",
        "from": span.start.isoformat() if span else "",
        "until": iso(span.until) if span else "",
        "by": span.by if span else "",
        "unknown": span.named if span else "",
        "question": span.question if span else "",
        "list": change.list,
        "scheme": change.scheme,
        "count": len(change.names),
        "names": list(change.names),
        **({"own_lines": own.of(change)} if own is not None else {}),
    }
