"""Whom a name in a line may mean: told where it is not certain."""

from __future__ import annotations

from sekisho.determination.core.outcome import Determination
from sekisho.law.model.library import Library
from sekisho.present.render.terminal import Ink, paint, wrap

SHOWN = 3
"""Entries that are named for one party."""


def whom_lines(answer: Determination, library: Library, width: int) -> list[str]:
    """Tell of the parties that may be listed, and of names that name nobody."""
    found: list[str] = []
    for fact, told in answer.parties.items():
        name = str(answer.facts.get(fact, ""))
        for line in _namesakes(name, told["hits"]):
            found += wrap(f"{fact}: {line}", width=width, indent="  ", hang="    ")
        if told["zone"] != "review":
            continue
        said = str(told.get("problem") or "") or f"'{name}' may be {_entries(name, told['hits'])}."
        found += wrap(f"{fact}: {said}", width=width, indent="  ", hang="    ")
    if not found:
        return []
    if all(told.get("problem") or told["zone"] != "review" for told in answer.parties.values()):
        return [paint("Who may be meant", Ink.BOLD), *found]
    policy = library.identity.policy
    found += wrap(
        f"A name counts as listed from {policy.match:g}, and may be listed from {policy.review:g}. Decide once in a "
        "table that `sekisho screen --file NAMES.csv -o matches.csv` writes, and use it with --matches.",
        width=width,
        indent="  ",
        hang="  ",
    )
    return [paint("Who may be meant", Ink.BOLD), *found]


def _namesakes(name: str, hits: object) -> list[str]:
    """Tell of a listed party that bears a like name and is not the one named."""
    return [
        f"'{name}' is another firm than {hit['name']} ({hit['entity']}), which bears a like name."
        for hit in (hits if isinstance(hits, list) else [])
        if isinstance(hit, dict) and hit.get("relation") == "namesake" and hit["zone"] == "none"
    ]


def _entries(given: str, hits: object) -> str:
    """Name entries in full; the name that was found is told beside it if it is another and not the one given."""
    told = [hit for hit in hits if isinstance(hit, dict) and hit["zone"] != "none"] if isinstance(hits, list) else []
    names = []
    for hit in told[:SHOWN]:
        score = "a name that others share" if hit["score"] is None else f"{hit['score']:g}"
        full = hit["names"][0] if hit["names"] else hit["name"]
        by = f"listed as {hit['name']}, " if hit["name"] not in {full, given} else ""
        names.append(f"{full} ({hit['entity']}, {by}{score})")
    return " or ".join(names) + (f" or {len(told) - SHOWN} more" if len(told) > SHOWN else "")
