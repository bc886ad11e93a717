"""The economy that the engine runs on: a table of one year, a day at a time, and which inputs bind whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sekisho.errors import EngineError, Problem
from sekisho.impact.economy.critical_inputs import CriticalInputs
from sekisho.impact.economy.table import Array, InputOutputTable
from sekisho.message import message

DAYS = 365
"""Days in a year of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Economy:
    """Flows of a normal day, and how inputs bind their users.

    Parameters
    ----------
    regions
        ISO 3166 alpha-2; m of them, one or many.
    sectors
        Codes of the n sectors of each region; N = m x n, region by region.
    flows
        Z, products made inside the regions and used there as inputs, unit a day; shape (N, N), row = seller,
        column = buyer.
    final
        Final demand for products made inside, exports included, unit a day; shape (N,).
    output
        x0, gross output, unit a day; shape (N,). It is the row sum of `flows` plus `final`.
    value_added_share
        v, value added per unit of output; shape (N,).
    critical
        How product i binds user j, 0 to 1; shape (n, N): 1 stops the user when it runs out, 0.5 halves its output,
        0 never binds.
    imports
        Inputs bought outside the regions, by product, unit a day; shape (n, N), or None for a closed table. They keep
        their share of every order.
    unit
        Unit of the flows, without its time: "million USD".
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: Array
    final: Array
    output: Array
    value_added_share: Array
    critical: Array
    imports: Array | None = None
    unit: str
    year: int

    def __post_init__(self) -> None:
        """Refuse numbers that are no economy, all faults at once."""
        problems = [*self._misshapen()] or [*self._wrong()]
        if problems:
            raise EngineError(problems)

    def _misshapen(self) -> list[Problem]:
        n, N = len(self.sectors), len(self.regions) * len(self.sectors)
        expected = {"flows": (N, N), "final": (N,), "output": (N,), "value_added_share": (N,), "critical": (n, N)}
        given = {name: np.shape(getattr(self, name)) for name in expected}
        if self.imports is not None:
            expected["imports"], given["imports"] = (n, N), np.shape(self.imports)
        return [
            Problem(
                where=f"economy: {name}",
                what=message("impact.has_shape", "has the shape {shape}.", shape=str(given[name])),
                remedy=message("error.expected_either", "Expected {choices}.", choices=str(shape)),
            )
            for name, shape in expected.items()
            if given[name] != shape
        ]

    def _wrong(self) -> list[Problem]:
        numbers = {"flows": self.flows, "final": self.final, "output": self.output, "critical": self.critical}
        if self.imports is not None:
            numbers["imports"] = self.imports
        problems = [
            Problem(
                where=f"economy: {name}",
                what=message(
                    "impact.numbers_negative", "{n} of its numbers are negative or not finite.", n=_count(bad)
                ),
            )
            for name, bad in ((name, ~(np.isfinite(values) & (values >= 0))) for name, values in numbers.items())
            if bad.any()
        ]
        if (self.critical > 1).any():
            problems.append(
                Problem(
                    where="economy: critical",
                    what=message("impact.above_1", "is above 1."),
                    remedy=message("impact.expected_0_1", "Expected 0 to 1."),
                )
            )
        used = self.flows.sum(axis=1) + self.final
        scale = max(float(self.output.max(initial=0.0)), np.finfo(float).tiny)
        worst = int(np.argmax(np.abs(used - self.output)))
        if not problems and abs(used[worst] - self.output[worst]) > 1e-6 * scale:
            problems.append(
                Problem(
                    where=f"economy: {self.place(worst)}",
                    what=message(
                        "impact.sells_and_makes",
                        "sells {used} and makes {output} a day.",
                        used=f"{used[worst]:g}",
                        output=f"{self.output[worst]:g}",
                    ),
                    remedy=message(
                        "impact.expected_row_sum", "Expected output to be the row sum of flows plus final demand."
                    ),
                )
            )
        return problems

    def place(self, column: int) -> str:
        """Name a sector of a region, by its column."""
        region, sector = divmod(column, len(self.sectors))
        return f"{self.regions[region]}/{self.sectors[sector]}"


def _count(bad: NDArray[np.bool_]) -> str:
    return f"{int(bad.sum()):,}"


def economy_of(table: InputOutputTable, critical_inputs: CriticalInputs | Array, *, days: int = DAYS) -> Economy:
    """Take a table's normal day.

    Parameters
    ----------
    critical_inputs
        Ratings of a library, or how product i binds user j of one region, 0 to 1, shape (n, n).
    days
        Days in the table's year.

    Returns
    -------
    Economy
        Final demand is what output leaves after intermediate use. Where a table uses up more of a product than is
        made, the rest came from stocks, and counts as bought elsewhere.

    Raises
    ------
    EngineError
        If the table's classification has no ratings, or its figures are no economy.
    """
    n, m = len(table.sectors), len(table.regions)
    codes = table.codes
    if isinstance(critical_inputs, CriticalInputs):
        critical_inputs = critical_inputs.degrees(table.scheme, codes)
    used = table.flows.sum(axis=1)
    held = np.divide(np.minimum(used, table.output), used, out=np.ones_like(used), where=used > 0)
    flows = table.flows * held[:, None]
    elsewhere = table.imports + (table.flows - flows).reshape(m, n, -1).sum(axis=0)
    return Economy(
        regions=table.regions,
        sectors=codes,
        flows=flows / days,
        final=np.maximum(table.output - flows.sum(axis=1), 0) / days,
        output=table.output / days,
        value_added_share=np.divide(
            table.value_added, table.output, out=np.zeros_like(table.output), where=table.output > 0
        ),
        critical=np.tile(critical_inputs, (1, m)),
        imports=elsewhere / days if elsewhere.any() else None,
        unit=table.unit,
        year=table.year,
    )
