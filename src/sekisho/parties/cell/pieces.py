"""The pieces around a name in a cell: what stands before it and behind it, told by words of the tables.

A stretch of a cell is read piece by piece. What nobody understands is told as the rest, and the reader says whether
anything was left. Nothing here knows who is listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from sekisho.message import message
from sekisho.parties.cell.stretches import PartyKeys, ReadParts, Stretch, is_parted
from sekisho.parties.cell.text import CellText, read_text
from sekisho.parties.cell.words import CellWords, Keys, WordMeaning, WordTable, cell_words
from sekisho.parties.names.romanisation import is_kana
from sekisho.parties.reason import CellPiece, PieceKind
from sekisho.regex import regex

_BLOCK: Final = regex(r"\d+\s*[-‐−–ー]\s*\d+")
_WORDS: Final = regex(r"[a-z0-9]+")
_DIGITS: Final = regex(r"\d")
_POSTAL: Final = regex(r"〒|\bP\.?\s?O\.?\s?Box\b|邮编|郵便", re.IGNORECASE)
_NUMBER_PARTS: Final = regex(r"[-/.#_]?")
_CODE: Final = regex(r"[A-Za-z0-9][A-Za-z0-9/._#-]*")
_LONGEST_CODE: Final = 24
"""Letters, digits and marks of the longest number or code beside a name. A guess: container and order numbers have
fewer. Smaller, a code is taken for words of a name; larger, an address without spaces is taken for a code."""
_LEAST_DIGITS: Final = 2
"""Digits from which a piece may be a code: with one, the 3 of 3M and of Third Works would be."""
_LONGEST_WORD: Final = 5
"""Letters of a word that may be part of a code."""
_LONGEST_PHRASE: Final = 14
"""Words, or letters of East Asia, of the longest name of a site or a unit."""
_MAIL: Final = regex(r"(?:\S@|www\.|https?://)\S+$")
"""An address of mail or of a page."""
_MOST_OF_TOWN: Final = 3
"""Words of the longest name of a town that is in no table. A guess; names of further firms may have as many."""
_LEADING: Final = frozenset(
    {
        *("of", "for", "by", "at", "to", "der", "des", "die", "das", "von", "bei"),
        *("de", "du", "del", "della", "di", "da", "van"),
    }
)
"""Words behind which a name stands that is no part of a longer one."""
PLACE_IN_FRONT: Final = "in front"
"""Code of an address that is but a place in front of a name: it may be the beginning of another name."""
_CJK_STREET: Final = regex(r"[都道府県市区町村郡省路街号弄巷镇縣區號鎮]|丁目|番地|[州]$")


def _says_number(piece: CellPiece) -> bool:
    """Tell whether a piece is a word that says a number, as in *Contract No. A-1*."""
    return piece.kind == "number" and not _DIGITS.search(piece.text)


def _take_towns(found: Stretch) -> None:
    """Take words that nobody knows for a town where a country or an address follows: Ltd., Tomioka, Gunma, Japan.

    The name before them ends in its legal form, so that they are no part of it.
    """
    last = max((at for at, piece in enumerate(found.pieces) if piece.kind in {"country", "address"}), default=-1)
    towns = [piece.kind == "rest" and at < last and _is_town(piece.text) for at, piece in enumerate(found.pieces)]
    found.pieces = [
        replace(piece, kind="address") if town else piece for piece, town in zip(found.pieces, towns, strict=True)
    ]
    found.whole = all(piece.kind != "rest" for piece in found.pieces)


def _is_town(text: str) -> bool:
    """Tell whether words may be the name of a town: a few, each with a capital, or letters of East Asia."""
    words = text.split()
    forms = cell_words().form
    tokens = read_text(text).tokens
    if any(forms.at_begin(tokens, at, len(tokens)) for at in range(len(tokens))):
        return False  # another firm
    return len(words) <= _MOST_OF_TOWN and all(not word[:1].islower() for word in words)


@dataclass(slots=True)
class PieceReader:
    """A cell, whose stretches are read.

    Parameters
    ----------
    owners
        Keys of names, as one word, that may stand before a listed name as its owner.
    own
        Keys of the other names of the very party: (JMU), NIDS 防衛研究所.
    read
        What was read of the cell for other names; left out, nothing was.
    """

    text: CellText
    owners: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    words: CellWords = field(default_factory=cell_words)
    read: ReadParts | None = None

    def before(self, low: int, high: int) -> Stretch:
        """Read what stands before a name that begins at a place.

        All parts but the last are read once for all names that stand behind them.
        """
        read = self._read_parts()
        *parts, last = read.parts(low, high) or [(low, low)]
        states = read.before.setdefault((low, self._standing(low, high)), [Stretch()])
        for first, end in parts[len(states) - 1 :]:
            state = states[-1].copy()
            self._part_before(state, first, end, last=False)
            states.append(state)
        found = states[len(parts)].copy()
        if low < high:
            self._part_before(found, *last, last=True)
        return found

    def _part_before(self, found: Stretch, first: int, end: int, *, last: bool) -> None:
        """Read a part before a name; the last one ends where the name begins."""
        start = self._past_mark(found, first)
        left = self._front(found, start, end)
        if left == end or self._phrase(found, left, end, in_front=True) or self._beside(found, left, end):
            return
        if found.pieces and found.pieces[-1].kind == "role":
            found.add("beside", self.text.written(left, end))  # ATTN: MR SATO
            return
        if self._is_address(left, end):
            self._address(found, left, end)
            return
        if last and self._is_town_before(left, end):
            found.add("address", self.text.written(left, end), PLACE_IN_FRONT)
            return
        if ":" in self.text.gap(end):
            found.add("role", self.text.written(left, end), "label review")
            return
        if not last and self._is_form_in_brackets(end):
            found.add("beside", self.text.written(left, end))  # 丸紅(株)経由
            return
        found.add("rest", self.text.written(left, end))
        found.whole = False
        numbered = last and bool(self._number_before(start, end))
        found.adjoins = found.adjoins and (not last or numbered or is_parted(self.text, end) or self._is_apart(end))
        found.parted = found.parted and (not last or bool(self.text.gap(end)))
        found.led = last and self.text.tokens[end - 1].key in _LEADING

    def _read_parts(self) -> ReadParts:
        if self.read is None:
            self.read = ReadParts(self.text)
        return self.read

    def _standing(self, low: int, high: int) -> PartyKeys:
        """Return the names of the owners, and of the party, that stand in a stretch: it is read by these alone."""
        read = self._read_parts()
        return read.standing(self.owners, low, high), read.standing(self.own, low, high)

    def _past_mark(self, found: Stretch, low: int) -> int:
        """Read the mark of a line of a list, such as 1. or 2); returns the place of the first word behind it."""
        token = self.text.tokens[low]
        if not token.key.isdigit() or len(token.key) >= _LEAST_DIGITS or not self.text.gap(low + 1):
            return low
        found.add("number", self.text.written(low, low + 1))
        return low + 1

    def _is_apart(self, at: int) -> bool:
        """Tell whether words before a place are mail, or of another script than those behind a blank."""
        gap = self.text.gap(at)
        if not gap or not 0 < at < len(self.text.tokens):
            return False
        before = self.text.plain[: self.text.tokens[at - 1].end]
        apart = self.text.tokens[at - 1].key.isascii() != self.text.tokens[at].key.isascii()
        return apart or bool(_MAIL.search(before))

    def _is_address(self, low: int, high: int) -> bool:
        """Tell whether words in front of a name are an address: they begin as one, and a number stands in them."""
        written = self.text.written(low, high)
        if not _DIGITS.search(written):
            return False
        return self._begins_address(low, low, high)

    def _is_town_before(self, low: int, high: int) -> bool:
        """Tell whether words in front of a name are a place that a blank parts from it: 神奈川県鎌倉市 三菱造船."""
        if not self.text.gap(high).isspace():
            return False
        place = self.words.place.at_begin(self.text.tokens, low, high)
        if place is None:
            return False
        return low + place[0] == high or bool(_CJK_STREET.search(self.text.written(low, high)))

    def _beside(self, found: Stretch, low: int, high: int) -> bool:
        """Read another name: one that ends in its legal form, or has a role behind it, as its C/O or agent."""
        form = self.words.form.at_end(self.text.tokens, low, high)
        if form is not None and form[0] < high - low:
            found.add("beside", self.text.written(low, high))
            return True
        role = self.words.role_front.at_end(self.text.tokens, low, high)
        if role is None or role[0] == high - low:
            return False
        size, meant = role
        found.add("beside", self.text.written(low, high - size))
        found.add("role", self.text.written(high - size, high), f"{meant.code} review")
        return True

    def behind(self, low: int, high: int) -> Stretch:
        """Read what stands behind a name that ends before a place.

        Each part but the first is read once for all names before it: how it is read hangs on what was read before it
        only by whether that has a role in it, and ends in a word that says a number.
        """
        read, standing = self._read_parts(), self._standing(low, high)
        found, role = Stretch(), False
        for start, end in read.parts(low, high):
            numbered = bool(found.pieces) and _says_number(found.pieces[-1])
            key = (start, end, role, numbered, standing)
            part = read.behind.get(key)
            if part is None:
                part = read.behind[key] = self._part_behind(found, start, end, role=role)
            pieces, whole = part
            found.pieces += pieces
            found.whole = found.whole and whole
            role = role or any(piece.kind == "role" for piece in pieces)
        if not found.whole and self._after_form(low):
            _take_towns(found)
        return found

    def _part_behind(self, before: Stretch, start: int, end: int, *, role: bool) -> tuple[list[CellPiece], bool]:
        """Return the pieces of a part behind a name, and whether all of it was understood.

        Parameters
        ----------
        before
            What was read between the name and the part, of which nothing counts but its last piece.
        role
            Whether a role is among that.
        """
        last = before.pieces[-1:]
        found = Stretch(pieces=[*last])
        left = self._front(found, start, end, behind=True)
        if left < end:
            tail: list[CellPiece] = []
            stop = self._back(tail, left, end)
            if left < stop and (role or any(piece.kind == "role" for piece in found.pieces[len(last) :])):
                found.add("beside", self.text.written(left, stop))
            elif left < stop and not self._phrase(found, left, stop):
                self._address(found, left, stop)
            found.pieces += reversed(tail)
        return found.pieces[len(last) :], found.whole

    def peeled(self, low: int, high: int) -> tuple[int, int, list[CellPiece]]:
        """Peel pieces off both ends of a cell of which no name is known; returns what is left."""
        front, tail = Stretch(), list[CellPiece]()
        start = self._front(front, low, high, keep_forms=True)
        if start >= high:
            return low, high, []
        stop = self._back(tail, start, high)
        return start, stop, [*front.pieces, *reversed(tail)]

    # ------------------------------------------------------------ pieces that any side has

    def _front(self, found: Stretch, at: int, high: int, *, behind: bool = False, keep_forms: bool = False) -> int:
        """Read pieces at the beginning of a part; returns the place of the first word that is none."""
        tables = self._tables(behind=behind, keep_forms=keep_forms)
        while at < high:
            before = found.pieces[-1] if found.pieces else None
            named = before is not None and _says_number(before)
            size = self._number(at, high, 1 if named else _LEAST_DIGITS)
            if size and behind and self._is_street_number(at, size, high):
                return at
            if size:
                found.add("number", self.text.written(at, at + size))
                at += size
                continue
            if not keep_forms and self._is_form_in_brackets(at):
                found.add("form", self.text.written(at, at + 1))
                at += 1
                continue
            best: tuple[int, WordMeaning, PieceKind] | None = None
            for kind, table in tables:
                known = table.at_begin(self.text.tokens, at, high)
                if known is None or (kind == "country" and self._is_torn(at + known[0])):
                    continue
                if best is None or known[0] > best[0]:
                    best = (*known, kind)
            if best is None:
                return at
            size, meant, kind = best
            found.add(
                kind,
                self.text.written(at, at + size),
                meant.code
                if kind != "role"
                else message("book.rows_of_kind", "{kind} {rows}", kind=meant.code, rows=meant.zone),
            )
            at += size
        return at

    def _is_torn(self, at: int) -> bool:
        """Tell whether a place is within a word of katakana, as behind the マリ of マリン."""
        tokens = self.text.tokens
        if not 0 < at < len(tokens) or self.text.gap(at):
            return False
        plain = self.text.plain
        return is_kana(plain[tokens[at - 1].end - 1]) and is_kana(plain[tokens[at].start])

    def _is_form_in_brackets(self, at: int) -> bool:
        """Tell whether a single character is a legal form: it has a bracket beside it, as (株)."""
        if self.text.tokens[at].key not in self.words.form_letters:
            return False
        return "(" in self.text.gap(at) or ")" in self.text.gap(at + 1)

    def _tables(self, *, behind: bool, keep_forms: bool) -> list[tuple[PieceKind, WordTable]]:
        words = self.words
        found: list[tuple[PieceKind, WordTable]] = [("country", words.country), ("number", words.number)]
        if behind:
            found += [("honorific", words.honorific_behind), ("role", words.role_behind)]
        else:
            found += [("role", words.role_front), ("honorific", words.honorific_front)]
        return found if keep_forms else [*found, ("form", words.form)]

    def _back(self, tail: list[CellPiece], low: int, high: int) -> int:
        """Read pieces at the end of a part, the last first; returns the place behind the last word that is none."""
        words = self.words
        while low < high:
            size = self._number_before(low, high)
            if size:
                tail.append(CellPiece(kind="number", text=self.text.written(high - size, high)))
                high -= size
                continue
            for kind, table in (("honorific", words.honorific_behind), ("country", words.country)):
                known = table.at_end(self.text.tokens, low, high)
                if known is not None:
                    size, meant = known
                    tail.append(CellPiece(kind=kind, text=self.text.written(high - size, high), code=meant.code))  # type: ignore[arg-type]  # one of two kinds
                    high -= size
                    break
            else:
                return high
        return high

    def _number(self, at: int, high: int, least: int) -> int:
        """Return how many words from a place on are a number or code; what follows must not go on with letters.

        Parameters
        ----------
        least
            Digits that it has at least: one is enough behind a word that says a number, as in *Contract No. A-1*.
        """
        size = 0
        for place in range(at, high):
            token = self.text.tokens[place]
            joined = place == at or (_NUMBER_PARTS.fullmatch(self.text.gap(place)) is not None and self.text.gap(place))
            if not joined or not token.is_word or not token.key.isascii():
                break
            size += 1
        while size and not self._is_code(at, at + size, least):
            size -= 1
        return size

    def _is_street_number(self, at: int, size: int, high: int) -> bool:
        """Tell whether a number begins an address: a block number, or one with a street behind it."""
        written = self.text.written(at, at + size)
        return bool(_BLOCK.fullmatch(written)) or (at + size < high and self._has_street(at, high))

    def _number_before(self, low: int, high: int) -> int:
        """Return how many words before a place are a number or code by itself."""
        start = high - 1
        while start > low and self.text.gap(start) and _NUMBER_PARTS.fullmatch(self.text.gap(start)):
            start -= 1
        return (
            high - start if self._is_code(start, high) and not _BLOCK.fullmatch(self.text.written(start, high)) else 0
        )

    def _is_code(self, low: int, high: int, least: int = _LEAST_DIGITS) -> bool:
        written = self.text.written(low, high)
        digits = len(_DIGITS.findall(written))
        letters = max((len(run) for run in re.findall(r"[A-Za-z]+", written)), default=0)
        return (
            digits >= least
            and len(written) <= _LONGEST_CODE
            and letters <= _LONGEST_WORD
            and _CODE.fullmatch(written) is not None
        )

    # ------------------------------------------------------------ sites, units, bodies, addresses

    def _phrase(self, found: Stretch, low: int, high: int, *, in_front: bool = False) -> bool:
        """Read a part that is the name of a site, a unit, or a body, as a whole."""
        words, tokens = self.words, self.text.tokens
        key = "".join([token.key for token in tokens[low:high]])
        if key in self.owners:
            found.add("body", self.text.written(low, high), "owner")
            return True
        if key in self.own:
            found.add("alias", self.text.written(low, high))
            return True
        if in_front and high - low > 1 and tokens[high - 1].key in {"of", "at", "de"}:
            high -= 1
        if high - low > _LONGEST_PHRASE:
            return False
        kind: PieceKind | None = None
        code = ""
        end = high
        while end > low + 1 and tokens[end - 1].key.isdigit():
            end -= 1
        if words.body_begin.at_begin(tokens, low, high) or (in_front and words.body_end.at_end(tokens, low, high)):
            kind = "body"
        site, unit = words.site.at_end(tokens, low, end), words.unit_end.at_end(tokens, low, end)
        if unit is not None and unit[1].code == "after_form" and not self._after_form(low):
            unit = None
        if kind == "body" and in_front:
            site = unit = None
        if site is None and unit is None and not in_front and tokens[low].is_word:
            site = words.site.at_begin(tokens, low, high)
        if site is not None and (unit is None or site[0] >= unit[0]):
            kind, code = "site", site[1].code
        elif unit is not None or (kind is None and words.unit_begin.at_begin(tokens, low, high)):
            kind = "unit"
            code = unit[1].code if unit is not None else ""
        if kind is None or (in_front and kind != "body" and tokens[low].is_word is False):
            return False
        last = site[0] if kind == "site" and site is not None else unit[0] if unit is not None else 0
        if self._has_form(low, end - last) or _DIGITS.search(self.text.written(low, end)):
            return False
        glued = " glued" if not in_front and not self.text.gap(low) else ""
        found.add(
            kind, self.text.written(low, high), message("exposure.under", "{indent}{text}", indent=code, text=glued)
        )
        return True

    def _after_form(self, at: int) -> bool:
        return at > 0 and self.words.form.at_end(self.text.tokens, 0, at) is not None

    def _has_form(self, low: int, high: int) -> bool:
        """Tell whether a legal form other than a bare Company stands in a stretch: then it names another firm."""
        tokens = self.text.tokens
        return any(
            (known := self.words.form.at_begin(tokens, at, high)) is not None
            and (tokens[at].is_word is False or tokens[at].key not in _NO_FIRM)
            and (tokens[at].is_word or known[0] > 1)
            for at in range(low, high)
        )

    def _address(self, found: Stretch, low: int, high: int) -> None:
        """Read the first address in a part, with a site or unit before it; what is neither is the rest."""
        near = range(low, min(high, low + _LONGEST))
        start = next((at for at in near if self._begins_address(at, low, min(high, at + _LONGEST))), None)
        if start is None:
            found.add("rest", self.text.written(low, high))
            found.whole = False
            return
        if start > low and not self._phrase(found, low, start):
            found.add("rest", self.text.written(low, start))
            found.whole = False
        for at in range(start, min(high, start + _LONGEST)):
            place = self._place(at, high)
            if place is not None:
                found.add("address", self.text.written(start, high), place.code)
                return
        found.add("address", self.text.written(start, high))

    def _place(self, at: int, high: int) -> WordMeaning | None:
        """Return what a place means that begins there; a bare name of a town is one only where nothing follows it."""
        place = self.words.place.at_begin(self.text.tokens, at, high)
        if place is not None:
            return place[1]
        town = self.words.town.at_begin(self.text.tokens, at, high)
        return town[1] if town is not None and at + town[0] == high else None

    def _begins_address(self, at: int, low: int, high: int) -> bool:
        written = self.text.written(at, high)
        token = self.text.tokens[at]
        if self._place(at, high) or _POSTAL.match(self.text.gap(at).strip() + written):
            return True
        if token.key[0].isdigit():
            return bool(_BLOCK.match(written)) or self._has_street(at, high) or self._after_form(low) or at > low
        if is_parted(self.text, low) or self._after_form(low):
            return self._has_street(at, high)
        return bool(_DIGITS.search(written)) and self._has_street(at, high)

    def _has_street(self, low: int, high: int) -> bool:
        tokens = self.text.tokens
        if not tokens[low].is_word and _CJK_STREET.search(self.text.written(low, high)):
            return True
        return any(tokens[at].is_word and self.words.street.at_begin(tokens, at, high) for at in range(low, high))


_LONGEST: Final = 200
"""Words, or letters of East Asia, within which an address begins behind a name, and shows that it is one."""
_NO_FIRM: Final = frozenset({"company", "co", "se", "as", "sa", "ag", "ab", "pt", "ao", "trust", "group"})
"""Words that are legal forms elsewhere, and stand in names of sites and units too."""


def begins_with_piece(keys: Keys) -> bool:
    """Tell whether a name without digits, by the keys of its words, begins with words for a piece."""
    words = cell_words()
    tables = (words.country, words.number, words.role_front, words.honorific_front)
    return any(table.begins(keys) for table in tables)


def ends_with_piece(keys: Keys) -> bool:
    """Tell the same of its end, where a city or province may stand too."""
    words = cell_words()
    return any(table.ends(keys) for table in (words.country, words.honorific_behind, words.place))


def words_at_begin() -> Iterator[str]:
    """Go through the words of `begins_with_piece` that are single letters of East Asia, written together."""
    words = cell_words()
    return _by_letters(words.country, words.number, words.role_front, words.honorific_front)


def words_at_end() -> Iterator[str]:
    """Go through those of `ends_with_piece`."""
    words = cell_words()
    return _by_letters(words.country, words.honorific_behind, words.place)


def _by_letters(*tables: WordTable) -> Iterator[str]:
    return ("".join(keys) for table in tables for keys in table.rows if all(len(key) == 1 for key in keys))


def may_be_at_piece(key: str) -> bool:
    """Tell whether a name that begins or ends with a word may begin or end with a piece, or a place."""
    front, behind = _ends()
    return key in front or key in behind or cell_words().place.may_end(key)


@cache
def _ends() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words with which pieces in front begin, and those with which pieces behind end."""
    words = cell_words()
    front = (words.country, words.number, words.role_front, words.honorific_front)
    behind = (words.country, words.honorific_behind)
    return (
        frozenset(keys[0] for table in front for keys in table.rows),
        frozenset(keys[-1] for table in behind for keys in table.rows),
    )


def may_have_pieces(cell: str) -> bool:
    """Tell at a glance whether a cell may begin or end with a piece; nearly no bare name does."""
    if "&" in cell or not cell.isprintable() or _DIGITS.search(cell):
        return True
    front, behind = _ends()
    if cell.isascii():
        words = _WORDS.findall(cell.lower())
        return bool(words) and (words[0] in front or words[-1] in behind)
    text = read_text(cell)
    return bool(text.tokens) and (text.tokens[0].key in front or text.tokens[-1].key in behind)
