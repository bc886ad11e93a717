"""Whether a listed name that a name is only like may be it after all: by its sound, its place or another country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Zone
from sekisho.parties.candidates.candidate import NameCandidate
from sekisho.parties.cell.place_beside import after_place, before_place
from sekisho.parties.names.business_words import PROPER, Kind
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.query import NameInterpretation
from sekisho.parties.names.similarity import SAME_SOUND, likeness, sound_likeness
from sekisho.parties.names.tokenisation import ParsedName, take_apart
from sekisho.parties.screening.listed_names import is_state_body

SHORTEST_BY_SOUND: Final = 5
"""Letters of a name from which its sound alone may tell it."""
LONG_SOUND: Final = 10
"""Letters of a name from which the same sound tells one of words of the trade alone, as Rikujo Sobi Kenkyusho does. A
guess. Smaller, two words of the trade that sound like two others would; larger, romanised names of bodies pass."""
_OF_SITE: Final[frozenset[Kind]] = frozenset({"place", "unit"})
"""Kinds of the words of a site that say where it is and what."""
_EAST_ASIA: Final = frozenset({"JP", "CN", "TW", "HK", "MO", "KR", "KP", ""})
"""Territories whose names have Chinese characters of their own."""


def may_sound(name: ParsedName, listed: Sequence[NamePart], found: NameCandidate, entry: ListedParty) -> bool:
    """Tell whether a name may be a listed one of which only the sound is like it.

    A short one may not. Nor one that sounds like the Chinese spelling of a foreign name, if the foreign name itself
    is known and is another.
    """
    if not _sounds_alone(name, listed, found):
        return True
    if found.by == "sound" and not (name.is_latin or name.is_kana or _is_in_one_alphabet(listed)):
        return True  # words of the one are in kana, and all else is written alike
    if name.is_latin and (any(before_place(name.given)) or any(after_place(name.given))):
        return False  # NEC Tokyo is no 日鋼特機; what stands beside the place is compared by itself
    if sum(letter.isalnum() or letter == "ー" for letter in name.given) - _form_letters(name) < SHORTEST_BY_SOUND:
        return False
    whole = found.by == "sound" and found.score >= SAME_SOUND and len(name.whole) >= LONG_SOUND
    if name.is_latin and not whole and not any(part.kind in PROPER for part in listed):
        return False
    if entry.territory in _EAST_ASIA or any(part.alphabet != "han" for part in listed):
        return True
    if not any(other.isascii() for other in entry.names):
        return True
    others = [sound for other in entry.names if other.isascii() for sound in take_apart(other).sounds]
    return not name.is_latin and any(
        sound_likeness(sound, other, same_script=False) for sound in name.sounds for other in others
    )


def _is_in_one_alphabet(parts: Sequence[NamePart]) -> bool:
    """Tell whether a name is in Latin letters alone, or in kana alone."""
    return {part.alphabet for part in parts} in ({"latin"}, {"kana"})


def _sounds_alone(name: ParsedName, listed: Sequence[NamePart], found: NameCandidate) -> bool:
    """Tell whether a listed name was found by its sound as a whole, or all its proper names by theirs.

    One that is written alike in both is told at a glance.
    """
    if found.by != "parts":
        return found.by == "sound"
    proper = [pair for pair in found.pairs if name.parts[pair.left].kind in PROPER]
    for pair in proper:
        if pair.width != 1 or pair.right_width != 1 or name.parts[pair.left].text == listed[pair.right].text:
            return False
    alike = [likeness(name.parts[pair.left], listed[pair.right]) for pair in proper]
    return bool(alike) and all(likely is not None and likely.how == "sound" for likely in alike)


def is_place_of_body(listed: Sequence[NamePart], found: NameCandidate) -> bool:
    """Tell whether a body of a state was found by its place alone: 大和 is no camp, nor is what sounds like 三宿."""
    kinds = {at for at, part in enumerate(listed) if part.kind == "unit"}
    if not kinds or len(listed) - len(kinds) != 1:
        return False
    paired = {at for pair in found.pairs for at in range(pair.right, pair.right + pair.right_width)}
    return kinds.isdisjoint(paired)


def is_of_other_place(name: ParsedName, listed: Sequence[NamePart], found: NameCandidate) -> bool:
    """Tell whether a name of a body says a place that is known, and is not that of the listed body.

    Osaka is no slip for Asaka, Takamatsu does not stand for 竹松, nor 九州 for Kusu: each is a place of its own.
    """
    if found.by != "parts":
        return is_site_elsewhere(name, listed)
    others = _other_places(name, listed)
    return any(
        pair.left in others and pair.width == 1 and name.parts[pair.left].text != listed[pair.right].text
        for pair in found.pairs
    )


def is_site_elsewhere(name: ParsedName, listed: Sequence[NamePart]) -> bool:
    """Tell whether a name says nothing but a kind of site and a place that is known, and is not the listed one."""
    return all(part.kind in _OF_SITE for part in name.parts) and bool(_other_places(name, listed))


def _other_places(name: ParsedName, listed: Sequence[NamePart]) -> set[int]:
    concepts = frozenset(concept for part in listed for concept in part.concepts)
    return {at for at, part in enumerate(name.parts) if is_place(part) and concepts.isdisjoint(part.concepts)}


def is_place(part: NamePart) -> bool:
    """Tell whether a part is a place that is known."""
    return part.kind == "place"


def _form_letters(name: ParsedName) -> int:
    """Count the letters of the legal forms of a name."""
    return sum(letter.isalnum() or letter == "ー" for form in name.forms for letter in form)


def capped(zone: Zone, reading: NameInterpretation, entry: ListedParty) -> Zone:
    """Lower a match to review where what was peeled off leaves it open who is meant, such as another country."""
    sure = all(
        piece.code.endswith(" match") if piece.kind == "role" else piece.code == entry.territory
        for piece in reading.pieces
        if piece.kind in {"role", "country"}
    )
    return zone if sure or zone == "none" else "review"


def is_anothers(reading: NameInterpretation, entry: ListedParty) -> bool:
    """Tell whether a name that is only like that of a body of a state says that it is another state's."""
    countries = {piece.code for piece in reading.pieces if piece.kind == "country"}
    return bool(countries) and entry.territory not in countries and is_state_body(entry)
