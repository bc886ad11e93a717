"""Random laws and random lines, small enough that every test of a fact meets every value often.

A law is made of few facts with few values, so that two random conditions meet. Values are written as an order book
writes them. What is left out of a line stays left out, and `unknown` is written as such: for roles the two differ.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from sekisho import Determination, Library, Outcome
from sekisho.law.model.condition import (
    TRUE,
    All,
    Any,
    Between,
    Condition,
    FactName,
    InForce,
    Is,
    Listed,
    ListId,
    MeasureId,
    Not,
    Owned,
    Reaches,
    TermId,
    Tiers,
    Under,
)
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable, built_in_facts
from sekisho.law.model.holdings import Group, Holding, PartyId
from sekisho.law.model.library import Package
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.measure import (
    Clause,
    ClauseId,
    Confidence,
    Effect,
    LawSource,
    Measure,
    MeasureState,
    StatusInterval,
)
from sekisho.law.model.term import Reach, Term

SCHEME = "cn/dual-use"
CODES = frozenset({"1", "1C", "1C905", "1C905.a", "1C905.a.4", "1C905.b", "3A", "3A001", "3A001.a"})
TERRITORIES = frozenset({"CN", "JP", "KP", "NO", "NA", "US"})

VALUES: Mapping[str, tuple[str, ...]] = {
    "destination": ("JP", "KP", "NO"),
    "end_use": ("civil", "military", "research"),
    "end_user_kind": ("civil", "military", "defence_contractor"),
    "from_bonded_zone": ("yes", "no"),
    "prc_content_share": ("0", "0.0009", "0.001", "0.0011", "0.25", "1"),
    "control_codes": ("none", "3A001", "1C905.a.4", "1C905.b", "1C905.a", "1C905", "?1C905.a", "3A001;?1C905.a.4"),
    "end_user": (
        *("Nobody Ltd.", "Alpha Works", "ALPHA", "Open Mills", "Former Forge", "Later Labs", "none"),
        *("First House", "Second House", "Small House", "Open House"),
    ),
    "importer": ("Nobody Ltd.", "Alpha Works", "Later Labs", "Second House", "none"),
}
"""Facts and the values that a line may have of them."""

ABSENT_MEANS_NONE = frozenset({"importer"})
FINE_VALUES: Mapping[str, tuple[str, ...]] = {
    **VALUES,
    "control_codes": ("none", "3A001", "1C905.a.4", "1C905.b"),
    "end_user": ("Nobody Ltd.", "Alpha Works", "Former Forge", "Later Labs", "Second House", "Open House", "none"),
}
"""Values that leave nothing open: no coarse or possible code, no doubtful name."""

NAMED: Mapping[str, tuple[tuple[str, MeasureState], ...]] = {
    "what_followed": (
        ("extended", MeasureState.SUSPENDED),
        ("lapsed", MeasureState.IN_FORCE),
        ("changed", MeasureState.UNKNOWN),
    ),
    "was_it_signed": (("signed", MeasureState.IN_FORCE), ("unsigned", MeasureState.SUSPENDED)),
}
"""Named unknowns of the law, and what a measure is for each of their values."""

FIRST = date(2026, 1, 1)
DAYS = tuple(FIRST + timedelta(days=number) for number in range(12))
ENTRIES = tuple(
    ListedParty(
        id=identity,
        list=ListId(on_list),
        names=(name,),
        weak_names=weak,
        territory="JP",
        identifiers=(),
        listed=listed,
        until=until,
        open_from=open_from,
        confidence="high",
        source="",
    )
    for identity, on_list, name, weak, listed, until, open_from in (
        ("e1", "xx/list/2026-1", "Alpha Works", ("ALPHA",), None, None, None),
        ("e2", "xx/list/2026-1", "Open Mills", (), DAYS[1], None, DAYS[6]),
        ("e3", "xx/list/2026-11", "Former Forge", (), None, DAYS[4], None),
        ("e4", "xx/list/2026-11", "Later Labs", (), DAYS[5], None, None),
    )
)
GROUPS = tuple(
    Group(id=PartyId(name), names=(name,), weak_names=(), territory="JP", identifiers=(), entries=(), note="")
    for name in ("First House", "Second House", "Small House", "Open House")
)
HOLDINGS = tuple(
    Holding(owned=PartyId(owned), owner=PartyId(owner), low=Decimal(share), high=Decimal(share))
    for owned, owner, share in (
        ("First House", "e1", "0.6"),
        ("First House", "outsiders", "0.4"),
        ("Second House", "First House", "0.6"),
        ("Second House", "outsiders", "0.4"),
        ("Small House", "e4", "0.3"),
        ("Small House", "outsiders", "0.7"),
        ("Open House", "e2", "0.5"),
    )
)
LISTS = ("xx/list", "xx/list/2026-1", "xx/list/2026-11")
LEVELS = ("registration", "licence", "individual_licence", "prohibited_save_special", "prohibited")
PROHIBITING = frozenset({"prohibited", "prohibited_save_special"})


def fact_table() -> FactTable:
    """The built-in facts with the named unknowns of these laws, and small schemes of codes."""
    facts = {fact.name: fact for fact in built_in_facts()}
    for name, values in NAMED.items():
        choices = tuple(value for value, _ in values)
        facts[FactName(name)] = Fact(name=FactName(name), kind="choice", choices=choices, question="?", of="law")
    return FactTable(facts, {SCHEME: CODES, "iso/3166": TERRITORIES})


TABLE = fact_table()


def library_of(measures: Iterable[Measure], entries: Iterable[ListedParty] = ENTRIES) -> Library:
    """A library of measures made in memory."""
    return Library(
        measures={measure.id: measure for measure in measures},
        entries=tuple(entries),
        facts=TABLE,
        packages=(
            Package(
                name="synthetic",
                version="1",
                horizon=DAYS[-1],
                jurisdictions=("XX",),
                not_covered=(),
                folder=Path(),
            ),
        ),
        hash="0" * 64,
        groups=GROUPS,
        holdings=HOLDINGS if {"e1", "e2", "e4"} <= {entry.id for entry in entries} else (),
    )


# --- measures by hand ---------------------------------------------------------------------------


def new_measure(name: str = "2026-1", *clauses: Clause, **more: object) -> Measure:
    """A measure with a name, clauses and what else is given; in force from `FIRST`."""
    plain = Measure(
        id=MeasureId(f"xx/{name}"),
        title={"en": name},
        kind="law",
        jurisdiction="XX",
        authority="An authority",
        instrument=name,
        published=FIRST,
        effective=FIRST,
        repealed=None,
        confidence=Confidence.HIGH,
        sources=(LawSource(url="https://example.org", language="en", read=FIRST),),
        clauses=tuple(replace(clause, id=ClauseId(f"xx/{name}#{clause.id}")) for clause in clauses),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def new_clause(name: str, when: Condition, level: str = "prohibited", **more: object) -> Clause:
    """A clause that sets a level."""
    plain = Clause(
        id=ClauseId(name),
        article="1",
        words={"en": name},
        effect=Effect.PROHIBIT if level in PROHIBITING else Effect.REQUIRE_LICENCE,
        level=level,
        when=when,
        confidence=Confidence.HIGH,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def is_(fact: str, *values: str) -> Is:
    """The fact is one of the values."""
    return Is(FactName(fact), frozenset(values))


def new_term(name: str, narrow: Condition, central: Condition, broad: Condition, *, disputed: bool = True) -> Term:
    """A term with three readings, or a defined one."""
    return Term(
        id=TermId(name),
        words={"en": name},
        article="1",
        source="",
        disputed=disputed,
        narrow=Reach(when=narrow),
        central=Reach(when=central),
        broad=Reach(when=broad),
    )


# --- random laws ----------------------------------------------------------------------------------


def under(entries: Iterable[str], without: Iterable[str] = ()) -> Under:
    """Some code is at or below one of the entries."""
    return Under(FactName("control_codes"), SCHEME, frozenset(entries), frozenset(without))


SHARES = (None, Decimal("0.001"), Decimal("0.25"))
UNDERS = (
    under([""]),
    under(["1C"]),
    under(["1C905.a"]),
    under(["1C905.a.4", "3A001"]),
    under([""], ["3A001"]),
    under(["1C", "3A"], ["3A001"]),
)
IDS = (MeasureId("xx/m0"), MeasureId("xx/m1"), MeasureId("xx/m2"))


@dataclass(slots=True)
class Legislator:
    """Makes random laws out of a few facts, so that their conditions meet each other and the lines.

    Hypothesis draws the seed and the sizes: a law that fails is shrunk to the smallest sizes that fail.
    """

    chance: random.Random
    depth: int
    facts: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    measures: int = 0

    def __post_init__(self) -> None:
        """Choose the facts that this law tests."""
        self.facts = self.chance.sample(sorted(VALUES), 4)

    def leaf(self) -> Condition:
        """A test of one fact, of the kind that the fact has."""
        chance, name = self.chance, self.chance.choice(self.facts)
        if name == "control_codes":
            return chance.choice(UNDERS)
        if name in {"end_user", "importer"}:
            on_list = Listed(FactName(name), ListId(chance.choice(LISTS)))
            if chance.random() < HALF:
                return on_list
            least, tiers, told = chance.choice(["0.3", "0.5"]), chance.choice(list(Tiers)), chance.random() < HALF
            return replace(on_list, owned=Owned(at_least=Decimal(least), tiers=tiers, told=told))
        if name == "prc_content_share":
            low, high = chance.choice(SHARES), chance.choice(SHARES)
            opened = [bound is not None and chance.random() < HALF for bound in (low, high)]
            return Between(FactName(name), low=low, high=high, low_open=opened[0], high_open=opened[1])
        return is_(name, *chance.sample(VALUES[name], chance.randint(1, 2)))

    def condition(self, depth: int | None = None) -> Condition:
        """A condition of every kind: a test, a term, another measure's state, or several of these."""
        depth = self.depth if depth is None else depth
        kind = self.chance.random()
        if depth and kind < 0.75:
            parts = tuple(self.condition(depth - 1) for _ in range(self.chance.choice([0, 1, 2, 2, 2, 3])))
            kinds: list[Condition] = [All(parts), Any(parts), Not(self.condition(depth - 1))]
            return self.chance.choice(kinds)
        if self.terms and kind > 0.9:
            return Reaches(self.chance.choice(self.terms).id)
        if self.measures and kind > 0.85:
            return InForce(self.chance.choice(IDS[: self.measures]))
        return self.leaf()

    def term(self, name: str) -> Term:
        """A disputed term whose readings are nested by construction."""
        central = self.condition()
        return new_term(name, All((central, self.condition())), central, Any((central, self.condition())))

    def spans(self) -> tuple[StatusInterval, ...]:
        """Spans of status that do not overlap: a suspension, an unknown state, or both in turn."""
        kinds = self.chance.choice([(), (), ("suspended",), ("unknown",), ("suspended", "unknown"), ("in_force",)])
        start, found = self.chance.choice(DAYS[:6]), []
        for number, kind in enumerate(kinds):
            until = start + timedelta(days=self.chance.randint(0, 4))
            endless = number == len(kinds) - 1 and self.chance.random() < HALF
            named = self.chance.choice(sorted(NAMED)) if kind == "unknown" else ""
            found.append(
                StatusInterval(
                    state=MeasureState(kind),
                    start=start,
                    until=None if endless else until,
                    named=FactName(named),
                    values=NAMED.get(named, ()),
                )
            )
            start = until + timedelta(days=1)
        return tuple(found)

    def clause(self, name: str) -> Clause:
        """A clause that prohibits, requires a licence, or obliges; sometimes with days or a state of its own."""
        dated, stated = self.chance.random() < FIFTH, self.chance.random() < FIFTH
        when = self.condition()
        if self.terms and self.chance.random() < HALF:
            when = All((Reaches(self.chance.choice(self.terms).id), when))
        found = new_clause(
            name,
            when,
            self.chance.choice(LEVELS),
            start=self.chance.choice(DAYS[:8]) if dated else None,
            until=self.chance.choice([None, *DAYS[4:]]) if dated else None,
            status=self.spans() if stated else (),
        )
        return (
            replace(found, effect=Effect.OBLIGE, level="", duty="Report it.") if self.chance.random() < TENTH else found
        )

    def measure(self, number: int, clauses: int) -> Measure:
        """A measure with dates, a state, a subject, and clauses of its own."""
        return new_measure(
            f"m{number}",
            *(self.clause(f"c{place}") for place in range(clauses)),
            effective=self.chance.choice(DAYS[:3]),
            repealed=self.chance.choice([None, None, None, *DAYS[5:]]),
            status=self.spans(),
            subject=self.leaf() if self.chance.random() < HALF else TRUE,
            terms=tuple(self.terms) if number == 0 else (),
        )

    def exception(self, name: str, targets: list[ClauseId]) -> Clause:
        """An exception from some of the clauses of any measure."""
        chosen = self.chance.sample(targets, self.chance.randint(1, min(3, len(targets))))
        return replace(new_clause(name, self.condition()), effect=Effect.EXCEPT, level="", excepts=tuple(chosen))

    def law(self, measures: int, clauses: int, exceptions: int) -> Library:
        """A library of a few measures that use each other's terms, states and clauses."""
        self.measures = measures
        for name in ("t1", "t2"):
            self.terms.append(self.term(name))
        only = self.condition()
        self.terms.append(new_term("t3", only, only, only, disputed=False))
        found = [self.measure(number, clauses) for number in range(measures)]
        targets = [each.id for made in found for each in made.clauses if each.effect is not Effect.OBLIGE]
        for place in range(exceptions if targets else 0):
            owner = self.chance.randrange(measures)
            made = self.exception(f"{IDS[owner]}#x{place}", targets)
            found[owner] = replace(found[owner], clauses=(*found[owner].clauses, made))
        return library_of(found)


