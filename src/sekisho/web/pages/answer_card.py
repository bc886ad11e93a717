"""The card of an answer: what was said as chips, and the cases that decide it, each to be changed or chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sekisho.determination.core.deciding_table import DecidingKind, DecidingRow
from sekisho.determination.core.outcome import Determination
from sekisho.i18n.names import unknown_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.trigger import DESCRIPTION
from sekisho.present.determination.brief_parts.assumptions import presumed_texts
from sekisho.present.determination.brief_parts.case_rows import is_looked_up
from sekisho.present.determination.brief_parts.verdict import entry_text
from sekisho.present.render.brief_layout import SpokenPart
from sekisho.web.check_form import UNKNOWN, CheckForm, list_of
from sekisho.web.form_fields import shown_value
from sekisho.web.request_context import Pairs, RequestContext, address

CODES: Final = FactName("control_codes")
ANSWER: Final = "/check/result"
ROW: Final = "row"
"""Field that tells which row was chosen where only a name can take it: by the lists that it turns on."""
ROUTE: Final = ("origin", "destination")
"""Ends that the short address of an answer names, beside the code."""
UNSAID: Final = "item"
"""What stands in the short address for an item whose code nobody said."""
ASKED: Final = 2
"""Missing facts that are named as chips; the question that settles most stands below with the rest."""
_PLACES: Final = {"origin": "chip_origin", "departure": "chip_departure", "destination": "chip_destination"}
_ALONE: Final = frozenset({"movement", "description"})
"""Facts whose value says what it is of."""
_FIRST: Final = ("control_codes", "description", "movement", *_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChip:
    """A fact of the line in a few words.

    Parameters
    ----------
    fact
        Asked again where the chip is pressed.
    kind
        stated, assumed or missing.
    """

    fact: FactName
    kind: str
    question: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCase:
    """A row of what the answer turns on.

    Parameters
    ----------
    sign, cell
        The answer then, as a sign and in words; `headline` names it for style sheets.
    place, fields
        Where the same line is asked with this case, and as what; no place where it cannot be.
    asks
        Fact that the answer there asks for, since a name alone can state it.
    chosen
        Whether it is the case that was chosen, and waits for the name.
    """

    says: str
    sign: str
    cell: str
    headline: str
    place: str = ""
    fields: Pairs = ()
    asks: str = ""
    chosen: bool = False


def chips_of(
    answer: Determination, stated: CheckForm, missing: Sequence[FactName], visit: RequestContext
) -> list[AnswerChip]:
    """Return what was said, what is assumed, and what is missing first."""
    table = visit.library.facts
    order = {name: place for place, name in reversed([*enumerate((*_FIRST, *map(str, table.facts)))])}
    names = sorted(
        (name for name in table.facts if name in stated.facts), key=lambda name: order.get(str(name), len(order))
    )
    chips = [_chip(table[name], "stated", _stated(table[name], stated, visit), visit) for name in names]
    assumed = presumed_texts(answer, visit.library)
    chips += [
        _chip(table[name], "assumed", visit.words("chip_assumed", value=_capital(visit.tell(text))), visit)
        for text, name in assumed.items()
    ]
    named = [name for name in missing if name not in assumed.values()][:ASKED]
    return [
        *chips,
        *(
            _chip(table[name], "missing", visit.words("chip_missing", fact=_capital(visit.words.fact(name))), visit)
            for name in named
        ),
    ]


def _chip(fact: Fact, kind: str, says: str, visit: RequestContext) -> AnswerChip:
    return AnswerChip(fact=fact.name, kind=kind, question=visit.tell(visit.words.question(fact)), says=says)


def _stated(fact: Fact, stated: CheckForm, visit: RequestContext) -> str:
    value = stated.facts[fact.name]
    shown = shown_value(fact, value, visit.words, visit.library)
    if str(value) != UNKNOWN:
        if fact.name in _PLACES:
            return visit.words(_PLACES[fact.name], place=shown)
        if fact.name in _ALONE:
            return shown
        if fact.name == CODES and (name := entry_text(str(value), visit.library)):
            return visit.words("chip_item", name=_capital(visit.tell(name)), code=shown)
    named = visit.tell(unknown_text(fact.name, visit.library)) if fact.of == "law" else visit.words.fact(fact.name)
    return visit.words("chip_fact", fact=_capital(named), value=shown)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def cases_of(
    answer: Determination, parts: Sequence[SpokenPart], stated: CheckForm, visit: RequestContext
) -> Iterator[AnswerCase]:
    """Return the cases as they are told, each with where the line is asked in it.

    What a case says of lists is said by a name alone, so the answer that it leads to asks for the name.
    """
    part = next((part for part in parts if part.rows), SpokenPart())
    waits = visit.text(ROW) if visit.text("ask") else ""
    for (says, cell), place in zip(part.rows, part.row_places, strict=True):
        row, (sign, _, words) = answer.rows[place], cell.partition(" ")
        case = AnswerCase(says=_capital(says), sign=sign, cell=words, headline=row.headline)
        chosen = _chosen(row, stated)
        if chosen is None:
            yield case
            continue
        form, ask = chosen
        fields = [("as_of", stated.as_of.isoformat()), *form.plain(visit.library), *form.private(visit.library)]
        fields += list_of(visit)
        if not ask:
            yield replace(case, place=ANSWER, fields=fields)
            continue
        lists = _lists_of(row, ask)
        is_so = waits == lists and ask == visit.text("ask") and form.facts == stated.facts
        waits = "" if is_so else waits
        yield replace(case, place=ANSWER, fields=[*fields, ("ask", ask), (ROW, lists)], asks=ask, chosen=is_so)


def _lists_of(row: DecidingRow, party: str) -> str:
    """Name the lists on which a party stands in the first case of a row, as an address holds them."""
    return ",".join(row.cases[0].listed[FactName(party)]) or "none"


def _chosen(row: DecidingRow, stated: CheckForm) -> tuple[CheckForm, str] | None:
    """Return the line with the first case of a row, and the fact that only a name can state."""
    first = row.cases[0] if row.cases else None
    if row.kind is DecidingKind.REST or (first is not None and (first.same or first.other)):
        return None
    named = next(iter(first.listed), "") if first is not None else ""
    if named and is_looked_up(FactName(named), stated.facts.get(named)):
        return None  # nobody can give the name of a party that will be listed later
    plain: dict[str, object] = {str(name): value for name, value in row.law.items()}
    plain |= {str(name): values[0] for name, values in (first.facts if first else {}).items() if values}
    form = stated.with_facts(plain).without(*([named] if named else []))
    return replace(form, terms={**form.terms, **{str(term): str(way) for term, way in row.readings.items()}}), named


def answer_address(stated: CheckForm, visit: RequestContext, more: Pairs = ()) -> str:
    """Return the address of an answer: by code and route where it has them, and without a name in any case."""
    plain = list(stated.plain(visit.library))
    by_name = dict(plain)
    rest = [("as_of", stated.as_of.isoformat())]
    if all(by_name.get(name, UNKNOWN) != UNKNOWN for name in (CODES, *ROUTE)):
        origin, destination = (by_name[end] for end in ROUTE)
        rest += without_route(plain)
        return address(f"/answer/{by_name[CODES]}/{origin}-{destination}", [*rest, *more])
    return address(ANSWER, [*rest, *plain, *more])


def linked_by_code(stated: CheckForm, answer: Determination) -> CheckForm:
    """Return the line as its address can say it: by the code that was taken for granted, in place of its own words.

    Words stand in no address, so a link to an item that words alone name would lead to a question without an item.
    """
    code = next((guess.value for guess in answer.presumed if guess.fact == CODES), None)
    return stated if code is None else stated.with_facts({CODES: code}).without(DESCRIPTION)


def without_route(fields: Pairs) -> list[tuple[str, str]]:
    """Leave out the fields that the short address says by itself."""
    return [(name, value) for name, value in fields if name not in {CODES, *ROUTE}]


def in_short_address(visit: RequestContext) -> RequestContext:
    """Read the code and the route of a short address as fields of the line."""
    item, (origin, _, destination) = visit.path_params["item"], visit.path_params["route"].partition("-")
    route = [("origin", origin), ("destination", destination)]
    return replace(visit, query=[*([("control_codes", item)] if item != UNSAID else []), *route, *visit.query])
