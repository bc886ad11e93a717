"""New law taken up without a new program: what a law file changes, shown before use; put in use, or gone back from.

A law file is tried whole before anything is written: its digest, its files, its golden cases, and the library that it
makes with the other packages and the user's own lists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.determination.book.run_files import open_run
from sekisho.errors import LibraryError, Problem, SekishoError
from sekisho.files.package_csv import cell_rows
from sekisho.files.temporary import temporary_folder
from sekisho.files.versions import card_text
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.data_package import ARCHIVE, UNPACKED, measure_files
from sekisho.law.loading.law_archive import LawArchive, LawManifest, content_digest, open_archive, version_key
from sekisho.law.loading.law_versions import BUILT_IN, LAW, built_in, law_names, versions_of
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library, Package
from sekisho.law.model.listed_party import ListedParty
from sekisho.message import joined, message
from sekisho.service.packages.data_package import run_cases
from sekisho.service.packages.law_file import refuse_failures
from sekisho.service.packages.measure_keys import KeyChange, changed_keys, changed_parts
from sekisho.service.rescreen import compare_laws
from sekisho.service.watch import EACH
from sekisho.service.workspace import Workspace, today_of

if TYPE_CHECKING:
    from sekisho.determination.line.golden_cases import GoldenCase
    from sekisho.determination.rescreen.comparison import Rescreened


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChange:
    """A measure that comes, goes or is another.

    Parameters
    ----------
    kind
        new, gone or changed.
    title
        By language.
    parts
        Of one that changes, which clauses and terms come, go or are others, and which other keys.
    keys
        What stood under each key that differs in it, and what stands there now.
    """

    kind: str
    id: str
    title: Mapping[str, str]
    parts: tuple[tuple[str, str], ...] = ()
    keys: tuple[KeyChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingChange:
    """Parties that come to stand on a list, stand on it no more, or are written otherwise; `kind` as of a measure."""

    kind: str
    list: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """How many rows of a table come and go; one that is changed does both."""

    table: str
    new: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """A golden case that comes or goes, or has another answer now.

    Parameters
    ----------
    kind
        new, gone or changed.
    before, after
        Outcomes of one that changes; alike where only its reasons differ.
    """

    kind: str
    id: str
    name: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChange:
    """What the law does to a book that is watched, or to results that were named; or why that cannot be told.

    Parameters
    ----------
    day
        Day of law on which both are asked: the first on which all that is new applies; None if each line has its own.
    """

    book: str
    day: date | None = None
    law: Rescreened | None = None
    untold: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawUpdate:
    """What a law file is and changes against the law in use; nothing is written yet.

    Parameters
    ----------
    before
        The package in whose place it comes; None if there is none of its name.
    cases
        Golden cases of it, all of which hold.
    same
        It holds what is in use already.
    coverage
        Lines of the statement of coverage that come and go: new or gone, and the line.
    """

    archive: LawArchive
    before: Package | None
    cases: int
    same: bool
    measures: tuple[MeasureChange, ...] = ()
    listings: tuple[ListingChange, ...] = ()
    tables: tuple[RowChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    coverage: tuple[tuple[str, str], ...] = ()
    books: tuple[BookChange, ...] = ()

    @property
    def manifest(self) -> LawManifest:
        """What the file states of itself."""
        return self.archive.manifest


def look_at(file: Path, workspace: Workspace, *, program: str, results: Iterable[Path] = ()) -> LawUpdate:
    """Try a law file, and say what it changes; nothing is written.

    Parameters
    ----------
    workspace
        Whose library is the law in use.
    program
        Version of sekisho.
    results
        Results of kept runs to compare, beside the books that are watched.

    Raises
    ------
    LibraryError
        With all that is wrong: the file, the program, a version older than that in use, the measures, a golden case.
    """
    archive = open_archive(file, program=program)
    before = next((package for package in workspace.library.packages if package.name == archive.manifest.name), None)
    _refuse_older(archive.manifest, before, file)
    if before is not None and content_digest(before.folder) == archive.manifest.digest:
        return LawUpdate(archive=archive, before=before, cases=0, same=True)
    with temporary_folder("law") as folder:
        package = folder / UNPACKED
        archive.unpack(package)
        run = run_cases(package, against=workspace.library)
        refuse_failures(run, file.name)
        library = _library_with(package, archive.manifest.name, workspace)
        old = before.folder if before is not None else None
        return LawUpdate(
            archive=archive,
            before=before,
            cases=run.cases,
            same=False,
            measures=tuple(_measures(old, package, workspace.library, library)),
            listings=tuple(_listings(workspace.library, library)),
            tables=tuple(_tables(old, package)),
            answers=tuple(_answers(old, package, library)),
            coverage=tuple(_coverage(old, package)),
            books=tuple(_books(library, workspace, results)),
        )


def _refuse_older(manifest: LawManifest, before: Package | None, file: Path) -> None:
    """Refuse law that is older than what is in use, and another text under the same version."""
    if before is None:
        return
    new, old = version_key(manifest.version), version_key(before.version)
    if new < old:
        what = message(
            "lawdata.law_older",
            "version {version} is older than {before}, which is in use.",
            version=manifest.version,
            before=before.version,
        )
        remedy = message("lawdata.go_back", "`sekisho data back VERSION` goes back to a saved one.")
        raise LibraryError(Problem(where=str(file), what=what, remedy=remedy))
    if new == old and content_digest(before.folder) != manifest.digest:
        what = message(
            "lawdata.law_same_version",
            "is another text under version {version}, which is in use.",
            version=before.version,
        )
        remedy = message(
            "lawdata.next_version",
            "Who publishes it gives it a separate version, such as {version}.1.",
            version=before.version,
        )
        raise LibraryError(Problem(where=str(file), what=what, remedy=remedy))


def _library_with(package: Path, name: str, workspace: Workspace) -> Library:
    """Load the library as it will be: with the other packages and the user's own lists."""
    others = [package.folder for package in workspace.library.packages if package.name != name]
    library = load_measures(sorted([*others, package]), overlay=workspace.lists)
    return replace(library, identity=workspace.library.identity)


