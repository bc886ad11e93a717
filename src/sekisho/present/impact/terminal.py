"""What a scenario costs, on a terminal: the finding, cautions, the loss, what it turns on, who, when, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sekisho.i18n.messages import Translator
from sekisho.impact.results.result import ImpactResult
from sekisho.message import Text, joined, message
from sekisho.present.document import Table
from sekisho.present.impact.bridge import BRIDGE_HEAD, bridge_sentences, bridge_table, choices_table
from sekisho.present.impact.comparisons import (
    effects_table,
    published_table,
    readings_table,
    spill_over_table,
    structure_table,
    uses_table,
)
from sekisho.present.impact.findings import (
    BEFORE,
    INPUTS,
    SUPPOSED,
    by_fiscal_year,
    chance,
    decomposition,
    how_it_comes,
    is_nothing,
    measured_otherwise,
    published,
    summary,
    weak_inputs,
)
from sekisho.present.impact.names import companion_name, law_text, run_card, title_and_dates
from sekisho.present.impact.observations import (
    OBSERVED_HEAD,
    observed_lines,
    observed_notes,
    observed_sentence,
    unused_table,
)
from sekisho.present.impact.quantities import percent
from sekisho.present.impact.tables import (
    account,
    counted_trade,
    losers,
    losses,
    paths,
    shortages,
    spoken_table,
    trade_hit,
)
from sekisho.present.impact.why import why_text
from sekisho.present.nowcast.after_figures import after_sentences, after_tables
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, paint


def impact_text(
    result: ImpactResult,
    *,
    width: int = DEFAULT_WIDTH,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> list[str]:
    """Tell all of a result: every row, every assumption and every weak input."""
    return [
        *head(summary(result), result.scenario.title, result, width, translator),
        *before(result.cautions, width, translator),
        *why_text(result, width=width, translator=translator),
        *_observed(result, width, translator),
        *(_hit if is_nothing(result) else _body)(result, width, translator),
        *supposed(result.assumptions, result.weak, width, translator),
        "",
        *flow(translator.say(run_card(result)), width),
    ]


def head(findings: Sequence[str], title: str, dated: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell the findings, the first of them bold, with title and dates after it."""
    first, *others = findings
    named = title_and_dates(law_text(title), dated)
    yield from flow(paint(translator.say(first), Ink.BOLD), width, indent="")
    for sentence in (named, *others):
        yield from flow(translator.say(sentence), width)


def before(cautions: Iterable[str], width: int, translator: Translator) -> Iterator[str]:
    """Tell what a reader should know before using a number."""
    yield from ("", translator.say(BEFORE))
    yield from points(map(translator.say, cautions), width)


def _section(heading: Text, sentence: Text | None, width: int, translator: Translator) -> Iterator[str]:
    if sentence is not None:
        yield from ("", translator.say(heading))
        yield from flow(translator.say(sentence), width)


def _body(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    yield from losses(result, width, translator)
    beside_it = filter(None, (*measured_otherwise(result), chance(result)))
    yield from flow(translator.say(joined(beside_it, "sentence")), width)
    yield from _grid(readings_table(result), width, translator)
    yield from _hit(result, width, translator)
    spread_from = message("impact.spread_from", "What explains the range")
    if not result.effects:
        yield from _section(spread_from, decomposition(result), width, translator)
    yield from _grid(effects_table(result), width, translator)
    yield from losers(result, width, translator)
    yield from shortages(result, width, translator)
    yield from paths(result, width, translator)
    if (by_year := by_fiscal_year(result)) is not None:
        yield from flow(translator.say(by_year), width)
    yield from account(result, width, translator)
    yield from _section(message("impact.ways_head", "How it comes about"), how_it_comes(result), width, translator)
    if result.brackets:
        companions = message("impact.companions_of_terminal", "Simpler models with middle inputs, % of a year's GDP")
        yield ""
        yield from flow(translator.say(companions), width, indent="")
        rows = [(companion_name(one.name), percent(one.percent), one.says) for one in result.brackets]
        yield from spoken_table(rows, translator, right=frozenset({1}), width=width)
    beside = message("impact.published_head", "Beside what was published")
    yield from _section(beside, published(result), width, translator)
    yield from _grid(published_table(result), width, translator)
    yield from _section(BRIDGE_HEAD, bridge_sentences(result), width, translator)
    yield from _grid(bridge_table(result), width, translator)
    for grid in (choices_table(result), structure_table(result), spill_over_table(result), uses_table(result)):
        yield from _grid(grid, width, translator)


def _observed(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    """Tell what was observed beside the run."""
    after, tally = after_sentences(result), observed_sentence(result)
    yield from _section(OBSERVED_HEAD, after or tally, width, translator)
    for grid in after_tables(result):
        yield from _grid(grid, width, translator)
    if after is not None and tally is not None:
        yield from ("", *flow(translator.say(tally), width))
    for name, line in observed_lines(result):
        yield from flow(translator.say(name), width)
        yield from flow(translator.say(line), width, indent="    ")
    yield from _grid(unused_table(result), width, translator)
    if (notes := observed_notes(result)) is not None:
        yield from flow(translator.say(notes), width)


def _grid(grid: Table | None, width: int, translator: Translator) -> Iterator[str]:
    """Tell a table, the words of its last column below each row where lines are short."""
    if grid is None:
        return
    yield ""
    yield from flow(translator.say(grid.caption), width, indent="")
    lines = spoken_table([grid.heads, *grid.rows], translator, right=grid.numbers)
    if max(map(cells, lines)) <= width:
        yield from lines
        return
    lines = spoken_table([row[:-1] for row in (grid.heads, *grid.rows)], translator, right=grid.numbers)
    yield lines[0]
    yield from flow(translator.say(grid.heads[-1]), width, indent="    ")
    for line, row in zip(lines[1:], grid.rows, strict=True):
        yield line
        yield from flow(translator.say(row[-1]), width, indent="    ")


def _hit(result: ImpactResult, width: int, translator: Translator) -> Iterator[str]:
    yield from trade_hit(result, width, translator)
    yield from counted_trade(result, width, translator)


def supposed(assumptions: Sequence[str], weak: Sequence[str], width: int, translator: Translator) -> Iterator[str]:
    """Tell all assumptions, with the inputs that are weak."""
    yield from ("", translator.say(SUPPOSED))
    yield from points(map(translator.say, assumptions), width)
    if weak:
        yield from ("", translator.say(INPUTS))
        yield from spoken_table(weak_inputs(weak), translator, width=width)
