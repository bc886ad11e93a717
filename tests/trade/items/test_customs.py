"""Customs codes as hints: what each may fall under, how it matched, and codes of older editions."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from sekisho import Library, load_measures
from sekisho.errors import FactError
from sekisho.law.model.scheme import control_entries
from sekisho.trade.items.customs_codes import DIRECTION, CodeMatch, Hint, hints, hints_of
from sekisho.trade.items.harmonised_system import LENGTHS
from sekisho.trade.items.tariff import STEM, tariff

LISTS = Path(__file__).parents[3] / "src" / "sekisho_measures" / "lists"
NOMENCLATURE = Path(__file__).parents[4] / "shared" / "data" / "hs_2022" / "harmonized-system.csv"
CATALOGUE = "4083cd8d355a89048b2a966af2ee60c206cf44aab840cb00e65dc1f97673ff69"
"""SHA-256 over the 636 codes of the list of the catalogue, sorted, a line each."""


def rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_code(found: tuple[Hint, ...]) -> dict[str, Hint]:
    assert len({hint.code or hint.printed for hint in found}) == len(found)
    return {hint.code: hint for hint in found}


def test_all_636_codes_of_the_catalogue_are_held():
    codes = [row["hs10"] for row in rows("hs-cn-2026.csv") if row["source"].startswith("catalogue 2026, list of codes")]
    assert len(codes) == 636
    assert hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest() == CATALOGUE


def test_every_customs_code_printed_at_an_entry_is_held_with_that_entry(library: Library):
    held = {row["hs10"]: row["codes"].split(";") for row in rows("hs-cn-2026.csv")}
    missing = [
        (entry.code, code)
        for entry in control_entries(library).values()
        for code in entry.customs_codes
        if len(code) == 10 and entry.code not in held.get(code, [])
    ]
    assert missing == []


def test_every_row_has_ten_digits_known_control_codes_and_a_group(library: Library):
    scheme = control_entries(library)
    groups = {"dual-use list", "monitored chemical", "drug precursor", "nuclear list", "unknown"}
    for row in rows("hs-cn-2026.csv"):
        codes = [code for column in ("codes", "doubtful") for code in row[column].split(";") if code]
        assert row["hs10"].isdigit()
        assert len(row["hs10"]) == 10
        assert [code for code in codes if code not in scheme] == []
        assert row["group"] in groups
        assert bool(codes) == (row["group"] in {"dual-use list", "monitored chemical"})
        assert row["edition"] == "CN 2026"


@pytest.mark.skipif(not NOMENCLATURE.is_file(), reason="the nomenclature of HS 2022 is not at hand")
def test_every_stem_of_the_hints_is_a_heading_of_hs_2022(library: Library):
    with NOMENCLATURE.open(encoding="utf-8", newline="") as file:
        headings = {row["hscode"] for row in csv.DictReader(file)}
    assert {line.printed for line in tariff(library).lines if line.printed[:STEM] not in headings} == set()
    new = {row["new"][:STEM] for row in rows("hs-revisions.csv")}
    assert new - headings == set()


def test_every_conversion_of_ten_digits_leads_to_a_code_of_2026_and_none_of_2026_is_converted():
    held = {row["hs10"] for row in rows("hs-cn-2026.csv")}
    ten = [row for row in rows("hs-revisions.csv") if row["edition"] == "CN 2023"]
    assert {row["new"] for row in ten} <= held
    assert {row["old"] for row in ten} & held == set()


def test_a_code_is_split_in_part_or_taken_over_whole():
    """A share says whether one new code took over all of an old one."""
    for row in (found := rows("hs-revisions.csv")):
        others = [one for one in found if (one["edition"], one["old"]) == (row["edition"], row["old"])]
        assert (row["share"] == "whole") == (len(others) == 1), row


def test_ten_digits_that_are_printed_lead_to_their_entries_before_all_others(library: Library):
    found = hints("3818.00.90.21", library)
    assert [hint.code for hint in found[:3]] == ["6C002.b.1", "6C002.b.2", "6C002.b.3"]
    assert {hint.match for hint in found[:3]} == {CodeMatch.SAME}
    assert {hint.confidence for hint in found[3:]} == {"low"}
    assert {hint.direction for hint in found} == {DIRECTION} == {"may"}


def test_a_stem_leads_to_every_code_printed_below_it(library: Library):
    found = by_code(hints("850511", library))
    assert {"1C902.a.4", "1C904.a.4", "1C905.a.4"} <= set(found)
    assert found["1C905.a.4"].match is CodeMatch.SAME
    assert set(by_code(hints("381800", library))) >= set(by_code(hints("3818009021", library)))


def test_other_ten_digits_of_the_same_stem_are_told_as_such_and_of_low_confidence(library: Library):
    found = by_code(hints("8806291099", library))
    assert found["9A012.a.1"].match is CodeMatch.SAME_STEM
    assert found["9A012.a.1"].confidence == "low"


def test_a_chapter_is_a_hint_of_low_confidence(library: Library):
    found = by_code(hints("81", library))
    assert {"3C001.a", "3C003.b"} <= set(found)
    assert {hint.confidence for hint in found.values()} == {"low"}


def test_eight_digits_that_an_announcement_prints_lead_to_the_entry(library: Library):
    found = by_code(hints("28053019", library))
    assert found["1C909.a.1"].match is CodeMatch.SAME
    assert found["1C909.a.1"].printed == "28053019"


def test_a_longer_code_lies_below_the_heading_that_is_printed(library: Library):
    assert by_code(hints("8505111000", library))["1C905.a.4"].match is CodeMatch.UNDER


def test_a_code_of_the_catalogue_that_nobody_tied_to_an_entry_is_told_with_its_group(library: Library):
    (found,) = hints("2801200000", library)
    assert (found.code, found.group, found.confidence) == ("", "drug precursor", "low")


def test_a_code_at_which_the_parse_is_doubted_is_a_doubtful_hint(library: Library):
    found = by_code(hints("3818009020", library))
    assert found["3C002.f"].doubtful
    assert found["3C002.f"].confidence == "low"
    assert not found["3C001.e"].doubtful


def test_no_hint_is_no_error(library: Library):
    assert hints("0101210000", library) == ()


def test_a_code_that_kept_its_number_is_said_to_be_taken_as_it_is(library: Library):
    assert {hint.converted for hint in hints("381800", library, edition="2017")} == {
        "381800 of 2017: taken as the same number"
    }


def test_a_code_of_an_older_edition_is_converted(library: Library):
    """Camera heading 8525.80 of 2017 became four headings and part of that of drones."""
    found = by_code(hints("8525.80", library, edition="2017"))
    assert {"6A203.d", "9A012.c.1", "9A012.a.1"} <= set(found)
    assert found["9A012.c.1"].converted == "852580 of 2017 became in part 852589"
    assert {hint.confidence for hint in found.values()} == {"low"}


def test_a_code_that_only_an_older_edition_has_is_converted_unasked(library: Library):
    assert hints("852580", library) == hints("852580", library, edition="2017") != ()


def test_national_digits_of_an_older_edition_are_not_taken_for_those_of_2026(library: Library):
    found = hints("8112929010", library, edition="2017")
    assert {hint.code for hint in found} >= {"3C001.a"}
    assert {(hint.match, hint.confidence) for hint in found} == {(CodeMatch.SAME_STEM, "low")}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("3801100030", "3801100040", "1C108.b"),
        ("8110929010", "8112929010", "3C001.a"),
        ("3818009004", "3818009020", "3C001.e"),
        ("3825690009", "3825690020", "3C002.e"),
    ],
)
def test_ten_digits_of_2023_that_were_renumbered_are_converted(library: Library, old: str, new: str, code: str):
    found = by_code(hints(old, library))[code]
    assert (found.printed, found.confidence) == (new, "medium")
    assert found.converted == f"{old} of 2023 became {new}"


def test_a_split_that_nobody_verified_is_told_as_a_guess(library: Library):
    told = {hint.converted for hint in hints("3824999940", library) if hint.converted}
    assert "3824999940 of 2023 became perhaps 3824999921" in told


@pytest.mark.parametrize("length", LENGTHS)
def test_hints_of_a_code_lead_back_to_it(library: Library, length: int):
    """Whatever length of a printed code is asked, the control code is among the answers."""
    for hint in hints_of("1C905", library):
        if len(hint.printed) >= length:
            assert hint.code in {one.code for one in hints(hint.printed[:length], library)}


def test_hints_of_a_code_begin_with_its_own(library: Library):
    found = hints_of("3C001.a", library)
    assert {hint.code for hint in found} == {"3C001.a"}
    assert found[0].match is CodeMatch.SAME
    assert {"8112929010", "811292"} <= {hint.printed for hint in found}


@pytest.mark.parametrize("text", ["", "3", "381", "38180", "3818009", "38l800", "3818 00 90 20 1", "３８１８"])
def test_what_is_no_customs_code_is_refused(library: Library, text: str):
    with pytest.raises(FactError, match="Expected 2, 4, 6, 8 or 10 digits"):
        hints(text, library)


def test_all_that_is_wrong_with_a_question_is_told_at_once(library: Library):
    with pytest.raises(FactError) as fault:
        hints("x", library, edition="2018")
    assert len(fault.value.problems) == 2
    assert "unknown edition '2018'" in str(fault.value)


def test_a_package_without_tables_of_customs_codes_has_no_hints():
    small = load_measures([Path(__file__).parents[2] / "cli" / "law"])
    assert hints("381800", small) == ()
    assert hints_of("1C905", small) == ()
