"""Screening as text and data: zones, hits with their announcement and day, and why, word by word."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.i18n.list_names import PartyListText, entry_name_as
from sekisho.i18n.locale import LOCALES, quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import short_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import ALGORITHM, DIGITS, MatchPolicy
from sekisho.law.model.measure import MeasureState
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.parties.answer import Compared, Hit, Identification, Kin
from sekisho.parties.index import parties_of
from sekisho.parties.listings import ListingOnDay, listing_of
from sekisho.parties.reason import Reason
from sekisho.present.hit_signs import NOT_FOUND, sign_of, sign_of_all
from sekisho.present.names.group import (
    GROUP_STEP,
    ListedRelative,
    group_head,
    listed_relatives,
    not_found_text,
    place_step,
)
from sekisho.present.relations import ties_known, ties_text
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, pad, paint, wrap
from sekisho.regex import regex

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
    *("problem", "group"),
)
"""Columns of a row that tells a hit, or that there is none."""
STATES: Final[Mapping[MeasureState, Text]] = {
    MeasureState.IN_FORCE: message("screen.in_force", "in force"),
    MeasureState.SUSPENDED: message("screen.not_in_force", "not in force"),
    MeasureState.UNKNOWN: message("screen.state_unknown", "state unknown"),
}
RULED_OUT: Final = message("screen.desk_ruled_out", "Not listed, as decided")
MARKS: Final = {"match": ("■", Ink.RED), "review": ("◆", Ink.YELLOW), "none": (NOT_FOUND, Ink.DIM)}
_KINDS: Final[Mapping[str, Text]] = {
    "equal": message("screen.reason_equal", "equal after folding"),
    "same": message("screen.reason_same", "same"),
    "translation": message("screen.reason_translation", "translation"),
    "synonym": message("screen.reason_synonym", "another word for it"),
    "short": message("screen.reason_short", "short for it"),
    "spelling": message("screen.reason_spelling", "spelt nearly so"),
    "sound": message("screen.reason_sound", "sounds so"),
    "whole": message("screen.reason_whole", "the same as a whole"),
    "only_asked": message("screen.reason_only_asked", "only in the name asked for"),
    "only_listed": message("screen.reason_only_listed", "only in the listed name"),
    "order": message("screen.reason_order", "in another order"),
    "form": message("screen.reason_form", "legal form"),
    "abbreviation": message("screen.reason_abbreviation", "a name that others share"),
    "identifier": message("screen.reason_identifier", "identifier"),
    "reading": message("screen.reason_reading", "read as"),
    "namesake": message("screen.reason_namesake", "another firm"),
    "held": message("screen.reason_held", "a listed name that stands whole"),
    "cut": message("screen.reason_cut", "the beginning of a listed name"),
    "shortened": message("screen.reason_shortened", "every word stands in the listed name"),
    "force_unit": message("screen.reason_force_unit", "named as only units and places of forces are"),
    "piece_address": message("screen.reason_piece_address", "with an address"),
    "piece_number": message("screen.reason_piece_number", "with a number"),
    "piece_role": message("screen.reason_piece_role", "with a role"),
    "piece_honorific": message("screen.reason_piece_honorific", "with a form of address"),
    "piece_country": message("screen.reason_piece_country", "with a country"),
    "piece_site": message("screen.reason_piece_site", "a place of it"),
    "piece_unit": message("screen.reason_piece_unit", "a part of it"),
    "piece_form": message("screen.reason_piece_form", "with a legal form"),
    "piece_body": message("screen.reason_piece_body", "with the body above it"),
    "piece_alias": message("screen.reason_piece_alias", "with another name of the same party"),
    "piece_beside": message("screen.reason_piece_beside", "beside another name"),
    "piece_rest": message("screen.reason_piece_rest", "with words that were not read"),
    "address": message("screen.reason_address", "a place of its address"),
    "number_stands": message(
        "screen.number_stands", "the number of the listed party stands beside the name, so the decision does not count"
    ),
    "basis_lacks": message("screen.basis_lacks", "the decision gives no reason, so it does not count"),
}


def screening_data(found: Identification, library: Library, day: date, policy: MatchPolicy) -> dict[str, object]:
    """Return whom a name means as JSON, each hit with its announcement and its state on the day."""
    plain = found.to_dict()
    plain["hits"] = [{**hit.to_dict(), **listing_of(hit.entry, library, day).to_dict()} for hit in found.hits]
    plain["ties"] = [ties.to_dict() for ties in ties_known(found, library, day)]
    return {**plain, "as_of": day.isoformat(), "policy": {"algorithm": ALGORITHM, **policy.to_dict()}}


def screening_rows(found: Identification, library: Library, day: date) -> list[dict[str, object]]:
    """Return the hits as rows of the same columns; a name without any has one row."""
    group = "; ".join(kin.party for kin in found.kin if kin.kind == "group")  # as `not found itself` counts them
    base = {
        **dict.fromkeys(COLUMNS, ""),
        "query": found.query,
        "zone": found.zone,
        "problem": found.problem,
        "group": group,
    }
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
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what the lists say of one name: the zone first, then each hit with its reasons, then what was compared."""
    words = Translator(language, ("report",), teller_of(library, language))
    lines = _head(found, policy, words, width)
    group = listed_relatives(found, library, day)
    near = list(_near(found, group, words, width))
    if found.is_unread:
        return [*lines, *near]
    lines += near if found.zone == "none" else []
    fuller = fuller_names(found)
    if fuller:
        text = message(
            "screen.fuller",
            "Listed names that contain this one whole: {n}, such as {names}. If it is written short, write it out.",
            n=len(fuller),
            names=joined([_with_id(kin, library) for kin in fuller[:_SHOWN_KIN]], "semicolon"),
        )
        lines += wrap(words.say(text), width=width, indent="  ")
    for hit in found.hits[:SHOWN]:
        lines += ["", *_hit(hit, library, day, words, width)]
    if (rest := len(found.hits) - SHOWN) > 0:
        more = counted(
            "screen.more", "and {n} more; --format json has all.", "and {n} more; --format json has all.", n=rest
        )
        lines += ["", f"  {words.say(more)}"]
    lines += ["", *near] if near and found.zone != "none" else []
    for ties in ties_known(found, library, day):
        sentences = ties_text(ties, library, words, width, group_told=bool(group))
        lines += ["", *sentences] if sentences else []
    return [*lines, "", *(_compared(found.lists, policy, day, words, width) if found.lists is not None else ())]