def _measures(old: Path | None, new: Path, current: Library, library: Library) -> Iterator[MeasureChange]:
    """Compare the measure files of two packages, and what is in them."""
    before, after = _texts_of(old), _texts_of(new)
    ids = {measure.file: measure for source in (current, library) for measure in source.measures.values()}
    for place in sorted({*before, *after}):
        measure = ids.get(place)
        if measure is None or before.get(place) == after.get(place):
            continue
        kind = "new" if place not in before else "gone" if place not in after else "changed"
        parts: tuple[tuple[str, str], ...] = ()
        keys: tuple[KeyChange, ...] = ()
        if kind == "changed":
            texts = read_plain(before[place], name=place), read_plain(after[place], name=place)
            parts = tuple(changed_parts(*texts))
            if all(measure.id in law.measures for law in (current, library)):
                keys = tuple(changed_keys(*texts, (current, library), measure))
        if parts or kind != "changed":
            yield MeasureChange(kind=kind, id=str(measure.id), title=dict(measure.title), parts=parts, keys=keys)


def _texts_of(folder: Path | None) -> dict[str, str]:
    files = measure_files(folder) if folder is not None else []
    return {file.relative_to(file.parents[1]).as_posix(): file.read_text(encoding="utf-8-sig") for file in files}


def _listings(current: Library, library: Library) -> Iterator[ListingChange]:
    """Compare the parties on the lists of two libraries, list by list."""
    before, after = ({(change.list, change.id): change for change in package.entries} for package in (current, library))
    for name in sorted({listed for listed, _ in {**before, **after}}):
        moved: dict[str, list[ListedParty]] = {"new": [], "gone": [], "changed": []}
        for key in [key for key in {**before, **after} if key[0] == name]:
            old, new = before.get(key), after.get(key)
            if old is None and new is not None:
                moved["new"].append(new)
            elif old is not None and new is None:
                moved["gone"].append(old)
            elif new is not None and old != new:
                moved["changed"].append(new)
        for kind, parties in moved.items():
            if parties:
                yield ListingChange(kind=kind, list=str(name), names=tuple(party.names[0] for party in parties))


