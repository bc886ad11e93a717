"""What the words of a shipment are by the law data of a workspace: a place, somebody, a use, or goods."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.profile import party_named
from sekisho.regex import regex
from sekisho.service.check import in_words
from sekisho.service.line.city_names import CHINA, CITY_INITIALS, place_of
from sekisho.service.line.goods_or_party import (
    has_form,
    is_firm_name,
    is_item,
    is_listed,
    is_military_in_words,
    is_named_goods,
    is_ordinary_item,
)
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.service.workspace import Workspace
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.goods_words import measure_in
from sekisho.trade.sentence.marks import (
    Receiver,
    is_capitalised,
    is_kind_of_user,
    is_proper_name,
    kind_of_user,
    receiver_in,
)
from sekisho.trade.sentence.shipment_words import (
    BETWEEN_PARTS,
    COMMA,
    HONORIFIC,
    LONGEST_PLACE,
)

THE: Final = regex(r"^(?i:the)\s+")
ALSO_WORDS: Final = frozenset({"mobile", "split"})
"""Ports whose names in small letters are words that stand behind goods."""
LONGEST_WORD: Final = 4
"""Letters up to which a place in small letters may be any word: cork, bath, in."""
ADDRESS: Final = regex(r"[，、,\s]")
"""What parts somebody from an address, and an address in itself, in Japanese and Chinese."""
BODY: Final = regex(r"[^\s、，,をへに]{2,}(?:大学|大学院|研究所|研究院|研究機構|病院|医院|学院|高専)")
"""A word that names a school, a hospital or an institute, in front of which more stands than its kind."""


def is_organisation(text: str) -> bool:
    """Tell whether a word bears a legal form, or ends as the name of a body does: 東京理科大学."""
    return has_form(text) or BODY.fullmatch(text) is not None


ADDRESS_WORDS: Final = regex(
    r"\d|-(?:ku|shi|cho|gun|machi|mura|do|fu|ken)\b|\b(?:street|str|st|road|rd|avenue|ave|lane|drive|boulevard|blvd|ward|district"
    r"|city|town|park|zone|building|bldg|block|floor|port|airport|terminal|prefecture|pref|county|province|island|bay|centre|center)\b",
    re.IGNORECASE,
)
"""Numbers and words of addresses."""
_CODE: Final = len("CN")
_MAINLAND: Final = "中国大陆"
_OF_UNIT: Final = regex(r"[A-Za-z\d]/\s?(?:kg|g|t|cm|mm|m|ml|l|h|s|min)(?![A-Za-z])", re.IGNORECASE)
"""A unit of measure, of which a part is the code of a country: kg, min."""
_JOINED: Final = regex(r"(?<![A-Za-z])[A-Z]&[A-Z](?![A-Za-z])")
"""Two letters of a firm's name that are joined: no code of a country is written so."""
_SMALL_CODES: Final = frozenset({"cn", "jp", "kr", "tw", "hk", "sg", "vn", "th", "uk", "gb", "fr", "ru"})
"""Codes of countries that people type in small letters and that are no words: *be*, *re* and *in* are."""
_GERMAN_ADJECTIVE: Final = regex(r"[a-zäöü]+ische[mnrs]?")
"""The adjective of a country, which German writes small: *chinesisches Dysprosiumoxid*."""
_OPEN_NAME: Final = regex(r"\b(?:of|for|at|de|der|des|di|du|von|zu)$", re.IGNORECASE)
"""How a name that is cut off ends."""
_NAME_GOES_ON: Final = regex(r"(?:[ ](?:(?:of|and|for|the|&)[ ])*[A-Z][\w&.'/-]*)+(?![\w])")
"""Words of capitals right behind a name."""
PIECES: Final = regex(r"[^\s,，、;；/]+")
MOST_PIECES: Final = 8
"""Pieces of the longest text in which a listed name is looked for piece by piece."""
STORES: Final = regex(
    r"\b(?:stocks?|warehouses?|depots?|ports?|suppliers?|sellers?|vendors?|exporters?|producers?|mines?|side|soil)$"
)
"""What a place of a country is called from which goods leave."""


