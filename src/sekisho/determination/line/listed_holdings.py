"""Shares that listed parties hold of a party of a line, where no clause counts them under the readings chosen.

A listing names parties and has no rule on owners. That listed parties hold half of a party, or may, is told all the
same, with what the broad reading says: a stated or known share is never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from sekisho.determination.core.compiled_clauses import clauses_on
from sekisho.determination.core.evaluation import Evaluation
from sekisho.determination.core.outcome import Verdict
from sekisho.i18n.names import level_text
from sekisho.law.dates.calendar import LawOnDay, law_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import FactName, Listed, Reaches, walk
from sekisho.law.model.fact import FactValue, Unknown, fact_label
from sekisho.law.model.fact_table import share_fact
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import PLACES, Reading
from sekisho.message import LawText, Text, joined, message
from sekisho.parties.index import PartyIndex
from sekisho.parties.ownership.intervals import ShareInterval

Said = tuple[Reaches, Measure, Listed | None, tuple[int, ...]]
"""A term that is said of a party, the measure that says it, its rule on owners, and the places of its three reaches."""


def shares_told(heard: Evaluation, law: LawOnDay, library: Library, broad: Verdict) -> Iterator[Text]:
    """Tell, of each party of a line, the share that no clause counts; one sentence a party."""
    told: dict[FactName, tuple[Reaches, list[Measure]]] = {}
    for term, measure, rule, ways in _said(library, law.day):
        if rule is None or term.of is None or _is_nobody(rule.fact, heard.context.facts):
            continue
        reading = heard.context.readings.of(term.term)
        if heard.truth_at(ways[PLACES[Reading.BROAD]]) is False or heard.truth_at(ways[PLACES[reading]]) is not False:
            continue
        if _is_held(rule, heard):
            told.setdefault(term.of.fact, (term, []))[1].append(measure)
            chosen = reading
    for fact, (term, measures) in told.items():
        instruments = dict.fromkeys(LawText(measure.instrument) for measure in measures)
        yield message(
            "caution.held_by_listed",
            "{share} of the {fact} is owned by {owner}, listed by {measures}: not reached on the {reading} reading; "
            "the broad reading says “{outcome}”. No listing has a rule on owners.",
            share=_share(term, heard),
            owner=_owner(term, heard, library),
            measures=joined(instruments, "comma"),
            reading=chosen.words,
            outcome=level_text(broad.outcome),
            fact=fact_label(fact),
        )


@cached_per_library
def _said(library: Library, day: date) -> tuple[Said, ...]:
    """Gather the terms that clauses of a day say of parties, each once, with the first measure that does."""
    found: dict[Reaches, Measure] = {}
    compiled = clauses_on(library, day)
    for clause in law_on(library, day).clauses:
        for part in walk(clause.condition):
            if isinstance(part, Reaches) and part.ways:
                found.setdefault(part, clause.measure)
    return tuple(
        (term, measure, _rule(term), compiled.all[compiled.place_of_term(term)].below)
        for term, measure in found.items()
    )


def _rule(said: Reaches) -> Listed | None:
    """Return the test of owners in the broad reading of a term that is said of a party."""
    leaves = (part for part in walk(said.ways[PLACES[Reading.BROAD]]) if isinstance(part, Listed) and part.owned)
    return next(leaves, None)


def _is_nobody(party: FactName, facts: Mapping[FactName, FactValue]) -> bool:
    """Tell whether nothing is stated of a party and of who holds it, so that no share can be told."""
    name = facts[party]
    return isinstance(name, Unknown) or (name == "none" and _stated(party, facts) is None)


def _is_held(rule: Listed, heard: Evaluation) -> bool:
    """Tell whether the broad reading reaches the party by a share, stated or known, and not by its name alone."""
    name = heard.context.facts[rule.fact]
    if rule.owned is None:
        return False
    stated = _stated(rule.fact, heard.context.facts)
    persons = heard.context.parties.persons(str(name))
    known = heard.context.parties.owners.some_held(persons, rule.lists, rule.owned, heard.context.day)
    return known or stated is not None


def _stated(fact: FactName, facts: Mapping[FactName, FactValue]) -> Decimal | None:
    value = facts.get(share_fact(fact))
    return value if isinstance(value, Decimal) and value > 0 else None


def _share(said: Reaches, heard: Evaluation) -> str:
    rule = _rule(said)
    assert rule is not None and rule.owned is not None  # noqa: S101, PT018 - `_is_held` found it
    held, stated = _held(rule, heard.context.parties, heard), _stated(rule.fact, heard.context.facts)
    if stated is not None and held.low < rule.owned.at_least:
        return _percent(stated)
    if held.low == held.high:
        return _percent(held.low)
    if held.low <= 0 and held.high >= 1:
        return message("caution.share_unknown", "An unknown share")
    return message("caution.share_span", "{low} to {high}", low=_percent(held.low), high=_percent(held.high))


def _held(rule: Listed, parties: PartyIndex, heard: Evaluation) -> ShareInterval:
    assert rule.owned is not None  # noqa: S101 - a rule on owners
    told = parties.owners.on_day(rule.lists, rule.owned, heard.context.day)
    shares = [told.share_of(person) for person in parties.persons(str(heard.context.facts[rule.fact])).sure]
    return max(shares, key=lambda share: (share.low, share.high), default=ShareInterval())


def _owner(said: Reaches, heard: Evaluation, library: Library) -> str:
    """Name the listed parties at the top of the holdings; where the share is only stated, those of the list."""
    rule, parties = _rule(said), heard.context.parties
    assert rule is not None and rule.owned is not None  # noqa: S101, PT018 - `_is_held` found it
    told = parties.owners.on_day(rule.lists, rule.owned, heard.context.day)
    persons = parties.persons(str(heard.context.facts[rule.fact])).sure
    tops = dict.fromkeys(chain.owner for person in persons for chain in told.held(person).chains)
    names = {parties.owners.party(entry.id): entry.names[0] for entry in reversed(library.entries)}
    return joined((names.get(top, top) for top in tops), "comma") or message("caution.parties", "parties on the lists")


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
