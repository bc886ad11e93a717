"""What a determination is: levels of outcome, and everything an answer carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Protocol
from typing import Any as Json

from sekisho.dataclass import LateFields, dataclass
from sekisho.law.model.condition import FactName, MeasureId
from sekisho.law.model.fact import UNKNOWN, DaySpan, Truth
from sekisho.law.model.licensing import Licensing, licensing_data
from sekisho.law.model.measure import Clause, ClauseId, Effect, Measure
from sekisho.law.model.penalty import Penalty, penalty_data
from sekisho.law.model.term import Readings

if TYPE_CHECKING:
    from sekisho.determination.core.deciding_table import DecidingRow, DecidingTable
    from sekisho.determination.core.law_in_time import ComingChange, SleepingClause
    from sekisho.law.model.office_practice import OfficePractice
    from sekisho.law.model.state_assumption import Statement

STATED, CLASSIFIED, NOT_LISTED = "stated", "classified", "not_listed"
UNCLASSIFIED, UNLIKELY, UNREAD = "unclassified", "unlikely_listed", "unread"
ITEM_STATES: Final = ("", STATED, CLASSIFIED, UNCLASSIFIED, UNLIKELY, NOT_LISTED, UNREAD)
"""What may be known of an item's place on the control list; empty where nothing was classified."""
RESEMBLES_NOTHING: Final = frozenset({UNLIKELY, NOT_LISTED})
"""States of items that nothing on the list resembles: a finding of this program, and not of law."""


class Outcome(IntEnum):
    """Levels by severity; the gravest clause decides. Level names never change meaning."""

    FREE = 0
    REGISTRATION = 1
    LICENCE = 2
    INDIVIDUAL_LICENCE = 3
    CASE_BY_CASE = 4
    REFUSED_IN_PRINCIPLE = 5
    PROHIBITED_SAVE_SPECIAL = 6
    PROHIBITED = 7

    @property
    def level(self) -> str:
        """Name of the level, as in JSON and in case files."""
        return _LEVELS[self]

    @property
    def headline(self) -> str:
        """One of the words for people: free, licence required, prohibited."""
        if self is Outcome.FREE:
            return "free"
        return "licence required" if self <= Outcome.REFUSED_IN_PRINCIPLE else "prohibited"


_LEVELS: Final = {level: level.name.lower() for level in Outcome}
UNDETERMINED = "undetermined"
FREE_WITH_ALERT = "free_with_alert"
FREE_IF_SUPPOSED = "free_if_supposed"
"""The level is open, and free under what is supposed: a headline of its own, never the sign of *free*."""
HEADLINES = ("prohibited", "licence required", UNDETERMINED, FREE_WITH_ALERT, "free")
"""All words that `headline` gives, gravest first: every face and file counts lines by these."""
BOOK_HEADLINES = (*HEADLINES[:3], FREE_IF_SUPPOSED, *HEADLINES[3:])
"""The same with the word that suppositions give, which lines of a book have alone."""


def headline(floor: Outcome, ceiling: Outcome, *, alert: bool = False) -> str:
    """One of the words; floor and ceiling of one word are that word, though the level is open.

    Parameters
    ----------
    alert
        A hit on a held list stands: then nothing is plainly free.
    """
    word = floor.headline if floor.headline == ceiling.headline else UNDETERMINED
    return FREE_WITH_ALERT if alert and word == Outcome.FREE.headline else word


def outcome_name(floor: Outcome, ceiling: Outcome) -> str:
    """Level name if floor and ceiling agree, else `undetermined`."""
    return floor.level if floor == ceiling else UNDETERMINED


