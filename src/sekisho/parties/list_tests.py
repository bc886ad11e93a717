"""What conditions of law ask of a party: whether it stands on a list on a day, and whether listed parties hold it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from datetime import date

from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.condition import Listed, ListId
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth, Unknown
from sekisho.law.model.measure import MeasureState
from sekisho.parties.index import PartyIndex


def is_listed(
    index: PartyIndex, party: FactValue, on_list: ListId, day: date, relations: frozenset[str] = frozenset()
) -> Truth:
    """Judge whether a party stands on a list, or on that part of it, on a day.

    Parameters
    ----------
    relations
        What of a listed party the name may name; empty takes whatever it is.
    """
    if isinstance(party, Unknown):
        return UNKNOWN
    name = str(party)
    if name == "none":
        return False
    whom = index.whom(name)
    outcome: Truth = UNKNOWN if whom.problem else False
    for match in whom.matches:
        if match.entry.list != on_list and not match.entry.list.startswith(on_list + "/"):
            continue
        if relations and match.relation not in relations:
            continue
        state = entry_state(match.entry, day)
        if state is MeasureState.IN_FORCE and match.certain:
            return True
        if state is not MeasureState.SUSPENDED:
            outcome = UNKNOWN
    return outcome


def is_owned(index: PartyIndex, party: FactValue, leaf: Listed, day: date) -> Truth:
    """Judge whether the tables tell that listed parties hold the threshold of a party, or leave that open."""
    if isinstance(party, Unknown) or leaf.owned is None:
        return UNKNOWN
    if party == "none":
        return False
    name, rule = str(party), leaf.owned
    tells = index.owners.tell(index.persons(name), leaf.lists, rule, day)
    if rule.partly:
        some = tells is UNKNOWN and index.owners.some_held(index.persons(name), leaf.lists, rule, day)
        return UNKNOWN if some else False
    if rule.told:
        return tells is True
    return tells is UNKNOWN and not (rule.borne and _bears_others(index, name, leaf.lists))


def _bears_others(index: PartyIndex, party: str, lists: Iterable[ListId]) -> bool:
    """Tell whether a party bears the name of listed parties, and of none on the lists that are asked."""
    borne = index.borne(party)
    return bool(borne) and not any(bears == name or bears.startswith(f"{name}/") for bears in borne for name in lists)


def states_on(index: PartyIndex, leaf: Listed, day: date) -> Hashable:
    """Return the states, on a day, of what a test of a list hangs on: entries, and holdings if it asks of them."""
    key = leaf.lists, leaf.owned is None, day
    if key not in index.states:
        states = tuple(
            entry_state(entry, day)
            for entry in index.entries
            if any(entry.list == name or entry.list.startswith(f"{name}/") for name in leaf.lists)
        )
        holdings = tuple(row.holds_on(day) for row in index.holdings) if leaf.owned is not None else ()
        index.states[key] = states, holdings
    return index.states[key]


def number_of_states(index: PartyIndex, leaf: Listed, day: date) -> int:
    """Number the states on which a test of a list hangs: the same on days on which they are the same.

    Whoever compares many tests on many days compares numbers, not the states of thousands of entries.
    """
    key = leaf.lists, leaf.owned is None, day
    if key not in index.numbers_of_day:
        states = leaf.lists, leaf.owned is None, states_on(index, leaf, day)
        index.numbers_of_day[key] = index.numbers_of_states.setdefault(states, len(index.numbers_of_states))
    return index.numbers_of_day[key]
