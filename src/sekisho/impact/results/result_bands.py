"""What a result tells of its draws, without them: what a sheet that is kept ready holds in place of the losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sekisho.impact.materials.figure import Array
from sekisho.impact.results.account.account_bands import AccountBands
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.flow_bands import FlowRow
from sekisho.law.model.term import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingBands:
    """What is told of the draws under one reading, in per cent of annual GDP.

    Parameters
    ----------
    totals
        Loss of each draw, shape (K,): the one thing that is kept draw by draw, since mixtures need it.
    months, fiscal_years
        In the order of the horizon.
    sectors
        In the order of the table: of annual GDP, and of the sector's own value added.
    """

    totals: Array
    months: tuple[QuantileBand, ...]
    fiscal_years: tuple[QuantileBand, ...]
    sectors: tuple[tuple[QuantileBand, QuantileBand], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultBands:
    """What is told of the draws.

    Parameters
    ----------
    rest
        Loss of the sectors together that are not among the first in the chart of sectors.
    flows, account
        Of the reading that heads the result.
    """

    readings: Mapping[Reading, ReadingBands]
    rest: QuantileBand
    flows: tuple[FlowRow, ...]
    account: AccountBands | None
