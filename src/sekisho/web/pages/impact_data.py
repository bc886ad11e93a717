"""A result as an article in plain data, and its charts as files: what the page of a run is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.web.pages.impact_translation import Retold

if TYPE_CHECKING:
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.bands import QuantileBand
    from sekisho.impact.results.result import ImpactResult
    from sekisho.present.charts.chart import Chart
    from sekisho.present.document import ChartFigure, Part, Table


def article_of(found: ImpactResult | OutlookResult) -> tuple[dict[str, Any], list[Chart]]:
    """Return head, finding and sections of the report on a result, all its sentences in English; and its charts.

    A figure names the number of its chart.
    """
    from sekisho.impact.outlook import OutlookResult
    from sekisho.present.impact.document import sections_of
    from sekisho.present.impact.outlook_document import outlook_sections
    from sekisho.present.impact.summary import head_of

    charts: list[Chart] = []
    sections = outlook_sections(found) if isinstance(found, OutlookResult) else sections_of(found)
    head = head_of(found)
    article = {
        "title": head.title,
        "line": head.line,
        "findings": list(head.findings),
        "cautions": list(head.cautions),
        "card": dict(head.card),
        "finding": _finding(found),
        "sections": [
            {"heading": one.heading, "parts": [_part(each, charts) for each in one.parts]} for one in sections
        ],
    }
    return article, charts


def _finding(found: ImpactResult | OutlookResult) -> dict[str, Any]:
    """Return the numbers of the finding as they are read, the interval apart from the median."""
    from sekisho.impact.outlook import OutlookResult
    from sekisho.present.impact.findings import LANDS, is_nothing
    from sekisho.present.impact.outlook import first_of, readings_of
    from sekisho.present.impact.quantities import is_point, money, percent

    several = isinstance(found, OutlookResult)
    first = first_of(found) if isinstance(found, OutlookResult) else found
    loss: QuantileBand = found.mixture() if isinstance(found, OutlookResult) else found.percent()
    amount = loss * first.money
    by_law = bool(readings_of(found)) if isinstance(found, OutlookResult) else len(found.readings) > 1
    each = [result for _, result in found.outcomes] if isinstance(found, OutlookResult) else [found]
    return {
        "nothing": all(is_nothing(one) for one in each),
        "point": is_point(loss),
        "several": several,
        "by_law": by_law,
        "reading": str(found.reading),
        "land": LANDS.get(first.scenario.buyer, first.scenario.buyer),
        "months": first.horizon.months,
        "start": first.horizon.start.isoformat(),
        "end": first.horizon.date_of(first.horizon.days - 1).isoformat(),
        "low": percent(loss.p5),
        "median": percent(loss.p50),
        "high": percent(loss.p95),
        "currency": first.anchor.currency,
        "year": first.anchor.year,
        "amount_low": money(amount.p5),
        "amount_median": money(amount.p50),
        "amount_high": money(amount.p95),
        "draws": first.draws,
    }


def _part(part: Part, charts: list[Chart]) -> dict[str, Any]:
    from sekisho.present.document import Paragraph, Points, Table

    match part:
        case Paragraph():
            return {"kind": "paragraph", "text": part.text}
        case Points():
            return {"kind": "points", "items": list(part.items)}
        case Table():
            return _grid(part)
        case _:
            return _figure(part, charts)


def _figure(figure: ChartFigure, charts: list[Chart]) -> dict[str, Any]:
    chart = figure.chart
    charts.append(chart)
    return {
        "kind": "figure",
        "number": len(charts),
        "title": chart.title,
        "subtitle": chart.subtitle,
        "source": chart.source,
        "says": chart.says,
        "table": _grid(figure.table),
    }


def _grid(grid: Table) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": grid.caption,
        "heads": list(grid.heads),
        "rows": [list(row) for row in grid.rows],
        "texts": grid.texts,
        "folded": grid.folded,
        "spare": sorted(grid.spare),
    }


def draw(charts: Sequence[Chart], out: Path, language: str) -> None:
    """Draw charts for a wide page and for a slim one, their words in a language: `chart-1.svg`, `chart-1-slim.svg`."""
    from dataclasses import replace

    from sekisho.present.render.charts import svg

    say = Retold(language)
    for number, chart in enumerate(charts, start=1):
        told = replace(chart, spec=say.spec(chart.spec), slim=say.spec(chart.slim) if chart.slim else None)
        for slim in (False, True):
            file = out / f"chart-{number}{'-slim' if slim else ''}.svg"
            file.write_text(svg(told, framed=False, slim=slim), encoding="utf-8", newline="\n")
