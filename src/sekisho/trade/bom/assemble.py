"""The rows of a bill put together: parts numbered, quantities in one unit, alternatives grouped, everything checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from sekisho.errors import BillError, Problem
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Text, message
from sekisho.trade.bom.attributes import Money, OfParts, facts_of_parts, money_of, read_territory
from sekisho.trade.bom.bill import UNSTATED, Bill, BillLines, BillParts, Coded, Flags, Floats, Ints
from sekisho.trade.bom.checks import (
    cycle_problems,
    duplicate_problems,
    parent_problems,
    quantity_problems,
    remarks_on,
)
from sekisho.trade.bom.columns import MONEY, part_facts
from sekisho.trade.bom.distinct_values import BillColumns, Cells, by_first
from sekisho.trade.bom.levels import structure_of
from sekisho.trade.bom.values import (
    ContainedMaterial,
    QuantityUnit,
    base_units,
    counted_in,
    read_bounds,
    read_kind,
    read_made,
    read_materials,
    read_quantity,
    read_sourcing,
    read_unit,
)
from sekisho.trade.book.non_lines import is_sum_word

COUNT: Final = "count"
MASS: Final = "mass"


class _Named:
    """The parts of a bill by name, numbered as they come.

    Parameters
    ----------
    texts
        All names, each once.
    written
        How many of them stand in the file; the others were given to rows without one, and are numbered last.
    """

    def __init__(self, texts: tuple[str, ...], written: int) -> None:
        self.ids: list[str] = []
        self._texts, self._written = texts, written
        # The last stands for rows that name nothing, whose code is -1.
        self._number = np.full(len(texts) + 1, UNSTATED, dtype=np.int32)

    def places(self, cells: Cells, kept: Flags) -> Ints:
        """Return the number of the part that each kept row names; -1 if none. Other rows only tell the order."""
        used = np.zeros(len(self._number), dtype=bool)
        used[cells.code[kept]] = True
        used[-1] = False
        order = by_first(len(self._texts), np.where(cells.code < self._written, cells.code, UNSTATED))
        fresh = order[used[order] & (self._number[order] == UNSTATED)]
        self._number[fresh] = np.arange(len(self.ids), len(self.ids) + len(fresh), dtype=np.int32)
        self.ids += map(self._texts.__getitem__, fresh.tolist())
        return np.where(kept, self._number[cells.code], UNSTATED).astype(np.int32)

    def materials(self, names: Sequence[str]) -> list[int]:
        """Return the number of each material, which may be a part of the bill too."""
        number = {name: place for place, name in enumerate(self.ids)} if names else {}
        found = [number.setdefault(name, len(number)) for name in names]
        self.ids = list(number) if names else self.ids
        return found


def bill_of(
    table: BillColumns,
    *,
    facts: FactTable,
    territory: Callable[[str], str],
    currency_of: tuple[str, ...],
    currency: str,
    rates: Mapping[str, float],
    name: str,
    files: tuple[str, ...],
    sha256: tuple[str, ...],
    layout: str,
    reading: tuple[Text, ...] = (),
    sold: frozenset[str] = frozenset(),
) -> Bill:
    """Put a bill together.

    Parameters
    ----------
    reading
        What was made of a list of parts, for the reader.
    sold
        Parts that are products whatever else they stand in.

    Raises
    ------
    BillError
        With everything that is wrong, in one pass.
    """
    parents, names = table.alike("parent", "part")
    names = _with_rows(table, names)
    itself = _in_itself(table, parents, names)
    named = _Named(names.texts, written=len(parents.texts))
    # Parents come first, so that products are numbered before their parts.
    above = named.places(parents, names.stated & ~itself)
    part = named.places(names, names.stated)
    parent = _by_level(table, part) if "level" in table.headers else above
    _nameless(table, part)
    held = _materials(table, part, named)
    ids = tuple(named.ids)
    of = OfParts(table, part, ids)
    unit, dimension, factor = _units(table, part, ids, held)
    is_line = (parent >= 0) & (part >= 0) & ~itself
    lines = _lines(table, part, parent, is_line=is_line, factor=factor, held=held, ids=ids)
    money = money_of(table, MONEY, of_sheet=currency_of, default=currency, rates=rates)
    described = np.zeros(len(ids), dtype=bool)
    described[part[(part >= 0) & ~is_line]] = True
    is_described = described.any()
    described[lines.part] = True
    if is_described:
        parent_problems(table, ids, parent, described)
    parts = _parts(
        of, money, unit=unit, dimensions=dimension, factor=factor, facts=facts, territory=territory, held=held
    )
    structure = structure_of(len(ids), lines.parent, lines.part, lines.group, lines.choice)
    table.problems += cycle_problems(structure, lines.parent, lines.part, ids, table.names[0])
    if not len(lines) and not table.problems:
        remedy = message("bill.expected_rows", "Expected rows with a parent, a part and a quantity.")
        table.problems.append(
            Problem(
                where=table.names[0],
                what=message("bill.no_structure", "no line says what goes into what."),
                remedy=remedy,
            )
        )
    if table.problems:
        raise BillError(table.problems)
    bill = Bill(
        name=name,
        parts=parts,
        lines=lines,
        currency=money.currency,
        products=_products(parts, lines, parent, part, sold),
        sha256=sha256,
        files=files,
        layout=layout,
        reading=reading,
    )
    vars(bill)["structure"] = structure
    whole = replace(bill, lost=table.lost, remarks=(*table.set_aside, *table.unread, *remarks_on(bill)))
    # A million lines take a while to be put on levels: the property that keeps them is filled with those above.
    vars(whole)["structure"] = structure
    return whole


def _with_rows(table: BillColumns, names: Cells) -> Cells:
    """Let a row that says what it is and names no part be a part under the number of the row, and flag it."""
    says = table.cells("description").stated | table.cells("control_codes").stated
    rows = np.flatnonzero(~names.stated & says)
    remedy, then = (
        message("bill.give_number", "Give its number."),
        message("bill.counts_under_row", "It counts under the number of its row."),
    )
    table.flag(rows, message("bill.names_no_part", "the row names no part."), remedy, then=then)
    if not len(rows):
        return names
    place = {text: number for number, text in enumerate(names.texts)}
    code = names.code.copy()
    code[rows] = [place.setdefault(table.where(row), len(place)) for row in rows.tolist()]
    return Cells(tuple(place), code)


def _in_itself(table: BillColumns, parents: Cells, names: Cells) -> Flags:
    """Flag the rows that put a part into itself, and tell which they are; both number texts in one way."""
    found = np.equal(parents.code, names.code) & names.stated
    remedy = message("bill.take_out", "Take the line out.")
    table.flag(
        np.flatnonzero(found),
        message("bill.in_itself", "a part stands in itself."),
        remedy,
        then=message("bill.no_line", "The row is not a line."),
    )
    return found


def _nameless(table: BillColumns, part: Ints) -> None:
    """Flag rows that say something and name no part."""
    remedy = message("bill.number_or_out", "Give its number, or take the row out.")
    nameless = part < 0
    if not nameless.any():
        return
    says, sums = np.zeros(len(part), dtype=bool), np.zeros(len(part), dtype=bool)
    for cells in map(table.cells, table.headers):
        says |= cells.stated
        sums |= np.array([*map(is_sum_word, cells.texts), False])[cells.code]
    for chosen, whole in ((nameless & says & ~sums, True), (nameless & sums, False)):
        table.flag(
            np.flatnonzero(chosen),
            message("bill.names_no_part", "the row names no part."),
            remedy,
            then=message("bill.set_aside", "The row was set aside."),
            whole=whole,
        )


def _by_level(table: BillColumns, part: Ints) -> Ints:
    """Return the parent of each row of an indented list: the last row above it that is one level higher."""
    level, _ = table.bounds("level", lambda text: read_bounds(text.strip(". ")))
    parent = np.full(len(table), UNSTATED, dtype=np.int32)
    above: dict[int, int] = {}
    sheet = -1
    jumps = []
    for row, (depth, place, at) in enumerate(zip(level.tolist(), part.tolist(), table.sheet.tolist(), strict=True)):
        if at != sheet:
            above, sheet = {}, at
        if depth != depth or place < 0:  # noqa: PLR0124 - NaN is not itself: a row without a level describes a part
            continue
        number = int(depth)
        if number - 1 in above:
            parent[row] = above[number - 1]
        elif above and number > min(above):
            jumps.append(row)
        above = {lower: one for lower, one in above.items() if lower < number}
        above[number] = place
    remedy = message("bill.one_level", "Go down one level at a time.")
    table.complain(
        np.array(jumps, dtype=np.intp),
        message("bill.level_jumps", "the level is more than one below the row above."),
        remedy,
        column="level",
    )
    return parent


@dataclass(frozen=True, slots=True, eq=False)
class _HeldLines:
    """Lines that the column of materials makes: part, material, and the bounds of the mass in kg."""

    part: Ints
    material: Ints
    low: Floats
    high: Floats


def _materials(table: BillColumns, part: Ints, named: _Named) -> _HeldLines:
    cells, values = table.read("materials", read_materials)
    rows = np.flatnonzero(cells.stated & (part >= 0))
    first: dict[int, tuple[ContainedMaterial, ...]] = {}
    differ = []
    for row in rows.tolist():
        value = values[int(cells.code[row])] or ()
        if first.setdefault(int(part[row]), value) != value:
            differ.append(row)
    remedy = message("bill.one_composition", "A part has one composition; state it in one row.")
    table.complain(
        np.array(differ, dtype=np.intp),
        message("bill.other_materials", "the part has other materials here than before."),
        remedy,
    )
    mass = [(place, material) for place, value in first.items() for material in value]
    return _HeldLines(
        np.array([place for place, _ in mass], dtype=np.int32),
        np.array(named.materials([material.name for _, material in mass]), dtype=np.int32),
        np.array([material.low for _, material in mass], dtype=np.float64),
        np.array([material.high for _, material in mass], dtype=np.float64),
    )


def _units(
    table: BillColumns, part: Ints, ids: tuple[str, ...], held: _HeldLines
) -> tuple[Ints, tuple[str, ...], Floats]:
    """Find in what each part is counted, and the factor of each row's unit; units that clash are kept.

    Returns
    -------
    tuple
        For each part the place of its dimension, the dimensions, and for each row the factor of its unit.
    """
    cells, values = table.read("unit", read_unit)
    dimensions = tuple(base_units())
    place = np.array([_place(value, dimensions) for value in values] + [UNSTATED], dtype=np.int32)[cells.code]
    factor = np.array([value.factor if value else 1.0 for value in values] + [1.0])[cells.code]
    # In a unit that is not read, how much it is and what one costs are unknown.
    factor[table.cells("unit").stated & ~cells.stated] = np.nan
    _beside_quantity(table, dimensions, place, factor)
    of_part = np.full(len(ids), UNSTATED, dtype=np.int32)
    of_part[held.material] = dimensions.index(MASS)
    rows = np.flatnonzero((place >= 0) & (part >= 0))
    fresh = rows[of_part[part[rows]] == UNSTATED][::-1]
    of_part[part[fresh]] = place[fresh]
    clash = rows[place[rows] != of_part[part[rows]]]
    first: dict[int, int] = {}
    for row in clash.tolist():
        first.setdefault(int(part[row]), row)
    for one, row in list(first.items())[:10]:
        here, before = dimensions[int(place[row])], dimensions[int(of_part[one])]
        what = message(
            "bill.units_clash",
            "units clash: part '{part}' is counted by {here} here and by {before} elsewhere.",
            part=ids[one],
            here=here,
            before=before,
        )
        table.complain(
            np.array([row]), what, message("bill.one_kind_of_unit", "Count it in units of one kind."), column="unit"
        )
    return np.where(of_part == UNSTATED, dimensions.index(COUNT), of_part), dimensions, factor


def _beside_quantity(table: BillColumns, dimensions: tuple[str, ...], place: Ints, factor: Floats) -> None:
    """Take the unit from the cell of the quantity where it stands there; where another is stated, neither counts."""
    _, odd = table.numbers("quantity")
    units = [counted_in(text)[1] for text in odd.texts]
    if not any(units):
        return
    own = np.array([_place(unit, dimensions) for unit in units] + [UNSTATED], dtype=np.int32)[odd.code]
    scale = np.array([unit.factor if unit else 1.0 for unit in units] + [1.0])[odd.code]
    other = (own != UNSTATED) & table.cells("unit").stated & ((place != own) | (factor != scale))
    table.flag(
        np.flatnonzero(other),
        message("bill.other_unit", "the quantity is in another unit than the row."),
        message("bill.one_unit", "State one unit."),
        column="quantity",
        then=message("bill.how_much_unknown", "How much is unknown."),
    )
    factor[other] = np.nan
    alone = (own != UNSTATED) & ~table.cells("unit").stated
    place[alone], factor[alone] = own[alone], scale[alone]


def _place(value: QuantityUnit | None, dimensions: tuple[str, ...]) -> int:
    return UNSTATED if value is None else dimensions.index(value.dimension)


def _lines(
    table: BillColumns,
    part: Ints,
    parent: Ints,
    *,
    is_line: Flags,
    factor: Floats,
    held: _HeldLines,
    ids: tuple[str, ...],
) -> BillLines:
    """Return the lines, those of the column of materials last."""
    low, high = table.bounds("quantity", read_quantity)
    low, high = low * factor, high * factor
    wrong = quantity_problems(table, low, high, is_line)
    low[wrong] = np.nan
    rows = np.flatnonzero(is_line)
    group, choice = table.cells("group").code[rows], table.cells("choice").code[rows]
    reference = table.cells("reference").code[rows]
    duplicate_problems(table, rows.astype(np.int32), (parent[rows], part[rows], group, choice, reference), ids)
    own = np.where(choice == UNSTATED, int(choice.max(initial=0)) + 1 + np.arange(len(rows)), choice)
    unknown = np.isnan(low[rows])
    none = np.full(len(held.part), UNSTATED, dtype=np.int32)
    return BillLines(
        parent=np.concatenate([parent[rows], held.part]).astype(np.int32),
        part=np.concatenate([part[rows], held.material]).astype(np.int32),
        low=np.concatenate([np.where(unknown, 0.0, low[rows]), held.low]),
        high=np.concatenate([np.where(unknown, np.inf, high[rows]), held.high]),
        group=np.concatenate([_of_one_parent(parent[rows], group), none]).astype(np.int32),
        choice=np.concatenate([np.where(group == UNSTATED, UNSTATED, own), none]).astype(np.int32),
    )


def _of_one_parent(parent: Ints, group: Ints) -> Ints:
    """Number groups so that those of different parents differ, though they have one name."""
    found = np.full(len(group), UNSTATED, dtype=np.int32)
    inside = np.flatnonzero(group >= 0)
    if len(inside):
        keys = parent[inside].astype(np.int64) * (int(group.max()) + 1) + group[inside]
        found[inside] = np.unique(keys, return_inverse=True)[1]
    return found


def _parts(
    of: OfParts,
    money: Money,
    *,
    unit: Ints,
    dimensions: tuple[str, ...],
    factor: Floats,
    facts: FactTable,
    territory: Callable[[str], str],
    held: _HeldLines,
) -> BillParts:
    low, high = money.read("unit_value")
    least, _ = money.read("unit_value_low")
    _, most = money.read("unit_value_high")
    price_low, price_high, price = _prices(of, low / factor, high / factor, least / factor, most / factor)
    material = of.flag("kind", read_kind) == 1
    material[held.material] = True
    revenue = of.number("revenue", money.read("revenue")[0])
    units = of.number("units_year", np.maximum(of.table.bounds("units_year", read_bounds)[0], 0.0))
    with np.errstate(invalid="ignore"):
        worked_out = np.where(np.isnan(price), np.nan, price) * units
    return BillParts(
        ids=of.ids,
        description=of.text("description"),
        material=material,
        unit=Coded(tuple(base_units()[name] for name in dimensions), unit.astype(np.int32)),
        origin=of.text("origin", read_territory(territory, facts)),
        made=of.flag("made", read_made),
        supplier=of.text("supplier"),
        site=of.text("site"),
        price=price,
        price_low=price_low,
        price_high=price_high,
        facts=facts_of_parts(of, facts, part_facts(facts), territory),
        sourcing=of.text("sourcing", read_sourcing),
        stock_days=of.days("stock_days"),
        lead_days=of.days("lead_days"),
        redesign_days=of.days("redesign_days"),
        second_source_cost=of.number("second_source_cost", money.read("second_source_cost")[1]),
        redesign_cost=of.number("redesign_cost", money.read("redesign_cost")[1]),
        revenue=np.where(np.isnan(revenue), worked_out, revenue),
        units_year=units,
    )


def _prices(of: OfParts, low: Floats, high: Floats, least: Floats, most: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the bounds over all lots, and the standard price, which is none where only bounds are stated."""
    stated_low = of.number("unit_value", low)
    told = ~np.isclose(low, stated_low[of.part], rtol=1e-9, atol=0.0, equal_nan=True)
    stated_high = of.number("unit_value", high, told=told)
    lot_low, lot_high = of.number("unit_value_low", least), of.number("unit_value_high", most)
    price = np.where(stated_low == stated_high, stated_low, np.nan)
    price_low = np.where(np.isnan(lot_low), np.where(np.isnan(stated_low), lot_high * 0, stated_low), lot_low)
    price_high = np.where(np.isnan(lot_high), np.where(np.isnan(stated_high), np.inf, stated_high), lot_high)
    nothing = np.isnan(price_low) & np.isinf(price_high)
    price_low, price_high = np.where(nothing, np.nan, np.nan_to_num(price_low)), np.where(nothing, np.nan, price_high)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((price_low > price_high) | (price < price_low) | (price > price_high))
    for place in wrong[:5].tolist():
        what = message(
            "bill.price_order",
            "part '{part}': its lowest, usual and highest price are not in that order.",
            part=of.ids[place],
        )
        of.table.problems.append(
            Problem(
                where=of.table.names[0], what=what, remedy=message("bill.look_at_prices", "Look at its three prices.")
            )
        )
    return price_low, price_high, price


def _products(parts: BillParts, lines: BillLines, parent: Ints, part: Ints, named: frozenset[str]) -> Ints:
    """List what is sold: what has lines and stands in none, has a revenue, or is so named; in the order of the file."""
    inside, above = np.zeros(len(parts), dtype=bool), np.zeros(len(parts), dtype=bool)
    inside[lines.part], above[lines.parent] = True, True
    sold = (above & ~inside) | (np.nan_to_num(parts.revenue) > 0)
    if named:
        sold |= np.array([name in named for name in parts.ids])
    first = np.full(len(parts), len(part), dtype=np.intp)
    for places in (parent, part):
        rows = np.flatnonzero(places >= 0)[::-1]
        seen = np.full(len(parts), len(part), dtype=np.intp)
        seen[places[rows]] = rows
        first = np.minimum(first, seen)
    found = np.flatnonzero(sold)
    return found[np.argsort(first[found], kind="stable")].astype(np.int32)
