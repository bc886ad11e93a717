"""Named assumptions on the state of the law: what somebody said of it that no instrument has made law.

A data package states them in `assumptions.yaml`. Whoever assumes one (`--assume NAME=yes`) answers several named
unknowns of the law at once, up to the last day for which it was said. It is never assumed by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem, did_you_mean
from sekisho.files.yaml_nodes import ProblemCollector, compose
from sekisho.law.model.condition import FactName
from sekisho.law.model.confidence import Confidence
from sekisho.law.model.fact import UNKNOWN, Fact, FactValue
from sekisho.message import joined, message

YES: Final = "yes"
KEYS: Final = frozenset(
    {"id", "question", "sets", "said", "until", "words", "silent_on", "source", "confidence", "because"}
)
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """An assumption that answers named unknowns of the law.

    Parameters
    ----------
    sets
        The unknowns that it answers, with the value of each.
    said, until
        Day on which it was said, and the last day for which it holds; inclusive.
    words
        What was said, by language.
    silent_on
        Unknowns that it does not answer though one might think so, with what is told beside them, by language.
    """

    id: FactName
    question: str
    sets: Mapping[FactName, str]
    said: date
    until: date
    words: Text
    silent_on: Mapping[FactName, Text]
    source: str
    confidence: Confidence
    because: str = ""

    def fact(self) -> Fact:
        """Return what it is stated by: a fact of the law with the values yes and no."""
        return Fact(
            name=self.id,
            kind="choice",
            choices=(YES, "no"),
            question=self.question,
            of="law",
            help=self.because,
        )


def answered_on(
    facts: Mapping[FactName, FactValue], assumptions: Iterable[Assumption], day: date
) -> dict[FactName, FactValue]:
    """Return the unknowns that assumptions answer on a day; one to which a value was given keeps it."""
    return {
        name: value
        for one in assumptions
        if facts.get(one.id) == YES and day <= one.until
        for name, value in one.sets.items()
        if facts.get(name, UNKNOWN) is UNKNOWN
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What was said of one named unknown of the law.

    Parameters
    ----------
    value
        The value that the unknown would have; empty if the statement does not name it.
    """

    unknown: FactName
    value: str
    assumption: Assumption

    @property
    def words(self) -> Text:
        """What is told beside the branches, by language."""
        return self.assumption.words if self.value else self.assumption.silent_on[self.unknown]

    def in_words(self, language: str) -> str:
        """Return what is told in a language; in English where it is missing."""
        return self.words.get(language) or self.words.get("en", "")

    def to_dict(self) -> dict[str, object]:
        """Return the statement as plain values."""
        return {
            "unknown": self.unknown,
            "value": self.value,
            "assume": self.assumption.id if self.value else "",
            "said": self.assumption.said.isoformat(),
            "until": self.assumption.until.isoformat(),
            "words": dict(self.words),
            "confidence": str(self.assumption.confidence),
            "source": self.assumption.source,
        }


def statements_on(unknown: FactName, assumptions: Iterable[Assumption], day: date) -> list[Statement]:
    """Return what stands beside the branches of an unknown on a day."""
    return [
        Statement(unknown=unknown, value=one.sets.get(unknown, ""), assumption=one)
        for one in assumptions
        if one.said <= day and (unknown in one.sets or unknown in one.silent_on)
    ]


def read_assumptions(folder: Path, unknowns: Mapping[FactName, Fact]) -> tuple[Assumption, ...]:
    """Read the assumptions of a data package; a package may have none.

    Raises
    ------
    LibraryError
        With everything that is wrong with the file.
    """
    file = folder / "assumptions.yaml"
    if not file.is_file():
        return ()
    faults = ProblemCollector(file.name)
    root = compose(file.read_text(encoding="utf-8-sig"), faults)
    problems = list(faults.found)
    found = []
    for node in root.items or () if root is not None else ():
        plain = node.plain()
        where = f"{file.name}:{node.line}"
        problems += _faults(plain, where, unknowns)
        if not problems and isinstance(plain, dict):
            found.append(_made(plain))
    if problems:
        raise LibraryError(problems)
    return tuple(found)


def _faults(plain: object, where: str, unknowns: Mapping[FactName, Fact]) -> Iterable[Problem]:
    if not isinstance(plain, dict):
        yield Problem(
            where=where,
            what=message("lawdata.no_assumption", "no assumption."),
            remedy=message("lawdata.expected_keys", "Expected the keys {keys}.", keys=joined(sorted(KEYS), "comma")),
        )
        return
    for key in plain:
        if key not in KEYS:
            yield Problem(
                where=where,
                what=message("error.unknown_key", "unknown key '{name}'.", name=key),
                remedy=did_you_mean(str(key), KEYS),
            )
    for key in sorted(KEYS - {"because", "silent_on"} - plain.keys()):
        yield Problem(where=where, what=message("lawdata.key_missing", "key '{key}' is missing.", key=key))
    for key in ("said", "until"):
        try:
            date.fromisoformat(str(plain.get(key, "")))
        except ValueError:
            yield Problem(
                where=where,
                what=message(
                    "lawdata.name_no_date", "{name}: '{value}' is not a date.", name=key, value=str(plain.get(key))
                ),
                remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."),
            )
    if plain.get("confidence") not in set(Confidence):
        yield Problem(
            where=where,
            what=message("lawdata.no_confidence", "no confidence."),
            remedy=message("error.expected_either", "Expected {choices}.", choices=joined(Confidence, "comma")),
        )
    for name, value in _pairs(plain.get("sets")):
        fact = unknowns.get(FactName(name))
        if fact is None:
            what = message("lawdata.no_unknown_called", "no unknown of the law is called '{name}'.", name=name)
            yield Problem(where=where, what=what, remedy=did_you_mean(name, map(str, unknowns)))
        elif value not in fact.choices:
            yield Problem(
                where=where,
                what=message("lawdata.no_value_of", "'{value}' is not a value of {name}.", value=str(value), name=name),
                remedy=message("error.expected_either", "Expected {choices}.", choices=joined(fact.choices, "comma")),
            )
    for name, _ in _pairs(plain.get("silent_on")):
        if FactName(name) not in unknowns:
            what = message("lawdata.silent_on", "'silent_on': no unknown of the law is called '{name}'.", name=name)
            yield Problem(where=where, what=what, remedy=did_you_mean(name, map(str, unknowns)))


def _pairs(given: object) -> list[tuple[str, object]]:
    return [(str(name), value) for name, value in given.items()] if isinstance(given, dict) else []


def _text(given: object) -> Text:
    return {name: str(text) for name, text in _pairs(given)}


def _made(plain: Mapping[str, object]) -> Assumption:
    return Assumption(
        id=FactName(str(plain["id"])),
        question=str(plain["question"]),
        sets={FactName(name): str(value) for name, value in _pairs(plain["sets"])},
        said=date.fromisoformat(str(plain["said"])),
        until=date.fromisoformat(str(plain["until"])),
        words=_text(plain["words"]),
        silent_on={FactName(name): _text(text) for name, text in _pairs(plain.get("silent_on"))},
        source=str(plain["source"]),
        confidence=Confidence(str(plain["confidence"])),
        because=str(plain.get("because", "")),
    )
