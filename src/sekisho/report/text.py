"""One determination as text for a terminal: the answer first, its reasons and limits below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sekisho.determine.given import parties_of
from sekisho.determine.one import Reason
from sekisho.determine.outcome import (
    UNDETERMINED,
    Determination,
    Obligation,
    Outcome,
    Verdict,
)
from sekisho.law.condition import FactName
from sekisho.law.fact import Codes, Fact
from sekisho.law.library import Library
from sekisho.law.measure import Clause, Measure
from sekisho.law.prose import NO_LIMIT, Speech, short_name, speech_of, value_name
from sekisho.law.term import Reading
from sekisho.report.layout import DEFAULT_WIDTH, Ink, cells, count, pad, paint, table, wrap
from sekisho.report.unmet import unmet, unmet_lines
from sekisho.report.why import everything, lines, untold, waits_of, why
from sekisho.report.words import (
    CLAIMS,
    LEVELS,
    POSSIBLE_CLAIMS,
    marked,
    sentence_case,
    span,
)

SHOWN = 6
"""Codes or choices that a sentence writes out."""
QUESTIONS_SHOWN = 5
LEVELS_SHOWN = 2
"""Possible levels of which one clause is set out; the clauses of the others are named."""
CAUTIONS_SHOWN = 3


def determination(
    answer: Determination,
    facts: Mapping[str, object],
    reasons: Sequence[Reason],
    library: Library,
    *,
    full: bool = False,
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell one answer.

    Parameters
    ----------
    facts
        The line, as it was determined.
    reasons
        The decisive and the open clauses, traced.
    full
        Every part of each clause, its words in the original and in translation, and its sources.
    width
        Cells of a line.
    """
    speech = replace(speech_of(library, shown=NO_LIMIT if full else SHOWN), readings=answer.readings)
    sections = [
        head_lines(answer, library, speech, width),
        _settle(answer, library, width),
        *_why(answer, reasons, speech, full=full, width=width),
        _unmet(answer, facts, library, speech, full=full, width=width),
        _readings(answer),
        _branches(answer, width),
        _duties(answer, width, full=full),
        _cautions(answer, width, full=full),
        coverage_lines(answer, width),
    ]
    return [line for section in sections if section for line in [*section, ""]][:-1]


def head_lines(answer: Determination, library: Library, speech: Speech, width: int) -> list[str]:
    """Say outcome and date in the first line, and then who decides, what the line is, and what is supposed."""
    head = marked(answer.verdict, headline(answer))
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
    """Say the outcome in a few words."""
    if answer.verdict.headline == "free":
        owed = any(duty.certain for duty in answer.obligations)
        under = ", if these duties are kept" if owed else " under the measures checked"
        return f"No licence required{under}"
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
    parts += [f"assuming {name} = {value}" for name, value in answer.facts.items() if library.facts[name].of == "law"]
    return "; ".join(parts)


def subject(facts: Mapping[FactName, object], library: Library, speech: Speech) -> str:
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


def _settle(answer: Determination, library: Library, width: int) -> list[str]:
    if not answer.missing:
        return []
    first = sorted(answer.missing, key=lambda name: library.facts[name].of == "law")
    shown, rest = first[:QUESTIONS_SHOWN], first[QUESTIONS_SHOWN:]
    one = len(first) == 1
    found = [paint("One answer would settle it" if one else "What would settle it", Ink.BOLD)]
    found[0] += "" if one else paint("  (the most telling first)", Ink.DIM)
    for name in shown:
        fact = library.facts[name]
        found += _question(fact, _asked(fact, answer.facts.get(name), library), width)
    if rest:
        found += wrap(f"then: {', '.join(rest)}", width=width, indent="  ", hang="    ")
    return found


def _asked(fact: Fact, given: object, library: Library) -> str:
    """Put the question, or what is left of it if a value was given that does not settle it."""
    if given is None:
        return fact.question
    if fact.kind == "party":
        names = [match.entry.names[0] for match in parties_of(library).matches(str(given)) if not match.certain]
        if names:
            return f"Is {given} the same as the listed {' or '.join(dict.fromkeys(names))}? Give the full name."
    return f"{fact.question} ({given} leaves it open.)"


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


def _why(
    answer: Determination, reasons: Sequence[Reason], speech: Speech, *, full: bool, width: int
) -> Iterable[list[str]]:
    told: set[str] = set()

    def set_out(title: str, clauses: Sequence[Reason], others: Sequence[Reason]) -> list[str]:
        found = [paint(title, Ink.BOLD)]
        for reason in clauses:
            found += reason_lines(reason, speech, full=full, width=width, told=told)
        if others:
            found += wrap(f"also {_names(others)}", width=width, indent="  ", hang="    ")
        return found

    decisive = [reason for reason in reasons if reason.clause.clause.id in answer.decisive]
    if decisive:
        floor = answer.floor
        claim = f"at least {LEVELS[floor]}" if answer.verdict.outcome == UNDETERMINED else CLAIMS[floor]
        yield set_out(f"Why {claim}", decisive, ())
    opened = [reason for reason in reasons if reason.clause.clause.id in answer.open]
    later: list[str] = []
    for place, (level, group) in enumerate(groupby(opened, key=lambda reason: reason.level)):
        clauses = sorted(group, key=lambda reason: len(waits_of(why(reason.trace, speech))))
        title = f"Why {POSSIBLE_CLAIMS[level]}"
        if full:
            yield set_out(title, clauses, ())
        elif place < LEVELS_SHOWN:
            yield set_out(title, clauses[:1], clauses[1:])
        else:
            text = f"{sentence_case(POSSIBLE_CLAIMS[level])}: {_names(clauses)}"
            later += wrap(text, width=width, indent="  ", hang="    ")
    if later:
        yield [paint("Less grave, and open too", Ink.BOLD), *later]


