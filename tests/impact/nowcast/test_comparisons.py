"""What was observed beside a run: layouts of publishers, bands, ratios, sides, and what cannot be compared."""

from __future__ import annotations

import csv
import gzip
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sekisho import Library
from sekisho.errors import FactError, ScenarioError
from sekisho.impact.economy.package_folder import alpha3_codes
from sekisho.impact.materials.package_materials import materials_and_uses
from sekisho.impact.nowcast.comparisons import compare, read_observed
from sekisho.impact.nowcast.official_series import MONTHS, OfficialSeries, read_series
from sekisho.impact.nowcast.prediction import MONTH_NOISE
from sekisho.impact.results.comparison import FigureComparison, ObservedComparison, Side
from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.terminal import impact_text
from sekisho.service.impact import ImpactRequest, impact, impact_faults
from sekisho.service.nowcast import NowcastRequest, nowcast
from sekisho.service.workspace import Workspace

FACTS = Path(__file__).parents[4] / "shared" / "facts" / "outturns_2026q1.csv"
REAL = Path(__file__).parents[4] / "shared" / "data" / "trade_flows" / "china_exports_monthly.csv"
MARCH = date(2026, 3, 31)
COMTRADE = ("period", "reporterISO", "flowCode", "partnerISO", "partner2Code", "motCode", "cmdCode", "netWgt")
JAPAN = (
    *("Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2", "Quantity1-Year", "Quantity2-Year", "Value-Year"),
    *(f"{what}-{month}" for month in MONTHS for what in ("Quantity1", "Quantity2", "Value")),
)
CHINA = ("数据年月", "商品编码", "商品名称", "贸易伙伴编码", "贸易伙伴名称", "第一数量", "第一计量单位", "美元")


def _csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]], encoding: str = "utf-8") -> Path:
    with file.open("w", encoding=encoding, newline="") as text:
        csv.writer(text).writerows([header, *rows])
    return file


def _comtrade(folder: Path, *after: tuple[str, str, float], before: float = 1_000_000) -> Path:
    """Two years of natural graphite, a thousand tonnes a month from China and half as much from others; then more."""
    rows = [
        (f"{year}{month:02d}", "JPN", "M", partner, 0, 0, "250410", mass)
        for year in (2024, 2025)
        for month in range(1, 13)
        for partner, mass in (("CHN", before), ("W00", 1.5 * before))
    ]
    rows += [(period, "JPN", "M", partner, 0, 0, "250410", mass) for period, partner, mass in after]
    return _csv(folder / "comtrade.csv", COMTRADE, rows)


def _series(file: Path, library: Library) -> OfficialSeries:
    return read_series(file, alpha3_codes(library))


def _beside(file: Path, ban: ImpactResult, library: Library, day: date = MARCH) -> ObservedComparison:
    materials, _ = materials_and_uses(library)
    return compare(ban, library, read_observed(file, library, materials, as_of=day), file.name)


def _japan_row(hs: str, country: str, unit: str, masses: Sequence[float], way: str = "2") -> list[object]:
    padded = [*masses, *[0] * (12 - len(masses))]
    return [
        way,
        "2026",
        hs,
        country,
        "",
        unit,
        0,
        sum(padded),
        0,
        *(cell for mass in padded for cell in (0, mass, mass)),
    ]


def test_japans_customs_are_added_up_by_heading_and_a_month_that_is_not_out_is_left_out(
    tmp_path: Path, library: Library
):
    rows = [
        _japan_row("'250410010", "105", "KG", [800_000, 700_000]),
        _japan_row("250410090", "105", "KG", [200_000, 0]),
        _japan_row("250410010", "304", "KG", [5_000, 0]),
        _japan_row("250410010", "105", "KG", [9, 9], way="1"),
        _japan_row("850511000", "105", "NO", [7, 7]),
    ]
    months = _series(_csv(tmp_path / "jp.csv", JAPAN, rows), library).months
    told = {(each.hs, each.origin, each.month): each.tonnes for each in months}
    assert told["250410", "CN", "2026-01"] == 1_000.0
    assert told["250410", "CN", "2026-02"] == 700.0
    assert told["250410", "US", "2026-02"] == 0.0
    assert told["850511", "CN", "2026-01"] is None
    assert {month for _, _, month in told} == {"2026-01", "2026-02"}


