"""A file is read under its own name, beside others whose names it would match as a pattern."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile import plain

from sekisho import Library
from sekisho.determine.run_card import read_card


def csv_book(rows: plain.Rows, place: Path) -> None:
    place.write_text(plain.csv_text(rows), encoding="utf-8")


def json_book(rows: plain.Rows, place: Path) -> None:
    place.write_text("".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def parquet_book(rows: plain.Rows, place: Path) -> None:
    plain.parquet(rows, place)


def folder_book(rows: plain.Rows, place: Path) -> None:
    place.mkdir()
    for number, row in enumerate(rows):
        csv_book([row], place / f"part[{number}].csv")


WRITERS: dict[str, Callable[[plain.Rows, Path], None]] = {
    ".csv": csv_book,
    ".jsonl": json_book,
    ".parquet": parquet_book,
    "": folder_book,
}
NAMES = {
    "orders[1]": "orders1",
    "or*": "orders",
    "orders?": "orders1",
    "{orders,decoy}": "orders",
    "it's": "its",
    "a\nb": "ab",
    "k=v": "k",
}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_named_book_is_read_and_no_other(name: str, ending: str, library: Library, tmp_path: Path) -> None:
    book = tmp_path / f"{name}{ending}"
    WRITERS[ending](plain.ROWS, book)
    WRITERS[ending](plain.DECOYS, tmp_path / f"{NAMES[name]}{ending}")
    found = plain.answer(book, library, tmp_path)
    if ending:
        assert plain.same_levels(found)
        card = read_card(tmp_path / "results.csv")
        assert card["book_sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    else:
        right = {f"part[{number}].csv:1": level for number, level in enumerate(plain.RIGHT.values())}
        assert sorted(found.ranges.values()) == sorted((level, level) for level in right.values())


def test_folders_of_a_book_in_parts_say_what_no_column_says(library: Library, tmp_path: Path) -> None:
    for end_user, line in ((plain.UNLISTED, "L1"), (plain.LISTED, "L2")):
        folder = tmp_path / "book" / f"end_user={end_user}" / "line=L%39"
        folder.mkdir(parents=True)
        row = {name: text for name, text in plain.row(line, "").items() if name != "end_user"}
        plain.parquet([row], folder / "part.parquet")
    found = plain.answer(tmp_path / "book", library, tmp_path)
    assert plain.same_levels(found)
