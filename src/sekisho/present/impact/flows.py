"""What a scenario leaves of imports: by material, origin and month, in shares of normal, tonnes and value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.impact.results.bands import QuantileBand
from sekisho.impact.results.flow_bands import FlowRow
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, joined, message
from sekisho.present.impact.account_data import rounded
from sekisho.present.impact.names import LANDS, dates, material_name, run_card, with_reading
from sekisho.present.impact.quantities import around, span, tenth, tenths
from sekisho.present.render.line_breaks import flow
from sekisho.present.render.terminal import table

UNIT: Final = "t"
LEAST_CUT: Final = 0.005
"""Mean share of a month's imports from the seller that has to be cut for a material to be told of: half a per cent.
Smaller fills the table with materials of which nobody could see it; larger hides what customs figures can show."""
OF_NORMAL: Final = message("impact.percent_of_normal", "% of a normal month")


def flows_data(result: ImpactResult) -> Iterator[dict[str, object]]:
    """Go through the imports of the reading that heads a result, as JSON holds them."""
    for row in result.imports():
        yield {
            "material": row.material,
            "hs": row.hs,
            "form": row.form,
            "from": row.origin,
            "month": row.month,
            "unit": UNIT,
            "normal": None if row.normal is None else round(row.normal, 6),
            "arrives": rounded(row.arrives),
            "cut": rounded(row.cut),
            "tonnes": None if row.tonnes is None else rounded(row.tonnes),
            "value_usd": None if row.value_usd is None else rounded(row.value_usd),
            "share_of_imports": rounded(row.share_of_imports),
        }


def flow_table_rows(result: ImpactResult) -> Iterator[dict[str, object]]:
    """Go through the same as rows of a table, each band in columns of its own."""
    for row in flows_data(result):
        plain = {name: value for name, value in row.items() if not isinstance(value, dict) and name not in BANDS}
        bands = {f"{name}_{level}": _level(row[name], level) for name in BANDS for level in LEVELS}
        yield {"scenario": result.scenario.id, "reading": str(result.reading), **plain, **bands, "hash": result.hash}


BANDS: Final = ("arrives", "cut", "tonnes", "value_usd", "share_of_imports")
LEVELS: Final = ("p5", "p50", "p95", "mean")


def _level(band: object, level: str) -> float | None:
    return band[level] if isinstance(band, dict) else None


def cut_materials(result: ImpactResult) -> list[tuple[str, list[FlowRow]]]:
    """Return the materials of which the seller sends less than normal, the hardest hit first, with its rows."""
    of_seller: dict[str, list[FlowRow]] = {}
    for row in result.imports():
        if row.origin == result.scenario.supplier:
            of_seller.setdefault(row.material, []).append(row)
    worst = {name: max((row.cut.mean for row in rows), default=0.0) for name, rows in of_seller.items()}
    hit = [(name, rows) for name, rows in of_seller.items() if worst[name] >= LEAST_CUT]
    return sorted(hit, key=lambda pair: -worst[pair[0]])


def flows_text(result: ImpactResult, *, width: int, translator: Translator, full: bool = False) -> list[str]:
    """Tell what arrives from the seller month by month; `full` tells of every material."""
    hit, say = cut_materials(result), translator.say
    seller = LANDS.get(result.scenario.supplier, Text(result.scenario.supplier))
    if not hit:
        none = message(
            "impact.no_flow_cut",
            "No import from {seller} falls by half a per cent or more in any month.",
            seller=seller,
        )
        return list(flow(say(none), width, indent=""))
    heading = message(
        "impact.flows_heading",
        "What arrives from {seller}, {dates}: middle run (9 in 10 runs)",
        seller=seller,
        dates=dates(result),
    )
    lines = list(flow(say(with_reading(heading, result)), width, indent=""))
    heads = (
        message("impact.flows_month", "month"),
        OF_NORMAL,
        message("impact.flows_tonnes", "tonnes"),
        message("impact.flows_share", "% of all supply"),
    )
    for name, rows in hit if full else hit[:MOST]:
        lines += ["", f"  {say(material_name(name))}"]
        body = [tuple(map(say, _cells(row))) for row in rows]
        lines += table([tuple(map(say, heads)), *body], right=frozenset({1, 2, 3}), indent="    ", width=width)
    more = 0 if full else len(hit) - MOST
    if more > 0:
        told = message("impact.flows_more", "{number} more materials: --full, or a file with -o.", number=more)
        lines += ["", *flow(say(told), width)]
    without = message(
        "impact.flows_without_tonnes",
        "Tonnes are given where a normal month is on file; add customs statistics with `sekisho data add trade-flows`.",
    )
    supply = message(
        "impact.flows_supply",
        "All supply is what {seller} and all others send or make; scrap and stocks of the state are not counted.",
        seller=seller,
    )
    return [*lines, "", *flow(say(joined((supply, without, run_card(result)), "sentence")), width)]


MOST: Final = 3
"""Materials that are told of without being asked for: more would fill more than one screen."""


def _cells(row: FlowRow) -> tuple[Text | str, ...]:
    return (
        row.month,
        _share(row.arrives * 100.0),
        "-" if row.tonnes is None else _tonnes(row.tonnes),
        _share(row.share_of_imports * 100.0),
    )


def _share(band: QuantileBand) -> Text:
    """Write the middle run with its range: flows stand beside what was observed, whose ratio is that to the middle."""
    return around(tenth(band.p50), tenths(band))


def _tonnes(band: QuantileBand) -> Text:
    middle, low, high = (quantity("amount", float(end)) for end in (band.p50, band.p5, band.p95))
    return around(middle, span(low, high))
