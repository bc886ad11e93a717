"""May this shipment go: one line determined, with what is presumed of it.

Command line, pages, REST and Python ask this one question, so what one says, all say. What most people leave out is
presumed, and so is the control code where the description settles it: the answer says so, and tells what it would be
without. What somebody states always wins, and a presumption never frees a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.classification.suggestion import Suggestion, suggestion_by_parts, suggestion_of
from sekisho.dataclass import dataclass, with_late
from sekisho.determination.core.deciding_table import GOODS_OPEN, DecidingTable, without_free
from sekisho.determination.core.evaluation import Evaluation, LineEvaluation, evaluate
from sekisho.determination.core.inputs import settle_input
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.determination.core.outcome import STATED, UNCLASSIFIED, UNREAD, Determination, Outcome, Presumption, Told
from sekisho.determination.line.asking_order import asking_order
from sekisho.determination.line.deciding_rows import deciding_table
from sekisho.determination.line.determination import determine as determined
from sekisho.determination.line.determination import evaluation_of
from sekisho.determination.line.input_ledger import Input, InputUse
from sekisho.determination.line.presumptions import PRESUMPTIONS, facts_of, presuming, with_presumed
from sekisho.errors import FactError, Problem
from sekisho.i18n.locale import quantity
from sekisho.i18n.names import level_text
from sekisho.law.memo import once
from sekisho.law.model.assumptions import as_date, collecting, each_suspension, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Codes
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name
from sekisho.law.model.term import Readings
from sekisho.law.model.trigger import DESCRIPTION, HS_CODE
from sekisho.message import LawText, Message, Text, joined, message
from sekisho.service.party_decision import Basis, ByName, Same
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace
from sekisho.trade.book.line_facts import read_words
from sekisho.trade.transaction import ALIASES, left_out

if TYPE_CHECKING:
    from sekisho.determination.line.readings import TermReadings

CODES: Final = FactName("control_codes")
DAY: Final = "as_of"
READING: Final = "reading"
"""What may be otherwise beside facts: the day of the law, and how all disputed words are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """What is asked of one line.

    Parameters
    ----------
    facts
        Facts by name, as they are written; what is left out is unknown, save where the table of facts says otherwise.
    as_of
        Date of law. None takes the day on which the line leaves, and where that is not stated, today.
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.
    presume
        Whether what most people leave out is taken for granted, and told (see `presumptions`).
    ahead
        Days after the date of law within which changes are told.
    same, by, basis
        Whether parties of the line are the entries that they may be, who says so and on what ground.
    notes
        What was done to the facts before they are judged (a code taken from a table, a share worked out of a bill);
        the answer tells it first.
    """

    facts: Mapping[str, object]
    as_of: date | str | None = None
    readings: Readings | str | None = None
    assume: Mapping[str, str] = field(default_factory=dict)
    presume: Annotated[
        bool,
        Ask(
            "Take for granted what most lines leave out, and say so: exported from China, a firm, of Japan, its code.",
            metavar="yes|no",
        ),
    ] = True
    ahead: Annotated[
        int,
        Ask("Tell what changes within so many days after the date of law.", metavar="DAYS", least=0, most=3660),
    ] = AHEAD
    same: Same = field(default_factory=dict)
    by: ByName = ""
    basis: Basis = ""
    notes: tuple[str, ...] = ()


