"""One box for everything: a measure by number or words, disputed words, codes, items by description, parties by name.

What is searched for comes in the body of a form: it may be the name of a party.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sekisho.errors import SekishoError
from sekisho.i18n.languages import in_language
from sekisho.i18n.names import short_name
from sekisho.i18n.territory_codes import Territories, territories_of
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.message import joined
from sekisho.parties.identification import names_that_hold
from sekisho.parties.index import parties_of
from sekisho.parties.name_tables import is_installed
from sekisho.parties.profile import party_named
from sekisho.service.screen import ScreenRequest, screen
from sekisho.trade.items.customs_codes import hints
from sekisho.web.pages.answer_card import CODES, AnswerChip
from sekisho.web.pages.law.customs import digits_of, is_line_of_measure, measures_written_in
from sekisho.web.pages.result import result
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Page, Redirect

FOUND: Final = 12
"""Hits of a kind that are shown."""
SUGGESTED: Final = 5
"""Entries of the control list that an item may fall under."""
LIKELY: Final = 0.3
"""Score from which a suggestion is worth showing here; all of them stand on the page that finds codes."""
SHORTEST: Final = 4
"""Letters from which a part of a party's name is looked for; half as many where a letter is a word."""
HS: Final = re.compile(r"\d{4}(?:[. ]?\d{2}){0,3}")
NUMBER: Final = re.compile(r"(?<![\d.])\d{1,3}(?![\d.])")
YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")
NUMBERED: Final = re.compile(r"\w+/\d{4}-(\d{1,3})-")
LONGEST_PLACE: Final = 4
"""Words of the longest name of a territory that is looked for, as in Bosnia and Herzegovina."""
BESIDE_PLACE: Final = re.compile(r"^(?:to|for|into|到|至|往|出口到)\s*|(?:へ|向け|向けに|に|宛て?)$", re.IGNORECASE)
BESIDE_ITEM: Final = re.compile(r"\s+(?:to|for|into|→|->)$|^(?:to|for)\s+|(?:から|出口)$", re.IGNORECASE)
"""Words that join an item and where it goes."""
ROUTES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<item>.+?)\s+from\s+(?P<start>.+?)\s+to\s+(?P<end>.+)",
        r"from\s+(?P<start>.+?)\s+to\s+(?P<end>.+?)\s*[:,]\s*(?P<item>.+)",
        r"(?P<item>.+?)を(?P<start>[^を]+?)から(?P<end>[^を]+?)(?:へ|に|まで|向けに?)?(?:輸出)?",
        r"(?P<start>.+?)から(?P<end>.+?)(?:へ|に|まで)の?(?P<item>.+)",
        r"(?P<item>.+?)を(?P<end>[^を]+?)(?:へ|に|まで|向けに?)(?:輸出)?",
        r"(?:从|自)(?P<start>.+?)(?:出口|运)(?P<item>.+?)(?:到|至|往)(?P<end>.+)",
        r"(?P<item>.+?)(?:从|自)(?P<start>.+?)(?:出口)?(?:到|至|往|运往)(?P<end>.+)",
        r"(?P<item>.+?)(?:出口到|出口至|运往|运到)(?P<end>.+)",
    )
)
"""Sentences that say an item and its way, in three languages; the first in which the places are places counts."""
FOR: Final = re.compile(r"(.+?)\s+for\s+(.+)", re.IGNORECASE)
"""A shipment, and for whom."""
WORDS_OF_A_NUMBER: Final = re.compile(
    r"announcements?|decision|moj?fcom|customs|no\.?|of|in|公告|商务部|海关总署|商務省|第|号|號|年|令|ann\.?|/"
)


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
    return Page(
        template="search.html",
        title=visit.words("search_title"),
        context={
            "words_given": words,
            "found": found,
            "listed": listed,
            "nothing": bool(words) and not any(found.values()) and not listed,
        },
        kept=[("words", words)],
        personal=bool(words),
        data=lambda: {
            **{
                kind: [{"address": hit.address, "name": hit.name, "text": hit.text} for hit in hits]
                for kind, hits in found.items()
            },
            "parties": [{"name": hit.name, "entry": hit.text} for hit in listed],
        },
    )


