"""Two names taken apart, laid beside each other: which part goes with which, and how much of both that covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from sekisho.dataclass import dataclass
from sekisho.parties.names.business_words import PROPER, STRONG
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.similarity import group

DIFFERS: Final = 0.78
"""Most that names score of which one has a part that tells legal persons apart and the other has not. Below where a
review begins (0.8). With 0.85, 31 labelled pairs of sister firms, parents and lookalikes and 16 strangers are hits
that should be none, and 11 pairs are found; 0.7 judges nothing otherwise (2026-11-28)."""
OUT_OF_ORDER: Final = 0.98
"""Factor for names whose parts stand in another order. Set by hand; 0.9 and 1 judge no labelled name otherwise
(2026-11-28)."""
PLACES_DIFFER: Final = 0.85
"""Factor for names that each have a place which the other has not. Set by hand; 0.75 and 0.95 judge no labelled name
otherwise (2026-11-28)."""


@dataclass(frozen=True, slots=True)
class AlignedParts:
    """Parts that go together, by their places in the two names; on one side they may be two neighbours."""

    left: int
    width: int
    right: int
    alike: float
    right_width: int = 1


@dataclass(frozen=True, slots=True)
class JoinedParts:
    """Two neighbours of the asked name written as one word, and the parts that this word is like."""

    at: int
    like: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two neighbours of a listed name, and the number of the word that they make together."""

    at: int
    number: int


def align(
    left: Sequence[NamePart],
    right: Sequence[int],
    like: Sequence[Mapping[int, float]],
    joined: Sequence[JoinedParts] = (),
    both: Sequence[Neighbours] = (),
) -> list[AlignedParts]:
    """Pair the parts of two names, the most alike and the weightiest first.

    Parameters
    ----------
    right
        Numbers of the parts of the other name.
    like
        For each part on the left, the numbers that it is like.
    joined, both
        Neighbours on the left, and on the right, that are one word on the other side.
    """
    found = _possible(right, like, joined, both)
    if len(found) > 1:
        found.sort(key=lambda pair: (-pair[3] * left[pair[0]].weight * pair[1], pair[0], pair[2]))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    kept = []
    for at, width, place, alike, right_width in found:
        if width == right_width == 1:
            if at in taken_left or place in taken_right:
                continue
            taken_left.add(at)
            taken_right.add(place)
        else:
            places, others = range(at, at + width), range(place, place + right_width)
            if not (taken_right.isdisjoint(others) and taken_left.isdisjoint(places)):
                continue
            taken_left.update(places)
            taken_right.update(others)
        kept.append(AlignedParts(at, width, place, alike, right_width))
    return kept


_Possible: TypeAlias = tuple[int, int, int, float, int]
"""What `AlignedParts` says, of which most are not kept."""


def _possible(
    right: Sequence[int], like: Sequence[Mapping[int, float]], joined: Sequence[JoinedParts], both: Sequence[Neighbours]
) -> list[_Possible]:
    """List all pairs of parts that are alike, those of single parts first."""
    found: list[_Possible] = [
        (at, 1, place, alike[number], 1)
        for at, alike in enumerate(like)
        if alike
        for place, number in enumerate(right)
        if number in alike
    ]
    if joined:
        found += [
            (word.at, 2, place, word.like[number], 1)
            for word in joined
            for place, number in enumerate(right)
            if number in word.like
        ]
    if both:
        found += [
            (at, 1, two.at, alike[two.number], 2)
            for two in both
            for at, alike in enumerate(like)
            if two.number in alike
        ]
    return found


def score(left: Sequence[NamePart], right: Sequence[NamePart], pairs: Sequence[AlignedParts]) -> float:
    """Score two names by what their pairs cover, 0 to 1.

    The score is what is covered of both together, and never more than if the other name were covered wholly: a score
    of s needs a cover of s / (2 - s) of each name, and on that the index rests.
    """
    if not pairs:
        return 0.0
    weights, other_weights = [part.weight for part in left], [part.weight for part in right]
    of_left = of_right = 0.0
    for pair in pairs:
        of_left += sum(weights[pair.left : pair.left + pair.width]) * pair.alike
        of_right += sum(other_weights[pair.right : pair.right + pair.right_width]) * pair.alike
    all_left, all_right = sum(weights), sum(other_weights)
    cover_left, cover_right = of_left / all_left, of_right / all_right
    least = min(cover_left, cover_right)
    value = min((of_left + of_right) / (all_left + all_right), 2 * least / (1 + least))
    return _lowered(value, left, right, pairs)


def least_cover(value: float) -> float:
    """Return the share of each name that must be covered for a score, 0 to 1."""
    return value / (2 - value)


def _lowered(value: float, left: Sequence[NamePart], right: Sequence[NamePart], pairs: Sequence[AlignedParts]) -> float:
    """Lower a score for parts without a counterpart that tell legal persons apart, other places, and another order.

    In names without any proper name, made of common words alone, every part tells.
    """
    on_left = {at for pair in pairs for at in range(pair.left, pair.left + pair.width)}
    on_right = {at for pair in pairs for at in range(pair.right, pair.right + pair.right_width)}
    alone = [part.kind for at, part in enumerate(left) if at not in on_left]
    other = [part.kind for at, part in enumerate(right) if at not in on_right]
    named = not PROPER.isdisjoint([part.kind for part in left]) or not PROPER.isdisjoint([part.kind for part in right])
    one_script = {group(part.alphabet) for part in left} == {group(part.alphabet) for part in right}
    # 工業 and its like are dropped in translation, and behind what a firm does: 沖電気 for 沖電気工業.
    loose = not one_script or any(left[pair.left].kind == "field" for pair in pairs)
    telling = STRONG - {"broad"} if loose else STRONG
    strong, other_strong = (
        (not telling.isdisjoint(alone), not telling.isdisjoint(other)) if named else (bool(alone), bool(other))
    )
    if (strong or other_strong) and (one_script or not (strong and other_strong)):
        value = min(value, DIFFERS)
    if "place" in alone and "place" in other:
        value *= PLACES_DIFFER
    order = [right_place for _, right_place in sorted([(pair.left, pair.right) for pair in pairs])]
    return value * OUT_OF_ORDER if order != sorted(order) else value
