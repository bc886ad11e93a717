"""Whom a measure binds, for what and towards whom: the conditions of its clauses, sorted by what they ask of.

A condition stands in one column, whole, as the clause has it: nothing is added, and a cell is empty where a clause asks
nothing of that kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from sekisho.i18n.conditions import prose
from sekisho.i18n.names import NamingContext, speech_of, term_name
from sekisho.law.dates.calendar import subject_of
from sekisho.law.model.condition import All, Condition, Not, Reaches
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Clause, Effect, Measure
from sekisho.law.model.term import reach_of

Column = Literal["bound", "goods", "whom"]
MOVES: Final = "movement"
SHOWN: Final = 6
"""Values of a list that a cell names: the card of the clause has all of them."""
SENDERS: Final = frozenset(
    {
        "departure",
        "via",
        "from_bonded_zone",
        "to_bonded_zone",
        "exporter",
        "exporter_is_prc_person",
        "licence_held",
        "prior_undertaking",
        "substantial_help",
    }
)
"""Facts of who sends and how, beside the movement itself; what is asked of no item and of none of these alone is asked
of whom it is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeException:
    """A clause that excepts from another: its id, its article, and when it does."""

    clause: str
    article: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRow:
    """Clauses of the same reach as one row.

    Parameters
    ----------
    clauses
        Id and article of each.
    bound, goods, whom
        What the clauses ask of who sends, of the goods, and of who gets them and for what; empty if nothing.
    """

    clauses: tuple[tuple[str, str], ...]
    effect: str
    level: str
    bound: str
    goods: str
    whom: str
    exceptions: tuple[ScopeException, ...]


def measure_scope(measure: Measure, library: Library, *, language: str) -> tuple[ScopeRow, ...]:
    """Return whom a measure binds, clause by clause; what excepts stands beside what it excepts from."""
    speech = speech_of(library, language=language, shown=SHOWN)
    rows: dict[tuple[object, ...], list[tuple[str, str]]] = {}
    for clause in measure.clauses:
        if clause.effect is not Effect.EXCEPT:
            cells = _cells(clause, measure, library, speech)
            reach = (*(cells[name] for name in ("bound", "goods", "whom")), _exceptions(clause, library, speech))
            key = (str(clause.effect), str(clause.level or ""), *reach)
            rows.setdefault(key, []).append((str(clause.id), clause.article))
    return tuple(
        ScopeRow(
            clauses=tuple(clauses),
            effect=str(effect),
            level=str(level),
            bound=str(bound),
            goods=str(goods),
            whom=str(whom),
            exceptions=exceptions,  # type: ignore[arg-type]
        )
        for (effect, level, bound, goods, whom, exceptions), clauses in rows.items()
    )


def _cells(clause: Clause, measure: Measure, library: Library, speech: NamingContext) -> Mapping[Column, str]:
    sorted_parts: dict[Column, list[Condition]] = {"bound": [], "goods": [], "whom": []}
    for part in dict.fromkeys((*_parts(subject_of(clause, measure)), *_parts(clause.when))):
        sorted_parts[_column(part, library)].append(part)
    return {name: _words(parts, speech) for name, parts in sorted_parts.items()}


def _parts(condition: Condition) -> Iterable[Condition]:
    """Go through what must hold together."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _column(part: Condition, library: Library) -> Column:
    """Tell of what a condition asks, through all its terms; what speaks of several kinds at once stands with whom."""
    facts = reach_of(part, library.terms).facts
    if MOVES in facts or (facts and facts <= SENDERS):
        return "bound"
    items = frozenset(name for name in facts if library.facts.facts[name].of == "item")
    bare = part.part if isinstance(part, Not) else part
    return "goods" if items and (items == facts or isinstance(bare, Reaches)) else "whom"


def _words(parts: list[Condition], speech: NamingContext) -> str:
    """Write conditions that hold together; a term that stands alone is its own words."""
    if not parts:
        return ""
    if len(parts) == 1 and isinstance(parts[0], Reaches) and parts[0].of is None:
        return term_name(parts[0].term, speech)
    return prose(All(tuple(parts)), speech)


def _exceptions(clause: Clause, library: Library, speech: NamingContext) -> tuple[ScopeException, ...]:
    return tuple(
        ScopeException(clause=str(other.id), article=other.article, when=prose(other.when, speech))
        for _, other in library.clauses.values()
        if clause.id in other.excepts
    )
