"""Ports, airports, cities and regions as cells of order books name them, in place of the country in which they lie.

`ports.csv` holds the main places of sea and air trade: the code that UN/LOCODE gives them, and names in Latin letters,
Chinese and kana. `cities.csv` holds names of cities of 100,000 inhabitants and more, after GeoNames, each under every
territory that has a city of 15,000 of that name, and beside them those by which its city is meant where nothing else
is said, as it is by far the largest; `regions.csv` those of provinces, prefectures and states of the countries that
trade most. `places.source.yaml` is the card of all. A code is sure. A name is sure if it stands for one territory only,
or the cell names the territory too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

_PORTS: Final = Path(__file__).with_name("ports.csv")
_CITIES: Final = Path(__file__).with_name("cities.csv")
_POSTCODE: Final = regex(r"〒?\s?\b\d{3}-\d{4}\b\s?|\b\d{5,6}(?=\s*(?:,|$))|〒\s?\d{7}\s?")
_REGIONS: Final = Path(__file__).with_name("regions.csv")
_CODE: Final = regex(r"([A-Z]{2})[ -]?([A-Z2-9]{3})(?<!\d)\d?")
"""A code; the customs of India write a digit behind it, for sea, air or land."""
_BETWEEN: Final = regex(r"\s*[,;/|:()\[\]、，；（）]\s*|\s+[-–—]\s+|\n")
_WORD: Final = regex(r"[^\W_]+")
_KIND: Final = regex(
    r"^(?:fob|fca|fas|cif|cfr|cpt|cip|exw|dap|dpu|ddp)\s+"
    r"|^(?:the\s+)?(?:port\s+of|puerto\s+de|porto\s+d[eio]|port\s+de|cang|icd|aduana|customs)\s+"
    r"|\s+(?:int(?:'?l|ernational)?\.?\s+)?(?:container|cargo|freight)\s+(?:terminal|port|station)$"
    r"|\s+(?:(?:new|sea|main|dry)\s*)?port$|\s+(?:int(?:'?l|ernational)?\.?\s+)?(?:airport|apt|air\s*cargo)$"
    r"|\s+(?:air|sea|harbou?r|terminal|anchorage|city|(?:new\s+)?pt|icd|int'?l)$"
    r"|\s+(?:prefecture|province|pref\.?|state|county)$|-(?:ken|fu|sheng)$",
    re.IGNORECASE,
)
_EASTERN_KIND: Final = regex(
    r"(?:国際空港|国际机场|國際機場|空港|机场|機場|海港|新港|港区|港|口岸|海关|市|县|省|県|縣|府|都|州"
    r"|(?:壮族|回族|维吾尔)?自治区)$"
)
_ADDRESS: Final = regex(
    r"(?P<region>[^\d\s]{1,6}?(?:省|県|縣|府|都|道|自治区|市))"
    r"(?P<rest>.*(?:[市区區县縣郡町村镇鎮乡路街号號室层楼园園番地丁目階棟\dFＦ]|ビル|大厦|号館|工場|工厂))"
)
"""An address of Japan or China: its region, and what ends like a part of an address and not like a name."""
_EASTERN: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff]")
_KIND_ALONE: Final = frozenset(
    {
        *("port", "seaport", "sea", "air", "airport", "terminal", "city", "harbour", "harbor", "icd", "cfs", "cy"),
        *("fob", "cif", "cfr", "dap", "exw"),
    }
)
"""Words beside a name that say what kind of place it is, or a term of delivery, and not where."""
_LETTERS: Final = str.maketrans("øłđıðə", "oldide")
_STATES: Final = frozenset(
    re.findall(
        "..",
        "ALAKAZARCACOCTDEFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWY",
    )
)
"""Letters of states of the US, of which many are those of a country too."""
_PROVINCES: Final = frozenset(["AB", "BC", "MB", "NB", "NL", "NS", "ON", "PE", "QC", "SK"])
_TWO_STATES: Final = {"korea": frozenset({"KP", "KR"}), "congo": frozenset({"CD", "CG"})}
"""Names that two states share, one of which a place beside it tells."""
_MEANT: Final = {"korea": "KR"}
"""Which of two states is meant where nothing is said: Korea on a paper of trade is the south."""
_LONGEST: Final = 120
"""Letters of the longest cell that is looked at as a place; longer ones are addresses."""
_COUNTRY_LENGTHS: Final = (5, 4, 3, 2)
"""Characters of names of countries that stand before a place without a mark: 中国上海."""


@dataclass(frozen=True, slots=True)
class PlaceCell:
    """The territory of the place that a cell names; or the several ones in which places of that name lie.

    Where both are given, the territory is that of by far the largest of them, or the one that papers of trade mean:
    London, Paris, Korea.
    """

    territory: str = ""
    several: tuple[str, ...] = ()


def place_in(text: str, territory: Callable[[str], str]) -> PlaceCell:
    """Read a cell that names a place.

    Parameters
    ----------
    territory
        Gives the code of a territory's name or code, or nothing.
    """
    if len(text) > _LONGEST:
        return PlaceCell()
    plain = _POSTCODE.sub("", unicodedata.normalize("NFKC", text)).strip(" \t\r\n.*")
    coded = _coded(plain)
    if coded:
        return PlaceCell(coded)
    split = [part for part in _BETWEEN.split(plain) if part]
    parts = [part for part in split if part.casefold() not in _KIND_ALONE and not part.isdigit()]
    if len(parts) == 1:
        return _cell(_several_of(parts[0], territory), parts)
    return _together(parts, territory)


def _coded(plain: str) -> str:
    """Return the territory of a code that stands alone, or before or behind a name."""
    words = plain.split()
    for text in dict.fromkeys((plain, *words[:1], *words[-1:])):
        match = _CODE.fullmatch(text.strip("()[],"))
        if match and match[1] + match[2] in _codes():
            return match[1]
    return ""


def _together(parts: Sequence[str], territory: Callable[[str], str]) -> PlaceCell:
    """Read a cell of several parts: all of them must go together, and a part that says nothing must not stand alone."""
    possible: frozenset[str] | None = None
    unknown, named, last, agreeing = False, "", "", 0
    for part in parts:
        last = ""
        coded, whole = _coded(part), territory(part)
        if coded:
            here = frozenset({coded})
        elif _is_two_letters(part) and part.isupper():
            here = _by_letters(part, territory)
        elif whole:
            here, last, named = frozenset({whole}), whole, whole
        elif _folded(part) in _TWO_STATES:
            here = _TWO_STATES[_folded(part)]
        else:
            here = _several_of(part, territory)
        agreeing = agreeing + 1 if here else 0
        if not here:
            unknown = True
            continue
        possible = here if possible is None else possible & here
    # Behind a street stands its city with its region, or its country.
    if possible is None or (unknown and agreeing < len(("city", "region")) and not (named and named == last)):
        return PlaceCell()
    return _cell(possible, parts)


def is_state_name(text: str) -> bool:
    """Tell whether words are a name that two states share.

    >>> is_state_name("Korea"), is_state_name("South Korea")
    (True, False)
    """
    return _folded(text) in _TWO_STATES


def address_in(text: str) -> frozenset[str]:
    """Return the territories in which an address of Japan or China lies, by the region with which it begins.

    >>> address_in("愛知県豊田市元町1番地"), address_in("愛知県")
    (frozenset({'JP'}), frozenset())
    """
    address = _ADDRESS.fullmatch(_POSTCODE.sub("", text).strip())
    if address is None:
        return frozenset()
    region = address["region"]
    return _regions().get(_folded(region)) or (_named(region) if region.endswith("市") else frozenset())


def _is_two_letters(part: str) -> bool:
    return len(part) == len("US") and part.isascii()


def _by_letters(part: str, territory: Callable[[str], str]) -> frozenset[str]:
    """Return the countries that two capitals beside a name may stand for: a country, or a state of one."""
    if not part.isupper():
        return frozenset()
    return frozenset(filter(None, (territory(part), "US" * (part in _STATES), "CA" * (part in _PROVINCES))))


def _cell(possible: frozenset[str], names: Iterable[str]) -> PlaceCell:
    if len(possible) == 1:
        return PlaceCell(next(iter(possible)))
    largest = {_largest().get(_folded(name)) or _MEANT.get(_folded(name), "") for name in names} & possible
    return PlaceCell(largest.pop() if len(largest) == 1 else "", tuple(sorted(possible)))


def _several_of(part: str, territory: Callable[[str], str]) -> frozenset[str]:
    """Return the territories in which places of a name lie; a country may stand before it: 中国上海, CHINA SHANGHAI."""
    territories = _named(part) or _TWO_STATES.get(_folded(part), frozenset())
    if territories:
        return territories
    if _EASTERN.match(part):
        if where := address_in(part):
            return where
        heads = [(part[:length], part[length:].strip()) for length in _COUNTRY_LENGTHS if length < len(part)]
    else:
        words = part.split()
        heads = [(words[0], " ".join(words[1:])), (words[-1], " ".join(words[:-1]))] if len(words) > 1 else []
    for head, rest in heads:
        both = _named(head) & _named(rest) if _EASTERN.match(part) else frozenset()
        if both:
            return both
        here = _by_letters(head, territory) if _is_two_letters(head) else frozenset({territory(head)})
        if here & _named(rest):
            return here & _named(rest)
    return frozenset()


@lru_cache(maxsize=4096)
def _named(name: str) -> frozenset[str]:
    """Return the territories in which places of a name lie, without the words that say what kind of place it is."""
    for text in (name, _KIND.sub("", name).strip(), _EASTERN_KIND.sub("", name)):
        territories = _names().get(_folded(text))
        if territories:
            return territories
    return frozenset()


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for row in rows_of_file(_PORTS) if row["code"])


@cache
def place_names(*, main: bool = False) -> tuple[tuple[str, str], ...]:
    """Return the names of ports and cities as they are printed, each with its territory; ports first.

    Parameters
    ----------
    main
        Whether of the main places of sea and air trade alone.
    """
    return tuple(
        (name, row["territory"])
        for file in ((_PORTS,) if main else (_PORTS, _CITIES))
        for row in rows_of_file(file)
        for name in row["names"].split("|")
    )


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the territories of each name; a main port of a name goes before cities and regions that share it."""
    places = _territories(_CITIES, _REGIONS) | _territories(_PORTS)
    return {name: where for name, where in places.items() if name}


