"""What the page of an exposure shows, as plain data, and its charts as files with their words in a language."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.i18n.messages import Translator
from sekisho.message import data_of
from sekisho.web.messages import LANGUAGES

if TYPE_CHECKING:
    from sekisho.exposure.result import Exposure

PRODUCTS: Final = 50
PARTS: Final = 50
TREES: Final = 5
"""Products that are laid out."""


def seen_of(found: Exposure) -> dict[str, Any]:
    """Return what the page shows: the first products and parts whole, and the first products laid out."""
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.exposure.data import exposure_data
    from sekisho.present.exposure.findings import said_of_all, standings
    from sekisho.present.exposure.terminal import folded
    from sekisho.present.exposure.tree import leaves

    data: dict[str, Any] = exposure_data(found)
    near = {"stands", "", "could"}
    shown = [part for part in data["parts"] if part["standing"] in near]
    curbed = [part for part in shown if part["standing"] != "could"]
    could = [part for part in shown if part["standing"] == "could"]
    labels = {row.product: found.bill.parts.labelled(row.part) for row in found.products[:PRODUCTS]}
    labels |= {row.number: found.bill.parts.labelled(row.part) for row in found.parts}
    return {
        **{name: value for name, value in data.items() if name != "weekly_revenue_at_risk"},
        "products": [{**one, "label": labels[one["product"]]} for one in data["products"][:PRODUCTS]],
        "parts": [{**part, "label": labels[part["part"]]} for part in curbed[:PARTS]],
        "could": [{**part, "label": labels[part["part"]]} for part in could[:PARTS]],
        "all": {"products": len(found.products), "parts": len(curbed), "could": len(could)},
        "odd": [data_of(remark.what) for remark in found.bill.remarks],
        "read": [data_of(text) for text in (*said_of_all(found), *standings(found), *found.bill.reading)],
        "folded": [data_of(text) for text in folded(found)],
        "drawn": found.case.drawn,
        "crossings": len(found.curbs.crossings),
        "trees": [
            {
                "product": row.product,
                "label": labels[row.product],
                "leaves": [asdict(one) for one in leaves(found, row.part)],
            }
            for row in found.products[:TREES]
        ],
        "charts": {
            name: {
                "rows": [
                    [column.shown(cell) for column, cell in zip(chart.columns, row, strict=True)] for row in chart.rows
                ],
                "unit": found.currency,
                "heads": [column.name for column in chart.columns],
                "texts": sum(not column.unit for column in chart.columns),
            }
            for name, chart in charts_of(found).items()
        },
    }


def draw(found: Exposure, out: Path) -> None:
    """Draw every chart for a wide page and for a slim one, its words in each language of the pages."""
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.render.charts import svg

    charts = charts_of(found)
    for language in LANGUAGES:
        tell = Translator(language).say
        for name, chart in charts.items():
            for slim in (False, True):
                file = out / f"{name}-{language}{'-slim' if slim else ''}.svg"
                file.write_text(svg(chart, tell, framed=False, slim=slim), encoding="utf-8", newline="\n")
