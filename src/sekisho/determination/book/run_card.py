"""A run opened again by its results: its card, read, and the files beside it, checked to be of one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sekisho.determination.book.run_files import RunPlaces, alone_in, check_one_run, run_card_of
from sekisho.errors import BookError, Problem
from sekisho.files.yaml_nodes import ProblemCollector, compose
from sekisho.law.model.library import Library
from sekisho.trade.book.order_book import is_folder_of_results

OWN_LISTS_USED: Final = "own_lists"
"""Entry of a run card: the party lists of the user's own that were compared, each with version and digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRun:
    """The results of `bulk` with their run card, known to be of one run.

    Parameters
    ----------
    id
        Digest of book, law, settings, decisions and answers.
    """

    results: Path
    card: dict[str, object]
    id: str


def open_run(results: Path, *, folders_too: bool = False) -> FinishedRun:
    """Open the results of a run; the only way in for whoever reads them.

    Parameters
    ----------
    folders_too
        Whether results may be a folder that Spark wrote.

    Raises
    ------
    BookError
        If results or card are missing, the card cannot be read, files beside each other are of two runs, or results
        are a folder where they must be a file.
    """
    try:
        return _opened(results, folders_too=folders_too)
    except BookError:
        # A run may be moving its files to their places this very moment: wait for it, and look again.
        if not results.parent.is_dir():
            raise
        with alone_in(results.parent, reading=True):
            return _opened(results, folders_too=folders_too)


def _opened(results: Path, *, folders_too: bool) -> FinishedRun:
    card = read_card(results, folders_too=folders_too)
    check_one_run(RunPlaces(results), card)
    return FinishedRun(results=results, card=card, id=str(card["run"]))


def read_card(results: Path, *, folders_too: bool = False) -> dict[str, object]:
    """Read the run card beside results, whatever files stand there; `open_run` checks them too.

    Raises
    ------
    BookError
        As of `open_run`, for results and card.
    """
    folder = is_folder_of_results(results)
    if folder and not folders_too:
        file = results.with_suffix(".pq" if results.suffix == ".parquet" else ".parquet").name
        what = "is a folder that Spark wrote; results in one file are needed here."
        remedy = f"Write all its files as one, '{file}', beside the run card; DuckDB, Spark and pandas can."
        raise BookError(Problem(where=str(results), what=what, remedy=remedy))
    if not (folder or results.is_file()):
        raise BookError(Problem(where=str(results), what="no such file.", remedy="Name a bulk result."))
    path = run_card_of(results)
    if not path.is_file():
        expected = f"`sekisho bulk` writes {path.name} beside the results."
        raise BookError(Problem(where=str(path), what="no run card.", remedy=expected))
    faults = ProblemCollector(str(path))
    node = compose(path.read_text(encoding="utf-8"), faults)
    found = node.plain() if node is not None else None
    if faults.found or not isinstance(found, dict):
        raise BookError(faults.found or Problem(where=str(path), what="no run card."))
    needed = [name for name in ("book", "book_sha256", "mapping", "library", "lines") if name not in found]
    if needed:
        what = f"the run card lacks {', '.join(needed)}."
        raise BookError(Problem(where=str(path), what=what, remedy="Run `sekisho bulk` again."))
    return found


OwnChange = Literal["new", "changed", "gone"]


def own_lists_changed(card: Mapping[str, object], library: Library) -> dict[str, OwnChange]:
    """Return the party lists of the user's own that are other than those with which a run was made, and how."""
    stated = card.get(OWN_LISTS_USED)
    rows = [row for row in stated if isinstance(row, Mapping)] if isinstance(stated, list) else []
    then = {str(row.get("list", "")): str(row.get("digest", "")) for row in rows}
    now = {one.name: one.digest for one in library.own_lists}
    found: dict[str, OwnChange] = {}
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            found[name] = "new" if name not in then else "gone" if name not in now else "changed"
    return found
