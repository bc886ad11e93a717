"""Published tables, where they are at hand: every check figure that their sources state is reproduced."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from tests.support.raw_tables import SHARED
from tests.support.reshaping import require_sound

from sekisho import Library
from sekisho.impact.economy.gdp import gdp_of_table, read_gdp
from sekisho.impact.economy.identities import checks_of, column_residual, row_residual, spectral_radius
from sekisho.impact.economy.table import InputOutputTable, technical_coefficients
from sekisho.impact.economy.tables.metadata import TableMetadata, known_from
from sekisho.impact.economy.tables.recognition import read_table

pytestmark = pytest.mark.skipif(not SHARED.name, reason="the published tables are not at hand")
OECD = "oecd_iot2021/iot_jpn_chn.csv.gz"
YEARS = (1995, 2000, 2005, 2009, 2010, 2011, 2015, 2018)


@cache
def published(library: Library, name: str, **stated: object) -> InputOutputTable:
    """Read a published table; whatever it is, no identity of it fails."""
    table = read_table(SHARED / Path(name), known=known_from(library), stated=TableMetadata(**stated))  # type: ignore[arg-type]
    require_sound(table, gdp_of_table(table, read_gdp(library)))
    return table


def radius(table: InputOutputTable) -> float:
    """Spectral radius with imported inputs among the inputs, as the sources state it for one country."""
    imports = table.imports if len(table.regions) == 1 else 0.0
    return spectral_radius(technical_coefficients(table.flows + imports, table.output))


def detail(library: Library, table: InputOutputTable, name: str) -> str:
    checks = checks_of(table, gdp_of_table(table, read_gdp(library)))
    return next(check.detail for check in checks if check.name == name)


@pytest.mark.parametrize(
    ("country", "year", "output", "value_added", "of_gdp"),
    [
        ("JPN", 2018, 8_929, 4_668, 0.926),
        ("JPN", 2015, 7_880, 4_133, 0.930),
        ("JPN", 2011, 11_325, 5_880, 0.943),
        ("CHN", 2018, 35_016, 12_790, 0.921),
    ],
)
def test_oecd_output_and_value_added(  # noqa: PLR0917 - a row of the source
    library: Library, country: str, year: int, output: int, value_added: int, of_gdp: float
):
    table = published(library, OECD, region=country, year=year)
    assert round(table.output.sum() / 1e3) == output
    assert round(table.value_added.sum() / 1e3) == value_added
    [gdp] = gdp_of_table(table, read_gdp(library)).values()
    assert table.value_added.sum() * 1e6 / gdp == pytest.approx(of_gdp, abs=6e-4)


@pytest.mark.parametrize("country", ["JPN", "CHN"])
def test_oecd_sums_hold_to_rounding_in_all_years(library: Library, country: str):
    low, high = (0.49, 0.56) if country == "JPN" else (0.63, 0.67)
    rows, columns = 0.0, 0.0
    for year in YEARS:
        table = published(library, OECD, region=country, year=year)
        rows = max(rows, np.abs(row_residual(table)).max())
        columns = max(columns, np.abs(column_residual(table)).max())
        assert low <= round(radius(table), 2) <= high
        assert [table.label(int(at)) for at in np.flatnonzero(table.output == 0)] == ["45 Households as employers"]
    assert rows < 0.9
    assert columns < 3.3


@pytest.mark.parametrize(("year", "expected"), [(2011, 0.610), (2010, 0.613)])
def test_wiod_eight_regions(library: Library, year: int, expected: float):
    table = published(library, f"wiod2013/wiot_8reg_{year}.csv.gz")
    assert not row_residual(table).any()
    assert not column_residual(table).any()
    assert radius(table) == pytest.approx(expected, abs=5e-4)
    idle = {table.label(int(at)) for at in np.flatnonzero(table.output == 0)}
    assert idle == {
        *(f"{region} P Households as employers" for region in ("JP", "CN", "KR", "AU")),
        "CN 50 Motor trade and repair",
    }


@pytest.mark.parametrize(
    ("year", "region", "value_added"),
    [
        (2011, "JP", 5_897),
        (2011, "CN", 7_388),
        (2011, "US", 15_162),
        (2010, "JP", 5_397),
        (2010, "CN", 5_999),
        (2010, "US", 14_591),
    ],
)
def test_wiod_value_added(library: Library, year: int, region: str, value_added: int):
    table = published(library, f"wiod2013/wiot_8reg_{year}.csv.gz")
    at = table.regions.index(region) * 35
    assert round(table.value_added[at : at + 35].sum() / 1e3) == value_added


@pytest.mark.slow
def test_wiod_adds_up_from_forty_one_regions_to_eight(library: Library):
    whole = published(library, "wiod2013/wiot_41reg_2011.parquet")
    less = published(library, "wiod2013/wiot_8reg_2011.csv.gz")
    assert whole.flows.shape == (1435, 1435)
    assert whole.output.sum() == less.output.sum()
    assert whole.value_added.sum() == less.value_added.sum()


def test_wiod_japan_alone_has_imports_from_china_apart(library: Library):
    table = published(library, "wiod2013/jpn_niot_2011.csv")
    assert table.origins["CN"].sum() / 1e3 == pytest.approx(86.8, abs=0.05)
    assert table.origins["CN"].sum() / table.imports.sum() == pytest.approx(0.146, abs=5e-4)
    assert "94.6% of the GDP of 2011" in detail(library, table, "value added and GDP")


@pytest.mark.parametrize(("name", "sectors"), [("io_2020_42", 42), ("io_2020_153", 153)])
def test_china_as_42_and_as_153_sectors(library: Library, name: str, sectors: int):
    table = published(library, f"china_nbs_io/{name}.csv.gz")
    assert len(table.sectors) == sectors
    assert table.value_added.sum() / 1e8 == pytest.approx(101.64, abs=0.005)
    assert (np.abs(row_residual(table)) / table.output).max() < 1e-6
    assert (np.abs(column_residual(table)) / table.output).max() < 1e-6


def test_japan_as_13_sectors(library: Library):
    table = published(library, "japan_mic_io2011/io13_2011.csv")
    assert not column_residual(table).round(6).any()
    assert table.output.sum() / 1e6 == pytest.approx(939.67, abs=0.005)
    assert table.value_added.sum() / 1e6 == pytest.approx(476.9, abs=0.05)
    assert table.sectors[2].name == "Manufacturing"


def test_japan_as_goods_by_industries_is_off_by_scrap(library: Library):
    table = published(library, "japan_mic_io2011/use26x18_2011_dom_imp.csv")
    assert len(table.sectors) == 18
    assert np.abs(column_residual(table)).max() < 1e-9
    gaps = row_residual(table)
    assert table.codes[int(np.argmin(gaps))] == "nei"
    assert -gaps.min() == pytest.approx(1_170, abs=15)
    assert detail(library, table, "rows").startswith("row: uses and final use differ from output by 0.67%")