HALF, FIFTH, TENTH = 0.5, 0.2, 0.1


def libraries() -> st.SearchStrategy[Library]:
    """A library of a few random measures."""
    return st.builds(
        lambda seed, depth, measures, clauses, exceptions: Legislator(chance_of(seed), depth).law(
            measures, clauses, exceptions
        ),
        seed=seeds(),
        depth=st.integers(0, 3),
        measures=st.integers(1, 3),
        clauses=st.integers(1, 4),
        exceptions=st.integers(0, 2),
    )


def seeds() -> st.SearchStrategy[int]:
    """What a random choice starts from."""
    return st.integers(0, 2**32 - 1)


def chance_of(seed: int) -> random.Random:
    """A source of random choices."""
    return random.Random(seed)


def days() -> st.SearchStrategy[date]:
    """A day on which laws of this kind change."""
    return st.sampled_from(DAYS)


# --- random conditions on their own -----------------------------------------------------------------


def conditions() -> st.SearchStrategy[tuple[Condition, tuple[Term, ...]]]:
    """A condition, and the terms that it may use."""

    def make(seed: int, depth: int) -> tuple[Condition, tuple[Term, ...]]:
        legislator = Legislator(chance_of(seed), depth)
        for name in ("t1", "t2"):
            legislator.terms.append(legislator.term(name))
        return legislator.condition(), tuple(legislator.terms)

    return st.builds(make, seed=seeds(), depth=st.integers(0, 3))


