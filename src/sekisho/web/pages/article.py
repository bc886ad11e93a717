"""A document as an article in plain data, and its charts as files: what the page of a run is made of, and tells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from sekisho.message import data_of, text_from
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.calendar import calendar_svg
from sekisho.present.render.template import glued
from sekisho.web.jobs.job import Job
from sekisho.web.request_context import RequestContext

if TYPE_CHECKING:
    from sekisho.i18n.messages import Translator
    from sekisho.present.charts.chart import Chart
    from sekisho.present.document import Calendar, ChartFigure, Constants, Document, Part, Table

ARTICLE: Final = "article.json"
"""File of a run that holds its article."""
SIGNS: Final = {shape: word.replace(" ", "-").replace("_", "-") for word, shape in SHAPES.items()}
"""Class of style of each sign of an outcome: colour sits on signs alone."""


def article_of(document: Document) -> tuple[dict[str, Any], list[Chart]]:
    """Return a document as plain data, its texts as `data_of` gives them; and its charts.

    A figure names the number of its chart.
    """
    charts: list[Chart] = []
    head = document.head
    article = {
        "title": data_of(head.title),
        "line": data_of(head.line),
        "findings": [data_of(text) for text in head.findings],
        "cautions": [data_of(text) for text in head.cautions],
        "card": [[data_of(name), data_of(text)] for name, text in head.card.items()],
        "sections": [
            {
                "heading": data_of(one.heading),
                "is_detail": one.is_detail,
                "is_secondary": one.is_secondary,
                "parts": [_part(part, charts) for part in one.parts],
            }
            for one in document.sections
        ],
    }
    return article, charts


def _part(part: Part, charts: list[Chart]) -> dict[str, Any]:
    from sekisho.present.document import Calendar, Constants, Paragraph, Points, Table

    match part:
        case Paragraph():
            return {"kind": "paragraph", "text": data_of(part.text)}
        case Points():
            return {"kind": "points", "items": [data_of(item) for item in part.items]}
        case Table():
            return _grid(part)
        case Calendar():
            return _calendar(part)
        case Constants():
            return _constants(part)
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
        "layout": grid.layout,
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    return {
        "kind": "calendar",
        "caption": data_of(calendar.caption),
        "heads": [data_of(head) for head in calendar.heads],
        "weeks": calendar.weeks,
        "marks": list(calendar.marks),
        "rows": [
            {
                "name": data_of(row.name),
                "certain": [list(one) for one in row.certain],
                "possible": [list(one) for one in row.possible],
                "text": data_of(row.text),
            }
            for row in calendar.lines
        ],
    }


def _constants(constants: Constants) -> dict[str, Any]:
    return {
        "kind": "constants",
        "caption": data_of(constants.caption),
        "rows": [[name, *map(data_of, words)] for name, *words in constants.questions],
    }


def draw(charts: Sequence[Chart], out: Path, translator: Translator, *, end: str = "", whole: bool = False) -> None:
    """Draw charts for a wide page and for a slim one, their words in a language: `chart-1.svg`, `chart-1-slim.svg`.

    Parameters
    ----------
    end
        What stands behind the number in the name of a file, such as a language.
    whole
        Whether they are drawn too with title and source, to be taken along: `chart-1-whole.svg`, `chart-1.png`.
    """
    from sekisho.present.render.charts import png, svg

    for number, chart in enumerate(charts, start=1):
        for slim in (False, True):
            file = out / f"chart-{number}{end}{'-slim' if slim else ''}.svg"
            drawn = svg(chart, translator.say, framed=False, slim=slim)
            file.write_text(drawn, encoding="utf-8", newline="\n")
        if whole:
            framed = svg(chart, translator.say)
            (out / f"chart-{number}{end}-whole.svg").write_text(framed, encoding="utf-8", newline="\n")
            (out / f"chart-{number}{end}.png").write_bytes(png(chart, translator.say))


def put_article(article: dict[str, Any], out: Path) -> None:
    """Leave an article among the results of a run."""
    (out / ARTICLE).write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")


def article_of_run(run: Job) -> dict[str, Any]:
    """Return the article of a run that is done."""
    article: dict[str, Any] = text_from(json.loads((run.out / ARTICLE).read_text(encoding="utf-8")))
    return article


class ArticleTelling:
    """Says what an article says, in the language of a visit."""

    def __init__(self, visit: RequestContext) -> None:
        """Speak the language of a visit."""
        self.visit = visit
        self.translator = visit.tell.translator

    def say(self, text: str) -> str:
        """Tell a text of a report."""
        return self.translator.say(text)

    def marked(self, text: str) -> Markup:
        """Tell a text of a report, whole numbers and dates; one that is told in English alone is marked so."""
        language, told = self.translator.tagged(text)
        whole = glued(told)
        return whole if language == self.visit.language else Markup('<span lang="{}">{}</span>').format(language, whole)

    def cell(self, text: str) -> Markup:
        """Tell what stands in a cell, a sign of an outcome in its colour."""
        whole = self.marked(text)
        for shape, name in SIGNS.items():
            sign = Markup('<span class="outcome {}"><span class="shape" aria-hidden="true">{}</span></span>')
            if shape in whole:
                whole = whole.replace(shape, sign.format(name, shape))
        return whole

    def weeks(self, row: dict[str, Any], weeks: int) -> Markup:
        """Draw the weeks of a line of a calendar."""
        return calendar_svg(row["certain"], row["possible"], weeks)
