"""Which names are surely like nothing on the lists: told from what every hit has, before a name is read in full.

Most names of a book are on no list and like nothing there. Such a name is cleared here for a part of what the
comparison takes: what may be read in one way only is read word by word, each of which is remembered, and looked up
wherever the comparison would look; nothing is scored and no reason is given. A name that may be found somewhere, or
that may be read in another way, is not cleared, and is compared in full. So nothing is found otherwise; a test compares
the two.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Final, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.files.language import broken_letters
from sekisho.law.memo import Memory
from sekisho.parties.cell.escapes import restored, unescaped
from sekisho.parties.cell.place_beside import after_place
from sekisho.parties.cell.text import keys_of
from sekisho.parties.cell.words import cell_words
from sekisho.parties.names.contractions import written_out
from sekisho.parties.names.phonetics import learn_sounds, sounds_of_latin
from sekisho.parties.names.plain_cjk import behind_place, plain_cjk_each
from sekisho.parties.names.plain_latin import PlainName, PlainReader
from sekisho.parties.names.query import LONGEST, NameField, NameInterpretation, read_field
from sekisho.parties.names.tokenisation import ParsedName, take_apart, take_apart_each
from sekisho.parties.screening.indices import Indices
from sekisho.regex import regex

_WORTH_BATCH: Final = 32
"""Names that are looked up at once. A guess: below it numpy takes longer; nothing else differs."""

_IN_FOREIGN_LETTERS: Final = regex(r"[\u0391-\u03ce\u0400-\u0481\u048a-\u04ff ]+")
"""A field in Greek and Cyrillic letters alone: nothing in it is a sign, a digit or a letter that was read wrongly."""
_OF_LETTERS: Final = regex(r"[A-Za-z][A-Za-z .,'-]*|[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fa5 ]+")
"""A field in Latin letters and signs that stand in words, or in kana and Chinese characters with blanks."""
_LONGEST_READ: Final = 60
"""Letters of the longest field that is not plain and yet looked at with others. A guess: what is longer holds more than
a name, and is read in other parts; nothing else differs."""
_REMEMBERED: Final = 100_000
"""First words of names of which is remembered whether they may be a place. A guess, as for `folding`."""


class UnlistedName(NamedTuple):
    """A name that can be read in one way only, and that is on no list as it stands.

    Parameters
    ----------
    may_be_listed
        Whether it may be like a listed one; if not, the comparison finds nothing.
    only_behind_place
        Whether that holds of the name behind a place alone with which it begins.
    apart
        The name taken apart, or that behind the place; nothing of a cell that is refused, or of which that is unknown.
    refused
        How its field was read, if it is refused for its letters whatever the lists say; nothing of another.
    """

    name: str
    may_be_listed: bool
    only_behind_place: bool = False
    refused: NameField | None = None
    apart: ParsedName | None = None


_CLEARED: Final = UnlistedName("", may_be_listed=False)
"""Any name that is like nothing."""


class _PlainCell(NamedTuple):
    """A plain name taken apart.

    Parameters
    ----------
    keys
        Its letters, if it is in kana and Chinese characters.
    words
        Keys of its words, if it is in Latin letters.
    has_short
        Whether a word of it may be shortened.
    """

    apart: ParsedName
    keys: str = ""
    words: tuple[str, ...] = ()
    has_short: bool = False


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
    _may_be_place: Memory[str, bool] = field(default_factory=lambda: Memory(_REMEMBERED))

    def clears(self, cell: str) -> bool:
        """Tell whether a cell surely names somebody, and nobody who is like a listed party."""
        name = self.look((cell,)).get(cell)
        return name is not None and not name.may_be_listed and name.refused is None

    def look(self, cells: Sequence[str]) -> dict[str, UnlistedName]:
        """Return the names in those cells that can be read in one way only and of which no table has what stands there.

        A name behind a place (神戸 三菱重工), and one with its shortened words written out (*Hvy. Ind.*), is a second
        way, unless nothing is like it by itself. What many names are like is looked up for all at once.
        """
        return self.look_and_read(cells)[0]

    def look_and_read(self, cells: Sequence[str]) -> tuple[dict[str, UnlistedName], dict[str, NameField]]:
        """Return the same, and how the other cells are read, of which the names are looked up with them."""
        refused, plain = self._refused(cells), self._unlisted(cells)
        behind = {cell: name for cell, read in plain.items() if (name := self._behind_place(cell, read))}
        written = {cell: written_out(cell) for cell, read in plain.items() if read.has_short}
        further = dict.fromkeys((*behind.values(), *written.values()))
        rest = [cell for cell in cells if cell not in plain and cell not in refused and len(cell) <= _LONGEST_READ]
        plain |= self._unlisted([cell for cell in further if cell not in plain])
        fields = {cell: read_field(cell) for cell in map(unescaped, rest)}
        unlisted_rest = self._unlisted_in_one_way({*rest}, fields)
        parsed = {cell: read.apart for cell, read in plain.items()} | unlisted_rest
        ways = (way.name for cell, read in fields.items() if cell not in unlisted_rest for way in read.readings)
        names = self._look(parsed, refused, ways)
        other = {cell for cell, name in written.items() if name not in names or names[name].may_be_listed}
        unlisted = {cell: names[cell] for cell in cells if cell in names and cell not in other}
        for cell, name in behind.items():
            if cell not in unlisted or (name in names and not self._may_be_found(names[name])):
                continue
            if name not in names or cell in written or unlisted[cell].may_be_listed:
                del unlisted[cell]
            else:
                apart = names[name].apart if name in names else None
                unlisted[cell] = UnlistedName(cell, may_be_listed=True, only_behind_place=True, apart=apart)
        for cell, read in refused.items():
            unlisted.pop(cell, None)
            if not read.readings or (cell in names and not names[cell].may_be_listed):
                unlisted[cell] = UnlistedName(cell, may_be_listed=False, refused=read)
        return unlisted, fields

    def _may_be_found(self, name: UnlistedName) -> bool:
        """Tell whether a name behind a place may be like a listed one; whether it is one written short is not asked."""
        return name.may_be_listed and (name.apart is None or self.indices.names.may_score(name.apart, self.least))

    def _unlisted_in_one_way(self, cells: Container[str], fields: Mapping[str, NameField]) -> dict[str, ParsedName]:
        """Take those names apart that are not plain, and yet read in one way only, and that no table has.

        So are those with a blank between their letters of East Asia, as persons are written, or with an apostrophe.
        """
        names: dict[str, ParsedName] = {}
        for cell, read in fields.items():
            if cell not in cells or len(read.readings) != 1 or read.refused or not _OF_LETTERS.fullmatch(cell):
                continue
            if read.readings[0] != NameInterpretation(name=read.readings[0].name) or written_out(cell):
                continue
            if not cell.isascii() and (broken_letters(cell) or restored(cell)):
                continue
            if self.indices.listed.letters.may_stand(cell):
                continue
            name = self._unlisted_alike(read.readings[0].name)
            if name is not None:
                names[cell] = name
        return names

    def _refused(self, cells: Sequence[str]) -> dict[str, NameField]:
        """Read the fields in Greek or Cyrillic letters that are refused for these, and in which no listed name stands.

        One of which some letters look like Latin ones is compared all the same, since it may be a listed name; it is
        refused as it is read if nothing is like it.
        """
        fields: dict[str, NameField] = {}
        for cell in cells:
            if cell.isascii() or len(cell) > LONGEST or not _IN_FOREIGN_LETTERS.fullmatch(cell):
                continue
            read = read_field(cell)
            in_one_way = not read.readings or (len(read.readings) == 1 and not read.readings[0].pieces)
            if (
                read.refused
                and in_one_way
                and not (broken_letters(cell) or self.indices.listed.letters.may_stand(cell))
            ):
                fields[cell] = read
        return fields

    def _behind_place(self, cell: str, plain: _PlainCell) -> str:
        """Return the name behind the place with which a plain cell begins; nothing of another cell."""
        if plain.keys:
            return behind_place(cell, plain.keys)
        if not cell_words().place.begins(plain.words):
            return ""
        first = cell.partition(" ")[0]
        may_be = self._may_be_place.get(first)
        if may_be is None:
            read = keys_of(first)
            may_be = self._may_be_place.keep(first, bool(read) and cell_words().place.may_begin(read[0]))
        return next(after_place(cell), "") if may_be else ""

    def _look(
        self, names: dict[str, ParsedName], refused: Mapping[str, NameField], others: Iterable[str]
    ) -> dict[str, UnlistedName]:
        """Tell whether names may be like listed ones; other names are looked up with them, for those who ask later."""
        index = self.indices.names
        compared = {cell: read.readings[0].name for cell, read in refused.items() if read.readings}
        names |= {cell: name for cell, text in compared.items() if (name := self._unlisted_alike(text)) is not None}
        if len(names) < _WORTH_BATCH:
            may_be = [index.may_find(name, self.least) for name in names.values()]
        else:
            index.learn([*names.values(), *map(take_apart, dict.fromkeys(others))], self.least)
            may_be = index.may_find_each([*names.values()], self.least)
        rows = zip(names.items(), may_be, strict=True)
        return {
            cell: UnlistedName(name.given, may_be_listed=True, apart=name) if may_be_listed else _CLEARED
            for (cell, name), may_be_listed in rows
        }

    def _unlisted(self, cells: Sequence[str]) -> dict[str, _PlainCell]:
        """Read the cells that hold a plain name of which no table has what stands in it."""
        return self._unlisted_latin([cell for cell in cells if cell.isascii()]) | self._unlisted_cjk(
            [cell for cell in cells if not cell.isascii()]
        )

    def _unlisted_latin(self, cells: Sequence[str]) -> dict[str, _PlainCell]:
        """Read those in Latin letters."""
        self._latin.learn(cells)
        read = {cell: name for cell in cells if (name := self._latin.read(cell))}
        unlisted = self.indices.listed.cells.are_unlisted_latin([*read.values()])
        shared = self.indices.shared
        stricts = {cell: _strict(name) for (cell, name), clear in zip(read.items(), unlisted, strict=True) if clear}
        read = {cell: read[cell] for cell, strict in stricts.items() if strict not in shared}
        otherwise = self.indices.otherwise.may_be_each([*read.values()])
        plain = {cell: name for (cell, name), listed in zip(read.items(), otherwise, strict=True) if not listed}
        wholes = {cell: "".join([part.text for part in name.parts]).replace(" ", "") for cell, name in plain.items()}
        learn_sounds(wholes.values())
        return {
            cell: _PlainCell(_taken_apart(name, wholes[cell], stricts[cell]), "", name.keys, name.has_short)
            for cell, name in plain.items()
        }

    def _unlisted_cjk(self, cells: Sequence[str]) -> dict[str, _PlainCell]:
        """Read those in kana and Chinese characters."""
        indices = self.indices
        read = plain_cjk_each(cells)
        unlisted = indices.listed.cells.are_unlisted_cjk([*read.values()])
        read = {cell: name for (cell, name), is_unlisted in zip(read.items(), unlisted, strict=True) if is_unlisted}
        otherwise = indices.otherwise.may_be_letters_each([(cell, name.shape) for cell, name in read.items()])
        plain = [cell for cell, listed in zip(read, otherwise, strict=True) if not listed]
        apart = zip(plain, take_apart_each(plain), strict=True)
        return {cell: _PlainCell(name, read[cell].keys) for cell, name in apart if name.strict not in indices.shared}

    def _unlisted_alike(self, name: str) -> ParsedName | None:
        """Take apart a name of which letters look like Latin ones, if no table has what stands in it."""
        indices = self.indices
        if any(indices.listed.cut(name)) or indices.otherwise.find(name):
            return None
        parsed = take_apart(name)
        return parsed if parsed.strict not in indices.shared else None


def _strict(name: PlainName) -> str:
    return "".join([word for word in name.words if word != "and"])


def _taken_apart(name: PlainName, whole: str, strict: str) -> ParsedName:
    """Take a plain name apart; its sounds are those of `whole_sounds`, of which Latin letters have no further ones."""
    parts = name.parts
    sounds: tuple[str, ...] = ()
    if all(part.sounds for part in parts):
        sounds = tuple(dict.fromkeys(("".join([part.sounds[0] for part in parts]), *sounds_of_latin(whole))))
    return ParsedName(given=name.name, parts=parts, whole=whole, sounds=sounds, strict=strict, forms=name.forms)
