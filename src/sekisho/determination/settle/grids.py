"""The two grids in which a person answers about a book: its customers, and its goods."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sekisho.determination.book.answers import (
    A_PARTY_POINTS,
    NOBODY_SAYS,
    NOTHING_POINTS,
    POINTS,
    About,
    Answer,
    BookAnswers,
    is_open,
)
from sekisho.determination.core.outcome import CLASSIFIED, UNCLASSIFIED
from sekisho.determination.settle.completed_run import OpenGroup
from sekisho.determination.settle.open_facts import OpenFacts, is_named
from sekisho.determination.settle.question_ranking import WaitingLines
from sekisho.law.model.condition import FactName
from sekisho.parties.derived_facts import body_of
from sekisho.parties.folding import name_key
from sekisho.parties.index import parties_of

CODES: Final = FactName("control_codes")
KIND: Final = FactName("end_user_kind")
TERRITORY: Final = FactName("end_user_territory")
GRID: Final = (KIND, TERRITORY, FactName("end_use"), FactName("end_use_sector"))
"""Facts of a customer that the grid asks, each in a column of its own."""
LOOK_ALIKE: Final = frozenset({"unlikely_listed", "not_listed"})
"""States of an item in which nothing on the list resembles it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOpinion:
    """What the classifier says of an item: its state, the codes it suggests, those it looks at, and what it asks.

    Parameters
    ----------
    asks
        Names of the parameters that decide: whoever shows them asks in the language of the reader.
    """

    state: str = ""
    suggested: str = ""
    candidates: str = ""
    asks: tuple[str, ...] = ()


