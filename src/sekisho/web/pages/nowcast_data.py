"""What the page of a nowcast shows, as plain data that the process of a job leaves; and the scores of forecasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sekisho.impact.nowcast.nowcast import NowcastResult
from sekisho.impact.nowcast.scores import ForecastScore
from sekisho.message import data_of
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


def sheet_of(result: NowcastResult) -> Mapping[str, Any]:
    """Return a nowcast section by section, with its texts to be told in any language."""
    loss, readings = sides(result)
    sections = [
        _section("", rows=loss),
        _section("", rows=readings),
        _section(observations_heading(result), rows=[("", ""), *observation_rows(result)]),
        _section(UNUSED_HEAD, points=unused_sentences(result)),
        _section(FORECAST_HEAD),
        *(_section("", name=name, rows=rows) for name, rows in forecast_tables(result)),
    ]
    if result.moved:
        moved = _section(MOVED_HEAD, points=moved_sentences(result), after=correlation_sentence(result))
        sections.insert(2, moved)
    return {
        "first": data_of(first_sentence(result)),
        "warnings": list(map(data_of, warning_sentences(result))),
        "sections": sections,
        "card": data_of(card_sentence(result)),
    }


def score_sheet(score: ForecastScore) -> Mapping[str, Any]:
    """Return the scores of a file of forecasts."""
    return {"sentences": score_sentences(score), "rows": score_table(score)}


def _section(
    heading: str, *, name: str = "", rows: Sequence[Row] = (), points: Sequence[str] = (), after: str = ""
) -> dict[str, object]:
    return {
        "heading": data_of(heading),
        "name": data_of(name),
        "rows": [list(map(data_of, row)) for row in rows],
        "points": list(map(data_of, points)),
        "after": data_of(after),
    }
