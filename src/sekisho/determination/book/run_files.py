"""The files of a run: which they are, how they become a run together, that they belong to each other, and its card.

    OUT.csv or OUT.parquet   the results
    OUT.run.yaml             the run card: the run's id, and the SHA-256 of every other file
    OUT.matches.csv          parties that are or may be listed, if there are any
    OUT.gaps.csv             cells that could not be read, if there are any
    OUT.datapackage.json     the results described for other programs (`results.package`)
    OUT.rejects.csv          of an earlier version, or of a book that was refused under --strict
    OUT.kept                 what `rescreen` needs, if the run was kept

All are written into a folder of their own beside OUT, `OUT.csv.partial`, and moved from there when all are whole.
Several files cannot be moved in one step, so whoever reads them checks: the card that is there names every file, and
what it does not name, or names with another digest, is of another run.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

import duckdb
import yaml

from sekisho.determination.book.finest_partition import digest, parties_digest
from sekisho.determination.book.results.columns import VERSION, check_version
from sekisho.determination.book.results.package import check_package_place, package_of, run_of_package
from sekisho.determination.book.snapshot import kept_of
from sekisho.errors import BookError, Problem
from sekisho.files.formats import keep_private, private_folder, sha256_of, writing_fault
from sekisho.files.text_tables import open_table
from sekisho.law.model.library import Library
from sekisho.trade.book.rejects import rejects_of

if sys.platform != "win32":
    import fcntl
from typing import Literal

from sekisho.files.yaml_nodes import ProblemCollector, compose
from sekisho.message import joined, message
from sekisho.trade.book.order_book import is_folder_of_results

PARTIAL: Final = ".partial"
RUN: Final = "run"
"""Column of a table beside results, and entry of the run card, that holds the id of the run."""
FILES: Final = "digests"
"""Entry of the run card: the digest of each file of the run."""
RESULTS: Final = "results"
KEPT: Final = "kept"
PACKAGE: Final = "datapackage"
NOT_TAKEN: Final = "none: written to an address"
"""Instead of digests, where nothing is moved and nothing was there before, so that nothing can be mixed."""
PARTS: Final = "parts:"
"""Before the digest of results that are a folder; people put its parts into one file, which has another digest."""
_EDITED: Final = frozenset({"matches", "gaps"})
"""Tables in which people write; they carry the id of the run in a column, and may differ from what the run wrote."""
_SPARE: Final = frozenset({KEPT, PACKAGE})
"""Files that may be deleted: results are whole without them."""
_STATED: Final = (
    *("book_sha256", "mapping", "unknown", "line_column", "value_column", "unit", "reading", "library", "as_of"),
    *("readings", "assume", "policy", "answers", "decisions"),
)
"""What a run is made of, as its card states it: book, law, settings, decisions and answers."""


def run_card_of(out: Path) -> Path:
    """Return the place of the run card of a results file."""
    return out.with_suffix(".run.yaml")


def matches_of(out: Path) -> Path:
    """Return the place of the table of parties that are or may be listed."""
    return out.with_suffix(".matches.csv")


def gaps_of(out: Path) -> Path:
    """Return the place of the table of cells that could not be read."""
    return out.with_suffix(".gaps.csv")


@dataclass(frozen=True, slots=True)
class RunPlaces:
    """The places of the files of a run, whether they are there or not."""

    results: Path

    @property
    def card(self) -> Path:
        """The run card."""
        return run_card_of(self.results)

    @property
    def beside(self) -> Mapping[str, Path]:
        """All files but the card, by what they are."""
        return {
            RESULTS: self.results,
            "matches": matches_of(self.results),
            "gaps": gaps_of(self.results),
            "rejects": rejects_of(self.results),
            PACKAGE: package_of(self.results),
            KEPT: kept_of(self.results),
        }


def run_id(card: Mapping[str, object], library: Library) -> str:
    """Name a run by all that its results hang on, so that an equal run has an equal name."""
    stated = {name: card[name] for name in _STATED if name in card}
    if not stated.get("book_sha256"):  # a folder or an address that Spark read: all that is known of it
        stated |= {name: card.get(name) for name in ("book", "files", "lines", "by_outcome")}
    return digest(tuple((name, repr(value)) for name, value in sorted(stated.items())), parties_digest(library))


@contextmanager
def alone_in(folder: Path, *, reading: bool = False) -> Iterator[None]:
    """Write results into a folder while no other run does, so that the files of a run are of one run.

    A run that comes second waits. Where folders cannot be held, nothing is.

    Parameters
    ----------
    reading
        Wait for whoever writes, but not for others who read.
    """
    if sys.platform == "win32":
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_SH if reading else fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


@contextmanager
def staged(out: Path) -> Iterator[RunPlaces]:
    """Give the places where the files of a run are written until all are whole; `commit` makes them a run.

    What a run that was killed left behind is cleared first. Whatever happens, nothing stays behind.

    Raises
    ------
    BookError
        If nothing may be written there, or the descriptor of other data stands where that of the results would.
    """
    check_package_place(out)
    folder = out.with_name(f"{out.name}{PARTIAL}")
    with alone_in(out.parent):
        _clear(folder)
        run_card_of(out).with_name(f"{run_card_of(out).name}{PARTIAL}").unlink(missing_ok=True)  # of earlier versions
        try:
            private_folder(folder)
        except OSError as fault:
            raise BookError(writing_fault(OSError(fault.strerror or "refused"), out)) from None
        try:
            yield RunPlaces(folder / out.name)
        except duckdb.IOException as fault:
            raise BookError(
                writing_fault(duckdb.IOException(str(fault).replace(f"{folder}{os.sep}", f"{out.parent}{os.sep}")), out)
            ) from None
        finally:
            _clear(folder)


def _clear(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)


def commit(made: RunPlaces, out: Path, card: Mapping[str, object]) -> dict[str, object]:
    """Let the files that were made be the run at a place, and return its card with their digests.

    The card goes first: from then on the files of an earlier run are no run any more, and each that follows completes
    the new one. If a move fails, everything is put back.
    """
    there = {name: path for name, path in made.beside.items() if path.exists()}
    whole = {**card, FILES: {name: digest_of_file(path) for name, path in there.items()}}
    made.card.write_text(yaml.safe_dump(whole, sort_keys=False, allow_unicode=True), encoding="utf-8")
    goal = RunPlaces(out)
    moves = {made.card: goal.card} | {path: goal.beside[name] for name, path in there.items()}
    stale = [path for name, path in goal.beside.items() if name not in there]
    for path in moves:
        keep_private(path)
        _sync(path)
    aside = made.card.with_name("before")
    aside.mkdir()
    before: dict[Path, Path | None] = {}
    try:
        for place in (*moves.values(), *stale):
            before[place] = _second_name(place, aside)
        for path, place in moves.items():
            if place.is_dir():  # a folder cannot be moved over another
                os.replace(place, aside / place.name)  # noqa: PTH105 - a rename that fails or is whole
            os.replace(path, place)  # noqa: PTH105 - an atomic rename over what is there
        for path in stale:
            path.unlink(missing_ok=True)
    except BaseException:
        _put_back(before)
        raise
    _sync(out.parent)
    return whole


def _second_name(place: Path, aside: Path) -> Path | None:
    """Keep a file that is there under a second name, so that it can be put back.

    A folder has no second name; it is that of the place to which it is moved. Until then nothing is there, and nothing
    is put back.
    """
    kept = aside / place.name
    if place.is_dir():
        return kept
    if not place.is_file():
        return None
    try:
        os.link(place, kept)
    except OSError:  # a disk that knows no second names
        shutil.copy2(place, kept)
    return kept


def _put_back(before: Mapping[Path, Path | None]) -> None:
    for place, kept in before.items():
        if kept is not None and not kept.exists():
            continue  # it was never moved away
        if place.is_dir():
            shutil.rmtree(place)
        if kept is None:
            place.unlink(missing_ok=True)
        else:
            os.replace(kept, place)  # noqa: PTH105 - an atomic rename over what is there


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything else is done; where a system can."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file, or of the parts of a folder that Spark wrote, by name; 64 hexadecimal digits."""
    stat = path.stat()
    return _digest(path.resolve(), (stat.st_ino, stat.st_size, stat.st_mtime_ns))