def _unmet(
    answer: Determination, facts: Mapping[str, object], library: Library, speech: Speech, *, full: bool, width: int
) -> list[str]:
    """Say what the other clauses fail on: in full, or if no clause applies at all."""
    if not full and (answer.decisive or answer.open):
        return []
    short = replace(speech, shown=SHOWN)
    return unmet_lines(unmet(answer, facts, library, short), full=full, width=width)


def _names(reasons: Iterable[Reason]) -> str:
    return ", ".join(reason.clause.clause.id for reason in reasons)


def reason_lines(reason: Reason, speech: Speech, *, full: bool, width: int, told: set[str]) -> list[str]:
    """Set out one clause: its id, in full its words and source, and what it rests on.

    Parameters
    ----------
    told
        What earlier clauses said; in short form it is not said again.
    """
    measure, clause = reason.clause.measure, reason.clause.clause
    found = [f"  {paint(clause.id, Ink.BOLD)}{paint('  ' + clause.article, Ink.DIM)}"]
    if full:
        found += clause_lines(measure, clause, width=width, indent="    ")
        points = everything(reason.trace, speech)
    else:
        found += wrap(clause.words.get("en", ""), width=width, indent="    ")
        points = untold(why(reason.trace, speech), told)
    return [*found, *lines(points, width=width, indent="    ")]


def clause_lines(measure: Measure, clause: Clause, *, width: int, indent: str) -> list[str]:
    """Give the words of a clause, original first, with source, date read and confidence."""
    source = measure.sources[0] if measure.sources else None
    address = clause.source or (source.url if source else "")
    rows = [
        *clause.words.items(),
        ("source", f"{address}{f', read {source.read}' if source else ''}"),
        ("confidence", str(clause.confidence)),
    ]
    return table([*rows, ("note", clause.note)] if clause.note else rows, indent=indent, width=width)


def _readings(answer: Determination) -> list[str]:
    verdicts = answer.by_reading
    if len({_ends(verdict) for verdict in verdicts.values()}) == 1:
        return []
    found = [paint("If all disputed words were read", Ink.BOLD)]
    found += [f"  {pad(name + ':', 9)}{marked(verdict)}" for name, verdict in verdicts.items()]
    return [*found, paint("  `sekisho readings` shows which words decide", Ink.DIM)]


def _branches(answer: Determination, width: int) -> list[str]:
    found: list[str] = []
    for _, group in groupby(answer.branches, key=lambda branch: branch.unknown):
        branches = list(group)
        if len({_ends(branch.verdict) for branch in branches}) > 1:
            rows = [(f"if {branch.unknown} = {branch.value}:", marked(branch.verdict)) for branch in branches]
            found += table(rows, width=width)
    return [paint("What the law itself leaves open", Ink.BOLD), *found] if found else []


def _ends(verdict: Verdict) -> tuple[Outcome, Outcome]:
    return verdict.floor, verdict.ceiling


def _duties(answer: Determination, width: int, *, full: bool) -> list[str]:
    certain = [duty for duty in answer.obligations if duty.certain]
    possible = [duty for duty in answer.obligations if not duty.certain]
    found = [paint("Duties", Ink.BOLD), *_duty_lines(certain, width)] if certain else []
    if full and possible:
        found += [paint("Duties that may be owed", Ink.BOLD), *_duty_lines(possible, width)]
    elif possible:
        more = "more " if certain else ""
        say = f"{len(possible)} {more}{'duty' if len(possible) == 1 else 'duties'} may be owed (--full)"
        found += [paint(f"  {say}" if certain else sentence_case(say), Ink.DIM)]
    return found


def _duty_lines(duties: Iterable[Obligation], width: int) -> Iterable[str]:
    owed: dict[str, list[str]] = {}
    for duty in duties:
        owed.setdefault(duty.duty, []).append(duty.clause)
    for text, clauses in owed.items():
        place = paint(f" ({', '.join(clauses)})", Ink.DIM)
        yield from wrap(text + place, width=width, indent="  - ", hang="    ")


def _cautions(answer: Determination, width: int, *, full: bool) -> list[str]:
    if not answer.cautions:
        return []
    shown = answer.cautions if full else answer.cautions[:CAUTIONS_SHOWN]
    found = [paint("Cautions", Ink.BOLD)]
    for caution in shown:
        found += wrap(caution, width=width, indent="  - ", hang="    ")
    rest = len(answer.cautions) - len(shown)
    return [*found, paint(f"  {rest} more: --full lists them", Ink.DIM)] if rest else found


def coverage_lines(answer: Determination, width: int) -> list[str]:
    """State which measures were asked, of which library, and what was not covered."""
    coverage = answer.coverage
    text = (
        f"Checked {count(coverage.measures, 'measure')} of {', '.join(coverage.jurisdictions)}, "
        f"{coverage.in_force} of them in force on {answer.as_of} "
        f"(library {coverage.version}, {coverage.hash[:7]}, sources read to {coverage.horizon})."
    )
    if coverage.pending:
        text += f" {count(coverage.pending, 'measure')} published and not yet effective."
    found = wrap(text, width=width, indent="  ", hang="  ")
    if coverage.not_covered:
        missing = f"Not covered: {'; '.join(coverage.not_covered)}."
        found += wrap(missing, width=width, indent="  ", hang="  ")
    return found
