"""A result as an article in plain data, and its charts as files: what the page of a run is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.message import data_of

if TYPE_CHECKING:
    from sekisho.i18n.messages import Translator
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.present.charts.chart import Chart
    from sekisho.present.document import ChartFigure, Document, Part, Table


def article_of(answer: ImpactResult | OutlookResult) -> tuple[dict[str, Any], list[Chart]]:
    """Return the document on a result as plain data, its texts as `data_of` gives them; and its charts.

    A figure names the number of its chart.
    """
    from sekisho.present.impact.document import document_of

    charts: list[Chart] = []
    document = document_of(answer)
    return {**_document(document, charts), "finding": _finding(answer)}, charts


def _document(document: Document, charts: list[Chart]) -> dict[str, Any]:
    head = document.head
    return {
        "title": data_of(head.title),
        "line": data_of(head.line),
        "findings": [data_of(each) for each in head.findings],
        "cautions": [data_of(each) for each in head.cautions],
        "card": [[data_of(name), data_of(text)] for name, text in head.card.items()],
        "sections": [
            {"heading": data_of(one.heading), "parts": [_part(each, charts) for each in one.parts]}
            for one in document.sections
        ],
    }


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


def _part(part: Part, charts: list[Chart]) -> dict[str, Any]:
    from sekisho.present.document import Paragraph, Points, Table

    match part:
        case Paragraph():
            return {"kind": "paragraph", "text": data_of(part.text)}
        case Points():
            return {"kind": "points", "items": [data_of(item) for item in part.items]}
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
        "title": data_of(chart.title),
        "subtitle": data_of(chart.subtitle),
        "source": data_of(chart.source),
        "label": data_of(chart.label),
        "table": _grid(figure.table),
    }


def _grid(grid: Table) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": data_of(grid.caption),
        "heads": [data_of(head) for head in grid.heads],
        "rows": [[data_of(cell) for cell in row] for row in grid.rows],
        "texts": grid.texts,
        "folded": data_of(grid.folded),
        "spare": sorted(grid.spare),
    }


def draw(charts: Sequence[Chart], out: Path, translator: Translator) -> None:
    """Draw charts for a wide page and for a slim one, their words in a language: `chart-1.svg`, `chart-1-slim.svg`."""
    from sekisho.present.render.charts import svg

    for number, chart in enumerate(charts, start=1):
        for slim in (False, True):
            file = out / f"chart-{number}{'-slim' if slim else ''}.svg"
            drawn = svg(chart, translator.say, framed=False, slim=slim)
            file.write_text(drawn, encoding="utf-8", newline="\n")
