"""The clauses on which an answer rests: those that decide, those that are open, and the terms that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sekisho.determination.core.outcome import UNDETERMINED, Determination
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.citations import article_in
from sekisho.i18n.languages import for_reader
from sekisho.i18n.names import NamingContext
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import TermId
from sekisho.law.model.measure import Clause, Measure
from sekisho.message import Text, day_text, message
from sekisho.present.condition_outline import waits
from sekisho.present.determination.reasons import everything, lines, terms_in
from sekisho.present.outcome_labels import LEVELS, WHY, WHY_POSSIBLE
from sekisho.present.render.terminal import Ink, heading, paint, table


def why_sections(
    answer: Determination,
    reasons: Sequence[ClauseReason],
    speech: NamingContext,
    tell: PackageTranslator,
    *,
    width: int,
) -> Iterable[list[str]]:
    """Tell the decisive clauses, then the open ones by what they could do, with every part; then all terms."""

    def set_out(clauses: Iterable[ClauseReason]) -> list[str]:
        return [line for reason in clauses for line in _in_full(reason, speech, tell, width)]

    decisive = [reason for reason in reasons if reason.clause.clause.id in answer.decisive]
    opened = [reason for reason in reasons if reason.clause.clause.id in answer.open]
    if decisive:
        yield [paint(tell(_claim(answer)), Ink.BOLD), *set_out(decisive)]
    for level, group in groupby(opened, key=lambda reason: reason.level):
        clauses = sorted(group, key=lambda reason: len(waits(reason.trace)))
        yield [paint(tell(WHY_POSSIBLE[level]), Ink.BOLD), *set_out(clauses)]
    yield _terms([*decisive, *opened], speech, tell, width)


def _claim(answer: Determination) -> Text:
    """Head the clauses that decide, or that make the least that is certain."""
    if answer.verdict.outcome == UNDETERMINED:
        return message("check.why_at_least", "Why at least {level}", level=LEVELS[answer.floor])
    return WHY[answer.floor]


def _head(clause: Clause, language: str, width: int) -> list[str]:
    _, place = article_in(clause.article, language)
    return heading((paint(clause.id, Ink.BOLD), paint(place, Ink.DIM)), width=width)


def _in_full(reason: ClauseReason, speech: NamingContext, tell: PackageTranslator, width: int) -> list[str]:
    clause = reason.clause.clause
    return [
        *_head(clause, speech.language, width),
        *_clause_lines(reason.clause.measure, clause, tell, width=width, indent="    "),
        *lines(everything(reason.trace, speech), speech, width=width, indent="    "),
    ]


def _clause_lines(measure: Measure, clause: Clause, tell: PackageTranslator, *, width: int, indent: str) -> list[str]:
    """Give the words of a clause, original first, with source, date read and confidence."""
    source = measure.sources[0] if measure.sources else None
    address = clause.source or (source.url if source else "")
    if source:
        address = message("check.read_on", "{source}, read {day}", source=address, day=day_text(source.read))
    rows = [
        *for_reader(clause.words, tell.language).items(),
        (tell(message("check.source", "source")), tell(address)),
        (tell(message("check.confidence", "confidence")), tell(clause.confidence.words)),
    ]
    if clause.note:
        rows.append((tell(message("check.note", "note")), tell(clause.note)))
    return table(rows, indent=indent, width=width)


def _terms(reasons: Sequence[ClauseReason], speech: NamingContext, tell: PackageTranslator, width: int) -> list[str]:
    """Set out every term that the clauses name, each once."""
    traces = terms_in(reason.trace for reason in reasons)
    told = [paint(tell(message("check.terms", "Terms")), Ink.BOLD)]
    for name, trace in traces.items():
        term = speech.terms[TermId(name)]
        reading = speech.readings.of(term.id) if term.disputed and speech.readings else None
        kind = message("check.defined", "defined")
        if reading:
            kind = message("check.disputed", "disputed, {reading} reading", reading=reading.words)
        place = article_in(term.article, speech.language)[1]
        told += heading((paint(name, Ink.BOLD), paint(tell(kind), Ink.DIM), paint(place, Ink.DIM)), width=width)
        rows = list(for_reader(term.words, speech.language).items())
        if reading and term.reach(reading).because:
            rows.append((tell(message("check.because", "because")), tell(term.reach(reading).because)))
        told += table(rows, indent="    ", width=width)
        told += lines(everything(trace, speech), speech, width=width, indent="    ")
    return told if traces else []
