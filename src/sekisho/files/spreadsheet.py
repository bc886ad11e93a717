"""Spreadsheets old and new, cell by cell: dates as ISO dates, whole numbers without '.0', text with its zeros.

Rows keep the numbers that the spreadsheet shows. Merged cells count for every row that they cover; a header of two rows
is read as one. Rows are taken one after another, so that a sheet of a million rows needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.dataclass import dataclass
from sekisho.errors import BookError, Problem
from sekisho.files.documents.office_notes import notes_of
from sekisho.files.read_spec import (
    FEWEST,
    FORM_WITHIN,
    HEADER_WITHIN,
    HeaderTest,
    ReadSpec,
    TextRow,
    paired_header,
    unit_above,
)
from sekisho.files.row_staging import (
    Desk,
    StagedTable,
    named,
    row_file,
    stage_form,
    to_parquet,
    told_apart,
    with_head,
    with_words,
)
from sekisho.files.spreadsheet_parts import DateSystem, Merged, date_system_of, day_number, merged_cells
from sekisho.files.tables import stored_table
from sekisho.message import joined, message

if TYPE_CHECKING:
    import python_calamine as calamine

SPREADSHEETS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
_MOST_DIGITS: Final = 1e15


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a spreadsheet as rows of text: a merged cell counts for every row that it covers."""

    name: str
    cells: calamine.CalamineSheet
    file: Path

    def rows(self) -> Iterator[TextRow]:
        """Go through the rows that hold anything."""
        filled = _filled(enumerate(self.cells.iter_rows()), self.merged(), self.cells.width)
        return (TextRow(at + 1, cells) for at, cells in filled if _any(cells))

    def merged(self) -> list[Merged]:
        """List the merged cells: rows counted from the first of the sheet, columns from the first that is filled."""
        first = (self.cells.start or (0, 0))[1]
        ranges = self.cells.merged_cell_ranges or merged_cells(self.file, self.name)
        return [_moved(merged, first) for merged in ranges if merged[0][1] >= first]

    def beginning(self) -> list[list[str]]:
        """Return the rows in which a header may stand, and one below."""
        return [[cell_text(cell) for cell in row] for row in islice(self.cells.iter_rows(), HEADER_WITHIN + 1)]


