"""Words of order books for what the table of facts writes in one way: yes and no, kinds of use, unknown, none."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

_TABLE: Final = Path(__file__).with_name("phrases.csv")
_CIVIL: Final = Path(__file__).with_name("civil-uses.csv")
UNKNOWN_WORD: Final = "unknown"
_ASIDE: Final = regex(r"""[\s._\-/、。・,'"()\[\]「」]+""")


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, str]]:
    """Read the table: fact or kind of fact, folded phrase; its meaning and, where it is unknown, why."""
    return {(row["of"], folded_phrase(row["phrase"])): (row["value"], row["why"]) for row in rows_of_file(_TABLE)}


@lru_cache(maxsize=1024)
def folded_phrase(text: str) -> str:
    """Bring a phrase to the form in which phrases are compared: width, case, spaces and marks do not count.

    >>> folded_phrase("ＴＢＤ."), folded_phrase("民生 用")
    ('tbd', '民生用')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _ASIDE.sub("", plain) or plain


def meaning(of: str, text: str) -> tuple[str, str] | None:
    """Say what a phrase means for a fact or a kind of fact; `unknown` comes with a reason. None if it is not known."""
    return _phrases().get((of, folded_phrase(text)))


_SAYS_CIVIL: Final = regex(
    r"(?:for\s+)?(?:civil(?:ian)?(?![\s-]*(?:engineering|works?\b|war|protection|unrest|servant|and\b|or\b|[/&+,]))(?:\s+use)?(?:\s+in)?[\s:,-]+"
    r"|(?:民用|民生用?|民需用?|民間用)(?:途)?(?![及和或与與・/／、,，]|・|両用|兩用|军|軍)[\s　:：の]*)(?P<what>\w.*)"
)
_NOT_CIVIL_ALONE: Final = regex(
    r"\b(?:not|non|no|except|but|unless|unknown|possibly|perhaps|mainly|mostly|partly)\b|以外|除く|除外|并非|不是|非|主に|主要|部分|一部|又は|または|或"
)
"""Words that take back, or bound, what a use was called."""


def says_civil(text: str) -> bool:
    """Tell whether a use is called civil, with what it is beside; who looks for military words has looked.

    >>> says_civil("civil LED"), says_civil("民用汽车转向"), says_civil("民生 照明機器")
    (True, True, True)
    >>> says_civil("civil engineering"), says_civil("non-civil"), says_civil("civil and other"), says_civil("民用以外")
    (False, False, False, False)
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    match = _SAYS_CIVIL.fullmatch(plain)
    return match is not None and not _NOT_CIVIL_ALONE.search(match["what"])


@cache
def _civil() -> re.Pattern[str]:
    words = [row["word"] for row in rows_of_file(_CIVIL)]
    return re.compile("|".join(rf"\b(?:{word})\b" if word.isascii() else word for word in words))


def names_civil_field(text: str) -> bool:
    """Tell whether words about a use plainly name a field of civil life; who looks for military words has looked.

    >>> names_civil_field("空調機"), names_civil_field("自社設備用"), names_civil_field("Own plant equipment")
    (True, True, True)
    >>> names_civil_field("量産"), names_civil_field("spares")
    (False, False)
    """
    return _civil().search(unicodedata.normalize("NFKC", text).casefold()) is not None
