"""What the sheets of a workbook of results share: heights of rows, feet of pages, headlines and amounts in words."""

from __future__ import annotations

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
OTHERS_A_PAGE: Final = 45
"""Rows of questions and gaps on a printed page."""
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


def height_of(values: Sequence[str], widths: Sequence[float]) -> float:
    """Return the points of a row whose longest cell wraps."""
    lines = max(ceil(columns_of(text) / (width - 1)) for text, width in zip(values, widths, strict=False))
    return ROW * max(1, lines)
