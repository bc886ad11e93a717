"""What came of reading a book: counts that reconcile, what was found out, and why lines were left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.trade.book import BAD_VALUES_SHOWN
from sekisho.trade.reading.clean import Cleaned
from sekisho.trade.reading.opened import Opened
from sekisho.trade.reading.propose import Guess
from sekisho.trade.reading.rejects import commonest

_REASONS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BookReading:
    """How a book was read.

    Parameters
    ----------
    read, left_out
        Lines of the book, and those of them that could not be read; the others are determined.
    rejects
        Where the lines that are left out stand; None if there are none.
    told
        Encoding, separator, sheet, row of the header, as they were found out.
    proposed
        Columns that were mapped to facts by their headers.
    unsure
        Columns that may be facts and are not used.
    words
        For each fact, how many lines were read in other words, are unknown for a reason, and were refused.
    reasons
        Column, reason and number of lines left out, most first.
    double
        Names of lines that stand more than once, or are empty; these lines are named with their rows too. None if they
        were not counted; then lines are named as the book names them.
    """

    read: int
    left_out: int
    rejects: Path | None
    told: Mapping[str, str]
    proposed: tuple[Guess, ...]
    unsure: tuple[Guess, ...]
    words: Mapping[str, tuple[int, int, int]]
    reasons: tuple[tuple[str, str, int], ...]
    double: int | None

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "read": self.read,
            "determined": self.read - self.left_out,
            "rejected": self.left_out,
            "rejects": str(self.rejects) if self.rejects else None,
            "found_out": dict(self.told),
            "proposed": [_plain(guess) for guess in self.proposed],
            "unsure": [_plain(guess) for guess in self.unsure],
            "words": {
                fact: {"read": read, "unknown": unknown, "rejected": refused}
                for fact, (read, unknown, refused) in self.words.items()
            },
            "reasons": [{"column": column, "reason": reason, "lines": lines} for column, reason, lines in self.reasons],
            "line_names_twice": self.double,
        }


def _plain(guess: Guess) -> dict[str, object]:
    return {
        "column": guess.column,
        "fact": guess.fact,
        "confidence": round(guess.confidence, 2),
        "reason": guess.reason,
    }


def book_reading(opened: Opened, cleaned: Cleaned, rejects: Path) -> BookReading:
    """Gather what there is to tell."""
    staged, mapped = opened.source.staged, {str(fact) for fact in opened.book.columns.facts} | {"line", "value"}
    left_out = cleaned.lines_read - cleaned.lines
    reasons = commonest(opened.book.connection, staged.bad, cleaned.refused_sql)[:_REASONS_SHOWN] if left_out else []
    return BookReading(
        read=cleaned.lines_read,
        left_out=left_out,
        rejects=rejects if left_out else None,
        told=staged.told,
        proposed=tuple(guess for guess in opened.proposal.guesses if guess.sure and guess.fact in mapped),
        unsure=opened.proposal.unsure,
        words={each.fact: (each.read, each.unknown, each.refused) for each in cleaned.readings},
        reasons=tuple(reasons),
        double=cleaned.double,
    )


def check_some_left(opened: Opened, cleaned: Cleaned) -> None:
    """Make sure that a line is left to determine.

    Raises
    ------
    BookError
        With the commonest reasons, if the book has lines and none of them can be read.
    """
    if cleaned.lines or not cleaned.lines_read:
        return
    reasons = commonest(opened.book.connection, opened.source.staged.bad, cleaned.refused_sql)[:BAD_VALUES_SHOWN]
    problems = []
    for column, reason, lines in reasons:
        what, stop, do = reason.partition(". ")
        times = "1 line" if lines == 1 else f"{lines:,} lines"
        where = f"{opened.book.name}: column '{column}'" if column else opened.book.name
        problems.append(Problem(where=where, what=f"{what.rstrip('.')} ({times}).", do=do if stop else ""))
    do = "Correct the cells, name another column with --map, or say what they mean in a mapping file."
    problems.append(Problem(where=opened.book.name, what=f"no line of {cleaned.lines_read:,} can be read.", do=do))
    raise BookError(problems)


def strict_problems(opened: Opened) -> list[Problem]:
    """Tell every row that could not be taken apart, with its number; beyond the first ones, how many."""
    bad = opened.source.staged.bad
    do = "Give every row as many cells as the header, and put text with separators in double quotes."
    problems = [
        Problem(where=f"{opened.book.name}, row {row.row:,}", what=row.reason, do=do) for row in bad[:BAD_VALUES_SHOWN]
    ]
    if len(bad) > BAD_VALUES_SHOWN:
        counts = Counter(row.file for row in bad)
        more = len(bad) - BAD_VALUES_SHOWN
        where = opened.book.name if len(counts) == 1 else f"{opened.book.name}, {len(counts):,} files"
        problems.append(Problem(where=where, what=f"{more:,} more rows cannot be taken apart.", do=do))
    return problems
