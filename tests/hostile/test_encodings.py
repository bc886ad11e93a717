"""A book in any encoding has the levels of its plain twin, or is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import plain

from sekisho import Library
from sekisho.trade.book.recipe import Recipe

ENCODINGS = [
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"),
    *("cp932", "shift_jis", "euc_jp", "iso2022_jp", "gb18030", "gbk"),
]
LOSSY = ["big5hkscs", "cp949", "hz", "iso2022_kr"]
"""Encodings that lack a letter of the usual book; another firm stands there."""
CHINESE = (plain.row("L1", "示例精密有限公司"), plain.row("L2", "三菱造船株式会社"))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_book_is_read_as_its_plain_twin(encoding: str, library: Library, tmp_path: Path) -> None:
    rows = plain.ROWS if encoding not in {"gb18030", "gbk"} else CHINESE
    book = tmp_path / "book.csv"
    book.write_bytes(plain.csv_text(rows).encode(encoding))
    found = plain.seen(book, library)
    assert found.parties() == [row["end_user"] for row in rows]
    assert found.told["encoding"]


@pytest.mark.parametrize("encoding", LOSSY)
def test_other_encodings_are_read_or_refused(encoding: str, library: Library, tmp_path: Path) -> None:
    listed = {"cp949": "三菱造船株式會社", "iso2022_kr": "三菱造船株式會社", "big5hkscs": "三菱造船株式會社"}
    firms = {"L1": "Firm", "L2": listed.get(encoding, "三菱造船")}
    rows = [plain.row(line, firm, description="magnet", importer="Firm") for line, firm in firms.items()]
    book = tmp_path / "book.csv"
    book.write_bytes(plain.csv_text(rows).encode(encoding))
    found = plain.seen(book, library)
    assert found.refusal or found.parties() == list(firms.values())


@pytest.mark.parametrize(
    ("first", "second"), plain.crossing(["utf-8", "cp932", "euc_jp"], ["cp932", "utf-8", "euc_jp", "iso2022_jp"])
)
def test_two_encodings_are_refused_with_the_row(first: str, second: str, library: Library, tmp_path: Path) -> None:
    rows = [plain.row(f"L{number}", plain.LISTED if number % 2 else plain.UNLISTED) for number in range(8)]
    lines = plain.csv_text(rows).splitlines(keepends=True)
    book = tmp_path / "book.csv"
    book.write_bytes("".join(lines[:5]).encode(first) + "".join(lines[5:]).encode(second))
    found = plain.seen(book, library)
    if first == second:
        assert not found.refusal
    else:
        assert "two encodings, from row" in found.refusal


@pytest.mark.parametrize("kind", ["jsonl"])
def test_json_lines_in_another_encoding(kind: str, library: Library, tmp_path: Path) -> None:
    import json

    book = tmp_path / f"book.{kind}"
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain.ROWS)
    for encoding in ("euc_jp", "cp932", "iso2022_jp", "utf-16"):
        book.write_bytes(text.encode(encoding))
        assert plain.seen(book, library).parties() == [plain.UNLISTED, plain.LISTED]


def test_an_encoding_can_be_named(library: Library, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_bytes(plain.csv_text().encode("euc_jp"))
    assert plain.same_levels(plain.answer(book, library, tmp_path, recipe=Recipe(encoding="EUC-JP")))
    wrong = plain.seen(book, library, recipe=Recipe(encoding="utf-8"))
    assert "is not text in utf-8" in wrong.refusal
