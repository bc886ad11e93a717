"""One box for everything: a measure by number or words, disputed words, codes, items by description, parties by name.

What is searched for comes in the body of a form: it may be the name of a party.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sekisho.errors import SekishoError
from sekisho.i18n.languages import in_language
from sekisho.i18n.names import short_name
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.measure import is_numbered, number_of
from sekisho.message import Text, joined
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.known_body import owner_of_place
from sekisho.parties.name_tables import is_installed
from sekisho.parties.profile import party_named
from sekisho.present.names.group import not_found_text
from sekisho.service.line.facts_in_words import facts_in_words
from sekisho.service.line.goods_or_party import code_in_words, has_form, home_of, is_item, is_listed
from sekisho.service.screen import ScreenRequest, screen
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.items.harmonised_system import customs_code_fault, is_no_customs_code
from sekisho.trade.sentence.frame import is_question
from sekisho.trade.sentence.marks import PartMark, marked_parts
from sekisho.trade.sentence.shipment_words import customs_code_in, folded, names_between, shipment_words
from sekisho.web.check_form import stated_in
from sekisho.web.pages.answer_card import CODES, AnswerChip
from sekisho.web.pages.law.customs import is_line_of_measure
from sekisho.web.pages.parties import parties
from sekisho.web.pages.result import result
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page, Redirect

GOODS: Final = frozenset({"control_codes", "hs_code", "description"})
"""Facts that say what goods are."""
FOUND: Final = 12
"""Hits of a kind that are shown."""
SUGGESTED: Final = 5
"""Entries of the control list that an item may fall under."""
LIKELY: Final = 0.3
"""Score from which a suggestion is worth showing here; all of them stand on the page that finds codes."""
CHAPTER: Final = 2
"""Digits of a chapter of the tariff. Two digits alone may be the number of an announcement, which goes first."""
TOWARDS: Final = ("へ", "まで", "向け", "向けに", "宛て")
"""What a Japanese phrase that says where goods go ends with."""
SHORTEST: Final = 4
"""Letters from which a part of a party's name is looked for; half as many where a letter is a word."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something that a search came upon."""

    address: str
    name: str
    text: str
    language: str = "en"


def search(visit: RequestContext) -> Answer:
    """Look for words among measures, terms, codes, items and parties."""
    words = visit.text("words") if visit.posted else ""
    if words and not visit.text("all") and (there := _straight(words, visit)) is not None:
        return there
    found = {kind: list(hits)[:FOUND] for kind, hits in _hits(words, visit)} if words else {}
    listed = _listed(words, visit) if words else []
    absent = _absent(words)
    nothing = bool(words) and not any(found.values()) and not listed
    return Page(
        template="search.html",
        title=visit.words("search_title"),
        context={
            "words_given": words,
            "found": found,
            "listed": listed,
            "absent": visit.words.say(absent) if absent is not None else "",
            "names": "\n".join(names_between(words)),
            "goods": _shipment_of_goods(words, visit),
            "nothing": nothing,
            "nobody": visit.words.say(nobody) if nothing and (nobody := _nobody(words, visit)) is not None else "",
        },
        kept=[("words", words)],
        personal=bool(words),
        data=lambda: {
            **({"customs_code": visit.words.say(absent)} if absent is not None else {}),
            **{
                kind: [{"address": hit.address, "name": hit.name, "text": hit.text} for hit in hits]
                for kind, hits in found.items()
            },
            "parties": [{"name": hit.name, "entry": hit.text} for hit in listed],
        },
    )


def ask(visit: RequestContext) -> Answer:
    """Answer what somebody wrote behind `/ask?q=`, as the box does; no link of the answer holds the words."""
    words = visit.text("q") or visit.text("words")
    fields = [(name, value) for name, value in visit.query if name not in {"q", "words"}]
    return search(replace(visit, path="/search", posted=bool(words), query=(), body=[*fields, ("words", words)]))


def _shipment_of_goods(words: str, visit: RequestContext) -> str:
    """Return what may be goods in words that say where they go, for whoever means a shipment; empty if they do not."""
    if not words or code_in_words(words, visit.library) or customs_code_in(words):
        return ""
    stated = facts_in_words(words, visit.settings.workspace).facts
    return stated.get("description", "") if "destination" in stated else ""


def _nobody(words: str, visit: RequestContext) -> Text | None:
    """Say that words are no listed party's name, of words that may be one: a firm that nobody lists is asked of too."""
    if not is_installed() or customs_code_in(words) or number_of(words) is not None or is_question(words):
        return None
    found = screen(ScreenRequest(names=(words,), as_of=visit.as_of), visit.settings.workspace).found[0]
    return not_found_text(found)


def _absent(words: str) -> Text | None:
    """Say of words that are a customs code, and of a chapter or heading that does not exist, that there is none."""
    fault = customs_code_fault(customs_code_in(words))
    return fault.text if fault is not None and fault.kind == "none" else None


