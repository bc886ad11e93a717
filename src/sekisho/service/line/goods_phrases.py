"""What goods are, and where they were made, as a phrase of a text names them."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.names_apart import NamesApart
from sekisho.service.line.party_phrases import TakenPhrases
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.sentence.goods_words import denied_content, goods_of, measure_in, says_nothing, with_origin_said
from sekisho.trade.sentence.marks import without_bracket
from sekisho.trade.sentence.origin_words import without_origin

_OF_ORIGIN: Final = regex(r"(?P<where>.+?)(?:原産|原产|産|产|製|制|[- ]origin|[- ]made)", re.IGNORECASE)
"""What brackets behind goods say of where they were made."""
_OF_PAPERS: Final = regex(r"許可|许可|licen[cs]e|permit")
"""What is no goods but a paper about them."""


class GoodsPhrases(NamesApart):
    """Reads phrases that name goods."""

    def take_made(self, shipment: ShipmentReading) -> None:
        """Read in what was taken for goods where they were made: *Chinese-origin ingots*, *chinese lens*."""
        bare, note = without_bracket(shipment.item)
        if (match := _OF_ORIGIN.fullmatch(note)) is not None and (code := self.maker_country(match["where"])):
            shipment.item, shipment.origin = bare, code
            self.origins[code] = match["where"]
            return
        shipment.item = with_origin_said(shipment.item)
        shorter, maker = without_origin(shipment.item, self.maker_country)
        if maker and shorter and shipment.item.startswith(maker):
            shipment.item, shipment.origin = shorter, self.maker_country(maker)
            self.origins[shipment.origin] = maker
            return
        adjective = shipment.item.partition(" ")[0]
        if adjective.islower() and country_of_adjective(adjective):
            shipment.item = adjective.title() + shipment.item[len(adjective) :]
        self.take_adjective(shipment)

    def of_goods_before(self, text: str) -> str | None:
        """Return what a figure, or the denial of a content, says of the goods before it; None of other words."""
        content = denied_content(text)
        return text if content and self.is_goods(content) else measure_in(text)

    def take_goods(self, plain: str, shipment: ShipmentReading, taken: TakenPhrases, *, asks: bool) -> None:
        """Take goods, a use, or words of which nothing is known."""
        goods = goods_of(plain)
        if says_nothing(goods):
            return
        if not goods.isascii() and len(words := goods.replace("　", " ").split()) > 1:
            self.take_words(words, shipment, taken)
            return
        is_use = plain.endswith(("用", "用途")) or taken.at
        if not asks and is_use and not self.is_goods(goods) and self.take_use(plain, shipment):
            return
        if taken.at and plain.endswith("用") and not shipment.use and not self.is_goods(goods):
            shipment.use = plain  # 農薬散布用
            return
        if goods.isascii():
            goods, code = self.place_behind(goods)
            if code:
                taken.bare.append((code, self.places.get(code, "")))
        if not self.is_goods(goods) or _OF_PAPERS.search(goods):
            taken.rest += [] if asks else [goods]
        elif asks and goods == plain:
            taken.asked.append(goods)
        elif not taken.is_labelled:
            taken.add_goods(goods)