def level_of(clause: Clause) -> Outcome:
    """Return the level that a clause sets when it is met; a clause that only obliges sets none."""
    return Outcome[clause.level.upper()] if clause.effect in {Effect.PROHIBIT, Effect.REQUIRE_LICENCE} else Outcome.FREE


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Floor and ceiling, and the clauses that make them.

    Parameters
    ----------
    decisive
        Clauses that are met at the level of the floor; empty when the floor is free.
    open
        Clauses that are unknown and would raise the floor, gravest first.
    alert
        A hit on a held list stands in the answer.
    supposed
        What was presumed would make it free, so the level stays open (`free_if_supposed`).
    """

    floor: Outcome
    ceiling: Outcome
    decisive: tuple[ClauseId, ...] = ()
    open: tuple[ClauseId, ...] = ()
    alert: bool = False
    supposed: bool = False

    def __repr__(self) -> str:
        """Show the levels in one line; the clauses are in `decisive` and `open`."""
        clauses = f"{len(self.decisive)} decide, {len(self.open)} open"
        return f"<Verdict {self.headline}: {self.floor.level} to {self.ceiling.level}, {clauses}>"

    @property
    def outcome(self) -> str:
        """Level name, or `undetermined`."""
        return outcome_name(self.floor, self.ceiling)

    @property
    def headline(self) -> str:
        """Word for people."""
        word = headline(self.floor, self.ceiling, alert=self.alert)
        return FREE_IF_SUPPOSED if self.supposed and word == UNDETERMINED and not self.alert else word


def decide(values: Iterable[tuple[Outcome, ClauseId, Truth]]) -> Verdict:
    """Combine the levels and the values of all clauses.

    floor   = max over clauses of (level if true, else free)
    ceiling = max over clauses of (level if true or unknown, else free)
    """
    met, possible = [], []
    for level, name, value in values:
        if value is True:
            met.append((level, name))
        elif value is UNKNOWN:
            possible.append((level, name))
    floor = max((level for level, _ in met), default=Outcome.FREE)
    raising = sorted(((level, name) for level, name in possible if level > floor), key=lambda pair: (-pair[0], pair[1]))
    return Verdict(
        floor=floor,
        ceiling=raising[0][0] if raising else floor,
        decisive=tuple(sorted(name for level, name in met if level == floor > Outcome.FREE)),
        open=tuple(name for _, name in raising),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty that comes with the answer; `certain` is false if a fact must still settle whether it is owed."""

    clause: ClauseId
    duty: str
    article: str
    certain: bool


Ends = tuple[str, str]
"""Level names of a floor and a ceiling."""
NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The answer if a named unknown of the law has one of its values.

    Parameters
    ----------
    known
        The text is known with this value; else (it was changed) the verdict is of what is known alone, and is not told.
    bears
        Floor or ceiling differ from those of the answer for some value of the unknown whose text is known.
    """

    unknown: FactName
    value: str
    verdict: Verdict
    obligations: tuple[Obligation, ...]
    known: bool = True
    bears: bool = True

    @property
    def ends(self) -> Ends | None:
        """Level names of floor and ceiling; None where the text is not known."""
        return (self.verdict.floor.level, self.verdict.ceiling.level) if self.known else None


def branches_text(own: Ends, branches: Iterable[tuple[str, str, Ends | None]]) -> str:
    """Tell floor and ceiling for each value of the named unknowns of the law that bear on them.

    An unknown bears on an answer if floor and ceiling are others than its own for a value whose text is known.

    Parameters
    ----------
    own
        Floor and ceiling while nothing is known of the unknowns.
    branches
        Unknown, value, and floor and ceiling then, None where the text is not known, in the order in which they are
        told.

    >>> then = ("licence", "licence")
    >>> branches_text(("free", "licence"), [("q", "yes", then), ("q", "no", ("free", "free")), ("r", "yes", then)])
    'q=yes:licence..licence;q=no:free..free;r=yes:licence..licence'
    >>> branches_text(then, [("q", "yes", then), ("q", "no", then), ("q", "changed", None)])
    ''
    >>> branches_text(then, [("q", "no", ("free", "free")), ("q", "changed", None)])
    'q=no:free..free;q=changed:not known'
    """
    found = list(branches)
    bearing = {unknown for unknown, _, then in found if then is not None and then != own}
    told = ((name, value, NOT_KNOWN if then is None else "..".join(then)) for name, value, then in found)
    return ";".join(f"{name}={value}:{ends}" for name, value, ends in told if name in bearing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """A fact that was taken for granted because something else tells it, with the reason in words."""

    fact: FactName
    value: str
    because: str

    @property
    def flag(self) -> str:
        """Option of the command line that states the fact, and so undoes the presumption."""
        return f"--{self.fact.replace('_', '-')}"

    def to_dict(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"fact": self.fact, "value": self.value, "flag": self.flag, "because": self.because}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which knowledge was asked: how many measures, of which library, read up to which day.

    Parameters
    ----------
    in_force, not_known
        Measures that are in force on the day, and those of which nobody knows whether they are.
    """

    measures: int
    in_force: int
    not_known: int
    pending: int
    jurisdictions: tuple[str, ...]
    not_covered: tuple[str, ...]
    version: str
    hash: str
    horizon: date
    names: Mapping[str, object] = field(default_factory=dict)
    """How names of parties were compared: the algorithm with its version, and the thresholds."""

    @property
    def applying(self) -> int:
        """Measures that apply, or may; with none there is no law to ask."""
        return self.in_force + self.not_known


