"""A result as an article in plain data, and its charts as files: what the page of a run is made of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.web.impacts.retold import Retold

if TYPE_CHECKING:
    from sekisho.impact.bands import Band
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.result import ImpactResult
    from sekisho.report.impact.parts import Grid, Part


def article_of(found: ImpactResult | OutlookResult) -> dict[str, Any]:
    """Return head, finding and sections of the report on a result, all its sentences in English."""
    from sekisho.impact.outlook import OutlookResult
    from sekisho.report.impact.article import sections_of
    from sekisho.report.impact.charts import charts_of
    from sekisho.report.impact.heads import head_of
    from sekisho.report.impact.outlook_article import outlook_sections

    names = {chart.title: name for name, chart in charts_of(found).items()}
    sections = outlook_sections(found) if isinstance(found, OutlookResult) else sections_of(found)
    head = head_of(found)
    return {
        "title": head.title,
        "line": head.line,
        "findings": list(head.findings),
        "cautions": list(head.cautions),
        "card": dict(head.card),
        "finding": _finding(found),
        "sections": [{"heading": one.heading, "parts": [_part(each, names) for each in one.parts]} for one in sections],
    }


def _finding(found: ImpactResult | OutlookResult) -> dict[str, Any]:
    """Return the numbers of the finding as they are read, the interval apart from the median."""
    from sekisho.impact.outlook import OutlookResult
    from sekisho.report.impact.finding import LANDS, is_nothing
    from sekisho.report.impact.numbers import is_point, money, percent
    from sekisho.report.impact.outlook import first_of, readings_of

    several = isinstance(found, OutlookResult)
    first = first_of(found) if isinstance(found, OutlookResult) else found
    loss: Band = found.mixture() if isinstance(found, OutlookResult) else found.percent()
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


def _part(part: Part, names: dict[str, str]) -> dict[str, Any]:
    match part.kind:
        case "paragraph":
            return {"kind": "paragraph", "text": part.text}  # type: ignore[union-attr] # the kind says which
        case "points":
            return {"kind": "points", "items": list(part.items)}  # type: ignore[union-attr] # the same
        case "grid":
            return _grid(part)  # type: ignore[arg-type] # the same
        case _:
            chart, table = part.chart, part.table  # type: ignore[union-attr] # the same
            return {
                "kind": "figure",
                "name": names.get(chart.title, ""),
                "title": chart.title,
                "subtitle": chart.subtitle,
                "source": chart.source,
                "says": chart.says,
                "table": _grid(table),
            }


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": grid.caption,
        "heads": list(grid.heads),
        "rows": [list(row) for row in grid.rows],
        "texts": grid.texts,
        "folded": grid.folded,
        "spare": sorted(grid.spare),
    }


def draw(found: ImpactResult | OutlookResult, out: Path, language: str) -> None:
    """Draw every chart of a result for a wide page and for a slim one, its words in a language."""
    from dataclasses import replace

    from sekisho.report.charts.drawn import svg
    from sekisho.report.impact.charts import charts_of

    say = Retold(language)
    for name, chart in charts_of(found).items():
        told = replace(chart, spec=say.spec(chart.spec), slim=say.spec(chart.slim) if chart.slim else None)
        for slim in (False, True):
            file = out / f"{name}{'-slim' if slim else ''}.svg"
            file.write_text(svg(told, framed=False, slim=slim), encoding="utf-8", newline="\n")
