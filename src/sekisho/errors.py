"""Everything that sekisho raises on purpose.

SekishoError
├── MeasureError      a measure file is wrong (file, line, code M1xx, all problems at once)
├── FactError         a fact is misnamed, mistyped or out of scheme (source, row, column)
├── LibraryError      two packages define one id; a hash does not match; nothing is installed
├── BookError         an order book cannot be read or mapped
├── BillError         a bill of materials cannot be read, or contradicts itself
├── ListError         a list of items or parties cannot be read, or is not the list that was expected
├── ConvergenceError  a model or a sampling did not settle (what was reached)
├── ScenarioError     a scenario, preset or setting of a simulation cannot be run as stated
├── TableError        an input-output table cannot be read, or breaks an identity (which, by how much, where)
├── StoreError        a store of results cannot be used, or does not hold what its audit trail says
├── AccountError      an account, a password or a token cannot be made or changed as stated
│   └── RefusedError  the account or token that asks may not do that
├── InstallationError what an installation holds is not there (what, how to get it)
└── EngineError       an economy and draws that the engine cannot run, or a kernel that is not installed

Unknown facts, undetermined outcomes and possible matches are results and never raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import JoinedText, Message, data_of, joined, message, text_from
from sekisho.regex import regex

_NO_LETTER: Final = regex(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def no_letters_in(text: str) -> str:
    r"""Name the characters of a text that are no letters: halves of letters and control characters; else empty.

    >>> no_letters_in("Osaka\ttrading"), no_letters_in("Osaka\x00\ud800")
    ('', 'U+0000, U+D800')
    """
    return ", ".join(dict.fromkeys(f"U+{ord(one):04X}" for one in _NO_LETTER.findall(text)))


def with_letters_only(text: str) -> str:
    r"""Write characters that are no letters as their numbers, so that no text can break an answer.

    >>> with_letters_only("Osaka\ud800")
    'Osaka<U+D800>'
    """
    return _NO_LETTER.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong: what, where, what was expected, the remedy.

    Parameters
    ----------
    where
        File and line, or source and row, or flag; empty if the whole input is meant.
    what
        The fault, with the offending value in quotes.
    remedy
        What was expected and what to do; may be empty when `what` already says so.
    code
        Check that found it (`M101`), for measure files.
    """

    what: str
    where: str = ""
    remedy: str = ""
    code: str = ""

    def __str__(self) -> str:
        """Show the problem as it is printed."""
        head = f"{self.where}: " if self.where else ""
        code = f"{self.code} " if self.code else ""
        tail = f"\n  {self.remedy}" if self.remedy else ""
        return with_letters_only(f"{head}{code}{self.what}{tail}")

    @property
    def text(self) -> str:
        """What is wrong and the remedy, as one text that can be told in every language."""
        return joined((self.what, self.remedy), "sentence")

    @property
    def expected(self) -> str:
        """What was expected: the sentences of the remedy whose ids say so; empty if none does."""
        return joined(filter(_is_expectation, _sentences(self.remedy)), "sentence")

    @property
    def advice(self) -> str:
        """What to do: the remedy without what was expected; may be empty."""
        return joined((part for part in _sentences(self.remedy) if not _is_expectation(part)), "sentence")

    def to_dict(self) -> dict[str, object]:
        """Return the problem as plain data, which `from_dict` reads and every language can tell."""
        return {"where": self.where, "what": data_of(self.what), "remedy": data_of(self.remedy)}

    @classmethod
    def from_dict(cls, data: Mapping[str, object]) -> Problem:
        """Make a problem again from plain data."""
        return cls(where=str(data["where"]), what=text_from(data["what"]), remedy=text_from(data["remedy"]))

    def translate(self, say: Callable[[str], str]) -> Problem:
        """Return the problem in another language, told by what tells a text there."""
        return replace(self, where=say(self.where), what=say(self.what), remedy=say(self.remedy))


