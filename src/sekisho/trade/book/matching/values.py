"""What stands in a column: shares of its lines with numbers, dates, territories, customs codes, words, codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import is_blank
from sekisho.trade.book.cells.customs import read_customs_code
from sekisho.trade.book.cells.dates import read_day
from sekisho.trade.book.cells.han_amounts import amount_in_figures
from sekisho.trade.book.cells.meanings import PLACE, Meanings
from sekisho.trade.book.cells.places import address_in
from sekisho.trade.book.cells.vocabulary import meaning

LOOKED_AT: Final = 200
"""Values, the commonest ones, by which a column is known. A guess. Smaller, rare kinds of values are not seen; larger,
only slower: the commonest ones come first."""
_NOTHING: Final = re.compile(
    r"[-–—―ー－.*_/\\?？\s]*|null|\(null\)|<null>|nan|n\.?/?a\.?|nil|undefined|undeclared|unspecified|unknown|unavailable|absent"
    r"|not (?:available|applicable|specified|stated|defined)|no (?:aplica|data|info\w*)|tbd|tba"
    r"|未定|不明|暂无|未知",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(
    r"[約约≒~+]?\s*(?:[A-Za-z]{1,3}[$.]|[¥$€£₩₹￥])?\s*[-(△▲+]?\s*(?:[A-Za-z]{2,3}(?![A-Za-z]))?\s*\d[\d.,'\s]*(?:e[+-]?\d+)?\s*"
    r"(?:[千百万萬億亿]*\s*(?:円|元|ドル|美元|ユーロ|欧元|[A-Za-z$€¥]{1,8}))?[千百万億亿]*[)\s.%-]*",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"[-+]?\d[\d,' ]*(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"\d{1,6}(?:\.0+)?")
_LETTERS: Final = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff]")
_CODE: Final = re.compile(r"(?=\S*\d)[\w./#:+-]+", re.ASCII)
_FIRM: Final = re.compile(
    r"\b(?:co|ltd|limited|inc|corp|corporation|company|llc|llp|gmbh|ag|kg|sa|srl|spa|sarl|sas|bv|nv|oy|ab|as|pte|pty|plc|"
    r"jsc|ooo|ltda|eirl|sac|cv|industries|trading|international|enterprises?|group|bhd|sdn)\b|株式会社|有限会社|㈱|㈲|\(株\)"
    r"|（株）|\(有\)|（有）|公司|集团|集團|工業|製作所|工厂|商会|研究所|大学|ооо|оао|зао|тов",
    re.IGNORECASE,
)
_LEGAL_FORM: Final = re.compile(
    r"^(?:株式会社|有限会社|㈱|㈲)|\w[\w\s.,&'-]*\b(?:ltd|limited|inc|corp|corporation|llc|llp|gmbh|srl|plc)\.?\s*$"
    r"|(?:株式会社|有限会社|㈱|㈲|\(株\)|（株）|\(有\)|（有）|有限公司)\s*$",
    re.IGNORECASE,
)
"""A whole name of a firm: what no name of a column is."""
_TERRITORY: Final = re.compile(r"[A-Z]{2}")
_BETWEEN_PARTS: Final = re.compile(r"[\s,;/|:()（）、，]+")
_LONGEST_TERRITORY: Final = 60
"""Letters of the longest name of a territory that is looked up."""
_ZERO: Final = re.compile(r"[-+]?0*(?:\.0*)?")
_HEADING: Final = 4
"""Digits of a heading of the Harmonized System."""
_LONGEST_WHOLE: Final = 60
"""Numbers of items and rows of one document seldom go higher."""

Sample = Mapping[str, int]
"""Values of a column, each with the number of its lines."""


def states_nothing(text: str) -> bool:
    """Tell whether nothing stands in a cell, or a word for it."""
    return is_blank(text) or bool(_NOTHING.fullmatch(text.strip()))


def is_firm(text: str) -> bool:
    """Tell whether a text is the name of a firm, with its legal form.

    >>> is_firm("Naniwa Seiki Co., Ltd."), is_firm("浪速精機㈱"), is_firm("Company"), is_firm("Gross KG")
    (True, True, False, False)
    """
    return bool(_LEGAL_FORM.search(text.strip()))


@dataclass(frozen=True, eq=False)
class ColumnValues:
    """The values of a column at the beginning of a book.

    Parameters
    ----------
    sample
        Its values with their counts, what is empty too.
    """

    sample: Sample
    meanings: Meanings

    @cached_property
    def _said(self) -> dict[str, int]:
        return {text: count for text, count in self.sample.items() if not states_nothing(text)}

    @cached_property
    def stated(self) -> dict[str, int]:
        """Values in which something stands, the commonest first."""
        return dict(sorted(self._said.items(), key=lambda pair: (-pair[1], pair[0]))[:LOOKED_AT])

    @cached_property
    def known(self) -> float:
        """Share of the lines in which something stands."""
        return sum(self._said.values()) / max(1, sum(self.sample.values()))

    @cached_property
    def _count(self) -> int:
        return max(1, sum(self.stated.values()))

    def share(self, tells: Callable[[str], bool]) -> float:
        """Return the share of the stated lines whose value is of a kind."""
        return sum(count for text, count in self.stated.items() if tells(_plain(text))) / self._count

    def mostly(self, tells: Callable[[str], bool], share: float) -> bool:
        """Tell whether more than a share of the stated lines is of a kind; given up as soon as it cannot be."""
        spare = (1 - share) * self._count
        for text, count in self.stated.items():
            if not tells(_plain(text)):
                spare -= count
                if spare <= 0:
                    return False
        return bool(self.stated)

    @cached_property
    def numbers(self) -> float:
        """Share of plain numbers."""
        return self.share(lambda text: bool(_NUMBER.fullmatch(text)))

    @cached_property
    def money(self) -> float:
        """Share of numbers, with a currency or without."""
        return self.share(_is_money)

    @cached_property
    def dates(self) -> float:
        """Share of days and months; a plain number is none, unless it is written as a day."""
        return self.share(self.is_date)

    def is_date(self, text: str) -> bool:
        """Tell whether a cell is a day or a month."""
        if _NUMBER.fullmatch(text) and len(text.replace(".0", "")) not in {5, 6, 8, 13}:
            return False
        values = read_day(text, "dmy")
        return values.day is not None or read_day(text, "mdy").day is not None

    @cached_property
    def territories(self) -> float:
        """Share of names and codes of territories."""
        return self.share(self.is_territory)

    @cached_property
    def territories_and_groups(self) -> float:
        """Share of names and codes of territories, and of groups such as the European Union."""
        return self.share(lambda text: self.is_territory(text, groups=True))

    def is_territory(self, text: str, *, groups: bool = False) -> bool:
        """Tell whether a cell names a territory, or a group of them too."""
        fact = self.meanings.facts.facts.get(FactName("destination"))
        if fact is None or len(text) > _LONGEST_TERRITORY:
            return False
        meant = self.meanings.meant(fact, text)
        country = bool(_TERRITORY.fullmatch(meant.text)) and meant.reason != PLACE
        return country or (groups and meant.reason == "group")

    @cached_property
    def places(self) -> float:
        """Share of countries, of places that say theirs, and of addresses; a city's name alone may be a firm's."""
        return self.share(
            lambda text: self.is_territory(text) or bool(address_in(text)) or self._is_place_with_country(text)
        )

    @cached_property
    def located(self) -> float:
        """Share of places of any kind, for a column whose header says that it holds places."""
        return self.share(lambda text: self.is_territory(text) or self._is_place(text) or bool(address_in(text)))

    def _is_place(self, text: str) -> bool:
        fact = self.meanings.facts.facts.get(FactName("destination"))
        return fact is not None and self.meanings.meant(fact, text).reason == PLACE

    def _is_place_with_country(self, text: str) -> bool:
        parts = [part for part in _BETWEEN_PARTS.split(text) if part]
        return len(parts) > 1 and self._is_place(text) and any(self.is_territory(part) for part in parts)

    @cached_property
    def customs(self) -> float:
        """Share of customs codes of a heading or more."""
        return self.share(lambda text: len(_digits(text)) >= _HEADING and read_customs_code(text) is not None)

    @cached_property
    def long_customs(self) -> float:
        """Share of customs codes of six digits or more."""
        return self.share(lambda text: len(_digits(text)) > _HEADING and read_customs_code(text) is not None)

    @cached_property
    def words(self) -> float:
        """Share of texts with letters that are not codes."""
        return self.share(lambda text: bool(_LETTERS.search(text)) and not _CODE.fullmatch(text))

    @cached_property
    def codes(self) -> float:
        """Share of single words with digits in them."""
        return self.share(lambda text: bool(_CODE.fullmatch(text)) and not _NUMBER.fullmatch(text))

    @cached_property
    def names(self) -> float:
        """Share of texts that may be names: neither numbers, dates nor codes."""
        return self.share(lambda text: not (_MONEY.fullmatch(text) or _CODE.fullmatch(text) or self.is_date(text)))

    @cached_property
    def firms(self) -> float:
        """Share of names with the words of firms."""
        return self.share(lambda text: bool(_FIRM.search(text)))

    @cached_property
    def zero(self) -> bool:
        """Whether every value that is stated is zero."""
        return all(_ZERO.fullmatch(_plain(text)) for text in self.stated)

    @cached_property
    def running(self) -> bool:
        """Whether the values are the whole numbers that count items or rows."""
        if not self.stated or self.share(lambda text: bool(_WHOLE.fullmatch(text))) < 1:
            return False
        numbers = [int(float(text)) for text in map(_plain, self.stated)]
        small = max(numbers) <= _LONGEST_WHOLE
        each_own = len(numbers) == self._count and max(numbers) - min(numbers) < 2 * len(numbers)
        return (small or each_own) and min(numbers) >= 0 and not self.zero

    @cached_property
    def fractions(self) -> bool:
        """Whether the values are shares that add up to at most one."""
        if self.numbers < 1 or not self.stated:
            return False
        numbers = [float(re.sub("[,' ]", "", _plain(text))) for text in self.stated]
        return all(0 <= number <= 1 for number in numbers) and any(0 < number < 1 for number in numbers)

    @cached_property
    def looks(self) -> str:
        """Key of what the values look like."""
        kinds = (
            ("empty", not self.stated),
            ("running", self.running),
            ("dates", self.dates > 0.8),  # noqa: PLR2004 - most of them
            ("fractions", self.fractions),
            ("numbers", self.money > 0.8),  # noqa: PLR2004
            ("codes", self.codes > 0.6),  # noqa: PLR2004
            ("territories", self.territories > 0.8),  # noqa: PLR2004
        )
        return next((f"looks_{name}" for name, is_so in kinds if is_so), "looks_words")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text.removesuffix(".0"))


def is_amount(text: str) -> bool:
    """Tell whether a cell is an amount, or a word in its place."""
    return _is_money(text) or meaning("any", text) is not None


def _is_money(text: str) -> bool:
    if text.isascii():
        return bool(_MONEY.fullmatch(text))
    figures = amount_in_figures(text)  # None where it is an amount, and not known which
    return figures is None or bool(_MONEY.fullmatch(figures))


def states_any_word(text: str) -> bool:
    """Tell whether a cell of numbers holds a word that says that the number is not known."""
    return meaning("any", text) is not None
