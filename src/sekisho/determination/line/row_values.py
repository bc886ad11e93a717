"""The values of a fact that an if/then table tells apart: one class for all values on which every test agrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.deciding_table import RowCase
from sekisho.determination.core.domains import NOBODY, UNLISTED, single_values
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.law.dates.calendar import entry_state
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import Between, FactName, Is, Leaf, Listed, ListId
from sekisho.law.model.fact import UNKNOWN, Among, Codes, Fact, FactValue, NumberInterval, Truth, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_military

NONE: Final = "none"
SHOWN: Final = 12
"""Values of one class that are told. A guess: end_use has 12 choices, and more territories would say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueClass:
    """Values of a fact on which every test agrees.

    Parameters
    ----------
    value
        One of them, typed.
    written
        As a case file writes them; empty for a party.
    listed
        Of a party: the lists on which it stands, any one of them; None for what is no party.
    same
        Whether the party is the entry that it may be, by id of the entry.
    other
        The values stand for any that no clause names.
    name
        Of a party on a list: a name that is surely one of it.
    """

    value: FactValue
    written: tuple[str, ...] = ()
    listed: tuple[ListId, ...] | None = None
    same: Mapping[str, str] = field(default_factory=dict)
    other: bool = False
    name: str = ""


def value_classes(
    fact: Fact, stated: FactValue, leaves: Sequence[Leaf], library: Library, *, day: date, territory: str
) -> tuple[ValueClass, ...]:
    """Return the classes of the values that a fact may have, the ordinary one first.

    Parameters
    ----------
    stated
        What is known of its value, which narrows it.
    leaves
        Tests of the fact that count.
    day
        First day of the span of unchanged law.
    territory
        Of a party: whose it is, so that no list of another state's bodies is told; empty if nobody knows.
    """
    parties = parties_of(library)
    match fact.kind:
        case "party":
            review = _to_review(stated, parties)
            classes = review or list(_party_classes(library, tuple(leaves), day, territory))
        case "number":
            classes = list(_number_classes(leaves))
        case "codes":
            classes = [ValueClass(value=Codes(), written=(NONE,))]
            if isinstance(stated, Codes) and stated.maybe:
                sure = Codes(stated.sure | stated.maybe)
                classes = [
                    ValueClass(value=sure, written=(str(sure),)),
                    ValueClass(value=Codes(stated.sure), written=(str(Codes(stated.sure)),)),
                ]
        case "yes_no":
            classes = [ValueClass(value=False, written=("no",)), ValueClass(value=True, written=("yes",))]
        case "choice":
            choices = [choice for choice in fact.choices if not isinstance(stated, Among) or choice in stated.values]
            classes = [ValueClass(value=choice, written=(choice,)) for choice in choices]
            classes.sort(key=lambda group: group.value != NONE)
        case "territory":
            named = {value for leaf in leaves if isinstance(leaf, Is) for value in leaf.values}
            values = list(single_values(fact, leaves, library.facts, parties))
            classes = [
                ValueClass(value=value, written=(str(value),), other=value not in named)
                for value in dict.fromkeys((*(group for group in values if group == territory), *values))
            ]
        case _:
            classes = []
    if fact.kind == "party":
        return tuple(classes)
    return _merged(classes, leaves, day, parties)


def _merged(
    classes: Iterable[ValueClass], leaves: Iterable[Leaf], day: date, parties: PartyIndex
) -> tuple[ValueClass, ...]:
    """Join values on which all tests agree, each class at the place of its first value."""
    tests = tuple(leaves)
    by_pattern: dict[tuple[Truth, ...], ValueClass] = {}
    for group in classes:
        pattern = tuple(judge_leaf(leaf, group.value, day, parties) for leaf in tests)
        first = by_pattern.get(pattern)
        if first is None:
            by_pattern[pattern] = group
        elif len(first.written) < SHOWN:
            by_pattern[pattern] = replace(
                first, written=(*first.written, *group.written), other=first.other or group.other
            )
    return tuple(by_pattern.values())


