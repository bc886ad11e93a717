"""A nowcast and the scores of forecasts on a terminal: before and after side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sekisho.i18n.messages import Translator
from sekisho.impact.nowcast.nowcast import NowcastResult
from sekisho.impact.nowcast.scores import ForecastScore
from sekisho.message import joined
from sekisho.present.nowcast.after_figures import Row
from sekisho.present.nowcast.words import (
    FORECAST_HEAD,
    MOVED_HEAD,
    UNUSED_HEAD,
    card_sentence,
    correlation_sentence,
    first_sentence,
    forecast_tables,
    moved_sentences,
    observation_rows,
    observations_heading,
    score_sentences,
    score_table,
    sides,
    unused_sentences,
    warning_sentences,
)
from sekisho.present.render.line_breaks import flow, points
from sekisho.present.render.terminal import Ink, paint, table


def nowcast_text(result: NowcastResult, *, width: int, translator: Translator) -> list[str]:
    """Tell a nowcast."""
    say = translator.say
    loss, readings = sides(result)
    return [
        *flow(paint(say(first_sentence(result)), Ink.BOLD), width, indent=""),
        *_points(warning_sentences(result), width, translator),
        "",
        *table(_told(loss, translator), right=frozenset(), indent="  "),
        "",
        *table(_told(readings, translator), right=frozenset({1, 2, 3}), indent="  ", width=width),
        *_moved(result, width, translator),
        *_observations(result, width, translator),
        *_forecasts(result, width, translator),
        "",
        *flow(say(card_sentence(result)), width),
    ]


def _told(rows: Iterable[Row], translator: Translator) -> list[Row]:
    return [tuple(map(translator.say, row)) for row in rows]


def _points(sentences: Sequence[str], width: int, translator: Translator) -> Iterator[str]:
    if sentences:
        yield ""
        yield from points(map(translator.say, sentences), width)


def _moved(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    if not result.moved:
        return
    yield ("")
    yield translator.say(MOVED_HEAD)
    yield from points(map(translator.say, moved_sentences(result)), width)
    yield from flow(translator.say(correlation_sentence(result)), width)


def _observations(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    say = translator.say
    yield ("")
    yield from flow(say(observations_heading(result)), width, indent="")
    rows = (joined((chance, name), "colon") for name, chance in observation_rows(result))
    yield from points(map(say, rows), width)
    if others := unused_sentences(result):
        yield ("")
        yield say(UNUSED_HEAD)
        yield from points(map(say, others), width)


def _forecasts(result: NowcastResult, width: int, translator: Translator) -> Iterator[str]:
    say = translator.say
    if not result.forecasts:
        return
    yield ("")
    yield from flow(say(FORECAST_HEAD), width, indent="")
    for name, rows in forecast_tables(result):
        yield from ("", *flow(say(name), width))
        yield from table(_told(rows, translator), right=frozenset({1, 2}), indent="    ", width=width)


def score_text(score: ForecastScore, *, width: int, translator: Translator) -> list[str]:
    """Tell the scores of a file of forecasts."""
    first, *others = map(translator.say, score_sentences(score))
    if not score.scores:
        return list(flow(first, width, indent=""))
    lines = [*flow(paint(first, Ink.BOLD), width, indent="")]
    for sentence in others:
        lines += flow(sentence, width)
    rows = _told(score_table(score), translator)
    return [*lines, "", *table(rows, right=frozenset({1, 2, 3, 4}), indent="  ", width=width)]
