"""A page that tells of the law alone, as another process is asked for it and as it sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sekisho.web.rendering import respond
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer
from sekisho.web.settings import ServerSettings


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


def page_sent(task: PageTask, settings: ServerSettings) -> PageSent:
    """Write a page.

    Raises
    ------
    SekishoError
        If something is wrong with what is asked.
    """
    visit = RequestContext(settings=replace(settings, today=lambda: task.today, secure=task.secure), **task.asked)
    response = respond(visit, task.handler(visit))
    return PageSent(status=response.status_code, headers=response.raw_headers, body=bytes(response.body))
