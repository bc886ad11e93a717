"""Words that say nothing of a shipment by themselves: what is left of a text without them is what it tells.

`word-classes.csv` holds the closed classes of a language (articles, pronouns, particles, auxiliaries), its verbs of
everyday letters, and the words of trade and papers that stand in any of them. A noun, a name or a figure with a unit
is in none of them, whatever it means: nothing need be known of it to find it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.language import simplified
from sekisho.files.package_csv import header_rows
from sekisho.regex import regex

_TABLES: Final = tuple(
    Path(__file__).with_name(name) for name in ("word-classes.csv", "role-words.csv", "sentence-words.csv")
)
_EAST: Final = r"\u3400-\u9fff々\u30a1-\u30ff\uac00-\ud7af"
_TOKEN: Final = regex(
    rf"\d[\d.,]*(?:\s?[-~～×x]\s?\d[\d.,]*)*\s?(?:[%％‰°℃]|[A-Za-zµμΩ][A-Za-zµμΩ/·²³\d-]{{0,9}}(?![A-Za-z]))?"
    rf"|[A-Za-zÀ-ÿ][\w'’./&+-]*[\w]|[A-Za-zÀ-ÿ]|[\u3041-\u3096]+|[{_EAST}・]+"
)
_HIRAGANA: Final = regex(r"[\u3041-\u3096]+")
_AMOUNT: Final = regex(
    r"[\d.,\s×x~～-]+(?:k?g|kgs?|t|mt|tons?|tonnes?|lbs?|pcs?|ctns?|sets?|units?|bags?|drums?|pallets?|days?|[hH]|l)?",
    re.IGNORECASE,
)
"""A figure alone, or one of how much there is: it tells nothing of what goods are."""
_CLAUSE: Final = regex(r"[\n。；;!！?？,，、()（）「」『』“”\"【】\[\]:：|→⇒]+|\.\s|->|\s[-–—/+=]+\s|\s{2,}|　")
_JOINS: Final = frozenset({"の", "of"})
"""Words within a name of goods."""
_ENDING: Final = regex(r"[\u3041-\u3096]{1,2}(?=$|[\s　])")
"""The ending of a Japanese word, behind which nothing follows: 積替え."""
_SHORTEST_EAST: Final = 2
"""Characters of the shortest word of East Asia that tells something when nothing stands beside it."""


@cache
def _latin() -> frozenset[str]:
    return frozenset(word for word in _words() if word.isascii() or not _is_east(word))


@cache
def _east() -> re.Pattern[str]:
    """Return the pattern of all words of East Asia, the longest first, in simplified characters too."""
    words = {form for word in _words() if _is_east(word) for form in (word, simplified(word))}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _words() -> frozenset[str]:
    """Return the words of all closed classes, and those with which other tables mark a part of a sentence."""
    words: set[str] = set()
    for table in _TABLES:
        with table.open(encoding="utf-8", newline="") as source:
            for row in header_rows(source):
                written = row["words"].split("|")
                words |= {part for word in written for part in word.split()} if row.get("class") is None else {*written}
    return frozenset(word.casefold() for word in words)


def _is_east(word: str) -> bool:
    return re.search(rf"[{_EAST}\u3041-\u3096]", word) is not None


def is_content(token: str) -> bool:
    """Tell whether a word is of no closed class: a noun, a name, a figure with the unit of what goods are like.

    >>> [is_content(word) for word in ("gallium", "please", "165 Wh/kg", "20 kg", "许可证", "碲锌镉", "ください")]
    [True, False, True, False, False, True, False]
    """
    if token[0].isdigit():
        return _AMOUNT.fullmatch(token) is None and token.lstrip("0123456789., -~～×x").casefold() not in _latin()
    if _HIRAGANA.fullmatch(token):
        return False
    if _is_east(token):
        return any(len(rest) >= _SHORTEST_EAST for rest in _east().sub("\n", simplified(token)).split("\n"))
    return len(token) > 1 and token.casefold() not in _latin()


def words_of_content(text: str) -> tuple[str, ...]:
    """Return the words of a text that are of no closed class, each by itself.

    >>> words_of_content("Guangzhou to Osaka"), words_of_content("天津港到名古屋")
    (('Guangzhou', 'Osaka'), ('天津港', '名古屋'))
    """
    tokens = [match[0] for match in _TOKEN.finditer(text) if is_content(match[0])]
    pieces = (_east().sub("\n", simplified(token)).split("\n") if _is_east(token) else [token] for token in tokens)
    return tuple(piece for several in pieces for piece in several if len(piece) > 1)


def noun_phrases(text: str) -> tuple[str, ...]:
    """Return the runs of words of content of a text, each whole: no word of a closed class stands in one.

    >>> noun_phrases("Need quick answer - plastic clothes hangers 40 cartons ex Ningbo for a hotel in Kyoto")
    ('plastic clothes hangers', 'Ningbo', 'hotel', 'Kyoto')
    >>> noun_phrases("当社製工作機械の基板が戻ってくる")
    ('当社製工作機械の基板',)
    """
    phrases: list[str] = []
    for clause in _CLAUSE.split(text):
        start = end = -1
        for match in _TOKEN.finditer(clause):
            is_of_run = is_content(match[0]) or (start >= 0 and match[0] in _JOINS and match.start() == end)
            if is_of_run and start >= 0 and not clause[end : match.start()].strip(" -"):
                end = match.end()
                continue
            phrases += [clause[start:end]] if start >= 0 else []
            start, end = (match.start(), match.end()) if is_content(match[0]) else (-1, -1)
        phrases += [clause[start:end]] if start >= 0 else []
    return tuple(dict.fromkeys(phrase.removesuffix("の") for phrase in phrases))


def has_verb(text: str) -> bool:
    """Tell whether Latin words hold a verb of everyday letters.

    >>> has_verb("partner has indium wafers"), has_verb("indium phosphide wafers")
    (True, False)
    """
    return not _verbs().isdisjoint(text.casefold().split())


@cache
def _verbs() -> frozenset[str]:
    with _TABLES[0].open(encoding="utf-8", newline="") as source:
        return frozenset(
            word for row in header_rows(source) if row["class"] == "verb" for word in row["words"].split("|")
        )


def _nothing(word: str) -> bool:  # noqa: ARG001 - nothing is read
    return False


def content_in(text: str, is_read: Callable[[str], bool] = _nothing) -> tuple[str, ...]:
    """Return what each clause of a text says from its first word of content to its last; none of one without any.

    Parameters
    ----------
    is_read
        Tells of a word that what it says was read.

    >>> content_in("hi team, pls check: 40 ctns cotton bath towels + 12 ctns bamboo cutlery. any license needed?")
    ('cotton bath towels', 'bamboo cutlery')
    >>> content_in("我司持有通用许可证，可否直接用？该学生同时受雇于实验室")
    ('该学生同时受雇于实验室',)
    >>> content_in("広州発 ポートクラン積替え 横浜行き", {"広州", "横浜"}.__contains__)
    ('ポートクラン積替え',)
    """
    clauses: list[str] = []
    for clause in _CLAUSE.split(text):
        tokens = [
            match
            for match in _TOKEN.finditer(clause)
            if is_content(match[0]) and not all(map(is_read, words_of_content(match[0]) or (match[0],)))
        ]
        if tokens:
            tail = _ENDING.match(clause, tokens[-1].end())
            end = tail.end() if tail is not None else tokens[-1].end()
            clauses.append(clause[tokens[0].start() : end].strip())
    return tuple(dict.fromkeys(clauses))