@pytest.mark.parametrize("packing", [".zip", ".gz"])
def test_a_series_is_read_out_of_the_file_in_which_its_publisher_packs_it(
    packing: str, tmp_path: Path, library: Library, ban: ImpactResult
):
    """As of any table in a packed file: notes beside it do not count, and its encoding is found out."""
    rows = [
        (f"{year}{month:02d}", "85051110", "稀土永磁体", "116", "日本", f"{200_000 + month},000", "千克", "1")
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    rows.append(("202601", "85051110", "稀土永磁体", "116", "日本", "1", "千克", "1"))
    plain = _csv(tmp_path / "cn.csv", CHINA, rows, encoding="gb18030")
    packed = tmp_path / f"cn.csv{packing}"
    if packing == ".zip":
        with zipfile.ZipFile(packed, "w") as parts:
            parts.write(plain, "download/export.csv")
            parts.writestr("__MACOSX/._export.csv", "x")
            parts.writestr("readme.txt", "notes")
    else:
        packed.write_bytes(gzip.compress(plain.read_bytes()))
    materials, _ = materials_and_uses(library)
    whole, unpacked = (read_observed(file, library, materials, as_of=MARCH).seen for file in (plain, packed))
    assert isinstance(whole, OfficialSeries)
    assert isinstance(unpacked, OfficialSeries)
    strip = [[replace(month, where="") for month in series.months] for series in (whole, unpacked)]
    assert strip[0] == strip[1]
    assert unpacked.months[0].where.startswith(packed.name)
    assert _beside(packed, ban, library).compared


def test_a_packed_file_with_two_series_says_which_there_are(tmp_path: Path, library: Library):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as parts:
        parts.writestr("a.csv", "x")
        parts.writestr("b.csv", "x")
    (tmp_path / "damaged.zip").write_bytes(b"PK")
    materials, _ = materials_and_uses(library)
    for name, words in (("two.zip", "a.csv, b.csv"), ("damaged.zip", "damaged")):
        with pytest.raises(FactError, match=words):
            read_observed(tmp_path / name, library, materials, as_of=MARCH)


def test_chinas_customs_are_read_in_their_encoding_for_japan_alone(tmp_path: Path, library: Library):
    rows = [
        ("202601", "85051110", "稀土永磁体", "116", "日本", "213,000", "千克", "1"),
        ("202601", "85051190", "其他永磁体", "116", "日本", "7,000", "千克", "1"),
        ("202601", "85051110", "稀土永磁体", "502", "美国", "600,000", "千克", "1"),
    ]
    series = _series(_csv(tmp_path / "cn.csv", CHINA, rows, encoding="gb18030"), library)
    (month,) = [each for each in series.months if each.importer == "JP"]
    assert (month.hs, month.reporter, month.origin, month.tonnes) == ("850511", "CN", "CN", 220.0)
    assert "taken for exports" in str(series.notes[0])


def test_japans_customs_by_custom_house_are_added_up(tmp_path: Path, library: Library):
    header = (*JAPAN[:2], "Custom", *JAPAN[2:])
    rows = [
        (*row[:2], house, *row[2:])
        for house, mass in (("100", 1_000), ("200", 3_000))
        for row in (_japan_row("280530190", "105", "KG", [mass]),)
    ]
    (month,) = _series(_csv(tmp_path / "houses.csv", header, rows), library).months
    assert (month.origin, month.hs, month.month, month.tonnes) == ("CN", "280530", "2026-01", 4.0)
    with pytest.raises(FactError, match="stands in"):
        _series(_csv(tmp_path / "twice.csv", header, [rows[0], rows[0]]), library)


@pytest.mark.parametrize(
    ("partner", "origin"),
    [("CHN", "CN"), ("156", "CN"), ("S19", "TW"), ("490", "TW"), ("A79", "XX"), ("_X", "XX"), ("899", "XX"), ("0", "")],
)
def test_partners_of_comtrade_that_are_no_letters_of_a_country_are_known(
    tmp_path: Path, library: Library, partner: str, origin: str
):
    """By their number, as an area, or as one of all others; a reporter has to be a country."""
    row = ("202601", "392", "M", partner, 0, 0, "250410", 1_000)
    (month,) = _series(_csv(tmp_path / "comtrade.csv", COMTRADE, [row]), library).months
    assert (month.reporter, month.origin, month.importer) == ("JP", origin, "JP")
    for faulty in (("202601", "899", "M", "CHN"), ("202601", "JPN", "M", "CHX")):
        with pytest.raises(FactError, match="is not known"):
            _series(_csv(tmp_path / "faulty.csv", COMTRADE, [(*faulty, 0, 0, "250410", 1_000)]), library)


def test_an_extract_of_comtrade_without_letters_has_its_numbers(tmp_path: Path, library: Library):
    header = (*COMTRADE, "reporterCode", "partnerCode")
    rows = [("202601", "", "M", "", 0, 0, "250410", mass, "392", code) for code, mass in (("156", 1_000), ("0", 3_000))]
    months = _series(_csv(tmp_path / "numbers.csv", header, rows), library).months
    assert [(month.origin, month.tonnes) for month in months] == [("CN", 1.0), ("", 3.0)]


def test_several_areas_of_comtrade_are_added_up_as_all_others(tmp_path: Path, library: Library):
    rows = [("202601", "JPN", "M", area, 0, 0, "250410", 1_000) for area in ("A79", "_X")]
    (month,) = _series(_csv(tmp_path / "areas.csv", COMTRADE, rows), library).months
    assert (month.origin, month.tonnes) == ("XX", 2.0)


def test_rows_that_are_closed_with_a_separator_are_read_and_an_uneven_one_is_told(tmp_path: Path, library: Library):
    """Comtrade closes every row but its header with a comma; a row that is not so is one with a separator too many."""
    rows = [("202601", "JPN", "M", partner, 0, 0, "250410", 1_000, "") for partner in ("CHN", "W00")]
    months = _series(_csv(tmp_path / "closed.csv", COMTRADE, rows), library).months
    assert [month.tonnes for month in months] == [1.0, 1.0]
    for uneven in (rows[1][:-1], (*rows[1], "")):
        with pytest.raises(FactError, match="cells and the header"):
            _series(_csv(tmp_path / "uneven.csv", COMTRADE, [rows[0], uneven]), library)
    with pytest.raises(FactError, match="cells and the header"):
        _series(_csv(tmp_path / "late.csv", COMTRADE, [rows[0][:-1], rows[1]]), library)


def test_parts_of_comtrade_are_not_added_to_their_whole(tmp_path: Path, library: Library):
    rows = [
        ("202601", "JPN", "M", "CHN", 0, 0, "250410", 900_000),
        ("202601", "JPN", "M", "CHN", 0, 2100, "250410", 600_000),
        ("202601", "JPN", "M", "CHN", 344, 0, "250410", 100_000),
        ("202601", "CHN", "X", "JPN", 0, 0, "250410", 950_000),
    ]
    months = _series(_csv(tmp_path / "c.csv", COMTRADE, rows), library).months
    assert [(each.reporter, each.origin, each.tonnes) for each in months] == [("JP", "CN", 900.0), ("CN", "CN", 950.0)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (("202600", "JPN", "M", "CHN", 0, 0, "250410", 1), "'202600' is not a month"),
        (("2026", "JPN", "M", "CHN", 0, 0, "250410", 1), "'2026' is not a month"),
        (("202601", "JPN", "M", "CHN", 0, 0, "2504", 1), "'2504' is not a heading"),
        (("202601", "JPN", "M", "CHN", 0, 0, "250410", "many"), "'many' is not a number"),
        (("202601", "JPN", "M", "XXY", 0, 0, "250410", 1), "'JPN XXY' is not known"),
        (("202602", "JPN", "M", "CHN", 0, 0, "250410", 1), "2026-02 of heading 250410 stands in"),
    ],
)
def test_what_is_wrong_in_a_series_is_told_with_its_line(
    tmp_path: Path, library: Library, row: tuple[object, ...], says: str
):
    good = ("202602", "JPN", "M", "CHN", 0, 0, "250410", 1)
    with pytest.raises(FactError) as caught:
        _series(_csv(tmp_path / "c.csv", COMTRADE, [good, row]), library)
    (problem,) = [str(problem) for problem in caught.value.problems]
    assert says in problem
    assert "c.csv:3" in problem


