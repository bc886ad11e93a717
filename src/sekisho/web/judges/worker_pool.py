"""The processes beside the server, as the server sees them: who of them does what next.

Whoever asked first is answered first: what no process can take yet waits in one row. The server writes to each process
and reads from it in the loop in which it answers all, without threads of its own: each hand-over between threads
waits for whatever the server is doing just then.
"""

from __future__ import annotations

import os
import pickle
import socket
from asyncio import AbstractEventLoop, Future, Task, get_running_loop
from collections import deque
from collections.abc import Callable
from dataclasses import fields
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Final

from starlette.responses import Response

from sekisho.errors import FactError
from sekisho.law.model.match_policy import Decision
from sekisho.web.judges.judge_process import ASKED, BODY, NOTHING, PAGE, TOLD, LawPlace, run
from sekisho.web.judges.line_answer import CheckTask, answer_to
from sekisho.web.judges.page_task import PageSent, PageTask
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer
from sekisho.web.settings import ServerSettings

MOST_UNASKED: Final = 2
"""Processes that a busy server starts unasked: each holds the law in some 150 MiB. Larger: a small machine has no room
for them. Smaller: one alone would take the work from the server and add nothing."""
SPAN: Final = timedelta(seconds=2)
"""After which a server asks whether it is busy. Shorter: one page that takes long would count. Longer: people
wait for the processes. A guess."""
BUSY_SHARE, BUSY_ASKED = 0.75, 20
"""Share of such a span in which a busy server has a question in hand, and how often it is asked in it at least: people
at one desk never ask so often, however long an answer takes them. Guesses."""
AHEAD: Final = 2
"""Tasks that a process has at most, the one at which it is included. Fewer: it rests until the server, busy with
others, hands it the next. More: what waits for a long task could have been done by another process."""
AT_ONCE: Final = 1 << 18
"""Bytes that are read at once: an answer, or a page, is seldom longer."""


class _LoadMeter:
    """Tells from how often a server is asked, and how long it has something in hand, whether it is busy.

    Its share of a core tells less: where others use the cores too, a server has little of them however many wait.
    """

    def __init__(self, now: datetime, seconds_in_hand: Callable[[datetime], float]) -> None:
        self.seconds_in_hand = seconds_in_hand
        self.asked, self.since, self.before = 0, now, seconds_in_hand(now)

    def is_busy(self, now: datetime) -> bool:
        """Count a question; at the end of a span, say whether the server was busy in it."""
        self.asked += 1
        span = now - self.since
        if span <= SPAN:
            return False
        so_far = self.seconds_in_hand(now)
        share, often = (so_far - self.before) / span.total_seconds(), self.asked
        self.asked, self.since, self.before = 0, now, so_far
        return share >= BUSY_SHARE and often >= BUSY_ASKED


