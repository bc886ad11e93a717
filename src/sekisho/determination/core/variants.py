"""A line beside itself: what it would be with other facts or readings, many such variants judged at once.

An answer tells what would change it, so that its line is judged some fifty times over, each time with a fact or a
reading that is another. What a part of the clauses comes to is here two numbers with a bit a variant, and only the
parts are judged that some variant changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sekisho.determination.core.compiled_clauses import Subexpression
from sekisho.determination.core.evaluation import Evaluation
from sekisho.determination.core.line_signature import LineSignatures, signatures_on
from sekisho.determination.core.outcome import Obligation, Outcome, Verdict, decide
from sekisho.law.dates.calendar import law_on
from sekisho.law.model.condition import FactName, TermId
from sekisho.law.model.fact import UNKNOWN, FactValue, Truth
from sekisho.law.model.library import Library
from sekisho.law.model.term import PLACES, Readings

Bits = tuple[int, int]
"""In which variants a part is true, and in which it is not false; a bit a variant."""
Variant = tuple[Mapping[FactName, FactValue], Readings]
"""Facts that have another value than in the line itself, and how words are read."""


class Variants:
    """Variants of a line, by the place in which each was asked for.

    Parameters
    ----------
    heard
        The line itself.
    lines
        The signatures of lines of the same day: what a value changes is remembered there.
    """

    __slots__ = ("_asked", "_bits", "_clauses", "_every", "_heard", "_moved", "_own", "_reached")

    def __init__(self, heard: Evaluation, lines: LineSignatures, asked: Sequence[Variant]) -> None:
        self._heard, self._asked = heard, asked
        self._every = (1 << len(asked)) - 1
        self._bits: dict[int, Bits] = {}
        self._reached: list[tuple[Outcome, int, int]] | None = None
        dirty = bytearray(len(heard.compiled.all))
        self._own = heard.values  # so that every clause is judged in the line itself
        self._test(lines, dirty)
        self._judge(self._ways(dirty), dirty)
        numbers = heard.compiled.numbers
        self._clauses = [(bits, numbers[place]) for place, bits in self._bits.items() if place in numbers]
        self._moved = 0
        for (sure, may), several in self._clauses:
            own = self._of_all(self._own[several[0]])
            self._moved |= (sure ^ own[0]) | (may ^ own[1])

    # --- what they come to -------------------------------------------------------------------------

    def ends(self, at: int) -> tuple[Outcome, Outcome]:
        """Return floor and ceiling of a variant."""
        floor = ceiling = Outcome.FREE
        for level, sure, may in self._levels():
            if ceiling is Outcome.FREE and may >> at & 1:
                ceiling = level
            if sure >> at & 1:
                floor = level
                break
        return floor, ceiling

    def verdict(self, at: int) -> Verdict:
        """Return the verdict of a variant, with its clauses."""
        values = self._values(at)
        if values is None:
            return self._heard.verdict
        compiled = self._heard.compiled
        return decide(zip(compiled.levels, compiled.ids, values, strict=True))

    def obligations(self, at: int) -> tuple[Obligation, ...]:
        """Return the duties that come with a variant, or may."""
        values = self._values(at)
        return self._heard.obligations if values is None else self._heard.compiled.obliged(values)

    def evaluation(self, at: int) -> Evaluation:
        """Return a variant as a line of its own, of which more can be asked."""
        moved, readings = self._asked[at]
        context = self._heard.context
        context = replace(context, facts={**context.facts, **moved}, readings=readings)
        truths = self._heard.truths.copy()
        for place, bits in self._bits.items():
            truths[place] = _truth(bits, at)
        return Evaluation(self._heard.compiled, context, truths)

    def others(self, at: int, *, duties: bool = False) -> int:
        """Return, a bit a variant, which have another verdict than one of them.

        Parameters
        ----------
        duties
            Whether other obligations count too.
        """
        compiled, unlike = self._heard.compiled, 0
        floor, _ = self.ends(at)
        for level, places in compiled.by_level:
            for place in places if level >= floor else ():
                bits = self._bits.get(place)
                if bits is not None:
                    # At the floor it counts which clauses are met; above it none may be, and which are open.
                    unlike |= self._unlike(bits[0], at) if level is floor else bits[0] | self._unlike(bits[1], at)
        places = tuple(compiled.roots.values())
        for number in compiled.duties if duties else ():
            bits = self._bits.get(places[number])
            if bits is not None:
                unlike |= self._unlike(bits[0], at) | self._unlike(bits[1], at)
        return unlike

    def _unlike(self, bits: int, at: int) -> int:
        return bits ^ self._every if bits >> at & 1 else bits

    def _levels(self) -> list[tuple[Outcome, int, int]]:
        """Return the levels, gravest first, with where a clause of each is met and where one may be."""
        if self._reached is None:
            every, judged, truths = self._every, self._bits, self._heard.truths
            self._reached = []
            for level, places in self._heard.compiled.by_level:
                sure = may = 0
                for place in places:
                    bits = judged.get(place)
                    if bits is not None:
                        sure |= bits[0]
                        may |= bits[1]
                    elif truths[place] is not False:
                        may = every
                        if truths[place] is True:
                            sure = every
                self._reached.append((level, sure, may))
        return self._reached

    def _values(self, at: int) -> list[Truth] | None:
        """Return the value of every clause in a variant; None if all are those of the line."""
        if not self._moved >> at & 1:
            return None
        values = list(self._own)
        for bits, several in self._clauses:
            truth = _truth(bits, at)
            for number in several:
                values[number] = truth
        return values

    # --- judging them ------------------------------------------------------------------------------

    def _test(self, lines: LineSignatures, dirty: bytearray) -> None:
        """Find the tests that come out otherwise."""
        context, above = self._heard.context, self._heard.compiled.above
        own: dict[FactName, int] = {}
        where: dict[tuple[FactName, int], int] = {}
        for at, (moved, _) in enumerate(self._asked):
            for name, value in moved.items():
                number = lines.number(name, value, context.day, context.parties)
                if number is None:
                    continue  # no clause asks of it
                if name not in own:
                    own[name] = lines.number(name, context.facts[name], context.day, context.parties) or 0
                if number != own[name]:
                    where[name, number] = where.get((name, number), 0) | 1 << at
        for (name, number), bits in where.items():
            for place, before, after in lines.moves(name, own[name], number):
                sure, may = self._bits.get(place) or self._of_all(before)
                self._bits[place] = (
                    sure | bits if after is True else sure & ~bits,
                    may & ~bits if after is False else may | bits,
                )
                for other in above[place]:
                    dirty[other] = 1

    def _ways(self, dirty: bytearray) -> dict[TermId, tuple[int, ...]]:
        """Return, for each term that some variant reads otherwise, which read it narrowly, centrally and broadly."""
        compiled, now = self._heard.compiled, self._heard.context.readings
        ways: dict[TermId, tuple[int, ...]] = {}
        alike: dict[int, tuple[Readings, int]] = {}  # by the object: to compare readings takes longer than to read
        for at, (_, readings) in enumerate(self._asked):
            _, bits = alike.get(id(readings), (readings, 0))
            alike[id(readings)] = readings, bits | 1 << at
        if all(readings is now for readings, _ in alike.values()):
            return ways
        plain = [0] * len(PLACES)
        for readings, bits in alike.values():
            plain[PLACES[readings.default]] |= bits
        exceptions = [(dict(one.by_term), one.default, bits) for one, bits in alike.values() if one.by_term]
        for term, places in compiled.terms.items():
            where = plain.copy()
            for by_term, default, bits in exceptions:
                if term in by_term:
                    where[PLACES[default]] &= ~bits
                    where[PLACES[by_term[term]]] |= bits
            if where[PLACES[now.of(term)]] != self._every:
                ways[term] = tuple(where)
                for place in places:
                    dirty[place] = 1
        return ways

    def _judge(self, ways: Mapping[TermId, tuple[int, ...]], dirty: bytearray) -> None:
        """Judge the parts that hang on what is another, each after its own parts, which stand before it."""
        compiled, every = self._heard.compiled, self._every
        place = dirty.find(1)
        while place >= 0:
            part = compiled.all[place]
            if part.settled_by is not None:
                sure, may = self._group(part.below, settled_by=part.settled_by)
            elif part.term is not None:
                sure, may = self._term(part, ways.get(part.term))
            else:
                sure, may = self._at(part.below[0])
                sure, may = every & ~may, every & ~sure
            truth = self._heard.truths[place]
            own = sure == every if truth is True else not may if truth is False else not sure and may == every
            if truth is None or not own:
                self._bits[place] = sure, may
                for other in compiled.above[place]:
                    dirty[other] = 1
            place = dirty.find(1, place + 1)

    def _group(self, below: Iterable[int], *, settled_by: bool) -> Bits:
        """Judge parts of which one settles the whole, as `Evaluation.truth_at` does."""
        every, judged, truths = self._every, self._bits, self._heard.truths
        sure, may = (0, 0) if settled_by else (every, every)
        for place in below:
            bits = judged.get(place)
            if bits is None:
                truth = truths[place]
                if truth is None:
                    truth = self._heard.truth_at(place)
                if truth is settled_by:
                    return (every, every) if settled_by else (0, 0)
                if truth is UNKNOWN:
                    sure, may = (sure, every) if settled_by else (0, may)
            elif settled_by:
                sure |= bits[0]
                may |= bits[1]
            else:
                sure &= bits[0]
                may &= bits[1]
        return sure, may

    def _term(self, part: Subexpression, ways: Sequence[int] | None) -> Bits:
        if ways is None:
            return self._at(part.below[PLACES[self._heard.context.readings.of(part.term)]])  # type: ignore[arg-type]
        sure = may = 0
        for place, where in zip(part.below, ways, strict=True):
            if where:
                bits = self._at(place)
                sure |= bits[0] & where
                may |= bits[1] & where
        return sure, may

    def _at(self, place: int) -> Bits:
        return self._bits.get(place) or self._of_all(self._heard.truth_at(place))

    def _of_all(self, truth: Truth) -> Bits:
        """Return what is one value in all variants."""
        return (self._every if truth is True else 0), (0 if truth is False else self._every)


class VariantGroups:
    """Several groups of variants of a line, judged together.

    Parameters
    ----------
    groups
        The variants of each group, by its name.
    """

    def __init__(self, heard: Evaluation, groups: Mapping[str, Sequence[Variant]], library: Library) -> None:
        asked: list[Variant] = []
        self._starts: dict[str, int] = {}
        for name, variants in groups.items():
            self._starts[name] = len(asked)
            asked += variants
        self._judged = variants_of(heard, asked, library)

    def group(self, name: str) -> tuple[Variants, int]:
        """Return the variants of all groups, and the place of the first of one."""
        return self._judged, self._starts[name]


def variants_of(heard: Evaluation, asked: Sequence[Variant], library: Library) -> Variants:
    """Judge variants of a line under the law of its day."""
    return Variants(heard, signatures_on(library, law_on(library, heard.context.day).day), asked)


def _truth(bits: Bits, at: int) -> Truth:
    return True if bits[0] >> at & 1 else UNKNOWN if bits[1] >> at & 1 else False
