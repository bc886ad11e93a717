"""Cells of a book that point: to a military use by their words, to a listed party or a control code that they name.

They are looked for in every column of text, each distinct text once. A listed party that stands in the column of a
party is found there; one in a remark, a mark of the goods, an address or any other column is found here. So it is with
control codes, which the columns of codes and of goods state by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.files.formats import literal
from sekisho.files.language import broken_letters
from sekisho.files.row_staging import BESIDE, OWN, TEXT
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.regex import regex
from sekisho.trade.book.cells.defence_words import any_word_pattern, defence_words_in, points_of, says_what_for
from sekisho.trade.book.cells.meanings import OWN_WORDS
from sekisho.trade.book.held_texts import look
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.book.matching.values import is_firm
from sekisho.trade.book.order_book import Book, counts_at_once, distinct_texts, text_of
from sekisho.trade.book.party_finder import PERHAPS
from sekisho.trade.book.points_of_lines import keep_points
from sekisho.trade.items.written_codes import CONTROL_CODE, is_of_other_list, written_codes

MOST: Final = 2_000
"""Distinct texts of a column up to which each is read; of more, those in which DuckDB finds a word as it stands or a
letter that is read as another (see `any_word_pattern`). A guess. Smaller, only words as they stand are found in
more columns; larger, a column of texts costs minutes."""

SOME: Final = 200
"""Texts of a column by which it is told whether it holds firms."""
FIRMS: Final = 0.3
"""Share of them from which it does. A guess. Smaller, remarks that name a firm are read as names; larger, columns of
names without legal forms are searched for whole names alone."""

TOGETHER: Final = 200
"""Names from which they are looked up at once. A guess: fewer take less than what is to be read for that."""
REMEMBERED: Final = 200_000
"""Texts of which it is remembered what points in them: some 40 MB, by arithmetic. A guess. Smaller, what stands in
several columns is read once for each."""

_WORDED: Final = regex(r"[^\W\d_]{3}|[\u3040-\u9fff]{2}")
"""Letters that a listed name and a word of a military use have at least."""
_SQL_WORDED: Final = r"\pL{3}|[\x{3040}-\x{9fff}]{2}"
"""The same as RE2 writes them."""
_WORDS: Final = frozenset({TEXT, BESIDE})
"""Columns that the reader added, and that hold words of the file."""


def pointer_columns(opened: BookIntake) -> tuple[str, ...]:
    """Find the columns of a book of which cells point, and keep what points in each text (see `points_of_lines`)."""
    book = opened.book
    facts = {
        part: opened.meanings.facts[name]
        for name, column in book.columns.facts.items()
        for part in book.joined.get(column, (column,))
    }
    asked: list[tuple[str, Fact | None]] = []
    for name, kind in book.kinds.items():
        if (
            kind != "VARCHAR"
            or name == book.columns.value
            or (name in OWN and name not in _WORDS)
            or name.startswith("sekisho ")
        ):
            continue
        if name in book.joined and any(part in facts for part in book.joined[name]):
            continue  # its parts are looked at, and the whole where it is a party
        fact = facts.get(name)
        if fact is None or fact.kind != "party":
            asked.append((name, fact))
    texts: Mapping[str, Iterable[str]] = counts_at_once(book, [name for name, _ in asked])
    if not texts:  # the names of very many lines are as many texts
        asked = [(name, fact) for name, fact in asked if name != book.columns.line]
        texts = _few_texts(book, asked)
    firms = {name for name, fact in asked if name in texts and fact is None and _names_firms(name, [*texts[name]])}
    _look_up(opened, (text for name in firms for text in texts[name] if text))
    reader = _Reader.of(opened)
    pointing: list[tuple[str, list[tuple[str, str]]]] = []
    for name, fact in asked:
        use = name in _WORDS or says_what_for(name) or (fact is not None and fact.name in OWN_WORDS)
        values = tuple(texts[name]) if name in texts else _texts_of(opened, name, fact)
        if name not in texts and fact is None and _names_firms(name, values):
            firms.add(name)
            _look_up(opened, filter(None, values))
        pointing.append((name, reader.pointing(name, values, fact, use=use, firms=name in firms)))
    for part, cells in book.columns.facts.items():
        of = opened.meanings.facts[part]
        if of.kind == "party" and cells not in book.joined:
            pointing.append((cells, _broken_texts(opened, of, cells)))
    return keep_points(book, [(name, pairs) for name, pairs in pointing if pairs])


def _broken_texts(opened: BookIntake, fact: Fact, name: str) -> list[tuple[str, str]]:
    """Return the listed parties that cells of a party hold whose letters are broken, so that nobody else reads them."""
    book = opened.book
    broken = [
        value
        for value in distinct_texts(book, name)
        if broken_letters(value.strip()) and opened.meanings.meant(fact, value).bad
    ]
    pairs = [(value, points_to(PERHAPS, opened.parties.listed(value))) for value in broken]
    return [pair for pair in pairs if pair[1]]


def _few_texts(book: Book, asked: Sequence[tuple[str, Fact | None]]) -> dict[str, list[str]]:
    """Return the texts that may point of columns of few texts, by one look at all columns.

    A question for each would go through every line of a book once a column.
    """
    columns = {name: seen for name, _ in asked if (seen := book.held(name)) is not None}
    rest = [name for name, _ in asked if name not in columns]
    columns |= look(book.connection, book.sql, rest).columns if rest else {}
    few = ((name, fact, columns[name].texts) for name, fact in asked if name in columns)
    return {
        name: [text for text in texts if fact is None or _speaks(fact) or _WORDED.search(text)]
        for name, fact, texts in few
        if len(texts) <= MOST
    }


def _speaks(fact: Fact) -> bool:
    """Tell whether cells of a fact are in words: free text, and what goods are for."""
    return fact.name in OWN_WORDS or (fact.kind == "text" and not fact.scheme)


def _texts_of(opened: BookIntake, name: str, fact: Fact | None) -> list[str]:
    """Return the distinct texts of a column; of very many, those that may hold a word or a listed name.

    Of a day, a code or a place only those with words are looked for at all: nearly all cells are read, and short.
    """
    book = opened.book
    text = text_of(name, book.kinds[name])
    if fact is not None and not _speaks(fact):
        worded = book.connection.execute(
            f"SELECT DISTINCT {text} AS v FROM {book.sql} WHERE regexp_matches({text}, {literal(_SQL_WORDED)}) "
            f"LIMIT {MOST + 1}"
        ).fetchall()
        if len(worded) <= MOST:
            return [value for (value,) in worded]
    several = book.connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {text} AS v FROM {book.sql} LIMIT {MOST + 1})"
    ).fetchall()[0][0]
    where = ""
    if several > MOST:
        beginnings = map(re.escape, opened.parties.beginnings())
        where = f"WHERE regexp_matches(v, {literal('|'.join([any_word_pattern(), CONTROL_CODE, *beginnings]))}, 'i')"
    rows = book.connection.execute(
        f"SELECT v FROM (SELECT DISTINCT {text} AS v FROM {book.sql}) {where or 'WHERE v IS NOT NULL'}"
    ).fetchall()
    return [value for (value,) in rows]


def _look_up(opened: BookIntake, texts: Iterable[str]) -> None:
    """Let many names be looked up together."""
    names = list(dict.fromkeys(texts))
    if len(names) >= TOGETHER:
        opened.parties.look_up(names)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Tells what points in texts; what stands in several columns is read once.

    Parameters
    ----------
    words, named, codes
        Give the words for a military use in a text, with whether it says what goods are for; the entries of the listed
        parties that it names; and its control codes.
    """

    opened: BookIntake
    goods: frozenset[str]
    words: Callable[[str, bool], tuple[str, ...]]
    named: Callable[[str], tuple[str, ...]]
    codes: Callable[[str], tuple[str, ...]]

    @classmethod
    def of(cls, opened: BookIntake) -> _Reader:
        """Return what reads the texts of a book."""
        once = lru_cache(maxsize=REMEMBERED)
        fact = opened.meanings.facts.facts.get(FactName("control_codes"))
        scheme = opened.meanings.facts.schemes.get(fact.scheme, frozenset()) if fact is not None else frozenset()
        return cls(
            opened=opened,
            goods=_goods_of(opened.book),
            words=once(lambda text, use: defence_words_in(text, use=use)),
            named=once(opened.parties.named),
            codes=once(lambda text: written_codes(text, scheme).control if scheme else ()),
        )

    def pointing(
        self, name: str, texts: Sequence[str], fact: Fact | None, *, use: bool, firms: bool
    ) -> list[tuple[str, str]]:
        """Return the texts of a column in which anything points, with what does.

        Parameters
        ----------
        firms
            Each text is that of a party.
        """
        pairs = [(value, points_of(words)) for value in texts if (words := self.words(value, use))]
        if fact is not None and fact.kind == "choice":
            # A use that is stated in a word of the table of facts is known, and needs no confirming.
            pairs = [pair for pair in pairs if self.opened.meanings.meant(fact, pair[0]).bad]
        stated = [value for value in texts if value]
        if not _names_makers(name):
            named = self.opened.parties.listed if firms else self.named
            pairs = _with(pairs, _points_of(stated, PERHAPS, named))
        if (fact is None or _speaks(fact)) and name not in self.goods and not is_of_other_list(name):
            pairs = _with(pairs, _points_of(stated, "code_lead:", self.codes))
        return pairs


