"""The library read from the folders of data packages, or from what was kept of them.

The readers of measure files are imported where files are read, so that a library that was kept is back without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

from sekisho.errors import LibraryError, MeasureError, Problem, did_you_mean
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.files.package_csv import cell_rows
from sekisho.law.loading.data_package import (
    entry_tables,
    hash_of_packages,
    installed_folders,
    list_tables,
    measure_files,
    name_in_package,
    package_text,
    read_package,
    state_of_packages,
)
from sekisho.law.loading.law_versions import law_folders
from sekisho.law.loading.user_lists import own_holdings, own_lists, user_lists
from sekisho.law.model.condition import (
    FactName,
    MeasureId,
    Reaches,
    measures_of,
    terms_of,
    walk,
)
from sekisho.law.model.effects import read_effects
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable, built_in_facts
from sekisho.law.model.holdings import (
    holding_problems,
    read_defence_sales,
    read_groups,
    read_holdings,
)
from sekisho.law.model.home_law import read_home_law
from sekisho.law.model.library import Library, Package
from sekisho.law.model.listed_party import ListedParty, read_entries
from sekisho.law.model.measure import Measure, conditions_of
from sekisho.law.model.namesakes import NAMESAKES, read_namesakes
from sekisho.law.model.office_practice import read_office_practice
from sekisho.law.model.scheme import CODES, HOME_SCHEME
from sekisho.law.model.state_assumption import read_assumptions
from sekisho.law.model.user_list import UserList, overlaid, scheme_names
from sekisho.message import joined, message

_READ: Final[WeakValueDictionary[tuple[object, ...], Library]] = WeakValueDictionary()
"""Libraries that somebody in this process holds, by the files that they were read from and the state of those."""
_LAID: Final[list[tuple[Library, tuple[object, ...], Library]]] = []
"""The library on which the user's own lists were laid last, those lists, and both together: what was worked out for one
question serves the next."""
_INSTALLED: Final[list[Library]] = []
"""The library that `installed_library` gave last."""


def installed_library() -> Library:
    """Return the library of the installed data packages, which this process holds from its first use on.

    It is read again if a file of the packages has changed since. Whoever asks many questions one by one need not pass
    a library along: what was worked out for one question serves the next.
    """
    _INSTALLED[:] = [load_measures()]
    return _INSTALLED[0]


def load_measures(
    folders: Iterable[Path | str] | None = None,
    *,
    cache: Path | None = None,
    overlay: Path | None = None,
    law: Path | str | None = None,
) -> Library:
    """Load the library from folders, or from all installed data packages.

    As long as somebody in this process holds a library of the same files, unchanged since, that one is returned.

    Parameters
    ----------
    cache
        Folder in which a library that was read is kept for the next process, and the names of its parties as they are
        looked up; none is kept if left out.
    overlay
        Folder of the user's own lists (see `law.loading.user_lists`), those of parties among them; None takes the
        lists as they are built in.
    law
        Folder of the law files that `sekisho data update` took up, on Linux `~/.local/share/sekisho/law`: those in use
        stand in place of the installed packages of their names. None, or folders that are named, take no notice of it.

    Raises
    ------
    MeasureError
        If a measure file is wrong, with all problems of all files.
    LibraryError
        If packages contradict each other, or a user's list was changed since it was added.
    """
    chosen = folders if folders is not None or law is None else law_folders(Path(law))
    paths = tuple(Path(folder) for folder in chosen) if chosen is not None else installed_folders()
    lists = user_lists(overlay)
    state = _state(paths, lists)
    library = _READ.get(state)
    if library is not None and library.identity.cache == cache:
        return _with_own(library, overlay)
    if library is None:
        library = _kept(paths, lists, cache) or _load(paths, lists)
        # The tables of names go there too; a library that somebody holds stays the one that all hold.
        library = replace(library, identity=replace(library.identity, cache=cache))
    if _state(paths, lists) == state:  # else a file was changed while it was read, and the next one reads it again
        _READ[state] = library
        if cache is not None:
            _keep(library, _place_in(cache, library.hash, paths))
    return _with_own(library, overlay)


def _state(paths: tuple[Path, ...], lists: tuple[UserList, ...]) -> tuple[object, ...]:
    return paths, state_of_packages(paths), tuple((one.name, one.digest) for one in lists)


def _place_in(cache: Path, known: str, paths: tuple[Path, ...]) -> Path:
    """Name the file of a library: also by its folders as they were named, since what is kept names its files so."""
    return cache_file(cache, known, paths, others=map(str, paths))


def _kept(paths: tuple[Path, ...], lists: tuple[UserList, ...], cache: Path | None) -> Library | None:
    """Return the library as an earlier process kept it."""
    if cache is None:
        return None
    known = hash_of_packages(paths, lists)
    kept = read_cache(_place_in(cache, known, paths))
    return Library(**kept) if isinstance(kept, dict) and kept.get("hash") == known else None


def _keep(library: Library, file: Path) -> None:
    """Keep a library for the next process, unless it is kept already."""
    if not file.exists():
        stated = (one.name for one in fields(Library) if one.name not in {"own_lists", "own_parties", "identity"})
        write_cache(file, {name: getattr(library, name) for name in stated})


def _with_own(library: Library, overlay: Path | None) -> Library:
    """Add the party lists of the user, and the tables of who holds whom; they are no law, and no part of the hash."""
    own = own_lists(overlay)
    tables, parties, rows = own_holdings(overlay)
    if not own and not tables:
        return library
    laid = (own, tables, parties, rows)
    if not _LAID or _LAID[0][0] is not library or _LAID[0][1] != laid:
        holdings = (*library.holdings, *rows)
        with_own = replace(library, own_lists=(*own, *tables), own_parties=parties, holdings=holdings)
        _LAID[:] = [(library, laid, with_own)]
    return _LAID[0][2]


def _load(paths: tuple[Path, ...], lists: tuple[UserList, ...]) -> Library:
    from sekisho.law.loading.party_terms import said_of_parties

    packages = tuple(read_package(path) for path in paths)
    schemes = _schemes(paths, lists)
    goods = _control_list(packages, schemes)
    table = FactTable(
        {fact.name: replace(fact, scheme=goods) if fact.name == CODES else fact for fact in built_in_facts()},
        {scheme: frozenset(codes) for scheme, codes in schemes.items()},
    )
    measures, entries = _read_acts_and_parties(paths, table)
    unknowns = _named_unknowns(measures.values())
    assumptions = tuple(one for path in paths for one in read_assumptions(path, unknowns))
    unknowns |= {one.id: one.fact() for one in assumptions}
    taken = [name for name in unknowns if name in table.facts]
    if taken:
        raise LibraryError(
            Problem(
                what=message(
                    "lawdata.unknown_is_fact", "the named unknown '{name}' has the name of a fact.", name=name
                ),
                remedy=message("lawdata.name_otherwise", "Name it otherwise."),
            )
            for name in taken
        )
    terms = {term.id: term for measure in measures.values() for term in measure.terms}
    library = Library(
        measures={name: said_of_parties(measure, terms, table) for name, measure in measures.items()},
        entries=entries,
        facts=FactTable(
            {**table.facts, **unknowns},
            table.schemes,
            tuple(trigger for measure in measures.values() for trigger in measure.triggers),
        ),
        assumptions=assumptions,
        practice=tuple(
            row for path in paths for file in list_tables(path, "practice") for row in read_office_practice(file)
        ),
        home_law=tuple(row for path in paths for file in list_tables(path, "home") for row in read_home_law(file)),
        packages=packages,
        hash=hash_of_packages(paths, lists),
        code_names=schemes,
        user_lists=lists,
        groups=tuple(group for path in paths for file in list_tables(path, "group") for group in read_groups(file)),
        holdings=tuple(row for path in paths for file in list_tables(path, "holding") for row in read_holdings(file)),
        defence_sales=tuple(
            row for path in paths for file in list_tables(path, "row") for row in read_defence_sales(file)
        ),
        namesakes=tuple(row for path in paths for row in read_namesakes(path / NAMESAKES)),
        effects=tuple(row for path in paths for file in list_tables(path, "list_part") for row in read_effects(file)),
    )
    wrong = list(holding_problems(library.entries, library.groups, library.holdings, library.defence_sales))
    if wrong:
        raise LibraryError(wrong)
    leading_nowhere = list(missing_references(library))
    if leading_nowhere:
        raise MeasureError(leading_nowhere)
    return library


def _control_list(packages: Iterable[Package], schemes: Iterable[str]) -> str:
    """Return the list of goods to which the control codes of a line belong: that of the packages, which name one."""
    named = {package.control_list: package for package in packages if package.control_list}
    if len(named) > 1:
        what = message(
            "lawdata.control_lists",
            "the packages have different control lists: {lists}.",
            lists=joined(sorted(named), "comma"),
        )
        remedy = message(
            "lawdata.one_control_list", "The control codes of a line belong to one list. Load the packages one by one."
        )
        raise LibraryError(Problem(what=what, remedy=remedy))
    for name, package in named.items():
        if name not in schemes:
            what = message(
                "lawdata.no_control_list",
                "'control_list' '{name}' has no table with the columns 'code' and 'name_en'.",
                name=name,
            )
            remedy = message(
                "lawdata.control_list_file",
                "Expected {file}, or another name.",
                file=f"lists/{name.replace('/', '-', 1)}.csv",
            )
            raise LibraryError(Problem(where=str(package.folder / "package.yaml"), what=what, remedy=remedy))
    return next(iter(named), HOME_SCHEME)


def missing_references(library: Library) -> Iterator[Problem]:
    """Find terms and measures that conditions name, and clauses that exceptions name, and that do not exist."""
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            for term in sorted(terms_of(condition)):
                if term not in library.terms:
                    yield _no_such(where, message("lawdata.a_term", "term"), term, library.terms)
            for part in walk(condition):
                if (
                    isinstance(part, Reaches)
                    and part.term in library.terms
                    and (part.of is None) is bool(library.terms[part.term].is_of_parties)
                ):
                    what = message(
                        "lawdata.term_said_of",
                        "term '{term}' is said of {of}.",
                        term=part.term,
                        of=message("lawdata.parties", "parties")
                        if part.of is None
                        else message("lawdata.the_line", "the line"),
                    )
                    remedy = message(
                        "lawdata.write_term",
                        "Write {{end_user: {{listed: LIST, as: TERM}}}} if it has 'of_party', else {{term: TERM}}.",
                    )
                    yield Problem(where=where, code="M107", what=what, remedy=remedy)
            for other in sorted(measures_of(condition)):
                if other not in library.measures:
                    yield _no_such(where, message("lawdata.a_measure", "measure"), other, library.measures)
        for clause in measure.clauses:
            for target in clause.excepts:
                if target not in library.clauses:
                    place = f"{measure.file}:{clause.line}"
                    yield _no_such(place, message("lawdata.a_clause", "clause"), target, library.clauses)


def _no_such(where: str, kind: str, name: str, known: Iterable[str]) -> Problem:
    return Problem(
        where=where,
        code="M118",
        what=message("lawdata.no_such", "no {kind} '{name}'.", kind=kind, name=name),
        remedy=did_you_mean(name, known),
    )


def _read_acts_and_parties(
    paths: Iterable[Path], table: FactTable
) -> tuple[dict[MeasureId, Measure], tuple[ListedParty, ...]]:
    """Read the measures and the tables of parties; what is wrong with both is told at once."""
    entries: list[ListedParty] = []
    problems: list[Problem] = []
    for path in paths:
        for file in entry_tables(path):
            try:
                entries += read_entries(file)
            except LibraryError as fault:
                problems += fault.problems
    try:
        measures = _read_measures(paths, table)
    except MeasureError as fault:
        raise MeasureError([*fault.problems, *problems]) from None
    if problems:
        raise LibraryError(problems)
    return measures, tuple(entries)


def _read_measures(paths: Iterable[Path], table: FactTable) -> dict[MeasureId, Measure]:
    from sekisho.law.loading.measure_reader import read_measure

    measures: dict[MeasureId, Measure] = {}
    problems: list[Problem] = []
    twice: list[Problem] = []
    for path in paths:
        for file in measure_files(path):
            measure, faults = read_measure(package_text(file, path), name=name_in_package(file, path), facts=table)
            problems += faults
            if measure is None:
                continue
            if measure.id in measures:
                what = message("lawdata.measure_twice", "measure id '{id}' is defined twice.", id=measure.id)
                twice.append(
                    Problem(
                        where=str(file),
                        code="M112",
                        what=what,
                        remedy=message("lawdata.load_one", "Load one of the two packages."),
                    )
                )
            measures[measure.id] = measure
    if problems:
        raise MeasureError(problems)
    if twice:
        raise LibraryError(twice)
    return dict(sorted(measures.items()))


def _schemes(paths: Iterable[Path], lists: Iterable[UserList] = ()) -> dict[str, dict[str, str]]:
    """Read code schemes: code to name; a scheme is named by its file (`cn-dual-use` is cn/dual-use).

    A table of codes without names, such as one of further words for them, is no scheme.
    """
    schemes: dict[str, dict[str, str]] = {}
    for path in paths:
        for file in list_tables(path, "code", "alpha2"):
            name = "iso/3166" if file.stem == "territories" else file.stem.replace("-", "/", 1)
            with file.open(encoding="utf-8-sig", newline="") as text:
                rows = cell_rows(text)
                header = next(rows, [])
                if "name_en" not in header:
                    continue
                if any(each.scheme == name for each in lists):
                    table = [dict(zip(header, row, strict=False)) for row in rows if row]
                    schemes[name] = scheme_names(overlaid(name, table, lists))
                    continue
                named = header.index("name_en")
                schemes[name] = {row[0]: row[named] if named < len(row) else "" for row in rows if row}
    return schemes


def _named_unknowns(measures: Iterable[Measure]) -> dict[FactName, Fact]:
    found: dict[FactName, Fact] = {}
    for measure in measures:
        for spans in (measure.status, *(clause.status for clause in measure.clauses)):
            for span in spans:
                if span.named:
                    found[span.named] = Fact(
                        name=span.named,
                        kind="choice",
                        choices=tuple(value for value, _ in span.values),
                        question=span.question,
                        of="law",
                        help=span.because,
                    )
    return found
