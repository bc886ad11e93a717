"""What the lists say of a name in half a screen, and of several names in a line a name and hit, gravest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sekisho.i18n.list_names import PartyListText, whole_list
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import short_name
from sekisho.i18n.package_translation import teller_of
from sekisho.law.model.effects import effect_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import MeasureState
from sekisho.message import LawText, Text, WordsText, counted, joined, message
from sekisho.parties.answer import Hit, Identification
from sekisho.parties.listings import ListingOnDay, listing_of
from sekisho.present.document import NOTHING, Brief, BriefPart
from sekisho.present.hit_signs import NOT_FOUND, OPEN, gravest, sign_of, sign_of_all
from sekisho.present.names.group import (
    GROUP_STEP,
    ListedRelative,
    body_of_name,
    body_of_place,
    listed_relatives,
    name_text,
    place_step,
)
from sekisho.present.relations import ties_known, ties_sentence
from sekisho.present.render.brief_layout import CASE_COLUMN, WIDTH, first_fitting, margin_of, screen, spoken
from sekisho.present.render.terminal import Ink, cells, shortened
from sekisho.present.screening import (
    MARKS,
    RULED_OUT,
    STATES,
    decide_command,
    exact_text,
    fuller_names,
    kin_name,
    reason_words,
    zone_text,
)

LABELS: Final[Mapping[str, Text]] = {
    "is": message("screen.label_is", "Is"),
    "may_be": message("screen.label_may_be", "May be"),
    "was": message("screen.label_was", "Like"),
    "list": message("screen.label_list", "List"),
    "effect": message("screen.label_effect", "Effect"),
    "why": message("brief.label_why", "Why"),
    "group": message("screen.label_group", "Group"),
    "also": message("brief.label_also", "Also"),
    "names": message("screen.label_names", "Names"),
    "next": message("brief.label_next", "Next"),
    "scope": message("brief.label_scope", "Scope"),
}
"""What stands beside the parts; the verdict has no label."""
HITS: Final = 5
"""Hits of one name that are named at most."""
NAME: Final = 60
"""Cells of a name that are shown; of many names of one line each fewer."""
NAME_OF_MANY: Final = 24
LONGEST: Final = 120
"""Cells of a name that stands on several lines."""
SAME_NAME: Final = message("screen.brief_same_name", "the same name, apart from lettering")
"""Why a name is listed that is equal to a listed one."""
_ORDER: Final[Mapping[str, int]] = {"■": 0, "▲": 1, OPEN: 2, NOT_FOUND: 3}


def screening_lines(
    answers: Sequence[Identification], library: Library, day: date, *, width: int, translator: Translator | None = None
) -> list[str]:
    """Tell what the lists say: of one name in at most `MOST` lines, of several in a line a name and hit."""
    translator = translator or teller_of(library, "en").translator
    margin = margin_of(translator.say, LABELS.values())
    if len(answers) == 1:
        ink = MARKS[answers[0].zone][1]
        lengths = [(HITS, LONGEST), *((most, CASE_COLUMN - 1 - margin) for most in range(HITS, 0, -1))]
        briefs = (_of_one(answers[0], library, day, translator, hits=most, room=room) for most, room in lengths)
        return first_fitting(briefs, translator.say, ink=ink, margin=margin, width=min(width, WIDTH))
    document = _of_many(answers, library, day, translator)
    return screen(spoken(document, translator.say, margin), ink=Ink.BOLD, margin=margin, width=min(width, WIDTH))


def _of_one(
    answer: Identification, library: Library, day: date, translator: Translator, *, hits: int, room: int
) -> Brief:
    name = shortened(" ".join(answer.query.split()), NAME)
    problem = answer.problem if isinstance(answer.problem, Text) else LawText(answer.problem)
    group = listed_relatives(answer, library, day)
    if answer.is_unread:
        verdict = message("screen.brief_unknown", "{sign} Unknown: {name}", sign=sign_of_all(answer), name=name)
        beside = (
            BriefPart(label=LABELS["group"], rows=tuple(_group_rows(group, translator, room))),
            _part("next", *_next(answer, group), lines=3),
        )
        return Brief(
            headline="",
            parts=(
                BriefPart(wordings=(verdict,), lines=2),
                _part("why", problem, lines=3),
                *(part for part in beside if part.rows or any(part.wordings)),
            ),
        )
    shown = sorted(answer.hits, key=lambda hit: _ORDER[sign_of(hit)])[:hits]
    verdict = message(
        "screen.brief_verdict",
        "{sign} {zone}: {name}",
        sign=sign_of_all(answer),
        zone=_zone(answer, library, day),
        name=name,
    )
    near = shown if answer.zone != "none" else [hit for hit in shown if hit.is_ruled_out]
    parts = (
        BriefPart(wordings=(verdict,), lines=2),
        BriefPart(label=LABELS[_label(answer)], rows=tuple(_hit_rows(answer, shown, translator, room))),
        _part("why", *_reasons(near), lines=2),
        _part("list", *_states(near, library, day, translator.language), lines=2),
        _part("effect", *_effects(near, library), lines=3),
        _part("also", problem, lines=3),
        BriefPart(label=LABELS["group"], rows=tuple(_group_rows(group, translator, room))),
        _part("also", *_fuller(answer, library), lines=3),
        _part("also", *_ties(answer, library, day, is_group_shown=bool(group)), lines=3),
        _part("next", *(_later_step(answer, library, day) or _next(answer, group)), lines=3),
        _part("scope", *_scope([answer], day)),
    )
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def _part(label: str, *wordings: str, lines: int = 1) -> BriefPart:
    return BriefPart(label=LABELS[label], wordings=wordings, lines=lines)


def _label(answer: Identification) -> str:
    """Name the place of the hits: what the name is, what it may be, or what a person decided that it is not."""
    return {"match": "is", "review": "may_be"}.get(answer.zone, "was")


def _listed_later(answer: Identification, library: Library, day: date) -> date | None:
    """Return the day from which a match is listed, where that lies behind the day that is asked for."""
    listed = [listing_of(hit.entry, library, day).listed for hit in answer.hits if hit.zone == "match"]
    later = [at for at in listed if at is not None and at > day]
    return min(later) if later and len(later) == len(listed) else None


def _later_step(answer: Identification, library: Library, day: date) -> tuple[Text, ...]:
    """Say what to do with a party that was listed after the day that is asked for."""
    if answer.zone != "match" or _listed_later(answer, library, day) is None:
        return ()
    return (message("screen.brief_later", "Check the shipment with the day on which it leaves."),)


def _zone(answer: Identification, library: Library, day: date) -> Text:
    """Say whether a name is listed; how many hits there are, the rows tell."""
    if answer.zone == "match":
        if (later := _listed_later(answer, library, day)) is not None:
            return message(
                "screen.brief_zone_later",
                "Not listed on {asked}, listed since {day}",
                asked=quantity("short_day", day),
                day=quantity("short_day", later),
            )
        return message("screen.brief_zone_listed", "Listed")
    if answer.zone == "review":
        return message("screen.brief_zone_possible", "Possible match, you decide")
    place, bearer = body_of_place(answer), body_of_name(answer)
    members = sum(kin.kind == "group" for kin in answer.kin)
    if answer.hits or not (place or bearer or members):
        return zone_text(answer)
    if place is not None:
        return message(
            "screen.brief_zone_place", "Not found itself, perhaps a part of {name}", name=name_text(place.names)
        )
    if bearer is not None:
        return message(
            "screen.brief_zone_name", "Not found itself, perhaps of the group of {name}", name=name_text(bearer.names)
        )
    return counted(
        "screen.brief_zone_group",
        "Not found itself, {n} company of its group is listed",
        "Not found itself, {n} companies of its group are listed",
        n=members,
    )


def _hit_rows(
    answer: Identification, shown: Sequence[Hit], translator: Translator, room: int
) -> Iterator[tuple[str, str]]:
    """Name each hit and its list, and count the others."""
    for hit in shown:
        yield Text(shortened(hit.entry.name_in(translator.language), room)), _on_list(hit)
    if left := len(answer.hits) - len(shown):
        yield counted("screen.brief_more", "{n} more", "{n} more", n=left), _sign_of_rest(answer, shown)


def _sign_of_rest(answer: Identification, shown: Sequence[Hit]) -> Text:
    return Text(gravest(sign_of(hit) for hit in answer.hits if hit not in shown))


def _on_list(hit: Hit) -> Text:
    """Say on which list a hit stands, with its sign; of one that a person ruled out that it is another party."""
    if hit.is_ruled_out:
        return message("screen.brief_other_party", "decided: not the same")
    return message("screen.brief_on_list", "{sign} {list}", sign=sign_of(hit), list=PartyListText(whole_list(hit.list)))


def _states(shown: Sequence[Hit], library: Library, day: date, language: str) -> tuple[Text, ...]:
    """Say by which announcement the first hit is listed and its state; and of any other that its state is another."""
    texts: list[Text] = []
    for hit in shown:
        listing = listing_of(hit.entry, library, day)
        if not texts or listing.state is not MeasureState.IN_FORCE:
            texts.append(_state(hit, listing, language))
    return (joined(dict.fromkeys(texts), "semicolon"),) if texts else ()


def _state(hit: Hit, listing: ListingOnDay, language: str) -> Text:
    """Say by which announcement a hit is listed, since when, and its state on the day."""
    by = short_name(listing.measure, language) if listing.measure else PartyListText(hit.list)
    if not listing.listed:
        return joined([by, STATES[listing.state]], "comma")
    since = message("screen.brief_since", "since {day}", day=quantity("short_day", listing.listed))
    return joined([by, since, STATES[listing.state]], "comma")


def _effects(shown: Sequence[Hit], library: Library) -> tuple[Text, ...]:
    """Say what the lists do to a listed party, the gravest first; nothing where a person ruled the hits out."""
    effects = (effect_of(hit.list, library.effects) for hit in shown if not hit.is_ruled_out)
    texts = list(
        dict.fromkeys(
            WordsText({language: text for language, text in effect.words if text})
            for effect in effects
            if effect is not None
        )
    )
    wordings = tuple(joined(texts[:most], "sentence") for most in range(len(texts), 0, -1))
    return wordings if len(texts) == 1 else (*wordings, NOTHING)  # signs tell what lists do


def _reasons(shown: Sequence[Hit]) -> tuple[Text, ...]:
    """Say why the first hit is near; shorter, its first reason, and of an equal name nothing."""
    if not shown:
        return ()
    reasons = [SAME_NAME if reason.kind == "equal" else reason_words(reason) for reason in shown[0].reasons]
    wordings = tuple(joined(reasons[:most], "semicolon") for most in range(len(reasons), 0, -1))
    return (*wordings, NOTHING) if reasons[:1] == [SAME_NAME] else wordings


def _group_rows(group: Sequence[ListedRelative], translator: Translator, room: int) -> Iterator[tuple[str, str]]:
    """Count the listed companies of its group by list, and name the first of each."""
    by_list: dict[tuple[str, str], list[ListedRelative]] = {}
    for relative in group:
        by_list.setdefault((relative.sign, relative.list), []).append(relative)
    for (sign, _), members in by_list.items():
        first = members[0].name_in(translator.language)
        more = counted("screen.brief_and_more", "and {n} more", "and {n} more", n=len(members) - 1)
        tail = f" {translator.say(more)}" if len(members) > 1 else ""
        case = shortened(first, room - cells(tail)) + tail
        yield Text(case), message("screen.brief_on_list", "{sign} {list}", sign=sign, list=members[0].list_name)


def _fuller(answer: Identification, library: Library) -> tuple[Text, ...]:
    """Say how many listed names contain this one whole, and name the first."""
    fuller = fuller_names(answer)
    if not fuller:
        return ()
    return (
        counted(
            "screen.brief_fuller",
            "{n} listed name contains this one: {name}. If it is written short, write it out.",
            "{n} listed names contain this one, such as {name}. If it is written short, write it out.",
            n=len(fuller),
            name=kin_name(fuller[0], library),
        ),
    )


def _ties(answer: Identification, library: Library, day: date, *, is_group_shown: bool) -> tuple[Text, ...]:
    """Say what is known of the party beside the lists: its owners, its group, military ends."""
    everything = ties_known(answer, library, day)
    sentences = (
        ties_sentence(ties, library, group_told=is_group_shown, is_named=len(everything) > 1) for ties in everything
    )
    texts = [text for text in sentences if text is not None]
    wordings = tuple(joined(texts[:most], "sentence") for most in range(len(texts), 0, -1))
    may_go = not any(ties.is_military_body or any(tie.is_owner for tie in ties.affiliates) for ties in everything)
    return (*wordings, NOTHING) if may_go else wordings


def _next(answer: Identification, group: Sequence[ListedRelative]) -> tuple[Text, ...]:
    """Say what to do: decide whether it is that party, or ask which company it is."""
    to_decide = [hit for hit in answer.hits if hit.zone == answer.zone and hit.needs in {"decide", "rule_out"}]
    if answer.zone == "review" and to_decide:
        command = decide_command(answer.query, to_decide[0].entity, "same")
        whole = message(
            "screen.brief_decide",
            "Ask for the full legal name and the address. Then decide, `same` or `not_same`: {command}",
            command=command,
        )
        short = message(
            "screen.brief_decide_short", "Ask for the full legal name and the address. Then decide: `sekisho decide`."
        )
        return (whole, short)
    if answer.zone == "match":
        if not to_decide:
            number = exact_text(answer)
            return (
                number
                or message("screen.brief_stop", "Do not ship before you have checked the shipment with this name."),
            )
        command = decide_command(answer.query, to_decide[0].entity, "not_same")
        whole = message(
            "screen.brief_rule_out",
            "It counts as listed. If it is another party, decide so: {command}",
            command=command,
        )
        short = message(
            "screen.brief_rule_out_short", "It counts as listed. If it is another party, decide so: `sekisho decide`."
        )
        return (whole, short)
    steps = [step for step in (place_step(answer), GROUP_STEP if group else None) if step is not None]
    return (joined(steps, "sentence"),) if steps else ()


def _scope(answers: Sequence[Identification], day: date) -> tuple[Text, ...]:
    """Say with how many lists and entries a name was compared, on which day, and where the rest is told."""
    compared = next((answer.lists for answer in answers if answer.lists is not None), None)
    if compared is None:
        return ()
    lists, entries = len(compared.entries), sum(number for _, number in compared.entries)
    whole = counted(
        "screen.brief_scope",
        "{n} list, {entries} entries, {day}. No other was checked. --full",
        "{n} lists, {entries} entries, {day}. No other was checked. --full",
        n=lists,
        entries=entries,
        day=quantity("short_day", day),
    )
    return (whole,)


def _of_many(answers: Sequence[Identification], library: Library, day: date, translator: Translator) -> Brief:
    """Tell several names: how many are what, each name and hit in a line, gravest first, and what to do."""
    rows = sorted(_rows_of_many(answers, library, day, translator), key=lambda row: _ORDER[row[0]])
    parts = (
        BriefPart(wordings=(_counts(answers),), lines=2),
        BriefPart(label=LABELS["names"], rows=tuple((case, cell) for _, case, cell in rows)),
        _part("next", *_next_of_many(answers, library, day), lines=3),
        _part("scope", *_scope(answers, day)),
    )
    return Brief(headline="", parts=tuple(part for part in parts if part.rows or any(part.wordings)))


def named_lines(
    answers: Sequence[Identification], library: Library, day: date, translator: Translator, *, most: int
) -> list[str]:
    """Name whom a file lists or may list, a line a name and hit, gravest first; what is left out is counted."""
    rows = sorted(_rows_of_many(answers, library, day, translator), key=lambda row: _ORDER[row[0]])
    if not rows:
        return []
    part = BriefPart(label=LABELS["names"], rows=tuple((case, cell) for _, case, cell in rows[:most]))
    margin = margin_of(translator.say, LABELS.values())
    head = BriefPart(wordings=(message("screen.gravest_first", "The gravest first"),))
    document = Brief(headline="", parts=(head, part))
    lines = ["", *screen(spoken(document, translator.say, margin), ink=Ink.BOLD, margin=margin)]
    if len(rows) > most:
        more = counted("screen.more_names", "{n} more.", "{n} more.", n=len(rows) - most)
        lines.append(" " * margin + translator.say(more))
    return lines


def _counts(answers: Sequence[Identification]) -> Text:
    zones = Counter("unknown" if answer.is_unread else answer.zone for answer in answers)
    counts = [
        text
        for zone, text in (
            ("match", counted("screen.brief_listed", "{n} listed", "{n} listed", n=zones["match"])),
            ("review", counted("screen.brief_possible", "{n} possible", "{n} possible", n=zones["review"])),
            ("unknown", counted("screen.brief_nobody", "{n} unknown", "{n} unknown", n=zones["unknown"])),
            ("none", counted("screen.brief_none", "{n} not found", "{n} not found", n=zones["none"])),
        )
        if zones[zone]
    ]
    sign = gravest(sign_of_all(answer) for answer in answers)
    names = counted("screen.names", "{n} name", "{n} names", n=len(answers))
    return message("screen.brief_verdict", "{sign} {zone}: {name}", sign=sign, zone=names, name=joined(counts, "comma"))


def _rows_of_many(
    answers: Sequence[Identification], library: Library, day: date, translator: Translator
) -> Iterator[tuple[str, str, str]]:
    """Give the sign, the name with what it is or may be, and the list, of each name and hit."""
    room = CASE_COLUMN - 1 - margin_of(translator.say, LABELS.values())
    for answer in answers:
        whole_name = " ".join(answer.query.split())
        name, alone = shortened(whole_name, NAME_OF_MANY), shortened(whole_name, room)
        hits = [hit for hit in answer.hits if not hit.is_ruled_out]
        for hit in hits:
            whole = translator.say(joined([name, hit.entry.name_in(translator.language)], "colon"))
            yield sign_of(hit), Text(shortened(whole, room)), _on_list(hit)
        if hits:
            continue
        group = [] if answer.problem else listed_relatives(answer, library, day)
        fuller = [] if answer.problem else fuller_names(answer)
        if answer.problem:
            yield OPEN, Text(alone), message("screen.brief_names_nobody", "{sign} unknown", sign=OPEN)
        elif group:
            cell = counted(
                "screen.brief_group", "{sign} {n} of its group", "{sign} {n} of its group", n=len(group), sign=OPEN
            )
            yield OPEN, Text(alone), cell
        elif fuller:
            yield OPEN, Text(alone), message("screen.brief_written_short", "{sign} written short?", sign=OPEN)
        else:
            words = RULED_OUT if answer.hits else message("screen.brief_not_found", "not found")
            yield NOT_FOUND, Text(alone), message("brief.cell", "{sign} {words}", sign=NOT_FOUND, words=words)


def _next_of_many(answers: Sequence[Identification], library: Library, day: date) -> tuple[Text, ...]:
    """Say what to do with the gravest first: what is listed, what a person decides, which company of a group."""
    steps: list[Text] = []
    if any(answer.zone == "match" for answer in answers):
        steps.append(message("screen.brief_stop_listed", "Do not ship to the listed before the shipment is checked."))
    if any(answer.zone == "review" and not answer.is_unread for answer in answers):
        steps.append(message("screen.brief_ask_possible", "Ask the possible ones for the full legal name and address."))
    if any(not answer.problem and not answer.hits and listed_relatives(answer, library, day) for answer in answers):
        steps.append(message("screen.brief_ask_group", "Ask which company of the group buys and uses the goods."))
    steps += [message("screen.brief_one_by_one", "More on one: screen it alone.")] if steps else []
    return (joined(steps, "sentence"),) if steps else ()
