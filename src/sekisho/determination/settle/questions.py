"""Questions whose answer would settle open lines: what each is about, and which of them a line waits for.

One answer is about one fact of an item, of a party, or of the lines that share an end user and an item; about whether
a name is that of a listed party; or about the state of the law. It is the answer for every line that it is about and
that leaves the fact open.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from sekisho.determination.book.answers import LINE, NOBODY_SAYS, POINTS, SUBJECTS, About, is_open
from sekisho.determination.settle.completed_run import CompletedRun, OpenGroup
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import OWN_LISTS
from sekisho.parties.derived_facts import DEPARTURE, DESTINATION, END_USER, KIND, TERRITORY, body_of
from sekisho.parties.folding import name_key
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.trade.items.inference import triggered_facts

ITEM: Final = "item"
GROUP: Final = ("end_user", ITEM)
"""What lines share that one answer of theirs is about, unless the user says otherwise."""
GROUPS: Final = (*(name for name in SUBJECTS if name not in {"description", "hs_code", LINE, POINTS}), ITEM)
SAME: Final = FactName("same")
"""Stands for the fact that a name is that of a listed party."""
_ITEM: Final = ("description", "hs_code")
ROLES: Final = ("end_user", "importer", "intermediate_consignee", "exporter")
FOLLOWED: Final = (KIND, TERRITORY)
FOLLOWED_FROM: Final = (KIND, END_USER, DEPARTURE, DESTINATION)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Question:
    """One fact, and what it is asked about.

    Parameters
    ----------
    about
        What the lines share that it is about; for `SAME`, the name; nothing for the state of the law.
    entry
        The entry of a list that the name may be, for `SAME`.
    """

    fact: FactName
    about: About
    entry: str = ""

    @property
    def kind(self) -> str:
        """Say what it is about: law, name, line, item, party, or lines."""
        names = [name for name, _ in self.about]
        if self.entry:
            return "name"
        if not names:
            return "law"
        if names == [LINE]:
            return "line"
        if set(names) <= set(_ITEM):
            return "item"
        return "party" if len(names) == 1 else "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What open lines that are alike wait for.

    Parameters
    ----------
    needed
        Questions without which something stays missing.
    touched
        All questions whose answer may change what is missing; the needed ones among them.
    sure
        Answers to all needed questions, none of them left open, settle the lines for certain.
    """

    needed: frozenset[Question]
    touched: frozenset[Question]
    sure: bool


@dataclass(slots=True)
class Asking:
    """Finds what lines wait for.

    Parameters
    ----------
    group
        What lines share that one answer about a fact of theirs is about; some of `GROUPS`.
    lines
        All lines that are asked about.
    """

    run: CompletedRun
    group: tuple[str, ...]
    lines: Iterable[OpenGroup]
    parties: PartyIndex = field(init=False)
    _spelt: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the parties of the library; names that differ in writing alone are one, and so is the question."""
        self.parties = parties_of(self.run.library)
        for name in sorted({name for one in self.lines for role in ROLES if (name := one.facts.get(FactName(role)))}):
            self._spelt.setdefault(name_key(name), name)

    def waits(self, lines: OpenGroup) -> Waits:
        """Find what lines wait for."""
        needed: set[Question] = set()
        touched: set[Question] = set()
        sure = bool(lines.missing)
        for fact in lines.missing:
            found = set(self._of_fact(fact, lines))
            needed |= found
            sure &= bool(found) and all(question.kind not in {"law", "name"} for question in found)
        if not set(FOLLOWED).isdisjoint(lines.missing):
            names = set(self._same(lines, END_USER)) if self._may_be_a_body(lines) else set()
            needed |= names
            sure &= not names
            for fact in FOLLOWED_FROM:
                if self._open(fact, lines):
                    touched |= set(self._of_fact(fact, lines))
        if self._open(END_USER, lines) and self._open(TERRITORY, lines):
            sure = False  # a military body of no single state may be named
        return Waits(needed=frozenset(needed), touched=frozenset(needed | touched), sure=sure)

    def _of_fact(self, fact: FactName, lines: OpenGroup) -> Iterator[Question]:
        known = self.run.library.facts[fact]
        if known.of == "law":
            yield Question(fact=fact, about=())
        elif self._open(fact, lines):
            yield Question(fact=fact, about=self._about(fact, lines))
        elif fact in ROLES:
            yield from self._same(lines, fact)

    def _open(self, fact: FactName, lines: OpenGroup) -> bool:
        said = lines.facts.get(fact)
        if said is None and fact in self.run.columns.unknown:
            return True
        table = self.run.library.facts
        return is_open(table[fact], said, pointed=fact in triggered_facts(table.triggers))

    def _about(self, fact: FactName, lines: OpenGroup) -> About:
        if self.run.library.facts[fact].of == "item":
            return self._item(lines) or self._line(lines)
        role = next((name for name in ROLES if fact.startswith(f"{name}_")), "")
        if role and lines.says[role] not in {NOBODY_SAYS, "none"}:
            return ((role, lines.says[role]),)
        # Who stands behind lines is never the same for all that an exporter ships, or for a whole territory.
        return self._lines(lines, GROUP if self.run.library.facts[fact].of == "party" else self.group)

    def _item(self, lines: OpenGroup) -> About:
        """Name the item; where it has no description, by its HS code, among those that have none."""
        if lines.says["description"] != NOBODY_SAYS:
            return (("description", lines.says["description"]),)
        if lines.says["hs_code"] != NOBODY_SAYS:
            return tuple((name, lines.says[name]) for name in _ITEM)
        return ()

    def _line(self, lines: OpenGroup) -> About:
        return ((LINE, lines.says[LINE]),)

    def _lines(self, lines: OpenGroup, group: tuple[str, ...]) -> About:
        """Name what the lines share; where nobody is named who uses them, whoever imports them stands for him."""
        found: dict[str, str] = {}
        for name in group:
            if name == ITEM:
                item = self._item(lines)
                if not item:
                    return self._line(lines)
                found.update(item)
                continue
            found[name] = lines.says[name]
            if name == END_USER and lines.says[name] == NOBODY_SAYS:
                if lines.says["importer"] == NOBODY_SAYS:
                    return self._line(lines)
                found["importer"] = lines.says["importer"]
        return tuple((name, found[name]) for name in SUBJECTS if name in found)

    def _same(self, lines: OpenGroup, role: FactName) -> Iterator[Question]:
        name = lines.facts.get(role) or ""
        matches = (*self.parties.matches(name), *(self.parties.military(name) if role == END_USER else ()))
        # No clause asks for a list of the user's own: who stands on one settles nothing.
        asked = (match.entry for match in matches if not match.certain and not match.entry.list.startswith(OWN_LISTS))
        for entry in dict.fromkeys(entry.id for entry in asked):
            yield Question(fact=SAME, about=(("name", self._spelt[name_key(name)]),), entry=entry)

    def _may_be_a_body(self, lines: OpenGroup) -> bool:
        name = lines.facts.get(END_USER)
        if name is None or self._open(END_USER, lines) or name == "none":
            return False
        body = body_of(name, self.parties)
        return body is not None and not body.certain


def group_of(names: Collection[str]) -> tuple[str, ...]:
    """Return what lines share, in one order."""
    return tuple(name for name in GROUPS if name in names)
