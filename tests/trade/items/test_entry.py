"""A control code in its list, and the clauses of a day that name it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

import pytest

from sekisho import Library
from sekisho.errors import LibraryError
from sekisho.law.dates.calendar import Stage, is_within, law_on, on_day, stage_on, status_on, subject_of
from sekisho.law.model.condition import All, Any, Condition, Not, Reaches, TermId, Under
from sekisho.law.model.fact import UNKNOWN, Codes, Truth, all_of, any_of, negate
from sekisho.law.model.measure import Clause, Effect, MeasureState
from sekisho.law.model.scheme import HOME_SCHEME, control_entries
from sekisho.law.model.term import Reading, Term, way_of
from sekisho.trade.items.clauses_by_code import namings
from sekisho.trade.items.code import is_under
from sekisho.trade.items.control_entry import above, children, find_entry, is_code, nearest

DAY = date(2026, 9, 30)


def clauses(code: str, library: Library, day: date = DAY) -> dict[str, tuple[str, tuple[str, ...]]]:
    found = namings(code, library, day, scheme=HOME_SCHEME)
    return {str(one.clause.id): (one.entry, tuple(map(str, one.terms))) for one in found}


@pytest.mark.parametrize("text", ["cn/dual-use/1C905.a", "1C905.a", "1c905.A"])
def test_a_code_is_found_with_or_without_its_scheme_in_either_case(library: Library, text: str):
    assert is_code(text, library)
    assert find_entry(text, library).code == "1C905.a"


@pytest.mark.parametrize("text", ["1C", "1", "1E001"])
def test_areas_and_digits_are_codes(library: Library, text: str):
    assert is_code(text, library)


def test_no_measure_is_taken_for_a_code(library: Library):
    assert [name for name in library.measures if is_code(name, library)] == []
    assert [name for name in library.clauses if is_code(name, library)] == []


def test_an_entry_stands_below_its_field_and_above_its_parts_in_the_order_of_the_list(library: Library):
    scheme = control_entries(library)
    assert [one.code for one in above(scheme["1C905.a"], scheme)] == ["1", "1C", "1C905"]
    parts = [one.code for one in children(scheme["1C450.a"], scheme)]
    assert parts.index("1C450.a.9") + 1 == parts.index("1C450.a.10")
    assert all(scheme[code].parent == "1C450.a" for code in parts)


def test_the_nearest_codes_begin_with_the_entry_that_would_hold_it(library: Library):
    scheme = control_entries(library)
    assert nearest("1C905.z.9", scheme)[0] == "1C905"
    assert nearest("1c9055", scheme)[0] == "1C905"


def test_a_list_of_territories_is_no_control_list(library: Library):
    with pytest.raises(LibraryError, match="'iso/3166' is not a list"):
        find_entry("iso/3166/JP", library)


def test_a_clause_that_names_an_entry_names_what_lies_below_it_through_its_term(library: Library):
    named = clauses("1C905.a.4", library)
    assert named["cn/2025-18-medium-heavy-rare-earths#list-licence"] == ("1C905", ("items-18-2025",))
    assert named["cn/2024-dual-use-regulations#list-licence"] == ("1C905", ("listed-item", "items-18-2025"))
    assert named["cn/2026-01-japan-dual-use#military-user"][0] == "1C905"


def test_a_clause_on_the_whole_list_names_what_the_unified_list_took_over(library: Library):
    assert clauses("3C001.a", library)["cn/2024-dual-use-regulations#list-licence"] == ("", ("listed-item",))


def test_a_clause_that_names_other_codes_beside_the_list_does_not_name_this_one(library: Library):
    graphite, before = "cn/2024-46-us-dual-use#graphite", date(2025, 9, 1)
    assert clauses("1C108.b", library, before)[graphite] == ("1C108", ())
    assert graphite not in clauses("3C001.a", library, before)
    assert "cn/2024-46-us-dual-use#military" in clauses("3C001.a", library, before)


def test_no_clause_names_a_code_while_its_announcement_is_suspended(library: Library):
    """The duty at customs is another announcement's, and bears on goods whether or not their entry is paused."""
    paused = namings("1C909.a", library, date(2026, 11, 10), scheme=HOME_SCHEME)
    assert {str(one.clause.id) for one in paused if one.clause.effect is not Effect.OBLIGE} == set()
    assert {str(one.measure.id) for one in paused} <= {"cn/2025-123-customs-challenge"}
    after = namings("1C909.a", library, date(2026, 11, 11), scheme=HOME_SCHEME)
    assert "cn/2025-57-holmium-and-others#list-licence" in {str(one.clause.id) for one in after}


