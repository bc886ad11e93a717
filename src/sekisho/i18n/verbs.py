"""Statements about facts in English, Japanese and Chinese: `predicates.csv` says them, `verbs.csv` conjugates.

A predicate is a sentence with its verb in braces: `the destination {is} {value}`, `仕向地が{value}{である}`. Whoever
joins statements asks for a form of the verb by name; no ending of a sentence is ever cut off. What a table lacks is an
error of the table, told when it is read: a denial that nobody wrote may not come out as the statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, Self

from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_file
from sekisho.i18n.languages import LANGUAGES
from sekisho.message import joined as as_one
from sekisho.message import message
from sekisho.regex import regex

Form = Literal["plain", "denied", "none-of"]
"""What a statement does with its verb: state it, deny it, or deny it of each of several values."""
ON: Final[Mapping[Form, str]] = {"plain": "and", "denied": "denied-and", "none-of": "none-of-and"}
"""The form in which each goes on into the next statement."""
FORMS: Final = ("plain", "and", "denied", "denied-and", "none-of", "none-of-and")
PLACES: Final = frozenset({"value", "term", "share", "fact"})
"""What stands in braces and is no verb."""
TABLE: Final = "predicates.csv"
PLURAL: Final = 2
_BRACES: Final = regex(r"\{([^{}]*)\}")
Predicates = Mapping[str, Mapping[str, str]]
"""The sentence of each fact, or test, by language."""


class Predication(str):
    """A statement, with the form in which it goes on into another that holds as well."""

    __slots__ = ("goes_on",)
    goes_on: str

    def __new__(cls, text: str, goes_on: str | None = None) -> Self:  # noqa: D102 - the class says it
        self = super().__new__(cls, text)
        self.goes_on = text if goes_on is None else goes_on
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Predication, (str(self), self.goes_on)


@cache
def conjugations() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Read the forms of every verb, by language and verb."""
    rows = rows_of_file(Path(__file__).with_name("verbs.csv"))
    return {(row["language"], row["verb"]): {form: row[form] or "" for form in FORMS} for row in rows}


@cache
def own_predicates() -> Predicates:
    """Read the predicates of the facts of the program."""
    return read_predicates(Path(__file__).with_name(TABLE))


def read_predicates(file: Path) -> Predicates:
    """Read a table of predicates.

    Raises
    ------
    LibraryError
        If a sentence is missing in a language, or has no verb of which `verbs.csv` holds the forms.
    """
    rows = list(rows_of_file(file))
    problems = [
        Problem(where=f"{file.name}:{number}", what=as_one([row.get("key") or "", fault], "colon"), remedy=remedy)
        for number, row in enumerate(rows, start=2)
        for language in LANGUAGES
        for fault, remedy in _faults(row.get(language) or "", language)
    ]
    if problems:
        raise LibraryError(problems)
    return {row["key"]: {language: row[language] for language in LANGUAGES} for row in rows}


def _faults(sentence: str, language: str) -> list[tuple[str, str]]:
    verbs = [name for name in _BRACES.findall(sentence) if name not in PLACES]
    if not verbs:
        return [
            (
                message("lawdata.no_verb", "no sentence with a verb in '{language}'.", language=language),
                message("lawdata.put_verb", "Put its verb in braces: the value {{is}} {{value}}."),
            )
        ]
    return [
        (
            message(
                "lawdata.verb_lacks_form",
                "'{verb}' lacks a form in '{language}', or is denied as it is stated.",
                verb=verb,
                language=language,
            ),
            message("lawdata.take_whole_verb", "Take a verb that verbs.csv has whole."),
        )
        for verb in verbs
        if not _is_whole(conjugations().get((language, verb), {}))
    ]


def _is_whole(forms: Mapping[str, str]) -> bool:
    """Tell whether a verb has all its forms, and none that denies is one that states."""
    states, denies = ({forms.get(name, "") for name in names} for names in (FORMS[:2], FORMS[2:]))
    return "" not in states | denies and not states & denies


def state(predicates: Predicates, key: str, language: str, form: Form, **values: str) -> Predication:
    """Say a predicate in a form of its verb, with what stands in its places.

    >>> said = state(own_predicates(), "destination", "ja", "denied", value="日本")
    >>> said, said.goes_on
    ('仕向地が日本ではない', '仕向地が日本ではなく')
    """
    sentence = predicates[key][language]
    return Predication(_filled(sentence, language, form, values), _filled(sentence, language, ON[form], values))


def _filled(sentence: str, language: str, form: str, values: Mapping[str, str]) -> str:
    forms = conjugations()

    def part(found: re.Match[str]) -> str:
        if found[1] in values:
            return values[found[1]]
        return _BRACES.sub(lambda place: values[place[1]], forms[language, found[1]][form])

    return _BRACES.sub(part, sentence)


def joined(statements: Sequence[Predication], *, together: bool) -> Predication:
    """Join statements in Japanese that all hold, or of which one holds.

    >>> destination = Predication("仕向地が日本である", "仕向地が日本であり")
    >>> joined([destination, Predication("用途が兵器である", "用途が兵器であり")], together=True)
    '仕向地が日本であり、かつ用途が兵器である'
    >>> joined([destination, Predication("用途が兵器である", "用途が兵器であり")], together=False)
    '仕向地が日本であるか、または用途が兵器である'
    """
    if len(statements) < PLURAL:
        return statements[0] if statements else Predication("")
    *before, last = statements
    if together:
        start = "、".join(text.goes_on for text in before) + "、かつ"
    else:
        start = "、".join(f"{text}か" for text in before) + "、または"
    return Predication(start + last, start + last.goes_on)
