"""What is said of a run, whatever engine holds its lines: its settings, its counts, its run card, and its results.

The results of every signature are numbers here; an engine joins them to its lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.party_matches import Parties
from sekisho.determination.book.results.columns import TRIAGE
from sekisho.determination.book.signatures import NEVER, UNDETERMINED_CODE, Verdicts
from sekisho.determination.book.triage import Triage
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.outcome import (
    BOOK_HEADLINES,
    FREE_IF_SUPPOSED,
    FREE_WITH_ALERT,
    HEADLINES,
    UNDETERMINED,
    Outcome,
    headline,
)
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.trade.book.intake_report import BookReading

LEVELS = (*(outcome.level for outcome in Outcome), UNDETERMINED)
_WORD_OF = np.array(
    [[BOOK_HEADLINES.index(headline(low, high)) for high in Outcome] for low in Outcome], dtype=np.int32
)
"""Place in `BOOK_HEADLINES` of the headline of each floor and ceiling; shape (levels, levels)."""


def settings_of(
    library: Library, as_of: date | str | None, readings: Readings | str | None, assume: Mapping[str, str]
) -> tuple[date | None, Readings, dict[FactName, FactValue]]:
    """Type what holds for all lines; all problems at once."""
    meant = date.max if as_of is None else as_of
    facts, day, chosen = settle_input({}, library, as_of=meant, readings=readings, assume=assume)
    constants = {name: value for name, value in facts.items() if library.facts[name].of == "law"}
    return None if as_of is None else day, chosen, constants


def variants_of(chosen: Readings) -> tuple[Readings, ...]:
    """Return the readings under which every run is judged: its own, all narrow, all broad."""
    return (chosen, *(Readings(reading) for reading in (Reading.NARROW, Reading.BROAD)))


@dataclass(frozen=True, slots=True)
class WorstLine:
    """A line at the head of the queue: its name, its place, one sentence why, and one whom to ask."""

    line: str
    triage: str
    why: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run over a book gave.

    Parameters
    ----------
    value_by_headline
        Value of the lines by headline, in `unit`; None if the book states no values.
    unknown_share
        Share of lines in which a fact is unknown, for facts that have a column; 0 to 1.
    absent
        Facts that the law tests and the book has no column for.
    by_triage, value_by_triage
        Lines by their place in the queue, and their value; empty if nobody worked it out.
    pauses
        Lines that would get a graver answer without a suspension, by its last day, the first first.
    open_law
        Lines whose answer hangs on a named unknown of the law, by its name.
    open_law_lines
        Lines that hang on any; one that hangs on two counts once.
    settle_first
        Facts, the lines undetermined that wait for each, and those that wait for it alone; most lines settled first.
    out, run_card
        Results and run card: places on this machine, or addresses.
    parties, matches
        The parties of the book, and the table of those that are or may be listed; None if there is none.
    card
        The run card: everything needed to repeat the run.
    reading
        How the book was read: what was found out and mapped, what could not be read, and which rows are no lines.
    worst
        The worst lines in order of danger.

    Nothing has a default, so that what one engine is given no other leaves out unawares.
    """

    lines: int
    by_headline: Mapping[str, int]
    by_outcome: Mapping[str, int]
    value_by_headline: Mapping[str, float] | None
    unit: str
    unknown_share: Mapping[FactName, float]
    mapped: Mapping[FactName, str]
    unmapped: tuple[str, ...]
    absent: tuple[FactName, ...]
    settle_first: tuple[tuple[FactName, int, int], ...]
    out: Path | str
    run_card: Path | str
    parties: Parties
    matches: Path | str | None
    card: Mapping[str, object] = field(repr=False)
    reading: BookReading = field(repr=False)
    by_triage: Mapping[str, int]
    value_by_triage: Mapping[str, float] | None
    pauses: Mapping[date, int]
    open_law: Mapping[FactName, int]
    open_law_lines: int
    worst: tuple[WorstLine, ...]


class OutcomeCounts(TypedDict):
    """Lines and values by outcome, and what would settle the open ones."""

    by_headline: dict[str, int]
    by_outcome: dict[str, int]
    value_by_headline: dict[str, float] | None
    settle_first: tuple[tuple[FactName, int, int], ...]
    by_triage: dict[str, int]
    value_by_triage: dict[str, float] | None
    pauses: dict[date, int]
    open_law: dict[FactName, int]
    open_law_lines: int


