"""How lists of parties are called: data packages name them in Japanese and Chinese, and this in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Self

from sekisho.message import LawText, Voice

LISTS: Final[Mapping[str, str]] = {
    "cn/control-list": "the control list",
    "cn/watch-list": "the watch list",
    "cn/unreliable-entities": "the unreliable entity list",
    "cn/countermeasures": "the list of countermeasures",
    "jp/military-users": "the list of Japan's military bodies",
    "us/military-users": "the list of the United States' military bodies",
}
"""Lists by their ids; a part of one has a third name behind it: the year and the number of its announcement."""
_PART: Final = re.compile(r"(\d{4})-(\d{1,3})")


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
