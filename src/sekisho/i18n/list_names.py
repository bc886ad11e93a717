"""How lists of parties are called: data packages name them in Japanese and Chinese, and this in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Self

from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.listed_party import ListedParty
from sekisho.message import LawText, NameText, Text, Voice, WordsText
from sekisho.regex import regex

LISTS: Final[Mapping[str, str]] = {
    "cn/control-list": "the control list",
    "cn/watch-list": "the watch list",
    "cn/unreliable-entities": "the unreliable entity list",
    "cn/countermeasures": "the list of countermeasures",
    "jp/military-users": "the list of Japan's military bodies",
    "us/military-users": "the list of the United States' military bodies",
}
"""Lists by their ids; a part of one has a third name behind it: the year and the number of its announcement."""
_PART: Final = regex(r"(\d{4})-(\d{1,3})")


def list_in_english(name: str) -> str:
    """Name a list, or a part of one, in English; another keeps its id.

    >>> list_in_english("cn/control-list/2026-11"), list_in_english("cn/watch-list"), list_in_english("own/customers")
    ('the control list (Announcement 11 of 2026)', 'the watch list', 'own/customers')
    """
    whole = next((one for one in LISTS if name == one or name.startswith(f"{one}/")), "")
    if not whole:
        return name
    part = name.removeprefix(whole).removeprefix("/")
    numbered = _PART.fullmatch(part)
    if numbered is None:
        return LISTS[whole]
    return f"{LISTS[whole]} (Announcement {int(numbered[2])} of {numbered[1]})"


def whole_list(name: str) -> str:
    """Return the whole list of which one may be a part.

    >>> whole_list("cn/control-list/2026-11"), whole_list("cn/watch-list")
    ('cn/control-list', 'cn/watch-list')
    """
    return "/".join(name.split("/")[:2])


class PartyListText(LawText):
    """The name of a list of parties, told from its id."""

    __slots__ = ("list",)
    list: str

    def __new__(cls, name: str) -> Self:  # noqa: D102 - made where a sentence names a list
        self = super().__new__(cls, list_in_english(name))
        self.list = name
        return self

    def translate(self, voice: Voice) -> str:  # type: ignore[override]
        """Tell the name that the data package has in the language."""
        told = voice.law_text(self.list)
        return str(self) if told == self.list else told

    def __reduce__(self) -> tuple[object, ...]:
        return PartyListText, (self.list,)


def entry_name(entry: ListedParty) -> WordsText:
    """Name a listed party as each language does: in its own letters where the list has them."""
    return WordsText({tongue: entry.name_in(tongue) for tongue in LANGUAGES})


def entry_name_as(entry: ListedParty | None, english: str) -> Text:
    """Name a listed party as each language does; in English by the name that was met, or where no list has it."""
    if entry is None:
        return Text(english)
    return WordsText({tongue: entry.name_in(tongue) for tongue in LANGUAGES} | {"en": english})


def _without_firm(name: str, whole: str) -> str:
    """Leave the firm out where it stands in front as whole words."""
    rest = name.removeprefix(whole)
    return name if rest[:1].isascii() and rest[:1].isalnum() else rest.strip(" ,")


def unit_name(names: Mapping[str, str], whole: str) -> NameText:
    """Name a unit of a firm by itself, without the firm that the reader has named.

    Parameters
    ----------
    names
        Name of the unit by language, with that of its firm in front.
    whole
        The firm, as it was asked.

    >>> kawasaki = {"en": "Kawasaki Heavy Industries Aerospace", "ja": "川崎重工業株式会社 航空宇宙カンパニー"}
    >>> str(unit_name(kawasaki, "Kawasaki Heavy Industries")), unit_name(kawasaki, "Kawasaki").names["ja"]
    ('Aerospace', '航空宇宙カンパニー')
    >>> str(unit_name(kawasaki, "Kawasaki Heavy Ind"))
    'Kawasaki Heavy Industries Aerospace'
    """
    alone = {tongue: _without_firm(name, whole) or name for tongue, name in names.items() if name}
    if " " in alone.get("ja", ""):
        alone["ja"] = alone["ja"].rpartition(" ")[2]
    return NameText(alone)
