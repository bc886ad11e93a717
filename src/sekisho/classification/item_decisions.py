"""Kept classifications: what a person decided an item is, when, by whom and on what grounds (`items.csv`).

The same table goes both ways: a bulk classification writes suggestions into it, a person fills `kept`, `kept_by` and
`kept_on`, and a determination takes the kept codes for every line of that item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.classification.answer import NOT_LISTED
from sekisho.classification.tokens import fold
from sekisho.errors import FactError, Problem
from sekisho.files.text_tables import read_table
from sekisho.law.model.fact import Codes, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message

COLUMNS: Final = (
    "item",
    "description",
    "hs_code",
    "parameters",
    "state",
    "suggested",
    "candidates",
    "questions",
    "kept",
    "kept_by",
    "kept_on",
    "basis",
    "unread",
    "library",
)
NEEDED: Final = ("description", "kept", "kept_by", "kept_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDecision:
    """A classification that a person keeps.

    Parameters
    ----------
    codes
        The control codes; empty if the item is classified as not listed.
    """

    item: str
    description: str
    codes: Codes
    by: str
    on: date
    basis: str
    where: str

    def __str__(self) -> str:
        """Say what is kept, and where it comes from."""
        what = f"control codes {self.codes}" if self.codes.sure or self.codes.maybe else "not listed"
        return f"Classified as kept in {self.where}: {what}, by {self.by}, {self.on}."


class Items:
    """Kept classifications, found by item or by description."""

    def __init__(self, kept: Iterable[ItemDecision]) -> None:
        """Take them by both keys."""
        self._by_key: dict[str, ItemDecision] = {}
        self._every = tuple(kept)
        for one in self._every:
            for key in filter(None, (one.item, one.description)):
                self._by_key[key_of(key)] = one

    def find(self, *names: str) -> ItemDecision | None:
        """Return the classification of the first name that has one."""
        return next((found for name in names if name and (found := self._by_key.get(key_of(name)))), None)

    def every(self) -> tuple[ItemDecision, ...]:
        """Return all that is kept, in the order of the table."""
        return self._every

    def __len__(self) -> int:
        """Count what is kept, by both keys."""
        return len(set(map(id, self._by_key.values())))


def key_of(name: str) -> str:
    """Fold an item's name or number, so that width, case and spaces make no difference.

    >>> key_of("ＮｄＦｅＢ  Magnet") == key_of("ndfeb magnet")
    True
    """
    return " ".join(fold(name).lower().split())


def read_items(path: Path, facts: FactTable) -> Items:
    """Read a table of items; rows in which nothing is kept are suggestions and are passed over.

    Raises
    ------
    FactError
        If a column is missing, or a kept row has no person, no date or a wrong code; with all problems.
    BookError
        If the file is no table.
    """
    kept: list[ItemDecision] = []
    problems: list[Problem] = []
    seen: dict[str, tuple[ItemDecision, str]] = {}
    for where, row in read_table(
        path,
        NEEDED,
        remedy=message("error.expected_columns", "Expected the columns {columns}.", columns=joined(COLUMNS, "comma")),
    ):
        if is_blank(row["kept"]):
            continue
        try:
            one = _kept(row, facts, where)
        except FactError as fault:
            problems += fault.problems
            continue
        for key in filter(None, (one.item, one.description)):
            first, at = seen.setdefault(key_of(key), (one, where))
            if first.codes != one.codes:
                what = message(
                    "classify.kept_twice",
                    "'{item}' is saved as {codes} here and as {others} in {place}.",
                    item=key,
                    codes=str(one.codes),
                    others=str(first.codes),
                    place=at,
                )
                problems.append(
                    Problem(where=where, what=what, remedy=message("error.keep_one", "Keep one of the two."))
                )
        kept.append(one)
    if problems:
        raise FactError(problems)
    return Items(kept)


def _kept(row: Mapping[str, str], facts: FactTable, where: str) -> ItemDecision:
    problems: list[Problem] = []
    codes, on = Codes(), date.min
    try:
        found = facts.parse("control_codes", row["kept"], where=f"{where}: kept")
        if not isinstance(found, Codes):
            what = message("classify.keeps_nothing", "'{value}' keeps nothing.", value=row["kept"])
            problems.append(
                Problem(
                    where=f"{where}: kept",
                    what=what,
                    remedy=message("classify.write_codes", "Write codes, or {none}.", none=NOT_LISTED),
                )
            )
        else:
            codes = found
    except FactError as fault:
        problems += fault.problems
    if is_blank(row["kept_by"]):
        problems.append(
            Problem(
                where=f"{where}: kept_by",
                what=message("classify.nobody_keeps", "nobody keeps it."),
                remedy=message("error.name_who_decided", "Name who decided."),
            )
        )
    try:
        day = facts.parse("date", row["kept_on"], where=f"{where}: kept_on")
        if isinstance(day, date):
            on = day
        else:
            what = message("error.no_day", "'{value}' is not a day.", value=row["kept_on"])
            problems.append(
                Problem(
                    where=f"{where}: kept_on",
                    what=what,
                    remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
                )
            )
    except FactError as fault:
        problems += fault.problems
    item, description = row.get("item", "").strip(), row["description"].strip()
    if not item and not description:
        problems.append(
            Problem(
                where=where,
                what=message("classify.no_item", "names no item."),
                remedy=message("classify.fill_item", "Fill 'item' or 'description'."),
            )
        )
    if problems:
        raise FactError(problems)
    return ItemDecision(
        item=item,
        description=description,
        codes=codes,
        by=row["kept_by"].strip(),
        on=on,
        basis=row.get("basis", "").strip(),
        where=where,
    )
