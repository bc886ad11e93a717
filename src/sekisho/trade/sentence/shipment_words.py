"""A shipment said in a few words, in any order of three languages: an item, whence, whither, and for whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.i18n.territory_codes import Territories
from sekisho.regex import regex

HS: Final = regex(
    r"(?:(?:hs|hts|cn|taric)(?:[ -]?codes?)?|customs codes?|heading|税則番号|hsコード|税则号列?|税号|海关编码)?[ :：]*"
    r"(\d{4}(?:[. ]?\d{2}){0,3})"
)
"""A customs code, of four to ten digits, and what may stand before it; as folded."""
_CHAPTER: Final = regex(
    r"(?:(?:hs|hts)(?:[ -]?codes?)?|(?:hs )?chapter|hsコード|hs编码)[ :：]*(\d{2})|(?:hs ?)?第? ?(\d{2}) ?[類类章]"
)
"""A chapter of the tariff, with what says that it is one: two digits alone may be the number of anything; as folded."""
LONGEST_PLACE: Final = 4
"""Words of the longest name of a territory that is looked for, as in Bosnia and Herzegovina."""
ARROW: Final = r"(?:→|⇒|➡|⟶|->|=>)"
"""Signs that say *to*, as a part of a pattern: whoever reads a way reads all of them."""
BESIDE_PLACE: Final = regex(
    r"^(?:to|for|into)\b\s*|^(?:到|至|往|出口到|出口至|出口|销往)\s*|(?:へ|向け|向けに|に|宛て?)$", re.IGNORECASE
)
BESIDE_ITEM: Final = regex(rf"\s+(?:to|for|into|{ARROW})$|^(?:to|for)\s+|(?:から|出口)$", re.IGNORECASE)
"""Words that join an item and where it goes."""
_CHINESE_MOVE: Final = "(?:再出口|出口|进口|转口|转运|复运|发运|运输|运|发往|销售|卖)"
"""Verbs of a Chinese sentence that say that goods go, as a part of a pattern."""
ROUTES: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<item>.+?)\s+from\s+(?P<start>.+?)\s+to\s+(?P<end>.+)",
        rf"(?P<item>.+?)\s*[,、，]\s*(?P<start>[^,、，]+?)\s*(?:\bto\b|{ARROW}|到|至|往)\s*(?P<end>.+)",
        rf"(?P<item>.+?)\s+(?P<start>\S+?)\s*(?:\bto\b|{ARROW})\s*(?P<end>.+)",
        r"from\s+(?P<start>.+?)\s+to\s+(?P<end>.+?)\s*[:,]\s*(?P<item>.+)",
        r"(?P<item>.+?)を(?P<start>[^を]+?)から(?P<end>[^を]+?)(?:へ|に|まで|向けに?)?(?:輸出)?",
        r"(?P<start>.+?)から(?P<end>.+?)(?:へ|に|まで)の?(?P<item>.+)",
        r"(?P<item>.+?)を(?P<end>[^を]+?)(?:へ|に|まで|向けに?)(?:輸出)?",
        rf"(?:从|自(?![卫衛动動])|由)(?P<start>.+?){_CHINESE_MOVE}(?P<item>.+?)(?:到|至|往)(?P<end>.+)",
        rf"(?:从|自(?![卫衛动動])|由)(?P<start>.+?)(?:向|往)(?P<end>.+?){_CHINESE_MOVE}(?P<item>.+)",
        r"(?P<item>.+?)(?:从|自(?![卫衛动動]))(?P<start>.+?)(?:出口)?(?:到|至|往|运往)(?P<end>.+)",
        r"(?P<item>.+?)(?:出口到|出口至|运往|运到|销往|出口)(?P<end>.+)",
    )
)
"""Sentences that say an item and its way, in three languages; the first in which the places are places counts."""
FOR: Final = regex(r"(.+?)\s+for\s+(.+)", re.IGNORECASE)
"""A shipment, and for whom."""

RECEIVERS: Final = tuple(
    regex(pattern)
    for pattern in (
        r"(?P<item>.+?)を(?P<party>[^を]+?)(?:へ|に|向けに?|宛てに?)(?:輸出|出荷|販売|納入)?",
        r"(?P<item>.+?)(?:出口给|出口到|出口至|运往|运到|卖给|销售给|供应给)(?P<party>.+)",
        r"(?:向|给)(?P<party>.+?)(?:出口|销售|供应)(?P<item>.+)",
    )
)
"""Sentences that say an item and who receives it, without a space between them."""
_LETTERS_OF_CODE: Final = 3
"""Letters of the longest code of a territory."""
BETWEEN_PARTS: Final = regex(r"[\s,、，]+")
LONGEST_PARTY: Final = 6
"""Words of the longest name of a party that is looked for at an end: Mitsubishi Heavy Industries Aero Engines, Ltd."""
HONORIFIC: Final = regex(r"(?:御中|様)$")
"""What stands behind the name of a firm on an order."""

COMMA: Final = r",(?!\s*(?i:ltd|limited|inc|llc|llp|co|corp|plc|gmbh|s\.?a|k\.?k|pte)\b)"
"""A comma that parts, as a part of a pattern: the comma before a legal form belongs to the name."""
_BETWEEN_NAMES: Final = regex(rf"\s*[、，；;\n]\s*|\s*{COMMA}\s*")
"""What stands between several names."""

Place = Callable[[str], str]
"""Gives the code of the territory of a place, empty if it is none."""


@dataclass(frozen=True, slots=True)
class ShipmentWords:
    """What a few words say of a shipment; what they do not say is empty. Places are codes of territories."""

    item: str
    start: str = ""
    end: str = ""
    party: str = ""


def shipment_words(words: str, territories: Territories, place: Place | None = None) -> ShipmentWords:
    """Part words into an item, whence, whither and for whom.

    Parameters
    ----------
    place
        Gives the code of the territory of a place, cities and ports included, where a word beside it says that it is
        one (*from Hamburg*); left out, territories alone are read.

    >>> places = Territories({"japan": "JP", "日本": "JP"})
    >>> shipment_words("gallium to Japan for Naniwa Seiki", places)
    ShipmentWords(item='gallium', start='', end='JP', party='Naniwa Seiki')
    """
    item, start, end = route_of(words, territories, place)
    if not end and (split := FOR.fullmatch(words.strip())) is not None:
        item, start, end = route_of(split[1].rstrip(" ,、，"), territories, place)
        return ShipmentWords(item, start, end, split[2].strip()) if end else ShipmentWords(words.strip())
    return ShipmentWords(item, start, end)


def item_and_party(
    words: str, listed: Callable[[str], bool], formed: Callable[[str], bool], *, in_front: bool = True
) -> tuple[str, str]:
    """Part words without a place into an item and whom they name; the latter is empty where they name nobody.

    Parameters
    ----------
    listed
        Tells whether a text names a party or a group that is known, or may name one.
    formed
        Tells whether a text bears a legal form, as firms do.
    in_front
        Whether a name before the goods is looked for too; it may be that of their maker.

    >>> item_and_party("dysprosium oxide to Subaru", lambda text: text == "Subaru", lambda text: False)
    ('dysprosium oxide', 'Subaru')
    >>> item_and_party("ガリウムを浪速精機㈱へ", lambda text: False, lambda text: "㈱" in text)
    ('ガリウム', '浪速精機㈱')
    >>> item_and_party("steel resistant to rust", lambda text: False, lambda text: False)
    ('steel resistant to rust', '')
    """
    whole = words.strip()
    for pattern in RECEIVERS:
        match = pattern.fullmatch(whole)
        if match is not None and (listed(match["party"]) or formed(match["party"])):
            return match["item"].strip(), HONORIFIC.sub("", match["party"].strip())
    cuts = [(match.start(), match.end()) for match in BETWEEN_PARTS.finditer(whole)]
    tails = [(whole[:start], whole[end:]) for start, end in cuts[-LONGEST_PARTY:]]
    heads = [(whole[end:], whole[:start]) for start, end in reversed(cuts[:LONGEST_PARTY])] if in_front else []
    for item, text in (*tails, *heads):
        party = HONORIFIC.sub("", BESIDE_PLACE.sub("", text)).strip()
        if party and (listed(party) or (formed(party) and (party != text or _is_one_name(item, party)))):
            rest = BESIDE_ITEM.sub("", item).strip(" ,、，を")
            if rest:
                return rest, party
    return whole, ""


def names_between(words: str) -> list[str]:
    """Return the several names that words list; one where they list none.

    >>> names_between("Naniwa Seiki Co., Ltd., Subaru"), names_between("三菱重工業、京セラ")
    (['Naniwa Seiki Co., Ltd.', 'Subaru'], ['三菱重工業', '京セラ'])
    """
    return [name for text in _BETWEEN_NAMES.split(words) if (name := text.strip())]


def _is_one_name(item: str, party: str) -> bool:
    """Tell whether a name with a legal form begins where it does: it is one word, or a capital follows a small letter.

    >>> _is_one_name("gallium", "Naniwa Seiki Co., Ltd."), _is_one_name("gallium Naniwa", "Seiki Co., Ltd.")
    (True, False)
    """
    if not party.isascii():
        return len(party.split()) == 1
    return party[0].isupper() and item.rsplit(maxsplit=1)[-1].islower()


def route_of(words: str, territories: Territories, place: Place | None = None) -> tuple[str, str, str]:
    """Part words into an item, whence and whither, in any order of three languages; what is not said is empty.

    >>> places = Territories({"japan": "JP", "日本": "JP", "china": "CN", "中国": "CN"})
    >>> route_of("gallium from China to Japan", places), route_of("ガリウムを中国から日本へ", places)
    (('gallium', 'CN', 'JP'), ('ガリウム', 'CN', 'JP'))
    >>> route_of("从中国出口镓到日本", places), route_of("gallium to Japan", places), route_of("gallium", places)
    (('镓', 'CN', 'JP'), ('gallium', '', 'JP'), ('gallium', '', ''))
    """
    code = place or territories.code
    for pattern in ROUTES:
        match = pattern.fullmatch(words.strip())
        if match is None:
            continue
        parts = match.groupdict()
        start = code(parts["start"]) if parts.get("start") else ""
        end = code(parts["end"])
        if end and (start or not parts.get("start")):
            return parts["item"].strip(), start, end
    item, end = shipment_of(words, territories, place)
    return item, "", end


def shipment_of(words: str, territories: Territories, place: Place | None = None) -> tuple[str, str]:
    """Part words into an item and the code of the territory it goes to; the latter is empty if none is named.

    >>> places = Territories({"japan": "JP", "日本": "JP"})
    >>> shipment_of("gallium to Japan", places), shipment_of("氧化镝 日本", places), shipment_of("gallium", places)
    (('gallium', 'JP'), ('氧化镝', 'JP'), ('gallium', ''))
    """
    parts = words.split()
    for size in range(1, min(LONGEST_PLACE, len(parts) - 1) + 1):
        for item, beside in ((parts[:-size], parts[-size:]), (parts[size:], parts[:size])):
            name = BESIDE_PLACE.sub("", text := " ".join(beside))
            if name != text:
                code = (place or territories.code)(name)
            else:
                code = "" if _is_small_word(name) else territories.code(name)
            if code:
                return BESIDE_ITEM.sub("", " ".join(item)).strip(" ,、，を"), code
    return words, ""


def customs_code_in(words: str) -> str:
    """Return the digits of the customs code that words are, or of a chapter that says so; empty if they are none.

    >>> customs_code_in("HS 8505.11"), customs_code_in("第85類"), customs_code_in("chapter 85"), customs_code_in("85")
    ('850511', '85', '85', '')
    """
    text = folded(words.strip())
    found = HS.fullmatch(text) or _CHAPTER.fullmatch(text)
    digits = next((group for group in found.groups() if group), "") if found else ""
    return digits.replace(".", "").replace(" ", "")


def _is_small_word(text: str) -> bool:
    """Tell whether letters that may be the code of a territory are a word of a sentence: *Is* is not Iceland."""
    return text.isascii() and len(text) <= _LETTERS_OF_CODE and not text.isupper()


def folded(text: str) -> str:
    """Return a text without the differences of width and case.

    >>> folded("Ｇａｌｌｉｕｍ ３Ｃ００１")
    'gallium 3c001'
    """
    return unicodedata.normalize("NFKC", text).casefold()