class JudgeHandle:
    """One process, and what it was asked.

    Parameters
    ----------
    place
        Where it finds the law, pickled.
    decisions
        Those on names that hold there.
    """

    def __init__(self, place: bytes, decisions: tuple[Decision, ...]) -> None:
        """Start it; it is ready some seconds later."""
        self.connection, far = socket.socketpair()
        self.connection.settimeout(0.0)
        # One that is spawned shares nothing with the server, so that no lock that a thread holds here is held there.
        self.process = get_context("spawn").Process(target=run, args=(far, place), daemon=True)
        self.process.start()
        far.close()
        self.decisions = decisions
        self.is_ready = self.is_gone = False
        self.asked: deque[Future[bytes]] = deque()
        """Where each answer is awaited, in the order in which the process gives them."""
        self.writing: Task[None] | None = None
        """What writes a task that the connection did not take at once."""
        self.reading: Task[None] | None = None

    def greet(self) -> None:
        """See whether it is ready by now, or gone."""
        try:
            signal = self.connection.recv(1)
        except BlockingIOError:
            return
        except OSError:
            signal = b""
        self.is_ready, self.is_gone = bool(signal), not signal

    @property
    def takes(self) -> bool:
        """Whether it can be handed another task."""
        return self.is_ready and not self.is_gone and self.writing is None and len(self.asked) < AHEAD

    def hand(
        self, task: bytes, answer: Future[bytes], decisions: tuple[Decision, ...], loop: AbstractEventLoop
    ) -> None:
        """Hand it a task; with it the decisions on names, if they are others than those that hold there."""
        changed = pickle.dumps(decisions) if decisions != self.decisions else b""
        self.decisions = decisions
        self.asked.append(answer)
        sent = ASKED.pack(len(task), len(changed)) + task + changed
        try:
            done = self.connection.send(sent)
        except BlockingIOError:
            done = 0
        except OSError:
            self.is_gone = True
            return
        if done < len(sent):
            self.writing = loop.create_task(self._write(sent[done:], loop))

    async def _write(self, rest: bytes, loop: AbstractEventLoop) -> None:
        try:
            await loop.sock_sendall(self.connection, rest)
        except OSError:
            self.is_gone = True
        finally:
            self.writing = None

    def close(self) -> None:
        """End it, if it has not ended; what it was asked it does not answer any more."""
        self.is_gone = True
        for work in (self.writing, self.reading):
            if work is not None and not work.done():
                work.cancel()
        self.connection.close()
        self.process.kill()
        self.process.join(1.0)
        while self.asked:
            answer = self.asked.popleft()
            if not answer.done():
                answer.set_result(NOTHING)