def _straight(words: str, visit: RequestContext) -> Answer | None:
    """Go where the words lead without a doubt: a code, one measure, or the answer to an item and a destination."""
    library = visit.library
    as_of = [("as_of", visit.text("as_of"))] if visit.text("as_of") else []
    if code := code_in_words(words, library):
        return Redirect(address(f"/codes/{library.facts[CODES].scheme}/{code}", as_of))
    if number_of(words) is not None:
        hits = list(_measures(words, _test_of(words), visit))
        if len(hits) == 1:
            return Redirect(address(hits[0].address, as_of))
        return None if hits or len(words.strip()) != CHAPTER else _of_customs_code(words.strip(), visit, as_of)
    read = facts_in_words(words, visit.settings.workspace)
    is_told = visit.format == "html" and is_installed() and not _names_both(read.facts, words, visit)
    if is_told and (party := _one_party(words, visit)) is not None:
        return Redirect(address(f"/parties/{party}", as_of))
    if is_told:
        names = names_between(words)
        if _are_parties(names, visit) or owner_of_place(words, parties_of(library)):
            asked = "\n".join(names) if _are_parties(names, visit) else words
            return parties(replace(visit, path="/parties", query=(), body=[("names", asked), *as_of]))
    if digits := customs_code_in(words):
        return _of_customs_code(digits, visit, as_of)
    stated = read.facts
    with suppress(ValueError):  # a day that the words say sets the law, as on every other face
        as_of = [("as_of", date.fromisoformat(stated.get("date", "")).isoformat())]
    somebody = bool(stated.keys() & {"end_user", "end_user_kind"})
    # Who is named as no user is told in the answer: a buyer, or a listed party whose part is not said.
    has_others = bool(stated.keys() & {"importer", "exporter"}) or "end_user" in read.unread
    if not (somebody and stated.keys() & GOODS) and (
        "destination" not in stated or (_listed(words, visit) and not has_others)
    ):
        return None
    if not read.unread and not stated.keys() - {*GOODS, "origin", "departure", "destination"}:
        if "control_codes" in stated and "origin" in stated:
            place = "/answer/{control_codes}/{origin}-{destination}".format_map(stated)
            return Redirect(address(place, as_of))
        if "hs_code" in stated:
            return Redirect(address("/check/result", [*stated.items(), *as_of]))
    if "description" in stated and not (visit.text("goods") or _goods_named(stated["description"], words, visit)):
        return None
    # What was typed and not read is asked first, as the note over the answer says.
    unread = [("ask", fact) for fact in read.unread if stated.get(fact) == UNKNOWN_WORD][:1]
    asking = replace(visit, path="/check/result", query=(), body=[*stated.items(), *as_of, *unread])
    answered = result(asking, replace(stated_in(asking), notes=read.notes))
    return _read_as(words, answered, read.implied, visit)


def _names_both(facts: Mapping[str, str], words: str, visit: RequestContext) -> bool:
    """Tell whether words name goods of a list, or their code, and somebody who gets them."""
    if not facts.keys() & {"end_user", "end_user_kind"}:
        return False
    if facts.keys() & {"control_codes", "hs_code"}:
        return True
    return "description" in facts and _goods_named(facts["description"], words, visit)


def _goods_named(text: str, words: str, visit: RequestContext) -> bool:
    """Tell whether what is taken for goods is: the list has the like of it, or a word between says where it goes.

    An office chair to Japan is goods, though no list knows chairs; *what the ban costs Japan* is a question.
    """
    if next(iter(_items(text, visit)), None) is not None:
        return True
    marked = any(part.mark is PartMark.END for part in marked_parts(words)) or words.rstrip().endswith(TOWARDS)
    return marked and not is_question(words)


def _are_parties(names: Sequence[str], visit: RequestContext) -> bool:
    """Tell whether several names are of parties, and none of goods or a place: a shipment has commas too."""
    library, workspace = visit.library, replace(visit.settings.workspace, today=visit.as_of)
    listed = [name for name in names if is_listed(name, library)]
    if len(names) < 2 or not (listed or any(map(has_form, names))):  # noqa: PLR2004 - several
        return False
    territories = territories_of(library)
    return not any(
        territories.code(name) or (name not in listed and is_item(name, workspace, visit.as_of)) for name in names
    )


def _read_as(words: str, answered: Answer, implied: Collection[str], visit: RequestContext) -> Answer:
    """Say over the answer how the words of the box were read; they may mean something else.

    Parameters
    ----------
    implied
        Facts of which the words say nothing: they stand among what is assumed.
    """
    if not isinstance(answered, Page):
        return answered
    chips: list[AnswerChip] = answered.context.get("chips") or []
    taken = [
        replace(chip, kind="assumed", says=visit.words("chip_assumed", value=chip.says))
        for chip in chips
        if chip.fact in implied
    ]
    stated = [chip for chip in chips if chip.kind == "stated" and chip.fact not in implied]
    chips = [*stated, *taken, *(chip for chip in chips if chip.kind != "stated")]
    spoken = [
        chip.says
        for chip in chips
        if chip.kind == "stated" or (chip.kind == "assumed" and chip.fact in {CODES, *implied})
    ]
    reading = visit.words.say(joined(spoken, "semicolon"))
    context = {**answered.context, "chips": chips, "words_given": words, "read_as": reading}
    return replace(answered, at="/check/result", context=context)