@lru_cache(maxsize=64)
def _digest(path: Path, _state: tuple[int, int, int]) -> str:
    if not path.is_dir():
        return sha256_of(path)
    parts = sorted(each for each in path.iterdir() if each.is_file() and each.name[:1] not in "._")
    told = "".join(f"{sha256_of(each)}  {each.name}\n" for each in parts)
    return PARTS + hashlib.sha256(told.encode()).hexdigest()


def check_one_run(places: RunPlaces, card: Mapping[str, object]) -> None:
    """Make sure that the files beside each other are those of one run.

    Raises
    ------
    BookError
        If they are not, or nothing says so.
    """
    files, run = card.get(FILES), card.get(RUN)
    if files == NOT_TAKEN:
        return
    if not isinstance(files, Mapping) or not run:
        what = message(
            "run.earlier_version", "was written by an earlier version, and does not say which files belong to its run."
        )
        raise BookError(
            Problem(where=str(places.card), what=what, remedy=message("error.run_again", "Run `sekisho bulk` again."))
        )
    for name, path in places.beside.items():
        stated = files.get(name)
        if path.exists() != (stated is not None) and not (name in _SPARE and stated):
            why = (
                message("run.of_another", "{file} is of another run", file=path.name)
                if path.exists()
                else message("run.is_missing", "{file} is missing", file=path.name)
            )
            raise BookError(_two_runs(places, path, why))
        if stated is None or not path.exists() or name == KEPT:  # `rescreen` reads the id in what was kept
            continue
        if str(stated).startswith(PARTS) and path.is_file():
            continue
        edited = _run_in(path) if name in _EDITED else run_of_package(path) if name == PACKAGE else ""
        if digest_of_file(path) != stated and edited != run:
            raise BookError(_two_runs(places, path, message("run.one_changed", "or one was changed since")))