def summary_of(stage: EncodedBook, verdicts: Verdicts, *, has_value: bool) -> OutcomeCounts:
    """Count lines and values by outcome, and what would settle the open ones."""
    outcome, words = verdicts.outcome(), headlines_of(verdicts)
    by_headline = {word: int(stage.counts[words == code].sum()) for code, word in enumerate(BOOK_HEADLINES)}
    by_headline = {word: lines for word, lines in by_headline.items() if lines or word in HEADLINES}
    by_value = {word: float(stage.values[words == BOOK_HEADLINES.index(word)].sum()) for word in by_headline}
    queue, triage = verdicts.triage, dict[str, int]()
    if queue is not None:
        triage = {word: int(stage.counts[queue.place == code].sum()) for code, word in enumerate(TRIAGE)}
        worth = {word: float(stage.values[queue.place == code].sum()) for code, word in enumerate(TRIAGE)}
    codes = (*range(len(Outcome)), UNDETERMINED_CODE)
    by_outcome = {name: int(stage.counts[outcome == code].sum()) for name, code in zip(LEVELS, codes, strict=True)}
    return {
        "by_headline": by_headline,
        "by_outcome": {name: count for name, count in by_outcome.items() if count},
        "value_by_headline": by_value if has_value else None,
        "settle_first": _settle_first(stage, verdicts),
        "by_triage": triage,
        "value_by_triage": worth if has_value and queue is not None else None,
        "pauses": _pauses(stage, verdicts),
        "open_law": _open_law(stage, verdicts),
        "open_law_lines": int(
            stage.counts[
                np.array([bool(text) for text in verdicts.branches_texts], dtype=bool)[verdicts.branches]
            ].sum()
        ),
    }


def _pauses(stage: EncodedBook, verdicts: Verdicts) -> dict[date, int]:
    """Count the lines that a suspension keeps from a graver answer, by its last day."""
    days = [int(day) for day in np.unique(verdicts.pause_ends) if day != NEVER]
    return {date.fromordinal(day): int(stage.counts[verdicts.pause_ends == day].sum()) for day in days}


def _open_law(stage: EncodedBook, verdicts: Verdicts) -> dict[FactName, int]:
    """Count the lines whose answer hangs on a named unknown of the law, by its name."""
    lines = np.bincount(verdicts.branches, weights=stage.counts, minlength=len(verdicts.branches_texts)).astype(int)
    by_name: dict[FactName, int] = {}
    for text, count in zip(verdicts.branches_texts, lines, strict=True):
        for name in dict.fromkeys(part.partition("=")[0] for part in text.split(";") if part) if count else ():
            by_name[FactName(name)] = by_name.get(FactName(name), 0) + int(count)
    return by_name


def headlines_of(verdicts: Verdicts) -> NDArray[np.int32]:
    """Return the headline of every signature under the readings of the run, as its place in `BOOK_HEADLINES`."""
    words = _WORD_OF[verdicts.floor[0], verdicts.ceiling[0]]
    free = words == BOOK_HEADLINES.index(Outcome.FREE.headline)
    words = np.where(free & (verdicts.alerts > 0), BOOK_HEADLINES.index(FREE_WITH_ALERT), words)
    if verdicts.supposed is not None:
        as_supposed = (words == BOOK_HEADLINES.index(UNDETERMINED)) & verdicts.supposed.free & (verdicts.alerts == 0)
        words = np.where(as_supposed, BOOK_HEADLINES.index(FREE_IF_SUPPOSED), words)
    return words.astype(np.int32)