class Told(Protocol):
    """What is told as plain data."""

    def to_dict(self) -> Mapping[str, Json]:
        """Return it as plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Determination(LateFields):
    """An answer with its reasons; what is not read of it is not worked out (see `dataclass.LateFields`).

    Parameters
    ----------
    licensing
        How a licence is got under the measures of the decisive clauses; a plain ban has none.
    penalties
        What follows if the shipment breaks a decisive clause, each with the measure that sets it.
    triggered, contradictions
        What customs code and words say of the goods, and where the line states otherwise (see `contradiction`).
    sleeping
        Clauses that would bear on the line, or could, were their measures in force.
    days
        Days on one of which the line leaves, where no single one is known: it was judged under the law of all of them,
        and `as_of` is in the last state of that law; None of a line of one day.
    ahead
        What changes soon after the date of law in clauses that bear on the line.
    practice
        What the office was reported to do; never a ground of the outcome.
    presumed, without_presumptions
        What was taken for granted, and the verdict without it; None if nothing was.
    near
        Control codes with their names that the item may fall under, while nothing settles its code.
    item_state
        What is known of the item's place on the list, as in the results of an order list: `stated`, `classified`,
        `unclassified`, `unlikely_listed`, `not_listed`, `unread`; empty where nobody looked.
    statements
        What was said of the named unknowns of the law that bear on the answer.
    notes
        The cautions that are told before all else: what was done to the facts, and words of a military use in them.
    """

    verdict: Verdict
    as_of: date
    readings: Readings
    facts: Mapping[FactName, object]
    missing: tuple[FactName, ...]
    obligations: tuple[Obligation, ...]
    by_reading: Mapping[str, Verdict]
    branches: tuple[Branch, ...]
    cautions: tuple[str, ...]
    cited: tuple[tuple[Measure, Clause], ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    questions: Mapping[FactName, str] = field(default_factory=dict)
    licensing: tuple[tuple[MeasureId, Licensing], ...] = ()
    penalties: tuple[tuple[MeasureId, Penalty], ...] = ()
    parties: Mapping[FactName, Mapping[str, Json]] = field(default_factory=dict)
    alerts: tuple[Mapping[str, str], ...] = ()
    triggered: tuple[Told, ...] = ()
    contradictions: tuple[Told, ...] = ()
    sleeping: tuple[SleepingClause, ...] = ()
    ahead: tuple[ComingChange, ...] = ()
    practice: tuple[OfficePractice, ...] = ()
    statements: tuple[Statement, ...] = ()
    presumed: tuple[Presumption, ...] = ()
    without_presumptions: Verdict | None = None
    near: tuple[tuple[str, str], ...] = ()
    item_state: str = ""
    days: DaySpan | None = None
    ledger: Callable[[], tuple[Told, ...]] = field(default=tuple, repr=False, compare=False)
    deciding: Callable[[], DecidingTable] | None = field(default=None, repr=False, compare=False)
    judged: object = field(default=None, repr=False, compare=False)
    """The line as it was judged, for whoever tells its reasons (see `line.determination.evaluation_of`)."""
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it a plain table is shown."""

    def __repr__(self) -> str:
        """Show the answer in one line; `to_dict` gives all of it."""
        said = f"{self.verdict.headline}, {self.floor.level}"
        if self.floor != self.ceiling:
            said += f" to {self.ceiling.level}"
        waits = f", waits for {', '.join(self.missing)}" if self.missing else ""
        return f"<Determination as of {self.as_of}: {said}{waits}>"

    def _repr_html_(self) -> str:
        """Show the answer as a table in a notebook."""
        if self.shown is not None:
            return self.shown()
        rows = {
            "headline": self.verdict.headline,
            "floor": self.floor.level,
            "ceiling": self.ceiling.level,
            "as of": self.as_of.isoformat(),
            "decided by": "; ".join(self.decisive),
            "could be raised by": "; ".join(self.open),
            "waits for": ", ".join(self.missing),
            "measures checked": str(self.coverage.measures),
        }
        told = [*rows.items(), *(("caution", caution) for caution in self.cautions)]
        from html import escape  # only notebooks need it

        cells = (f"<tr><th>{escape(name)}</th><td>{escape(text)}</td></tr>" for name, text in told if text)
        return f"<table>{''.join(cells)}</table>"

    @property
    def inputs(self) -> tuple[Told, ...]:
        """Everything that was stated, as used, not needed or contradicted (see `inputs`); worked out when read."""
        return self.ledger()

    @property
    def idle(self) -> frozenset[FactName]:
        """Facts for which open clauses wait, and whose value changes no outcome; worked out when read."""
        return self.deciding().idle if self.deciding is not None else frozenset()

    @property
    def rows(self) -> tuple[DecidingRow, ...]:
        """What the answer depends on: the rows of its if/then table (see `deciding_table`); worked out when read."""
        return self.deciding().rows if self.deciding is not None else ()

    @property
    def outcome(self) -> str:
        """Level name, or `undetermined`."""
        return self.verdict.outcome

    @property
    def floor(self) -> Outcome:
        """Outcome if every unknown turns out not to be met."""
        return self.verdict.floor

    @property
    def ceiling(self) -> Outcome:
        """Outcome if every unknown turns out to be met."""
        return self.verdict.ceiling

    @property
    def decisive(self) -> tuple[ClauseId, ...]:
        """Clauses that fix the floor."""
        return self.verdict.decisive

    @property
    def open(self) -> tuple[ClauseId, ...]:
        """Clauses that could raise it."""
        return self.verdict.open

    def to_dict(self) -> dict[str, Json]:
        """Return the answer as plain data: the JSON contract that every door of sekisho speaks."""
        verdict = self.verdict
        return {
            "outcome": verdict.outcome,
            "headline": verdict.headline,
            "floor": verdict.floor.level,
            "ceiling": verdict.ceiling.level,
            "as_of": self.as_of.isoformat(),
            **({} if self.days is None else {"days": str(self.days)}),
            "readings": self.readings.to_dict(),
            "decisive": list(verdict.decisive),
            "open": list(verdict.open),
            "missing": list(self.missing),
            "questions": {name: self.questions[name] for name in self.missing if name in self.questions},
            "obligations": [_obligation(duty) for duty in self.obligations],
            "citations": [_citation(measure, clause) for measure, clause in self.cited],
            "by_reading": {name: _verdict(verdict) for name, verdict in self.by_reading.items()},
            "branches": [
                {
                    "unknown": branch.unknown,
                    "value": branch.value,
                    "known": branch.known,
                    "bears": branch.bears,
                    **(_verdict(branch.verdict) if branch.known else _NOT_TOLD),
                    "obligations": [_obligation(duty) for duty in branch.obligations],
                }
                for branch in self.branches
            ],
            "presumed": [one.to_dict() for one in self.presumed],
            "without_presumptions": None if self.without_presumptions is None else _verdict(self.without_presumptions),
            "if": [row.to_dict() for row in self.rows],
            "may_fall_under": [{"code": code, "name": name} for code, name in self.near],
            "item_state": self.item_state,
            "statements": [one.to_dict() for one in self.statements],
            "sleeping": [one.to_dict() for one in self.sleeping],
            "ahead": [one.to_dict() for one in self.ahead],
            "practice": [one.to_dict() for one in self.practice],
            "licensing": [licensing_data(measure, licensing) for measure, licensing in self.licensing],
            "penalties": [penalty_data(measure, penalty) for measure, penalty in self.penalties],
            "cautions": list(self.cautions),
            "triggered": [one.to_dict() for one in self.triggered],
            "contradictions": [one.to_dict() for one in self.contradictions],
            "inputs": [one.to_dict() for one in self.inputs],
            "coverage": {
                "measures": self.coverage.measures,
                "in_force": self.coverage.in_force,
                "not_known": self.coverage.not_known,
                "pending": self.coverage.pending,
                "jurisdictions": list(self.coverage.jurisdictions),
                "not_covered": list(self.coverage.not_covered),
                "names": dict(self.coverage.names),
            },
            "parties": {name: dict(found) for name, found in self.parties.items()},
            "alerts": [dict(alert) for alert in self.alerts],
            "library": {
                "version": self.coverage.version,
                "hash": self.coverage.hash,
                "horizon": self.coverage.horizon.isoformat(),
            },
            "facts": {name: str(value) if not isinstance(value, bool) else value for name, value in self.facts.items()},
        }


