"""Changes of law over a span of days, what is pending and what is not known: as text and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from sekisho.law.dates.calendar import Stage
from sekisho.law.dates.changes import ChangeKind, LawChange, LawDiff, OpenQuestion
from sekisho.law.dates.stages import clauses_with_days
from sekisho.law.model.library import Library
from sekisho.present.law.stages import OPEN, horizon_says, iso, library_data, stage_says
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, count, pad, paint, table, wrap

LABELS = {
    ChangeKind.TAKES_EFFECT: "takes effect",
    ChangeKind.CODES_ADDED: "codes added",
    ChangeKind.LISTING_UNKNOWN: f"{OPEN} not known",
    ChangeKind.UNKNOWN: f"{OPEN} not known",
    ChangeKind.UNLISTED: "off the list",
    ChangeKind.REVIVED: "applies again",
    ChangeKind.REPEALED: "applies no more",
    ChangeKind.ENDS: "clause ends",
    ChangeKind.BEGINS: "clause begins",
}
BOTH = "published, in effect"


def changed_text(found: LawDiff, library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell the changes by day, and then what is pending, to come, and not known."""
    span = f"from {found.since} to {found.until}"
    if found.changes:
        lines = [paint(f"{count(len(found.changes), 'change')} of law {span}", Ink.BOLD)]
        lines += _by_day(found.changes, library, width)
    else:
        lines = [f"Nothing in the loaded law changes {span}."]
    lines += ["", paint(f"Pending on {found.as_of}: published and not yet in effect", Ink.BOLD)]
    for measure in found.pending:
        lines += wrap(f"{measure.id}: takes effect on {measure.effective}", width=width, indent="  ", hang="    ")
    if not found.pending:
        lines.append("  none")
    if found.ahead:
        lines += ["", paint(f"Ahead of {found.as_of}, as the library knows it", Ink.BOLD)]
        lines += _by_day(found.ahead, library, width)
    lines += ["", paint(f"Not known on {found.as_of}", Ink.BOLD)]
    lines += [line for question in found.unknown for line in _question(question, width)]
    for name, parties in found.listings.items():
        many = count(len(parties), "party", "parties")
        lines += wrap(f"{OPEN} whether {many} still stand on {name}", width=width, indent="  ", hang="    ")
    if not found.unknown and not found.listings:
        lines.append("  nothing that is named")
    return [*lines, "", *wrap(horizon_says(library), width=width)]


def _by_day(found: Iterable[LawChange], library: Library, width: int) -> Iterator[str]:
    for day, group in groupby(found, key=lambda change: change.day):
        yield paint(str(day), Ink.BOLD)
        rows = [(pad(label, cells(BOTH)), text) for label, text in _rows(list(group), library)]
        yield from table(rows, width=width)


def _rows(group: list[LawChange], library: Library) -> Iterator[tuple[str, str]]:
    """Return what happens on one day as rows: things to which the same happens are one row.

    So are the publication of a measure and its taking effect.
    """
    at_once = {change.measure for change in group if change.kind is ChangeKind.TAKES_EFFECT} & {
        change.measure for change in group if change.kind is ChangeKind.PUBLISHED
    }
    rows: dict[tuple[str, str], list[str]] = {}
    for change in group:
        together = change.measure in at_once and change.kind is ChangeKind.PUBLISHED
        if change.measure in at_once and change.kind is ChangeKind.TAKES_EFFECT:
            continue
        label = BOTH if together else LABELS.get(change.kind, str(change.kind))
        rows.setdefault((label, _detail(change, library)), []).append(_name(change))
    for (label, detail), names in rows.items():
        shown = paint(label, Ink.BLUE) if label.startswith(OPEN) else label
        yield shown, f"{', '.join(names)}{': ' if detail else ''}{detail}"


def _name(change: LawChange) -> str:
    match change.kind:
        case ChangeKind.CODES_ADDED:
            return f"{count(len(change.names), 'code')} of {change.scheme}"
        case ChangeKind.LISTED | ChangeKind.UNLISTED | ChangeKind.LISTING_UNKNOWN:
            return f"{count(len(change.names), 'party', 'parties')} on {change.list}"
        case _:
            return str(change.clause or change.measure)


def _detail(change: LawChange, library: Library) -> str:
    match change.kind:
        case ChangeKind.PUBLISHED if change.measure:
            return library[change.measure].title.get("en", "")
        case ChangeKind.TAKES_EFFECT if change.stage in {Stage.SUSPENDED, Stage.UNKNOWN}:
            return stage_says(change.stage, change.span)
        case ChangeKind.CODES_ADDED:
            paused = f", {stage_says(change.stage, change.span)}" if change.stage is Stage.SUSPENDED else ""
            return f"by {change.measure}{paused}"
        case ChangeKind.LISTED | ChangeKind.UNLISTED | ChangeKind.LISTING_UNKNOWN:
            return f"by {change.measure}" if change.measure else ""
        case ChangeKind.SUSPENDED:
            return _pause(change)
        case ChangeKind.UNKNOWN if change.span is not None:
            return f"{change.span.named}. {change.span.question}"
        case _:
            return ""


def _pause(change: LawChange) -> str:
    assert change.span is not None  # noqa: S101 - a suspension has its span
    says = stage_says(Stage.SUSPENDED, change.span).removeprefix("suspended").strip()
    early = f", before the first day of effect, {change.effective}" if change.stage is Stage.PUBLISHED else ""
    return f"{says or 'without a stated end'}{early}"


def _question(question: OpenQuestion, width: int) -> Iterator[str]:
    yield paint(f"  {OPEN} {question.name}", Ink.BLUE)
    values = ", ".join(value for value, _ in question.values)
    rows = [
        ("", "question", question.question),
        ("", "open since", str(question.since)),
        ("", "bears on", ", ".join(question.touches)),
        ("", "to set it", f"--assume {question.name}=VALUE, with check, bulk or timeline: {values}"),
    ]
    yield from table(rows, width=width)


def changed_data(found: LawDiff, library: Library) -> dict[str, object]:
    """Return the changes as plain data."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "as_of": found.as_of.isoformat(),
        "changes": [change_row(change, library) for change in found.changes],
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
        "ahead": [change_row(change, library) for change in found.ahead],
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


def change_row(change: LawChange, library: Library) -> dict[str, object]:
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
    }
