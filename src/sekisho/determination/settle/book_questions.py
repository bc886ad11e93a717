"""What is asked of a whole book first: at most eight questions, the customers in one grid, the goods in another.

Every answer becomes answers about the lines that it is for, as a table keeps them. One on the use of goods, or on what
is known of them, is not for a line in which something points to a military use or a listed party. What each answer
settles is measured: every line is judged with the usual answer to all other questions, and with each answer to this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from sekisho.determination.book.answers import (
    A_PARTY_POINTS,
    ANY,
    NOBODY_SAYS,
    NOTHING_POINTS,
    POINTS,
    About,
    Answer,
    BookAnswers,
    about_of,
    in_order,
    is_open,
    points_to,
    values_of,
)
from sekisho.determination.book.items import CLASSIFIED, UNCLASSIFIED
from sekisho.determination.settle.answer_effects import MeasuredAnswer
from sekisho.determination.settle.completed_run import OpenGroup
from sekisho.determination.settle.question_ranking import MOST_TRIED, WaitingLines
from sekisho.determination.settle.questions import ROLES, Question
from sekisho.determination.settle.what_if import HERE, Assumptions, Facts, WhatIf, answered
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.parties.derived_facts import body_of
from sekisho.parties.folding import name_key
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.names.legal_forms import countries_of_form
from sekisho.trade.items.inference import triggered_facts

YES, NO = "yes", "no"
ROUTE: Final = tuple(map(FactName, ("movement", "departure", "destination")))
ORDINARY: Final = dict(zip(ROUTE, ("export", "CN", "JP"), strict=True))
"""The way of an ordinary purchase, which is offered first: goods leave China for Japan."""
USERS, USE, RISK, UNDERTAKING, GOODS = "users", "use", "risk", "undertaking", "goods"
PRC: Final = FactName("exporter_is_prc_person")
SELLER: Final = "exporter"
CHINA: Final = "CN"
COMPANY: Final = "公司"
CODES: Final = FactName("control_codes")
NO_CODE: Final = "none"
QUESTIONS: Final = (*map(str, ROUTE), str(PRC), USERS, USE, RISK, UNDERTAKING, GOODS)
"""All questions about a whole book."""
KIND: Final = FactName("end_user_kind")
KNOWN: Final = tuple(map(FactName, ("knowledge_of_risk", "knowledge_of_barred_use")))
TERRITORY: Final = FactName("end_user_territory")
_UNDERTAKEN: Final = FactName("prior_undertaking")
GRID: Final = (KIND, TERRITORY, FactName("end_use"), FactName("end_use_sector"))
"""Facts of a customer that the grid asks, each in a column of its own."""
_END_USE: Final = FactName("end_use")
_END_USER: Final = FactName("end_user")
_CIVIL: Final = "civil"
_PLAIN: Final[About] = ((POINTS, NOTHING_POINTS),)
"""What an answer on use is about: the lines in which nothing points."""
EVERY: Final[About] = ((POINTS, ANY),)
"""What an answer about every line is about."""
LOOK_ALIKE: Final = frozenset({"unlikely_listed", "not_listed"})
"""States of an item in which nothing on the list resembles it."""
MOST_QUESTIONS: Final = 8
"""Questions about a whole book, as many as a person answers at one sitting. A guess. Larger, what settles little is
asked before the customers; smaller, a question that settles a book may not be asked."""


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
class AnswerMeasure:
    """Lines that an answer settles beside the usual answers to all other questions and in both grids."""

    answer: str
    lines: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuestion:
    """A question about a whole book.

    Parameters
    ----------
    id
        A fact of the way of the goods, PRC, or USERS, USE, RISK, GOODS.
    choices
        Answers that it takes, the usual one first.
    lines
        Open lines that leave it open.
    measured
        What each answer settles; without lines where the book has too many kinds of lines to try.
    """

    id: str
    choices: tuple[str, ...]
    lines: int
    measured: tuple[AnswerMeasure, ...] = ()
    together: int | None = None
    """Lines that the usual answers down to this one settle, with the grid of customers."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The answers in the order in which people choose among them: yes before no, else the usual one first."""
        return (YES, NO) if set(self.choices) == {YES, NO} else self.choices

    @property
    def is_idle(self) -> bool:
        """Whether every answer was tried, and none settles a line beside the usual answers to all else."""
        return bool(self.measured) and all(measure.lines == 0 for measure in self.measured)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BookQuestions:
    """What is asked of a book, in the order in which it is asked.

    Parameters
    ----------
    settled
        Lines that all questions with their usual answers, civil customers and suggested codes settle; None where it
        was not tried.
    """

    questions: tuple[BookQuestion, ...]
    customers: tuple[Customer, ...]
    goods: tuple[Goods, ...]
    settled: int | None = None