def _of_customs_code(digits: str, visit: RequestContext, as_of: list[tuple[str, str]]) -> Answer | None:
    """Answer a line of a tariff in which a measure is written; show what any other customs code leads to."""
    library = visit.library
    if is_line_of_measure(digits, library):
        origin = [("origin", origin)] if (origin := home_of(library)) else []
        return Redirect(address("/check/result", [*origin, ("hs_code", digits), *as_of]))
    if is_no_customs_code(digits):
        return None  # the page of the search says so, with the box to write it anew
    return Redirect(address(f"/customs/{digits}", as_of))


def _one_party(words: str, visit: RequestContext) -> str | None:
    """Return the one party whose whole name or number the words are; None for ids of the user's own tables too."""
    if customs_code_in(words) or shipment_words(words, territories_of(visit.library)).end:
        return None
    found = party_named(words, visit.library)
    return None if found is None or "/" in found else str(found)


def _hits(words: str, visit: RequestContext) -> Iterator[tuple[str, Iterable[SearchHit]]]:
    library = visit.library
    has = _test_of(words)
    yield "measures", _measures(words, has, visit)
    yield "terms", _terms(has, visit)
    scheme = library.facts[CODES].scheme
    codes = [
        _entry(scheme, code, name, visit)
        for code, name in library.code_names.get(scheme, {}).items()
        if has(code, name, visit.tell(name)) or code.casefold().startswith(words.casefold())
    ]
    yield "codes", codes
    yield "items", () if codes else _items(words, visit)


def _test_of(words: str) -> Callable[..., bool]:
    wanted = folded(words).split()
    return lambda *texts: all(word in folded(" ".join(texts)) for word in wanted)


def _measures(words: str, has: Callable[..., bool], visit: RequestContext) -> Iterator[SearchHit]:
    """Find measures that hold the words; of an announcement's number, those of that number alone."""
    numbered = number_of(words)
    for one in visit.library.measures.values():
        hit = (
            is_numbered(one, *numbered)
            if numbered
            else has(one.id, one.instrument, short_name(one), *one.title.values())
        )
        if hit:
            name = short_name(one) if visit.language == "en" else one.instrument
            yield SearchHit(f"/measures/{one.id}", name, *reversed(in_language(one.title, visit.language)))


def _terms(has: Callable[..., bool], visit: RequestContext) -> Iterator[SearchHit]:
    for one in visit.library.terms.values():
        if one.disputed and has(one.id, *one.words.values()):
            name_shown = in_language(one.words, visit.language)[1]
            yield SearchHit(f"/terms/{one.id}", name_shown or str(one.id), one.words.get("zh", ""), "zh")


def _entry(scheme: str, code: str, name: str, visit: RequestContext) -> SearchHit:
    language, name_shown = visit.tell.pair(name)
    return SearchHit(f"/codes/{scheme}/{code}", code, name_shown, language)


def _items(words: str, visit: RequestContext) -> Iterator[SearchHit]:
    """Suggest entries for an item that no entry names in these words; nothing if that is not installed."""
    from sekisho.classification.classifier import classify
    from sekisho.trade.items.customs_codes import EDITIONS

    if number_of(words):
        return
    hs = customs_code_in(words)
    try:
        found = classify(
            "" if hs else words,
            visit.library,
            hs=hs,
            edition=EDITIONS[0],
            as_of=visit.as_of,
            language=visit.language,
            cache=visit.settings.cache,
        )
    except SekishoError:
        return
    likely = [one for one in found.candidates if one.code and one.code != "none" and (hs or one.score >= LIKELY)]
    for one in likely[:SUGGESTED]:
        yield _entry(found.scheme, str(one.code), one.name, visit)


def _listed(words: str, visit: RequestContext) -> list[SearchHit]:
    """Find listed parties that the words may name or that bear them; how sure that is, the page of names tells."""
    if number_of(words) or customs_code_in(words):
        return []
    if not is_installed():
        return []
    hits = screen(ScreenRequest(names=(words,), as_of=visit.as_of), visit.settings.workspace).found[0].hits
    shown = [hit for hit in hits if hit.zone != "none"][:SUGGESTED]
    found = {hit.entity: hit.entry.name_in(visit.language) for hit in shown}
    index = parties_of(visit.library)
    for one in names_that_hold(words, index, shortest=SHORTEST):
        found.setdefault(one.party, index.by_id[one.party].name_in(visit.language))
    return [
        SearchHit("" if "/" in entry else f"/parties/{entry}", name, entry)
        for entry, name in list(found.items())[:FOUND]
    ]