def _verdict(verdict: Verdict) -> dict[str, Json]:
    return {
        "outcome": verdict.outcome,
        "headline": verdict.headline,
        "floor": verdict.floor.level,
        "ceiling": verdict.ceiling.level,
        "decisive": list(verdict.decisive),
        "open": list(verdict.open),
    }


_NOT_TOLD: dict[str, Json] = {
    "outcome": UNDETERMINED,
    "headline": UNDETERMINED,
    "floor": None,
    "ceiling": None,
    "decisive": [],
    "open": [],
}
"""What is told of a branch whose text is not known: no level."""


def _obligation(duty: Obligation) -> dict[str, Json]:
    return {"clause": duty.clause, "duty": duty.duty, "article": duty.article, "certain": duty.certain}


def _citation(measure: Measure, clause: Clause) -> dict[str, Json]:
    return {
        "clause": clause.id,
        "title": measure.title.get("en", ""),
        "title_zh": measure.title.get("zh", ""),
        "instrument": measure.instrument,
        "article": clause.article,
        "words": dict(clause.words),
        "url": clause.source or measure.sources[0].url,
        "read": measure.sources[0].read.isoformat(),
        "confidence": str(min(clause.confidence, measure.confidence, key=_CONFIDENCE.index)),
    }


_CONFIDENCE = ["low", "medium", "high"]
