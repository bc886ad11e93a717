"""Reading a table from a file: its layout is recognised by what it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, TableError
from sekisho.impact.economy.check_result import problems_of
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables import china, icio, japan, long_form, oecd, wiod
from sekisho.impact.economy.tables.faults import TableFaults
from sekisho.impact.economy.tables.layouts import LAYOUTS, LayoutName
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata, card_of, from_name
from sekisho.impact.economy.tables.table_file import TableFile, open_sheet
from sekisho.message import joined, message


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
    sheet = open_sheet(path)
    chosen = layout or layout_of(sheet)
    faults = TableFaults(path.name)
    about = (stated or TableMetadata()).over(card_of(path)).over(from_name(path, (known or KnownCodes()).territories))
    if chosen == "jp-mic-goods":
        table = japan.read_goods(sheet, about, known or KnownCodes(), faults, path=path)
    else:
        table = _READERS[chosen](sheet, about, known or KnownCodes(), faults)
    if faults or table is None:
        failed = problems_of(checks_of(table), source=path.name) if table is not None else []
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
        return "cn-nbs-153"
    if icio.is_icio(sheet.header):
        return "oecd-icio"
    if header & {"HFCE", "EXPO", "VALU"}:
        return "oecd-wide"
    remedy = message(
        "impact.expected_layout",
        "Expected one of {layouts}; the reference of table formats describes them.",
        layouts=joined(LAYOUTS, "comma"),
    )
    raise TableError(
        Problem(
            where=sheet.name,
            what=message("impact.no_layout", "no known layout of an input-output table."),
            remedy=remedy,
        )
    )
