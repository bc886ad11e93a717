"""Numbers in a description, each with its unit and the words before and after it.

What a number measures is told by words beside it ("flexural strength 45 MPa", "密度1.85 g/cm3"), by the element
beside a share ("2 % Tb" is a terbium content), by what a share alone says of a substance (its purity), or, for one
entry of the list, by being the only number of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from sekisho.classification.lexicon import Tagged
from sekisho.classification.reply_words import ReplyFinder, replies_of
from sekisho.classification.tokens import any_of, fold
from sekisho.dataclass import dataclass
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, FactValue, NumberInterval
from sekisho.regex import regex
from sekisho.trade.items.parameter import Parameter, StatedParameters
from sekisho.trade.items.unit import NUMBER, convert, is_of_a_kind, number_of, spellings

NEAR: Final = 40
"""Characters before or after a number within which a word may say what it measures."""

_OTHER: Final = (
    (
        "g/cm**3",
        r"(?:\b(?:tap(?:ped)?|true|theoretical|skeletal|helium|pour|loose)[\s-]+density|(?:振实|松装|真|理论|タップ)密度)",
        r"(?:tap(?:ped)?|true|theoretical)\b",
    ),
    (
        "mAh/g",
        r"(?<![\w.])(?:0\.[2-9]\d*|[1-9]\d*(?:\.\d+)?)\s?c(?![a-z])[^,;，；]*?",
        r"@\s*(?:0\.[2-9]\d*|[1-9]\d*)\s?c\b",
    ),
    *(
        (
            unit,
            r"(?:\b(?:ash|moisture|volatiles?|volatile matter)(?:\s+content)?|灰分|水分|挥发分|揮発分)",
            r"(?:ash|moisture)\b",
        )
        for unit in ("percent", "ppm")
    ),
    (
        "min",
        r"(?:\b(?:charg\w+|setup|set-up|warm-?up|start-?up|lead|delivery|cool\w*)(?:[\s-]+time)?|充电(?:时间)?|充電(?:時間)?)",
        r"(?:(?:battery|fast) )?charg\w+",
    ),
)
"""Words before and after a number of a kind that make it a figure which no limit measures."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a description, or its bounds, with its unit and its place."""

    low: Decimal | None
    high: Decimal | None
    opened: bool
    unit: str
    start: int
    end: int
    text: str

    def within(self, unit: str) -> Decimal | NumberInterval | None:
        """Return it in another unit; None if it measures something else, or the other is a pure count."""
        if not unit or not is_of_a_kind(self.unit, unit):
            return None
        low = None if self.low is None else convert(self.low, self.unit, unit)
        high = None if self.high is None else convert(self.high, self.unit, unit)
        if low is not None and low == high:
            return low
        return NumberInterval(low, high, low_open=self.opened and high is None, high_open=self.opened and low is None)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    unit = any_of(spellings())
    return re.compile(
        rf"(?P<sign>>=|<=|≥|≤|>|<|~|±|\+/-|at least|up to|over|above|below|under|max\.?|min\.?"
        rf"|不低于|不小于|大于|小于)?\s*"
        rf"(?<![A-Za-z0-9.])(?P<low>{NUMBER})\s*(?:-?(?P<first>(?:{unit})(?![A-Za-z0-9])))?"
        rf"(?:\s*(?:to|-|–|—|~|至)\s*(?P<high>{NUMBER})\s*(?P<unit>(?:{unit})(?![A-Za-z0-9])))?"
        rf"\s*(?P<after>以上|以下|min\b|max\b|or more|or less|or higher)?",
        re.IGNORECASE,
    )


_DECIMAL_COMMA: Final = regex(
    r"(?<=\d),(?=(?:\d{1,2}|\d{4,})(?![\d,])(?!\.\d))(?<!\d,\d,)|(?<![\d.,]\d\d\d)(?<=\d),(?=\d{3}\s*%)|(?<=(?<![\d.,])0),(?=\d)"
)
"""A comma that stands for a point: not before three digits, except in a share or after a mere nought."""
_DIGIT: Final = regex(r"\d")
_NINES: Final = regex(r"(?<![A-Za-z0-9.])([2-9])N([0-9])?(?![A-Za-z0-9])")
_BARE_DENSITY: Final = regex(
    r"(?:\bdensity|密度)\s*(?:\b(?:is|of)\b|[:：=はが为為约約])?\s*(\d{1,2}\.\d+)(?!\s*[A-Za-z\d.%/-])", re.IGNORECASE
)
"""A density without its unit: below 100 with decimals it is in g/cm3, for in kg/m3 it is a thousand times that."""
_SIDE: Final = r"(\d+(?:\.\d+)?)"
_BY: Final = r"\s*(?:mm|cm|m)?\s*[x×*X]\s*"
_SIZES: Final = regex(rf"(?<![A-Za-z0-9.]){_SIDE}{_BY}{_SIDE}(?:{_BY}{_SIDE})?\s*(mm|cm|m)(?![A-Za-z0-9])")


