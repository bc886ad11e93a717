"""The if/then table of an answer, worked out: which facts, states of the law and readings give another answer.

Where the answer is open, a row states the smallest set of facts that decides it. They are found around the ordinary
case, in which every open fact has the value that most lines have: that case itself, and for every other outcome what
differs from it in one fact, or in as few as decide it. Where the answer is decided, a row changes one fact of the line.
The work is bounded by counts and not by a clock, so that an answer asked for again has the same rows.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from sekisho.determination.core.case_search import MOST_CASES, MOST_FACTS, CaseSearch
from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow, DecidingTable, RowCase
from sekisho.determination.core.outcome import Determination, Outcome, Verdict
from sekisho.determination.core.truth_table import TruthTable
from sekisho.determination.core.variants import Variant, Variants, variants_of
from sekisho.determination.line.row_values import CODES, FOLLOWS, ValueClass, VariedLine, case_of, is_known
from sekisho.law.memo import Memory, cached_per_library
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Codes, FactValue, Unknown
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.parties.derived_facts import DEPARTURE, END_USER
from sekisho.trade.items.inference import BARRED_USE, RISK

MOST_ROWS: Final = 5
"""Rows that are told. Set by hand, so that an answer stays within 12 lines of a screen; with more it does not."""
MOST_NEAR: Final = 4
"""Codes of which a row says what it is: as many as the reason names."""
MOST_PLACES: Final = 1 << 16
"""Places of the truth table; what has more leaves facts open, the least telling first, and says that it is cut. With
65,536 the golden cases take a few milliseconds; each bit more doubles what the widest of them take."""
MOST_TABLES: Final = 4_096
"""Tables that are remembered; each takes some 5 kB."""
_CHANGED: Final = tuple(
    map(
        FactName,
        (
            *("end_user_kind", "end_use", "knowledge_of_barred_use", "knowledge_of_risk", "end_user", "end_use_sector"),
            *("prior_undertaking", "exporter_is_prc_person", "special_use", "civil_use_by_forces", "departure"),
            *("movement", "prc_content_share", "prc_technology", "control_codes"),
        ),
    )
)
"""Facts that a row changes, in the order in which they are told: what a user finds out of user and use first. What
goods are, where they were made and where they go, the user knows; another answer there is another question."""
_ONLY_PRESUMED: Final = frozenset({DEPARTURE, FactName("movement")})
_WITH_OTHERS: Final = frozenset({*_ONLY_PRESUMED, CODES, RISK})
"""Facts whose change opens others, which then have their ordinary value: goods of another country, that are not listed,
or of which another risk is known."""
_ODD: Final[Mapping[FactName, frozenset[str]]] = {FactName("end_use"): frozenset({"terrorism"})}
"""Values that nobody states of an order: a row with one is told only where no other answer decides the same."""
_READINGS: Final = (Reading.BROAD, Reading.NARROW)


_Found = tuple[Outcome | None, dict[FactName, list[ValueClass]]]
"""The level that a change decides, None if it is open, and what else has to have its ordinary value."""
_Trial = Generator[Mapping[FactName, FactValue], tuple[Variants, int], _Found]
"""A search that asks for lines with some facts otherwise, and is handed variants, and which of them it is."""


def deciding_table(answer: Determination, given: Mapping[str, object], library: Library) -> DecidingTable:
    """Work out what an answer depends on.

    Parameters
    ----------
    given
        The facts of the line as they are stated, without those presumed.
    """
    if not answer.coverage.applying:
        return DecidingTable()
    line, tables = _Line(answer, given, library), tables_known(library)
    like = line.likeness()
    table = tables.get(like)
    return tables.keep(like, _worked_out(line)) if table is None else table


@cached_per_library
def tables_known(library: Library) -> Memory[Hashable, DecidingTable]:  # noqa: ARG001 - whose they are
    """Return the memory of tables: most codes of a list are in one with others for all that the law asks."""
    return Memory(MOST_TABLES)


def _worked_out(line: _Line) -> DecidingTable:
    decided = line.heard.verdict.floor == line.heard.verdict.ceiling
    rows, centre, cut = ([], {}, False) if decided else line.answers()
    idle = frozenset() if cut else line.idle
    rows = [*rows[:1], *line.pointed_codes(), *rows[1:]]
    kinds = {kind: [row for row in rows if row.kind is kind] for kind in DecidingKind}
    kinds[DecidingKind.LAW] = sorted((*kinds[DecidingKind.LAW], *line.unknown_texts()), key=line.law_order)
    kinds[DecidingKind.READING] = list(line.readings(centre))
    kinds[DecidingKind.CHANGE] = list(line.changes(centre))
    table = _chosen(kinds, cut=cut, own=line.heard.verdict.floor if decided else None)
    return replace(table, idle=idle)


class _Line(VariedLine):
    """A line whose answer is looked at from all sides."""

    # --- an open answer ----------------------------------------------------------------------------

    def answers(self) -> tuple[list[DecidingRow], dict[FactName, int], bool]:
        """Return the rows that decide an open answer, the ordinary case, and whether facts were left out."""
        names, cut = self._open_facts()
        table = TruthTable(
            self.heard, {name: [group.value for group in self.classes(name)] for name in names}, self.derive, FOLLOWS
        )
        parties = frozenset(name for name in names if self.library.facts[name].kind == "party")
        self.idle = frozenset(name for name in table.idle() if name not in parties and not self._is_law(name))
        search = CaseSearch(table, names, parties, self._odd(names))
        centre = search.ordinary()
        boxes = [(level, box) for level in sorted(table.decided, reverse=True) for box in search.boxes(level)]
        rows = [row for level, several in boxes for row in self._rows(level, several)]
        covered = 0
        for _, several in boxes:
            for box in several:
                covered |= table.cube(box)
        if table.complete & ~covered:
            rows.append(DecidingRow(kind=DecidingKind.REST, verdict=self.answer.verdict))
        return rows, centre, cut

    def _odd(self, names: Iterable[FactName]) -> dict[FactName, int]:
        """Return the place of the class of odd values of each fact that has one."""
        return {
            name: at
            for name in names
            for at, group in enumerate(self.classes(name), start=1)
            if group.written and _ODD.get(name, frozenset()).issuperset(group.written)
        }

    def _open_facts(self) -> tuple[tuple[FactName, ...], bool]:
        """Return the facts that are looked at together, and whether others had to be left open."""
        waits = {name for clause in self.heard.verdict.open for name in self.heard.missing(clause)}
        names: list[FactName] = []
        places, cut = 1, False
        ranked = [name for name in self.answer.missing if name in waits]
        # What the words of the line point at is looked at before all else: it is what its reader has in hand.
        led = sorted((*ranked, *sorted(waits - set(ranked))), key=lambda name: name not in self.pointed)
        for name in led:
            known = self.heard.context.facts[name]
            # A heading that is stated for its codes leaves open which: no other code is an answer to that.
            is_heading = isinstance(known, Codes) and not known.maybe
            number = 1 if is_heading else len(self.classes(name)) + 1
            if number == 1 or places * number > MOST_PLACES:
                cut = True
                continue
            names.append(name)
            places *= number
        return tuple(names), cut

    def _rows(self, level: Outcome, boxes: Sequence[Mapping[FactName, Sequence[int]]]) -> Iterator[DecidingRow]:
        """Make a row of the boxes of a level: goods that are pointed at, other facts alone, each state of the law."""
        verdict = Verdict(floor=level, ceiling=level)
        cases: list[RowCase] = []
        changes: dict[FactName, FactValue] = {}
        for box in sorted(boxes, key=lambda box: not self.pointed.issuperset(box)):
            classes = {name: [self.classes(name)[digit - 1] for digit in digits] for name, digits in box.items()}
            law = {name: str(several[0].value) for name, several in classes.items() if self._is_law(name)}
            facts = {name: several for name, several in classes.items() if name not in law}
            first = {name: several[0].value for name, several in classes.items()}
            with_hits = self.alerted(verdict, first)
            if with_hits.ceiling is not level:
                continue
            if law:
                case = (case_of(facts),) if facts else ()
                yield DecidingRow(kind=DecidingKind.LAW, verdict=with_hits, law=law, cases=case)
            elif self.pointed.issuperset(facts):
                yield DecidingRow(kind=DecidingKind.ANSWER, verdict=with_hits, cases=(case_of(facts),))
            else:
                cases.append(case_of(facts))
                changes = changes or first
        if cases:
            yield DecidingRow(kind=DecidingKind.ANSWER, verdict=self.alerted(verdict, changes), cases=tuple(cases))

    def _is_law(self, name: FactName) -> bool:
        return self.library.facts[name].of == "law"

    def unknown_texts(self) -> Iterator[DecidingRow]:
        """Go through the states of the law that bear on the answer and whose text nobody knows."""
        for branch in self.answer.branches:
            if branch.bears and not branch.known:
                yield DecidingRow(kind=DecidingKind.LAW, verdict=None, law={branch.unknown: branch.value})

    def law_order(self, row: DecidingRow) -> tuple[list[int], int]:
        """Order rows of the law as its values are: as it was said to go on first."""
        places = [list(self.law.unknowns.get(name, (value,))).index(value) for name, value in row.law.items()]
        return places, row.floor or 0

    # --- readings ----------------------------------------------------------------------------------

    def readings(self, centre: Mapping[FactName, int]) -> Iterator[DecidingRow]:
        """Go through the readings of one term that change the answer, or its ordinary case; the gravest of each."""
        first = {name: self.classes(name)[digit - 1] for name, digit in centre.items()}
        changes = {name: group.value for name, group in first.items()}
        heard = self.heard_with(changes)
        own, chosen = heard.verdict, self.answer.readings
        if own.floor != own.ceiling:
            return
        law = {name: str(group.value) for name, group in first.items() if self._is_law(name)}
        # Another reading may tell values apart that this one does not, so the ordinary value stands alone.
        facts = {name: [replace(group, written=group.written[:1])] for name, group in first.items() if name not in law}
        read = [
            (term, reading)
            for reading in _READINGS
            for term in heard.compiled.disputed
            if heard.is_moved(term, reading)
        ]
        asked: list[Variant] = [({}, chosen.with_term(term, reading)) for term, reading in read]
        then = variants_of(heard, asked, self.library)
        best: dict[Reading, tuple[tuple[int, int], int]] = {}
        for at, (_, reading) in enumerate(read):
            ends = then.ends(at)
            if ends != (own.floor, own.ceiling):
                weight = _weight(ends, reading)
                best[reading] = max(best.get(reading, (weight, at)), (weight, at), key=lambda pair: pair[0])
        for _, at in best.values():
            yield DecidingRow(
                kind=DecidingKind.READING,
                verdict=self.alerted(then.verdict(at), changes),
                cases=(case_of(facts),) if facts else (),
                law=law,
                readings=dict([read[at]]),
            )

    def pointed_codes(self) -> Iterator[DecidingRow]:
        """Go through what it is if the goods fall under a code at which their words or their customs code point.

        Codes of one outcome share a row, and each level has one. None is told where they ask for no more than goods
        that are on no list.
        """
        groups: dict[Verdict, list[str]] = {}
        for code, _ in self.answer.near[:MOST_NEAR] if self.heard.context.facts[CODES] is UNKNOWN else ():
            changes = {CODES: self.library.facts.parse(CODES, code)}
            verdict = self.alerted(self.heard_with(changes).verdict, changes)
            if verdict.floor > Outcome.FREE:
                groups.setdefault(verdict, []).append(code)
        levels = {verdict.floor: (verdict, codes) for verdict, codes in reversed(groups.items())}  # of each the nearest
        for verdict, codes in reversed(levels.values()):
            case = RowCase(facts={CODES: tuple(codes)})
            yield DecidingRow(kind=DecidingKind.ANSWER, verdict=verdict, cases=(case,))

    # --- a change ----------------------------------------------------------------------------------

    def changes(self, centre: Mapping[FactName, int]) -> Iterator[DecidingRow]:
        """Go through the outcomes that another value of one fact gives, gravest first.

        Where the answer is open, they are those of the ordinary case, and only the graver ones; and what it is if the
        goods are on no list, which frees most.
        """
        own = self.heard.verdict
        around = {
            name: replace(group, written=group.written[:1])
            for name, digit in centre.items()
            if not self._is_law(name)
            for group in (self.classes(name)[digit - 1],)
        }
        if around:
            centre_case = self.heard_with({name: group.value for name, group in around.items()})
            self.near.append(centre_case)
            own = centre_case.verdict
        tried = [
            (name, group)
            for name in _CHANGED
            if self._may_change(name)
            for group in self.classes(name, whole=True)
            if not self._is_own(name, group)
        ]
        levels = self._together(
            self._around(name, group, around, own.ceiling)
            if around and not (name == CODES and group.value == Codes())
            else self._after(name, group)
            for name, group in tried
        )
        by_level: dict[Outcome, dict[tuple[FactName, ...], dict[FactName, list[ValueClass]]]] = {}
        for (name, group), (level, others) in zip(tried, levels, strict=True):
            if level is None or level is own.floor is own.ceiling:
                continue
            key = (name, *others)
            by_level.setdefault(level, {}).setdefault(key, {name: [], **others})[name].append(group)
        for level in sorted(by_level, reverse=True):
            several = list(islice(by_level[level].values(), MOST_CASES))
            changed = {name: classes[0].value for name, classes in several[0].items()}
            verdict = self.alerted(Verdict(floor=level, ceiling=level), changed)
            if verdict.ceiling is level:
                yield DecidingRow(kind=DecidingKind.CHANGE, verdict=verdict, cases=tuple(map(case_of, several)))

    def _together(self, trials: Iterable[_Trial]) -> list[_Found]:
        """Go through trials side by side: what all of them ask for next is judged at once."""
        near, ended = self.near[-1], dict[int, _Found]()
        left = dict(enumerate(trials))
        asks = {number: next(trial) for number, trial in left.items()}
        while asks:
            moved = [(self.moved(near, changes), near.context.readings) for changes in asks.values()]
            then = variants_of(near, moved, self.library)
            asked, asks = asks, {}
            for at, number in enumerate(asked):
                try:
                    asks[number] = left[number].send((then, at))
                except StopIteration as end:
                    ended[number] = end.value
        return [ended[number] for number in left]

    def _around(
        self, name: FactName, group: ValueClass, around: Mapping[FactName, ValueClass], least: Outcome
    ) -> _Trial:
        """Return the level that a change of the ordinary case decides, with as much of that case as it needs.

        Parameters
        ----------
        least
            The level of the ordinary case: only what is graver is told.
        """
        others = {
            **{fact: [ordinary] for fact, ordinary in around.items() if fact != name},
            **self._denied(name, group.value),
        }
        changes = {name: group.value, **{fact: several[0].value for fact, several in others.items()}}
        then, at = yield changes
        floor, ceiling = then.ends(at)
        if floor != ceiling or floor <= least:
            return None, {}
        for fact in tuple(others.keys() - self._denied(name, group.value).keys()):
            without = {other: value for other, value in changes.items() if other != fact}
            then, at = yield without
            if then.ends(at) == (floor, floor):
                changes = without
                del others[fact]
        return (floor if len(changes) <= MOST_FACTS else None), others

    def _after(self, name: FactName, group: ValueClass) -> _Trial:
        """Return the level that a change decides, with what else has to have its ordinary value; None if it is open."""
        others = self._denied(name, group.value)
        changes = {name: group.value, **{fact: several[0].value for fact, several in others.items()}}
        then, at = yield changes
        floor, ceiling = then.ends(at)
        if floor == ceiling and not others:
            return floor, others
        # From here on one line follows from another: each is judged from the one before, of which one fact differs.
        heard = then.evaluation(at)
        most = MOST_FACTS + (name == CODES)  # that user and use are civil is told as one
        while floor != ceiling and name in _WITH_OTHERS and len(changes) < most:
            waits = {fact for clause in heard.verdict.open for fact in heard.missing(clause)}
            if name == CODES and RISK in waits:
                waits.discard(BARRED_USE)  # who knows of no risk knows of no barred use
            asked = next((fact for fact in _CHANGED if fact in waits and fact not in changes), None)
            if asked is None:
                break
            ordinary = self.classes(asked, whole=True)[0]
            changes[asked], others[asked] = ordinary.value, [ordinary]
            heard = heard.with_facts(self.moved(heard, changes))
            floor, ceiling = heard.verdict.floor, heard.verdict.ceiling
        if floor != ceiling:
            return None, others
        for fact in tuple(others.keys() - self._denied(name, group.value).keys()):
            without = {other: value for other, value in changes.items() if other != fact}
            verdict = heard.with_facts(self.moved(heard, without)).verdict
            if verdict.floor is verdict.ceiling is floor:
                changes = without
                del others[fact]
        return floor, others

    def _denied(self, name: FactName, value: FactValue) -> dict[FactName, list[ValueClass]]:
        """Return what a line may not go on to state beside a change: a barred use is a risk too."""
        other = {BARRED_USE: RISK, RISK: BARRED_USE}.get(name)
        if other is None or value is not (name == BARRED_USE) or self.stated.get(other) is not (other == BARRED_USE):
            return {}
        return {other: [group for group in self.classes(other, whole=True) if group.value is value]}

    def _may_change(self, name: FactName) -> bool:
        """Tell whether another value of a fact is another case of the same question."""
        if name not in self.heard.compiled.on_fact or (name in _ONLY_PRESUMED and name not in self.presumed):
            return False
        value = self.heard.context.facts[name]
        if name == END_USER and not isinstance(value, Unknown):
            return not self.parties.whom(str(value)).matches
        return value is not UNKNOWN

    def _is_own(self, name: FactName, group: ValueClass) -> bool:
        """Tell whether a class of values is the one that the line states; of a party, that of those on no list."""
        value = self.heard.context.facts[name]
        if group.listed is not None:
            return not group.listed
        if isinstance(value, Codes) or not is_known(value):
            return group.value == value
        written = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        return written in group.written


def _weight(ends: tuple[Outcome, Outcome], reading: Reading) -> tuple[int, int]:
    """Order floors and ceilings under a reading: of broad ones the gravest leads, of narrow ones the mildest."""
    floor, ceiling = ends
    return (floor.value, ceiling.value) if reading is Reading.BROAD else (-floor.value, -ceiling.value)


def _chosen(kinds: Mapping[DecidingKind, Sequence[DecidingRow]], *, cut: bool, own: Outcome | None) -> DecidingTable:
    """Choose the rows that are told and put them in order: facts, the law, a reading, a change, and the rest.

    Parameters
    ----------
    own
        The level of a decided answer, of which what makes it graver is told first.
    """
    facts, law = list(kinds[DecidingKind.ANSWER]), list(kinds[DecidingKind.LAW])
    readings, changes = list(kinds[DecidingKind.READING]), list(kinds[DecidingKind.CHANGE])
    rest = list(kinds[DecidingKind.REST])
    if own is None:
        facts = [_joined(row, changes) if row is not facts[-1] else row for row in facts]
        levels = {row.floor for row in (*facts, *law)}
        changes = [row for row in changes if row.floor not in levels]
        readings = [row for row in readings if Reading.BROAD in row.readings.values()]
    else:
        graver = [row for row in changes if row.floor is not None and row.floor > own]
        every = [*graver, *readings, *(row for row in changes if row not in graver)]
        return DecidingTable(rows=tuple(every[:MOST_ROWS]), cut=len(every) > MOST_ROWS)
    room = MOST_ROWS - len(rest)
    chosen: list[DecidingRow] = []
    for several in (facts[-1:], facts[:1], law, facts[1:-1], readings[:1], changes):
        chosen += [row for row in several if row not in chosen][: max(0, room - len(chosen))]
    every = [*facts, *law, *readings, *changes]
    left_out = any(row not in chosen for row in (*facts, *law))
    return DecidingTable(rows=(*(row for row in every if row in chosen), *rest), cut=cut or left_out)


def _joined(row: DecidingRow, changes: Sequence[DecidingRow]) -> DecidingRow:
    """Add to a row the changes of one fact that give the same outcome: a row says all of them."""
    same = [case for other in changes if other.floor is row.floor for case in other.cases if len(case.asks) == 1]
    if any(len(case.asks) > 1 for case in row.cases):
        return row
    return replace(row, cases=(*row.cases, *same)[:MOST_CASES])
