"""Combinations of cells, and bits turned from clauses to lines: the same as numpy's own slower ways say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sekisho.determination.book import cells
from sekisho.determination.book.cells import combinations
from sekisho.determination.book.law.clause_bits import ClauseValues, as_words, distinct_rows, packed
from sekisho.numbering import distinct

MANY = 1 << 40
"""More cells than any table holds, twice of which and more do not fit into one number of 64 bits."""


@st.composite
def columns(draw: st.DrawFn) -> tuple[list[tuple[NDArray[np.integer], int]], int]:
    """Columns of cells, narrow and wide, with how many cells each may hold, and the number of lines."""
    lines, wide = draw(st.integers(0, 40)), draw(st.booleans())
    drawn: list[tuple[NDArray[np.integer], int]] = []
    for size in draw(st.lists(st.integers(1, 9), max_size=4)):
        chosen = draw(st.lists(st.integers(0, size - 1), min_size=lines, max_size=lines))
        few = np.array(chosen, dtype=np.uint8)
        drawn.append((few.astype(np.int64) * (MANY // 9), MANY) if wide else (few, size))
    return drawn, lines


@given(columns(), st.sampled_from([0, cells.ROOM, 1000]))
def test_lines_share_a_combination_if_and_only_if_all_their_cells_are_equal(
    drawn: tuple[list[tuple[NDArray[np.integer], int]], int], room: int
):
    parts, lines = drawn
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "ROOM", room)
        first, which = combinations(parts, lines)
    rows = list(zip(*(part.tolist() for part, _ in parts), strict=True)) if parts else [()] * lines
    assert [rows[first[number]] for number in which] == rows
    assert len(first) == len(set(rows))


def test_combinations_stand_in_the_order_of_their_cells_where_a_table_holds_them():
    first, which = combinations([(np.array([1, 0, 1, 0]), 2), (np.array([2, 1, 0, 1]), 3)], 4)
    assert first.tolist() == [1, 2, 0]
    assert which.tolist() == [2, 0, 1, 0]


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3), max_size=60))
def test_each_distinct_key_stands_where_it_comes_first(keys: list[int]):
    first, which = distinct(np.array(keys, dtype=np.uint64))
    assert [keys[place] for place in first] == list(dict.fromkeys(keys))
    assert [keys[first[number]] for number in which] == keys


@pytest.mark.parametrize(("clauses", "lines"), [(1, 1), (0, 5), (5, 0), (63, 64), (64, 65), (65, 63), (130, 200)])
def test_bits_of_clauses_are_bits_of_lines_turned(clauses: int, lines: int):
    marks = np.random.default_rng(clauses * 1000 + lines).random((clauses, lines)) < 0.4
    turned = as_words(marks)
    assert turned.shape == (lines, max(1, -(-clauses // 64)))
    for line in range(lines):
        bits = np.unpackbits(turned[line].view(np.uint8), bitorder="little")
        assert bits[:clauses].tolist() == marks[:, line].tolist()
        assert not bits[clauses:].any()


def test_what_lies_beyond_the_last_line_is_no_line():
    values = ClauseValues(~packed(np.zeros((3, 70), dtype=bool)), packed(np.ones((3, 70), dtype=bool)), 70)
    assert values.sure_by_line.tolist() == [[7]] * 70
    assert values.may_by_line.tolist() == [[7]] * 70


@given(st.lists(st.lists(st.integers(0, 2), min_size=2, max_size=2), max_size=30))
def test_distinct_rows_are_each_once(rows: list[list[int]]):
    table = np.array(rows, dtype=np.uint64).reshape(-1, 2)
    found, which = distinct_rows(table)
    assert found[which].tolist() == rows
    assert len({tuple(row) for row in rows}) == len(found)
