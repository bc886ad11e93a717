"""Screening as text and data: zones, hits with their announcement and day, and why, word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from sekisho.i18n.names import short_name
from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ALGORITHM, DIGITS, MatchPolicy
from sekisho.law.model.measure import MeasureState
from sekisho.parties.answer import Compared, Hit, Identification
from sekisho.parties.listings import listing_of
from sekisho.parties.reason import Reason
from sekisho.present.hit_signs import NOT_FOUND, members_of_group, sign_of, sign_of_all
from sekisho.present.relations import ties_known, ties_text
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, wrap

SHOWN: Final = 10
"""Hits of one name that are written out."""
_LONGEST: Final = 60
"""Letters of a field that are shown if it cannot be one name."""
_SHOWN_KIN: Final = 3
"""Listed names that hold a name whole and are written out."""
COLUMNS: Final = (
    *(
        "query",
        "zone",
        "entity",
        "list",
        "name",
        "score",
        "hit_zone",
        "measure",
        "listed",
        "state",
        "reasons",
        "source",
    ),
    "problem",
)
"""Columns of a row that tells a hit, or that there is none."""
_STATES: Final[Mapping[MeasureState, str]] = {
    MeasureState.IN_FORCE: "in force",
    MeasureState.SUSPENDED: "not in force",
    MeasureState.UNKNOWN: "state unknown",
}
_MARKS: Final = {"match": ("■", Ink.RED), "review": ("◆", Ink.YELLOW), "none": (NOT_FOUND, Ink.DIM)}
_KINDS: Final[Mapping[str, str]] = {
    "equal": "equal after folding",
    "same": "same",
    "translation": "translation",
    "synonym": "another word for it",
    "short": "short for it",
    "spelling": "spelt nearly so",
    "sound": "sounds so",
    "whole": "the same as a whole",
    "only_asked": "only in the name asked for",
    "only_listed": "only in the listed name",
    "order": "in another order",
    "form": "legal form",
    "abbreviation": "a name that others share",
    "identifier": "identifier",
    "reading": "read as",
    "namesake": "another firm",
    "held": "a listed name that stands whole",
    "cut": "the beginning of a listed name",
    "shortened": "every word stands in the listed name",
    "piece_address": "with an address",
    "piece_number": "with a number",
    "piece_role": "with a role",
    "piece_honorific": "with a form of address",
    "piece_country": "with a country",
    "piece_site": "a place of it",
    "piece_unit": "a part of it",
    "piece_form": "with a legal form",
    "piece_body": "with the body above it",
    "piece_beside": "beside another name",
    "piece_rest": "with words that were not read",
    "address": "a place of its address",
}


def screening_data(found: Identification, library: Library, day: date, policy: MatchPolicy) -> dict[str, object]:
    """Return whom a name means as JSON, each hit with its announcement and its state on the day."""
    plain = found.to_dict()
    plain["hits"] = [{**hit.to_dict(), **listing_of(hit.entry, library, day).to_dict()} for hit in found.hits]
    plain["ties"] = [ties.to_dict() for ties in ties_known(found.query, library, day)]
    return {**plain, "as_of": day.isoformat(), "policy": {"algorithm": ALGORITHM, **policy.to_dict()}}


def screening_rows(found: Identification, library: Library, day: date) -> list[dict[str, object]]:
    """Return the hits as rows of the same columns; a name without any has one row."""
    base = {**dict.fromkeys(COLUMNS, ""), "query": found.query, "zone": found.zone, "problem": found.problem}
    if not found.hits:
        return [dict(base)]
    return [
        {
            **base,
            "entity": hit.entry.id,
            "list": hit.entry.list,
            "name": hit.name,
            "score": "" if hit.score is None else round(hit.score, DIGITS),
            "hit_zone": hit.zone,
            **listing_of(hit.entry, library, day).to_dict(),
            "reasons": "; ".join(map(str, hit.reasons)),
            "source": hit.entry.source,
        }
        for hit in found.hits
    ]


def screening_text(
    found: Identification,
    library: Library,
    day: date,
    policy: MatchPolicy,
    *,
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what the lists say of one name: the zone first, then each hit with its reasons, then what was compared."""
    lines = _head(found, policy, width)
    if found.problem:
        return lines
    held = [one for one in found.kin if one.kind == "fuller"]
    if held:
        names = "; ".join(f"{one.name} ({one.party})" for one in held[:_SHOWN_KIN])
        said = f"Listed names that hold this one whole: {len(held)}, such as {names}."
        lines += wrap(f"{said} If it is written short, write it out.", width=width, indent="  ")
    for hit in found.hits[:SHOWN]:
        lines += ["", *_hit(hit, library, day, width)]
    if len(found.hits) > SHOWN:
        lines += ["", f"  and {len(found.hits) - SHOWN} more; --format json has all."]
    for ties in ties_known(found.query, library, day):
        told = ties_text(ties, width)
        lines += ["", *told] if told else []
    return [*lines, "", *(_compared(found.lists, policy, day, width) if found.lists is not None else ())]


