"""Official lists as CSV: encodings of Chinese offices, headers in two languages, codes that a spreadsheet mangled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.list_documents import HEADER, changed, rows, write_csv

from sekisho.errors import ListError
from sekisho.trade.official_lists.reader import read_official

ENGLISH = ("serial", "control_code", "description", "name", "customs_code", "unit")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("header", [HEADER, ENGLISH], ids=["chinese", "english"])
def test_every_encoding_and_header_gives_the_same_entries(tmp_path: Path, encoding: str, header: tuple[str, ...]):
    made = rows()
    found = read_official(
        write_csv(tmp_path / "list.csv", made, encoding=encoding, header=header), "cn-catalogue", known=()
    )
    assert {code: (item.name, item.hs) for code, item in found.items.items()} == {
        row.code: (row.name.replace("  ", " "), row.hs) for row in made
    }
    assert found.unread == ()


def test_1e001_is_a_code_and_never_a_number(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("管制编码,物项名称及描述\n1E001,技术\n1.00E+01,技术\n１Ｅ１０１,技术\n", encoding="utf-8")
    found = read_official(file, "cn-control-list", known=())
    assert sorted(found.items) == ["1E001", "1E101"]
    [told] = found.grave
    assert (told.place, told.why) == ("line 3", "a spreadsheet made a number of the code")


def test_a_customs_code_that_became_a_number_is_told_of(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("管制编码,物项名称及描述,海关商品编号\n1A225,催化剂,3.82E+09\n1A226,填料,\n", encoding="utf-8")
    found = read_official(file, "cn-control-list", known=())
    assert [(each.place, each.why) for each in found.unread] == [("line 2", "made a number by a spreadsheet")]
    assert found.items["1A226"].hs == ()


def test_a_code_with_two_rows_is_taken_together_in_the_catalogue_and_told_of_in_the_list(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("管制编码,物项名称及描述\n1A225,催化剂\n1A225,填料\n", encoding="utf-8")
    assert read_official(file, "cn-catalogue", known=()).items["1A225"].text == "催化剂；填料"
    assert [each.place for each in read_official(file, "cn-control-list", known=()).grave] == ["line 3"]


def test_all_rows_that_do_not_fit_the_header_are_told_at_once(tmp_path: Path):
    file = tmp_path / "list.csv"
    file.write_text("管制编码,物项名称及描述\n1A225,a,b\n1A226,c\n1A227\n", encoding="utf-8")
    with pytest.raises(ListError) as told:
        read_official(file, "cn-control-list", known=())
    assert [problem.where for problem in told.value.problems] == ["list.csv, line 2", "list.csv, line 4"]


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("orders.csv", b"line,value\n1,2\n", r"has no header with a control code.\n  Expected 管制编码"),
        ("book.csv", b"PK\x03\x04\x00\x00", r"is a spreadsheet or an archive, not a text file"),
        ("list.csv", b"%PDF-1.7\n", r"is a PDF file, not a text file"),
        ("list.csv", b"\x00\x01\x02\xff\xfe\x00", r"is not text in UTF-8"),
        ("list.docx", b"PK", r"'.docx' is not a kind of file that is read"),
    ],
)
def test_another_file_is_refused_in_plain_words(tmp_path: Path, name: str, raw: bytes, told: str):
    file = tmp_path / name
    file.write_bytes(raw)
    with pytest.raises(ListError, match=told):
        read_official(file, "cn-control-list", known=())


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(ListError, match="no such file"):
        read_official(tmp_path / "list.pdf", "cn-control-list", known=())


def test_wrapped_and_split_codes_are_read(tmp_path: Path):
    made = changed(rows()[:5], "1B003.a", lambda row: replace(row, code="1B003 .\na"))
    found = read_official(write_csv(tmp_path / "list.csv", made), "cn-catalogue", known=())
    assert "1B003.a" in found.items
