"""All measures, lists and schemes of the data packages that are loaded, as one library."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path

from sekisho.errors import LibraryError, MeasureError, Problem, did_you_mean
from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.law.dates.calendar import LawOnDay, change_days, day_after, law_on, span_of
from sekisho.law.loading.data_package import (
    Package,
    entry_tables,
    hash_of_packages,
    installed_folders,
    list_tables,
    measure_files,
    name_in_package,
    package_text,
    read_package,
)
from sekisho.law.loading.measure_reader import read_measure
from sekisho.law.loading.party_terms import said_of_parties
from sekisho.law.loading.user_lists import OwnList, UserList, overlaid, own_lists, scheme_names, user_lists
from sekisho.law.model.condition import (
    TRUE,
    Condition,
    FactName,
    MeasureId,
    Reaches,
    TermId,
    measures_of,
    terms_of,
    walk,
)
from sekisho.law.model.effects import ListingEffect, read_effects
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable, built_in_facts
from sekisho.law.model.holdings import (
    DefenceSales,
    Group,
    Holding,
    holding_problems,
    read_defence_sales,
    read_groups,
    read_holdings,
)
from sekisho.law.model.listed_party import ListedParty, read_entries
from sekisho.law.model.match_policy import Identity
from sekisho.law.model.measure import Clause, ClauseId, Measure
from sekisho.law.model.namesakes import NAMESAKES, Namesake, read_namesakes
from sekisho.law.model.office_practice import OfficePractice, read_office_practice
from sekisho.law.model.state_assumption import Assumption, read_assumptions
from sekisho.law.model.term import Reading, Term


@dataclass(frozen=True, kw_only=True, eq=False)
class Library:
    """Everything that is known of the law, at one state of knowledge.

    Parameters
    ----------
    hash
        SHA-256 over the data files of all packages and the user's lists in use, 64 hexadecimal digits.
    user_lists
        Lists that the user added and that are laid over those of the packages.
    own_lists
        Party lists of the user's own that names are compared with beside `entries`; no law, and no part of the hash.
        Whoever compares names reads them (see `parties.identification.held_lists`).
    identity
        How names of parties are compared with the lists; the user's, and no part of the hash.
    """

    measures: Mapping[MeasureId, Measure]
    entries: tuple[ListedParty, ...]
    facts: FactTable
    packages: tuple[Package, ...]
    hash: str
    code_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    user_lists: tuple[UserList, ...] = ()
    own_lists: tuple[OwnList, ...] = ()
    groups: tuple[Group, ...] = ()
    holdings: tuple[Holding, ...] = ()
    defence_sales: tuple[DefenceSales, ...] = ()
    effects: tuple[ListingEffect, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    identity: Identity = field(default_factory=Identity)
    assumptions: tuple[Assumption, ...] = ()
    practice: tuple[OfficePractice, ...] = ()
    _days: dict[date | None, LawOnDay] = field(default_factory=dict, repr=False, compare=False)

    def __repr__(self) -> str:
        """Show in one line which state of knowledge it is."""
        held = f"{len(self.measures)} measures, {len(self.entries)} listed parties"
        return f"<Library {self.version} ({self.hash[:7]}): {held}, sources read to {self.horizon}>"

    def _repr_html_(self) -> str:
        """Show the measures as a table in a notebook."""
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(measure.title.get('en', ''))}</td></tr>"
            for name, measure in self.measures.items()
        )
        return f"<p>{escape(repr(self)[1:-1])}</p><table><tr><th>measure</th><th>title</th></tr>{rows}</table>"

    def __getitem__(self, measure: str) -> Measure:
        """Return a measure by id, or raise LibraryError with the nearest id."""
        try:
            return self.measures[MeasureId(measure)]
        except KeyError:
            hint = did_you_mean(measure, self.measures)
            raise LibraryError(
                Problem(what=f"no measure '{measure}'.", do=f"{hint} `sekisho measures` lists all.".strip())
            ) from None

    @cached_property
    def terms(self) -> Mapping[TermId, Term]:
        """All terms by id; ids are unique in the library."""
        return {term.id: term for measure in self.measures.values() for term in measure.terms}

    @cached_property
    def clauses(self) -> Mapping[ClauseId, tuple[Measure, Clause]]:
        """All clauses by full id, with their measures."""
        return {clause.id: (measure, clause) for measure in self.measures.values() for clause in measure.clauses}

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which the law changes, in order."""
        ends = {day_after(one.until) for one in self.assumptions}
        return tuple(sorted({*change_days(self.measures.values(), self.entries, self.holdings), *ends}))

    def law_on(self, day: date) -> LawOnDay:
        """Return the law of a day; days between two changes share one answer."""
        first, _ = span_of(self.change_days, day)
        if first not in self._days:
            self._days[first] = law_on(self, first or day)
        return self._days[first]

    @property
    def version(self) -> str:
        """Versions of all packages, as shown beside every answer."""
        return ", ".join(package.version for package in self.packages)

    @property
    def horizon(self) -> date:
        """Last day on which sources were read: the earliest horizon of the packages."""
        return min(package.horizon for package in self.packages)