def _to_review(stated: FactValue, parties: PartyIndex) -> list[ValueClass]:
    """Return the answers to whether a named party is the entry that it may be; no first."""
    if isinstance(stated, Unknown):
        return []
    hits = [hit for hit in parties.whom(str(stated)).hits if hit.zone == "review"]
    if not hits:
        return []
    neither = ValueClass(value=NOBODY, listed=(), same={hit.entry.id: "no" for hit in hits})
    return [
        neither,
        *(ValueClass(value=hit.entry.names[0], listed=(hit.list,), same={hit.entry.id: "yes"}) for hit in hits),
    ]


@cached_per_library
def _party_classes(library: Library, leaves: tuple[Leaf, ...], day: date, territory: str) -> tuple[ValueClass, ...]:
    """Return a party on no list, and one of each set of lists that the tests tell apart.

    One entry stands for its list: a firm that is surely meant, whose listing is in force, and no military body, of
    which its kind tells.
    """
    parties = parties_of(library)
    lists = dict.fromkeys(
        listing for leaf in leaves if isinstance(leaf, Listed) and leaf.owned is None for listing in leaf.lists
    )
    entries = {}
    for entry in library.entries:
        for listing in lists:
            under = entry.list == listing or entry.list.startswith(f"{listing}/")
            known = (not territory or entry.territory == territory) and entry_state(entry, day) is MeasureState.IN_FORCE
            if under and known and listing not in entries and not is_military(entry):
                entries[listing] = entry
    # No test tells a firm on no list from nobody, who needs no comparison with the lists.
    classes: dict[FactValue, ValueClass] = {NOBODY: ValueClass(value=NOBODY, listed=())}
    for listing, entry in entries.items():
        # One entry stands for a list and for the announcement that named it: the row says no more than was judged.
        value = parties.stand_in(entry)
        before = classes.get(value)
        closest = max((listing, *(before.listed or () if before else ())), key=len)
        classes[value] = ValueClass(value=value, listed=(closest,), name=entry.names[0])
    by_pattern: dict[tuple[Truth, ...], ValueClass] = {}
    for group in classes.values():
        pattern = tuple(judge_leaf(leaf, group.value, day, parties) for leaf in leaves)
        by_pattern.setdefault(pattern, group)
    return tuple(by_pattern.values())


def _number_classes(leaves: Iterable[Leaf]) -> Iterable[ValueClass]:
    """Return the spans between the bounds that tests name, the lowest first."""
    bounds = sorted(
        {
            bound
            for leaf in leaves
            if isinstance(leaf, Between)
            for bound in (leaf.low, leaf.high)
            if isinstance(bound, Decimal)
        }
    )
    ends: list[tuple[Decimal | None, Decimal | None]] = [(None, None)]
    if bounds:
        ends = [(None, bounds[0]), *pairwise(bounds), (bounds[-1], None)]
    for low, high in ends if bounds else ():
        span = NumberInterval(low=low, high=high, high_open=True)
        yield ValueClass(value=span, written=(str(span),))


def case_of(classes: Mapping[FactName, Sequence[ValueClass]]) -> RowCase:
    """Return facts of which each has one of some classes of values, as a case of a row."""
    facts: dict[FactName, tuple[str, ...]] = {}
    listed: dict[FactName, tuple[ListId, ...]] = {}
    names: dict[FactName, str] = {}
    same: dict[str, str] = {}
    for name, several in classes.items():
        if any(group.listed is not None for group in several):
            listed[name] = tuple(dict.fromkeys(item for group in several for item in group.listed or ()))
            first = several[0]
            names[name] = UNLISTED if first.value == NOBODY else first.name or str(first.value)
            same |= first.same
        else:
            facts[name] = tuple(dict.fromkeys(value for group in several for value in group.written))
    other = tuple(name for name, several in classes.items() if any(group.other for group in several))
    return RowCase(facts=facts, listed=listed, names=names, same=same, other=other)


def is_known(value: FactValue) -> bool:
    """Tell whether a value leaves nothing open."""
    return not (
        value is UNKNOWN or isinstance(value, Among | NumberInterval) or (isinstance(value, Codes) and value.maybe)
    )
