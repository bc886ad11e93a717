"""Cells that stand for another cell of their line: 同左, 同收货人, *same as consignee*.

Only parties and places stand for each other. What a cell stands for is written in its place; where nothing stands
there, or nobody knows where it points, the cell cannot be read and is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from sekisho.files.formats import literal, quoted
from sekisho.law.model.condition import FactName
from sekisho.regex import regex
from sekisho.trade.book.columns import Columns
from sekisho.trade.book.matching.column_guess import ROUTE
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.order_book import SPACES, Book

LEFT: Final = frozenset({"同左", "左同", "左に同じ", "同左记", "同左記", "same as left", "as left", "wie links"})
"""What stands for the cell of the same kind to the left."""
_BEGIN: Final = ("同", "左", "与", "與", "same", "as ", "wie ")
_END: Final = ("同じ", "同様")
"""How what stands for another cell begins or ends, so that few texts are looked at more closely."""
_SAME: Final = regex(
    r"(?:同于|同|与|與|same as |as |wie )(?:the )?(?P<front>.+?)(?:相同|一致|同じ)?"
    r"|(?P<back>.+?)(?:と同じ|に同じ|と同様)"
)
_KINDS: Final = (PARTIES, ROUTE)
"""Facts that may stand for each other."""


def with_references(book: Book) -> Book:
    """Write into each cell that stands for another of its line what stands there."""
    filled = []
    for fact, column in book.columns.facts.items():
        kind = next((kind for kind in _KINDS if fact in kind), frozenset[str]())
        if kind and book.kinds.get(column) == "VARCHAR":
            aims = {text: referred(text, fact, kind, book) for text in _pointing(book, column)}
            cases = [
                f"WHEN {literal(text)} THEN coalesce(nullif(trim({quoted(aim)}, {SPACES}), ''), {quoted(column)})"
                for text, aim in aims.items()
                if aim and book.kinds.get(aim) == "VARCHAR"
            ]
            filled += [f"CASE {quoted(column)} {' '.join(cases)} ELSE {quoted(column)} END AS {quoted(column)}"] * bool(
                cases
            )
    return replace(book, sql=f"(SELECT * REPLACE ({', '.join(filled)}) FROM {book.sql})") if filled else book


def _pointing(book: Book, column: str) -> list[str]:
    """Return the texts of a column that may stand for another cell."""
    if (seen := book.seen(column)) is not None:
        return list(seen.some(_may_point))
    text = f"lower(trim({quoted(column)}, {SPACES}))"
    begin = [f"starts_with({text}, {literal(word)})" for word in _BEGIN]
    end = [f"ends_with({text}, {literal(word)})" for word in _END]
    rows = book.connection.execute(
        f"SELECT DISTINCT {quoted(column)} FROM {book.sql} WHERE {' OR '.join(begin + end)}"
    ).fetchall()
    return [text for (text,) in rows]


def _may_point(text: str) -> bool:
    plain = text.strip().lower()
    return plain.startswith(_BEGIN) or plain.endswith(_END)


def referred(text: str, fact: FactName, kind: Collection[str], book: Book) -> str:
    """Return the column for whose cell a text stands; empty if it stands for none.

    Parameters
    ----------
    kind
        Facts for which the fact of the text may stand.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    others = {name: column for name, column in book.columns.facts.items() if name in kind and name != fact}
    if plain in LEFT:
        return _nearest_left(book.columns, fact, others, [*book.kinds])
    match = _SAME.fullmatch(plain)
    named = read_header(match["front"] or match["back"]).fact if match is not None else ""
    return others.get(FactName(named), "")


def _nearest_left(columns: Columns, fact: FactName, others: Mapping[FactName, str], names: list[str]) -> str:
    before = names[: names.index(columns.facts[fact])]
    return next((name for name in reversed(before) if name in others.values()), "")