def quantities_of(text: str) -> list[Quantity]:
    """Find the quantities of a description, in order.

    >>> [(str(found.low), found.unit) for found in quantities_of("99.95 %, flexural 45 MPa, 6N")]
    [('99.95', 'percent'), ('45', 'MPa'), ('99.9999', 'percent')]
    >>> [str(found.low) for found in quantities_of("99,995 %; 1,85 g/cm3; 1,500 kg")]
    ['99.995', '1.85', '1500']
    >>> [(str(found.low), found.unit) for found in quantities_of("かさ密度1.85 曲げ強さ48MPa")]
    [('1.85', 'g/cm**3'), ('48', 'MPa')]
    """
    folded = fold(text)
    if _DIGIT.search(folded) is None:
        return []
    folded = _DECIMAL_COMMA.sub(".", folded.replace("μ", "u"))
    nines = {match.start(): _nines(match) for match in _NINES.finditer(folded)}
    found = [quantity for match in _pattern().finditer(folded) if (quantity := _quantity(match)) is not None]
    found += [_density(match) for match in _BARE_DENSITY.finditer(folded)]
    return sorted(
        (*(quantity for quantity in found if quantity.start not in nines), *nines.values()),
        key=lambda quantity: quantity.start,
    )


def _density(match: re.Match[str]) -> Quantity:
    value = number_of(match[1])
    return Quantity(value, value, False, "g/cm**3", match.start(1), match.end(1), match[1])  # noqa: FBT003


def _quantity(match: re.Match[str]) -> Quantity | None:
    written = match["unit"] or match["first"]
    if written is None:
        return None
    known = spellings()
    unit = known.get(written) or known.get(written.lower())
    if unit is None:
        return None
    low: Decimal | None = number_of(match["low"])
    high = number_of(match["high"]) if match["high"] else low
    sign = (match["sign"] or match["after"] or "").lower().rstrip(".")
    opened = sign in {">", "over", "above", "大于", "<", "below", "under", "小于"}
    if match["high"] is None and sign in _LOW:
        high = None
    elif match["high"] is None and sign in _HIGH:
        low = None
    elif match["high"] is None and sign in {"±", "+/-"}:
        low = high
    if low is not None and high is not None and low > high:
        return None
    return Quantity(
        low, high, opened, unit, match.start("low"), match.start() + len(match[0].rstrip()), match[0].strip()
    )


_LOW: Final = frozenset(
    {">=", "≥", ">", "at least", "over", "above", "min", "不低于", "不小于", "大于", "以上", "or more", "or higher"}
)
_HIGH: Final = frozenset({"<=", "≤", "<", "up to", "below", "under", "max", "小于", "以下", "or less"})


def _nines(match: re.Match[str]) -> Quantity:
    nines, more = int(match[1]), match[2]
    share = Decimal("99." + "9" * (nines - 2)) if nines > 2 else Decimal(99)  # noqa: PLR2004 - 2N is 99 %
    if more and nines >= 2:  # noqa: PLR2004
        share = Decimal(f"{share}{more}") if "." in f"{share}" else Decimal(f"{share}.{more}")
    return Quantity(share, share, False, "percent", match.start(), match.end(), match[0])  # noqa: FBT003


def both(one: FactValue, other: Decimal | NumberInterval) -> Decimal | NumberInterval:
    """Take what is given twice for bounds within which it lies: 25 MPa before and 45 MPa after.

    >>> (
    ...     str(both(Decimal(45), Decimal(25))),
    ...     str(both(Decimal(5), Decimal(5))),
    ...     str(both(Decimal(5), NumberInterval(Decimal(3), None))),
    ... )
    ('>= 25 and <= 45', '5', '>= 3')
    """
    first, second = (
        value if isinstance(value, NumberInterval) else NumberInterval(value, value)  # type: ignore[arg-type]
        for value in (one, other)
    )
    lows = [(span.low, span.low_open) for span in (first, second) if span.low is not None]
    highs = [(span.high, not span.high_open) for span in (first, second) if span.high is not None]
    low, low_open = min(lows) if len(lows) == 2 else (None, False)  # noqa: PLR2004 - of both
    high, closed = max(highs) if len(highs) == 2 else (None, True)  # noqa: PLR2004
    return (
        low if low is not None and low == high else NumberInterval(low, high, low_open=low_open, high_open=not closed)
    )