def check(request: CheckRequest, workspace: Workspace) -> Determination:
    """Determine one line under the law of a day, with what is presumed of it unless the request says otherwise.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    library = workspace.library
    assume = each_suspension(request.assume, library)
    if assume != request.assume:
        request = replace(request, assume=assume)
    facts, unread = in_words(request.facts, library)
    notes = (*request.notes, *unread, *notes_on_codes(facts, library))
    judge = partial(
        determined,
        library=library,
        as_of=law_day(request, workspace),
        readings=request.readings,
        assume=request.assume,
        ahead=request.ahead,
    )
    plain = judge(facts)
    suggestion = suggestion_of(facts, library, plain.as_of, cache=workspace.cache)
    if suggestion is not None and suggestion.state == UNCLASSIFIED:
        suggestion = suggestion_by_parts(facts, library, plain.as_of, cache=workspace.cache) or suggestion
    answer = plain
    presumed: tuple[Presumption, ...] = ()
    if request.presume:
        presumed = _presumptions(facts, plain, request, library)
        answer = judge({**facts, **facts_of(presumed)}) if presumed else plain
        if suggestion is not None and suggestion.codes:
            coded = judge({**facts, **facts_of(presumed), CODES: list(suggestion.codes)})
            # Free by a presumed code alone is no level: `presuming` keeps what it is without, and the headline says so.
            if max(coded.verdict.ceiling, answer.verdict.ceiling) > Outcome.FREE:
                presumed = (_presumed_code(suggestion, answer), *presumed)
                answer = with_late(coded, {"cautions": partial(_with_cause, presumed[0], coded)})
    near = suggestion.near if suggestion is not None else ()
    state = item_state(plain, suggestion)
    if presumed or near or state:
        rested = presuming(answer, plain, presumed) if presumed else answer
        resting = with_late(rested, {}, near=near, item_state=state)
        # The table holds the answer before it, not the one that holds the table: such a circle is let go late.
        free = partial(without_free, verdict=resting.verdict) if _has_goods_open(notes) else _as_it_is
        table = resting.deciding and once(lambda: free(deciding_table(resting, facts, library)))
        answer = with_late(resting, {}, deciding=table)
    cautions = suggestion.cautions if suggestion is not None else ()
    to_tell = once(lambda: (*notes, *_to_come(answer, workspace)))
    late = {
        # Without presumptions a line is told as in results of an order list, which put first what most clauses ask.
        "missing": lambda: asking_order(answer, library) if request.presume else answer.missing,
        "notes": lambda: (*to_tell(), *answer.notes),
        "cautions": lambda: (*to_tell(), *cautions, *answer.cautions),
    }
    ledger = once(
        lambda: _ledger(facts, answer.inputs, described=suggestion is not None and suggestion.state != UNREAD)
    )
    return with_late(answer, late, ledger=ledger)


def _as_it_is(table: DecidingTable) -> DecidingTable:
    return table


def _has_goods_open(notes: Iterable[str]) -> bool:
    """Tell whether the words of a question may name goods beside those that are judged, or in their place."""
    return any(isinstance(note, Message) and note.id in GOODS_OPEN for note in notes)


def _with_cause(presumed: Presumption, answer: Determination) -> tuple[str, ...]:
    return (presumed.because, *answer.cautions)


def item_state(plain: Determination, suggestion: Suggestion | None) -> str:
    """Say what is known of the item's place on the list: a code that is stated counts before what words tell.

    Parameters
    ----------
    plain
        The line as it is stated, with nothing presumed.
    """
    judged = plain.judged
    if isinstance(judged, LineEvaluation):  # without the facts of the answer, which few read
        is_stated = CODES not in judged.unstated and isinstance(judged.heard.context.facts.get(CODES), Codes)
    else:
        is_stated = isinstance(plain.facts.get(CODES), Codes)
    if is_stated:
        return STATED
    return suggestion.state if suggestion is not None else ""


def with_near_codes(
    answer: Determination,
    facts: Mapping[str, object],
    library: Library,
    *,
    cache: Path | None,
    known: Sequence[str] | None = None,
    state: str = "",
) -> Determination:
    """Name the codes under which an item may fall by what its line says of it; in an order list none is presumed.

    Parameters
    ----------
    known, state
        The codes that the run of the line found of its item, and the item's state; left out, both are worked out anew.
    """
    if known is not None:
        names = library.code_names.get(scheme_name(library), {})
        near = tuple((code, names.get(code, "")) for code in known)
    else:
        suggestion = suggestion_of(facts, library, answer.as_of, cache=cache)
        if suggestion is None:
            return answer
        near = tuple((code, suggestion.name) for code in suggestion.codes) or suggestion.near
        state = item_state(answer, suggestion)
        answer = replace(answer, cautions=(*suggestion.cautions, *answer.cautions))
    told = replace(answer, near=near, item_state=state)
    return with_late(told, {}, deciding=told.deciding and once(lambda: deciding_table(told, facts, library)))


def _presumptions(
    facts: Mapping[str, object], plain: Determination, request: CheckRequest, library: Library
) -> tuple[Presumption, ...]:
    """Return what is presumed of a line, its code apart; a presumption without which the answer is the same is none."""

    def evaluated(given: Mapping[str, object], near: Evaluation) -> Evaluation:
        typed, _, _ = settle_input(given, library, as_of=plain.as_of, readings=request.readings, assume=request.assume)
        return evaluate(library, typed, plain.as_of, near.context.readings, near)

    groups: list[tuple[Presumption, ...]] = []
    judged = plain.judged
    out, heard = (
        (judged.unstated, judged.heard)
        if isinstance(judged, LineEvaluation)
        else (left_out(facts, library.facts), evaluation_of(plain, facts, library))
    )
    given = facts
    for needed, presume in PRESUMPTIONS:
        group = presume(heard.context.facts, out, library) if needed <= out else ()
        if group:
            groups.append(group)
            given = {**given, **facts_of(group)}
            heard, out = evaluated(given, heard), left_out(given, library.facts)
    for group in tuple(groups):
        without = {name: value for name, value in given.items() if name not in facts_of(group)}
        other = evaluated(without, heard)
        if _is_same(other, heard):
            groups.remove(group)
            given, heard = without, other
    return tuple(one for group in groups for one in group)


def _is_same(one: Evaluation, other: Evaluation) -> bool:
    """Tell whether two lines have the same verdict, and wait for the same facts: what a presumption may change."""
    return one.verdict == other.verdict and all(one.missing(name) == other.missing(name) for name in one.verdict.open)


def notes_on_codes(facts: Mapping[str, object], library: Library) -> Iterator[Text]:
    """Say of what is written as a control code or a customs code, and is none, that it is none; it decides nothing.

    Of a customs code that names a chapter alone it is said too.
    """
    if words := str(facts.get(DESCRIPTION) or ""):
        from sekisho.trade.items.control_entry import codes_that_are_none  # a line that states codes needs none

        for code, near in codes_that_are_none(words, library):
            yield message(
                "note.no_such_code",
                "No entry of the list has the code {code}, so the line is judged without it. Nearest: {codes}.",
                code=code,
                codes=joined(near, "comma") or message("book.none", "none"),
            )
    if customs := str(facts.get(HS_CODE) or ""):
        from sekisho.trade.items.harmonised_system import customs_code_fault  # nor one without a customs code

        if (fault := customs_code_fault(customs)) is not None:
            yield fault.text


def _to_come(answer: Determination, workspace: Workspace) -> Iterator[Text]:
    """Say of a day that is to come that nobody knows its law: it is judged by what was read until today."""
    day, horizon = answer.as_of, answer.coverage.horizon
    if workspace.today is not None and day > max(workspace.today, horizon):
        yield message(
            "note.day_to_come",
            "{day} is to come. The law was read to {horizon}; what changes after that is not known.",
            day=quantity("day", day),
            horizon=quantity("day", horizon),
        )


def law_day(request: CheckRequest, workspace: Workspace) -> date | str | None:
    """Return the date of law of a question, None if the day on which the line leaves decides it."""
    if request.as_of is not None:
        return request.as_of
    leaves = request.facts.get("date")
    return workspace.today if leaves is None or str(leaves).strip().lower() in WRITTEN_UNKNOWN else None


def vary(request: CheckRequest, answer: Determination, workspace: Workspace) -> tuple[TermReadings, ...]:
    """Read the disputed words of a line otherwise, one at a time; what its answer presumes is presumed here too."""
    from sekisho.determination.line.readings import readings as term_readings  # few ask for it

    facts, _ = in_words(request.facts, workspace.library)
    return term_readings(
        with_presumed(facts, answer),
        workspace.library,
        as_of=law_day(request, workspace),
        base=request.readings,
        assume=each_suspension(request.assume, workspace.library),
    )


def in_words(given: Mapping[str, object], library: Library) -> tuple[dict[str, object], tuple[str, ...]]:
    """Read what a line states in words, as a cell of a book is read; returns what is to be said of what is not read."""

    def code(text: str) -> str:
        from sekisho.i18n.territory_codes import territories_of  # a line that states codes needs no names

        return territories_of(library).code(text)

    read, notes = read_words(given, library.facts, code)
    return read, (*notes, *_cities(given, read, library))


def _cities(given: Mapping[str, object], read: Mapping[str, object], library: Library) -> Iterable[Text]:
    """Say of each city that several countries have, and of which one is taken, which."""
    for name, text in given.items():
        if not isinstance(text, str) or read[name] == text:
            continue
        fact = library.facts.facts.get(FactName(ALIASES.get(name, name)))
        if fact is not None and fact.kind == "territory":
            from sekisho.service.line.city_names import largest_taken  # a line that states codes needs no names

            note = largest_taken(text, library)
            if note is not None:
                yield note


def _ledger(facts: Mapping[str, object], found: Iterable[Told], *, described: bool) -> tuple[Told, ...]:
    """List what was stated, and nothing presumed; the description as used, where it told something of the code."""
    stated = {ALIASES.get(name, name) for name in facts}
    every = (one for one in found if isinstance(one, Input) and (one.kind != "fact" or one.name in stated))
    return tuple(replace(one, use=InputUse.USED) if described and one.name == DESCRIPTION else one for one in every)


def _presumed_code(suggestion: Suggestion, without: Determination) -> Presumption:
    """Return the control code that a description settles as a presumption.

    Parameters
    ----------
    without
        The answer to the same line without it.
    """
    code = ";".join(suggestion.codes)
    because = message(
        "caution.presumed_code",
        "The control code {code} ({name}) is presumed from the description. If the item has another code or "
        "none, the answer lies between {floor} and {ceiling}. State the code to be sure.",
        code=code,
        name=LawText(suggestion.name),
        floor=level_text(without.floor.level),
        ceiling=level_text(without.ceiling.level),
    )
    return Presumption(fact=CODES, value=code, because=because)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRequest(CheckRequest):
    """A line, and what is otherwise in the one beside it."""

    other: Annotated[
        Mapping[str, str],
        Ask(
            "What is otherwise in the second answer: a fact, as-of or reading. Repeatable.",
            flag="--with",
            metavar="NAME=VALUE",
            private=True,
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAnswers:
    """Two answers.

    Parameters
    ----------
    first_line, second_line
        The facts that were judged.
    other
        What is otherwise, by name, as it was written.
    """

    first: Determination
    second: Determination
    first_line: Mapping[str, object]
    second_line: Mapping[str, object]
    other: Mapping[str, str]
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it the answers are told in a line."""

    def __repr__(self) -> str:
        """Show both answers in one line."""
        told = ", ".join(f"{name}={value}" for name, value in self.other.items())
        return f"<ComparedAnswers: {self.first.verdict.headline}, with {told} {self.second.verdict.headline}>"

    def _repr_html_(self) -> str:
        """Show both answers beside each other in a notebook."""
        from sekisho.files.frames.html_table import html_table  # only notebooks need it

        return self.shown() if self.shown is not None else html_table([("", repr(self)[1:-1])])


