"""The register of decisions on names of a server: one file, which pages, REST and jobs read and write alike."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.errors import FactError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import DecisionAnswer
from sekisho.message import message
from sekisho.parties.index import decide_anew
from sekisho.parties.register_file import RegisterFile, RegisterRow
from sekisho.parties.review_decisions import COLUMNS, read_decisions
from sekisho.service.party_decision import keep_decision
from sekisho.service.party_queue import QueueAnswer, QueueRequest, queue

if TYPE_CHECKING:
    from sekisho.web.settings import ServerSettings


@dataclass(slots=True)
class ServerRegister:
    """The register of a server; what another program adds to its file holds from the next question on."""

    file: RegisterFile
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stamp: tuple[int, int, str] | None = None

    @classmethod
    def at(cls, place: Path) -> ServerRegister:
        """Open the register at a place; a table of one screening gets the columns of a register."""
        file = RegisterFile(place)
        file.widen()
        return cls(file)

    @property
    def tag(self) -> str:
        """What stands for the decisions that hold, in the tag of a page; empty if there are none."""
        return "-" + "-".join(map(str, self._stamp)) if self._stamp is not None else ""

    def refresh(self, library: Library, entries: Iterable[ListedParty], today: date) -> None:
        """Let the decisions of the file hold, if it was changed since, or a day began on which one may have lapsed.

        Raises
        ------
        FactError
            If the file is no register any more, with all problems.
        """
        with self._lock:
            place = self.file.path
            stat = place.stat() if place.is_file() else None
            stamp = (stat.st_mtime_ns, stat.st_size, today.isoformat()) if stat is not None else None
            if stamp == self._stamp:
                return
            kept = read_decisions(place, entries, today).kept if stamp is not None else ()
            decide_anew(library, kept)
            self._stamp = stamp


def refreshed(settings: ServerSettings) -> None:
    """Let the decisions of the server's register hold as they are now."""
    if settings.register is not None:
        settings.register.refresh(settings.library, settings.all_entries, settings.today())


def register_in(settings: ServerSettings) -> RegisterFile:
    """Return the register of a server.

    Raises
    ------
    FactError
        If the server has none.
    """
    if settings.register is None:
        what = message("web.no_register", "this server keeps no register of decisions.")
        raise FactError(
            Problem(where="decisions", what=what, remedy=message("web.start_serve", "Start it with `sekisho serve`."))
        )
    return settings.register.file


def decide(
    settings: ServerSettings,
    name: str,
    entry: str,
    answer: DecisionAnswer,
    *,
    by: str,
    basis: str,
    evidence: str = "",
    replaces: str | None = None,
    review_by: str = "",
) -> RegisterRow:
    """Keep a decision in the register, in the store too if there is one, and let it hold at once."""
    file = register_in(settings)
    if not name.strip():
        raise FactError(
            Problem(
                where="name",
                what=message("web.is_empty", "is empty."),
                remedy=message("web.name_as_screened", "State the name as it was screened."),
            )
        )
    row = keep_decision(
        file,
        settings.library,
        name,
        entry,
        answer,
        by=by,
        on=settings.today(),
        basis=basis,
        evidence=evidence,
        replaces=replaces,
        review_by=review_by,
        entries=settings.all_entries,
        hint=message("web.screenings_ids", "`POST /api/screenings` tells the ids of entries."),
    )
    if settings.trail is not None:
        settings.trail.decided(by, "decisions", [{column: row.to_dict().get(column, "") for column in COLUMNS}])
    refreshed(settings)
    return row


def undo(settings: ServerSettings, number: str, *, by: str, basis: str) -> RegisterRow:
    """Take a decision back, at once."""
    row = register_in(settings).undo(number, by=by, on=settings.today(), basis=basis)
    if settings.trail is not None:
        settings.trail.note(by, f"decision {number} on '{row.name}' and {row.entry} taken back: {basis}")
    refreshed(settings)
    return row


def second(settings: ServerSettings, number: str, *, agrees: bool, by: str, basis: str) -> RegisterRow:
    """Confirm a decision of somebody else, or refuse it, at once."""
    row = register_in(settings).second(number, agrees=agrees, by=by, on=settings.today(), basis=basis)
    if settings.trail is not None:
        how = "confirmed" if agrees else "refused"
        settings.trail.note(by, f"decision {number} on '{row.name}' and {row.entry} {how}: {basis}")
    refreshed(settings)
    return row


def rows_now(settings: ServerSettings) -> list[dict[str, str]]:
    """Return the row that counts for each name and entry, the newest first, each with its state."""
    return register_in(settings).standing(settings.all_entries, settings.library.identity.policy, settings.today())


def queue_now(settings: ServerSettings, request: QueueRequest) -> QueueAnswer:
    """Gather what waits for a decision: of names, or of the register by itself, if the server has one."""
    refreshed(settings)
    return queue(request, settings.workspace, rows_now(settings) if settings.register is not None else ())
