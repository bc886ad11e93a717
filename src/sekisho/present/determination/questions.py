"""What would settle an open answer: questions, and how each is answered on the command line."""

from __future__ import annotations

from sekisho.determination.core.inputs import parties_of
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.names import phrases
from sekisho.law.model.fact import Fact
from sekisho.law.model.library import Library
from sekisho.present.render.terminal import Ink, paint, wrap

QUESTIONS_SHOWN = 5


def question_lines(answer: Determination, library: Library, width: int, *, language: str = "en") -> list[str]:
    """Put the questions that are left, the most telling first; whether a name is a listed one, in the language."""
    if not answer.missing:
        return []
    first = sorted(answer.missing, key=lambda name: library.facts[name].of == "law")
    shown, rest = first[:QUESTIONS_SHOWN], first[QUESTIONS_SHOWN:]
    one = len(first) == 1
    found = [paint("One answer would settle it" if one else "What would settle it", Ink.BOLD)]
    found[0] += "" if one else paint("  (the most telling first)", Ink.DIM)
    for name in shown:
        fact = library.facts[name]
        found += _same(answer, fact, library, width, language) or _question(
            fact, _asked(fact, answer.facts.get(name)), width
        )
    if rest:
        found += wrap(f"then: {', '.join(rest)}", width=width, indent="  ", hang="    ")
    return found


def _asked(fact: Fact, given: object) -> str:
    """Put the question, or what is left of it if a value was given that does not settle it."""
    return fact.question if given is None else f"{fact.question} ({given} leaves it open.)"


def _same(answer: Determination, fact: Fact, library: Library, width: int, language: str) -> list[str]:
    """Ask whether a name is the listed one that it may be, with the flags that say so; nothing of any other fact."""
    given = answer.facts.get(fact.name)
    if given is None or fact.kind != "party":
        return []
    names = [match.entry.names[0] for match in parties_of(library).matches(str(given)) if not match.certain]
    if not names:
        return []
    waiting = {
        hit["entity"]
        for told in answer.parties.values()
        for hit in (told["hits"] if isinstance(told["hits"], list) else [])
        if isinstance(hit, dict) and hit["zone"] == "review"
    }
    flag = "--same yes|no" if len(waiting) <= 1 else "--same ENTRY=yes|no"
    words = phrases(language)
    listed = words["link or"].stated.join(dict.fromkeys(names))
    lines = wrap(words["link same_party"].stated.format(given, listed), width=width, indent="  ", hang="    ")
    lines += wrap(words["link same_flag"].stated.format(flag), width=width, indent="    ", hang="      ")
    return [*lines, *wrap(answer_flag(fact), width=width, indent="    ", hang="      ")]


def _question(fact: Fact, asked: str, width: int) -> list[str]:
    found = wrap(asked, width=width, indent="  ", hang="    ")
    return [*found, *wrap(answer_flag(fact), width=width, indent="    ", hang="      ")]


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
            return f"NUMBER ({fact.unit})" if fact.unit else "NUMBER"
        case "date":
            return "YYYY-MM-DD"
        case "party":
            return "NAME | none" if fact.absent == "none" else "NAME"
        case "map":
            return "NAME=VALUE"
        case _:
            return "TEXT"