def test_a_clause_whose_own_state_nobody_knows_is_told_as_such(library: Library):
    def state(day: date) -> set[Stage]:
        found = namings("3C001.a", library, day, scheme=HOME_SCHEME)
        return {one.stage for one in found if one.clause.id == "cn/2024-46-us-dual-use#materials"}

    assert state(date(2025, 9, 1)) == {Stage.IN_FORCE}
    assert state(date(2026, 11, 27)) == set()
    assert state(date(2026, 11, 28)) == {Stage.UNKNOWN}


def test_the_day_before_a_measure_takes_effect_its_clauses_name_nothing(library: Library):
    mine = "cn/2025-18-medium-heavy-rare-earths#list-licence"
    assert mine not in clauses("1C905", library, date(2025, 4, 3))
    assert mine in clauses("1C905", library, date(2025, 4, 4))


def test_every_code_that_an_area_holds_bears_on_the_area(library: Library):
    area = set(clauses("1C", library))
    assert set(clauses("1C905.a", library)) <= area
    assert set(clauses("1C117.c", library)) <= area


def test_what_is_shared_between_codes_is_what_each_says_alone(library: Library, rng: random.Random):
    """Parts of the law on which no code of a clause bears are judged once for all codes; here each is judged anew."""
    terms = law_on(library, DAY).terms
    for code in ["1", "1C", "1C905", *rng.sample(sorted(control_entries(library)), 12)]:
        alone = set()
        for clause, measure in ((one, law) for law in library.measures.values() for one in law.clauses):
            if stage_on(measure, DAY)[0] not in {Stage.IN_FORCE, Stage.UNKNOWN} or not _runs(clause):
                continue
            parts = [on_day(part, DAY, library.measures) for part in (subject_of(clause, measure), clause.when)]
            judged = [_alone(part, code, terms) for part in parts]
            if all(value is not False for value, _ in judged) and any(names for _, names in judged):
                alone.add(str(clause.id))
        assert set(clauses(code, library)) == alone, code
        assert alone


def _runs(clause: Clause) -> bool:
    span = status_on(clause.status, DAY)
    return is_within(DAY, clause.start, clause.until) and (span is None or span.state is not MeasureState.SUSPENDED)


def _alone(condition: Condition, code: str, terms: Mapping[TermId, Term]) -> tuple[Truth, bool]:
    """The value of a condition for an item of which its code alone is known, and whether an entry in it names it."""
    match condition:
        case All(parts) | Any(parts):
            judged = [_alone(part, code, terms) for part in parts]
            join = all_of if isinstance(condition, All) else any_of
            return join([value for value, _ in judged]), any(names for value, names in judged if value is not False)
        case Not(part):
            return negate(_alone(part, code, terms)[0]), False
        case Reaches():
            ways = [_alone(way_of(condition, reading, terms), code, terms) for reading in Reading]
            values = {value for value, _ in ways}
            names = any(names for value, names in ways if value is not False)
            return (values.pop() if len(values) == 1 else UNKNOWN), names
        case Under(fact, scheme) if fact == "control_codes" and scheme == HOME_SCHEME:
            value = is_under(condition, Codes(frozenset({code})))
            return value, value is not False
        case _:
            return UNKNOWN, False
