"""A listed name whose letters were broken, lost or written as numbers is never the name of an unlisted firm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from tests.support import plain

from sekisho import Library

LISTED = plain.LISTED
BROKEN = {
    "utf-8 as cp1252": LISTED.encode().decode("cp1252", "ignore"),
    "utf-8 as latin-1": LISTED.encode().decode("latin-1"),
    "utf-8 as gb18030": LISTED.encode().decode("gb18030", "ignore"),
    "utf-8 as cp932": LISTED.encode().decode("cp932", "replace"),
    "cp932 as gb18030": LISTED.encode("cp932").decode("gb18030", "replace"),
    "cp932 as cp1252": LISTED.encode("cp932").decode("cp1252", "ignore"),
    "euc_jp as gb18030": LISTED.encode("euc_jp").decode("gb18030"),
    "euc_jp as cp949": LISTED.encode("euc_jp").decode("cp949", "replace"),
    "gb18030 as cp932": "三菱造船株式会社".encode("gb18030").decode("cp932", "replace"),
    "lost": "".join("?" if not letter.isascii() else letter for letter in LISTED),
    "partly lost": "三菱??株式会社",
    "replaced": "三菱\ufffd\ufffd株式会社",
    "numbers": "".join(f"&#{ord(letter)};" for letter in LISTED),
    "escapes": "".join(f"\\u{ord(letter):04x}" for letter in LISTED),
}


def csv_book(rows: plain.Rows, place: Path) -> None:
    place.write_text(plain.csv_text(rows), encoding="utf-8")


def json_book(rows: plain.Rows, place: Path) -> None:
    place.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def sheet_book(rows: plain.Rows, place: Path) -> None:
    with xlsxwriter.Workbook(place, {"strings_to_formulas": False, "strings_to_urls": False}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, list(rows[0]))
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, list(row.values()))


WRITERS: dict[str, Callable[[plain.Rows, Path], None]] = {
    ".csv": csv_book,
    ".jsonl": json_book,
    ".xlsx": sheet_book,
    ".parquet": plain.parquet,
}


@pytest.mark.parametrize("ending", WRITERS)
def test_broken_names_leave_their_lines_open(ending: str, library: Library, tmp_path: Path) -> None:
    """All of them in one book: none is below its plain twin, and none is settled as that of an unlisted firm."""
    rows = [plain.row(way, name) for way, name in BROKEN.items()]
    book = tmp_path / f"book{ending}"
    WRITERS[ending]([plain.row("whole", plain.UNLISTED), *rows], book)
    found = plain.answer(book, library, tmp_path)
    right = {"whole": "licence", **dict.fromkeys(BROKEN, "prohibited_save_special")}
    plain.assert_safe(found, right)
    assert found.ranges["whole"] == ("licence", "licence")
    for way in BROKEN:
        floor, ceiling = found.ranges[way]
        assert floor != ceiling, way
    assert found.result is not None
    read, unknown, refused = found.result.reading.words["end_user"]
    assert unknown + refused >= len(BROKEN) - 1
    assert read >= 0
