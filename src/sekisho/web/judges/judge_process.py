"""The process of a judge: it loads the law, says that it is ready, and then does one task after another.

It is sent a task and, where they are others than before, the decisions on names that hold; both pickled, behind their
lengths. It answers each with one letter and what belongs to it, behind the length of both. It ends with the server: its
end of the connection is closed then.

What is needed to load the law is imported where it is loaded, so that this module takes no time.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import struct
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import socket
    from datetime import date
    from pathlib import Path

    from sekisho.law.model.match_policy import Identity
    from sekisho.web.judges.line_answer import CheckTask
    from sekisho.web.judges.page_task import PageTask
    from sekisho.web.settings import ServerSettings

ASKED: Final = struct.Struct("<II")
"""Lengths of a task and of the decisions that come with it."""
TOLD: Final = struct.Struct("<I")
"""Length of an answer."""
READY: Final = b"R"
BODY, PROBLEMS, PAGE, NOTHING = b"b", b"p", b"w", b"n"
"""What an answer is: a body as it is sent; what is wrong with a line; a page; nothing, so that the server does it."""
MODESTY: Final = 5
"""Steps by which a judge that begins steps back behind the server, which answers meanwhile. Larger: on a machine with
other work it never gets ready. Smaller: it takes a third of the time of the server on two cores. A guess."""
RESTS: Final = 1.0
"""Seconds without a task after which a judge goes over all that it keeps. Shorter: the next who asks waits for it."""
MOST_UNCOLLECTED: Final = 2_000
"""Answers after which it does so though somebody waits: circles that were kept a while and let go are few."""
OF_PAGES: Final = (10_000, 10)
"""Objects after which the collector goes over the young, and how often before it goes over those that stayed. A page
leaves 1,400 in circles; with the 100,000 of a command, one page in ninety took several times as long as the others."""
NEVER: Final = 1_000_000_000
"""Collections of the middle generation before one of the oldest: more than any judge lives to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPlace:
    """Where a judge finds the law that the server has."""

    folders: tuple[Path, ...]
    cache: Path | None
    overlay: Path | None
    identity: Identity
    today: date


def run(server: socket.socket, place: bytes) -> None:
    """Be a judge until the server is gone.

    Parameters
    ----------
    server
        The connection to the server.
    place
        A `LawPlace`, pickled: to read it takes what loads the law.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the server ends its judges
    begun: list[ServerSettings] = []
    # A thread steps back and is gone once all is loaded; a process that steps back could not step forward again.
    beginning = threading.Thread(target=_begin, args=(place, begun))
    beginning.start()
    beginning.join()
    if not begun:
        sys.exit(1)
    gc.set_threshold(*OF_PAGES, NEVER)
    answered = 0
    server.sendall(READY)
    while (head := _next(server, answered)) is not None:
        of_task, of_decisions = ASKED.unpack(head)
        sent = _exactly(server, of_task + of_decisions)
        if sent is None:
            return
        answer = _answer(begun[0], pickle.loads(sent[:of_task]), sent[of_task:])  # noqa: S301 - the server alone sends it
        server.sendall(TOLD.pack(len(answer)) + answer)
        answered = answered % MOST_UNCOLLECTED + 1


def _next(server: socket.socket, answered: int) -> bytes | None:
    """Wait for the next task, and go over all that is kept while none comes; returns its head, None if none will come.

    Parameters
    ----------
    answered
        Tasks done since; none if nothing was done yet.
    """
    if answered == MOST_UNCOLLECTED or (answered and not select.select([server], [], [], RESTS)[0]):
        gc.collect()
    return _exactly(server, ASKED.size)


def _begin(place: bytes, begun: list[ServerSettings]) -> None:
    """Load the law, and build what the first line or page would have to wait for."""
    if sys.platform == "linux":  # where each thread has a place of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), MODESTY)
    from dataclasses import replace
    from pathlib import Path

    from sekisho.law.loading.library import load_measures
    from sekisho.web.preload import warm_answers
    from sekisho.web.settings import ServerSettings

    of: LawPlace = pickle.loads(place)  # noqa: S301 - the server alone sends it
    library = load_measures(of.folders or None, cache=of.cache, overlay=of.overlay)
    settings = ServerSettings(
        library=replace(library, identity=of.identity),
        today=lambda: of.today,
        folder=of.overlay or of.cache or Path(),  # jobs are the server's alone
        cache=of.cache,
        overlay=of.overlay,
    )
    warm_answers(settings)
    gc.collect()
    gc.freeze()  # it stays until the end: the collector need not go over it while somebody waits
    begun.append(settings)


def _exactly(server: socket.socket, size: int) -> bytes | None:
    """Read so many bytes; None if the server is gone."""
    found = bytearray()
    while len(found) < size:
        try:
            part = server.recv(size - len(found))
        except OSError:
            return None
        if not part:
            return None
        found += part
    return bytes(found)


def _answer(settings: ServerSettings, task: CheckTask | PageTask, decisions: bytes) -> bytes:
    """Do a task; what fails otherwise than by what a line says fails in the server again, which tells it."""
    from sekisho.errors import FactError
    from sekisho.parties.index import decide_anew
    from sekisho.web.judges.line_answer import CheckTask, answer_to
    from sekisho.web.judges.page_task import page_sent

    if decisions:
        decide_anew(settings.library, pickle.loads(decisions))  # noqa: S301 - the server alone sends it
    try:
        if not isinstance(task, CheckTask):
            return PAGE + pickle.dumps(page_sent(task, settings))
        try:
            return BODY + answer_to(task, settings.library).encode()
        except FactError as fault:
            return PROBLEMS + pickle.dumps(fault.problems)
    except Exception:  # noqa: BLE001 - whatever it is, the server meets it itself
        return NOTHING
