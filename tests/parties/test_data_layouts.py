"""Party lists in each layout and encoding become the entries that their rows say."""

from __future__ import annotations

import codecs
import json
from datetime import date
from pathlib import Path

import pytest
from tests.support.parties.party_files import (
    OWN_EN,
    OWN_JA,
    OWN_ZH,
    TERRITORIES,
    opensanctions,
    screening,
    screening_json,
    write,
    write_xlsx,
)

from sekisho.errors import ListError
from sekisho.law.model.listed_party import Identifier, ListedParty
from sekisho.parties.lists.party_list import Layout, PartyList
from sekisho.parties.lists.reader import read_party_list


def read(file: Path, layout: Layout | None = None, encoding: str = "") -> PartyList:
    """Read a file under the name 'mine'; nothing may be wrong with it."""
    found = read_party_list(file, "mine", TERRITORIES, layout=layout, encoding=encoding)
    assert found.problems == ()
    return found


def entries(file: Path) -> tuple[ListedParty, ...]:
    """Read the entries of a file."""
    return read(file).entries


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (OWN_JA, "utf-8", "utf-8"),
        (OWN_JA, "utf-8-sig", "utf-8-sig"),
        (OWN_JA, "shift_jis", "cp932"),
        (OWN_JA, "cp932", "cp932"),
        (OWN_JA, "utf-16", "utf-16"),
        (OWN_ZH, "utf-8", "utf-8"),
        (OWN_ZH, "gb18030", "gb18030"),
        (OWN_ZH, "gb2312", "gb18030"),
    ],
)
def test_a_list_reads_the_same_in_every_encoding_and_the_encoding_is_told(
    tmp_path: Path, text: str, encoding: str, told: str
):
    found = read(write(tmp_path / "list.csv", text, encoding))
    assert found.encoding == told
    assert found.entries == entries(write(tmp_path / "plain.csv", text))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("北方机械有限公司", "gb18030"), ("三菱重工業株式会社", "cp932"), ("ベータ工業", "cp932"), ("东方", "gb18030")],
)
def test_under_an_english_header_the_common_letters_tell_the_encoding(tmp_path: Path, name: str, encoding: str):
    [entry] = entries(write(tmp_path / "list.csv", f"name\n{name}\n", encoding))
    assert entry.names == (name,)


def test_an_encoding_can_be_forced_and_a_wrong_one_is_refused(tmp_path: Path):
    file = write(tmp_path / "list.csv", OWN_JA, "cp932")
    assert read(file, encoding="cp932").encoding == "cp932"
    with pytest.raises(ListError, match="is not text in utf-8"):
        read(file, encoding="utf-8")


def test_a_list_of_ones_own_in_japanese_has_names_weak_names_territory_and_corporate_number(tmp_path: Path):
    first, second = entries(write(tmp_path / "list.csv", OWN_JA))
    assert first.list == "own/mine"
    assert first.names == ("株式会社アルファ", "アルファ", "ALPHA WORKS")
    assert first.weak_names == ("ALF",)
    assert first.printed == ("株式会社アルファ",)
    assert first.territory == "JP"
    assert first.typed_identifiers == (Identifier(kind="corporate_number", value="7000012050002"),)
    assert first.identifiers == ("7000012050002",)
    assert first.note == "要注意"
    assert (second.territory, second.listed, second.until) == ("IR", None, None)


def test_a_list_of_ones_own_in_chinese_has_a_credit_code(tmp_path: Path):
    [entry] = entries(write(tmp_path / "list.csv", OWN_ZH))
    assert entry.names == ("东方机械有限公司", "东方机械")
    assert entry.territory == "IR"
    assert entry.typed_identifiers == (Identifier(kind="credit_code", value="91350100M000100Y43"),)


def test_a_list_of_ones_own_in_english_has_a_day_and_an_lei(tmp_path: Path):
    [entry] = entries(write(tmp_path / "list.csv", OWN_EN))
    assert entry.names == ("Alpha Trading LLC", "Alpha")
    assert entry.weak_names == ("AT",)
    assert entry.listed == date(2026, 2, 1)
    assert entry.typed_identifiers == (Identifier(kind="lei", value="5493001KJTIIGC8Y1R12"),)