@dataclass(frozen=True, slots=True)
class MeasuredQuantities:
    """What the numbers of a description are known to measure, and those of which it is not known."""

    stated: StatedParameters
    spare: tuple[Quantity, ...]


def fits(parameter: Parameter, quantity: Quantity) -> bool:
    """Tell whether a number can be the figure of a parameter: nobody gives a strength in bar, which is a shape too.

    Of maraging steel "350 bar" is a rod of grade 350.
    """
    if quantity.unit == "bar" and str(parameter.name).endswith(_OF_STRENGTH):
        return False
    return quantity.within(parameter.fact.unit) is not None


_OF_STRENGTH: Final = ("strength", "elastic_limit")


class QuantityReader:
    """Tells what the numbers of a description measure, by a table of parameters."""

    def __init__(self, parameters: Mapping[FactName, Parameter]) -> None:
        """Gather the words of all parameters, the longest first."""
        self.parameters = parameters
        words: dict[str, list[FactName]] = {}
        for parameter in parameters.values():
            if parameter.fact.kind == "number" and parameter.fact.of != "law":
                for word in {fold(each).lower() for each in (*parameter.words, parameter.name.replace("_", " "))}:
                    words.setdefault(word, []).append(parameter.name)
        self._words = words
        self._answers = tuple(replies_of(parameters))
        self._finder = ReplyFinder(replies for _, replies in self._answers)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """All words as one pattern, made when the first number is met."""
        return re.compile(any_of(self._words))

    def read(self, text: str, tagged: Tagged) -> MeasuredQuantities:
        """Read parameters from a description."""
        low = fold(text).lower()
        stated = StatedParameters()
        spare: list[Quantity] = []
        used: set[int] = {-1}
        found = quantities_of(text)
        claimed: set[int] = set()
        for place, quantity in enumerate(found):
            if is_other_figure(low, quantity.unit, quantity.start, quantity.end):
                continue
            at, names = self._named(low, quantity, found, place)
            names = names or self._content(quantity, tagged, claimed, found[place + 1 :])
            new = {
                name: value
                for name in names
                if (value := quantity.within(self.parameters[name].fact.unit)) is not None
                and (name not in stated or at not in used)
            }
            used.add(at)
            stated.update({name: both(stated[name], value) if name in stated else value for name, value in new.items()})
            if not new:
                spare.append(quantity)
        if (purity := FactName("purity")) in self.parameters and purity not in stated:
            shares = (one for one in spare if one.unit in {"percent", "ppm"} and _is_purity(one))
            share = next((one for one in shares if not _is_of_a_part(one, tagged)), None)
            if share is not None and (value := share.within(self.parameters[purity].fact.unit)) is not None:
                stated[purity] = value
                spare.remove(share)
        for name, answers in (self._answers[place] for place in self._finder.places(low)):
            if name not in stated and (answer := answers.read(low)) is not None:
                known = self.parameters[name]
                stated[name] = UNKNOWN if known.open_when_named and answer is not known.presumed else answer
        stated_sizes(low, stated, self.parameters)
        return MeasuredQuantities(stated, tuple(spare))

    def _named(self, low: str, quantity: Quantity, found: list[Quantity], place: int) -> tuple[int, Iterable[FactName]]:
        """Find the parameters whose word stands nearest, before the number or right after it.

        A plain word such as power names several of them; each entry of the list measures its own. The place of the
        word tells whether one word names two numbers.
        """
        begin = max(found[place - 1].end if place else 0, quantity.start - NEAR)
        finish = min(found[place + 1].start if place + 1 < len(found) else len(low), quantity.end + NEAR)
        before = [
            (quantity.start - begin - match.end(), begin + match.start(), fitting)
            for match in self._pattern.finditer(low[begin : quantity.start])
            if (fitting := self._fitting(self._words[match[0]], quantity))
        ]
        rest = low[quantity.end : finish]
        after = [
            (match.start() + _AFTER, quantity.end + match.start(), fitting)
            for match in self._pattern.finditer(_SEPARATOR.split(rest)[0])
            if (fitting := self._fitting(self._words[match[0]], quantity))
            and (place + 1 == len(found) or _SEPARATOR.search(rest, match.end()) is not None)
        ]
        return min((*before, *after), default=(0, -1, ()), key=lambda one: one[0])[1:]

    def _fitting(self, names: Iterable[FactName], quantity: Quantity) -> tuple[FactName, ...]:
        return tuple(name for name in names if fits(self.parameters[name], quantity))

    def _content(
        self, quantity: Quantity, tagged: Tagged, claimed: set[int], others: list[Quantity]
    ) -> tuple[FactName, ...]:
        """Take a share beside an element for its content: of the one before it, if no other share has claimed that.

        Where shares follow what they are shares of (metal 99.9 % boron 1 ppm), the element after one is the next one's.

        Parameters
        ----------
        claimed
            Places of the elements whose share has been read; the one that is read now joins them.
        others
            Quantities that follow.
        """
        if quantity.unit not in {"percent", "ppm"}:
            return ()
        nearest: tuple[int, int] | None = None
        follows = any(_is_near(tagged.units[tag.last].end, quantity.start, tagged.folded) for tag in tagged.tags)
        for tag in tagged.tags:
            if tag.concept.kind != "element" or tag.first in claimed:
                continue
            begin, end = tagged.units[tag.first].start, tagged.units[tag.last].end
            after = begin >= quantity.end
            gap = begin - quantity.end if after else quantity.start - end
            near = _is_near(quantity.end, begin, tagged.folded) or _is_near(end, quantity.start, tagged.folded)
            if after and follows and any(_is_near(end, other.start, tagged.folded) for other in others):
                continue
            if near and (nearest is None or gap < nearest[0]):
                nearest = (gap, tag.first)
        if nearest is None:
            return ()
        claimed.add(nearest[1])
        name = next(FactName(f"{tag.concept.name}_content") for tag in tagged.tags if tag.first == nearest[1])
        return (name,) if name in self.parameters else ()


