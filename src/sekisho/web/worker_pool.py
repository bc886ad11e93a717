"""Processes beside the server that determine lines and write pages, so that many can ask at once on several cores.

Each holds the law as the server has it. What comes back is the body of the answer, or the page, ready to be sent.
"""

from __future__ import annotations

import gc
import os
from asyncio import wrap_future
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final, TypeVar

from starlette.responses import Response

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem, SekishoError
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
from sekisho.web.rendering import enveloped, respond
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer
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
class PageTask:
    """A page that is asked for.

    Parameters
    ----------
    asked
        The request as pages see it, by the names of its parts, without what the server stands on.
    handler
        What answers the page.
    """

    asked: Mapping[str, Any]
    handler: Callable[[RequestContext], Answer]
    today: date
    secure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSent:
    """A page, ready to be sent."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


Task = TypeVar("Task")
Result = TypeVar("Result")


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


_LAW: list[ServerSettings] = []
"""What a process that judges stands on, with the law; empty in every other."""


def _begin(
    folders: tuple[Path, ...], cache: Path | None, overlay: Path | None, identity: Identity, today: date
) -> None:
    """Load the law, once a process."""
    library = replace(load_measures(folders or None, cache=cache, overlay=overlay), identity=identity)
    nowhere = overlay or cache or Path()  # jobs are the server's alone
    _LAW[:] = [ServerSettings(library=library, today=lambda: today, folder=nowhere, cache=cache, overlay=overlay)]


def _make_ready() -> None:
    """Build what the first line or page would have to wait for."""
    from sekisho.web.preload import warm_answers

    warm_answers(_LAW[0])
    gc.collect()
    gc.freeze()  # it stays until the end: the collector need not go over it while somebody waits


def _hold(decisions: tuple[Decision, ...] | None) -> None:
    """Let decisions on names hold, if they are no more what they were when the process began; None if they are."""
    library = _LAW[0].library
    if decisions is not None and decisions != library.identity.decisions:
        decide_anew(library, decisions)


def _judge(line: CheckTask, decisions: tuple[Decision, ...] | None) -> str | tuple[Problem, ...]:
    """Determine a line in a process of its own; what is wrong comes back as it is, since it must be sent."""
    _hold(decisions)
    try:
        return answer_to(line, _LAW[0].library)
    except FactError as fault:
        return fault.problems


def _write(task: PageTask, decisions: tuple[Decision, ...] | None) -> PageSent | None:
    """Write a page in a process of its own; None where something is wrong, which the server tells itself."""
    _hold(decisions)
    settings = replace(_LAW[0], today=lambda: task.today, secure=task.secure)
    visit = RequestContext(settings=settings, **task.asked)
    try:
        response = respond(visit, task.handler(visit))
    except SekishoError:
        return None
    return PageSent(status=response.status_code, headers=response.raw_headers, body=bytes(response.body))


MOST_UNASKED: Final = 2
"""Processes that a busy server starts unasked: each holds the law in some 150 MiB. Larger: a small machine has no room
for them. Smaller: one alone would take the work from the server and add nothing."""
SPAN: Final = timedelta(seconds=2)
"""After which a server asks whether it is busy. Shorter: one page that takes long would count. Longer: people
wait for the processes. A guess."""
BUSY_SHARE, BUSY_ASKED = 0.75, 20
"""Share of a core that a busy server uses over such a span, and how often it is asked in it at least: people at one
desk never ask so often, however long an answer takes them. Guesses."""


class _LoadMeter:
    """Tells from how often a server is asked, and how much it works meanwhile, whether it is busy."""

    def __init__(self, now: datetime) -> None:
        self.asked, self.since, self.used = 0, now, _used()

    def is_busy(self, now: datetime) -> bool:
        """Count a question; at the end of a span, say whether the server was busy in it."""
        self.asked += 1
        span = now - self.since
        if span <= SPAN:
            return False
        share, often = (_used() - self.used) / span.total_seconds(), self.asked
        self.asked, self.since, self.used = 0, now, _used()
        return share >= BUSY_SHARE and often >= BUSY_ASKED


def _used() -> float:
    """Return the processor seconds that this process has used."""
    times = os.times()
    return times.user + times.system


class WorkerPool:
    """Some processes that determine lines and write pages; where there are none yet, the server does it itself.

    Parameters
    ----------
    number
        How many. None starts as many as there are cores, and at most MOST_UNASKED, once the server is busy; on one core
        none, which would only share it.
    """

    def __init__(self, settings: ServerSettings, number: int | None = 0) -> None:
        """Start none yet."""
        self.settings, self.begun = settings, settings.library.identity.decisions
        cores = os.cpu_count() or 1
        self.number = (min(cores, MOST_UNASKED) if cores > 1 else 0) if number is None else number
        self.meter = _LoadMeter(settings.now()) if number is None and self.number else None
        self.pool = self._started() if self.meter is None else None
        self.beginning: list[Future[None]] = []

    def _started(self) -> ProcessPoolExecutor | None:
        settings = self.settings
        identity = replace(settings.library.identity, decisions=self.begun)
        return (
            ProcessPoolExecutor(
                self.number,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(settings.folders, settings.cache, settings.overlay, identity, settings.today()),
            )
            if self.number
            else None
        )

    def make_ready(self) -> None:
        """Start them before anybody asks, those that a busy server starts aside."""
        if self.pool is not None:
            self.beginning = [self.pool.submit(_make_ready) for _ in range(self.number)]

    def _at_hand(self) -> ProcessPoolExecutor | None:
        """Return the processes if there are any; a server that has become busy starts them, and goes on meanwhile."""
        if self.meter is None:
            return self.pool
        if self.pool is None:
            if self.meter.is_busy(self.settings.now()):
                self.pool = self._started()
                self.make_ready()
            return None
        if all(one.done() for one in self.beginning):
            self.meter = None
        return self.pool if self.meter is None else None

    async def answer(self, line: CheckTask) -> str:
        """Determine a line.

        Raises
        ------
        FactError
            With everything that is wrong with what was sent.
        """
        found = await self._done(self._at_hand(), _judge, line)
        if found is None:
            return answer_to(line, self.settings.library)
        if isinstance(found, str):
            return found
        raise FactError(found)

    async def page(
        self, visit: RequestContext, handler: Callable[[RequestContext], Answer], *, tag: str
    ) -> Response | None:
        """Write a page that tells of the law alone, of nobody and of no job; None if the server is to do it itself.

        Parameters
        ----------
        tag
            What stands for the state of the answer: of decisions and lists, the server alone knows it.
        """
        pool = self._at_hand()
        if pool is None:
            return None
        asked = {part.name: getattr(visit, part.name) for part in fields(visit) if part.name != "settings"}
        today, secure = visit.settings.today(), visit.settings.secure
        page = await self._done(pool, _write, PageTask(asked=asked, handler=handler, today=today, secure=secure))
        if page is None:
            return None
        response = Response(page.body, status_code=page.status)
        response.raw_headers = page.headers
        if "etag" in response.headers:
            response.headers["etag"] = tag
        return response

    async def _done(
        self,
        pool: ProcessPoolExecutor | None,
        work: Callable[[Task, tuple[Decision, ...] | None], Result],
        task: Task,
    ) -> Result | None:
        """Let a process do some work; None if there is none, or if it died of it: then others are started."""
        now = self.settings.library.identity.decisions
        if pool is None:
            return None
        try:
            return await wrap_future(pool.submit(work, task, None if now is self.begun else now))
        except BrokenProcessPool:
            if self.pool is pool:  # several may find it broken at once
                pool.shutdown(wait=False, cancel_futures=True)
                self.pool = self._started()
            return None

    def close(self) -> None:
        """End them."""
        if self.pool is not None:
            self.pool.shutdown(wait=False, cancel_futures=True)