def sheets_of(file: Path, name: str = "") -> list[Sheet]:
    """Open the sheets of a spreadsheet, old or new, or the one that is named.

    Raises
    ------
    BookError
        If python-calamine is not installed; the file is damaged, protected, or of another kind; no sheet is so named.
    """
    try:
        import python_calamine as calamine
    except ImportError:
        remedy = message(
            "file.install_books_or_sheet", "Install it with `pip install 'sekisho[books]'`, or save the sheet as CSV."
        )
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.needs_calamine", "spreadsheets need python-calamine."),
                remedy=remedy,
            )
        ) from None
    try:
        book = calamine.load_workbook(file)
        if name and name not in book.sheet_names:
            remedy = message("file.has_sheets", "It has {sheets}.", sheets=joined(book.sheet_names, "comma"))
            raise BookError(
                Problem(where=file.name, what=message("file.no_sheet", "no sheet '{name}'.", name=name), remedy=remedy)
            )
        names = [name] if name else book.sheet_names
        return [Sheet(sheet, book.get_sheet_by_name(sheet), file) for sheet in names]
    except (calamine.CalamineError, OSError, ValueError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise  # the disk or the rights, and not the file
        locked = "password" in str(fault).lower()  # the reader's other words speak of archives
        what = (
            message("file.sheet_locked", "cannot be read as a spreadsheet: it is protected by a password.")
            if locked
            else message(
                "file.sheet_damaged",
                "cannot be read as a spreadsheet: it is damaged, or of another kind than its name says.",
            )
        )
        remedy = message(
            "file.save_without_password", "Open it in a spreadsheet program and save it again, without a password."
        )
        raise BookError(Problem(where=file.name, what=what, remedy=remedy)) from None


def _moved(merged: Merged, column: int) -> Merged:
    """Count the columns of merged cells from the first that is filled."""
    (top, left), (bottom, right) = merged
    return (top, left - column), (bottom, right - column)


def stage_sheets(desk: Desk, file: Path, folder: Path, spec: ReadSpec) -> list[tuple[str, StagedTable]]:
    """Stage the sheets with the orders as Parquet in `folder`, each with its name: all that have the same header.

    Raises
    ------
    BookError
        If the file is damaged, or has no such sheet or no header.
    """
    every = sheets_of(file, spec.sheet)
    sheets, others = _chosen(every, file, desk.headers)
    covers = [row for sheet in every if sheet.name in others for row in _cover(sheet, desk.headers)]
    system, notes = date_system_of(file), " | ".join(notes_of(file))
    tables = []
    for number, sheet in enumerate(sheets):
        own = folder / f"sheet{number}"
        own.mkdir()
        of_sheet = _staged(desk, sheet, file, own, spec, system=system, covers=covers)
        tables += [(sheet.name, with_words(table, notes)) for table in of_sheet]
    if others:
        name, first = tables[0]
        tables[0] = (name, replace(first, told={**first.told, "sheets_not_read": ", ".join(others)}))
    return tables


def _is_form(sheet: Sheet, headers: HeaderTest) -> bool:
    return sheet.cells.height <= FORM_WITHIN and headers.form(_all_rows(sheet)) is not None


def _all_rows(sheet: Sheet) -> list[list[str]]:
    return [[cell_text(cell) for cell in row] for row in sheet.cells.iter_rows()]


def _cover(sheet: Sheet, headers: HeaderTest) -> list[list[str]]:
    """Return the rows of a short sheet without a table: what a cover says holds for the sheets behind it."""
    if not 0 < sheet.cells.height <= FORM_WITHIN:
        return []
    rows = _all_rows(sheet)
    return rows if all(headers.count(row) < FEWEST for row in rows) else []


def _chosen(sheets: Sequence[Sheet], file: Path, headers: HeaderTest) -> tuple[list[Sheet], list[str]]:
    """Choose the sheet whose header has most columns that are known, and all like it.

    Returns
    -------
    tuple[list[Sheet], list[str]]
        The sheets that are read, and the names of others that hold something.
    """
    starts = [sheet.beginning() for sheet in sheets]
    counts = [max(map(headers.count, start), default=0) for start in starts]
    filled = [sheet.cells.height > 0 for sheet in sheets]
    best = max(range(len(sheets)), key=lambda place: (counts[place], filled[place], -place), default=-1)
    if best < 0 or not filled[best]:
        raise BookError(
            Problem(
                where=file.name,
                what=message("file.empty", "the file is empty."),
                remedy=message("file.header_and_rows", "Expected a header and rows."),
            )
        )
    header = _folded_header(starts[best], headers)
    if _is_form(sheets[best], headers):
        forms = [sheet for sheet in sheets if _is_form(sheet, headers)]
        return forms, [sheet.name for sheet, some in zip(sheets, filled, strict=True) if some and sheet not in forms]
    alike = [
        place == best or (len(header) > 1 and counts[place] >= FEWEST and _folded_header(start, headers) >= header)
        for place, start in enumerate(starts)
    ]
    chosen = [sheet for sheet, same in zip(sheets, alike, strict=True) if same]
    others = zip(sheets, alike, filled, strict=True)
    return chosen, [sheet.name for sheet, same, some in others if some and not same]


def _folded_header(rows: Sequence[Sequence[str]], headers: HeaderTest) -> frozenset[str]:
    """Return the names of the columns in the row that has most of those that are known."""
    row = max(rows, key=headers.count, default=())
    return frozenset(name for cell in row if (name := headers.folded(cell)))


def _staged(
    desk: Desk,
    sheet: Sheet,
    file: Path,
    folder: Path,
    spec: ReadSpec,
    *,
    system: DateSystem,
    covers: Sequence[Sequence[str]] = (),
) -> list[StagedTable]:
    """Stage the table of a sheet, and those below it that have a header of their own."""
    is_short = not spec.header_row and sheet.cells.height <= FORM_WITHIN
    if is_short and (form := stage_form(desk, _all_rows(sheet), folder, where=file.name)) is not None:
        return [replace(form, told={"sheet": sheet.name, **form.told})]
    start, merged = sheet.beginning(), sheet.merged()
    place = spec.header_row - 1 if spec.header_row else desk.headers.place(start)
    if not 0 <= place < len(start):
        remedy = message("file.name_header_row", "Name the row with the names of the columns by 'header_row'.")
        raise BookError(Problem(where=file.name, what=message("file.no_header", "no header was found."), remedy=remedy))
    header, below = _header(start, place, merged, desk.headers)
    above = start[:place]
    of_sheet = {"unit_above": unit} if (unit := unit_above(above)) else {}
    of_sheet |= {"date_system": system} if system != "1900" else {}
    tables: list[StagedTable] = []
    while header:
        names = told_apart(named(header), where=file.name, is_fact=desk.headers.is_fact)
        follows = _NextHeader(desk.headers, header)
        with row_file(folder / "rows.csv", names) as rows:
            data = islice(enumerate(sheet.cells.iter_rows()), below, None)
            own = takewhile(follows.is_not_at, data)
            dated = _dated(own, [at for at, name in enumerate(names) if desk.headers.is_date(name)], system)
            rows.write((at + 1, cells) for at, cells in _filled(dated, merged, len(names)) if _any(cells))
        out = folder / f"book{len(tables)}.parquet"
        to_parquet(desk.connection, folder / "rows.csv", names, out)
        told = {"sheet": sheet.name, "header_row": str(place + 1), **of_sheet}
        staged = StagedTable(sql=stored_table(out), names=tuple(names), bad=rows.bad, told=told)
        tables.append(with_head(staged, desk.headers.above([*covers, (), *above], names)))
        header, place, below = follows.header, follows.at, follows.at + 1
    return tables


@dataclass(slots=True)
class _NextHeader:
    """Looks for the header of a further table below the rows of one: other columns, below an empty row or a title."""

    known: HeaderTest
    names: Sequence[str]
    header: list[str] = field(default_factory=list)
    at: int = -1
    _is_alone: bool = False

    def is_not_at(self, numbered: tuple[int, Sequence[object]]) -> bool:
        """Tell whether a row belongs to the table still; the first that does not is the header."""
        at, row = numbered
        filled = sum(cell not in {"", None} for cell in row)
        if self._is_alone and filled >= FEWEST and self._is_header(cells := [cell_text(cell).strip() for cell in row]):
            self.header, self.at = cells, at
            return False
        self._is_alone = filled < FEWEST
        return True

    def _is_header(self, cells: Sequence[str]) -> bool:
        stated = [cell for cell in cells if cell]
        count = self.known.count(stated)
        own = {self.known.folded(name) for name in self.names}
        return (
            count >= FEWEST
            and count * 2 >= len(stated)
            and not any(map(str.isdigit, stated))
            and any(map(self.known.is_item, stated))
            and any(self.known.folded(cell) not in own for cell in stated)
        )


def _header(
    rows: Sequence[Sequence[str]], place: int, merged: Iterable[Merged], headers: HeaderTest
) -> tuple[list[str], int]:
    """Read the header, of one row or of two; returns it and the place of the first row below it."""
    spans: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, right) in merged:
        if left < right and top == bottom:
            spans.setdefault(top, {})[left] = right
    names, last = paired_header(rows, place, headers, merged=spans)
    return names, last + 1


