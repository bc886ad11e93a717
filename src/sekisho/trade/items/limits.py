"""Limits of a control list from YAML: ordinary conditions over parameters, and figures that were lost as questions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.law.loading.condition_reader import BOUNDS, read_condition
from sekisho.law.model.condition import Any, Condition, FactName
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message
from sekisho.trade.items.figure import QuestionHint
from sekisho.trade.items.parameter import (
    AS_STATED,
    IN_PRINT,
    Parameter,
    as_its_text,
    in_your_list,
    lost_figure,
    official,
)

LOST: Final = "unknown"
"""A figure that the transcription lost."""
DOUBTFUL: Final = "doubtful"
"""A figure that is printed, but as it may not be meant."""
_SIGNS: Final = {"at_least": ">=", "above": ">", "at_most": "<=", "below": "<"}


@dataclass(slots=True)
class CodeLimits:
    """Conditions by code, chemical identities by code, and the questions that stand for lost figures."""

    conditions: dict[str, Condition] = field(default_factory=dict)
    cas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lost: dict[FactName, Parameter] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def read_limits(
    files: Iterable[Path],
    parameters: Mapping[FactName, Parameter],
    codes: Collection[str],
    hints: Mapping[FactName, QuestionHint] | None = None,
) -> CodeLimits:
    """Read the limits of a list.

    Parameters
    ----------
    hints
        What is told beside the questions that stand for lost or doubtful figures, by the names of these questions.

    Raises
    ------
    LibraryError
        With all problems of all files, each with its line.
    """
    limits = CodeLimits()
    problems: list[Problem] = []
    for file in files:
        faults = ProblemCollector(f"{file.parent.name}/{file.name}")
        root = compose(file.read_text(encoding="utf-8-sig"), faults)
        entries = root.get("entries") if root is not None else None
        if entries is None or entries.keys is None:
            faults.add(
                1, "M102", message("item.expected_entries", "expected 'entries', a map of codes to their limits.")
            )
        else:
            for code, line, node in entries.keys:
                if code not in codes:
                    faults.add(
                        line,
                        "M115",
                        message("item.not_code_of_list", "'{code}' is not a code of the list.", code=code),
                        did_you_mean(code, codes),
                    )
                elif code in limits.places:
                    faults.add(
                        line,
                        "M112",
                        message(
                            "item.code_twice",
                            "'{code}' stands twice; first in {place}.",
                            code=code,
                            place=limits.places[code],
                        ),
                    )
                limits.places[code] = f"{faults.file}:{line}"
                _Entry(code, parameters, faults, hints or {}).read(node, limits)
        problems += faults.found
    if problems:
        raise LibraryError(problems)
    return limits


def reopen(limits: CodeLimits, codes: Iterable[str]) -> None:
    """Open the limits of codes again: what fails the limit as encoded may still meet it as a newer text states it."""
    for code in sorted(set(codes) & limits.conditions.keys()):
        asked = in_your_list(FactName(f"{code}/your_list"), code)
        limits.conditions[code] = Any((limits.conditions[code], _answered_yes(asked)))
        limits.lost[asked.name] = asked


def asked_by_text(texts: Mapping[str, Mapping[str, str]]) -> CodeLimits:
    """Ask for each code whether an item meets the limits that its text states, where none is encoded.

    Parameters
    ----------
    texts
        Code to the text by language; English is there.
    """
    limits = CodeLimits()
    for code, by_language in texts.items():
        asked = as_its_text(FactName(f"{code}/{AS_STATED}"), code, by_language)
        limits.conditions[code] = _answered_yes(asked)
        limits.lost[asked.name] = asked
    return limits


def _answered_yes(asked: Parameter) -> Condition:
    """Make the condition that a question is answered by yes."""
    node = Node(0, keys=((asked.name, 0, Node(0, text="yes")),))
    return read_condition(node, FactTable({asked.name: asked.fact}, {}), ProblemCollector(asked.name))


@dataclass(slots=True)
class _Entry:
    """Reads the limits of one code, and keeps the questions that stand for its lost figures."""

    code: str
    parameters: Mapping[FactName, Parameter]
    faults: ProblemCollector
    hints: Mapping[FactName, QuestionHint]
    lost: dict[FactName, Parameter] = field(default_factory=dict)

    def read(self, node: Node, limits: CodeLimits) -> None:
        unknown = {name for name, _, _ in node.keys or ()} - {"when", "cas", "note"}
        if not node.keys or unknown:
            what = (
                message(
                    "item.unknown_keys",
                    "{code}: unknown key {keys}.",
                    code=self.code,
                    keys=joined(sorted(unknown), "comma"),
                )
                if unknown
                else message("item.is_empty", "{code}: is empty.", code=self.code)
            )
            self.faults.add(node.line, "M102", what, message("item.expected_limit_keys", "Expected when, cas, note."))
            return
        numbers = node.get("cas")
        if numbers is not None:
            limits.cas[self.code] = tuple(item.text or "" for item in numbers.items or (numbers,))
        when = node.get("when")
        if when is None:
            return
        plain = self.plain(when)
        table = FactTable({name: known.fact for name, known in {**self.parameters, **self.lost}.items()}, {})
        limits.conditions[self.code] = read_condition(plain, table, self.faults)
        limits.lost |= self.lost

    def plain(self, node: Node) -> Node:
        """Turn what is special to limits into ordinary conditions: `meets`, and the word unknown."""
        if node.text == LOST:
            return self.question(node, "limits", "its limits")
        if node.items is not None:
            return Node(node.line, items=tuple(map(self.plain, node.items)))
        if node.keys is None:
            return node
        parts: list[tuple[str, int, Node]] = []
        for name, line, value in node.keys:
            match name:
                case "meets":
                    parts.append(("term", line, value))
                case "all" | "any" | "not":
                    parts.append((name, line, self.plain(value)))
                case _:
                    parts += self.test(name, line, value)
        return Node(node.line, keys=tuple(parts))

    def test(self, name: str, line: int, value: Node) -> Iterable[tuple[str, int, Node]]:
        """Keep what is known of a test, and ask for what is lost."""
        known = self.parameters.get(FactName(name))
        words = name.replace("_", " ")
        if value.text == DOUBTFUL:
            yield from self.doubt(value, name).keys or ()
            return
        if value.text == LOST:
            yield from self.question(value, name, words).keys or ()
            return
        bounds = value.keys or ()
        gone = [bound for bound, _, given in bounds if given.text == LOST and bound in BOUNDS]
        if gone:
            unit = f" {known.fact.unit.replace('**', '')}" if known is not None and known.fact.unit else ""
            what = message(
                "caution.entry",
                "{code} ({name})",
                code=words,
                name=joined((f"{_SIGNS[bound]} ?{unit}" for bound in gone), "comma"),
            )
            yield from self.question(value, name, what).keys or ()
        kept = tuple(part for part in bounds if part[0] not in gone)
        if kept or not gone:
            yield name, line, Node(value.line, keys=kept) if bounds else value

    def question(self, node: Node, name: str, words: str) -> Node:
        """Ask in place of a lost figure: the one who has the official text can answer."""
        fact = FactName(f"{self.code}/{name}")
        hint = self.hints.get(fact)
        asked = lost_figure(fact, self.code, words) if hint is None else official(fact, hint.questions)
        if self.lost.get(fact, asked) != asked:
            return self.question(node, f"{name}_again", words)
        self.lost[fact] = asked
        return Node(node.line, keys=((fact, node.line, Node(node.line, text="yes")),))

    def doubt(self, node: Node, name: str) -> Node:
        """Ask where a figure is printed in doubt: both readings are told, and neither settles anything."""
        fact = FactName(f"{self.code}/{name}_{IN_PRINT}")
        hint = self.hints.get(fact)
        if hint is None:
            self.faults.add(
                node.line,
                "M102",
                message(
                    "item.no_hint",
                    "{code}: no hint says how '{name}' is printed and how it is meant.",
                    code=self.code,
                    name=name,
                ),
            )
            return node
        self.lost[fact] = official(fact, hint.questions)
        return Node(node.line, keys=((fact, node.line, Node(node.line, text="yes")),))