_SEPARATOR: Final = regex(r"[,;，；、]|\band\b")
_AFTER: Final = 5
"""How much farther a word after a number counts than one before it."""
_BESIDE: Final = 3
"""Characters between a share and the element whose content it is."""
_PURE: Final = Decimal(90)
"""Per cent from which a figure beside a substance is its purity, and not the share of it in a mixture. A guess.
Smaller, an alloy of 80 % is read as impure metal; larger, a grade of 90 % as an alloy."""


def _is_near(end: int, begin: int, folded: str) -> bool:
    """Tell whether one thing begins right after another, and nothing stands between the two."""
    return 0 <= begin - end <= _BESIDE and not _SEPARATOR.search(folded[end:begin])


def _is_of_a_part(share: Quantity, tagged: Tagged) -> bool:
    """Tell whether a share is that of one element of a compound: 83.5 % Sb in an antimony oxide."""
    after = next((tag for tag in tagged.tags if tagged.units[tag.first].start >= share.end), None)
    if after is None or after.concept.kind != "element" or tagged.units[after.first].start - share.end > _BESIDE:
        return False
    compound = any(tag.concept.kind == "chemical" or tag.concept.name == "oxide" for tag in tagged.tags)
    apart = tagged.folded[share.end : tagged.units[after.first].start]
    return compound and _SEPARATOR.search(apart) is None


def _is_purity(quantity: Quantity) -> bool:
    number = quantity.low if quantity.low is not None else quantity.high
    return quantity.unit == "percent" and number is not None and number >= _PURE


def stated_sizes(low: str, stated: StatedParameters, parameters: Mapping[FactName, Parameter]) -> None:
    """Read sizes such as 150 x 150 x 60 mm (a block) and 20 mm x 300 mm (a rod) in place."""
    match = _SIZES.search(low)
    if match is None:
        return
    sides = [convert(Decimal(side), match[4], "mm") for side in match.groups()[:3] if side]
    names = ("length", "width", "height") if len(sides) == 3 else ("diameter", "length")  # noqa: PLR2004 - a block has three
    ordered = sorted(sides, reverse=True) if len(sides) == 3 else sides  # noqa: PLR2004
    for name, side in zip(names, ordered, strict=True):
        if FactName(name) in parameters:
            stated.setdefault(FactName(name), side)


@lru_cache(maxsize=1)
def _others() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    between = r"[\s:=为是约~≈()@-]*(?:(?:of|in|is|at|about|approx\.?)\s+)?"
    return tuple(
        (unit, re.compile(rf"{before}{between}$"), re.compile(rf"[\s(]*{after}")) for unit, before, after in _OTHER
    )


def is_other_figure(low: str, unit: str, begin: int, end: int) -> bool:
    """Tell whether words beside a number make it a figure of another kind.

    >>> (
    ...     is_other_figure("tap density 1.1 g/cm3", "g/cm**3", 12, 21),
    ...     is_other_figure("density 1.1 g/cm3", "g/cm**3", 8, 17),
    ... )
    (True, False)
    """
    return any(
        is_of_a_kind(unit, kind)
        and (before.search(low[max(0, begin - NEAR) : begin]) or after.match(low[end:])) is not None
        for kind, before, after in _others()
    )
