"""The charts of an exposure: revenue at risk week by week, and products ranked by what is at stake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.exposure.result import Exposure, ProductRow
from sekisho.present.charts.chart import Chart, Written
from sekisho.present.charts.revenue_at_risk import Stake, stakes_chart
from sekisho.present.charts.weeks import Week, weeks_chart
from sekisho.present.exposure.data import headline_of, revenue_totals, weekly_data
from sekisho.present.exposure.formats import CHARTS
from sekisho.present.outcome_labels import HEADLINES, SHAPES
from sekisho.present.render.terminal import count

WEEKS, PRODUCTS = CHARTS
IN_MILLIONS: Final = 10_000_000
"""Amount from which they are written in millions."""


def charts_of(found: Exposure) -> Mapping[str, Chart]:
    """Draw every chart for which there is something to show; by name."""
    return dict(_charts(found))


def _charts(found: Exposure) -> Iterator[tuple[str, Chart]]:
    weeks = [_week(row) for row in weekly_data(found)]
    if any(week.ends[1] > 0 for week in weeks):
        yield WEEKS, _weekly(found, weeks)
    stakes = sorted(
        (_stake(found, row) for row in found.products if row.revenue and int(row.verdicts["chosen"].ceiling) > 0),
        key=lambda one: (-one.mid, -one.revenue),
    )
    if stakes:
        yield PRODUCTS, _ranked(found, stakes)


def _week(row: Mapping[str, float]) -> Week:
    number, days, *levels = row.values()
    return Week(number=int(number), days=int(days), levels=tuple(levels))


def _weekly(found: Exposure, weeks: list[Week]) -> Chart:
    worst = max(weeks, key=lambda one: one.middle)
    hit = [week.number for week in weeks if week.middle > 0]
    whole = revenue_totals(found)
    assert whole is not None  # noqa: S101 - else there are no weeks
    written = money(whole.high)
    span = spanned(whole.low, whole.high, written)
    if not hit:
        title = f"In most draws nothing is lost; in nine of ten {found.currency} {span} in all"
    elif len(hit) == 1:
        title = f"{found.currency} {span} of revenue is at risk, in week {hit[0]}"
    else:
        title = f"{found.currency} {span} of revenue is at risk, the most in week {worst.number}"
    ends = "median, half of draws and 90 % interval" if found.case.drawn else "certain and possible"
    return weeks_chart(
        weeks,
        title=title,
        subtitle=f"Revenue not made, {found.currency} a week, from {found.case.start}: {ends}",
        source=source_of(found),
        unit=found.currency,
        written=money(max(week.ends[1] for week in weeks)),
    )


def _ranked(found: Exposure, stakes: list[Stake]) -> Chart:
    first, hanging = stakes[0], len(stakes)
    written = money(max(one.revenue for one in stakes))
    if first.mid > 0:
        most, whole = written(first.mid), written(first.revenue)
        title = f"{first.name[2:]} has most at risk: {found.currency} {most} of {whole} a year"
    else:
        title = f"{count(hanging, 'product')} {'hangs' if hanging == 1 else 'hang'} on curbed parts, and stocks last"
    days, drawn = found.case.stops.days, found.case.drawn
    bar = "median of draws; line: 90 % interval" if drawn else "possible; line: certain to possible"
    return stakes_chart(
        stakes,
        title=title,
        subtitle=f"Revenue, {found.currency} a year, and what of it is at risk in the {days} days from "
        f"{found.case.start} ({bar})",
        source=source_of(found),
        unit=found.currency,
        written=written,
    )


def _stake(found: Exposure, row: ProductRow) -> Stake:
    word, risk = headline_of(row.verdicts["chosen"]), row.revenue_at_risk
    return Stake(
        name=f"{SHAPES[word]} {found.bill.parts.labelled(row.part)}",
        outcome=HEADLINES[word],
        revenue=row.revenue or 0.0,
        low=risk.low if risk else 0.0,
        mid=risk.mid if risk else 0.0,
        high=risk.high if risk else 0.0,
    )


def money(most: float) -> Written:
    """Return how amounts up to one are written, all of them alike.

    >>> money(57e6)(9_820_686), money(2e6)(71_232.9)
    ('9.8 m', '71,233')
    """
    if most >= IN_MILLIONS:
        return lambda value: f"{value / 1e6:,.1f} m"
    return lambda value: f"{value:,.0f}"


def spanned(low: float, high: float, written: Written) -> str:
    """Write two ends, or one if they read alike."""
    one, other = written(low), written(high)
    return one if one == other else f"{one} to {other}"


def source_of(found: Exposure) -> str:
    """Say where the numbers come from."""
    bill, library = found.bill, found.library
    return (
        f"Source: {bill.name} ({bill.sha256[0][:7] if bill.sha256 else 'no file'}); {found.case.words}; "
        f"library {library.version}, {library.hash[:7]}."
    )
