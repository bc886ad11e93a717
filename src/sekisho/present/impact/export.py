"""A result in the form that was asked for: text, JSON, YAML, CSV, and files of each kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Final

from sekisho.errors import Problem, ScenarioError, did_you_mean
from sekisho.files.formats import whole_file
from sekisho.files.records import as_json, write_table
from sekisho.i18n.messages import Translator
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.message import joined, message
from sekisho.present.brief.cost import cost_lines
from sekisho.present.impact.data import impact_data, impact_rows
from sekisho.present.impact.flows import flow_table_rows, flows_text
from sekisho.present.impact.formats import CHARTS, TABLES
from sekisho.present.impact.outlook import outlook_data, outlook_rows, outlook_text
from sekisho.present.impact.terminal import impact_text
from sekisho.present.impact.why import why_text
from sekisho.present.render.pdf import check_pdf, pdf_of

(FLOWS,) = TABLES
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    ".html": ("jinja2", "altair", "vl_convert"),
    ".pdf": ("jinja2", "altair", "vl_convert"),
    ".xlsx": ("xlsxwriter",),
    ".svg": ("altair", "vl_convert"),
    ".png": ("altair", "vl_convert"),
    ".parquet": ("duckdb",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """A result in every form, each made when it is asked for.

    Parameters
    ----------
    full
        Whether the text is everything; else what fits half a screen.
    show
        What is told in place of the loss, one of TABLES; empty for the loss.
    """

    found: ImpactResult | OutlookResult
    width: int
    full: bool
    translator: Translator = field(default_factory=Translator)
    show: str = ""

    @property
    def text(self) -> Sequence[str]:
        """Lines for a terminal."""
        if self.show == FLOWS and isinstance(self.found, ImpactResult):
            return flows_text(self.found, width=self.width, translator=self.translator, full=self.full)
        if not self.full:
            return self._short()
        if isinstance(self.found, OutlookResult):
            return outlook_text(self.found, width=self.width, translator=self.translator)
        return impact_text(self.found, width=self.width, translator=self.translator)

    def _short(self) -> list[str]:
        """Tell what fits half a screen; below it what one input does, where that was asked."""
        lines = cost_lines(self.found, width=self.width, translator=self.translator)
        if isinstance(self.found, OutlookResult):
            return lines
        return [*lines, *why_text(self.found, width=self.width, translator=self.translator)]

    @property
    def data(self) -> Mapping[str, object]:
        """Everything but the single draws."""
        return outlook_data(self.found) if isinstance(self.found, OutlookResult) else impact_data(self.found)

    @property
    def rows(self) -> Sequence[Mapping[str, object]]:
        """The tidy table, an interval in every row."""
        if self.show == FLOWS and isinstance(self.found, ImpactResult):
            return tuple(flow_table_rows(self.found))
        return tuple(outlook_rows(self.found) if isinstance(self.found, OutlookResult) else impact_rows(self.found))


def told(
    found: ImpactResult | OutlookResult,
    *,
    width: int,
    full: bool,
    translator: Translator | None = None,
    show: str = "",
) -> Exporter:
    """Tell a result, or an outlook, in every form; in English if no translator is given.

    Parameters
    ----------
    show
        What is told in place of the loss, one of TABLES; an outlook tells its loss.
    """
    return Exporter(found=found, width=width, full=full, translator=translator or Translator(), show=show)


def check_writers(paths: Iterable[Path]) -> None:
    """Find out, before any work, whether what writes such files is installed.

    Raises
    ------
    ModuleNotFoundError
        If it is not; it names the module.
    SekishoError
        If it is not, of what writes PDF.
    """
    for path in paths:
        if path.suffix == ".pdf":
            check_pdf()
        for module in NEEDS.get(path.suffix, ()):
            import_module(module)


def write(one: Exporter, path: Path, *, chart: str = CHARTS[0]) -> None:
    """Write a result to a file, by its ending; what is broken off leaves nothing.

    Parameters
    ----------
    path
        Ends in one of ENDINGS.
    chart
        Name of the chart that a drawing shows.

    Raises
    ------
    ScenarioError
        If the result has no such chart.
    """
    match path.suffix:
        case ".json":
            with whole_file(path) as file:
                file.write(as_json(one.data) + "\n")
        case ".csv" | ".parquet":
            rows = one.rows
            write_table(path, list(rows[0]), rows)
        case ".html":
            from sekisho.present.impact.page import page

            with whole_file(path) as file:
                file.write(page(one.found, one.translator))
        case _:
            partial = path.with_name(f".{path.name}.partial")
            try:
                _binary(one, partial, path.suffix, chart)
                partial.replace(path)
            finally:
                partial.unlink(missing_ok=True)


def _binary(one: Exporter, path: Path, kind: str, chart: str) -> None:
    match kind:
        case ".xlsx":
            from sekisho.present.impact.workbook import write_impact_workbook

            write_impact_workbook(one.found, path, one.translator)
        case ".pdf":
            from sekisho.present.impact.page import SHORT_STYLE, page

            html = page(one.found, one.translator, short=not one.full)
            path.write_bytes(pdf_of(html, styles=() if one.full else (SHORT_STYLE,)))
        case _:
            _draw(one, path, kind, chart)


def _draw(one: Exporter, path: Path, kind: str, name: str) -> None:
    from sekisho.present.impact.charts import charts_of
    from sekisho.present.render.charts import png, svg

    found, tell = one.found, one.translator.say
    charts = charts_of(found)
    if name not in charts:
        what = message("report_file.no_chart", "{id} has no chart '{name}'.", id=found.scenario.id, name=name)
        names = joined(charts, "comma") or message("report_file.nothing_lost", "none, as nothing is lost")
        has = message("report_file.it_has", "It has: {charts}.", charts=names)
        remedy = joined((did_you_mean(name, charts), has), "sentence")
        raise ScenarioError(Problem(where="chart", what=what, remedy=remedy))
    if kind == ".svg":
        path.write_text(svg(charts[name], tell), encoding="utf-8", newline="\n")
    else:
        path.write_bytes(png(charts[name], tell))
