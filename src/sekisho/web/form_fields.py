"""One fact as a field of a form: its question, its choices, what was filled in, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sekisho.errors import Problem
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.i18n.territories import territory_names
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.message import joined
from sekisho.web.check_form import IN_ADDRESS, UNKNOWN, CheckForm, is_private
from sekisho.web.messages import PageTranslator
from sekisho.web.request_context import RequestContext

RADIOS: Final = frozenset({"choice", "yes_no"})
YES_NO: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a field."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A fact as a field.

    Parameters
    ----------
    kind
        How it is filled in: radios, territory, codes, date, number, pairs or text.
    label, hint
        The question, and what helps to answer it.
    label_language
        Language in which the question stands: the law's own unknowns are asked in English.
    value
        What was filled in, as it was.
    boxes
        Of a date, what stands in its three boxes.
    none
        What is said of nobody, where nobody is an answer; empty where it is not.
    error
        What is wrong with it, and what was expected; empty if nothing is.
    """

    name: str
    kind: str
    label: str
    hint: str
    label_language: str
    private: bool
    options: tuple[Option, ...] = ()
    value: str = ""
    boxes: Mapping[str, str] = field(default_factory=dict)
    none: str = ""
    error: str = ""


def field_of(fact: Fact, stated: CheckForm, visit: RequestContext, errors: Mapping[str, str]) -> Field:
    """Return the field of a fact, as it was filled in."""
    words = visit.words
    value = str(stated.facts.get(fact.name, "")) or visit.text(fact.name)
    if fact.kind == "territory":
        value = territory_names(visit.library)[visit.language].get(value, value)
    if fact.kind == "map":
        value = visit.text(fact.name) or dict(stated.private(visit.library)).get(fact.name, "")
    return Field(
        name=fact.name,
        kind=_kind(fact),
        label=visit.tell(words.question(fact)),
        hint=words.hint(fact) if fact.kind not in RADIOS or fact.of != "law" else "",
        label_language=visit.tell.pair(words.question(fact))[0] if fact.of == "law" else visit.language,
        private=is_private(fact),
        options=tuple(_options(fact, words, visit.tell)),
        value=value,
        boxes=visit.boxes(fact.name) if fact.kind == "date" else {},
        none=words("nobody") if fact.absent == "none" and fact.kind == "party" else "",
        error=errors.get(fact.name, ""),
    )


def _kind(fact: Fact) -> str:
    match fact.kind:
        case "choice" | "yes_no":
            return "radios"
        case "territory" | "codes" | "date" | "number":
            return fact.kind
        case "map":
            return "pairs"
        case _:
            return "text"


def _options(fact: Fact, words: PageTranslator, tell: PackageTranslator) -> Iterable[Option]:
    if fact.kind == "yes_no":
        yield from (Option(value, words(value)) for value in YES_NO)
    for value in fact.choices:
        said = words.choice(fact, value)
        yield Option(value, tell(said) if fact.of == "law" else said, words.choice_hint(fact, value))


def shown_value(fact: Fact, value: object, words: PageTranslator, library: Library) -> str:
    """Say what was answered: a territory by name, a choice in words.

    >>> from sekisho.law.model.condition import FactName
    >>> fact = Fact(name=FactName("end_use"), kind="choice", question="", choices=("civil",))
    >>> from sekisho import load_measures
    >>> shown_value(fact, "civil", PageTranslator("en"), load_measures())
    'Civil production or use'
    """
    text = str(value)
    if text == UNKNOWN:
        return words("i_dont_know")
    match fact.kind:
        case "territory":
            return territory_names(library)[words.language].get(text, text)
        case "yes_no":
            return words({"True": "yes", "False": "no"}.get(text, text)) if text in {*YES_NO, "True", "False"} else text
        case "choice":
            parts = [text] if text in fact.choices else text.split("|")  # one of these, and nobody knows which
            said = words.say(joined([words.choice(fact, part) for part in parts], "or"))
            return teller_of(library, words.language)(said) if fact.of == "law" else said
        case "party" if text == "none":
            return words("nobody")
        case "codes" if text == "none":
            return words("not_listed")
        case "map" if isinstance(value, Mapping):
            return "; ".join(f"{name} = {item}" for name, item in value.items())
        case _:
            return text


def error_text(problem: Problem, words: PageTranslator, library: Library) -> str:
    """Say what is wrong with a field in the language of the pages; without a phrase of the pages, as the error does."""
    if problem.what == words("error_nothing"):
        return problem.what
    fact = library.facts.facts.get(problem.where)  # type: ignore[call-overload] # a name that may be none
    key = f"error_{fact.kind}" if fact is not None else f"error_{problem.where}"
    if fact is not None and problem.what == IN_ADDRESS:
        key = "error_in_address"
    said = problem.what.partition("'")[2].rpartition("'")[0]
    if words.has(key):
        return words(key, given=said or problem.what)
    return words.say(problem.text)