def _straight(words: str, visit: RequestContext) -> Answer | None:
    """Go where the words lead without a doubt: a code, one measure, or the answer to an item and a destination."""
    library = visit.library
    scheme = library.facts[CODES].scheme
    codes = {code.casefold(): code for code in library.code_names.get(scheme, {})}
    as_of = [("as_of", visit.text("as_of"))] if visit.text("as_of") else []
    if (code := codes.get(_plain(words))) is not None:
        return Redirect(address(f"/codes/{scheme}/{code}", as_of))
    if number_of(words) is not None:
        hits = list(_measures(words, _test_of(words), visit))
        return Redirect(address(hits[0].address, as_of)) if len(hits) == 1 else None
    if visit.format == "html" and is_installed() and (party := _one_party(words, visit)) is not None:
        return Redirect(address(f"/parties/{party}", as_of))
    if HS.fullmatch(_plain(words)):
        return _of_customs_code(digits_of(_plain(words)), visit, as_of)
    territories = territories_of(library)
    item, start, destination = route_of(words, territories)
    party = ""
    if not destination and (split := FOR.fullmatch(words)) is not None:
        item, start, destination = route_of(split[1], territories)
        party = split[2].strip()
    if not destination or (not party and _listed(words, visit)):
        return None
    stated = [("destination", destination)]
    if origin := start or _origin(library):
        stated.append(("origin", origin))  # whose law it is: the question is of what leaves that country
    code = codes.get(_plain(item))
    if code is not None and origin and not party:
        return Redirect(address(f"/answer/{code}/{origin}-{destination}", as_of))
    if HS.fullmatch(_plain(item)):
        stated.append(("hs_code", _plain(item)))
        if not party:
            return Redirect(address("/check/result", [*stated, *as_of]))
    elif code is not None:
        stated.append(("control_codes", code))
    elif next(iter(_items(item, visit)), None) is None:
        return None
    else:
        stated.append(("description", item))
    body = [*stated, *([("end_user", party)] if party else []), *as_of]
    return _read_as(words, result(replace(visit, path="/check/result", query=(), body=body)), visit)


def _read_as(words: str, answered: Answer, visit: RequestContext) -> Answer:
    """Say over the answer how the words of the box were read; they may mean something else."""
    if not isinstance(answered, Page):
        return answered
    chips: list[AnswerChip] = answered.context.get("chips") or []
    spoken = [chip.says for chip in chips if chip.kind == "stated" or (chip.kind, chip.fact) == ("assumed", CODES)]
    reading = visit.words.say(joined(spoken, "semicolon"))
    return replace(answered, context={**answered.context, "words_given": words, "read_as": reading})


def _origin(library: Library) -> str:
    """Return the country whose measures are asked; empty where there are several."""
    origins = {measure.jurisdiction for measure in library.measures.values()}
    return origins.pop() if len(origins) == 1 else ""


def _of_customs_code(digits: str, visit: RequestContext, as_of: list[tuple[str, str]]) -> Answer | None:
    """Answer a line of a tariff in which a measure is written; show what any other customs code leads to."""
    library = visit.library
    if is_line_of_measure(digits, library):
        origin = [("origin", origin)] if (origin := _origin(library)) else []
        return Redirect(address("/check/result", [*origin, ("hs_code", digits), *as_of]))
    try:
        leads = bool(hints(digits, library)) or bool(measures_written_in(digits, library))
    except SekishoError:
        return None
    return Redirect(address(f"/customs/{digits}", as_of)) if leads else None


def route_of(words: str, territories: Territories) -> tuple[str, str, str]:
    """Part words into an item, whence and whither, in any order of three languages; what is not said is empty.

    >>> places = Territories({"japan": "JP", "日本": "JP", "china": "CN", "中国": "CN"})
    >>> route_of("gallium from China to Japan", places), route_of("ガリウムを中国から日本へ", places)
    (('gallium', 'CN', 'JP'), ('ガリウム', 'CN', 'JP'))
    >>> route_of("从中国出口镓到日本", places), route_of("gallium to Japan", places), route_of("gallium", places)
    (('镓', 'CN', 'JP'), ('gallium', '', 'JP'), ('gallium', '', ''))
    """
    for pattern in ROUTES:
        match = pattern.fullmatch(words.strip())
        if match is None:
            continue
        parts = match.groupdict()
        start = territories.code(parts["start"]) if parts.get("start") else ""
        end = territories.code(parts["end"])
        if end and (start or not parts.get("start")):
            return parts["item"].strip(), start, end
    item, end = shipment_of(words, territories)
    return item, "", end


