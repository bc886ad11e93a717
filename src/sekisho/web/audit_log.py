"""What people ask, screen, decide and run on the pages and over REST, kept in a store under the name of each."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import sekisho
from sekisho.determination.core.outcome import Determination
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_data
from sekisho.law.model.term import Readings
from sekisho.present.render.data import answer_bytes

if TYPE_CHECKING:
    from sekisho.store.location import Store
    from sekisho.store.writer import Author

REMEMBERED: Final = 2_000
"""Answers of which it is remembered that they were kept."""


class AuditLog:
    """Writes records of what people do."""

    def __init__(self, store: Store, now: Callable[[], datetime], login: str) -> None:
        """Take the store, the clock, and the name under which is kept what nobody signed in for."""
        self.store = store
        self.now = now
        self.login = login
        self.lock = threading.Lock()
        self.kept: OrderedDict[str, None] = OrderedDict()

    def _by(self, who: str) -> Author:
        from sekisho.store.writer import Author

        return Author(who=who or self.login, now=self.now)

    def note(self, who: str, what: str) -> None:
        """Keep an entry without a record."""
        from sekisho.store.writer import writing

        with writing(self.store, self._by(who)) as clerk:
            clerk.note(what)

    def determined(
        self,
        who: str,
        answer: Determination,
        library: Library,
        *,
        facts: Mapping[str, object],
        as_of: date | None,
        readings: Readings,
        assume: Mapping[str, str],
        presume: bool,
        notes: tuple[str, ...] = (),
    ) -> None:
        """Keep a line as it was asked, and the answer; the same that the same person was told before is kept once.

        Parameters
        ----------
        as_of
            Date of law; None if the line's own date decided it.
        """
        from sekisho.store.determinations import keep_determination

        stated: dict[str, object] = {
            "facts": dict(facts),
            "as_of": as_of.isoformat() if as_of else "",
            "readings": readings.to_dict(),
            "assume": dict(assume),
            "kept": list(notes),
            "presume": presume,
            "names": identity_data(library.identity),
        }
        written = answer_bytes(answer)
        with self._once(who, json.dumps(stated, default=str, sort_keys=True).encode() + written) as is_new:
            if is_new:
                by, program = self._by(who), sekisho.__version__
                keep_determination(self.store, by, stated=stated, answer=answer, written=written, program=program)

    def screened(
        self,
        who: str,
        library: Library,
        day: date,
        *,
        asked: Mapping[str, object],
        found: Sequence[Mapping[str, Any]],
    ) -> None:
        """Keep names, and what the lists say of each: the zone, and every entry with its score."""
        from sekisho.store.screenings import keep_screening

        told = [
            {
                "zone": one["zone"],
                "entries": [{"entry": hit["entity"], "score": hit["score"]} for hit in one["hits"]],
            }
            for one in found
        ]
        as_of, stamp = day.isoformat(), (library.version, library.hash)
        with self._once(who, json.dumps([asked, told, as_of], default=str, sort_keys=True).encode()) as is_new:
            if is_new:
                by, program = self._by(who), sekisho.__version__
                keep_screening(self.store, by, asked=asked, found=told, as_of=as_of, library=stamp, program=program)

    def decided(self, who: str, kind: Literal["decisions", "answers"], rows: Sequence[Mapping[str, str]]) -> None:
        """Keep what somebody decided of names, or answered of open lines."""
        from sekisho.store.review_records import take

        plain = [
            (f"row {number}", {key: str(value) for key, value in row.items()}) for number, row in enumerate(rows, 1)
        ]
        take(self.store, self._by(who), kind, plain)

    def ran(self, who: str, results: Path) -> None:
        """Keep a run of an order book: what was asked, and the hash of the book and of the results."""
        from sekisho.determination.book.run_files import open_run
        from sekisho.store.runs import add_run

        add_run(self.store, self._by(who), open_run(results).card, results, sekisho.__version__)

    @contextmanager
    def _once(self, who: str, content: bytes) -> Iterator[bool]:
        """Tell whether this is to be kept; a page that is loaded again says nothing new.

        It is remembered once it was kept: what could not be kept is tried again.
        """
        digest = hashlib.sha256(who.encode() + b"\0" + content).hexdigest()
        with self.lock:
            is_new = digest not in self.kept
        yield is_new
        with self.lock:
            self.kept[digest] = None
            self.kept.move_to_end(digest)
            if len(self.kept) > REMEMBERED:
                self.kept.popitem(last=False)
