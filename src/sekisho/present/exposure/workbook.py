"""Exposure as a workbook of Excel: what it is, products, parts, what each product holds, shares, weeks, remedies.

Every text stays a text: nothing becomes a formula, a number or a link, so `=1+1` and `007` stand as the bill has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.exposure.result import Exposure
from sekisho.files.records import cell
from sekisho.files.workbook import Cell, WorksheetWriter, write_sheets
from sekisho.present.exposure.data import exposure_rows, part_data, remedies_data, supplier_rows, weekly_data
from sekisho.present.exposure.findings import caveats, findings

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

NUMBERS: Final = "General"
"""Shares are small: digits are not cut."""
READ_ME_WIDTH: Final = 120
MOST_ROWS: Final = 1_048_575
Row = Mapping[str, object]


def write_workbook(found: Exposure, out: Path) -> None:
    """Write the workbook to a place; the same answer gives the same bytes."""
    partial = out.with_name(f".{out.name}.partial")
    try:
        write_sheets(partial, f"Exposure of {found.bill.name}", lambda book: _fill(book, found))
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _fill(book: Workbook, found: Exposure) -> None:
    _read_me(WorksheetWriter(book, "Read me"), found)
    _table(WorksheetWriter(book, "Products", NUMBERS), exposure_rows(found))
    _table(WorksheetWriter(book, "Parts", NUMBERS), (_flat(part_data(row)) for row in found.parts))
    if found.suppliers:
        _table(WorksheetWriter(book, "Suppliers on lists", NUMBERS), supplier_rows(found))
    _table(WorksheetWriter(book, "Parts of products", NUMBERS), _held(found))
    _table(WorksheetWriter(book, "Would settle", NUMBERS), _settling(found))
    _table(WorksheetWriter(book, "By week", NUMBERS), weekly_data(found))
    plan = remedies_data(found)
    if plan is not None:
        chosen = plan["remedies"]
        _table(WorksheetWriter(book, "Remedies", NUMBERS), chosen if isinstance(chosen, list) else ())


def _read_me(sheet: WorksheetWriter, found: Exposure) -> None:
    sheet.write([f"Exposure of {found.bill.name}, as of {found.as_of}"], bold=True, measure=False)
    for text in (*findings(found), "", *caveats(found)):
        sheet.write([text], wrap=True, measure=False)
    sheet.sheet.set_column(0, 0, READ_ME_WIDTH)


def _flat(row: Row) -> dict[str, object]:
    """Give bands columns of their own."""
    flat: dict[str, object] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}_{end}": one for end, one in value.items()}
        else:
            flat[name] = value
    return flat


def _held(found: Exposure) -> Iterator[Row]:
    parts = found.bill.parts
    for row in found.products:
        for one in row.parts:
            verdict = found.stakes.own(one.part)
            yield {
                "product": row.product,
                "part": parts.ids[one.part],
                "name": parts.named(one.part),
                "outcome": verdict.outcome,
                "floor": verdict.floor.level,
                "ceiling": verdict.ceiling.level,
                "sourcing": parts.sourcing[one.part],
                "supplier": parts.supplier[one.part],
                "quantity": one.quantity,
                "value_share": one.value_share,
            }


def _settling(found: Exposure) -> Iterator[Row]:
    parts = found.bill.parts
    for row in found.products:
        for one in row.settlers:
            yield {
                "product": row.product,
                "part": parts.ids[one.part],
                "unknown": list(one.unknown),
                "share_of_value": one.effect,
                "alone": one.alone,
                "break_even_price": one.break_even,
            }


def _table(sheet: WorksheetWriter, rows: Iterable[Row]) -> None:
    """Write records under their names, with a filter and a head that stays; nothing where there are none."""
    listed = list(rows)[:MOST_ROWS]
    names = list(dict.fromkeys(key for row in listed for key in row))
    if names:
        sheet.write(names, bold=True)
    for row in listed:
        sheet.write([_cell(row.get(key)) for key in names])
    sheet.finish(table_from=1)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return str(cell(value))
