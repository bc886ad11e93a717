"""A shipment said in a few words, in any order of three languages: an item, whence, whither, and for whom."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.classification.suggestion import suggestion_of
from sekisho.i18n.territory_codes import Territories, territories_of
from sekisho.law.model.library import Library
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.profile import party_named
from sekisho.service.check import in_words
from sekisho.service.screen import ScreenRequest, screen
from sekisho.service.workspace import Workspace, today_of

HS: Final = re.compile(r"\d{4}(?:[. ]?\d{2}){0,3}")
"""A customs code, of four to ten digits."""
LONGEST_PLACE: Final = 4
"""Words of the longest name of a territory that is looked for, as in Bosnia and Herzegovina."""
BESIDE_PLACE: Final = re.compile(r"^(?:to|for|into|到|至|往|出口到)\s*|(?:へ|向け|向けに|に|宛て?)$", re.IGNORECASE)
BESIDE_ITEM: Final = re.compile(r"\s+(?:to|for|into|→|->)$|^(?:to|for)\s+|(?:から|出口)$", re.IGNORECASE)
"""Words that join an item and where it goes."""
ROUTES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<item>.+?)\s+from\s+(?P<start>.+?)\s+to\s+(?P<end>.+)",
        r"from\s+(?P<start>.+?)\s+to\s+(?P<end>.+?)\s*[:,]\s*(?P<item>.+)",
        r"(?P<item>.+?)を(?P<start>[^を]+?)から(?P<end>[^を]+?)(?:へ|に|まで|向けに?)?(?:輸出)?",
        r"(?P<start>.+?)から(?P<end>.+?)(?:へ|に|まで)の?(?P<item>.+)",
        r"(?P<item>.+?)を(?P<end>[^を]+?)(?:へ|に|まで|向けに?)(?:輸出)?",
        r"(?:从|自)(?P<start>.+?)(?:出口|运)(?P<item>.+?)(?:到|至|往)(?P<end>.+)",
        r"(?P<item>.+?)(?:从|自)(?P<start>.+?)(?:出口)?(?:到|至|往|运往)(?P<end>.+)",
        r"(?P<item>.+?)(?:出口到|出口至|运往|运到)(?P<end>.+)",
    )
)
"""Sentences that say an item and its way, in three languages; the first in which the places are places counts."""
FOR: Final = re.compile(r"(.+?)\s+for\s+(.+)", re.IGNORECASE)
"""A shipment, and for whom."""


IMPLIED: Final = frozenset({"origin"})
"""What the words need not have said: what leaves the country whose measures are asked was, as a rule, made there."""
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
        item, start, end = route_of(split[1], territories, place)
        return ShipmentWords(item, start, end, split[2].strip()) if end else ShipmentWords(words.strip())
    return ShipmentWords(item, start, end)


def facts_in_words(words: str, workspace: Workspace, as_of: date | None = None) -> dict[str, str]:
    """Return the facts that a few words state of a shipment, as they are written.

    An item is a code of a list of goods, a customs code, or a description; words without a place that name a party on
    a list are the end user. Where no other start is named, it comes
    from the country whose measures are asked.
    """
    library = workspace.library
    territories = territories_of(library)

    def place(text: str) -> str:
        read = str(in_words({"destination": text}, library)[0]["destination"])
        return territories.code(text) or (territories.code(read) if read != text else "")

    said = shipment_words(words, territories, place)
    stated: dict[str, str] = {}
    home, code = home_of(library), code_in_words(said.item, library)
    if said.end:
        stated["destination"] = said.end
    if said.start and said.start != home:
        stated["departure"] = said.start  # where it was made is another question
    elif home:
        stated["origin"] = home
    if not said.end and not code and _is_party(said.item, workspace, as_of):
        stated["end_user"] = said.item
    elif code:
        stated["control_codes"] = code
    elif HS.fullmatch(folded(said.item)):
        stated["hs_code"] = folded(said.item)
    elif said.item:
        stated["description"] = said.item
    if said.party:
        stated["end_user"] = said.party
    return stated


def _is_party(words: str, workspace: Workspace, as_of: date | None) -> bool:
    """Tell whether words may name a party on a list or one that is held by such, and no item of a list of goods."""
    library = workspace.library
    if HS.fullmatch(folded(words)) or not is_installed():
        return False
    if party_named(words, library) is not None:
        return True
    named = bool(names_that_hold(words, parties_of(library)))
    if not named:
        hits = screen(ScreenRequest(names=(words,)), workspace).found[0].hits
        named = any(hit.zone != "none" for hit in hits)
    day = today_of(as_of, workspace)
    return named and suggestion_of({"description": words}, library, day, cache=workspace.cache) is None


def code_in_words(words: str, library: Library) -> str:
    """Return the code of a list of goods that the words are, as the list writes it; empty if they are none."""
    wanted = folded(words)
    return next(
        (code for codes in library.code_names.values() for code in codes if code.casefold() == wanted),
        "",
    )


def home_of(library: Library) -> str:
    """Return the country whose measures are asked; empty where there are several."""
    origins = {measure.jurisdiction for measure in library.measures.values()}
    return origins.pop() if len(origins) == 1 else ""


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
            name = BESIDE_PLACE.sub("", said := " ".join(beside))
            code = (place or territories.code)(name) if name != said else territories.code(name)
            if code:
                return BESIDE_ITEM.sub("", " ".join(item)).strip(" ,、，を"), code
    return words, ""


def folded(text: str) -> str:
    """Return a text without the differences of width and case.

    >>> folded("Ｇａｌｌｉｕｍ ３Ｃ００１")
    'gallium 3c001'
    """
    return unicodedata.normalize("NFKC", text).casefold()