@pytest.mark.parametrize(
    ("said", "listed", "until"),
    [
        ("2026/2/3", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026年2月3日", date(2026, 2, 3), date(2026, 2, 3)),
        ("20260203", date(2026, 2, 3), date(2026, 2, 3)),
        ("２０２６-０２-０３", date(2026, 2, 3), date(2026, 2, 3)),
        ("2026-02", None, date(2026, 2, 28)),
        ("2026", None, date(2026, 12, 31)),
        ("", None, None),
    ],
)
def test_a_day_is_read_as_it_is_written_and_of_a_month_the_span_is_the_widest(
    tmp_path: Path, said: str, listed: date | None, until: date | None
):
    """A listing that began some time in a month counts from before it, and one that ended in it to its last day."""
    [entry] = entries(write(tmp_path / "list.csv", f"name,listed,until\nAlpha,{said},{said}\n"))
    assert (entry.listed, entry.until) == (listed, until)


def test_parties_of_one_name_without_ids_are_both_kept(tmp_path: Path):
    found = entries(write(tmp_path / "list.csv", "name,country\nAlpha,JP\nAlpha,JP\nAlpha,US\n"))
    assert [each.id for each in found] == ["own/mine/Alpha|JP", "own/mine/Alpha|JP#2", "own/mine/Alpha|US"]


def test_opensanctions_rows_become_parties_and_vessels_are_left_out(tmp_path: Path):
    rows = [
        {
            "id": "NK-1",
            "schema": "Company",
            "name": "Orion Works JSC",
            "aliases": "ОРИОН;Orion;OW",
            "countries": "ru",
            "identifiers": "1027700000001;5493001KJTIIGC8Y1R12",
            "sanctions": "Blocked",
            "dataset": "xx_list",
        },
        {"id": "NK-2", "schema": "Person", "name": "A. Person", "countries": "ru;cy"},
        {"id": "V-1", "schema": "Vessel", "name": "ORION STAR"},
    ]
    found = read(write(tmp_path / "targets.simple.csv", opensanctions(rows)))
    company, person = found.entries
    assert (found.layout, found.read, len(found.entries)) == ("opensanctions-simple", 3, 2)
    assert found.remarks == ("1 of kind Vessel left out: no party.",)
    assert company.id == "own/mine/NK-1"
    assert company.names == ("Orion Works JSC", "ОРИОН", "Orion")
    assert company.weak_names == ("OW",)
    assert company.territory == "RU"
    assert {each.kind for each in company.typed_identifiers} == {"other", "lei"}
    assert (person.kind, person.territory) == ("person", "")
    assert person.note == "Several territories: RU, CY."


def test_opensanctions_without_the_later_column_program_ids_is_read_too(tmp_path: Path):
    text = opensanctions([{"id": "NK-1", "schema": "Company", "name": "Orion Works"}])
    lines = [",".join(cells[:11] + cells[12:]) for cells in (line.split(",") for line in text.splitlines())]
    assert "program_ids" not in lines[0]
    assert len(entries(write(tmp_path / "targets.simple.csv", "\n".join(lines)))) == 1


SCREENED = {
    "_id": "a1",
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "type": "Entity",
    "programs": "EL",
    "name": "Orion Works",
    "addresses": "1 Main Street, Moscow, RU; PO Box 2, Minsk, RU",
    "start_date": "2022-03-03",
    "alt_names": "Zavod Orion; OW",
    "ids": "Registration Number, 1027700000001, RU; Gender, Male; Sanctions risk:, 31 CFR 589.201 and 589.209",
    "source_list_url": "http://example.org/el",
}


def test_rows_of_the_screening_list_have_days_aliases_and_the_country_at_the_end_of_an_address(tmp_path: Path):
    boat = {"_id": "a2", "source": "SDN", "type": "Vessel", "name": "STAR"}
    found = read(write(tmp_path / "consolidated.csv", screening([SCREENED, boat])))
    [entry] = found.entries
    assert found.layout == "us-csl"
    assert found.remarks == ("1 of kind Vessel left out: no party.",)
    assert entry.names == ("Orion Works", "Zavod Orion")
    assert entry.weak_names == ("OW",)
    assert (entry.territory, entry.listed) == ("RU", date(2022, 3, 3))
    assert entry.identifiers == ("1027700000001",)
    assert entry.source == "Entity List (EL) - Bureau of Industry and Security http://example.org/el"


def test_the_screening_list_says_the_same_as_json(tmp_path: Path):
    record: dict[str, object] = {
        "id": "a1",
        "source": SCREENED["source"],
        "type": "Entity",
        "programs": ["EL"],
        "name": "Orion Works",
        "addresses": [
            {"address": "1 Main Street", "city": "Moscow", "state": None, "postal_code": "", "country": "RU"},
            {"address": "PO Box 2", "city": "Minsk", "state": None, "postal_code": None, "country": "RU"},
        ],
        "start_date": "2022-03-03",
        "end_date": None,
        "alt_names": ["Zavod Orion", "OW"],
        "ids": [{"type": "Registration Number", "number": "1027700000001", "country": "RU"}],
        "source_list_url": "http://example.org/el",
    }
    file = write(tmp_path / "consolidated.json", screening_json([record]))
    assert read(file).layout == "us-csl-json"
    assert entries(file) == entries(write(tmp_path / "consolidated.csv", screening([SCREENED])))


def test_a_name_on_the_screening_list_is_found_without_its_legal_phrase_and_its_brackets(tmp_path: Path):
    """As the lists of the State and Commerce departments print names."""
    rows = [
        {**SCREENED, "_id": "b1", "name": "Alpha Company; and any successor, sub-unit, or subsidiary thereof"},
        {**SCREENED, "_id": "b2", "name": "Beta Research Institute 13 (BRI 13)", "alt_names": "HSRI; and Beta Labs"},
    ]
    alpha, beta = entries(write(tmp_path / "consolidated.csv", screening(rows)))
    assert alpha.printed == ("Alpha Company; and any successor, sub-unit, or subsidiary thereof",)
    assert "Alpha Company" in alpha.names
    assert beta.names == ("Beta Research Institute 13 (BRI 13)", "Beta Research Institute 13", "BRI 13", "Beta Labs")
    assert beta.weak_names == ("HSRI",)


HEADER = ("No.", "国名、地域名\nCountry or Region", "企業名、組織の名前\nCompany or Organization")
FOREIGN_USERS = (
    ("外国ユーザーリスト", "", "", "", ""),
    (*HEADER, "別名\nAlso Known As", "懸念区分\nType of WMD"),
    (
        "1",
        "イラン\nIslamic Republic of Iran",
        "Alpha Industries (AIO)",
        "・Alpha Ind.\nGroup\n・アルファ・インド",
        "核\nN",
    ),
    ("2", "", "Beta Works（ベータ工業）", "", "ミサイル\nM"),
    ("", "", "", "・Beta Zavod", ""),
    ("3", "北朝鮮\nDemocratic People's Republic of Korea", "Gamma Corp", "・GC", "核、ミサイル"),
)


def check_foreign_users(found: PartyList) -> None:
    """The three parties, with the territory of a merged cell, bulleted aliases and a Japanese name in brackets."""
    alpha, beta, gamma = found.entries
    assert found.layout == "jp-foreign-users"
    assert alpha.names == ("Alpha Industries (AIO)", "Alpha Industries", "Alpha Ind. Group", "アルファ・インド")
    assert alpha.weak_names == ("AIO",)
    assert [each.territory for each in found.entries] == ["IR", "IR", "KP"]
    assert beta.names == ("Beta Works", "ベータ工業", "Beta Zavod")
    assert (gamma.names, gamma.weak_names) == (("Gamma Corp",), ("GC",))
    assert alpha.note == "Weapons of concern: 核 N."


def test_the_foreign_user_list_is_read_from_csv(tmp_path: Path):
    lines = [",".join(f'"{cell}"' for cell in row) for row in FOREIGN_USERS]
    check_foreign_users(read(write(tmp_path / "list.csv", "\n".join(lines), "cp932")))


def test_the_foreign_user_list_is_read_from_a_spreadsheet(tmp_path: Path):
    check_foreign_users(read(write_xlsx(tmp_path / "list.xlsx", FOREIGN_USERS)))


def test_the_foreign_user_list_is_known_by_another_header_of_its_weapons_too(tmp_path: Path):
    """Since 2025-10-09 the list has conventional weapons as well."""
    header = (*FOREIGN_USERS[1][:4], "懸念区分（大量破壊兵器等・通常兵器）\nType of WMD / Conventional Weapons")
    check_foreign_users(read(write_xlsx(tmp_path / "list.xlsx", (header, *FOREIGN_USERS[2:]))))


def test_the_sheet_with_a_known_header_is_read_and_a_header_that_comes_again_is_no_party(tmp_path: Path):
    cover = [("About this list",), ("It has three parties",)]
    again = (*FOREIGN_USERS[:5], FOREIGN_USERS[1], *FOREIGN_USERS[5:])
    check_foreign_users(read(write_xlsx(tmp_path / "list.xlsx", cover, again)))


def test_lines_of_followthemoney_bring_listings_and_parents_and_leave_out_who_is_only_named(tmp_path: Path):
    records = [
        {
            "id": "p1",
            "schema": "Company",
            "properties": {
                "name": ["Orion Works"],
                "alias": ["Zavod\u2028Orion"],
                "weakAlias": ["OW"],
                "previousName": ["Old Orion"],
                "country": ["ru"],
                "parent": ["p2"],
                "leiCode": ["5493001KJTIIGC8Y1R12"],
                "topics": ["sanction"],
            },
        },
        {"id": "p2", "schema": "LegalEntity", "target": False, "properties": {"name": ["Orion Group"]}},
        {
            "id": "s1",
            "schema": "Sanction",
            "properties": {"entity": ["p1"], "startDate": ["2022-03-03"], "endDate": ["2026-01"], "program": ["XX-1"]},
        },
        {"id": "v1", "schema": "Vessel", "properties": {"name": ["STAR"]}},
    ]
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)
    found = read(write(tmp_path / "entities.ftm.json", lines))
    [entry] = found.entries
    assert found.layout == "followthemoney"
    assert entry.names == ("Orion Works", "Zavod Orion", "Old Orion")
    assert (entry.weak_names, entry.former_names, entry.parent) == (("OW",), ("Old Orion",), "Orion Group")
    assert (entry.territory, entry.listed, entry.until) == ("RU", date(2022, 3, 3), date(2026, 1, 31))
    assert entry.note == "Programmes: XX-1."
    assert set(found.remarks) == {
        "1 of kind Vessel left out: no party.",
        "1 of kind party named only beside another left out: no party.",
    }


