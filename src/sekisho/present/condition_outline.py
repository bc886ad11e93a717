"""What one test, or one term, says of a line: a marked sentence with what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sekisho.dataclass import dataclass
from sekisho.determination.core.evaluation import Trace
from sekisho.i18n.names import NamingContext, fact_name, value_name
from sekisho.i18n.verbs import Predication
from sekisho.law.model.condition import (
    All,
    Any,
    Between,
    Condition,
    FactName,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    Under,
)
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue, Truth, Unknown, negate
from sekisho.present.render.terminal import Ink, paint
from sekisho.trade.items.code import is_at_or_below

FACTS_SHOWN = 3
"""Facts in brackets that decide a term."""


@dataclass(frozen=True, slots=True)
class Point:
    """One marked sentence, with what it rests on, and the points below it.

    Parameters
    ----------
    waits
        Unknown facts that it waits for.
    scheme
        What is left to say of tests for entries of one code scheme when it is not the entries that matter.
    term
        The sentence stands for a term of law.
    link
        What leads from a term to what it turns on.
    """

    value: Truth
    says: Predication
    note: str = ""
    waits: tuple[FactName, ...] = ()
    below: tuple[Point, ...] = ()
    scheme: Predication = Predication("")
    term: bool = False
    link: str = ""


def mark(value: Truth) -> str:
    """Show a truth value: met, not met, unknown."""
    if isinstance(value, Unknown):
        return paint("?", Ink.BLUE)
    return paint("✓", Ink.GREEN) if value else paint("✗", Ink.RED)


def carrying(trace: Trace) -> Iterator[Trace]:
    """Yield the tests that carry the value of a condition: the others could change and it would stay.

    Of alternatives of which one is met the first counts, of parts that must all hold the first that fails.
    """
    left = [trace]
    while left:
        one = left.pop()
        condition, value = one.condition, one.value
        if isinstance(condition, All | Any):
            alike = [part for part in one.parts if part.value is value]
            one_is_enough = value is not UNKNOWN and value is isinstance(condition, Any)
            left += alike[:1] if one_is_enough else reversed(alike)
        elif isinstance(condition, Not | Reaches):
            left.append(one.parts[0])
        else:
            yield one


def waits(trace: Trace) -> tuple[FactName, ...]:
    """Name the facts that an unknown condition waits for."""
    leaves = [leaf.condition for leaf in carrying(trace) if leaf.value is UNKNOWN]
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves if isinstance(leaf, Leaf)))


def decided_by(trace: Trace, speech: NamingContext) -> str:
    """Name the facts that decide a condition, with their values."""
    found: dict[str, str] = {}
    for leaf in carrying(trace):
        if isinstance(leaf.condition, Leaf) and not isinstance(leaf.given, Unknown):
            found.setdefault(fact_name(leaf.condition.fact, speech), _value(leaf.condition.fact, leaf.given, speech))
    told = [speech.link("decided", name, value) for name, value in found.items()]
    if len(told) > FACTS_SHOWN + 1:
        told = [*told[:FACTS_SHOWN], speech.link("rest_of", len(told) - FACTS_SHOWN)]
    return speech.link("comma").join(told)


def _value(fact: FactName, given: FactValue, speech: NamingContext) -> str:
    if isinstance(given, bool):
        return speech.link("yes" if given else "no")
    return value_name(fact, str(given), speech)


def statement(trace: Trace, speech: NamingContext, *, negated: bool = False) -> Point:
    """Say one test and how it turns out; of a test of many values that is met, what the line meets of it."""
    from sekisho.i18n.conditions import prose  # a short answer asks only what waits

    value = negate(trace.value) if negated else trace.value
    leaf = trace.condition
    if not isinstance(leaf, Leaf):
        return Point(value, prose(leaf, speech, negated=negated))
    scheme = Predication("")
    if isinstance(leaf, Under) and (isinstance(trace.given, Unknown) or trace.given == Codes()):
        scheme = prose(Under(leaf.fact, leaf.scheme, frozenset({""})), speech, negated=negated)
    if isinstance(trace.given, Unknown):
        named = speech.facts[leaf.fact].of == "law"  # the sentence names it
        return Point(value, prose(leaf, speech, negated=negated), "", () if named else (leaf.fact,), scheme=scheme)
    told = _met(leaf, trace.given) if trace.value is True and not speech.at_length else leaf
    note = _given(leaf, trace.given, trace.value, speech)
    return Point(value, prose(told, speech, negated=negated), note, scheme=scheme)


def _met(leaf: Leaf, given: FactValue) -> Condition:
    """Keep of a test what the line meets: of many entries or values, the one that counts."""
    if isinstance(leaf, Under) and isinstance(given, Codes):
        entries = frozenset(entry for entry in leaf.entries if any(is_at_or_below(code, entry) for code in given.sure))
        return Under(leaf.fact, leaf.scheme, entries or leaf.entries)
    if isinstance(leaf, Is) and isinstance(given, str) and given in leaf.values:
        return Is(leaf.fact, frozenset({given}))
    return leaf


def _given(leaf: Leaf, given: FactValue, value: Truth, speech: NamingContext) -> str:
    """Say what the fact is where the sentence does not already say so."""
    match leaf:
        case Is(fact, values):
            if isinstance(given, bool) or (value is True and (len(values) == 1 or not speech.at_length)):
                return ""
            return value_name(fact, str(given), speech)
        case Under():
            if isinstance(given, Codes) and not given.sure and not given.maybe:
                return speech.link("not_listed")
            return speech.link("leaves_open", given) if value is UNKNOWN else f"{given}"
        case Listed():
            if str(given) == "none":
                return speech.link("no_party")
            return speech.link("may_be", given) if value is UNKNOWN else f"{given}"
        case Between():
            return f"{given}"
        case Open():
            return (
                ""
                if value is UNKNOWN
                else speech.link("fact_is", fact_name(leaf.fact, speech), value_name(leaf.fact, str(given), speech))
            )


def once(points: Iterable[Point]) -> tuple[Point, ...]:
    """Drop what has been said, and draw tests together that differ by the entries of a code scheme alone."""
    given = tuple(points)
    schemes = [point.scheme for point in given if point.scheme]
    found: dict[str, Point] = {}
    for point in given:
        alike = point.scheme and schemes.count(point.scheme) > 1
        told = Point(point.value, point.scheme, point.note, point.waits) if alike else point
        found.setdefault(told.says, told)
    return tuple(found.values())


def waits_of(points: Iterable[Point]) -> tuple[FactName, ...]:
    """Name the unknown facts that points wait for."""
    return tuple(dict.fromkeys(name for point in points for name in point.waits))
