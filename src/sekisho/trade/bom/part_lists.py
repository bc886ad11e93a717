"""Lists of parts as engineers have them, made into rows of a bill: no parent, headers of design programs, untidy rows.

A list is one product. What names its parts, how many of each go in, and what is left aside is found out, and told.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from sekisho.files.read_spec import HEADER_WITHIN, TextRow
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Text, and_more, counted, joined, message
from sekisho.trade.bom.columns import MONEY
from sekisho.trade.bom.level_columns import without_level_columns
from sekisho.trade.bom.list_layout import (
    KNOWN,
    ChosenColumns,
    ListLayout,
    ListTable,
    cells_under,
    header_place,
    layout_of,
)
from sekisho.trade.bom.list_roles import READ_HERE, columns_of, designators_in, is_link
from sekisho.trade.bom.product_columns import lines_of_products, product_columns
from sekisho.trade.bom.values import CellError, is_stated, read_unit
from sekisho.trade.bom.wide_lists import row_of_product, unfold, wide_columns
from sekisho.trade.book.matching.values import states_nothing
from sekisho.trade.book.non_lines import RowJudge, RowKind, is_sum_word

SHOWN: Final = 10
"""Rows that a remark names; the others are counted."""
_COUNT: Final = re.compile(r"(?:[x×]\s*)?(\d[\d.,]*)\s*(?:[x×]|([^\W\d_]{1,8}\.?))?")
_NOT_PLACED: Final = frozenset({"dnp", "dnf", "dni", "not fitted", "do not populate", "do not place", "nofit"})
"""Values of parts of circuit boards that are not placed."""
_YES: Final = frozenset({"y", "yes", "true", "x", "1", "dnp", "dnf", "excluded", "exclude from bom", "○", "是"})
_NOTHING: Final = frozenset({"該当なし", "なし", "無し", "無", "无", "不适用", "none", "nil", "ninguno", "keine", "~"})
"""Words by which a cell says that nothing stands in it, beside those of all books."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideRows:
    """Rows that make no part, with the reason; `fault` tells those that a tidy list would not have."""

    rows: tuple[int, ...]
    reason: Text
    fault: bool


