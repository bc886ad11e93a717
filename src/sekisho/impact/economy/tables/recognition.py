"""Reading a table from a file: its layout is recognised by what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, TableError
from sekisho.files.spreadsheet import SPREADSHEETS
from sekisho.impact.economy.check_result import problems_of
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables import china, icio, japan, long_form, oecd, wiod
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.layouts import LAYOUTS, LayoutName
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, card_of, from_name
from sekisho.impact.economy.tables.publishers import china_book, eora, exiobase, japan_book, wiod_book
from sekisho.impact.economy.tables.publishers.archive import TableArchive, member_of_year, open_archive
from sekisho.impact.economy.tables.publishers.sheet import PublishedSheet, sheets
from sekisho.impact.economy.tables.table_file import ARCHIVE, TableFile, check_is_file, open_sheet
from sekisho.message import joined, message

_Sheet = Callable[[PublishedSheet, TableMetadata, KnownCodes, TableFaults], InputOutputTable | None]
_Archive = Callable[[TableArchive, TableMetadata, KnownCodes, TableFaults], InputOutputTable | None]
_SHEETS: Final[Mapping[LayoutName, tuple[Callable[[list[list[str]]], bool], _Sheet]]] = {
    "wiod-2016": (wiod_book.is_wiod, wiod_book.read_wiod),
    "jp-estat": (japan_book.is_japanese, japan_book.read_japanese),
    "cn-nbs-153": (china_book.is_chinese, china_book.read_chinese),
}
"""Layouts of workbooks: how each is told, and what reads it. How fine a Chinese table is shows when it is read."""
_ARCHIVES: Final[Mapping[LayoutName, tuple[Callable[[TableArchive], bool], _Archive]]] = {
    "exiobase-3": (exiobase.is_exiobase, exiobase.read_exiobase),
    "eora-26": (eora.is_eora, eora.read_eora),
}
"""The same of archives that are one table in several files."""


def _read_long(
    sheet: TableFile, stated: TableMetadata, known: KnownCodes, faults: TableFaults
) -> InputOutputTable | None:
    return long_form.read_long(sheet, stated, known, faults, usual=dict.fromkeys(wiod.FINAL_USE, wiod.WORLD))


_Reader = Callable[[TableFile, TableMetadata, KnownCodes, TableFaults], InputOutputTable | None]
_READERS: Final[Mapping[LayoutName, _Reader]] = {
    "long": _read_long,
    "oecd-long": oecd.read_long,
    "oecd-wide": oecd.read_wide,
    "oecd-icio": icio.read_icio,
    "wiod-national": wiod.read_national,
    "jp-mic": japan.read_sectors,
    "cn-nbs-42": china.read_coarse,
    "cn-nbs-153": china.read_fine,
}
_COLUMNS: Final[Mapping[LayoutName, tuple[str, ...]]] = {
    "oecd-long": oecd.LONG,
    "jp-mic": japan.SECTOR_COLUMNS,
}


def read_table(
    path: Path,
    *,
    stated: TableMetadata | None = None,
    known: KnownCodes | None = None,
    layout: LayoutName | None = None,
) -> InputOutputTable:
    """Read a table; whether its identities hold is not asked (see `identities`).

    Parameters
    ----------
    stated
        What the reader of the file says of it; it goes before the source card beside the file and its name.
    known
        Codes of sectors and territories (see `stated.known_from`); without them codes are compared with each other.
    layout
        Which to take; the content shows it if left out.

    Raises
    ------
    TableError
        If it cannot be read, with all that is wrong, identities that fail among them.
    """
    check_is_file(path)
    codes = known or KnownCodes()
    about = (stated or TableMetadata()).over(card_of(path)).over(from_name(path, codes.territories))
    return _read(path, about, codes, layout, name=path.name)


def _read(
    path: Path, about: TableMetadata, known: KnownCodes, layout: LayoutName | None, *, name: str
) -> InputOutputTable:
    """Read a file of any kind: rows of text, a workbook, an archive."""
    faults = TableFaults(name)
    if path.suffix.lower() == ARCHIVE:
        return _of_archive(open_archive(path), about, known, layout, faults)
    if path.suffix.lower() in SPREADSHEETS:
        return _of_workbook(path, about, known, layout, faults)
    return _of_text(open_sheet(path), about, known, layout, faults, path=path)


def _of_archive(
    archive: TableArchive, about: TableMetadata, known: KnownCodes, layout: LayoutName | None, faults: TableFaults
) -> InputOutputTable:
    """Read an archive that is a table, or the one table inside."""
    seen = next((name for name, (is_one, _) in _ARCHIVES.items() if is_one(archive)), None)
    chosen = layout if layout in _ARCHIVES else seen
    if chosen is not None:
        return _whole(_ARCHIVES[chosen][1](archive, about, known, faults), faults)
    member = member_of_year(archive, about.year)
    with archive.unpacked(member) as file:
        own = about.over(from_name(file, known.territories))
        return _read(file, own, known, layout, name=f"{archive.path.name}: {file.name}")


def _of_workbook(
    path: Path, about: TableMetadata, known: KnownCodes, layout: LayoutName | None, faults: TableFaults
) -> InputOutputTable:
    """Read the first sheet that is laid out as a publisher does; else the first as if it were saved as CSV."""
    pages = sheets(path)
    for sheet in pages:
        head = sheet.head()
        for name, (is_one, read) in _SHEETS.items():
            if layout in {None, name, "cn-nbs-42" if name == "cn-nbs-153" else name} and is_one(head):
                return _whole(read(sheet, about, known, faults), faults)
    return _of_text(pages[0].table_file(), about, known, layout, faults, path=path)


def _of_text(
    sheet: TableFile,
    about: TableMetadata,
    known: KnownCodes,
    layout: LayoutName | None,
    faults: TableFaults,
    *,
    path: Path,
) -> InputOutputTable:
    """Read rows of text below a header."""
    chosen = layout or layout_of(sheet)
    if chosen == "jp-mic-goods":
        return _whole(japan.read_goods(sheet, about, known, faults, path=path), faults)
    if chosen not in _READERS:
        raise TableError(_no_layout(sheet.name))
    return _whole(_READERS[chosen](sheet, about, known, faults), faults)


def _whole(table: InputOutputTable | None, faults: TableFaults) -> InputOutputTable:
    """Return a table that was read without a fault.

    Raises
    ------
    TableError
        With all faults, identities that fail among them.
    """
    if faults or table is None:
        failed = problems_of(checks_of(table), source=faults.name) if table is not None else []
        raise TableError([*faults.found, *failed])
    return table


def layout_of(sheet: TableFile) -> LayoutName:
    """Recognise a layout by the header and the first row.

    Raises
    ------
    TableError
        If it is none of those that are known.
    """
    header = set(sheet.header)
    first = next(sheet.read(), (0, ()))[1]
    if header >= set(long_form.COLUMNS):
        return "long"
    for name, columns in _COLUMNS.items():
        if header >= set(columns):
            return name
    if header >= set(wiod.COLUMNS) and len(first) == len(sheet.header):
        origin = first[sheet.header.index("origin")]
        if origin in china.ORIGINS:
            return "cn-nbs-42"
        return "jp-mic-goods" if origin in {"dom", "imp"} else "wiod-national"
    if header >= set(china.COLUMNS):
        if china.is_fine(sheet):
            return "cn-nbs-153"
        raise TableError(_make_alone(sheet.name))
    if icio.is_icio(sheet.header):
        return "oecd-icio"
    if header & {"HFCE", "EXPO", "VALU"}:
        return "oecd-wide"
    raise TableError(_no_layout(sheet.name))


def _make_alone(name: str) -> Problem:
    """Say that a table has neither value added nor output, so that its rows can only be goods that industries make."""
    return Problem(
        where=name,
        what=message(
            "table.make_alone", "seems to be a make table: it has no row of value added and no column of output."
        ),
        remedy=message(
            "table.name_use_table",
            "Name the use table that stands beside it; a table of sectors by sectors needs value added and output.",
        ),
    )


def _no_layout(name: str) -> Problem:
    """Say that a file is in no layout that is known, or in another than the one named."""
    remedy = message(
        "impact.expected_layout",
        "Expected one of {layouts}; the reference of table formats describes them.",
        layouts=joined(LAYOUTS, "comma"),
    )
    return Problem(
        where=name, what=message("impact.no_layout", "no known layout of an input-output table."), remedy=remedy
    )
