"""A result as an article in plain data, with how the loss was found: what the page of a run is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sekisho.web.pages.article import article_of

if TYPE_CHECKING:
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
    from sekisho.message import data_of
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
