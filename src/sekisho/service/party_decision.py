"""Whether a party is the listed one, answered in place: which names wait for it, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.errors import FactError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision, DecisionAnswer
from sekisho.message import Text, counted, joined, message
from sekisho.parties.answer import Hit, Identification
from sekisho.parties.identifier import identifier_of
from sekisho.parties.index import parties_of
from sekisho.service.request import Ask

if TYPE_CHECKING:
    from sekisho.parties.register_file import RegisterFile, RegisterRow

Same = Annotated[
    Mapping[str, str],
    Ask(
        "Is the party to review the listed one? With several, ENTRY=yes or ENTRY=no. With --basis it is saved.",
        metavar="yes|no",
        choices=("yes", "no"),
        bare=True,
        refused=message("error.no_answer", "'{value}' is not an answer.", value=""),
        expected=message("error.expected_entry", "Expected yes, no or ENTRY=yes."),
    ),
]
"""By the id of the entry; an empty id means the one that is to review."""
ByName = Annotated[
    str,
    Ask("Who says so, where no account and no user of the machine does.", flag="--by", metavar="NAME", private=True),
]
Basis = Annotated[
    str,
    Ask(
        "On what it rests: a register, an address, a call. Without it the answer counts for this question alone.",
        metavar="TEXT",
        private=True,
    ),
]


SAY_BASIS: Final = message("parties.say_basis", "Say on what it rests: a register, an address, a call.")
ENTRY_IDS: Final = message("command.screen_shows_ids", "`sekisho screen NAME` shows the ids of entries.")


def reviews_of(library: Library, facts: Mapping[str, object]) -> list[tuple[str, Hit]]:
    """Return the entries that the parties of a line are, may be, or were decided to be or not, with each name."""
    index = parties_of(library)
    names = [
        str(value)
        for name, value in facts.items()
        if name in library.facts and library.facts[name].kind == "party" and str(value) not in {"none", "unknown"}
    ]
    index.drop_recalled(names)
    return open_to_decision(index.whom(name) for name in names)


def open_to_decision(found: Iterable[Identification]) -> list[tuple[str, Hit]]:
    """Return the entries of which a person may say something, with the name of each."""
    hits = ((whom.query, hit) for whom in found for hit in whom.hits)
    return [(name, hit) for name, hit in hits if hit.zone != "none" or hit.decision is not None]


def decisions_on(
    said: Mapping[str, str], reviews: Sequence[tuple[str, Hit]], *, by: str, on: date, basis: str
) -> tuple[Decision, ...]:
    """Return what is said of entries as decisions on the names that may be them.

    A name that is equal to a listed one is said to be another party by the id of the entry and with a ground alone.

    Parameters
    ----------
    said
        yes or no, by the id of the entry; an empty id means the one entry that is to review.
    reviews
        Entries that names are, may be, or that were decided, each with the name in question.

    Raises
    ------
    FactError
        For each entry that no name may be, if it is not clear which is meant, and where an equal name is cleared
        without a ground, or against the number of the listed party.
    """
    every: dict[str, list[tuple[str, Hit]]] = {}
    for name, hit in reviews:
        every.setdefault(hit.entity, []).append((name, hit))
    asked = {entry: hits for entry, hits in every.items() if any(_is_asked(hit) for _, hit in hits)}
    shown = joined(every, "comma") or message("book.none", "none")
    problems: list[Problem] = []
    for entry_id, answer in said.items():
        if entry_id and entry_id not in every:
            what = message(
                "parties.none_to_compare", "no party of the line is to be compared with '{entry}'.", entry=entry_id
            )
            problems.append(
                Problem(
                    where=f"same.{entry_id}",
                    what=what,
                    remedy=message("parties.to_review", "To review: {entries}.", entries=shown),
                )
            )
        elif not entry_id and len(asked) != 1:
            what = counted(
                "parties.which_is_meant",
                "{n} entry is to review, so '{answer}' does not say which is meant.",
                "{n} entries are to review, so '{answer}' does not say which is meant.",
                n=len(asked),
                answer=answer,
            )
            problems.append(
                Problem(
                    where="same",
                    what=what,
                    remedy=message(
                        "parties.write_entry",
                        "Write ENTRY={answer}; to review: {entries}.",
                        answer=answer,
                        entries=shown,
                    ),
                )
            )
        elif answer == "no":
            meant = every[entry_id or next(iter(asked))]
            problems += filter(None, (_uncleared(hit, f"same.{hit.entity}", basis) for _, hit in meant))
    if problems:
        raise FactError(dict.fromkeys(problems))
    return tuple(
        Decision(
            name=name,
            entry=hit.entity,
            same=answer == "yes",
            by=by,
            on=on,
            digest=hit.digest,
            basis=basis,
            where="same",
        )
        for entry_id, answer in said.items()
        for name, hit in every[entry_id or next(iter(asked))]
    )


def _is_asked(hit: Hit) -> bool:
    """Tell whether a bare yes or no may mean a hit: somebody has to decide of it, or did; never an equal name."""
    return hit.zone == "review" or hit.decision is not None


def _uncleared(hit: Hit, where: str, basis: str) -> Problem | None:
    """Say why an equal name is not cleared: its number is that of the listed party, or no ground is given."""
    if hit.zone != "match" or hit.decision is not None:
        return None
    if hit.number:
        return _number_stands(where, hit.number)
    if basis.strip():
        return None
    what = message("parties.equal_needs_basis", "the name is equal to that of a listed party, and no reason is given.")
    return Problem(where=where, what=what, remedy=SAY_BASIS)


def _number_stands(where: str, number: str) -> Problem:
    what = message("parties.number_is_its", "the number {number} is that of the listed party.", number=number)
    remedy = message("parties.correct_number", "If the number is wrong, correct it; a number names one party.")
    return Problem(where=where, what=what, remedy=remedy)


def keep_decision(
    file: RegisterFile,
    library: Library,
    name: str,
    entry: str,
    answer: DecisionAnswer,
    *,
    by: str,
    on: date,
    basis: str,
    evidence: str = "",
    replaces: str | None = None,
    review_by: str = "",
    entries: Iterable[ListedParty] = (),
    hint: Text = ENTRY_IDS,
) -> RegisterRow:
    """Keep in a register that a name is a listed party, or is not.

    Parameters
    ----------
    entry
        Id of the entry.
    replaces
        The decision that was seen and is changed.
    review_by
        Last day on which it holds, YYYY-MM-DD; afterwards it is due again.
    entries
        Parties of all lists where they are at hand; else those of the library.
    hint
        What tells the ids of entries.

    Raises
    ------
    FactError
        If no entry has the id, another decision came in between, or what is said to be another party is the number of
        the listed one.
    """
    from sekisho.parties.register_file import entry_of_id

    meant = entry_of_id(entry, entries or parties_of(library).entries, hint=hint)
    if answer == "not_same" and (number := identifier_of(name)) is not None and number.value in meant.identifiers:
        raise FactError(_number_stands("name", name.strip()))
    return file.decide(
        name, meant, answer, by=by, on=on, basis=basis, evidence=evidence, replaces=replaces, review_by=review_by
    )


def standing(file: RegisterFile, library: Library, today: date | None = None) -> list[dict[str, str]]:
    """Return the row that counts for each name and entry of a register, the newest first, each with its state."""
    return file.standing(parties_of(library).entries, library.identity.policy, today)


def with_decisions(library: Library, made: Iterable[Decision]) -> Library:
    """Return the library with decisions that go before those it has on the same names and entries."""
    new = tuple(made)
    keys = {(decision.name, decision.entry) for decision in new}
    before = (one for one in library.identity.decisions if (one.name, one.entry) not in keys)
    return replace(library, identity=replace(library.identity, decisions=(*before, *new)))


def decisions_in(
    file: Path, library: Library, entries: Iterable[ListedParty] = (), today: date | None = None
) -> tuple[tuple[Decision, ...], tuple[str, ...]]:
    """Read a table of decisions; return those that hold, and what is to be told of those that are open again.

    Parameters
    ----------
    entries
        Entries beside those of the library and of the user's own lists.
    today
        Day by which a decision may have lapsed; left out, none has.

    Raises
    ------
    FactError
        If the table is wrong, with all problems.
    """
    from sekisho.parties.review_decisions import read_decisions

    read = read_decisions(file, (*entries, *parties_of(library).entries), today)
    notes = [
        message(
            "error.open_again",
            "{where}: open again: '{name}' and {entry}: {why}.",
            where=decision.where,
            name=decision.name,
            entry=decision.entry,
            why=why,
        )
        for decision, why in read.reopened
    ]
    if notes:
        again = counted(
            "error.take_again",
            "{n} decision of {file} must be taken again: `sekisho screen --file`.",
            "{n} decisions of {file} must be taken again: `sekisho screen --file`.",
            n=len(notes),
            file=file.name,
        )
        notes.append(again)
    return read.kept, tuple(notes)
