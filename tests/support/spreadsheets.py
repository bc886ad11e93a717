"""Spreadsheets of kinds that no library here writes, put together byte by byte: OpenDocument and binary Excel."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | float | date
Rows = Sequence[Sequence[Cell]]

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODS = (
    f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
    f'xmlns:text="{_OFFICE}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    '<table:table table:name="orders">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/package/2006/content-types"


def write_ods(path: Path, rows: Rows, *, down: dict[tuple[int, int], int] | None = None) -> None:
    """Write an OpenDocument spreadsheet; `down` says how many rows the cell at a place covers."""
    covers = down or {}
    hidden = {(row + more, column) for (row, column), count in covers.items() for more in range(1, count)}
    lines = []
    for at, row in enumerate(rows):
        cells = (
            "<table:covered-table-cell/>" if (at, column) in hidden else _ods_cell(cell, covers.get((at, column), 1))
            for column, cell in enumerate(row)
        )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(path, "w", ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", kind)
        parts.writestr("content.xml", _ODS.format(rows="".join(lines)))
        parts.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )


def _ods_cell(cell: Cell, covers: int) -> str:
    spans = f' table:number-rows-spanned="{covers}" table:number-columns-spanned="1"' if covers > 1 else ""
    match cell:
        case "":
            return "<table:table-cell/>"
        case str():
            text = f"<text:p>{escape(cell)}</text:p>"
            return f'<table:table-cell office:value-type="string"{spans}>{text}</table:table-cell>'
        case date():
            return f'<table:table-cell office:value-type="date" office:date-value="{cell.isoformat()}"{spans}/>'
        case _:
            return f'<table:table-cell office:value-type="float" office:value="{cell}"{spans}/>'


def write_xlsb(path: Path, rows: Rows, *, down: dict[tuple[int, int], int] | None = None) -> None:
    """Write a binary Excel workbook: texts in their cells, numbers as doubles, days as whole numbers in a format."""
    width = max(map(len, rows))
    merged = [struct.pack("<4I", row, row + count - 1, column, column) for (row, column), count in (down or {}).items()]
    sheet = [
        _record(0x0081),
        _record(0x0094, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)),
        _record(0x0091),
        *(part for at, row in enumerate(rows) for part in _xlsb_row(at, row)),
        _record(0x0092),
        _record(0x00B1, struct.pack("<I", len(merged))),
        *(_record(0x00B0, one) for one in merged),
        _record(0x00B2),
        _record(0x0082),
    ]
    book = [
        _record(0x0083),
        _record(0x0099, bytes(12)),
        _record(0x008F),
        _record(0x009C, struct.pack("<2I", 0, 1) + _wide("rId1") + _wide("orders")),
        _record(0x0090),
        _record(0x009D, bytes(26)),
        _record(0x0084),
    ]
    # Two formats of cells: plain, and the built-in format 14, a day.
    formats = [struct.pack("<2H", 0xFFFF, number) + bytes(12) for number in (0, 14)]
    styles = [
        _record(0x0116),
        _record(0x0269, struct.pack("<I", 2)),
        *(_record(0x002F, one) for one in formats),
        _record(0x026A),
        _record(0x0117),
    ]
    types = "".join(
        f'<Override PartName="/xl/{part}" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in (
            ("workbook.bin", "sheet.binary.macroEnabled.main"),
            ("worksheets/sheet1.bin", "worksheet"),
            ("styles.bin", "styles"),
        )
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with ZipFile(path, "w", ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{_KINDS}">{types}</Types>')
        for place, relations in (
            ("_rels/.rels", (("officeDocument", "xl/workbook.bin"),)),
            ("xl/_rels/workbook.bin.rels", (("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"))),
        ):
            each = "".join(
                f'<Relationship Id="rId{number}" Type="{office}/{kind}" Target="{target}"/>'
                for number, (kind, target) in enumerate(relations, start=1)
            )
            parts.writestr(place, f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>')
        parts.writestr("xl/workbook.bin", b"".join(book))
        parts.writestr("xl/styles.bin", b"".join(styles))
        parts.writestr("xl/worksheets/sheet1.bin", b"".join(sheet))


def _xlsb_row(at: int, row: Iterable[Cell]) -> Iterable[bytes]:
    yield _record(0x0000, struct.pack("<I", at) + bytes(13))
    for column, cell in enumerate(row):
        match cell:
            case "":
                continue
            case str():
                yield _record(0x0006, struct.pack("<2I", column, 0) + _wide(cell))
            case date():
                # Excel writes whole numbers of up to 30 bits in the short form.
                days = (cell - date(1899, 12, 30)).days
                yield _record(0x0002, struct.pack("<3I", column, 1, days << 2 | 2))
            case _:
                yield _record(0x0005, struct.pack("<2Id", column, 0, cell))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def _record(number: int, body: bytes = b"") -> bytes:
    """Write a record: its number and its length in bytes of seven bits, low ones first, then its body."""
    return _sevens(number) + _sevens(len(body)) + body


def _sevens(number: int) -> bytes:
    found = [number & 0x7F]
    while number := number >> 7:
        found[-1] |= 0x80
        found.append(number & 0x7F)
    return bytes(found)
