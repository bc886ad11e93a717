"""Measures for reading: a list with their state on a day, and one measure clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.law.calendar import is_published, is_within, status_on
from sekisho.law.condition import TRUE, terms_of
from sekisho.law.library import Library
from sekisho.law.measure import Clause, Effect, Measure, State, Status
from sekisho.law.prose import NO_LIMIT, Speech, prose, speech_of
from sekisho.law.term import Reach, Reading, Term
from sekisho.report.layout import DEFAULT_WIDTH, Ink, count, paint, table, wrap


@dataclass(frozen=True, slots=True)
class StateOnDay:
    """What a measure is on a day.

    Parameters
    ----------
    name
        in_force, suspended, unknown, repealed, published (and not yet effective), unpublished.
    says
        The same for people, with its date.
    """

    name: str
    says: str

    @property
    def applies(self) -> bool:
        """The measure applies, or may apply."""
        return self.name in {State.IN_FORCE, State.UNKNOWN}


def state_on(measure: Measure, day: date) -> StateOnDay:
    """Return what a measure is on a day."""
    if not is_published(measure, day):
        return StateOnDay("unpublished", f"published later, on {measure.published}")
    if not is_within(day, measure.effective, None):
        return StateOnDay("published", f"takes effect on {measure.effective}")
    if measure.repealed is not None and is_within(day, measure.repealed, None):
        return StateOnDay("repealed", f"repealed from {measure.repealed}")
    span = status_on(measure.status, day)
    if span is None or span.state is State.IN_FORCE:
        return StateOnDay(State.IN_FORCE, "in force")
    if span.state is State.SUSPENDED:
        return StateOnDay(State.SUSPENDED, f"suspended {_until(span)}")
    return StateOnDay(State.UNKNOWN, f"not known: {span.named}")


def _until(span: Status) -> str:
    return f"through {span.until}" if span.until else f"from {span.start}"


def measures_rows(library: Library, day: date, *, only_in_force: bool) -> list[dict[str, object]]:
    """Return one record a measure, with its state on the day."""
    rows: list[dict[str, object]] = []
    for measure in library.measures.values():
        state = state_on(measure, day)
        if only_in_force and not state.applies:
            continue
        rows.append(
            {
                "id": measure.id,
                "title": measure.title.get("en", ""),
                "title_zh": measure.title.get("zh", ""),
                "kind": measure.kind,
                "jurisdiction": measure.jurisdiction,
                "instrument": measure.instrument,
                "published": measure.published.isoformat(),
                "effective": measure.effective.isoformat(),
                "repealed": measure.repealed.isoformat() if measure.repealed else "open",
                "as_of": day.isoformat(),
                "state": str(state.name),
                "clauses": len(measure.clauses),
                "confidence": str(measure.confidence),
            }
        )
    return rows


def measures_text(library: Library, day: date, *, only_in_force: bool, width: int = DEFAULT_WIDTH) -> list[str]:
    """List measures with the day of effect, their state on the day, and their title."""
    states = [(measure, state_on(measure, day)) for measure in library.measures.values()]
    shown = [(measure, state) for measure, state in states if state.applies or not only_in_force]
    if not shown:
        first = min((measure.effective for measure in library.measures.values()), default=None)
        began = f" The earliest begins on {first}." if first else ""
        return [f"No loaded measure was in force on {day}.{began}"]
    head = paint(f"{count(len(shown), 'measure')}, as of {day}", Ink.BOLD)
    lines = [head]
    for measure, state in shown:
        title = measure.title.get("en", "")
        note = "" if state.name == State.IN_FORCE else paint(f"  {state.says}", Ink.YELLOW)
        lines.append(f"{paint(measure.id, Ink.BOLD)}  {measure.effective}{note}")
        lines += wrap(title, width=width, indent="  ", hang="  ")
    return lines


def measure_text(
    measure: Measure,
    library: Library,
    day: date,
    *,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Set out one measure: words, translation, encoding as sentences, terms, sources."""
    speech = speech_of(library, language=language, shown=12)
    lines = [paint(measure.id, Ink.BOLD)]
    lines += [line for title in measure.title.values() for line in _in(title, width, "  ")]
    lines += ["", *table(list(_facts_of(measure, library, day)), width=width)]
    if measure.subject != TRUE:
        lines += ["", paint("Every clause also needs", Ink.BOLD)]
        lines += _in(f"{prose(measure.subject, speech)}.", width, "  ")
    if measure.clauses:
        lines += ["", paint("Clauses", Ink.BOLD)]
        for clause in measure.clauses:
            lines += [*_clause(clause, library, speech, day, width), ""]
        lines.pop()
    if measure.terms:
        lines += ["", paint("Terms", Ink.BOLD)]
        for number, term in enumerate(measure.terms, start=1):
            lines += [*term_lines(term, speech, number=number, width=width), ""]
        lines.pop()
    lines += ["", paint("Sources", Ink.BOLD)]
    for source in measure.sources:
        note = f", {source.note}" if source.note else ""
        lines += _in(f"{source.url} ({source.language}, read {source.read}{note})", width, "  ")
    return lines


