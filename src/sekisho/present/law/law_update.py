"""What a law file is and changes, told before it is taken up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.message import Text, counted, joined, message
from sekisho.present.lists import more_of
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap
from sekisho.present.rescreen import LEVEL_NAMES, rescreen_data, rescreen_text
from sekisho.service.packages.law_update import LawUpdate, ListingChange, MeasureChange

SHOWN: Final = 8
"""Changes of a kind that are printed unless all are asked for. A guess: all kinds together fit a screen or two."""
KINDS: Final[Mapping[str, Text]] = {
    "new": message("lawdata.kind_new", "new"),
    "gone": message("lawdata.kind_gone", "gone"),
    "changed": message("lawdata.kind_changed", "changed"),
}


def law_update_text(update: LawUpdate, *, full: bool, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what a law file is, and what it changes: measures, parties, tables, golden answers, coverage, books."""
    say = Translator(language).say
    stated = update.manifest
    lines = [paint(f"{stated.name} {stated.version}", Ink.BOLD) + f"  SHA-256 {stated.digest}"]
    lines += wrap(say(_head(update)), width=width, indent="  ", hang="  ")
    if update.same:
        return [*lines, "", say(message("lawdata.law_same", "It has what is in use already."))]
    sections: tuple[tuple[Text, list[Text]], ...] = (
        (message("lawdata.head_parties", "Parties"), [_listing(change, full=full) for change in update.listings]),
        (message("lawdata.head_tables", "Tables"), list(_tables(update))),
        (message("lawdata.head_answers", "Golden answers"), list(_answers(update, full=full))),
        (
            message("lawdata.head_coverage", "Statement of coverage"),
            [_kind(kind, line) for kind, line in update.coverage],
        ),
    )
    lines += ["", paint(say(message("lawdata.head_measures", "Measures")), Ink.BOLD)]
    lines += list(_measures(update, full=full, language=language, width=width))
    for head, texts in sections:
        lines += ["", paint(say(head), Ink.BOLD)]
        shown = texts if full else texts[:SHOWN]
        for text in shown or [message("lawdata.nothing_changes", "nothing changes")]:
            lines += wrap(say(text), width=width, indent="  ", hang="    ")
        if len(texts) > len(shown):
            lines.append("  " + say(more_of(len(texts) - len(shown))))
    return [*lines, *_books(update, language, width)]


def _head(update: LawUpdate) -> Text:
    stated, before = update.manifest, update.before
    read = message("lawdata.update_read", "Sources read to {day}.", day=_day(stated.horizon))
    place = (
        message("lawdata.update_beside", "It comes beside what is in use.")
        if before is None
        else message(
            "lawdata.update_place",
            "It replaces {version}, which read them to {day}.",
            version=before.version,
            day=quantity("day", before.horizon),
        )
    )
    if update.same:
        return joined([read, place], "sentence")
    cases = counted("lawdata.update_cases", "{n} golden case passes.", "All {n} golden cases pass.", n=update.cases)
    return joined([read, place, cases], "sentence")


def _day(iso: str) -> Text:
    return quantity("day", date.fromisoformat(iso))


def _kind(kind: str, what: str) -> Text:
    return message("lawdata.change", "{kind}: {what}", kind=KINDS[kind], what=what)


def _measures(update: LawUpdate, *, full: bool, language: str, width: int) -> Iterator[str]:
    """Tell each measure that comes, goes or changes, and under it what stood under each key and what stands now."""
    say = Translator(language).say
    shown = update.measures if full else update.measures[:SHOWN]
    for change in shown:
        yield from wrap(say(_measure(change, language)), width=width, indent="  ", hang="    ")
        legible = [key for key in change.keys if key.before or key.after]
        some = legible if full else legible[:SHOWN]
        for key in some:
            yield from wrap(say(joined([key.part, key.key], "comma")), width=width, indent="    ", hang="      ")
            none = message("lawdata.key_absent", "nothing")
            rows = [
                (say(message("lawdata.key_before", "before")), key.before.get(language) or say(none)),
                (say(message("lawdata.key_now", "now")), key.after.get(language) or say(none)),
            ]
            yield from table(rows, indent="      ", width=width)
        if len(legible) > len(some):
            yield "    " + say(more_of(len(legible) - len(some)))
    if not shown:
        yield "  " + say(message("lawdata.nothing_changes", "nothing changes"))
    if len(update.measures) > len(shown):
        yield "  " + say(more_of(len(update.measures) - len(shown)))


def _measure(change: MeasureChange, language: str) -> Text:
    title = change.title.get(language) or change.title.get("en", "")
    named = message("lawdata.measure_named", "{id} ({title})", id=change.id, title=title)
    if not change.parts:
        return _kind(change.kind, named)
    parts = joined([joined([part, KINDS[kind]], "colon") for kind, part in change.parts], "comma")
    return joined([_kind(change.kind, named), parts], "semicolon")


