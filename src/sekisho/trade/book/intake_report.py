"""What came of reading a book: counts that reconcile, what was found out, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.message import counted, message
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.gaps import KEPT, Gap
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.matching.column_guess import Guess
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.order_book import BAD_VALUES_SHOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class BookReading:
    """How a book was read.

    Parameters
    ----------
    rows
        Rows of the book: its lines, and what is no line.
    lines, with_gap
        Lines, all of which are judged, and those of them with a cell that could not be read.
    no_lines
        Rows that are no lines.
    mended
        Numbers of rows with too many cells, or too few, that were put right.
    gaps, all_gaps
        Texts that could not be read, those of most lines first, at most `KEPT`; and how many there are.
    gaps_file
        Where all of them stand; None if there are none.
    defence, pointing
        Words for a military use, each with the lines in which it stands; and the lines in which any does.
    told
        Encoding, separator, sheet, row of the header, as they were found out.
    proposed
        Columns that were mapped to facts by their headers.
    unsure
        Columns that may be facts and are not used.
    words
        For each fact, how many lines were read in other words, are unknown for a reason, and could not be read.
    double
        Names of lines that stand more than once, or are empty; these lines are named with their rows too. None if they
        were not counted; then lines are named as the book names them.
    """

    rows: int
    lines: int
    with_gap: int
    no_lines: tuple[NoLine, ...]
    mended: tuple[int, ...]
    gaps: tuple[Gap, ...]
    all_gaps: int
    gaps_file: Path | str | None
    defence: tuple[tuple[str, int], ...]
    pointing: int
    told: Mapping[str, str]
    proposed: tuple[Guess, ...]
    unsure: tuple[Guess, ...]
    words: Mapping[str, tuple[int, int, int]]
    double: int | None

    @property
    def read(self) -> int:
        """Number of rows."""
        return self.rows

    @property
    def other_days(self) -> dict[str, str]:
        """Which day each column of dates names that is not that of shipment, and is not used: see `OTHER_DAYS`."""
        return {guess.column: guess.other_day for guess in self.unsure if guess.other_day}

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "read": self.rows,
            "determined": self.lines,
            "judged": self.lines - self.with_gap,
            "judged_with_gap": self.with_gap,
            "not_judged": 0,
            "no_lines": [one.to_dict() for one in self.no_lines],
            "mended": list(self.mended),
            "gaps": [gap.to_dict() for gap in self.gaps],
            "gaps_all": self.all_gaps,
            "gaps_file": str(self.gaps_file) if self.gaps_file else None,
            "defence_words": dict(self.defence),
            "defence_lines": self.pointing,
            "found_out": dict(self.told),
            "proposed": [_plain(guess) for guess in self.proposed],
            "unsure": [_plain(guess) for guess in self.unsure],
            **({"other_days": self.other_days} if self.other_days else {}),
            "words": {
                fact: {"read": read, "unknown": unknown, "unread": unread}
                for fact, (read, unknown, unread) in self.words.items()
            },
            "line_names_twice": self.double,
        }


def _plain(guess: Guess) -> dict[str, object]:
    return {
        "column": guess.column,
        "fact": guess.fact,
        "confidence": round(guess.confidence, 2),
        "reason": guess.reason,
    }


def book_reading(opened: BookIntake, cleaned: Cleaned, gaps: Sequence[Gap], file: Path) -> BookReading:
    """Gather what there is to tell."""
    mapped = {str(fact) for fact in opened.book.columns.facts} | {"line", "value"}
    return BookReading(
        rows=cleaned.rows,
        lines=cleaned.lines,
        with_gap=cleaned.gaps,
        no_lines=cleaned.no_lines,
        mended=cleaned.mended,
        gaps=tuple(gaps[:KEPT]),
        all_gaps=len(gaps),
        gaps_file=file if gaps else None,
        defence=cleaned.defence,
        pointing=cleaned.pointing,
        told=opened.source.staged.told,
        proposed=tuple(guess for guess in opened.proposal.guesses if guess.sure and guess.fact in mapped),
        unsure=opened.proposal.unsure,
        words={each.fact: (each.read, each.unknown, each.refused) for each in cleaned.readings},
        double=cleaned.double,
    )


def check_some_left(opened: BookIntake, cleaned: Cleaned) -> None:
    """Make sure that a book has a line.

    Raises
    ------
    BookError
        If it has rows, and none of them is a line.
    """
    if cleaned.lines or not cleaned.rows:
        return
    kinds = Counter(str(one.kind) for one in cleaned.no_lines)
    told = ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common())
    remedy = message(
        "book.look_at_header_row", "Look at the row of the header and at the sheet; a mapping file names both."
    )
    raise BookError(
        Problem(
            where=opened.book.name,
            what=message(
                "book.none_is_line", "none of its {rows} rows is a line ({kinds}).", rows=cleaned.rows, kinds=told
            ),
            remedy=remedy,
        )
    )


_UNDATED: Final = message("book.undated", "lines without a date have no law to be judged by.")


def strict_problems(opened: BookIntake, cleaned: Cleaned) -> list[Problem]:
    """Tell every row whose cells do not align, with its number, and lines without a date that need one."""
    odd = set(opened.odd)
    bad = [row for row in opened.source.staged.bad if row.row in odd]
    remedy = message(
        "file.as_many_cells",
        "Give every row as many cells as the header, and put text with separators in double quotes.",
    )
    problems = [
        Problem(
            where=message("error.at_row", "{file}, row {row}", file=opened.book.name, row=row.row),
            what=row.reason,
            remedy=remedy,
        )
        for row in bad[:BAD_VALUES_SHOWN]
    ]
    if len(bad) > BAD_VALUES_SHOWN:
        counts = Counter(row.file for row in bad)
        more = len(bad) - BAD_VALUES_SHOWN
        where = opened.book.name
        if len(counts) > 1:
            where = counted("error.at_files", "{file}, {n} file", "{file}, {n} files", file=where, n=len(counts))
        problems.append(
            Problem(
                where=where,
                what=counted(
                    "book.more_rows_apart",
                    "{n} more row cannot be taken apart.",
                    "{n} more rows cannot be taken apart.",
                    n=more,
                ),
                remedy=remedy,
            )
        )
    if cleaned.undated:
        column = next((column for fact, column in opened.book.columns.facts.items() if fact == "date"), "date")
        remedy = message("book.fill_dates", "Fill in the dates, or give one date of law for all lines with --as-of.")
        problems.append(
            Problem(
                where=message("error.at_column", "{file}: column '{column}'", file=opened.book.name, column=column),
                what=_UNDATED,
                remedy=remedy,
            )
        )
    return problems
