"""A measure on two days: what is new, gone, in another state, or reaches otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import FactError, Library
from sekisho.law.dates.stages import Difference, MeasureComparison, compare
from sekisho.present.law.comparison import compared_text
from sekisho.present.render.terminal import bare, cells


def _differences(found: MeasureComparison) -> dict[str, Difference]:
    return {one.clause.id.partition("#")[2]: one.difference for one in found.clauses}


def test_a_paused_clause_is_in_another_state_and_others_are_not(library: Library):
    measure = library["cn/2024-46-us-dual-use"]
    found = _differences(compare(measure, library, date(2025, 11, 8), date(2025, 11, 9)))
    changed = {name for name, difference in found.items() if difference is Difference.STATE}
    assert changed == {"materials", "graphite", "retransfer-materials"}
    assert {found[name] for name in set(found) - changed} == {Difference.SAME}


def test_clauses_that_begin_between_the_days_are_new(library: Library):
    measure = library["cn/2025-61-rare-earths-abroad"]
    found = _differences(compare(measure, library, date(2025, 10, 10), date(2025, 12, 1)))
    assert found["content"] is Difference.NEW
    assert found["prc-origin-items"] is Difference.STATE


def test_all_clauses_of_a_measure_are_new_on_its_first_day_and_gone_on_the_day_of_its_repeal(library: Library):
    measure = library["cn/2023-23-gallium-germanium"]
    first = compare(measure, library, date(2023, 7, 31), date(2023, 8, 1))
    assert set(_differences(first).values()) == {Difference.NEW}
    last = compare(measure, library, date(2024, 11, 30), date(2024, 12, 1))
    assert set(_differences(last).values()) == {Difference.GONE}


def test_a_clause_whose_words_ask_for_another_measure_reaches_otherwise_when_that_one_applies(library: Library):
    measure = library["cn/2024-dual-use-regulations"]
    found = {
        one.clause.id.partition("#")[2]: one
        for one in compare(measure, library, date(2025, 4, 3), date(2025, 4, 4)).clauses
    }
    assert found["list-licence"].difference is Difference.REACH
    assert [name for name, _, _ in found["list-licence"].rests_on] == ["cn/2025-18-medium-heavy-rare-earths"]
    assert found["stop-and-report"].difference is Difference.SAME


def test_a_measure_that_does_not_apply_on_either_day_changes_no_reach(library: Library):
    """Announcement 57 is not published on the one day and suspended on the other."""
    measure = library["cn/2024-dual-use-regulations"]
    found = compare(measure, library, date(2025, 10, 1), date(2025, 11, 20))
    assert {one.rests_on for one in found.clauses} == {()}


@pytest.mark.parametrize(
    ("first", "second", "what", "remedy"),
    [
        (date(2025, 1, 1), date(2025, 1, 1), "both days are 1 January 2025", "Name two different days"),
        (date(2026, 1, 1), date(2025, 1, 1), "lies after 1 January 2025", "--compare 2025-01-01 2026-01-01"),
    ],
)
def test_days_that_are_one_or_reversed_are_refused(library: Library, first: date, second: date, what: str, remedy: str):
    with pytest.raises(FactError) as caught:
        compare(library["cn/2024-46-us-dual-use"], library, first, second)
    assert what in caught.value.problems[0].what
    assert remedy in caught.value.problems[0].remedy


@pytest.mark.parametrize("width", [60, 80, 100])
def test_two_columns_keep_within_the_width_and_beside_each_other(library: Library, width: int):
    found = compare(library["cn/2024-46-us-dual-use"], library, date(2025, 1, 1), date(2026, 11, 28))
    lines = compared_text(found, library, width=width)
    assert max(map(cells, lines)) <= width
    beside = [line for line in map(bare, lines) if line.startswith("    in force  ") and "◆ not known" in line]
    assert len(beside) == 3
    dates = next(line for line in map(bare, lines) if "28 November 2026" in line)
    assert {line.index("◆") for line in beside} == {dates.index("28 November 2026")}
