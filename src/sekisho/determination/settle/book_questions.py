"""What is asked of a whole book first: at most eight questions, the customers in one grid, the goods in another.

Every answer becomes answers about the lines that it is for, as a table keeps them. One on the use of goods, or on what
is known of them, is not for a line in which something points to a military use or a listed party. What each answer
settles is measured: every line is judged with the usual answer to all other questions, and with each answer to this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sekisho.determination.book.answers import (
    ANY,
    NOTHING_POINTS,
    POINTS,
    About,
    Answer,
    about_of,
    is_open,
)
from sekisho.determination.settle.answer_effects import MeasuredAnswer
from sekisho.determination.settle.grids import CODES, KIND, Customer, Goods, ItemOpinion, customers_of, goods_of
from sekisho.determination.settle.open_facts import OpenFacts, is_named
from sekisho.determination.settle.question_ranking import MOST_TRIED, WaitingLines
from sekisho.determination.settle.questions import Question
from sekisho.determination.settle.what_if import HERE, Assumptions, WhatIf, answered
from sekisho.law.model.condition import FactName
from sekisho.parties.name_tables import is_installed
from sekisho.parties.names.legal_forms import countries_of_form

YES, NO = "yes", "no"
ROUTE: Final = tuple(map(FactName, ("movement", "departure", "destination")))
ORDINARY: Final = dict(zip(ROUTE, ("export", "CN", "JP"), strict=True))
"""The way of an ordinary purchase, which is offered first: goods leave China for Japan."""
USERS, USE, RISK, UNDERTAKING, GOODS = "users", "use", "risk", "undertaking", "goods"
PRC: Final = FactName("exporter_is_prc_person")
SELLER: Final = "exporter"
CHINA: Final = "CN"
COMPANY: Final = "公司"
NO_CODE: Final = "none"
QUESTIONS: Final = (*map(str, ROUTE), str(PRC), USERS, USE, RISK, UNDERTAKING, GOODS)
"""All questions about a whole book."""
KNOWN: Final = tuple(map(FactName, ("knowledge_of_risk", "knowledge_of_barred_use")))
_UNDERTAKEN: Final = FactName("prior_undertaking")
_END_USE: Final = FactName("end_use")
_END_USER: Final = FactName("end_user")
_CIVIL: Final = "civil"
_PLAIN: Final[About] = ((POINTS, NOTHING_POINTS),)
"""What an answer on use is about: the lines in which nothing points."""
EVERY: Final[About] = ((POINTS, ANY),)
"""What an answer about every line is about."""
MOST_QUESTIONS: Final = 8
"""Questions about a whole book, as many as a person answers at one sitting. A guess. Larger, what settles little is
asked before the customers; smaller, a question that settles a book may not be asked."""


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
    open_facts: OpenFacts = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Look at the lines of the run."""
        self.open_facts = OpenFacts(self.waiting.run)

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
        goods = goods_of(self.waiting, self.opinions, self.open_facts)
        questions = tuple(self._questions(goods))[:MOST_QUESTIONS]
        return BookQuestions(questions=questions, customers=tuple(customers_of(self.waiting)), goods=tuple(goods))

    def settled(self, worlds: Mapping[str, Sequence[Answer]], tries: WhatIf | None = None) -> dict[str, int]:
        """Count the lines that each of some sets of answers settles; nothing where there are too many to try."""
        alike = self.waiting.lines.alike
        if len(alike) * len(worlds) > MOST_TRIED:
            return {}
        tries = tries or WhatIf(self.waiting.run)
        lines = {name: self.open_facts.with_answers(alike, answers) for name, answers in worlds.items()}
        marks = iter(tries.settled([facts for rows in lines.values() for facts in rows]))
        return {name: sum(group.count for group in alike if next(marks)) for name in lines}

    def _questions(self, goods: Sequence[Goods]) -> Iterable[BookQuestion]:
        alike, is_open_in = self.waiting.lines.alike, self.open_facts.is_open

        def lines_with(*facts: FactName) -> int:
            waits = set(facts)
            return sum(group.count for group in alike if waits & set(group.missing))

        for fact in ROUTE:
            open_here = sum(group.count for group in alike if fact in group.missing and is_open_in(group, fact))
            if open_here:
                yield BookQuestion(id=str(fact), choices=self._usual(fact), lines=open_here)
        if lines_with(PRC):
            foreign = self._sellers_of_form(china=False)
            lines = sum(group.count for group in alike if PRC in group.missing and group.says[SELLER] not in foreign)
            yield BookQuestion(id=str(PRC), choices=(YES, NO), lines=lines)
        unnamed = sum(
            group.count for group in alike if is_open_in(group, _END_USER) and is_named(group.says["importer"])
        )
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
        alike, is_open_in = self.waiting.lines.alike, self.open_facts.is_open
        if question == PRC and (others := self._sellers_of_form(china=choice == NO)):
            open_names = {group.says[SELLER] for group in alike if is_open_in(group, PRC)}
            for name in sorted(open_names - others):
                yield PRC, ((SELLER, name),), choice
        elif question in {*map(str, ROUTE), str(PRC)}:
            yield FactName(question), EVERY, choice
        elif question == USERS and choice == YES:
            names = {group.says["importer"] for group in self.waiting.lines.alike if is_open_in(group, _END_USER)}
            for name in sorted(filter(is_named, names)):
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


def _more(counts: Mapping[str, int], with_answer: str, without: str) -> int | None:
    return counts[with_answer] - counts[without] if with_answer in counts else None


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
    marks = (tries or WhatIf(run)).settled(asking.open_facts.with_answers(alike, answers, world), world)
    return sum(group.count for group, is_settled in zip(alike, marks, strict=True) if is_settled)
