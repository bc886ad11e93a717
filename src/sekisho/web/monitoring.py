"""What those who run the server look at: whether it answers, how much it answers, and a line for each answer.

No address, no name and no fact of a shipment is counted or written: of a path the first part, where it is ours.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import sekisho

if TYPE_CHECKING:
    from sekisho.web.settings import ServerSettings

HEALTH: Final = "/health"
METRICS: Final = "/api/metrics"
TEXT: Final = "text/plain; version=0.0.4"
"""The form in which Prometheus and its like read numbers."""
STARTED: Final = "http.response.start"
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods that are told apart; a request may name any."""
BROKEN: Final = 500
"""Status of an answer that never began."""


def place_of(path: str, places: frozenset[str]) -> str:
    """Name what a path asks for, by its first part alone.

    >>> (
    ...     place_of("/parties/queue", frozenset({"parties"})),
    ...     place_of("/", frozenset()),
    ...     place_of("/Mr.Mori", frozenset()),
    ... )
    ('parties', 'home', 'other')
    """
    first = path.lstrip("/").partition("/")[0].partition(".")[0]
    if not first:
        return "home"
    return first if first in places else "other"


class AnswerTally:
    """Counts answers by what was asked, and the seconds that they took."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.lock = threading.Lock()
        self.answers = Counter[tuple[str, str, int]]()
        self.seconds = dict[str, float]()
        self._in_hand, self._since, self._so_far = 0, datetime.min.replace(tzinfo=UTC), 0.0

    def begin(self, now: datetime) -> None:
        """Take a question in hand."""
        self._in_hand += 1
        if self._in_hand == 1:
            self._since = now

    def end(self, now: datetime) -> None:
        """Have it answered."""
        self._in_hand -= 1
        if not self._in_hand:
            self._so_far += (now - self._since).total_seconds()

    def seconds_in_hand(self, now: datetime) -> float:
        """Return for how long, until now, at least one question was in hand."""
        return self._so_far + ((now - self._since).total_seconds() if self._in_hand else 0.0)

    def add(self, method: str, place: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self.lock:
            self.answers[method, place, status] += 1
            self.seconds[place] = self.seconds.get(place, 0.0) + seconds

    def text(self) -> str:
        """Write what was counted, a number a line."""
        with self.lock:
            answers, seconds = sorted(self.answers.items()), sorted(self.seconds.items())
        lines = ["# HELP sekisho_answers_total Answers given since the start.", "# TYPE sekisho_answers_total counter"]
        lines += [
            f'sekisho_answers_total{{method="{method}",place="{place}",status="{status}"}} {count}'
            for (method, place, status), count in answers
        ]
        lines += [
            "# HELP sekisho_answer_seconds_total Seconds that they took.",
            "# TYPE sekisho_answer_seconds_total counter",
        ]
        lines += [f'sekisho_answer_seconds_total{{place="{place}"}} {spent:.3f}' for place, spent in seconds]
        return "\n".join(lines) + "\n"


class Monitor:
    """Counts every answer, also those that are refused, and writes a line of each where lines are wanted."""

    def __init__(
        self, app: ASGIApp, settings: ServerSettings, tally: AnswerTally, places: Callable[[], frozenset[str]]
    ) -> None:
        """Stand before an application; `places` tells which first parts of paths are ours."""
        self.app = app
        self.settings = settings
        self.tally = tally
        self.places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and note what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = self.settings.now(), BROKEN
        self.tally.begin(began)

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == STARTED:
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            place = place_of(scope["path"], self.places())
            ended = self.settings.now()
            self.tally.end(ended)
            seconds = (ended - began).total_seconds()
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.tally.add(method, place, status, seconds)
            if self.settings.log is not None:
                line = {
                    "time": ended.isoformat(timespec="milliseconds"),
                    "method": method,
                    "place": place,
                    "status": status,
                    "ms": round(seconds * 1000),
                }
                self.settings.log(json.dumps(line))


def health(request: Request) -> Response:
    """Say that the server answers, with which program and law; for whoever watches it, without signing in."""
    settings: ServerSettings = request.app.state.settings
    library = settings.library
    return JSONResponse(
        {
            "status": "ok",
            "version": sekisho.__version__,
            "library": library.version,
            "read_to": str(library.horizon),
        },
        headers={"cache-control": "no-store"},
    )


def metrics(request: Request) -> Response:
    """Give what was counted, and how many jobs there are; for those who may come in, as other data is."""
    tally: AnswerTally = request.app.state.tally
    states = Counter(str(job.state) for job in list(request.app.state.jobs.jobs.values()))
    lines = ["# HELP sekisho_jobs Long jobs that are kept, by state.", "# TYPE sekisho_jobs gauge"]
    lines += [f'sekisho_jobs{{state="{state}"}} {count}' for state, count in sorted(states.items())]
    return PlainTextResponse(tally.text() + "\n".join(lines) + "\n", media_type=TEXT)
