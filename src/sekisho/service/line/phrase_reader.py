"""A shipment read from the phrases of a text: a letter, a form with labels, fragments in any order."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import home_of, is_firm_name, is_military_in_words
from sekisho.service.line.names_apart import COPULA, behind_amount
from sekisho.service.line.names_within import is_kin
from sekisho.service.line.party_phrases import OURS, WITHIN, TakenPhrases
from sekisho.service.line.place_phrases import PlacePhrases
from sekisho.service.line.places_in_words import names_body
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.trade.sentence.clause_signs import names_maker
from sekisho.trade.sentence.frame import HAN, KANA, says_nobody, without_frame
from sekisho.trade.sentence.goods_words import (
    goods_of,
    graded,
    is_code,
    measure_in,
    with_origin_said,
)
from sekisho.trade.sentence.marks import (
    is_capitalised,
    is_german_thing,
    is_kind_of_user,
    receiver_in,
)
from sekisho.trade.sentence.origin_words import without_origin
from sekisho.trade.sentence.phrases import Phrase, PhraseRole, phrases_in

_GERMAN_VERB: Final = regex(
    r"\s+(?:weiter)?(?:liefern|verkaufen|exportieren|ausführen|versenden|senden|schicken)(?=\s*[.?!,;]|\s*$)"
)
"""The verb at the end of a German sentence."""
_SELLS_ON: Final = regex(
    r"\b(?:re-?sell|sell|re-?export|verkaufen|weiterverkaufen|wiederausführen)\b|[转再]?[卖售]|转口|再出口|販売|再輸出|転売|売り"
)
"""What whoever asks does with goods that he has, or buys to sell them."""
_SHIPS: Final = regex(
    r"\b(?:we|i)(?:'ll|\s+(?:will|want\s+to|plan\s+to|can|may))?\s+(?:ship|export|send|supply|deliver)\b", re.IGNORECASE
)
"""What whoever asks does with goods that leave him."""
_ASKS: Final = regex(
    rf"{OURS.pattern}|[您请帮]|公司(?=准备|想|要|打算|计划)|(?i:(?:please|dear|regards|is|are|does|do|what|any|this|it|they|there|the|who|which|that)\b)"
)
"""How a phrase begins that tells of whoever asks, or asks."""
_BUYS: Final = regex(
    r"\b(?:buy|bought|buying|need|want|import|order|purchase|kaufen|bestellen)|購入|輸入|仕入|調達|買[いうっわ]|买|采购|进口|订购|需要",
    re.IGNORECASE,
)
"""What whoever asks does with goods that come to him."""
_VERB: Final = regex(
    r"(?:たい|ます|ました|でしょう|予定|[しるたて]|确认|不清楚|发|知道)$|^[请老王您]|^[\u3041-\u3096]+$"
)
"""How words of a letter end, or begin, that say nothing of a shipment."""
_COURTESY: Final = regex(
    r"(?:hi|hello|hey|dear|thanks?|thx|many\s+thanks|(?:best|kind|with)?\s*regards|best|cheers|sehr\s+geehrte|mit\s+freundlichen|mfg|viele\s+grüße"
    r"|quick\s+q(?:uestion)?|purchaser\s+here|下記(?:貨物)?|以上|標記|表題|拝啓|敬具|各位|请问|您好|此致|敬礼)\b|.*(?:ご教示|ご確認|ご回答|お願い|お世話|よろしく)",
    re.IGNORECASE,
)
"""Words of courtesy, of which nothing need be told."""
_SHORT_LATIN: Final = 5
_SHORT_HAN: Final = 3
_WE_ARE: Final = regex(r"(?:we|i)\s+(?:are|am)\b|(?:our|my)\s+\w+\s+is\b", re.IGNORECASE)
_WE: Final = regex(
    r"(?i:we|this)\s+(?i:are|is)\s+(?P<latin>[A-Z][^,;]*)|(?:弊社|当社|私ども|こちら)は(?P<kana>[^、。]+?)(?:です|でして|と申します|でございます)|(?:我们|我司|本公司)是(?P<han>[^，。]+)"
)
"""Whoever asks says who he is."""
_STOCK: Final = regex(
    r"(?P<use>stock|inventory|storage|resale|lager)(?:\s+(?:at|in|bei)\s+(?P<where>.+))?", re.IGNORECASE
)
"""What goods are for whose user is not known yet."""
_SAME: Final = regex(
    r"(?:the\s+)?same(?:\s+(?:as\s+)?(?:the\s+)?(?:buyer|consignee|above|company|party))?|(?:as\s+)?above|ditto|同上|同じ|左記|同左|買主(?:と同じ|に同じ)"
    r"|(?:同|与)?(?:买方|收货人|购买方|客户)(?:相同|一致|同一家|一样)?",
    re.IGNORECASE,
)
"""What says of the end user that it is who buys."""
_OF_BODY: Final = regex(r"(?P<what>.+?)\s+of\s+(?:the\s+)?(?P<who>[A-Z].+)")


def _is_firm(text: str) -> bool:
    return is_firm_name(text) and not KANA.search(text[-1]) and "用" not in text


def _may_tell(text: str) -> bool:
    """Tell whether words that are taken for nothing may say something of the shipment: verbs and short words do not."""
    if _COURTESY.match(text):
        return False
    if text.isascii():
        return len(text) > _SHORT_LATIN and any(map(str.isupper, text))
    return len(text) > _SHORT_HAN and _VERB.search(text) is None


_NOT_SENT: Final = regex(
    r"^(?:也|都)?不(?:会)?(?:单独|另外|另)(?:出口?|发|卖|寄|销售|供)|単体では?(?:出荷|輸出|販売|送)(?:し|り)?ません"
    r"|\bnot\s+(?:sold|shipped|supplied|exported)\s+separately",
    re.IGNORECASE,
)
"""What says of a part that it does not go by itself."""
_GERMAN_PURPOSE: Final = regex(
    r"(?:zwecke?n?|bau|fertigung|produktion|herstellung|[Ff]orschung|[Ee]ntwicklung|anwendung(?:en)?)$"
)
"""How a German noun ends that says what goods are for."""


class PhraseReader(PlacePhrases):
    """Reads the phrases of a text with the law data of a workspace."""

    def shipment_in(self, words: str) -> ShipmentReading:
        """Read a text phrase by phrase: first those of which a word says what they are, then the others."""
        shipment, taken = (
            ShipmentReading(),
            TakenPhrases(
                is_japanese=KANA.search(words) is not None,
                sells=_SELLS_ON.search(words) is not None or _SHIPS.search(words) is not None,
                buys=_BUYS.search(words) is not None and _SELLS_ON.search(words) is None,
                home=home_of(self.library),
            ),
        )
        words = _GERMAN_VERB.sub("", words)
        phrases = [
            part
            for phrase in map(behind_amount, phrases_in(words, self.names))
            if phrase.role is not PhraseRole.NONE and phrase.text
            for part in self.names_apart(phrase)
        ]
        for is_open in (False, True):
            for taken.at, phrase in enumerate(phrases):
                before = phrases[taken.at - 1] if taken.at else None
                if phrase.role is PhraseRole.START and before is not None and self._is_ours(before):
                    taken.ours = taken.ours or self.place(self.place_inside(phrase.text) or phrase.text)
                    continue  # we are a firm from Osaka
                behind = phrases[taken.at + 1] if taken.at + 1 < len(phrases) else None
                if is_open and phrase.role is PhraseRole.OPEN:
                    self.take_open(phrase.text, behind, shipment, taken)
                elif not is_open and phrase.role is not PhraseRole.OPEN:
                    self._take_marked(phrase, behind, shipment, taken)
        if taken.goes_on and not shipment.via:
            shipment.via, shipment.end, shipment.strange_end = shipment.end, "", shipment.strange_end or taken.goes_on
        if _SELLS_ON.search(words):
            self.take_resale(shipment, taken)
        self.take_bare_places(shipment, taken)
        if taken.is_same and not shipment.party:
            shipment.party = shipment.consignee
        if shipment.end and shipment.end == shipment.start:
            shipment.strange_end = self.places.get(shipment.end, shipment.end)  # 三河 is a town of both
            shipment.end = ""
        goods = [text for at in sorted(taken.goods) for text in taken.goods[at]]
        shipment.item = ", ".join(dict.fromkeys(goods or taken.asked[:1] or taken.rest[:1])) + taken.made_of
        shipment.left = tuple(text for text in taken.rest if text not in shipment.item and _may_tell(text))
        if not shipment.origin:
            self.take_made(shipment)
        return shipment

    def _is_ours(self, phrase: Phrase) -> bool:
        """Tell whether a phrase tells of whoever asks, and of no goods and no place."""
        text = phrase.text
        if phrase.role is not PhraseRole.OPEN or _WE_ARE.match(text) is None:
            return False
        return not self.is_goods(text) and not self.place_inside(text)

    def _take_marked(
        self, phrase: Phrase, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases
    ) -> None:
        """Take a phrase of which a word says what it is."""
        text, role = COPULA.sub("", phrase.text).strip(), phrase.role
        taken.is_same = taken.is_same or (role is PhraseRole.USER and _SAME.fullmatch(text) is not None)
        if not text or says_nobody(text) or _SAME.fullmatch(text):
            return
        if role in {PhraseRole.START, PhraseRole.HELD}:
            taken.is_held = taken.is_held or role is PhraseRole.HELD
            self.take_start(text, shipment, taken)
        elif role is PhraseRole.ORIGIN:
            self.take_origin(text, shipment, taken)
        elif role is PhraseRole.VIA:
            self.take_via(text, shipment)
        elif role is PhraseRole.END:
            self.take_end(text, behind, shipment, taken)
        elif role is PhraseRole.USER and not phrase.is_label and self._are_of_user(text):
            taken.add_goods(goods_of(text))  # wafers bought last year
        elif role is PhraseRole.USER:
            self.take_user(self._first_of_words(text, shipment, taken), behind, shipment, taken)
        elif role in {PhraseRole.BUYER, PhraseRole.CONSIGNEE}:
            text = self._first_of_words(text, shipment, taken)
            self.take_buyer(text, shipment, taken, is_consignee=role is PhraseRole.CONSIGNEE)
        elif role is PhraseRole.SELLER:
            self.take_seller(text, shipment)
        elif role is PhraseRole.USE:
            self._take_purpose(text, shipment, taken)
        elif role is PhraseRole.FOR:
            self._take_for(text, shipment, taken)
        elif role is PhraseRole.GRADE:
            taken.add_goods(graded(text))
        elif role is PhraseRole.ITEM:
            self._take_item(text, shipment, taken, is_label=phrase.is_label)

    def _are_of_user(self, text: str) -> bool:
        """Tell whether words for a user are goods of that one, and neither a body nor somebody who makes such goods."""
        return self.is_goods(text) and not (self.is_body(text) or names_maker(text))

    def _first_of_words(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> str:
        """Part somebody from goods, places and amounts that stand behind the name without a mark."""
        words = [] if text.isascii() else text.replace("　", " ").split()
        if len(words) > 1 and is_kin(words[0]) and all(map(str.isascii, words[1:])):
            taken.add_goods(goods_of(" ".join(words[1:])))
            return words[0]
        for at, word in enumerate(words):
            if at and (self.is_goods(word) or self.first_place(word) == word or measure_in(word) is not None):
                self.take_words(words[at:], shipment, taken)
                return " ".join(words[:at])
        return text

    def _take_purpose(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take what goods are for, or for whom."""
        if not shipment.party and self.is_listed_name(text):
            self.take_user(text, None, shipment, taken)
        elif self.place(text) and not shipment.end:
            self.end_at(text, shipment)  # 目的 神户
        elif not shipment.use or (is_military_in_words(text) and not is_military_in_words(shipment.use)):
            shipment.use = text

    def _is_small(self, text: str) -> bool:
        """Tell whether Latin words begin with a small letter and name nobody."""
        small = text.isascii() and text[:1].islower()
        return small and not is_kind_of_user(text) and not self.known_spans(text)

    def _take_for(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take what stands behind *for*: somebody, a place, or a use."""
        of_body, stock = _OF_BODY.fullmatch(text), _STOCK.fullmatch(text)
        if stock is not None:
            shipment.use = shipment.use or stock["use"]
            if stock["where"]:
                self.take_end(stock["where"], None, shipment, taken)
        elif self.place(text):
            if not shipment.end:
                self.end_at(text, shipment)
        elif of_body is not None and self.is_body(of_body["who"]):
            self.take_user(of_body["who"], None, shipment, taken)
            self._take_purpose(of_body["what"], shipment, taken)
        elif self._is_small(text) or (is_german_thing(text) and not self.known_spans(text)):
            self._take_purpose(text, shipment, taken)
        elif is_kind_of_user(text) or receiver_in(text, self.place, self.is_named).place:
            self.take_user(text, None, shipment, taken, is_told=False)
        elif (
            names_body(text)
            or self.known_spans(text)
            or (is_capitalised(text) and not self.is_goods(text) and not _GERMAN_PURPOSE.search(text))
        ):
            self.take_user(text, None, shipment, taken)
        else:
            self._take_purpose(text, shipment, taken)

    def _take_item(self, text: str, shipment: ShipmentReading, taken: TakenPhrases, *, is_label: bool) -> None:
        """Take goods; behind a verb as 出口 there may be a place, or somebody there."""
        if is_label and self.place(where := WITHIN.sub("", text)) and not self.is_goods(text):
            self.take_start(where, shipment, taken)  # the goods are in Shanghai
            taken.is_held = True
            return
        name = "" if is_label else self.first_place(text)
        rest = text.removeprefix(name).strip() if name else text
        first = (rest.split() or [""])[0]
        if rest.startswith("の") and len(rest) > _SHORT_HAN and not self.is_body(text):
            home = self.place(name) == taken.home and taken.home != ""  # 景徳鎮の茶碗を: they come from there
            shipment.start = shipment.start or (taken.home if home else "")
            taken.add_goods(goods_of(rest.removeprefix("の") if home else text))
            return
        if name and (not rest or self.is_body(first) or is_kind_of_user(first) or not self.is_goods(rest)):
            self.take_end(text, None, shipment, taken)
            return
        if is_label and not taken.is_labelled:
            codes = {at: [part for part in parts if is_code(part)] for at, parts in taken.goods.items()}
            taken.goods, taken.is_labelled = codes, True
        if (is_label or not taken.is_labelled) and measure_in(text) != "":
            taken.add_goods(goods_of(text))

    def take_open(self, text: str, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take a phrase of which no word says what it is."""
        plain = COPULA.sub("", without_frame(text)).strip(" 　、，,.。")
        if not plain or says_nobody(plain) or _NOT_SENT.search(plain):
            return
        if (further := self.of_goods_before(plain)) is not None:
            taken.add_goods(further)
            return
        plain = self.goods_before_way(plain, shipment, taken)
        shorter, maker = without_origin(with_origin_said(plain), self.maker_country)
        if maker and not shipment.origin and (not shorter or self.is_goods(shorter)):
            shipment.origin = self.maker_country(maker)
            self.origins[shipment.origin] = maker
            plain = shorter
        if not plain:
            return
        asks = _ASKS.match(text) is not None or _ASKS.match(plain) is not None
        if (who := _WE.fullmatch(text)) is not None and self.take_us(who, shipment, taken):
            return
        if OURS.match(text) and not taken.ours and (name := self.place_inside(text)):
            taken.ours = self.place(name)
            self.places[taken.ours] = name
        owned = plain.isascii() and "'s " in plain and self.is_known(plain.partition("'s ")[0])
        if not asks and (owned or self._is_somebody(plain, taken)):
            if behind is not None and behind.role is PhraseRole.ITEM and not behind.is_label:
                self.take_seller(plain, shipment)  # who exports, before the verb
            else:
                self.take_user(plain, None, shipment, taken)
        elif self.place(plain) and self.first_place(plain) and not self.is_goods(plain):
            taken.bare.append((self.place(plain), plain))
        elif not asks and self._is_kind_somewhere(plain):
            if behind is not None and behind.role is PhraseRole.ITEM and HAN.search(plain) and not behind.is_label:
                shipment.start = shipment.start or self.place(self.place_name(plain))  # 贵州的客户把…
            else:
                self.take_end(plain, None, shipment, taken)
        else:
            self.take_goods(plain, shipment, taken, asks=asks)

    def _is_somebody(self, plain: str, taken: TakenPhrases) -> bool:
        """Tell whether a phrase without a mark names somebody; the first is goods where goods bear such a name."""
        if self.is_listed_name(plain) or names_body(plain):
            return True
        is_written_small = plain.isascii() and not is_capitalised(plain)  # Goods SmCo magnets
        if (not taken.at or is_written_small) and self.is_goods(plain):
            return False
        return self.is_body(plain) or (taken.is_japanese and _is_firm(plain) and not self.is_goods(plain))

    def _is_kind_somewhere(self, plain: str) -> bool:
        receiver = receiver_in(plain, self.place, self.is_named)
        return bool(receiver.place) and (is_kind_of_user(receiver.who) or self.is_named(receiver.who))
