"""Every format and encoding gives the same determinations; what readers spoil stays whole."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from tests.support import spreadsheets
from tests.support import written_books as books

from sekisho import BookError, Library, determine_book
from sekisho.determination.book.bulk import BookResult
from sekisho.files.read_spec import HeaderTest, paired_header
from sekisho.law.model.condition import FactName
from sekisho.trade.book.line_lookup import line_of_book
from sekisho.trade.book.matching.headers import is_header
from sekisho.trade.book.recipe import Recipe

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def law(library: Library) -> Library:
    return library


def run(book: Path | str, law: Library, folder: Path, **more: object) -> tuple[BookResult, list[tuple[str, ...]]]:
    """A run, and its results without the order of lines.

    The row of a line in its file is left out: titles above the header and the parts of a folder move it by right.
    """
    out = folder / "results.csv"
    result = determine_book(book, law, out=out, as_of=DAY, **more)  # type: ignore[arg-type]
    with out.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    at = head.index("row")
    return result, sorted((*row[:at], *row[at + 1 :]) for row in rows)


@pytest.fixture(scope="module")
def expected(law: Library, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, ...]]:
    folder = tmp_path_factory.mktemp("plain")
    (folder / "orders.csv").write_text(books.csv_text(), encoding="utf-8")
    return run(folder / "orders.csv", law, folder)[1]


@pytest.mark.parametrize(
    "write",
    [
        books.in_encoding("utf-8-sig"),
        books.in_encoding("cp932"),
        books.in_encoding("gb18030"),
        books.in_encoding("utf-16"),
        books.in_encoding("utf-8", ";"),
        books.in_encoding("cp932", "\t"),
        books.xlsx,
        books.xls,
        books.xlsb,
        books.ods,
        books.parquet,
        books.jsonl,
        books.several,
    ],
    ids=[
        "bom",
        "cp932",
        "gb18030",
        "utf-16",
        "semicolons",
        "cp932-tabs",
        "xlsx",
        "xls",
        "xlsb",
        "ods",
        "parquet",
        "jsonl",
        "folder",
    ],
)
def test_a_book_gives_the_same_determinations_in_every_format(
    law: Library, tmp_path: Path, expected: list[tuple[str, ...]], write: Callable[[Path], str]
):
    result, found = run(tmp_path / write(tmp_path), law, tmp_path)
    assert (result.reading.read, result.reading.with_gap, result.lines) == (200, 0, 200)
    assert found == expected


@pytest.mark.parametrize(
    ("write", "row"),
    [
        (books.in_encoding("utf-8"), lambda line: line),
        (books.xlsx, lambda line: line + 3),
        (books.several, lambda line: line - (0 if line <= 70 else 70 if line <= 120 else 120)),
    ],
    ids=["text", "below titles", "folder"],
)
def test_a_line_is_told_with_its_row_where_it_stands(
    law: Library, tmp_path: Path, write: Callable[[Path], str], row: Callable[[int], int]
):
    run(tmp_path / write(tmp_path), law, tmp_path)
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = {int(line["line"]): int(line["row"]) for line in csv.DictReader(file)}
    assert rows == {line: row(line) for line in range(1, 201)}


def test_a_query_gives_the_same_determinations(law: Library, tmp_path: Path, expected: list[tuple[str, ...]]):
    url = books.sqlite(tmp_path)
    assert run(url, law, tmp_path, recipe=Recipe(sql="SELECT * FROM orders;"))[1] == expected
    with pytest.raises(BookError, match="the query cannot be read"):
        run(url, law, tmp_path, recipe=Recipe(sql="SELECT * FROM nothing"))


@pytest.mark.slow
def test_a_query_on_postgresql_gives_the_same_determinations(
    law: Library, tmp_path: Path, expected: list[tuple[str, ...]]
):
    pgserver = pytest.importorskip("pgserver", reason="there is no PostgreSQL on this machine")
    server = pgserver.get_server(tmp_path / "data")
    try:
        columns = ", ".join(f"{name} TEXT" for name in books.HEADER)
        values = ", ".join(
            "(" + ", ".join("NULL" if not cell else "'" + cell.replace("'", "''") + "'" for cell in row) + ")"
            for row in books.ROWS
        )
        server.psql(f"CREATE TABLE orders ({columns}); INSERT INTO orders VALUES {values};")
        found = run(server.get_uri(), law, tmp_path, recipe=Recipe(sql="SELECT * FROM orders"))[1]
    finally:
        server.cleanup()
    assert found == expected


def test_a_book_from_a_western_office_keeps_its_letters(law: Library, tmp_path: Path):
    book, out = tmp_path / "orders.csv", tmp_path / "results.csv"
    rows = (
        "line,departure,destination,control_codes,end_user",
        "1,CN,DE,1C905.a,Müller GmbH",
        "2,CN,FR,none,Crédit Lié",
    )
    book.write_bytes("\n".join((*rows, "")).encode("cp1252"))
    result = determine_book(book, law, out=out, as_of="2026-09-30")
    assert result.reading.told["encoding"] == "cp1252"
    assert line_of_book(result.card, "1", facts=law.facts, territory=str)["end_user"] == "Müller GmbH"


def test_the_encoding_is_found_out_by_what_the_letters_say(law: Library, tmp_path: Path):
    """Nearly any bytes are text in both CP932 and GB18030; the words of the header decide."""
    for encoding, header in (
        ("cp932", "行番号,積出国,最終仕向国,管理コード,需要者"),
        ("gb18030", "行号,启运国,最终目的国,管制编码,最终用户"),
    ):
        book = tmp_path / "orders.csv"
        book.write_bytes(f"{header}\n1,CN,JP,1C905.a,X\n".encode(encoding))
        result, _ = run(book, law, tmp_path)
        assert result.reading.told["encoding"] == encoding
        assert set(result.mapped) == {"departure", "destination", "control_codes", "end_user"}


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx", "parquet"])
def test_what_readers_spoil_stays_whole(law: Library, tmp_path: Path, kind: str):
    """6E001 is no number, NO and NA are territories, 010121 keeps its zero: nothing is refused or unknown."""
    writers = {"csv": books.in_encoding("utf-8"), "jsonl": books.jsonl, "xlsx": books.xlsx, "parquet": books.parquet}
    result, _ = run(tmp_path / writers[kind](tmp_path), law, tmp_path)
    assert result.reading.words == {}


def test_a_stray_byte_costs_its_cell_and_no_line(law: Library, tmp_path: Path):
    rows = [b"line,destination,control_codes,end_user", *[f"{n},JP,none,日本".encode() for n in range(1, 50)]]
    rows[7] = b"7,JP,none,\xe6\x97"
    (tmp_path / "orders.csv").write_bytes(b"\n".join(rows) + b"\n")
    result, found = run(tmp_path / "orders.csv", law, tmp_path)
    assert (result.reading.read, result.lines, len(found)) == (49, 49, 49)
    assert [(gap.row, gap.fact, gap.reason) for gap in result.reading.gaps] == [(7, "end_user", "bytes")]


def test_merged_cells_count_for_every_row_and_a_header_may_have_two_rows(law: Library, tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "orders.xlsx")
    sheet = book.add_worksheet()
    sheet.merge_range(1, 0, 1, 1, "輸送")
    sheet.write_row(2, 0, ["積出国", "最終仕向国", "管理コード"])
    sheet.merge_range(3, 0, 5, 0, "CN")
    for row, code in enumerate(("1C905.a", "none", "6E001"), start=3):
        sheet.write_row(row, 1, ["JP", code])
    book.close()
    result, found = run(tmp_path / "orders.xlsx", law, tmp_path)
    assert dict(result.mapped) == {"departure": "積出国", "destination": "最終仕向国", "control_codes": "管理コード"}
    assert [row[0] for row in found] == ["4", "5", "6"], "a row has the number that the spreadsheet shows"
    assert result.unknown_share[FactName("departure")] == 0


TWO_ROWS = """手配一覧,,,,,（単位：千円）
伝票番号,仕入先,,得意先,,金額
,名称,国,名称,国,
1,上海磁性,CN,Naniwa Seiki,JP,1.5
2,北京磁性,CN,大阪製作所,JP,480円
"""


def test_a_header_of_two_rows_in_text_is_read_as_one_and_its_group_says_whose_a_column_is(law: Library, tmp_path: Path):
    (tmp_path / "orders.csv").write_text(TWO_ROWS, encoding="utf-8")
    result, found = run(tmp_path / "orders.csv", law, tmp_path)
    assert result.lines == len(found) == 2
    mapped = {str(fact): column for fact, column in result.mapped.items()}
    assert (mapped["exporter"], mapped["importer"]) == ("仕入先 名称", "得意先 名称")
    # The country of a supplier is no destination, and a unit in the corner of the sheet goes with its amounts.
    assert "destination" not in mapped
    assert result.card["unit"] == "thousand JPY"
    # The recipe of a run card reads the same again.
    again, _ = run(tmp_path / "orders.csv", law, tmp_path, recipe=Recipe(header_row=3))
    assert (again.lines, again.mapped) == (2, result.mapped)


UNITS = [["品名", "数量", "金額"], ["", "(個)", "(千円)"]]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (UNITS, ["品名", "数量 (個)", "金額 (千円)"]),
        (
            [["Supplier", "", "Customer", "", "Item"], ["Name", "Country", "Name", "Country", ""]],
            ["Supplier Name", "Supplier Country", "Customer Name", "Customer Country", "Item"],
        ),
        (
            [["Orders", "", "Unit: k€"], ["Item", "Customer", "Amount"], ["chair", "", "3"]],
            ["Item", "Customer", "Amount"],
        ),
        ([["Item", "Customer", "Note", ""], ["chair", "Acme", "see", "x"]], ["Item", "Customer", "Note", ""]),
        ([["Item", "Qty", "Customer"], ["", "(3)", "(1,200)"]], ["Item", "Qty", "Customer"]),
    ],
)
def test_two_rows_are_one_header_only_where_the_lower_is_none_by_itself(rows: list[list[str]], names: list[str]):
    test = HeaderTest(is_known=is_header)
    assert paired_header(rows, test.place(rows), test)[0] == names


@pytest.mark.parametrize("kind", ["ods", "xlsb"])
def test_merged_cells_of_kinds_whose_reader_does_not_tell_them_count_for_every_row(
    law: Library, tmp_path: Path, kind: str
):
    book = tmp_path / f"orders.{kind}"
    rows = [
        ["", "積出国", "最終仕向国", "管理コード"],
        *(["", "CN", "JP", code] for code in ("1C905.a", "none", "6E001")),
    ]
    rows[2][1] = rows[3][1] = ""
    write = {"ods": spreadsheets.write_ods, "xlsb": spreadsheets.write_xlsb}[kind]
    write(book, rows, down={(1, 1): 3})
    result, found = run(book, law, tmp_path)
    assert [row[0] for row in found] == ["2", "3", "4"]
    assert result.unknown_share[FactName("departure")] == 0


def test_a_group_over_columns_without_names_and_beyond_the_last_column_is_no_fault(law: Library, tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "orders.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["積出国", "最終仕向国", "管理コード", "備考", "", "", "担当"])
    sheet.merge_range(0, 3, 0, 5, "備考")
    sheet.merge_range(0, 9, 0, 11, "")
    sheet.write_row(1, 0, ["", "", "", "", "", "", "氏名"])
    sheet.write_row(2, 0, ["CN", "JP", "none", "a", "b", "c", "d"])
    book.close()
    result, found = run(tmp_path / "orders.xlsx", law, tmp_path)
    assert (result.lines, [row[0] for row in found]) == (1, ["3"])


def test_a_folder_names_lines_by_file_and_row(law: Library, tmp_path: Path):
    folder = tmp_path / "orders"
    folder.mkdir()
    for name in ("a.csv", "b.csv"):
        (folder / name).write_text("destination,control_codes\nJP,none\nJP,1C905.a\n", encoding="utf-8")
    found = run(folder, law, tmp_path)[1]
    assert [row[0] for row in found] == ["a.csv:1", "a.csv:2", "b.csv:1", "b.csv:2"]


@pytest.mark.parametrize("name", ["orders.xlsx", "orders.xls", "orders.ods", "orders.csv", "orders.jsonl"])
def test_a_file_that_is_not_what_its_ending_says_is_told(law: Library, tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(b"%PDF-1.7 \x00\x01\x02\xff\xfe rubbish" * 50)
    with pytest.raises(BookError) as raised:
        run(tmp_path / name, law, tmp_path)
    assert name in raised.value.problems[0].where
    assert raised.value.problems[0].remedy
    assert not (tmp_path / "results.csv").exists()


def test_a_column_that_changes_its_type_late_costs_the_cells_that_are_wrong(law: Library, tmp_path: Path):
    """A reader that guesses types from the first lines would fail at the end, or spoil them all."""
    (tmp_path / "orders.csv").write_text(
        "line,destination,control_codes,value_usd\n"
        + "".join(f"{number},JP,none,{number}\n" for number in range(1, 120_001))
        + "120001,JP,none,some 5\n120002,Nippon-koku,none,5\n",
        encoding="utf-8",
    )
    result, _ = run(tmp_path / "orders.csv", law, tmp_path)
    assert (result.reading.read, result.reading.with_gap, result.lines) == (120_002, 2, 120_002)
    rows = (tmp_path / "results.gaps.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith("120002,destination,Nippon-koku,destination,")
    assert rows[2].startswith("120001,value_usd,some 5,value,")


def test_a_parquet_book_with_wrong_values_keeps_all_its_lines(law: Library, tmp_path: Path):
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT i AS line, 'JP' AS destination, CASE WHEN i = 7 THEN '10.0' ELSE '1C905.a' END AS control_codes, "
            "CASE WHEN i = 9 THEN 'nan'::DOUBLE ELSE i END AS value_usd FROM range(20) AS t(i)"
        ).write_parquet(str(tmp_path / "orders.parquet"))
    result, _ = run(tmp_path / "orders.parquet", law, tmp_path)
    assert (result.reading.read, result.lines, result.reading.with_gap) == (20, 20, 1)


HEAD = "   " + "EDA  " + "1ABCD001" + "20261128" + " " * 300


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{HEAD}\r\nNINGBO EXAMPLE   \r\n8505110000\r\nJP\r\n", "looks like a message of NACCS"),
        ("UNB+UNOA:1+A+B+261128:1200+1'UNH+1+ORDERS:D:96A:UN'BGM+220+1'", "is a message of UN/EDIFACT"),
    ],
)
def test_a_message_of_customs_or_orders_is_refused_in_so_many_words(law: Library, tmp_path: Path, text: str, says: str):
    (tmp_path / "message.txt").write_bytes(text.encode())
    with pytest.raises(BookError, match=says):
        run(tmp_path / "message.txt", law, tmp_path)


def test_a_table_with_a_long_first_cell_is_no_message(law: Library, tmp_path: Path):
    note = "line" + " " * 300
    (tmp_path / "orders.csv").write_bytes(f"{note},destination,control_codes\r\n1,JP,none\r\n2,JP,none\r\n".encode())
    assert run(tmp_path / "orders.csv", law, tmp_path)[0].lines == 2


@pytest.mark.parametrize(("row_end", "break_inside"), [("\r\n", "\n"), ("\n", "\n"), ("\n", "\r\n"), ("\r\n", "\r\n")])
@pytest.mark.parametrize("title", ["", "Orders of March{end}"])
def test_a_break_inside_a_header_loses_no_line(
    law: Library, tmp_path: Path, row_end: str, break_inside: str, title: str
):
    """A spreadsheet saves a line feed inside a cell, and a carriage return before it behind each row."""
    header = f'line,destination,"end user{break_inside}(name)"'
    rows = [header, "1,JP,三菱造船株式会社", "2,JP,none"]
    book = tmp_path / "book.csv"
    book.write_bytes((title.format(end=row_end) + row_end.join([*rows, ""])).encode())
    result, lines = run(book, law, tmp_path)
    assert (result.lines, len(lines)) == (2, 2)