def _tables(old: Path | None, new: Path) -> Iterator[RowChange]:
    """Count the rows of each table that come and go."""
    tables = {
        file.relative_to(folder).as_posix()
        for folder in (old, new)
        if folder is not None
        for file in folder.rglob("*.csv")
    }
    for place in sorted(tables):
        before, after = (_rows(folder / place) if folder is not None else frozenset() for folder in (old, new))
        if before != after:
            yield RowChange(table=place, new=len(after - before), gone=len(before - after))


def _rows(file: Path) -> frozenset[tuple[str, ...]]:
    if not file.is_file():
        return frozenset()
    with file.open(encoding="utf-8-sig", newline="") as text:
        return frozenset(map(tuple, list(cell_rows(text))[1:]))


def _answers(old: Path | None, new: Path, library: Library) -> Iterator[AnswerChange]:
    """Compare golden cases: those of the law in use are asked again under the new law, whatever it expects of them."""
    from sekisho.determination.line.golden_cases import read_cases

    before = {case.id: case for case in (read_cases(old) if old is not None else ())}
    after = {case.id: case for case in read_cases(new)}
    for name, case in {**before, **after}.items():
        if name not in before:
            yield AnswerChange(kind="new", id=name, name=case.name, after=str(case.expected.get("outcome", "")))
        elif name not in after or _asked(before[name]) != _asked(after[name]):
            # What holds in both is known to hold: every case of the new law was run.
            yield from _other_answer(before[name], library, gone=name not in after)


def _asked(case: GoldenCase) -> tuple[object, ...]:
    return case.as_of, case.facts, case.assume, case.expected


def _other_answer(case: GoldenCase, library: Library, *, gone: bool) -> Iterator[AnswerChange]:
    """Ask a case of the law in use under the new law; one that is gone is told even if its answer stays."""
    from sekisho.determination.line.determination import determine
    from sekisho.determination.line.golden_cases import failures

    expected = str(case.expected.get("outcome", ""))
    if next(failures([case], library), None) is not None:
        try:
            answer = determine(case.facts, library, as_of=case.as_of, assume=case.assume)
            outcome = str(answer.to_dict()["outcome"])
        except SekishoError as fault:
            outcome = joined((problem.what for problem in fault.problems), "semicolon")
        yield AnswerChange(kind="changed", id=case.id, name=case.name, before=expected, after=outcome)
    elif gone:
        yield AnswerChange(kind="gone", id=case.id, name=case.name, before=expected)


def _coverage(old: Path | None, new: Path) -> Iterator[tuple[str, str]]:
    """Compare the statements of coverage: what is encoded, what is not covered, and the gaps."""
    before, after = (_stated(folder) for folder in (old, new))
    yield from (("gone", line) for line in before if line not in after)
    yield from (("new", line) for line in after if line not in before)


def _stated(folder: Path | None) -> list[str]:
    if folder is None:
        return []
    coverage = read_plain((folder / "package.yaml").read_text(encoding="utf-8"), name="package.yaml").get("coverage")
    sections = coverage if isinstance(coverage, dict) else {}
    return [f"{key}: {line}" for key, lines in sections.items() if isinstance(lines, list) for line in lines]


def _books(library: Library, workspace: Workspace, results: Iterable[Path]) -> Iterator[BookChange]:
    """Judge the last run over each watched book under both laws, and the results that were named."""
    from sekisho.determination.rescreen.watched import watched_books

    watched = watched_books(workspace.home) if workspace.home is not None else []
    first = _first_day(workspace.library, library, today_of(None, workspace))
    versions = workspace.library.version, library.version
    for name, run in [
        *((change.name, change.results) for change in watched),
        *((str(change), change) for change in results),
    ]:
        try:
            card = open_run(run).card
            day = None if card["as_of"] == EACH else max(first, date.fromisoformat(str(card["as_of"])))
            law = compare_laws(run, card.get("kept"), (workspace.library, day), (library, day))
        except SekishoError as fault:
            yield BookChange(book=name, untold=fault.problems[0])
        else:
            yield BookChange(book=name, day=day, law=replace(law, sides=versions))


