"""Checks of measure files that need the whole library: references, status, relations, sources.

Codes M101 to M116 are found while reading (see `measure_reader`), M140 in tables of events (see `events`); these are
the rest.

M118  a reference to a measure, clause, term or list that does not exist
M119  spans of status overlap, or leave a named unknown with different questions
M120  two measures contradict each other on what one does to the other
M121  a term is defined and never used
M122  an exception qualifies an exception
M123  a list of parties has no entry
M124  a term leads back to itself
M125  no clause can change an outcome and nothing says why, or one can and a reason says otherwise
M126  a clause of low confidence would decide an outcome without a named unknown
M127  a reading of a disputed term, or of a value share, says neither who argues it nor that nobody does
M132  dates that disagree (see `date_agreement`)
M142, M143  a code of a country that is none, a package without a licence (see `package_statement`)
M133  a translation of a text that nothing says, or a table of translations out of order (see `package_texts`)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, SekishoError, did_you_mean
from sekisho.i18n.package_texts import lint_translations
from sekisho.law.dates.calendar import change_days_of, is_sure_on
from sekisho.law.dates.events import lint_events
from sekisho.law.loading.library import load_measures
from sekisho.law.model.condition import Listed, TermId, terms_of, walk
from sekisho.law.model.consequences import own_penalties
from sekisho.law.model.guidance import NOBODY
from sekisho.law.model.library import Library
from sekisho.law.model.measure import (
    Clause,
    Confidence,
    Effect,
    Measure,
    MeasureState,
    Relation,
    StatusInterval,
    conditions_of,
)
from sekisho.law.model.penalty import PenaltyElsewhere
from sekisho.law.model.term import Reading
from sekisho.message import day_text, joined, message
from sekisho.proofs.date_agreement import day_or_open, disagreements, no_measure
from sekisho.proofs.package_statement import lint_statements

LIST_VOICES: Final = message(
    "proof.list_voices",
    "List the voices with their sources under 'argued_by', or write `argued_by: {nobody}`.",
    nobody=NOBODY,
)


def lint_folder(folder: Path | str) -> list[Problem]:
    """Check one data package; no problem at all is an empty list."""
    try:
        library = load_measures([folder])
    except SekishoError as fault:
        return list(fault.problems)
    return lint(library)


def lint(library: Library) -> list[Problem]:
    """Check a library that could be read."""
    problems: list[Problem] = []
    for measure in library.measures.values():
        problems += _references(measure, library)
        problems += _overlaps(measure)
        problems += _relations(measure, library)
        problems += _not_executable(measure)
        problems += _unsure(measure)
        problems += _argued(measure)
        problems += _taken_over(measure, library)
    problems += _terms(library)
    problems += _unknowns(library)
    problems += lint_events(library)
    problems += disagreements(library)
    problems += lint_translations(library)
    problems += lint_statements(library)
    return problems


def _references(measure: Measure, library: Library) -> Iterator[Problem]:
    lists = {entry.list for entry in library.entries}
    for where, condition in conditions_of(measure):
        for part in walk(condition):
            for one in part.lists if isinstance(part, Listed) else ():
                if not any(known == one or known.startswith(one + "/") for known in lists):
                    what = message("proof.empty_list", "no party is on list '{list}'.", list=one)
                    yield Problem(where=where, code="M123", what=what, remedy=did_you_mean(one, lists))
    for clause in measure.clauses:
        for target in clause.excepts:
            if library.clauses[target][1].effect is Effect.EXCEPT:
                yield Problem(
                    where=f"{measure.file}:{clause.line}",
                    code="M122",
                    what=message(
                        "proof.exception_of_exception",
                        "'{clause}' is an exception itself; write the case into its condition.",
                        clause=target,
                    ),
                )
    for basis in (*measure.basis, *(relation.measure for relation in measure.relations)):
        if basis not in library.measures:
            remedy = did_you_mean(basis, library.measures)
            yield Problem(where=measure.file, code="M118", what=no_measure(basis), remedy=remedy)


def _argued(measure: Measure) -> Iterator[Problem]:
    for term in measure.terms:
        for reading in Reading if term.disputed else ():
            reach = term.reach(reading)
            if reach.argued_by is None:
                yield Problem(
                    where=f"{measure.file}:{reach.line}",
                    code="M127",
                    what=message(
                        "proof.term_unargued",
                        "term '{term}', reading {reading}: it is not said who argues it.",
                        term=term.id,
                        reading=reading,
                    ),
                    remedy=LIST_VOICES,
                )
    for share in measure.shares:
        for reading in Reading:
            method = share.method(reading)
            if method.argued_by is None:
                yield Problem(
                    where=f"{measure.file}:{method.line}",
                    code="M127",
                    what=message(
                        "proof.share_unargued",
                        "share '{share}', reading {reading}: it is not said who argues it.",
                        share=share.fact,
                        reading=reading,
                    ),
                    remedy=LIST_VOICES,
                )


def _taken_over(measure: Measure, library: Library) -> Iterator[Problem]:
    """Check that what penalties and licensing refer to is there."""
    licensing = measure.licensing
    if licensing is not None and licensing.under is not None:
        base = library.measures.get(licensing.under)
        if base is None or base.licensing is None or base.licensing.under is not None:
            yield Problem(
                where=f"{measure.file}:{licensing.line}",
                code="M118",
                what=message(
                    "proof.no_licensing",
                    "'{measure}' has no licensing to take over.",
                    measure=licensing.under,
                ),
                remedy=did_you_mean(licensing.under, library.measures),
            )
    for one in measure.penalties:
        if isinstance(one, PenaltyElsewhere):
            missing = [
                article
                for article in one.articles
                if not any(own_penalties(library.measures.get(one.measure), article))
            ]
            if missing or not one.articles:
                yield Problem(
                    where=f"{measure.file}:{one.line}",
                    code="M118",
                    what=message(
                        "proof.no_penalty",
                        "'{measure}' sets no penalty under {articles}.",
                        measure=one.measure,
                        articles=joined(missing, "comma") or message("proof.no_article", "no article"),
                    ),
                    remedy=message(
                        "proof.name_articles", "Name articles that stand under the penalties of that measure."
                    ),
                )


def _overlaps(measure: Measure) -> Iterator[Problem]:
    for where, spans in (
        (measure.file, measure.status),
        *((f"{measure.file}:{clause.line}", clause.status) for clause in measure.clauses),
    ):
        ordered = sorted(spans, key=lambda span: span.start)
        for one, other in pairwise(ordered):
            if one.until is None or other.start <= one.until:
                yield Problem(
                    where=where,
                    code="M119",
                    what=message(
                        "proof.overlap",
                        "status {one} from {first} and {other} from {second} overlap.",
                        one=one.state,
                        first=day_text(one.start),
                        other=other.state,
                        second=day_text(other.start),
                    ),
                    remedy=message("proof.one_state", "On every day a measure has one state."),
                )


def _relations(measure: Measure, library: Library) -> Iterator[Problem]:
    for relation in measure.relations:
        if relation.kind != "suspends" or relation.measure not in library.measures:
            continue
        spans = _target_spans(library.measures[relation.measure], relation)
        if not any(
            span.state is MeasureState.SUSPENDED and (span.start, span.until) == (relation.start, relation.until)
            for span in spans
        ):
            target = library.measures[relation.measure]
            named = next((clause.id for clause in target.clauses if _is_named(clause, relation.clause)), target.id)
            what = message(
                "proof.suspends_otherwise",
                "says that it suspends {measure} from {start} to {until}, and that measure says otherwise.",
                measure=named,
                start=day_or_open(relation.start),
                until=day_or_open(relation.until),
            )
            remedy = message(
                "proof.write_status",
                "They must state the same days; find out which is right. Under the 'status' of {measure} write: {line}",
                measure=named,
                line=f"- {{state: suspended, {_days(relation)}, by: {measure.id}}}",
            )
            yield Problem(where=measure.file, code="M120", what=what, remedy=remedy)
    for own, spans in ((None, measure.status), *((clause, clause.status) for clause in measure.clauses)):
        for span in spans:
            by = next((other for other in library.measures.values() if other.id == span.by), None)
            if span.state is MeasureState.SUSPENDED and by is not None and not _says_so(by, measure, own, span):
                named = measure.id if own is None else own.id
                what = message(
                    "proof.suspended_otherwise",
                    "says that {measure} suspends {part} from {start} to {until}, and that measure says otherwise.",
                    measure=by.id,
                    part=named,
                    start=day_text(span.start),
                    until=day_or_open(span.until),
                )
                clause = "" if own is None else f"clause: {own.id.partition('#')[2]}, "
                remedy = message(
                    "proof.write_suspends",
                    "Both must state the same days; find out which is right. In {file}, with 'relations': {line}",
                    file=by.file,
                    line=f"suspends: [{{measure: {measure.id}, {clause}{_days(span)}}}]",
                )
                yield Problem(where=measure.file, code="M120", what=what, remedy=remedy)


def _days(span: Relation | StatusInterval) -> str:
    """Write the days of a span as a measure file does, in quotation marks: outside them days become words."""
    until = f"'{span.until}'" if span.until else "open"
    return f"from: '{span.start}', until: {until}"


def _not_executable(measure: Measure) -> Iterator[Problem]:
    decides = any(clause.effect is not Effect.OBLIGE for clause in measure.clauses)
    if decides and measure.not_executable:
        what = message(
            "proof.decides_after_all",
            "says under 'not_executable' why no clause can change an outcome, and a clause can.",
        )
        remedy = message("proof.take_out", "Take the reason out, or put it under 'note'.")
        yield Problem(where=measure.file, code="M125", what=what, remedy=remedy)
    if not decides and not measure.not_executable:
        what = message("proof.decides_nothing", "no clause can change an outcome, and nothing says why.")
        remedy = message("proof.give_reason", "Give the reason under 'not_executable'.")
        yield Problem(where=measure.file, code="M125", what=what, remedy=remedy)


def _unsure(measure: Measure) -> Iterator[Problem]:
    days = change_days_of([measure], [])
    for clause in measure.clauses:
        if clause.confidence is not Confidence.LOW or clause.effect is Effect.OBLIGE:
            continue
        if any(is_sure_on(clause, measure, day) for day in days):
            yield Problem(
                where=f"{measure.file}:{clause.line}",
                code="M126",
                what=message(
                    "proof.unsure", "'{clause}' has low confidence and would decide an outcome.", clause=clause.id
                ),
                remedy=message(
                    "proof.give_unknown_status",
                    "Give it a status that is unknown, with a name, on every day on which it may apply.",
                ),
            )


def _says_so(by: Measure, target: Measure, clause: Clause | None, span: StatusInterval) -> bool:
    return any(
        relation.kind == "suspends"
        and relation.measure == target.id
        and (relation.start, relation.until) == (span.start, span.until)
        and (_is_named(clause, relation.clause) if clause is not None else not relation.clause)
        for relation in by.relations
    )


def _target_spans(target: Measure, relation: Relation) -> tuple[StatusInterval, ...]:
    if not relation.clause:
        return target.status

    return tuple(span for clause in target.clauses if _is_named(clause, relation.clause) for span in clause.status)


def _is_named(clause: Clause, name: str) -> bool:
    return name in {clause.id.partition("#")[2], clause.article}


def _terms(library: Library) -> Iterator[Problem]:
    used: set[TermId] = set()
    defined: dict[TermId, str] = {}
    for measure in library.measures.values():
        for _, condition in conditions_of(measure):
            used |= terms_of(condition)
        for term in measure.terms:
            if term.id in defined:
                what = message(
                    "proof.term_twice", "term '{term}' is defined in {file} too.", term=term.id, file=defined[term.id]
                )
                yield Problem(where=measure.file, code="M112", what=what)
            defined[term.id] = measure.file
            if _leads_to(term.id, term.id, library, set()):
                what = message("proof.term_circle", "term '{term}' leads back to itself.", term=term.id)
                yield Problem(where=measure.file, code="M124", what=what)
    for name, file in defined.items():
        if name not in used:
            what = message("proof.term_unused", "term '{term}' is never used.", term=name)
            yield Problem(where=file, code="M121", what=what)


def _leads_to(start: TermId, goal: TermId, library: Library, seen: set[TermId]) -> bool:
    for reading in Reading:
        for name in terms_of(library.terms[start].reach(reading).when) if start in library.terms else ():
            if name == goal:
                return True
            if name not in seen:
                seen.add(name)
                if _leads_to(name, goal, library, seen):
                    return True
    return False


def _unknowns(library: Library) -> Iterator[Problem]:
    seen: dict[str, tuple[str, StatusInterval]] = {}
    for measure in library.measures.values():
        for spans in (measure.status, *(clause.status for clause in measure.clauses)):
            for span in spans:
                if not span.named:
                    continue
                file, first = seen.setdefault(span.named, (measure.file, span))
                if (first.question, first.values, first.start) != (span.question, span.values, span.start):
                    yield Problem(
                        where=measure.file,
                        code="M119",
                        what=message(
                            "proof.unknown_differs",
                            "'{name}' has another question, other values or another first day than in {file}.",
                            name=span.named,
                            file=file,
                        ),
                        remedy=message("proof.one_unknown", "One name is one unknown."),
                    )
