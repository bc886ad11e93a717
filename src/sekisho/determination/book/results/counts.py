"""What a run found, counted from its results: outcomes on each reading, clauses, and facts that lines wait for.

DuckDB counts the lines; Python sees one row for each combination of levels, clause and fact.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sekisho.determination.book.results.columns import TRIAGE
from sekisho.determination.book.results.with_book import Apart, ResultsWithBook, open_results
from sekisho.determination.core.outcome import (
    BOOK_HEADLINES,
    FREE_IF_SUPPOSED,
    HEADLINES,
    UNDETERMINED,
    Outcome,
    Verdict,
)
from sekisho.determination.line.alerts import ROLES
from sekisho.errors import BookError, Problem
from sekisho.law.model.condition import FactName, ListId
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.message import message

READINGS: Final = ("chosen", "narrow", "broad")
"""The readings of the run, then all disputed words read narrowly, then broadly."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of lines and their value; None if the book states no values or is not at hand."""

    lines: int = 0
    value: float | None = None

    def __add__(self, other: Amount) -> Amount:
        values = [each.value for each in (self, other) if each.value is not None]
        return Amount(self.lines + other.lines, sum(values) if values else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelCounts:
    """Lines with the same headline in the results, and the same floor and ceiling on each of the READINGS."""

    headline: str
    on: Mapping[str, Verdict]
    amount: Amount

    @property
    def moves(self) -> bool:
        """Tell whether the headline differs between readings."""
        return len({verdict.headline for verdict in self.on.values()}) > 1

    def word(self, reading: str) -> str:
        """Return the headline on one of the READINGS; on that of the run, the one that its results state."""
        if reading == READINGS[0]:
            return self.headline
        # What is supposed is supposed under the readings of the run alone.
        return self.on[reading].headline


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Lines undetermined that wait for a fact, and those of them that wait for it alone."""

    fact: FactName
    all: Amount
    alone: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerted:
    """A party on a held list, with the lines that name it; a line that names two counts with both.

    Parameters
    ----------
    roles
        In which it stands in these lines; a line that names it in two counts once.
    name
        The entry's name that was found.
    effect, state
        What the list does, empty if nobody says; and the state of the listing on the day.
    """

    roles: tuple[FactName, ...]
    entity: str
    list: ListId
    name: str
    zone: str
    effect: str
    state: str
    amount: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCounts:
    """What a run found.

    Parameters
    ----------
    valued
        Lines that state a value; 0 if the book has no values or is not at hand.
    decisive, open, moved
        Clauses with the lines that each decides, could raise, and stands in while the headline turns on a reading;
        most lines first.
    waiting
        Facts; those first that settle most lines alone.
    alerts, alerted
        Parties on held lists, those of most lines first; and the lines that name one.
    apart
        Why the results could not be joined with their book; None if they were.
    by_triage
        Lines and value by place in the queue, what must stop first; empty if the run has no queue.
    """

    total: Amount
    valued: int
    levels: tuple[LevelCounts, ...]
    decisive: Mapping[ClauseId, Amount]
    open: Mapping[ClauseId, Amount]
    moved: Mapping[ClauseId, Amount]
    waiting: tuple[Waiting, ...]
    apart: Apart | None
    alerts: tuple[Alerted, ...] = ()
    alerted: Amount = field(default_factory=Amount)
    by_triage: Mapping[str, Amount] = field(default_factory=dict)

    def by_headline(self, reading: str = "chosen") -> dict[str, Amount]:
        """Return lines and value by headline on one of the READINGS."""
        found = dict.fromkeys(HEADLINES, self._none)
        for each in self.levels:
            word = each.word(reading)
            found[word] = found.get(word, self._none) + each.amount
        return {word: found[word] for word in BOOK_HEADLINES if word in found}

    def turning(self) -> Amount:
        """Return the lines whose headline differs between readings."""
        return sum((each.amount for each in self.levels if each.moves), self._none)

    @property
    def _none(self) -> Amount:
        return Amount(0, None if self.total.value is None else 0.0)


def tally_results(results: Path, card: Mapping[str, object], library: Library) -> RunCounts:
    """Count the results of a run, with the values of its book if it is still the same.

    Raises
    ------
    BookError
        If the file is no result of a run, or holds another number of lines than its run card says.
    """
    with open_results(results, card, library) as joined:
        _make_tables(joined)
        rows = joined.connection.execute(
            f"SELECT headline, alerts <> '' AS alert, {', '.join(_ENDS)}, sum(lines)::BIGINT, sum(value), "
            "sum(valued)::BIGINT FROM tally GROUP BY ALL"
        ).fetchall()
        levels, valued = _levels(rows, results), sum(row[-1] for row in rows)
        total = sum((each.amount for each in levels), Amount())
        if str(total.lines) != str(card.get("lines")):
            what = message(
                "run.other_count",
                "has {lines} lines, and its run card says {stated}.",
                lines=total.lines,
                stated=str(card.get("lines")),
            )
            remedy = message("run.card_of_other", "Results and run card are of two runs; run `sekisho bulk` again.")
            raise BookError(Problem(where=str(results), what=what, remedy=remedy))
        return RunCounts(
            total=total,
            valued=valued,
            levels=levels,
            decisive=_clauses(joined, "decisive"),
            open=_clauses(joined, "open"),
            moved=_clauses(joined, "decisive || ';' || open", where=f"WHERE {_MOVES}"),
            waiting=_waiting(joined),
            apart=joined.apart,
            alerts=_alerts(joined),
            alerted=_alerted(joined),
            by_triage=_queue(joined),
        )


_ENDS: Final = ("floor", "ceiling", "narrow_floor", "narrow_ceiling", "broad_floor", "broad_ceiling")
_LISTS: Final = ("decisive", "open", "missing")


def _headline_sql(prefix: str) -> str:
    """Return SQL for the word of the levels on a reading, as in `outcome.headline`."""
    cases = " ".join(f"WHEN '{level.level}' THEN '{level.headline}'" for level in Outcome)
    floor, ceiling = (f"(CASE {prefix}{end} {cases} END)" for end in ("floor", "ceiling"))
    return f"(CASE WHEN {floor} = {ceiling} THEN {floor} ELSE '{UNDETERMINED}' END)"


_ALERTS: Final = "coalesce(r.alerts::VARCHAR, '') AS alerts"
_MOVES: Final = " OR ".join(f"{_headline_sql('')} <> {_headline_sql(prefix)}" for prefix in ("narrow_", "broad_"))


def _make_tables(joined: ResultsWithBook) -> None:
    """Count lines and values for each combination of levels, clauses and facts."""
    lists = [f"coalesce(r.{name}::VARCHAR, '') AS {name}" for name in _LISTS]
    ends = [f"r.{name}::VARCHAR AS {name}" for name in _ENDS]
    joined.connection.execute(
        f"CREATE TEMP TABLE tally AS SELECT r.headline::VARCHAR AS headline, {_ALERTS}, {', '.join([*ends, *lists])}, "
        f"count(*) AS lines, sum({joined.value}) AS value, count({joined.value}) AS valued "
        f"FROM {joined.source} GROUP BY ALL"
    )


def _levels(rows: Iterable[tuple[object, ...]], results: Path) -> tuple[LevelCounts, ...]:
    known = {outcome.level: outcome for outcome in Outcome}
    found = []
    for word, alert, *row in rows:
        wrong = [str(level) for level in row[: len(_ENDS)] if level not in known]
        if wrong or word not in BOOK_HEADLINES:
            what = (
                message("run.no_level", "'{word}' is not a level of outcome.", word=wrong[0])
                if wrong
                else message("run.no_headline", "'{word}' is not a headline.", word=str(word))
            )
            raise BookError(
                Problem(
                    where=str(results),
                    what=what,
                    remedy=message("run.name_results", "Name the results of `sekisho bulk`."),
                )
            )
        ends = [known[str(level)] for level in row[: len(_ENDS)]]
        pairs = zip(READINGS, ends[::2], ends[1::2], strict=True)
        on = {reading: Verdict(floor=floor, ceiling=ceiling, alert=bool(alert)) for reading, floor, ceiling in pairs}
        found.append(LevelCounts(headline=str(word), on=on, amount=_amount(row[-3], row[-2])))
    return tuple(sorted(found, key=_order))


def _order(counted: LevelCounts) -> tuple[int, ...]:
    """Return what orders counts: most lines first; of as many, one order however the database came to them."""
    ends = [end for verdict in counted.on.values() for end in (verdict.floor, verdict.ceiling, verdict.alert)]
    return -counted.amount.lines, BOOK_HEADLINES.index(counted.headline), *map(int, ends)


def _amount(lines: object, value: object) -> Amount:
    return Amount(int(str(lines or 0)), float(value) if isinstance(value, float) else None)


def _clauses(joined: ResultsWithBook, names: str, *, where: str = "") -> dict[ClauseId, Amount]:
    """Count the lines and the value of each clause in a list, most lines first."""
    rows = joined.connection.execute(
        f"SELECT id, sum(lines)::BIGINT, sum(value) FROM (SELECT unnest(string_split({names}, ';')) AS id, lines, "
        f"value FROM tally {where}) WHERE id <> '' GROUP BY id ORDER BY 2 DESC, 1"
    ).fetchall()
    return {ClauseId(name): _amount(lines, value) for name, lines, value in rows}


def _waiting(joined: ResultsWithBook) -> tuple[Waiting, ...]:
    rows = joined.connection.execute(
        "SELECT fact, sum(lines)::BIGINT, sum(value), coalesce(sum(lines) FILTER (alone), 0)::BIGINT, "
        "sum(value) FILTER (alone) FROM (SELECT unnest(string_split(missing, ';')) AS fact, "
        "NOT contains(missing, ';') AS alone, lines, value FROM tally "
        f"WHERE headline IN ('{UNDETERMINED}', '{FREE_IF_SUPPOSED}')) WHERE fact <> '' "
        "GROUP BY fact ORDER BY 4 DESC, 2 DESC, 1"
    ).fetchall()
    return tuple(
        Waiting(fact=FactName(fact), all=_amount(lines, value), alone=_amount(alone, apart))
        for fact, lines, value, alone, apart in rows
    )


def _alerts(joined: ResultsWithBook) -> tuple[Alerted, ...]:
    """Count the lines of each party on a held list, by how the line means it."""
    rows = joined.connection.execute(
        "SELECT alerts, sum(lines)::BIGINT, sum(value) FROM tally WHERE alerts <> '' GROUP BY alerts ORDER BY alerts"
    ).fetchall()
    found: dict[tuple[str, ...], Amount] = {}
    names: dict[tuple[str, ...], str] = {}
    roles: dict[tuple[str, ...], set[str]] = {}
    for text, lines, value in rows:
        met: dict[tuple[str, ...], str] = {}
        for one in json.loads(text):
            key = tuple(str(one.get(part, "")) for part in _HIT)
            met[key] = str(one.get("name", ""))
            roles.setdefault(key, set()).add(str(one.get("role", "")))
        for key, name in met.items():
            found[key] = found.get(key, Amount(0, None if value is None else 0.0)) + _amount(lines, value)
            names.setdefault(key, name)
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].lines, pair[0]))
    return tuple(
        Alerted(
            roles=tuple(sorted(map(FactName, roles[key]), key=ROLES.index)),
            entity=entity,
            list=ListId(on_list),
            name=names[key],
            zone=zone,
            effect=effect,
            state=state,
            amount=amount,
        )
        for key, amount in ordered
        for entity, on_list, zone, effect, state in (key,)
    )


_HIT: Final = ("entity", "list", "zone", "effect", "state")
"""What tells hits of a run apart; of an entry that is met by several of its names, the first is told."""


def _queue(joined: ResultsWithBook) -> dict[str, Amount]:
    """Count the lines and the value of each place in the queue."""
    if "triage" not in joined.columns:
        return {}
    rows = joined.connection.execute(
        f"SELECT r.triage::VARCHAR, count(*), sum({joined.value}) FROM {joined.source} GROUP BY ALL"
    ).fetchall()
    found = {str(place): _amount(lines, value) for place, lines, value in rows if place}
    return {place: found.get(place, Amount()) for place in TRIAGE} if found else {}


def _alerted(joined: ResultsWithBook) -> Amount:
    row = joined.connection.execute("SELECT sum(lines)::BIGINT, sum(value) FROM tally WHERE alerts <> ''").fetchone()
    return _amount(*row) if row is not None else Amount()