def _in(text: str, width: int, indent: str, hang: str | None = None) -> list[str]:
    return wrap(text, width=width, indent=indent, hang=hang)


def _facts_of(measure: Measure, library: Library, day: date) -> Iterable[tuple[str, str]]:
    yield "state", f"{state_on(measure, day).says}, as of {day}"
    yield "authority", measure.authority
    yield "instrument", measure.instrument
    yield "published", measure.published.isoformat()
    yield "effective", measure.effective.isoformat()
    yield "repealed", measure.repealed.isoformat() if measure.repealed else "open"
    for span in measure.status:
        yield "status", _span(span)
    if measure.basis:
        yield "rests on", ", ".join(measure.basis)
    for relation in measure.relations:
        clause = f", {relation.clause}" if relation.clause else ""
        start = f" from {relation.start}" if relation.start else ""
        until = f" through {relation.until}" if relation.until else ""
        yield relation.kind.replace("_", " "), f"{relation.measure}{clause}{start}{until}"
    for other in library.measures.values():
        for relation in other.relations:
            if relation.measure == measure.id:
                yield f"{_PASSIVE.get(relation.kind, relation.kind)}", str(other.id)
    yield "confidence", str(measure.confidence)
    if measure.note:
        yield "note", measure.note


_PASSIVE = {
    "suspends": "suspended by",
    "amends": "amended by",
    "absorbed_by": "absorbs",
    "supersedes": "superseded by",
}


def _span(span: Status) -> str:
    until = f" through {span.until}" if span.until else " on"
    name = "not known" if span.state is State.UNKNOWN else str(span.state).replace("_", " ")
    says = f"{name} from {span.start}{until}"
    if span.named:
        values = ", ".join(f"{value} ({state})" for value, state in span.values)
        says += f": {span.named} = {values}"
    if span.by:
        says += f", by {span.by}"
    return says.replace("in_force", "in force")


def _clause(clause: Clause, library: Library, speech: Speech, day: date, width: int) -> list[str]:
    name = clause.id.partition("#")[2]
    level = f": {clause.level.replace('_', ' ')}" if clause.level else ""
    effect = f"{str(clause.effect).replace('_', ' ')}{level}"
    head = f"  {paint('#' + name, Ink.BOLD)}  {clause.article}  {paint(effect, Ink.YELLOW)}"
    lines = [head + paint(f"  confidence {clause.confidence}", Ink.DIM)]
    lines += _words(clause.words, width, "    ")
    rows = []
    if clause.effect is Effect.EXCEPT:
        rows.append(("excepts", ", ".join(clause.excepts)))
    rows.append(("when", f"{prose(clause.when, speech)}."))
    rows += [
        ("unless", f"{other.id}: {prose(other.when, speech)}.")
        for _, other in library.clauses.values()
        if clause.id in other.excepts
    ]
    if clause.duty:
        rows.append(("duty", clause.duty))
    if clause.start or clause.until:
        rows.append(("applies", f"from {clause.start or 'the first day'} to {clause.until or 'open'}"))
    if not is_within(day, clause.start, clause.until):
        rows.append(("state", f"does not apply on {day}"))
    rows += [("status", _span(span)) for span in clause.status]
    if clause.source:
        rows.append(("source", clause.source))
    if clause.note:
        rows.append(("note", clause.note))
    return [*lines, *table(rows, indent="    ", width=width)]


def _words(words: Mapping[str, str], width: int, indent: str) -> list[str]:
    return table(list(words.items()), indent=indent, width=width)


