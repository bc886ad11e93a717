"""Random laws and random lines, small enough that every test of a fact meets every value often.

A law is made of few facts with few values, so that two random conditions meet. Values are written as an order book
writes them. What is left out of a line stays left out, and `unknown` is written as such: for roles the two differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from sekisho import Library, Outcome
from sekisho.law.condition import (
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
    Reaches,
    TermId,
    Under,
)
from sekisho.law.fact import Fact, FactTable, built_in_facts
from sekisho.law.library import Package
from sekisho.law.lists import Entry
from sekisho.law.measure import Clause, ClauseId, Confidence, Effect, Measure, Source, State, Status
from sekisho.law.term import Reach, Term

SCHEME = "cn/dual-use"
CODES = frozenset({"1", "1C", "1C905", "1C905.a", "1C905.a.4", "1C905.b", "3A", "3A001", "3A001.a"})
TERRITORIES = frozenset({"CN", "JP", "KP", "NO", "NA"})

VALUES: Mapping[str, tuple[str, ...]] = {
    "destination": ("JP", "KP", "NO"),
    "end_use": ("civil", "military", "research"),
    "end_user_kind": ("civil", "military", "defence_contractor"),
    "from_bonded_zone": ("yes", "no"),
    "prc_content_share": ("0", "0.0009", "0.001", "0.0011", "0.25", "1"),
    "control_codes": ("none", "3A001", "1C905.a.4", "1C905.b", "1C905.a", "1C905", "?1C905.a", "3A001;?1C905.a.4"),
    "end_user": ("Nobody Ltd.", "Alpha Works", "ALPHA", "Open Mills", "Former Forge", "Later Labs", "none"),
    "importer": ("Nobody Ltd.", "Alpha Works", "Later Labs", "none"),
}
"""Facts and the values that a line may have of them."""

ABSENT_MEANS_NONE = frozenset({"importer"})
FINE_VALUES: Mapping[str, tuple[str, ...]] = {
    **VALUES,
    "control_codes": ("none", "3A001", "1C905.a.4", "1C905.b"),
    "end_user": ("Nobody Ltd.", "Alpha Works", "Former Forge", "Later Labs", "none"),
}
"""Values that leave nothing open: no coarse or possible code, no doubtful name."""

NAMED: Mapping[str, tuple[tuple[str, State], ...]] = {
    "what_followed": (
        ("extended", State.SUSPENDED),
        ("lapsed", State.IN_FORCE),
        ("changed", State.UNKNOWN),
    ),
    "was_it_signed": (("signed", State.IN_FORCE), ("unsigned", State.SUSPENDED)),
}
"""Named unknowns of the law, and what a measure is for each of their values."""

FIRST = date(2026, 1, 1)
DAYS = tuple(FIRST + timedelta(days=number) for number in range(12))
ENTRIES = tuple(
    Entry(
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


def library_of(measures: Iterable[Measure], entries: Iterable[Entry] = ENTRIES) -> Library:
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
    )


# --- measures by hand ---------------------------------------------------------------------------


def measure(name: str = "2026-1", *clauses: Clause, **more: object) -> Measure:
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
        sources=(Source(url="https://example.org", language="en", read=FIRST),),
        clauses=tuple(replace(clause, id=ClauseId(f"xx/{name}#{clause.id}")) for clause in clauses),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def clause(name: str, when: Condition, level: str = "prohibited", **more: object) -> Clause:
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


def term(name: str, narrow: Condition, central: Condition, broad: Condition, *, disputed: bool = True) -> Term:
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


# --- random conditions --------------------------------------------------------------------------


def _under(entries: Iterable[str], without: Iterable[str] = ()) -> Under:
    return Under(FactName("control_codes"), SCHEME, frozenset(entries), frozenset(without))


SHARES = [Decimal("0.001"), Decimal("0.25")]


@st.composite
def betweens(draw: st.DrawFn) -> Between:
    """A test of a share with one bound or two, open or closed."""
    low = draw(st.sampled_from([None, *SHARES]))
    high = draw(st.sampled_from([None, *SHARES]))
    return Between(
        FactName("prc_content_share"),
        low=low,
        high=high,
        low_open=low is not None and draw(st.booleans()),
        high_open=high is not None and draw(st.booleans()),
    )


def leaves() -> st.SearchStrategy[Condition]:
    """A test of one fact, of every kind."""
    chosen = [
        st.sampled_from(VALUES[name]).map(lambda value, name=name: is_(name, value))
        for name in ("destination", "end_use", "end_user_kind", "from_bonded_zone")
    ]
    two = st.sampled_from([is_("destination", "JP", "KP"), is_("end_use", "military", "research")])
    codes = st.sampled_from(
        [
            _under([""]),
            _under(["1C"]),
            _under(["1C905.a"]),
            _under(["1C905.a.4", "3A001"]),
            _under([""], ["3A001"]),
            _under(["1C", "3A"], ["3A001"]),
        ]
    )
    listed = st.builds(
        Listed, st.sampled_from([FactName("end_user"), FactName("importer")]), st.sampled_from(LISTS).map(ListId)
    )
    return st.one_of(*chosen, two, codes, listed, betweens())


def conditions(
    *, terms: Iterable[TermId] = (), measures: Iterable[MeasureId] = (), leaf: st.SearchStrategy[Condition] | None = None
) -> st.SearchStrategy[Condition]:
    """A condition with up to a handful of tests."""
    base = [leaf or leaves()]
    if names := list(terms):
        base.append(st.sampled_from(names).map(Reaches))
    if ids := list(measures):
        base.append(st.sampled_from(ids).map(InForce))
    return st.recursive(
        st.one_of(*base),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
            st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts))),
            inner.map(Not),
        ),
        max_leaves=5,
    )


@st.composite
def terms(draw: st.DrawFn) -> tuple[Term, ...]:
    """Two disputed terms whose readings are nested by construction, and a defined one."""
    found: list[Term] = []
    for name in ("t1", "t2"):
        inner = conditions(terms=[term.id for term in found])
        central = draw(inner)
        narrow, broad = All((central, draw(inner))), Any((central, draw(inner)))
        found.append(term(name, narrow, central, broad))
    only = draw(conditions(terms=[each.id for each in found]))
    return (*found, term("t3", only, only, only, disputed=False))


# --- random measures ----------------------------------------------------------------------------


def days() -> st.SearchStrategy[date]:
    """A day on which laws of this kind change."""
    return st.sampled_from(DAYS)


@st.composite
def statuses(draw: st.DrawFn) -> tuple[Status, ...]:
    """Spans of status that do not overlap: a suspension, an unknown state, or both in turn."""
    kinds = draw(st.sampled_from([(), ("suspended",), ("unknown",), ("suspended", "unknown")]))
    start, spans = draw(st.sampled_from(DAYS[:6])), []
    for number, kind in enumerate(kinds):
        last = number == len(kinds) - 1
        until = start + timedelta(days=draw(st.integers(0, 3)))
        open_end = last and draw(st.booleans())
        named = draw(st.sampled_from(sorted(NAMED))) if kind == "unknown" else ""
        spans.append(
            Status(
                state=State(kind),
                start=start,
                until=None if open_end else until,
                named=FactName(named),
                values=NAMED.get(named, ()),
            )
        )
        start = until + timedelta(days=1)
    return tuple(spans)


@st.composite
def clauses(draw: st.DrawFn, name: str, when: st.SearchStrategy[Condition]) -> Clause:
    """A clause that prohibits, requires a licence, or obliges; sometimes with days or a state of its own."""
    level = draw(st.sampled_from([*LEVELS, ""]))
    dated = draw(st.integers(0, 4)) == 0
    found = clause(
        name,
        draw(when),
        level or "licence",
        start=draw(days()) if dated else None,
        until=draw(st.sampled_from([None, *DAYS])) if dated else None,
        status=draw(statuses()) if draw(st.integers(0, 4)) == 0 else (),
    )
    return found if level else replace(found, effect=Effect.OBLIGE, level="", duty="Report it.")


IDS = (MeasureId("xx/m0"), MeasureId("xx/m1"), MeasureId("xx/m2"))


@st.composite
def measure_sets(draw: st.DrawFn) -> tuple[Measure, ...]:
    """One to three measures that use each other's terms, states and clauses."""
    count = draw(st.integers(1, 3))
    known = draw(terms())
    when = conditions(terms=[each.id for each in known], measures=IDS[:count])
    found, targets = [], []
    for number in range(count):
        own = [draw(clauses(f"c{place}", when)) for place in range(draw(st.integers(1, 4)))]
        made = measure(
            f"m{number}",
            *own,
            effective=draw(st.sampled_from(DAYS[:4])),
            repealed=draw(st.sampled_from([None, None, *DAYS[4:]])),
            status=draw(statuses()),
            subject=draw(st.one_of(st.just(TRUE), when)),
            terms=known if number == 0 else (),
        )
        targets += [each.id for each in made.clauses if each.effect is not Effect.OBLIGE]
        found.append(made)
    if targets:
        for place in range(draw(st.integers(0, 2))):
            exception = Clause(
                id=ClauseId(f"{found[-1].id}#x{place}"),
                article="2",
                words={"en": "exception"},
                effect=Effect.EXCEPT,
                excepts=tuple(draw(st.lists(st.sampled_from(targets), min_size=1, max_size=3, unique=True))),
                when=draw(when),
                confidence=Confidence.HIGH,
            )
            found[-1] = replace(found[-1], clauses=(*found[-1].clauses, exception))
    return tuple(found)


