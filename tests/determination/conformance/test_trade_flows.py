"""Trade statistics are an order book: `sekisho bulk` over the same lines says what the trade hit says."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.support.small_economy import BAN, MATERIALS, counted, lawful, model, shock

from sekisho import Library, Outcome
from sekisho.cli import main
from sekisho.determination.core.outcome import level_of
from sekisho.impact.results.notes import counted_trade
from sekisho.impact.shock.form_cuts import SEGMENT_COLUMNS
from sekisho.impact.shock.line_verdicts import BAN as BARRED
from sekisho.impact.shock.line_verdicts import flow_verdicts, hit_by
from sekisho.impact.shock.segments import segments_of
from sekisho.impact.shock.trade_flows import TradeFlow, month_ends, read_flows
from sekisho.impact.shock.trade_hit import weights_of
from sekisho.impact.shock.trade_lines import Route, TradeItem, item_under_heading, trade_line
from sekisho.impact.uncertainty.draws import draw
from sekisho.law.model.measure import ClauseId
from sekisho.law.model.term import Reading
from sekisho.trade.items.code import read_alpha3
from sekisho.trade.items.tariff import read_hints

STATISTICS = """month,exporter,importer,hs6,value_usd,quantity_kg
2023-11,CHN,JPN,250410,101,1
2023-12,CHN,JPN,250410,211,1
2024-08,CHN,DEU,811010,307,1
2024-09,CHN,DEU,811010,401,1
2025-03,CHN,USA,811292,503,1
2025-04,CHN,JPN,280530,601,1
2025-10,CHN,JPN,850511,701,1
2025-11,CHN,JPN,850511,809,1
2026-01,CHN,JPN,280530,907,1
2026-01,CHN,DEU,280530,1009,1
2026-02,CHN,JPN,811292,1103,1
2026-02,CHN,JPN,280429,1201,1
2026-02,CHN,JPN,010121,1301,1
2026-02,VNM,JPN,280530,1409,1
"""
"""Months before, in and after which the law changes; other routes; headings that a clause or none names."""


def bulk(book: Path, rows: Iterable[Mapping[str, str]], reading: Reading) -> dict[str, dict[str, str]]:
    """Write an order book and determine it on the command line; rows of results by their line."""
    lines = list(rows)
    columns = list(dict.fromkeys(name for line in lines for name in line))
    with book.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(lines)
    out = book.with_suffix(".out.csv")
    words = ("bulk", str(book), "-o", str(out), "--reading", str(reading))
    told = CliRunner().invoke(main, words, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    with out.open(encoding="utf-8", newline="") as file:
        return {row["line"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("reading", Reading)
def test_flows_are_hit_as_the_lines_of_their_order_book(library: Library, tmp_path: Path, reading: Reading):
    file = tmp_path / "statistics.csv"
    file.write_text(STATISTICS, encoding="utf-8")
    folder = library.packages[0].folder
    flows, hints = read_flows(file, read_alpha3(folder)), read_hints(folder)
    book = {
        f"{number}/{end}": trade_line(
            Route(supplier=flow.exporter, buyer=flow.importer, on=day),
            item_under_heading(flow.hs6, hints.get(flow.hs6, ())),
        )
        for number, flow in enumerate(flows)
        for end, day in enumerate(month_ends(flow.month))
    }
    results = bulk(tmp_path / "book.csv", ({"line": line, **cells} for line, cells in book.items()), reading)
    hits = flow_verdicts(flows, library, hints, readings=str(reading))
    for number, hit in enumerate(hits):
        first, last = (results[f"{number}/{end}"] for end in (0, 1))
        assert hit.floor == min(Outcome[row["floor"].upper()] for row in (first, last)), hit.flow
        assert set(hit.certain) == clauses(first["decisive"]) & clauses(last["decisive"]), hit.flow
        assert set(hit.possible) == clauses(*(row[name] for row in (first, last) for name in ("decisive", "open")))
    totals = hit_by(hits, "importer")
    assert totals["JP",].total == sum(flow.value for flow in flows if flow.importer == "JP")
    assert totals["JP",].ban_possible == _possibly_barred(library, flows, results)
    assert totals["JP",].ban_possible > 0


def clauses(*cells: str) -> set[ClauseId]:
    return {ClauseId(name) for cell in cells for name in cell.split(";") if name}


def _possibly_barred(library: Library, flows: list[TradeFlow], results: Mapping[str, Mapping[str, str]]) -> Decimal:
    found = Decimal(0)
    for number, flow in enumerate(flows):
        rows = [results[f"{number}/{end}"] for end in (0, 1)]
        names = clauses(*(row[name] for row in rows for name in ("decisive", "open")))
        if flow.importer == "JP" and any(level_of(library.clauses[name][1]) >= BARRED for name in names):
            found += flow.value
    return found


@pytest.mark.parametrize("reading", Reading)
def test_the_value_that_a_cost_tells_is_that_of_its_order_book(library: Library, tmp_path: Path, reading: Reading):
    """Of February 2026 each heading is a line a field and sort of use, which weighs its share of the value."""
    of, trade, drawn = model(library), counted(("850511", 3e6, 100.0), ("811292", 2e6, 5.0)), draw(16, 2)
    found = shock(lawful(start=date(2026, 2, 1), months=1), library, of, trade=trade)
    told = counted_trade(found, of, drawn)
    assert told is not None
    (hit,) = (each for each in told.by_reading if each.reading is reading)
    segments, items = segments_of(library), {item.hs: item for item in _items(library)}
    weights = weights_of(segments, {sort: drawn[column] for sort, column in SEGMENT_COLUMNS.items()})
    uses: dict[tuple[str, str], float] = defaultdict(float)
    for flow, share in zip(of.pairs.flows, of.pairs.flow_share.tolist(), strict=True):
        uses[str(flow.material), flow.end_use_sector] += share
    lines, value = [], {}
    for hs, material, usd in (("850511", "listed-metal", 3e6), ("811292", "other-metal", 2e6)):
        for segment in segments:
            line = f"{hs}/{segment.field}/{segment.sort}"
            route = Route(supplier="CN", buyer="JP", on=date(2026, 2, 1))
            lines.append({"line": line, **trade_line(route, items[hs], segment)})
            weight = float(np.mean(weights[segment.field, segment.sort]))
            value[line] = usd * uses[material, segment.field] * weight
    results = bulk(tmp_path / "book.csv", lines, reading)
    barred = [
        sum(value[line] for line, row in results.items() if _barred(library, *(row[name] for name in columns)))
        for columns in (("decisive",), ("decisive", "open"))
    ]
    assert hit.barred == pytest.approx(barred)
    assert 0 < barred[1] < 5e6


def _items(library: Library) -> list[TradeItem]:
    hints = read_hints(library.packages[0].folder)
    codes = {hs: set(hints.get(hs, ())) for hs in ("850511", "811292")}
    for material in MATERIALS.items:
        for form in material.forms:
            for hs in form.hs:
                codes.get(hs, set()).update(form.control_codes)
    return [item_under_heading(hs, sorted(names)) for hs, names in codes.items()]


def _barred(library: Library, *cells: str) -> bool:
    return any(
        level_of(library.clauses[name][1]) >= BARRED for name in clauses(*cells) if name.partition("#")[0] == BAN
    )
