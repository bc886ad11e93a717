"""Who gets goods, buys or sells them, as a phrase of a text names somebody."""

from __future__ import annotations

import re
from dataclasses import field
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.service.line.name_alone import name_alone
from sekisho.service.line.name_spans import name_spans
from sekisho.service.line.places_in_words import PlacesInWords, names_body
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.service.line.words_left_out import JAPAN
from sekisho.trade.sentence.frame import bare_party, says_nobody
from sekisho.trade.sentence.goods_words import says_nothing
from sekisho.trade.sentence.marks import (
    is_capitalised,
    is_kind_of_user,
    is_likely_name,
    is_proper_name,
    receiver_in,
    without_bracket,
)
from sekisho.trade.sentence.phrases import Phrase, PhraseRole

OURS: Final = regex(
    r"(?:弊社|当社|弊方|私|我司|我们|我方|本公司|我公司)|(?i:(?:(?:can|may|could|shall|should)\s+)?(?:we|i|our|my|wir|ich|unser\w*)\b)"
)
"""Whoever asks."""
_BODY: Final = regex(
    r"\b(?:Universit(?:y|ät)|Uni|Institute|Hospital|Laborator(?:y|ies)|Labs|College|School|Police|Academy|Agency)\b"
)
"""Words in the name of a body that say what kind it is."""
_PRONOUN: Final = regex(
    r"(?i:they|them|he|she|it|we|us|you|yet|who|someone|somebody|(?:yet\s+to\s+)?be\s+named)|先生方?|担当者?|者|方|他们|对方"
)
"""Words for somebody that name nobody."""
_OWNED: Final = regex(r"(?P<who>[A-Z][\w .&-]*?)['’]s\s+(?P<unit>.+)")
"""Somebody and what is his: *Kawasaki Heavy's Akashi Works*."""
_OWN: Final = regex(r"['’]s\s+(?P<unit>.+)")
_IN_PLACE: Final = regex(r",?\s+(?:in|at)\s+(?P<place>[A-Z][\w-]+)$")
_THE: Final = regex(r"^(?:the|der|die|das)\s+", re.IGNORECASE)
_THING: Final = regex(
    r"(?:.*(?:的|の))?(?:云盘|云端|网盘|服务器|数据库|共享文件夹|仓库|クラウド|サーバー?|共有フォルダ|データベース|データルーム|倉庫)"
    r"|(?:(?:an?|the|our|my|their|his|shared|company|internal|secure|data)\s+)*(?:cloud(?:\s+(?:storage|drive|folder|server))?|server|folder|drive"
    r"|sharepoint|one\s?drive|dropbox|ftp(?:\s+server)?|data\s?room|room|portal|warehouse|stock|inbox|mailbox)(?:\s+in\s+(?-i:[A-Z])\w+)?",
    re.IGNORECASE,
)
"""Where things lie, and nobody."""
_WITHIN_ANOTHER: Final = regex(r"[の的]")
"""What stands between a place and another within it."""
_NO_NAME: Final = regex(
    r"(?:能|可|行|要|吗|么|的|是|在|へ|に|を|様|さん|殿|向|用|\s(?![A-Z])|，|、|[(（]"
    r"|,(?!\s*(?:Ltd|Limited|Co|Inc|LLC|Corp|K\.?K|GmbH)\b))"
)
"""How what stands behind a name goes on, and is no part of it."""


WITHIN: Final = regex(r"^(?:in|at|bei)\s+(?:an?\s+|the\s+)?")
"""A word before the place in which somebody or something is."""


