"""Rules of a run by name: the measure and where in it each stands, and its words where two would be called alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from sekisho.i18n.citations import article_text
from sekisho.i18n.names import plain_name
from sekisho.law.model.library import Library
from sekisho.law.model.measure import ClauseId
from sekisho.message import CapitalText, Text, WordsText, joined

RULES_SHOWN: Final = 15
"""Rules that the page of a list and the sheet of the scope name; files list all, with their words."""


def rule_names(ids: Iterable[str], library: Library) -> dict[str, Text]:
    """Name rules that stand in one table, by their ids; one that the law data has no more keeps its id."""
    names = {name: _name(name, library) for name in ids}
    often = Counter(str(text) for text in names.values())
    return {name: _with_words(name, text, library) if often[text] > 1 else text for name, text in names.items()}


def _name(name: str, library: Library) -> Text:
    measure, clause = library.clauses.get(ClauseId(name), (None, None))
    if measure is None or clause is None:
        return Text(name)
    parts: list[Text] = [CapitalText(plain_name(measure, library))]
    if clause.article:
        parts.append(article_text(clause.article))
    return joined(parts, "comma")


def _with_words(name: str, text: Text, library: Library) -> Text:
    _, clause = library.clauses.get(ClauseId(name), (None, None))
    if clause is None or not any(clause.words.values()):
        return text
    return joined([text, WordsText(clause.words)], "colon")
