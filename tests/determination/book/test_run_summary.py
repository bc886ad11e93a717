"""What a run says of all its lines together."""

from __future__ import annotations

from pathlib import Path

from sekisho import Library, determine_book
from sekisho.determination.line.answer_parts import ranks_of


def test_of_facts_for_which_as_many_lines_wait_the_most_telling_comes_first(library: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text("line,departure,destination\nL1,CN,JP\n", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "results.parquet", as_of="2026-09-30")
    names = [name for name, lines, alone in result.settle_first if (lines, alone) == (1, 0)]
    assert len(names) > 5
    assert names == sorted(names, key=ranks_of(library).__getitem__)