@lru_cache(maxsize=16384)
def _as_destination(text: str, library: Library) -> str:
    """Return the code of a place as a cell of a line states it, or the words: the same few are asked for many times."""
    return str(in_words({"destination": text}, library)[0]["destination"])


class WordRoles:
    """Tells of words what they are, and keeps how places and origins were written."""

    def __init__(self, workspace: Workspace, as_of: date | None) -> None:
        self.workspace, self.library, self.as_of = workspace, workspace.library, as_of
        self.territories = territories_of(self.library)
        self.places: dict[str, str] = {}
        self.origins: dict[str, str] = {}

    def place(self, text: str) -> str:
        """Return the code of the territory of a place, cities and ports included; empty if it is none.

        Somebody with an address is no place: JAXA, Sagamihara, Japan.
        """
        if len(text) == _CODE and text.isascii() and not text.isupper() and text.lower() not in _SMALL_CODES:
            return ""  # to be confirmed, re your mail
        if text in CITY_INITIALS:
            self.places[CHINA] = text
            return CHINA
        if _OF_UNIT.search(text) or _JOINED.search(text):
            return ""  # 320 Wh/kg, E&S
        who, comma, _ = text.partition(",") if text.isascii() else ADDRESS.sub(",", text).partition(",")
        if comma and (self.is_named(who) or is_organisation(who) or is_kind_of_user(who)):
            return ""  # a name that nobody knows may be a city
        if comma and text.isascii() and " " in who.strip() and not self._is_of_address(who):
            return ""  # Kuroda Seiko, Japan
        read = _as_destination(text, self.library)
        code = self.territories.code(text) or (self.territories.code(read) if read != text else "")
        if code and not self.is_behind_goods(text, code) and not (comma and self._names_beside(text)):
            self.places[code] = text
            return code
        return ""

    def _names_beside(self, text: str) -> bool:
        """Tell whether somebody who is or may be on a list stands behind a place: 日本 NEC网络传感器."""
        _, *pieces = re.split(COMMA, text) if text.isascii() else ADDRESS.split(text)
        return any(self.is_named(piece) and not self.place(piece) for piece in pieces if len(piece) > len("CN"))

    def _is_of_address(self, text: str) -> bool:
        """Tell whether words before a comma are a part of an address: a place, a number or a street."""
        place = place_of(text, self.library)
        return bool(place.territory or place.several or self.territories.code(text) or ADDRESS_WORDS.search(text))

    def is_made_of(self, text: str) -> bool:
        """Tell whether words name a material of a country, and neither somebody nor a store there: *Chinese alloy*."""
        adjective, _, what = text.partition(" ")
        if not what.islower() or not what.isascii() or not country_of_adjective(adjective):
            return False
        return not (is_kind_of_user(what) or STORES.search(what) or self.place(text))

    def is_one_of_several(self, text: str) -> bool:
        """Tell whether words name a city of a name that several countries have, none of which is meant."""
        place = place_of(text, self.library)
        return bool(place.several) and not place.territory

    def maker_country(self, text: str) -> str:
        """Return the code of a territory, by a name or by the adjective of a country; empty if it is none."""
        name = _MAINLAND if text in {"大陆", "大陸"} else text  # 大陸產, as people in Taiwan say it
        return self.territories.code(name) or country_of_adjective(name) or self.place(name)

    def is_behind_goods(self, text: str, code: str) -> bool:
        """Tell whether a country of one script stands behind words of another that are no place: *germanium 中国*."""
        before, _, country = text.strip().rpartition(" ")
        if not before or before.isascii() is country.isascii() or self.territories.code(country) != code:
            return False
        return not self.place(before)

    def place_behind(self, item: str, *, codes: bool = False, small: bool = False) -> tuple[str, str]:
        """Part goods and the place behind them, of goods whose end is said: *gallium Hamburg* to Japan.

        In small letters a word that is a place too names goods (turkey), and two letters may be an element (In, Ga).

        Parameters
        ----------
        codes
            Whether two capitals are a place: before an arrow they are.
        small
            Whether small letters are a place: they are behind goods of a list.
        """
        parts = item.split(" ")
        for size in range(min(LONGEST_PLACE, len(parts)), 0, -1):
            name = " ".join(parts[-size:])
            is_code = codes and name.isupper() and len(parts) > size
            is_name = name[:1].isupper() and (len(name) > len("Ga") or is_code)
            is_small = small and len(parts) > size and len(name) > LONGEST_WORD and name not in ALSO_WORDS
            written = is_name or is_small if name.isascii() else len(parts) > size
            if written and (code := self.place(name)):
                return " ".join(parts[:-size]), code
        return item, ""

    def take_receiver(self, text: str, shipment: ShipmentReading) -> bool:
        """Read somebody in a place: by name, by kind, or by what else stands beside the place."""
        receiver = receiver_in(text, self.place, self.is_named)
        who, code = self.place_behind(text)
        if not receiver.place and code and (self.is_named(who) or is_proper_name(who)):
            receiver = Receiver(code, who)  # Kawasaki Heavy Industries Kobe
        if not receiver.place or (self.is_named(text) and not self.is_named(receiver.who)):
            return False
        if shipment.end and shipment.end != receiver.place and not self.is_named(receiver.who):
            return False  # where it goes is said; this place is another
        shipment.end = receiver.place
        if self.begins_name(text, receiver.who) or self._ends_name(text, receiver.who):
            shipment.party = HONORIFIC.sub("", text)
            return True
        if not self.take_somebody(receiver.who, shipment) and not self.take_use(receiver.who, shipment):
            if is_capitalised(receiver.who) or not receiver.who.isascii():
                shipment.party = receiver.who  # the place beside it says that it is somebody
            else:
                shipment.use = receiver.who
        return True

    def _ends_name(self, text: str, who: str) -> bool:
        """Tell whether a town behind somebody is a part of that one's name: *University of Tokyo*."""
        if not text.isascii() or not text.startswith(who) or "," in text[len(who) :]:
            return False
        return _OPEN_NAME.search(who) is not None or (self.is_listed_name(text) and not self.is_listed_name(who))

    def begins_name(self, text: str, who: str) -> bool:
        """Tell whether a town before somebody is a part of that one's name: 川崎重工業, and not 日本の防衛省.

        Of a firm that nobody knows a place before what bears its legal form is: 大阪精機株式会社, 日本製鉄株式会社.
        """
        before = text.removesuffix(who)
        glued = not text.isascii() and before != text and not BETWEEN_PARTS.search(text)
        if glued and not before.endswith("の") and has_form(who) and not self.is_known(who):
            return True
        return glued and not self.territories.code(before.removesuffix("の")) and self.is_known(text)

    def take_somebody(self, text: str, shipment: ShipmentReading) -> bool:
        """Read a party by its name, or the kind of user that words say somebody is."""
        owner, _, unit = text.partition("の")
        country, whose = self.of_country(text)
        if country and (is_military_in_words(whose) or self.is_named(whose)):
            shipment.party = whose if self.is_named(whose) else text
            shipment.end = shipment.end or ("" if is_military_in_words(whose) else country)  # forces may be anywhere
            shipment.territory = country
        elif self.is_named(text):
            shipment.party = HONORIFIC.sub("", text)
        elif unit and self.is_named(owner):
            shipment.party, shipment.strange_unit = owner, unit
        elif within := self.known_within(text):
            shipment.party = HONORIFIC.sub("", within)
        elif is_military_in_words(text) and is_kind_of_user(text):
            shipment.kind = text
        elif unit and is_firm_name(owner):
            shipment.party = text  # シャープの亀山工場
        elif is_kind_of_user(text):
            shipment.kind = kind_of_user(text)
        else:
            return False
        return True

    def known_within(self, text: str) -> str:
        """Return the listed party that some of the words name, beside words that belong to no name; empty if none do.

        *Lockheed Martin, Texas, shipped* and *T800 JAXA様 ロケット部材* name one; the longest name counts.
        """
        pieces = [(match.start(), match.end()) for match in PIECES.finditer(text)]
        is_one_name = text.isascii() and "," not in text and is_capitalised(text)
        if not 1 < len(pieces) <= MOST_PIECES or is_one_name or self.is_listed_name(text):
            return ""
        spans = (
            text[pieces[start][0] : pieces[start + size - 1][1]]
            for size in range(len(pieces) - 1, 0, -1)
            for start in range(len(pieces) - size + 1)
        )
        within = next((span for span in spans if len(span) > len("IHI") - 1 and self.is_listed_name(span)), "")
        return self._whole_name(within, text) if within else ""

    def _whole_name(self, within: str, text: str) -> str:
        """Return a listed name with the words of capitals behind it that are no place: *NEC Network Sensor*, civil."""
        behind = _NAME_GOES_ON.match(text, text.index(within) + len(within)) if within.isascii() else None
        if behind is None or self.place(behind[0].strip()):
            return within
        return within + behind[0]

    def is_listed_name(self, text: str) -> bool:
        """Tell whether words are the name of a listed party, of a group or of forces, and not one like it."""
        bare = HONORIFIC.sub("", text)
        if party_named(bare, self.library) is not None:
            return True
        return is_installed() and any(hit.zone == "match" for hit in parties_of(self.library).whom(bare).hits)

    def of_country(self, text: str) -> tuple[str, str]:
        """Part the adjective of a country from whose body it is: *the Japanese Ministry of Defense*."""
        adjective, _, whose = THE.sub("", text).partition(" ")
        country = country_of_adjective(adjective) if whose and adjective.istitle() else ""
        is_force = is_kind_of_user(whose) and is_military_in_words(whose)  # the Korean army
        is_body = is_force or is_capitalised(whose.replace(" of ", " "))
        return (country, whose) if country and is_body else ("", text)

    def take_adjective(self, shipment: ShipmentReading) -> None:
        """Read the adjective of a country before goods that go somewhere: *Chinese tungsten oxide* to Japan."""
        adjective, _, goods = shipment.item.partition(" ")
        goes = bool(shipment.end or shipment.party or shipment.kind)
        is_written = adjective.istitle() or _GERMAN_ADJECTIVE.fullmatch(adjective) is not None
        code = country_of_adjective(adjective) if goes and goods and is_written else ""
        if code and not shipment.whole and not self.is_named(shipment.item):
            shipment.item, shipment.origin = goods, code
            self.origins[code] = adjective

    def take_use(self, text: str, shipment: ShipmentReading) -> bool:
        """Read a use that is known, or one that looks military; an amount is none."""
        if measure_in(text) is not None:
            return False
        read = str(in_words({"end_use": text}, self.library)[0]["end_use"])
        if read in {text, UNKNOWN_WORD} and not is_military_in_words(text):
            return False
        shipment.use = text
        return True

    def is_known(self, text: str) -> bool:
        """Tell whether words name a listed party."""
        return is_listed(text, self.library)

    def is_named(self, text: str) -> bool:
        """Tell whether words name a listed party, or bear a legal form."""
        return is_listed(text, self.library) or has_form(text)

    def is_goods(self, text: str) -> bool:
        """Tell whether words are an item that classification knows, or name goods."""
        return is_item(text, self.workspace, self.as_of) or is_named_goods(text, self.library)

    def may_be_goods(self, text: str) -> bool:
        """Tell whether words are goods of a list, or ordinary ones."""
        return self.is_goods(text) or is_ordinary_item(text, self.workspace, self.as_of)

    def is_of_goods(self, text: str, item: str, whole: str) -> bool:
        """Tell whether words for what goods are belong to their name: software for machine tools stands on a list."""
        if is_military_in_words(text) or self.place(text) or self.is_named(text):
            return False
        return not is_item(item, self.workspace, self.as_of) and is_item(whole, self.workspace, self.as_of)