def _sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that was joined of some; any other is one sentence."""
    return text.parts if isinstance(text, JoinedText) and text.joint == "sentence" else (text,)


def _is_expectation(sentence: str) -> bool:
    """Whether a sentence says what was expected: its id begins so, after the name of its catalogue."""
    return isinstance(sentence, Message) and sentence.id.partition(".")[2].startswith("expected")


class SekishoError(Exception):
    """Base of everything raised on purpose; carries all problems found in one pass."""

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        """Keep the problems; a bare string is one problem without a place."""
        if isinstance(problems, str):
            problems = Problem(what=problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class MeasureError(SekishoError):
    """A measure file is wrong."""


class FactError(SekishoError):
    """A fact is misnamed, mistyped or out of its scheme."""


class LibraryError(SekishoError):
    """The data packages contradict each other, or none is installed."""


class BookError(SekishoError):
    """An order book cannot be read or mapped."""


class BillError(SekishoError):
    """A bill of materials cannot be read, or contradicts itself."""


class ListError(SekishoError):
    """A list of items or parties cannot be read, or is not the list that was expected."""


class ConvergenceError(SekishoError):
    """A model or a sampling did not settle."""


class ScenarioError(SekishoError):
    """A scenario, a preset or a setting of a simulation cannot be run as it is stated."""


class TableError(SekishoError):
    """An input-output table cannot be read, or breaks an identity."""


class StoreError(SekishoError):
    """A store of results cannot be used, or does not hold what its audit trail says."""


class AccountError(SekishoError):
    """An account, a password or a token cannot be made or changed as stated."""


class RefusedError(AccountError):
    """The account or token that asks may not do that."""


class InstallationError(SekishoError):
    """Something that an installation holds, such as the texts of a language, is not there."""


class EngineError(SekishoError):
    """An economy and draws that the engine cannot run, or a kernel that is not installed."""


_LONGEST_WORD = 200
_BETWEEN_WORDS: Final = regex(r"[\W_]+")
_SMALL_WORD: Final = 2
"""Letters of words that tell nothing apart: of, to. A guess; larger, ban tells nothing, smaller, names share some."""
_LETTERS_A_SLIP = 4
"""Letters of a word for which one slip is granted: *Germny* is near Germany, *Atlantis* is near no country. A guess;
with fewer, names that share letters by chance are offered, with more, a second slip in a long name is not."""


def is_slip(word: str, other: str) -> bool:
    """Tell whether a word may be another one mistyped: a letter in four left out, added, exchanged or turned round.

    >>> is_slip("germny", "germany"), is_slip("jpaan", "japan"), is_slip("atlantis", "albania"), is_slip("a", "b")
    (True, True, False, False)
    """
    slips = len(other) // _LETTERS_A_SLIP
    if not slips or abs(len(word) - len(other)) > slips:
        return False
    last, row = list[int](), list(range(len(other) + 1))
    for at, letter in enumerate(word, start=1):
        before, last, row = last, row, [at]
        for to, wanted in enumerate(other, start=1):
            row.append(min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != wanted)))
            if at > 1 and to > 1 and letter == other[to - 2] and word[at - 2] == wanted:
                row[to] = min(row[to], before[to - 2] + 1)
    return row[-1] <= slips


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is meant: a slip of it, its beginning, or some of its words; empty if none is.

    >>> nearest("nri", ["nri-2025", "mizuho-2026"]), nearest("hs", ["hs-code", "history"])
    ('nri-2025', 'hs-code')
    >>> nearest("japan-ban", ["the ban on exports to Japan", "the control list of Japan", "the other ban"])
    'the ban on exports to Japan'
    >>> nearest("japan", ["a ban on exports to Japan", "the control list of Japan"])
    ''
    """
    if len(word) > _LONGEST_WORD:
        return ""  # a text, and no slip of a word; to compare it takes minutes
    return _nearest_of(word, tuple(known))


@lru_cache(maxsize=256)
def _nearest_of(word: str, every: tuple[str, ...]) -> str:
    """Compare a word with all that are known, once for all columns and readings in which it is none of them."""
    from difflib import get_close_matches  # only what is wrong needs it

    if close := get_close_matches(word, every, n=1, cutoff=0.6):
        return close[0]
    begun = [text for text in every if word and text.casefold().startswith(word.casefold())]
    if len(begun) == 1:
        return begun[0]
    wanted = _words_of(word)
    shared = {text: len(wanted & _words_of(text)) for text in every} if wanted else {}
    most = max(shared.values(), default=0)
    best = [text for text, count in shared.items() if count == most]
    return best[0] if most and len(best) == 1 else ""


def _words_of(text: str) -> set[str]:
    """Return the words of a text that tell it from others; a year and *the* tell little."""
    return {part for part in _BETWEEN_WORDS.split(text.casefold()) if len(part) > _SMALL_WORD and not part.isdigit()}


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the nearest known word, as a sentence, or nothing.

    >>> did_you_mean("end_usr", ["end_user", "end_use", "origin"])
    "Did you mean 'end_user'?"
    """
    close = nearest(word, known)
    return message("error.did_you_mean", "Did you mean '{word}'?", word=close) if close else ""
