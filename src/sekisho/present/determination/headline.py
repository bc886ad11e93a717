"""The head of an answer: outcome and date first, then who decides and what the line is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.classification.suggestion import CUSTOMS_NEAREST
from sekisho.determination.core.outcome import FREE_WITH_ALERT, UNDETERMINED, Determination, Outcome, Presumption
from sekisho.determination.line.alerts import spoken
from sekisho.i18n.law_statements import law_statement
from sekisho.i18n.names import ROLES, NamingContext, measure_text, value_name
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes, fact_label, value_text
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name
from sekisho.law.model.term import Reading
from sekisho.message import LawText, Text, day_text, joined, message
from sekisho.present.determination.brief_parts.scope import law_days_text
from sekisho.present.determination.brief_parts.why_sentence import is_by_customs_code
from sekisho.present.outcome_labels import LEVELS, marked, sentence_case, span
from sekisho.present.render.terminal import Ink, cells, pad, paint, wrap

SILENT: Final = message("check.silent", "Nothing is known here: no measure checked was in force")
"""What is said of a day before the first measure, on which no clause could apply."""


def head_lines(
    answer: Determination, library: Library, speech: NamingContext, tell: PackageTranslator, width: int
) -> list[str]:
    """Say outcome and date in the first line, and then who decides, what the line is, and what is supposed."""
    in_force = answer.coverage.applying
    said = headline(answer) if in_force else SILENT
    head = marked(answer.verdict, tell(said)) if in_force else paint(f"◆ {tell(said)}", Ink.BLUE)
    when = tell(
        message(
            "check.as_of", "as of {day}", day=day_text(answer.as_of) if answer.days is None else law_days_text(answer)
        )
    )
    by = tell(decided_by(answer, library))
    room = width - cells(when) - 2
    if by and " by " not in said and cells(f"{head} {by}") <= room:
        head, by = f"{head} {by}", ""
    if cells(head) <= room:
        lines = [pad(head, min(room, 84)) + "  " + when]
    else:
        lines = [*wrap(head, width=width, hang="  "), f"  {when}"]
    line = joined([subject(answer.facts, library, speech), supposed(answer, library)], "semicolon")
    for text in (by, tell(line)):
        lines += wrap(text, width=width, indent="  ", hang="  ") if text else []
    return lines


def headline(answer: Determination) -> Text:
    """Say the outcome in a few words, and of a party on a list that is not judged here, that it is on it."""
    if not answer.coverage.applying:
        return SILENT
    alert = spoken(answer)
    outcome = _outcome(answer)
    if alert is None:
        return outcome
    role, listing = ROLES[alert["role"]], alert["list"]
    if alert["zone"] == "match":
        return message(
            "check.headline_also",
            "{outcome}; {role} is on {list}: stop and ask",
            outcome=outcome,
            role=role,
            list=listing,
        )
    return message(
        "check.headline_also_review",
        "{outcome}; {role} may be on {list}: stop and ask",
        outcome=outcome,
        role=role,
        list=listing,
    )


def _outcome(answer: Determination) -> Text:
    if answer.verdict.headline == FREE_WITH_ALERT:
        return message("check.free_prc", "No licence required under the PRC measures checked")
    if answer.verdict.headline == "free":
        if any(duty.certain for duty in answer.obligations):
            return message("check.free_duties", "No licence required, with these duties")
        return message("check.free", "No licence required under the measures checked")
    if answer.near and answer.verdict.headline == UNDETERMINED and answer.floor is Outcome.FREE:
        if is_by_customs_code(answer):
            codes = [code for code, _ in answer.near[:CUSTOMS_NEAREST]]
            return message(
                "check.not_classified_customs",
                "Not yet classified: may fall under {codes}; up to {ceiling}",
                codes=joined(codes, "comma"),
                ceiling=LEVELS[answer.ceiling],
            )
        code, name = answer.near[0]
        return message(
            "check.not_classified",
            "Not yet classified: may fall under {code} ({name}); up to {ceiling}",
            code=code,
            name=LawText(name),
            ceiling=LEVELS[answer.ceiling],
        )
    return sentence_case(span(answer.verdict))


def decided_by(answer: Determination, library: Library) -> Text:
    """Name the measures that fix a settled headline."""
    if answer.verdict.headline == UNDETERMINED or not answer.decisive:
        return Text()
    names = dict.fromkeys(measure_text(library.clauses[name][0]) for name in answer.decisive)
    first, *others = sorted(names, key=len)
    measures: Text = first
    for name in others:
        measures = message("check.and_measure", "{first} and {next}", first=measures, next=name)
    if answer.verdict.headline == "prohibited":
        return message("check.by", "by {measures}", measures=measures)
    return message("check.under", "under {measures}", measures=measures)


def supposed(answer: Determination, library: Library) -> Text:
    """Say how words are read and what is assumed of the law, where it is not the default."""
    parts: list[Text] = []
    chosen = answer.readings.to_dict()
    if chosen != {"all": str(Reading.CENTRAL)}:
        default = Reading(chosen.pop("all"))
        words = [message("check.reading", "{reading} reading", reading=default.words)]
        words += [
            message("check.term_read", "{term} read {reading}", term=term, reading=Reading(reading).words)
            for term, reading in chosen.items()
        ]
        parts.append(joined(words, "comma"))
    parts += [_presumed(one, library) for one in answer.presumed]
    parts += [
        message(
            "check.assuming",
            "assuming {stated}",
            stated=law_statement(name, str(value), library),
        )
        for name, value in answer.facts.items()
        if library.facts[name].of == "law"
    ]
    return joined(parts, "semicolon")


def _presumed(one: Presumption, library: Library) -> Text:
    """Say what is presumed: a control code from the description, or a fact that nobody stated."""
    fact = fact_label(one.fact)
    if one.fact == "control_codes":
        return message("check.presuming", "presuming {fact} {value}, from the description", fact=fact, value=one.value)
    names = library.code_names.get("iso/3166", {})
    match library.facts[one.fact].kind:
        case "choice":
            values: list[str] = [value_text(one.fact, value) for value in one.value.split("|")]
        case "territory":
            values = [LawText(names.get(value, value)) for value in one.value.split("|")]
        case _:
            values = [one.value]
    return message("check.assumed", "assumed: {fact} {value}", fact=fact, value=joined(values, "comma"))


def subject(facts: Mapping[FactName, object], library: Library, speech: NamingContext) -> Text:
    """Say in a few words what the line is: item, route, user, use."""

    def name(fact: str) -> str:
        value = facts.get(FactName(fact))
        return "" if value is None else value_name(FactName(fact), str(value), speech)

    parts: list[str] = [_item(facts, library), _route(name("departure"), name("destination"))]
    user, kind, use = name("end_user"), name("end_user_kind").removeprefix("a "), name("end_use")
    if user and kind:
        parts.append(message("check.end_user_of_kind", "end user {name} ({kind})", name=user, kind=kind))
    elif str(facts.get(FactName("end_user_kind"))) == "civil":
        parts.append(message("check.civil_end_user", "civil end user"))
    elif user or kind:
        parts.append(message("check.end_user", "end user {name}", name=user or kind))
    parts.append(message("check.end_use", "end use {use}", use=use) if use else "")
    return joined(parts, "comma")


def _route(departure: str, destination: str) -> str:
    if departure and destination:
        return message("check.route", "from {departure} to {destination}", departure=departure, destination=destination)
    if departure:
        return message("check.from", "from {departure}", departure=departure)
    return message("check.to", "to {destination}", destination=destination) if destination else ""


def _item(facts: Mapping[FactName, object], library: Library) -> str:
    said = str(facts.get(FactName("description"), ""))
    codes = facts.get(FactName("control_codes"))
    if not isinstance(codes, Codes):
        return said
    if not codes.sure and not codes.maybe:
        if said:
            return message("check.item_not_listed", "{name} (not listed)", name=said)
        return message("check.not_listed", "item that is not listed")
    if said:
        return message("check.item_with_codes", "{name} ({codes})", name=said, codes=str(codes))
    names = library.code_names.get(scheme_name(library), {})
    known = next((names[code] for code in sorted(codes.sure) if names.get(code)), "")
    return (
        message("check.codes_named", "{codes} ({name})", codes=str(codes), name=LawText(known)) if known else str(codes)
    )
