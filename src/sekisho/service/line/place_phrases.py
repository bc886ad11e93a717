"""Whence and whither goods go, and over which place, as a phrase of a text says it; and who is there."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import (
    is_firm_name,
    is_military_in_words,
    is_written_as_name,
    settles_code,
)
from sekisho.service.line.goods_phrases import GoodsPhrases
from sekisho.service.line.names_within import is_kin
from sekisho.service.line.party_phrases import TakenPhrases
from sekisho.service.line.places_in_words import names_body
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.sentence.clause_signs import tells_of_name
from sekisho.trade.sentence.goods_words import goods_of
from sekisho.trade.sentence.marks import (
    is_kind_of_user,
    is_likely_name,
    is_proper_name,
    is_store,
    receiver_in,
    without_bracket,
)
from sekisho.trade.sentence.phrases import Phrase
from sekisho.trade.sentence.word_classes import content_in

_LONGEST_STRANGE: Final = 24
"""Characters of the longest words that are told as a place that is not known; longer ones are a clause."""
_FORCES: Final = regex(
    r"(?:基地|部隊|部队|軍|军|隊|队|廠|厂|省|庁|厅|司令部|学校)$|\b(?:Navy|Army|Force|Forces|Command|Base|Corps)\b"
)
"""How the name of a body of forces ends, and not that of a thing for them."""
_WORKS: Final = regex(r"(?:製作所|工場|事業所|支店|本社|営業所|制作所|工厂|分公司|仓库|倉庫|支社)")
"""What somebody has in a place, without saying who."""
_BREAKS: Final = regex(r"[\s　の的:：,，、・]|市|县|県|府|港|省|州|区")
"""What stands behind a place that is one, and in no name of a firm."""
_NAME_REST: Final = regex(r"[\u3400-\u9fff\u30a1-\u30fc]{2,8}")
"""What may be written onto a country as the rest of a firm's name, without a particle."""
_ON_FROM_THERE: Final = regex(r"(?:there|here|dort)\b|(?:そこ|此|那里|那儿|当地)")
"""How words behind *from* begin that name no place: goods go on from the last one."""
_EVENT: Final = regex(
    r"参展|参加展会|展览会?|展会|展示会|見本市|出展|(?:an?\s+|the\s+)?(?:trade\s+)?(?:fair|show|exhibition)",
    re.IGNORECASE,
)
"""Where goods are shown, which is no name of anybody."""