@dataclass(slots=True, kw_only=True)
class PartList:
    """A list read: rows of a bill with their numbers, what was made of it, and the rows that are no parts.

    Parameters
    ----------
    headers
        Column of a bill to the header in the list.
    """

    name: str
    rows: list[tuple[int, Row]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    told: list[Text] = field(default_factory=list)
    aside: list[AsideRows] = field(default_factory=list)
    title: str = ""
    products: frozenset[str] | None = None
    """The products that a wide sheet names; None if all rows stand below one product."""
    named_by: dict[int, None] = field(default_factory=dict)
    """Places of the columns that name the parts."""


def read_list(
    table: ListTable,
    facts: FactTable,
    *,
    said: Mapping[str, str],
    territory: Callable[[str], bool],
    currency: str = "",
) -> PartList | None:
    """Read a table as a list of parts; None if nothing in it names parts.

    Parameters
    ----------
    said
        Column of a bill to header, as a person said.
    territory
        Tells whether a text names a territory, or a group of them.
    currency
        Currency of the prices that are wanted, where columns state several.
    """
    wide = _read_wide(table, facts, territory)
    if wide is not None:
        return wide
    by_level = without_level_columns(table, facts)
    if by_level is not None:
        parts = _read_flat(by_level, facts, said=said, currency=currency)
        if parts is not None:
            below = {row["parent"] for _, row in parts.rows}
            tops = [row["part"] for _, row in parts.rows if not row["parent"]]
            parts.products = frozenset(tops) if below.issuperset(tops) else None
        return parts
    return _read_flat(table, facts, said=said, currency=currency)


def _read_flat(table: ListTable, facts: FactTable, *, said: Mapping[str, str], currency: str) -> PartList | None:
    place = header_place(table.rows, facts, said)
    if place < 0:
        return None
    layout = layout_of(table, place, facts)
    below = table.rows[layout.at + 1 :]
    inside = [(row.line, cells_under(row.cells, layout)) for row in below]
    columns = columns_of(layout.header, [[cells[at] for _, cells in inside] for at in range(len(layout.header))], facts)
    chosen = ChosenColumns.of(columns, [cells for _, cells in inside], said, currency)
    if not chosen.identity:
        return None
    found = PartList(name=table.name, title=layout.title or table.heading, headers=chosen.headers)
    _read_rows(found, inside, below, chosen, layout)
    products = product_columns(chosen, [cells for _, cells in inside])
    if products and not any(row["parent"] for _, row in found.rows):
        _by_product(found, dict(inside), products)
    _tell(found, chosen, layout, products)
    return found


def _by_product(found: PartList, cells: Mapping[int, Sequence[str]], products: Mapping[int, str]) -> None:
    """Put each part into the products whose columns state how many; a part of none is set aside."""
    lines = [(number, lines_of_products(row, cells[number], products)) for number, row in found.rows]
    bare = tuple(number for number, several in lines if not several)
    if bare:
        found.aside.append(
            AsideRows(rows=bare, reason=message("bill.part_of_none", "a part that no product needs"), fault=False)
        )
    found.rows = [(number, line) for number, several in lines for line in several]
    found.products = frozenset(line["parent"] for _, line in found.rows)


def _read_wide(table: ListTable, facts: FactTable, territory: Callable[[str], bool]) -> PartList | None:
    for at, row in enumerate(table.rows[:HEADER_WITHIN]):
        header = [cell.strip() for cell in row.cells]
        if sum(bool(re.search(r"\d", cell)) for cell in header) < KNOWN:
            continue
        below = [(under.line, under.cells) for under in table.rows[at + 1 :]]
        wide = wide_columns(header, [cells for _, cells in below], facts)
        if wide is None:
            continue
        unfolded = unfold(header, below, wide, territory)
        names = [(line, cells[wide.product].strip()) for line, cells in below if wide.product < len(cells)]
        products = [(line, name) for line, name in names if is_stated(name)]
        filled = {number for number, _ in unfolded}
        headers = {column: header[at] for column, at in wide.of_product.items()}
        found = PartList(name=table.name, products=frozenset(name for _, name in products), headers=headers)
        found.aside = _without(filled, unfolded, products)
        # A row that names no part says nothing of what its product is made of: it is no part, and no bill of one.
        found.rows = [
            (line, row_of_product(header, cells, wide))
            for line, cells in below
            if line in filled and wide.product < len(cells) and is_stated(cells[wide.product])
        ]
        found.rows += [(number, part) for number, part in unfolded if part["parent"]]
        found.told.append(
            message(
                "bill.read_wide",
                "One row a product ('{product}'): {cells} cells of parts and suppliers in {columns} columns; suppliers "
                "of one part are alternatives.",
                product=header[wide.product],
                cells=sum("parent" in row for _, row in found.rows),
                columns=len(wide.slots),
            )
        )
        if not any(role == "quantity" for _, role in wide.beside):
            found.told.append(ONES)
            for _, part in found.rows:
                part.update({"quantity": "1"} if "parent" in part else {})
        return found
    return None


def _without(
    filled: Collection[int], unfolded: Sequence[tuple[int, Row]], products: Sequence[tuple[int, str]]
) -> list[AsideRows]:
    """Tell of the rows of a wide sheet that name no product, and of those that name no part."""
    nameless = tuple(dict.fromkeys(number for number, part in unfolded if not part["parent"]))
    bare = tuple(number for number, _ in products if number not in filled)
    reasons = [(nameless, message("bill.no_product_named", "the row names no product"), True)]
    reasons.append((bare, message("bill.product_alone", "a product without any part"), True))
    return [AsideRows(rows=rows, reason=reason, fault=fault) for rows, reason, fault in reasons if rows]


ONES: Final = message("bill.read_ones", "No column states quantities: each row counts as one.")


def _read_rows(
    found: PartList,
    inside: Sequence[tuple[int, list[str]]],
    rows: Sequence[TextRow],
    chosen: ChosenColumns,
    layout: ListLayout,
) -> None:
    """Make rows of a bill of the rows of a list; what is no part is set aside with its reason."""
    usual = sorted(sum(map(is_stated, cells)) for _, cells in inside)
    facts = {place: "line" if column.role == "running" else column.role for place, column in enumerate(chosen.columns)}
    judge = RowJudge(
        names=layout.header,
        facts={place: role for place, role in facts.items() if role},
        usual=usual[len(usual) // 2] if usual else 0,
    )
    aside: dict[Text, list[int]] = defaultdict(list)
    plain: dict[Text, list[int]] = defaultdict(list)
    stands = _Numbered(chosen)
    for (number, cells), row in zip(inside, rows, strict=True):
        if not any(cell.strip() for cell in cells):
            continue
        part, by = _identity(cells, chosen)
        # A full row with a part and a number of them is a part; the others are looked at more closely.
        full = bool(part) and chosen.quantity >= 0 and bool(_COUNT.fullmatch(cells[chosen.quantity].strip()))
        kind = None if full and sum(map(bool, cells)) >= judge.usual else judge.kind(cells)
        over = [cell for cell in row.cells[layout.width :] if cell.strip()]
        if part and is_sum_word(part) and not (chosen.quantity >= 0 and _said(cells[chosen.quantity])):
            kind = RowKind.SUM
        if kind is not None and (kind != "note" or not part):
            plain[_KINDS[str(kind)]].append(number)
        elif over and not layout.beside:
            aside[message("bill.row_too_wide", "the row has more cells than the header")].append(number)
        elif not part:
            aside[message("bill.row_names_no_part", "the row names no part")].append(number)
        elif _is_heading(cells, chosen):
            plain[_KINDS["note"]].append(number)
        elif (chosen.not_placed >= 0 and cells[chosen.not_placed].strip().lower() in _YES) or _NOT_PLACED & {
            cell.strip().lower() for cell in cells
        }:
            plain[message("bill.row_not_placed", "parts that are not placed")].append(number)
        else:
            line = _row(cells, part, chosen)
            line["parent"] = line.get("parent", "") or stands.parent(cells, part)
            found.rows.append((number, line))
            found.named_by.update(dict.fromkeys(by))
    _told_apart(found.rows)
    found.aside = [AsideRows(rows=tuple(numbers), reason=why, fault=True) for why, numbers in aside.items()]
    found.aside += [AsideRows(rows=tuple(numbers), reason=why, fault=False) for why, numbers in plain.items()]


_KINDS: Final = {
    "sum": message("bill.row_sum", "a sum"),
    "header": message("bill.row_header", "the header again"),
    "note": message("bill.row_note", "a heading or a note"),
    "blank": message("bill.row_blank", "nothing in it"),
}


def _is_heading(cells: Sequence[str], chosen: ChosenColumns) -> bool:
    """Tell whether a row is the heading of a section: a text alone, where rows state quantities or places."""
    counted_by = [place for place in (chosen.quantity, chosen.reference) if place >= 0]
    stated = [place for place, cell in enumerate(cells) if is_stated(cell)]
    return bool(counted_by) and len(stated) == 1 and len(chosen.columns) > KNOWN and stated[0] not in counted_by


@lru_cache(maxsize=65_536)
def _said(text: str) -> str:
    """Return what a cell states; nothing for words that say so, such as 該当なし, and for addresses."""
    plain = " ".join(text.split())
    nothing = not is_stated(plain) or states_nothing(plain) or plain.lower() in _NOTHING
    return "" if nothing or is_link(plain) else plain


def _identity(cells: Sequence[str], chosen: ChosenColumns) -> tuple[str, tuple[int, ...]]:
    """Name the part of a row, and the columns that name it; empty if nothing does.

    It is the manufacturer's number, else the part number, else the value with the footprint, else what it is called.
    """
    for role, place in chosen.identity:
        text = _said(cells[place])
        if not text:
            continue
        beside = -1
        if role == "value":
            beside = chosen.footprint
        elif role == "name":
            beside = next((at for other, at in chosen.identity if other == "model"), -1)
        more = _said(cells[beside]) if beside not in {-1, place} else ""
        return (f"{text} {more}", (place, beside)) if more and more != text else (text, (place,))
    return "", ()


def _row(cells: Sequence[str], part: str, chosen: ChosenColumns) -> Row:
    words = dict.fromkeys(text for place in chosen.words if (text := _said(cells[place])) and text != part)
    line: Row = {"part": part, "description": ", ".join(word for word in words if word not in part)}
    for column, place in chosen.facts.items():
        text = cells[place].strip() if column not in READ_HERE else _said(cells[place])
        if text:
            line[column] = text
    seller = _said(cells[chosen.seller]) if chosen.seller >= 0 else ""
    if seller and seller != line.get("supplier"):
        line["supplier"] = " / ".join(filter(None, (line.get("supplier", ""), seller)))
    for column in MONEY:
        if column in line and (currency := chosen.currency_of(column)):
            line.setdefault("currency", currency)
    line.update(_quantity(cells, chosen))
    return line


def _quantity(cells: Sequence[str], chosen: ChosenColumns) -> Row:
    """Return how many: as stated, else as many as there are designators, else one where no column says."""
    text = unicodedata.normalize("NFKC", _said(cells[chosen.quantity])) if chosen.quantity >= 0 else ""
    if text:
        parted = _COUNT.fullmatch(text)
        if parted is None:
            return {"quantity": text}
        return {"quantity": parted[1], **({"unit": parted[2]} if parted[2] and _is_unit(parted[2]) else {})}
    count = designators_in(cells[chosen.reference]) if chosen.reference >= 0 else 0
    if count:
        return {"quantity": str(count)}
    return {} if chosen.quantity >= 0 else {"quantity": "1"}


def _is_unit(text: str) -> bool:
    try:
        read_unit(text)
    except CellError:
        return False
    return True


class _Numbered:
    """Says what each row goes into, where running numbers (1, 1.1) or levels show it."""

    def __init__(self, chosen: ChosenColumns) -> None:
        self._running = chosen.running
        self._level = chosen.facts.get("level", -1)
        self._numbers: dict[str, str] = {}
        self._above: dict[int, str] = {}

    def parent(self, cells: Sequence[str], part: str) -> str:
        """Return the part that a row goes into; empty if it is the product."""
        if self._level >= 0:
            text = cells[self._level].strip(". ")
            depth = int(text) if text.isdigit() else 0
            self._above = {level: name for level, name in self._above.items() if level < depth}
            parent = self._above[max(self._above)] if self._above else ""
            self._above[depth] = part
            return parent
        if self._running >= 0:
            number = cells[self._running].strip().rstrip(".")
            if number:
                self._numbers[number] = part
            return self._numbers.get(number.rpartition(".")[0], "")
        return ""


def _told_apart(rows: list[tuple[int, Row]]) -> None:
    """Let rows of one part be lines of it where they agree, and parts by themselves where they do not."""
    first: dict[str, Row] = {}
    seen: set[tuple[str, str]] = set()
    for number, row in rows:
        row.pop("level", None)
        same = first.setdefault(row["part"], row)
        if same is not row and any(
            same.get(column, "") and row.get(column, "") and same[column] != row[column]
            for column in {*same, *row} - {"part", "parent", "quantity", "reference", "description"}
        ):
            row["part"] = f"{row['part']} ({number})"
        elif same is not row:
            row["description"] = ""
        if (row["parent"], row["part"]) in seen:
            row["reference"] = str(number)
        seen.add((row["parent"], row["part"]))


def _tell(found: PartList, chosen: ChosenColumns, layout: ListLayout, products: Mapping[int, str]) -> None:
    """Say what was made of the columns."""
    names = dict.fromkeys(
        f"'{chosen.columns[place].header}'" for place in found.named_by if chosen.columns[place].header
    )
    found.told.append(message("bill.read_parts_by", "Parts are named by {columns}.", columns=joined(names, "comma")))
    if products:
        found.told.append(
            message(
                "bill.read_products",
                "A column for each product, with how many go in: {columns}.",
                columns=joined([f"'{name}'" for name in products.values()], "comma"),
            )
        )
    elif chosen.quantity < 0:
        by_places = chosen.reference >= 0
        found.told.append(
            message("bill.read_designators", "No column states quantities: designators are counted.")
            if by_places
            else ONES
        )
    if len(chosen.prices) > 1:
        found.told.append(
            message(
                "bill.read_prices",
                "Prices are those of '{column}'; not used: {others}.",
                column=chosen.prices[0],
                others=joined([f"'{name}'" for name in chosen.prices[1:]], "comma"),
            )
        )
    left = [f"'{name}'" for name in chosen.left if name not in {*chosen.prices, *products.values()}]
    if left:
        found.told.append(
            message("bill.read_left", "Not used: {columns}.", columns=and_more(left[:SHOWN], len(left) - SHOWN))
        )
    if layout.beside:
        found.told.append(
            message(
                "bill.read_beside",
                "What stands beside the list is left: {columns}.",
                columns=and_more([f"'{name}'" for name in layout.beside[:SHOWN]], len(layout.beside) - SHOWN),
            )
        )


def rows_told(aside: AsideRows) -> Text:
    """Say which rows are no parts, and why."""
    rows = and_more([str(row) for row in aside.rows[:SHOWN]], len(aside.rows) - SHOWN)
    number = len(aside.rows)
    if aside.fault:
        return counted(
            "bill.rows_set_aside",
            "{n} row was set aside ({rows}): {reason}.",
            "{n} rows were set aside ({rows}): {reason}.",
            n=number,
            rows=rows,
            reason=aside.reason,
        )
    return counted(
        "bill.rows_no_parts",
        "{n} row is not a part ({rows}): {reason}.",
        "{n} rows are not parts ({rows}): {reason}.",
        n=number,
        rows=rows,
        reason=aside.reason,
    )


def under_product(lists: Sequence[PartList], product: str, file: str) -> Iterator[Text]:
    """Put the rows of lists below one product, and say how it is called.

    Parameters
    ----------
    product
        As a person called it; empty if nobody did.
    file
        Name of the file, by which a product without a title is called.
    """
    flat = [parts for parts in lists if parts.products is None]
    if not flat:
        return
    title = next((parts.title for parts in flat if parts.title), "")
    tops = [row for parts in flat for _, row in parts.rows if not row["parent"]]
    below = {row["parent"] for parts in flat for _, row in parts.rows}
    if not product and len(tops) == 1 and tops[0]["part"] in below:
        return  # an indented list whose first row is the product itself
    name = product or title or file
    names = {row["part"] for parts in flat for _, row in parts.rows}
    while name in names:
        name = f"{name} (1)"
    for row in tops:
        row["parent"] = name
    if product:
        return
    yield (
        message(
            "bill.read_title",
            "The list names no product; it is called '{product}' after its title (--product).",
            product=name,
        )
        if title
        else message(
            "bill.read_file",
            "The list names no product; it is called '{product}' after the file (--product).",
            product=name,
        )
    )