def _points_of(texts: Iterable[str], kind: str, names: Callable[[str], tuple[str, ...]]) -> dict[str, str]:
    """Return what of one kind points in texts, by those in which anything does."""
    return {text: points for text in texts if (points := points_to(kind, names(text)))}


def points_to(kind: str, names: Iterable[str]) -> str:
    """Write what points as the column of what points holds it.

    >>> points_to("code_lead:", ["3C001", "1C905"])
    'code_lead:3C001;code_lead:1C905'
    """
    return ";".join(f"{kind}{name}" for name in names)


def _with(pairs: Sequence[tuple[str, str]], more: Mapping[str, str]) -> list[tuple[str, str]]:
    """Add what points in texts, before what is known to point in them."""
    rest = dict(more)
    together = [(value, ";".join(filter(None, (rest.pop(value, ""), points)))) for value, points in pairs]
    return [*together, *rest.items()]


def _goods_of(book: Book) -> frozenset[str]:
    """Return the columns that say what the goods are: they are read where items are classified."""
    columns = (book.columns.facts.get(FactName(name)) for name in ("description", "control_codes", "hs_code"))
    return frozenset(part for column in columns if column for part in (column, *book.joined.get(column, ())))


def _names_firms(header: str, texts: Sequence[str]) -> bool:
    """Tell whether a column whose header nobody knows holds firms, so that each of its cells is that of a party."""
    some = [text for text in texts[:SOME] if text]
    return not _names_makers(header) and sum(map(is_firm, some)) >= max(FIRMS * len(some), 1)


def _names_makers(header: str) -> bool:
    """Tell whether the header of a column says who made the goods, and so not to whom they go."""
    words = words_of_header(header)
    return "maker" in words.who or "brand" in words.what
