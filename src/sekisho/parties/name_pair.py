"""A name asked for beside a listed one, field by field: what is equal, what differs, and what one side alone says.

It decides nothing: whoever has to say whether two names are one party reads here what to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal

from sekisho.dataclass import dataclass
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import form_verdict
from sekisho.parties.identifier import identifier_of, is_another_person
from sekisho.parties.reason import CellPiece, PieceKind

PairField = Literal["name", "form", "script", "seat", "number", "address", "part", "parent"]
"""form: the legal form. seat: the country. part: a works, a branch or a unit named behind the name."""
PairState = Literal["same", "differs", "one_side"]
Script = Literal["latin", "han", "kana", "hangul", "other"]
_SCRIPTS: Final[tuple[tuple[Script, tuple[tuple[int, int], ...]], ...]] = (
    ("latin", ((0x41, 0x24F), (0xFF21, 0xFF5A))),  # with accents, and in full width
    ("kana", ((0x3041, 0x30FF), (0xFF66, 0xFF9F))),
    ("han", ((0x3005, 0x3007), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x3220, 0x33FF))),  # with forms such as ㈱
    ("hangul", ((0x1100, 0x11FF), (0xAC00, 0xD7FF))),
)
_ADDRESS: Final[frozenset[PieceKind]] = frozenset({"address"})
_PART: Final[frozenset[PieceKind]] = frozenset({"site", "unit", "body"})
_ALIKE: Final = 0.34
"""Share of letters in common from which single letters are marked. A guess: of names that share fewer, chance letters
would be told equal, and the whole reads better as another name."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A stretch of a name, and whether the other name has something else there."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """One thing that two sides say of a party.

    Parameters
    ----------
    asked, listed
        What each says; empty where it says nothing. Of a script its kinds (see `Script`), of a seat its code.
    """

    field: PairField
    asked: str
    listed: str
    state: PairState

    def to_dict(self) -> dict[str, str]:
        """Return it as plain values."""
        return {"field": self.field, "asked": self.asked, "listed": self.listed, "state": self.state}


def field_pairs(
    name: str,
    entry: ListedParty,
    *,
    territory: str = "",
    identifiers: Sequence[str] = (),
    read: Sequence[CellPiece] = (),
) -> tuple[FieldPair, ...]:
    """Set a name beside a listed party; what neither side says is left out.

    Parameters
    ----------
    territory, identifiers
        Seat and numbers that were stated with the name.
    read
        What was peeled off the cell of the name.
    """
    bare, pieces = _as_it_fits(name, entry, [piece for piece in read if piece.text])
    nearest = nearest_name(bare, entry)
    seat = territory or next((piece.code for piece in pieces if piece.kind == "country" and piece.code), "")
    numbers = [*identifiers, *(piece.text for piece in pieces if piece.kind == "number")]
    pairs = [
        _pair("name", bare, nearest, "same" if _is_equal(bare, nearest) else "differs"),
        _form_pair(bare, name, entry),
        _pair("script", " ".join(scripts_of(bare)), " ".join(scripts_of(nearest))),
        _pair("seat", seat, entry.territory),
        _number_pair(numbers, entry),
        _address_pair(_texts(pieces, _ADDRESS), entry.address),
        _pair("part", _texts(pieces, _PART), ""),
        _pair("parent", "", entry.parent),
    ]
    return tuple(pair for pair in pairs if pair.asked or pair.listed)


def nearest_name(name: str, entry: ListedParty) -> str:
    """Return the name of a listed party that shares the most letters with another, in its own script if there is one.

    >>> from dataclasses import replace
    >>> from sekisho.law.loading.library import load_measures
    >>> entry = next(one for one in load_measures().entries if one.id == "jp-ecl-a17")
    >>> nearest_name("IMABARI SHIPBUILDING", replace(entry, names=("今治造船", "Imabari Shipbuilding Co., Ltd.")))
    'Imabari Shipbuilding Co., Ltd.'
    """
    asked, scripts = _letters(name)[0], set(scripts_of(name))

    def likeness(other: str) -> tuple[bool, float]:
        return bool(scripts & set(scripts_of(other))), _ratio(asked, _letters(other)[0])

    # What is short for a part of a firm is the name of the firm, which is not listed.
    short = () if entry.is_part else entry.weak_names
    return max(dict.fromkeys((*entry.names, *short)), key=likeness)


def marked(asked: str, listed: str) -> tuple[tuple[MarkedText, ...], tuple[MarkedText, ...]]:
    """Cut two names into stretches that are equal and stretches that differ.

    Width, case, accents, punctuation and the standard of Chinese characters are no difference. Names that are equal
    but for these and the legal form are marked nowhere, and names with next to nothing in common as a whole.

    >>> first, second = marked("Mitsubshi Shipbuilding", "Mitsubishi Shipbuilding")
    >>> [part.text for part in first if part.differs], [part.text for part in second if part.differs]
    ([], ['i'])
    """
    if _is_equal(asked, listed):
        return (MarkedText(asked, differs=False),), (MarkedText(listed, differs=False),)
    (left, at_left), (right, at_right) = _letters(asked), _letters(listed)
    if _ratio(left, right) < _ALIKE:
        return (MarkedText(asked, differs=True),), (MarkedText(listed, differs=True),)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    shared_left: set[int] = set()
    shared_right: set[int] = set()
    for block in matcher.get_matching_blocks():
        shared_left.update(range(block.a, block.a + block.size))
        shared_right.update(range(block.b, block.b + block.size))
    return _cut(asked, at_left, shared_left), _cut(listed, at_right, shared_right)