def kin_name(kin: Kin, library: Library) -> Text:
    """Name a listed party beside a name for readers of each language."""
    return entry_name_as(parties_of(library).by_id.get(kin.party), kin.name)


def _with_id(kin: Kin, library: Library) -> Text:
    return message("ties.with_id", "{name} ({id})", name=kin_name(kin, library), id=kin.party)


def fuller_names(found: Identification) -> list[Kin]:
    """Return the listed names that hold a name whole, those of its group aside."""
    group = {kin.party for kin in found.kin if kin.kind == "group"}
    return [kin for kin in found.kin if kin.kind == "fuller" and kin.party not in group]


def _near(found: Identification, group: Sequence[ListedRelative], words: Translator, width: int) -> Iterator[str]:
    """Tell of which firm a name may be part, the companies of the group by list, and what to do."""
    by_list: dict[tuple[str, str], list[ListedRelative]] = {}
    for relative in group:
        by_list.setdefault((relative.sign, relative.list), []).append(relative)
    if by_list and (found.zone != "none" or any(hit.is_ruled_out for hit in found.hits)):  # else it is said already
        yield from wrap(words.say(group_head(group)), width=width, indent="  ")
    for (sign, _), members in by_list.items():
        names = joined([f"{member.name_in(words.language)} ({member.entry.id})" for member in members], "semicolon")
        on_list = message(
            "screen.group_on", "{list} ({n}): {names}", list=members[0].list_name, n=len(members), names=names
        )
        yield from wrap(f"{sign} {words.say(on_list)}", width=width, indent="  ", hang="    ")
    steps = [step for step in (place_step(found), GROUP_STEP if group else None) if step is not None]
    if steps:
        yield from wrap(words.say(joined(steps, "sentence")), width=width, indent="  ")


def _head(found: Identification, policy: MatchPolicy, words: Translator, width: int) -> list[str]:
    ink, mark = MARKS[found.zone][1], sign_of_all(found)
    problem = words.say(LawText(found.problem) if type(found.problem) is str else found.problem)
    if found.is_unread:
        plain = " ".join(found.query.split())
        name = plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]} ..."
        unknown = words.say(message("screen.unknown", "Unknown"))
        return [paint(f"{mark} {unknown}", ink) + f"  {name}", *wrap(problem, width=width, indent="  ")]
    lines = [paint(f"{mark} {words.say(zone_text(found))}", ink) + f"  {found.query}"]
    lines += wrap(problem, width=width, indent="  ") if problem else []
    if found.zone == "match":
        command = exact_command(found)
        lines += wrap(words.say(exact_text(found)), width=width, indent="  ")
        return [*lines, *(wrap(command, width=width, indent="  ", hang="    ") if command else ())]
    if found.zone != "review":
        return lines
    more = message(
        "screen.review_how",
        "No name is equal to a listed one (match at {match}); is it the same party? Decide once in the table that "
        "`sekisho screen --file NAMES.csv -o matches.csv` writes.",
        match=f"{policy.match:g}",
    )
    return [*lines, *wrap(words.say(more), width=width, indent="  ")]