@dataclass(slots=True)
class BookAsking:
    """Asks about a book, and turns the answers into answers about lines."""

    waiting: WaitingLines
    opinions: Mapping[About, ItemOpinion] = field(default_factory=dict)
    _left: dict[tuple[int, FactName], bool] = field(default_factory=dict, repr=False)
    """Whether a group leaves a fact open, by the identity of the group, which the lines of the run hold."""

    def ask(self, tries: WhatIf | None = None) -> BookQuestions:
        """Find what is asked, and measure what each answer settles."""
        listed = self.listed()
        goods, plain = listed.goods, listed.questions
        usual = {question.id: self._answers(question.id, question.choices[0], goods) for question in plain}
        # The grids are taken as usual too: customers civil, and goods under the codes that are suggested.
        civil = [Answer(fact=KIND, about=_PLAIN, value=_CIVIL)]
        civil += [Answer(fact=CODES, about=item.about, value=item.suggestion) for item in goods if item.suggestion]
        worlds: dict[str, list[Answer]] = {"": [*civil, *(answer for answers in usual.values() for answer in answers)]}
        for place, question in enumerate(plain):
            others = [*civil, *(answer for name, answers in usual.items() if name != question.id for answer in answers)]
            worlds[f"without {question.id}"] = others
            for choice in question.choices:
                worlds[f"{question.id} {choice}"] = [*others, *self._answers(question.id, choice, goods)]
            worlds[f"to {place}"] = [*civil, *(answer for other in plain[: place + 1] for answer in usual[other.id])]
        counts = self.settled(worlds, tries)
        asked = [
            BookQuestion(
                id=question.id,
                choices=question.choices,
                lines=question.lines,
                measured=tuple(
                    AnswerMeasure(
                        answer=choice, lines=_more(counts, f"{question.id} {choice}", f"without {question.id}")
                    )
                    for choice in question.choices
                ),
                together=counts.get(f"to {place}"),
            )
            for place, question in enumerate(plain)
        ]
        # What settles nothing comes last, where all that was to be settled is.
        telling = [question for question in asked if any(measure.lines for measure in question.measured)]
        rest = [replace(question, together=counts.get("")) for question in asked if question not in telling]
        return replace(listed, questions=(*telling, *rest), settled=counts.get(""))

    def listed(self) -> BookQuestions:
        """Find what is asked, without measuring it."""
        goods = self._goods()
        questions = tuple(self._questions(goods))[:MOST_QUESTIONS]
        return BookQuestions(questions=questions, customers=tuple(self._customers()), goods=tuple(goods))

    def settled(self, worlds: Mapping[str, Sequence[Answer]], tries: WhatIf | None = None) -> dict[str, int]:
        """Count the lines that each of some sets of answers settles; nothing where there are too many to try."""
        alike = self.waiting.lines.alike
        if len(alike) * len(worlds) > MOST_TRIED:
            return {}
        tries = tries or WhatIf(self.waiting.run)
        lines = {name: self.with_answers(answers) for name, answers in worlds.items()}
        marks = iter(tries.settled([facts for rows in lines.values() for facts in rows]))
        return {name: sum(group.count for group in alike if next(marks)) for name in lines}

    def with_answers(self, answers: Sequence[Answer], world: Assumptions = HERE) -> list[Facts]:
        """Return the facts of the open lines with answers filled in, by the rule by which a book is filled."""
        facts = self.waiting.run.library.facts
        ordered = in_order(answer for answer in answers if answer.fact in facts)
        parties = parties_of(decided(self.waiting.run.library, world)) if world.decisions else None
        return [self._filled(group, ordered, parties) for group in self.waiting.lines.alike]

    def _filled(self, group: OpenGroup, ordered: Sequence[Answer], parties: PartyIndex | None) -> Facts:
        says = dict(group.says)
        if parties is not None and says[POINTS] == A_PARTY_POINTS:
            names = (says[role] for role in ROLES if _named(says[role]))
            says[POINTS] = A_PARTY_POINTS if any(points_to(name, parties) for name in names) else NOTHING_POINTS
        return {**group.facts, **values_of(says, ordered, partial(self._open, group))}

    def _open(self, group: OpenGroup, fact: FactName) -> bool:
        key = (id(group), fact)
        if key not in self._left:
            self._left[key] = self._leaves_open(group, fact)
        return self._left[key]

    def _leaves_open(self, group: OpenGroup, fact: FactName) -> bool:
        run = self.waiting.run
        table = run.library.facts
        text = group.facts.get(fact)
        if fact not in group.facts:
            # Of a fact without a column nobody says anything, whatever leaving it out means.
            return True
        return is_open(table[fact], text, pointed=fact in triggered_facts(table.triggers))

    def _questions(self, goods: Sequence[Goods]) -> Iterable[BookQuestion]:
        alike = self.waiting.lines.alike

        def lines_with(*facts: FactName) -> int:
            waits = set(facts)
            return sum(group.count for group in alike if waits & set(group.missing))

        for fact in ROUTE:
            open_here = sum(group.count for group in alike if fact in group.missing and self._open(group, fact))
            if open_here:
                yield BookQuestion(id=str(fact), choices=self._usual(fact), lines=open_here)
        if lines_with(PRC):
            foreign = self._sellers_of_form(china=False)
            lines = sum(group.count for group in alike if PRC in group.missing and group.says[SELLER] not in foreign)
            yield BookQuestion(id=str(PRC), choices=(YES, NO), lines=lines)
        unnamed = sum(group.count for group in alike if self._open(group, _END_USER) and _named(group.says["importer"]))
        if lines_with(_END_USER) and unnamed:
            yield BookQuestion(id=USERS, choices=(YES, NO), lines=unnamed)
        if lines_with(_END_USE):
            yield BookQuestion(id=USE, choices=(NO, YES), lines=lines_with(_END_USE))
        if lines_with(*KNOWN):
            yield BookQuestion(id=RISK, choices=(NO, YES), lines=lines_with(*KNOWN))
        if lines_with(_UNDERTAKEN):
            yield BookQuestion(id=UNDERTAKING, choices=(NO, YES), lines=lines_with(_UNDERTAKEN))
        if any(item.innocent for item in goods):
            yield BookQuestion(id=GOODS, choices=(YES, NO), lines=sum(item.lines for item in goods if item.innocent))

    def _usual(self, fact: FactName) -> tuple[str, ...]:
        """Return the answers for a fact of the way: the ordinary one, then what the book states, the commonest first.

        What a few lines state must not be all that is offered of the others: whoever takes it says what is not so.
        """
        fact_of = self.waiting.run.library.facts[fact]
        counts: dict[str, int] = {}
        for group in self.waiting.lines.alike:
            text = (group.facts.get(fact) or "").strip()
            if text and not is_open(fact_of, text):
                counts[text.upper() if fact != ROUTE[0] else text] = counts.get(text, 0) + group.count
        stated = sorted(counts, key=lambda text: (-counts[text], text))
        return tuple(dict.fromkeys((ORDINARY[fact], *stated[:4], *(fact_of.choices if fact == ROUTE[0] else ("CN",)))))

    def _answers(self, question: str, choice: str, goods: Sequence[Goods]) -> list[Answer]:
        stated = self.said(question, choice, goods)
        return [Answer(fact=fact, about=about_of(dict(about)), value=value) for fact, about, value in stated]

    def said(self, question: str, choice: str, goods: Sequence[Goods]) -> Iterable[tuple[FactName, About, str]]:
        """Return what an answer says: facts, the lines that each is about, and values; nothing if it says none."""
        if question == PRC and (others := self._sellers_of_form(china=choice == NO)):
            open_names = {group.says[SELLER] for group in self.waiting.lines.alike if self._open(group, PRC)}
            for name in sorted(open_names - others):
                yield PRC, ((SELLER, name),), choice
        elif question in {*map(str, ROUTE), str(PRC)}:
            yield FactName(question), EVERY, choice
        elif question == USERS and choice == YES:
            names = {group.says["importer"] for group in self.waiting.lines.alike if self._open(group, _END_USER)}
            for name in sorted(filter(_named, names)):
                yield _END_USER, (("importer", name),), name
        elif question == USE and choice == NO:
            yield _END_USE, _PLAIN, _CIVIL
        elif question == RISK and choice == NO:
            for fact in KNOWN:
                yield fact, _PLAIN, NO
        elif question == UNDERTAKING and choice == NO:
            yield _UNDERTAKEN, EVERY, NO  # of which goods one was given, a yes does not say
        elif question == GOODS and choice == YES:
            for item in goods:
                if item.innocent:
                    yield CODES, item.about, NO_CODE

    def _sellers_of_form(self, *, china: bool) -> frozenset[str]:
        """Return the sellers whose legal form is of China, or of another country; none where all asked about are such.

        Who says that the suppliers are Chinese speaks of those whose names leave it open: a 株式会社 is none of them.
        Who says that they are not has not looked at a 有限公司 of Suzhou.
        """
        if not is_installed():
            return frozenset()
        names = {group.says[SELLER] for group in self.waiting.lines.alike if PRC in group.missing}
        formed = {name for name in names if (_is_chinese(name) if china else _is_foreign(name))}
        return frozenset(formed) if formed != names else frozenset()

    def _goods(self) -> list[Goods]:
        rows: dict[About, list[float]] = {}
        for group in self.waiting.lines.alike:
            about = item_of(group)
            if about and CODES in group.missing and self._open(group, CODES):
                row = rows.setdefault(about, [0, 0.0])
                row[0] += group.count
                row[1] += group.value
        rated = [
            Goods(about=about, lines=int(lines), value=value, opinion=self.opinions.get(about, ItemOpinion()))
            for about, (lines, value) in rows.items()
        ]
        # What may be listed comes first, by its lines; what nothing resembles is folded away at the end.
        return sorted(rated, key=lambda item: (item.innocent, -item.lines, item.about))

    def _customers(self) -> list[Customer]:
        groups: dict[tuple[str, ...], list[OpenGroup]] = {}
        for group in self.waiting.lines.alike:
            role = _customer_role(group)
            if role:
                name = group.says[role]
                groups.setdefault(name_key(name) if _named(name) else (name,), []).append(group)
        customers = [self._customer(lines) for lines in groups.values()]
        return sorted(customers, key=lambda customer: (-customer.lines, customer.names))

    def _customer(self, lines: Sequence[OpenGroup]) -> Customer:
        library = self.waiting.run.library
        parties = parties_of(library)
        roles = tuple(sorted({_customer_role(group) for group in lines}))
        counts: dict[str, int] = {}
        for group in lines:
            name = group.says[_customer_role(group)]
            counts[name] = counts.get(name, 0) + group.count
        names = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
        matches = parties.matches(names[0]) if _named(names[0]) else ()
        facts: dict[FactName, str] = {}
        for fact in (fact for fact in GRID if fact in library.facts):
            texts = {(group.facts.get(fact) or "").strip() for group in lines}
            if len(texts) == 1 and (text := texts.pop()) and not is_open(library.facts[fact], text):
                facts[fact] = text
        body = body_of(names[0], parties) if _named(names[0]) else None
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
            answered=tuple(fact for fact in facts if self._is_answer(fact, names)),
        )

    def _is_answer(self, fact: FactName, names: Collection[str]) -> bool:
        """Tell whether a fact of a customer is known by answers about it, and by nothing said of every line."""
        answers = [answer for answer in self.waiting.run.answers.filling if answer.fact == fact]
        is_wider = any(not _parties_in(answer) for answer in answers)
        return not is_wider and any(_is_about(answer, names) for answer in answers)


