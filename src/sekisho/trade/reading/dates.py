"""Days as books write them, as days of the calendar; an order of day and month that nothing tells is not guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sekisho.trade.reading.recipe import DATE_ORDERS

_ERAS: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
"""The year before the first of each era."""
_ERA: Final = re.compile(r"(令和|平成|昭和|[RHS])\s*(元|\d{1,2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_PLAIN: Final = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(\.\d+)?")
_CLOCK: Final = re.compile(
    r"(?:[T\s]\s*|\(.\)\s*|\s*[(（]?[月火水木金土日][)）]\s*)\d{0,2}(?::\d{2}){0,2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$"
)
_NAMED: Final = (
    re.compile(r"(?P<d>\d{1,2})[\s-](?P<m>[A-Za-z]{3,9})[.,]?[\s-](?P<y>\d{4})"),
    re.compile(r"(?P<m>[A-Za-z]{3,9})\.?\s(?P<d>\d{1,2}),?\s(?P<y>\d{4})"),
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIALS: Final = (date(1990, 1, 1), date(2080, 1, 1))
"""Days that a number of five digits can mean in a column of dates."""
_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day and the way in which it was written, or why it cannot be told."""

    day: date | None
    way: str


def order_of(texts: Iterable[str]) -> str:
    """Tell which comes first in the dates of a column: `dmy`, `mdy`, or nothing if no date or both tell.

    >>> order_of(["30.09.2026", "01.10.2026"]), order_of(["01/02/2026"]), order_of(["9/30/2026", "30/9/2026"])
    ('dmy', '', '')
    """
    found = set()
    for text in texts:
        match = _YEAR_LAST.fullmatch(_plain(text))
        if match:
            first, second = int(match[1]), int(match[3])
            if first > _MONTHS_A_YEAR >= second:
                found.add("dmy")
            elif second > _MONTHS_A_YEAR >= first:
                found.add("mdy")
    return found.pop() if len(found) == 1 else ""


def read_day(text: str, order: str = "") -> ReadDay:
    """Read a day.

    >>> read_day("令和8年9月30日").day, read_day("２０２６/9/30").day, read_day("09/08/2026").day
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30), None)
    """
    plain = _plain(text)
    if match := _ERA.fullmatch(plain.upper()):
        year = 1 if match[2] == "元" else int(match[2])
        return _made(_ERAS[match[1]] + year, match[3], match[4], "Japanese era")
    if match := _YEAR_FIRST.fullmatch(plain):
        return _made(match[1], match[2], match[3], "year first")
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(match, order)
    if match := _PLAIN.fullmatch(plain):
        return _made(match[1] + match[2], match[3], match[4], "eight digits")
    if match := _SERIAL.fullmatch(plain):
        day = date(1899, 12, 30) + timedelta(int(match[1]))
        within = _SERIALS[0] <= day < _SERIALS[1]
        return ReadDay(day, "day number of a spreadsheet") if within else ReadDay(None, "")
    for pattern in _NAMED:
        match = pattern.fullmatch(plain)
        if match and match["m"][:3].lower() in _MONTHS:
            return _made(match["y"], str(_MONTHS.index(match["m"][:3].lower()) + 1), match["d"], "name of the month")
    return ReadDay(None, "")


def _plain(text: str) -> str:
    """Write a date without widths, and without a time of day or a day of the week behind it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if plain.isdigit() else _CLOCK.sub("", plain).strip()


def _year_last(match: re.Match[str], order: str) -> ReadDay:
    first, second, year = match[1], match[3], match[4]
    if int(first) > _MONTHS_A_YEAR or first.lstrip("0") == second.lstrip("0"):
        return _made(year, second, first, "day first")
    if int(second) > _MONTHS_A_YEAR:
        return _made(year, first, second, "month first")
    if order not in DATE_ORDERS:
        return ReadDay(None, "day and month cannot be told apart")
    return _made(year, second, first, "day first") if order == "dmy" else _made(year, first, second, "month first")


def _made(year: str | int, month: str, day: str, way: str) -> ReadDay:
    try:
        return ReadDay(date(int(year), int(month), int(day)), way)
    except ValueError:
        return ReadDay(None, "")
