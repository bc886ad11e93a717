"""What was given of late: answers with all that a page says of them, and whole pages of the law, ready to be sent.

Only a line without names and without free text is remembered: what somebody named is let go with the page. A page is
kept by what its `ETag` stands for and its address, so that the cache answers as a browser's own would; what tells of a
party or of free text is marked as personal, and no copy of it is kept here either.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from starlette.responses import Response

if TYPE_CHECKING:
    from sekisho.determination.core.outcome import Determination
    from sekisho.present.determination.clause_views import Why
    from sekisho.present.render.brief_layout import SpokenPart

MOST: Final = 64
"""Answers that are remembered: what a firm asks in an hour fits. A guess of November 2026."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTold:
    """An answer as its page tells it in a language.

    Parameters
    ----------
    parts
        The brief answer.
    why
        The clauses that bear on it, set out part by part.
    over_time
        How the ordinary case of the item was answered over time.
    """

    answer: Determination
    parts: Sequence[SpokenPart]
    why: Why
    over_time: Mapping[str, object]


Told = TypeVar("Told")
"""What a page tells of an answer, or of two."""


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """The answers asked for last, and the pairs of answers."""

    most: int = MOST
    _told: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def told(self, key: Hashable, tell: Callable[[], Told]) -> Told:
        """Return what was told of the same before, else tell it and remember it.

        Parameters
        ----------
        key
            What was asked and on which page, of which law, in which language and on which day; None remembers
            nothing. Keys of two pages differ, so that each gets what it told.
        """
        if key is None:
            return tell()
        with self._lock:
            remembered: Told | None = self._told.get(key)
            if remembered is not None:
                self._told.move_to_end(key)
                return remembered
        answer = tell()
        with self._lock:
            self._told[key] = answer
            while len(self._told) > self.most:
                self._told.popitem(last=False)
        return answer


MOST_BYTES: Final = 32 << 20
"""Room for all pages: some 300 of the usual 100 kB. A guess of December 2026."""
OF_ONE: Final = 8
"""A page may take so small a part of the room: the longest table would push out all others."""


class PageKey(NamedTuple):
    """What a page depends on: the state of all that it tells of, its form, its address and the fields of that."""

    tag: str
    format: str
    path: str
    query: tuple[tuple[str, str], ...]


class PageCache:
    """The pages that were sent last.

    Parameters
    ----------
    most
        Bytes of all pages together.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._held = most, 0
        self._pages: OrderedDict[PageKey, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def page(self, key: PageKey) -> Response | None:
        """Return a page that was sent before; None if it was not, or not of late."""
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return None
            self._pages.move_to_end(key)
        body, headers = found
        return Response(body, headers=headers)

    def keep(self, key: PageKey, page: Response) -> None:
        """Keep a page, if it is one of which a browser may keep a copy, and sets nothing there."""
        headers = dict(page.headers)
        if headers.get("etag") != key.tag or "set-cookie" in headers:
            return
        body = bytes(page.body)
        if len(body) * OF_ONE > self._most:
            return
        with self._lock:
            before = self._pages.pop(key, None)
            self._held += len(body) - (len(before[0]) if before is not None else 0)
            self._pages[key] = body, headers
            while self._held > self._most:
                _, (oldest, _) = self._pages.popitem(last=False)
                self._held -= len(oldest)
