"""Instants as days: law takes effect on days of Beijing, and an instant is another day elsewhere.

An instant becomes the day in Beijing, unless a person names a zone. One exception: where all instants of a column show
one hour that is midnight in a zone now in use (15:00 UTC is midnight in Japan), the column holds days, and those are
meant. Neither the zone of the process nor that of a database session is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import Final

from sekisho.errors import BookError, Problem
from sekisho.message import message
from sekisho.regex import regex

BEIJING: Final = "Asia/Shanghai"
_BEIJING: Final = timezone(timedelta(hours=8))
"""Beijing has kept one time all year since 1991."""
_A_DAY: Final = 86_400
_MINUTES: Final = (
    *(60 * hours for hours in (-9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)),
    *(-600, -570, -210, -150, 210, 270, 330, 390, 570, 630),
)
"""Zones now in use, as minutes before or behind UTC. Where two show midnight at one instant, that of the most trade."""
_MIDNIGHTS: Final = {-minutes * 60 % _A_DAY: minutes for minutes in _MINUTES}
_FIXED: Final = regex(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?|UTC|GMT|Z", re.IGNORECASE)
_MILLISECONDS: Final = regex(r"1\d{12}")
"""Milliseconds since 1970, as many programs write an instant: from 2001 to 2033."""
_INSTANT: Final = regex(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)\s*"
    r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)(?:\[[\w/+-]+\])?",
    re.IGNORECASE,
)


def today_in_beijing(now: datetime) -> date:
    """Return the day that it is in Beijing.

    >>> today_in_beijing(datetime(2026, 9, 30, 16, 0, tzinfo=UTC))
    datetime.date(2026, 10, 1)
    """
    return now.astimezone(_BEIJING).date()


@cache
def zone_named(name: str) -> tzinfo:
    """Return a zone by its name: as the tz database has it, or as a distance from UTC.

    Raises
    ------
    BookError
        If there is no such zone.
    """
    if name == BEIJING:
        return _BEIJING
    fixed = _FIXED.fullmatch(name.strip())
    if fixed and fixed[1]:
        distance = timedelta(hours=int(fixed[2]), minutes=int(fixed[3] or 0))
        if distance < timedelta(days=1):
            return timezone(distance if fixed[1] == "+" else -distance)
    if fixed and not fixed[1]:
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few books name one

    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = message("file.expected_zone", "Expected a name such as Asia/Tokyo, or a distance such as UTC+09:00.")
        raise BookError(
            Problem(
                where="zone", what=message("file.no_zone", "'{name}' is not a time zone.", name=name), remedy=remedy
            )
        ) from None


def instant_of(text: str) -> datetime | None:
    """Read a text that states an instant with its zone, in UTC; None if it states none.

    >>> texts = "2026-02-23T18:30:00.000Z", "2026-02-24 00:00:00+09:00", "2026-02-24"
    >>> [str(instant_of(text)) for text in texts]
    ['2026-02-23 18:30:00+00:00', '2026-02-23 15:00:00+00:00', 'None']
    """
    plain = text.strip()
    if _MILLISECONDS.fullmatch(plain):
        return datetime.fromtimestamp(int(plain) // 1000, tz=UTC)
    match = _INSTANT.fullmatch(plain)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        zone = zone_named(match[7] if match[7].upper() not in {"Z", "GMT"} else "UTC")
        start = datetime(year, month, day, tzinfo=zone)
        return (start + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)
    except (ValueError, OverflowError, BookError):
        return None


def zone_of(seconds: Iterable[int]) -> str:
    """Name the zone in which the instants of a column are days.

    Parameters
    ----------
    seconds
        Second of the day in UTC of every instant.

    Examples
    --------
    >>> zone_of([54_000, 54_000]), zone_of([66_600]), zone_of([54_000, 1]), zone_of([55_800]), zone_of([])
    ('UTC+09:00', 'UTC+05:30', 'Asia/Shanghai', 'Asia/Shanghai', 'Asia/Shanghai')
    """
    found = set(seconds)
    minutes = _MIDNIGHTS.get(found.pop()) if len(found) == 1 else None
    return BEIJING if minutes is None else offset_name(minutes)


def offset_name(minutes: int) -> str:
    """Name a distance from UTC.

    >>> offset_name(540), offset_name(-210), offset_name(0)
    ('UTC+09:00', 'UTC-03:30', 'UTC+00:00')
    """
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def zone_of_texts(texts: Iterable[str]) -> str:
    """Name the zone in which the texts of a column that state instants are days; empty if none states one."""
    instants = [instant for text in texts if (instant := instant_of(text)) is not None]
    return zone_of(int(each.timestamp()) % _A_DAY for each in instants) if instants else ""


def day_of(instant: datetime, zone: str = BEIJING) -> date:
    """Return the day of an instant in a zone.

    >>> (
    ...     day_of(datetime(2026, 2, 23, 15, 30, tzinfo=UTC)),
    ...     day_of(datetime(2026, 2, 23, 15, 30, tzinfo=UTC), "Asia/Tokyo"),
    ... )
    (datetime.date(2026, 2, 23), datetime.date(2026, 2, 24))
    """
    return instant.astimezone(zone_named(zone)).date()
