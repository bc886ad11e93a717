"""Where each key occurs: numbers by text, kept small, because most texts occur once."""

from __future__ import annotations

from collections.abc import Iterator


class Places(dict[str, int | list[int]]):
    """Text to the numbers under which it was noted: one number, or a list of them.

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
