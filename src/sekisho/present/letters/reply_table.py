"""The table that goes with a letter: the party fills it in and sends it back, and it is read as answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.answers import NOBODY_SAYS
from sekisho.determination.settle.answer_workbook import CUSTOMERS, FACT_OF, ITEMS
from sekisho.determination.settle.reply_rows import NUMBER, REPLY_COLUMNS, REPLY_FILLED, REPLY_HEADS, SHEET
from sekisho.files.workbook import lay_out, workbook_bytes
from sekisho.i18n.messages import Translator
from sekisho.law.model.fact import value_text
from sekisho.law.model.library import Library
from sekisho.service.letters import ON_UNIT, TO_CUSTOMER, TO_SUPPLIER, OpenLetter

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

_LINES_SHOWN: Final = 12
"""Lines that a row names: enough to find the order. A guess; the letter names all."""
_LIST_LENGTH: Final = 255
"""Letters that a list of choices may have in one cell's rule."""
_WIDTHS: Final = {"item": 46, "customer": 32, "supplier": 32, "user": 32, "lines": 24, "answer": 26, "by": 24}


def takes_reply(letter: OpenLetter) -> bool:
    """Tell whether a table goes with a letter: one's own sales and the ministry answer otherwise."""
    return letter.kind in {TO_SUPPLIER, TO_CUSTOMER, ON_UNIT}


def reply_bytes(letter: OpenLetter, library: Library, *, language: str = "en") -> bytes:
    """Return the table of a letter as a workbook; it names the lines of its party, and nothing of another."""
    return workbook_bytes(letter.number, partial(_fill, letter=letter, library=library, words=Translator(language)))


def reply_rows(letter: OpenLetter) -> list[dict[str, str]]:
    """Return the rows to fill: of a supplier one a distinct item, of a customer one."""
    blank = {NUMBER: letter.number, ("supplier" if letter.kind == TO_SUPPLIER else "customer"): letter.to}
    if letter.kind != TO_SUPPLIER:
        return [{**blank, "lines": _lines(line.line for line in letter.lines)}]
    lines: dict[tuple[str, str], list[str]] = {}
    for line in letter.lines:
        item, code = line.says["description"], line.says["hs_code"]
        named = ("", code) if item == NOBODY_SAYS else (item, "")
        if named != ("", NOBODY_SAYS):
            lines.setdefault(named, []).append(line.line)
    return [{**blank, "item": item, "hs_code": code, "lines": _lines(of)} for (item, code), of in lines.items()]


def _lines(names: Iterable[str]) -> str:
    named = list(names)
    return ", ".join(named[:_LINES_SHOWN]) + (" …" if len(named) > _LINES_SHOWN else "")


def _fill(book: Workbook, *, letter: OpenLetter, library: Library, words: Translator) -> None:
    kind = ITEMS if letter.kind == TO_SUPPLIER else CUSTOMERS
    sheet = book.add_worksheet(words.say(SHEET))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "font_color": "#606060"})
    filled = book.add_format(
        {"valign": "top", "num_format": "@", "bg_color": "#FFF6D6", "border": 1, "text_wrap": True}
    )
    rows = reply_rows(letter)
    for place, name in enumerate(REPLY_COLUMNS[kind]):
        sheet.set_column(place, place, _WIDTHS.get(name, 16))
        sheet.write_string(0, place, words.say(REPLY_HEADS[name]), head)
        choices = _choices(name, library, words) if kind == CUSTOMERS else []
        for at, row in enumerate(rows, start=1):
            sheet.write_string(at, place, row.get(name, ""), filled if name in REPLY_FILLED else text)
            if choices and len(",".join(choices)) <= _LIST_LENGTH:
                rule: Mapping[str, object] = {"validate": "list", "source": choices, "error_type": "warning"}
                sheet.data_validation(at, place, at, place, rule)
    sheet.freeze_panes(1, 2)
    lay_out(sheet)


def _choices(column: str, library: Library, words: Translator) -> list[str]:
    """Return the words from which a cell is chosen; none where any may be written."""
    fact = FACT_OF.get(column)
    return [words.say(value_text(fact, choice)) for choice in library.facts[fact].choices] if fact is not None else []
