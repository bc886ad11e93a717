"""Strings within a few slips of another, found by what letters they hold; nothing that a full scan finds is lost.

Each string has a signature of 64 bits: whether a letter occurs, and whether it occurs twice. One slip (a letter left
out, put in, or exchanged) changes at most two of the bits, and a swap changes none; so strings whose signatures differ
in more than twice the slips allowed are further away. A second one tells which two letters stand beside each other:
one slip changes at most six of its bits, by a swap in the middle of a word. Only what both let pass is measured.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from rapidfuzz.distance import OSA

from sekisho.parties.names.places import TextRows, spread
from sekisho.parties.names.similarity import spellings_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sekisho.parties.names.stretch_checks import TwoSlips

    Numbers: TypeAlias = NDArray[Any]

_LETTERS: Final = 32
"""Drawers for letters, each with a bit for one letter and a bit for two; letters that share a drawer only find more."""
_PATIENCE: Final = 1_000_000
"""Signatures that a process goes through one by one before it loads numpy, which takes as long as they do, 0.07 s.
A single question needs some thousands; a list of names needs millions, which numpy compares ten times as fast."""


def signature(text: str) -> int:
    """Tell which letters occur in a text, and which occur twice, as bits."""
    once = twice = 0
    for letter in text:
        bit = 1 << (ord(letter) % _LETTERS)
        twice |= once & bit
        once |= bit
    return once | twice << _LETTERS


_BITS: Final = 64
"""Bits of a signature, as many as a machine word has; larger, no machine compares two of them at once."""
_OF_BEFORE: Final = 31
"""By how much the first of two letters counts for more. Odd, so that all bits are used."""
_OF_TWO: Final = 6
"""Bits of the signature of neighbouring letters that one slip changes at most."""


def signature_of_pairs(text: str) -> int:
    """Tell which letters stand beside each other in a text, as bits; pairs that share a bit only find more."""
    bits = 0
    before = 0
    for code in map(ord, text):
        if before:
            bits |= 1 << ((_OF_BEFORE * before + code) % _BITS)
        before = code
    return bits


BASE: Final = 0xD6E8FEB86659FD93
"""Of the polynomial of letters of which a checksum is the value (see `stretch_checks`). Odd, so that it has an inverse;
no other property is asked of it."""
WORD: Final = 1 << 64
"""Checksums are of 64 bits, since that is what a machine multiplies at once."""
INVERSE: Final = pow(BASE, -1, WORD)
MIXING: Final = 0x9E3779B97F4A7C15
"""An odd number that spreads what it is multiplied with (the golden ratio, as Knuth has it)."""
HALF: Final = 32
"""Bits of half a checksum."""


class _Scan:
    """Counts what a process compares: one by one at first, with numpy once it was much. Both find the same."""

    def __init__(self, patience: int = _PATIENCE) -> None:
        """Go through so many signatures without numpy."""
        self.patience = patience


SCAN: Final = _Scan()
_COMPARED_AT_ONCE: Final = 1 << 16
"""Signatures of a table, times texts, that numpy compares at once. A guess: what a core keeps close. Smaller, more
calls; larger, slower by memory; nothing else differs."""


_WORTH_NOTES: Final = 20_000
"""Texts that are asked of a table before it is noted what its strings are without letters. A guess: it takes the time
in which as many texts are held against 100,000 strings. Smaller, short books wait for it; larger, long ones take
longer; nothing else differs."""
_WORTH_NOTING: Final = 4_000
"""Strings of a table from which that is noted: fewer are gone through as fast."""
_NEARLY_ALL: Final = 0.9
"""Share of strings that must be short for it: of names as a whole few are."""
_ROUNDED: Final = 0.05
"""What the library may round a bound by: with the bound itself it left out pairs that are just as much alike."""
_MOST_SLIPS: Final = 8
"""More slips than any text is looked for with."""


class AskedTexts:
    """Texts that are looked for together, with their lengths and signatures as arrays of numpy."""

    __slots__ = ("lengths", "pairs", "signatures", "texts")

    def __init__(self, texts: Sequence[str]) -> None:
        """Work the signatures out, letter by letter of all texts at once."""
        import numpy as np  # a single question does without

        self.texts = texts
        self.lengths = np.fromiter(map(len, texts), dtype=np.intp, count=len(texts))
        order = np.argsort(-self.lengths, kind="stable")
        lengths = self.lengths[order]
        starts = (np.cumsum(self.lengths) - self.lengths)[order]
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
        bits = np.uint64(1) << codes % np.uint64(_LETTERS)
        once, twice, pairs = (np.zeros(len(texts), dtype=np.uint64) for _ in range(3))
        before = codes[:0]
        for at in range(int(lengths.max(initial=0))):
            many = int(np.searchsorted(-lengths, -at))  # the texts that have a letter there, the longest first
            places = starts[:many] + at
            bit, code = bits[places], codes[places]
            twice[:many] |= once[:many] & bit
            once[:many] |= bit
            if at:
                pairs[:many] |= np.uint64(1) << (np.uint64(_OF_BEFORE) * before[:many] + code) % np.uint64(_BITS)
            before = code
        self.signatures, self.pairs = np.empty_like(once), np.empty_like(pairs)
        self.signatures[order], self.pairs[order] = once | twice << np.uint64(_LETTERS), pairs


@dataclass(slots=True)
class _Columns:
    """Places and signatures of a table as numpy compares them; they share its memory."""

    places: Any
    signatures: Any
    pairs: Any
    count_bits: Callable[[Any], Any]


@dataclass(slots=True)
class Nearby:
    """Strings sorted by length, each with its signature.

    Parameters
    ----------
    texts
        The strings, each once.
    places
        Places of those that are looked for; left out, of all.
    """

    texts: TextRows
    places: InitVar[Sequence[int] | None] = None
    _order: array[int] = field(init=False)
    _signatures: array[int] = field(init=False)
    _pairs: array[int] = field(init=False)
    _starts: list[int] = field(init=False)
    _columns: _Columns | None = None
    _two_slips: TwoSlips | None = None
    _asked: int = 0

    def __post_init__(self, places: Sequence[int] | None) -> None:
        """Sort by length."""
        order = sorted(range(len(self.texts)) if places is None else places, key=self.texts.length)
        texts = self.texts.at(order)
        self._order = array("i", order)
        self._signatures = array("Q", map(signature, texts))
        self._pairs = array("Q", map(signature_of_pairs, texts))
        lengths = [*map(len, texts)]
        longest = lengths[-1] if lengths else 0
        self._starts = [bisect_left(lengths, length) for length in range(longest + 2)]

    def look_at_once(self) -> None:
        """Note what the strings are with up to two letters left out, if they are many and nearly all are short."""
        import numpy as np  # a single question does without

        from sekisho.parties.names.stretch_checks import LONGEST_NOTED, TwoSlips

        count = len(self._order)
        short = self._starts[min(LONGEST_NOTED + 1, len(self._starts) - 1)]
        if count >= _WORTH_NOTING and short >= _NEARLY_ALL * count:
            places = np.frombuffer(self._order, dtype=np.intc)
            self._two_slips = TwoSlips(self.texts.at(self._order), places)

    def within(self, text: str, slips: int) -> list[int]:
        """Return the places of strings whose length and letters allow them to lie within so many slips of a text.

        All that do lie within are among them; the caller measures.
        """
        last = len(self._starts) - 1
        low, high = min(max(len(text) - slips, 0), last), min(len(text) + slips + 1, last)
        first, end = self._starts[low], self._starts[high]
        return self._differing_little(first, end, text, slips) if first < end else []

    def _differing_little(self, first: int, end: int, text: str, slips: int) -> list[int]:
        """Return the places in a part of the table whose signatures differ from those of a text in few enough bits."""
        wanted, most = signature(text), 2 * slips
        beside, most_beside = signature_of_pairs(text), _OF_TWO * slips
        SCAN.patience -= end - first
        if SCAN.patience >= 0:
            rows = zip(self._order[first:end], self._signatures[first:end], self._pairs[first:end], strict=True)
            return [
                place
                for place, letters, pairs in rows
                if (letters ^ wanted).bit_count() <= most and (pairs ^ beside).bit_count() <= most_beside
            ]
        columns = self._as_columns()
        near = (columns.count_bits(columns.signatures[first:end] ^ wanted) <= most).nonzero()[0]
        if not len(near):
            return []
        near += first
        near = near[columns.count_bits(columns.pairs[near] ^ beside) <= most_beside]
        found: list[int] = columns.places[near].tolist()
        return found

    def _as_columns(self) -> _Columns:
        if self._columns is None:
            self._columns = _columns_of(self._order, self._signatures, self._pairs)
        return self._columns

    def within_each(self, asked: AskedTexts, rows: Numbers, slips: Numbers) -> tuple[Numbers, Numbers]:
        """Return what `within` finds of many texts: pairs of a text and a string, by their places.

        All texts of one length are compared at once, which takes a tenth of the time.

        Parameters
        ----------
        rows, slips
            Places of the texts that are looked for, and of each how many slips it may hold.
        """
        import numpy as np  # a single question does without

        from sekisho.parties.names.stretch_checks import LONGEST_NOTED

        lefts, rights = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
        self._asked += len(rows)
        if self._two_slips is None and self._asked >= _WORTH_NOTES:
            self.look_at_once()
        if self._two_slips is not None:
            noted = asked.lengths[rows] + slips <= LONGEST_NOTED
            short = rows[noted]
            of_text, near = self._two_slips.within_each([asked.texts[at] for at in short.tolist()], slips[noted])
            lefts.append(short[of_text])
            rights.append(near)
            rows, slips = rows[~noted], slips[~noted]
            if not len(rows):
                return np.concatenate(lefts), np.concatenate(rights)
        last = len(self._starts) - 1
        kinds = asked.lengths[rows] * _MOST_SLIPS + slips
        order = np.argsort(kinds, kind="stable")
        kinds, begins = np.unique(kinds[order], return_index=True)
        for kind, places in zip(kinds.tolist(), np.split(rows[order], begins[1:]), strict=True):
            length, most = divmod(kind, _MOST_SLIPS)
            first, end = self._starts[min(max(length - most, 0), last)], self._starts[min(length + most + 1, last)]
            size = max(1, _COMPARED_AT_ONCE // max(1, end - first))
            for start in range(0, len(places) if first < end else 0, size):
                some = places[start : start + size]
                near, strings = self._differing_little_each(first, end, asked, some, most)
                lefts.append(some[near])
                rights.append(strings)
        return np.concatenate(lefts), np.concatenate(rights)

    def alike_each(
        self, asked: AskedTexts, rows: Numbers, slips: Numbers, alphabet: str, least: float
    ) -> Iterator[tuple[int, int, float]]:
        """Go through what lies within so many slips of each of many texts, and is spelt alike at least so much.

        Yields the place of a text, that of a string, and how alike they are.
        """
        import numpy as np  # a single question does without
        from rapidfuzz.process import cpdist

        lefts, places = self.within_each(asked, rows, slips) if len(rows) else (rows, rows)
        if not len(lefts):
            return
        most = np.zeros(len(asked.texts), dtype=np.int32)
        most[rows] = slips
        ones, others = spread(asked.texts, lefts), self.texts.at_many(places)
        apart = cpdist(ones, others, scorer=OSA.distance, score_cutoff=int(slips.max()), dtype=np.int32)
        near = apart <= most[lefts]
        lefts, places, apart = lefts[near], places[near], apart[near]
        alike = spellings_of(apart, asked.lengths[lefts], self.texts.lengths_at(places), alphabet)
        enough = alike >= least
        yield from zip(lefts[enough].tolist(), places[enough].tolist(), alike[enough].tolist(), strict=True)

    def _differing_little_each(
        self, first: int, end: int, asked: AskedTexts, some: Numbers, slips: int
    ) -> tuple[Numbers, Numbers]:
        """Return the same as `_differing_little` of several texts: which of them, and places beside them."""
        import numpy as np  # a single question does without

        columns = self._as_columns()
        differing = columns.count_bits(asked.signatures[some][:, None] ^ columns.signatures[None, first:end])
        rows, near = np.divmod(np.flatnonzero(differing <= 2 * slips), end - first)
        near += first
        few = columns.count_bits(columns.pairs[near] ^ asked.pairs[some[rows]]) <= _OF_TWO * slips
        return rows[few], columns.places[near[few]]

    def __getstate__(self) -> tuple[object, ...]:
        """Leave out what numpy compares, which is made again."""
        return self.texts, self._order, self._signatures, self._pairs, self._starts

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take what was left."""
        self.texts, self._order, self._signatures, self._pairs, self._starts = state
        self._columns = self._two_slips = None
        self._asked = 0


