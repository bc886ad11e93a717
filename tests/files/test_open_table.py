"""One opener for tables of every kind: the same rows, whatever the file is, and plain words where it is none."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import partial
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from tests.support.spreadsheets import write_ods, write_xlsb

from sekisho.errors import BookError, FactError
from sekisho.files.read_spec import ReadSpec
from sekisho.files.text.delimited import delimiter_of
from sekisho.files.text_tables import FREE, open_sheets, open_table, read_table

ROWS = (
    ("品名", "数量", "備考"),
    ("永久磁石, 焼結", "007", "三菱造船株式会社 御中"),
    ("工作機械用の主軸", "12", "「検収」後に出荷"),
)


def write_text(path: Path, *, encoding: str = "utf-8", sign: str = ",") -> None:
    lines = (sign.join(f'"{cell}"' if sign in cell else cell for cell in row) for row in ROWS)
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))


def write_packed(path: Path) -> None:
    write_text(path)
    path.write_bytes(gzip.compress(path.read_bytes()))


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("orders")
        for at, row in enumerate(ROWS):
            sheet.write_row(at, 0, row)


def write_parquet(path: Path) -> None:
    with duckdb.connect() as connection:
        names = ", ".join(f'"{name}" VARCHAR' for name in ROWS[0])
        connection.execute(f"CREATE TABLE t ({names})")
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", [list(row) for row in ROWS[1:]])
        connection.execute(f"COPY t TO '{path}' (FORMAT parquet)")


WRITERS: dict[str, Callable[[Path], None]] = {
    **{
        f"{name}.csv": partial(write_text, encoding=name)
        for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp")
    },
    "semicolons.csv": partial(write_text, sign=";"),
    "bars.txt": partial(write_text, sign="|"),
    "tabs.tsv": partial(write_text, sign="\t", encoding="cp932"),
    "packed.csv.gz": write_packed,
    "new.xlsx": write_xlsx,
    "open.ods": lambda path: write_ods(path, ROWS),
    "binary.xlsb": lambda path: write_xlsb(path, ROWS),
    "columns.parquet": write_parquet,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_table_is_the_same_in_every_kind_of_file(name: str, tmp_path: Path):
    file = tmp_path / name
    WRITERS[name](file)
    table = open_table(file)
    assert [(row.line, tuple(row.cells)) for row in table.rows()] == list(enumerate(ROWS, start=1))
    assert table.header == ROWS[0]
    assert [tuple(row.cells) for row in table.rows()] == list(ROWS), "each call begins anew"


def test_a_row_is_told_by_the_line_on_which_it_begins(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_text('a,b\n\n"two\nlines",1\n ,\nlast,2\n', encoding="utf-8", newline="")
    assert [(row.line, list(row.cells)) for row in open_table(file).rows()] == [
        (1, ["a", "b"]),
        (3, ["two\nlines", "1"]),
        (6, ["last", "2"]),
    ]


def test_a_merged_cell_counts_for_every_row_that_it_covers(tmp_path: Path):
    rows = (("firm", "item"), ("Alpha", "x"), ("", "y"), ("Beta", "z"))
    for write, name in ((write_ods, "a.ods"), (write_xlsb, "a.xlsb")):
        write(tmp_path / name, rows, down={(1, 0): 2})
        assert [row.cells[0] for row in open_table(tmp_path / name).rows()] == ["firm", "Alpha", "Alpha", "Beta"]


def test_the_sheet_that_is_named_is_read_and_another_name_is_told_with_those_there_are(tmp_path: Path):
    file = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for name in ("first", "second"):
            book.add_worksheet(name).write_row(0, 0, (name,))
    assert [sheet.sheet for sheet in open_sheets(file)] == ["first", "second"]
    assert open_table(file, ReadSpec(sheet="second")).header == ("second",)
    with pytest.raises(BookError, match=r"no sheet 'third'.\n  It has first, second."):
        open_table(file, ReadSpec(sheet="third"))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("a,b\nx|y,1\nx|y,2\nx,3\n", ","),
        ('"a,b";c\n"1,2";3\n', ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ('size,part\n12" pipe,1\n14" pipe,2\n', ","),
        ("name\nSmith\n", ","),
        ("Report of June, July, August, and what else\n\na;b\n1;2\n3;4\n", ";"),
    ],
)
def test_what_separates_cells_is_what_stands_equally_often_in_most_lines(text: str, sign: str):
    assert delimiter_of(text) == sign


def test_a_header_that_is_known_decides_between_encodings(tmp_path: Path):
    """Two letters may be of Japanese, Korean or Western firms; they alone settle nothing."""
    file = tmp_path / "a.csv"
    file.write_bytes("用途,n\nA,1\n".encode("cp932"))
    with pytest.raises(BookError, match="may be in several encodings"):
        open_table(file)
    assert open_table(file, known=lambda text: 3 * text.count("用途")).encoding == "cp932"


def test_a_packed_file_that_unpacks_to_far_too_much_is_refused(tmp_path: Path):
    file = tmp_path / "bomb.csv.gz"
    with gzip.open(file, "wb") as packed:
        for _ in range(FREE // (1 << 20) + 2):
            packed.write(b"a" * (1 << 20) + b",b\n")
    with pytest.raises(BookError, match="unpacks to more than 200 times its size"):
        sum(1 for _ in open_table(file).rows())


def test_bytes_that_are_no_text_make_a_file_unfit_unless_each_may_be_lost(tmp_path: Path):
    file = tmp_path / "a.csv"
    file.write_bytes(("番号,品名\n" + "".join(f"{n},永久磁石の部品\n" for n in range(30))).encode() + b"31,\xff\n")
    with pytest.raises(BookError, match="is not text"):
        open_table(file)
    assert [row.cells[1] for row in open_table(file, whole=False).rows()][-1] == "\ufffd"


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("a.csv", b"%PDF-1.7", "is a PDF file, not a text file"),
        ("a.csv", b"PAR1\x00\x00", "is a Parquet file, not a text file"),
        ("a.csv", b'a,b\n"open,1\n', "a.csv:2: the row that begins here cannot be read as CSV"),
        ("a.xlsx", b"no spreadsheet", "cannot be read as a spreadsheet: it is damaged"),
        ("a.parquet", b"PAR1 no", "cannot be read as Parquet"),
        ("a.csv.gz", b"\x1f\x8b no", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_plain_words(name: str, raw: bytes, told: str, tmp_path: Path):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(BookError, match=told):
        list(open_table(tmp_path / name).rows())


def test_records_are_read_of_a_spreadsheet_as_of_a_text_and_all_faults_are_told(tmp_path: Path):
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate((("fact", "answer"), ("end_use", True), ("", ""), ("value", 12.0))):
            sheet.write_row(at, 0, row)
    assert read_table(file, ("fact",), remedy="") == [
        ("a.xlsx:2", {"fact": "end_use", "answer": "true"}),
        ("a.xlsx:4", {"fact": "value", "answer": "12"}),
    ]
    text = tmp_path / "b.csv"
    text.write_text("fact,answer\na,1,2\nb,1,\nc,3\n", encoding="utf-8")
    with pytest.raises(FactError) as told:
        read_table(text, ("fact",), remedy="")
    assert [problem.where for problem in told.value.problems] == ["b.csv:2", "b.csv:3"]
    with pytest.raises(FactError, match="no column 'by'"):
        read_table(text, ("by",), remedy="")