def _two_runs(places: RunPlaces, path: Path, more: str) -> Problem:
    what = message(
        "run.two_runs", "files of two runs: {one} and {other} ({why}).", one=path.name, other=places.card.name, why=more
    )
    remedy = message("run.bring_all", "Run `sekisho bulk` again; if you moved the results, bring all files of the run.")
    return Problem(where=str(places.results), what=what, remedy=remedy)


def _run_in(path: Path) -> str:
    """Return the id of the run that a table carries in its first row; nothing if it has none."""
    try:
        rows = [row.cells for row in islice(open_table(path).rows(), 2)]
    except (OSError, BookError):
        return ""
    return dict(zip(*rows, strict=False)).get(RUN, "") if len(rows) > 1 else ""


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
        what = message("run.folder_of_spark", "is a folder that Spark wrote; results in one file are needed here.")
        remedy = message(
            "run.write_as_one",
            "Write all its files as one, '{file}', beside the run card; DuckDB, Spark and pandas can.",
            file=file,
        )
        raise BookError(Problem(where=str(results), what=what, remedy=remedy))
    if not (folder or results.is_file()):
        raise BookError(
            Problem(
                where=str(results),
                what=message("error.no_such_file", "no such file."),
                remedy=message("run.name_result", "Name a bulk result."),
            )
        )
    path = run_card_of(results)
    if not path.is_file():
        expected = message("run.card_beside", "`sekisho bulk` writes {file} beside the results.", file=path.name)
        raise BookError(Problem(where=str(path), what=message("run.no_card", "no run card."), remedy=expected))
    faults = ProblemCollector(str(path))
    node = compose(path.read_text(encoding="utf-8"), faults)
    found = node.plain() if node is not None else None
    if faults.found or not isinstance(found, dict):
        raise BookError(faults.found or Problem(where=str(path), what=message("run.no_card", "no run card.")))
    check_version(found.get(VERSION, "1"), str(results))
    needed = [name for name in ("book", "book_sha256", "mapping", "library", "lines") if name not in found]
    if needed:
        what = message("run.card_lacks", "the run card lacks {keys}.", keys=joined(needed, "comma"))
        raise BookError(
            Problem(where=str(path), what=what, remedy=message("error.run_again", "Run `sekisho bulk` again."))
        )
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
