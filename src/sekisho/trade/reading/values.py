"""What the cells of a book mean: the words of three languages, as the table of facts writes them.

Nothing is guessed. A cell that may mean two things is refused with the reason; a phrase in the reader's own words about
the use or the user is unknown, which never makes an outcome freer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sekisho.errors import FactError, did_you_mean
from sekisho.files.mojibake import broken_letters
from sekisho.files.zones import BEIJING, day_of, instant_of
from sekisho.law.fact import WRITTEN_UNKNOWN, Fact, FactTable, is_blank
from sekisho.trade.reading.dates import read_day
from sekisho.trade.reading.phrases import UNKNOWN_WORD, folded_phrase, meaning
from sekisho.trade.reading.recipe import Words

OWN_WORDS: Final = frozenset({"end_use", "end_use_sector", "end_user_kind"})
"""Facts that people state in words of their own; what is not understood is unknown, and told."""
_DITTO: Final = frozenset({"同上", "〃", "々", '"', "''", "同左", "〃〃", "ditto", "sameasabove", "上同"})
_SEPARATORS: Final = re.compile(r"\s*[、，;；/／\n+・]\s*")
_NO_DOT: Final = re.compile(r"([0-9][A-Ea-e][0-9]{3})([A-Za-z])")
_NOT_A_SLIP: Final = re.compile(r"[^\x00-\x7f]|\s.*\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a cell means.

    Parameters
    ----------
    text
        As the table of facts writes it.
    why
        Why it is unknown, or cannot be read.
    bad
        Whether it cannot be read, so that its line is refused.
    do
        What to do about it.
    """

    text: str
    why: str = ""
    bad: bool = False
    do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """Reads the cells of one book.

    Parameters
    ----------
    territory
        Gives the ISO 3166 code of a territory's name, or nothing.
    words
        What a person said that cells mean; it goes before all else.
    order
        Which comes first in a date such as 09/08/2026, by column of fact.
    zone
        Zone in which instants are days.
    """

    facts: FactTable
    territory: Callable[[str], str] = str
    words: Words = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    zone: str = BEIJING

    def meant(self, fact: Fact, text: str) -> Meant:
        """Say what a cell means for a fact; a number is read elsewhere."""
        said = self.words.get(fact.name, {}).get(text.strip())
        if said is not None:
            return self._checked(fact, said, why="the mapping says so" if said == UNKNOWN_WORD else "")
        if is_blank(text) or text.strip().lower() in WRITTEN_UNKNOWN:
            return Meant(text=text)
        if folded_phrase(text) in _DITTO:
            do = "Write the value itself; a line is judged alone."
            return Meant(text="", why=f"'{text}' points at another cell.", bad=True, do=do)
        broken = broken_letters(text.strip()) if fact.kind == "party" else ""
        if broken:
            return Meant(text=UNKNOWN_WORD, why=broken)
        instant = instant_of(unicodedata.normalize("NFKC", text)) if fact.kind == "date" else None
        if instant is not None:
            return Meant(text=day_of(instant, self.zone).isoformat())
        straight = self._checked(fact, text if fact.kind == "party" else unicodedata.normalize("NFKC", text))
        if not straight.bad and not self._is_phrase(fact, text):
            return straight
        return self._phrase(fact, text) or self._shaped(fact, text) or self._own_words(fact, text) or straight

    def _is_phrase(self, fact: Fact, text: str) -> bool:
        """A name is any text, so that words such as 'not known' must be looked up first."""
        return fact.kind in {"party", "text"} and self._phrase(fact, text) is not None

    def _checked(self, fact: Fact, text: str, why: str = "") -> Meant:
        try:
            self.facts.parse(fact.name, text)
        except FactError as fault:
            problem = fault.problems[0]
            return Meant(text="", why=problem.what, bad=True, do=problem.do)
        return Meant(text=text, why=why)

    def _phrase(self, fact: Fact, text: str) -> Meant | None:
        for of in (fact.name, fact.kind, "any"):
            found = meaning(of, text)
            if found is not None:
                return Meant(text=found[0], why=found[1])
        return None

    def _shaped(self, fact: Fact, text: str) -> Meant | None:
        """Read what is written in another shape: dates, names of territories, codes, digits of full width."""
        plain = unicodedata.normalize("NFKC", text).strip()
        match fact.kind:
            case "date":
                found = read_day(text, self.orders.get(fact.name, ""))
                if found.day is not None:
                    return Meant(text=found.day.isoformat())
                do = "Say which comes first with `dates: dmy` or `dates: mdy` in the mapping file."
                return Meant(text="", why=f"'{text}': {found.way}.", bad=True, do=do) if found.way else None
            case "territory":
                code = self.territory(text)
                return self._kept(fact, code or plain)
            case "codes":
                return self._kept(fact, _NO_DOT.sub(r"\1.\2", ";".join(_SEPARATORS.split(plain))))
            case "text":
                return self._kept(fact, re.sub(r"[-‐.\s]", "", re.sub(r"\.0+$", "", plain)))
            case _:
                return self._kept(fact, plain)

    def _kept(self, fact: Fact, text: str) -> Meant | None:
        found = self._checked(fact, text)
        return None if found.bad else found

    def _own_words(self, fact: Fact, text: str) -> Meant | None:
        """Take a phrase about the use or the user that is not understood as unknown; a slip of a choice is refused."""
        if fact.name not in OWN_WORDS:
            return None
        slip = did_you_mean(text.strip().lower().replace(" ", "_"), fact.choices)
        if slip and not _NOT_A_SLIP.search(text.strip()):
            return None
        return Meant(text=UNKNOWN_WORD, why="is in words of its own, and is not read")


def is_read(fact: Fact) -> bool:
    """Tell whether the cells of a fact are read one by one: neither free text nor a number."""
    return fact.kind not in {"map", "number"} and not (fact.kind == "text" and not fact.scheme)
