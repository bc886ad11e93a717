"""What was observed beside a result, told: which figures lie outside, each with its band and ratio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sekisho.i18n.locale import quantity
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.comparison import FigureComparison, ObservedComparison, Side
from sekisho.impact.results.result import ImpactResult
from sekisho.impact.shock.import_flows import OTHERS
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.charts.chart import Chart, fixed
from sekisho.present.document import Table
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.names import LANDS, material_name, run_source, with_reading
from sekisho.present.impact.quantities import HIGH_HEAD, LOW_HEAD, MIDDLE, around, share, span

if TYPE_CHECKING:
    from sekisho.present.charts.bands import NamedBand

OBSERVED_HEAD: Final = message("impact.observed_head", "Beside what was observed")
FIGURE: Final = message("impact.observed_figure", "figure")
PERIOD: Final = message("impact.observed_period", "period")
SIDES: Final[Mapping[Side, Text]] = {
    Side.BELOW: message("impact.lies_below", "below"),
    Side.WITHIN: message("impact.lies_within", "within"),
    Side.ABOVE: message("impact.lies_above", "above"),
}
"""Where a figure lies, in a word."""
OF_NORMAL: Final = message("impact.percent_of_normal", "% of a normal month")
OBSERVED_AND_RUN: Final = message(
    "impact.observed_caption", "Observed, and as the run would have it published: middle run (9 in 10 runs)"
)
NO_RATIO: Final = "–"
"""Stands where no ratio can be told."""
PERCENT: Final = 100.0
"""Per cent of one."""


def observed_tally(result: ImpactResult) -> Text | None:
    """Say how many figures lie outside the interval; None if nothing was observed."""
    beside = result.observed
    if beside is None:
        return None
    day = quantity("date", beside.as_of)
    if not beside.compared:
        return message(
            "impact.nothing_compared", "Of what was known on {day}, the run says nothing that was observed.", day=day
        )
    if not beside.outside:
        return counted(
            "impact.observed_all_within",
            "The one figure known on {day} lies within the 90 % interval.",
            "All {n} figures known on {day} lie within the 90 % interval.",
            n=len(beside.compared),
            day=day,
        )
    below = sum(row.side is Side.BELOW for row in beside.outside)
    return message(
        "impact.observed_tally",
        "Of {compared} figures known on {day}, {outside} lie outside the 90 % interval: {below} below, {above} above.",
        compared=len(beside.compared),
        day=day,
        outside=len(beside.outside),
        below=below,
        above=len(beside.outside) - below,
    )


def observed_sentence(result: ImpactResult) -> Text | None:
    """Say how many figures lie outside the interval, and how many would by chance; None if nothing was observed."""
    tally = observed_tally(result)
    if tally is None or not (result.observed and result.observed.compared):
        return tally
    strays = message(
        "impact.observed_strays",
        "The interval counts that a month strays by itself; one figure in ten lies outside it if the run is right.",
    )
    return joined([tally, strays], "sentence")


def observed_table(result: ImpactResult) -> Table | None:
    """Set each figure beside its band; None if there is none."""
    beside = result.observed
    if beside is None or not beside.compared:
        return None
    return Table(
        caption=with_reading(
            message(
                "impact.observed_caption", "Observed, and as the run would have it published: middle run (9 in 10 runs)"
            ),
            result,
        ),
        heads=(
            FIGURE,
            PERIOD,
            message("impact.observed_column", "observed"),
            message("impact.simulated_column", "the run"),
            message("impact.observed_ratio", "observed / middle run"),
            message("impact.lies_column", "lies"),
        ),
        rows=tuple(_row(row) for row in beside.compared),
        texts=2,
        spare=frozenset({4}),
    )


def unused_table(result: ImpactResult) -> Table | None:
    """Say what is not compared, and why; None if all is."""
    beside = result.observed
    rows = [row for row in beside.rows if row.unused is not None] if beside is not None else []
    if not rows:
        return None
    grouped: dict[tuple[Text, Text], list[str]] = {}
    for row in rows:
        grouped.setdefault((figure_name(row), row.unused or Text("")), []).append(row.period)
    caption = message("impact.observed_unused", "What is not compared, and why")
    return Table(
        caption=caption,
        heads=(FIGURE, PERIOD, message("impact.observed_why", "why")),
        rows=tuple((name, _periods(periods), why) for (name, why), periods in grouped.items()),
        texts=3,
        folded=caption,
    )


def observed_lines(result: ImpactResult) -> Iterator[tuple[Text, Text]]:
    """Go through the figures for a terminal: what and when, and below it figure, band, ratio and side."""
    for row in result.observed.compared if result.observed is not None else ():
        name, period, figure, run, ratio, side = _row(row)
        line = message(
            "impact.observed_line",
            "observed {figure}; the run {run}; {ratio} of its middle run; {side}",
            figure=figure,
            run=run,
            ratio=ratio,
            side=side,
        )
        if ratio == NO_RATIO:
            line = message(
                "impact.observed_line_plain",
                "observed {figure}; the run {run}; {side}",
                figure=figure,
                run=run,
                side=side,
            )
        yield joined([name, period], "comma"), line


def _periods(periods: Sequence[str]) -> Text:
    return Text(periods[0]) if len(periods) == 1 else span(min(periods), max(periods))


def observed_notes(result: ImpactResult) -> Text | None:
    """Say what a reader has to know of the figures; None if nothing."""
    beside = result.observed
    return joined(beside.notes, "sentence") if beside is not None and beside.notes else None


def figure_name(row: FigureComparison) -> Text:
    """Name a figure: its variable and materials, or its heading with the materials in it and where it comes from."""
    names = [material_name(name) for name in row.materials if name not in row.variable]
    if not row.hs:
        return joined([LawText(row.variable), *names], "comma")
    parts: list[Text] = [
        message(
            "impact.heading_of", "{hs} ({materials})", hs=joined(row.hs, "comma"), materials=joined(names, "comma")
        ),
        message("impact.from_others", "from all others")
        if row.origin == OTHERS
        else message("impact.from_land", "from {land}", land=LANDS.get(row.origin, Text(row.origin))),
    ]
    if row.counted_by == row.origin:
        parts.append(
            message("impact.as_counted_by", "as {land} counts it", land=LANDS.get(row.origin, Text(row.origin)))
        )
    return joined(parts, "comma")


COMPARED: Final = (
    FIGURE,
    PERIOD,
    message("impact.unit_column", "unit"),
    message("impact.observed_column", "observed"),
    LOW_HEAD,
    MIDDLE,
    HIGH_HEAD,
    message("impact.observed_ratio", "observed / middle run"),
    message("impact.lies_column", "lies"),
    message("impact.observed_why", "why"),
)
"""Heads of what was observed in a workbook; the last says why a figure is not compared."""


def comparison_lines(result: ImpactResult) -> Iterator[tuple[str | float | None, ...]]:
    """Go through every figure of what was observed for a workbook, in the order of `COMPARED`."""
    for row in result.observed.rows if result.observed is not None else ():
        ends = (None, None, None) if row.band is None else (row.band.p5, row.band.p50, row.band.p95)
        side = None if row.side is None else SIDES[row.side]
        yield (figure_name(row), row.period, row.unit, row.figure, *ends, row.ratio, side, row.unused)


def _row(row: FigureComparison) -> tuple[str, ...]:
    assert row.band is not None  # noqa: S101 - only figures with a band are compared
    assert row.figure is not None  # noqa: S101 - the same
    assert row.side is not None  # noqa: S101 - the same
    middle, low, high = _amount(row.band.p50, row.unit), _end(row.band.p5, row.unit), _end(row.band.p95, row.unit)
    return (
        figure_name(row),
        row.period,
        _amount(row.figure, row.unit),
        around(middle, span(low, high)),
        NO_RATIO if row.ratio is None or row.unit == "points" else share(row.ratio),
        SIDES[row.side],
    )


def _amount(number: float, unit: str) -> Text:
    match unit:
        case "share":
            return share(number)
        case "points":
            return message("impact.points_of_index", "{number} points", number=f"{number:+.1f}")
        case _:
            amount: Text = quantity("amount", float(number))
            return message("impact.tonnes_of", "{amount} t", amount=amount)


def _end(number: float, unit: str) -> Text:
    """Write an end of an interval whose middle has the unit with it."""
    match unit:
        case "share":
            return share(number)
        case "points":
            return Text(f"{number:+.1f}")
        case _:
            return quantity("amount", float(number))


def observed_chart(result: ImpactResult) -> Chart | None:
    """Draw flows that were observed on their intervals, as shares of a normal month; None if there is none."""
    beside = result.observed
    rows = [row for row in beside.compared if row.normal] if beside is not None else []
    if not rows or beside is None:
        return None
    from sekisho.present.charts.observations import SeenFigure, observations_chart

    seen = [
        SeenFigure(band=_named(row, row.band, row.normal), figure=row.figure / row.normal * PERCENT)
        for row in rows
        if row.band is not None and row.figure is not None and row.normal
    ]
    outside = sum(row.side is not Side.WITHIN for row in rows)
    return observations_chart(
        seen,
        of=FIGURE,
        title=message(
            "impact.observed_title",
            "{outside} of {all} flows lie outside the interval of the runs",
            outside=outside,
            all=len(rows),
        ),
        subtitle=with_reading(
            message("impact.observed_subtitle", "Imports in % of a normal month: observed, and 90 % interval"), result
        ),
        source=run_source(result),
        unit=OF_NORMAL,
        written=fixed(0),
    )


def _named(row: FigureComparison, of: QuantileBand, normal: float) -> NamedBand:
    from sekisho.present.charts.bands import NamedBand

    levels = {name: getattr(of, name) / normal * PERCENT for name in ("p5", "p25", "p50", "p75", "p95", "mean")}
    return NamedBand(name=joined([row.period, figure_name(row)], "comma"), **levels)


def observed_data(beside: ObservedComparison | None) -> dict[str, object] | None:
    """Return a comparison as JSON holds it, without what the figures make of the loss; None if nothing was observed."""
    if beside is None:
        return None
    return {
        "file": beside.file,
        "as_of": beside.as_of.isoformat(),
        "layout": beside.layout,
        "compared": len(beside.compared),
        "outside": len(beside.outside),
        "rows": list(observed_rows(beside)),
        "notes": [str(note) for note in beside.notes],
    }


def observed_rows(beside: ObservedComparison) -> Iterator[dict[str, object]]:
    """Go through the figures of a comparison as plain data."""
    for row in beside.rows:
        yield {
            "id": row.id,
            "variable": row.variable,
            "materials": list(row.materials),
            "form": row.form,
            "hs": list(row.hs),
            "from": row.origin,
            "counted_by": row.counted_by,
            "period": row.period,
            "unit": row.unit,
            "normal": row.normal,
            "observed": row.figure,
            "simulated": None if row.band is None else rounded(row.band),
            "ratio": None if row.ratio is None else round(row.ratio, 6),
            "lies": None if row.side is None else str(row.side),
            "unused": None if row.unused is None else str(row.unused),
            "prior_tail": None if row.chance is None else round(row.chance, 6),
        }