@dataclass(slots=True)
class TakenPhrases:
    """What was taken from phrases so far, beside the shipment itself.

    Parameters
    ----------
    goods, asked
        Goods by the place of their phrase, and those in a phrase that asks, which count where there are no others.
    bare
        Places that stand alone, as codes and as they were written.
    rest
        Phrases that are nothing else.
    of_buyer, ours
        Code of the territory of who buys, and of whoever asks: the goods go there if nothing says whither; they come
        from whoever sells them on.
    """

    at: int = 0
    goods: dict[int, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    is_labelled: bool = False
    bare: list[tuple[str, str]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    of_buyer: str = ""
    ours: str = ""
    is_japanese: bool = False
    is_held: bool = False
    buys: bool = False
    sells: bool = False
    home: str = ""
    made_of: str = ""
    goes_on: str = ""
    is_same: bool = False

    def add_goods(self, text: str) -> None:
        """Take words for goods, or a part of them, unless they say nothing."""
        if text and not says_nothing(text):
            self.goods.setdefault(self.at, []).append(text)


class PartyPhrases(PlacesInWords):
    """Takes somebody from a phrase with the law data of a workspace."""

    def take_seller(self, text: str, shipment: ShipmentReading) -> None:
        """Take who sells; a place alone is whence goods come."""
        text = WITHIN.sub("", text)
        parts = [part for part in _WITHIN_ANOTHER.split(text) if part]
        name = parts[-1] if all(map(self.place, parts)) else self.place_name(text)  # 中国の株洲
        if name in {text, parts[-1]} and self.place(name):
            shipment.start = shipment.start or self.place(name)
        else:
            shipment.seller = shipment.seller or text

    def end_at(self, name: str, shipment: ShipmentReading) -> None:
        """Take a place for where goods go; where they go on from the first, that is on the way."""
        self.end_in(self.place(name), name, shipment)

    def end_in(self, code: str, name: str, shipment: ShipmentReading) -> None:
        """Take a territory for where goods go; where they go on from Japan to another place, that is left open."""
        if shipment.end == JAPAN != code:
            shipment.strange_end = f"{self.places.get(JAPAN, JAPAN)} / {name}"
            shipment.end = ""
            return
        if shipment.end and shipment.end != code and not shipment.via:
            shipment.via = shipment.end
            shipment.kind = ""  # who is on the way is not who uses
        shipment.end = code
        self.places[code] = name

    def is_body(self, text: str) -> bool:
        """Tell whether words name somebody: a known party, a legal form, or a university and its like."""
        if not text:
            return False
        of_kind = _BODY.search(text) is not None and is_capitalised(text)
        return of_kind or self.is_named(text) or names_body(text)

    def take_user(
        self, text: str, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases, *, is_told: bool = True
    ) -> None:
        """Take somebody for the end user; an address behind the name says where that one is."""
        text = bare_party(text).strip(" 　、，,.")
        self._prefer_listed(text, shipment)
        if not text or says_nobody(text) or shipment.party or _PRONOUN.fullmatch(text) or text.endswith(("'s", "’s")):
            return
        if _THING.fullmatch(text):
            name = self.place_inside(text)
            shipment.end = shipment.end or (self.place(name) if name else "")
            return
        alone = name_alone(text, self)
        if alone.who != text:
            shipment.end = shipment.end or (self.place(alone.place) if alone.place else "")
            if alone.rest and not self.take_use(alone.rest, shipment):
                taken.rest.append(alone.rest)
            text = alone.who
        text = self._without_tail(text, shipment)
        if OURS.match(text):
            name = self.place_inside(text)
            taken.ours = taken.ours or (self.place(name) if name else "")
            return
        if not text.isascii() and not self.is_known(text) and self.is_body(last := text.rpartition(" ")[2]):
            text = last
        bare, note = without_bracket(text)
        if note and self.place(note) and not self.is_listed_name(text):
            text = bare
            shipment.end = shipment.end or self.place(note)
        elif note and not self.is_known(text):
            names = (bare, note, note.rpartition(",")[0]) if text.isascii() else (bare,)
            text = next(filter(self.is_known, names), text)  # MHI (Mitsubishi Heavy Industries, Ltd.)
        if behind is not None and behind.role is PhraseRole.OPEN and text.isascii() and self.place(behind.text):
            text = f"{text}, {behind.text}"
        if not self._take_named(text, shipment):
            name = self.place_name(text)
            is_kind = is_kind_of_user(text) and not is_proper_name(text)
            shipment.end = shipment.end or (self.place(name) if name else "")
            if is_kind:
                self.take_receiver(text, shipment) or self.take_somebody(text, shipment)
            elif (is_told and not (text.isascii() and text.islower())) or is_likely_name(text):
                shipment.party = text
            else:
                self.take_use(text, shipment)

    def _prefer_listed(self, text: str, shipment: ShipmentReading) -> None:
        """Make room for a listed party where somebody whom nobody knows was taken for the user: that one receives."""
        is_listed = shipment.party != "" and name_spans(text, self.library) and self.is_listed_name(_THE.sub("", text))
        if is_listed and not self.is_known(shipment.party):
            is_somebody = _PRONOUN.fullmatch(shipment.party.removeprefix("の")) is None
            shipment.consignee = shipment.consignee or (shipment.party if is_somebody else "")
            shipment.party = ""

    def _without_tail(self, text: str, shipment: ShipmentReading) -> str:
        """Leave out what stands behind a listed name and is no part of it: a verb, a place, what somebody owns."""
        if (within := _IN_PLACE.search(text)) is not None and self.is_known(text[: within.start()]):
            shipment.end = shipment.end or self.place(within["place"])
            return text[: within.start()]
        owner = _OWNED.fullmatch(text)
        if owner is not None and self.is_known(owner["who"]):
            shipment.strange_unit = owner["unit"]
            return owner["who"]
        spans = name_spans(text, self.library)
        if spans and (country := self.territories.code(text[: spans[0].start].strip())):
            shipment.end = shipment.end or country  # japan ministry of defense
            text = text[spans[0].start :]
            spans = name_spans(text, self.library)
        spans = tuple(span for span in spans if span.start == 0)
        if not spans:
            return text
        name, tail = text[: spans[0].end], text[spans[0].end :]
        if (own := _OWN.match(tail)) is not None:
            shipment.strange_unit = own["unit"]
            return name
        return name if _NO_NAME.match(tail) and not names_body(tail.strip()) else text

    def _owner_of(self, text: str) -> str:
        """Return the listed party whose plant or company words name; the words where they name none."""
        spans = [span for span in name_spans(text, self.library) if span.start == 0]
        return text[: spans[0].end] if spans and _OWN.match(text[spans[0].end :]) else text

    def _take_named(self, text: str, shipment: ShipmentReading) -> bool:
        """Take somebody by a name that is known, or is written as one; false of other words."""
        if self.is_known(text) and not self.is_in_country(text):
            name = self.last_place(text) if text.isascii() else ""
            if name and name != text and not shipment.end:
                self.end_at(name, shipment)
            return self.take_somebody(text, shipment)
        receiver = receiver_in(text, self.place, self.is_named)
        if receiver.place and self.is_body(receiver.who) and not is_proper_name(text):
            return self.take_receiver(text, shipment)
        if receiver.place and "," in text and self.is_body(receiver.who):
            return self.take_receiver(text, shipment)
        if self.is_body(text) and (names_body(text) or _BODY.search(text)) and not self.is_known(text):
            name = self.first_place(text) or self.last_place(text)
            shipment.end = shipment.end or (self.place(name) if name else "")
            shipment.party = text
            return True
        return (self.is_named(text) and self.take_somebody(text, shipment)) or self._take_within(text, shipment)

    def _take_within(self, text: str, shipment: ShipmentReading) -> bool:
        within = self.known_within(text)
        return bool(within) and self.take_somebody(within, shipment)

    def take_buyer(self, text: str, shipment: ShipmentReading, taken: TakenPhrases, *, is_consignee: bool) -> None:
        """Take who buys or receives; where that one is, goods go if nothing else is said."""
        name = self.place_name(text)
        bare, note = without_bracket(text)
        if is_consignee and name == text:
            self.end_at(name, shipment)
            return
        if is_consignee and note and self.place(bare):
            self.end_at(bare, shipment)
            self.take_user(note, None, shipment, taken)
            return
        taken.of_buyer = taken.of_buyer or (self.place(name) if name else "")
        who, before = self._owner_of(text), shipment.consignee
        if before and self.is_known(who) and not self.is_known(before):
            taken.rest.append(before)  # of who buys and who receives the one on a list counts
            before = ""
        shipment.consignee = before or who

    def take_us(self, match: re.Match[str], shipment: ShipmentReading, taken: TakenPhrases) -> bool:
        """Take who asks, by name: the buyer where nothing is sold on, else the seller; false where no name is said."""
        text = next(filter(None, match.groups())).strip()
        is_name = self.is_body(text) or (is_proper_name(text) and not self.is_goods(text))
        if not is_name or (is_kind_of_user(text) and not self.is_known(text) and not is_proper_name(text)):
            return False
        name = self.place_name(text)
        taken.ours = taken.ours or (self.place(name) if name else "")
        if taken.sells:
            shipment.seller = shipment.seller or text
        else:
            shipment.consignee = shipment.consignee or text
        return True
