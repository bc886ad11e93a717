"""What two days of law make of the same shipments."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.support.unpresumed import determine

from sekisho import Library, load_measures
from sekisho.determination.line.item_moves import MILITARY, item_moves, items_of_measures
from sekisho.determination.line.timeline import CIVIL, outcome_on
from sekisho.present.law.item_outcomes import moved

LIBRARY = load_measures()
DAYS = st.dates(date(2002, 1, 1), date(2028, 12, 31))


def _outcomes(library: Library, first: date, second: date, *, military: bool) -> dict[str, tuple[str, str]]:
    return {
        str(move.measure.id): (move.before.outcome, move.after.outcome)
        for move in item_moves(library, first, second)
        if move.military is military
    }


def test_the_day_of_the_ban_moves_military_shipments_of_every_item_and_no_civil_one(library: Library):
    """Announcement 1 of 2026 took effect on 6 January 2026, and bars military users and uses of Japan alone."""
    first, second = date(2026, 1, 5), date(2026, 1, 6)
    found = _outcomes(library, first, second, military=True)
    assert set(found) == {str(measure.id) for measure, _ in items_of_measures(library)}
    assert {after for _, after in found.values()} == {"prohibited"}
    assert _outcomes(library, first, second, military=False) == {}


def test_medium_and_heavy_rare_earths_come_under_licence_on_4_april_2025(library: Library):
    found = _outcomes(library, date(2025, 4, 3), date(2025, 4, 4), military=False)
    assert found == {"cn/2025-18-medium-heavy-rare-earths": ("free", "licence")}


def test_a_day_beside_itself_moves_nothing_and_that_is_said(library: Library):
    day = date(2026, 9, 30)
    assert item_moves(library, day, day) == ()
    assert moved((), day, day, library=library).text.startswith("Nothing: an item of each measure")  # type: ignore[union-attr]


def test_items_that_move_alike_are_one_row(library: Library):
    first, second = date(2026, 1, 5), date(2026, 1, 6)
    table = moved(item_moves(library, first, second), first, second, library=library)
    assert [str(row[2]) for row in table.rows] == ["◆ licence at least"]  # type: ignore[union-attr]
    assert table.rows[0][0].endswith(" more")  # type: ignore[union-attr]


@given(day=DAYS, pair=st.sampled_from(items_of_measures(LIBRARY)), facts=st.sampled_from([{}, MILITARY]))
def test_the_outcome_alone_is_that_of_the_whole_answer(day: date, pair: tuple, facts: dict[str, str]):  # type: ignore[type-arg]
    line = {**CIVIL, **facts, "control_codes": pair[1].code, "departure": "CN", "origin": "CN", "destination": "JP"}
    alone = outcome_on(pair[1].code, LIBRARY, day, destination="JP", facts={**CIVIL, **facts})
    assert determine(line, LIBRARY, as_of=day).verdict == alone
