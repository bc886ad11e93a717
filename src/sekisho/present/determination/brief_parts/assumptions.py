"""What a brief answer takes for granted: facts nobody stated, readings and law that were chosen, a run's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.presumptions import SENT_ON
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import territory_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.state_assumption import YES
from sekisho.message import CapitalText, Text, counted, joined, message
from sekisho.present.determination.brief_parts.line_warning import QueuePlace
from sekisho.present.determination.brief_parts.open_law import suspended_acts, was_suspended
from sekisho.present.determination.phrases import CHINA, is_of_china
from sekisho.present.outcome_labels import supposed_cell

READ: Final[Mapping[str, Text]] = {
    "narrow": message("brief.read_narrow", "disputed words are read narrowly"),
    "broad": message("brief.read_broad", "disputed words are read broadly"),
}
LAW_IS: Final[Mapping[str, Callable[[Text], Text]]] = {
    "extended": lambda acts: message("brief.law_extended", "the suspension of {acts} was extended", acts=acts),
    "lapsed": lambda acts: message("brief.law_ended", "the suspension of {acts} ended", acts=acts),
    "changed": lambda acts: message("brief.law_changed", "the suspended text of {acts} was changed", acts=acts),
}
"""What is assumed of acts that were suspended, by the value of the named unknowns that ask of them."""


def assumed_wordings(answer: Determination, library: Library) -> tuple[Text, ...]:
    """Say what is taken for granted, with the flags that change it, and without."""
    parts = list(presumed_texts(answer, library))
    flags = [f"--{entry.fact.replace('_', '-')}" for entry in answer.presumed]
    parts += _chosen(answer, library)
    if not parts:
        return ()
    row = CapitalText(_and(parts))
    plain = message("brief.assumed", "{parts}.", parts=row)
    if not flags:
        return (plain,)
    return (
        counted(
            "brief.assumed_flags",
            "{parts} ({flags} changes this).",
            "{parts} ({flags} change this).",
            n=len(flags),
            parts=row,
            flags=joined(flags, "comma"),
        ),
        plain,
    )


def counted_assumptions(answer: Determination, library: Library) -> Text:
    """Say how much is taken for granted, where an answer has no room to say what."""
    number = len(list(presumed_texts(answer, library))) + len(_chosen(answer, library))
    return counted("brief.assumed_counted", "{n} point: --full.", "{n} points: --full.", n=number)


def supposed_wordings(answer: Determination, queued: QueuePlace | None) -> tuple[Text, ...]:
    """Say what a run supposed of a line, and what the line comes to if that is right, as the list of lines has it."""
    if queued is None or not queued.assumed:
        return ()
    parts = joined(queued.assumed, "semicolon")
    cell = supposed_cell(answer.verdict.headline, queued.supposed)
    if cell is None:
        return (message("brief.run_assumed", "The order list assumed: {parts}.", parts=parts),)
    return (message("brief.run_supposed", "{cell}. The order list assumed: {parts}.", cell=cell, parts=parts),)


def _and(parts: Sequence[Text]) -> Text:
    """Set what is assumed in a row."""
    text, *others = parts
    for part in others:
        text = message("brief.assumed_and", "{first}; {next}", first=text, next=part)
    return text


def _chosen(answer: Determination, library: Library) -> list[Text]:
    """Say how words are read and what is assumed of the law, where whoever asks chose it."""
    by_term = answer.readings.to_dict()
    all_of = by_term.pop("all")
    parts: list[Text] = [READ[all_of]] if all_of in READ else []
    if by_term and set(by_term.values()) == {"broad"}:
        parts.append(
            counted(
                "brief.terms_broad",
                "one disputed word is read broadly",
                "{n} disputed words are read broadly",
                n=len(by_term),
            )
        )
    elif by_term:
        parts.append(message("brief.terms_read", "disputed words are read as you chose"))
    parts += _of_law(answer, library)
    return list(dict.fromkeys(parts))


def _of_law(answer: Determination, library: Library) -> Iterator[Text]:
    """Say what is assumed of the law: of which acts, and whether the ministry said it.

    What is assumed of acts that ask nothing of the line is not told one by one; nor what the ministry did not say.
    """
    stated = {name: str(value) for name, value in answer.facts.items() if library.facts[name].of == "law"}
    sayings = [saying for saying in library.assumptions if stated.pop(saying.id, "") == YES]
    by_value: dict[tuple[str, Text | None], list[FactName]] = {}
    for name, value in stated.items():
        days = (saying.said for saying in sayings if saying.sets.get(name) == value and answer.as_of <= saying.until)
        day = next(days, None)
        by_value.setdefault((value, quantity("day_in_year", day) if day is not None else None), []).append(name)
    texts: list[Text] = []
    for (value, said_on), names in by_value.items():
        acts = suspended_acts(names, answer, library)
        if acts is not None and value in LAW_IS:
            words = LAW_IS[value](acts)
            texts.append(
                words
                if said_on is None
                else message("brief.law_as_said", "{law}, as MOFCOM said on {day}", law=words, day=said_on)
            )
    if not all(was_suspended(name, library) for name in stated):
        texts.append(message("brief.assumed_law", "the law is as you stated"))
    if not texts and (stated or sayings):
        texts.append(message("brief.assumed_law_idle", "what you stated of the law changes nothing here"))
    yield from texts
    for saying in sayings:
        bearing = [branch.unknown for branch in answer.branches if branch.bears and branch.unknown in saying.silent_on]
        if (acts := suspended_acts(bearing, answer, library)) is not None:
            yield message("brief.law_not_said", "MOFCOM said nothing of {acts}", acts=acts)


def is_chosen(answer: Determination, library: Library) -> bool:
    """Tell whether whoever asks chose how words are read or what the law is: it is assumed beside what is presumed."""
    return bool(_chosen(answer, library))


def presumed_texts(answer: Determination, library: Library) -> dict[Text, FactName]:
    """Say what is presumed of a line, each with the fact that changes it."""
    parts: dict[Text, FactName] = {}
    for entry in answer.presumed:
        match str(entry.fact):
            case "movement" if entry.value == SENT_ON:
                text: Text = message(
                    "brief.assumed_onward",
                    "it is sent straight from {country}",
                    country=territory_text(str(answer.facts.get(FactName("departure"))), library),
                )
            case "departure" | "movement":
                text = (
                    message("brief.assumed_export", "it is exported from China")
                    if is_of_china(answer) or answer.facts.get(FactName("origin")) == CHINA
                    else message("brief.assumed_export_home", "it is exported from the country where it was made")
                )
            case "destination":
                text = message(
                    "brief.assumed_destination", "it goes to {country}", country=territory_text(entry.value, library)
                )
            case "end_user_territory":
                text = message("brief.assumed_resident", "the user is Japanese")
            case "end_user_kind":
                text = message("brief.assumed_firm", "the user is a firm, not a military body")
            case "control_codes":
                text = message("brief.assumed_code", "the code is {code}, by the description", code=entry.value)
            case _:
                text = message("brief.assumed_fact", "{fact}: {value}", fact=fact_label(entry.fact), value=entry.value)
        parts.setdefault(text, entry.fact)
    return parts
