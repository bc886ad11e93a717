"""A line that is sent over REST, and the body of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.assumptions import assumptions_of, collecting, readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.trace import trace_data
from sekisho.service.check import CheckRequest, check, in_words, law_day
from sekisho.service.workspace import Workspace
from sekisho.web.rendering import enveloped


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTask:
    """What is asked of one line.

    Parameters
    ----------
    facts
        As they were sent; None is unknown.
    readings
        One reading for all terms, or terms by id with `all` for the others.
    notes
        What was done before, told with the answer.
    language
        In which `brief` is told; all else is the same in every one.
    """

    facts: Mapping[str, object]
    as_of: date | None
    today: date
    readings: str | Mapping[str, str] | None
    assume: Mapping[str, str]
    trace: bool
    presume: bool
    notes: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAnswer:
    """An answer, with all that was asked.

    Parameters
    ----------
    facts
        In the words in which they were stated.
    as_of
        Date of law; None if the line's own date decided it.
    """

    answer: Determination
    facts: Mapping[str, object]
    as_of: date | None
    readings: Readings
    assume: Mapping[str, str]


def answer_to(line: CheckTask, library: Library) -> str:
    """Determine a line, and write the answer in its envelope as JSON.

    Raises
    ------
    FactError
        With everything that is wrong with what was sent.
    """
    return written(judge(line, library), line, library)


def judge(line: CheckTask, library: Library) -> CheckAnswer:
    """Determine a line.

    Raises
    ------
    FactError
        With everything that is wrong with what was sent.
    """
    stated = {name: "unknown" if value is None else value for name, value in line.facts.items()}
    problems: list[Problem] = []
    chosen, assume = Readings(), dict[str, str]()
    with collecting(problems):
        chosen = readings_sent(line.readings, library)
    with collecting(problems):
        assume = assumptions_of(library, line.assume)
    workspace = Workspace(library=library, today=line.today, cache=library.identity.cache)
    request = CheckRequest(
        facts=stated, as_of=line.as_of, readings=chosen, assume=assume, presume=line.presume, notes=line.notes
    )
    with collecting(problems):
        answer = check(request, workspace)
    if problems:
        raise FactError(problems)
    day = None if law_day(request, workspace) is None else answer.as_of
    return CheckAnswer(answer=answer, facts=stated, as_of=day, readings=chosen, assume=assume)


def written(judged: CheckAnswer, line: CheckTask, library: Library) -> str:
    """Write an answer in its envelope as JSON."""
    answer = judged.answer
    plain = answer.to_dict()
    plain["facts"] = {**plain["facts"], **dict.fromkeys(name for name in answer.missing if name not in plain["facts"])}
    facts = in_words(judged.facts, library)[0]
    plain["brief"] = brief_data(answer, facts, library, teller_of(library, line.language))
    if line.trace:
        plain["trace"] = trace_data(answer, facts, library)
    return enveloped(plain, library)


def readings_sent(given: str | Mapping[str, str] | None, library: Library) -> Readings:
    """Read how words are to be read, as REST is sent it."""
    if isinstance(given, Mapping):
        terms = dict(given)
        return readings_of(library, terms.pop("all", None), terms)
    return readings_of(library, given, {})
