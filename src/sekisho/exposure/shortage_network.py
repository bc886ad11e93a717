"""What feels a shortage: the parts of a bill that hang on scarce materials, and all above them, to be run by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sekisho.trade.bom.bill import Bill, Floats, Ints

Places = NDArray[np.intp]
YEAR: Final = 365.0
OTHER_SOURCES: Final = frozenset({"dual", "multiple"})
"""Ways of sourcing with which another source delivers by itself, once its lead time is over."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Uses:
    """Where scarce materials come into a bill; arrays of shape (uses,).

    Parameters
    ----------
    line
        Lines whose part is, or needs, the material on its way in; -1 where `part` is sold as it comes.
    part
        The part of the line, or the one that is sold as it comes.
    material
        Place of the material among those of the scenario.
    """

    line: Ints
    part: Ints
    material: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class StockChanges:
    """What a firm changes before a shortage: by part, days of stock that are added, and the day of another source.

    Parameters
    ----------
    other_from
        Day from which another source delivers, or from which the product does without the part.
    """

    stock_days: Mapping[int, float] = field(default_factory=dict)
    other_from: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rung:
    """Atoms that need only atoms of lower rungs.

    Parameters
    ----------
    atoms
        All of the rung.
    child, starts, atom
        Atoms that are needed, those of one atom together; where those of each begin; that atom.
    choice_child, choice_starts, group_starts, group_atom
        Alternatives: the atoms of each choice together, the choices of each group together, and whose groups they are.
    """

    atoms: Places
    child: Places
    starts: Places
    atom: Places
    choice_child: Places
    choice_starts: Places
    group_starts: Places
    group_atom: Places


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """The part of a bill that hangs on scarce materials.

    An atom is a place where the pace of supply changes: where materials come in, where stock lies, where there is a
    choice. All else is as scarce as the scarcest of some atoms, so only these are run, and equal sets of them once.

    Parameters
    ----------
    use_atom, use_starts, use_material
        Atoms where materials come in, where the materials of each begin, and the materials.
    rungs
        Atoms by what they need, the lowest first.
    stock
        Days of use in stock; shape (atoms,).
    other_from
        Day from which another source delivers; infinite if none does; shape (atoms,).
    sets
        Distinct sets of atoms, the largest first: for each size, the atom in that place of each set that is as large.
    products, set_of
        What is sold and hangs on any material, places among the parts; and the set of each; shape (products,).
    revenue
        Revenue of each of these a day, in the currency of the bill; shape (products,).
    sources, source_atom
        Parts through which materials come in, and the atom of each; shape (sources,).
    """

    use_atom: Places
    use_starts: Places
    use_material: Places
    rungs: tuple[Rung, ...]
    stock: Floats
    other_from: Floats
    sets: tuple[Places, ...]
    products: Ints
    set_of: Places
    revenue: Floats
    sources: Ints
    source_atom: Places

    def __len__(self) -> int:
        """Count the atoms."""
        return len(self.stock)


Set = frozenset[int]
"""Atoms of which the scarcest counts."""
NOTHING: Final[Set] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Atom:
    """An atom: what it needs, the choices it has, its stock, and when another source delivers."""

    materials: tuple[int, ...] = ()
    needs: Set = NOTHING
    groups: tuple[tuple[Set, ...], ...] = ()
    stock: float = 0.0
    other_from: float = np.inf