@cache
def _largest() -> dict[str, str]:
    """Return the territory of the city that is meant by a name that smaller cities elsewhere bear too."""
    return {
        _folded(name): row["territory"]
        for row in rows_of_file(_CITIES)
        if row["largest"]
        for name in row["largest"].split("|")
    }


@cache
def _regions() -> dict[str, frozenset[str]]:
    """Return the territories of each region, by its name alone and with the word for what it is: 愛知, 愛知県."""
    kinds = "省県縣府都道"
    alone = _territories(_REGIONS)
    return alone | {f"{name}{kind}": where for name, where in alone.items() for kind in (*kinds, "自治区")}


def _territories(*files: Path) -> dict[str, frozenset[str]]:
    """Return the territories of each name of some tables; the names of a row are brought to one form together."""
    territories: dict[str, set[str]] = {}
    for row in (row for file in files for row in rows_of_file(file)):
        for name in unicodedata.normalize("NFKC", row["names"]).casefold().split("|"):
            plain = name.isalnum() and (name.isascii() or _EASTERN.search(name) is not None)
            territories.setdefault(name if plain else _bare(name), set()).add(row["territory"])
    return {name: frozenset(where) for name, where in territories.items()}


def _folded(text: str) -> str:
    """Bring a name to the form in which names are compared: case, accents, spaces and marks do not count."""
    return _bare(unicodedata.normalize("NFKC", text).casefold())


def _bare(plain: str) -> str:
    """Leave accents, spaces and marks out of a name in one width and in small letters."""
    if not plain.isascii() and not _EASTERN.search(plain):
        apart = unicodedata.normalize("NFKD", plain).translate(_LETTERS)
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return "".join(_WORD.findall(plain))