def _columns_of(places: array[int], signatures: array[int], pairs: array[int]) -> _Columns:
    import numpy as np  # a single question does without

    letters, beside = (np.frombuffer(row, dtype=np.uint64) for row in (signatures, pairs))
    return _Columns(np.frombuffer(places, dtype=np.intc), letters, beside, np.bitwise_count)


@dataclass(slots=True)
class OneSlip:
    """Strings that lie within one slip of another, found by what both are with a letter left out.

    Two strings one slip apart are one once a letter is left out of the one, of the other or of both. So each is noted
    under itself and under itself without each of its letters, in drawers that are numbered by a checksum, of which
    there are about as many as there are notes. The whole checksum is kept beside each, so that hardly any other string
    is found.

    Parameters
    ----------
    texts
        The strings, each once; they are not kept.
    """

    texts: InitVar[Sequence[str]]
    _drawers: int = field(init=False)
    _starts: array[int] = field(init=False)
    _places: array[int] = field(init=False)
    _checks: array[int] = field(init=False)

    def __post_init__(self, texts: Sequence[str]) -> None:
        """Put the places of the strings into drawers."""
        count = sum(map(len, texts)) + len(texts)
        self._drawers = (1 << count.bit_length()) - 1
        noted: dict[int, list[tuple[int, int]]] = {}
        for place, text in enumerate(texts):
            for check in short_checks(text):
                noted.setdefault(check & self._drawers, []).append((place, check))
        sizes = array("i", bytes(4 * (self._drawers + 1)))
        self._places, self._checks = array("i"), array("I")
        for drawer in sorted(noted):
            sizes[drawer] = len(noted[drawer])
            self._places.extend([place for place, _ in noted[drawer]])
            self._checks.extend([check for _, check in noted[drawer]])
        self._starts = array("i", accumulate(sizes, initial=0))

    def within(self, text: str) -> set[int]:
        """Return the places of strings that may lie within one slip; all that do are among them."""
        starts, places, checks, drawers = self._starts, self._places, self._checks, self._drawers
        found: set[int] = set()
        for check in short_checks(text):
            drawer = check & drawers
            for at in range(starts[drawer], starts[drawer + 1]):
                if checks[at] == check:
                    found.add(places[at])
        return found

    def within_each(self, texts: Sequence[str]) -> list[set[int]]:
        """Return what `within` returns of many texts."""
        import numpy as np  # a single question does without

        from sekisho.parties.names.stretch_checks import short_checks_each, spread_places

        asked, of_text = short_checks_each(texts)
        starts = np.frombuffer(self._starts, dtype=np.intc)
        drawers = asked & np.uint32(self._drawers)
        low = starts[drawers]
        at, of_check = spread_places(low, starts[drawers + 1] - low)
        at = at.astype(np.intp)
        same = np.frombuffer(self._checks, dtype=np.uint32)[at] == asked[of_check]
        places = np.frombuffer(self._places, dtype=np.intc)[at[same]]
        near: list[set[int]] = [set() for _ in texts]
        for text, place in zip(of_text[of_check[same]].tolist(), places.tolist(), strict=True):
            near[text].add(place)
        return near


