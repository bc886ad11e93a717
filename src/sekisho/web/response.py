"""What a page is before it is sent: a template with what it tells, and the same as data and as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sekisho.errors import Problem
from sekisho.web.accounts.principal import Person
from sekisho.web.request_context import Pairs

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page.

    Parameters
    ----------
    title
        Of the document; told of an error with "Error:" before it.
    context
        What the template tells.
    data
        The same as plain data; None if the page has nothing to tell.
    rows
        The same as a table; None if it is none.
    problems
        What is wrong with what was given; each is also told beside its field.
    kept
        Fields that the address must not hold, such as names, and that travel in forms.
    personal
        It tells of a party or of free text: nobody keeps a copy.
    cookie
        Key of the session that begins with it; empty if one ends; None if nothing changes.
    person
        Who has signed in with it; None if that is who asked.
    headers
        More headers of the answer.
    day
        Day of the law that the page tells, where what was asked says another than its address; None if it says none.
    at
        Address that tells the same of the fields of the page, where it is not the one that was asked.
    """

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)
    data: Callable[[], object] | None = None
    rows: Callable[[], Sequence[Row]] | None = None
    status: int = 200
    problems: tuple[Problem, ...] = ()
    query: Pairs = ()
    kept: Pairs = ()
    personal: bool = False
    cookie: str | None = None
    person: Person | None = None
    headers: Pairs = ()
    day: date | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The page is at another address."""

    to: str
    cookie: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file, a text or bytes to keep."""

    name: str
    kind: str
    text: str = ""
    path: Path | None = None
    content: bytes = b""


Answer = Page | Redirect | Download
