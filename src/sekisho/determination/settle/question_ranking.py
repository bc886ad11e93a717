"""Settle first: the questions whose answers settle most open lines, and how many, whatever the answers are.

Questions are ranked one after another: the first settles most lines by itself; the second, most of those that are
left; and so on. Lines count for a question if it is the only thing missing. Where two settle equally many, the one
comes first that more lines wait for, each counted by its part: a line that waits for three questions counts a third.

For the questions chosen, possible answers are tried. What follows are bounds: lines that are settled whatever is
answered, and lines that may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from sekisho.determination.settle.completed_run import CompletedRun, OpenLines, open_lines
from sekisho.determination.settle.questions import GROUP, Asking, Question, Waits
from sekisho.determination.settle.what_if import HERE, Assumptions, Facts, Possible, WhatIf, answered

By = Literal["lines", "value"]
MOST_TRIED: Final = 200_000
"""Lines with answers that are tried for one question; beyond it the bounds are wider. A guess at how long one
waits. Larger: a question of thousands of answers holds up the list of all. Smaller: bounds say less than could be
known."""

Bools = NDArray[np.bool_]
Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """At least and at most so many lines, and so much value."""

    lines: tuple[int, int]
    value: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedQuestion:
    """A question in its place.

    Parameters
    ----------
    waiting
        Open lines that wait for it, and their value.
    alone
        Those of them for which it is the only thing missing once the questions above are answered.
    settles
        What it settles once the questions above are answered, whatever is answered to them and to it.
    together
        What all questions down to this one settle.
    """

    question: Question
    choices: tuple[str, ...]
    waiting: int
    waiting_value: float
    alone: int
    settles: Bounds
    together: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLines:
    """The open lines of a run, and what each of them waits for."""

    run: CompletedRun
    group: tuple[str, ...]
    lines: OpenLines
    waits: tuple[Waits, ...]

    @property
    def count(self) -> int:
        """Number of open lines: those undetermined, and those of which the level alone is open."""
        return sum(one.count for one in self.lines.alike)

    @property
    def undetermined(self) -> int:
        """Number of lines whose headline is open, as every face counts them."""
        return sum(one.count for one in self.lines.alike if one.undetermined)

    @property
    def level_open(self) -> int:
        """Number of open lines whose headline stands, whatever their level is."""
        return self.count - self.undetermined

    def places(self) -> dict[Question, list[int]]:
        """Return, for each question, the places of the lines that its answer touches."""
        found: dict[Question, list[int]] = {}
        for place, waits in enumerate(self.waits):
            for question in waits.touched:
                found.setdefault(question, []).append(place)
        return found


def inquire(run: CompletedRun, *, group: tuple[str, ...] = GROUP) -> WaitingLines:
    """Find what the open lines of a run wait for."""
    lines = open_lines(run)
    asking = Asking(run, group, lines.alike)
    return WaitingLines(run=run, group=group, lines=lines, waits=tuple(map(asking.waits, lines.alike)))


def rank(inquiry: WaitingLines, *, top: int, by: By = "lines", tries: WhatIf | None = None) -> list[RankedQuestion]:
    """Rank the questions that settle most."""
    return predict(inquiry, _greedy(inquiry, top, by), tries)


_OF_USE: Final = frozenset({"end_use", "end_user_kind", "end_use_sector"})
"""Facts that words for a military use speak of."""


def _greedy(inquiry: WaitingLines, top: int, by: By) -> list[Question]:
    weights = [float(one.count) if by == "lines" else one.value for one in inquiry.lines.alike]
    # By number, in their order: there are some hundreds, and each is looked at again for every one that is chosen.
    questions = sorted({question for waits in inquiry.waits for question in waits.needed})
    number = {question: place for place, question in enumerate(questions)}
    left = [{number[question] for question in waits.needed} for waits in inquiry.waits]
    alone, parts = [0.0] * len(questions), [0.0] * len(questions)
    places: list[list[int]] = [[] for _ in questions]

    def count(place: int, sign: int) -> None:
        for question in left[place]:
            parts[question] += sign * weights[place] / len(left[place])
        if len(left[place]) == 1:
            alone[next(iter(left[place]))] += sign * weights[place]

    for place, needed in enumerate(left):
        for question in needed:
            places[question].append(place)
        count(place, 1)
    first = [
        (
            question.kind == "law",
            question.fact not in _OF_USE or not any(inquiry.lines.alike[place].military for place in touched),
        )
        for question, touched in zip(questions, places, strict=True)
    ]

    def order(one: int) -> tuple[bool, bool, float, float, int]:
        """What looks military comes first, then what settles most; the state of the law, which no firm knows, last."""
        return *first[one], -round(alone[one], 6), -round(parts[one], 6), one

    chosen: list[Question] = []
    rest = set(range(len(questions)))
    while rest and len(chosen) < top:
        best = min(rest, key=order)
        chosen.append(questions[best])
        for place in places[best]:
            count(place, -1)
            left[place].discard(best)
            count(place, 1)
        rest.discard(best)
    return chosen


@dataclass(slots=True)
class _Bounding:
    """Bounds that grow question by question; lines of one question are taken together, answer by answer."""

    weights: Mapping[str, Weights]
    single: dict[Question, dict[str, Weights]] = field(default_factory=dict)
    surely: dict[str, float] = field(default_factory=lambda: {"lines": 0.0, "value": 0.0})
    maybe: dict[str, float] = field(default_factory=lambda: {"lines": 0.0, "value": 0.0})

    def one(self, question: Question, place: int, settled: Bools, sign: int = 1) -> None:
        """Count lines that one question alone touches."""
        kept = self.single.setdefault(question, {name: np.zeros(len(settled)) for name in self.weights})
        for name, weight in self.weights.items():
            kept[name] += sign * weight[place] * settled

    def several(self, place: int, *, surely: bool, maybe: bool, sign: int = 1) -> None:
        """Count lines that several questions touch."""
        for name, weight in self.weights.items():
            self.surely[name] += sign * float(weight[place]) * surely
            self.maybe[name] += sign * float(weight[place]) * maybe

    def bounds(self) -> Bounds:
        """Return the bounds so far."""
        low = {
            name: self.surely[name] + sum(float(kept[name].min()) for kept in self.single.values())
            for name in self.weights
        }
        high = {
            name: self.maybe[name] + sum(float(kept[name].max()) for kept in self.single.values())
            for name in self.weights
        }
        return Bounds(
            lines=(round(low["lines"]), round(high["lines"])), value=(round(low["value"], 2), round(high["value"], 2))
        )


@dataclass(slots=True)
class _State:
    """What is known of lines so far: the questions put, and whether they settle them surely, or maybe."""

    put: tuple[Question, ...] = ()
    surely: bool = False
    maybe: bool = False


def predict(inquiry: WaitingLines, chosen: Sequence[Question], tries: WhatIf | None = None) -> list[RankedQuestion]:
    """Bound what questions settle, put one after another."""
    alike = inquiry.lines.alike
    weights = {
        "lines": np.array([one.count for one in alike], dtype=np.float64),
        "value": np.array([one.value for one in alike], dtype=np.float64),
    }
    places = inquiry.places()
    tried = _tried(inquiry, chosen, places, tries or WhatIf(inquiry.run))
    states: dict[int, _State] = {}
    total = _Bounding(weights)
    found = []
    for question in chosen:
        step, alone = _Bounding(weights), 0
        for place in places.get(question, ()):
            state = states.setdefault(place, _State())
            alone += _put(question, place, state, inquiry.waits[place], tried, step, total)
        touched = places.get(question, [])
        found.append(
            RankedQuestion(
                question=question,
                choices=tried.choices[question],
                waiting=int(weights["lines"][touched].sum()),
                waiting_value=round(float(weights["value"][touched].sum()), 2),
                alone=int(alone),
                settles=step.bounds(),
                together=total.bounds(),
            )
        )
    return found


def _put(question: Question, place: int, state: _State, waits: Waits, tried: _Tried, *counts: _Bounding) -> int:
    """Put one question to lines; returns how many of them it is the last to settle.

    Parameters
    ----------
    counts
        The bounds of this question, and those of all questions so far.
    """
    step, total = counts
    settled = tried.settled[question][place]
    before = state.put
    state.put = (*before, question)
    answered_all = waits.sure and waits.needed <= set(state.put)
    was = _State(before, state.surely, state.maybe)
    state.surely = was.surely or answered_all or bool(settled.all())
    if not before:
        settled = settled | answered_all
        state.maybe = bool(settled.any())
        step.one(question, place, settled)
        total.one(question, place, settled)
    else:
        state.maybe = True
        step.several(place, surely=state.surely and not was.maybe, maybe=not was.surely)
        if len(before) == 1:
            first = before[0]
            known = tried.settled[first][place] | (waits.sure and waits.needed <= {first})
            total.one(first, place, known, sign=-1)
        else:
            total.several(place, surely=was.surely, maybe=was.maybe, sign=-1)
        total.several(place, surely=state.surely, maybe=state.maybe)
    last = waits.needed <= set(state.put) and not waits.needed <= set(before)
    return int(step.weights["lines"][place]) if last else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """For each question, its answers; and for each of the lines that it touches, which answers settle them."""

    choices: Mapping[Question, tuple[str, ...]]
    settled: Mapping[Question, Mapping[int, Bools]]


def _tried(
    inquiry: WaitingLines, chosen: Iterable[Question], places: Mapping[Question, Sequence[int]], tries: WhatIf
) -> _Tried:
    """Try the answers of all questions; those that hold for the same world in one pass."""
    possible = Possible(inquiry.run, inquiry.lines)
    choices = {question: possible.answers(question) for question in chosen}
    settled: dict[Question, dict[int, Bools]] = {}
    tasks: dict[Assumptions, list[tuple[Question, int, int]]] = {}
    lines: dict[Assumptions, list[Facts]] = {}
    for question, answers in choices.items():
        here = places.get(question, ())
        settled[question] = {place: np.zeros(max(len(answers), 2), dtype=bool) for place in here}
        if not answers or len(answers) * len(here) > MOST_TRIED:
            for mark in settled[question].values():
                mark[1] = True
            continue
        for number, answer in enumerate(answers):
            facts, world = answered(question, answer, inquiry.run, HERE)
            for place in here:
                tasks.setdefault(world, []).append((question, place, number))
                lines.setdefault(world, []).append({**inquiry.lines.alike[place].facts, **facts})
    for world, wanted in tasks.items():
        for (question, place, number), is_settled in zip(wanted, tries.settled(lines[world], world), strict=True):
            settled[question][place][number] = is_settled
    for question, answers in choices.items():
        if len(answers) == 1:
            for mark in settled[question].values():
                mark[1] = mark[0]
    return _Tried(choices=choices, settled=settled)
