"""What is told on a terminal: order, width, intervals, and nothing where there is nothing."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.support import made_results as made_up

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import FirstDay, ImpactResult, LossChannels
from sekisho.impact.results.variance_shares import Spread
from sekisho.impact.uncertainty.draws import SpreadCause
from sekisho.law.model.term import Reading
from sekisho.present.impact.charts import charts_of
from sekisho.present.impact.data import impact_data
from sekisho.present.impact.export import told
from sekisho.present.impact.findings import (
    causes,
    decomposition,
    frame,
    how_it_comes,
    losers_of,
    measured_otherwise,
    summary,
)
from sekisho.present.impact.names import OTHER, TOGETHER
from sekisho.present.render.terminal import bare, cells

HEADINGS = (
    "Before you use a number",
    "Loss of value added",
    "What the clauses bar",
    "What explains the range",
    "Who loses",
    "When, in days",
    "By month",
    "How it comes about",
    "What was assumed",
)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
@pytest.mark.parametrize("full", [False, True])
def test_no_line_is_wider_than_the_terminal(found: ImpactResult | OutlookResult, width: int, full: bool):  # noqa: FBT001
    lines = told(found, width=width, full=full).text
    assert [line for line in map(bare, lines) if cells(line) > width and not re.search(r"\S{40}", line)] == []


def test_sections_stand_in_the_order_of_a_report():
    lines = told(made_up.result(), width=100, full=True).text
    places = [next(at for at, line in enumerate(lines) if line.startswith(heading)) for heading in HEADINGS]
    assert places == sorted(places)


def test_no_number_is_parted_from_its_unit(found: ImpactResult | OutlookResult):
    for width in (60, 73, 100):
        lines = told(found, width=width, full=True).text
        assert [line for line in lines if re.match(r"\s*(%|bn|tn)\b", bare(line))] == []


def test_nothing_is_drawn_or_listed_where_nothing_is_lost():
    for full, absent in ((True, ("Who loses", "By month", "Loss of")), (False, ("  Range", "  Sector", "  Short"))):
        lines = [bare(line) for line in told(made_up.result(size=0.0), width=100, full=full).text]
        assert lines[0] == "In no run does Japan lose anything in 6 months."
        assert not [line for line in lines if line.startswith(absent)]


def test_what_every_draw_finds_is_said_once_and_has_no_band():
    first, *_ = summary(made_up.result(readings=(Reading.CENTRAL,), spread=False))
    assert "in every run" in first
    assert " to " not in first


@pytest.mark.parametrize(
    ("days", "says"), [((3, 3, 3), "In every run the first firms"), ((3, 9, 20), "in 9 of 10 runs)")]
)
def test_a_day_that_every_run_finds_is_not_told_of_nine_in_ten(days: tuple[int, int, int], says: str):
    found = made_up.result()
    early = FirstDay(p5=days[0], p50=days[1], p95=days[2], share=1.0)
    text = " ".join(summary(replace(found, shortages=(replace(found.shortages[0], short=early),))))
    assert says in text
    assert "in every run in 9 of 10" not in text


@pytest.mark.parametrize(
    ("restocking", "recovery", "says"),
    [
        (-0.3, -0.1, ("stocks of goods wins back 0.300.", "Catching up later wins back 0.100.")),
        (0.3, 0.1, ("Refilling stocks of goods adds 0.300.", "Catching up adds 0.100.")),
    ],
)
def test_ways_of_a_loss_are_told_with_their_signs_and_add_up(restocking: float, recovery: float, says: tuple[str, str]):
    parts = LossChannels(direct=1.0, upstream=0.5, restocking=restocking, downstream=0.2, recovery=recovery)
    text = str(how_it_comes(replace(made_up.result(), parts=parts)))
    assert text.startswith(f"Of the mean loss of {1.7 + restocking + recovery:.2f} %")
    assert "Their customers lose 0.200." in text
    assert all(said in text for said in says)
    assert "-" not in text


def test_hours_are_told_by_the_loss_where_no_account_of_sectors_is_at_hand():
    without = replace(made_up.result(), account=None)
    assert "Hours of work fall" in " ".join(measured_otherwise(without))


def test_a_sentence_that_begins_with_a_country_begins_with_a_capital():
    found = made_up.result()
    assert frame(replace(found, scenario=replace(found.scenario, buyer="US"))).startswith("The United States, 6 months")


def test_the_reading_is_a_cause_of_spread_only_where_readings_differ():
    several, one = made_up.result(), made_up.result(readings=(Reading.CENTRAL,))
    assert decomposition(several) == (
        "Of the spread, stocks 50 %, reading of the law 30 %, how the law is applied 19 % and other 1 %."
    )
    assert "depends on no disputed word" in " ".join(summary(one))


def test_runs_that_tell_no_cause_apart_say_that_they_are_few():
    one = made_up.result(readings=(Reading.CENTRAL,))
    untold = replace(one, spread=replace(one.spread, shares={SpreadCause.INTERACTION: 1.0}))
    assert decomposition(untold) == f"{one.draws} runs are too few to tell causes apart."


def test_readings_that_find_the_same_are_told_together():
    assert "on the narrow and the central" in summary(made_up.result())[2]


def test_full_tells_every_sector_and_every_assumption():
    short, full = (told(made_up.result(), width=100, full=each).text for each in (False, True))
    assert sum("Made-up sector" in line for line in full) > sum("Made-up sector" in line for line in short)
    assert any("Nothing else is known." in line for line in full)
    assert not any("Nothing else is known." in line for line in short)
    assert any("what arrives by other ways" in line and "gallium, indium" in line for line in full)


def test_an_outlook_is_told_by_its_weights():
    text = "\n".join(map(bare, told(made_up.outlook(), width=100, full=True).text))
    assert "all ways on by their weights" in " ".join(text.split())
    assert "talks succeed (60 %)" in text
    assert "all, by weight" in text


def test_a_cause_of_one_percent_of_the_spread_or_more_stands_by_name_and_a_smaller_one_under_others():
    shares = {
        SpreadCause.SIZE: 0.9,
        SpreadCause.STOCKS: 0.05,
        SpreadCause.NETWORK: 0.01,
        SpreadCause.INTERACTION: 0.025,
        SpreadCause.SHARE: 0.009,
        SpreadCause.APPLICATION: 0.006,
    }
    rows = causes(Spread(shares=shares, columns={}, correlations={}))
    assert [name for name, _ in rows] == [SpreadCause.SIZE, SpreadCause.STOCKS, TOGETHER, SpreadCause.NETWORK, OTHER]
    assert dict(rows)[OTHER] == pytest.approx(0.015)
    assert sum(part for _, part in rows) == pytest.approx(1.0)


def test_sectors_stand_in_the_order_of_the_worst_one_in_twenty_in_text_chart_and_data():
    found = made_up.result(readings=(Reading.CENTRAL,), spread=False)
    losses = {reading: loss.copy() for reading, loss in found.losses.items()}
    for loss in losses.values():  # the second sector loses little but in one run of ten, and then most of all
        loss[:, :, 1] *= 0.01
        loss[::10, :, 1] *= 300.0
    skewed = replace(found, losses=losses)
    (worst, most, _), *_ = losers_of(skewed)
    mean = max((total for _, total, _ in skewed.by_sector()), key=lambda total: total.mean)
    assert worst.name == "Made-up sector 2"
    assert most.p95 > mean.p95
    assert most.mean < mean.mean
    rows = impact_data(skewed)["by_sector"]
    assert isinstance(rows, list)
    assert rows[0]["sector"] == worst.code
    text = " ".join(" ".join(map(bare, told(skewed, width=100, full=False).text)).split())
    assert "Made-up sector 2 loses most in the worst runs" in text
    chart = charts_of(skewed)["sectors"]
    assert [row[0] for row in chart.rows][:2] == ["Made-up sector 2", "Made-up sector 1"]
    assert "Made-up sector 2" in chart.title
