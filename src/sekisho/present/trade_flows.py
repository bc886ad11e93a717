"""Trade statistics that are added: what is counted under each heading, and which materials name it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from sekisho.impact.shock.trade_flows import TradeFlow
from sekisho.message import counted, joined, message
from sekisho.present.impact.names import material_name
from sekisho.present.render.terminal import DEFAULT_WIDTH, table

MILLION = 1_000_000
HEADS: Final = (
    message("table.heading", "heading"),
    message("table.first", "first"),
    message("table.last", "last"),
    message("table.million_usd", "USD m"),
    message("table.tonnes", "t"),
    message("table.material", "material"),
)


def flows_data(flows: Collection[TradeFlow], named: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """Return what a table of trade statistics holds, as plain data.

    Parameters
    ----------
    named
        Heading to the materials that name it.
    """
    return {
        "flows": len(flows),
        "first": min(flow.month for flow in flows),
        "last": max(flow.month for flow in flows),
        "exporters": sorted({flow.exporter for flow in flows}),
        "importers": sorted({flow.importer for flow in flows}),
        "value_usd": float(sum(flow.value for flow in flows)),
        "without_mass": sum(flow.tonnes is None for flow in flows),
        "headings": heading_rows(flows, named),
    }


def heading_rows(flows: Collection[TradeFlow], named: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Return a row a heading: materials that name it, first and last month, value in USD and mass in tonnes."""
    by_heading: dict[str, list[TradeFlow]] = {}
    for flow in flows:
        by_heading.setdefault(flow.hs6, []).append(flow)
    return [
        {
            "hs6": hs6,
            "materials": list(named.get(hs6, ())),
            "first": min(flow.month for flow in counted),
            "last": max(flow.month for flow in counted),
            "value_usd": float(sum(flow.value for flow in counted)),
            "tonnes": float(sum((flow.tonnes or Decimal(0) for flow in counted), Decimal(0))),
        }
        for hs6, counted in sorted(by_heading.items())
    ]


def flows_text(
    name: str,
    flows: Collection[TradeFlow],
    named: Mapping[str, Sequence[str]],
    *,
    route: tuple[str, str],
    say: Callable[[str], str] = str,
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what a table of trade statistics holds, heading by heading.

    Parameters
    ----------
    route
        Seller and importer of the materials on file; where no flow goes between them, a cost tells nothing.
    """
    exporters, importers = {flow.exporter for flow in flows}, {flow.importer for flow in flows}
    rows: list[tuple[str, ...]] = [tuple(map(say, HEADS))]
    for row in heading_rows(flows, named):
        materials = joined(map(material_name, named.get(str(row["hs6"]), ())), "semicolon")
        amounts = (f"{float(str(row['value_usd'])) / MILLION:,.1f}", f"{float(str(row['tonnes'])):,.0f}")
        of = materials or message("table.no_material", "none: named, not modelled")
        rows.append((str(row["hs6"]), str(row["first"]), str(row["last"]), *amounts, say(of)))
    elsewhere = all((flow.exporter, flow.importer) != route for flow in flows)
    lacking = sum(flow.tonnes is None for flow in flows)
    first, last = min(flow.month for flow in flows), max(flow.month for flow in flows)
    head = message(
        "table.flows_head",
        "{name}  {flows}, {first} to {last}, {exporters}, {importers}",
        name=name,
        flows=counted("table.flows", "{n} flow", "{n} flows", n=len(flows)),
        first=str(first),
        last=str(last),
        exporters=counted("table.exporters", "{n} exporter", "{n} exporters", n=len(exporters)),
        importers=counted("table.importers", "{n} importer", "{n} importers", n=len(importers)),
    )
    no_mass = counted("table.no_mass", "{n} flow has no mass.", "{n} flows have no mass.", n=lacking)
    no_route = message(
        "table.no_flow_there",
        "No flow from {seller} to {importer}: a cost tells nothing of it.",
        seller=route[0],
        importer=route[1],
    )
    return [
        say(head),
        "",
        *table(rows, right=frozenset({3, 4}), width=width),
        *(("", say(no_mass)) if lacking else ()),
        *(("", say(no_route)) if elsewhere else ()),
    ]
