"""The table of a list of parties in a PDF, such as the foreign user list of the Japanese ministry of economy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sekisho.errors import ListError, Problem
from sekisho.files.documents.pdf_opener import pdf_pages
from sekisho.files.read_spec import TextRow
from sekisho.message import message
from sekisho.parties.lists.headers import columns_of
from sekisho.parties.lists.party_list import HYPHENATED, RowFaults


def rows_of_pdf(file: Path, faults: RowFaults) -> list[TextRow]:
    """Read the rows of the tables of all pages, the header of each page among them; rows are counted from 1.

    A name that is broken at a hyphen is put together with the hyphen, and noted: nobody can tell whether it has one.

    Raises
    ------
    ListError
        If the file cannot be read, holds no table, or the numbers of its rows do not run without a gap.
    """
    tables = list(_tables(file))
    rows: list[TextRow] = []
    for cells in tables:
        number = len(rows) + 1
        broken = next((cell for cell in cells if "-\n" in cell), None)
        if broken is not None:
            faults.note(HYPHENATED, number, " ".join(broken.split()))
        rows.append(TextRow(number, [cell.replace("-\n", "-") for cell in cells]))
    if not rows:
        what = message("parties.no_table_in_pdf", "has no page with a table.")
        raise ListError(Problem(where=file.name, what=what, remedy=_EXPORT))
    _check_numbers(rows, file)
    return rows


_EXPORT = message("parties.export_xlsx", "Take the list as XLSX or CSV, or export it so.")


def _tables(file: Path) -> Iterator[list[str]]:
    """Go through the rows of the largest table of each page; an empty cell is empty text."""
    with pdf_pages(file, error=ListError, remedy=_EXPORT) as pages:
        for page in pages:
            for row in page.extract_table() or ():
                yield [cell or "" for cell in row]


def _check_numbers(rows: list[TextRow], file: Path) -> None:
    """Make sure that no row is lost: where a column numbers the rows, it runs on by one."""
    place = next((columns.index("serial") for row in rows if "serial" in (columns := columns_of(row.cells))), None)
    before = 0
    for row in rows if place is not None else ():
        assert place is not None  # noqa: S101 - else there are no rows
        serial = row.cells[place].strip() if place < len(row.cells) else ""
        if not serial.isdigit():
            continue
        if int(serial) != before + 1:
            what = message(
                "parties.number_gap",
                "number {before} is followed by {serial}: rows were not read.",
                before=str(before),
                serial=serial,
            )
            raise ListError(Problem(where=file.name, what=what, remedy=_EXPORT))
        before = int(serial)
