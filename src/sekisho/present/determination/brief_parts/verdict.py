"""The first line of a brief answer: the outcome, of what goods, whence and whither, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, FREE_WITH_ALERT, UNDETERMINED, Determination
from sekisho.determination.line.alerts import spoken as spoken_alert
from sekisho.i18n.names import ROLES
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.effects import BANS
from sekisho.law.model.fact import Codes
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import scheme_name
from sekisho.message import LawText, Message, PassingText, Text, joined, message
from sekisho.present.determination.brief_parts.open_law import last_known, open_law, was_suspended
from sekisho.present.determination.brief_parts.why_sentence import possible_entry
from sekisho.present.determination.phrases import is_of_china
from sekisho.present.outcome_labels import BRIEF_SHAPES, VERDICTS, bounds_text
from sekisho.present.render.terminal import cells, shortened

CODES_NAMED: Final = 2
"""Control codes that the first line names: of three a reader keeps none in mind."""
OF_PART: Final = frozenset({"words.barred_left_out", "note.barred_named"})
"""Ids of the notes that a barred or military party is named, and not what its part is."""
MILITARY_BODY: Final = "military_body"
NAME_IN_HEAD: Final = 28
"""Cells of the longest name that fits the first line beside what to do."""
CUT_ITEM: Final = 26
"""Cells of goods that the first line names by the beginning of their description, to keep whence and whither."""


def verdict_wordings(answer: Determination, library: Library) -> Iterator[Text]:
    """Say the outcome, of what, whence and whither, and for whom, ever shorter."""
    sign = BRIEF_SHAPES[answer.verdict.headline] if answer.coverage.applying else BRIEF_SHAPES[UNDETERMINED]
    words = outcome_text(answer, library)
    party, route, items = _party(answer), _route(answer, library), _items(answer, library)
    orders = ((item, *rest) for item in items for rest in ((route, party), (route,)))
    cut = shortened(str(answer.facts.get(FactName("description")) or ""), CUT_ITEM)
    for parts in (*orders, *([(Text(cut), route)] if cut else []), (items[-1],), ()):
        row = in_a_row(parts)
        if row is not None:
            yield message("brief.verdict", "{sign} {outcome}: {subject}", sign=sign, outcome=words, subject=row)
        else:
            yield message("brief.verdict_alone", "{sign} {outcome}", sign=sign, outcome=words)


def in_a_row(parts: Iterable[Text | None]) -> Text | None:
    """Set what a line is of in a row: item, route, party."""
    row: Text | None = None
    for part in parts:
        if part:
            row = part if row is None else message("brief.in_a_row", "{first}, {next}", first=row, next=part)
    return row


def outcome_text(answer: Determination, library: Library) -> Text:
    """Say the outcome in the words of the first line."""
    if not answer.coverage.applying:
        return message("brief.silent", "Not known here")
    verdict = answer.verdict
    if verdict.headline == FREE_WITH_ALERT:
        alert = spoken_alert(answer) or answer.alerts[0]
        party = str(answer.facts.get(FactName(alert["role"])) or ROLES[alert["role"]])
        if not is_of_china(answer):
            return message(
                "brief.free_here_with_alert",
                "No licence required under these measures; {party} is on a list: stop and ask",
                party=party,
            )
        return message(
            "brief.free_with_alert",
            "No licence required under China's measures; {party} is on a list: stop and ask",
            party=party,
        )
    if verdict.headline == FREE_IF_SUPPOSED:
        return message("brief.free_if_supposed", "Nothing points to control, if what is assumed is right")
    if verdict.headline == UNDETERMINED:
        branches = open_law(answer)
        if branches:
            if not was_suspended(branches[0].unknown, library):
                return message("brief.depends_on_open_law", "Depends on law that no source read tells")
            day = last_known(branches[0].unknown, answer, library)
            return message("brief.depends_on_law", "Depends on the law after {day}", day=day)
        stop = _stop_for_name(answer, library) or _stop_for_part(answer)
        if stop is not None:
            return stop
        return message("brief.not_decided", "Not decided ({bounds})", bounds=bounds_text(verdict))
    words = VERDICTS[verdict.floor]
    code = next((entry.value for entry in answer.presumed if entry.fact == "control_codes"), "")
    return message("brief.as_code", "{outcome} (as {code})", outcome=words, code=code) if code else words


def _stop_for_name(answer: Determination, library: Library) -> Text | None:
    """Say not to ship before it is known whether a party is one with which dealings are banned."""
    alert = next((alert for alert in answer.alerts if alert["zone"] == "review"), None)
    if alert is None or possible_entry(answer, library) is None:
        return None
    written = str(answer.facts.get(FactName(alert["role"]), ""))
    party: Text = Text(written)
    if not party or cells(party) > NAME_IN_HEAD:
        party = ROLES[alert["role"]]
    if alert["effect"] == MILITARY_BODY and (alert["name"] in written or _is_unit(written)):  # 海自横須賀, 阪神基地隊
        return message(
            "brief.stop_for_body", "Do not ship until you know whether {party} is a military body", party=party
        )
    if alert["effect"] not in BANS:
        return None
    return message("brief.stop_for_name", "Do not ship until you know whether {party} is listed", party=party)


def _is_unit(name: str) -> bool:
    from sekisho.trade.book.cells.force_units import force_units_in  # an answer without such a party needs none

    return bool(force_units_in(name, is_name=True))


def has_part_open(answer: Determination) -> bool:
    """Tell whether the words of a line name a barred or military party and not its part."""
    return _note_of_part(answer) is not None


def _note_of_part(answer: Determination) -> Message | None:
    return next((note for note in answer.notes if isinstance(note, Message) and note.id in OF_PART), None)


def _stop_for_part(answer: Determination) -> Text | None:
    """Say not to ship before it is known which part a barred or military party has that the words name."""
    note = _note_of_part(answer)
    if note is None:
        return None
    party = note.parameters.get("party") or note.parameters["parties"]
    if cells(str(party)) > NAME_IN_HEAD:
        return message("brief.stop_for_named", "Do not ship until you know the part of the listed party named below")
    return message("brief.stop_for_part", "Do not ship until you know what {party} has to do with it", party=party)


def _items(answer: Determination, library: Library) -> list[Text]:
    """Name the item: with its code, without it, and by the code alone."""
    description = str(answer.facts.get(FactName("description")) or "")
    given = answer.facts.get(FactName("control_codes"))
    codes = [] if not isinstance(given, Codes) else sorted(given.sure)
    if any(entry.fact == "control_codes" for entry in answer.presumed):
        codes = []  # the outcome names it
    customs = answer.facts.get(FactName("hs_code"))
    if not codes and not description and customs:
        return [message("brief.customs_code", "HS {code}", code=str(customs))]
    if not codes:
        return [Text(description)]
    code = joined(codes[:CODES_NAMED], "comma")
    several = len(codes) > 1 and not description
    names = filter(None, (entry_text(entry, library) for entry in codes[:CODES_NAMED]))
    name: Text = Text(description) if description else joined(list(names), "comma")
    if several:  # a name alone would be that of one of them
        return [message("brief.item", "{name} ({code})", name=name, code=code), code] if name else [code]
    return [message("brief.item", "{name} ({code})", name=name, code=code), name, code] if name else [code]


def entry_text(code: str, library: Library) -> Text:
    """Name an entry of the control list as people do; as the list does where the data package has no shorter name."""
    scheme = scheme_name(library)
    row = short_text(library, f"{scheme}/{code}", "item")
    name = library.code_names.get(scheme, {}).get(code, "")
    return LawText(row.english) if row else PassingText(LawText(name)) if name else Text()


def _route(answer: Determination, library: Library) -> Text | None:
    names = library.code_names.get("iso/3166", {})
    ends = [answer.facts.get(FactName(name)) for name in ("departure", "destination")]
    start, end = (LawText(names.get(str(code), str(code))) if code is not None else None for code in ends)
    if start and end:
        return message("brief.route", "{departure} to {destination}", departure=start, destination=end)
    if start:
        return message("brief.from", "from {departure}", departure=start)
    return message("brief.to", "to {destination}", destination=end) if end else None


def _party(answer: Determination) -> Text | None:
    party = answer.facts.get(FactName("end_user"))
    return None if party is None or party == "none" else Text(str(party))
