"""Observation files: every fault of every row at once, and what is known later than the vintage does not count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sekisho import Library
from sekisho.errors import FactError
from sekisho.impact.materials.material import Materials
from sekisho.impact.materials.package_materials import materials_and_uses
from sekisho.impact.nowcast.observation import ObservationKind, ObservedEvent, of_vintage
from sekisho.impact.nowcast.observation_file import COLUMNS, read_observations

FACTS = Path(__file__).parents[4] / "shared" / "facts" / "outturns_2026q1.csv"
SHIPPED = "economy/observations/outturns-2026-q1.csv"
GOOD = {
    "id": "a",
    "kind": "flow",
    "country": "JP",
    "period": "2026-01",
    "known_by": "2026-02-27",
    "variable": "import quantity from CN",
    "material": "rare-earths",
    "value": "1127",
    "unit": "t",
    "versus": "-5.7 % y/y",
    "error": "5",
    "source": "a paper",
    "confidence": "medium",
}


@pytest.fixture(scope="module")
def materials(library: Library) -> Materials:
    return materials_and_uses(library)[0]


def _file(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    file = folder / "seen.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_row_is_read_with_its_route_its_vintage_and_its_error(tmp_path: Path, materials: Materials):
    (row,) = read_observations(_file(tmp_path, GOOD), materials)
    assert row.series.id == "flow JP CN rare-earths t"
    assert (row.value, row.error, row.yearly) == (1127.0, 0.05, -0.057)
    assert (row.since, row.until, row.known_by) == (date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 27))


@pytest.mark.parametrize(
    ("change", "assumed", "is_stated"),
    [
        ({}, 0.05, True),
        ({"error": "0"}, 0.0, True),
        ({"error": ""}, 0.10, False),
        ({"error": "", "kind": "share", "unit": "%", "value": "76", "variable": "share of CN in imports"}, 0.05, False),
        ({"error": "", "unit": "qualitative", "value": "stopped"}, 0.0, True),
        ({"error": "", "kind": "price", "unit": "ratio", "variable": "price", "value": "3"}, 0.0, True),
    ],
)
def test_an_error_that_is_not_stated_is_assumed_and_marked(
    tmp_path: Path, materials: Materials, change: dict[str, str], assumed: float, *, is_stated: bool
):
    """A flow without an error is less sure than one that states its own; what can have no error is not marked."""
    (row,) = read_observations(_file(tmp_path, GOOD | change), materials)
    assert row.error == pytest.approx(assumed)
    assert row.error_stated is is_stated


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"known_by": ""}, "the vintage is not known"),
        ({"known_by": "2025-12-01"}, "lies before the period ends, on 2026-01-31"),
        ({"known_by": "2026-01-30"}, "lies before the period ends, on 2026-01-31"),
        ({"unit": "USD"}, "the unit is USD"),
        ({"variable": "import value from CN"}, "the unit is t"),
        ({"material": "rare-earth"}, "no material 'rare-earth'"),
        ({"unit": "barrels"}, "'barrels' is not a unit"),
        ({"kind": "flaw"}, "'flaw' is not a kind of observation"),
        ({"period": "2026-13"}, "'2026-13' is not a period"),
        ({"value": "much"}, "'much' is not a number"),
        ({"value": "-4"}, "a flow of -4 cannot be"),
        ({"low": "9", "high": "3"}, "low 9 is above high 3"),
        ({"low": "3", "high": "9"}, "lies outside 3 to 9"),
        ({"high": "9"}, "lies outside – to 9"),
        ({"error": "some"}, "error 'some' is not a number"),
        ({"error": "-3"}, "an error of -3 cannot be"),
        ({"confidence": "sure"}, "'sure' is not a confidence"),
        ({"source": ""}, "names no source"),
    ],
)
def test_a_faulty_row_is_told_with_its_line(tmp_path: Path, materials: Materials, change: dict[str, str], says: str):
    with pytest.raises(FactError) as caught:
        read_observations(_file(tmp_path, GOOD, {**GOOD, "id": "b", "country": "JP", **change}), materials)
    told = [str(problem) for problem in caught.value.problems]
    assert any(says in each and "seen.csv:3" in each for each in told), told


def test_all_faults_of_all_rows_are_told_at_once(tmp_path: Path, materials: Materials):
    rows = [
        {**GOOD, "known_by": "", "unit": "USD"},
        {**GOOD, "id": "b", "material": "unobtainium"},
        GOOD,
        {**GOOD, "id": "c"},
    ]
    with pytest.raises(FactError) as caught:
        read_observations(_file(tmp_path, *rows), materials)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 4
    assert any("seen.csv:5" in each and "seen.csv:4" in each for each in told)


def test_a_month_twice_under_other_words_is_a_fault_and_another_form_is_none(tmp_path: Path, materials: Materials):
    again = {**GOOD, "id": "b", "variable": "customs quantity from CN", "value": "400"}
    with pytest.raises(FactError, match=r"seen\.csv:2") as caught:
        read_observations(_file(tmp_path, GOOD, again), materials)
    (problem,) = caught.value.problems
    assert "seen.csv:3" in str(problem)
    later = read_observations(_file(tmp_path, GOOD, {**again, "known_by": "2026-03-30"}), materials)
    assert [row.value for row in of_vintage(later, date(2026, 3, 31))] == [400.0]


def test_a_month_twice_is_a_fault_and_a_revised_figure_takes_its_place(tmp_path: Path, materials: Materials):
    revised = {**GOOD, "id": "b", "known_by": "2026-03-30", "value": "1140"}
    rows = read_observations(_file(tmp_path, GOOD, revised), materials)
    assert [row.id for row in of_vintage(rows, date(2026, 2, 26))] == []
    assert [row.id for row in of_vintage(rows, date(2026, 2, 27))] == ["a"]
    assert [row.value for row in of_vintage(rows, date(2026, 3, 31))] == [1140.0]


def test_a_column_that_is_lacking_is_named(tmp_path: Path, materials: Materials):
    with pytest.raises(FactError, match="no column 'known_by'"):
        read_observations(
            _file(tmp_path, GOOD, columns=tuple(name for name in COLUMNS if name != "known_by")), materials
        )


def test_what_the_package_has_is_eighteen_facts_known_by_the_end_of_march(library: Library, materials: Materials):
    rows = read_observations(library.packages[0].folder / SHIPPED, materials)
    assert len(rows) == 18
    assert max(row.known_by for row in rows) == date(2026, 3, 31)
    by_id = {row.id: row for row in rows}
    assert by_id["magnesium-2026-02"].event is ObservedEvent.STOPPED
    assert (by_id["magnet-maker-2026-01"].low, by_id["magnet-maker-2026-01"].high) == (0.0, 0.33)
    assert by_id["magnets-jp-2025-12"].series.id == "flow JP CN light-rare-earths magnet t"


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts folder is not here")
def test_the_facts_as_they_stand_are_read_and_say_the_same(library: Library, materials: Materials):
    facts = {row.id: row for row in read_observations(FACTS, materials)}
    rows = read_observations(library.packages[0].folder / SHIPPED, materials)
    assert len(facts) == 18
    for row in rows:
        fact = facts[row.id]
        assert (row.series.kind, row.value, row.low, row.high, row.event) == (
            fact.series.kind,
            fact.value,
            fact.low,
            fact.high,
            fact.event,
        )
        assert (row.since, row.until, row.known_by) == (fact.since, fact.until, fact.known_by)
        assert row.series.kind is not ObservationKind.FLOW or row.series == fact.series
