"""What another law changes: a run that was kept, judged again, for every face alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from sekisho.determination.book.run_files import open_run, own_lists_changed
from sekisho.errors import BookError, Problem
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.determination.rescreen.comparison import Rescreened
    from sekisho.determination.rescreen.run_pair import RunPair


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenRequest:
    """Which two laws are compared for a run that was kept; the second is that of the workspace."""

    law_from: Annotated[
        date | None,
        Ask("Compare with the law of this day.", left_out="the answers of the run", metavar="DATE"),
    ] = None
    law_to: Annotated[
        date | None, Ask("The law of this day.", left_out="the day of the run, or of each line", metavar="DATE")
    ] = None
    library_from: Annotated[
        tuple[Path, ...],
        Ask("Compare with the law of this data package.", left_out="the answers of the run", metavar="FOLDER"),
    ] = ()
    threads: Annotated[int | None, Ask("Threads.", left_out="all cores", metavar="N", least=1)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RescreenAnswer:
    """What changes.

    Parameters
    ----------
    own_lists
        Lists of the user's own that are not as they were at the run.
    """

    result: Rescreened
    own_lists: Mapping[str, str]


def rescreen(
    request: RescreenRequest, workspace: Workspace, results: Path, *, out: Path | None = None
) -> RescreenAnswer:
    """Judge a run again that was kept, and say which lines change, and by which clauses.

    Parameters
    ----------
    out
        Where the lines that change go; None writes none.

    Raises
    ------
    BookError
        If the run was not kept, or what is there is not of this run.
    """
    after, before = workspace.library, None
    if request.library_from:
        loaded = load_measures(request.library_from, cache=workspace.cache, overlay=workspace.lists)
        before = replace(loaded, identity=after.identity)
    elif request.law_from is not None:
        before = after
    card = open_run(results).card
    found = compare_laws(
        results,
        card.get("kept"),
        (before, request.law_from),
        (after, request.law_to),
        out=out,
        threads=request.threads,
    )
    return RescreenAnswer(result=found, own_lists=own_lists_changed(card, after))


def runs_beside(first: Path, second: Path) -> RunPair:
    """Set the results of two runs side by side, of one book or of a later one with the same names of lines.

    Raises
    ------
    BookError
        If one of them is missing, or is no results of a run.
    """
    from sekisho.determination.rescreen.run_pair import run_pair

    return run_pair(first, second)


def is_kept(results: Path) -> bool:
    """Tell whether what it takes to judge a run again stands beside its results."""
    from sekisho.determination.book.snapshot import kept_of

    return kept_of(results).is_file()


def compare_laws(
    results: Path,
    run: object,
    before: tuple[Library | None, date | None],
    after: tuple[Library, date | None],
    *,
    out: Path | None = None,
    threads: int | None = None,
) -> Rescreened:
    """Compare two laws for a run that was kept.

    Parameters
    ----------
    run
        Name of the run, as its card states it.
    before
        A library and a day; without a library, the answers of the run.

    Raises
    ------
    BookError
        If the run was not kept, or what is there is not of this run.
    """
    from sekisho.determination.book.opener import MEMORY_LIMIT
    from sekisho.determination.book.snapshot import kept_of, opened
    from sekisho.determination.rescreen.change_export import write_changes
    from sekisho.determination.rescreen.comparison import compare
    from sekisho.determination.rescreen.law_side import law_side, stored_side

    with opened(kept_of(results), memory_limit=MEMORY_LIMIT, threads=threads) as snapshot:
        if snapshot.meta["kept"] != run:
            what = message("rescreen.other_run", "was saved by another run than {name}.", name=results.name)
            raise BookError(
                Problem(
                    where=str(snapshot.path),
                    what=what,
                    remedy=message("rescreen.run_with_keep", "Run `sekisho bulk` with --keep again."),
                )
            )
        library, day = before
        side = stored_side(snapshot) if library is None else law_side(snapshot, library, day or snapshot.day)
        found = compare(snapshot, side, law_side(snapshot, after[0], after[1] or snapshot.day))
        if out is not None:
            write_changes(found, out)
        return found.result