def scripts_of(text: str) -> tuple[Script, ...]:
    """Name the scripts of a text in the order in which they come.

    >>> scripts_of("ＪＦＥエンジニアリング株式会社")
    ('latin', 'kana', 'han')
    """
    return tuple(dict.fromkeys(_script(letter) for letter in text if letter.isalpha() or letter in "㈱㈲"))


def _script(letter: str) -> Script:
    code = ord(letter)
    return next((name for name, blocks in _SCRIPTS if any(low <= code <= high for low, high in blocks)), "other")


def _pair(field: PairField, asked: str, listed: str, state: PairState | None = None) -> FieldPair:
    if not (asked and listed):
        state = "one_side"
    elif state is None:
        state = "same" if asked == listed else "differs"
    return FieldPair(field=field, asked=asked, listed=listed, state=state)


def _is_equal(name: str, other: str) -> bool:
    """Tell whether names are equal but for the legal form and how they are written."""
    from sekisho.parties.names.folding import common_han

    return common_han(fold(name)) == common_han(fold(other))


def _as_it_fits(name: str, entry: ListedParty, read: Sequence[CellPiece]) -> tuple[str, Sequence[CellPiece]]:
    """Return what of a cell is the name, and what else stands in it: whole, if it is liker to the party so."""
    bare = next((piece.text for piece in reversed(read) if piece.kind == "name"), name)
    whole_is_liker = _likeness(name, entry) >= _likeness(bare, entry)
    return (name, ()) if whole_is_liker else (bare, read)


def _likeness(name: str, entry: ListedParty) -> float:
    return _ratio(_letters(name)[0], _letters(nearest_name(name, entry))[0])


def _form_pair(bare: str, name: str, entry: ListedParty) -> FieldPair:
    """Compare legal forms by what they are, in whatever script: 株式会社 and Co., Ltd. may be one form."""
    listed_names, former, seat = entry.names, entry.former_names, entry.territory
    verdict = form_verdict(bare, listed_names, former=former, territory=seat)
    if not verdict.asked and bare != name:  # peeled off the cell before
        verdict = form_verdict(name, listed_names, former=former, territory=seat)
    scripts = set(scripts_of(bare))
    own = sorted(listed_names, key=lambda other: scripts.isdisjoint(scripts_of(other)))
    forms = [form for other in own if (form := _form_in(other, verdict.listed))]
    state: PairState = "differs" if verdict.relation in {"differs", "contradicts"} else "same"
    return _pair("form", _form_in(name, verdict.asked) if verdict.asked else "", next(iter(forms), ""), state)


def _form_in(name: str, form: str) -> str:
    """Return the legal form as a name writes it; any that it has, if none is asked for."""
    from sekisho.parties.names.legal_forms import read_form

    written = " ".join(read_form(name).written)
    if not written or (form and form != written):
        return ""
    wanted = _letters(written)[0]
    cuts = [*(name[:place] for place in range(1, len(name) + 1)), *(name[place:] for place in range(len(name)))]
    return next((cut.strip(" ,、") for cut in cuts if _letters(cut)[0] == wanted), written)


def _number_pair(numbers: Iterable[str], entry: ListedParty) -> FieldPair:
    asked = [number for number in numbers if number.strip()]
    codes = {read.value if (read := identifier_of(number)) is not None else number.strip() for number in asked}
    shared = [number for number in entry.identifiers if number in codes]
    of_entry = shared or list(entry.identifiers)
    state: PairState = "same" if shared else "differs" if is_another_person(entry, asked) else "one_side"
    return FieldPair(field="number", asked=" ".join(asked), listed=" ".join(of_entry[:1]), state=state)


def _address_pair(asked: str, listed: str) -> FieldPair:
    inside = bool(asked and listed) and (fold(asked) in fold(listed) or fold(listed) in fold(asked))
    return _pair("address", asked, listed, "same" if inside else "differs")


def _texts(pieces: Iterable[CellPiece], kinds: frozenset[PieceKind]) -> str:
    return " ".join(dict.fromkeys(piece.text for piece in pieces if piece.kind in kinds))


def _letters(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text as they are compared, each with its place in the text."""
    from sekisho.parties.names.folding import common_han, fold_text

    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = [sign for sign in common_han(fold_text(letter)) if sign.isalnum()]
        letters += folded
        places += [place] * len(folded)
    return "".join(letters), places


def _ratio(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _cut(text: str, places: Sequence[int], shared: set[int]) -> tuple[MarkedText, ...]:
    """Cut a text where equal letters end; what is no letter goes with what stands before it."""
    other = {place for number, place in enumerate(places) if number not in shared}
    letters = set(places)
    parts: list[tuple[str, bool]] = []
    differs = False
    for place, letter in enumerate(text):
        differs = place in other if place in letters else differs
        if parts and parts[-1][1] == differs:
            parts[-1] = (parts[-1][0] + letter, differs)
        else:
            parts.append((letter, differs))
    return tuple(MarkedText(text=stretch, differs=differs) for stretch, differs in parts)
