"""Whether a file of results is whole: it holds the lines and the outcomes that its run card counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sekisho.errors import BookError, Problem
from sekisho.files.formats import reading_fault, source_sql


def check_whole(card: Mapping[str, object], results: Path) -> None:
    """Count the lines of a file of results by outcome, and compare them with its run card.

    Raises
    ------
    BookError
        If the file cannot be read, or holds other lines than the card says: it was cut short, or the card is another's.
    """
    import duckdb

    with duckdb.connect() as connection:
        try:
            counted = connection.execute(
                f"SELECT outcome::VARCHAR, count(*) FROM {source_sql(results)} GROUP BY ALL"  # noqa: S608 - a path as a literal
            ).fetchall()
        except duckdb.Error as fault:
            raise BookError(reading_fault(fault, results)) from None
    found = {str(outcome): int(lines) for outcome, lines in counted}
    stated = card.get("by_outcome")
    lines = int(str(card["lines"]))
    if sum(found.values()) == lines and (not isinstance(stated, Mapping) or _same(stated, found)):
        return
    what = f"holds {sum(found.values()):,} lines ({_told(found)}); its run card says {lines:,} ({_told(stated)})."
    remedy = "The file was cut short or changed, or the card is of another run: run `sekisho bulk` again."
    raise BookError(Problem(where=str(results), what=what, remedy=remedy))


def _same(stated: Mapping[str, object], found: Mapping[str, int]) -> bool:
    """Whether counts agree; those of a card that was read from YAML are text."""
    return {str(outcome): int(str(lines)) for outcome, lines in stated.items()} == found


def _told(counts: object) -> str:
    rows = counts.items() if isinstance(counts, Mapping) else ()
    return ", ".join(f"{outcome} {int(str(lines)):,}" for outcome, lines in sorted(rows)) or "no outcome"
