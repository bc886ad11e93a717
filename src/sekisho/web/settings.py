"""What the pages stand on: the library, the clock, where uploads go, and how much is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.index import parties_of
from sekisho.service.workspace import Workspace
from sekisho.web.accounts.rate_limit import RateLimiter
from sekisho.web.accounts.team import Team
from sekisho.web.audit_log import AuditLog
from sekisho.web.cache import AnswerCache, PageCache
from sekisho.web.register import ServerRegister

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
"""Addresses and names that only this computer reaches."""
CHANGING: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Methods of requests that may change something."""
MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """How much is taken from whoever asks.

    Parameters
    ----------
    form
        Bytes of a form or of a JSON body.
    upload
        Bytes of an order book as it is sent.
    unpacked
        Bytes of a spreadsheet once it is unpacked.
    lines
        Lines of a Parquet file.
    field
        Letters of one field of a form.
    names
        Names screened, or lines determined, in one request.
    columns
        Columns of an order book. A guess of November 2026: no book that was seen has more than 300, and reading 5,000
        takes minutes.
    runs
        Jobs of one kind of one account that are kept; the oldest finished one makes room.
    """

    form: int = MEBIBYTE
    upload: int = 512 * MEBIBYTE
    unpacked: int = 2048 * MEBIBYTE
    lines: int = 20_000_000
    field: int = 2_000
    names: int = 200
    columns: int = 2_000
    runs: int = 12


@dataclass(frozen=True, kw_only=True, eq=False)
class ServerSettings:
    """Everything that the pages take from outside.

    Parameters
    ----------
    today
        Tells the reader's own day.
    folder
        Where jobs are kept: what was sent, and what was made of it.
    keeps_jobs
        Whether the folder is there again after a restart.
    clock
        Tells the moment; None knows the day alone.
    cache
        Folder in which indexes are kept between runs; None keeps none.
    own_user
        Whether the user alone is answered who started the server, of all users of this computer.
    overlay
        Folder of the user's own lists, for the process that runs a book.
    kept
        Folder of what this server remembers of columns; None where it is that above the lists.
    folders
        Data packages, if not those installed; for the same.
    hosts
        Names under which the server answers, as they stand in a request, without port.
    team
        Accounts and who has signed in; None serves whoever reaches the server.
    meter
        How often an account, or an address, may ask; None sets no limit.
    trail
        Where what is asked and decided is kept; None keeps nothing.
    register
        Decisions on names, which pages, REST and jobs read and write; None keeps none.
    secure
        Browsers reach the server over https alone.
    log
        Takes a line of each answer; None writes none.
    described
        Gives the description of the REST interface; the application fills it in.
    answers
        The answers that were asked for last.
    pages
        The pages of the law that were asked for last.
    holds_lists
        Whether order lists with results are on the server: pages that tell of them are others then.
    """

    library: Library
    today: Callable[[], date]
    folder: Path
    keeps_jobs: bool = True
    clock: Callable[[], datetime] | None = None
    cache: Path | None = None
    overlay: Path | None = None
    kept: Path | None = None
    folders: tuple[Path, ...] = ()
    hosts: frozenset[str] = LOOPBACK
    limits: UploadLimits = field(default_factory=UploadLimits)
    team: Team | None = None
    own_user: bool = False
    meter: RateLimiter | None = None
    trail: AuditLog | None = None
    register: ServerRegister | None = None
    secure: bool = False
    log: Callable[[str], None] | None = None
    described: Callable[[], dict[str, Any]] = field(default=dict)
    answers: AnswerCache = field(default_factory=AnswerCache)
    pages: PageCache = field(default_factory=PageCache)
    holds_lists: Callable[[], bool] = field(default=lambda: False)

    def now(self) -> datetime:
        """Return the moment; the beginning of the day if there is no clock."""
        return self.clock() if self.clock is not None else datetime.combine(self.today(), time(), UTC)

    @property
    def workspace(self) -> Workspace:
        """Return what a question of the pages or of REST stands on."""
        home = self.overlay.parent if self.overlay is not None else None
        return Workspace(library=self.library, today=self.today(), cache=self.cache, home=home, kept=self.kept)

    @property
    def all_entries(self) -> tuple[ListedParty, ...]:
        """Parties that names are compared with: those of the library, and of the user's own lists."""
        return parties_of(self.library).entries
