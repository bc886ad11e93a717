"""The columns in which lists of lines are told: key, head, and width in letters."""

from __future__ import annotations

from typing import Final

from sekisho.message import Text, message
from sekisho.present.book_results.page import HEADS
from sekisho.present.book_results.sheet_texts import PLACE

CODE: Final = message("boss.head_code", "Control code")
COUNTRY: Final = message("boss.head_country", "Country")
USE: Final = message("boss.head_use", "Use")
OUTCOME: Final = message("boss.head_outcome", "Outcome")
GAP: Final = message("boss.head_gap", "Not read")

DANGER_COLUMNS: Final[tuple[tuple[str, Text, float], ...]] = (
    ("line", HEADS["line"], 12),
    ("place", PLACE, 9),
    ("item", HEADS["item"], 30),
    ("supplier", HEADS["supplier"], 20),
    ("customer", HEADS["customer"], 22),
    ("amount", HEADS["amount"], 13),
    ("day", HEADS["day"], 15),
    ("why", HEADS["why"], 44),
    ("ask", HEADS["ask"], 35),
)
LINE_COLUMNS: Final[tuple[tuple[str, Text, float], ...]] = (
    ("line", HEADS["line"], 11),
    ("place", PLACE, 8),
    ("headline", OUTCOME, 17),
    ("item", HEADS["item"], 28),
    ("code", CODE, 10),
    ("supplier", HEADS["supplier"], 15),
    ("customer", HEADS["customer"], 19),
    ("country", COUNTRY, 8),
    ("use", USE, 9),
    ("why", HEADS["why"], 46),
    ("ask", HEADS["ask"], 30),
    ("amount", HEADS["amount"], 12),
    ("day", HEADS["day"], 15),
    ("gap", GAP, 14),
)
"""Key, head and width of each column, in letters of usual width."""
