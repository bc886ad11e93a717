"""Whom a name in a line may mean: told where it is not certain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sekisho.determination.core.outcome import Determination
from sekisho.i18n.list_names import entry_name_as
from sekisho.i18n.package_translation import PackageTranslator
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.render.terminal import Ink, paint, wrap

SHOWN = 3
"""Entries that are named for one party."""


def whom_lines(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Tell of the parties that may be listed, and of names that name nobody."""
    lines: list[str] = []
    for fact, text in _notes(answer, library):
        said = message("check.of_party", "{fact}: {text}", fact=fact_label(fact), text=text)
        lines += wrap(tell(said), width=width, indent="  ", hang="    ")
    if not lines:
        return []
    title = paint(tell(message("check.who", "Who may be meant")), Ink.BOLD)
    if all(told.get("problem") or told["zone"] != "review" for told in answer.parties.values()):
        return [title, *lines]
    policy = library.identity.policy
    decide = message(
        "check.decide_once",
        "A name counts as listed from {match}, and may be listed from {review}. Decide once in a table that "
        "`sekisho screen --file NAMES.csv -o matches.csv` writes, and use it with --matches.",
        match=f"{policy.match:g}",
        review=f"{policy.review:g}",
    )
    return [title, *lines, *wrap(tell(decide), width=width, indent="  ", hang="  ")]


def _notes(answer: Determination, library: Library) -> Iterator[tuple[str, str]]:
    """Go through what is to be said of each party of a line."""
    for fact, told in answer.parties.items():
        name, hits = str(answer.facts.get(fact, "")), told["hits"]
        for text in _namesakes(name, hits, library):
            yield fact, text
        if told["zone"] == "review":
            problem = told.get("problem")
            may_be = message(
                "check.may_be", "'{name}' may be {entries}.", name=name, entries=_entries(name, hits, library)
            )
            yield fact, problem if isinstance(problem, str) and problem else may_be


def _namesakes(name: str, hits: object, library: Library) -> list[Text]:
    """Tell of a listed party that bears a like name and is not the one named."""
    return [
        message(
            "check.namesake",
            "'{name}' is another firm than {listed} ({entity}), which bears a like name.",
            name=name,
            listed=_name(hit, hit["name"], library),
            entity=hit["entity"],
        )
        for hit in (hits if isinstance(hits, list) else [])
        if isinstance(hit, dict) and hit.get("relation") == "namesake" and hit["zone"] == "none"
    ]


def _entries(given: str, hits: object, library: Library) -> Text:
    """Name entries in full; the name that was found is told beside it if it is another and not the one given."""
    told = [hit for hit in hits if isinstance(hit, dict) and hit["zone"] != "none"] if isinstance(hits, list) else []
    names = [_entry(given, hit, library) for hit in told[:SHOWN]]
    if len(told) > SHOWN:
        names.append(message("check.more", "{n} more", n=len(told) - SHOWN))
    first, *others = names or [Text()]
    for name in others:
        first = message("check.or_name", "{first} or {next}", first=first, next=name)
    return first


def _entry(given: str, hit: dict[str, Any], library: Library) -> Text:
    shared = message("check.shared_name", "a name that others share")
    score = shared if hit["score"] is None else f"{hit['score']:g}"
    full = hit["names"][0] if hit["names"] else hit["name"]
    name = _name(hit, full, library)
    if hit["name"] in {full, given}:
        return message("check.entry", "{name} ({entity}, {score})", name=name, entity=hit["entity"], score=score)
    return message(
        "check.entry_listed_as",
        "{name} ({entity}, listed as {listed}, {score})",
        name=name,
        entity=hit["entity"],
        listed=hit["name"],
        score=score,
    )


def _name(hit: Mapping[str, Any], english: str, library: Library) -> Text:
    return entry_name_as(parties_of(library).by_id.get(hit["entity"]), english)


def _is_decided(whom: Mapping[str, Any]) -> bool:
    """Tell whether a person decided of a listed name that was found: that party was not looked for in vain."""
    return any(hit["decision"] for hit in whom["hits"])


def searched_lines(answer: Determination, library: Library, tell: PackageTranslator, width: int) -> list[str]:
    """Tell which parties were looked for on how many lists and are on none; nothing if there is none."""
    text = searched_text(answer, library)
    return wrap(tell(text), width=width) if text is not None else []


def searched_text(answer: Determination, library: Library) -> Text | None:
    """Name the parties of a line that were looked for on the lists and are on none; None if there is none."""
    names = [
        str(answer.facts[fact])
        for fact, whom in answer.parties.items()
        if whom["zone"] == "none" and not whom.get("problem") and answer.facts.get(fact) and not _is_decided(whom)
    ]
    if not names:
        return None
    names = list(dict.fromkeys(names))
    names[-1] = names[-1].removesuffix(".")  # the sentence ends with its own full stop: no "Ltd.."
    lists = {"/".join(entry.list.split("/")[:2]) for entry in library.entries}
    return counted(
        "check.searched",
        "Looked for on {n} list and not found: {names}.",
        "Looked for on {n} lists and not found: {names}.",
        n=len(lists),
        names=joined([Text(name) for name in names], "comma"),
    )
