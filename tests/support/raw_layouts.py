"""Input-output tables as offices publish them, small and made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from tests.support.raw_tables import totals

from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.economy.tables.metadata import KnownCodes, TableMetadata

CODES = [f"{at:02d}" for at in range(1, 5)]

KNOWN = KnownCodes(territories={"JPN": "JP", "CHN": "CN", "MEX": "MX", "USA": "US", "KOR": "KR"})

MADE_UP = TableMetadata(year=2020, unit="million USD", scheme="made-up")


def proportional(table: InputOutputTable) -> InputOutputTable:
    """What a table of total uses must be read as: imports in proportion, by hand."""
    parts = totals(table)
    shares = parts["imports"] / (table.output + parts["imports"] - parts["exports"])
    return replace(
        table,
        flows=(1 - shares)[:, None] * parts["uses"],
        imports=shares[:, None] * parts["uses"],
        final=(1 - shares) * parts["home"] + parts["exports"],
    )


def icio(table: InputOutputTable, names: dict[str, str], *, edition: int) -> tuple[list[str], list[list[object]]]:
    """Lay a closed table of several regions out as the OECD does; final use is split over the regions' columns."""
    n = len(table.sectors)
    regions = [names.get(region, region) for region in table.regions]
    places = [f"{region}_{code}" for region in regions for code in table.codes]
    uses = [f"{region}_{use}" for region in regions for use in ("HFCE", "GFCF")]
    share = 1 / len(uses)
    rows: list[list[object]] = [
        [place, *table.flows[at], *([share * table.final[at]] * len(uses)), table.output[at]]
        for at, place in enumerate(places)
    ]
    ends = [0.0] * (len(uses) + 1)
    if edition == 2021:
        for at, region in enumerate(regions):
            own = np.zeros(len(places))
            own[at * n : (at + 1) * n] = table.taxes[at * n : (at + 1) * n]
            rows.append([f"{region}_TAXSUB", *own, *ends])
    else:
        rows.append(["TLS", *table.taxes, *ends])
    rows.append(["VALU" if edition == 2021 else "VA", *table.value_added, *ends])
    rows.append(["OUTPUT" if edition == 2021 else "OUT", *table.output, *ends])
    return ["V1", *places, *uses, "TOTAL" if edition == 2021 else "OUT"], rows