def test_a_layout_can_be_forced_and_one_that_does_not_fit_is_refused(tmp_path: Path):
    file = write(tmp_path / "list.csv", OWN_EN)
    assert read(file, layout="own-list").layout == "own-list"
    with pytest.raises(ListError, match="no header of the layout us-csl"):
        read(file, layout="us-csl")


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("list.csv", b"%PDF-1.7", "is a PDF file"),
        ("list.csv", b"PK\x03\x04rest", "is a spreadsheet or an archive"),
        ("list.xlsx", b"no spreadsheet", "cannot be read as a spreadsheet"),
        ("list.csv", b"", "the file is empty"),
        ("list.csv", b"colour,size\nred,2\n", "row 1 is not a header of a layout that is known"),
        ("list.csv", codecs.BOM_UTF8 + b'name\n"Alpha\n', "cannot be read as CSV"),
        ("list.json", b'{"results": [', "cannot be read as JSON"),
        ("list.json", b'{"total": 3}', "is JSON without a list of results"),
        ("list.csv", b"name\n\x00\xff\xff", "is not text"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_it_is(tmp_path: Path, name: str, raw: bytes, told: str):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(ListError, match=told):
        read(tmp_path / name)


def test_a_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(ListError, match="no such file"):
        read(tmp_path / "nowhere.csv")
