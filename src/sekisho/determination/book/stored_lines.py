"""The stored lines of a run with their book's own columns, all as text: the gravest few, or every one in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.determination.book.results_with_book import ResultsWithBook, open_results
from sekisho.determination.core.outcome import Outcome
from sekisho.files.formats import quoted
from sekisho.law.model.library import Library

Row = tuple[str, ...]
FETCHED: Final = 2_048
"""Rows that are in memory at a time."""
BRIEF: Final = ("line", "outcome", "floor", "ceiling", "headline", "decisive", "missing", "duties", "branches")
"""Columns of the results that a page shows; older results lack the last."""


@dataclass(frozen=True, slots=True)
class TextLines:
    """Lines as text under their columns; what is not stated is empty."""

    names: Row
    rows: Iterator[Row]


@contextmanager
def every_line(results: Path, card: Mapping[str, object], library: Library) -> Iterator[TextLines]:
    """Give every line with all columns of the results and of the book, in the order of the book."""
    with open_results(results, card, library) as joined:
        yield _lines(joined, joined.columns, card, f"ORDER BY {joined.order}, r.sekisho_row")


def gravest_lines(results: Path, card: Mapping[str, object], library: Library, number: int) -> tuple[Row, list[Row]]:
    """Return the columns and rows of the gravest lines: by ceiling, then by floor, then in the order of the book."""
    with open_results(results, card, library) as joined:
        ends = ", ".join(f"{_severity(end)} DESC" for end in ("ceiling", "floor"))
        brief = tuple(name for name in BRIEF if name in joined.columns)
        found = _lines(joined, brief, card, f"ORDER BY {ends}, {joined.order} LIMIT {int(number)}")
        return found.names, list(found.rows)


def _severity(end: str) -> str:
    levels = ", ".join(f"'{outcome.level}'" for outcome in Outcome)
    return f"list_position([{levels}], r.{end}::VARCHAR)"


def _lines(joined: ResultsWithBook, columns: tuple[str, ...], card: Mapping[str, object], order: str) -> TextLines:
    own = [name for name in joined.own if name != card.get("line_column")]
    taken = {name.lower() for name in columns}
    names = (*columns, *(f"{name} (book)" if name.lower() in taken else name for name in own))
    shown = [f"coalesce(r.{quoted(name)}::VARCHAR, '')" for name in columns]
    shown += [f"coalesce({joined.own_text(name)}, '')" for name in own]
    found = joined.connection.execute(f"SELECT {', '.join(shown)} FROM {joined.source} {order}")

    def rows() -> Iterator[Row]:
        while block := found.fetchmany(FETCHED):
            yield from block

    return TextLines(names, rows())