class WorkerPool:
    """Some processes that determine lines and write pages; where none is ready yet, the server does it itself.

    Parameters
    ----------
    number
        How many. None starts as many as there are cores, and at most MOST_UNASKED, once the server is busy; on one core
        none, which would only share it.
    seconds_in_hand
        For how long, up to a moment, the server has had something to answer.
    """

    def __init__(
        self,
        settings: ServerSettings,
        number: int | None = 0,
        seconds_in_hand: Callable[[datetime], float] | None = None,
    ) -> None:
        """Start none yet."""
        self.settings = settings
        cores = os.cpu_count() or 1
        self.number = (min(cores, MOST_UNASKED) if cores > 1 else 0) if number is None else number
        is_measured = number is None and self.number and seconds_in_hand is not None
        self.meter = (
            _LoadMeter(settings.now(), seconds_in_hand) if is_measured and seconds_in_hand is not None else None
        )
        self.to_start = 0 if self.meter is not None else self.number
        self.judges: list[JudgeHandle] = []
        self.waiting: deque[tuple[bytes, Future[bytes]]] = deque()

    def make_ready(self) -> None:
        """Start them before anybody asks, those that a busy server starts aside."""
        while self.to_start:
            self._start()

    def _start(self) -> None:
        self.to_start -= 1
        settings = self.settings
        identity = settings.library.identity
        place = LawPlace(
            folders=settings.folders,
            cache=settings.cache,
            overlay=settings.overlay,
            identity=identity,
            today=settings.today(),
        )
        self.judges.append(JudgeHandle(pickle.dumps(place), identity.decisions))

    def _is_at_hand(self) -> bool:
        """Tell whether a process is ready; a server that has become busy starts some, and goes on meanwhile.

        They begin one after another, so that a core is left to the server.
        """
        if self.meter is not None and self.meter.is_busy(self.settings.now()):
            self.meter, self.to_start = None, self.number
        beginning = [judge for judge in self.judges if not judge.is_ready]
        for judge in beginning:
            judge.greet()
            if judge.is_gone:  # one that cannot even begin is not started again and again
                self._let_go(judge)
        if self.to_start and all(judge.is_ready for judge in self.judges):
            self._start()
        return any(judge.is_ready for judge in self.judges)

    async def answer(self, line: CheckTask) -> str | bytes:
        """Determine a line; returns the body of the answer.

        Raises
        ------
        FactError
            With everything that is wrong with what was sent.
        """
        answer = await self._done(line)
        if answer[:1] == BODY:
            return answer[1:]
        if answer[:1] == NOTHING:
            return answer_to(line, self.settings.library)
        raise FactError(pickle.loads(answer[1:]))  # noqa: S301 - a process of ours sent it

    async def page(
        self, visit: RequestContext, handler: Callable[[RequestContext], Answer], *, tag: str
    ) -> Response | None:
        """Write a page that tells of the law alone, of nobody and of no job; None if the server is to do it itself.

        Parameters
        ----------
        tag
            What stands for the state of the answer: of decisions and lists, the server alone knows it.
        """
        asked = {part.name: getattr(visit, part.name) for part in fields(visit) if part.name != "settings"}
        today, secure = visit.settings.today(), visit.settings.secure
        answer = await self._done(PageTask(asked=asked, handler=handler, today=today, secure=secure))
        if answer[:1] != PAGE:
            return None
        page: PageSent = pickle.loads(answer[1:])  # noqa: S301 - a process of ours sent it
        response = Response(page.body, status_code=page.status)
        response.raw_headers = page.headers
        if "etag" in response.headers:
            response.headers["etag"] = tag
        return response

    async def _done(self, task: CheckTask | PageTask) -> bytes:
        """Let a process do a task; `NOTHING` if none is ready, or if it ended before it was done."""
        if not self._is_at_hand():
            return NOTHING
        loop = get_running_loop()
        answer: Future[bytes] = loop.create_future()
        self.waiting.append((pickle.dumps(task), answer))
        self._hand_out(loop)
        return await answer

    def _hand_out(self, loop: AbstractEventLoop) -> None:
        """Hand what waits to whoever can take it, first come first served, to the process with the least to do."""
        while self.waiting and (free := [judge for judge in self.judges if judge.takes]):
            task, answer = self.waiting.popleft()
            if answer.done():  # nobody waits for it any more
                continue
            judge = min(free, key=lambda one: len(one.asked))
            judge.hand(task, answer, self.settings.library.identity.decisions, loop)
            if judge.is_gone:
                self._replace(judge)
            elif judge.reading is None:
                judge.reading = loop.create_task(self._read(judge, loop))

    async def _read(self, judge: JudgeHandle, loop: AbstractEventLoop) -> None:
        """Read the answers of a process, as long as any is awaited, and hand it what is next."""
        buffer = b""
        try:
            while judge.asked:
                size = TOLD.size + (TOLD.unpack_from(buffer)[0] if len(buffer) >= TOLD.size else 0)
                if size == TOLD.size or len(buffer) < size:
                    part = await loop.sock_recv(judge.connection, AT_ONCE)
                    if not part:
                        raise ConnectionResetError
                    buffer += part
                    continue
                awaited, answer, buffer = judge.asked.popleft(), buffer[TOLD.size : size], buffer[size:]
                if not awaited.done():
                    awaited.set_result(answer)
                self._hand_out(loop)
        except OSError:
            self._replace(judge)
        finally:
            judge.reading = None

    def _let_go(self, judge: JudgeHandle) -> None:
        """Take leave of a process that is gone; the server answers what it was asked, and what waits for nobody."""
        if judge in self.judges:
            self.judges.remove(judge)
            judge.close()
        while self.waiting and not any(one.is_ready for one in self.judges):
            _, answer = self.waiting.popleft()
            if not answer.done():
                answer.set_result(NOTHING)

    def _replace(self, judge: JudgeHandle) -> None:
        """Start another in the place of a process that has ended."""
        if judge in self.judges:  # both who writes to it and who reads from it find it gone
            self.to_start += 1
            self._let_go(judge)

    def close(self) -> None:
        """End them."""
        self.to_start = 0
        for judge in tuple(self.judges):
            self._let_go(judge)