def libraries() -> st.SearchStrategy[Library]:
    """A library of a few random measures."""
    return measure_sets().map(library_of)


# --- random lines -------------------------------------------------------------------------------

Line = dict[str, str]


def lines(values: Mapping[str, tuple[str, ...]] = VALUES) -> st.SearchStrategy[Line]:
    """A line in which every fact is left out, written as unknown, or known."""
    every = {name: st.sampled_from([None, None, "unknown", *known]) for name, known in values.items()}
    return st.fixed_dictionaries(every).map(
        lambda line: {name: value for name, value in line.items() if value is not None}
    )


def assumptions() -> st.SearchStrategy[Line]:
    """Values of some of the named unknowns of the law."""
    every = {name: st.sampled_from([None, *(value for value, _ in values)]) for name, values in NAMED.items()}
    return st.fixed_dictionaries(every).map(
        lambda line: {name: value for name, value in line.items() if value is not None}
    )


def unknown_facts(line: Line, values: Mapping[str, tuple[str, ...]] = VALUES) -> list[str]:
    """Facts of a line that nobody has stated: written as unknown, or left out where that means unknown."""
    return [name for name in values if line.get(name, "none" if name in ABSENT_MEANS_NONE else "unknown") == "unknown"]


@st.composite
def learnt(draw: st.DrawFn, line: Line) -> Line:
    """The same line with some of its unknown facts learnt."""
    found = dict(line)
    for name in unknown_facts(line):
        if draw(st.booleans()):
            found[name] = draw(st.sampled_from(VALUES[name]))
    return found


@dataclass(frozen=True, slots=True)
class Ends:
    """Floor and ceiling of an answer."""

    floor: Outcome
    ceiling: Outcome

    def within(self, wider: Ends) -> bool:
        """Tell whether these ends lie inside wider ones."""
        return wider.floor <= self.floor <= self.ceiling <= wider.ceiling