def opinion_of(state: str, codes: str) -> ItemOpinion:
    """Return what results say of an item: its state, with the codes that are suggested or that it may fall under."""
    if state == UNCLASSIFIED:
        return ItemOpinion(state=state, candidates="; ".join(codes.split(";")))
    return ItemOpinion(state=state, suggested=codes if state == CLASSIFIED else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One row of the grid: a customer with the open lines that name it.

    Parameters
    ----------
    names
        All spellings of it in the book; the first is shown. NOBODY_SAYS stands for the lines that name nobody.
    roles
        The parties that it is in the lines: end_user, and importer where no end user is named.
    known
        What the lines, or the lists, already say of the facts of the grid.
    entries
        Entries of lists that the name may be.
    listed
        Entries of lists that it certainly is; such a one is not asked where it is from.
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    lines: int
    value: float
    known: Mapping[FactName, str]
    entries: tuple[str, ...]
    listed: tuple[str, ...]
    answered: tuple[FactName, ...] = ()
    """Facts that answers about it alone say, and that are unknown without these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """One row of the grid of goods: a distinct item whose control codes open lines wait for."""

    about: About
    lines: int
    value: float
    opinion: ItemOpinion

    @property
    def innocent(self) -> bool:
        """Whether nothing on the list resembles it, so that it is accepted with all others of its kind in one act."""
        return self.opinion.state in LOOK_ALIKE

    @property
    def suggestion(self) -> str:
        """The codes that are suggested for it; nothing where there are none, or where it is innocent."""
        return "" if self.innocent else self.opinion.suggested


def goods_of(waiting: WaitingLines, opinions: Mapping[About, ItemOpinion], open_facts: OpenFacts) -> list[Goods]:
    """Gather the items whose control codes open lines wait for: what may be listed first."""
    rows: dict[About, list[float]] = {}
    for group in waiting.lines.alike:
        about = item_of(group)
        if about and CODES in group.missing and open_facts.is_open(group, CODES):
            row = rows.setdefault(about, [0, 0.0])
            row[0] += group.count
            row[1] += group.value
    rated = [
        Goods(about=about, lines=int(lines), value=value, opinion=opinions.get(about, ItemOpinion()))
        for about, (lines, value) in rows.items()
    ]
    # What may be listed comes first, by its lines; what nothing resembles is folded away at the end.
    return sorted(rated, key=lambda item: (item.innocent, -item.lines, item.about))


def customers_of(waiting: WaitingLines) -> list[Customer]:
    """Gather the customers that open lines name, those of most lines first."""
    groups: dict[tuple[str, ...], list[OpenGroup]] = {}
    for group in waiting.lines.alike:
        role = _customer_role(group)
        if role:
            name = group.says[role]
            groups.setdefault(name_key(name) if is_named(name) else (name,), []).append(group)
    customers = [_customer(lines, waiting) for lines in groups.values()]
    return sorted(customers, key=lambda customer: (-customer.lines, customer.names))


def _customer(lines: Sequence[OpenGroup], waiting: WaitingLines) -> Customer:
    library = waiting.run.library
    parties = parties_of(library)
    roles = tuple(sorted({_customer_role(group) for group in lines}))
    counts: dict[str, int] = {}
    for group in lines:
        name = group.says[_customer_role(group)]
        counts[name] = counts.get(name, 0) + group.count
    names = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    matches = parties.matches(names[0]) if is_named(names[0]) else ()
    facts: dict[FactName, str] = {}
    for fact in (fact for fact in GRID if fact in library.facts):
        texts = {(group.facts.get(fact) or "").strip() for group in lines}
        if len(texts) == 1 and (text := texts.pop()) and not is_open(library.facts[fact], text):
            facts[fact] = text
    body = body_of(names[0], parties) if is_named(names[0]) else None
    if body is not None and body.certain:
        facts.setdefault(KIND, "military")
    return Customer(
        names=names,
        roles=roles,
        lines=sum(group.count for group in lines),
        value=round(sum(group.value for group in lines), 2),
        known=facts,
        entries=tuple(dict.fromkeys(str(match.entry.id) for match in matches if not match.certain)),
        listed=tuple(dict.fromkeys(str(match.entry.id) for match in matches if match.certain)),
        answered=tuple(fact for fact in facts if _is_answer(fact, names, waiting)),
    )


def _is_answer(fact: FactName, names: Collection[str], waiting: WaitingLines) -> bool:
    """Tell whether a fact of a customer is known by answers about it, and by nothing said of every line."""
    answers = [answer for answer in waiting.run.answers.filling if answer.fact == fact]
    is_wider = any(not _parties_in(answer) for answer in answers)
    return not is_wider and any(_is_about(answer, names) for answer in answers)


def _customer_role(group: OpenGroup) -> str:
    """Return the party that is the customer of some lines: the end user, else the importer; nothing of another word."""
    if is_named(group.says["end_user"]):
        return "end_user"
    return "importer" if group.says["end_user"] == NOBODY_SAYS else ""


def item_of(lines: OpenGroup) -> About:
    """Name the item of some lines: by its description, else by its customs code; nothing where they name none."""
    if lines.says["description"] != NOBODY_SAYS:
        return (("description", lines.says["description"]),)
    if lines.says["hs_code"] != NOBODY_SAYS:
        return (("description", NOBODY_SAYS), ("hs_code", lines.says["hs_code"]))
    return ()


def of_customer(customer: Customer, facts: Mapping[FactName, str]) -> Iterable[tuple[FactName, About, str]]:
    """Return what is said of a customer as answers about its lines: of its use, save where words point to another."""
    points = (NOTHING_POINTS, *((A_PARTY_POINTS,) if customer.entries or customer.listed else ()))
    for name in customer.names:
        for role in customer.roles:
            # Of a line that names its end user nobody speaks who speaks of its importer.
            about: About = ((role, name),) if role == "end_user" else (("end_user", NOBODY_SAYS), (role, name))
            for fact, value in facts.items():
                if fact in {KIND, TERRITORY}:
                    yield fact, about, value
                    continue
                for sign in points:
                    yield fact, (*about, (POINTS, sign)), value


_OF_CUSTOMER: Final = frozenset({"end_user", "importer", POINTS})
"""Subjects of an answer about a customer, whatever it buys."""


def _parties_in(answer: Answer) -> set[str]:
    return {text for name, text in answer.about if name != POINTS and text != NOBODY_SAYS}


def _is_about(answer: Answer, names: Collection[str]) -> bool:
    """Tell whether an answer is about a customer and nothing else; one that names nobody is that of such lines."""
    if not answer.about or not {name for name, _ in answer.about} <= _OF_CUSTOMER:
        return False
    subjects = _parties_in(answer) or {text for name, text in answer.about if name != POINTS}
    keys = {name_key(name) if is_named(name) else (name,) for name in names}
    return all((name_key(text) if is_named(text) else (text,)) in keys for text in subjects) and bool(subjects)


def answers_about(customer: Customer, fact: FactName, answers: BookAnswers) -> list[Answer]:
    """Return the answers of a run that say a fact of a customer, of all its lines at once."""
    return [answer for answer in answers.facts if answer.fact == fact and _is_about(answer, customer.names)]