@dataclass(slots=True)
class _Builder:
    """Numbers atoms as they are found, each once, and follows sets of them up through the bill."""

    bill: Bill
    stock: Floats
    other_from: Floats
    atoms: list[_Atom] = field(default_factory=list)
    number: dict[_Atom, int] = field(default_factory=dict)
    rung: list[int] = field(default_factory=list)
    made: dict[int, Set] = field(default_factory=dict)

    def comes_in(self, part: int, materials: tuple[int, ...]) -> Set:
        """Return the atom of a part that comes in and needs materials on the way."""
        stock, other = self._held(part)
        return self._one(_Atom(materials=materials, stock=stock, other_from=other))

    def is_made(self, part: int, needs: Set, groups: tuple[tuple[Set, ...], ...]) -> None:
        """Keep what a part that is made of others hangs on."""
        needs, (stock, other) = self.scarcest(needs), self._held(part)
        if groups or stock > 0 or other < np.inf:
            self.made[part] = self._one(_Atom(needs=needs, groups=groups, stock=stock, other_from=other))
        else:
            self.made[part] = needs

    def scarcest(self, needs: Set) -> Set:
        """Leave out of a set what is never the scarcest of it.

        That is what is fed by others of the set alone, and of two that are fed by the same the one with more stock that
        gets another source no later.
        """
        if len(needs) <= 1:
            return needs
        left = {one for one in needs if not self._is_fed_by(one, needs)}
        alike: dict[object, list[int]] = {}
        for one in left:
            atom = self.atoms[one]
            alike.setdefault((atom.materials, atom.needs, atom.groups), []).append(one)
        for several in alike.values():
            if len(several) > 1:
                left -= {one for one in several if any(self._is_scarcer(other, one) for other in several)}
        return frozenset(left)

    def _is_fed_by(self, one: int, needs: Set) -> bool:
        atom = self.atoms[one]
        return bool(atom.needs) and not atom.materials and not atom.groups and atom.needs <= needs

    def _is_scarcer(self, other: int, one: int) -> bool:
        """Tell whether an atom is at least as scarce as one fed by the same; of equal ones the first counts."""
        first, second = self.atoms[other], self.atoms[one]
        worse = first.stock <= second.stock and first.other_from >= second.other_from
        return worse and ((first.stock, first.other_from) != (second.stock, second.other_from) or other < one)

    def _held(self, part: int) -> tuple[float, float]:
        return float(self.stock[part]), float(self.other_from[part])

    def _one(self, atom: _Atom) -> Set:
        if atom not in self.number:
            self.number[atom] = len(self.atoms)
            self.atoms.append(atom)
            below = [*atom.needs, *(one for group in atom.groups for choice in group for one in choice)]
            self.rung.append(1 + max((self.rung[one] for one in below), default=-1))
        return frozenset({self.number[atom]})


def network_of(bill: Bill, uses: Uses, changes: StockChanges | None = None) -> Network:
    """Build the network of a bill."""
    stock, other = _stock(bill, changes or StockChanges())
    builder = _Builder(bill, stock, other)
    incoming = {
        line: (int(bill.lines.part[line]), builder.comes_in(int(bill.lines.part[line]), _materials(uses, rows)))
        for line, rows in _rows_by(uses.line).items()
        if line >= 0
    }
    sold = {
        part: builder.comes_in(part, _materials(uses, rows))
        for part, rows in _rows_by(np.where(uses.line < 0, uses.part, -1)).items()
        if part >= 0
    }
    for level in bill.structure.levels:
        _level(bill, level.lines, builder, {line: atom for line, (_, atom) in incoming.items()})
    sets: dict[Set, int] = {}
    products = [part for part in bill.products.tolist() if part in builder.made or part in sold]
    of_product = [builder.made.get(part, sold.get(part, NOTHING)) for part in products]
    for one in sorted(set(of_product), key=lambda one: (-len(one), sorted(one))):
        sets[one] = len(sets)
    coming = {part: next(iter(atom)) for part, atom in (*incoming.values(), *sold.items())}
    used = [(number, atom) for number, atom in enumerate(builder.atoms) if atom.materials]
    return Network(
        use_atom=np.array([number for number, _ in used], dtype=np.intp),
        use_starts=_starts([len(atom.materials) for _, atom in used]),
        use_material=_flat(atom.materials for _, atom in used),
        rungs=tuple(_rungs(builder)),
        stock=np.array([atom.stock for atom in builder.atoms]),
        other_from=np.array([atom.other_from for atom in builder.atoms]),
        sets=_by_size(list(sets)),
        products=np.array(products, dtype=np.int32),
        set_of=np.array([sets[one] for one in of_product], dtype=np.intp),
        revenue=np.nan_to_num(bill.parts.revenue[np.array(products, dtype=np.intp)]) / YEAR,
        sources=np.array(list(coming), dtype=np.int32),
        source_atom=np.array(list(coming.values()), dtype=np.intp),
    )


