"""Firms that bear a name like that of a listed party, told from it by their full name or their number.

A name is that of a namesake if it has the same words and the same legal form, and no name of the listed party has both.
A name without its form tells nobody apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sekisho.law.model.namesakes import Namesake
from sekisho.parties.answer import Hit
from sekisho.parties.folding import fold
from sekisho.parties.form_verdict import APART
from sekisho.parties.identifier import identifier_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.reason import Reason


@dataclass(slots=True)
class Namesakes:
    """Namesakes of listed parties, findable by name and by number.

    Parameters
    ----------
    by_name
        By folded name the rows that bear it, by their place, with the name (see `folded_names`).
    listed
        All names of each entry: a name that an entry bears too is none of a namesake.
    """

    rows: Sequence[Namesake]
    by_name: Mapping[str, Sequence[tuple[int, str]]]
    listed: Mapping[str, tuple[str, ...]]
    _by_number: dict[tuple[str, str], list[Namesake]] = field(default_factory=dict)
    _of_towns: dict[str, Namesake] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the numbers of the rows, and what stands behind the town in names of which the town may be any."""
        has_parts = is_installed()  # else names are found that are equal, and a town before one makes it another
        for row in self.rows:
            if row.any_town and has_parts:
                self._of_towns |= {fold(rest): row for name in row.names for rest in _behind_town(name)}
            for text in row.identifiers:
                number = identifier_of(text)
                if number is not None:
                    self._by_number.setdefault((number.kind, number.value), []).append(row)

    def of(self, names: Iterable[str], identifiers: Iterable[str] = ()) -> dict[str, Namesake]:
        """Return, by entry, the namesake that names or numbers tell; one entry has one at most."""
        return {row.entry: row for row in self._told(tuple(names), identifiers)}

    def like(self, names: Iterable[str]) -> dict[str, Namesake]:
        """Return, by entry, the namesake that has the words of a name, where no name of the entry has its form too."""
        return {
            row.entry: row
            for name in names
            for row, _ in self._bearing(name)
            if not any(_is_same(name, other) for other in self.listed.get(row.entry, ()))
        }

    def of_towns(self, names: Iterable[str]) -> dict[str, Namesake]:
        """Return, by entry, the namesake that bears the name of its town before that of the entry: 大阪スバル."""
        if not self._of_towns:
            return {}
        rests = ((name, self._of_towns.get(fold(rest))) for name in names for rest in _behind_town(name))
        return {row.entry: replace(row, names=(name,)) for name, row in rests if row is not None}

    def _bearing(self, name: str) -> Iterator[tuple[Namesake, str]]:
        """Go through the rows that bear a name, each with the name as it is written there."""
        return ((self.rows[number], own) for number, own in self.by_name.get(fold(name), ()))

    def _told(self, names: tuple[str, ...], identifiers: Iterable[str]) -> Iterator[Namesake]:
        for name in names:
            for row, own in self._bearing(name):
                if _is_same(name, own) and not any(_is_same(name, other) for other in self.listed.get(row.entry, ())):
                    yield row
        for text in (*identifiers, *names):
            number = identifier_of(text) if any(map(str.isdigit, text)) else None
            if number is not None:
                yield from self._by_number.get((number.kind, number.value), ())


def folded_names(rows: Iterable[Namesake]) -> dict[str, list[tuple[int, str]]]:
    """Return, by folded name, the rows that bear it, by their place, with the name as it is written."""
    by_name: dict[str, list[tuple[int, str]]] = {}
    for number, row in enumerate(rows):
        for name in row.names:
            by_name.setdefault(fold(name), []).append((number, name))
    return by_name


def told_apart(hits: Iterable[Hit], others: Mapping[str, Namesake], likely: Mapping[str, Namesake]) -> Iterator[Hit]:
    """Take entries that a namesake is not out of their zone; they stay in sight with the namesake's name.

    Parameters
    ----------
    others
        The namesakes that the party is, by entry (see `Namesakes.of`).
    likely
        Those whose name it may be as well as that of the entry, which is put to review (see `Namesakes.like`).
    """
    for hit in hits:
        other, either = others.get(hit.entry.id), likely.get(hit.entry.id)
        if any(reason.kind == "identifier" for reason in hit.reasons):
            yield hit
        elif other is not None:
            reason = Reason(kind="namesake", asked=other.names[0])
            yield replace(hit, zone="none", relation="namesake", reasons=(*hit.reasons, reason))
        elif either is not None and hit.zone == "match":
            reason = Reason(kind="namesake", asked=either.names[0])
            yield replace(hit, zone="review", score=APART, reasons=(*hit.reasons, reason))
        else:
            yield hit


def _is_same(name: str, other: str) -> bool:
    """Tell whether two names have the same words and the same form."""
    from sekisho.parties.names.form_comparison import compare_forms
    from sekisho.parties.names.legal_forms import read_form

    one, two = read_form(name).forms, read_form(other).forms
    return bool(one and two) and fold(name) == fold(other) and compare_forms(one, two) == "same"


def _behind_town(name: str) -> Iterator[str]:
    from sekisho.parties.cell.place_beside import after_place  # a line without a name reads no table of names

    return after_place(name)
