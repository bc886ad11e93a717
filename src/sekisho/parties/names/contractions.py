"""Words of names that are shortened in writing, what they stand for, and words that a firm and its group differ in."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sekisho.parties.cell.text import keys_of
from sekisho.parties.names.legal_forms import read_form
from sekisho.regex import regex

FEWEST_WORDS: Final = 2
"""Words of a name of which one may be cut short: one word alone may be anybody's."""
_CONTRACTED: Final = {
    "mfg": "manufacturing",
    "grp": "group",
    "hldgs": "holdings",
    "hldg": "holding",
    "svc": "service",
    "svcs": "services",
    "agcy": "agency",
    "hvy": "heavy",
    "mtrs": "motors",
    "avn": "aviation",
    "ctr": "center",
    "cntr": "center",
    "dept": "department",
    "mgmt": "management",
    "mtl": "material",
    "bldg": "building",
    "govt": "government",
    "labs": "laboratories",
    "mtls": "materials",
    "rsch": "research",
    "trdg": "trading",
    "jpn": "japan",
}
"""Words that do not keep their first three letters, or would be taken for others."""
GROUP_WORDS: Final = regex(
    r"(?<![a-z])(?:holdings?|hldgs?|group)(?![a-z])|ホールディングス?|グループ|控股|集团|集團", re.IGNORECASE
)
"""Words that a firm and the head of its group differ in."""
GROUPS: Final = frozenset({"holding", "holdings", "hldg", "hldgs", "group"})
"""Those in Latin letters."""
_GROUPS_OTHER: Final = ("ホールディング", "グループ", "控股", "集团", "集團")
"""Those in kana and Chinese characters."""
_SHORT_WORDS: Final = {
    **dict.fromkeys(("ind", "inds", "indus", "indust"), "industries"),
    **dict.fromkeys(("engg", "engrg", "eng'g"), "engineering"),
    **dict.fromkeys(("shipbldg", "shipbld", "shpbldg"), "shipbuilding"),
    **dict.fromkeys(("intl", "int'l"), "international"),
    **dict.fromkeys(("natl", "nat'l", "nat", "nation'l"), "national"),
    **dict.fromkeys(("eng", "engr", "engrs", "engnrg", "engin"), "engineering"),
    **dict.fromkeys(("acad",), "academy"),
    **dict.fromkeys(("med",), "medical"),
    **dict.fromkeys(("coll",), "college"),
    **dict.fromkeys(("hosp",), "hospital"),
    **dict.fromkeys(("min",), "ministry"),
    **dict.fromkeys(("sci",), "science"),
    **dict.fromkeys(("adv",), "advanced"),
    **dict.fromkeys(("nucl", "nuc"), "nuclear"),
    **dict.fromkeys(("res", "rsch", "resch"), "research"),
    **dict.fromkeys(("ctr", "cntr", "cent"), "center"),
    **dict.fromkeys(("lab", "labs"), "laboratories"),
    **dict.fromkeys(("mar",), "marine"),
    **dict.fromkeys(("acq",), "acquisition"),
    **dict.fromkeys(("log",), "logistics"),
    **dict.fromkeys(("precis", "prec"), "precision"),
    **dict.fromkeys(("h.i", "h i"), "heavy industries"),
    **dict.fromkeys(("matls", "mat'ls", "mtls"), "materials"),
    **dict.fromkeys(("aerosp",), "aerospace"),
    **dict.fromkeys(("sys", "syst"), "systems"),
    **dict.fromkeys(("def", "defence"), "defense"),
    "hvy": "heavy",
    "mfg": "manufacturing",
    "elec": "electric",
    "mach": "machinery",
    "equip": "equipment",
    "pwr": "power",
    "svcs": "services",
    "svc": "service",
    "mtrs": "motors",
    "centre": "center",
    "dev": "development",
    "inst": "institute",
    "univ": "university",
    "agcy": "agency",
    "tech": "technologies",
    "sol": "solutions",
    "wks": "works",
    "mfr": "manufacturing",
    "sp": "space",
    "sec": "security",
    "sw": "software",
}
_SHORT_WORD: Final = regex(
    rf"\b(?:{'|'.join(sorted(map(re.escape, _SHORT_WORDS), key=len, reverse=True))})\b\.?", re.IGNORECASE
)


SHORT_WORDS: Final = frozenset(_SHORT_WORDS)
"""Words that are written out; of a few words of them a plain name has none, nor of those with a sign within."""


class OtherWord(NamedTuple):
    """A word of a name as it is looked up here.

    Parameters
    ----------
    text
        Contractions written out; empty if it does not count.
    is_group, is_short
        Whether it is a word for a group, or one that is written out in a cell.
    """

    text: str
    is_group: bool
    is_short: bool


def may_hold_group(name: str) -> bool:
    """Tell whether a word for a group stands in a name in kana and Chinese characters alone.

    >>> may_hold_group("北浜集团有限公司"), may_hold_group("北浜有限公司")
    (True, False)
    """
    return any(word in name for word in _GROUPS_OTHER)


def other_word(word: str, key: str) -> OtherWord:
    """Read a plain Latin word, folded, with the key by which cells are compared.

    >>> other_word("mfg", "mfg"), other_word("of", "of").text
    (OtherWord(text='manufacturing', is_group=False, is_short=True), '')
    """
    text = "" if key == "of" else _CONTRACTED.get(key, key)
    return OtherWord(text, word in GROUPS, word in _SHORT_WORDS)


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, contractions written out; nothing of another name."""
    core = read_form(name).text
    if not core.isascii():
        return ()
    row = tuple(_CONTRACTED.get(key, key) for key in keys_of(core) if key != "of")
    return row if len(row) >= FEWEST_WORDS else ()


def written_out(name: str) -> str:
    """Write the shortened words of a field out, such as *Ind.* and *Mfg*; of one that has none, nothing.

    >>> written_out("KITAHAMA HVY IND LTD SAKAI WORKS"), written_out("Tarumi")
    ('KITAHAMA heavy industries LTD SAKAI WORKS', '')
    """
    if not name.isascii() or not _SHORT_WORD.search(name):
        return ""
    return _SHORT_WORD.sub(lambda word: _SHORT_WORDS[word[0].rstrip(".").lower()], name)