def _materials(uses: Uses, rows: Places) -> tuple[int, ...]:
    return tuple(sorted(set(uses.material[rows].tolist())))


def _rows_by(keys: Ints) -> dict[int, Places]:
    """Return the rows of each key."""
    order = np.argsort(keys, kind="stable")
    distinct, starts = np.unique(keys[order], return_index=True)
    return dict(zip(distinct.tolist(), np.split(order, starts[1:]), strict=True)) if len(keys) else {}


def _level(bill: Bill, every: Places, builder: _Builder, incoming: Mapping[int, Set]) -> None:
    """Find what the parents of some lines hang on."""
    lines = bill.lines
    plain: dict[int, Set] = {}
    groups: dict[int, dict[int, Set]] = {}
    of_parent: dict[int, list[int]] = {}
    parts, parents = lines.part[every].tolist(), lines.parent[every].tolist()
    group_of, choice_of = lines.group[every].tolist(), lines.choice[every].tolist()
    for at, line in enumerate(every.tolist()):
        needs = incoming.get(line, NOTHING) | builder.made.get(parts[at], NOTHING)
        group, parent = group_of[at], parents[at]
        if group >= 0:
            if group not in groups:
                of_parent.setdefault(parent, []).append(group)
            choices = groups.setdefault(group, {})
            choices[choice_of[at]] = choices.get(choice_of[at], NOTHING) | needs
        elif needs:
            plain[parent] = plain.get(parent, NOTHING) | needs
    for parent in dict.fromkeys((*plain, *of_parent)):
        # A choice that hangs on nothing is always there, and so is its group.
        bound = tuple(
            tuple(builder.scarcest(choice) for choice in groups[group].values())
            for group in of_parent.get(parent, ())
            if all(groups[group].values())
        )
        if bound or parent in plain:
            builder.is_made(parent, plain.get(parent, NOTHING), bound)


def _rungs(builder: _Builder) -> Iterable[Rung]:
    for height in range(max(builder.rung, default=-1) + 1):
        here = [number for number, rung in enumerate(builder.rung) if rung == height]
        needing = [number for number in here if builder.atoms[number].needs]
        groups = [(number, group) for number in here for group in builder.atoms[number].groups]
        choices = [choice for _, group in groups for choice in group]
        yield Rung(
            atoms=np.array(here, dtype=np.intp),
            child=_flat(sorted(builder.atoms[number].needs) for number in needing),
            starts=_starts([len(builder.atoms[number].needs) for number in needing]),
            atom=np.array(needing, dtype=np.intp),
            choice_child=_flat(sorted(choice) for choice in choices),
            choice_starts=_starts([len(choice) for choice in choices]),
            group_starts=_starts([len(group) for _, group in groups]),
            group_atom=np.array([number for number, _ in groups], dtype=np.intp),
        )


def _by_size(sets: Sequence[Set]) -> tuple[Places, ...]:
    """Return, for each place, the atom there of the sets that are as large; the largest sets come first."""
    ordered = [sorted(one) for one in sets]
    most = max(map(len, ordered), default=0)
    return tuple(np.array([one[at] for one in ordered if len(one) > at], dtype=np.intp) for at in range(most))


def _flat(lists: Iterable[Iterable[int]]) -> Places:
    return np.array([one for each in lists for one in each], dtype=np.intp)


def _starts(lengths: list[int]) -> Places:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.intp) if lengths else np.zeros(0, dtype=np.intp)


def _stock(bill: Bill, changes: StockChanges) -> tuple[Floats, Floats]:
    """Return the stock of each part, and the day from which another source delivers; shape (parts,)."""
    parts = bill.parts
    stock = np.nan_to_num(parts.stock_days)
    others = np.zeros(len(parts), dtype=bool)
    for way in OTHER_SOURCES:
        others |= parts.sourcing.are(way)
    other = np.where(others & ~np.isnan(parts.lead_days), parts.lead_days, np.inf)
    for part, days in changes.stock_days.items():
        stock[part] += days
    for part, day in changes.other_from.items():
        other[part] = min(other[part], day)
    return stock, other
