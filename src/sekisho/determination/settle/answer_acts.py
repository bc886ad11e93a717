"""What people answered of a run, act by act: who, when, what of which lines; and a run's answers without some of them.

One act of a person, such as a row of the grid of customers, becomes many answers about lines. They are listed as one,
and taken back as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace

from sekisho.determination.book.answers import NOBODY_SAYS, NOTHING_POINTS, POINTS, Answer, BookAnswers
from sekisho.law.model.condition import FactName
from sekisho.law.model.match_policy import Decision
from sekisho.parties.folding import name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAct:
    """What a person answered in one act.

    Parameters
    ----------
    id
        By which it is taken back; the same as long as the same is answered.
    fact, value
        What was answered; the value is empty where each subject is its own answer, as customers who use the goods.
        Of a decision on a name the fact is `same`, and the value yes or no.
    subjects
        The names or items that it is about, or `unknown` for the lines that name nobody; none for every line, or every
        line in which nothing points.
    entry
        Entry of a list, of a decision on a name.
    answers
        How many answers about lines it stands for.
    lines
        Lines that it fills; None where nobody counted them.
    plain
        It is about those lines alone in which nothing points.
    """

    id: str
    fact: FactName
    value: str
    subjects: tuple[str, ...]
    by: str
    on: str
    basis: str
    entry: str = ""
    answers: int = 1
    lines: int | None = None
    plain: bool = False


def acts_of(answers: BookAnswers, lines: Mapping[Answer, int] | None = None) -> tuple[AnswerAct, ...]:
    """List the acts behind the answers of a run: decisions on names first, then answers in their order.

    Parameters
    ----------
    lines
        Lines that each answer fills, where they were counted.
    """
    decisions = [_decision(decision) for decision in answers.decisions]
    groups: dict[Hashable, list[Answer]] = {}
    for answer in answers.facts:
        groups.setdefault(_key(answer), []).append(answer)
    return (*decisions, *(_act(group, lines or {}) for group in groups.values()))


def without(answers: BookAnswers, acts: Collection[str]) -> BookAnswers:
    """Return the answers of a run but for those of some acts."""
    gone = {_key(answer) for answer in answers.facts if _id(_key(answer)) in acts}
    return replace(
        answers,
        facts=tuple(answer for answer in answers.facts if _key(answer) not in gone),
        decisions=tuple(decision for decision in answers.decisions if _decision(decision).id not in acts),
    )


def _key(answer: Answer) -> tuple[str, ...]:
    """Return what answers of one act share: all but the lines that they are about."""
    value = "" if is_own_subject(answer) else answer.value
    # A customer is one however its name is written; goods that resemble nothing are answered all at once.
    about = " ".join(name_key(_subject(answer))) if value not in {"", "none"} else ""
    return (str(answer.fact), value, about, answer.by, answer.on, answer.basis)


def is_own_subject(answer: Answer) -> bool:
    """Tell whether an answer says of each subject that it is itself: the customer named is who uses the goods."""
    return ("importer", answer.value) in answer.about


def _subject(answer: Answer) -> str:
    """Return whom or what an answer is about: a name, an item, or that lines name nobody; nothing for every line."""
    texts = [text for name, text in answer.about if name != POINTS]
    return next((text for text in texts if text != NOBODY_SAYS), texts[0] if texts else "")


def _act(group: list[Answer], lines: Mapping[Answer, int]) -> AnswerAct:
    first, counts = group[0], [lines[answer] for answer in group if answer in lines]
    return AnswerAct(
        id=_id(_key(first)),
        fact=first.fact,
        value=_key(first)[1],
        subjects=tuple(dict.fromkeys(filter(None, map(_subject, group)))),
        by=first.by,
        on=first.on,
        basis=first.basis,
        answers=len(group),
        lines=sum(counts) if counts else None,
        plain=all((POINTS, NOTHING_POINTS) in answer.about for answer in group),
    )


def _decision(decision: Decision) -> AnswerAct:
    same, on = "yes" if decision.same else "no", decision.on.isoformat()
    return AnswerAct(
        id=_id(("same", decision.name, decision.entry, same, decision.by, on)),
        fact=FactName("same"),
        value=same,
        subjects=(decision.name,),
        by=decision.by,
        on=on,
        basis=decision.basis,
        entry=decision.entry,
    )


def _id(key: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(key).encode()).hexdigest()[:16]
