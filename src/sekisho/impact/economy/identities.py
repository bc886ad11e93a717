"""The identities of an input-output table, each checked by itself and told with the place where it is worst.

Sums are compared after an allowance for rounding, half of the last published digit for each cell of the sum. What then
remains is measured against the output of the sector: up to 0.01% passes, up to 1% is a doubt, more is a failure.

Source: Miller and Blair, Input-Output Analysis, 2nd ed. (2009), chapter 2; Hawkins and Simon (1949) for the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from sekisho.impact.economy.check_result import CheckResult, Status
from sekisho.impact.economy.table import Array, InputOutputTable, technical_coefficients
from sekisho.message import NumberText, Text, counted, joined, message

EXACT: Final = 1e-4
"""Share of a sector's output up to which a sum passes."""
CLOSE: Final = 1e-2
"""Share of a sector's output up to which a sum is a doubt and no failure."""
TRIFLE: Final = 1e-4
"""Share of the mean output of all sectors that is a trifle; a world table has sectors of a few thousand dollars."""
GDP_USUAL: Final = (0.85, 1.1)
"""Value added over GDP, from which a table is what it says; below lie taxes on final use and later revisions."""
GDP_POSSIBLE: Final = (0.5, 2.0)
"""The same, outside of which unit, currency or year is wrong."""
_PERCENT: Final = 100
"""Per cent of one."""
BILLION: Final = 1e9
"""Of a currency, in which the GDP of a country is told."""
_NO_GDP: Final[Mapping[str, float]] = MappingProxyType({})


def checks_of(table: InputOutputTable, gdp: Mapping[str, float] = _NO_GDP) -> tuple[CheckResult, ...]:
    """Check a table.

    Parameters
    ----------
    gdp
        Region to its GDP in the year of the table, in single units of the table's currency.

    Returns
    -------
    tuple
        The same checks for every table, in one order; those that could not be made are `skipped`.
    """
    broken = _not_finite(table)
    if broken:
        left_out = (
            CheckResult(name=name, status="skipped", detail=message("table.figures_missing", "figures are missing."))
            for name in _NAMES
        )
        return (_stated(table), broken, *left_out)
    return (
        _stated(table),
        CheckResult(
            name="figures", status="pass", detail=message("table.all_finite", "every cell is a finite number.")
        ),
        _orientation(table),
        _sums(table, "rows", message("table.row_sums", "row: uses and final use"), _row_gaps(table)),
        _sums(
            table,
            "columns",
            message("table.column_sums", "column: inputs, taxes on them and value added"),
            _column_gaps(table),
        ),
        _not_negative(table),
        _signs(table),
        _without_output(table),
        _imports(table),
        _productive(table),
        _value_added(table, gdp),
    )


_NAMES: Final = (
    "orientation",
    "rows",
    "columns",
    "no negative flow",
    "value added and output",
    "sectors without output",
    "imports by origin",
    "productive",
    "value added and GDP",
)


LINES: Final[Mapping[str, Text]] = {
    "rows": message("table.check_rows", "rows"),
    "columns": message("table.check_columns", "columns"),
}
"""Lines of a table whose sums are looked at, in words."""


def row_residual(table: InputOutputTable) -> Array:
    """Uses and final use less output, in the unit of the table; shape (N,)."""
    residual: Array = table.flows.sum(axis=1) + table.final - table.output
    return residual


def column_residual(table: InputOutputTable) -> Array:
    """Inputs, taxes on them and value added less output, in the unit of the table; shape (N,)."""
    inputs: Array = table.flows.sum(axis=0) + table.imports.sum(axis=0)
    residual: Array = inputs + table.taxes + table.value_added - table.output
    return residual


def spectral_radius(matrix: Array, *, steps: int = 2_000, tolerance: float = 1e-10) -> float:
    """Return the largest eigenvalue of a matrix without negative cells, by the power method.

    Parameters
    ----------
    matrix
        Such as A, dimensionless; shape (N, N). The identity is added, so that the method settles for cycles too.
    """
    vector = np.ones(matrix.shape[0])
    found = 0.0
    for _ in range(steps):
        moved = matrix @ vector + vector
        before, found = found, float(moved.max())
        vector = moved / found
        if abs(found - before) <= tolerance * found:
            break
    return found - 1.0


def _stated(table: InputOutputTable) -> CheckResult:
    detail = message(
        "table.stated",
        "{year}, {unit} a year, {prices} prices.",
        year=str(table.year),
        unit=table.unit_text,
        prices=table.prices_text,
    )
    return CheckResult(name="year and unit", status="pass", detail=detail)


