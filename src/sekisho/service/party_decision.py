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
from sekisho.law.model.match_policy import Decision, DecisionAnswer, digest_of
from sekisho.message import Text, counted, joined, message
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


ENTRY_IDS: Final = message("command.screen_shows_ids", "`sekisho screen NAME` shows the ids of entries.")


def reviews_of(library: Library, facts: Mapping[str, object]) -> list[tuple[str, ListedParty]]:
    """Return the entries to review, or decided, of the parties of a line, with the name of each."""
    index = parties_of(library)
    names = [
        str(value)
        for name, value in facts.items()
        if name in library.facts and library.facts[name].kind == "party" and str(value) not in {"none", "unknown"}
    ]
    index.drop_recalled(names)
    hits = [(name, hit) for name in names for hit in index.whom(name).hits]
    return [(name, hit.entry) for name, hit in hits if hit.zone == "review" or hit.decision is not None]


def decisions_on(
    said: Mapping[str, str], reviews: Sequence[tuple[str, ListedParty]], *, by: str, on: date, basis: str
) -> tuple[Decision, ...]:
    """Return what is said of entries as decisions on the names that may be them.

    Parameters
    ----------
    said
        yes or no, by the id of the entry; an empty id means the one entry that is to review.
    reviews
        Entries to review or decided, each with the name in question.

    Raises
    ------
    FactError
        For each entry that no name may be, and if it is not clear which is meant.
    """
    by_entry: dict[str, list[tuple[str, ListedParty]]] = {}
    for name, entry in reviews:
        by_entry.setdefault(entry.id, []).append((name, entry))
    shown = joined(by_entry, "comma") or message("book.none", "none")
    problems: list[Problem] = []
    for entry_id, answer in said.items():
        if entry_id and entry_id not in by_entry:
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
        elif not entry_id and len(by_entry) != 1:
            what = counted(
                "parties.which_is_meant",
                "{n} entry is to review, so '{answer}' does not say which is meant.",
                "{n} entries are to review, so '{answer}' does not say which is meant.",
                n=len(by_entry),
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
    if problems:
        raise FactError(problems)
    return tuple(
        Decision(
            name=name,
            entry=entry.id,
            same=answer == "yes",
            by=by,
            on=on,
            digest=digest_of(entry),
            basis=basis,
            where="same",
        )
        for entry_id, answer in said.items()
        for name, entry in by_entry[entry_id or next(iter(by_entry))]
    )


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
        If no entry has the id, or another decision came in between.
    """
    from sekisho.parties.register_file import entry_of_id

    meant = entry_of_id(entry, entries or parties_of(library).entries, hint=hint)
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
