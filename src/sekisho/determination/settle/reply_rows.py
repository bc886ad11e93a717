"""What a supplier or a customer fills in and sends back: the columns of its table, and the rows as answers of grids.

Every row bears the number of the letter. A reply comes from outside: it can speak of the party of its letter alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.determination.settle.answer_workbook import CUSTOMERS, HEADS, ITEMS, Signed
from sekisho.errors import FactError, Problem
from sekisho.files.text_tables import open_sheets, open_table, read_table
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.law.model.fact import is_blank
from sekisho.message import Text, message
from sekisho.parties.folding import name_key

SHEET: Final = message("settle.sheet_reply", "Reply")
"""The sheet of a reply in a workbook; in CSV its columns tell."""
NUMBER: Final = "letter"
REPLY_HEADS: Final[Mapping[str, Text]] = {
    **HEADS,
    NUMBER: message("settle.head_letter", "our number"),
    "supplier": message("settle.head_supplier", "supplier"),
    "answer": message("settle.head_code", "control code of China, or none"),
    "origin": message("settle.head_origin", "country of making"),
    "user": message("settle.head_user", "end user, if another"),
}
REPLY_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    ITEMS: (NUMBER, "supplier", "item", "hs_code", "lines", "answer", "origin", "by", "on"),
    CUSTOMERS: (NUMBER, "customer", "lines", "user", "kind", "country", "end_use", "sector", "by", "on"),
}
"""Of a supplier's table the goods, of a customer's one row for it."""
REPLY_FILLED: Final = frozenset({"answer", "origin", "user", "kind", "country", "end_use", "sector", "by", "on"})
"""Columns that whoever replies fills."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTable:
    """A reply as it came: the grid to which its rows belong, the number of its letter, and the rows."""

    kind: str
    number: str
    rows: Sequence[Signed]

    def of_party(self, to: str) -> dict[str, list[Signed]]:
        """Return the rows as those of a grid, signed for the party of the letter.

        Raises
        ------
        FactError
            With the rows that speak of another party, or bear another number.
        """
        name = "supplier" if self.kind == ITEMS else "customer"
        problems: list[Problem] = []
        found: list[Signed] = []
        for where, row in self.rows:
            if row[NUMBER].strip() not in {"", self.number} or not _same(row[name], to):
                what = message(
                    "settle.reply_other",
                    "the row speaks of '{name}', and the letter went to {to}.",
                    name=row[name],
                    to=to,
                )
                remedy = message(
                    "settle.reply_leave", "Leave the first columns as they were sent; one table answers one letter."
                )
                problems.append(Problem(where=where, what=what, remedy=remedy))
            by = f"{row['by'].strip()} ({to})" if not is_blank(row["by"]) else ""
            found.append((where, {**row, name: to, "by": by, "basis": self.number}))
        if problems:
            raise FactError(problems)
        return {self.kind: found}


def _same(name: str, to: str) -> bool:
    return is_blank(name) or name_key(name) == name_key(to)


def reply_in(path: Path) -> ReplyTable | None:
    """Read a table that came back filled; None if the file is none.

    Raises
    ------
    FactError
        If it bears no number of a letter, or its rows are no table.
    """
    names = {Translator(language).say(SHEET) for language in LANGUAGES}
    sheet = ""
    if path.suffix.lower() == ".csv":
        ids = _ids(open_table(path).header)
        if NUMBER not in ids.values():
            return None
    else:
        sheet = next((table.sheet for table in open_sheets(path) if table.sheet in names), "")
        if not sheet:
            return None
    read = [
        (where, {_ids([head]).get(head, head): cell for head, cell in row.items()})
        for where, row in read_table(path, (), remedy="", sheet=sheet)
    ]
    kind = ITEMS if any("item" in row or "supplier" in row for _, row in read) else CUSTOMERS
    names_here = (*REPLY_COLUMNS[kind], "basis", "entry", "same")
    rows = [(where, {name: row.get(name, "") for name in names_here}) for where, row in read]
    number = next((row[NUMBER].strip() for _, row in rows if row[NUMBER].strip()), "")
    if not number:
        remedy = message(
            "settle.reply_number_write", "Write the number of its letter into the first column: letters.csv has it."
        )
        raise FactError(
            [
                Problem(
                    where=path.name,
                    what=message("settle.reply_number", "the reply bears no number of a letter."),
                    remedy=remedy,
                )
            ]
        )
    return ReplyTable(kind=kind, number=number, rows=rows)


def _ids(heads: Sequence[str]) -> dict[str, str]:
    """Return the column of each head, in any language."""
    words = {
        Translator(language).say(text).casefold(): name for name, text in REPLY_HEADS.items() for language in LANGUAGES
    }
    return {head: words[head.strip().casefold()] for head in heads if head.strip().casefold() in words}
