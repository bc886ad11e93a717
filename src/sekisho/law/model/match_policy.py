"""Who counts as a listed party: thresholds that belong to the user, and what people decided of single names."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final, Literal, get_args

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.model.listed_party import ListedParty
from sekisho.message import joined, message

Zone = Literal["match", "review", "none"]
DecisionAnswer = Literal["same", "not_same", "escalated"]
ANSWERS: Final[Mapping[DecisionAnswer, str]] = {"same": "yes", "not_same": "no", "escalated": "escalated"}
"""How an answer stands in the column `same` of a table."""
SecondPerson = Literal["none", "same", "not_same", "both"]
"""Which answers count only when another person has confirmed them."""
DIGITS: Final = 3
"""Decimal places of a score."""
ALGORITHM: Final = "parts/2"
"""Name and version of how names are compared part by part; it changes when a score may change."""
FOLDED: Final = "folded/2"
"""The same where the extra `books` is not installed: names are equal after folding, or they are not."""
_LEAST: Final = 0.6
"""Below this a score says nothing."""
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPolicy:
    """Thresholds of a user, 0 to 1.

    Parameters
    ----------
    match
        Score from which a name is that of the listed party. 1 is equal after folding to a name or safe alias.
    review
        Score from which it may be: the fact is unknown, and a person is asked once.
    short_name
        Letters from which an abbreviation that others share too is put to review by itself; a shorter one needs a
        second signal, such as the territory.
    second_person
        Which answers count only when another person has confirmed them; until then the name is to review.
    """

    match: float = 1.0
    review: float = 0.8
    short_name: int = 4
    second_person: SecondPerson = "none"

    def needs_second(self, answer: DecisionAnswer) -> bool:
        """Tell whether an answer counts only when another person has confirmed it."""
        return answer != "escalated" and self.second_person in {"both", answer}

    def zone(self, score: float) -> Zone:
        """Say in which zone a score lies."""
        told = round(score, DIGITS)
        return "match" if told >= self.match else "review" if told >= self.review else "none"

    def to_dict(self) -> dict[str, object]:
        """Return the thresholds, as they are told with an answer; a second person is told where one is asked for."""
        return {name: value for name, value in asdict(self).items() if name != "second_person" or value != "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided of a name and an entry of a list.

    Parameters
    ----------
    same
        Whether the name is that of the listed party.
    escalated
        Nobody decided yet: it waits for somebody who knows, and comes first.
    id
        Of the row of a register; empty for one that a table states.
    second_by
        The other person who confirmed it; empty if nobody did.
    pending
        It waits for that person, and until then the name is to review.
    digest
        State of the entry when it was decided; the decision is open again once the entry changes.
    """

    name: str
    entry: str
    same: bool
    by: str
    on: date
    digest: str
    basis: str = ""
    where: str = ""
    escalated: bool = False
    id: str = ""
    second_by: str = ""
    pending: bool = False

    @property
    def answer(self) -> DecisionAnswer:
        """What was decided: the same party, not the same, or escalated."""
        return "escalated" if self.escalated else "same" if self.same else "not_same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How names of parties are compared with the lists in a determination.

    Parameters
    ----------
    cache
        Folder in which the index of names is kept between runs; None keeps none.
    """

    policy: MatchPolicy = MatchPolicy()
    decisions: tuple[Decision, ...] = ()
    cache: Path | None = None


def identity_data(identity: Identity) -> dict[str, object]:
    """Return thresholds and decisions as plain data, enough to compare names in the same way again."""
    decisions = [{**asdict(one), "on": one.on.isoformat()} for one in identity.decisions]
    return {"policy": identity.policy.to_dict(), "decisions": decisions}


def identity_of(data: Mapping[str, object], *, cache: Path | None) -> Identity:
    """Return thresholds and decisions from plain data, as `identity_data` gives it."""
    policy, decisions = data.get("policy"), data.get("decisions")
    rows = [row for row in decisions if isinstance(row, Mapping)] if isinstance(decisions, list) else []
    return Identity(
        policy=policy_of(policy, where="policy") if isinstance(policy, Mapping) else MatchPolicy(),
        decisions=tuple(Decision(**{**row, "on": date.fromisoformat(str(row["on"]))}) for row in rows),
        cache=cache,
    )


def register_data(decisions: tuple[Decision, ...]) -> dict[str, object]:
    """Return the revision of what people decided, as a run card keeps it: its digest and its number of rows.

    It does not depend on the order of the decisions.
    """
    if not decisions:
        return {}
    rows = sorted(
        repr(
            (one.name, one.entry, one.answer, one.by, one.on, one.digest, one.basis)
            + ((one.second_by, one.pending) if one.second_by or one.pending else ())
        )
        for one in decisions
    )
    return {"register": {"digest": hashlib.sha256("\n".join(rows).encode()).hexdigest(), "rows": len(rows)}}


def digest_of(entry: ListedParty) -> str:
    """Return the state of an entry: its names, list, identifiers and days.

    The letter in front keeps a spreadsheet from taking it for a number.
    """
    stated = (entry.id, entry.list, entry.names, entry.weak_names, entry.territory, entry.identifiers)
    days = (entry.listed, entry.until, entry.open_from)
    return "d" + hashlib.sha256(repr((stated, days)).encode()).hexdigest()[: _SHOWN - 1]


def read_policy(path: Path) -> MatchPolicy:
    """Read a policy file: a mapping in YAML with match, review, short_name and second_person.

    Raises
    ------
    FactError
        With all problems of the file.
    """
    return policy_of(read_plain(path.read_text(encoding="utf-8-sig"), name=str(path)), where=str(path))


def policy_of(given: Mapping[str, object], *, where: str) -> MatchPolicy:
    """Make a policy of what a file states.

    Raises
    ------
    FactError
        If a name is unknown, a value is no number in its range, or review lies above match.
    """
    problems: list[Problem] = []
    numbers: dict[str, float] = {}
    second: SecondPerson = "none"
    for name, value in given.items():
        stated = _stated(name, value, where)
        if isinstance(stated, Problem):
            problems.append(stated)
        elif isinstance(stated, float):
            numbers[name] = stated
        else:
            second = stated
    problems += _out_of_range(numbers, where)
    usual = MatchPolicy()
    match, review = numbers.get("match", usual.match), numbers.get("review", usual.review)
    if not problems and review > match:
        problems.append(
            Problem(
                where=where,
                what=message("lawdata.review_above_match", "review lies above match."),
                remedy=message("lawdata.review_below", "A review begins below a match."),
            )
        )
    if problems:
        raise FactError(problems)
    letters = int(numbers.get("short_name", usual.short_name))
    return MatchPolicy(match=match, review=review, short_name=letters, second_person=second)


def _stated(name: str, value: object, where: str) -> Problem | float | SecondPerson:
    """Read one row of a policy: a number, who decides with whom, or what is wrong with it."""
    if name == "second_person":
        answers: tuple[SecondPerson, ...] = get_args(SecondPerson)
        return next((answer for answer in answers if answer == str(value)), None) or Problem(
            where=f"{where}: {name}",
            what=message("error.no_answer", "'{value}' is not an answer.", value=str(value)),
            remedy=message("lawdata.expected_second", "Expected one of {all}.", all=joined(answers, "comma")),
        )
    known = asdict(MatchPolicy())
    if name not in known:
        remedy = did_you_mean(name, known) or message("lawdata.known", "Known: {known}.", known=joined(known, "comma"))
        return Problem(
            where=where, what=message("error.unknown_key", "unknown key '{name}'.", name=name), remedy=remedy
        )
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    return Problem(
        where=f"{where}: {name}", what=message("error.not_number", "'{value}' is not a number.", value=str(value))
    )


def _out_of_range(numbers: Mapping[str, float], where: str) -> Iterator[Problem]:
    """Say which numbers of a policy lie outside their range."""
    for name in ("match", "review"):
        if not _LEAST <= numbers.get(name, 1.0) <= 1:
            yield Problem(
                where=f"{where}: {name}",
                what=message("lawdata.out_of_range", "{value} is out of range.", value=f"{numbers[name]:g}"),
                remedy=message(
                    "lawdata.expected_least_to_1", "Expected a number from {least} to 1.", least=str(_LEAST)
                ),
            )
    letters = numbers.get("short_name", 0.0)
    if letters < 0 or letters != int(letters):
        yield Problem(
            where=f"{where}: short_name",
            what=message("lawdata.no_letter_count", "{letters} is not a number of letters.", letters=f"{letters:g}"),
            remedy=message("lawdata.expected_count", "Expected a whole number, 0 or more."),
        )
