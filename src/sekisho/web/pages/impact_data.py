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
    return {**article, "finding": _finding(answer)}, charts


def _finding(answer: ImpactResult | OutlookResult) -> dict[str, Any]:
    """Return by how many draws the loss was found, and whether more of them could move it."""
    from sekisho.impact.outlook import OutlookResult
    from sekisho.present.impact.findings import is_nothing
    from sekisho.present.impact.outlook import first_of
    from sekisho.present.impact.quantities import is_point

    loss = answer.mixture() if isinstance(answer, OutlookResult) else answer.percent()
    each = [result for _, result in answer.outcomes] if isinstance(answer, OutlookResult) else [answer]
    first = first_of(answer) if isinstance(answer, OutlookResult) else answer
    return {"nothing": all(is_nothing(one) for one in each), "point": is_point(loss), "draws": first.draws}
