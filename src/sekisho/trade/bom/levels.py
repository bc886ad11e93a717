"""The levels of a bill of materials: what has no parts first, then what is made of those, up to the products.

A quantity of a part is worked out from those of its parts, which lie on lower levels: one step a level for all parts of
the level together, without recursion. Alternatives are choices of which one is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Level:
    """The lines whose parents are on one level.

    Parameters
    ----------
    plain
        Lines that belong to no group, those of one parent together; shape (plain lines,).
    starts, parents
        Where in `plain` the lines of each parent begin, and the parent; shape (parents with plain lines,).
    grouped
        Lines that belong to a choice, those of one choice and of one group together; shape (grouped lines,).
    choices
        Where in `grouped` each choice begins; shape (choices,).
    groups, group_parents
        Where in `choices` each group begins, and the parent of each; shape (groups,).
    """

    plain: Places
    starts: Places
    parents: Ints
    grouped: Places
    choices: Places
    groups: Places
    group_parents: Ints

    @property
    def lines(self) -> Places:
        """All lines of the level: those of no group, then the others."""
        return np.concatenate([self.plain, self.grouped])

    @property
    def every_parent(self) -> Ints:
        """The parents of the level, each once."""
        return np.unique(np.concatenate([self.parents, self.group_parents]))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Structure:
    """The levels of a bill.

    Parameters
    ----------
    level
        Level of each part, 0 if it has no lines; shape (parts,). Parts of a cycle have none, -1.
    levels
        Lines by the level of their parents, the lowest first.
    """

    level: Ints
    levels: tuple[Level, ...]

    @property
    def depth(self) -> int:
        """Levels below the highest product."""
        return int(self.level.max(initial=0))

    def looped(self) -> Places:
        """List the parts that are in a cycle, or above one."""
        return np.flatnonzero(self.level < 0)


def structure_of(parts: int, parent: Ints, part: Ints, group: Ints, choice: Ints) -> Structure:
    """Put parts on levels, and order lines by them.

    Parameters
    ----------
    parts
        Number of parts.
    parent, part, group, choice
        Of each line; group and choice are -1 if it has none; each of shape (lines,).
    """
    level = _levels(parts, parent, part)
    of_line = level[parent]
    order = np.lexsort((choice, group, parent, of_line))
    order = order[of_line[order] > 0]
    bounds = np.searchsorted(of_line[order], np.arange(1, int(level.max(initial=0)) + 2))
    found = [_level(order[first:end], parent, group, choice) for first, end in pairwise(bounds.tolist())]
    return Structure(level=level, levels=tuple(found))


def _levels(parts: int, parent: Ints, part: Ints) -> Ints:
    """Return the level of each part: one more than the highest of its parts; -1 if it needs itself."""
    waits = np.bincount(parent, minlength=parts)
    level = np.where(waits == 0, 0, -1).astype(np.int32)
    order = np.argsort(part, kind="stable")
    first = np.searchsorted(part[order], np.arange(parts + 1))
    ready, number = np.flatnonzero(waits == 0), 0
    while len(ready):
        number += 1
        lines = order[_runs(first[ready], first[ready + 1])]
        done = np.bincount(parent[lines], minlength=parts) if len(lines) else np.zeros(parts, dtype=np.intp)
        waits = waits - done
        ready = np.flatnonzero((waits == 0) & (done > 0))
        level[ready] = number
    return level


def _runs(first: Places, end: Places) -> Places:
    """Return all numbers from each first up to before each end, one run after the other."""
    lengths: Places = end - first
    if not lengths.sum():
        return np.zeros(0, dtype=np.intp)
    before = np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.asarray(np.repeat(first, lengths) + np.arange(lengths.sum()) - before, dtype=np.intp)


def _level(lines: Places, parent: Ints, group: Ints, choice: Ints) -> Level:
    grouped = lines[group[lines] >= 0]
    plain = lines[group[lines] < 0]
    starts = _first_of_each(parent[plain])
    in_groups = grouped[np.lexsort((choice[grouped], group[grouped]))]
    choices = _first_of_each(group[in_groups], choice[in_groups])
    groups = _first_of_each(group[in_groups][choices])
    return Level(
        plain=plain,
        starts=starts,
        parents=parent[plain][starts],
        grouped=in_groups,
        choices=choices,
        groups=groups,
        group_parents=parent[in_groups][choices][groups],
    )


def _first_of_each(*keys: NDArray[np.int32]) -> Places:
    """Return where each run of equal keys begins."""
    count = len(keys[0])
    if not count:
        return np.zeros(0, dtype=np.intp)
    new = np.zeros(count, dtype=bool)
    new[0] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def add_up(level: Level, values: Floats, into: Floats, choose: np.ufunc) -> None:
    """Add up amounts of the lines of a level by parent, in place; of a group, what one choice gives.

    Parameters
    ----------
    values
        Amount of each of `level.lines`; shape (lines of the level,).
    into
        Where the sums go; shape (parts,).
    choose
        Of the choices of a group, which one counts: `np.minimum` or `np.maximum`.
    """
    count = len(level.plain)
    if count:
        into[level.parents] += np.add.reduceat(values[:count], level.starts)
    if len(level.grouped):
        of_choice = np.add.reduceat(values[count:], level.choices)
        np.add.at(into, level.group_parents, choose.reduceat(of_choice, level.groups))


def gravest(level: Level, values: NDArray[np.uint8], into: NDArray[np.uint8]) -> None:
    """Take the greatest of the lines of a level by parent, in place; of a group, the choice that has the least.

    Parameters
    ----------
    values
        Of each of `level.lines`; shape (lines of the level,).
    into
        Where the greatest go; shape (parts,).
    """
    count = len(level.plain)
    if count:
        np.maximum.at(into, level.parents, np.maximum.reduceat(values[:count], level.starts))
    if len(level.grouped):
        of_choice = np.maximum.reduceat(values[count:], level.choices)
        np.maximum.at(into, level.group_parents, np.minimum.reduceat(of_choice, level.groups))
