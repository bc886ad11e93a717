"""Where a list of parts stands in its table, and which of its columns is used for what.

Titles stand above a list, other tables beside it, and its header may have two rows. Of several columns that could name
the parts, count or price them, the surest and fullest is used; the others are told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.files.read_spec import HEADER_WITHIN, HeaderTest, TextRow, paired_header
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.bom.list_roles import IDENTITY, ListColumn, role_of
from sekisho.trade.bom.values import is_stated
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.matching.headers import folded, unit_of

KNOWN: Final = 2
"""Headers of a list that make a row its header, one of which names parts. A guess: one known word stands in titles."""
OF_THE_LIST: Final = 0.75
"""Share of the rows that columns behind an empty one must fill to be of the list. A guess: lower, and a small table
beside becomes part of it; higher, and prices that some rows lack are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """A table of a file as it lies there: its name for messages, the heading above it, and its rows."""

    name: str
    rows: tuple[TextRow, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLayout:
    """Where a list stands in its table: the last row of its header, and the columns of the table with the header."""

    at: int
    header: tuple[str, ...]
    begin: int
    end: int
    title: str
    beside: tuple[str, ...]
    width: int


def header_place(rows: Sequence[TextRow], facts: FactTable, said: Mapping[str, str]) -> int:
    """Find the row of the header of a list among the first rows; -1 if none is one."""
    best, place = 0, -1
    for at, row in enumerate(rows[:HEADER_WITHIN]):
        roles = [role_of(cell, facts) for cell in row.cells if cell.strip()]
        speaking = sum(map(bool, roles))
        names = {*IDENTITY, "running", "footprint", "reference"}
        if set(said.values()) & {cell.strip() for cell in row.cells}:
            return at
        if speaking >= KNOWN and names & set(roles) and speaking > best and not _is_data(row.cells):
            best, place = speaking, at
    return place


def _is_data(cells: Sequence[str]) -> bool:
    """Tell whether a row holds numbers, which no header is."""
    return any(re.fullmatch(r"[\d.,]+", cell.strip()) for cell in cells)


def layout_of(table: ListTable, place: int, facts: FactTable) -> ListLayout:
    """Find the columns of the list: those of the header between columns in which nothing stands."""
    test = HeaderTest(is_known=lambda cell: bool(role_of(cell, facts)), folded=folded)
    names, last = paired_header([row.cells for row in table.rows[: HEADER_WITHIN + 1]], place, test)
    cells = [cell.strip() for cell in names]
    below = table.rows[last + 1 :]
    width = max([len(cells), *(len(row.cells) for row in below)], default=0)
    cells += [""] * (width - len(cells))
    filled = [sum(at < len(row.cells) and is_stated(row.cells[at]) for row in below) for at in range(width)]
    blocks: list[list[int]] = [[]]
    for at in range(width):
        if cells[at] or filled[at]:
            blocks[-1].append(at)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    roles = [[role_of(cells[at], facts) for at in block] for block in blocks]
    named = [sum(role in {*IDENTITY, "running", "reference", "footprint"} for role in block) for block in roles]
    main = max(range(len(blocks)), key=lambda at: (named[at] > 0, sum(map(bool, roles[at])), -at))
    usual = max(filled[at] for at in blocks[main]) if below else 0
    inside, beside = set(blocks[main]), list[str]()
    for number, block in enumerate(blocks):
        # What stands beside with a known header and in most rows belongs to the list: an empty column only parts them.
        full = all(roles[number]) and min(filled[at] for at in block) >= OF_THE_LIST * usual
        if number != main and full and not named[number]:
            inside |= set(block)
        elif number != main:
            beside += [cells[at] or _first_text(below, at) for at in block]
    begin, end = min(inside), max(inside) + 1
    header = tuple(cells[at] if at in inside else "" for at in range(begin, end))
    return ListLayout(
        at=last,
        header=header,
        begin=begin,
        end=end,
        title=_title(table.rows[:place], begin, end),
        beside=tuple(dict.fromkeys(filter(None, beside))),
        width=max(len(row.cells) for row in table.rows[: last + 1]),
    )


def _first_text(rows: Iterable[TextRow], at: int) -> str:
    return next((row.cells[at].strip() for row in rows if at < len(row.cells) and row.cells[at].strip()), "")


def _title(above: Sequence[TextRow], begin: int, end: int) -> str:
    """Return the first text that stands alone above the header, over the columns of the list."""
    for row in above:
        texts = [cell.strip() for cell in row.cells[begin:end] if cell.strip()]
        if len(set(texts)) == 1 and re.search(r"[^\W\d_]{2}", texts[0]):
            return " ".join(texts[0].split())
    return ""


def cells_under(cells: Sequence[str], layout: ListLayout) -> list[str]:
    """Return the cells of a row under the columns of the list; those of columns that are left out are empty."""
    cut = [cell.strip() for cell in cells[layout.begin : layout.end]]
    cut += [""] * (layout.end - layout.begin - len(cut))
    return [
        cell if name or _unnamed(layout, at) else ""
        for at, (cell, name) in enumerate(zip(cut, layout.header, strict=True))
    ]


def _unnamed(layout: ListLayout, at: int) -> bool:
    """Tell whether a column without a header lies between columns of the list."""
    return 0 < at < len(layout.header) - 1 and bool(layout.header[at - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenColumns:
    """The columns of a list that are used, by what each is used for.

    Parameters
    ----------
    identity
        Places of the columns that can name a part, the surest first, with their role.
    words
        Places of the columns that describe it.
    facts
        Column of a bill to place.
    left
        Headers that are not used.
    seller
        Place of who sells it, where the maker is stated too; -1 if none is: both are screened.
    prices
        Headers of the columns of prices, the used one first.
    """

    identity: tuple[tuple[str, int], ...]
    words: tuple[int, ...]
    footprint: int
    quantity: int
    reference: int
    running: int
    not_placed: int
    seller: int
    facts: Mapping[str, int]
    columns: Sequence[ListColumn]
    prices: tuple[str, ...]

    @classmethod
    def of(
        cls,
        columns: Sequence[ListColumn],
        rows: Sequence[Sequence[str]],
        said: Mapping[str, str],
        currency: str,
    ) -> ChosenColumns:
        """Choose among the columns of a list by their roles, by what a person said, and by how full they are."""
        named = {header: column for column, header in said.items()}
        given = {named[column.header]: column.place for column in columns if column.header in named}
        taken = set(given.values())
        by_role: dict[str, list[int]] = defaultdict(list)
        for column in columns:
            if column.place not in taken:
                by_role[column.role].append(column.place)
        filled = {column.place: sum(is_stated(row[column.place]) for row in rows) for column in columns}

        def fullest(role: str) -> int:
            places = [place for place in by_role[role] if filled[place]] or by_role[role]
            return max(places, key=lambda place: (filled[place], -place), default=-1)

        identity = [("number", given["part"])] if "part" in given else []
        identity += [(role, fullest(role)) for role in IDENTITY if by_role[role]]
        prices = sorted(
            (place for place in by_role["unit_value"] if filled[place]),
            key=lambda place: (columns[place].currency != currency if currency else False, -filled[place], place),
        )
        used = dict(given)
        for role in ("origin", "level", "parent"):
            if by_role[role]:
                used.setdefault(role, fullest(role))
        if prices:
            used.setdefault("unit_value", prices[0])
        if by_role["supplier"] or by_role["manufacturer"]:
            used.setdefault("supplier", fullest("manufacturer" if by_role["manufacturer"] else "supplier"))
        for role, places in by_role.items():
            if role and role not in _LIST_ROLES:
                used.setdefault(role, places[0])
        words = [place for role in ("name", "model", "value", "footprint", "description") for place in by_role[role]]
        if "description" in used:
            words.insert(0, used.pop("description"))
        used.pop("part", None)
        return cls(
            identity=tuple(identity),
            words=tuple(words),
            footprint=fullest("footprint"),
            quantity=used.pop("quantity", fullest("quantity")),
            reference=used.pop("reference", fullest("reference")),
            running=fullest("running"),
            not_placed=fullest("not_placed"),
            seller=fullest("supplier") if by_role["manufacturer"] else -1,
            facts=used,
            columns=columns,
            prices=tuple(columns[place].header for place in prices),
        )

    def currency_of(self, column: str) -> str:
        """Return the currency that the header of a column of amounts states; empty if it states none."""
        place = self.facts.get(column, -1)
        return "" if place < 0 else unit_parts(unit_of(self.columns[place].header))[1]

    @property
    def headers(self) -> dict[str, str]:
        """Column of a bill to the header in the list."""
        headers = {column: self.columns[place].header for column, place in self.facts.items()}
        if self.quantity >= 0:
            headers["quantity"] = self.columns[self.quantity].header
        return headers

    @property
    def left(self) -> list[str]:
        """Headers of columns that are not used."""
        used = {*self.words, *self.facts.values(), *(place for _, place in self.identity)}
        used |= {self.quantity, self.reference, self.not_placed, self.footprint, self.seller}
        if "level" not in self.facts:
            used.discard(-1)
        return [column.header for column in self.columns if column.place not in used and column.header]


_LIST_ROLES: Final = frozenset(
    {
        *IDENTITY,
        *("link", "not_placed", "reserve", "stock", "total", "quantity", "unit_value", "reference", "footprint"),
        *("supplier", "level", "running", "manufacturer", "origin", "parent", "group", "choice"),
    }
)
"""Roles that are used in a way of their own; every other role is a column of a bill."""
