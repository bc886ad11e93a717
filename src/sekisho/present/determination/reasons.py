"""Why a clause applies, may apply or does not: its trace as marked sentences, in short or in full.

In short, a part is told only if it carries the value of the whole: of alternatives the first that is met, of parts
that must all hold the first that fails, of what is open its open parts. A term that is settled is one line with the
facts that decide it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sekisho.determination.core.evaluation import Trace
from sekisho.i18n.conditions import connected, prose
from sekisho.i18n.names import NamingContext, fact_name
from sekisho.i18n.verbs import Predication
from sekisho.law.model.condition import All, Any, FactName, Is, Listed, Not, Open, Reaches
from sekisho.law.model.fact import UNKNOWN, Truth, negate
from sekisho.present.condition_outline import Point, decided_by, mark, once, statement, waits, waits_of
from sekisho.present.render.terminal import Ink, cells, paint, wrap

MANY = 2
FEW = 3
"""Alternatives that fit one sentence; more are set out one below the other."""
LONGEST = 100
"""Cells of a joined sentence, some 25 words of English; what is longer is set out one below the other."""


def why(trace: Trace, speech: NamingContext, *, negated: bool = False) -> tuple[Point, ...]:
    """Say what carries the value of a condition.

    Exceptions and exclusions that do not apply are left out if they take more than one sentence.
    """
    value = negate(trace.value) if negated else trace.value
    match trace.condition:
        case Not():
            return why(trace.parts[0], speech, negated=not negated)
        case Reaches():
            return _term(trace, value, speech, negated=negated)
        case All() | Any():
            if negated and value is True:
                return ()
            joined = _joined(trace, speech, negated=negated)
            if joined is not None:
                return (joined,)
            together = isinstance(trace.condition, All) is not negated
            found = [(negate(part.value) if negated else part.value, part) for part in trace.parts]
            kept = [part for of_part, part in found if of_part is value or (together and value is UNKNOWN)]
            one_is_enough = value is not UNKNOWN and value is not together
            parts = [why(part, speech, negated=negated) for part in (kept[:1] if one_is_enough else kept)]
            if value is UNKNOWN and not together:
                return _alternatives(parts, speech)
            return once(point for points in parts for point in points)
        case _:
            return (statement(trace, speech, negated=negated),)


def _term(trace: Trace, value: Truth, speech: NamingContext, *, negated: bool) -> tuple[Point, ...]:
    """Say a term: in one line if it is settled, with its open parts if it is not."""
    assert isinstance(trace.condition, Reaches)  # noqa: S101 - asked for a term
    says = prose(trace.condition, speech, negated=negated)
    inner = trace.parts[0]
    if value is not UNKNOWN:
        return (Point(value, says, decided_by(inner, speech), term=True),)
    opened = _open(why(inner, speech, negated=negated))
    if len(opened) == 1 and not speech.terms[trace.condition.term].disputed:
        return opened
    first = opened[0]
    if len(opened) > 1:
        link, below = speech.link("if_all"), opened
    elif first.below and not first.term:
        link, below = speech.link("if_one"), first.below
    else:
        link, below = speech.link("if", f"{first.says}{first.link}"), first.below
        if cells(says + link) > LONGEST:
            link, below = speech.link("if_this"), opened
    return (Point(value, says, first.note if not below else "", waits(inner), below, term=True, link=link),)


def _open(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(point for point in points if point.value is UNKNOWN)


def _joined(trace: Trace, speech: NamingContext, *, negated: bool) -> Point | None:
    """Draw alternatives into one sentence: parties on one list, or ways in which a measure may be in force."""
    parts = [part for part in trace.parts if part.value is trace.value]
    if not isinstance(trace.condition, Any) or negated or trace.value is True or len(parts) < MANY:
        return None
    leaves = [part.condition for part in parts]
    if all(isinstance(leaf, Listed) for leaf in leaves):
        return Point(trace.value, prose(Any(tuple(leaves)), speech), "", waits(trace))
    tests = [leaf for leaf in leaves if isinstance(leaf, Is | Open)]
    facts = {leaf.fact for leaf in tests}
    if len(tests) < len(leaves) or len(facts) != 1 or speech.facts[tests[0].fact].of != "law":
        return None
    values = frozenset(value for leaf in tests for value in leaf.values)
    return statement(replace(parts[0], condition=Is(tests[0].fact, values), value=trace.value), speech)


def _alternatives(parts: list[tuple[Point, ...]], speech: NamingContext) -> tuple[Point, ...]:
    """Join what may hold: in one sentence if that is short."""
    chosen = [_open(points) for points in parts]
    if len(chosen) == 1:
        return chosen[0]
    flat = once(points[0] if len(points) == 1 else _together(points, speech) for points in chosen)
    if len(flat) <= 1:
        return flat
    links = tuple(speech.link(word) for word in ("or", "and_inside"))
    if len(flat) <= FEW and not any(point.below or any(link in point.says for link in links) for point in flat):
        says = connected((point.says for point in flat), speech, together=False)
        if cells(says) <= LONGEST:
            return (Point(UNKNOWN, says, "", waits_of(flat)),)
    return (Point(UNKNOWN, Predication(speech.link("may_one")), "", waits_of(flat), flat),)


def _together(points: tuple[Point, ...], speech: NamingContext) -> Point:
    """Draw parts that hold together into one line: what is not yet known of them."""
    says = connected({point.says: point.says for point in points}.values(), speech, together=True)
    if any(point.below for point in points) or cells(says) > LONGEST:
        return Point(UNKNOWN, Predication(speech.link("may_all")), "", waits_of(points), points)
    return Point(UNKNOWN, says, "", waits_of(points))


def everything(trace: Trace, speech: NamingContext) -> tuple[Point, ...]:
    """Set out every part of a condition with its value, in the order of the encoding; terms are set out elsewhere."""
    match trace.condition:
        case Not(part):
            inner = trace.parts[0]
            if isinstance(part, All | Any | Not):
                says = Predication(speech.link("not_all" if isinstance(part, All) else "none"))
                return (Point(trace.value, says, below=everything(inner, speech)),)
            (point,) = everything(inner, speech)
            return (replace(point, value=trace.value, says=prose(part, speech, negated=True)),)
        case Reaches():
            says = prose(trace.condition, speech)
            if trace.value is UNKNOWN:
                return (Point(UNKNOWN, says, term=True, link=_waits_for(trace, speech)),)
            return (Point(trace.value, says, decided_by(trace, speech), term=True),)
        case All():
            return tuple(point for part in trace.parts for point in everything(part, speech)) or (
                Point(trace.value, prose(trace.condition, speech)),
            )
        case Any():
            inner_points = tuple(point for part in trace.parts for point in _alternative(part, speech))
            return (Point(trace.value, Predication(speech.link("one")), below=inner_points),)
        case _:
            return (statement(trace, speech),)


def _waits_for(trace: Trace, speech: NamingContext) -> str:
    """Say for which facts a term waits."""
    return speech.link("waits", _names(waits(trace), speech))


def _names(facts: Iterable[FactName], speech: NamingContext) -> str:
    return speech.link("comma").join(fact_name(fact, speech) for fact in facts)


def _alternative(part: Trace, speech: NamingContext) -> tuple[Point, ...]:
    """Keep parts that hold together below one line where their neighbours are alternatives."""
    found = everything(part, speech)
    return found if len(found) == 1 else (Point(part.value, Predication(speech.link("all")), below=found),)


def terms_in(traces: Iterable[Trace]) -> dict[str, Trace]:
    """Gather the terms that traces name, each once and before those that it names itself, with their own traces."""
    found: dict[str, Trace] = {}

    def gather(trace: Trace) -> None:
        if isinstance(trace.condition, Reaches):
            if trace.condition.term in found:
                return
            found[trace.condition.term] = trace.parts[0]
        for part in trace.parts:
            gather(part)

    for trace in traces:
        gather(trace)
    return found


def short(points: Iterable[Point], told: set[str], speech: NamingContext, *, room: int) -> tuple[Point, ...]:
    """Shorten the points of a clause: what is met in one line if something is open, and no term set out twice.

    Parameters
    ----------
    told
        Terms that earlier clauses of the answer set out; those of these points are added.
    room
        Cells of a line.
    """
    given = tuple(points)
    if not _open(given):
        return _new(given, told, speech)
    met = sorted((point.says for point in given if point.value is True), key=cells)
    line = [Point(value=True, says=Predication(_one_line(met, room, speech)))] if met else []
    return (*line, *_new(_open(given), told, speech))


def _new(points: Iterable[Point], told: set[str], speech: NamingContext) -> tuple[Point, ...]:
    """Set out each term once: where it comes again, only its name is left."""
    found = []
    for point in points:
        if point.term and point.says in told:
            found.append(Point(point.value, point.says, link=speech.link("as_above")))
            continue
        if point.term:
            told.add(point.says)
        found.append(replace(point, below=_new(point.below, told, speech)))
    return tuple(found)


def _one_line(texts: Sequence[str], room: int, speech: NamingContext) -> str:
    """Join as many sentences as fit, and count the rest."""
    for shown in range(len(texts), 0, -1):
        rest = len(texts) - shown
        text = speech.link("semicolon").join(texts[:shown]) + (speech.link("rest", rest) if rest else "")
        if cells(text) <= room:
            return text
    return text


def lines(points: Iterable[Point], speech: NamingContext, *, width: int, indent: str) -> Iterable[str]:
    """Lay points out, those below a point further to the right."""
    for point in points:
        unknown = speech.link("unknown", _names(point.waits, speech)) if point.waits and not point.below else ""
        told = _noted(point.says + point.link, point.note or unknown)
        head = f"{indent}{mark(point.value)} "
        yield from wrap(told, width=width, indent=head, hang=indent + "  ")
        yield from lines(point.below, speech, width=width, indent=indent + "  ")


def _noted(text: str, note: str) -> str:
    """Put a note in brackets behind a text; brackets at its end take it in."""
    if text.endswith(")") and note:
        return text[:-1] + paint(f"; {note})", Ink.DIM)
    return text + (paint(f" ({note})", Ink.DIM) if note else "")