def test_a_heading_is_held_against_its_own_normal_month(tmp_path: Path, library: Library, ban: ImpactResult):
    """The band worked by hand: a thousand tonnes times the share that arrives, times the noise of a month."""
    file = _comtrade(tmp_path, ("202601", "CHN", 900_000), ("202601", "W00", 1_400_000))
    rows = {row.origin: row for row in _beside(file, ban, library).rows}
    seller, others = rows["CN"], rows["XX"]
    assert (seller.figure, seller.normal) == (900.0, 1_000.0)
    assert (others.figure, others.normal) == (500.0, 500.0)
    flows = ban.flows[ban.reading]
    at, month = flows.materials.index("natural-graphite"), flows.months.index("2026-01")
    share = flows.seller[:, month, at] / flows.dependence[:, at]
    assert seller.band is not None
    noise = MONTH_NOISE * np.sqrt(1 + 1 / 24)
    assert np.log(seller.band.mean / 1_000.0 / share.mean()) == pytest.approx(0.0, abs=2 * noise / np.sqrt(len(share)))
    assert seller.ratio == pytest.approx(900.0 / seller.band.p50)


def test_a_month_without_a_row_is_one_without_trade_if_the_file_has_that_month(
    tmp_path: Path, library: Library, ban: ImpactResult
):
    stopped = _comtrade(tmp_path, ("202601", "W00", 400_000))
    rows = [row for row in _beside(stopped, ban, library).rows if row.origin == "CN"]
    assert [(row.period, row.figure, row.side) for row in rows] == [("2026-01", 0.0, Side.BELOW)]
    assert _beside(_comtrade(tmp_path), ban, library).rows == ()


