"""What stands above or below the table of a document holds for each of its lines."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import xlsxwriter

from sekisho import Library, determine_book
from sekisho.files.row_staging import BESIDE
from sekisho.present.book import book_text
from sekisho.trade.book.matching.document_head import stated_above

LISTED = "Mitsubishi Shipbuilding Co., Ltd."
LINES = [["No", "Description of goods", "Quantity"], ["1", "office chair", "2"], ["2", "desk lamp", "3"]]
NAMES = LINES[0]


def points_of(book: Path, law: Library, folder: Path) -> list[tuple[str, str]]:
    """The place in the queue of each line, and what points there."""
    out = folder / "results.csv"
    determine_book(book, law, out=out, as_of="2026-11-27")
    with out.open(encoding="utf-8", newline="") as file:
        return [(row["triage"], row["points"]) for row in csv.DictReader(file)]


def written_csv(folder: Path, rows: list[list[str]], name: str = "invoice.csv") -> Path:
    book = folder / name
    with book.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return book


@pytest.mark.parametrize(
    ("rows", "stated"),
    [
        ([["Consignee: Naniwa Seiki"]], {"Consignee": "Naniwa Seiki"}),
        ([["出荷予定表"], ["仕出：中国　仕向：日本"]], {"仕出": "中国", "仕向": "日本"}),
        ([["仕向：日本 大阪　備考：急ぎ"]], {"仕向": "日本 大阪　備考：急ぎ"}),
        ([["Consignee:", "", "Naniwa Seiki"]], {"Consignee": "Naniwa Seiki"}),
        ([["Consignee"], ["Naniwa"], ["1-2 Honmachi"], ["Osaka"]], {"Consignee": "Naniwa, 1-2 Honmachi, Osaka"}),
        ([["Consignee:\nNaniwa Seiki\nOsaka"]], {"Consignee": "Naniwa Seiki, Osaka"}),
        ([["Buyer:", "Naniwa"], ["", "1-2 Honmachi"], ["Date:", "2026-11-20"]], {"Buyer": "Naniwa, 1-2 Honmachi"}),
        ([["Seller", "Buyer"], ["Jiaxing Metals", "Naniwa"]], {"Seller": "Jiaxing Metals", "Buyer": "Naniwa"}),
        ([["POL: Shanghai     POD: Kobe"]], {"POL": "Shanghai", "POD": "Kobe"}),
        ([["浪速精機株式会社　御中"]], {"得意先": "浪速精機株式会社"}),
        ([["Messrs. Naniwa Seiki K.K."]], {"Customer": "Naniwa Seiki K.K."}),
        ([["需要者：浪速精機"], ["積出港", "上海"]], {"需要者": "浪速精機", "積出港": "上海"}),
        ([["收货人：浪速精机"], ["目的港：大阪"]], {"收货人": "浪速精机", "目的港": "大阪"}),
        ([["ETD: 2026-11-25"]], {"ETD": "2026-11-25"}),
        # The day of the paper, its number and its sum say nothing of a line; a title names nobody.
        ([["Date: 2026-11-25"], ["Invoice No.", "PI-1"], ["Total:", "17,400"], ["ORDERS OF NOVEMBER"]], {}),
    ],
)  # fmt: skip
def test_labels_above_a_table_are_read_like_headers(rows: list[list[str]], stated: dict[str, str]) -> None:
    read = stated_above(rows, NAMES)
    assert {label: value for label, value in read.items() if label != BESIDE} == stated


def test_a_column_of_the_table_says_it_better() -> None:
    head = [["Destination: Japan"], ["End use: civil"], ["Buyer: Naniwa Seiki"]]
    read = stated_above(head, ["Description", "Country of destination", "End use"])
    assert set(read) == {"Buyer", BESIDE}


def test_the_upper_row_of_a_header_is_no_head() -> None:
    assert stated_above([["Buyer", "", "Goods"]], ["Buyer name", "Buyer country", "Goods description"]) == {}


@pytest.mark.parametrize(
    "head",
    [
        [["Consignee:", LISTED]],
        [["Buyer"], [LISTED], ["3-3-1 Minatomirai, Yokohama, Japan"]],
        [[f"Notify party: {LISTED}"]],
        [["三菱造船株式会社 御中"]],
        [[f"Order list for {LISTED}, November"]],  # no label at all: a listed name is found all the same
    ],
)
def test_a_listed_party_above_the_table_points_from_every_line(
    head: list[list[str]], library: Library, tmp_path: Path
) -> None:
    found = points_of(written_csv(tmp_path, [["COMMERCIAL INVOICE"], *head, [], *LINES]), library, tmp_path)
    assert len(found) == 2
    assert all(triage in {"stop", "look"} and "party" in points for triage, points in found), found


def test_a_listed_party_in_a_note_below_the_table_points_from_every_line(library: Library, tmp_path: Path) -> None:
    found = points_of(written_csv(tmp_path, [*LINES, ["※最終需要者：三菱造船株式会社", "", ""]]), library, tmp_path)
    assert [triage for triage, _ in found] == ["look", "look"]


def test_a_stranger_above_the_table_points_nowhere(library: Library, tmp_path: Path) -> None:
    head = [["Consignee:", "Naniwa Seiki Co., Ltd."], ["Port of discharge:", "Osaka"]]
    found = points_of(written_csv(tmp_path, [*head, *LINES]), library, tmp_path)
    assert [triage for triage, _ in found] == ["nothing_points", "nothing_points"]


def test_each_file_of_a_folder_has_a_head_of_its_own(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "invoices"
    folder.mkdir()
    written_csv(folder, [["Consignee:", LISTED], *LINES], "a.csv")
    written_csv(folder, [["Consignee:", "Naniwa Seiki"], *LINES, ["", "Total", "5"]], "b.csv")
    found = points_of(folder, library, tmp_path)
    assert sorted(bool(points) for _, points in found) == [False, False, True, True]


def test_each_sheet_of_a_workbook_has_a_head_of_its_own(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "invoices.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        for name, party in (("one", "Naniwa Seiki"), ("two", LISTED)):
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate([["Consignee:", party], *LINES]):
                sheet.write_row(at, 0, row)
    found = points_of(book, library, tmp_path)
    assert sorted(bool(points) for _, points in found) == [False, False, True, True]


def test_a_row_out_of_line_has_the_head_too(library: Library, tmp_path: Path) -> None:
    rows = [["Consignee:", LISTED], *LINES, ["3", "shelf", "1", "and", "more", "cells"]]
    found = points_of(written_csv(tmp_path, rows), library, tmp_path)
    assert len(found) == 3
    assert all(points for _, points in found)


def test_a_cell_of_several_rows_above_the_table_loses_no_line(library: Library, tmp_path: Path) -> None:
    rows = [["Consignee:\nNaniwa Seiki\nOsaka, Japan", "", "Notify:\nKobe Unyu"], *LINES]
    assert len(points_of(written_csv(tmp_path, rows), library, tmp_path)) == 2


def test_what_a_cover_says_holds_for_the_sheet_of_lines(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "order.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        cover = workbook.add_worksheet("Cover")
        cover.write_row(0, 0, ["PURCHASE ORDER"])
        cover.write_row(2, 0, ["Consignee:", LISTED])
        sheet = workbook.add_worksheet("Items")
        for at, row in enumerate(LINES):
            sheet.write_row(at, 0, row)
    found = points_of(book, library, tmp_path)
    assert len(found) == 2
    assert all("party" in points for _, points in found)


def test_a_sheet_that_is_not_read_is_named(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        for name, rows in (("Orders", LINES), ("Stock", [["Place", "Shelf", "Part"], ["Osaka", "A", "x"]])):
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    result = determine_book(book, library, out=tmp_path / "results.csv", as_of="2026-11-27")
    lines = book_text(result, library, language="en", width=80, full=False)
    assert "Not read, so not judged: Stock." in " ".join(" ".join(lines).split())
