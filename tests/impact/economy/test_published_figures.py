"""What others published: every row has base, source and a reason, and stands beside the runs that ask the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sekisho import Library, load_measures
from sekisho.errors import LibraryError
from sekisho.impact.economy.published import published_of
from sekisho.impact.run_companions import estimates_of
from sekisho.impact.scenario.scenario_reader import find_scenario


def _houses(library: Library, name: str, months: int) -> list[tuple[str, float | None]]:
    scenario = replace(find_scenario(library, name), months=months)
    return [(one.house, one.percent) for one in estimates_of(library, scenario)]


def test_a_run_stands_beside_those_who_asked_the_same_and_no_others(library: Library):
    assert _houses(library, "rare-earths-stop", 12) == [("NRI", 0.43), ("Daiwa", 1.3), ("Mizuho", 0.88)]
    assert _houses(library, "rare-earths-stop", 3) == [("NRI", 0.11)]
    assert _houses(library, "critical-minerals-stop", 12) == [("Daiwa", 3.2)]
    assert _houses(library, "rare-earths-stop", 6) == []
    assert _houses(library, "japan-ban", 12) == []
    assert _houses(library, "gallium-2023", 12) == []


def test_the_estimate_that_the_back_test_contradicts_is_shown_with_it(library: Library):
    assert _houses(library, "senkaku-2010", 6) == [("Mizuho", 0.25)]


def test_what_is_kept_for_a_blind_test_has_no_figure(library: Library):
    kept = [one for one in published_of(library) if one.percent is None]
    assert [one.house for one in kept] == ["IMF"]
    assert all(one.amount is None for one in kept)


def test_per_cent_and_yen_of_a_row_agree_on_its_base(library: Library):
    """660 / 609,000 = 0.108 %; 7,000 / 557,000 = 1.26 %: within the rounding of what was printed."""
    gdp = {"nominal": 609_000, "real": 557_000}
    rows = [
        one for one in published_of(library) if one.amount and one.percent and one.base in gdp and one.scope != "cars"
    ]
    assert len(rows) == 4
    for one in rows:
        assert one.amount is not None
        assert one.amount / gdp[one.base] * 100 == pytest.approx(one.percent, rel=0.04)


def test_rows_that_cannot_be_read_are_told_at_once(tmp_path: Path, library: Library):
    package = Path(shutil.copytree(library.packages[0].folder, tmp_path / "package"))
    with (package / "economy" / "published.csv").open("a", encoding="utf-8") as text:
        text.write("X,s,all,twelve,real,2024,1,,,,,,s,u,low,\nX,s,all,12,gold,2024,1,,,,,,s,u,low,\n")
        text.write("X,s,all,12,real,2024,1,,,,,,s,u,low,mood\n,s,all,12,real,2024,1,,,,,,s,u,low,\n")
    with pytest.raises(LibraryError) as fault:
        published_of(load_measures([package]))
    assert len(fault.value.problems) == 4
