"""What changed since: a book, or the results of a run, looked at again under the law, lists and decisions of now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.determination.book.run_files import open_run
from sekisho.errors import Problem, SekishoError
from sekisho.law.dates.calendar import change_days, span_of
from sekisho.service.book import BookInputs, BookRequest, book_inputs
from sekisho.service.rescreen import compare_laws
from sekisho.service.workspace import Workspace, today_of

if TYPE_CHECKING:
    from sekisho.determination.rescreen.comparison import Rescreened
    from sekisho.determination.rescreen.watch import BookDifference

EACH: Final = "the date of each line"
"""What a run card says of the date of law if each line has its own."""
INPUTS: Final = ("library", "parties", "law", "book", "settings")
"""What an answer hangs on, in the order in which a difference is told."""
Report = Mapping[str, Any]
"""What was found as plain data, kept with the run until it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchAnswer:
    """What changed.

    Parameters
    ----------
    inputs
        What differs of what the answers hang on, by the names of `INPUTS`.
    law
        What another law changes in the run before; None if nothing was compared, or that could not be told.
    untold
        Why that could not be told.
    lines
        How the lines of a book differ, whatever the reason; None of results, whose book is not read.
    is_first
        Nothing was there to compare with.
    """

    inputs: tuple[str, ...] = ()
    law: Rescreened | None = None
    untold: Problem | None = None
    lines: BookDifference | None = None
    is_first: bool = False


def watch_results(results: Path, workspace: Workspace, day: date | None = None) -> WatchAnswer:
    """Compare the answers of a run that was kept with the law as it is now.

    Raises
    ------
    BookError
        If the run was not kept.
    """
    from sekisho.determination.book.finest_partition import parties_digest
    from sekisho.determination.book.snapshot import kept_of, opened

    library, card = workspace.library, open_run(results).card
    with opened(kept_of(results), memory_limit="1GB") as kept:
        run_day, parties, then = kept.day, kept.text("parties"), card["library"]
    now = None if run_day is None else today_of(day, workspace)
    assert isinstance(then, Mapping)  # noqa: S101 - run cards are written by sekisho
    days = change_days(library)
    differs = {
        "library": then.get("hash") != library.hash,
        "parties": parties != parties_digest(library),
        "law": run_day is not None and now is not None and span_of(days, run_day) != span_of(days, now),
    }
    law = compare_laws(results, card.get("kept"), (None, None), (library, now))
    return WatchAnswer(inputs=tuple(name for name, differ in differs.items() if differ), law=law)


def watch_book(
    request: BookRequest,
    workspace: Workspace,
    book: Path,
    state: Path,
    *,
    report: Callable[[WatchAnswer], Report],
    say: Callable[[Report], None],
) -> Report:
    """Compare a book with the last run over it, and make a new run if something changed.

    What was found is written with the new run before that counts, and marked as told once it is said: a watch that is
    killed in between tells it the next time.

    Parameters
    ----------
    request
        How the book is read and judged: columns, readings, assumptions, the date of law.
    state
        Folder in which the last run is kept; it is made if it is not there.
    report
        Puts what was found into plain data, as it is kept.
    say
        Tells it.

    Raises
    ------
    BookError
        If the book cannot be read, or another watch works on the same state.
    """
    from sekisho.determination.book.finest_partition import digest
    from sekisho.determination.rescreen.watch import commit, last_run, locked, new_run, tidy
    from sekisho.determination.rescreen.watched import note_watched
    from sekisho.files.formats import source_sql

    asked = book_inputs(request, workspace, str(book), plain=True)
    source_sql(book)
    with locked(state):
        tidy(state)
        last = last_run(state)
        inputs = _inputs(book, workspace, asked, each=last is not None and last.inputs.get("law") == EACH)
        if last is not None and dict(last.inputs) == inputs:
            found = last.report() if last.untold else report(WatchAnswer())
        else:
            with new_run(state, digest(sorted(inputs.items()), last.folder.name if last else "")) as place:
                card = _run(place, workspace, asked)
                inputs["law"] = EACH if card["as_of"] == EACH else inputs["law"]
                if last is None:
                    found = report(WatchAnswer(is_first=True))
                    last = commit(state, place, inputs, None)
                else:
                    differs = tuple(name for name in INPUTS if last.inputs.get(name) != inputs[name])
                    found = report(_since(last.results, place, workspace, asked, differs))
                    last = commit(state, place, inputs, found)
        if workspace.home is not None:
            note_watched(workspace.home, book, state)
        say(found)
        if last.untold:
            last.tell()
        return found


def _run(place: Path, workspace: Workspace, asked: BookInputs) -> Mapping[str, object]:
    """Determine a book into a folder, and return the run card."""
    from sekisho.determination.book.bulk import determine_book
    from sekisho.determination.rescreen.watch import RESULTS

    lines, today = asked.for_lines(), today_of(None, workspace)
    return determine_book(asked.place, workspace.library, out=place / RESULTS, today=today, keep=True, **lines).card


def _inputs(book: Path, workspace: Workspace, asked: BookInputs, *, each: bool) -> dict[str, str]:
    """Name everything on which the answers hang; a day counts by the span of days over which the law is the same."""
    from sekisho.determination.book.finest_partition import parties_digest
    from sekisho.files.formats import sha256_of

    library = workspace.library
    first, _ = span_of(change_days(library), today_of(asked.as_of, workspace))
    return {
        "library": library.hash,
        "parties": parties_digest(library),
        "law": EACH if each and asked.as_of is None else str(first),
        "book": sha256_of(book),
        "settings": _settings(asked),
    }


def _settings(asked: BookInputs) -> str:
    """Say how a book is judged as one text, by which a state knows it again."""
    stated = {"map": dict(asked.mapping), "unknown": sorted(asked.unknown), "assume": dict(asked.stated)}
    return json.dumps({**stated, "readings": asked.readings.to_dict(), "each": asked.as_of is None}, sort_keys=True)


def _since(before: Path, place: Path, workspace: Workspace, asked: BookInputs, differs: tuple[str, ...]) -> WatchAnswer:
    """Tell what changed between the last run and a new one: by the law, and line by line."""
    from sekisho.determination.rescreen.watch import CHANGES, RESULTS, lines_moved

    lines, law, untold = lines_moved(before, place / RESULTS), None, None
    try:
        card = open_run(before).card
        day = None if card["as_of"] == EACH else today_of(asked.as_of, workspace)
        law = compare_laws(before, card.get("kept"), (None, None), (workspace.library, day), out=place / CHANGES)
    except SekishoError as fault:
        untold = fault.problems[0]
    return WatchAnswer(inputs=differs, law=law, untold=untold, lines=lines)