def short_checks(text: str) -> set[int]:
    """Return checksums of 32 bits of a text and of it without each of its letters.

    >>> short_checks("tarumi") & short_checks("tarrumi") == short_checks("tarumi") - short_checks("taruxmi")
    False
    """
    sums, total, power = [0], 0, 1
    for letter in text:
        total = (total + ord(letter) * power) % WORD
        power = power * BASE % WORD
        sums.append(total)
    every = {total}
    every.update(sums[at] + (total - sums[at + 1]) * INVERSE for at in range(len(text)))
    return {_mixed(value % WORD) for value in every}


def _mixed(value: int) -> int:
    return ((value ^ (value >> HALF)) * MIXING % WORD) >> HALF


def nearby(texts: Iterable[str]) -> Nearby:
    """Index strings."""
    return Nearby(TextRows(texts))


def distances(one: str, others: Sequence[str], most: int) -> list[int]:
    """Measure slips between a text and others; more than the most counts as one more than it."""
    measure = OSA.distance
    return [measure(one, other, score_cutoff=most) for other in others]


def similarities(one: str, others: Sequence[str]) -> list[float]:
    """Tell how alike a text and others are, 0 to 1, as a share of the longer that need not change."""
    alike = OSA.normalized_similarity
    return [alike(one, other) for other in others]


def similar_each(ones: Sequence[str], others: Sequence[str], least: float) -> Numbers:
    """Tell how alike many pairs of texts are, 0 to 1, as `similarities` tells it: an array of numpy.

    Parameters
    ----------
    least
        Pairs that are less alike are told as 0, which is faster.
    """
    import numpy as np  # a single question does without
    from rapidfuzz.process import cpdist

    if not ones:
        return np.empty(0)
    alike: Numbers = cpdist(
        ones, others, scorer=OSA.normalized_similarity, score_cutoff=least - _ROUNDED, dtype=np.float64
    )
    return alike
