"""What is other in a measure that changes: each clause, term and key of it, with what stood there and what stands now.

Conditions are told as sentences, each with the names of its own law: what a law file calls a thing may be another word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sekisho.i18n.conditions import prose, reach_prose
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.names import NO_LIMIT, speech_of
from sekisho.law.model.condition import Condition
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.law.model.term import Reach, Reading

CODES_SHOWN: Final = 12
"""Codes that a sentence names before it counts the rest, as `sekisho show` does; all are named if the rest differs."""
Keys = Mapping[str, object]
Told = Mapping[str, str]
"""A value as a reader sees it, by language; empty texts where nothing stood or stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """One key of a measure, a clause or a term that is another now.

    Parameters
    ----------
    part
        `#` and the id of the clause, or the id of the term; empty for a key of the measure itself.
    key
        The key as it is written; of a reading of a term `narrow`, or `narrow.because`.
    before, after
        Both empty where the key holds more than one line tells, as sources do.
    """

    part: str
    key: str
    before: Told
    after: Told


def changed_parts(before: Keys, after: Keys) -> Iterator[tuple[str, str]]:
    """Say which clauses, terms and other keys of a measure differ: new, gone or changed, and the name."""
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        if key not in {"clauses", "terms"}:
            yield "changed", key
            continue
        old, new = _named(before.get(key)), _named(after.get(key))
        for name in dict.fromkeys([*old, *new]):
            if old.get(name) != new.get(name):
                kind = "new" if name not in old else "gone" if name not in new else "changed"
                yield kind, f"#{name}" if key == "clauses" else name


def changed_keys(before: Keys, after: Keys, laws: tuple[Library, Library], measure: Measure) -> Iterator[KeyChange]:
    """Tell every key that differs in a measure, its clauses and its terms, with what stood there and what stands now.

    Parameters
    ----------
    laws
        The law in use and the new one; `measure` stands in both.
    """
    old, new = (law.measures[measure.id] for law in laws)
    tell = _teller(laws)
    yield from tell("", before, after, {"subject": (old.subject, new.subject)})
    clauses = {str(clause.id).partition("#")[2]: clause for clause in old.clauses}
    of_clauses = _named(before.get("clauses")), _named(after.get("clauses"))
    for clause in new.clauses:
        name = str(clause.id).partition("#")[2]
        if name in clauses and all(name in rows for rows in of_clauses):
            was = clauses[name]
            conditions: dict[str, tuple[Condition | Reach | None, Condition | Reach | None]] = {
                "when": (was.when, clause.when),
                "subject": (was.subject, clause.subject),
                "within": (was.within, clause.within),
            }
            yield from tell(f"#{name}", of_clauses[0][name], of_clauses[1][name], conditions)
    terms = {term.id: term for term in old.terms}
    of_terms = _named(before.get("terms")), _named(after.get("terms"))
    for term in new.terms:
        if term.id in terms and all(term.id in rows for rows in of_terms):
            reaches: dict[str, tuple[Condition | Reach | None, Condition | Reach | None]] = {
                reading.value: (
                    terms[term.id].reach(reading) if terms[term.id].disputed else None,
                    term.reach(reading) if term.disputed else None,
                )
                for reading in Reading
            }
            reaches["when"] = (
                None if terms[term.id].disputed else terms[term.id].central.when,
                None if term.disputed else term.central.when,
            )
            yield from tell(term.id, of_terms[0][term.id], of_terms[1][term.id], reaches)


_Conditions = Mapping[str, tuple[Condition | Reach | None, Condition | Reach | None]]


def _teller(laws: tuple[Library, Library]) -> Callable[[str, Keys, Keys, _Conditions], Iterator[KeyChange]]:
    """Return what tells the keys of one part, with the names of both laws at hand."""

    def sentences(pair: tuple[Condition | Reach | None, Condition | Reach | None], shown: int) -> tuple[Told, Told]:
        both = [
            {language: _said(reach, law, language, shown) for language in LANGUAGES} if reach is not None else {}
            for reach, law in zip(pair, laws, strict=True)
        ]
        return both[0], both[1]

    def tell(part: str, before: Keys, after: Keys, conditions: _Conditions) -> Iterator[KeyChange]:
        for key in dict.fromkeys([*before, *after]):
            was, now = before.get(key), after.get(key)
            if was == now or (not part and key in {"clauses", "terms"}):
                continue
            if key in conditions:
                reach, reach_now = conditions[key]
                given = reach if was is not None else None, reach_now if now is not None else None
                wordings = sentences(given, CODES_SHOWN)
                if wordings[0] == wordings[1]:
                    wordings = sentences(given, NO_LIMIT)
                if wordings[0] != wordings[1]:
                    yield KeyChange(part=part, key=key, before=wordings[0], after=wordings[1])
                if isinstance(was, dict) and isinstance(now, dict) and key in set(Reading):
                    for of in ("because", "argued_by"):
                        yield from _plain(part, f"{key}.{of}", was.get(of), now.get(of))
            elif isinstance(was, dict) and isinstance(now, dict):
                for of in dict.fromkeys([*was, *now]):
                    yield from _plain(part, f"{key}.{of}", was.get(of), now.get(of))
            else:
                yield from _plain(part, key, was, now)

    return tell


def _said(condition: Condition | Reach, law: Library, language: str, shown: int) -> str:
    speech = speech_of(law, language=language, shown=shown)
    return reach_prose(condition, speech) if isinstance(condition, Reach) else prose(condition, speech)


def _plain(part: str, key: str, was: object, now: object) -> Iterator[KeyChange]:
    """Tell a text, a day or spans of days as they are written; of what is longer, that it is another."""
    if was == now:
        return
    texts = [_written(value) for value in (was, now)]
    wordings: list[Told] = [dict.fromkeys(LANGUAGES, text) if text else {} for text in texts]
    whole = all(text or value is None for text, value in zip(texts, (was, now), strict=True))
    yield KeyChange(part=part, key=key, before=wordings[0] if whole else {}, after=wordings[1] if whole else {})


def _written(value: object) -> str:
    if isinstance(value, list):
        if all(isinstance(span, dict) and "state" in span for span in value):
            return "; ".join(" ".join(str(span.get(key, "")) for key in ("state", "from", "until")) for span in value)
        return ", ".join(map(str, value)) if not any(isinstance(member, dict | list) for member in value) else ""
    return "" if value is None or isinstance(value, dict) else str(value)


def _named(rows: object) -> dict[str, Keys]:
    """Return clauses by their ids, and terms, which are written by name."""
    if isinstance(rows, dict):
        return {str(name): row for name, row in rows.items() if isinstance(row, dict)}
    return {str(row["id"]): row for row in rows if isinstance(row, dict)} if isinstance(rows, list) else {}
