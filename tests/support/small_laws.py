"""Laws of one clause, and the outcomes of a line under each reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.support.conformance import header_of, read_results
from tests.support.synthetic_law import FIRST, library_of, new_clause, new_measure

from sekisho import Library, determine_book


def law(*conditions: object) -> Library:
    """A law with a clause for each condition."""
    clauses = [new_clause(f"c{number}", when) for number, when in enumerate(conditions)]  # type: ignore[arg-type]
    return library_of([new_measure("m", *clauses)])


def outcomes_of(
    book: Path, library: Library, *, unknown: Sequence[str] = (), as_of: date | None = FIRST
) -> list[tuple[str, str]]:
    """Outcome and missing facts of each line of a book."""
    out = book.with_name("results.parquet")
    left_out = [name for name in ("control_codes", "destination") if name not in header_of(book)]
    determine_book(book, library, out=out, as_of=as_of, unknown=[*left_out, *unknown])
    rows = read_results(out, ["line::BIGINT", "outcome::VARCHAR", "missing::VARCHAR"])
    return [(outcome, missing) for _, outcome, missing in rows]


def text(folder: Path, content: str | bytes) -> Path:
    """A CSV book."""
    book = folder / "book.csv"
    book.write_bytes(content if isinstance(content, bytes) else content.encode())
    return book


BARRED, FREE = ("prohibited", ""), ("free", "")