def _settle_first(stage: EncodedBook, verdicts: Verdicts) -> tuple[tuple[FactName, int, int], ...]:
    """Count, for each fact, the lines undetermined that wait for it, and those that wait for it alone.

    A line whose headline stands whatever its level is waits for nothing here: no count exceeds the lines undetermined.
    Of facts for which as many lines wait, that which tells most of a line comes first.
    """
    words = headlines_of(verdicts)
    undetermined = np.isin(words, [BOOK_HEADLINES.index(word) for word in (UNDETERMINED, FREE_IF_SUPPOSED)])
    lines = np.bincount(
        verdicts.missing, weights=stage.counts * undetermined, minlength=len(verdicts.missing_texts)
    ).astype(int)
    waiting: dict[FactName, int] = {}
    alone: dict[FactName, int] = {}
    for text, count in zip(verdicts.missing_texts, lines, strict=True):
        names = [FactName(name) for name in text.split(";") if name] if count else []
        for name in names:
            waiting[name] = waiting.get(name, 0) + int(count)
        if len(names) == 1:
            alone[names[0]] = alone.get(names[0], 0) + int(count)
    ordered = sorted(waiting, key=lambda name: (-alone.get(name, 0), -waiting[name], stage.rank[name]))
    return tuple((name, waiting[name], alone.get(name, 0)) for name in ordered)


def verdict_columns(
    stage: EncodedBook, verdicts: Verdicts
) -> tuple[tuple[str, ...], dict[str, NDArray[np.generic]], dict[str, tuple[str, ...]]]:
    """Return the results of every signature as numbers.

    Returns
    -------
    tuple[str, ...]
        Columns that hold places in `LEVELS`.
    dict[str, NDArray]
        These, the words of the signature and the columns of texts; each of shape (signatures,).
    dict[str, tuple[str, ...]]
        The texts of each column that holds places in texts.
    """
    columns: dict[str, NDArray[np.generic]] = {f"k{word}": key for word, key in enumerate(stage.keys)}
    levels = {"outcome": verdicts.outcome()}
    for variant, prefix in enumerate(("", "narrow_", "broad_")):
        levels[f"{prefix}floor"], levels[f"{prefix}ceiling"] = verdicts.floor[variant], verdicts.ceiling[variant]
    for name, codes in levels.items():
        columns[name] = np.where(codes == UNDETERMINED_CODE, len(LEVELS) - 1, codes).astype(np.uint8)
    told = {
        "headline": (headlines_of(verdicts), BOOK_HEADLINES),
        "decisive": (verdicts.decisive, verdicts.decisive_texts),
        "open": (verdicts.open, verdicts.open_texts),
        "missing": (verdicts.missing, verdicts.missing_texts),
        "duties": (verdicts.duties, verdicts.duties_texts),
        "duties_open": (verdicts.duties_open, verdicts.duties_open_texts),
        "branches": (verdicts.branches, verdicts.branches_texts),
        "alerts": (verdicts.alerts, verdicts.alerts_texts),
        **verdicts.parties,
        "sleeping_level": (verdicts.sleeping.astype(np.int32), ("", *LEVELS[1:-1])),
        **_as_supposed(verdicts),
        **_queued(verdicts),
    }
    columns["danger_rank"] = _queue_of(verdicts).rank
    columns["coded"] = _queue_of(verdicts).coded.astype(np.int8)
    columns["item_points"] = _queue_of(verdicts).item.astype(np.int8)
    columns["stated"] = _queue_of(verdicts).stated.astype(np.int8)
    columns |= {name: places for name, (places, _) in told.items()}
    return tuple(levels), columns, {name: texts for name, (_, texts) in told.items()}


def _queue_of(verdicts: Verdicts) -> Triage:
    queue = verdicts.triage
    assert queue is not None  # noqa: S101 - every run works it out before its results are written
    return queue


def _queued(verdicts: Verdicts) -> dict[str, tuple[NDArray[np.int32], tuple[str, ...]]]:
    """Return the place in the queue, and what points before and after the words and codes of a line."""
    queue = _queue_of(verdicts)
    return {
        "triage": (queue.place, TRIAGE),
        "points_before": (queue.before, queue.before_texts),
        "points_after": (queue.after, queue.after_texts),
    }


def _as_supposed(verdicts: Verdicts) -> dict[str, tuple[NDArray[np.int32], tuple[str, ...]]]:
    """Return outcome and needed facts under the suppositions of the run; empty texts if it supposes nothing."""
    supposed = verdicts.supposed
    if supposed is None:
        nothing = np.zeros(len(verdicts.missing), dtype=np.int32)
        return {"supposed": (nothing, ("",)), "supposed_facts": (nothing, ("",))}
    codes = np.where(supposed.floor == supposed.ceiling, supposed.floor, len(LEVELS) - 1).astype(np.int32)
    return {"supposed": (codes, LEVELS), "supposed_facts": (supposed.facts, supposed.facts_texts)}