def _not_finite(table: InputOutputTable) -> CheckResult | None:
    for name in ("flows", "imports", "final", "output", "value_added", "taxes"):
        array = getattr(table, name)
        missing = ~np.isfinite(array)
        if missing.any():
            column = int(np.argwhere(missing)[0][-1])
            many = int(missing.sum())
            return CheckResult(
                name="figures",
                status="fail",
                detail=counted(
                    "table.no_finite", "{n} cell is not a finite number.", "{n} cells are no finite number.", n=many
                ),
                where=f"{name.replace('_', ' ')}, {table.label(column)}",
                remedy=message("table.every_cell", "State every cell; write 0 where nothing flows."),
            )
    return None


def _row_gaps(table: InputOutputTable) -> Array:
    cells = table.flows.shape[1] + 2
    return _beyond_rounding(row_residual(table), table.rounding, cells)


def _column_gaps(table: InputOutputTable) -> Array:
    cells = table.flows.shape[0] + table.imports.shape[0] + 3
    return _beyond_rounding(column_residual(table), table.rounding, cells)


def _beyond_rounding(residual: Array, rounding: float, cells: int) -> Array:
    gap = np.maximum(np.abs(residual) - rounding / 2 * cells, 0.0)
    return np.asarray(np.copysign(gap, residual))


def _shares(gaps: Array, table: InputOutputTable) -> Array:
    """Gaps as shares of output; sectors that are smaller than a trifle, and those without output, count as one."""
    least = TRIFLE * float(np.abs(table.output).mean()) or 1.0
    return np.abs(gaps) / np.maximum(table.output, least)


def _sums(table: InputOutputTable, name: str, words: str, gaps: Array) -> CheckResult:
    shares = _shares(gaps, table)
    worst = int(np.argmax(shares))
    status: Status = "pass" if shares[worst] <= EXACT else "warn" if shares[worst] <= CLOSE else "fail"
    if status == "pass":
        residual = row_residual(table) if name == "rows" else column_residual(table)
        largest = int(np.argmax(np.abs(residual)))
        detail = message(
            "table.adds_up",
            "{words} add up to output; largest difference {gap} {unit}.",
            words=words,
            gap=_told(abs(residual[largest]), table),
            unit=table.told_in[1],
        )
        return CheckResult(name=name, status=status, detail=detail, where=table.label(largest))
    many = int((shares > EXACT).sum())
    return CheckResult(
        name=name,
        status=status,
        detail=message(
            "table.differs",
            "{words} differ from output by {percent}% ({gap} {unit}), as {many} of {n} {name} do by more "
            "than {exact}%.",
            words=words,
            percent=f"{_PERCENT * shares[worst]:,.2f}",
            gap=_told(gaps[worst], table, signed=True),
            unit=table.told_in[1],
            many=many,
            n=len(shares),
            name=LINES[name],
            exact=f"{_PERCENT * EXACT:g}",
        ),
        where=table.label(worst),
        remedy=message(
            "table.look_for",
            "Look for a missing row or column, a cell that was typed wrong, or another unit in part of the table.",
        ),
    )


def _orientation(table: InputOutputTable) -> CheckResult:
    """Find out whether the flows lie on their side: sums that fail as given and hold the other way round."""
    name = "orientation"
    seems = message("table.by_sums", "rows are sellers and columns buyers, by their sums.")
    as_given = max(_shares(_row_gaps(table), table).max(), _shares(_column_gaps(table), table).max())
    if as_given <= CLOSE:
        return CheckResult(name=name, status="pass", detail=seems)
    if len(table.regions) > 1 and table.imports.any():
        return CheckResult(
            name=name,
            status="skipped",
            detail=message("table.imports_without_rows", "sums fail, and imports have no rows of their own to turn."),
        )
    inputs = table.flows + table.imports if len(table.regions) == 1 else table.flows
    turned = inputs.sum(axis=1) + table.taxes + table.value_added - table.output
    gaps = _shares(_beyond_rounding(turned, table.rounding, len(turned) + 3), table)
    if gaps.max() <= CLOSE:
        return CheckResult(
            name=name,
            status="fail",
            detail=message(
                "table.flows_on_side",
                "the flows lie on their side: columns add up to output if rows are taken for buyers.",
            ),
            remedy=message("table.turn_table", "Turn the table: a row is what a sector sells, a column what it buys."),
        )
    return CheckResult(
        name=name,
        status="skipped",
        detail=message("table.fail_both_ways", "sums fail as given and the other way round."),
    )


