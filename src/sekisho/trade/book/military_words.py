"""Cells of a book that hold words for a military use: looked for in every column of text, each distinct text once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.files.formats import literal
from sekisho.files.row_staging import OWN, TEXT
from sekisho.law.model.fact import Fact
from sekisho.trade.book.cells.defence_words import any_word_pattern, defence_words_in, points_of, says_what_for
from sekisho.trade.book.cells.meanings import OWN_WORDS
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.order_book import Book, counts_at_once, text_of

MOST: Final = 2_000
"""Distinct texts of a column up to which each is read; of more, those in which DuckDB finds a word as it stands or a
letter that is read as another (see `any_word_pattern`). A guess. Smaller, only words as they stand are found in
more columns; larger, a column of texts costs minutes."""


@dataclass(frozen=True, slots=True)
class DefenceColumn:
    """A column with such words, and the table that holds them by text."""

    column: str
    table: str


def defence_columns(opened: BookIntake) -> list[DefenceColumn]:
    """Find the columns of a book with words for a military use, and keep the words of each text in a table."""
    book = opened.book
    facts = {
        part: opened.meanings.facts[name]
        for name, column in book.columns.facts.items()
        for part in book.joined.get(column, (column,))
    }
    aside = {book.columns.line, book.columns.value}
    asked: list[tuple[str, Fact | None]] = []
    for name, kind in book.kinds.items():
        if kind != "VARCHAR" or name in aside or (name in OWN and name != TEXT) or name.startswith("sekisho "):
            continue
        if name in book.joined:
            continue  # its parts are looked at
        fact = facts.get(name)
        if fact is None or _speaks(fact):
            asked.append((name, fact))
    texts = counts_at_once(book, [name for name, _ in asked])
    found: list[DefenceColumn] = []
    for name, fact in asked:
        use = name == TEXT or says_what_for(name) or (fact is not None and fact.name in OWN_WORDS)
        values = tuple(texts[name]) if name in texts else _texts_of(book, name)
        column = _defence_column(opened, name, values, f"defence_{len(found)}", fact, use=use)
        found += [column] if column else []
    return found


def _speaks(fact: Fact) -> bool:
    """Tell whether cells of a fact are in words: free text, and what goods are for."""
    return fact.name in OWN_WORDS or (fact.kind == "text" and not fact.scheme)


def _texts_of(book: Book, name: str) -> list[str]:
    """Return the distinct texts of a column; of very many, those that may hold a word."""
    text = text_of(name, book.kinds[name])
    several = book.connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {text} AS v FROM {book.sql} LIMIT {MOST + 1})"
    ).fetchall()[0][0]
    where = f"WHERE regexp_matches(v, {literal(any_word_pattern())}, 'i')" if several > MOST else ""
    rows = book.connection.execute(
        f"SELECT v FROM (SELECT DISTINCT {text} AS v FROM {book.sql}) {where or 'WHERE v IS NOT NULL'}"
    ).fetchall()
    return [value for (value,) in rows]


def _defence_column(
    opened: BookIntake, name: str, texts: Sequence[str], table: str, fact: Fact | None, *, use: bool
) -> DefenceColumn | None:
    """Keep the words of each text of a column in a table; None if no text holds one."""
    book = opened.book
    pairs = [(value, words) for value in texts if (words := defence_words_in(value, use=use))]
    if fact is not None and fact.kind == "choice":
        # A use that is stated in a word of the table of facts is known, and needs no confirming.
        pairs = [pair for pair in pairs if opened.meanings.meant(fact, pair[0]).bad]
    if not pairs:
        return None
    _keep(book, table, pairs)
    return DefenceColumn(name, table)


def _keep(book: Book, table: str, pairs: Sequence[tuple[str, Sequence[str]]]) -> None:
    connection = book.connection
    columns = {
        "v": np.array([value for value, _ in pairs], dtype=object),
        "p": np.array([points_of(words) for _, words in pairs], dtype=object),
    }
    connection.register("pointing_rows", columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, p::VARCHAR AS p FROM pointing_rows"
    )
    connection.unregister("pointing_rows")