def _listing(change: ListingChange, *, full: bool) -> Text:
    names = change.names if full else change.names[:SHOWN]
    parties = counted("lists.parties", "{n} party", "{n} parties", n=len(change.names))
    more = more_of(len(change.names) - len(names)) if len(change.names) > len(names) else ""
    on = message(
        "lawdata.listing",
        "{list}, {parties}: {names}",
        list=change.list,
        parties=parties,
        names=joined(names, "semicolon"),
    )
    return _kind(change.kind, joined([on, more], "semicolon"))


def _tables(update: LawUpdate) -> Iterator[Text]:
    for change in update.tables:
        yield message(
            "lawdata.table_rows",
            "{table}: {new} rows come, {gone} go",
            table=change.table,
            new=change.new,
            gone=change.gone,
        )


def _answers(update: LawUpdate, *, full: bool) -> Iterator[Text]:
    """Tell what has another answer first, then what goes, and what comes in one line."""
    for change in update.answers:
        if change.kind == "changed":
            before, after = _level(change.before), _level(change.after)
            if before == after:
                yield message(
                    "lawdata.other_reasons",
                    "{id} {name}: {after} as before, for other reasons",
                    id=change.id,
                    name=change.name,
                    after=after,
                )
            else:
                yield message(
                    "lawdata.answer_moves",
                    "{id} {name}: {before} -> {after}",
                    id=change.id,
                    name=change.name,
                    before=before,
                    after=after,
                )
    for kind in ("gone", "new"):
        cases = [change for change in update.answers if change.kind == kind]
        if cases and (full or kind == "gone"):
            yield from (_kind(kind, joined([change.id, change.name], "colon")) for change in cases)
        elif cases:
            yield _kind(kind, counted("lawdata.cases", "{n} case", "{n} cases", n=len(cases)))


def _level(level: str) -> str:
    return LEVEL_NAMES.get(level, level)


def _books(update: LawUpdate, language: str, width: int) -> list[str]:
    say = Translator(language).say
    lines = ["", paint(say(message("lawdata.head_books", "Books")), Ink.BOLD)]
    if not update.books:
        none = message(
            "lawdata.no_books", "No book is watched (`sekisho watch BOOK`), and none was named with --results."
        )
        return [*lines, *wrap(say(none), width=width, indent="  ", hang="  ")]
    for change in update.books:
        name = PurePath(change.book).name
        on = name
        if change.day is not None:
            day = quantity("day", change.day)
            on = message("lawdata.book_on", "{book}, by the law of {day}", book=name, day=day)
        lines.append(f"  {say(on)}")
        if change.law is not None:
            lines += [
                f"    {line}" if line else "" for line in rescreen_text(change.law, language=language, width=width - 4)
            ]
        elif change.untold is not None:
            untold = message(
                "lawdata.book_untold",
                "What moves is not known: {what} {remedy}",
                what=change.untold.what,
                remedy=change.untold.remedy,
            )
            lines += wrap(say(untold), width=width, indent="    ", hang="    ")
    return lines


def law_update_data(update: LawUpdate) -> dict[str, object]:
    """Return what a law file is and changes as plain data."""
    stated = update.manifest
    return {
        "name": stated.name,
        "version": stated.version,
        "before": update.before.version if update.before is not None else None,
        "made": stated.made,
        "horizon": stated.horizon,
        "needs": stated.needs,
        "digest": stated.digest,
        "law": stated.law,
        "same": update.same,
        "cases": update.cases,
        "encoded": list(stated.encoded),
        "not_covered": list(stated.not_covered),
        "measures": [
            {
                "kind": change.kind,
                "measure": change.id,
                "parts": [{"kind": kind, "part": part} for kind, part in change.parts],
                "keys": [
                    {
                        "part": key.part,
                        "key": key.key,
                        "before": key.before.get("en", ""),
                        "after": key.after.get("en", ""),
                    }
                    for key in change.keys
                ],
            }
            for change in update.measures
        ],
        "parties": [
            {"kind": change.kind, "list": change.list, "names": list(change.names)} for change in update.listings
        ],
        "tables": [{"table": change.table, "new": change.new, "gone": change.gone} for change in update.tables],
        "answers": [
            {
                "kind": change.kind,
                "case": change.id,
                "name": change.name,
                "before": change.before,
                "after": change.after,
            }
            for change in update.answers
        ],
        "coverage": [{"kind": kind, "line": line} for kind, line in update.coverage],
        "books": [
            {
                "book": change.book,
                "day": change.day.isoformat() if change.day is not None else None,
                "law": None if change.law is None else rescreen_data(change.law),
                "untold": str(change.untold.what) if change.untold is not None else None,
            }
            for change in update.books
        ],
    }


def law_update_rows(update: LawUpdate) -> Sequence[dict[str, object]]:
    """Return one record a change of a measure, a list, a table or a golden answer."""
    rows = [("measure", change.kind, change.id) for change in update.measures]
    rows += [("party", change.kind, f"{change.list}: {name}") for change in update.listings for name in change.names]
    rows += [("table", f"+{change.new} -{change.gone}", change.table) for change in update.tables]
    rows += [("answer", change.kind, f"{change.id}: {change.before} -> {change.after}") for change in update.answers]
    return [{"of": of, "kind": kind, "what": what} for of, kind, what in rows]