def exact_text(found: Identification) -> Text:
    """Say what can be decided of a name that is equal to a listed one; of a number nothing can."""
    hit = next(hit for hit in found.hits if hit.zone == "match")
    if hit.number:
        return message(
            "screen.number_how",
            "The number {number} is that of the listed party, and of no other. If it is wrong here, correct it.",
            number=hit.number,
        )
    if hit.needs != "rule_out":
        return Text()
    return message(
        "screen.exact_how",
        "It counts as listed. If it is another party of the same name, decide so, with a reason:",
    )


def exact_command(found: Identification) -> str:
    """Return the command that decides of an equal name; empty where nothing can be decided."""
    hit = next(hit for hit in found.hits if hit.zone == "match")
    return decide_command(found.query, hit.entity, "not_same") if hit.needs == "rule_out" else ""


def decide_command(name: str, entry: str, answer: str) -> str:
    """Return the command that decides whether a name is an entry, as a shell takes it.

    >>> print(decide_command("Men's Wear", "jp-ecl-a01", "not_same"))
    sekisho decide 'Men'"'"'s Wear' jp-ecl-a01 --answer not_same --basis TEXT
    """
    return f"sekisho decide {shlex.quote(name)} {entry} --answer {answer} --basis TEXT"


def zone_text(found: Identification) -> Text:
    """Say whether a name is listed, without what a person decided."""
    zones = Counter(hit.zone for hit in found.hits)
    if found.zone == "match":
        matches = counted("screen.listed", "Listed: {n} match", "Listed: {n} matches", n=zones["match"])
        if not zones["review"]:
            return matches
        review = counted("screen.to_review", "{n} to review", "{n} to review", n=zones["review"])
        return joined([matches, review], "comma")
    if found.zone == "review":
        return counted(
            "screen.may_be_listed", "May be listed: {n} to review", "May be listed: {n} to review", n=zones["review"]
        )
    if any(hit.is_ruled_out for hit in found.hits):
        return RULED_OUT
    return not_found_text(found)


def _hit(hit: Hit, library: Library, day: date, words: Translator, width: int) -> Iterator[str]:
    listing = listing_of(hit.entry, library, day)
    decided = words.say(message("screen.decided", "decided"))
    score = decided if hit.score is None and hit.decision else "    " if hit.score is None else f"{hit.score:.2f}"
    name = hit.entry.name_in(words.language)
    yield f"  {score}  {paint(name, Ink.BOLD)}  {hit.entry.id}"
    effect = effect_of(hit.list, library.effects)
    if effect is not None and (text := effect.in_words(words.language) or effect.in_words("en")):
        yield from wrap(f"{sign_of(hit)} {text}", width=width, indent="        ", hang="          ")
    others = [other for other in dict.fromkeys((hit.name, *hit.entry.names)) if other != name][:2]
    yield from wrap(words.say(_state(hit, listing, day, words.language)), width=width, indent="        ")
    if others:
        also = message("screen.also", "also {names}", names=joined(others, "semicolon"))
        yield from wrap(words.say(also), width=width, indent="        ", hang="          ")
    reasons = joined([reason_words(reason) for reason in hit.reasons], "semicolon")
    yield from wrap(words.say(reasons), width=width, indent="        ", hang="        ")
    note = hit.entry.public_note(words.language) or hit.entry.public_note("en") or hit.entry.note
    if note:
        noted = LOCALES[words.language].with_days(note)
        yield from wrap(noted, width=width, indent="        ", hang="        ")
    if hit.entry.source:
        yield from wrap(hit.entry.source, width=width, indent="        ", hang="        ")


def _state(hit: Hit, listing: ListingOnDay, day: date, language: str) -> Text:
    """Say by which announcement a hit is listed, since when, and in which state that is on a day."""
    by = short_name(listing.measure, language) if listing.measure else PartyListText(hit.entry.list)
    state = STATES[listing.state]
    if not listing.listed:
        return message("screen.listing", "{by}, {state} on {day}", by=by, state=state, day=day)
    return message(
        "screen.listing_since",
        "{by}, listed {since}, {state} on {day}",
        by=by,
        since=listing.listed,
        state=state,
        day=day,
    )


