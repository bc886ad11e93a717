"""The charts of a result: each has what every chart must have, and says what the numbers say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from tests.support import made_results as made_up

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.results.total_effects import TotalEffect
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.model.term import Reading
from sekisho.present.charts.chart import lacking
from sekisho.present.impact.charts import charts_of
from sekisho.present.impact.formats import CHARTS
from sekisho.present.render.charts import svg


def test_a_chart_has_what_every_chart_must_have(found: ImpactResult | OutlookResult):
    for name, chart in charts_of(found).items():
        assert name in CHARTS
        assert list(lacking(chart)) == [], name
        assert chart.slim is not None


def test_a_result_has_the_charts_for_which_there_is_something_to_show():
    assert list(charts_of(made_up.result())) == ["path", "sectors", "spread", "readings", "trade"]
    assert list(charts_of(made_up.result(readings=(Reading.CENTRAL,)))) == ["path", "sectors", "spread"]
    assert list(charts_of(made_up.result(readings=(Reading.CENTRAL,), spread=False))) == ["path", "sectors"]
    assert list(charts_of(made_up.result(size=0.0))) == []
    assert list(charts_of(made_up.outlook())) == ["ways", "path"]


def test_sectors_that_are_not_shown_stand_together():
    result = made_up.result()
    rows = {row[0]: row for row in charts_of(result)["sectors"].rows}
    assert len(rows) == 16
    others = rows["3 other sectors"]
    alone = [total.mean * result.money * 1e9 for _, total, _ in result.by_sector()[15:]]
    assert float(str(others[3])) <= sum(alone) * 1.5
    assert float(str(others[3])) > 0


def test_a_month_that_is_cut_short_is_measured_by_its_own_days():
    rows = charts_of(made_up.result(spread=False))["path"].rows
    assert [row[0] for row in rows][:2] == ["2026-01-06", "2026-02-01"]
    assert charts_of(made_up.result(spread=False))["path"].columns[0].shown(rows[0][0]) == "6 Jan 2026"
    result = made_up.result(spread=False)
    first, last = result.by_month()[0], result.by_month()[-1]
    assert rows[-1][3] == pytest.approx(last[1].p50 * 365 / 5)
    assert rows[0][3] == pytest.approx(first[1].p50 * 365 / 26)


def test_the_end_of_a_cut_is_pointed_out():
    assert "a cut ends" in str(charts_of(made_up.result())["path"].spec)


def test_hostile_names_stay_names_in_a_drawing():
    for name, chart in charts_of(made_up.result(made_up.SCRIPT, hostile=True)).items():
        for slim in (False, True):
            drawn = svg(chart, framed=False, slim=slim)
            ET.fromstring(drawn)  # noqa: S314 - the project's own drawing
            assert "<script" not in drawn, name


def test_a_slim_drawing_fits_a_phone():
    for chart in charts_of(made_up.result()).values():
        width = re.search(r'width="([\d.]+)"', svg(chart, framed=False, slim=True))
        assert width is not None
        assert float(width.group(1)) <= 380


def test_no_picture_bears_a_digest_and_its_money_has_currency_and_year():
    for name, chart in (*charts_of(made_up.result()).items(), *charts_of(made_up.outlook()).items()):
        assert re.search(r"\b(?=[a-z]*\d)(?=\d*[a-z])[0-9a-f]{7}\b", chart.source) is None, name
        assert "runs" in chart.source
        if name in {"readings", "sectors", "ways"}:
            assert re.search(r"yen at the GDP of \d{4}", chart.subtitle)


def test_the_title_tells_the_reading_that_heads_the_result():
    found = made_up.result()
    (first,) = dict.fromkeys(one.material for one in found.trade)
    both = (*found.trade, *(replace(one, material="samarium") for one in found.trade))
    trade = tuple(
        replace(one, barred=0.9, may_be_barred=0.9) if _is_hit(one.material == first, one.reading) else one
        for one in (replace(each, barred=0.1, may_be_barred=0.2) for each in both)
    )
    for reading in found.readings:
        charts = charts_of(replace(found, reading=reading, trade=trade))
        assert f"on the {reading} reading" in charts["readings"].title
        assert f"({reading} reading)" in charts["trade"].title
        assert (charts["trade"].rows[0][0] == first.replace("-", " ")) is (reading is Reading.NARROW)


def _is_hit(is_first: bool, reading: Reading) -> bool:  # noqa: FBT001 - one of two materials
    """The first material is hit hard on the narrow reading alone, the others on the readings beside it."""
    return is_first is (reading is Reading.NARROW)


def test_a_month_is_a_step_up_to_the_last_day():
    result = made_up.result()
    drawn = json.dumps(charts_of(result)["path"].spec)
    assert "monotone" not in drawn
    assert str(result.horizon.date_of(result.horizon.days)) in drawn


def test_causes_are_drawn_with_what_they_do_together_and_no_bar_is_of_several():
    effects = (
        TotalEffect(cause=SpreadCause.STOCKS, total=0.7, error=0.1),
        TotalEffect(cause=SpreadCause.NETWORK, total=0.001, error=0.001),
    )
    drawn = charts_of(replace(made_up.result(), effects=effects))["spread"]
    assert drawn.title == "What moves the result most: stocks, 70 % of its range together with others"
    (row,) = drawn.rows
    assert row[0] == "stocks"
    assert row[1:3] == pytest.approx((70, 10))
    rough = charts_of(made_up.result())["spread"]
    assert "together" not in "".join(str(row[0]) for row in rough.rows)