def _customer_role(group: OpenGroup) -> str:
    """Return the party that is the customer of some lines: the end user, else the importer; nothing of another word."""
    if _named(group.says["end_user"]):
        return "end_user"
    return "importer" if group.says["end_user"] == NOBODY_SAYS else ""


def decided(library: Library, world: Assumptions) -> Library:
    """Return the library with decisions on names."""
    return BookAnswers(decisions=world.decisions).over(library)


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


def _is_foreign(name: str) -> bool:
    """Tell whether the legal form of a name is of another country than China."""
    return bool(of := countries_of_form(name)) and CHINA not in of


def _is_chinese(name: str) -> bool:
    """Tell whether a company writes itself in the simplified letters of China: Taiwan and Hong Kong write others."""
    try:
        name.encode("big5")
    except UnicodeEncodeError:
        return COMPANY in name
    return False


_OF_CUSTOMER: Final = frozenset({"end_user", "importer", POINTS})
"""Subjects of an answer about a customer, whatever it buys."""


def _parties_in(answer: Answer) -> set[str]:
    return {text for name, text in answer.about if name != POINTS and text != NOBODY_SAYS}


def _is_about(answer: Answer, names: Collection[str]) -> bool:
    """Tell whether an answer is about a customer and nothing else; one that names nobody is that of such lines."""
    if not answer.about or not {name for name, _ in answer.about} <= _OF_CUSTOMER:
        return False
    subjects = _parties_in(answer) or {text for name, text in answer.about if name != POINTS}
    keys = {name_key(name) if _named(name) else (name,) for name in names}
    return all((name_key(text) if _named(text) else (text,)) in keys for text in subjects) and bool(subjects)