def term_lines(term: Term, speech: Speech, *, number: int = 0, width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out a term: its words, and its reach under each reading with the reasons."""
    place = f"{number} " if number else ""
    kind = "disputed" if term.disputed else "defined"
    head = f"  {place}{paint(str(term.id), Ink.BOLD)}  {kind}"
    lines = [head + (f"  {term.article}" if term.article else "")]
    lines += _words(term.words, width, "    ")
    rows: list[tuple[str, str]] = []
    if not term.disputed:
        rows.append(("reaches", f"{prose(term.central.when, speech)}."))
    for reading in Reading if term.disputed else ():
        rows += _reach(str(reading), term.reach(reading), speech)
    if term.source:
        rows.append(("source", term.source))
    if term.note:
        rows.append(("note", term.note))
    return [*lines, *table(rows, indent="    ", width=width)]


def _reach(name: str, reach: Reach, speech: Speech) -> Iterable[tuple[str, str]]:
    yield paint(name, Ink.BOLD), f"{prose(reach.when, speech)}."
    if reach.because:
        yield "", f"because: {reach.because}"


def term_text(measure: Measure, wanted: str, library: Library, *, language: str, width: int) -> list[str]:
    """Set out one term of a measure, by its number or its id.

    Raises
    ------
    LibraryError
        If the measure has no such term.
    """
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    for number, term in enumerate(measure.terms, start=1):
        if wanted in {str(number), str(term.id)}:
            return [
                paint(measure.id, Ink.BOLD),
                *term_lines(term, speech, number=number, width=width),
                *_used_by(term, library, width),
            ]
    names = [str(term.id) for term in measure.terms]
    known = f"Terms: {', '.join(names)}." if names else "It defines no term."
    hint = did_you_mean(wanted, names)
    problem = Problem(where=measure.id, what=f"no term '{wanted}'.", do=f"{hint} {known}".strip())
    raise LibraryError(problem)


def _used_by(term: Term, library: Library, width: int) -> list[str]:
    users = [
        str(clause.id)
        for measure, clause in library.clauses.values()
        if term.id in terms_of(clause.when) | terms_of(measure.subject)
    ]
    users += [
        f"term {other.id}"
        for other in library.terms.values()
        if any(term.id in terms_of(other.reach(reading).when) for reading in Reading)
    ]
    return table([("used by", ", ".join(users) or "no clause")], indent="    ", width=width)


def clause_text(clause: Clause, library: Library, day: date, *, language: str, width: int) -> list[str]:
    """Set out one clause."""
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    measure, _ = library.clauses[clause.id]
    lines = [paint(measure.id, Ink.BOLD), *_clause(clause, library, speech, day, width)]
    if measure.subject != TRUE:
        text = f"{prose(measure.subject, speech)}."
        lines += table([("and", text)], indent="    ", width=width)
    return lines


def measure_data(measure: Measure, library: Library, day: date, *, language: str = "en") -> dict[str, object]:
    """Return a measure as plain data, with its encoding as sentences."""
    speech = speech_of(library, language=language, shown=NO_LIMIT)
    return {
        **next(row for row in measures_rows(library, day, only_in_force=False) if row["id"] == measure.id),
        "authority": measure.authority,
        "basis": list(measure.basis),
        "relations": [
            {"kind": relation.kind, "measure": relation.measure, "clause": relation.clause}
            for relation in measure.relations
        ],
        "status": [_span(span) for span in measure.status],
        "note": measure.note,
        "subject": prose(measure.subject, speech),
        "clauses": [_clause_data(clause, speech) for clause in measure.clauses],
        "terms": [_term_data(term, speech) for term in measure.terms],
        "sources": [
            {
                "url": source.url,
                "language": source.language,
                "read": source.read.isoformat(),
                "note": source.note,
            }
            for source in measure.sources
        ],
    }


def _clause_data(clause: Clause, speech: Speech) -> dict[str, object]:
    return {
        "id": clause.id,
        "article": clause.article,
        "words": dict(clause.words),
        "effect": str(clause.effect),
        "level": clause.level,
        "excepts": list(clause.excepts),
        "when": prose(clause.when, speech),
        "duty": clause.duty,
        "from": clause.start.isoformat() if clause.start else "",
        "until": clause.until.isoformat() if clause.until else "",
        "confidence": str(clause.confidence),
        "source": clause.source,
        "note": clause.note,
    }


def _term_data(term: Term, speech: Speech) -> dict[str, object]:
    found: dict[str, object] = {
        "id": term.id,
        "words": dict(term.words),
        "article": term.article,
        "disputed": term.disputed,
        "source": term.source,
    }
    if not term.disputed:
        return {**found, "when": prose(term.central.when, speech)}
    for reading in Reading:
        reach = term.reach(reading)
        found[str(reading)] = {"when": prose(reach.when, speech), "because": reach.because}
    return found
