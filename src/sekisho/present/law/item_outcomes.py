"""What an item needs today on its way to Japan, and which measures speak of it: the head of its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sekisho.determination.line.determination import determine
from sekisho.i18n.names import plain_name
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.message import CapitalText, Text, message
from sekisho.present.outcome_labels import case_cell

JAPAN: Final = "JP"
_ROUTE: Final = {"origin": "CN", "departure": "CN", "destination": JAPAN, "movement": "export"}
_CASES: Final[tuple[tuple[Text, Mapping[str, str]], ...]] = (
    (
        message("law.item_civil", "civil user and use, no risk known"),
        {
            "end_user": "none",
            "end_user_kind": "civil",
            "end_use": "civil",
            "end_user_territory": JAPAN,
            "knowledge_of_risk": "no",
            "knowledge_of_barred_use": "no",
        },
    ),
    (
        message("law.item_military", "military use"),
        {"end_user": "none", "end_user_kind": "civil", "end_use": "military", "end_user_territory": JAPAN},
    ),
)
"""The ordinary case, and the gravest: what lies between turns on who the user is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureOnItem:
    """A measure that speaks of an item.

    Parameters
    ----------
    clauses
        Its clauses as the data of the item name them.
    in_force
        Whether one of them applies on the day.
    elsewhere
        Whether it lays its control on another country than Japan.
    """

    measure: str
    name: Text
    clauses: tuple[Mapping[str, Any], ...]
    in_force: bool
    elsewhere: bool

    @property
    def effects(self) -> list[tuple[Mapping[str, Any], int]]:
        """Return the first clause of each effect and state, and how many have it."""
        first: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
        for clause in self.clauses:
            first.setdefault((clause["effect"], clause["state"]), []).append(clause)
        return [(several[0], len(several)) for several in first.values()]


def outcomes_to_japan(code: str, library: Library, day: date) -> list[tuple[Text, Text]]:
    """Return what an export of an item from China to Japan needs on a day, in the ordinary and in the gravest case."""
    outcomes = []
    for name, facts in _CASES:
        answer = determine({**_ROUTE, **facts, "control_codes": code}, library, as_of=day)
        outcomes.append((name, case_cell(answer.verdict)))
    return outcomes


def measures_on_item(clauses: Iterable[Mapping[str, Any]], library: Library) -> list[MeasureOnItem]:
    """Gather clauses by measure: those on Japan first, then on goods, then on other countries."""
    by_measure: dict[str, list[Mapping[str, Any]]] = {}
    for clause in clauses:
        by_measure.setdefault(clause["measure"], []).append(clause)

    def rank(measure: str) -> tuple[int, str]:
        row = short_text(library, measure, "name")
        of = row.of if row else ""
        return (0 if of == JAPAN else 2 if of else 1, measure)

    return [
        MeasureOnItem(
            measure=measure,
            name=CapitalText(plain_name(library[measure], library)),
            clauses=tuple(by_measure[measure]),
            elsewhere=rank(measure)[0] > 1,
            in_force=any(clause["state"] == str(MeasureState.IN_FORCE) for clause in by_measure[measure]),
        )
        for measure in sorted(by_measure, key=rank)
    ]
