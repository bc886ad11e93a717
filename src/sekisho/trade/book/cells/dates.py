"""Days and months as books write them; an order of day and month that nothing tells is not guessed, nor is a year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.fact import DaySpan, month_span
from sekisho.regex import regex
from sekisho.trade.book.cells.han_numerals import with_figures

_ERAS: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "民国": 1911, "民國": 1911}
"""The year before the first of each era."""
_ERA: Final = regex(
    r"(令和|平成|昭和|民国|民國|[RHS])\s*\.?\s*(元|\d{1,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
)
_ERA_MONTH: Final = regex(r"(令和|平成|昭和|民国|民國|[RHS])\s*(元|\d{1,3})\s*[年./-]\s*(\d{1,2})\s*月?\s*(.*)")
_ERA_DIGITS: Final = regex(r"([RHS])(\d{2})(\d{2})(\d{2})")
_YEAR_FIRST: Final = regex(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
_SHORT_FIRST: Final = regex(r"'?(\d{2})([年./-])(\d{1,2})([月./-])(\d{1,2})日?")
_YEAR_LAST: Final = regex(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_PLAIN: Final = regex(r"(19|20)(\d{2})(\d{2})(\d{2})")
_PLAIN_MONTH: Final = regex(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_MILLISECONDS: Final = regex(r"1\d{12}")
_SERIAL: Final = regex(r"(\d{5})(\.\d+)?")
_YEAR_MONTH: Final = regex(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?(?:分|度)?\s*(.*)")
_MONTH_YEAR: Final = regex(r"(\d{1,2})\s*[./-]\s*(\d{4})")
_PART: Final = {
    "": (1, 31), "上旬": (1, 10), "初旬": (1, 10), "初": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "末": (21, 31),
    "前半": (1, 15), "後半": (16, 31), "上半月": (1, 15), "下半月": (16, 31), "中": (1, 31), "月内": (1, 31),
    "early": (1, 10), "mid": (11, 20), "late": (21, 31),
}  # fmt: skip
"""First and last day of the parts of a month."""
_CLOCK: Final = regex(
    r"(?:[T\s]\s*|\(.\)\s*|\s*[(（]?[月火水木金土日][)）]\s*)"
    r"\d{0,2}(?::\d{2}){0,2}(?:\.\d+)?(?:\s?[APap]\.?[Mm]\.?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?$"
)
_LETTERS: Final = r"[^\W\d_]{3,12}"
_NAMED: Final = (
    re.compile(
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s./-]*(?:de\s+)?(?P<m>{_LETTERS})[.,]?[\s./-]*(?:de\s+|del\s+)?(?P<y>\d{{4}})(?:\s*г\.?)?"
    ),
    re.compile(rf"(?P<m>{_LETTERS})\.?[\s-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+(?P<y>\d{{4}})"),
    re.compile(rf"(?P<y>\d{{4}})[\s./-]+(?P<m>{_LETTERS})\.?[\s./-]+(?P<d>\d{{1,2}})"),
    re.compile(rf"(?P<d>\d{{1,2}})[\s./-](?P<m>{_LETTERS})\.?[\s./-]'?(?P<y>\d{{2}})"),
    re.compile(r"(?P<d>\d{1,2})(?P<m>[^\W\d_]{3})(?P<y>\d{2})"),
)
_NAMED_MONTH: Final = (
    re.compile(
        rf"(?:(?P<part>early|mid|late)[\s-]+)?(?P<m>{_LETTERS})\.?[\s,./-]*(?:de\s+|del\s+)?(?P<y>\d{{4}})(?:\s*г\.?)?"
    ),
    re.compile(rf"(?P<part>)(?P<m>{_LETTERS})\.?[\s./-]+'?(?P<y>\d{{2}})"),
    re.compile(rf"(?P<part>)(?P<y>\d{{4}})[\s./-]+(?P<m>{_LETTERS})"),
)
_MONTHS: Final = tuple(
    tuple(names.split())
    for names in (
        "jan january enero ene janvier janv janeiro январь января янв januar gennaio",
        "feb february febrero février fevrier févr fevereiro fev февраль февраля фев februar febbraio",
        "mar march marzo mars março marco март марта мар märz",
        "apr april abril abr avril avr апрель апреля апр aprile",
        "may mayo mai maio май мая maggio",
        "jun june junio juin junho июнь июня июн juni giugno",
        "jul july julio juillet juil julho июль июля июл juli luglio",
        "aug august agosto ago août aout август августа авг",
        "sep sept september septiembre septembre setembro set сентябрь сентября сен сент settembre",
        "oct october octubre octobre outubro out октябрь октября окт oktober okt ottobre",
        "nov november noviembre novembre novembro ноябрь ноября ноя",
        "dec december diciembre dic décembre decembre déc dezembro dez декабрь декабря дек dezember dicembre",
    )
)
"""Names of the months in en, es, fr, pt, ru, de and it."""
MONTH_OF: Final = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
"""The number of a month by its name."""
_SERIALS: Final = (date(1990, 1, 1), date(2080, 1, 1))
"""Days that a number of five digits can mean in a column of dates."""
MONTHS_A_YEAR: Final = 12
"""Of a year."""
_CENTURY: Final = 70
"""Years of two digits below it are of this century."""
_BEIJING: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day, or the days between which it lies, and the way in which it was written; or why it cannot be told."""

    day: date | DaySpan | None
    way: str


