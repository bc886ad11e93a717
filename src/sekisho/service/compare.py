"""Two answers side by side: one shipment, and the same with a few things otherwise.

Another day, another destination, another end user or another reading: whatever a line states may be otherwise in the
second. Command line, page, REST and Python ask this one question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Final

from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError, Problem
from sekisho.law.model.assumptions import as_date, collecting, readings_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact_table import unknown_fact
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.check import CheckRequest, check
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

DAY: Final = "as_of"
READING: Final = "reading"
"""What may be otherwise beside facts: the day of the law, and how all disputed words are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRequest(CheckRequest):
    """A line, and what is otherwise in the one beside it."""

    other: Annotated[
        Mapping[str, str],
        Ask(
            "What is otherwise in the second answer: a fact, as-of or reading. Repeatable.",
            flag="--with",
            metavar="NAME=VALUE",
            private=True,
        ),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedAnswers:
    """Two answers.

    Parameters
    ----------
    first_line, second_line
        The facts that were judged.
    other
        What is otherwise, by name, as it was written.
    """

    first: Determination
    second: Determination
    first_line: Mapping[str, object]
    second_line: Mapping[str, object]
    other: Mapping[str, str]


def compare(request: CompareRequest, workspace: Workspace) -> ComparedAnswers:
    """Determine a line, and the same with something otherwise.

    Raises
    ------
    FactError
        If nothing is otherwise, or with everything that is wrong with either line.
    """
    problems: list[Problem] = []
    first = second = CheckRequest(**{entry.name: getattr(request, entry.name) for entry in fields(CheckRequest)})
    with collecting(problems):
        second = _otherwise(first, request.other, workspace.library)
    answers: list[Determination] = []
    for one in (first,) if problems else (first, second):
        with collecting(problems):
            answers.append(check(one, workspace))
    if problems:
        raise FactError(dict.fromkeys(problems))
    return ComparedAnswers(
        first=answers[0],
        second=answers[1],
        first_line=first.facts,
        second_line=second.facts,
        other={_plain(name): value for name, value in request.other.items()},
    )


def _otherwise(first: CheckRequest, other: Mapping[str, str], library: Library) -> CheckRequest:
    """Return the line with what is otherwise."""
    if not other:
        what = message("compare.nothing_otherwise", "nothing is otherwise.")
        remedy = message("compare.say_otherwise", "Name a fact, as-of or reading with its value in the second answer.")
        raise FactError(Problem(where="with", what=what, remedy=remedy))
    problems: list[Problem] = []
    second, facts, assume = first, dict(first.facts), dict(first.assume)
    for given, value in other.items():
        name = _plain(given)
        if name == DAY:
            with collecting(problems):
                second = replace(second, as_of=as_date(value, where="with"))
        elif name == READING:
            with collecting(problems):
                second = replace(second, readings=readings_of(library, value, {}))
        elif name not in library.facts:
            problems.append(unknown_fact(name, library.facts.facts))
        elif library.facts[FactName(name)].of == "law":
            assume[name] = value
        else:
            facts[name] = value
    if problems:
        raise FactError(problems)
    return replace(second, facts=facts, assume=assume)


def _plain(name: str) -> str:
    return name.strip().strip("-").replace("-", "_")
