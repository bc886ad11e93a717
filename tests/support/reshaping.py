"""The same table with its sectors in another order or split, and a check that refuses one whose sums do not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from sekisho.errors import TableError
from sekisho.impact.economy.check_result import CheckResult, problems_of
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.reshaping import _by_sector
from sekisho.impact.economy.table import InputOutputTable, Sector

NO_GDP: Mapping[str, float] = MappingProxyType({})


def permuted(table: InputOutputTable, codes: Sequence[str]) -> InputOutputTable:
    """Put the sectors in another order."""
    order = [table.codes.index(code) for code in codes]
    return _by_sector(table, np.eye(len(codes))[order], tuple(table.sectors[at] for at in order))


def split_sector(
    table: InputOutputTable, code: str, codes: Sequence[str], shares: Sequence[float] | None = None
) -> InputOutputTable:
    """Split a sector into parts that buy and sell alike, equal ones unless shares are given."""
    at = table.place(code)
    weights = np.array(shares if shares is not None else [1.0] * len(codes), dtype=np.float64)
    parts = np.zeros((len(codes), len(table.sectors)))
    parts[:, at] = weights / weights.sum()
    rows = np.eye(len(table.sectors))
    whole = table.sectors[at]
    split = tuple(Sector(code=each, name=f"{whole.name} ({each})", scheme=whole.scheme) for each in codes)
    sectors = (*table.sectors[:at], *split, *table.sectors[at + 1 :])
    return _by_sector(table, np.vstack([rows[:at], parts, rows[at + 1 :]]), sectors)


def require_sound(table: InputOutputTable, gdp: Mapping[str, float] = NO_GDP) -> tuple[CheckResult, ...]:
    """Check a table, and refuse it if a check fails."""
    checks = checks_of(table, gdp)
    if problems := problems_of(checks, source=table.name):
        raise TableError(problems)
    return checks