def order_of(texts: Iterable[str]) -> str:
    """Tell which comes first in the dates of a column: `dmy`, `mdy`, `ymd`, or nothing if no date tells or they differ.

    >>> order_of(["30.09.2026", "01.10.2026"]), order_of(["01/02/2026"]), order_of(["9/30/2026", "30/9/2026"])
    ('dmy', '', '')
    """
    found, first, short = set[str](), False, False
    for text in texts:
        plain = _plain(text)
        if match := _YEAR_LAST.fullmatch(plain):
            one, other = int(match[1]), int(match[3])
            if one > MONTHS_A_YEAR >= other:
                found.add("dmy")
            elif other > MONTHS_A_YEAR >= one:
                found.add("mdy")
        elif match := _SHORT_FIRST.fullmatch(plain):
            short, found = True, found | _short_order(match)
        elif _ERA.fullmatch(plain.upper()) or (_YEAR_FIRST.fullmatch(plain) and "-" not in plain):
            first = True
    if short and first:
        found.add("ymd")
    return found.pop() if len(found) == 1 else ""


def _short_order(match: re.Match[str]) -> set[str]:
    """Tell the order of a date whose year has two digits, where only one is possible; nothing where several are."""
    first, second, third = int(match[1]), int(match[3]), int(match[5])
    ways = {
        "ymd": second <= MONTHS_A_YEAR and third <= _MOST_DAYS,
        "dmy": first <= _MOST_DAYS and second <= MONTHS_A_YEAR and len(match[5]) == len("26"),
        "mdy": first <= MONTHS_A_YEAR and second <= _MOST_DAYS and len(match[5]) == len("26"),
    }
    possible = {name for name, fits in ways.items() if fits}
    return possible if len(possible) == 1 else set()


def read_day(text: str, order: str = "") -> ReadDay:
    """Read a day.

    >>> read_day("令和8年9月30日").day, read_day("２０２６/9/30").day, read_day("09/08/2026").day
    (datetime.date(2026, 9, 30), datetime.date(2026, 9, 30), None)
    """
    plain = _plain(text)
    for read in (_era, _figures, _months):
        found = read(plain, order)
        if found is not None:
            return found
    return ReadDay(None, "")


def _era(plain: str, _order: str) -> ReadDay | None:
    if match := _ERA.fullmatch(plain.upper()):
        return _made(_year_of(match[1], match[2]), match[3], match[4], "Japanese era")
    if match := _ERA_DIGITS.fullmatch(plain.upper()):
        return _made(_year_of(match[1], match[2]), match[3], match[4], "Japanese era")
    if match := _ERA_MONTH.fullmatch(plain.upper()):
        return _part_of(_year_of(match[1], match[2]), match[3], match[4], "month of a Japanese era")
    return None


def _year_of(era: str, year: str) -> int:
    return _ERAS[era] + (1 if year == "元" else int(year))