def compare(request: CompareRequest, workspace: Workspace) -> ComparedAnswers:
    """Determine a line, and the same with something otherwise.

    Raises
    ------
    FactError
        If nothing is otherwise, or with everything that is wrong with either line.
    """
    problems: list[Problem] = []
    first = second = CheckRequest(**{entry.name: getattr(request, entry.name) for entry in fields(CheckRequest)})
    with collecting(problems):
        second = _otherwise(first, request.other, workspace.library)
    answers: list[Determination] = []
    for line in (first,) if problems else (first, second):
        with collecting(problems):
            answers.append(check(line, workspace))
    if problems:
        raise FactError(dict.fromkeys(problems))
    return ComparedAnswers(
        first=answers[0],
        second=answers[1],
        first_line=first.facts,
        second_line=second.facts,
        other={_plain(name): value for name, value in request.other.items()},
    )


def _otherwise(first: CheckRequest, other: Mapping[str, str], library: Library) -> CheckRequest:
    """Return the line with what is otherwise."""
    if not other:
        what = message("compare.nothing_otherwise", "nothing is otherwise.")
        remedy = message("compare.say_otherwise", "Name a fact, as-of or reading with its value in the second answer.")
        raise FactError(Problem(where="with", what=what, remedy=remedy))
    problems: list[Problem] = []
    second, facts, assume = first, dict(first.facts), dict(first.assume)
    for given, value in other.items():
        name = _plain(given)
        if name == DAY:
            with collecting(problems):
                second = replace(second, as_of=as_date(value, where="with"))
        elif name == READING:
            with collecting(problems):
                second = replace(second, readings=readings_of(library, value, {}))
        elif name not in library.facts:
            problems.append(unknown_fact(name, library.facts.facts))
        elif library.facts[FactName(name)].of == "law":
            assume[name] = value
        else:
            facts[name] = value
    if problems:
        raise FactError(problems)
    return replace(second, facts=facts, assume=assume)


def _plain(name: str) -> str:
    return name.strip().strip("-").replace("-", "_")
