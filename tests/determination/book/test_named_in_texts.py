"""A listed party that no column of a party names: in a remark, a mark of the goods, or with broken letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.random_lines import DAY, rows_of, write_lines

from sekisho.determination.book.bulk import determine_book
from sekisho.law.model.library import Library

SHIP = "jp-ecl-a01"
"""Mitsubishi Shipbuilding."""
LINE = {"line": "1", "description": "steel bolts", "movement": "export", "departure": "CN", "destination": "JP"}


def triages(library: Library, folder: Path, column: str, cells: list[str], **more: str) -> list[tuple[str, str]]:
    """Return the place and the points of lines with such cells in a column."""
    lines = [{**LINE, "line": str(at), **more, column: cell} for at, cell in enumerate(cells)]
    book = write_lines(lines, folder / "book.csv")
    result = determine_book(book, library, out=folder / "out.parquet", as_of=DAY, suppose=("ordinary",))
    return [(row["triage"], row["points"]) for row in rows_of(result.out)]


@pytest.mark.parametrize("column", ["remarks", "備考", "shipping marks", "column 7", "delivery address", "description"])
def test_a_listed_name_in_any_column_is_looked_at(column: str, library: Library, tmp_path: Path):
    cells = ["for Mitsubishi Shipbuilding Co., Ltd.", "三菱造船向けボルト", "steel bolts"]
    named, wanted, plain = triages(library, tmp_path, column, cells, end_user="Example Headlamp KK")
    assert named == wanted == ("look", f"party_perhaps:{SHIP}")
    assert plain[0] == "nothing_points"


def test_short_names_need_a_word_that_says_that_a_party_is_meant(library: Library, tmp_path: Path):
    found = triages(library, tmp_path, "remarks", ["KGM", "TDK", "SHI", "for TDK", "JAXA案件 5月納期", "SHI向け"])
    assert [place for place, _ in found] == [*["nothing_points"] * 3, *["look"] * 3]


def test_who_made_the_goods_is_not_to_whom_they_go(library: Library, tmp_path: Path):
    assert triages(library, tmp_path, "maker", ["Mitsubishi Shipbuilding Co., Ltd."])[0][0] == "nothing_points"


def test_a_word_for_a_military_use_and_a_listed_party_in_one_text_both_point(library: Library, tmp_path: Path):
    ((_, points),) = triages(library, tmp_path, "remarks", ["for the Navy, via Mitsubishi Shipbuilding Co., Ltd."])
    assert points.split(";") == [f"party_perhaps:{SHIP}", "defence_words:navy"]


@pytest.mark.parametrize(
    "cell",
    [
        "%E4%B8%89%E8%8F%B1%E9%80%A0%E8%88%B9",
        "三菱造船".encode().decode("latin-1"),
        "三菱造船".encode("cp932").decode("gb18030"),
        "&#19977;&#33777;&#36896;&#33337;",
        "Мitsubіshi Shipbuilding Cо., Ltd.",
        "\ufeffMitsubishi\ufeff Shipbuilding",
    ],
)
def test_a_listed_party_whose_letters_are_broken_is_looked_at(cell: str, library: Library, tmp_path: Path):
    ((place, points),) = triages(library, tmp_path, "end_user", [cell])
    assert place in {"look", "stop"}
    assert SHIP in points


def test_many_distinct_texts_hide_no_name(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of a column of very many texts those alone are read in which a name may begin."""
    monkeypatch.setattr("sekisho.trade.book.cell_pointers.MOST", 2)
    monkeypatch.setattr("sekisho.trade.book.order_book.FEW_LINES", 2)
    cells = [*(f"lot {number}" for number in range(9)), "for MITSUBISHI SHIPBUILDING CO LTD", "納入先は三菱造船です"]
    found = triages(library, tmp_path, "remarks", cells)
    assert [place for place, _ in found] == [*["nothing_points"] * 9, "look", "look"]


def test_a_column_of_firms_under_an_unknown_header_is_read_as_parties(library: Library, tmp_path: Path):
    """A field of a ledger cuts names off, and writes them in shorter words; a text that names some firm is no name."""
    names = ["MITSUBISHI HEAVY INDUSTRIES AERO EN", "JAPAN AEROSPACE EXPLORATION AGY", "EXAMPLE HEADLAMP CO LTD"]
    cut, short, plain, other = triages(library, tmp_path, "XKUN_BEZ", [*names, "OSAKA BOEKI CO LTD"])
    assert [place for place, _ in (cut, short, plain, other)] == ["look", "look", "nothing_points", "nothing_points"]
    assert ("jp-ecl-a02" in cut[1], "jp-ecl-a20" in short[1]) == (True, True)
    texts = ["5 boxes", "call before noon", "as for Example Headlamp Co., Ltd.", "MITSUBISHI HEAVY INDUSTRIES AERO EN"]
    assert [place for place, _ in triages(library, tmp_path, "remarks", texts)] == ["nothing_points"] * 4
