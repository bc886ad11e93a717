"""Exposure in files: tables, data, a page, a workbook, and answers for the order book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Final

from sekisho.errors import BillError, Problem
from sekisho.exposure.result import Exposure
from sekisho.exposure.value_shares import share_text
from sekisho.files.formats import whole_file
from sekisho.files.records import as_json, write_table
from sekisho.i18n.messages import Translator
from sekisho.message import joined, message
from sekisho.present.exposure.data import exposure_data, exposure_rows
from sekisho.present.exposure.formats import CHARTS

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    ".html": ("jinja2", "altair", "vl_convert"),
    ".xlsx": ("xlsxwriter",),
    ".svg": ("altair", "vl_convert"),
    ".png": ("altair", "vl_convert"),
}
ANSWERS: Final = ("fact", "description", "answer", "by", "on", "basis")


def check_writers(paths: Iterable[Path]) -> None:
    """Find out, before any work, whether what writes such files is installed.

    Raises
    ------
    ModuleNotFoundError
        If it is not; it names the module.
    """
    for path in paths:
        for module in NEEDS.get(path.suffix, ()):
            import_module(module)


def write(
    found: Exposure,
    path: Path,
    *,
    chart: str = CHARTS[0],
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> None:
    """Write an exposure to a file, by its ending; what is broken off leaves nothing.

    Parameters
    ----------
    chart
        The chart that `.svg` and `.png` show.
    translator
        Tells pages, workbooks and charts in a language.

    Raises
    ------
    BillError
        If the exposure has no such chart.
    """
    match path.suffix:
        case ".xlsx":
            from sekisho.present.exposure.workbook import write_workbook

            write_workbook(found, path, translator)
        case ".html":
            from sekisho.present.exposure.page import page

            with whole_file(path) as file:
                file.write(page(found, translator))
        case ".svg" | ".png":
            _draw(found, path, chart, translator)
        case ".json":
            with whole_file(path) as file:
                file.write(as_json(exposure_data(found)) + "\n")
        case _:
            rows = list(exposure_rows(found))
            write_table(path, list(rows[0]) if rows else [], rows)


def _draw(found: Exposure, path: Path, name: str, translator: Translator) -> None:
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.render.charts import png, svg

    charts = charts_of(found)
    if name not in charts:
        stated = any(row.revenue for row in found.products)
        why = (
            message("report_file.no_risk", "nothing is at risk")
            if stated
            else message("report_file.no_revenue", "no product states its revenue")
        )
        what = message("report_file.no_chart_of", "there is no chart of {name}: {why}.", name=name, why=why)
        remedy = (
            message("report_file.it_has", "It has: {charts}.", charts=joined(charts, "comma"))
            if charts
            else message("report_file.give_revenue", "Give products a 'revenue', or 'units_year' and a price.")
        )
        raise BillError(Problem(where="chart", what=what, remedy=remedy))
    say = translator.say
    drawn = svg(charts[name], say).encode() if path.suffix == ".svg" else png(charts[name], say)
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(drawn)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_answers(found: Exposure, path: Path, *, on: date) -> None:
    """Write the share of each product as an answer for the lines of an order book with its number or description.

    The share is that of the chosen reading, from the least to the most of the products of that description; one of
    which nothing is known is left out.
    """
    shares: dict[str, tuple[float, float]] = {}
    for row in found.products:
        share = row.shares[found.reading]
        for name in {row.product: 0, row.name: 0}:
            low, high = shares.get(name, (share.low, share.high))
            shares[name] = min(low, share.low), max(high, share.high)
    rows = (
        {
            "fact": str(found.shares.rule.fact),
            "description": name,
            "answer": share_text(*bounds),
            "by": f"exposure of {found.bill.name}",
            "on": on.isoformat(),
            "basis": f"{found.shares.measure.id}, {found.reading} reading, as of {found.as_of}",
        }
        for name, bounds in shares.items()
        if bounds != (0.0, 1.0)
    )
    write_table(path, ANSWERS, rows)
