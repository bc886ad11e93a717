"""What the sheets of a workbook of results share: heights of rows, feet of pages, headlines and amounts in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Final

from sekisho.files.workbook import columns_of
from sekisho.i18n.locale import quantity
from sekisho.message import Text, message
from sekisho.present.book_results.boss import headline_text, law_text
from sekisho.present.book_results.line_teller import LineTeller
from sekisho.present.book_results.page import HEADS
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.outcome_labels import SHAPES

ROW: Final = 13.5
"""Points of a row with one line of letters of 10 points."""
USUAL_ROW: Final = 15.0
"""The same with letters of the usual 11 points."""
TALLER: Final = 1.2
"""Times as high as a line of Latin letters is one of Chinese or Japanese letters, as LibreOffice draws it."""
MARGIN: Final = 1
"""Letters that the edges of a cell take."""
LETTER: Final = 0.92
"""Width of a Latin letter beside a figure, in which columns are measured: English text in Calibri takes 0.89 of one a
letter, and a little is added so that no row is too low. A Chinese or Japanese letter takes two."""
_WIDE: Final = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
_PARTS: Final = re.compile(rf"[{_WIDE}]\s*|[^\s{_WIDE}]+\s*")
"""What stays on one line: a word, or one Chinese, Japanese or Korean letter."""
OTHERS_A_PAGE: Final = 45
"""Rows of questions and gaps on a printed page."""
_OVER: Final = 0.3
"""Part of a page by which rows may run over and are drawn smaller instead: a page of a few rows helps nobody. A guess:
rows of three pages then shrink by a tenth at most."""
ABOUT: Final = message("boss.head_about", "About")
PLACE: Final = message("boss.head_place", "Place")


def foot_of(run: ReportedRun) -> str:
    """Name the book and the day of law at the foot of each printed page."""
    return f"{run.book}   {law_text(run)}"


def headlines_of(run: ReportedRun) -> str:
    """Count the lines by headline, with signs."""
    counts = run.tally.by_headline().items()
    return "   ".join(f"{headline_of(run, word)} {part.lines:,}" for word, part in counts if part.lines)


def headline_of(run: ReportedRun, word: str) -> str:
    """Say a headline with its sign."""
    return f"{SHAPES[word]} {headline_text(run, word)}"


def amount_head(run: ReportedRun) -> str:
    """Name the column of amounts with its currency."""
    _, currency = LineTeller(run).unit
    name: Text = quantity("currency_name", currency) if currency else message("boss.no_currency", "currency not stated")
    head = message("boss.amount_in", "{amount} ({currency})", amount=HEADS["amount"], currency=name)
    return run.words.say(head)


def height_of(values: Sequence[str], widths: Sequence[float], *, row: float = ROW, most: int | None = None) -> float:
    """Return the points of a row whose longest cell wraps.

    Parameters
    ----------
    row
        Points of one line of Latin letters.
    most
        Lines that are shown at most; None shows all.
    """
    lines = max(1, *(lines_of(text, width) for text, width in zip(values, widths, strict=False)))
    high = any(len(text) != columns_of(text) for text in values)
    return row * (TALLER if high else 1.0) * (min(lines, most) if most else lines)


def lines_of(text: str, width: float) -> int:
    """Count the lines into which a cell of so many letters breaks a text: between words, and beside any wide letter.

    >>> lines_of("two words", 20), lines_of("considerable expectations", 15), lines_of("輸出管理の担当者に確認", 12)
    (1, 2, 3)
    """
    room, lines, used = width - MARGIN, 0, 0.0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0.0
        for part in _PARTS.findall(paragraph):
            share = 1.0 if columns_of(part[0]) > 1 else LETTER  # wide letters take two columns as they are
            needs = share * columns_of(part.rstrip())
            if used and used + needs > room:
                lines, used = lines + 1, 0.0
            lines += max(0, ceil(needs / room) - 1)  # a word longer than the cell breaks within
            used += share * columns_of(part)
    return max(1, lines)


def pages_of(rows: int) -> int:
    """Return on how many pages the rows of questions or gaps are printed.

    >>> [pages_of(rows) for rows in (3, 45, 60, 147, 150)]
    [1, 1, 2, 3, 4]
    """
    return max(1, ceil(rows / OTHERS_A_PAGE - _OVER))
