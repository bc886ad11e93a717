"""Goods at which the words or the customs code of a line point, and what a measure does to them."""

from __future__ import annotations

from typing import Final

from sekisho.dataclass import dataclass
from sekisho.determination.core.outcome import UNDETERMINED, Determination, Outcome, level_of
from sekisho.determination.line.contradiction import opened_by_words
from sekisho.i18n.names import goods_name
from sekisho.law.model.condition import FactName, MeasureId, walk
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.message import Text, joined, message

SPECIAL: Final = FactName("special_item")
"""Goods that a measure names and that have no control code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedGoods:
    """Goods that a line may be of, and the gravest clause that would then apply.

    Parameters
    ----------
    value
        As the line would state them.
    codes
        Customs codes by which the measure defines them; empty where it defines them in words.
    """

    fact: FactName
    value: str
    clause: ClauseId
    level: Outcome
    codes: tuple[str, ...] = ()

    @property
    def name(self) -> Text:
        """What they are called, with the customs codes that define them."""
        goods = goods_name(self.fact, self.value)
        if not self.codes:
            return goods
        return message(
            "brief.goods_of_code", "{goods} (customs code {codes})", goods=goods, codes=joined(self.codes, "comma")
        )


def named_goods(answer: Determination, library: Library) -> NamedGoods | None:
    """Return the goods at which a line points and that would make its answer graver than it surely is, gravest first.

    None where the answer is decided, or the line has an answer of its own to what the goods are.
    """
    if answer.verdict.headline != UNDETERMINED:
        return None
    found: list[NamedGoods] = []
    for effect in opened_by_words(answer):
        if effect.fact != SPECIAL:
            continue
        for name in answer.open:
            measure, clause = library.clauses[name]
            asks = any(getattr(part, "fact", None) == effect.fact for part in walk(clause.when))
            level = level_of(clause)
            if measure.id == effect.measure and asks and level > answer.floor:
                codes = defining_codes(effect.measure, effect.value, library)
                found.append(NamedGoods(fact=effect.fact, value=effect.value, clause=name, level=level, codes=codes))
    return max(found, key=lambda goods: goods.level, default=None)


def defining_codes(measure: MeasureId, value: str, library: Library) -> tuple[str, ...]:
    """Return the customs codes by which a measure defines goods, beside those that only point at them."""
    triggers = library.measures[measure].triggers
    return tuple(code for trigger in triggers if trigger.sets and trigger.value == value for code in trigger.codes)
