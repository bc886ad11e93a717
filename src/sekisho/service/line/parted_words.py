"""What is parted off the words of a shipment before they are read, and the facts that it states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import combinations
from typing import Final

from sekisho.classification.suggestion import suggestion_of
from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName
from sekisho.message import Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.service.line.goods_or_party import entries_named, home_of, is_military_in_words, settles_code
from sekisho.service.line.goods_within import goods_within
from sekisho.service.line.name_spans import name_spans
from sekisho.service.line.shipment_reading import WordsRead
from sekisho.service.line.word_roles import WordRoles
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.line_facts import words_of_use
from sekisho.trade.sentence.content_words import ContentInWords, without_content
from sekisho.trade.sentence.law_questions import reached_by_rule
from sekisho.trade.sentence.listed_words import ListedWords, goods_listed, without_list
from sekisho.trade.sentence.money_words import MoneyInWords, without_money
from sekisho.trade.sentence.movement_words import (
    FOREIGNER,
    INSIDE,
    TRANSIT,
    MovementInWords,
    without_movement,
)
from sekisho.trade.sentence.repair_words import RepairInWords, without_repair

_ENTRY: Final = len("1C905")
"""Signs of a control code up to its entry: what follows is a part of it."""
SHARE: Final = "prc_content_share"
VALUE: Final = "value"
MOVEMENT: Final = "movement"
CHINA: Final = "CN"
USE: Final = "end_use"
OUT: Final = "outward_repair"
RETURN: Final = "repair_return"
BACK: Final = "way_back"
"""Under what is told of the way that is not judged; it is no fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartedWords:
    """Words, with all that is read apart taken off them.

    Parameters
    ----------
    rest
        The words that are read as a shipment.
    content
        What they say of Chinese content.
    movement
        What they say of how goods move.
    repair
        What they say of a repair of the goods.
    listed
        The goods and the users that they list.
    money
        The value that they state.
    """

    rest: str
    content: ContentInWords = field(default_factory=lambda: ContentInWords(""))
    movement: MovementInWords = field(default_factory=lambda: MovementInWords(""))
    repair: RepairInWords = field(default_factory=lambda: RepairInWords(""))
    listed: ListedWords = field(default_factory=lambda: ListedWords(""))
    money: MoneyInWords = field(default_factory=lambda: MoneyInWords(""))

    @classmethod
    def of(cls, words: str, reader: WordRoles) -> PartedWords:
        """Part off words what is read apart."""
        ruled = reached_by_rule(words)
        names = [words[span.start : span.end] for span in name_spans(words, reader.library)]
        money = without_money(ruled)
        money = money if _holds(money.rest, names) else MoneyInWords(ruled)
        content = without_content(money.rest)
        content = content if _holds(content.rest, names) else ContentInWords(money.rest)
        movement = without_movement(content.rest)
        movement = movement if _holds(movement.rest, names) else MovementInWords(content.rest)
        repair = without_repair(movement.rest)
        repair = repair if _holds(repair.rest, names) else RepairInWords(movement.rest)
        listed = without_list(
            repair.rest, reader.is_named, partial(_strictness, reader=reader), partial(_are_goods, reader=reader)
        )
        listed = listed if _holds("\n".join((listed.rest, *listed.others)), names) else ListedWords(repair.rest)
        return cls(rest=listed.rest, content=content, movement=movement, repair=repair, listed=listed, money=money)

    @property
    def read_apart(self) -> tuple[str, ...]:
        """Words that are parted off and read, or told, as they were typed."""
        listed = (*self.listed.goods, *self.listed.others)
        content, repair = (self.content.typed, self.content.strange), (self.repair.typed, self.repair.back)
        return (self.money.typed, *content, self.movement.typed, *repair, *listed)

    def stated_by(self, read: WordsRead, reader: WordRoles) -> WordsRead:
        """Add to what was read of the rest what the parted words state, and what is to be said of them."""
        home = home_of(reader.library)
        read = _stating(read, *_of_content(self.content))
        value = {VALUE: self.money.value} if self.money.value else {}
        read = _stating(read, value, dict.fromkeys(value, self.money.typed), {})
        read = _repaired(read, self.repair, home, reader.place) if self.repair.typed else read
        read = _moving(read, self.movement, home) if self.movement.movement else read
        return _of_list(read, self.listed, reader)


def _holds(rest: str, names: Sequence[str]) -> bool:
    """Tell whether the names of listed parties are whole in words: *Technical Service* is a part of one."""
    return all(name in rest for name in names)


def _strictness(name: str, *, reader: WordRoles) -> int:
    """Rank somebody: on no list, on a watch list alone, or on one that bars."""
    if not reader.is_known(name):
        return 0
    entries = entries_named(name, reader.library)
    lists = {entry.list for entry in parties_of(reader.library).entries if str(entry.id) in entries}
    return 1 if lists and all("watch-list" in name_of_list for name_of_list in lists) else 2


def _of_list(read: WordsRead, listed: ListedWords, reader: WordRoles) -> WordsRead:
    """Say that several goods are judged as one line, and which users were named beside the one that is taken."""
    facts, unread = dict(read.facts), dict(read.unread)
    described = facts.get("description", "")
    if listed.goods:  # what is numbered is the goods, whatever was taken for them
        several = ", ".join(_that_tell(listed.goods, reader))
        is_read = listed.goods[0] in described
        within = goods_within(described, reader.workspace) if reader.is_goods(described) else ()
        beside = ", ".join((*within, several))
        facts["description"] = described.replace(listed.goods[0], several, 1) if is_read else beside
        goods = listed.goods
    else:
        goods = goods_listed(described, reader.is_goods)
        goods = goods if _are_several(goods, reader) else ()
        facts |= {"description": ", ".join(goods)} if goods and described.endswith("各") else {}
    if goods:
        unread["several_goods"] = message(
            "words.several_goods",
            "Several goods are judged as one: {goods}. Ask each apart.",
            goods=joined(goods, "comma"),
        )
    if listed.others:
        unread["other_users"] = message(
            "words.other_users",
            "Also named as users: {names}. Ask of each apart.",
            names=joined(listed.others, "comma"),
        )
    return replace(read, facts=facts, unread=unread)


