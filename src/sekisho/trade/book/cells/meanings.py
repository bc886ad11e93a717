"""What the cells of a book mean: the words of three languages, as the table of facts writes them.

Nothing is guessed. A cell that may mean two things, or is in words that are not known, cannot be read: its fact is then
unknown in its line, which never makes an outcome freer, and the cell is told with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, did_you_mean
from sekisho.files.language import broken_letters
from sekisho.files.zones import BEIJING, day_of, instant_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Fact, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message
from sekisho.regex import regex
from sekisho.trade.book.cells.customs import read_customs_code
from sekisho.trade.book.cells.dates import read_day
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.book.cells.places import place_in
from sekisho.trade.book.cells.territories import territory_in
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD, folded_phrase, meaning, names_civil_field, says_civil
from sekisho.trade.book.recipe import Words
from sekisho.trade.items.harmonised_system import customs_code_fault
from sekisho.trade.sentence.origin_words import without_origin

OWN_WORDS: Final = frozenset({"end_use", "end_use_sector", "end_user_kind"})
"""Facts that people state in words of their own."""
_ABOVE: Final = frozenset(
    {"同上", "〃", "々", '"', "''", "同左", "左同", "左に同じ", "〃〃", "ditto", "sameasabove", "上同"}
)
_EMPTY: Final = frozenset(
    {"null", "(null)", "[null]", "<null>", "nan", "<na>", "nat", "\\n", "—", "―", "–", "--", "---", "ー", "－"}
)
"""What programs and people write into a cell in which nothing stands."""
PLACE: Final = "place"
"""Marks a cell that names a port or a city: read, or lying in several territories."""
PLACE_SHARED: Final = "place_shared"
"""Doubt of a cell that names a city as smaller ones in other territories are called too."""
NO_LETTER: Final = "\ufffd"
"""Stands for bytes that are no text."""
_PYTHON_NONE: Final = "None"
_SEPARATORS: Final = regex(r"\s*[、，;；/／\n+・]\s*")
_MAY_BE_CODE: Final = regex(r"(?i)^\W*$|\bnone\b|[0-9][A-Ea-e]|(?<![0-9A-Za-z.])[0-9](?![0-9A-Za-z.])")
"""What stands in every cell of control codes, which begin with a digit and a letter A to E, or are one digit."""
_NO_DOT: Final = regex(r"([0-9][A-Ea-e][0-9]{3})([A-Za-z])")
_NOT_A_SLIP: Final = regex(r"[^\x00-\x7f]|\s.*\s")
_OTHER_LIST: Final = regex(r"該非|輸出令|貨物等省令|外為|eccn|\bear\b|meti|usml|itar|ccl\b", re.IGNORECASE)
_REASONS: Final = {
    "territory": "territory",
    "date": "date",
    "codes": "code",
    "yes_no": "yes_no",
    "choice": "choice",
    "party": "party",
    "text": "customs_code",
}
"""The reason why a cell cannot be read, by the kind of its fact (see `gaps`)."""


_CODES: Final = FactName("control_codes")
_DOUBTS: Final = {"none": "no_customs_code", "chapter": "chapter_alone"}
"""What is told of a customs code that is read (see `gaps.DOUBTS`)."""


def speaks_of_another_list(header: str) -> bool:
    """Tell whether the header of control codes names the list of another country.

    >>> speaks_of_another_list("該非判定"), speaks_of_another_list("ECCN"), speaks_of_another_list("管制编码")
    (True, True, False)
    """
    return bool(_OTHER_LIST.search(unicodedata.normalize("NFKC", header)))


def other_lists_in(columns: Mapping[FactName, str]) -> frozenset[FactName]:
    """Name the facts whose column speaks of a list that is not the Chinese one; `columns` has the column of each."""
    return frozenset({_CODES} if speaks_of_another_list(columns.get(_CODES, "")) else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMeaning:
    """What a cell means.

    Parameters
    ----------
    text
        As the table of facts writes it; of a cell that cannot be read, nothing, or what is used of it.
    why
        Why it is unknown, or cannot be read.
    bad
        Whether it cannot be read, or not wholly, so that it is a gap of its line.
    remedy
        What to do about it.
    reason
        Key of the reason why it cannot be read.
    doubt
        Key of the reason why it is told although it is read, and used as it stands; empty where nothing is doubtful.
    """

    text: str
    why: str = ""
    bad: bool = False
    remedy: str = ""
    reason: str = ""
    doubt: str = ""


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
    other_lists
        Facts whose column speaks of the list of another country, so that "not listed" says nothing of this one.
    """

    facts: FactTable
    territory: Callable[[str], str] = str
    words: Words = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    zone: str = BEIJING
    other_lists: Collection[str] = ()

    def meant(self, fact: Fact, text: str) -> CellMeaning:
        """Say what a cell means for a fact; a number is read elsewhere."""
        said = self.words.get(fact.name, {}).get(text.strip())
        if said is not None:
            found = replace(self, words={}).meant(fact, said)
            return replace(found, why=found.why or ("the mapping says so" if found.text == UNKNOWN_WORD else ""))
        bare = text.strip()
        if is_blank(text) or bare.lower() in WRITTEN_UNKNOWN:
            return CellMeaning(text=text)
        if bare.lower() in _EMPTY:
            return CellMeaning(text="")
        if bare == _PYTHON_NONE and fact.kind not in {"choice", "party"}:
            return CellMeaning(text=UNKNOWN_WORD, why="says that it is not known")
        if NO_LETTER in text:
            return CellMeaning(
                text="",
                why=message("book.bytes_no_text", "'{value}' contains bytes that are not text.", value=text),
                bad=True,
                reason="bytes",
            )
        if folded_phrase(text) in _ABOVE:
            remedy = message("book.write_value", "Write the value itself; a line is judged alone.")
            return CellMeaning(
                text="",
                why=message("book.points_elsewhere", "'{value}' points at another cell.", value=text),
                bad=True,
                remedy=remedy,
                reason="above",
            )
        broken = broken_letters(text.strip()) if fact.kind == "party" else ""
        if broken:
            return CellMeaning(text="", why=broken, bad=True, reason="bytes")
        instant = instant_of(unicodedata.normalize("NFKC", text)) if fact.kind == "date" else None
        if instant is not None:
            return CellMeaning(text=day_of(instant, self.zone).isoformat())
        straight = self._checked(fact, text if fact.kind == "party" else unicodedata.normalize("NFKC", text))
        if not straight.bad and not self._is_phrase(fact, text):
            return straight
        return self._phrase(fact, text) or self._shaped(fact, text) or self._own_words(fact, text) or straight

    def reads(self, fact: Fact, text: str) -> bool:
        """Tell whether a cell can be read as a fact, without saying why not; quick where it plainly is no code."""
        if fact.kind == "codes" and not _MAY_BE_CODE.search(unicodedata.normalize("NFKC", text)):
            blank = is_blank(text) or text.strip().lower() in (*WRITTEN_UNKNOWN, *_EMPTY)
            explained = text.strip() in self.words.get(fact.name, {})
            if not blank and not explained and self._phrase(fact, text) is None:
                return False
        return not self.meant(fact, text).bad

    def _is_phrase(self, fact: Fact, text: str) -> bool:
        """A name is any text, so that words such as 'not known' must be looked up first."""
        return fact.kind in {"party", "text"} and self._phrase(fact, text) is not None

    def _checked(self, fact: Fact, text: str) -> CellMeaning:
        try:
            typed = self.facts.parse(fact.name, text)
        except FactError as fault:
            problem = fault.problems[0]
            return CellMeaning(
                text="", why=problem.what, bad=True, remedy=problem.remedy, reason=_REASONS.get(fact.kind, "text")
            )
        if isinstance(typed, date) and not text.strip().startswith(typed.isoformat()):
            return CellMeaning(text=typed.isoformat())  # 20261205 is a day too, which SQL does not know
        doubt = customs_code_fault(text) if fact.kind == "text" and fact.scheme else None
        return CellMeaning(text=text, doubt=_DOUBTS[doubt.kind] if doubt is not None else "")

    def _phrase(self, fact: Fact, text: str) -> CellMeaning | None:
        for of in (fact.name, fact.kind, "any"):
            found = meaning(of, text)
            if found is None:
                continue
            if of == "territory":
                return CellMeaning(text="", why=f"'{text}' {found[1]}.", bad=True, reason="group")
            if found[0] == "none" and fact.name in self.other_lists:
                return CellMeaning(text=UNKNOWN_WORD, why=OTHER_LIST)
            return CellMeaning(text=found[0], why=found[1])
        return None

    def _shaped(self, fact: Fact, text: str) -> CellMeaning | None:
        """Read what is written in another shape: dates, names of territories, codes, digits of full width."""
        plain = unicodedata.normalize("NFKC", text).strip()
        match fact.kind:
            case "date":
                found = read_day(text, self.orders.get(fact.name, ""))
                if found.day is not None:
                    return CellMeaning(text=str(found.day))
                remedy = message(
                    "book.say_order", "Say which comes first with `dates: dmy`, `mdy` or `ymd` in the mapping file."
                )
                reason = f"'{text}': {found.way}."
                return CellMeaning(text="", why=reason, bad=True, remedy=remedy, reason="order") if found.way else None
            case "territory":
                return self._territory(fact, text)
            case "codes":
                return self._kept(fact, _NO_DOT.sub(r"\1.\2", ";".join(_SEPARATORS.split(plain))))
            case "text":
                return self._customs_code(fact, text)
            case _:
                return self._kept(fact, plain)

    def _territory(self, fact: Fact, text: str) -> CellMeaning | None:
        """Read a cell that names a territory, or a port or city in its place."""
        codes = self.facts.schemes.get("iso/3166", frozenset())
        code = territory_in(text, self.territory, codes.__contains__)
        if code:
            return self._kept(fact, code)

        def whole(part: str) -> str:
            return territory_in(part, self.territory, codes.__contains__)

        rest, origin = without_origin(text, whole)
        if origin and not rest:
            return self._kept(fact, whole(origin))
        place = place_in(text, whole)
        if place.territory:
            meant = self._kept(fact, place.territory)
            shared = PLACE_SHARED if place.several else ""
            return replace(meant, reason=PLACE, doubt=shared) if meant else None
        if not place.several:
            return None
        why = message(
            "book.places_lie",
            "places of the name '{value}' lie in {countries}.",
            value=text.strip(),
            countries=joined(place.several, "comma"),
        )
        return CellMeaning(
            text="",
            why=why,
            bad=True,
            remedy=message("book.say_in_which", "Say in which, with 'read_as'."),
            reason=PLACE,
        )

    def _customs_code(self, fact: Fact, text: str) -> CellMeaning | None:
        cell = read_customs_code(text)
        found = self._kept(fact, cell.code) if cell else None
        if found is None or cell is None or not cell.several:
            return found
        return replace(
            found,
            why=message("book.several_codes", "'{value}' contains several codes; the first is used.", value=text),
            bad=True,
            reason="several",
        )

    def _kept(self, fact: Fact, text: str) -> CellMeaning | None:
        found = self._checked(fact, text)
        return None if found.bad else found

    def _own_words(self, fact: Fact, text: str) -> CellMeaning | None:
        """Say that a phrase about the use or the user is not understood; a slip of a choice is told as one.

        A use that plainly names a field of civil life is no gap. It states nothing either: the words say what the goods
        become part of, and not who has them, so the use stays open.
        """
        if fact.name not in OWN_WORDS:
            return None
        if fact.name == "end_use" and says_civil(text) and not defence_words_in(text, use=True):
            return self._kept(fact, "civil")
        slip = did_you_mean(text.strip().lower().replace(" ", "_"), fact.choices)
        if slip and not _NOT_A_SLIP.search(text.strip()):
            return None
        if fact.name == "end_use" and not defence_words_in(text, use=True) and names_civil_field(text):
            return CellMeaning(text="", why=CIVIL_FIELD)
        reason = "military" if defence_words_in(text, use=True) else "own_words"
        why = (
            message("book.cell_military", "'{text}' looks military: confirm.", text=text)
            if reason == "military"
            else message("book.cell_not_understood", "'{text}' is not understood.", text=text)
        )
        return CellMeaning(text="", why=why, bad=True, reason=reason)


CIVIL_FIELD: Final = "names a field of civil life, and does not say who uses the goods"
OTHER_LIST: Final = "speaks of another country's list, or of none; it does not say that the item is not on this one"


def is_read(fact: Fact) -> bool:
    """Tell whether the cells of a fact are read one by one: neither free text nor a number."""
    return fact.kind not in {"map", "number"} and not (fact.kind == "text" and not fact.scheme)
