"""The facts of one line as people write them: the words that a cell of a book may hold are read here as well.

What a cell may say in three languages, one line may say too: 日本, 民生用, 令和8年3月28日. A use or a kind of user in
words of one's own is unknown, and told; a single plain word that is no choice is a slip, and is refused as one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from sekisho.errors import FactError
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact, fact_label
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.trigger import fold
from sekisho.message import message
from sekisho.regex import regex
from sekisho.trade.transaction import ALIASES

_A_WORD: Final = regex(r"[!-~]+")


def read_words(
    facts: Mapping[str, object], table: FactTable, territory: Callable[[str], str]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Read what a line states in words.

    Parameters
    ----------
    territory
        Gives the ISO 3166 code of a territory's name, or nothing.

    Returns
    -------
    tuple
        The facts as the table of facts writes them, and what is to be said of words that are not read. What is wrong in
        another way stays as it is, and is refused where facts are typed.
    """
    found, told = dict(facts), list[str]()
    for name, value in table.read_before(facts)[1]:
        fact = table.facts.get(FactName(ALIASES.get(name, name)))
        if fact is None or not isinstance(value, str) or fact.kind == "party" or _is_typed(table, fact, value):
            continue
        if fact.kind == "choice" and fact.of != "law" and (choice := choice_called(fact, value)):
            found[name] = choice
            continue
        # Imported here, for most lines are written as the table of facts writes them.
        from sekisho.trade.book.cells.meanings import OWN_WORDS, Meanings, is_read
        from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD

        if not is_read(fact):
            continue
        meanings = Meanings(facts=table, territory=territory)
        meant = meanings.meant(fact, value)
        if not meant.bad and meant.text.strip():
            found[name] = meant.text
            told += [_with_zero(fact, value, meant.text)] if meant.text.strip().startswith("0") else []
        elif fact.name in OWN_WORDS and (said := _own_words(fact, value)):
            found[name] = UNKNOWN_WORD
            told.append(said)
    return found, tuple(filter(None, told))


def choice_called(fact: Fact, text: str) -> str:
    """Return the choice that the program itself calls by some words, in any of its languages; empty if it is none.

    What an answer or a mistake prints may be typed: 緊急支援, *stock for resale*. Words that the tables of a cell know
    are theirs to read: 民間 leaves open whether a user works for the forces.
    """
    return _names_of_choices(fact.name, fact.choices).get(fold(text).strip(), "")


@cache
def _names_of_choices(fact: FactName, choices: tuple[str, ...]) -> dict[str, str]:
    names: dict[str, set[str]] = {}
    for choice in choices:
        for language in LANGUAGES:
            name = Translator(language).find(f"value.{fact}.{choice}")
            if name:
                names.setdefault(fold(name), set()).add(choice)
    return {name: several.pop() for name, several in names.items() if len(several) == 1 and several != {"civil"}}


def _is_typed(table: FactTable, fact: Fact, text: str) -> bool:
    try:
        table.parse(fact.name, text)
    except FactError:
        return False
    return True


def _with_zero(fact: Fact, text: str, read: str) -> str:
    """Say of a customs code that a zero before it was put back; nothing of any other reading."""
    if fact.name != "hs_code" or text.strip().startswith("0"):
        return ""
    return message(
        "caution.zero_put_back",
        "'{text}' is read as customs code {code}: a spreadsheet drops the zero before it. Write it as text.",
        text=text.strip(),
        code=read,
    )


def _own_words(fact: Fact, text: str) -> str:
    """Say of words of one's own that they are not read; nothing of a single plain word, which is a slip."""
    plain = text.strip()
    from sekisho.trade.book.cells.defence_words import defence_words_in

    words = ", ".join(defence_words_in(plain, use=True))
    if words:
        return message(
            "caution.words_look_military",
            "{fact} looks military ({words}): confirm what '{text}' is. Until then it is unknown.",
            fact=fact_label(fact.name),
            words=words,
            text=plain,
        )
    if _A_WORD.fullmatch(plain):
        return ""
    return words_of_use(fact.name, plain)


def words_of_use(fact: FactName, words: str) -> str:
    """Say that words about a use or a user leave open what the law asks of it."""
    if fact == "end_use":
        return message(
            "caution.use_open",
            "The use is open: “{words}” does not say whether it is civil or military. If it is civil, state that.",
            words=words,
        )
    return message(
        "caution.kind_open",
        "The kind of user is open: “{words}” does not say whether it is civil, of the state or military. State which.",
        words=words,
    )
