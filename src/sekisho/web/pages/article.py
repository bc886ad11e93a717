"""A document as an article in plain data, and its charts as files: what the page of a run is made of, and tells."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock, get_ident
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from sekisho.errors import LibraryError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.message import data_of, message, text_from
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.calendar import calendar_svg
from sekisho.present.render.template import glued
from sekisho.web.jobs.job import Job
from sekisho.web.messages import LANGUAGES
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Download

if TYPE_CHECKING:
    from sekisho.i18n.messages import Translator
    from sekisho.present.charts.chart import Cell, Chart
    from sekisho.present.document import Calendar, ChartFigure, Constants, Document, Part, Table

ARTICLE: Final = "article.json"
"""File of a run that holds its article."""
LAID: Final = "charts-{}.json"
"""File of a run that holds its charts in a language, laid by to be drawn."""
CHART: Final = re.compile(
    rf"chart-(?P<number>[1-9]\d?)-(?P<language>{'|'.join(LANGUAGES)})(?P<end>-slim|-whole)?\.(?P<kind>svg|png|csv)"
)
"""Name of the file of a drawing, or of the table beside it."""
CHART_KINDS: Final[Mapping[str, str]] = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8"}
"""What a file of a chart is, by its ending."""
TAKEN: Final = (("chart-{}-{}.png", "PNG"), ("chart-{}-{}-whole.svg", "SVG"), ("chart-{}-{}.csv", "CSV"))
"""What is taken along of every chart."""
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DRAWING: Final = Lock()
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
        "label": data_of(chart.says),
        "table": _grid(figure.table),
    }


def _grid(grid: Table) -> dict[str, Any]:
    return {
        "kind": "grid",
        "caption": data_of(grid.caption),
        "heads": [data_of(head) for head in grid.heads],
        "rows": [[data_of(cell) for cell in row] for row in grid.rows],
        "texts": grid.texts,
        "words": sorted(grid.words),
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


def draw(charts: Sequence[Chart], out: Path, tellers: Mapping[str, Translator], language: str) -> None:
    """Lay charts by in every language, and draw those of one, of which a page is sure to be asked.

    A file is named after the number of the chart and the language: `chart-1-en.svg`, `chart-1-en-slim.svg`, and to be
    taken along, with title and source, `chart-1-en-whole.svg` and `chart-1-en.png`.
    """
    from sekisho.present.render.charts import SLIM, WIDE, drawn_from

    for number, chart in enumerate(lay_by(charts, out, tellers)[language], start=1):
        for which, end in ((WIDE, ""), (SLIM, "-slim")):
            (out / f"chart-{number}-{language}{end}.svg").write_bytes(drawn_from(chart, which))


def lay_by(charts: Sequence[Chart], out: Path, tellers: Mapping[str, Translator]) -> dict[str, list[Any]]:
    """Lay charts by in some languages, to be drawn when a page is asked for them; returns them by language."""
    from sekisho.present.render.charts import laid_by

    laid = {spoken: [laid_by(plain, teller.say) for plain in charts] for spoken, teller in tellers.items()}
    for spoken, drawings in laid.items():
        (out / LAID.format(spoken)).write_text(json.dumps(drawings, ensure_ascii=False), encoding="utf-8")
    return laid


def chart_file(job: Job, name: str) -> Path | None:
    """Return the drawing of a chart by the name of its file, drawn now if nobody asked for it yet; None if none is.

    The table of a chart stands there since the run.
    """
    match = CHART.fullmatch(name)
    laid = job.file(LAID.format(match["language"])) if match is not None else None
    if match is None or laid is None or (path := job.file(name)) is not None:
        return path if match is not None and laid is not None else None
    if match["kind"] == "csv":
        return None
    from sekisho.present.render.charts import SLIM, WHOLE, WIDE, drawn_from

    try:
        charts, number = json.loads(laid.read_text(encoding="utf-8")), int(match["number"])
    except FileNotFoundError:  # the run was deleted while its page asked for its charts
        return None
    if not 0 < number <= len(charts):
        return None
    which = {None: WIDE, "-slim": SLIM, "-whole": WHOLE}[match["end"]]
    as_png = match["kind"] == "png"
    with _DRAWING:  # one at a time: a page asks for all its charts at once, and a core is busy with each
        drawn = drawn_from(charts[number - 1], WHOLE if as_png else which, as_png=as_png)
    path = job.out / name
    beside = path.with_name(f"{name}.{get_ident()}")
    beside.write_bytes(drawn)
    return beside.replace(path)


def figure_of(chart: Chart) -> dict[str, Any]:
    """Return what a page that belongs to no run shows of its one chart, whose table stands on the page already."""
    return {
        "kind": "figure",
        "number": 1,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "source": chart.source,
        "label": chart.says,
        "table": None,
    }


def drawn_file(chart: Chart, name: str, visit: RequestContext, *, stem: str) -> Download:
    """Draw a chart that belongs to no run as a file, or write its table; what was drawn is remembered.

    Parameters
    ----------
    name
        As of the charts of a run: `chart-1-en.svg`.
    stem
        Names the file to whoever takes it along.

    Raises
    ------
    LibraryError
        If no file of a chart is named so.
    """
    match = CHART.fullmatch(name)
    if match is None or match["number"] != "1" or match["language"] is None:
        raise LibraryError(
            Problem(
                where="chart",
                what=message("web.no_file_of_it", "there is no {name} of it.", name=name[:80]),
                remedy=message("web.see_the_page", "Its page names its files."),
            )
        )
    language, kind = match["language"], match["kind"]
    say = teller_of(visit.library, language).translator.say

    def drawn() -> bytes:
        if kind == "csv":
            from sekisho.files.records import as_csv

            headings = {column.heading: say(column.heading) for column in chart.columns}
            rows = ({headings[head]: _said(cell, say) for head, cell in row.items()} for row in chart.records())
            return as_csv(list(rows)).encode()
        from sekisho.present.render.charts import SLIM, WHOLE, WIDE, drawn_from, laid_by

        which = WHOLE if kind == "png" else {None: WIDE, "-slim": SLIM, "-whole": WHOLE}[match["end"]]
        with _DRAWING:
            return drawn_from(laid_by(chart, say), which, as_png=kind == "png")

    content = visit.settings.answers.told(("chart", stem, name, visit.library.hash), drawn)
    return Download(name=f"{stem}.{kind}", kind=CHART_KINDS[kind], content=content)


def _said(cell: Cell, say: Callable[[str], str]) -> Cell:
    return say(cell) if isinstance(cell, str) else cell


def taken_of(run: Job, language: str) -> tuple[tuple[str, str], ...]:
    """Return what is taken along of every chart, file and name; a run made before charts had tables offers none."""
    has_tables = run.file(f"chart-1-{language}.csv") is not None
    return tuple((name, says) for name, says in TAKEN if has_tables or says != "CSV")


def put_article(article: dict[str, Any], out: Path, tellers: Mapping[str, Translator]) -> None:
    """Leave an article among the results of a run, and the table of each of its charts in every language."""
    from sekisho.files.records import as_csv

    spoken_of: dict[str, Any] = text_from(json.loads(json.dumps(article)))
    figures = [part for section in spoken_of["sections"] for part in section["parts"] if part["kind"] == "figure"]
    for part in figures:
        heads, rows = part["table"]["heads"], part["table"]["rows"]
        for spoken, translator in tellers.items():
            names = [translator.say(head) or str(at) for at, head in enumerate(heads, start=1)]
            records = [dict(zip(names, map(translator.say, row), strict=True)) for row in rows]
            (out / f"chart-{part['number']}-{spoken}.csv").write_text(as_csv(records), encoding="utf-8")
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
        whole = self.marked(text) if not _DAY.fullmatch(text) else Markup.escape(self.visit.words.short_day(text))
        for shape, name in SIGNS.items():
            sign = Markup('<span class="outcome {}"><span class="shape" aria-hidden="true">{}</span></span>')
            if shape in whole:
                whole = whole.replace(shape, sign.format(name, shape))
        return whole

    def weeks(self, row: dict[str, Any], weeks: int) -> Markup:
        """Draw the weeks of a line of a calendar."""
        return calendar_svg(row["certain"], row["possible"], weeks)