def answers_about(customer: Customer, fact: FactName, answers: BookAnswers) -> list[Answer]:
    """Return the answers of a run that say a fact of a customer, of all its lines at once."""
    return [answer for answer in answers.facts if answer.fact == fact and _is_about(answer, customer.names)]


def _more(counts: Mapping[str, int], with_answer: str, without: str) -> int | None:
    return counts[with_answer] - counts[without] if with_answer in counts else None


def _named(text: str) -> bool:
    return text not in {NOBODY_SAYS, "none", ""}


def item_of(lines: OpenGroup) -> About:
    """Name the item of some lines: by its description, else by its customs code; nothing where they name none."""
    if lines.says["description"] != NOBODY_SAYS:
        return (("description", lines.says["description"]),)
    if lines.says["hs_code"] != NOBODY_SAYS:
        return (("description", NOBODY_SAYS), ("hs_code", lines.says["hs_code"]))
    return ()


def given_of(stated: Iterable[tuple[FactName, About, str]], *, by: str, on: str, basis: str) -> list[MeasuredAnswer]:
    """Return what a person stated as answers to questions."""
    return [
        MeasuredAnswer(question=Question(fact=fact, about=about), answer=value, by=by, on=on, basis=basis)
        for fact, about, value in stated
    ]


def promised(asking: BookAsking, given: Sequence[MeasuredAnswer], tries: WhatIf | None = None) -> int | None:
    """Count the open lines that answers settle, all of them together; None where there are too many lines to try."""
    run, alike = asking.waiting.run, asking.waiting.lines.alike
    if len(alike) > MOST_TRIED:
        return None
    world: Assumptions = HERE
    answers: list[Answer] = []
    for answer in given:
        if answer.question.kind in {"law", "name"}:
            _, world = answered(answer.question, answer.answer, run, world)
        else:
            about = about_of(dict(answer.question.about))
            answers.append(Answer(fact=answer.question.fact, about=about, value=answer.answer))
    marks = (tries or WhatIf(run)).settled(asking.with_answers(answers, world), world)
    return sum(group.count for group, is_settled in zip(alike, marks, strict=True) if is_settled)
