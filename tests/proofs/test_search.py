"""The search for facts finds some where there are some, and only then: compared with trying every value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.slow_judge import judge
from tests.support.synthetic_law import DAYS, TABLE, conditions, is_, library_of, new_measure, under

from sekisho.determination.core.domains import Domain, domains_of, leaves_in
from sekisho.determination.core.evaluation import EvaluationContext
from sekisho.law.model.condition import FALSE, All, Any, Condition, FactName, InForce, Listed, ListId, Not, walk
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue, Truth
from sekisho.law.model.term import Readings, Term, expand
from sekisho.parties.index import parties_of
from sekisho.proofs.search import Goal, Search, Want

LIBRARY = library_of([new_measure("m")])
PARTIES = parties_of(LIBRARY)
DAY = DAYS[3]
CODES = FactName("control_codes")


def judged(condition: Condition, facts: Mapping[FactName, FactValue]) -> Truth:
    """What the judge says of a condition without terms."""
    return judge(condition, EvaluationContext(facts=facts, day=DAY, terms={}, readings=Readings(), parties=PARTIES))


def is_as(value: Truth, want: Want) -> bool:
    """Whether a value is what is wanted."""
    match want:
        case Want.TRUE:
            return value is True
        case Want.FALSE:
            return value is False
        case Want.NOT_TRUE:
            return value is not True
        case Want.NOT_FALSE:
            return value is not False


def every_value(domain: Domain, *, known: bool) -> Iterator[FactValue]:
    """Every cell of a fact; for codes, every set of up to two codes that it has or may have, and unknown codes."""
    cells = [value for place, value in enumerate(domain.values) if not known or domain.known >> place & 1]
    if not domain.several:
        yield from cells
        return
    if not known:
        yield UNKNOWN
    for size in (1, 2):
        for atoms in combinations(cells, size):
            parts = [atom for atom in atoms if isinstance(atom, Codes)]
            sure = frozenset(code for atom in parts for code in atom.sure)
            yield Codes(sure, frozenset(code for atom in parts for code in atom.maybe) - sure)


def several_goals() -> st.SearchStrategy[list[Goal]]:
    """Several goals, each a choice: conditions without terms and without questions about other measures."""

    def bare(made: tuple[Condition, tuple[Term, ...]]) -> Condition:
        condition, terms = made
        found = expand(condition, {term.id: term for term in terms}, Readings())
        return FALSE if any(isinstance(part, InForce) for part in walk(found)) else found

    choices = st.lists(conditions().map(bare), min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))
    return st.lists(st.tuples(choices, st.sampled_from(Want)), min_size=1, max_size=3)


@settings(max_examples=25)
@given(goals=several_goals(), known=st.booleans())
def test_facts_are_found_if_and_only_if_some_values_meet_all_goals(goals: list[Goal], *, known: bool):
    leaves = tuple(dict.fromkeys(leaf for condition, _ in goals for leaf in leaves_in(condition)))
    domains = domains_of(leaves, TABLE, DAY, PARTIES)
    found = Search(domains).find(goals, known=known)
    if found is not None:
        assert not known or all(is_known(value) for value in found.values())
        for fill in (0, -1):
            rest = {fact: list(every_value(domain, known=known))[fill] for fact, domain in domains.items()}
            assert all(is_as(judged(condition, {**rest, **found}), want) for condition, want in goals)
        return
    for values in product(*(every_value(domain, known=known) for domain in domains.values())):
        facts = dict(zip(domains, values, strict=True))
        assert not all(is_as(judged(condition, facts), want) for condition, want in goals), facts


def is_known(value: FactValue) -> bool:
    """Whether a value leaves nothing open."""
    return value is not UNKNOWN and not (isinstance(value, Codes) and value.maybe)


def test_two_codes_are_found_where_one_does_not_do():
    goal = All((under(["1C905.a"]), under(["3A001"]), Not(under(["1C905.b"]))))
    found = Search(domains_of(leaves_in(goal), TABLE, DAY, PARTIES)).find([(goal, Want.TRUE)], known=True)
    assert found is not None
    codes = found[CODES]
    assert isinstance(codes, Codes)
    assert len(codes.sure) == 2
    assert judged(goal, found) is True


def test_every_name_of_a_listed_party_counts_its_weak_names_and_identifiers_too():
    """Only the abbreviation that others share leaves a listing open."""
    goal = Listed(FactName("end_user"), ListId("xx/list"))
    search = Search(domains_of([goal], TABLE, DAY, PARTIES))
    assert search.find([(goal, Want.NOT_TRUE), (goal, Want.NOT_FALSE)], known=True) == {"end_user": "ALPHA"}


def test_what_contradicts_itself_is_not_found_however_it_is_written():
    military, civil = is_("end_use", "military"), is_("end_use", "civil")
    goal = All((Any((military, civil)), Not(Any((military, civil)))))
    search = Search(domains_of(leaves_in(goal), TABLE, DAY, PARTIES))
    assert search.find([(goal, Want.TRUE)]) is None
    assert search.find([(goal, Want.NOT_FALSE)]) == {"end_use": UNKNOWN}


def test_a_choice_that_fails_late_does_not_hide_the_next_one():
    """Japan and North Korea each meet one of two halves, and none both; only Norway is left."""
    japan, korea, norway = (is_("destination", name) for name in ("JP", "KP", "NO"))
    military, civil = is_("end_use", "military"), is_("end_use", "civil")
    halves = (
        Any((All((japan, military)), All((korea, civil)))),
        Any((All((japan, civil)), All((korea, military)))),
    )
    for goal in (Any((All(halves), norway)), Any((norway, All(halves)))):
        search = Search(domains_of(leaves_in(goal), TABLE, DAY, PARTIES))
        assert search.find([(goal, Want.TRUE)], known=True) == {"destination": "NO"}
        assert search.find([(goal, Want.TRUE), (norway, Want.FALSE)]) is None
        late = search.find([(goal, Want.TRUE), (Any((norway, All(halves))), Want.TRUE), (japan, Want.FALSE)])
        assert late == {"destination": "NO"}


def test_codes_that_are_known_leave_open_only_what_a_coarse_code_leaves_open():
    """There is no coarser code than 3A in the scheme, and 1C905 is coarser than 1C905.a."""
    for entry, coarser in (("3A", False), ("1C905.a", True)):
        goal = under([entry])
        search = Search(domains_of([goal], TABLE, DAY, PARTIES))
        found = search.find([(goal, Want.NOT_TRUE), (goal, Want.NOT_FALSE)], known=True)
        assert (found is not None) == coarser
        assert found is None or judged(goal, found) is UNKNOWN
        assert search.find([(goal, Want.NOT_TRUE), (goal, Want.NOT_FALSE)]) is not None


@settings(max_examples=40)
@given(goals=several_goals())
def test_no_facts_meet_a_goal_and_its_complement(goals: list[Goal]):
    search = Search(domains_of([leaf for goal, _ in goals for leaf in leaves_in(goal)], TABLE, DAY, PARTIES))
    search.find([])
    for condition, want in goals:
        place = search._goal(condition, want)
        assert search._meet([place, search._complement(place)], (), {}) is None
