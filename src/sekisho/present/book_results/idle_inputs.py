"""What was stated for a whole order list and changed no answer, in words, so that nobody takes it for used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.i18n.law_statements import law_statement
from sekisho.i18n.list_names import entry_name
from sekisho.i18n.names import speech_of, term_name, value_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.condition import FactName, TermId
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.parties.index import parties_of

SHOWN: Final = 5
"""Inputs of a kind that are named: what a person can act on at once. A guess."""


def idle_inputs(card: Mapping[str, object], library: Library, language: str) -> Iterator[Text]:
    """Name what the book contradicts, and what no line needed."""
    inputs = card.get("inputs")
    idle = inputs.get("without_effect", ()) if isinstance(inputs, Mapping) else ()
    tell = teller_of(library, language)
    for use in ("contradicted", "not_needed"):
        names = [tell(_input(one, library, language)) for one in idle if one["use"] == use]
        if not names:
            continue
        stated: Text = joined(names[:SHOWN], "semicolon")
        if (rest := len(names) - SHOWN) > 0:
            stated = counted("book.and_more", "{names} and {n} more", "{names} and {n} more", n=rest, names=stated)
        if use == "contradicted":
            yield message("book.contradicted", "The book says otherwise than {names}.", names=stated)
        else:
            yield message("book.not_needed", "Stated, and needed by no line: {names}.", names=stated)


def _input(one: Mapping[str, str], library: Library, language: str) -> Text:
    """Say one input: a decision, what is assumed, how words are read, an answer, or a fact for every line."""
    name, value, speech = one["name"], one["value"], speech_of(library, language=language)
    match one["kind"]:
        case "assumption":
            return law_statement(FactName(name), value, library)
        case "reading" if name == "all":
            return message("check.reading", "{reading} reading", reading=Reading(value).words)
        case "reading":
            return message(
                "check.term_read",
                "{term} read {reading}",
                term=term_name(TermId(name), speech),
                reading=Reading(value).words,
            )
        case "unknown":
            return message("book.left_unknown", "{fact} taken as unknown", fact=fact_label(FactName(name)))
        case "decision":
            entry, _, answer = value.partition(": ")
            listed = parties_of(library).by_id.get(entry)
            party = entry_name(listed) if listed is not None else entry
            if answer == "same":
                return message("book.decided_same", "“{name}” is {party}", name=name, party=party)
            return message("book.decided_not_same", "“{name}” is not {party}", name=name, party=party)
        case _:
            return _answer(name, value, library, language)


def _answer(name: str, value: str, library: Library, language: str) -> Text:
    """Say what was answered of a fact, and about what: `control_codes (description sand)` as it stands in run cards."""
    speech = speech_of(library, language=language)
    fact, _, about = name.removesuffix(")").partition(" (")
    answered = message(
        "boss.constant",
        "{fact}: {value}",
        fact=CapitalText(fact_label(FactName(fact))),
        value=value_name(FactName(fact), value, speech),
    )
    if not about:
        return answered
    pairs = [part.partition(" ") for part in about.split("; ")]
    where = [
        joined([fact_label(FactName(head)), text], "colon")
        if FactName(head) in library.facts
        else f"{head} {text}".strip()
        for head, _, text in pairs
    ]
    return message("book.answered_about", "{answer} ({about})", answer=answered, about=joined(where, "semicolon"))
