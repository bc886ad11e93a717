"""Exposure as a workbook of Excel: what it is, products, parts, what each product holds, shares, weeks, remedies.

Every text stays a text: nothing becomes a formula, a number or a link, so `=1+1` and `007` stand as the bill has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.impact.exposure.result import Exposure
from sekisho.report.exposure.data import exposure_rows, part_data, remedies_data, weekly_data
from sekisho.report.exposure.sentences import caveats, findings
from sekisho.report.layout import cells
from sekisho.report.records import cell
from sekisho.report.sheets import MADE, NARROWEST, WIDEST, fitting

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

MOST_ROWS: Final = 1_048_575
Row = Mapping[str, object]


def write_workbook(found: Exposure, out: Path) -> None:
    """Write the workbook to a place."""
    from xlsxwriter import Workbook

    options = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
    packed = BytesIO()
    with Workbook(packed, options) as book:
        book.set_properties({"title": f"Exposure of {found.bill.name}", "created": MADE})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _read_me(book, bold, found)
        _table(book, bold, "Products", exposure_rows(found))
        _table(book, bold, "Parts", (_flat(part_data(row)) for row in found.parts))
        _table(book, bold, "Parts of products", _held(found))
        _table(book, bold, "Would settle", _settling(found))
        _table(book, bold, "By week", weekly_data(found))
        plan = remedies_data(found)
        if plan is not None:
            chosen = plan["remedies"]
            _table(book, bold, "Remedies", chosen if isinstance(chosen, list) else ())
    partial = out.with_name(f".{out.name}.partial")
    try:
        partial.write_bytes(packed.getbuffer())
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _read_me(book: Workbook, bold: Format, found: Exposure) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.set_column(0, 0, 2 * WIDEST)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    texts = [*findings(found), "", *caveats(found)]
    sheet.write_string(0, 0, fitting(f"Exposure of {found.bill.name}, as of {found.as_of}"), bold)
    for row, text in enumerate(texts, start=1):
        sheet.write_string(row, 0, fitting(text), wrapped)


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


def _table(book: Workbook, bold: Format, name: str, rows: Iterable[Row]) -> None:
    """Write records under their names, with a filter and a head that stays; nothing where there are none."""
    sheet, listed = book.add_worksheet(name), list(rows)[:MOST_ROWS]
    names = list(dict.fromkeys(key for row in listed for key in row))
    widths = [len(key) + 3 for key in names]
    for column, key in enumerate(names):
        sheet.write_string(0, column, key, bold)
    for number, row in enumerate(listed, start=1):
        for column, key in enumerate(names):
            value = row.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            elif value is not None and value != "":
                text = fitting(str(cell(value)))
                sheet.write_string(number, column, text)
                widths[column] = max(widths[column], cells(text) + 1)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(WIDEST, max(NARROWEST, width)))
    if listed:
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(listed), len(names) - 1)
