"""What people have said of a book so far, beside its columns: every later run of the same book takes it.

It stands beside the results of each run, whatever made them, and outlives them where the columns are chosen anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

from sekisho.determination.book.answers import BookAnswers, answers_of_card
from sekisho.determination.book.run_files import open_run
from sekisho.determination.settle.answer_acts import acts_of
from sekisho.files.records import as_json
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, digest_of
from sekisho.parties.index import parties_of

GIVEN_FILE: Final = "given.json"
"""In the folder of results, what was given so far."""
RESULTS: Final = "results.parquet"
"""In the same folder, the results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSoFar:
    """Answers about lines and names, and what is assumed of the law.

    Parameters
    ----------
    answers
        Without constants: these stand in the request. Of the decisions on names those alone that stand in no table and
        in no register, which say for themselves what holds now.
    """

    answers: BookAnswers = field(default_factory=BookAnswers)
    assume: Mapping[str, str] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Count what was given: acts of answering, as the page lists them, and words of the law."""
        return len(acts_of(self.answers)) + len(self.assume)

    @classmethod
    def of_card(cls, card: Mapping[str, object]) -> Self:
        """Return what was given of a book, as the card of its run keeps it."""
        answers, assume = answers_of_card(card), card.get("assume")
        own = tuple(decision for decision in answers.decisions if not decision.id and not decision.where)
        return cls(
            answers=BookAnswers(facts=answers.facts, decisions=own),
            assume={str(name): str(word) for name, word in assume.items()} if isinstance(assume, Mapping) else {},
        )

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data, as `of_card` reads it."""
        return {**self.answers.to_card(), "assume": dict(self.assume)}

    def under(self, library: Library) -> Self:
        """Leave out what the law has no more: facts, words, and names whose entry has changed since."""
        entries, decided = (
            parties_of(library).by_id,
            {(known.name, known.entry) for known in library.identity.decisions},
        )

        def stands(made: Decision) -> bool:
            entry = entries.get(made.entry)
            return entry is not None and digest_of(entry) == made.digest and (made.name, made.entry) not in decided

        facts = library.facts.facts
        return replace(
            self,
            answers=BookAnswers(
                facts=tuple(answer for answer in self.answers.facts if answer.fact in facts),
                decisions=tuple(filter(stands, self.answers.decisions)),
            ),
            assume={name: word for name, word in self.assume.items() if FactName(name) in facts},
        )

    def without_name(self, name: str, entry: str) -> Self:
        """Leave out what was decided of a name and an entry of a list."""
        left = tuple(made for made in self.answers.decisions if (made.name, made.entry) != (name, entry))
        return replace(self, answers=replace(self.answers, decisions=left))


def given_in(folder: Path) -> GivenSoFar:
    """Read what was given of the book whose results stand in a folder; nothing where no run has ended yet."""
    place, results = folder / GIVEN_FILE, folder / RESULTS
    if place.is_file():
        return GivenSoFar.of_card(json.loads(place.read_text(encoding="utf-8")))
    return GivenSoFar.of_card(open_run(results).card) if results.is_file() else GivenSoFar()


def keep_given(given: GivenSoFar, folder: Path) -> None:
    """Write what was given beside the results in a folder."""
    (folder / GIVEN_FILE).write_text(as_json(given.to_dict()), encoding="utf-8")