def _head(found: Identification, policy: MatchPolicy, width: int) -> list[str]:
    ink, mark = _MARKS[found.zone][1], sign_of_all(found)
    zones = Counter(hit.zone for hit in found.hits)
    if found.problem:
        plain = " ".join(found.query.split())
        name = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]} ..."
        return [paint(f"{mark} Unknown", ink) + f"  {name}", *wrap(found.problem, width=width, indent="  ")]
    if found.zone == "match":
        said = f"Listed: {count(zones['match'], 'match', 'matches')}"
        said += f", {zones['review']} to review" if zones["review"] else ""
        return [paint(f"{mark} {said}", ink) + f"  {found.query}"]
    if found.zone == "review":
        said = f"{mark} May be listed: {zones['review']} to review"
        more = f"No name is equal to a listed one (match at {policy.match:g}); is it the same party? "
        more += "Decide once in the table that `sekisho screen --file NAMES.csv -o matches.csv` writes."
        return [paint(said, ink) + f"  {found.query}", *wrap(more, width=width, indent="  ")]
    members = members_of_group(found)
    said = f"Not found itself; heads a group with {count(members, 'listed party', 'listed parties')}"
    if not members:
        number = len(found.lists.entries) if found.lists is not None else 0
        said = f"Not found on the {count(number, 'list')} compared" if number else "Not found on the lists compared"
    return [paint(f"{mark} {said}", ink) + f"  {found.query}"]


def _hit(hit: Hit, library: Library, day: date, width: int) -> Iterator[str]:
    listing = listing_of(hit.entry, library, day)
    score = "decided" if hit.score is None and hit.decision else "    " if hit.score is None else f"{hit.score:.2f}"
    yield f"  {score}  {paint(hit.name, Ink.BOLD)}  {hit.entry.id}"
    effect = effect_of(hit.list, library.effects)
    if effect is not None and effect.in_words("en"):
        yield from wrap(f"{sign_of(hit)} {effect.in_words('en')}", width=width, indent="        ", hang="          ")
    others = [name for name in hit.entry.names if name != hit.name][:2]
    by = short_name(listing.measure) if listing.measure else hit.entry.list
    since = f", listed {listing.listed.isoformat()}" if listing.listed else ""
    yield from wrap(f"{by}{since}, {_STATES[listing.state]} on {day.isoformat()}", width=width, indent="        ")
    if others:
        yield from wrap(f"also {'; '.join(others)}", width=width, indent="        ", hang="          ")
    yield from wrap("; ".join(map(reason_words, hit.reasons)), width=width, indent="        ", hang="        ")
    note = hit.entry.public_note("en") or hit.entry.note
    if note:
        yield from wrap(note, width=width, indent="        ", hang="        ")
    if hit.entry.source:
        yield from wrap(hit.entry.source, width=width, indent="        ", hang="        ")


def reason_words(reason: Reason) -> str:
    """Say one reason in words.

    >>> reason_words(Reason(kind="translation", asked="重工業", listed="heavy industries"))
    'translation: 重工業 ~ heavy industries'
    """
    if reason.kind == "decided":
        return f"decided {reason.asked}" + (f" ({reason.listed})" if reason.listed else "")
    kind = _KINDS.get(reason.kind, reason.kind)
    if reason.asked and reason.listed and reason.asked != reason.listed:
        return f"{kind}: {reason.asked} {'/' if reason.kind == 'form' else '~'} {reason.listed}"
    return f"{kind}: {reason.asked or reason.listed}"


def _compared(compared: Compared, policy: MatchPolicy, day: date, width: int) -> list[str]:
    lists = dict(compared.entries)
    said = ", ".join(f"{name} ({number})" for name, number in compared.entries)
    text = (
        f"Compared with {count(sum(lists.values()), 'entry', 'entries')} of {said}, as of {day.isoformat()}; match at "
        f"{policy.match:g}, review at {policy.review:g}, algorithm {compared.algorithm}. "
        "What is not on these lists was not looked at."
    )
    return wrap(paint(text, Ink.DIM), width=width)


def summary_text(found: Mapping[str, int], names: int, distinct: int, seconds: float) -> list[str]:
    """Count many screenings by zone, those that name nobody or cannot be screened as unknown."""
    lines = [f"Screened {count(names, 'name')}, {distinct:,} of them distinct, in {seconds:.1f} s."]
    for zone, said in (
        ("match", "listed"),
        ("review", "to review"),
        ("unknown", "no one named"),
        ("none", "no listing"),
    ):
        mark, ink = _MARKS["review" if zone == "unknown" else zone]
        number = found.get(zone, 0)
        if zone == "unknown" and not number:
            continue
        lines.append(f"  {paint(f'{mark} {said:<12}', ink)} {number:>10,}  {number / max(names, 1):6.1%}")
    return lines