def _not_negative(table: InputOutputTable) -> CheckResult:
    name = "no negative flow"
    n, faults = len(table.sectors), []
    for array, product in ((table.flows, table.label), (table.imports, lambda row: table.sectors[row % n].code)):
        for row, column in np.argwhere(array < 0):
            faults.append((float(array[row, column]), f"{product(int(row))} to {table.label(int(column))}"))
    if not faults:
        return CheckResult(
            name=name, status="pass", detail=message("table.no_negative_flow", "no flow between sectors is below zero.")
        )
    value, where = min(faults)
    small = -value <= TRIFLE * float(np.abs(table.output).mean())
    return CheckResult(
        name=name,
        status="warn" if small and len(faults) <= n else "fail",
        detail=counted(
            "table.negative_flows",
            "{n} flow is below zero; lowest {value} {unit}.",
            "{n} flows are below zero; lowest {value} {unit}.",
            n=len(faults),
            value=_told(value, table),
            unit=table.told_in[1],
        ),
        where=where,
        remedy=message(
            "table.move_scrap", "Move scrap and by-products to where they are made, or state the cell again."
        ),
    )


def _signs(table: InputOutputTable) -> CheckResult:
    name = "value added and output"
    lowest = int(np.argmin(table.output))
    if table.output[lowest] < 0:
        detail = message(
            "table.output_negative",
            "output is below zero ({output} {unit}).",
            output=_told(table.output[lowest], table),
            unit=table.told_in[1],
        )
        return CheckResult(
            name=name,
            status="fail",
            detail=detail,
            where=table.label(lowest),
            remedy=message("table.state_output_again", "State output again."),
        )
    for words, array in (
        (message("table.value_added", "value added"), table.value_added),
        (message("table.final_use", "final use"), table.final),
    ):
        lowest = int(np.argmin(array))
        if array[lowest] < 0:
            detail = message(
                "table.is_negative",
                "{words} is below zero ({value} {unit}).",
                words=words,
                value=_told(array[lowest], table),
                unit=table.told_in[1],
            )
            remedy = message(
                "table.make_sure_negative", "Make sure that this is so: subsidies, losses or stocks that were run down."
            )
            return CheckResult(name=name, status="warn", detail=detail, where=table.label(lowest), remedy=remedy)
    return CheckResult(
        name=name,
        status="pass",
        detail=message("table.nowhere_negative", "output, value added and final use are nowhere below zero."),
    )


def _without_output(table: InputOutputTable) -> CheckResult:
    name = "sectors without output"
    idle = table.output == 0
    if not idle.any():
        return CheckResult(
            name=name, status="pass", detail=message("table.all_have_output", "every sector has output.")
        )
    uses = table.flows.sum(axis=1) + np.abs(table.final) + table.flows.sum(axis=0) + table.imports.sum(axis=0)
    busy = idle & (uses + np.abs(table.value_added) > table.rounding)
    if busy.any():
        where = table.label(int(np.argmax(np.where(busy, uses, -1.0))))
        detail = message("table.busy_without_output", "{n} without output sell or buy.", n=int(busy.sum()))
        return CheckResult(
            name=name,
            status="fail",
            detail=detail,
            where=where,
            remedy=message("table.state_output", "State their output."),
        )
    named = ", ".join(table.label(int(at)) for at in np.flatnonzero(idle)[:3])
    detail = message(
        "table.idle", "{n} of {total} have none, and neither sell nor buy.", n=int(idle.sum()), total=len(idle)
    )
    return CheckResult(
        name=name,
        status="warn",
        detail=detail,
        where=named,
        remedy=message("table.stay_zero", "They stay at zero in every run."),
    )


def _imports(table: InputOutputTable) -> CheckResult:
    name = "imports by origin"
    if not table.origins:
        total = table.imports.sum()
        inputs = total + table.flows.sum()
        share = total / inputs if inputs else 0.0
        return CheckResult(
            name=name,
            status="skipped",
            detail=message(
                "table.no_origins", "no origins; {percent}% of inputs are imported.", percent=f"{_PERCENT * share:.1f}"
            ),
        )
    named = np.sum(list(table.origins.values()), axis=0)
    over = named - table.imports - table.rounding * len(table.origins)
    row, column = np.unravel_index(int(np.argmax(over)), over.shape)
    if over[row, column] > EXACT * float(np.abs(table.imports).max()):
        where = f"{table.sectors[int(row)].code} to {table.label(int(column))}"
        detail = message(
            "table.origins_over",
            "origins add up to more than the imports, by {over} {unit}.",
            over=_told(over[row, column], table),
            unit=table.told_in[1],
        )
        return CheckResult(
            name=name,
            status="fail",
            detail=detail,
            where=where,
            remedy=message("table.state_origins_again", "State imports and origins again."),
        )
    share = named.sum() / table.imports.sum() if table.imports.any() else 0.0
    detail = message(
        "table.origins_share",
        "{origins}: {percent}% of imported inputs.",
        origins=joined(table.origins, "comma"),
        percent=f"{_PERCENT * share:.1f}",
    )
    return CheckResult(name=name, status="pass", detail=detail)


