"""A result as an article in plain data, with how the loss was found: what the page of a run is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sekisho.i18n.locale import quantity
from sekisho.message import Text, data_of, joined, message
from sekisho.web.pages.article import article_of

if TYPE_CHECKING:
    from sekisho.impact.economy.published import PublishedEstimate
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.present.charts.chart import Chart


def article_of_impact(answer: ImpactResult | OutlookResult) -> tuple[dict[str, Any], list[Chart]]:
    """Return the document on a result as plain data with how it was found; and its charts."""
    from sekisho.present.impact.document import document_of

    article, charts = article_of(document_of(answer))
    return {**article, "finding": finding_of(answer)}, charts


def finding_of(answer: ImpactResult | OutlookResult) -> dict[str, Any]:
    """Return the loss as it is written large, its range, by how many draws it was found, and whether more move it."""
    from sekisho.impact.outlook import OutlookResult
    from sekisho.present.impact.findings import is_nothing
    from sekisho.present.impact.headline import figure_of, scales_or_anchor
    from sekisho.present.impact.names import dates
    from sekisho.present.impact.outlook import first_of
    from sekisho.present.impact.quantities import is_point

    loss = answer.mixture() if isinstance(answer, OutlookResult) else answer.percent()
    each = [result for _, result in answer.outcomes] if isinstance(answer, OutlookResult) else [answer]
    first = first_of(answer) if isinstance(answer, OutlookResult) else answer
    nothing = all(is_nothing(run) for run in each)
    large = None
    if not nothing and all(run.bounds.hold for run in each):
        figure = figure_of(loss, scales_or_anchor(first), runs=first.draws, days=dates(first))
        large = {name: data_of(getattr(figure, name)) for name in ("amount", "others", "says", "range")}
    return {"nothing": nothing, "point": is_point(loss), "draws": first.draws, "figure": large}


STEP: Final = 0.5
"""Per cent of GDP between two lines of the drawing."""
FREE: Final = 1.14
"""Width of the drawing beyond the last thing drawn."""
TOP, ROW, RINGS = 18, 40, 20
"""Heights in pixels: where the first band lies, of a row, and of the names below its rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A loss as a band, with what others published for the same question; places in per cent of the width.

    Parameters
    ----------
    name
        The scenario.
    top
        Where its band begins, in pixels.
    rings
        Place of each estimate, and its house with per cent of GDP.
    """

    name: str
    top: int
    low: float
    middle: float
    mean: float
    high: float
    rings: tuple[tuple[float, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBeside:
    """Losses beside what others published, as a drawing `height` pixels high.

    Parameters
    ----------
    houses
        What each published, in its own unit.
    grid
        Place and per cent of GDP of each line.
    """

    rows: tuple[PublishedRow, ...]
    height: int
    houses: Text
    grid: tuple[tuple[float, Text], ...]


def published_beside(answers: Sequence[tuple[str, ImpactResult]]) -> PublishedBeside | None:
    """Draw losses beside what others published for the same questions; None where nobody did."""
    from sekisho.impact.economy.published import house_name
    from sekisho.present.impact.comparisons import published_figure

    estimates = [estimate for _, answer in answers for estimate in _same_question(answer)]
    if not estimates:
        return None
    ends = [answer.percent().p95 for _, answer in answers]
    most = FREE * max(*ends, *(estimate.percent or 0.0 for estimate in estimates))
    lines = [line * STEP for line in range(int(most / STEP) + 1)]
    rows = tuple(_rows(answers, most))
    last = rows[-1]
    return PublishedBeside(
        rows=rows,
        height=last.top + ROW + (RINGS if last.rings else 0),
        houses=joined(
            dict.fromkeys(
                message(
                    "web.house_published",
                    "{house} {figure}",
                    house=house_name(estimate.house),
                    figure=published_figure(estimate),
                )
                for estimate in estimates
            ),
            "semicolon",
        ),
        grid=tuple((_place(line, most), quantity("significant", line, 1)) for line in lines),
    )


def _same_question(answer: ImpactResult) -> list[PublishedEstimate]:
    """Return the estimates that have a figure for the question of a run itself, not for another that is like it."""
    return [] if answer.beside else [estimate for estimate in answer.published if estimate.percent is not None]


def _place(percent: float, most: float) -> float:
    return round(100 * percent / most, 1)


def _rows(answers: Sequence[tuple[str, ImpactResult]], most: float) -> Iterator[PublishedRow]:
    from sekisho.impact.economy.published import house_name

    top = TOP
    for name, answer in answers:
        band = answer.percent()
        rings = tuple(
            (
                _place(estimate.percent or 0.0, most),
                message(
                    "web.house_ring",
                    "{house} {percent}",
                    house=house_name(estimate.house),
                    percent=quantity("significant", estimate.percent or 0.0, 2),
                ),
            )
            for estimate in _same_question(answer)
        )
        yield PublishedRow(
            name=name,
            top=top,
            low=_place(band.p5, most),
            middle=_place(band.p50, most),
            mean=_place(band.mean, most),
            high=_place(band.p95, most),
            rings=rings,
        )
        top += ROW + (RINGS if rings else 0)
