"""Chapters and headings of the Harmonized System of 2022, and what is wrong with a customs code that has neither."""

from __future__ import annotations

from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.message import Text, joined, message

LENGTHS: Final = (2, 4, 6, 8, 10)
"""Digits of chapters, headings and subheadings of the Harmonized System, and of what countries make below them."""
HEADING: Final = 4
"""Digits of a heading, the first that says what goods are."""
LAST_HEADINGS: Final = (
    *(6, 10, 9, 10, 11, 4, 14, 14, 10, 8, 9, 14, 2, 4, 22, 5, 4, 6, 5, 9, 6, 9, 9, 4),
    *(30, 21, 16, 53, 42, 6, 5, 15, 7, 7, 7, 6, 7, 27, 26, 17, 15, 6, 4, 21, 4, 2, 7, 23),
    *(11, 7, 13, 12, 11, 8, 16, 9, 5, 11, 11, 6, 17, 17, 10, 6, 7, 3, 4, 15, 14, 20, 18, 29),
    *(26, 19, 8, 16, 0, 6, 7, 7, 13, 15, 11, 87, 49, 9, 16, 7, 8, 33, 14, 9, 7, 6, 8, 20, 6),
)
"""Last heading of each chapter of the Harmonized System of 2022; chapter 77 is kept free and has none."""


@dataclass(frozen=True, slots=True)
class CustomsCodeFault:
    """What is wrong with a customs code.

    Parameters
    ----------
    kind
        `none`: there is no such chapter or heading. `chapter`: it names a chapter alone, which says little of goods.
    text
        The same for a reader, with the code.
    """

    kind: Literal["none", "chapter"]
    text: Text


def last_heading(chapter: int) -> int:
    """Return the number of the last heading of a chapter, 0 if there is no such chapter.

    >>> last_heading(85), last_heading(77), last_heading(99)
    (49, 0, 0)
    """
    return LAST_HEADINGS[chapter - 1] if 1 <= chapter <= len(LAST_HEADINGS) else 0


def customs_code_fault(hs_code: str) -> CustomsCodeFault | None:
    """Say what is wrong with a customs code: a chapter or heading that is none, or a chapter alone; None if nothing is.

    Of what lies below a heading nothing is said: countries make lines of their own there, and editions move them.

    >>> [
    ...     fault and fault.kind
    ...     for code in ("999999", "8599.10", "77", "12", "1209", "85")
    ...     for fault in [customs_code_fault(code)]
    ... ]
    ['none', 'none', 'none', 'chapter', None, 'chapter']
    """
    code = hs_code.strip()
    digits = code.replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        return None
    chapter = int(digits[:2])
    last = last_heading(chapter)
    if not last:
        near = [at for at, number in enumerate(LAST_HEADINGS, start=1) if number]
        least = min(abs(at - chapter) for at in near)
        text = message(
            "item.no_chapter",
            "Customs code {code} does not exist: there is no chapter {chapter}. Nearest: chapter {nearest}.",
            code=code,
            chapter=digits[:2],
            nearest=joined((f"{at:02}" for at in near if abs(at - chapter) == least), "or"),
        )
        return CustomsCodeFault("none", text)
    if not digits[2:].strip("0"):  # some write a chapter with zeros behind it
        text = message(
            "item.chapter_alone",
            "Customs code {code} is a chapter alone. State at least its heading, four digits.",
            code=code,
        )
        return CustomsCodeFault("chapter", text)
    if not 1 <= int(digits[2:HEADING]) <= last:
        text = message(
            "item.no_heading",
            "Customs code {code} does not exist: the last heading of its chapter is {last}.",
            code=code,
            last=f"{digits[:2]}{last:02}",
        )
        return CustomsCodeFault("none", text)
    return None


def is_no_customs_code(hs_code: str) -> bool:
    """Tell whether a customs code names a chapter or heading that there is not."""
    fault = customs_code_fault(hs_code)
    return fault is not None and fault.kind == "none"
