"""What would settle an open answer: questions, and how each is answered on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.i18n.list_names import entry_name
from sekisho.i18n.names import NamingContext, fact_name, speech_of, value_name
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.message import LawText, Message, Text, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.render.terminal import Ink, paint, wrap

QUESTIONS_SHOWN = 5


def question_lines(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Put the questions that are left, the most telling first, with the flags that answer them."""
    if not answer.missing:
        return []
    first = sorted(answer.missing, key=lambda name: library.facts[name].of == "law")
    shown, rest = first[:QUESTIONS_SHOWN], first[QUESTIONS_SHOWN:]
    if len(first) == 1:
        lines = [paint(tell(message("check.one_would_settle", "One answer decides it")), Ink.BOLD)]
    else:
        order = tell(message("check.most_telling_first", "(the most telling first)"))
        lines = [paint(tell(WOULD_SETTLE), Ink.BOLD) + paint(f"  {order}", Ink.DIM)]
    for name in shown:
        fact = library.facts[name]
        lines += _same(answer, fact, library, tell, width) or _question(
            fact, answer.facts.get(name), library, tell, width
        )
    if rest:
        speech = speech_of(library, language=tell.language)
        names = joined((fact_name(name, speech) for name in rest), "comma")
        then = tell(message("check.then", "then: {facts}", facts=names))
        lines += wrap(then, width=width, indent="  ", hang="    ")
    return lines


WOULD_SETTLE: Final = message("check.would_settle", "What decides it")


def question_of(fact: Fact) -> Text:
    """Return how a fact is asked for; of the law, as the data package puts it."""
    return LawText(fact.question) if fact.of == "law" else Message(f"fact.{fact.name}", fact.question, {})


def _asked(fact: Fact, given: object, speech: NamingContext) -> Text:
    """Put the question, or what is left of it if a value was given that does not settle it."""
    question = question_of(fact)
    if given is None:
        return question
    value = value_name(fact.name, str(given), speech)
    return message("check.leaves_open", "{question} ({value} leaves it open.)", question=question, value=value)


def _same(answer: Determination, fact: Fact, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Ask whether a name is the listed one that it may be, with the flags that say so; nothing of any other fact."""
    given = answer.facts.get(fact.name)
    if given is None or fact.kind != "party":
        return []
    names = [entry_name(match.entry) for match in parties_of(library).matches(str(given)) if not match.certain]
    if not names:
        return []
    waiting = {
        hit["entity"]
        for told in answer.parties.values()
        for hit in (told["hits"] if isinstance(told["hits"], list) else [])
        if isinstance(hit, dict) and hit["zone"] == "review"
    }
    flag = "--same yes|no" if len(waiting) <= 1 else "--same ENTRY=yes|no"
    asked = message(
        "check.same_party",
        "Is {name} the same as the listed {listed}? Say so or give the full name.",
        name=str(given),
        listed=_either(list(dict.fromkeys(names))),
    )
    kept = message("check.same_flag", "{flag}, with --basis TEXT to keep it", flag=flag)
    lines = wrap(tell(asked), width=width, indent="  ", hang="    ")
    lines += wrap(tell(kept), width=width, indent="    ", hang="      ")
    return [*lines, *wrap(answer_flag(fact), width=width, indent="    ", hang="      ")]


def _either(names: Sequence[Text]) -> Text:
    first, *others = names
    for name in others:
        first = message("check.or_name", "{first} or {next}", first=first, next=name)
    return first


def _question(fact: Fact, given: object, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    speech = speech_of(library, language=tell.language)
    lines = wrap(tell(_asked(fact, given, speech)), width=width, indent="  ", hang="    ")
    return [*lines, *wrap(answer_flag(fact), width=width, indent="    ", hang="      ")]


def answer_flag(fact: Fact) -> str:
    """Say how a fact is given on the command line."""
    if fact.of == "law":
        return f"--assume {fact.name}={'|'.join(fact.choices)}"
    return f"--{fact.name.replace('_', '-')} {accepted(fact)}"


def accepted(fact: Fact) -> str:
    """Show which values a fact takes.

    >>> from sekisho.law.model.condition import FactName
    >>> accepted(Fact(name=FactName("origin"), kind="territory", question=""))
    'JP, CN, ...'
    """
    match fact.kind:
        case "choice":
            return " | ".join(fact.choices)
        case "yes_no":
            return "yes | no"
        case "territory":
            return "JP, CN, ..."
        case "codes":
            return "CODE;CODE | none"
        case "number":
            return "NUMBER"
        case "date":
            return "YYYY-MM-DD"
        case "party":
            return "NAME | none" if fact.absent == "none" else "NAME"
        case "map":
            return "NAME=VALUE"
        case _:
            return "TEXT"
