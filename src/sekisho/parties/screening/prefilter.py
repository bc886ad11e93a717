"""Which names are surely like nothing on the lists: told from what every hit has, before a name is read in full.

Most names of a book are on no list and like nothing there. Such a name is cleared here for a part of what the
comparison takes: what may be read in one way only is read word by word, each of which is remembered, and looked up
wherever the comparison would look; nothing is scored and no reason is given. A name that may be found somewhere, or
that may be read in another way, is not cleared, and is compared in full. So nothing is found otherwise; a test compares
the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.parties.names.plain_cjk import plain_cjk
from sekisho.parties.names.plain_latin import PlainReader
from sekisho.parties.names.tokenisation import ParsedName, strict_of, take_apart, whole_sounds
from sekisho.parties.names.written_otherwise import written_out
from sekisho.parties.screening.indices import Indices

_CUT_OFF: Final = frozenset({"a", "an", "t", "th"})


@dataclass(slots=True)
class Prefilter:
    """Tells names that are like nothing.

    Parameters
    ----------
    indices
        What the comparison looks names up in.
    least
        Score from which something is found.
    """

    indices: Indices
    least: float
    _latin: PlainReader = field(default_factory=PlainReader)

    def clears(self, cell: str) -> bool:
        """Tell whether a cell surely names somebody, and nobody who is like a listed party."""
        name = self._unlisted(cell)
        return name is not None and not self.indices.names.may_find(name, self.least)

    def cleared(self, cells: Sequence[str]) -> set[str]:
        """Return those of many cells that `clears` clears; what is alike is looked up for all at once."""
        read = {cell: name for cell in cells if (name := self._unlisted(cell)) is not None}
        may_be = self.indices.names.may_find_each([*read.values()], self.least)
        return {cell for cell, found in zip(read, may_be, strict=True) if not found}

    def _unlisted(self, cell: str) -> ParsedName | None:
        """Read a cell that holds a plain name, if no table has what stands in it; None of another."""
        return self._unlisted_latin(cell) if cell.isascii() else self._unlisted_cjk(cell)

    def _unlisted_latin(self, cell: str) -> ParsedName | None:
        name = self._latin.read(cell)
        if name is None or name.keys[-1] in _CUT_OFF:
            return None
        indices, core = self.indices, "".join(name.core)
        parts, words = name.parts, name.words
        if indices.listed.may_stand_among(name.keys) or indices.listed.may_be_cut(core, "".join(name.keys)):
            return None
        strict = "".join([word for word in words if word != "and"])
        if strict in indices.shared or indices.otherwise.may_be(name.name, name.others, "".join(words)):
            return None
        if any(word.is_short for word in name.others):
            text = written_out(cell)
            if strict_of(text) in indices.shared or indices.listed.may_stand(text):
                return None
        return ParsedName(
            given=name.name,
            parts=parts,
            whole="".join([part.text.replace(" ", "") for part in parts]),
            sounds=tuple(dict.fromkeys(whole_sounds(parts))),
            strict=strict,
            forms=(),
        )

    def _unlisted_cjk(self, cell: str) -> ParsedName | None:
        name = plain_cjk(cell)
        if name is None:
            return None
        indices = self.indices
        if indices.listed.may_hold_letters(name.letters) or indices.listed.may_be_cut(name.core, name.keys):
            return None
        if indices.otherwise.may_be_letters(cell, name.shape):
            return None
        parsed = take_apart(cell)
        return parsed if parsed.strict not in indices.shared else None