class PlacePhrases(GoodsPhrases):
    """Reads phrases that name a place, or somebody there."""

    def take_open(self, text: str, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take a phrase of which no word says what it is; whoever reads a whole text says how.

        Raises
        ------
        NotImplementedError
            Where nobody does.
        """
        raise NotImplementedError

    def take_resale(self, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Read of goods that whoever asks sells on that they leave from there, and were made where they were bought."""
        if not (taken.ours and (shipment.end or shipment.party) and shipment.end != taken.ours):
            return
        if not taken.is_held:
            shipment.origin = shipment.origin or shipment.start
            self.origins.setdefault(shipment.origin, self.places.get(shipment.origin, ""))
            shipment.start, shipment.strange_start = taken.ours, ""

    def take_via(self, text: str, shipment: ShipmentReading) -> None:
        """Take a place on the way; a firm through which goods go is the one that buys: 豊田通商経由."""
        if not self.place(text) and (self.is_named(text) or is_firm_name(text)):
            shipment.consignee = shipment.consignee or text
            return
        name = self.place_name(text)
        shipment.via = shipment.via or (self.place(name) if name else "")
        shipment.strange_via = "" if shipment.via else text

    def take_start(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take a phrase that says whence; two places that differ leave it open, and *from there* the end."""
        if is_store(text):
            return
        if _ON_FROM_THERE.match(text):
            taken.goes_on = text
            return
        if self.is_made_of(text):
            taken.made_of = f" from {text}"  # what goods are made from says nothing of their way
            return
        if maker := country_of_adjective(text.partition(" ")[0]):
            shipment.origin = shipment.origin or maker  # aus chinesischer Fertigung
            self.origins.setdefault(maker, text)
            return
        name = self.place_name(text)
        code = self.place(name) if name else ""
        if code and name != text and text.endswith(name) and self.is_goods(goods := goods_of(text.removesuffix(name))):
            taken.add_goods(goods)  # 工作機械（5軸）天津
        if code and shipment.start and code != shipment.start:
            shipment.strange_start = f"{self.places.get(shipment.start, shipment.start)} / {name}"
            shipment.start = ""
        elif code and not shipment.strange_start:
            shipment.start = code
            self.places[code] = name
        elif not shipment.start and not code and not is_kind_of_user(text) and len(text) <= _LONGEST_STRANGE:
            shipment.strange_start = text.removesuffix("直接").removesuffix("出")

    def take_origin(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take a phrase that says where goods were made, and the goods behind the place."""
        name = text if self.maker_country(text) else self.place_name(text)
        code = self.maker_country(name) if name else ""
        if not code:
            return
        shipment.origin = code
        self.origins[code] = name
        rest = goods_of(text.replace(name, "", 1).strip(" 的の"))
        if rest and text.startswith(name) and self.is_goods(rest):
            taken.add_goods(rest)

    def take_end(self, text: str, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take a phrase that says whither, or to whom."""
        kin, _, goods = text.partition(" ")
        if goods and is_kin(kin):
            taken.add_goods(goods_of(goods))  # 给母公司 PET film
        else:
            self._take_end(text, behind, shipment, taken)

    def _take_end(self, text: str, behind: Phrase | None, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        bare, note = without_bracket(text)
        if self.known_spans(text) == ((0, len(text)),):
            self.take_user(text, behind, shipment, taken)  # Kinki-Chubu Defense Bureau
        elif self.place(text):
            self.end_at(text, shipment)
        elif note and self.place(bare):
            self.end_at(bare, shipment)
            self.take_user(note, None, shipment, taken)
        elif self.is_body(text) and not self.is_in_country(text):
            self.take_user(text, behind, shipment, taken)
        elif (receiver := receiver_in(text, self.place, self.is_named)).place:
            self.end_in(receiver.place, self.place_name(text) or text, shipment)
            if "的" in text and self.is_goods(receiver.who) and not self.is_body(receiver.who):
                taken.add_goods(goods_of(receiver.who))
                return
            self.take_user(receiver.who, None, shipment, taken, is_told=False)
        elif is_proper_name(text) and "," not in text:
            self.take_user(text, behind, shipment, taken)  # Hamamatsu Photonics
        elif name := self.first_place(text):
            self.end_at(name, shipment)
            rest = text.removeprefix(name)
            is_name = rest and not _BREAKS.match(rest)
            is_name = is_name and (not self.territories.code(name) or self._is_named_after_country(rest))
            if is_name and not is_kind_of_user(rest) and not _WORKS.fullmatch(rest):
                self.take_user(text, behind, shipment, taken)  # 関東電化, 爱知制钢: a firm named after its place
                return
            self._take_behind_end(text.replace(name, "", 1), shipment, taken)
        elif is_military_in_words(text) and _FORCES.search(text):
            self.take_user(text, behind, shipment, taken)
        elif is_military_in_words(text) or _EVENT.fullmatch(text):
            shipment.use = text
        elif (is_likely_name(text) or is_kind_of_user(text)) and not shipment.party:
            self.take_user(text, behind, shipment, taken)
        elif not shipment.end:
            shipment.strange_end = text

    def _is_named_after_country(self, rest: str) -> bool:
        """Tell whether what a country is written onto is the rest of a firm's name: カーボン behind 日本.

        What a firm does is no name by itself. A house (日本大隈), a kind of user, a town, a known party and goods of
        the list stand behind a country by themselves.
        """
        if not _NAME_REST.fullmatch(rest) or not content_in(rest) or is_kind_of_user(rest) or is_written_as_name(rest):
            return False
        is_known = self.is_named(rest) or names_body(rest) or bool(self.first_place(rest))
        return not (is_known or tells_of_name(rest) or settles_code(rest, self.workspace, self.as_of))

    def _take_behind_end(self, text: str, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take what stands behind the place to which goods go: somebody there, or goods."""
        is_goods = text.startswith(("的", "の", ":", "："))
        rest = text.strip(" 　・:：の的市县港")
        if not rest or _WORKS.fullmatch(rest) or self.first_place(rest) == rest:
            return
        if _EVENT.fullmatch(rest):
            shipment.use = shipment.use or rest
            return
        first, *others = rest.split()
        if others and not rest.isascii() and self.is_body(first) and not self.is_body(" ".join(others)):
            self.take_words([first, *others], shipment, taken)
            return
        town = self.first_place(rest)
        if is_goods and self.is_goods(goods_of(rest)):
            taken.add_goods(goods_of(rest))
        elif town and not rest.isascii() and not self.territories.code(town) and self.is_goods(rest.removeprefix(town)):
            self.take_user(rest, None, shipment, taken)  # 东海碳素
        elif self.is_body(rest) or is_kind_of_user(rest):
            self.take_user(rest, None, shipment, taken)
        elif " " in rest:
            self.take_words(rest.split(), shipment, taken)
        elif is_likely_name(rest) and not text.startswith(" ") and (rest.isascii() or is_firm_name(rest)):
            self.take_user(rest, None, shipment, taken)
        else:
            self.take_open(rest, None, shipment, taken)
