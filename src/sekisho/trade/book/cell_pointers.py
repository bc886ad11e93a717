"""Cells of a book that point: to a military use by their words, to a listed party or a control code that they name.

They are looked for in every column of text, each distinct text once. A listed party that stands in the column of a
party is found there; one in a remark, a mark of the goods, an address or any other column is found here. So it is with
control codes, which the columns of codes and of goods state by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sekisho.files.formats import literal
from sekisho.files.language import broken_letters
from sekisho.files.row_staging import BESIDE, OWN, TEXT
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.regex import regex
from sekisho.trade.book.cells.defence_words import any_word_pattern, defence_words_in, points_of, says_what_for
from sekisho.trade.book.cells.meanings import OWN_WORDS
from sekisho.trade.book.held_texts import look
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.book.matching.values import is_firm
from sekisho.trade.book.order_book import Book, counts_at_once, distinct_texts, text_of
from sekisho.trade.book.party_finder import PERHAPS
from sekisho.trade.items.written_codes import CONTROL_CODE, is_of_other_list, written_codes

MOST: Final = 2_000
"""Distinct texts of a column up to which each is read; of more, those in which DuckDB finds a word as it stands or a
letter that is read as another (see `any_word_pattern`). A guess. Smaller, only words as they stand are found in
more columns; larger, a column of texts costs minutes."""

SOME: Final = 200
"""Texts of a column by which it is told whether it holds firms."""
FIRMS: Final = 0.3
"""Share of them from which it does. A guess. Smaller, remarks that name a firm are read as names; larger, columns of
names without legal forms are searched for whole names alone."""

_WORDED: Final = regex(r"[^\W\d_]{3}|[\u3040-\u9fff]{2}")
"""Letters that a listed name and a word of a military use have at least."""
_SQL_WORDED: Final = r"\pL{3}|[\x{3040}-\x{9fff}]{2}"
"""The same as RE2 writes them."""
_WORDS: Final = frozenset({TEXT, BESIDE})
"""Columns that the reader added, and that hold words of the file."""


@dataclass(frozen=True, slots=True)
class PointerColumn:
    """A column with such cells, and the table that holds what points by text."""

    column: str
    table: str


def pointer_columns(opened: BookIntake) -> list[PointerColumn]:
    """Find the columns of a book of which cells point, and keep what points in each text in a table."""
    book = opened.book
    facts = {
        part: opened.meanings.facts[name]
        for name, column in book.columns.facts.items()
        for part in book.joined.get(column, (column,))
    }
    asked: list[tuple[str, Fact | None]] = []
    for name, kind in book.kinds.items():
        if (
            kind != "VARCHAR"
            or name == book.columns.value
            or (name in OWN and name not in _WORDS)
            or name.startswith("sekisho ")
        ):
            continue
        if name in book.joined and any(part in facts for part in book.joined[name]):
            continue  # its parts are looked at, and the whole where it is a party
        fact = facts.get(name)
        if fact is None or fact.kind != "party":
            asked.append((name, fact))
    texts: Mapping[str, Iterable[str]] = counts_at_once(book, [name for name, _ in asked])
    if not texts:  # the names of very many lines are as many texts
        asked = [(name, fact) for name, fact in asked if name != book.columns.line]
        texts = _few_texts(book, asked)
    found: list[PointerColumn] = []
    for name, fact in asked:
        use = name in _WORDS or says_what_for(name) or (fact is not None and fact.name in OWN_WORDS)
        values = tuple(texts[name]) if name in texts else _texts_of(opened, name, fact)
        column = _pointer_column(opened, name, values, f"defence_{len(found)}", fact, use=use)
        found += [column] if column else []
    for part, cells in book.columns.facts.items():
        of = opened.meanings.facts[part]
        if of.kind == "party" and cells not in book.joined:
            found += _broken_column(opened, of, cells, f"defence_{len(found)}")
    return found


def _broken_column(opened: BookIntake, fact: Fact, name: str, table: str) -> list[PointerColumn]:
    """Keep the listed parties that cells of a party hold whose letters are broken, so that nobody else reads them."""
    book = opened.book
    broken = [
        value
        for value in distinct_texts(book, name)
        if broken_letters(value.strip()) and opened.meanings.meant(fact, value).bad
    ]
    pairs = [(value, ";".join(f"{PERHAPS}{entry}" for entry in opened.parties.listed(value))) for value in broken]
    pairs = [pair for pair in pairs if pair[1]]
    if not pairs:
        return []
    _keep(book, table, pairs)
    return [PointerColumn(name, table)]


def _few_texts(book: Book, asked: Sequence[tuple[str, Fact | None]]) -> dict[str, list[str]]:
    """Return the texts that may point of columns of few texts, by one look at all columns.

    A question for each would go through every line of a book once a column.
    """
    columns = {name: seen for name, _ in asked if (seen := book.held(name)) is not None}
    rest = [name for name, _ in asked if name not in columns]
    columns |= look(book.connection, book.sql, rest).columns if rest else {}
    few = ((name, fact, columns[name].texts) for name, fact in asked if name in columns)
    return {
        name: [text for text in texts if fact is None or _speaks(fact) or _WORDED.search(text)]
        for name, fact, texts in few
        if len(texts) <= MOST
    }


def _speaks(fact: Fact) -> bool:
    """Tell whether cells of a fact are in words: free text, and what goods are for."""
    return fact.name in OWN_WORDS or (fact.kind == "text" and not fact.scheme)


def _texts_of(opened: BookIntake, name: str, fact: Fact | None) -> list[str]:
    """Return the distinct texts of a column; of very many, those that may hold a word or a listed name.

    Of a day, a code or a place only those with words are looked for at all: nearly all cells are read, and short.
    """
    book = opened.book
    text = text_of(name, book.kinds[name])
    if fact is not None and not _speaks(fact):
        worded = book.connection.execute(
            f"SELECT DISTINCT {text} AS v FROM {book.sql} WHERE regexp_matches({text}, {literal(_SQL_WORDED)}) "
            f"LIMIT {MOST + 1}"
        ).fetchall()
        if len(worded) <= MOST:
            return [value for (value,) in worded]
    several = book.connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {text} AS v FROM {book.sql} LIMIT {MOST + 1})"
    ).fetchall()[0][0]
    where = ""
    if several > MOST:
        beginnings = map(re.escape, opened.parties.beginnings())
        where = f"WHERE regexp_matches(v, {literal('|'.join([any_word_pattern(), CONTROL_CODE, *beginnings]))}, 'i')"
    rows = book.connection.execute(
        f"SELECT v FROM (SELECT DISTINCT {text} AS v FROM {book.sql}) {where or 'WHERE v IS NOT NULL'}"
    ).fetchall()
    return [value for (value,) in rows]


def _pointer_column(
    opened: BookIntake, name: str, texts: Sequence[str], table: str, fact: Fact | None, *, use: bool
) -> PointerColumn | None:
    """Keep what points in each text of a column in a table; None if in none anything does."""
    book = opened.book
    pairs = [(value, points_of(words)) for value in texts if (words := defence_words_in(value, use=use))]
    if fact is not None and fact.kind == "choice":
        # A use that is stated in a word of the table of facts is known, and needs no confirming.
        pairs = [pair for pair in pairs if opened.meanings.meant(fact, pair[0]).bad]
    if not _names_makers(name):
        named = opened.parties.listed if fact is None and _holds_firms(texts) else opened.parties.named
        parties = {value: ";".join(f"{PERHAPS}{entry}" for entry in named(value)) for value in texts if value}
        pointing = {value: entries for value, entries in parties.items() if entries}
        pairs = _with(pairs, pointing)
    if (fact is None or _speaks(fact)) and name not in _goods_of(book) and not is_of_other_list(name):
        pairs = _with(pairs, _codes_in(texts, opened))
    if not pairs:
        return None
    _keep(book, table, pairs)
    return PointerColumn(name, table)


def _with(pairs: Sequence[tuple[str, str]], more: Mapping[str, str]) -> list[tuple[str, str]]:
    """Add what points in texts, before what is known to point in them."""
    rest = dict(more)
    together = [(value, ";".join(filter(None, (rest.pop(value, ""), points)))) for value, points in pairs]
    return [*together, *rest.items()]


def _goods_of(book: Book) -> frozenset[str]:
    """Return the columns that say what the goods are: they are read where items are classified."""
    columns = (book.columns.facts.get(FactName(name)) for name in ("description", "control_codes", "hs_code"))
    return frozenset(part for column in columns if column for part in (column, *book.joined.get(column, ())))


def _codes_in(texts: Sequence[str], opened: BookIntake) -> dict[str, str]:
    """Return the control codes that stand in texts, as points."""
    fact = opened.meanings.facts.facts.get(FactName("control_codes"))
    codes = opened.meanings.facts.schemes.get(fact.scheme, frozenset()) if fact is not None else frozenset()
    stated = {text: written_codes(text, codes).control for text in texts if text} if codes else {}
    return {text: ";".join(f"code_lead:{code}" for code in found) for text, found in stated.items() if found}


def _holds_firms(texts: Sequence[str]) -> bool:
    """Tell whether a column whose header nobody knows holds firms, so that each of its cells is that of a party."""
    some = [text for text in texts[:SOME] if text]
    return sum(map(is_firm, some)) >= max(FIRMS * len(some), 1)


def _names_makers(header: str) -> bool:
    """Tell whether the header of a column says who made the goods, and so not to whom they go."""
    words = words_of_header(header)
    return "maker" in words.who or "brand" in words.what


def _keep(book: Book, table: str, pairs: Sequence[tuple[str, str]]) -> None:
    connection = book.connection
    columns = {
        "v": np.array([value for value, _ in pairs], dtype=object),
        "p": np.array([points for _, points in pairs], dtype=object),
    }
    connection.register("pointing_rows", columns)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT v::VARCHAR AS v, p::VARCHAR AS p FROM pointing_rows"
    )
    connection.unregister("pointing_rows")
