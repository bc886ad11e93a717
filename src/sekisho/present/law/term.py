"""One term of law for reading: its words, and how far it reaches under each reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sekisho.i18n.citations import article_in
from sekisho.i18n.conditions import prose, reach_prose, sentence
from sekisho.i18n.languages import for_reader
from sekisho.i18n.names import NO_LIMIT, NamingContext, speech_of
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.dates.calendar import subject_of
from sekisho.law.model.condition import terms_of
from sekisho.law.model.guidance import argument_data
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reach, Reading, Term
from sekisho.message import LawText, Message, Text, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, heading, paint, table


def words_lines(words: Mapping[str, str], language: str, width: int, indent: str) -> list[str]:
    """Set out words of law for a reader, the original first."""
    return table(list(for_reader(words, language).items()), indent=indent, width=width)


def term_lines(
    term: Term, speech: NamingContext, tell: PackageTranslator, *, number: int = 0, width: int = DEFAULT_WIDTH
) -> list[str]:
    """Set out a term: its words, and its reach under each reading with the reasons."""
    place = f"{number} " if number else ""
    kind = tell(message("lawdata.disputed", "disputed") if term.disputed else message("lawdata.defined", "defined"))
    lines = heading(
        (place + paint(str(term.id), Ink.BOLD), kind, article_in(term.article, speech.language)[1]), width=width
    )
    lines += words_lines(term.words, speech.language, width, "    ")
    rows: list[tuple[str, str]] = []
    if not term.disputed:
        rows.append((tell(message("lawdata.reaches", "reaches")), sentence(term.central.when, speech)))
    for names, reach in readings_told(term) if term.disputed else ():
        rows += _reach(names, reach, speech, tell)
    if term.source:
        rows.append((tell(message("lawdata.label_source", "source")), term.source))
    if term.note:
        rows.append((tell(message("lawdata.label_note", "note")), tell(term.note)))
    return [*lines, *table(rows, indent="    ", width=width)]


def readings_told(term: Term) -> list[tuple[str, Reach]]:
    """Name the readings of a disputed term; those of one effect together, and those that nobody argues as our own."""
    found: list[tuple[list[Reading], Reach]] = []
    for reading in Reading:
        reach = term.reach(reading)
        if found and (found[-1][1].when, found[-1][1].party) == (reach.when, reach.party):
            found[-1] = ([*found[-1][0], reading], _argued(found[-1][1], reach))
        else:
            found.append(([reading], reach))
    return [(reading_names(readings, reach), reach) for readings, reach in found]


def _argued(one: Reach, other: Reach) -> Reach:
    """Join two readings of one effect: the reasons of the one that somebody argues, and the voices of both."""
    voices = (*(one.argued_by or ()), *(other.argued_by or ()))
    return replace(one if one.argued_by else other, argued_by=tuple(dict.fromkeys(voices)))


def reading_names(readings: Iterable[Reading], reach: Reach) -> Text:
    """Name readings, the project's own among them as such; a central one that nobody argues is the middle one.

    >>> from sekisho.law.model.condition import TRUE
    >>> reading_names([Reading.CENTRAL], Reach(when=TRUE, argued_by=()))
    "middle reading (the project's own)"
    """
    own = reach.argued_by == ()
    middle = message("lawdata.middle_reading", "middle reading")
    names = joined([middle if own and reading is Reading.CENTRAL else reading.words for reading in readings], "and")
    return message("lawdata.own_reading", "{names} (the project's own)", names=names) if own else names


def voices(term: Term) -> Text:
    """Name who argues each reading of a disputed term, in one line."""
    argued = [
        joined((names, joined(map(LawText, dict.fromkeys(one.who for one in reach.argued_by)), "comma")), "colon")
        if reach.argued_by
        else names
        for names, reach in readings_told(term)
    ]
    return joined(argued, "semicolon")


def _reach(name: str, reach: Reach, speech: NamingContext, tell: PackageTranslator) -> Iterable[tuple[str, str]]:
    yield paint(tell(name), Ink.BOLD), speech.link("sentence", reach_prose(reach, speech))
    if reach.because:
        yield "", tell(message("lawdata.because", "because: {reason}", reason=LawText(reach.because)))
    for argument in reach.argued_by or ():
        kind = Message(f"page.voice_{argument.kind}", str(argument.kind).replace("_", " "), {})
        who = message("lawdata.voice", "{who} ({kind})", who=LawText(argument.who), kind=kind)
        text = message(
            "lawdata.argued_by",
            "argued by: {who} ({source}, read {day})",
            who=joined((who, LawText(argument.note) if argument.note else ""), "comma"),
            source=argument.source,
            day=argument.read,
        )
        yield "", tell(text)
    if reach.argued_by == ():
        nobody = message(
            "lawdata.argued_by_nobody",
            "argued by: nobody; no source that was read supports it, the reading is the project's own",
        )
        yield "", tell(nobody)


def term_text(term: Term, home: Measure | None, library: Library, *, language: str, width: int) -> list[str]:
    """Set out one term, with its number in the measure that defines it."""
    number = home.terms.index(term) + 1 if home is not None else 0
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    return [
        *([paint(home.id, Ink.BOLD)] if home is not None else []),
        *term_lines(term, speech, teller_of(library, language), number=number, width=width),
        *_used_by(term, library, teller_of(library, language), width),
    ]


def _used_by(term: Term, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    users = [
        str(clause.id)
        for measure, clause in library.clauses.values()
        if term.id in terms_of(clause.when) | terms_of(subject_of(clause, measure))
    ]
    users += [
        f"term {other.id}"
        for other in library.terms.values()
        if any(term.id in terms_of(other.reach(reading).when) for reading in Reading)
    ]
    used_by = message("lawdata.used_by", "used by")
    clauses = ", ".join(by_measure(users)) or message("lawdata.no_clause", "no clause")
    return table([(tell(used_by), tell(clauses))], indent="    ", width=width)


def by_measure(clauses: Iterable[str]) -> Iterable[str]:
    """Name the measure once before its clauses."""
    before = ""
    for name in clauses:
        measure, sign, clause = name.partition("#")
        yield f"#{clause}" if sign and measure == before else name
        before = measure


def term_record(term: Term, home: Measure | None, library: Library, *, language: str = "en") -> dict[str, object]:
    """Return a term as plain data, with the measure that defines it and the clauses that use it."""
    return {
        **term_data(term, speech_of(library, language=language, shown=NO_LIMIT)),
        "measure": str(home.id) if home else "",
        "used_by": [
            str(clause.id)
            for measure, clause in library.clauses.values()
            if term.id in terms_of(clause.when) | terms_of(subject_of(clause, measure))
        ],
    }


def term_data(term: Term, speech: NamingContext) -> dict[str, object]:
    """Return a term as plain data."""
    found: dict[str, object] = {
        "id": term.id,
        "words": dict(term.words),
        "article": term.article,
        "disputed": term.disputed,
        "source": term.source,
        "note": term.note,
    }
    if not term.disputed:
        return {**found, "when": prose(term.central.when, speech)}
    for reading in Reading:
        reach = term.reach(reading)
        argued = None if reach.argued_by is None else [argument_data(one) for one in reach.argued_by]
        found[str(reading)] = {"when": reach_prose(reach, speech), "because": reach.because, "argued_by": argued}
    return found