def load_measures(
    folders: Iterable[Path | str] | None = None, *, cache: Path | None = None, overlay: Path | None = None
) -> Library:
    """Load the library from folders, or from all installed data packages.

    Parameters
    ----------
    cache
        Folder in which a library that was read is kept for the next process; none is kept if left out.
    overlay
        Folder of the user's own lists (see `law.loading.user_lists`), those of parties among them; None takes the
        lists as they are built in.

    Raises
    ------
    MeasureError
        If a measure file is wrong, with all problems of all files.
    LibraryError
        If packages contradict each other, or a user's list was changed since it was added.
    """
    paths = tuple(Path(folder) for folder in folders) if folders is not None else installed_folders()
    lists, own = user_lists(overlay), own_lists(overlay)
    if cache is None:
        return _load(paths, lists, own)
    known = hash_of_packages(paths, lists)
    file = cache_file(cache, known, paths)
    kept = read_cache(file)
    if isinstance(kept, dict) and kept.get("hash") == known:
        return Library(**{**kept, "own_lists": own})
    library = _load(paths, lists, own)
    if library.hash == known:
        stated = (one.name for one in fields(Library) if not one.name.startswith("_") and one.name != "own_lists")
        write_cache(file, {name: getattr(library, name) for name in stated})
    return library


def _load(paths: tuple[Path, ...], lists: tuple[UserList, ...], own: tuple[OwnList, ...]) -> Library:
    packages = tuple(read_package(path) for path in paths)
    schemes = _schemes(paths, lists)
    table = FactTable(
        {fact.name: fact for fact in built_in_facts()},
        {scheme: frozenset(codes) for scheme, codes in schemes.items()},
    )
    measures = _read_measures(paths, table)
    unknowns = _named_unknowns(measures.values())
    assumptions = tuple(one for path in paths for one in read_assumptions(path, unknowns))
    unknowns |= {one.id: one.fact() for one in assumptions}
    taken = [name for name in unknowns if name in table.facts]
    if taken:
        raise LibraryError(
            Problem(what=f"the named unknown '{name}' has the name of a fact.", do="Name it otherwise.")
            for name in taken
        )
    terms = {term.id: term for measure in measures.values() for term in measure.terms}
    library = Library(
        measures={name: said_of_parties(measure, terms, table) for name, measure in measures.items()},
        entries=tuple(entry for path in paths for file in entry_tables(path) for entry in read_entries(file)),
        facts=FactTable(
            {**table.facts, **unknowns},
            table.schemes,
            tuple(trigger for measure in measures.values() for trigger in measure.triggers),
        ),
        assumptions=assumptions,
        practice=tuple(
            row for path in paths for file in list_tables(path, "practice") for row in read_office_practice(file)
        ),
        packages=packages,
        hash=hash_of_packages(paths, lists),
        code_names=schemes,
        user_lists=lists,
        own_lists=own,
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


def missing_references(library: Library) -> Iterator[Problem]:
    """Find terms and measures that conditions name, and clauses that exceptions name, and that do not exist."""
    for measure in library.measures.values():
        for where, condition in conditions_of(measure):
            for term in sorted(terms_of(condition)):
                if term not in library.terms:
                    yield _unknown(where, "term", term, library.terms)
            for part in walk(condition):
                if (
                    isinstance(part, Reaches)
                    and part.term in library.terms
                    and (part.of is None) is bool(library.terms[part.term].is_of_parties)
                ):
                    what = f"term '{part.term}' is said of {'parties' if part.of is None else 'the line'}."
                    do = "Write {end_user: {listed: LIST, as: TERM}} if it has 'of_party', else {term: TERM}."
                    yield Problem(where=where, code="M107", what=what, do=do)
            for other in sorted(measures_of(condition)):
                if other not in library.measures:
                    yield _unknown(where, "measure", other, library.measures)
        for clause in measure.clauses:
            for target in clause.excepts:
                if target not in library.clauses:
                    yield _unknown(f"{measure.file}:{clause.line}", "clause", target, library.clauses)


def conditions_of(measure: Measure) -> Iterator[tuple[str, Condition]]:
    """Go through the conditions of a measure, with their places; a defined term has one."""
    yield f"{measure.file}: subject", measure.subject
    for clause in measure.clauses:
        yield f"{measure.file}:{clause.line}: clause {clause.id.partition('#')[2]}", clause.when
        if clause.subject is not None:
            yield f"{measure.file}:{clause.line}: subject of clause {clause.id.partition('#')[2]}", clause.subject
        if clause.within != TRUE:
            yield f"{measure.file}:{clause.line}: clause {clause.id.partition('#')[2]}, within", clause.within
    for term in measure.terms:
        for condition in dict.fromkeys(term.reach(reading).when for reading in Reading):
            yield f"{measure.file}: term {term.id}", condition
    for share in measure.shares:
        yield f"{measure.file}: share {share.fact}", share.content


def _unknown(where: str, kind: str, name: str, known: Iterable[str]) -> Problem:
    return Problem(where=where, code="M118", what=f"no {kind} '{name}'.", do=did_you_mean(name, known))


def _read_measures(paths: Iterable[Path], table: FactTable) -> dict[MeasureId, Measure]:
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
                what = f"measure id '{measure.id}' is defined twice."
                twice.append(Problem(where=str(file), code="M112", what=what, do="Load one of the two packages."))
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
                rows = csv.reader(text)
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