def test_a_series_that_begins_too_late_has_no_normal_month(tmp_path: Path, library: Library, ban: ImpactResult):
    rows = [(f"2025{month:02d}", "JPN", "M", "CHN", 0, 0, "250410", 1) for month in (11, 12)]
    file = _csv(tmp_path / "c.csv", COMTRADE, [*rows, ("202601", "JPN", "M", "CHN", 0, 0, "250410", 1)])
    (row,) = _beside(file, ban, library).rows
    assert row.side is None
    assert "2 months before the first day" in str(row.unused)


def test_nothing_that_was_known_later_is_compared(tmp_path: Path, library: Library, ban: ImpactResult):
    file = _comtrade(tmp_path, ("202601", "CHN", 1), ("202602", "CHN", 1))
    assert {row.period for row in _beside(file, ban, library, date(2026, 2, 27)).rows} == {"2026-01"}


def test_sides_and_ratios():
    from sekisho.impact.results.bands import band

    row = FigureComparison(
        id="a", variable="v", materials=(), form="", hs=(), origin="", counted_by="", period="2026-01", unit="t",
        figure=50.0, normal=None, band=band(np.linspace(0.0, 100.0, 101)), unused=None,
    )  # fmt: skip
    assert (row.side, row.ratio) == (Side.WITHIN, 1.0)
    assert replace(row, figure=4.9).side is Side.BELOW
    assert replace(row, figure=95.1).side is Side.ABOVE
    assert (replace(row, band=None).side, replace(row, band=None).ratio) == (None, None)


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts folder is not here")
def test_the_outturns_of_early_2026_stand_beside_the_ban_and_every_face_says_the_same(
    library: Library, ban: ImpactResult
):
    result = replace(ban, observed=_beside(FACTS, ban, library))
    assert result.observed is not None
    by_id = {row.id: row for row in result.observed.rows}
    assert by_id["import-cn-2026-01"].figure == 1127.0
    assert by_id["import-cn-2026-01"].side is Side.WITHIN
    assert by_id["magnets-jp-2025-12"].unused is not None
    assert by_id["magnesium-2026-02"].side is None
    assert by_id["iip-2026-02"].figure == pytest.approx(0.3)
    text = " ".join("\n".join(impact_text(result)).split())
    compared, outside = len(result.observed.compared), len(result.observed.outside)
    assert f"Of {compared} figures known on 31 Mar 2026, {outside} lie outside" in text
    told = impact_data(result)["observed"]
    assert isinstance(told, dict)
    assert (told["compared"], told["outside"]) == (compared, outside)


def test_what_is_wrong_is_told_before_anything_is_run(tmp_path: Path, library: Library):
    workspace = Workspace(library=library, today=MARCH)
    bad = _csv(tmp_path / "c.csv", COMTRADE, [("202613", "JPN", "M", "CHN", 0, 0, "250410", 1)])
    asked = ImpactRequest(names=("japan-ban",), draws=16, observed=bad)
    with pytest.raises(FactError, match="is not a month"):
        impact(asked, workspace)
    assert len(impact_faults(asked, workspace)) == 1
    with pytest.raises(ScenarioError, match="several ways on"):
        impact(replace(asked, names=("outlook-2026",)), workspace)
    with pytest.raises(ScenarioError, match="nothing that was observed"):
        impact(replace(asked, observed=None, as_of=MARCH), workspace)


def test_a_vintage_that_is_to_come_is_refused_and_one_beyond_the_span_too(library: Library):
    asked = NowcastRequest(names=("japan-ban",), draws=16, as_of=date(2099, 1, 1))
    with pytest.raises(FactError, match=r"1 January 2099 is to come.*\n.*Expected a day up to 31 March 2026"):
        nowcast(asked, Workspace(library=library, today=MARCH))
    with pytest.raises(ScenarioError, match="lies more than 36 months after the first day"):
        nowcast(asked, Workspace(library=library, today=asked.as_of))


@pytest.mark.skipif(not REAL.is_file(), reason="the data folder is not here")
def test_a_real_series_of_china_is_read_whole(library: Library):
    series = _series(REAL, library)
    to_japan = [each for each in series.months if each.importer == "JP"]
    assert {each.hs for each in to_japan} == {"250410", "380110", "811292"}
    assert sum(
        each.tonnes or 0.0 for each in to_japan if each.hs == "250410" and each.month[:4] == "2024"
    ) == pytest.approx(24_120, rel=0.001)
