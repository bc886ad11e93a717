"""What a listed name may score at most, from what each part of a query may add: a bound, cheaper than the score."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sekisho.dataclass import dataclass
from sekisho.parties.names.alignment import DIFFERS
from sekisho.parties.names.business_words import STRONG
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.places import NumberRows
from sekisho.parties.names.similarity import group

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]

TELLING: Final = STRONG - {"broad"}
"""Kinds of parts that tell legal persons apart wherever they stand."""
_TINY: Final = 1e-9
"""What a sum of weights may lose by rounding."""
_ALL: Final = 1_000
"""More parts than any name has."""
_SCRIPTS: Final = {"latin": 1, "cjk": 2, "other": 4}


def script_of(parts: Iterable[NamePart]) -> int:
    """Number the scripts of a name, as `align.score` tells them apart."""
    return sum({_SCRIPTS[group(part.alphabet)] for part in parts})


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


def rows_of(starts: Numbers, numbers: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    """Return the numbers of some rows, one row behind the other, and where each begins; no row may be empty.

    Parameters
    ----------
    starts, numbers
        As `NumberRows.columns` has them, as arrays of numpy.
    """
    import numpy as np  # a single question does without

    first = starts[places].astype(np.intp)
    sizes = starts[places + 1] - first
    ends = np.cumsum(sizes)
    rows = ends - sizes
    return numbers[np.repeat(first - rows, sizes) + np.arange(int(ends[-1]))], rows


@dataclass(slots=True)
class _Columns:
    """What the bound needs as numpy reads it; all but the spans share its memory."""

    starts: Any
    numbers: Any
    weights: Any
    scripts: Any
    telling: Any
    part_weights: Any
    spans: Any
    alike: Any


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
    _columns: _Columns | None = None

    def __getstate__(self) -> tuple[object, ...]:
        """Leave out what numpy reads, which is made again."""
        return self.numbers, self.weights, self.scripts, self.telling, self.part_weights, self.spans

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take what was left."""
        self.numbers, self.weights, self.scripts, self.telling, self.part_weights, self.spans = state
        self._columns = None

    def as_columns(self) -> _Columns:
        """Return what the bound needs as numpy reads it, made once."""
        if self._columns is None:
            import numpy as np  # a single question does without

            starts, numbers = self.numbers.columns()
            self._columns = _Columns(
                starts=np.frombuffer(starts, dtype=np.uint32),
                numbers=np.frombuffer(numbers, dtype=np.intc),
                weights=np.frombuffer(self.weights, dtype=np.float64),
                scripts=np.frombuffer(self.scripts, dtype=np.uint8),
                telling=np.frombuffer(self.telling, dtype=np.uint8),
                part_weights=np.frombuffer(self.part_weights, dtype=np.float64),
                spans=np.array(self.spans, dtype=np.uint8),
                alike=np.zeros(len(self.part_weights)),
            )
        return self._columns

    def reaching(self, names: Numbers, gains: Sequence[Gain], wanted: Wanted) -> list[int]:
        """Return those of many names for which `reaches` holds, and perhaps some that miss it by a rounding.

        Parameters
        ----------
        names
            Their numbers, as an array of numpy.
        """
        import numpy as np  # a single question does without

        columns = self.as_columns()
        parts, rows = rows_of(columns.starts, columns.numbers, names)
        cover = np.zeros(len(names))
        for gain in gains:
            cover += np.maximum.reduceat(self.alike_to(gain, parts), rows) * gain.weight
        names = names[cover >= wanted.need - _TINY]
        if not len(names):
            return []
        cover = cover[cover >= wanted.need - _TINY]
        parts, rows = rows_of(columns.starts, columns.numbers, names)
        telling = np.zeros(len(names), dtype=np.intp)
        other, other_telling = np.zeros(len(parts)), np.zeros(len(parts), dtype=np.intp)
        for gain in gains:
            alike = self.alike_to(gain, parts)
            telling += (np.maximum.reduceat(alike, rows) > 0) * gain.telling
            other += alike
            other_telling += alike > 0
        weights = columns.weights[names]
        of_listed = np.minimum(np.add.reduceat(other * columns.part_weights[parts], rows), weights)
        found = cover + of_listed >= wanted.least * (wanted.weight + weights) - 2 * _TINY
        if wanted.least > DIFFERS:
            listed_telling = np.add.reduceat(other_telling * columns.spans[parts], rows)
            found &= (columns.scripts[names] != wanted.script) | (
                (telling >= wanted.telling) & (listed_telling >= columns.telling[names])
            )
        return [*dict.fromkeys(names[found].tolist())]

    def alike_to(self, gain: Gain, parts: Numbers) -> Numbers:
        """Return how alike what a gain is of is to each of some listed parts, 0 to 1, by arrays of numpy."""
        import numpy as np  # a single question does without

        alike = self.as_columns().alike
        keys = np.fromiter(gain.like, dtype=np.intp, count=len(gain.like))
        alike[keys] = np.fromiter(gain.like.values(), dtype=np.float64, count=len(gain.like))
        each: Numbers = alike[parts]
        alike[keys] = 0.0  # zeroes again for the next
        return each

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
