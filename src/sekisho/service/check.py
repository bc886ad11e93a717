"""May this shipment go: one line determined, with what its description tells of the control code.

Command line, pages, REST and Python ask this one question, so what one says, all say. A description that settles the
control code counts as a presumed code: the answer says so, and tells what it would be without. A code that somebody
states always wins, and a presumption never frees a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache as once
from functools import partial
from typing import Annotated, Final

from sekisho.classification.suggestion import Suggestion, suggestion_of
from sekisho.determination.core.law_in_time import AHEAD
from sekisho.determination.core.outcome import Determination, Outcome, Presumption, Told
from sekisho.determination.line.determination import determine as determined
from sekisho.determination.line.determination import with_presumed
from sekisho.determination.line.input_ledger import Input, InputUse
from sekisho.determination.line.readings import TermReadings
from sekisho.determination.line.readings import readings as term_readings
from sekisho.i18n.names import level_text
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.law.model.trigger import DESCRIPTION
from sekisho.message import LawText, message
from sekisho.service.party_decision import Basis, ByName, Same
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace
from sekisho.trade.book.line_facts import read_words
from sekisho.trade.transaction import ALIASES

CODES: Final = FactName("control_codes")


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
    ahead: Annotated[
        int,
        Ask("Tell what changes within so many days after the date of law.", metavar="DAYS", least=0, most=3660),
    ] = AHEAD
    same: Same = field(default_factory=dict)
    by: ByName = ""
    basis: Basis = ""
    notes: tuple[str, ...] = ()


def check(request: CheckRequest, workspace: Workspace) -> Determination:
    """Determine one line under the law of a day, and say what its description tells of the control code.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    library = workspace.library
    facts, unread = in_words(request.facts, library)
    notes = (*request.notes, *unread)
    judge = partial(
        determined,
        library=library,
        as_of=law_day(request, workspace),
        readings=request.readings,
        assume=request.assume,
        ahead=request.ahead,
    )
    plain = judge(facts)
    told = suggestion_of(facts, library, plain.as_of, cache=workspace.cache)
    if told is None:
        return replace(plain, notes=(*notes, *plain.notes), cautions=(*notes, *plain.cautions)) if notes else plain
    answer = replace(plain, near=told.near)
    if told.codes:
        presumed = judge({**facts, CODES: list(told.codes)})
        if presumed.verdict.floor > Outcome.FREE:
            answer = _presuming(presumed, plain, told)
    ledger = once(lambda: _ledger(facts, answer.inputs))
    cautions = (*notes, *told.cautions, *answer.cautions)
    return replace(answer, notes=(*notes, *answer.notes), cautions=cautions, ledger=ledger)


def law_day(request: CheckRequest, workspace: Workspace) -> date | str | None:
    """Return the date of law of a question, None if the day on which the line leaves decides it."""
    if request.as_of is not None:
        return request.as_of
    leaves = request.facts.get("date")
    return workspace.today if leaves is None or str(leaves).strip().lower() in WRITTEN_UNKNOWN else None


def vary(request: CheckRequest, answer: Determination, workspace: Workspace) -> tuple[TermReadings, ...]:
    """Read the disputed words of a line otherwise, one at a time; what its answer presumes is presumed here too."""
    facts, _ = in_words(request.facts, workspace.library)
    return term_readings(
        with_presumed(facts, answer),
        workspace.library,
        as_of=law_day(request, workspace),
        base=request.readings,
        assume=request.assume,
    )


def in_words(given: Mapping[str, object], library: Library) -> tuple[dict[str, object], tuple[str, ...]]:
    """Read what a line states in words, as a cell of a book is read; returns what is to be said of what is not read."""
    return read_words(given, library.facts, lambda text: territories_of(library).code(text))


def _ledger(facts: Mapping[str, object], found: Iterable[Told]) -> tuple[Told, ...]:
    """List what was stated: no presumed code, and the description as used, since it told something of the code."""
    stated = {ALIASES.get(name, name) for name in facts}
    every = (one for one in found if isinstance(one, Input) and (one.kind != "fact" or one.name in stated))
    return tuple(replace(one, use=InputUse.USED) if one.name == DESCRIPTION else one for one in every)


def _presuming(found: Determination, plain: Determination, told: Suggestion) -> Determination:
    """Mark an answer as one that rests on a presumed control code."""
    code = ";".join(told.codes)
    because = message(
        "caution.presumed_code",
        "The control code {code} ({name}) is presumed from the description. If the item has another code or "
        "none, the answer lies between {floor} and {ceiling}. State the code to be sure.",
        code=code,
        name=LawText(told.name),
        floor=level_text(plain.floor.level, plain.floor.level),
        ceiling=level_text(plain.ceiling.level, plain.ceiling.level),
    )
    return replace(
        found,
        presumed=(Presumption(fact=CODES, value=code, because=because),),
        without_presumptions=plain.verdict,
        cautions=(because, *found.cautions),
    )
