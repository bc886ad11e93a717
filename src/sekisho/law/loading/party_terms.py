"""Terms of law that are said of a party: what `{end_user: {listed: LIST, as: TERM}}` comes to under each reading.

A reading of such a term says what of a listed party may be named (the party itself, a place of it, a part of it), and
whether what listed parties own counts too. Where it does, a party is met if the tables of holdings tell that parties
of the list hold the share; if the line states that share and the tables leave it open; and it is open where the tables
know a holding of theirs and not its size, and the line states none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    Fold,
    Listed,
    Not,
    Reaches,
    TermId,
    as_it_is,
    fold,
)
from sekisho.law.model.fact_table import FactTable, share_fact
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import PartyReach, Reach, Reading, Term


def said_of_parties(measure: Measure, terms: Mapping[TermId, Term], facts: FactTable) -> Measure:
    """Fill in, in all conditions of a measure, what terms that are said of parties come to."""
    return replace(
        measure,
        subject=_filled(measure.subject, terms, facts),
        clauses=tuple(
            replace(
                clause,
                subject=None if clause.subject is None else _filled(clause.subject, terms, facts),
                when=_filled(clause.when, terms, facts),
                within=_filled(clause.within, terms, facts),
            )
            for clause in measure.clauses
        ),
        terms=tuple(
            replace(
                term,
                narrow=_reach(term.narrow, terms, facts),
                central=_reach(term.central, terms, facts),
                broad=_reach(term.broad, terms, facts),
            )
            for term in measure.terms
        ),
    )


def _reach(reach: Reach, terms: Mapping[TermId, Term], facts: FactTable) -> Reach:
    return replace(reach, when=_filled(reach.when, terms, facts))


def _filled(condition: Condition, terms: Mapping[TermId, Term], facts: FactTable) -> Condition:
    def reaches(named: Reaches) -> Condition:
        term = terms.get(named.term)
        if named.of is None or term is None or not term.is_of_parties:
            return named
        of = named.of
        return replace(named, ways=tuple(ways_of(of, term.reach(reading).party, facts) for reading in Reading))

    # Layers stay as written, needless or not: a measure is told in its own order.
    return fold(
        condition,
        Fold[Condition](
            leaf=as_it_is,
            all_of=lambda parts: All(tuple(parts)),
            any_of=lambda parts: Any(tuple(parts)),
            negated=Not,
            reaches=reaches,
            in_force=as_it_is,
        ),
    )


def ways_of(of: Listed, reach: PartyReach | None, facts: FactTable) -> Condition:
    """Return the test of a party as far as one reading of a term takes it."""
    if reach is None:
        return of
    named = replace(of, relations=reach.relations)
    if reach.owned is None:
        return named
    told = replace(of, owned=reach.owned)
    share = share_fact(of.fact)
    partly = replace(of, owned=replace(reach.owned, partly=True))
    if share not in facts:
        return Any((named, told, partly))
    left_open = replace(of, owned=replace(reach.owned, told=False, borne=True))
    return Any(
        (
            named,
            told,
            All((left_open, Between(share, low=reach.owned.at_least))),
            All((partly, Between(share, high=Decimal(0)))),
        )
    )
