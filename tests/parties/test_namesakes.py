"""A firm that bears a name like a listed one is another firm by its full name or number; the bare word stays open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sekisho.errors import LibraryError
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library
from sekisho.law.model.namesakes import read_namesakes
from sekisho.parties.answer import Identification
from sekisho.parties.identification import identify
from sekisho.parties.index import PartyIndex, parties_of

HEAD = "entry,name,name_ja,any_town,identifiers,why,source,by,on\n"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_measures()


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


def asked(name: str, lists: PartyIndex, *identifiers: str) -> Identification:
    return identify(name, lists, on=date(2026, 11, 27), identifiers=identifiers)


def zone_of(found: Identification, entry: str) -> str:
    return next((hit.zone for hit in found.hits if hit.entity == entry), "none")


def test_every_namesake_is_of_an_entry_or_a_group_and_at_least_five_entries_have_one(library: Library):
    known = {entry.id for entry in library.entries} | {group.id for group in library.groups}
    assert {row.entry for row in library.namesakes} <= known
    assert len({row.entry for row in library.namesakes}) >= 5
    assert not any(row.entry == entry.id for row in library.namesakes for entry in library.entries if not entry.names)


def test_no_namesake_is_met_by_its_full_name(library: Library, lists: PartyIndex):
    with_form = [(row.entry, name) for row in library.namesakes for name in row.names if name != "LEDAX"]
    met = [(entry, name) for entry, name in with_form if zone_of(asked(name, lists), entry) != "none"]
    assert met == []


@pytest.mark.parametrize(
    "name", ["Nippi, Incorporated", "NIPPI INC.", "株式会社ニッピ", "ﾆｯﾋﾟ(ｶ", "ニッピ㈱", "株式会社ニッピ 御中"]
)
def test_the_full_name_of_a_namesake_is_shown_as_another_firm(name: str, lists: PartyIndex):
    found = asked(name, lists)
    assert found.zone == "none"
    (hit,) = [hit for hit in found.hits if hit.entity == "jp-ecl-b18"]
    assert (hit.relation, hit.zone) == ("namesake", "none")
    assert str(hit.reasons[-1]) == "namesake: Nippi, Incorporated"
    assert found.matches == ()


@pytest.mark.parametrize("name", ["NIPPI", "Nippi K.K.", "Nippi Co., Ltd."])
def test_a_name_that_both_may_bear_stays_to_review(name: str, lists: PartyIndex):
    assert zone_of(asked(name, lists), "jp-ecl-b18") == "review"


def test_the_listed_party_itself_stays_a_match(lists: PartyIndex):
    assert zone_of(asked("NIPPI Corporation", lists), "jp-ecl-b18") == "match"
    assert zone_of(asked("日本飛行機株式会社", lists), "jp-ecl-b18") == "match"


def test_a_number_tells_a_namesake_where_the_name_does_not(lists: PartyIndex):
    assert zone_of(asked("NIPPI", lists, "TSE:7932"), "jp-ecl-b18") == "none"
    assert zone_of(asked("NIPPI", lists, "TSE:7011"), "jp-ecl-b18") == "review"


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("e,Oribe Inc.,,,,,s,b,2026-11-27\n", "why is empty"),
        ("e,Oribe Inc.,,,,w,s,b,soon\n", "on 'soon' is not a date"),
    ],
)
def test_a_row_without_a_reason_or_a_day_is_refused(row: str, what: str, tmp_path: Path):
    file = tmp_path / "namesakes.csv"
    file.write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(LibraryError, match=what):
        list(read_namesakes(file))


def test_a_package_without_the_table_has_no_namesakes(tmp_path: Path):
    assert list(read_namesakes(tmp_path / "namesakes.csv")) == []
