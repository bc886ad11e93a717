"""What the reader of spreadsheets does not tell of a file: merged cells in some formats, and how days are counted.

A workbook counts its days from the end of 1899, or from the beginning of 1904, as old programs of Apple do.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Final, Literal
from xml.etree.ElementTree import ParseError, iterparse
from zipfile import BadZipFile, ZipFile

from sekisho.regex import regex

DateSystem = Literal["1900", "1904"]
_FIRST: Final[dict[DateSystem, date]] = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_WITHIN: Final = (date(1990, 1, 1), date(2080, 1, 1))
"""Days that a number can mean in a column of dates."""
_XLSX: Final = regex(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_ODS: Final = regex(rb"<table:null-date\b[^>]*\btable:date-value=[\"']1904-01-01")
_XLSB_WORKBOOK: Final = 0x99
_XLS_DATE_MODE: Final = struct.pack("<HHH", 0x22, 2, 1)
_LEAST: Final = 4
"""Bytes of the properties of a workbook; the first bit of the first is the date system."""


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
    return any(bool(body[0] & 1) for number, body in _records(data) if number == _XLSB_WORKBOOK and len(body) >= _LEAST)


def day_number(value: float, system: DateSystem) -> date | None:
    """Return the day that a number means in a column of dates; None if it is none.

    >>> day_number(46076.5, "1900"), day_number(44614, "1904"), day_number(20260223, "1900")
    (datetime.date(2026, 2, 23), datetime.date(2026, 2, 23), None)
    """
    first = _FIRST[system]
    if not (_WITHIN[0] - first).days <= value < (_WITHIN[1] - first).days:
        return None
    return first + timedelta(int(value))


Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each as row and column counted from 0; both belong to it."""
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_RELATION: Final = regex(r"<Relationship\b[^>]*>")
_SHEET: Final = 0x9C
_MERGED: Final = 0xB0
_END_OF_CELLS: Final = b"\x92\x01\x00"
_MOST_ROWS: Final = 1 << 20


def merged_cells(file: Path, sheet: str) -> list[Merged]:
    """List the merged cells of a sheet of an `.ods` or `.xlsb` file; none if the file tells none that can be read."""
    read = {".ods": _of_ods, ".xlsb": _of_xlsb}.get(file.suffix.lower())
    found: list[Merged] = []
    if read is not None:
        # What is damaged is told by the reader of the cells.
        with suppress(BadZipFile, KeyError, ParseError, ValueError, struct.error, IndexError), ZipFile(file) as parts:
            found += read(parts, sheet)
    return found


def _of_ods(parts: ZipFile, sheet: str) -> Iterator[Merged]:
    with parts.open("content.xml") as content:
        yield from _spans(content, sheet)


def _spans(content: IO[bytes], sheet: str) -> Iterator[Merged]:
    """Go through the cells of one table; rows and cells that repeat are written once, with how often."""
    row = column = 0
    inside = False
    for event, node in iterparse(content, ("start", "end")):  # noqa: S314 - expat bounds what entities grow to
        tag = node.tag.removeprefix(_TABLE)
        if tag == "table":
            inside = event == "start" and node.get(f"{_TABLE}name") == sheet
        elif event == "start" and tag == "table-row":
            column = 0
        elif event == "end" and tag == "table-row":
            row += _count(node.get(f"{_TABLE}number-rows-repeated"))
            node.clear()
        elif inside and event == "start" and tag in {"table-cell", "covered-table-cell"}:
            down, across = (_count(node.get(f"{_TABLE}number-{way}-spanned")) for way in ("rows", "columns"))
            if down > 1 or across > 1:
                yield (row, column), (row + down - 1, column + across - 1)
            column += _count(node.get(f"{_TABLE}number-columns-repeated"))
        if event == "end" and tag == "table":
            row = 0


def _count(text: str | None) -> int:
    return min(int(text), _MOST_ROWS) if text else 1


def _of_xlsb(parts: ZipFile, sheet: str) -> Iterator[Merged]:
    place = dict(_sheets(parts)).get(sheet)
    if place is None:
        return
    data = parts.read(place)
    # Merged cells stand behind the cells; a record for each of millions of cells is not looked at.
    start = data.rfind(_END_OF_CELLS)
    for number, body in _records(data[start:] if start >= 0 else b""):
        if number == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", body)
            yield (top, left), (bottom, right)


def _sheets(parts: ZipFile) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the part that holds it."""
    text = parts.read("xl/_rels/workbook.bin.rels").decode("utf-8")
    targets = {}
    for relation in _RELATION.findall(text):
        stated = dict(re.findall(r'(\w+)="([^"]*)"', relation))
        targets[stated.get("Id", "")] = stated.get("Target", "").removeprefix("/xl/")
    for number, body in _records(parts.read("xl/workbook.bin")):
        if number == _SHEET:
            relation, at = _wide(body, 8)
            name, _ = _wide(body, at)
            yield name, f"xl/{targets[relation]}"


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """Read a text, its length before it; returns the place behind it too."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the body of each record."""
    at = 0
    while at < len(data):
        number, at = _sevens(data, at)
        length, at = _sevens(data, at)
        yield number, data[at : at + length]
        at += length


def _sevens(data: bytes, at: int) -> tuple[int, int]:
    """Read a number in bytes of seven bits, low ones first; returns the place behind it too."""
    found = shift = 0
    while True:
        byte = data[at]
        found, shift, at = found | (byte & 0x7F) << shift, shift + 7, at + 1
        if not byte & 0x80:
            return found, at
