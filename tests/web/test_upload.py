"""What is sent as a book is looked at before anything reads it: kinds, sizes, bombs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from sekisho.errors import BookError
from sekisho.web.settings import UploadLimits
from sekisho.web.uploads import keep_upload, safe_name

SMALL = UploadLimits(upload=1_000_000, unpacked=1_000_000)
BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;">]>
<worksheet><sheetData><row><c><v>&lol1;</v></c></row></sheetData></worksheet>"""


def _archive(*parts: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return target.getvalue()


def _bomb(size: int) -> bytes:
    return _archive(("xl/worksheets/sheet1.xml", b"0" * size))


def _lying(size: int) -> bytes:
    """An archive that states a small size for a part that unpacks to a large one."""
    content = bytearray(_bomb(size))
    true = size.to_bytes(4, "little")
    at = content.find(true)
    while at >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
        at = content.find(true, at + 4)
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.exe", b"MZ", "'.exe' is not a kind of book"),
        ("a", b"x", "'a' is not a kind of book"),
        ("a.xlsx", b"a letter without a table", "it is not a .xlsx file"),
        ("a.parquet", b"line,item\n1,2\n", "it is not a .parquet file"),
        ("a.csv", _archive(("x", b"y")), "it is not text"),
        ("a.csv", b"PAR1....", "it is not text, whatever"),
        ("a.csv", b"x" * 1_100_000, "more than 1,000,000 bytes"),
        ("a.xlsx", _bomb(50_000_000), "unpacks to more than 1,000,000 bytes"),
        ("a.xlsx", _archive(*((f"p{n}", b"") for n in range(6_000))), "it has 6,000 parts"),
        ("a.xlsx", _archive(("xl/worksheets/sheet1.xml", BILLION_LAUGHS)), "declares a document type"),
        ("a.ods", _archive(("content.xml", b" " * 1_048_570 + BILLION_LAUGHS)), "unpacks to more than"),
        ("a.xlsx", _archive(("x", b"y"))[:-30], "damaged spreadsheet"),
        ("a.xlsx", _archive(("xl/workbook.xml", BILLION_LAUGHS.decode().encode("utf-16"))), "another encoding"),
        ("a.ods", _archive(("content.xml", BILLION_LAUGHS.decode().encode("utf-16-be"))), "another encoding"),
        ("a.parquet", b"PAR1" + b"x" * 100 + b"PAR1", "damaged Parquet file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_book_is_refused_and_not_kept(tmp_path: Path, name: str, content: bytes, said: str):
    with pytest.raises(BookError, match=said):
        keep_upload(io.BytesIO(content), name, tmp_path, SMALL)
    assert list(tmp_path.iterdir()) == []


def test_a_table_as_text_under_the_name_of_a_spreadsheet_is_kept_as_the_command_reads_it(tmp_path: Path):
    kept = keep_upload(io.BytesIO(b"line,item\n1,2\n"), "a.xlsx", tmp_path, SMALL)
    assert kept.read_bytes() == b"line,item\n1,2\n"


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path):
    with pytest.raises(BookError, match=r"unpacks to more than|damaged"):
        keep_upload(io.BytesIO(_lying(40_000_000)), "a.xlsx", tmp_path, SMALL)


@pytest.mark.parametrize(
    ("limits", "said"), [({"lines": 9_999_999}, "it has 10,000,000 lines"), ({"unpacked": 100}, "unpacks to more than")]
)
def test_a_few_bytes_that_stand_for_millions_of_lines_are_refused(tmp_path: Path, limits: dict[str, int], said: str):
    source = tmp_path / "made.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'JP' AS destination FROM range(10000000)) TO '{source}'")
    assert source.stat().st_size < 100_000
    (tmp_path / "kept").mkdir()
    with source.open("rb") as sent, pytest.raises(BookError, match=said):
        keep_upload(sent, "a.parquet", tmp_path / "kept", replace(UploadLimits(), **limits))
    assert list((tmp_path / "kept").iterdir()) == []
    with source.open("rb") as sent:
        assert keep_upload(sent, "a.parquet", tmp_path / "kept", UploadLimits()).is_file()


def test_a_book_of_thousands_of_columns_is_refused_in_words_and_one_of_hundreds_is_taken(tmp_path: Path):
    for number, taken in ((300, True), (2_001, False)):
        content = (",".join(f"column {place}" for place in range(number)) + "\n").encode()
        if taken:
            assert keep_upload(io.BytesIO(content), "a.csv", tmp_path, UploadLimits()).is_file()
            continue
        with pytest.raises(BookError, match=r"it has 2,001 columns, more than 2,000\."):
            keep_upload(io.BytesIO(content), "b.csv", tmp_path, UploadLimits())
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_a_workbook_as_programs_write_it_is_taken(tmp_path: Path):
    import xlsxwriter

    place = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(place) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["line", "仕向地"])
    with place.open("rb") as sent:
        assert keep_upload(sent, "book.xlsx", tmp_path, UploadLimits()).stat().st_size == place.stat().st_size


def test_a_declaration_across_two_blocks_is_seen(tmp_path: Path):
    padding = b" " * ((1 << 20) - 5)
    content = _archive(("x.xml", padding + b"<!DOCTYPE a>"))
    with pytest.raises(BookError, match="declares a document type"):
        keep_upload(io.BytesIO(content), "a.xlsx", tmp_path, UploadLimits())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\orders\\book.XLSX", "book.xlsx"),
        ("注文 2026（最終）.csv", "注文 2026最終.csv"),
        ("..", "book"),
        ("a\x00b\n.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
    ],
)
def test_a_name_names_nothing_outside_its_folder(given: str, kept: str):
    assert safe_name(given) == kept


def test_a_book_is_kept_as_it_was_sent(tmp_path: Path):
    path = keep_upload(io.BytesIO(b"line,destination\n1,JP\n"), "orders.csv", tmp_path, SMALL)
    assert path.read_bytes() == b"line,destination\n1,JP\n"
