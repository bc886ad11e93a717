"""A shipment read from a few words with the law data of a workspace: an item, whence, whither, and for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Final

from sekisho.i18n.territory_codes import territories_of
from sekisho.regex import regex
from sekisho.service.check import in_words
from sekisho.service.line.goods_or_party import (
    entries_named,
    has_form,
    is_firm_name,
    is_item,
    is_listed,
    is_military_in_words,
    is_named_goods,
    is_party,
    is_unit,
)
from sekisho.service.line.shipment_reading import ShipmentReading
from sekisho.service.workspace import Workspace
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.sentence.clauses import clauses_in
from sekisho.trade.sentence.frame import without_frame, without_use, without_user
from sekisho.trade.sentence.marks import (
    MarkedPart,
    PartMark,
    Receiver,
    arrow_way,
    goods_last,
    is_arrow,
    is_capitalised,
    is_kind_of_user,
    is_likely_name,
    is_proper_name,
    kind_of_user,
    marked_parts,
    receiver_in,
    without_bracket,
)
from sekisho.trade.sentence.origin_words import without_origin
from sekisho.trade.sentence.shipment_words import (
    ARROW,
    BETWEEN_PARTS,
    COMMA,
    HONORIFIC,
    LONGEST_PLACE,
    item_and_party,
    shipment_words,
)

PARTS: Final = regex(rf"\s*(?:{COMMA}|;)\s*")
"""What stands between the parts of a list of words with spaces."""
THE: Final = regex(r"^(?i:the)\s+")
MOVES: Final = frozenset({"出口", "输出", "輸出", "再輸出", "转口", "转运", "出荷", "販売", "销售"})
"""Words of a list that say that goods go, and neither whence nor whither."""
BEHIND_LAST_COMMA: Final = regex(r"(?P<item>.+)[,，、](?P<place>[^,，、]+)")
"""Goods and a place, as a list of parts has them: 氧化镝，中国."""
PLACES_BETWEEN: Final = regex(
    rf"(?P<start>[^\s到至]+?)(?:[到至]|から|より|{ARROW})(?P<end>[^\s到至]+?)(?:へ|に|まで|向け)?"
)
"""A way without words before it: 荷兰到日本."""
ALSO_WORDS: Final = frozenset({"mobile", "split"})
"""Ports whose names in small letters are words that stand behind goods."""
LONGEST_WORD: Final = 4
"""Letters up to which a place in small letters may be any word: cork, bath, in."""
ADDRESS: Final = regex(r"[，、,\s]")
"""What parts somebody from an address, and an address in itself, in Japanese and Chinese."""
BODY: Final = regex(r"[^\s、，,をへに]{2,}(?:大学|大学院|研究所|研究院|研究機構|病院|医院|学院|高専)")
"""A word that names a school, a hospital or an institute, in front of which more stands than its kind."""


def _is_organisation(text: str) -> bool:
    """Tell whether a word bears a legal form, or ends as the name of a body does: 東京理科大学."""
    return has_form(text) or BODY.fullmatch(text) is not None


class ShipmentReader:
    """Reads words with the law data of a workspace."""

    def __init__(self, workspace: Workspace, as_of: date | None) -> None:
        self.workspace, self.library, self.as_of = workspace, workspace.library, as_of
        self.territories = territories_of(self.library)
        self.places: dict[str, str] = {}
        self.origins: dict[str, str] = {}

    def of_clauses(self, words: str) -> ShipmentReading | None:
        """Read a shipment told in several clauses; None where words are none such.

        What is sold on leaves from where whoever asks is; what is bought for a customer leaves from where it is bought.
        """
        clauses = clauses_in(words)
        if clauses is None:
            return None
        shipment = ShipmentReading(
            item=clauses.item, use=clauses.use, seller=clauses.seller, consignee=clauses.consignee
        )
        for text in (clauses.who, clauses.to):
            if text and not self._is_receiver(text, shipment) and not self._somebody(text, shipment):
                shipment.end = self.place(text) or shipment.end
                shipment.party = shipment.party or ("" if self.place(text) else text)
        shipment.end = shipment.end or (self.maker_country(clauses.place) if clauses.place else "")
        shipment.end = shipment.end or receiver_in(clauses.consignee, self.place, self._is_named).place
        bought, ours, lies, origin = (
            self.maker_country(text) if text else ""
            for text in (clauses.made, clauses.ours, clauses.start, clauses.origin)
        )
        origin = origin or bought
        is_bought = bool(bought) and not clauses.to
        shipment.end = shipment.end or (ours if is_bought else "")
        shipment.start = lies or (bought if is_bought else "") or ("" if ours == shipment.end else ours) or bought
        if origin and origin != shipment.start:
            shipment.origin = origin
            self.origins[origin] = clauses.origin or clauses.made
        for code, text in ((bought, clauses.made), (ours, clauses.ours), (lies, clauses.start)):
            self.places.setdefault(code, text)
        if not origin:
            self.take_adjective(shipment)
        return shipment

    def of_sentences(self, words: str) -> ShipmentReading:
        """Read words, what they say of where the goods were made apart."""
        plain, origin = self.without_origin(words)
        shipment = self.of_whole(plain)
        if origin:
            shipment.origin = origin
        else:
            self.take_adjective(shipment)
        return shipment

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
        if beside and not (shipment.party or self._somebody(beside, shipment) or self._use(beside, shipment)):
            shipment.party = beside if is_likely_name(beside) else ""
            shipment.item += "" if shipment.party else f" {beside}"
        elif beside and shipment.party:
            shipment.item += f" {beside}"

    def without_origin(self, words: str) -> tuple[str, str]:
        """Part words from where the goods were made, as a code; what belongs to the name of a party does not say it."""
        shorter, text = without_origin(words, self.maker_country)
        if not text or not shorter or (self._is_named(words) and not self._is_named(shorter)):
            return words, ""  # 日本製鉄 names a firm
        code = self.maker_country(text)
        self.origins[code] = text
        return shorter, code

    def maker_country(self, text: str) -> str:
        """Return the code of a territory, by a name or by the adjective of a country; empty if it is none."""
        return self.territories.code(text) or country_of_adjective(text) or self.place(text)

    def take_adjective(self, shipment: ShipmentReading) -> None:
        """Read the adjective of a country before goods whose end is said: *Chinese tungsten oxide* to Japan."""
        adjective, _, goods = shipment.item.partition(" ")
        code = country_of_adjective(adjective) if shipment.end and goods and adjective.istitle() else ""
        if code and not shipment.whole and not self._is_named(shipment.item):
            shipment.item, shipment.origin = goods, code
            self.origins[code] = adjective

    def understood(self, words: str) -> ShipmentReading:
        """Read words in the first way that fits them."""
        return self.of_sentence(words) or self.of_list(words) or self.of_phrase(words)

    def _take_user(self, text: str, shipment: ShipmentReading) -> bool:
        """Take what a sentence says last for somebody, whether or not anybody knows the name; false if it says no way.

        Where nothing else says where the goods go, they go to where that one is.
        """
        if not shipment.end and not shipment.strange_end and self._is_receiver(text, shipment):
            return True
        if not (shipment.end or shipment.strange_end or shipment.start or self._is_named(text)):
            return False
        if not self._somebody(text, shipment):
            shipment.party = text
        return True

    def place(self, text: str) -> str:
        """Return the code of the territory of a place, cities and ports included; empty if it is none.

        Somebody with an address is no place: JAXA, Sagamihara, Japan.
        """
        who, comma, _ = text.partition(",") if text.isascii() else ADDRESS.sub(",", text).partition(",")
        if comma and (self._is_named(who) or _is_organisation(who) or is_kind_of_user(who)):
            return ""  # a name that nobody knows may be a city
        read = str(in_words({"destination": text}, self.library)[0]["destination"])
        code = self.territories.code(text) or (self.territories.code(read) if read != text else "")
        if code and not self._is_behind_goods(text, code):
            self.places[code] = text
            return code
        return ""

    def _is_behind_goods(self, text: str, code: str) -> bool:
        """Tell whether a country of one script stands behind words of another that are no place: *germanium 中国*."""
        before, _, country = text.strip().rpartition(" ")
        if not before or before.isascii() is country.isascii() or self.territories.code(country) != code:
            return False
        return not self.place(before)

    def of_sentence(self, words: str) -> ShipmentReading | None:
        """Read a sentence whose marks say what each part is; None where they may say something else."""
        parts = marked_parts(words)
        if not parts:
            return None
        shipment = ShipmentReading(item=next(part.text for part in parts if part.mark is PartMark.ITEM))
        goods_named = is_named_goods(shipment.item, self.library)  # 白银 is silver and a town
        if not shipment.item.isascii() and self.place(shipment.item) and not goods_named:
            if (turned := goods_last(parts, self._is_goods)) is None:
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
            whole = f"{shipment.item}{part.beside}{part.text}"
            if part.mark is PartMark.FOR and (
                self._is_of_goods(part.text, shipment.item, whole) or not self._purpose(part.text, shipment)
            ):
                shipment.item = whole
        self._take_place_behind(shipment)
        self._take_start_behind(shipment, parts, goods_named=goods_named)
        if not (shipment.party or shipment.kind):
            goes = bool(
                shipment.end or shipment.strange_end
            )  # 日本向け フランジ 三菱造船: to whom stands behind the goods
            shipment.item, shipment.party = item_and_party(
                shipment.item, self._is_known, _is_organisation, in_front=not goes
            )
        if not self._is_sure(shipment, words):
            return None
        if not shipment.party and is_likely_name(shipment.strange_end):
            shipment.party = shipment.taken = shipment.strange_end
            shipment.strange_end = ""
        return shipment

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
            shipment.item, shipment.start = self._place_behind(shipment.item, codes=by_arrow)
            rest, start = self._place_behind(shipment.item, small=True)  # gallium shanghai to yokohama
            if start and not shipment.start and self._is_goods(rest):
                shipment.item, shipment.start = rest, start

    def _place_behind(self, item: str, *, codes: bool = False, small: bool = False) -> tuple[str, str]:
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
            is_read = code or self._somebody(part, shipment) or self._use(part, shipment)
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

    def _is_of_goods(self, text: str, item: str, whole: str) -> bool:
        """Tell whether words for what goods are belong to their name: software for machine tools stands on a list."""
        if is_military_in_words(text) or self.place(text) or self._is_named(text):
            return False
        return not is_item(item, self.workspace, self.as_of) and is_item(whole, self.workspace, self.as_of)

    def _is_goods(self, text: str) -> bool:
        return is_item(text, self.workspace, self.as_of) or is_named_goods(text, self.library)

    def _is_sure(self, shipment: ShipmentReading, words: str) -> bool:
        """Tell whether a sentence is one of a shipment: where it goes, or its goods, or somebody is understood."""
        if shipment.end or shipment.party or shipment.kind:
            return True
        if not any((shipment.use, shipment.strange_end, shipment.start)):
            return False
        if shipment.strange_end.isupper() and shipment.item.split()[-1].isupper():
            return False  # USB to HDMI: goods that join two things
        if self._is_goods(shipment.item):
            return True
        return not words.isascii() or is_capitalised(shipment.strange_end)

    def _receiver(self, text: str, shipment: ShipmentReading) -> None:
        """Read where goods go, and who gets them, as one part of a sentence says it."""
        text = self._without_uses(text, shipment)
        bare, note = without_bracket(text)
        where = self.place(note) if note else ""
        if where and not self.place(bare):
            shipment.end = where
            if not self._somebody(bare, shipment) and not self._use(bare, shipment):
                shipment.party = bare
        elif note and not self._is_named(text) and (self._use(note, shipment) or self._somebody(note, shipment)):
            self._receiver_alone(bare, shipment)
        else:
            self._receiver_alone(text, shipment)  # brackets that say nothing known belong to the name

    def _sender(self, text: str, shipment: ShipmentReading) -> None:
        """Read whence goods come, and what stands beside the place of what they are for."""
        within = receiver_in(text, self.place, self._is_named)
        shipment.start = self.place(text) or within.place
        shipment.strange_start = "" if shipment.start else text
        if within.who:
            self._use(within.who, shipment)

    def _without_uses(self, text: str, shipment: ShipmentReading) -> str:
        """Leave out what stands behind commas and is no part of a name: a use, or a kind of user, in small letters."""
        while shipment.end or shipment.party or not shipment.use:
            match = BEHIND_LAST_COMMA.fullmatch(text)
            if match is None:
                break
            before, behind = match["item"].strip(), match["place"].strip()
            small = behind[:1].islower() and not self.place(behind) and not has_form(behind)
            if not (self._use(behind, shipment) or small):
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
        elif not (self._is_receiver(text, shipment) or self._somebody(text, shipment) or self._use(text, shipment)):
            shipment.strange_end = text

    def _is_receiver(self, text: str, shipment: ShipmentReading) -> bool:
        """Read somebody in a place: by name, by kind, or by what else stands beside the place."""
        receiver = receiver_in(text, self.place, self._is_named)
        who, code = self._place_behind(text)
        if not receiver.place and code and (self._is_named(who) or is_proper_name(who)):
            receiver = Receiver(code, who)  # Kawasaki Heavy Industries Kobe
        if not receiver.place or (self._is_named(text) and not self._is_named(receiver.who)):
            return False
        shipment.end = receiver.place
        if self._begins_name(text, receiver.who):
            shipment.party = HONORIFIC.sub("", text)
            return True
        if not self._somebody(receiver.who, shipment) and not self._use(receiver.who, shipment):
            if is_capitalised(receiver.who) or not receiver.who.isascii():
                shipment.party = receiver.who  # the place beside it says that it is somebody
            else:
                shipment.use = receiver.who
        return True

    def _begins_name(self, text: str, who: str) -> bool:
        """Tell whether a town before somebody is a part of that one's name: 川崎重工業, and not 日本の防衛省.

        Of a firm that nobody knows a place before what bears its legal form is: 大阪精機株式会社, 日本製鉄株式会社.
        """
        before = text.removesuffix(who)
        glued = not text.isascii() and before != text and not BETWEEN_PARTS.search(text)
        if glued and not before.endswith("の") and has_form(who) and not self._is_known(who):
            return True
        return glued and not self.territories.code(before.removesuffix("の")) and self._is_known(text)

    def _somebody(self, text: str, shipment: ShipmentReading) -> bool:
        """Read a party by its name, or the kind of user that words say somebody is."""
        owner, _, unit = text.partition("の")
        country, whose = self._of_country(text)
        if country and (is_military_in_words(whose) or self._is_named(whose)):
            shipment.party = whose if self._is_named(whose) else text
            shipment.end = shipment.end or ("" if is_military_in_words(whose) else country)  # forces may be anywhere
            shipment.territory = country
        elif self._is_named(text):
            shipment.party = HONORIFIC.sub("", text)
        elif unit and self._is_named(owner):
            shipment.party, shipment.strange_unit = owner, unit
        elif is_military_in_words(text) and is_kind_of_user(text):
            shipment.kind = text
        elif is_kind_of_user(text):
            shipment.kind = kind_of_user(text)
        else:
            return False
        return True

    def _of_country(self, text: str) -> tuple[str, str]:
        """Part the adjective of a country from whose body it is: *the Japanese Ministry of Defense*."""
        adjective, _, whose = THE.sub("", text).partition(" ")
        country = country_of_adjective(adjective) if whose and adjective.istitle() else ""
        return (country, whose) if country and is_capitalised(whose.replace(" of ", " ")) else ("", text)

    def _use(self, text: str, shipment: ShipmentReading) -> bool:
        """Read a use that is known, or one that looks military."""
        read = str(in_words({"end_use": text}, self.library)[0]["end_use"])
        if read in {text, UNKNOWN_WORD} and not is_military_in_words(text):
            return False
        shipment.use = text
        return True

    def _purpose(self, text: str, shipment: ShipmentReading) -> bool:
        """Read for whom or for what goods are."""
        first, _, behind = text.partition(" ")
        text = behind if first in MOVES and behind else text  # 日本に輸出 浪速精機
        if not shipment.end and (code := self.place(text)):
            shipment.end = code
            return True
        named = bool(self._of_country(text)[0]) or self._is_named(text)
        if (not named and self._use(text, shipment)) or self._is_receiver(text, shipment):
            return True
        if self._somebody(text, shipment) or self._use(text, shipment):
            return True
        if is_proper_name(text) or (text.istitle() and not shipment.end) or is_firm_name(text):
            shipment.party = text
        elif shipment.end or shipment.strange_end:
            shipment.use = text
        else:
            return False
        return True

    def _is_known(self, text: str) -> bool:
        return is_listed(text, self.library)

    def _is_named(self, text: str) -> bool:
        return is_listed(text, self.library) or has_form(text)

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
            rest, end = self._place_behind(item)  # gallium Osaka, where the rest names goods
            if not (end and (is_named_goods(rest, library) or is_item(rest, workspace, as_of))):
                rest, end = item, ""
            item = rest
        return ShipmentReading(item=item, start=phrase.start, end=end, party=party, whole=whole)
