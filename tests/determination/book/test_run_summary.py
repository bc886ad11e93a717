"""What a run says of all its lines together."""

from __future__ import annotations

from itertools import islice, permutations
from pathlib import Path

from sekisho import Library, determine_book
from sekisho.determination.book.results.counts import tally_results
from sekisho.determination.book.run_files import read_card
from sekisho.determination.line.answer_parts import ranks_of


def test_of_facts_for_which_as_many_lines_wait_the_most_telling_comes_first(library: Library, tmp_path: Path):
    book = tmp_path / "book.csv"
    book.write_text("line,departure,destination\nL1,CN,JP\n", encoding="utf-8")
    result = determine_book(book, library, out=tmp_path / "results.parquet", as_of="2026-09-30")
    names = [name for name, lines, alone in result.settle_first if (lines, alone) == (1, 0)]
    assert len(names) > 5
    assert names == sorted(names, key=ranks_of(library).__getitem__)


def test_counts_of_as_many_lines_stand_in_one_order_whatever_the_order_of_the_book(library: Library, tmp_path: Path):
    book, out = tmp_path / "book.csv", tmp_path / "results.parquet"
    orders = set()
    every = permutations(("A,CN,JP,1C905.b", "B,CN,JP,none", "C,DE,FR,none", "D,CN,JP,"))
    for lines in islice(every, 0, None, 5):  # five, in which each line stands first, last or between
        book.write_text("line,departure,destination,control_codes\n" + "\n".join(lines) + "\n", encoding="utf-8")
        determine_book(book, library, out=out, as_of="2026-09-30")
        counts = tally_results(out, read_card(out), library).levels
        orders.add(tuple((each.headline, each.on["chosen"], each.amount.lines) for each in counts))
    assert len(orders) == 1