def _are_goods(goods: Sequence[str], *, reader: WordRoles) -> bool:
    """Tell whether points that are numbered are goods: one is of the list, or most may be some."""
    return any(map(reader.is_goods, goods)) or 2 * sum(map(reader.may_be_goods, goods)) > len(goods)


def _that_tell(goods: Sequence[str], reader: WordRoles) -> Sequence[str]:
    """Return the goods by which several are judged: those of a code, beside any of no known word."""
    coded = [text for text in goods if settles_code(text, reader.workspace, reader.as_of)]
    return goods if all(map(reader.may_be_goods, goods)) else coded or goods


def _are_several(goods: Sequence[str], reader: WordRoles) -> bool:
    """Tell whether texts are goods of different entries: *carbon fibre, prepreg* and *lathe, 5-axis* are one."""
    library, workspace = reader.library, reader.workspace
    codes = [
        suggestion_of({"description": text}, library, reader.as_of or library.horizon, cache=workspace.cache)
        for text in goods
    ]
    entries = [
        {code[:_ENTRY] for code in (*one.codes, *(code for code, _ in one.near))} if one is not None else set()
        for one in codes
    ]
    return all(entries) and all(one.isdisjoint(other) for one, other in combinations(entries, 2))


def _of_content(content: ContentInWords) -> tuple[dict[str, str], dict[str, str], dict[str, Text]]:
    unread: dict[str, Text] = {}
    if content.strange:
        unread[SHARE] = message(
            "words.no_share",
            "Not taken as the share of Chinese content: “{words}”. State that share, by value.",
            words=content.strange,
        )
    stated = {SHARE: content.share} if content.share else {}
    return stated, dict.fromkeys(stated, content.typed), unread


def _repaired(read: WordsRead, repair: RepairInWords, home: str, place: Callable[[str], str]) -> WordsRead:
    """Add that goods leave for repair, or go back after it, and tell of the other way, which is asked apart.

    Of a way to the country whose measures are asked and one from there the second is judged: its measures rule that. A
    use that is stated, or that looks military, stays what it is.
    """
    facts, typed = dict(read.facts), dict(read.typed)
    destination, other = facts.get("destination", ""), repair.back
    use = RETURN if repair.is_after else OUT
    if home and destination == home and repair.place and (back_to := place(repair.place)) not in {"", home}:
        facts |= {"departure": home, "destination": back_to}
        typed |= {"departure": typed.get("destination", home), "destination": repair.place}
        use, other = RETURN, repair.rest
    elif repair.place and place(repair.place) not in {"", home}:
        use = ""
    words = (text for name, text in facts.items() if name != "end_user_kind")  # a value of it names defence
    if any(map(is_military_in_words, (repair.rest, *words))):
        use = ""
    leaves = facts.get("departure", home) == home and facts.get("destination", UNKNOWN_WORD) != home
    unread: dict[str, str] = {}
    if other:
        unread[BACK] = message(
            "words.other_way", "“{words}” is another way, and is not judged here: ask it apart.", words=other
        )
    if USE not in facts and home and leaves and use:
        facts[USE], typed[USE] = use, repair.typed
    elif USE not in facts:
        facts[USE], typed[USE] = UNKNOWN_WORD, repair.typed
        unread[USE] = words_of_use(FactName(USE), repair.typed)
    return replace(read, facts=facts, typed=typed, unread={**read.unread, **unread})


def _moving(read: WordsRead, moved: MovementInWords, home: str) -> WordsRead:
    """Add how goods move, where what was read of their way goes with it; else say that it is open."""
    facts, typed = read.facts, {MOVEMENT: moved.typed}
    origin = facts.get("origin", "")
    if moved.movement in {INSIDE, FOREIGNER}:
        places = {"departure": facts.get("departure", home), "destination": facts.get("destination", home)}
        # Where a foreign person is from may have been read as where it goes: that is left as it is.
        is_inside = moved.movement == FOREIGNER or places["destination"] == home
        if home == CHINA and places["departure"] == home and is_inside:
            stated = {MOVEMENT: moved.movement, **places}
            return _stating(read, stated, {**dict.fromkeys(stated, moved.typed), **read.typed}, {})
    elif moved.movement != TRANSIT:
        return _stating(read, {MOVEMENT: moved.movement}, typed, {})
    elif home and facts.get("via") == home and facts.get("departure") != home:
        plain = {
            name: text for name, text in facts.items() if name != "origin" or origin != home or name not in read.implied
        }
        # What only passes through was not, as a rule, made there.
        return _stating(replace(read, facts=plain, implied=frozenset()), {MOVEMENT: TRANSIT}, typed, {})
    text = message(
        "words.no_movement",
        "“{words}” leaves open how it moves. State the movement, and the way.",
        words=moved.typed,
    )
    return _stating(read, {}, {}, {MOVEMENT: text})


def _stating(
    read: WordsRead, facts: Mapping[str, str], typed: Mapping[str, str], unread: Mapping[str, Text]
) -> WordsRead:
    return replace(
        read,
        facts={**read.facts, **facts},
        typed={**read.typed, **typed},
        unread={**read.unread, **unread},
    )
