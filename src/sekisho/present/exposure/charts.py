"""The charts of an exposure: revenue at risk week by week, and products ranked by what is at stake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sekisho.exposure.result import Exposure, ProductRow
from sekisho.i18n.locale import quantity
from sekisho.message import Text, counted, message
from sekisho.present.charts.chart import Chart, Written
from sekisho.present.charts.revenue_at_risk import Stake, stakes_chart
from sekisho.present.charts.weeks import Week, weeks_chart
from sekisho.present.exposure.data import revenue_totals, weekly_data
from sekisho.present.exposure.formats import CHARTS
from sekisho.present.exposure.words import WORDS, currency_text, span
from sekisho.present.outcome_labels import SHAPES

WEEKS, PRODUCTS = CHARTS


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
    places = {"currency": currency_text(found), "amount": spanned(whole.low, whole.high, written)}
    if not hit:
        title = message(
            "exposure.weeks_none", "In most runs nothing is lost; in nine of ten {currency} {amount} in all", **places
        )
    elif len(hit) == 1:
        title = message(
            "exposure.weeks_one", "{currency} {amount} of revenue is at risk, in week {week}", week=hit[0], **places
        )
    else:
        title = message(
            "exposure.weeks_most",
            "{currency} {amount} of revenue is at risk, the most in week {week}",
            week=worst.number,
            **places,
        )
    ends = (
        message("exposure.ends_drawn", "middle run, half of the runs and 9 in 10")
        if found.case.drawn
        else message("exposure.ends_supposed", "certain and possible")
    )
    return weeks_chart(
        weeks,
        title=title,
        subtitle=message(
            "exposure.weeks_subtitle",
            "Revenue not made, {currency} a week, from {day}: {ends}",
            currency=currency_text(found),
            day=quantity("date", found.case.start),
            ends=ends,
        ),
        source=source_of(found),
        unit=currency_text(found),
        written=money(max(week.ends[1] for week in weeks)),
    )


def _ranked(found: Exposure, stakes: list[Stake]) -> Chart:
    first = stakes[0]
    written = money(max(one.revenue for one in stakes))
    if first.mid > 0:
        title = message(
            "exposure.most_at_risk",
            "{product} has most at risk: {currency} {most} of {revenue} a year",
            product=first.name[2:],
            currency=currency_text(found),
            most=written(first.mid),
            revenue=written(first.revenue),
        )
    else:
        title = counted(
            "exposure.stocks_last",
            "{n} product depends on controlled parts, and stocks last",
            "{n} products depend on controlled parts, and stocks last",
            n=len(stakes),
        )
    places = {
        "currency": currency_text(found),
        "days": str(found.case.stops.days),
        "day": quantity("date", found.case.start),
        "bar": message("exposure.bar_drawn", "middle run; line: 9 in 10 runs")
        if found.case.drawn
        else message("exposure.bar_supposed", "possible; line: certain to possible"),
    }
    return stakes_chart(
        stakes,
        title=title,
        subtitle=message(
            "exposure.stakes_subtitle",
            "Revenue, {currency} a year, and what of it is at risk in the {days} days from {day} ({bar})",
            **places,
        ),
        source=source_of(found),
        unit=currency_text(found),
        written=written,
    )


def _stake(found: Exposure, row: ProductRow) -> Stake:
    word, risk = row.headline, row.revenue_at_risk
    return Stake(
        name=f"{SHAPES[word]} {found.bill.parts.labelled(row.part)}",
        outcome=WORDS[word],
        revenue=row.revenue or 0.0,
        low=risk.low if risk else 0.0,
        mid=risk.mid if risk else 0.0,
        high=risk.high if risk else 0.0,
    )


def money(most: float) -> Written:
    """Return how amounts up to one are written, all of them alike.

    >>> money(57e6)(9_820_686), money(2e6)(71_232.9)
    ('9.82 m', '71,233')
    """
    return lambda value: quantity("scaled", float(value), float(most))


def spanned(low: float, high: float, written: Written) -> str:
    """Write two ends, or one if they read alike."""
    one, other = written(low), written(high)
    return one if one == other else span(one, other)


def source_of(found: Exposure) -> Text:
    """Say where the numbers come from."""
    return message(
        "exposure.source",
        "Source: sekisho, {bill}; law of {day}, sources read to {horizon}; {case}.",
        bill=found.bill.name,
        day=quantity("date", found.as_of),
        horizon=quantity("date", found.library.horizon),
        case=found.case.words,
    )
