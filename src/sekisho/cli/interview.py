"""Asking for facts, the most telling first, until the answer is settled or nothing is left to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Final

import click

from sekisho.cli.console import problems, say, tell
from sekisho.determination.core.outcome import Determination
from sekisho.errors import FactError
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.message import Message, counted, message
from sekisho.present.determination.questions import accepted, question_of
from sekisho.present.render.terminal import Ink, paint

NO_MORE: Final = message("command.no_explanation", "There is no further explanation.")


def ask(
    facts: Mapping[str, object],
    table: FactTable,
    judge: Callable[[Mapping[str, object]], Determination],
) -> dict[str, object]:
    """Put one question after another and return all facts, those given before and those answered.

    An empty answer and `unknown` mean "I don't know"; such a question is not put again.
    """
    known = dict(facts)
    asked: set[FactName] = set()
    tell(
        message(
            "command.interview", "Answer what you know; Enter means that you do not know, ? explains, Ctrl-D stops."
        )
    )
    while True:
        answer = judge(known)
        left = [name for name in answer.missing if name not in asked]
        if answer.verdict.floor == answer.verdict.ceiling or not left:
            break
        left.sort(key=lambda name: table[name].of == "law")
        asked.add(left[0])
        value = _one(table[left[0]], table, len(left))
        if value is None:
            break
        if value:
            known[left[0]] = value
    tell("")
    return known


def _one(fact: Fact, table: FactTable, left: int) -> str | None:
    """Put one question until the answer can be read; None if there is no more input."""
    choices = _choices(fact)
    tell("")
    click.secho(say(question_of(fact)), err=True, bold=True, nl=False)
    could = counted("command.could_settle", "   ({n} fact could decide it)", "   ({n} facts could decide it)", n=left)
    tell(paint(say(could), Ink.DIM) if left > 1 else "")
    if choices:
        tell("  " + "   ".join(f"{place} {name}" for place, name in enumerate(choices, start=1)))
    else:
        tell(f"  {accepted(fact)}")
    while True:
        click.echo(f"{fact.name}> ", err=True, nl=False)
        line = sys.stdin.readline()
        if not line:
            tell("")
            return None
        text = line.strip()
        if text == "?":
            tell(Message(f"fact.{fact.name}.hint", fact.help, {}) if fact.help else NO_MORE)
            continue
        if text.isdigit() and 1 <= int(text) <= len(choices):
            text = choices[int(text) - 1]
        if text.lower() in {"", "unknown", "i don't know", "don't know"}:
            return ""
        try:
            table.parse(fact.name, text)
        except FactError as fault:
            problems(fault.problems)
            continue
        return text


def _choices(fact: Fact) -> tuple[str, ...]:
    if fact.kind == "yes_no":
        return ("yes", "no")
    return fact.choices
