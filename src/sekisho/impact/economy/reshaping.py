"""The same table in other regions or units: functions that change no total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sekisho.errors import Problem, TableError, did_you_mean
from sekisho.impact.economy.table import SIZES, Array, InputOutputTable
from sekisho.message import joined, message


def merged_regions(table: InputOutputTable, groups: Mapping[str, str]) -> InputOutputTable:
    """Add regions up to groups, which stand in the order of their first region; trade between them becomes internal.

    Raises
    ------
    TableError
        If a region is not one of the table's.
    """
    _check_known(table, groups, table.regions)
    wanted = [groups.get(region, region) for region in table.regions]
    found = tuple(dict.fromkeys(wanted))
    matrix = np.array([[float(each == group) for each in wanted] for group in found])
    same = np.eye(len(table.sectors))
    places = np.asarray(np.kron(matrix, same), dtype=np.float64)
    return _mapped(table, places, same, regions=found)


def single_region(table: InputOutputTable, region: str, *, name: str | None = None) -> InputOutputTable:
    """Take one region out of a table of several; what it buys from the others becomes imports, by origin.

    Raises
    ------
    TableError
        If there is no such region.
    """
    _check_known(table, {region: region}, table.regions)
    n = len(table.sectors)
    own = slice(table.regions.index(region) * n, (table.regions.index(region) + 1) * n)
    bought = {each: table.flows[at * n : (at + 1) * n, own] for at, each in enumerate(table.regions) if each != region}
    from_outside = table.imports[:, own]
    origins = dict(bought) | {each: array[:, own] + bought.get(each, 0.0) for each, array in table.origins.items()}
    sold = table.flows[own].sum(axis=1) - table.flows[own, own].sum(axis=1)
    return replace(
        table,
        name=name or f"{table.name}-{region}",
        regions=(region,),
        flows=table.flows[own, own],
        imports=from_outside + sum(bought.values(), np.zeros((n, n))),
        final=table.final[own] + sold,
        output=table.output[own],
        value_added=table.value_added[own],
        taxes=table.taxes[own],
        origins=origins,
    )


def in_unit(table: InputOutputTable, unit: str, *, rate: float = 1.0) -> InputOutputTable:
    """Write a table in another unit.

    Parameters
    ----------
    rate
        Units of the new currency for one of the old; needed where the currency changes.

    Raises
    ------
    TableError
        If the unit is not known, or the currency changes without a rate.
    """
    size, _, currency = unit.rpartition(" ")
    problems = []
    if size not in SIZES:
        remedy = message(
            "impact.expected_size_currency",
            "Expected one of {sizes}, or none, and a currency.",
            sizes=joined(filter(None, SIZES), "comma"),
        )
        problems.append(
            Problem(
                where=table.name, what=message("impact.not_unit", "'{unit}' is not a unit.", unit=unit), remedy=remedy
            )
        )
    if currency != table.currency and rate == 1.0:
        what = message(
            "impact.no_rate",
            "{currency} cannot be written in {other} without a rate.",
            currency=table.currency,
            other=currency,
        )
        problems.append(
            Problem(
                where=table.name,
                what=what,
                remedy=message("impact.give_rate", "Give the rate of the year of the table."),
            )
        )
    if problems:
        raise TableError(problems)
    factor = table.unit_size / SIZES[size] * rate
    return replace(
        table,
        unit=unit,
        flows=table.flows * factor,
        imports=table.imports * factor,
        final=table.final * factor,
        output=table.output * factor,
        value_added=table.value_added * factor,
        taxes=table.taxes * factor,
        origins={origin: each * factor for origin, each in table.origins.items()},
        rounding=table.rounding * factor,
    )


def _check_known(table: InputOutputTable, given: Mapping[str, str], known: Sequence[str]) -> None:
    problems = [
        Problem(
            where=table.name,
            what=message("impact.no_such", "no {what} '{word}'.", what="region", word=code),
            remedy=did_you_mean(code, known)
            or message("impact.known", "Known: {known}.", known=joined(known, "comma")),
        )
        for code in given
        if code not in known
    ]
    if problems:
        raise TableError(problems)


def _mapped(
    table: InputOutputTable,
    places: Array,
    products: Array,
    *,
    regions: tuple[str, ...],
) -> InputOutputTable:
    """Map all places, and the products of imports, by matrices of shares whose columns add up to 1."""
    return replace(
        table,
        regions=regions,
        flows=places @ table.flows @ places.T,
        imports=products @ table.imports @ places.T,
        final=places @ table.final,
        output=places @ table.output,
        value_added=places @ table.value_added,
        taxes=places @ table.taxes,
        origins={origin: products @ each @ places.T for origin, each in table.origins.items()},
    )
