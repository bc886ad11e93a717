"""Exposure as a workbook of Excel: what it is, products, parts, what each product holds, shares, weeks, remedies.

Every text stays a text: nothing becomes a formula, a number or a link, so `=1+1` and `007` stand as the bill has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.exposure.result import Exposure
from sekisho.files.records import cell
from sekisho.files.workbook import Cell, WorksheetWriter, write_sheets
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.message import Text, message
from sekisho.present.document import Calendar, Constants, Paragraph, Part, Points, Table
from sekisho.present.exposure.data import exposure_rows, part_data, remedies_data, supplier_rows, weekly_data
from sekisho.present.exposure.document import document_of
from sekisho.present.exposure.findings import caveats, findings

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

NUMBERS: Final = "General"
"""Shares are small: digits are not cut."""
REPORT_WIDTHS: Final = 34, 20
"""Of the first column, which names a row, and of the others: eight of them fit a page of A4 landscape made smaller."""
HIDDEN: Final = message(
    "exposure.sheets_hidden",
    "The data behind it are in hidden sheets: right-click the name of a sheet and choose to show them.",
)
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

    What people read stands first, in their language. The sheets after it are hidden: they hold the data of programs,
    typed, their columns named alike in every language.
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
        sheet = WorksheetWriter(book, translator.say(name), NUMBERS)
        _table(sheet, rows, translator)
        sheet.sheet.hide()

    _read_me(WorksheetWriter(book, translator.say(message("exposure.sheet_read_me", "Read me"))), found, translator)
    _report(WorksheetWriter(book, translator.say(message("exposure.sheet_report", "Report"))), found, translator)
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
    for text in (*findings(found), "", *caveats(found), "", HIDDEN):
        sheet.write([translator.say(text)], wrap=True, measure=False)
    sheet.sheet.set_column(0, 0, READ_ME_WIDTH)
    sheet.on_paper(columns=1)


def _report(sheet: WorksheetWriter, exposure: Exposure, translator: Translator) -> None:
    """Write the tables of the page one below the other, as they are read there."""
    columns = 1
    for chapter in document_of(exposure).sections:
        sheet.write([translator.say(chapter.heading)], bold=True, measure=False)
        for part in chapter.parts:
            for row, is_head in _rows_of(part):
                columns = max(columns, len(row))
                sheet.write(map(translator.say, row), bold=is_head, wrap=len(row) > 1, measure=False)
        sheet.write([])
    sheet.sheet.set_column(0, 0, REPORT_WIDTHS[0])
    sheet.sheet.set_column(1, columns - 1, REPORT_WIDTHS[1])
    sheet.on_paper(columns=columns)


def _rows_of(part: Part) -> Iterator[tuple[Sequence[str], bool]]:
    """Go through the rows of a part, each with whether it is a head; charts are left out, whose weeks are data."""
    match part:
        case Paragraph():
            yield (part.text,), False
        case Points():
            yield from (((item,), False) for item in part.items)
        case Table():
            yield (part.caption,), False
            yield part.heads, True
            yield from ((row, False) for row in part.rows)
        case Calendar():
            yield from (((line.name, line.text), False) for line in part.lines)
        case Constants():
            yield from ((words, False) for _, *words in part.questions)


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
