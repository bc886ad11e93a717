"""Measures by the number that people call them by: `Announcement 57 of 2025`, 公告2025年第57号, `57/2025`."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.message import joined, message

NUMBER: Final = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")
YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
ISSUED: Final = re.compile(r"(20\d\d)年第(\d{1,3})号")
"""Year and number in what a measure of China calls itself; another has them in its id."""
NUMBERED: Final = re.compile(r"\w+/(\d{4})-(\d{1,3})-")
WORDS_OF_A_NUMBER: Final = re.compile(
    r"announcements?|decision|moj?fcom|customs|no\.?|of|in|公告|商务部|海关总署|商務省|第|号|號|年|令|ann\.?|の|/|,|\(|\)"
)


def number_of(words: str) -> tuple[int, int | None] | None:
    """Return the number of an announcement that is asked for, and its year if it is said.

    >>> number_of("Announcement 61"), number_of("公告2025年第61号"), number_of("61/2025"), number_of("gallium 3")
    ((61, None), (61, 2025), (61, 2025), None)
    """
    plain = unicodedata.normalize("NFKC", words).casefold()
    year = YEAR.search(plain)
    number = NUMBER.search(YEAR.sub(" ", plain))
    rest = WORDS_OF_A_NUMBER.sub(" ", NUMBER.sub(" ", YEAR.sub(" ", plain)))
    if number is None or rest.strip():
        return None
    return int(number[0]), int(year[0]) if year else None


def is_numbered(measure: Measure, number: int, year: int | None) -> bool:
    """Tell whether a measure bears a number, of that year if one is said."""
    found = ISSUED.search(measure.instrument) or NUMBERED.match(measure.id)
    return found is not None and int(found[2]) == number and year in {None, int(found[1])}


def measure_numbered(words: str, library: Library) -> Measure | None:
    """Return the measure of the number that words name; None if they name no number, or one that no measure bears.

    Raises
    ------
    LibraryError
        If several measures bear it, and no year tells them apart.
    """
    asked = number_of(words)
    found = [one for one in library.measures.values() if asked is not None and is_numbered(one, *asked)]
    if len(found) > 1:
        what = message("lawdata.several_numbered", "several measures bear the number '{name}'.", name=words)
        ids = joined([str(one.id) for one in found], "comma")
        raise LibraryError(
            Problem(what=what, remedy=message("lawdata.name_one_of", "Name one of them: {ids}.", ids=ids))
        )
    return found[0] if found else None
