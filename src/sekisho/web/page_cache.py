"""Pages that were asked for of late, ready to be sent: of the law itself, which all who ask read alike.

A page is kept by what its `ETag` stands for and its address, so that the cache answers as a browser's own would. What
tells of a party or of free text is marked as personal, and no copy of it is kept here either.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final, NamedTuple

from starlette.responses import Response

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
