"""Texts and numbers of long lists in little memory: as they are, by their checksums, or in rows of one array.

An object for each text and number would take several times as much, and a process that shares them with others copies
the page of each that it so much as looks at, since Python counts who holds an object in the object. What lies in one
array or one string is copied by nobody.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zlib import crc32

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers: TypeAlias = NDArray[Any]


class Places(dict[str, int | list[int]]):
    """Text to the numbers under which it was noted: one number, or a list of them, because most texts occur once.

    >>> places = Places()
    >>> places.note("a", 3)
    >>> places.note("a", 5)
    >>> places.of("a"), places.of("b")
    ([3, 5], ())
    """

    __slots__ = ()

    def note(self, key: str, number: int) -> None:
        """Note a number under a key."""
        known = self.get(key)
        if known is None:
            self[key] = number
        elif isinstance(known, list):
            known.append(number)
        else:
            self[key] = [known, number]

    def of(self, key: str) -> list[int] | tuple[int, ...]:
        """Return the numbers noted under a key."""
        known = self.get(key)
        return () if known is None else known if isinstance(known, list) else (known,)

    def pairs(self) -> Iterator[tuple[str, list[int] | tuple[int, ...]]]:
        """Go through the keys with their numbers."""
        for key in self:
            yield key, self.of(key)


_NOTES_A_DRAWER: Final = 2
"""Numbers in a drawer at most, on average. A guess. Smaller, drawers take more memory than what lies in them; larger,
more numbers are looked at for a text; nothing else differs."""


class Drawers:
    """Numbers noted under texts that are not kept, twenty bytes each; a few of other texts may lie among them.

    A text is known by its checksum of 32 bits, of which two texts in four thousand millions have the same, so that the
    caller looks at what is found. Numbers of a text come in the order in which they were noted.

    >>> drawers = Drawers()
    >>> for text, number in (("a", 3), ("b", 4), ("a", 5)):
    ...     drawers.note(text, number)
    >>> drawers.close()
    >>> drawers.of("a"), drawers.of("c")
    ([3, 5], [])
    """

    __slots__ = ("_checks", "_numbers", "_starts")

    def __init__(self) -> None:
        """Hold nothing."""
        self._checks = array("I")
        self._numbers = array("i")
        self._starts = array("I", (0, 0))

    def note(self, text: str, number: int) -> None:
        """Note a number under a text; it is found once the drawers are closed."""
        self._checks.append(crc32(text.encode("utf-8", "surrogatepass")))
        self._numbers.append(number)

    def close(self) -> None:
        """Sort what was noted into drawers."""
        count = 1 << (len(self._checks) // _NOTES_A_DRAWER).bit_length()
        sizes = array("I", bytes(4 * count))
        for check in self._checks:
            sizes[check & (count - 1)] += 1
        self._starts = array("I", accumulate(sizes, initial=0))
        ends = self._starts[:-1]
        checks, numbers = array("I", bytes(4 * len(self._checks))), array("i", bytes(4 * len(self._checks)))
        for check, number in zip(self._checks, self._numbers, strict=True):
            place = ends[check & (count - 1)]
            checks[place], numbers[place] = check, number
            ends[check & (count - 1)] += 1
        self._checks, self._numbers = checks, numbers

    def of(self, text: str) -> list[int]:
        """Return the numbers noted under a text, and seldom some of another."""
        check = crc32(text.encode("utf-8", "surrogatepass"))
        drawer = check & (len(self._starts) - 2)
        low, high = self._starts[drawer], self._starts[drawer + 1]
        if low == high:
            return []
        checks, numbers = self._checks, self._numbers
        return [numbers[place] for place in range(low, high) if checks[place] == check]

    def hold(self, texts: Iterable[str]) -> list[bool]:
        """Tell of many texts whether `of` finds something."""
        import numpy as np  # a single question does without

        checks, starts = np.frombuffer(self._checks, dtype=np.uint32), np.frombuffer(self._starts, dtype=np.uint32)
        asked = np.fromiter((crc32(text.encode("utf-8", "surrogatepass")) for text in texts), dtype=np.uint32)
        drawers = asked & np.uint32(len(starts) - 2)
        places, ends = starts[drawers], starts[drawers + 1]
        holds = np.zeros(len(asked), dtype=bool)
        left = np.flatnonzero(places < ends)
        while len(left):
            holds[left] = checks[places[left]] == asked[left]
            places[left] += 1
            left = left[~holds[left] & (places[left] < ends[left])]
        answers: list[bool] = holds.tolist()
        return answers


class NumberRows:
    """Rows of numbers in one array, by their places.

    >>> rows = NumberRows([(3, 5), (), (4,)])
    >>> [*rows.row(0)], [*rows.row(1)], len(rows)
    ([3, 5], [], 3)
    """

    __slots__ = ("_numbers", "_starts")

    def __init__(self, rows: Iterable[Iterable[int]]) -> None:
        """Put rows one behind the other."""
        self._numbers, self._starts = array("i"), array("I", (0,))
        for row in rows:
            self._numbers.extend(row)
            self._starts.append(len(self._numbers))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self._starts) - 1

    def row(self, place: int) -> array[int]:
        """Return the numbers of a row."""
        return self._numbers[self._starts[place] : self._starts[place + 1]]

    def columns(self) -> tuple[array[int], array[int]]:
        """Return where each row starts, with the end of the last, and the numbers of all rows."""
        return self._starts, self._numbers


class TextRows:
    """Texts in one string, by their places.

    >>> texts = TextRows(["ab", "", "c"])
    >>> texts.at([2, 0]), len(texts)
    (['c', 'ab'], 3)
    """

    __slots__ = ("_all", "_starts")

    def __init__(self, texts: Iterable[str]) -> None:
        """Put texts one behind the other."""
        rows = tuple(texts)
        self._all = "".join(rows)
        self._starts = array("I", accumulate(map(len, rows), initial=0))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:
        """Return the text at a place; beyond the last there is none."""
        return self._all[self._starts[place] : self._starts[place + 1]]

    def __iter__(self) -> Iterator[str]:
        """Go through the texts."""
        return map(self.__getitem__, range(len(self)))

    def length(self, place: int) -> int:
        """Count the letters of the text at a place."""
        return self._starts[place + 1] - self._starts[place]

    def lengths_at(self, places: Numbers) -> Numbers:
        """Count the letters of the texts at many places, an array of numpy."""
        import numpy as np  # a single question does without

        starts = np.frombuffer(self._starts, dtype=np.uint32)
        lengths: Numbers = (starts[places + 1] - starts[places]).astype(np.intp)
        return lengths

    def at(self, places: Sequence[int]) -> list[str]:
        """Return the texts at some places."""
        every, starts = self._all, self._starts
        return [every[starts[place] : starts[place + 1]] for place in places]

    def at_many(self, places: Numbers) -> list[str]:
        """Return the texts at many places, an array of numpy in which most come again; each is cut out once."""
        import numpy as np  # a single question does without

        distinct, back = np.unique(places, return_inverse=True)
        return spread(self.at(distinct.tolist()), back)


def spread(texts: Sequence[str], places: Numbers) -> list[str]:
    """Return the texts at some places of a row, an array of numpy."""
    import numpy as np  # a single question does without

    each = np.empty(len(texts), dtype=object)
    each[:] = texts
    chosen: list[str] = each[places].tolist()
    return chosen