def _filled(
    rows: Iterable[tuple[int, Sequence[object]]], merged: Iterable[Merged], width: int
) -> Iterator[tuple[int, list[str]]]:
    """Give every row that a merged cell covers its value; a cell merged across columns counts once."""
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _) in merged:
        if bottom > top:
            starts.setdefault(top, []).append((left, bottom))
    running: dict[int, tuple[int, str]] = {}
    for at, row in rows:
        cells = [cell_text(cell) for cell in row[:width]]
        cells += [""] * (width - len(cells))
        for left, bottom in starts.get(at, ()):
            if left < width:
                running[left] = (bottom, cells[left])
        blank = not _any(cells)
        for left, (bottom, value) in list(running.items()):
            if at > bottom:
                del running[left]
            elif not blank and not cells[left]:
                cells[left] = value
        yield at, cells


def _dated(
    rows: Iterable[tuple[int, Sequence[object]]], places: Sequence[int], system: DateSystem
) -> Iterator[tuple[int, Sequence[object]]]:
    """Turn the day numbers in columns of dates into days, while the workbook tells from which day they count."""
    for at, row in rows:
        cells = list(row)
        for place in places:
            cell = cells[place] if place < len(cells) else None
            if isinstance(cell, float) and (day := day_number(cell, system)):
                cells[place] = day
        yield at, cells


def _any(cells: Iterable[str]) -> bool:
    return any(cell.strip() for cell in cells)


def cell_text(cell: object) -> str:
    """Write a cell as it is meant.

    >>> cell_text(850511.0), cell_text(0.5), cell_text(datetime(2026, 9, 30)), cell_text(True)
    ('850511', '0.5', '2026-09-30', 'true')
    """
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < _MOST_DIGITS:
            return str(int(cell))
        case datetime() if cell.time() == time() and cell.tzinfo is None:
            return cell.date().isoformat()
        case datetime() | date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
        case _:
            return str(cell)
