"""From which day a workbook counts its days: the end of 1899, or the beginning of 1904, as old programs of Apple do."""

from __future__ import annotations

import re
import struct
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile, ZipFile

DateSystem = Literal["1900", "1904"]
_FIRST: Final[dict[DateSystem, date]] = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_WITHIN: Final = (date(1990, 1, 1), date(2080, 1, 1))
"""Days that a number can mean in a column of dates."""
_XLSX: Final = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_ODS: Final = re.compile(rb"<table:null-date\b[^>]*\btable:date-value=[\"']1904-01-01")
_XLSB_WORKBOOK: Final = 0x99
_XLS_DATE_MODE: Final = struct.pack("<HHH", 0x22, 2, 1)
_HEADER: Final = 4


def date_system_of(file: Path) -> DateSystem:
    """Return the date system of a workbook; 1900 where it states none.

    What is damaged is told by the reader of the cells.
    """
    kind = file.suffix.lower()
    with suppress(BadZipFile, KeyError, OSError, ValueError, IndexError, struct.error):
        if kind == ".xls":
            return "1904" if _XLS_DATE_MODE in file.read_bytes() else "1900"
        with ZipFile(file) as parts:
            if kind == ".ods":
                return "1904" if _ODS.search(parts.read("content.xml")) else "1900"
            if kind == ".xlsb":
                return "1904" if _flag_of_xlsb(parts.read("xl/workbook.bin")) else "1900"
            return "1904" if _XLSX.search(parts.read("xl/workbook.xml")) else "1900"
    return "1900"


def _flag_of_xlsb(data: bytes) -> bool:
    """Find the record of the properties of a workbook; its first bit is the date system."""
    at = 0
    while at < len(data):
        number, at = _sevens(data, at)
        length, at = _sevens(data, at)
        if number == _XLSB_WORKBOOK and length >= _HEADER:
            return bool(data[at] & 1)
        at += length
    return False


def _sevens(data: bytes, at: int) -> tuple[int, int]:
    found = shift = 0
    while True:
        byte = data[at]
        found, shift, at = found | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80:
            return found, at


def day_number(value: float, system: DateSystem) -> date | None:
    """Return the day that a number means in a column of dates; None if it is none.

    >>> day_number(46076.5, "1900"), day_number(44614, "1904"), day_number(20260223, "1900")
    (datetime.date(2026, 2, 23), datetime.date(2026, 2, 23), None)
    """
    first = _FIRST[system]
    if not (_WITHIN[0] - first).days <= value < (_WITHIN[1] - first).days:
        return None
    return first + timedelta(int(value))
