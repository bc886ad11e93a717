"""What a listed name may score at most, from what each part of a query may add: a bound, cheaper than the score."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.alignment import DIFFERS
from sekisho.parties.names.business_words import STRONG
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.places import NumberRows
from sekisho.parties.names.similarity import group

TELLING: Final = STRONG - {"broad"}
"""Kinds of parts that tell legal persons apart wherever they stand."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""
_ALL: Final = 1_000
"""More parts than any name has."""
SCRIPTS: Final = {"latin": 1, "cjk": 2, "other": 4}
"""Bits of the number of the scripts of a name."""
FEWEST_PARTS: Final = 2
"""Parts of the shortest name that may be a longer one written short: one word alone may be anybody's."""


def script_of(parts: Iterable[NamePart]) -> int:
    """Number the scripts of a name, as `align.score` tells them apart."""
    return sum({SCRIPTS[group(part.alphabet)] for part in parts})


def telling_in(parts: Iterable[NamePart]) -> int:
    """Count the parts that tell legal persons apart."""
    return sum(part.kind in TELLING for part in parts)


@dataclass(slots=True, eq=False)
class Gain:
    """What a part of a query, or two neighbours, may add.

    Parameters
    ----------
    like
        Listed parts that it is like, with how alike they are.
    telling
        How many parts that tell legal persons apart it covers.
    occurrences
        How often these listed parts occur in names.
    flags
        For each name, by bits, whether one of them occurs in it, once that was asked.
    """

    like: Mapping[int, float]
    weight: float
    telling: int
    occurrences: int
    flags: bytes | None = None


def rarity(gain: Gain) -> int:
    """Sort gains by how often what they are made of occurs, the rarest first."""
    return gain.occurrences


def lightness(gain: Gain) -> float:
    """Sort gains by what they weigh, the heaviest first."""
    return -gain.weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a listed name must reach against a query.

    Parameters
    ----------
    need
        Weight of the query that must be covered.
    least
        The score.
    weight, script, telling
        Of the query: its weight, its scripts, and how many of its parts tell legal persons apart.
    """

    need: float
    least: float
    weight: float
    script: int
    telling: int


def needed_gains(gains: Sequence[Gain], wanted: Wanted) -> tuple[list[Gain], list[Gain]]:
    """Return the gains without which no name reaches the score, and others without which none in its script does.

    Too little of the query would be covered without the first. Of two names in one script, a part that tells legal
    persons apart and has no counterpart decides, if the score is one that such names do not reach.
    """
    spare = sum([gain.weight for gain in gains]) - wanted.need + _TINY
    telling = sum([gain.telling for gain in gains]) - wanted.telling if wanted.least > DIFFERS else _ALL
    needed, in_script = [], []
    for gain in gains:
        if gain.weight > spare:
            needed.append(gain)
        elif gain.telling > telling:
            in_script.append(gain)
    return needed, in_script


@dataclass(slots=True)
class NameBounds:
    """Listed names as far as the bound needs them, by their number.

    Parameters
    ----------
    numbers
        Of each name: numbers of its parts and of its neighbours written together.
    weights, scripts, telling
        Of each name.
    part_weights, spans
        Of each listed part: its weight, and how many telling parts of a name it may stand for.
    """

    numbers: NumberRows
    weights: array[float]
    scripts: bytearray
    telling: bytearray
    part_weights: array[float]
    spans: Sequence[int]

    def with_more(self, names: Iterable[int], gain: Gain, gains: Sequence[Gain], wanted: Wanted) -> set[int]:
        """Leave out those of some names that have one gain alone and weigh too little to reach the score by it."""
        more = set().union(*[other.like for other in gains if other is not gain])
        lightest = (wanted.least * wanted.weight - gain.weight - _TINY) / max(1 - wanted.least, _TINY)
        weights, numbers_of = self.weights, self.numbers.row
        return {name for name in names if weights[name] >= lightest or not more.isdisjoint(numbers_of(name))}

    def reaches(self, name: int, gains: Sequence[Gain], wanted: Wanted) -> bool:
        """Tell whether a name may reach the score, if each part of the query finds its best counterpart."""
        numbers, part_weights, spans = self.numbers.row(name), self.part_weights, self.spans
        hope = sum([gain.weight for gain in gains])
        cover = other = 0.0
        telling = other_telling = 0
        for gain in gains:
            like, best = gain.like, 0.0
            for number in numbers:
                if number in like:
                    value = like[number]
                    best = max(best, value)
                    other += value * part_weights[number]
                    other_telling += spans[number]
            if best:
                cover += best * gain.weight
                telling += gain.telling
                hope -= (1 - best) * gain.weight
            else:
                hope -= gain.weight
            if hope < wanted.need:
                return False
        weight = self.weights[name]
        if cover + min(other, weight) < wanted.least * (wanted.weight + weight) - _TINY:
            return False
        if wanted.least <= DIFFERS or self.scripts[name] != wanted.script:
            return True
        return telling >= wanted.telling and other_telling >= self.telling[name]
