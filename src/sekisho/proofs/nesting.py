"""Prove that readings are nested: whatever a narrow reading reaches, the central one does, and so the broad one.

Facts are cut into cells on which no test tells two values apart, unknown among them, and the search follows every
choice among cells (see `domains` and `search`). An item may have any number of codes: a set of codes of any size is
part of the search, so a term that breaks the order for two codes only is found.

Every disputed term is tried under the law of every span of days between two changes, and under every way of reading
the other terms on which it depends: each of them each way, and all the same way as the term itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product

from sekisho.determination.core.domains import Domain, cells_of, domains_of, leaves_in, lists_on
from sekisho.errors import Problem
from sekisho.law.dates.calendar import LawOnDay, change_days, law_on
from sekisho.law.model.condition import Condition, FactName, Leaf, Listed, Reaches, TermId, terms_of, walk
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings, expand, reach_of
from sekisho.message import Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.proofs.search import Search, Want

_STEPS = ((Reading.NARROW, Reading.CENTRAL), (Reading.CENTRAL, Reading.BROAD))
_BREACHES = ((Want.TRUE, Want.NOT_TRUE), (Want.NOT_FALSE, Want.FALSE))
"""A reading reaches further than another if it is met and the other is not, or is open and the other is not met."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Facts that a narrower reading reaches more surely than a wider one."""

    term: TermId
    narrower: Reading
    wider: Reading
    facts: Mapping[FactName, FactValue]


@dataclass(slots=True)
class NestedCount:
    """What was gone through: disputed terms, spans of days, triples of readings, cells of their facts, choices."""

    terms: set[TermId] = field(default_factory=set)
    spans: int = 0
    triples: int = 0
    cells: int = 0
    steps: int = 0


def nested_problems(
    library: Library, count: NestedCount | None = None, *, only: Collection[TermId] | None = None
) -> list[Problem]:
    """Check every disputed term of a library, or some alone, under the law of every span of days."""
    found: dict[TermId, Problem] = {}
    for counter in counterexamples(library, count, only=only):
        measure = next(
            measure for measure in library.measures.values() if counter.term in {t.id for t in measure.terms}
        )
        found.setdefault(
            counter.term,
            Problem(
                where=measure.file,
                code="M110",
                what=message(
                    "proof.not_nested",
                    "term '{term}': the {narrower} reading reaches further than the {wider} one for {facts}.",
                    term=counter.term,
                    narrower=counter.narrower,
                    wider=counter.wider,
                    facts=facts_told(dict(sorted(counter.facts.items()))) or message("proof.any_facts", "any facts"),
                ),
                remedy=message(
                    "proof.nested",
                    "Narrow implies central implies broad: the wider repeats, under 'any', what the narrower reaches.",
                ),
            ),
        )
    return list(found.values())


def facts_told(facts: Mapping[FactName, FactValue]) -> Text:
    """Write facts as flags do, one after the other; empty if there are none."""
    return joined((f"{name}={value}" for name, value in facts.items()), "comma")


def changed_terms(library: Library, before: Library | None) -> frozenset[TermId]:
    """Name the terms that reach otherwise than in another law, and those that are said by way of one that does."""

    def reaches(name: TermId, law: Library) -> tuple[object, ...]:
        return tuple((law.terms[name].reach(reading).when, law.terms[name].reach(reading).party) for reading in Reading)

    differing = {
        name
        for name in library.terms
        if before is None or name not in before.terms or reaches(name, library) != reaches(name, before)
    }
    size = -1
    while size != len(differing):
        size = len(differing)
        differing |= {
            name
            for name, term in library.terms.items()
            if any(differing & set(terms_of(term.reach(reading).when)) for reading in Reading)
        }
    return frozenset(differing)


def counterexamples(
    library: Library, count: NestedCount | None = None, *, only: Collection[TermId] | None = None
) -> Iterator[Counterexample]:
    """Search disputed terms, all or some, on every span of days, for facts that break the order of their readings."""
    told = count if count is not None else NestedCount()
    seen: set[tuple[object, ...]] = set()
    kept: dict[tuple[object, ...], dict[FactName, Domain]] = {}
    for law in laws_of(library):
        told.spans += 1
        for name, term in law.terms.items():
            if not term.disputed or (only is not None and name not in only):
                continue
            told.terms.add(name)
            for said, chosen in product(_said(name, law), _ways(name, law)):
                reaches = tuple(expand(said, law.terms, readings) for readings in chosen)
                leaves = tuple(dict.fromkeys(leaf for reach in reaches for leaf in leaves_in(reach)))
                listed = [leaf for leaf in leaves if isinstance(leaf, Listed)]
                alike = (leaves, lists_on(law.day, library, listed) if listed else ())
                if alike not in kept:
                    kept[alike] = domains_on(leaves, law.day, library)
                domains = kept[alike]
                key = (reaches, *(cells_of(domain) for domain in domains.values()))
                if key in seen:
                    continue
                seen.add(key)
                told.triples += 1
                told.cells += sum(len(domain.values) for domain in domains.values())
                search = Search(domains)
                yield from _compare(name, dict(zip(Reading, reaches, strict=True)), search)
                told.steps += search.steps


def laws_of(library: Library) -> list[LawOnDay]:
    """Return the law of every span of days between two changes, and of the days before the first."""
    return [law_on(library, day) for day in (date.min, *change_days(library))]


def domains_on(leaves: tuple[Leaf, ...], day: date, library: Library) -> dict[FactName, Domain]:
    """Cut the facts that tests name into cells, as parties are listed on a day."""
    return domains_of(leaves, library.facts, day, parties_of(library))


def _said(term: TermId, law: LawOnDay) -> Iterator[Reaches]:
    """Yield the term as it is said: of the line, or of each party and list of which some clause says it."""
    if not law.terms[term].is_of_parties:
        yield Reaches(term)
        return
    parts = (part for clause in law.clauses for part in walk(clause.condition))
    yield from dict.fromkeys(part for part in parts if isinstance(part, Reaches) and part.term == term)


def _ways(term: TermId, law: LawOnDay) -> Iterator[tuple[Readings, Readings, Readings]]:
    """Yield the three readings of a term, for every way of reading the others on which it depends."""
    others = sorted(reach_of(Reaches(term), law.terms).disputed - {term})
    narrow, central, broad = (Readings(reading) for reading in Reading)
    yield narrow, central, broad
    for way in product(Reading, repeat=len(others)):
        base = Readings(Reading.CENTRAL, tuple(zip(others, way, strict=True)))
        narrow, central, broad = (base.with_term(term, reading) for reading in Reading)
        yield narrow, central, broad


def _compare(term: TermId, reaches: Mapping[Reading, Condition], search: Search) -> Iterator[Counterexample]:
    for narrower, wider in _STEPS:
        for one, other in _BREACHES:
            facts = search.find([(reaches[narrower], one), (reaches[wider], other)])
            if facts is not None:
                yield Counterexample(term, narrower, wider, facts)
                break
