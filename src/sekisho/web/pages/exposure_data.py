"""What the page of an exposure shows, as plain data, and its charts as files with their words in a language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.web.messages import LANGUAGES, PageTranslator

if TYPE_CHECKING:
    from sekisho.exposure.result import Exposure

PRODUCTS: Final = 50
PARTS: Final = 50
TREES: Final = 5
"""Products that are laid out."""
KEYS: Final[Mapping[str, str]] = {
    "certainly": "bom_certainly",
    "possibly": "bom_possibly",
    "median": "bom_median",
    "revenue a year": "bom_revenue_year",
    "at risk": "bom_at_risk",
}
"""Words that stand inside the drawings."""


def seen_of(found: Exposure) -> dict[str, Any]:
    """Return what the page shows: the first products and parts whole, and the first products laid out."""
    from sekisho.present.exposure.charts import charts_of
    from sekisho.present.exposure.data import exposure_data
    from sekisho.present.exposure.tree import leaves

    data: dict[str, Any] = exposure_data(found)
    labels = {row.product: found.bill.parts.labelled(row.part) for row in found.products[:PRODUCTS]}
    labels |= {row.number: found.bill.parts.labelled(row.part) for row in found.parts}
    return {
        **{name: value for name, value in data.items() if name != "weekly_revenue_at_risk"},
        "products": [{**one, "label": labels[one["product"]]} for one in data["products"][:PRODUCTS]],
        "parts": [{**one, "label": labels[one["part"]]} for one in data["parts"][:PARTS]],
        "all": {"products": len(found.products), "parts": len(found.parts)},
        "odd": [remark.what for remark in found.bill.remarks],
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
        said = _said(PageTranslator(language))
        for name, chart in charts.items():
            told = replace(chart, spec=_told(chart.spec, said), slim=_told(chart.slim, said) if chart.slim else None)
            for slim in (False, True):
                file = out / f"{name}-{language}{'-slim' if slim else ''}.svg"
                file.write_text(svg(told, framed=False, slim=slim), encoding="utf-8", newline="\n")


def _said(words: PageTranslator) -> dict[str, str]:
    """Return what stands in a drawing, and what stands in its place."""
    before, after = words("bom_week_axis", n="\x00").split("\x00")
    found = {"'week ' + datum.value": f"'{before}' + datum.value + '{after}'"}
    for low, high in (("25", "75 %"), ("5", "95 %")):
        span = words("bom_span", low=low, high=high)
        found |= {f"{low} to {high}": span, f"'{low} to {high}'": f"'{span}'"}
    for english, key in KEYS.items():
        found |= {english: words(key), f"'{english}'": f"'{words(key)}'"}
    return found


def _told(part: Any, said: Mapping[str, str], *, in_data: bool = False) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, Mapping):
        return {
            key: _told(value, said, in_data=in_data or key in {"values", "datasets"}) for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [_told(one, said, in_data=in_data) for one in part]
    return said.get(part, part) if isinstance(part, str) and not in_data else part