# --- random lines -------------------------------------------------------------------------------

Line = dict[str, str]


def lines(values: Mapping[str, tuple[str, ...]] = VALUES) -> st.SearchStrategy[Line]:
    """A line in which every fact is left out, written as unknown, or known."""

    def make(seed: int, stated: int) -> Line:
        return random_line(chance_of(seed), values, stated / 10)

    return st.builds(make, seed=seeds(), stated=st.integers(0, 10))


def random_line(
    chance: random.Random, values: Mapping[str, tuple[str, ...]] = VALUES, stated: float = 0.6, unknown: float = 0.2
) -> Line:
    """A line with each fact stated at a given chance, and otherwise unknown or left out."""
    found: Line = {}
    for name, known in values.items():
        if chance.random() < stated:
            found[name] = chance.choice(known)
        elif chance.random() < unknown:
            found[name] = "unknown"
    return found


def assumptions() -> st.SearchStrategy[Line]:
    """Values of some of the named unknowns of the law."""
    every = {name: st.sampled_from([None, *(value for value, _ in values)]) for name, values in NAMED.items()}
    return st.fixed_dictionaries(every).map(
        lambda line: {name: value for name, value in line.items() if value is not None}
    )


def unknown_facts(line: Line) -> list[str]:
    """Facts of a line that nobody has stated: written as unknown, or left out where that means unknown."""
    return [name for name in VALUES if line.get(name, "none" if name in ABSENT_MEANS_NONE else "unknown") == "unknown"]


def learnt(line: Line) -> st.SearchStrategy[Line]:
    """The same line with some of its unknown facts learnt."""

    def make(seed: int, share: int) -> Line:
        chance = chance_of(seed)
        told = {name: chance.choice(VALUES[name]) for name in unknown_facts(line) if chance.random() < share / 4}
        return {**line, **told}

    return st.builds(make, seed=seeds(), share=st.integers(1, 4))


@dataclass(frozen=True, slots=True)
class Ends:
    """Floor and ceiling of an answer."""

    floor: Outcome
    ceiling: Outcome

    def within(self, wider: Ends) -> bool:
        """Tell whether these ends lie inside wider ones."""
        return wider.floor <= self.floor <= self.ceiling <= wider.ceiling


def ends(found: Determination) -> Ends:
    """Floor and ceiling of an answer."""
    return Ends(found.floor, found.ceiling)
