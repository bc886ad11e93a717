"""Whatever stands in a file is looked at: other columns, further tables, comments, boxes, files of other headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from sekisho import Library, determine_book
from sekisho.classification.book_items import BookClassifier
from sekisho.files.documents.office_notes import notes_of

xlsxwriter = pytest.importorskip("xlsxwriter")

LISTED = "IHI Aerospace Co., Ltd."
HEADER = ["No", "Description", "HS code", "Destination", "Buyer"]
CHAIR = ["1", "office chair", "940130", "Japan", "Naniwa Seiki"]


def lines_of(book: Path, library: Library) -> list[dict[str, str]]:
    out = book.with_name("results.csv")
    determine_book(book, library, out=out, as_of="2026-11-27", classifies=BookClassifier(library))
    return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))


def sheet(file: Path, rows: Sequence[Sequence[str]]) -> Path:
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("Orders")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return file


@pytest.mark.parametrize(
    "row",
    [
        ["1", "office chair", LISTED, "Japan", "Naniwa Seiki"],
        ["1", "office chair", "940130", f"{LISTED}, Tomioka, Gunma, Japan", "Naniwa Seiki"],
        [LISTED, "office chair", "940130", "Japan", "Naniwa Seiki"],
    ],
)
def test_a_listed_name_points_in_whatever_column_it_stands(library: Library, tmp_path: Path, row: list[str]):
    found = lines_of(sheet(tmp_path / "book.xlsx", [HEADER, row, ["2", *CHAIR[1:]]]), library)
    assert [line["triage"] for line in found] == ["look", "nothing_points"]
    assert "party_perhaps:jp-ecl-a12" in found[0]["points"]


def test_an_address_that_says_where_goods_go_names_who_gets_them(library: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text(f'No,Description,Delivery address\n1,chair,"{LISTED}, Tomioka, Japan"\n', encoding="utf-8")
    assert "party_perhaps:jp-ecl-a12" in lines_of(book, library)[0]["points"]


def test_a_table_of_other_columns_further_down_is_read_as_it_is_headed(library: Library, tmp_path: Path):
    second = ["Item", "Consignee", "Customs no.", "Pieces"]
    goods = [["dysprosium oxide 99.9%", LISTED, "284690", "5"], ["gallium metal", "Toyota Motor", "811292", "7"]]
    found = lines_of(sheet(tmp_path / "book.xlsx", [HEADER, CHAIR, [], ["Shipment 2"], second, *goods]), library)
    assert [line["line"] for line in found] == ["Orders:2", "Orders:6", "Orders:7"]
    assert [line["description"] for line in found] == ["office chair", "dysprosium oxide 99.9%", "gallium metal"]
    assert "party_listed:jp-ecl-a12" in found[1]["points"]
    assert "code_suggested:3C001.a" in found[2]["points"]


def test_a_header_that_stands_again_begins_no_table_and_a_line_of_words_is_none(library: Library, tmp_path: Path):
    odd = ["2", "Description of goods", "", "Japan", "Naniwa Seiki"]
    found = lines_of(sheet(tmp_path / "book.xlsx", [HEADER, CHAIR, [], HEADER, odd]), library)
    assert [line["line"] for line in found] == ["1", "2"]


def test_two_tables_of_a_page_are_both_read(library: Library, tmp_path: Path):
    book = tmp_path / "order.html"
    book.write_text(
        "<table border=1><tr><th>No<th>Description<th>Destination<tr><td>1<td>office chair<td>Japan</table>"
        "<p>Second order</p>"
        "<table border=1><tr><th>Item<th>Destination<tr><td>gallium metal 99.99%<td>Japan</table>",
        encoding="utf-8",
    )
    found = lines_of(book, library)
    assert [line["description"] for line in found] == ["office chair", "gallium metal 99.99%"]
    assert "3C001.a" in found[1]["points"]


def test_files_of_a_folder_name_the_same_column_otherwise(library: Library, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Description,Buyer,Destination\nchair,Naniwa Seiki,JP\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f'Item,Consignee,Destination\ngallium metal,"{LISTED}",JP\n', encoding="utf-8")
    out = tmp_path / "out" / "results.csv"
    out.parent.mkdir()
    result = determine_book(tmp_path, library, out=out, as_of="2026-11-27", classifies=BookClassifier(library))
    found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [line["description"] for line in found] == ["chair", "gallium metal"]
    assert "party_listed:jp-ecl-a12" in found[1]["points"]
    told = result.card["found_out"]
    assert told["read_under of b.csv"] == "Item = Description, Consignee = Buyer"  # type: ignore[index]


def test_amounts_of_two_files_stay_two_columns(library: Library, tmp_path: Path):
    (tmp_path / "a.csv").write_text("Description,Amount USD\nchair,5\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Item,Amount JPY\nlamp,500\n", encoding="utf-8")
    out = tmp_path / "out" / "results.csv"
    out.parent.mkdir()
    card = determine_book(tmp_path, library, out=out, as_of="2026-11-27").card
    assert card["found_out"]["read_under of b.csv"] == "Item = Description"  # type: ignore[index]


def test_a_letter_in_a_folder_is_a_line_to_look_at_too(library: Library, tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.html").write_text(f"<p>Dear all, two lamps for {LISTED} please.</p>", encoding="utf-8")
    out = tmp_path / "out" / "results.csv"
    out.parent.mkdir()
    determine_book(tmp_path, library, out=out, as_of="2026-11-27")
    found = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [{"party_perhaps:jp-ecl-a12", "row_unread:paper"} <= set(line["points"].split(";")) for line in found] == [
        True,
        True,
    ]


@pytest.mark.parametrize("place", ["comment", "box", "margin"])
def test_what_stands_beside_the_cells_points_from_every_line(library: Library, tmp_path: Path, place: str):
    with xlsxwriter.Workbook(tmp_path / "book.xlsx") as book:
        page = book.add_worksheet()
        for at, row in enumerate([HEADER, CHAIR, ["2", *CHAIR[1:]]]):
            page.write_row(at, 0, row)
        if place == "comment":
            page.write_comment(1, 4, f"End user: {LISTED}")
        elif place == "box":
            page.insert_textbox(5, 1, f"End user: {LISTED}")
        else:
            page.set_header(f'&L&"Arial,Bold"&12{LISTED}&RPage &P')
    assert any(LISTED in note for note in notes_of(tmp_path / "book.xlsx"))
    found = lines_of(tmp_path / "book.xlsx", library)
    assert [line["points"] for line in found] == ["party_perhaps:jp-ecl-a12"] * 2
