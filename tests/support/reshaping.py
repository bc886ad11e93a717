"""The same table with its sectors in another order, split or added up, and a check of one whose sums do not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from sekisho.errors import TableError
from sekisho.impact.economy.check_result import CheckResult, problems_of
from sekisho.impact.economy.identities import checks_of
from sekisho.impact.economy.table import Array, InputOutputTable, Sector

NO_GDP: Mapping[str, float] = MappingProxyType({})


def _by_sector(table: InputOutputTable, matrix: Array, sectors: tuple[Sector, ...]) -> InputOutputTable:
    """Map the sectors of every region alike; `matrix` has a row a new sector and a column an old one."""
    places = np.asarray(np.kron(np.eye(len(table.regions)), matrix), dtype=np.float64)
    return replace(
        table,
        sectors=sectors,
        flows=places @ table.flows @ places.T,
        imports=matrix @ table.imports @ places.T,
        final=places @ table.final,
        output=places @ table.output,
        value_added=places @ table.value_added,
        taxes=places @ table.taxes,
        origins={origin: matrix @ each @ places.T for origin, each in table.origins.items()},
    )


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


def aggregated(
    table: InputOutputTable,
    groups: Mapping[str, str],
    *,
    names: Mapping[str, str] | None = None,
    scheme: str | None = None,
) -> InputOutputTable:
    """Add sectors up to groups, which stand in the order of their first sector.

    Parameters
    ----------
    groups
        Sector code to code of its group; a sector that is left out stays as it is.
    names
        Code of a group to its name; the code is taken where there is none.
    scheme
        Classification of the groups; that of the table if left out.
    """
    wanted = [groups.get(code, code) for code in table.codes]
    found = tuple(dict.fromkeys(wanted))
    matrix = np.array([[float(each == group) for each in wanted] for group in found])
    own = {sector.code: sector for sector in table.sectors if groups.get(sector.code, sector.code) == sector.code}
    sectors = tuple(
        own[group]
        if group in own and not names and scheme is None
        else Sector(code=group, name=(names or {}).get(group, group), scheme=scheme or table.scheme)
        for group in found
    )
    return _by_sector(table, matrix, sectors)


def require_sound(table: InputOutputTable, gdp: Mapping[str, float] = NO_GDP) -> tuple[CheckResult, ...]:
    """Check a table, and refuse it if a check fails."""
    checks = checks_of(table, gdp)
    if problems := problems_of(checks, source=table.name):
        raise TableError(problems)
    return checks
