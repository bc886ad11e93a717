"""All measures, lists and schemes of the data packages that are loaded, as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from pathlib import Path

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.law.model.condition import MeasureId, TermId
from sekisho.law.model.effects import ListingEffect
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.holdings import DefenceSales, Group, Holding
from sekisho.law.model.home_law import HomeRule
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Identity
from sekisho.law.model.measure import Clause, ClauseId, Measure, is_numbered, number_of
from sekisho.law.model.namesakes import Namesake
from sekisho.law.model.office_practice import OfficePractice
from sekisho.law.model.state_assumption import Assumption
from sekisho.law.model.term import Term
from sekisho.law.model.user_list import OwnList, UserList
from sekisho.message import joined, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a data package says of itself in `package.yaml`."""

    name: str
    version: str
    horizon: date
    jurisdictions: tuple[str, ...]
    not_covered: tuple[str, ...]
    folder: Path
    control_list: str = ""
    """List of goods to which the control codes of a line belong, such as `cn/dual-use`; empty if it has none."""
    licence: str = ""
    """Licence of its data, by its short name, such as `Apache-2.0`; empty if it states none."""
    is_update: bool = False
    """It came as a law file, by `sekisho data update`, and stands in place of the one that comes with the program."""


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
        Whoever compares names reads them (see `parties.identification.parties_of`).
    own_parties
        Parties that tables of the user's own name, of who holds whom; their holdings stand among `holdings`.
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
    own_parties: tuple[Group, ...] = ()
    groups: tuple[Group, ...] = ()
    holdings: tuple[Holding, ...] = ()
    defence_sales: tuple[DefenceSales, ...] = ()
    effects: tuple[ListingEffect, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    identity: Identity = field(default_factory=Identity)
    assumptions: tuple[Assumption, ...] = ()
    practice: tuple[OfficePractice, ...] = ()
    home_law: tuple[HomeRule, ...] = ()

    def __repr__(self) -> str:
        """Show in one line which state of knowledge it is."""
        held = f"{len(self.measures)} measures, {len(self.entries)} listed parties"
        return f"<Library {self.version} ({self.hash[:7]}): {held}, sources read to {self.horizon}>"

    def _repr_html_(self) -> str:
        """Show the measures as a table in a notebook."""
        from html import escape  # only notebooks need it

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
                Problem(
                    what=message("lawdata.no_measure", "no measure '{name}'.", name=measure),
                    remedy=joined(
                        (hint, message("lawdata.measures_lists", "`sekisho measures` lists all.")), "sentence"
                    ),
                )
            ) from None

    @cached_property
    def terms(self) -> Mapping[TermId, Term]:
        """All terms by id; ids are unique in the library."""
        return {term.id: term for measure in self.measures.values() for term in measure.terms}

    @cached_property
    def clauses(self) -> Mapping[ClauseId, tuple[Measure, Clause]]:
        """All clauses by full id, with their measures."""
        return {clause.id: (measure, clause) for measure in self.measures.values() for clause in measure.clauses}

    @property
    def version(self) -> str:
        """Versions of all packages, as shown beside every answer."""
        return ", ".join(package.version for package in self.packages)

    @property
    def is_updated(self) -> bool:
        """Whether a law file was taken up in place of what comes with the program."""
        return any(package.is_update for package in self.packages)

    @property
    def horizon(self) -> date:
        """Last day on which sources were read: the earliest horizon of the packages."""
        return min(package.horizon for package in self.packages)


def measure_numbered(words: str, library: Library) -> Measure | None:
    """Return the measure of the number that words name; None if they name no number, or one that no measure bears.

    Raises
    ------
    LibraryError
        If several measures bear it, and no year tells them apart.
    """
    asked = number_of(words)
    found = [one for one in library.measures.values() if asked is not None and is_numbered(one, *asked)]
    if len(found) > 1:
        what = message("lawdata.several_numbered", "several measures bear the number '{name}'.", name=words)
        ids = joined([str(one.id) for one in found], "comma")
        raise LibraryError(
            Problem(what=what, remedy=message("lawdata.name_one_of", "Name one of them: {ids}.", ids=ids))
        )
    return found[0] if found else None
