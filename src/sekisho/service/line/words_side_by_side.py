"""Words of a shipment that stand side by side without a mark: goods, places, and somebody at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.service.line.party_phrases import PartyPhrases, TakenPhrases
from sekisho.service.line.places_in_words import names_body
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.trade.sentence.goods_words import goods_of

_WAY: Final = 2
"""Places, or a place and a user, from which words without marks are a way: one alone may be a part of a name."""


class WordsSideBySide(PartyPhrases):
    """Takes words between spaces, each for itself, with the law data of a workspace."""

    def goods_before_way(self, plain: str, shipment: ShipmentReading, taken: TakenPhrases) -> str:
        """Take places and a listed user off the end of goods in Latin words without marks: *gallium shanghai osaka*."""
        words = plain.split() if plain.isascii() else []
        places: list[tuple[str, str]] = []
        user = ""
        while len(words) > 1 and len(places) < _WAY:
            who = next((" ".join(words[at:]) for at in range(1, len(words)) if self._is_user(" ".join(words[at:]))), "")
            code = self.place(words[-1]) if len(words[-1]) > len("CN") and not self.is_goods(words[-1]) else ""
            if who and not user and not places:
                user = who
                words = words[: len(words) - len(who.split())]
            elif code:
                places.insert(0, (code, words.pop()))
            else:
                break
        goods = goods_of(" ".join(words))
        if len(places) + bool(user) < _WAY or not places or not self.is_goods(goods):
            return plain
        taken.bare += places
        if user:
            self.take_user(user, None, shipment, taken)
        return goods

    def _is_user(self, text: str) -> bool:
        """Tell whether Latin words are a listed name; small letters are, where there are enough of them."""
        return self.is_listed_name(text) or (len(text) > len("IH") and self.is_listed_name(text.upper()))

    def take_words(self, words: Sequence[str], shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take words with spaces between, each for itself; what is nothing else belongs to the goods."""
        more: list[str] = []
        for at, word in enumerate(words):
            if self.first_place(word) == word and not self.is_goods(word):
                taken.bare.append((self.place(word), word))
            elif self.is_body(word) and (at or taken.at or names_body(word)):
                self.take_user(word, None, shipment, taken)
            elif (at or taken.at) and not self.is_goods(word) and self.take_use(word, shipment):
                continue
            else:
                more.append(word)
        if more:
            text = goods_of(" ".join(more))
            if self.is_goods(text) and not taken.is_labelled:
                taken.add_goods(text)
            else:
                taken.rest.append(text)

    def take_bare_places(self, shipment: ShipmentReading, taken: TakenPhrases) -> None:
        """Take places that stand alone: of two the first is whence, the last whither; one is where the goods go."""
        places = [(code, name) for code, name in taken.bare if code not in {shipment.start, shipment.end}]
        if places and not shipment.end and not shipment.strange_end:
            *before, (code, name) = places
            if before or code != taken.home:
                shipment.end = code
                self.places[code] = name
                places = before
        if places and not shipment.start and not shipment.strange_start:
            shipment.start, name = places[0]
            self.places[shipment.start] = name
        for code in (taken.of_buyer, taken.ours if taken.buys else ""):
            if not shipment.end and not shipment.strange_end and code != shipment.start:
                shipment.end = code
