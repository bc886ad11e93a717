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
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.message import Text, message
from sekisho.present.exposure.data import exposure_rows, part_data, remedies_data, supplier_rows, weekly_data
from sekisho.present.exposure.findings import caveats, findings

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

NUMBERS: Final = "General"
"""Shares are small: digits are not cut."""
READ_ME_WIDTH: Final = 96
"""As wide as a page of A4 landscape takes it without being made smaller."""
MOST_ROWS: Final = 1_048_575
Row = Mapping[str, object]


def write_workbook(
    found: Exposure,
    out: Path,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> None:
    """Write the workbook in a language to a place; the same answer gives the same bytes.

    Columns are named in data, the same in every language; a row of names in the language would stand apart from the
    tables that programs read.
    """
    title = translator.say(message("exposure.title", "Exposure of {bill}", bill=found.bill.name))
    partial = out.with_name(f".{out.name}.partial")
    try:
        write_sheets(partial, title, lambda book: _fill(book, found, translator))
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)


def _fill(book: Workbook, found: Exposure, translator: Translator) -> None:
    def add(name: Text, rows: Iterable[Row]) -> None:
        _table(WorksheetWriter(book, translator.say(name), NUMBERS), rows, translator)

    _read_me(WorksheetWriter(book, translator.say(message("exposure.sheet_read_me", "Read me"))), found, translator)
    add(message("exposure.sheet_products", "Products"), exposure_rows(found))
    add(message("exposure.sheet_parts", "Parts"), (_flat(part_data(row)) for row in found.parts))
    if found.suppliers:
        add(message("exposure.sheet_suppliers", "Suppliers on lists"), supplier_rows(found))
    add(message("exposure.sheet_parts_of_products", "Parts of products"), _held(found))
    add(message("exposure.sheet_settle", "Decides"), _settling(found))
    add(message("exposure.sheet_weeks", "By week"), weekly_data(found))
    plan = remedies_data(found)
    if plan is not None:
        chosen = plan["remedies"]
        add(message("exposure.sheet_remedies", "Remedies"), chosen if isinstance(chosen, list) else ())


def _read_me(sheet: WorksheetWriter, found: Exposure, translator: Translator) -> None:
    head = message(
        "exposure.title_of_day",
        "Exposure of {bill}, as of {day}",
        bill=found.bill.name,
        day=quantity("date", found.as_of),
    )
    sheet.write([translator.say(head)], bold=True, measure=False)
    for text in (*findings(found), "", *caveats(found)):
        sheet.write([translator.say(text)], wrap=True, measure=False)
    sheet.sheet.set_column(0, 0, READ_ME_WIDTH)
    sheet.on_paper(columns=1)


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


def _table(sheet: WorksheetWriter, rows: Iterable[Row], translator: Translator) -> None:
    """Write records under their names, with a filter and a head that stays; nothing where there are none."""
    listed = list(rows)[:MOST_ROWS]
    names = list(dict.fromkeys(key for row in listed for key in row))
    if names:
        sheet.write(map(translator.say, names), bold=True)
    for row in listed:
        sheet.write([_cell(row.get(key), translator) for key in names])
    sheet.finish(table_from=1)


def _cell(value: object, translator: Translator) -> Cell:
    if isinstance(value, Text):
        return translator.say(value)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return str(cell(value))