def _one_party(words: str, visit: RequestContext) -> str | None:
    """Return the one party whose whole name or number the words are; None for ids of the user's own tables too."""
    if HS.fullmatch(_plain(words)) or shipment_of(words, territories_of(visit.library))[1]:
        return None
    found = party_named(words, visit.library)
    return None if found is None or "/" in found else str(found)


def shipment_of(words: str, territories: Territories) -> tuple[str, str]:
    """Part words into an item and the code of the territory it goes to; the latter is empty if none is named.

    >>> places = Territories({"japan": "JP", "日本": "JP"})
    >>> shipment_of("gallium to Japan", places), shipment_of("氧化镝 日本", places), shipment_of("gallium", places)
    (('gallium', 'JP'), ('氧化镝', 'JP'), ('gallium', ''))
    """
    parts = words.split()
    for size in range(1, min(LONGEST_PLACE, len(parts) - 1) + 1):
        for item, place in ((parts[:-size], parts[-size:]), (parts[size:], parts[:size])):
            code = territories.code(BESIDE_PLACE.sub("", " ".join(place)))
            if code:
                return BESIDE_ITEM.sub("", " ".join(item)).strip(" ,、，を"), code
    return words, ""


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
    wanted = _plain(words).split()
    return lambda *texts: all(word in _plain(" ".join(texts)) for word in wanted)


def _plain(text: str) -> str:
    """Return a text without the differences of width and case.

    >>> _plain("Ｇａｌｌｉｕｍ ３Ｃ００１")
    'gallium 3c001'
    """
    return unicodedata.normalize("NFKC", text).casefold()


def _measures(words: str, has: Callable[..., bool], visit: RequestContext) -> Iterator[SearchHit]:
    """Find measures that hold the words; of an announcement's number, those of that number alone."""
    numbered = number_of(words)
    for one in visit.library.measures.values():
        hit = (
            _is_numbered(one, *numbered)
            if numbered
            else has(one.id, one.instrument, short_name(one), *one.title.values())
        )
        if hit:
            name = short_name(one) if visit.language == "en" else one.instrument
            yield SearchHit(f"/measures/{one.id}", name, *reversed(in_language(one.title, visit.language)))


def number_of(words: str) -> tuple[int, int | None] | None:
    """Return the number of an announcement that is asked for, and its year if it is said.

    >>> number_of("Announcement 61"), number_of("公告2025年第61号"), number_of("61/2025"), number_of("gallium 3")
    ((61, None), (61, 2025), (61, 2025), None)
    """
    plain = _plain(words)
    year = YEAR.search(plain)
    number = NUMBER.search(YEAR.sub(" ", plain))
    rest = WORDS_OF_A_NUMBER.sub(" ", NUMBER.sub(" ", YEAR.sub(" ", plain)))
    if number is None or rest.strip():
        return None
    return int(number[0]), int(year[0]) if year else None


def _is_numbered(measure: Measure, number: int, year: int | None) -> bool:
    found = NUMBERED.match(measure.id)
    return found is not None and int(found[1]) == number and year in {None, measure.published.year}


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
    hs = _plain(words) if HS.fullmatch(_plain(words)) else ""
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
    if number_of(words) or HS.fullmatch(_plain(words)):
        return []
    if not is_installed():
        return []
    hits = screen(ScreenRequest(names=(words,), as_of=visit.as_of), visit.settings.workspace).found[0].hits
    found = {hit.entity: hit.name for hit in [hit for hit in hits if hit.zone != "none"][:SUGGESTED]}
    for one in names_that_hold(words, parties_of(visit.library), shortest=SHORTEST):
        found.setdefault(one.party, one.name)
    return [
        SearchHit("" if "/" in entry else f"/parties/{entry}", name, entry)
        for entry, name in list(found.items())[:FOUND]
    ]
