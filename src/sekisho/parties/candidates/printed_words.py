"""Words of listed names in Latin letters: each word once, and of each name the numbers of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sekisho.parties.names.places import NumberRows


class PrintedWords:
    """Words of listed names, by the number of the name; of one without Latin letters there are none.

    Parameters
    ----------
    rows
        The words of each name.
    words
        All words that are printed in some name, each once, sorted.

    Examples
    --------
    >>> printed = PrintedWords([("tarumi", "marine"), (), ("marine",)])
    >>> printed[0], printed[1], printed.words
    (('tarumi', 'marine'), (), ['marine', 'tarumi'])
    """

    __slots__ = ("_numbers", "words")

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        """Number the words."""
        self.words = sorted({word for row in rows for word in row})
        number_of = {word: number for number, word in enumerate(self.words)}
        self._numbers = NumberRows([number_of[word] for word in row] for row in rows)

    def __getitem__(self, name: int) -> tuple[str, ...]:
        """Return the words of a name."""
        words = self.words
        return tuple([words[number] for number in self._numbers.row(name)])

    def names(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Go through the names that have words, with these."""
        return ((name, self[name]) for name in range(len(self._numbers)) if self._numbers.row(name))
