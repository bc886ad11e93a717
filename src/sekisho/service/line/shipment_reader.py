"""A shipment read from a few words with the law data of a workspace: an item, whence, whither, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.goods_or_party import (
    entries_named,
    has_form,
    is_firm_name,
    is_item,
    is_listed,
    is_named_goods,
    is_party,
    is_unit,
)
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.service.line.word_roles import WordRoles, is_organisation
from sekisho.service.line.words_left_out import JAPAN
from sekisho.trade.sentence.frame import without_frame, without_use, without_user
from sekisho.trade.sentence.marks import (
    MarkedPart,
    PartMark,
    arrow_way,
    goods_last,
    is_arrow,
    is_capitalised,
    is_german_thing,
    is_kind_of_user,
    is_likely_name,
    is_proper_name,
    is_store,
    kind_of_user,
    marked_parts,
    receiver_in,
    without_bracket,
    without_works,
)
from sekisho.trade.sentence.origin_words import without_origin
from sekisho.trade.sentence.shipment_words import (
    ARROW,
    BETWEEN_PARTS,
    COMMA,
    item_and_party,
    shipment_words,
)

PARTS: Final = regex(rf"\s*(?:{COMMA}|;)\s*")
"""What stands between the parts of a list of words with spaces."""
MOVES: Final = frozenset({"出口", "输出", "輸出", "再輸出", "转口", "转运", "出荷", "販売", "销售"})
"""Words of a list that say that goods go, and neither whence nor whither."""
_PLACE_LAST: Final = regex(r"(?P<item>.*[^\s,，、])[\s,，、]+(?P<place>[^\s,，、]+)")
BEHIND_LAST_COMMA: Final = regex(r"(?P<item>.+)[,，、](?P<place>[^,，、]+)")
"""Goods and a place, as a list of parts has them: 氧化镝，中国."""
PLACES_BETWEEN: Final = regex(
    rf"(?P<start>[^\s到至]+?)(?:[到至]|から|より|{ARROW})(?P<end>[^\s到至]+?)(?:へ|に|まで|向け)?"
)
"""A way without words before it: 荷兰到日本."""


CHAIN: Final = regex(rf"(?P<start>[^\s,，、]+?)\s*{ARROW}\s*(?P<via>[^\s,，、]+?)\s*{ARROW}\s*(?P<end>[^\s,，、]+)")
"""A way of three places."""


class ShipmentReader(WordRoles):
    """Reads words with the law data of a workspace."""

    def of_sentences(self, words: str) -> ShipmentReading:
        """Read words, what they say of where the goods were made apart."""
        words, via = self._without_middle(words)
        plain, origin = self.without_origin(words)
        shipment = self.of_whole(plain)
        shipment.via = shipment.via or via
        if origin:
            shipment.origin = origin
        else:
            self.take_adjective(shipment)
        return shipment

    def _without_middle(self, words: str) -> tuple[str, str]:
        """Part a way of three places, with arrows between, from the middle one: 中国→韩国→日本."""
        match = CHAIN.search(words)
        if match is None or not (self.place(match["start"]) and self.place(match["end"])):
            return words, ""
        via = self.place(match["via"])
        return (
            (f"{words[: match.start('start')]}{match['start']}→{match['end']}{words[match.end() :]}", via)
            if via
            else (words, "")
        )

    def of_whole(self, words: str) -> ShipmentReading:
        """Read words, what they say last of use and user apart."""
        shorter, use = without_use(words)
        shorter, who = without_user(shorter)
        shipment = self.understood(shorter)
        if who and not shipment.party and not self._take_user(who, shipment):
            shipment = self.understood(without_use(words)[0])
        if use and (shipment.end or shipment.party or shipment.kind) and not shipment.use:
            shipment.use = use
        elif use:
            shipment = self.understood(words)  # what something is used for may be its name
        self.take_arrow(shipment)
        return shipment

    def take_arrow(self, shipment: ShipmentReading) -> None:
        """Read a way that an arrow marks within what was taken for goods, and what stands behind it."""
        way = arrow_way(shipment.item, self.place)
        if way is None:
            return
        goods, shipment.start, shipment.end, beside = way
        shipment.item = without_frame(goods)
        if beside and not (shipment.party or self.take_somebody(beside, shipment) or self.take_use(beside, shipment)):
            shipment.party = beside if is_likely_name(beside) else ""
            shipment.item += "" if shipment.party else f" {beside}"
        elif beside and shipment.party:
            shipment.item += f" {beside}"

    def without_origin(self, words: str) -> tuple[str, str]:
        """Part words from where the goods were made, as a code; what belongs to the name of a party does not say it."""
        shorter, text = without_origin(words, self.maker_country)
        if not text or not shorter or (self.is_named(words) and not self.is_named(shorter)):
            return words, ""  # 日本製鉄 names a firm
        code = self.maker_country(text)
        self.origins[code] = text
        return shorter, code

    def understood(self, words: str) -> ShipmentReading:
        """Read words in the first way that fits them."""
        return self.of_sentence(words) or self.of_list(words) or self.of_phrase(words)

    def _take_user(self, text: str, shipment: ShipmentReading) -> bool:
        """Take what a sentence says last for somebody, whether or not anybody knows the name; false if it says no way.

        Where nothing else says where the goods go, they go to where that one is.
        """
        if not shipment.end and not shipment.strange_end and self.take_receiver(text, shipment):
            return True
        if not (shipment.end or shipment.strange_end or shipment.start or self.is_named(text)):
            return False
        if not self.take_somebody(text, shipment):
            shipment.party = text
        return True

    def of_sentence(self, words: str) -> ShipmentReading | None:
        """Read a sentence whose marks say what each part is; None where they may say something else."""
        parts = self._with_starts(self._with_whereabouts(marked_parts(words), words))
        if not parts:
            return None
        shipment = ShipmentReading(item=next(part.text for part in parts if part.mark is PartMark.ITEM))
        goods_named = is_named_goods(shipment.item, self.library)  # 白银 is silver and a town
        if not shipment.item.isascii() and self.place(shipment.item) and not goods_named:
            if (turned := goods_last(parts, self.is_goods)) is None:
                return None  # 日本の大学へ names no goods
            parts = turned
            shipment.item = parts[0].text
        for part in parts:
            if part.mark is PartMark.START:
                self._sender(part.text, shipment)
            elif part.mark is PartMark.VIA:
                shipment.via = self.place(part.text)
                shipment.strange_via = "" if shipment.via else part.text
            elif part.mark is PartMark.END:
                self._receiver(part.text, shipment)
        if shipment.end and shipment.strange_end and not shipment.party:
            shipment.party, shipment.strange_end = shipment.strange_end, ""  # where it goes is said; this is to whom
        for part in parts:
            if part.mark is PartMark.FOR:
                self._for(part, shipment)
        self._take_place_behind(shipment)
        self._take_start_behind(shipment, parts, goods_named=goods_named)
        if not (shipment.party or shipment.kind):
            goes = bool(
                shipment.end or shipment.strange_end
            )  # 日本向け フランジ 三菱造船: to whom stands behind the goods
            shipment.item, shipment.party = item_and_party(
                shipment.item, self.is_known, is_organisation, in_front=not goes
            )
        if not self._is_sure(shipment, words):
            return None
        end = shipment.strange_end
        if not shipment.party and is_likely_name(end) and not self.is_one_of_several(end):
            shipment.party = shipment.taken = shipment.strange_end
            shipment.strange_end = ""
        return shipment

    def _with_whereabouts(self, parts: Sequence[MarkedPart], words: str) -> Sequence[MarkedPart]:
        """Give a receiver the place before it, which says where that one is: *ガリウム、大阪のクボタ向け*.

        Without の this holds of a place in Japan alone: what goes there seldom leaves from there, and 上海 says whence.
        """
        if [part.mark for part in parts[:2]] != [PartMark.ITEM, PartMark.END]:
            return parts
        goods, receiver = parts[:2]
        match = _PLACE_LAST.fullmatch(goods.text)
        if match is None or self.place(receiver.text):
            return parts
        code, belongs = self.place(match["place"]), f"{match['place']}の{receiver.text}" in words
        if not code or not (belongs or (code == JAPAN and f"{match['place']} {receiver.text}" in words)):
            return parts
        text = f"{match['place']}{'の' if belongs else ' '}{receiver.text}"
        return [replace(goods, text=match["item"]), replace(receiver, text=text), *parts[2:]]

    def _with_starts(self, parts: Sequence[MarkedPart]) -> Sequence[MarkedPart]:
        """Part what goods are for from the place whence they go: *sensor for cars, China to Germany*."""
        if any(part.mark is PartMark.START for part in parts):
            return parts
        for at, (part, behind) in enumerate(pairwise(parts)):
            match = BEHIND_LAST_COMMA.fullmatch(part.text)
            if part.mark is not PartMark.FOR or behind.mark not in {PartMark.END, PartMark.VIA} or match is None:
                continue
            item, place = match["item"].strip(), match["place"].strip()
            if self.place(place):
                return [
                    *parts[:at],
                    replace(part, text=item),
                    MarkedPart(PartMark.START, place, ", "),
                    *parts[at + 1 :],
                ]
        return parts

    def _take_place_behind(self, shipment: ShipmentReading) -> None:
        """Read a place behind the last comma of what was taken for goods: whence, or whither where that is not said."""
        before = BEHIND_LAST_COMMA.fullmatch(shipment.item)
        if before is not None and not shipment.start and (code := self.place(before["place"].strip())):
            goes = shipment.end or shipment.strange_end or shipment.party or shipment.kind
            shipment.item = before["item"].strip()
            shipment.start, shipment.end = (code, shipment.end) if goes else ("", code)

    def _take_start_behind(self, shipment: ShipmentReading, parts: Sequence[MarkedPart], *, goods_named: bool) -> None:
        """Read a place behind goods of which it is said where they go, and not whence: *gallium Hamburg* to Japan."""
        if (
            (shipment.end or shipment.party or is_likely_name(shipment.strange_end))
            and not (shipment.start or shipment.strange_start)
            and (not goods_named or " " in shipment.item)
        ):
            by_arrow = any(part.mark is PartMark.END and is_arrow(part.beside) for part in parts)
            shipment.item, shipment.start = self.place_behind(shipment.item, codes=by_arrow)
            rest, start = self.place_behind(shipment.item, small=True)  # gallium shanghai to yokohama
            if start and not shipment.start and self.is_goods(rest):
                shipment.item, shipment.start = rest, start

    def of_list(self, words: str) -> ShipmentReading | None:
        """Read parts between commas, and between spaces where words have none, if all but the first are understood."""
        plain = without_frame(words)
        split = (PARTS if plain.isascii() else BETWEEN_PARTS).split(plain)
        parts = [part for part in split if part and part not in MOVES]
        if not parts:
            return None
        first, *others = parts
        shipment = ShipmentReading(item=first)
        more: list[str] = []
        for part in others:
            way = PLACES_BETWEEN.fullmatch(part)
            if way and not shipment.end and (start := self.place(way["start"])) and (end := self.place(way["end"])):
                shipment.start, shipment.end = start, end
                continue
            code = "" if shipment.end and shipment.start else self.place(part)
            if code and shipment.end:
                shipment.start = shipment.end  # of two places the first is whence
            shipment.end = code or shipment.end
            is_read = code or self.take_somebody(part, shipment) or self.take_use(part, shipment)
            behind = shipment.start or (shipment.end and part is others[-1])
            if not is_read and behind and not shipment.party and (not part.isascii() or is_proper_name(part)):
                shipment.party = part  # what stands behind the places is to whom
            elif not is_read and part.isascii() and part.islower():
                more.append(part)  # small words beside a whole way say more of the goods: battery anode
            elif not is_read:
                return None
        if more and not (shipment.start and shipment.end):
            return None
        shipment.item = ", ".join([shipment.item, *more])
        return shipment if shipment.end and len(others) > 1 else None

    def _is_sure(self, shipment: ShipmentReading, words: str) -> bool:
        """Tell whether a sentence is one of a shipment: where it goes, or its goods, or somebody is understood."""
        if shipment.end or shipment.party or shipment.kind:
            return True
        if not any((shipment.use, shipment.strange_end, shipment.start)):
            return False
        if shipment.strange_end.isupper() and shipment.item.split()[-1].isupper():
            return False  # USB to HDMI: goods that join two things
        if self.is_goods(shipment.item):
            return True
        return not words.isascii() or is_capitalised(shipment.strange_end)

    def _receiver(self, text: str, shipment: ShipmentReading) -> None:
        """Read where goods go, and who gets them, as one part of a sentence says it."""
        text = self._without_uses(text, shipment)
        bare, note = without_bracket(text)
        where = self.place(note) if note else ""
        if where and not self.place(bare):
            shipment.end = where
            if not self.take_somebody(bare, shipment) and not self.take_use(bare, shipment):
                shipment.party = bare
        elif note and not self.is_named(text) and (self.take_use(note, shipment) or self.take_somebody(note, shipment)):
            self._receiver_alone(bare, shipment)
        else:
            self._receiver_alone(text, shipment)  # brackets that say nothing known belong to the name

    def _sender(self, text: str, shipment: ShipmentReading) -> None:
        """Read whence goods come, and what stands beside the place of what they are for."""
        if self.is_made_of(text):
            shipment.item += f" from {text}"  # what goods are made from says nothing of their way
            return
        if is_store(text):
            return
        text = without_works(text)
        if not text.isascii() and self.place(bare := text.rstrip("寄发运走出")):
            text = bare  # 从长春寄到
        within = receiver_in(text, self.place, self.is_named)
        shipment.start = self.place(text) or within.place
        if not shipment.start:
            who, code = self.place_behind(text)
            if code and who.isascii() and who[:1].isupper():  # from AGC Suzhou
                shipment.start, shipment.seller = code, shipment.seller or who
        shipment.strange_start = "" if shipment.start else text
        if within.who:
            self.take_use(within.who, shipment)

    def _without_uses(self, text: str, shipment: ShipmentReading) -> str:
        """Leave out what stands behind commas and is no part of a name: a use, or a kind of user, in small letters."""
        while shipment.end or shipment.party or not shipment.use:
            match = BEHIND_LAST_COMMA.fullmatch(text)
            if match is None:
                break
            before, behind = match["item"].strip(), match["place"].strip()
            small = behind[:1].islower() and not self.place(behind) and not has_form(behind)
            if not (self.take_use(behind, shipment) or small):
                break
            if small and is_kind_of_user(behind):
                shipment.kind = shipment.kind or kind_of_user(behind)
            elif small:
                shipment.use = shipment.use or behind
            text = before
        return text

    def _receiver_alone(self, text: str, shipment: ShipmentReading) -> None:
        """Read where goods go, and who gets them, without what brackets say beside it."""
        if code := self.place(text):
            shipment.end = code
        elif not (
            self.take_receiver(text, shipment) or self.take_somebody(text, shipment) or self.take_use(text, shipment)
        ):
            shipment.strange_end = text

    def _for(self, part: MarkedPart, shipment: ShipmentReading) -> None:
        """Read for whom or for what goods are; what belongs to their name stays with them."""
        whole = f"{shipment.item}{part.beside}{part.text}"
        if part.beside.strip() == "für" and is_german_thing(part.text) and not self.is_named(part.text):
            shipment.use = shipment.use or part.text
        elif self.is_of_goods(part.text, shipment.item, whole) or not self._purpose(part.text, shipment):
            shipment.item = whole

    def _purpose(self, text: str, shipment: ShipmentReading) -> bool:
        """Read for whom or for what goods are."""
        first, _, behind = text.partition(" ")
        text = behind if first in MOVES and behind else text  # 日本に輸出 浪速精機
        match = BEHIND_LAST_COMMA.fullmatch(text)
        if match and not shipment.end and not self.is_named(text) and (code := self.place(match["place"].strip())):
            shipment.end, text = code, match["item"].strip()
        if not shipment.end and (code := self.place(text)):
            shipment.end = code
            return True
        named = bool(self.of_country(text)[0]) or self.is_named(text)
        if (not named and self.take_use(text, shipment)) or self.take_receiver(text, shipment):
            return True
        if self.take_somebody(text, shipment) or self.take_use(text, shipment):
            return True
        if is_proper_name(text) or (text.istitle() and not shipment.end) or is_firm_name(text):
            shipment.party = text
        elif shipment.end or shipment.strange_end:
            shipment.use = text
        else:
            return False
        return True

    def of_phrase(self, words: str) -> ShipmentReading:
        """Read words without a mark that is understood."""
        library, workspace, as_of = self.library, self.workspace, self.as_of
        phrase = shipment_words(without_frame(words), self.territories, self.place)
        item, party, whole = phrase.item, phrase.party, False
        if not party:
            rest, party = item_and_party(item, partial(is_listed, library=library), has_form)
            # A name of several words may hold another: the whole then names more, or what the other leaves is no item.
            further = entries_named(item, library) - entries_named(party, library)
            whole = (
                bool(further)
                or is_unit(item, library)
                or (
                    not phrase.end
                    and not (party and is_item(rest, workspace, as_of))
                    and is_party(item, workspace, as_of)
                )
            )
            item, party = (item, "") if whole else (rest, party)
        end = phrase.end
        if not (end or party or whole):
            rest, end = self.place_behind(item)  # gallium Osaka, where the rest names goods
            if not (end and (is_named_goods(rest, library) or is_item(rest, workspace, as_of))):
                rest, end = item, ""
            item = rest
        return ShipmentReading(item=item, start=phrase.start, end=end, party=party, whole=whole)
