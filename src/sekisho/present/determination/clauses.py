"""The clauses on which an answer rests: those that decide, those that are open, and the terms that they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from sekisho.determination.core.outcome import UNDETERMINED, Determination
from sekisho.determination.line.determination import ClauseReason
from sekisho.i18n.citations import article_in
from sekisho.i18n.languages import for_reader, in_language
from sekisho.i18n.names import NamingContext
from sekisho.law.model.condition import TermId
from sekisho.law.model.measure import Clause, Measure
from sekisho.present.condition_outline import waits
from sekisho.present.determination.reasons import everything, lines, short, terms_in, why
from sekisho.present.outcome_labels import CLAIMS, LEVELS, POSSIBLE_CLAIMS
from sekisho.present.render.terminal import Ink, heading, paint, table, wrap

SET_OUT = 2
"""Open clauses of one level that are set out; a second that waits for the same as the first is one line like others."""


def why_sections(
    answer: Determination, reasons: Sequence[ClauseReason], speech: NamingContext, *, full: bool, width: int
) -> Iterable[list[str]]:
    """Tell the decisive clauses, then the open ones by what they could do, in full with every part and all terms."""
    told: set[str] = set()

    def set_out(clauses: Iterable[ClauseReason]) -> list[str]:
        if full:
            return [line for reason in clauses for line in _in_full(reason, speech, width)]
        return [line for reason in clauses for line in _in_short(reason, speech, width, told)]

    decisive = [reason for reason in reasons if reason.clause.clause.id in answer.decisive]
    opened = [reason for reason in reasons if reason.clause.clause.id in answer.open]
    if decisive:
        floor = answer.floor
        claim = f"at least {LEVELS[floor]}" if answer.verdict.outcome == UNDETERMINED else CLAIMS[floor]
        yield [paint(f"Why {claim}", Ink.BOLD), *set_out(decisive)]
    for level, group in groupby(opened, key=lambda reason: reason.level):
        clauses = sorted(group, key=lambda reason: len(waits(reason.trace)))
        alike = {frozenset(waits(reason.trace)) for reason in clauses[:SET_OUT]}
        shown = clauses if full else clauses[: len(alike)]
        title = paint(f"Why {POSSIBLE_CLAIMS[level]}", Ink.BOLD)
        yield [title, *set_out(shown), *_briefly(clauses[len(shown) :], speech.language, width)]
    if full:
        yield _terms([*decisive, *opened], speech, width)


def _head(clause: Clause, language: str, width: int) -> list[str]:
    _, place = article_in(clause.article, language)
    return heading((paint(clause.id, Ink.BOLD), paint(place, Ink.DIM)), width=width)


def _briefly(reasons: Iterable[ClauseReason], language: str, width: int) -> Iterable[str]:
    """Name open clauses and what they wait for, those that wait for the same together."""
    for needed, group in groupby(reasons, key=lambda reason: sorted(waits(reason.trace))):
        clauses = [reason.clause.clause for reason in group]
        named = [
            clause.id + (paint(f" ({article_in(clause.article, language)[1]})", Ink.DIM) if clause.article else "")
            for clause in clauses
        ]
        wait = "waits" if len(named) == 1 else "wait"
        yield from wrap(f"{', '.join(named)} {wait} for {', '.join(needed)}", width=width, indent="  ", hang="    ")


def _in_short(reason: ClauseReason, speech: NamingContext, width: int, told: set[str]) -> list[str]:
    _, words = in_language(reason.clause.clause.words, speech.language)
    points = short(why(reason.trace, speech), told, speech, room=width - len("    ✓ "))
    return [
        *_head(reason.clause.clause, speech.language, width),
        *(wrap(words, width=width, indent="    ") if words else []),
        *lines(points, speech, width=width, indent="    "),
    ]


def _in_full(reason: ClauseReason, speech: NamingContext, width: int) -> list[str]:
    clause = reason.clause.clause
    return [
        *_head(clause, speech.language, width),
        *_clause_lines(reason.clause.measure, clause, speech.language, width=width, indent="    "),
        *lines(everything(reason.trace, speech), speech, width=width, indent="    "),
    ]


def _clause_lines(measure: Measure, clause: Clause, language: str, *, width: int, indent: str) -> list[str]:
    """Give the words of a clause, original first, with source, date read and confidence."""
    source = measure.sources[0] if measure.sources else None
    address = clause.source or (source.url if source else "")
    rows = [
        *for_reader(clause.words, language).items(),
        ("source", f"{address}{f', read {source.read}' if source else ''}"),
        ("confidence", str(clause.confidence)),
    ]
    return table([*rows, ("note", clause.note)] if clause.note else rows, indent=indent, width=width)


def _terms(reasons: Sequence[ClauseReason], speech: NamingContext, width: int) -> list[str]:
    """Set out every term that the clauses name, each once."""
    found = terms_in(reason.trace for reason in reasons)
    told = [paint("Terms", Ink.BOLD)]
    for name, trace in found.items():
        term = speech.terms[TermId(name)]
        reading = speech.readings.of(term.id) if term.disputed and speech.readings else None
        kind = f"disputed, {reading} reading" if reading else "defined"
        told += heading(
            (paint(name, Ink.BOLD), paint(kind, Ink.DIM), paint(article_in(term.article, speech.language)[1], Ink.DIM)),
            width=width,
        )
        rows = list(for_reader(term.words, speech.language).items())
        if reading and term.reach(reading).because:
            rows.append(("because", term.reach(reading).because))
        told += table(rows, indent="    ", width=width)
        told += lines(everything(trace, speech), speech, width=width, indent="    ")
    return told if found else []