def _productive(table: InputOutputTable) -> CheckResult:
    """Hawkins and Simon's condition: no group of sectors uses up more than it makes."""
    name = "productive"
    inside = np.maximum(table.flows, 0.0)
    radius = spectral_radius(technical_coefficients(inside, table.output))
    detail = message("table.spectral_radius", "spectral radius of A is {radius}", radius=f"{radius:.3f}")
    if radius < 1:
        return CheckResult(
            name=name, status="pass", detail=message("table.below_1", "{detail}, below 1.", detail=detail)
        )
    return CheckResult(
        name=name,
        status="fail",
        detail=message(
            "table.uses_up",
            "{detail}; sectors use up more than they make, and no output would be left over.",
            detail=detail,
        ),
        where=table.label(int(np.argmax(np.where(table.output > 0, inside.sum(axis=0) - table.output, -np.inf)))),
        remedy=message("table.look_for_unit", "Look for a column in another unit, or output that is too low."),
    )


def _value_added(table: InputOutputTable, gdp: Mapping[str, float]) -> CheckResult:
    name = "value added and GDP"
    known = [region for region in table.regions if region in gdp]
    if not known:
        total = table.value_added.sum() * table.unit_size
        detail = message(
            "table.no_gdp",
            "no GDP of {year} in {currency} at hand; value added is {total}.",
            year=str(table.year),
            currency=_currency(table),
            total=_billions(total),
        )
        return CheckResult(name=name, status="skipped", detail=detail)
    several = {region: _one_region(table, region, gdp[region]) for region in known}
    farthest = max(
        known, key=lambda region: (_weight(several[region]), abs(_part_of_gdp(table, region, gdp[region]) - 1))
    )
    if len(table.regions) == 1:
        return several[farthest]
    compared = message(
        "table.gdp_compared",
        "GDP of {known} of {all} countries is at hand; this one is farthest from it.",
        known=len(known),
        all=len(table.regions),
    )
    return replace(several[farthest], detail=joined([several[farthest].detail, compared], "sentence"))


def _part_of_gdp(table: InputOutputTable, region: str, gdp: float) -> float:
    n, first = len(table.sectors), table.regions.index(region) * len(table.sectors)
    return float(table.value_added[first : first + n].sum()) * table.unit_size / gdp


def _billions(amount: float) -> Text:
    """Write an amount: in English in whole billions, as tables of accounts do; elsewhere as the language does."""
    billions = amount / BILLION
    return NumberText(f"{billions:,.0f} bn", "money", (billions,))


def _told(amount: float, table: InputOutputTable, *, signed: bool = False) -> str:
    """Write a single amount of a table, in the unit that it is told in."""
    told = amount * table.told_in[0]
    return f"{told:+,.1f}" if signed else f"{told:,.1f}"


def _currency(table: InputOutputTable) -> Text:
    return NumberText(table.currency, "currency_name", (table.currency,))


def _one_region(table: InputOutputTable, region: str, gdp: float) -> CheckResult:
    n, first = len(table.sectors), table.regions.index(region) * len(table.sectors)
    part = slice(first, first + n)
    value_added = float(table.value_added[part].sum()) * table.unit_size
    taxes = float(table.taxes[part].sum()) * table.unit_size
    ratio, with_taxes = value_added / gdp, (value_added + taxes) / gdp
    usual = GDP_USUAL[0] <= ratio <= GDP_USUAL[1]
    possible = GDP_POSSIBLE[0] <= ratio <= GDP_POSSIBLE[1]
    more = (
        message("table.with_taxes", ", with taxes on inputs {percent}%", percent=f"{_PERCENT * with_taxes:.1f}")
        if taxes
        else ""
    )
    return CheckResult(
        name="value added and GDP",
        status="pass" if usual else "warn" if possible else "fail",
        detail=message(
            "table.value_added_is",
            "value added is {value_added} {currency}, {percent}% of the GDP of {year}{more}.",
            value_added=_billions(value_added),
            currency=_currency(table),
            percent=f"{_PERCENT * ratio:.1f}",
            year=str(table.year),
            more=more,
        ),
        where=region,
        remedy=""
        if usual
        else message(
            "table.make_sure_unit", "Make sure of unit, currency and year: they may not be those of the table."
        ),
    )


def _weight(check: CheckResult) -> int:
    return ("skipped", "pass", "warn", "fail").index(check.status)


def statuses(checks: tuple[CheckResult, ...]) -> Iterator[tuple[Status, int]]:
    """Count the checks of each status."""
    for status in ("pass", "warn", "fail", "skipped"):
        yield status, sum(check.status == status for check in checks)
