"""What a scenario costs, on a terminal: the finding, cautions, the loss, what it turns on, who, when, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.findings import (
    by_fiscal_year,
    dates,
    decomposition,
    how_it_comes,
    is_nothing,
    measured_otherwise,
    published,
    run_card,
    summary,
    weak_inputs,
)
from sekisho.present.impact.quantities import percent
from sekisho.present.impact.tables import counted_trade, losers, losses, paths, shortages, trade_hit
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table

SUPPOSED: Final = 3
"""Assumptions that are told without being asked for."""


def impact_text(result: ImpactResult, *, width: int = DEFAULT_WIDTH, full: bool = False) -> list[str]:
    """Tell a result; `full` adds every row, every assumption and every weak input."""
    return [
        *_head(result, width),
        *before(result.cautions, width),
        *(_hit(result, width, full=full) if is_nothing(result) else _found(result, width, full=full)),
        *supposed(result.assumptions, result.weak, width, full=full),
        *_card(result, width),
    ]


def before(cautions: Iterable[str], width: int) -> Iterator[str]:
    """Tell what a reader should know before using a number."""
    yield from ("", "Before you use a number")
    yield from points(cautions, width)


def section(head: str, sentence: str, width: int) -> Iterator[str]:
    """Tell a sentence under a heading; nothing if there is none."""
    if sentence:
        yield from ("", head)
        yield from flow(sentence, width)


def _head(result: ImpactResult, width: int) -> Iterator[str]:
    first, *others = summary(result)
    yield from flow(paint(first, Ink.BOLD), width, indent="")
    for sentence in (f"{result.scenario.title}, {dates(result)}.", *others):
        yield from flow(sentence, width)


def _found(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    yield from losses(result, width)
    yield from flow(" ".join(measured_otherwise(result)), width)
    yield from _hit(result, width, full=full)
    yield from section("Where the spread comes from", decomposition(result), width)
    yield from losers(result, width, full=full)
    yield from shortages(result, width, full=full)
    yield from paths(result, width)
    yield from flow(by_fiscal_year(result), width)
    yield from section("How it comes about", how_it_comes(result), width)
    if result.brackets:
        yield ""
        yield from flow("Static companions, at the middle of all inputs, % of a year's GDP", width, indent="")
        rows = [(one.name, percent(one.percent), one.says) for one in result.brackets]
        yield from table(rows, right=frozenset({1}), width=width)
    yield from section("Beside what was published", published(result), width)


def _hit(result: ImpactResult, width: int, *, full: bool) -> Iterator[str]:
    yield from trade_hit(result, width, full=full)
    yield from counted_trade(result, width)


def supposed(assumptions: Sequence[str], weak: Sequence[str], width: int, *, full: bool) -> Iterator[str]:
    """Tell the first assumptions, or all of them with the inputs that are weak."""
    more = 0 if full else len(assumptions) - SUPPOSED
    yield from ("", f"What was supposed ({more} more: --full)" if more > 0 else "What was supposed")
    yield from points(assumptions if full else assumptions[:SUPPOSED], width)
    if full and weak:
        yield from ("", "Inputs that rest on judgement or on a weak source")
        yield from table(weak_inputs(weak), width=width)


def _card(result: ImpactResult, width: int) -> Iterator[str]:
    yield ""
    yield from flow(run_card(result), width)