def reason_words(reason: Reason) -> Text:
    """Say one reason in words.

    >>> reason_words(Reason(kind="translation", asked="重工業", listed="heavy industries"))
    'translation: 重工業 ~ heavy industries'
    """
    asked, listed = reason.asked, reason.listed
    if reason.kind == "decided":
        decided = _decided(asked)
        return message("screen.with_basis", "{text} ({basis})", text=decided, basis=listed) if listed else decided
    between = "/" if reason.kind == "form" else "~"
    words = (
        message("screen.reason_pair", "{asked} {between} {listed}", asked=asked, between=between, listed=listed)
        if asked and listed and asked != listed
        else asked or listed
    )
    return joined([_KINDS.get(reason.kind, reason.kind), words], "colon") if words else Text(f"{reason.kind}: ")


def _decided(asked: str) -> Text:
    """Say who decided and when, and whether a second person has yet to confirm it."""
    named = _BY.fullmatch(asked)
    if named is None:
        return message("screen.reason_decided", "decided {what}", what=asked)
    text = message(
        "screen.reason_decided_by",
        "decided by {by} on {day}",
        by=named["by"],
        day=quantity("short_day", date.fromisoformat(named["day"])),
    )
    waits = message("screen.reason_unconfirmed", "not yet confirmed by a second person")
    return joined([text, waits], "comma") if named["waits"] else text


_BY: Final = regex(r"by (?P<by>.+) on (?P<day>\d{4}-\d\d-\d\d)(?P<waits>, not yet .+)?")
"""How a reason names who decided (see `parties.register`)."""


def reasons_in_words(written: str) -> Text:
    """Say the reasons of a row of a table of matches, as `Reason` writes them, in words.

    >>> reasons_in_words("held: 三菱造船株式会社; piece_address: Kobe")
    'a listed name that stands whole: 三菱造船株式会社; with an address: Kobe'
    """
    texts = []
    for part in filter(None, written.split("; ")):
        kind, _, words = part.partition(": ")
        asked, _, listed = words.partition(" ~ ")
        texts.append(reason_words(Reason(kind=kind, asked=asked, listed=listed)))
    return joined(texts, "semicolon")


def likeness_text(row: Mapping[str, str]) -> Text:
    """Say on which list the entry of a row of matches stands, and why the name may mean it."""
    return joined([PartyListText(row["list"]), reasons_in_words(row["reasons"])], "colon")


def _counted_list(name: str, entries: int) -> Text:
    return message("screen.list_entries", "{list} ({n})", list=PartyListText(name), n=entries)


def _compared(compared: Compared, policy: MatchPolicy, day: date, words: Translator, width: int) -> list[str]:
    number = sum(entries for _, entries in compared.entries)
    text = message(
        "screen.compared",
        "Compared with {entries}: {lists}, as of {day}. Score {match}: listed; from {review}, or if a part or the "
        "sound is the same: possible match. Other lists were not checked.",
        entries=counted("screen.entries", "{n} entry", "{n} entries", n=number),
        lists=joined([_counted_list(name, entries) for name, entries in compared.entries], "comma"),
        day=day,
        match=f"{policy.match:g}",
        review=f"{policy.review:g}",
    )
    return wrap(paint(words.say(text), Ink.DIM), width=width)


def summary_text(
    found: Mapping[str, int], names: int, distinct: int, seconds: float, *, language: str = "en"
) -> list[str]:
    """Count many screenings by zone, those that name nobody or cannot be screened as unknown."""
    words = Translator(language, ("report",))
    head = message(
        "screen.screened",
        "Screened {names}, {distinct} of them distinct, in {seconds} s.",
        names=counted("screen.names", "{n} name", "{n} names", n=names),
        distinct=distinct,
        seconds=f"{seconds:.1f}",
    )
    lines = [words.say(head)]
    for zone, text in _ZONES.items():
        mark, ink = MARKS["review" if zone == "unknown" else zone]
        number = found.get(zone, 0)
        if zone == "unknown" and not number:
            continue
        label = pad(words.say(text), 12)  # the longest of the four in English
        lines.append(f"  {paint(f'{mark} {label}', ink)} {number:>10,}  {number / max(names, 1):6.1%}")
    return lines


_ZONES: Final[Mapping[str, Text]] = {
    "match": message("screen.zone_listed", "listed"),
    "review": message("screen.zone_review", "to review"),
    "unknown": message("screen.zone_nobody", "no one named"),
    "none": message("screen.zone_none", "no listing"),
}
"""Zones as a summary names them, the gravest first."""
