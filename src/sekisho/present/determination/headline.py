"""The head of an answer: outcome and date first, then who decides and what the line is."""

from __future__ import annotations

from collections.abc import Mapping

from sekisho.determination.core.outcome import FREE_WITH_ALERT, UNDETERMINED, Determination, Outcome
from sekisho.determination.line.alerts import spoken
from sekisho.i18n.names import NamingContext, short_name, value_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading
from sekisho.present.outcome_labels import LEVELS, marked, sentence_case, span
from sekisho.present.render.terminal import Ink, cells, pad, paint, wrap

SILENT = "Nothing is known here: no measure checked was in force"
"""What is said of a day before the first measure, on which no clause could apply."""


def head_lines(answer: Determination, library: Library, speech: NamingContext, width: int) -> list[str]:
    """Say outcome and date in the first line, and then who decides, what the line is, and what is supposed."""
    head = marked(answer.verdict, headline(answer)) if answer.coverage.in_force else paint(f"◆ {SILENT}", Ink.BLUE)
    when = f"as of {answer.as_of}"
    by = decided_by(answer, library)
    room = width - cells(when) - 2
    if by and " by " not in head and cells(f"{head} {by}") <= room:
        head, by = f"{head} {by}", ""
    if cells(head) <= room:
        found = [pad(head, min(room, 84)) + "  " + when]
    else:
        found = [*wrap(head, width=width, hang="  "), f"  {when}"]
    for text in (by, subject(answer.facts, library, speech), supposed(answer, library)):
        found += wrap(text, width=width, indent="  ", hang="  ") if text else []
    return found


def headline(answer: Determination) -> str:
    """Say the outcome in a few words, and of a party on a list that is not judged here, that it is on it."""
    first = spoken(answer)
    if first is None:
        return _outcome(answer)
    stands = "is" if first["zone"] == "match" else "may be"
    who = first["role"].replace("_", " ")
    return f"{_outcome(answer)}; the {who} {stands} on {first['list']}: stop and ask"


def _outcome(answer: Determination) -> str:
    if answer.verdict.headline == FREE_WITH_ALERT:
        return "No licence required under the PRC measures checked"
    if answer.verdict.headline == "free":
        owed = any(duty.certain for duty in answer.obligations)
        under = ", if these duties are kept" if owed else " under the measures checked"
        return f"No licence required{under}"
    if answer.near and answer.verdict.headline == UNDETERMINED and answer.floor is Outcome.FREE:
        code, name = answer.near[0]
        return f"Not yet classified: may fall under {code} ({name}); up to {LEVELS[answer.ceiling]}"
    return sentence_case(span(answer.verdict))


def decided_by(answer: Determination, library: Library) -> str:
    """Name the measures that fix a settled headline."""
    if answer.verdict.headline == UNDETERMINED or not answer.decisive:
        return ""
    names = dict.fromkeys(short_name(library.clauses[name][0]) for name in answer.decisive)
    link = "by" if answer.verdict.headline == "prohibited" else "under"
    return f"{link} {' and '.join(sorted(names, key=len))}"


def supposed(answer: Determination, library: Library) -> str:
    """Say how words are read and what is assumed of the law, where it is not the default."""
    parts = []
    chosen = answer.readings.to_dict()
    if chosen != {"all": str(Reading.CENTRAL)}:
        words = [f"{chosen.pop('all')} reading", *(f"{k} read {v}" for k, v in chosen.items())]
        parts.append(", ".join(words))
    parts += [f"presuming {one.fact.replace('_', ' ')} {one.value}, from the description" for one in answer.presumed]
    parts += [f"assuming {name} = {value}" for name, value in answer.facts.items() if library.facts[name].of == "law"]
    return "; ".join(parts)


def subject(facts: Mapping[FactName, object], library: Library, speech: NamingContext) -> str:
    """Say in a few words what the line is: item, route, user, use."""

    def name(fact: str) -> str:
        value = facts.get(FactName(fact))
        return "" if value is None else value_name(FactName(fact), str(value), speech)

    parts = [_item(facts, library)]
    route = [
        f"from {name('departure')}" if name("departure") else "",
        f"to {name('destination')}" if name("destination") else "",
    ]
    parts.append(" ".join(filter(None, route)))
    kind = name("end_user_kind").removeprefix("a ")
    if name("end_user"):
        parts.append(f"end user {name('end_user')}{f' ({kind})' if kind else ''}")
    elif kind:
        parts.append(f"{kind} end user" if kind == "civil" else f"end user {kind}")
    parts.append(f"end use {name('end_use')}" if name("end_use") else "")
    return ", ".join(filter(None, parts))


def _item(facts: Mapping[FactName, object], library: Library) -> str:
    said = str(facts.get(FactName("description"), ""))
    codes = facts.get(FactName("control_codes"))
    if not isinstance(codes, Codes):
        return said
    if not codes.sure and not codes.maybe:
        return f"{said} (not listed)" if said else "item that is not listed"
    if said:
        return f"{said} ({codes})"
    names = library.code_names.get("cn/dual-use", {})
    known = next((names[code] for code in sorted(codes.sure) if names.get(code)), "")
    return f"{codes} ({known})" if known else str(codes)
