"""The values of a fact that an if/then table tells apart, and a line with others of them.

There is one class for all values on which every test agrees.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.compiled_clauses import clauses_on
from sekisho.determination.core.deciding_table import RowCase
from sekisho.determination.core.domains import NOBODY, UNLISTED, single_values
from sekisho.determination.core.evaluation import Evaluation, LineEvaluation, evaluate
from sekisho.determination.core.inputs import line_facts
from sekisho.determination.core.leaf_tests import judge_leaf
from sekisho.determination.core.line_signature import signatures_on
from sekisho.determination.core.outcome import Determination, Verdict
from sekisho.determination.core.truth_table import open_parts
from sekisho.determination.line.alerts import alerted, alerts_of
from sekisho.determination.line.contradiction import opened_by_words
from sekisho.law.dates.calendar import LawOnDay, entry_state, law_on
from sekisho.law.memo import cached_per_library
from sekisho.law.model.condition import Between, FactName, Is, Leaf, Listed, ListId
from sekisho.law.model.fact import UNKNOWN, Among, Codes, Fact, FactValue, NumberInterval, Truth, Unknown, is_blank
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND, TERRITORY, follow
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_military
from sekisho.trade.items.inference import BARRED_USE, GOODS, KNOWLEDGE, RISK, infer, know
from sekisho.trade.transaction import ALIASES

NONE: Final = "none"
SHOWN: Final = 12
"""Values of one class that are told. A guess: end_use has 12 choices, and more territories would say nothing."""
FOLLOWS: Final[Mapping[FactName, tuple[FactName, ...]]] = {
    BARRED_USE: (RISK,),
    RISK: (BARRED_USE,),
    TERRITORY: (KIND, DEPARTURE, DESTINATION),
}
CODES: Final = FactName("control_codes")


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


class VariedLine:
    """A line with other values of some facts, and what follows from them.

    Parameters
    ----------
    given
        The facts of the line as they are stated, without those presumed.
    """

    def __init__(self, answer: Determination, given: Mapping[str, object], library: Library) -> None:
        self.answer, self.library, self.parties = answer, library, parties_of(library)
        table = library.facts
        presumed = {str(group.fact): group.value for group in answer.presumed}
        stated = {FactName(ALIASES.get(name, name)): value for name, value in {**given, **presumed}.items()}
        self.presumed = frozenset(group.fact for group in answer.presumed)
        self.stated = {
            name: table.parse(name, value) for name, value in stated.items() if name in table and not is_blank(value)
        }
        self.law_facts = {name: value for name, value in answer.facts.items() if table[name].of == "law"}
        self.law: LawOnDay = law_on(library, answer.as_of)
        judged = answer.judged
        if isinstance(judged, LineEvaluation) and judged.answers({**given, **presumed}, library):
            self.heard = judged.heard
        else:
            written = {str(name): value for name, value in (stated | self.law_facts).items()}
            self.heard = evaluate(library, line_facts(written, library), answer.as_of, answer.readings)
        self.leads = {*GOODS, *KNOWLEDGE, *table.triggered, *FOLLOWS, *FOLLOWS[TERRITORY], END_USER}
        self.leaves = _leaves_on(library, self.law.day)
        self.pointed = frozenset(effect.fact for effect in opened_by_words(answer))
        self.near: list[Evaluation] = [self.heard]
        self.idle: frozenset[FactName] = frozenset()
        self._classes: dict[tuple[FactName, bool], tuple[ValueClass, ...]] = {}
        self._derived: dict[frozenset[tuple[FactName, FactValue]], dict[FactName, FactValue]] = {}

    @cached_property
    def open_leaves(self) -> dict[FactName, list[Leaf]]:
        """Tests that are open in this line, by the fact that they test."""
        return _by_fact(self.heard.compiled.all[place].leaf for place in open_parts(self.heard))

    def likeness(self) -> Hashable:
        """Return all that a table reads of the line: two with the same have the same table.

        A code that is sure is no more than what the tests say of it, for nothing else follows from it; nor is a party
        that is on no list more than one of its kind. All else that is known stands for itself.
        """
        heard, answer, kinds = self.heard, self.answer, self.library.facts
        facts, day = heard.context.facts, self.law.day
        signature = signatures_on(self.library, day).of(facts, answer.as_of, self.parties)
        typed = tuple([(name, self._kind_of(value, kinds[name].kind)) for name, value in facts.items()])
        stated = frozenset([(name, self._kind_of(value, kinds[name].kind)) for name, value in self.stated.items()])
        of_answer = answer.verdict, answer.missing, answer.near, tuple(answer.branches), self.pointed
        return day, heard.context.readings, signature, typed, stated, self.presumed, of_answer

    def _kind_of(self, value: FactValue, kind: str) -> Hashable:
        """Return what a table reads of a value of a fact of a kind."""
        if isinstance(value, Codes) and not value.maybe:
            return bool(value.sure)
        if isinstance(value, Mapping):
            return repr(value)
        if kind != "party" or isinstance(value, Unknown) or value == NONE:
            return value
        name, number = str(value), self.parties.alike(str(value))
        return number, name if self.parties.whom(name).matches else ""

    def classes(self, name: FactName, *, whole: bool = False) -> tuple[ValueClass, ...]:
        """Return the values of a fact that the law tells apart, the ordinary one first.

        Parameters
        ----------
        whole
            By all clauses; else by what is open in them.
        """
        key = name, whole
        if key not in self._classes:
            self._classes[key] = self._classes_of(name, whole=whole)
        return self._classes[key]

    def _classes_of(self, name: FactName, *, whole: bool) -> tuple[ValueClass, ...]:
        fact, facts = self.library.facts[name], self.heard.context.facts
        if fact.of == "law":
            untold = self.law.untold.get(name, frozenset())
            values = (value for value in self.law.unknowns.get(name, fact.choices) if value not in untold)
            return tuple(ValueClass(value=value, written=(value,)) for value in values)
        home = facts[TERRITORY] if fact.kind == "party" else facts[DESTINATION]
        territory = home if isinstance(home, str) else ""
        if name == DEPARTURE and isinstance(facts[FactName("origin")], str):
            territory = str(facts[FactName("origin")])
        if not whole:
            leaves = self.open_leaves.get(name, [])
            return value_classes(fact, facts[name], leaves, self.library, day=self.law.day, territory=territory)
        # What is told of values by all clauses is the same for all lines, but for what is known of this one.
        stated = facts[name]
        narrows = fact.kind == "party" or (isinstance(stated, Codes) and bool(stated.maybe))
        narrowing = stated if narrows or isinstance(stated, Among) else UNKNOWN
        where = territory if fact.kind in {"party", "territory"} else ""
        if narrows:
            leaves = self.leaves.get(name, [])
            return value_classes(fact, narrowing, leaves, self.library, day=self.law.day, territory=where)
        return _classes_on(self.library, name, narrowing, self.law.day, where)

    def derive(self, changes: Mapping[FactName, FactValue]) -> dict[FactName, FactValue]:
        """Return all facts of the line where some have other values, with what follows from them."""
        key = frozenset(changes.items())
        if key not in self._derived:
            self._derived[key] = self._derive(changes)
        return self._derived[key]

    def _derive(self, changes: Mapping[FactName, FactValue]) -> dict[FactName, FactValue]:
        before, table = self.heard.context.facts, self.library.facts
        if self.leads.isdisjoint(changes):
            return {**before, **changes}
        stated = {**self.stated, **changes}
        bare = {**table.absent, **stated}
        out = table.facts.keys() - stated.keys()
        if table.triggered:
            bare = infer(bare, out, table)
        else:
            bare.update(know(bare))
        whole = follow(bare, out, self.parties)
        law = {name: before[name] for name in self.library.facts.of_law if name not in changes}
        return {**whole, **law}

    def moved(self, near: Evaluation, changes: Mapping[FactName, FactValue]) -> dict[FactName, FactValue]:
        """Return what differs from a line that was judged, where some facts have other values than in this one."""
        if not self.leads.isdisjoint(changes):
            return near.differing(self.derive(changes))
        own, before = self.heard.context.facts, near.context.facts
        names = changes if near is self.heard else {**near.differing(own), **changes}
        now = {name: changes.get(name, own[name]) for name in names}
        return {name: value for name, value in now.items() if value != before[name]}

    def heard_with(self, changes: Mapping[FactName, FactValue]) -> Evaluation:
        """Judge the line with other values of some facts, from the one judged before to which it is nearest."""
        facts, on_fact = self.derive(changes), self.heard.compiled.on_fact
        best, fewest = self.heard, dict(facts)
        least: int | None = None
        for other in self.near:
            moved = other.differing(facts)
            touched = sum(len(on_fact.get(name, ())) for name in moved)
            if least is None or touched < least:
                best, fewest, least = other, moved, touched
        return best.with_facts(fewest) if fewest else best

    def alerted(self, verdict: Verdict, changes: Mapping[FactName, FactValue]) -> Verdict:
        """Let the hits on lists go into a verdict, as into the answer."""
        return alerted(verdict, alerts_of(self.derive(changes), self.parties, self.law.day))


@cached_per_library
def _classes_on(
    library: Library, name: FactName, stated: FactValue, day: date, territory: str
) -> tuple[ValueClass, ...]:
    """Return the values of a fact that all clauses of the first day of a span of unchanged law tell apart."""
    leaves = _leaves_on(library, day).get(name, [])
    return value_classes(library.facts[name], stated, leaves, library, day=day, territory=territory)


@cached_per_library
def _leaves_on(library: Library, day: date) -> dict[FactName, list[Leaf]]:
    """Gather the tests of the first day of a span of unchanged law by the fact that they test."""
    return _by_fact(part.leaf for part in clauses_on(library, day).all)


def _by_fact(leaves: Iterable[Leaf | None]) -> dict[FactName, list[Leaf]]:
    """Gather tests by the fact that they test."""
    by_fact: dict[FactName, list[Leaf]] = {}
    for leaf in leaves:
        if leaf is not None:
            by_fact.setdefault(leaf.fact, []).append(leaf)
    return by_fact