def _figures(plain: str, order: str) -> ReadDay | None:
    """Read days and months in figures."""
    if match := _YEAR_FIRST.fullmatch(plain):
        return _made(match[1], match[2], match[3], "year first")
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(match, order)
    if match := _PLAIN.fullmatch(plain):
        return _made(match[1] + match[2], match[3], match[4], "eight digits")
    if match := _PLAIN_MONTH.fullmatch(plain):
        return _part_of(match[1], match[2], "", "month in six digits")
    if _MILLISECONDS.fullmatch(plain):
        instant = datetime.fromtimestamp(int(plain) / 1000, tz=UTC)
        midnight = int(plain) % 86_400_000 == 0
        return ReadDay((instant if midnight else instant.astimezone(_BEIJING)).date(), "milliseconds")
    if match := _SERIAL.fullmatch(plain):
        day = date(1899, 12, 30) + timedelta(int(match[1]))
        within = _SERIALS[0] <= day < _SERIALS[1]
        return ReadDay(day, "day number of a spreadsheet") if within else ReadDay(None, "")
    if match := _SHORT_FIRST.fullmatch(plain):
        return _short(match, order)
    if match := _YEAR_MONTH.fullmatch(plain):
        return _part_of(match[1], match[2], match[3], "month")
    if match := _MONTH_YEAR.fullmatch(plain):
        return _part_of(match[2], match[1], "", "month")
    return None


def _short(match: re.Match[str], order: str) -> ReadDay:
    """Read 26/3/28 by the order of the column; nothing is guessed where that is not known."""
    first, second, third = match[1], match[3], match[5]
    if match[2] == "年" or order == "ymd":
        return _made(_long_year(first), second, third, "short year first")
    if order in {"dmy", "mdy"} and len(third) == len("26"):
        day, month = (first, second) if order == "dmy" else (second, first)
        return _made(_long_year(third), month, day, "short year last")
    ways = _short_order(match)
    if len(ways) == 1:
        return _short(match, ways.pop())
    return ReadDay(None, "year, month and day could be in any order")


_MOST_DAYS: Final = 31
"""Of the longest month."""


def _months(plain: str, _order: str) -> ReadDay | None:
    """Read days and months with the name of the month."""
    for pattern in _NAMED:
        match = pattern.fullmatch(plain)
        if match and (month := MONTH_OF.get(match["m"].lower())):
            year = int(match["y"]) if len(match["y"]) > 2 else _long_year(match["y"])  # noqa: PLR2004 - a short year
            return _made(year, str(month), match["d"], "name of the month")
    for pattern in _NAMED_MONTH:
        match = pattern.fullmatch(plain)
        if match and (month := MONTH_OF.get(match["m"].lower())):
            year = int(match["y"]) if len(match["y"]) > 2 else _long_year(match["y"])  # noqa: PLR2004 - a short year
            return _part_of(year, str(month), (match["part"] or "").lower(), "name of the month")
    return None


def _long_year(year: str) -> int:
    return int(year) + (2000 if int(year) < _CENTURY else 1900)


def _part_of(year: str | int, month: str, part: str, way: str) -> ReadDay:
    """Return a month, or a part of it such as its first ten days."""
    ends = _PART.get(part.strip().removesuffix("予定").removesuffix("頃").strip())
    if ends is None or not 1 <= int(month) <= MONTHS_A_YEAR or not 1 <= int(year) < _LAST_YEAR:
        return ReadDay(None, "")
    whole = month_span(int(year), int(month))
    if ends == _PART[""]:
        return ReadDay(whole, way)
    return ReadDay(DaySpan(whole.first.replace(day=ends[0]), whole.last.replace(day=min(ends[1], whole.last.day))), way)


_LAST_YEAR: Final = 9_999
"""Last year that a date of Python can hold."""


def _plain(text: str) -> str:
    """Write a date in figures without widths, and without a time of day or a day of the week behind it."""
    plain = with_figures(unicodedata.normalize("NFKC", text).strip())
    return plain if plain.isdigit() else _CLOCK.sub("", plain).strip()


def _year_last(match: re.Match[str], order: str) -> ReadDay:
    first, second, year = match[1], match[3], match[4]
    if int(first) > MONTHS_A_YEAR or first.lstrip("0") == second.lstrip("0"):
        return _made(year, second, first, "day first")
    if int(second) > MONTHS_A_YEAR:
        return _made(year, first, second, "month first")
    if order not in {"dmy", "mdy"}:
        return ReadDay(None, "day and month could be either way round")
    return _made(year, second, first, "day first") if order == "dmy" else _made(year, first, second, "month first")


def _made(year: str | int, month: str, day: str, way: str) -> ReadDay:
    try:
        return ReadDay(date(int(year), int(month), int(day)), way)
    except ValueError:
        return ReadDay(None, "")
