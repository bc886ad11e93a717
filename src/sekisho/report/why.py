"""Why a clause applies or may apply: its trace as marked sentences, in short or in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sekisho.determine.judge import Trace, negate
from sekisho.law.condition import (
    All,
    Any,
    Between,
    Condition,
    Is,
    Leaf,
    Listed,
    Not,
    Open,
    Reaches,
    Under,
)
from sekisho.law.fact import UNKNOWN, Codes, FactValue, Truth, Unknown
from sekisho.law.prose import Speech, prose, value_name
from sekisho.report.layout import Ink, paint, wrap
from sekisho.trade.code import is_at_or_below

FEW = 3
"""Alternatives that fit one sentence; more are set out one below the other."""


@dataclass(frozen=True, slots=True)
class Point:
    """One marked sentence, with what it rests on, and the points below it.

    Parameters
    ----------
    waits
        Unknown facts that it waits for.
    scheme
        What is left to say of tests for entries of one code scheme when it is not the entries that matter.
    """

    value: Truth
    says: str
    note: str = ""
    waits: tuple[str, ...] = ()
    below: tuple[Point, ...] = ()
    scheme: str = ""


def mark(value: Truth) -> str:
    """Show a truth value: met, not met, unknown."""
    if isinstance(value, Unknown):
        return paint("?", Ink.BLUE)
    return paint("✓", Ink.GREEN) if value else paint("✗", Ink.RED)


def why(trace: Trace, speech: Speech, *, negated: bool = False) -> tuple[Point, ...]:
    """Say what makes a condition true, false or unknown, and leave out what does not matter for it.

    Defined terms are opened, so that a reader sees facts; disputed terms keep their words, since
    the answer may turn on them. Exceptions and exclusions that do not apply are left out.
    """
    value = negate(trace.value) if negated else trace.value
    match trace.condition:
        case Not():
            return why(trace.parts[0], speech, negated=not negated)
        case Reaches(term):
            says = prose(trace.condition, speech, negated=negated)
            if negated and value is True:
                return (Point(value, says),)
            inner = why(trace.parts[0], speech, negated=negated)
            if not speech.terms[term].disputed:
                return inner
            below = () if len(inner) == 1 and value is True and inner[0].note else inner
            return (Point(value, says, _notes(inner), waits_of(inner), below),)
        case All() | Any():
            if negated and value is True:
                return ()
            together = isinstance(trace.condition, All) is not negated
            law = _state_of_law(trace, speech)
            if law is not None and not negated:
                return (law,)
            parts = [why(part, speech, negated=negated) for part in trace.parts]
            return _all(parts) if together else _any(parts, value)
        case _:
            return (_point(trace, speech, negated=negated),)


def everything(trace: Trace, speech: Speech) -> tuple[Point, ...]:
    """Set out every part of a condition with its value, in the order of the encoding."""
    match trace.condition:
        case Not(part):
            inner = trace.parts[0]
            if isinstance(part, All | Any | Not):
                says = "it is not so that all of these hold:" if isinstance(part, All) else "none of these holds:"
                return (Point(trace.value, says, below=everything(inner, speech)),)
            (point,) = everything(inner, speech)
            return (replace(point, value=trace.value, says=prose(part, speech, negated=True)),)
        case Reaches():
            return (Point(trace.value, prose(trace.condition, speech), below=everything(trace.parts[0], speech)),)
        case All():
            return tuple(point for part in trace.parts for point in everything(part, speech)) or (
                Point(trace.value, prose(trace.condition, speech)),
            )
        case Any():
            inner_points = tuple(point for part in trace.parts for point in _alternative(part, speech))
            return (Point(trace.value, "one of these holds:", below=inner_points),)
        case _:
            return (_point(trace, speech),)


def _alternative(part: Trace, speech: Speech) -> tuple[Point, ...]:
    """Keep parts that hold together below one line where their neighbours are alternatives."""
    found = everything(part, speech)
    return found if len(found) == 1 else (Point(part.value, "all of these hold:", below=found),)


def _joint(points: Iterable[Point]) -> Truth:
    values = [point.value for point in points]
    if any(value is False for value in values):
        return False
    return UNKNOWN if any(value is UNKNOWN for value in values) else True


def _state_of_law(trace: Trace, speech: Speech) -> Point | None:
    """Draw the ways in which a measure may be in force into one sentence on its named unknown."""
    if not isinstance(trace.condition, Any):
        return None
    leaves = [part.condition for part in trace.parts]
    if not all(isinstance(leaf, Is | Open) for leaf in leaves):
        return None
    facts = {leaf.fact for leaf in leaves if isinstance(leaf, Is | Open)}
    if len(facts) != 1 or speech.facts[next(iter(facts))].of != "law":
        return None
    values = frozenset(value for leaf in leaves if isinstance(leaf, Is | Open) for value in leaf.values)
    joined = Is(next(iter(facts)), values)
    return _point(replace(trace.parts[0], condition=joined, value=trace.value), speech)


def _all(parts: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    """Join parts that must all hold; if one fails, it alone is the reason."""
    failed = [points for points in parts if _joint(points) is False]
    return _once(_shortest(failed) if failed else [one for part in parts for one in part])


def _shortest(found: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    return min(found, key=_length)


def _length(points: tuple[Point, ...]) -> int:
    return sum(1 + _length(point.below) for point in points)


def _any(parts: list[tuple[Point, ...]], value: Truth) -> tuple[Point, ...]:
    """Join alternatives: the shortest that holds, those that may hold, or all that fail."""
    chosen = [points for points in parts if points and _joint(points) is value]
    if value is True:
        return _once(_shortest(chosen)) if chosen else ()
    if value is False:
        return _once(point for points in chosen for point in points)
    if len(chosen) == 1:
        return _once(chosen[0])
    flat = _once(points[0] if len(points) == 1 else _together(points) for points in chosen)
    if len(flat) <= 1:
        return flat
    if len(flat) <= FEW and not any(point.below or " or " in point.says or " and " in point.says for point in flat):
        return (Point(UNKNOWN, " or ".join(point.says for point in flat), "", waits_of(flat)),)
    return (Point(UNKNOWN, "one of these may hold:", "", waits_of(flat), flat),)


def _together(points: tuple[Point, ...]) -> Point:
    """Draw parts that hold together into one line: what is not yet known of them."""
    unknown = [point for point in points if point.value is UNKNOWN]
    if any(point.below for point in unknown):
        return Point(UNKNOWN, "all of these may hold:", "", waits_of(unknown), tuple(unknown))
    return Point(UNKNOWN, " and ".join(dict.fromkeys(point.says for point in unknown)), "", waits_of(unknown))


def _once(points: Iterable[Point]) -> tuple[Point, ...]:
    """Drop what has been said, and draw tests together that differ by the entries of a code scheme alone."""
    given = tuple(points)
    schemes = [point.scheme for point in given if point.scheme]
    found: dict[str, Point] = {}
    for point in given:
        alike = point.scheme and schemes.count(point.scheme) > 1
        told = replace(point, says=point.scheme) if alike else point
        found.setdefault(told.says, told)
    return tuple(found.values())


def waits_of(points: Iterable[Point]) -> tuple[str, ...]:
    """Name the unknown facts that points wait for: the fewer, the nearer a clause is to being met."""
    return tuple(dict.fromkeys(name for point in points for name in point.waits))


def _notes(points: tuple[Point, ...]) -> str:
    return points[0].note if len(points) == 1 else ""


def _point(trace: Trace, speech: Speech, *, negated: bool = False) -> Point:
    value = negate(trace.value) if negated else trace.value
    leaf = trace.condition
    if not isinstance(leaf, Leaf):
        return Point(value, prose(leaf, speech, negated=negated))
    scheme = ""
    if isinstance(leaf, Under) and (isinstance(trace.given, Unknown) or trace.given == Codes()):
        scheme = prose(Under(leaf.fact, leaf.scheme, frozenset({""})), speech, negated=negated)
    if isinstance(trace.given, Unknown):
        return Point(value, prose(leaf, speech, negated=negated), "", (leaf.fact,), scheme=scheme)
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


def _given(leaf: Leaf, given: FactValue, value: Truth, speech: Speech) -> str:
    """Say what the fact is where the sentence does not already say so."""
    match leaf:
        case Is(fact, values):
            if isinstance(given, bool) or (value is True and len(values) == 1):
                return ""
            if value is True and not speech.at_length:
                return ""
            return value_name(fact, str(given), speech)
        case Under():
            if isinstance(given, Codes) and not given.sure and not given.maybe:
                return "classified as not listed"
            return f"{given}" + (", which leaves this open" if value is UNKNOWN else "")
        case Listed():
            if str(given) == "none":
                return "no such party"
            return f"{given}" + (", by a name that others share" if value is UNKNOWN else "")
        case Between():
            return f"{given}"
        case _:
            return f"{leaf.fact} is {given}"


def lines(points: Iterable[Point], *, width: int, indent: str) -> Iterable[str]:
    """Lay points out, those below a point further to the right."""
    for point in points:
        waits = [name for name in point.waits if name not in point.says]
        unknown = f"{', '.join(waits)} unknown" if waits and not point.below else ""
        note = point.note or unknown
        told = point.says + (paint(f" ({note})", Ink.DIM) if note else "")
        head = f"{indent}{mark(point.value)} "
        yield from wrap(told, width=width, indent=head, hang=indent + "  ")
        yield from lines(point.below, width=width, indent=indent + "  ")


def untold(points: Iterable[Point], told: set[str]) -> tuple[Point, ...]:
    """Keep what was not told before, and note it as told; what is unknown stays, and is not set out again."""
    found = []
    for point in points:
        if point.says not in told:
            found.append(point)
        elif point.value is UNKNOWN:
            found.append(replace(point, below=(), note="as above") if point.below else point)
    told |= {point.says for point in found}
    return tuple(found)
