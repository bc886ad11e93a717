"""What it does to a party that it stands on a list: a ban, a licence for each delivery, dealings barred.

One row a list or a part of one, in `effects.csv` of a data package. The longest list that an entry's list begins with
tells its effect; a list of the user's own has the effect `own` if no row names it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import rows_of_table
from sekisho.law.model.condition import ListId
from sekisho.message import joined, message

EffectKind = Literal[
    "ban", "individual_licence", "dealings_barred", "countermeasure", "military_body", "own", "foreign"
]
"""What a list does. ban: no controlled item to the party, unless a special application is granted.
individual_licence: each delivery needs a licence of its own. dealings_barred: the notice of the unreliable entity list
says what. countermeasure: a decision under the Anti-Foreign Sanctions Law. military_body: a list of this project.
own: a list of the user's. foreign: law of another state, which is not judged here."""
_LANGUAGES: Final = ("en", "zh", "ja")
_COLUMNS: Final = ("list_part", "effect", "encoded", *(f"words_{language}" for language in _LANGUAGES), "source")
BANS: Final = frozenset({"ban", "dealings_barred", "countermeasure"})
"""Effects that bar dealings with a party."""
OWN_LISTS: Final = "own/"
"""How the name of a list of the user's own begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingEffect:
    """The effect of one list, or of one part of a list.

    Parameters
    ----------
    encoded
        Whether clauses of the library judge it; else the list is held, and its law is not.
    words
        The effect in a sentence, by language: en, zh, ja.
    """

    list: ListId
    kind: EffectKind
    encoded: bool
    words: tuple[tuple[str, str], ...] = ()
    source: str = ""

    def in_words(self, language: str) -> str:
        """Return the sentence in a language; in English where it is missing."""
        said = dict(self.words)
        return said.get(language) or said.get("en", "")


def read_effects(path: Path) -> tuple[ListingEffect, ...]:
    """Read a table of effects.

    Raises
    ------
    LibraryError
        If the table lacks a column, or with every row that names no effect, or says neither yes nor no of whether
        clauses judge it.
    """
    found: list[ListingEffect] = []
    problems: list[Problem] = []
    known: dict[str, EffectKind] = {kind: kind for kind in get_args(EffectKind)}
    for number, row in enumerate(rows_of_table(path, *_COLUMNS), start=2):
        where = f"{path.name}:{number}"
        kind = known.get(row["effect"])
        if kind is None:
            remedy = message("error.expected_one_of", "Expected one of {choices}.", choices=joined(known, "comma"))
            problems.append(
                Problem(
                    where=where,
                    what=message("lawdata.no_effect", "'{value}' is not an effect.", value=row["effect"]),
                    remedy=remedy,
                )
            )
        if row["encoded"] not in {"yes", "no"}:
            what = message("lawdata.encoded_no_answer", "encoded '{value}' is not an answer.", value=row["encoded"])
            problems.append(
                Problem(where=where, what=what, remedy=message("lawdata.expected_yes_no", "Expected yes or no."))
            )
        if kind is not None:
            words = tuple((language, row[f"words_{language}"]) for language in _LANGUAGES)
            encoded = row["encoded"] == "yes"
            list_part = ListId(row["list_part"])
            found.append(ListingEffect(list=list_part, kind=kind, encoded=encoded, words=words, source=row["source"]))
    if problems:
        raise LibraryError(problems)
    return tuple(found)


@lru_cache(maxsize=4096)
def effect_of(name: ListId, effects: tuple[ListingEffect, ...]) -> ListingEffect | None:
    """Return the effect of a list: the row with the longest part of its name; None if nothing is known of it."""
    fitting = [one for one in effects if name == one.list or name.startswith(f"{one.list}/")]
    if fitting:
        return max(fitting, key=lambda one: len(one.list))
    return ListingEffect(list=name, kind="own", encoded=False) if name.startswith(OWN_LISTS) else None


def stops_goods(name: ListId, effects: tuple[ListingEffect, ...]) -> bool:
    """Tell whether goods stop for a party on a list until its part is known: dealings are barred, or it is military."""
    effect = effect_of(name, effects)
    return effect is not None and (effect.kind in BANS or effect.kind == "military_body")
