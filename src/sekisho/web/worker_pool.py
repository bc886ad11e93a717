"""Processes beside the server that determine lines, so that many programs can ask at once on several cores.

Each holds the law as the server has it. What comes back is the body of the answer, ready to be sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import teller_of
from sekisho.law.loading.library import load_measures
from sekisho.law.model.assumptions import assumptions_of, collecting, readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, Identity
from sekisho.law.model.term import Readings
from sekisho.parties.index import decide_anew
from sekisho.present.determination.brief import brief_data
from sekisho.present.determination.trace import trace_data
from sekisho.service.check import CheckRequest, check, in_words, law_day
from sekisho.service.workspace import Workspace
from sekisho.web.rendering import enveloped
from sekisho.web.settings import ServerSettings


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


_LIBRARY: list[Library] = []
"""The law of a process that judges; empty in every other."""


def _begin(folders: tuple[Path, ...], cache: Path | None, overlay: Path | None, identity: Identity) -> None:
    """Load the law, once a process."""
    library = load_measures(folders or None, cache=cache, overlay=overlay)
    _LIBRARY[:] = [replace(library, identity=identity)]


def _judge(line: CheckTask, decisions: tuple[Decision, ...] | None) -> str | tuple[Problem, ...]:
    """Determine a line in a process of its own; what is wrong comes back as it is, since it must be sent.

    Parameters
    ----------
    decisions
        What people decided of names, if that is no more what it was when the process began.
    """
    if decisions is not None and decisions != _LIBRARY[0].identity.decisions:
        decide_anew(_LIBRARY[0], decisions)
    try:
        return answer_to(line, _LIBRARY[0])
    except FactError as fault:
        return fault.problems


class WorkerPool:
    """Some processes that determine lines, or none: then the server does it itself."""

    def __init__(self, settings: ServerSettings, number: int = 0) -> None:
        """Start them when they are first needed."""
        self.settings, self.begun = settings, settings.library.identity.decisions
        self.pool = (
            ProcessPoolExecutor(
                number,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(settings.folders, settings.cache, settings.overlay, settings.library.identity),
            )
            if number
            else None
        )

    async def answer(self, line: CheckTask) -> str:
        """Determine a line.

        Raises
        ------
        FactError
            With everything that is wrong with what was sent.
        """
        if self.pool is None:
            return answer_to(line, self.settings.library)
        import asyncio

        now = self.settings.library.identity.decisions
        found = await asyncio.wrap_future(self.pool.submit(_judge, line, None if now is self.begun else now))
        if isinstance(found, str):
            return found
        raise FactError(found)

    def close(self) -> None:
        """End them."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
