"""The table of facts for reading: all facts in a list, or one with its choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.model.fact import Fact, unit_text
from sekisho.law.model.library import Library
from sekisho.message import ClauseText, Text, counted, joined, message
from sekisho.present.determination.questions import accepted, answer_flag
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, cells, pad, paint, table

KINDS: Final[Mapping[str, Text]] = {
    "choice": message("lawdata.kind_choice", "choice"),
    "codes": message("lawdata.kind_codes", "codes"),
    "date": message("lawdata.kind_date", "date"),
    "cas": message("lawdata.kind_cas", "cas"),
    "map": message("lawdata.kind_map", "map"),
    "number": message("lawdata.kind_number", "number"),
    "party": message("lawdata.kind_party", "party"),
    "territory": message("lawdata.kind_territory", "territory"),
    "text": message("lawdata.kind_text", "text"),
    "yes_no": message("lawdata.kind_yes_no", "yes no"),
}
OF: Final[Mapping[str, Text]] = {
    "line": message("lawdata.of_line", "the line"),
    "item": message("lawdata.of_item", "the item"),
    "party": message("lawdata.of_party", "the party"),
    "law": message("lawdata.of_law", "the law"),
}
CODES_SHOWN = 300
"""A scheme of more codes is listed with --format csv only."""


def facts_rows(library: Library) -> list[dict[str, object]]:
    """Return one record a fact."""
    return [fact_row(fact) for fact in library.facts.facts.values()]


def fact_row(fact: Fact) -> dict[str, object]:
    """Return one fact as plain data."""
    return {
        "name": fact.name,
        "kind": fact.kind,
        "choices": list(fact.choices),
        "unit": fact.unit,
        "scheme": fact.scheme,
        "of": fact.of,
        "absent": fact.absent,
        "question": fact.question,
        "help": fact.help,
    }


def facts_text(library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """List all facts in the order in which they are asked."""
    tell = teller_of(library, language)
    rows = [
        (paint(str(fact.name), Ink.BOLD), _kind(fact, tell), question_in(fact, library, language))
        for fact in library.facts.facts.values()
    ]
    more = message("lawdata.facts_more", "`sekisho facts NAME` tells more of one.")
    return [*table(rows, indent="", width=width), "", tell(more)]


def _kind(fact: Fact, tell: PackageTranslator) -> str:
    """Name the kind of a fact: in English as data do."""
    return fact.kind if tell.language == "en" else tell(KINDS[fact.kind])


def question_in(fact: Fact, library: Library, language: str) -> str:
    """Put the question of a fact in a language; one of the law as its data package translates it."""
    own = Translator(language, ("fact",)).find(str(fact.name)) if language != "en" else ""
    return own or teller_of(library, language)(fact.question)


def _help(fact: Fact, language: str) -> str:
    """Explain a fact: in English as the table of facts does, elsewhere by a hint, or choice by choice."""
    if language == "en":
        return fact.help
    words = Translator(language, ("fact",))
    choices = [
        message(
            "lawdata.choice_explained",
            "{choice}: {name} ({hint})",
            choice=choice,
            name=name,
            hint=ClauseText(words.find(f"{fact.name}.{choice}.hint") or ""),
        )
        if words.has(f"{fact.name}.{choice}.hint")
        else joined([choice, name], "colon")
        for choice in fact.choices
        if (name := words.find(f"{fact.name}.{choice}"))
    ]
    whole = words.find(f"{fact.name}.hint")
    return whole or joined(choices, "semicolon") or fact.help


def fact_text(fact: Fact, library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Set out one fact: question, values, what leaving it out means."""
    tell = teller_of(library, language)
    texts = [
        (message("lawdata.fact_question", "question"), question_in(fact, library, language)),
        (message("lawdata.fact_kind", "kind"), joined((KINDS[fact.kind], unit_text(fact)), "comma")),
        (message("lawdata.fact_of", "of"), OF[fact.of]),
        (
            message("lawdata.fact_values", "values"),
            message("lawdata.or_unknown", "{values}, or unknown", values=accepted(fact)),
        ),
        (message("lawdata.fact_flag", "flag"), answer_flag(fact)),
        (message("lawdata.fact_left_out", "left out"), _left_out(fact)),
    ]
    if hint := _help(fact, language):
        texts.append((message("lawdata.fact_help", "help"), hint))
    rows = [(tell(head), tell(text)) for head, text in texts]
    lines = [paint(str(fact.name), Ink.BOLD), *table(rows, width=width)]
    names = scheme_names(fact, library)
    if names and len(names) <= CODES_SHOWN:
        lines += ["", *columns([f"{code} {name}" for code, name in names.items()], width=width)]
    elif names:
        codes = counted(
            "lawdata.codes_of",
            "{n} code of {scheme}: `sekisho facts {name} --format csv` lists them.",
            "{n} codes of {scheme}: `sekisho facts {name} --format csv` lists them.",
            n=len(names),
            scheme=fact.scheme,
            name=fact.name,
        )
        lines += ["", tell(codes)]
    return lines


def _left_out(fact: Fact) -> Text:
    """Say what leaving a fact out means."""
    match fact.absent:
        case "none" if fact.kind == "party":
            return message("lawdata.absent_party", "none: no separate party of that role takes part")
        case "none":
            return message("lawdata.absent_none", "none: nothing of the kind")
        case "follows":
            return message("lawdata.absent_follows", "follows from other facts, else unknown")
        case _:
            return message("lawdata.absent_unknown", "unknown")


def scheme_names(fact: Fact, library: Library) -> dict[str, str]:
    """Return the codes of a fact's scheme with their names; none if the scheme is not held."""
    scheme = "iso/3166" if fact.kind == "territory" else fact.scheme
    return dict(library.code_names.get(scheme, {}))


def columns(texts: list[str], *, width: int, indent: str = "  ") -> list[str]:
    """Set short texts in columns, reading downwards."""
    widest = max(cells(text) for text in texts) + 2
    across = max(1, (width - cells(indent)) // widest)
    down = -(-len(texts) // across)
    lines = []
    for row in range(down):
        line = "".join(pad(text, widest) for text in texts[row::down])
        lines.append((indent + line).rstrip())
    return lines
