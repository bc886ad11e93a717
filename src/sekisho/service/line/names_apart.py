"""Names parted from the words beside them in a phrase: *给斯巴鲁做汽车座椅的*, コマツNTC株式会社 富山 研削盤."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.names_within import NameWithin, is_foreign, name_within
from sekisho.service.line.words_side_by_side import WordsSideBySide
from sekisho.trade.items.amounts import UNITS
from sekisho.trade.sentence.phrases import Phrase, PhraseRole

COPULA: Final = regex(
    r"(?:のこと)?(?:です|でした|であり|である|となります|になります|だ)(?:が|けど|ので)?$|(?<=[^\u3041-\u3096])で$"
)
"""The verb at the end of a Japanese sentence that says what something is."""
_AMOUNT_FIRST: Final = regex(rf"\d[\d,.]*\s*(?:{UNITS}|g|t)\s+(?=\S)", re.IGNORECASE)
"""An amount before other words."""
_OF_SOMEBODY: Final = frozenset(
    {
        *(PhraseRole.USER, PhraseRole.BUYER, PhraseRole.CONSIGNEE, PhraseRole.SELLER),
        *(PhraseRole.END, PhraseRole.FOR, PhraseRole.OPEN),
    }
)
"""Roles of phrases that may name somebody."""
_ORDER: Final = regex(
    r"(?P<who>[^，,。\s]{2,16}?)(?:想|要|已|又|刚)?(?:订购?了?|订了|采购了?|购买了?|买了|下单了?)(?!的)(?:[这那]?一?[批票些])?(?P<goods>[^，,。\s了]{2,})"
)
"""Who ordered goods, in Chinese."""
_DOES: Final = regex(r"(?:用来)?(?:做|制造|生产)(?P<use>[^\s，,]+?)(?:用)?的?")
"""What somebody makes of goods: 做汽车座椅的."""
_ORDERS: Final = regex(r"^(?:那边|那里|那儿|方面|的|想?要|订的?|订购|采购|购买|买|需要|へ|に|様|さん|は|が)+\s*")
"""Words between somebody and the goods that this one wants."""


def behind_amount(phrase: Phrase) -> Phrase:
    """Return what stands behind an amount that a label names: *net weight 25 kg HS 2804.50*."""
    match = _AMOUNT_FIRST.match(phrase.text) if phrase.role is PhraseRole.NONE else None
    return Phrase(PhraseRole.OPEN, phrase.text[match.end() :]) if match is not None else phrase


class NamesApart(WordsSideBySide):
    """Parts names from the words beside them, with the law data of a workspace."""

    def names_apart(self, phrase: Phrase) -> Iterator[Phrase]:
        """Part a name from the words beside it that no name holds: a place, and what is told of somebody."""
        text = COPULA.sub("", phrase.text).strip()
        order = _ORDER.fullmatch(text) if phrase.role is PhraseRole.OPEN else None
        if order is not None and self.is_named(order["who"]):
            yield Phrase(PhraseRole.USER, order["who"])
            yield Phrase(PhraseRole.ITEM, order["goods"])
            return
        within = name_within(text, self) if is_foreign(text, self) else None
        if within is None or phrase.role not in _OF_SOMEBODY or not self._is_of_line(phrase, within):
            yield phrase
            return
        if within.before:
            is_place = self.first_place(within.before) != "" and " " not in within.before
            yield Phrase(PhraseRole.END if is_place else PhraseRole.OPEN, within.before)
        yield Phrase(PhraseRole.USER if phrase.role is PhraseRole.OPEN else phrase.role, within.who, phrase.is_label)
        first, _, rest = within.behind.replace("　", " ").partition(" ")
        if first and self.first_place(first) == first:
            yield Phrase(PhraseRole.END, first)
        else:
            rest = within.behind
        use = _DOES.fullmatch(rest)
        if use is not None:
            yield Phrase(PhraseRole.USE, use["use"])
        elif rest := _ORDERS.sub("", rest):
            yield Phrase(PhraseRole.ITEM if rest != within.behind else PhraseRole.OPEN, rest)

    def _is_of_line(self, phrase: Phrase, within: NameWithin) -> bool:
        """Tell whether words with a name in them say something of the goods: 三菱造船と取引がありますが does not."""
        if phrase.role is not PhraseRole.OPEN or not within.behind:
            return True
        pieces = within.behind.replace("　", " ").split()
        is_told = _ORDERS.match(within.behind) is not None or _DOES.fullmatch(within.behind) is not None
        return is_told or any(self.first_place(piece) == piece or self.may_be_goods(piece) for piece in pieces)
