"""May this shipment go: one line determined, with what its description tells of the control code.

Command line, pages, REST and Python ask this one question, so what one says, all say. A description that settles the
control code counts as a presumed code: the answer says so, and tells what it would be without. A code that somebody
states always wins, and a presumption never frees a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache as once
from pathlib import Path
from typing import Final

from sekisho.classification.suggestion import Suggestion, suggestion_of
from sekisho.determine.inputs import Input, Use
from sekisho.determine.law_in_time import AHEAD
from sekisho.determine.one import determine
from sekisho.determine.outcome import Determination, Outcome, Presumption, Told
from sekisho.law.condition import FactName
from sekisho.law.library import Library
from sekisho.law.term import Readings
from sekisho.law.trigger import DESCRIPTION
from sekisho.parties.lists.territory import territories_of
from sekisho.trade.reading.one_line import read_words
from sekisho.trade.transaction import ALIASES, Line

CODES: Final = FactName("control_codes")


def check(
    line: Line | Mapping[str, object],
    library: Library,
    *,
    as_of: date | str | None = None,
    readings: Readings | str | None = None,
    assume: Mapping[str, str] | None = None,
    ahead: int = AHEAD,
    cache: Path | None = None,
) -> Determination:
    """Determine one line under the law of a day, and say what its description tells of the control code.

    Parameters
    ----------
    line
        The facts of the line; what is left out is unknown, save where the table of facts says otherwise (`absent`).
    as_of
        Date of law; the line's own date if left out.
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.
    ahead
        Days after the date of law within which changes are told.
    cache
        Folder in which the index of the control list is kept between runs; none is kept if left out.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    given = line.given if isinstance(line, Line) else line
    facts, unread = in_words(given, library)
    plain = determine(facts, library, as_of=as_of, readings=readings, assume=assume, ahead=ahead)
    told = suggestion_of(facts, library, plain.as_of, cache=cache)
    if told is None:
        return replace(plain, cautions=(*unread, *plain.cautions)) if unread else plain
    answer = replace(plain, near=told.near)
    if told.codes:
        presumed = {**facts, CODES: list(told.codes)}
        found = determine(presumed, library, as_of=as_of, readings=readings, assume=assume, ahead=ahead)
        if found.verdict.floor > Outcome.FREE:
            answer = _presuming(found, plain, told)
    ledger = once(lambda: _ledger(facts, answer.inputs))
    return replace(answer, cautions=(*unread, *told.cautions, *answer.cautions), ledger=ledger)


def in_words(given: Mapping[str, object], library: Library) -> tuple[dict[str, object], tuple[str, ...]]:
    """Read what a line states in words, as a cell of a book is read; returns what is to be said of what is not read."""
    return read_words(given, library.facts, lambda text: territories_of(library).code(text))


def _ledger(facts: Mapping[str, object], found: Iterable[Told]) -> tuple[Told, ...]:
    """List what was stated: no presumed code, and the description as used, since it told something of the code."""
    stated = {ALIASES.get(name, name) for name in facts}
    every = (one for one in found if isinstance(one, Input) and (one.kind != "fact" or one.name in stated))
    return tuple(replace(one, use=Use.USED) if one.name == DESCRIPTION else one for one in every)


def _presuming(found: Determination, plain: Determination, told: Suggestion) -> Determination:
    """Mark an answer as one that rests on a presumed control code."""
    code = ";".join(told.codes)
    because = (
        f"The control code {code} ({told.name}) is presumed from the description. If the item has another code or "
        f"none, the answer lies between {plain.floor.level} and {plain.ceiling.level}. State the code to be sure."
    )
    return replace(
        found,
        presumed=(Presumption(fact=CODES, value=code, because=because),),
        without_presumptions=plain.verdict,
        cautions=(because, *found.cautions),
    )