def _first_day(current: Library, library: Library, today: date) -> date:
    """Return the first day from today on which all that is new applies: the last day of effect or of listing in it."""
    new = [measure for name, measure in library.measures.items() if current.measures.get(name) != measure]
    days = [measure.effective for measure in new]
    days += [clause.start for measure in new for clause in measure.clauses if clause.start is not None]
    days += [change.listed for change in set(library.entries) - set(current.entries) if change.listed is not None]
    return max([today, *days])


def take_up(update: LawUpdate, home: Path, *, day: str) -> Path:
    """Keep a law file that was looked at, and put it in use; returns the folder of the version.

    Parameters
    ----------
    home
        The user's data folder.
    day
        Today, YYYY-MM-DD.

    Raises
    ------
    LibraryError
        If another text is kept under the same version.
    """
    manifest = update.manifest
    versions = versions_of(home / "law", manifest.name)
    if manifest.version in versions.versions() and versions.card(manifest.version)["digest"] != manifest.digest:
        what = message(
            "lawdata.law_kept_other", "another text is saved under version {version}.", version=manifest.version
        )
        remedy = message(
            "lawdata.remove_law",
            "`sekisho data remove {name} {version}` takes it away; then take this one up again.",
            name=versions.name,
            version=manifest.version,
        )
        raise LibraryError(Problem(where=versions.name, what=what, remedy=remedy))
    card = {
        "list": versions.name,
        "version": manifest.version,
        "title": "",
        "read": manifest.made,
        "added": day,
        "horizon": manifest.horizon,
        "digest": manifest.digest,
        "law": manifest.law,
        "needs": manifest.needs,
        LAW.digest: hashlib.sha256(update.archive.data).hexdigest(),
    }

    def write(folder: Path) -> None:
        (folder / ARCHIVE).write_bytes(update.archive.data)
        update.archive.unpack(folder / UNPACKED)
        stated = {**card, "measures": len(measure_files(folder / UNPACKED))}
        (folder / LAW.card).write_text(card_text(stated), encoding="utf-8")

    return versions.add(manifest.version, None, write, day=day)


def go_back(home: Path, version: str = "", name: str = "", *, day: str) -> tuple[str, str]:
    """Go back to a version that is kept, or to the one that comes with the program; return the package and the version.

    Parameters
    ----------
    version
        Left out, the last one before that in use.
    name
        The package, where several were taken up.

    Raises
    ------
    LibraryError
        If no law file was taken up, none of that version is kept, it is older than the one that comes with the program,
        or none is in use to go back from.
    """
    names = [change for change in law_names(home / "law") if name in {"", change, change.removeprefix(LAW.prefix)}]
    if len(names) != 1:
        what = (
            message(
                "lawdata.several_laws",
                "law files of several packages were taken up: {names}.",
                names=joined(names, "comma"),
            )
            if names
            else message("lawdata.nothing_taken_up", "no law file was taken up, so the law is that of the program.")
        )
        remedy = (
            message("lawdata.name_the_law", "Name one with --name.")
            if names
            else message("lawdata.list_laws", "`sekisho data list` lists the saved ones.")
        )
        raise LibraryError(Problem(where=name or "law", what=what, remedy=remedy))
    versions = versions_of(home / "law", names[0])
    in_use, shipped = versions.in_use(), built_in(names[0])
    if not version and not in_use:
        what = message("lawdata.built_in_is_used", "the law in use is that of the program; there is nothing before it.")
        raise LibraryError(
            Problem(
                where=versions.name,
                what=what,
                remedy=message("lawdata.list_laws", "`sekisho data list` lists the saved ones."),
            )
        )
    least = version_key(shipped.version) if shipped is not None else ()
    earlier = [package for package in versions.versions() if least <= version_key(package) < version_key(in_use)]
    chosen = version or max(earlier, key=version_key, default=BUILT_IN)
    if chosen != BUILT_IN and shipped is not None and version_key(chosen) < least:
        versions.find(chosen)
        what = message(
            "lawdata.older_than_program",
            "version {version} is older than {shipped}, which comes with the program.",
            version=chosen,
            shipped=shipped.version,
        )
        remedy = message(
            "lawdata.by_environment", "SEKISHO_LAW={version} before a command asks it once.", version=chosen
        )
        raise LibraryError(Problem(where=versions.name, what=what, remedy=remedy))
    versions.use(chosen, day=day)
    return versions.name, chosen
