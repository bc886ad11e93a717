"""Words of trade that say a way, written as the marks of a sentence: Incoterms, transit, airports, works on the way.

*Magnets FOB Ningbo to Kobe* leave Ningbo; *terbium oxide CIF Yokohama* goes to Yokohama; what a works in Thailand makes
of goods and sends on leaves Thailand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import header_rows
from sekisho.regex import regex
from sekisho.trade.sentence.shipment_words import ARROW, LONGEST_PLACE, Place

_AIRPORT_CITIES: Final = Path(__file__).with_name("airports.csv")
_START_TERMS: Final = "EXW|FCA|FAS|FOB"
"""Incoterms that name the place where goods are handed over to be carried."""
_END_TERMS: Final = "CFR|CIF|CPT|CIP|DAT|DAP|DPU|DDP|DDU|C&F|CNF"
"""Those that name the place to which they are carried."""
_TERM: Final = regex(
    rf"[,;、，]?\s*(?<![A-Za-z])(?:(?P<start>{_START_TERMS})|(?P<end>{_END_TERMS}))(?![A-Za-z])[\s:：]*(?=\S)(?P<rest>.*)",
    re.DOTALL,
)
_PLACE_FIRST: Final = {
    mark: regex(rf"(?P<place>[\u3041-\u30ff\u3400-\u9fff]{{2,6}})(?:{terms})(?![A-Za-z])")
    for mark, terms in (("start", _START_TERMS), ("end", _END_TERMS))
}
"""A place and the term of it, as Chinese and Japanese write them too: 大阪CIF."""
_TERM_FIRST: Final = {
    mark: regex(rf"(?<![A-Za-z])(?:{terms})(?![A-Za-z])[\s:：]*(?P<behind>\S[^,，、;；/\n]*)")
    for mark, terms in (("start", _START_TERMS), ("end", _END_TERMS))
}
_WORD: Final = regex(r"[^\s,，、;；()（）]+")
_MARKS: Final = " ,，;；、/|　"
_CLAUSES: Final = regex(r"\s*[,，、;；]\s*")
_HAN_PLACE: Final = regex(r"[\u3041-\u30ff\u3400-\u9fff]{2,6}")
_TRANSIT: Final = regex(
    r"^(?:transit|trans-?shipment)\s+(?:through|via|in|at)\s+(?P<via>[^:,;]+?)\s*[:,;]\s*(?P<rest>.+)$", re.IGNORECASE
)
_ORDER: Final = regex(
    r"^(?:p\.?/?o\.?|purchase order|order|contract|invoice|注文|発注|契約|订单|合同)\s*(?:no\.?|nr\.?|#|番号|号)?\s*"
    r"[\w/-]*\d[\w/-]*\s*[:：]\s*(?=\S)",
    re.IGNORECASE,
)
"""The number of an order before what is ordered."""
_DASH: Final = regex(r"(?P<start>[^\s,，、;；/]+)(?:\s+[-–—~]\s+|\s*/\s*)(?P<end>[^\s,，、;；/]+)")
_AIRPORTS: Final = regex(
    r"[\s,;、，]*(?<![A-Za-z])(?P<start>[A-Z]{3})\s*(?:-|–|/|→|->|\bto\b)\s*(?P<end>[A-Z]{3})(?![A-Za-z])[,;、，]?"
)
"""Two codes of airports of the IATA, as an air waybill and a forwarder write a way: PVG-NRT."""
_LEG: Final = r"\s*(?:[(（][^()（）]*[)）]\s*)?(?:-|–|—|/|→|->|>|\bto\b)\s*"
_AIRPORT_CHAIN: Final = regex(
    rf"[\s,;、，]*(?<![A-Za-z])(?P<start>[A-Z]{{3}}){_LEG}(?P<middle>[A-Z]{{3}}){_LEG}(?:[A-Z]{{3}}{_LEG})?"
    r"(?P<end>[A-Z]{3})(?![A-Za-z])[,;、，]?"
)
"""Three such codes or four: what lies between the first and the last is on the way."""
_THEN: Final = (
    (
        regex(
            r"\b(?:to|nach)\s+(?P<via>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)\s*,?\s+(?:and\s+|und\s+)?(?:then|onwards?|dann|weiter)\s+"
            r"(?:on\s+|weiter\s+)?(?:to\s+|nach\s+)?(?P<end>[A-Z][\w-]*)"
        ),
        "via {via} to {end}",
    ),
    (
        regex(
            r"(?:出口|转运|[海空陆]?运|发)?(?:到|至|往)(?P<via>[^\s，,、到至往再]{2,6})[，,、]?(?:再|然后|之后|最后)(?:转?运|转|出口|发)?(?:到|至|往)(?P<end>[^\s，,、的]{2,6})"
        ),
        "经{via}运到{end}",
    ),
    (
        regex(
            r"(?P<via>[^\s、，,をからへに]{2,10}?)(?:へ|に|まで)(?:送り|送って|輸出し|運び|発送し|出荷し)?[、，,]?\s*"
            r"(?:その後|そこから|さらに|次に|それから)[、，,]?(?P<end>[^\s、，,をへに]{2,10}?)(?=へ|に|まで)"
        ),
        "{via}経由で{end}",
    ),
)
"""A way in two steps: the first is by which way it goes, the second where it goes."""
_ENDS: Final = (
    (
        regex(
            r"^(?P<before>.+?)[\s　、，,]+(?P<start>[^\s　、，,到至-]{2,8})\s*(?:到|至|[-–—~〜～])\s*"
            r"(?P<end>[^\s　、，,到至-]{2,8})(?=$|[\s　、，,])"
        ),
        "{before} {start}→{end}",
    ),
    (
        regex(
            r"(?P<before>^|.*?[\s　、，,])(?P<start>[^\s　・、，,]{2,8})発[・、\s　]*"
            r"(?P<end>[^\s　・、，,]{2,8}?)(?:着|行き?)(?=$|[\s　、，,でのに])"
        ),
        "{before} {start}→{end} ",
    ),
    (
        regex(
            r"^(?P<before>[^をへ]+?)[、，,\s　]+(?P<start>[^、，,\s　]{2,8})から"
            r"(?P<end>[^、，,\s　]{2,8}?)(?:へ|まで|向け)$"
        ),
        "{before}を{start}から{end}へ",
    ),
)
"""A way between two places beside goods, in Chinese and Japanese: 镓 深圳到大阪, ガリウム 上海発神戸着."""
_BEHIND_ARROW: Final = regex(rf"({ARROW}\s*[^\s、，,→]+)[、，,](?=[^、，,]+(?:向け|宛て?)$)")
_GOES: Final = regex(
    r"(?P<before>^.+?)[，,\s]+(?:去|发往?|出|最终到|最终去|转售|转口|[运销]往)\s*(?P<end>[^\s，,、到至]{2,6})(?=$|[\s，,、])"
)
_STORED: Final = regex(
    r"[,;]\s*(?:ab\s+|ex\s+|in\s+)?(?:lager|warehouse|stock)\s+(?:in\s+)?(?P<place>(?-i:[A-Z])\w+)"
    r"(?=\s*[,;.]|\s+to\b|\s+nach\b|$)",
    re.IGNORECASE,
)
"""A store among what is said of goods: they leave from there."""
_CODE_FIRST: Final = regex(
    r"(?P<code>(?:(?:hs|hts)(?:\s*code)?[\s:：]*)?(?:\d{4}(?:[. ]?\d{2}){0,3}|\d[A-E]\d{3}(?:\.\w+)*))"
    r"\s+(?!(?:to|for|from|via|in|into|at)\b)(?P<start>\S+)\s+(?P<end>\S+)",
    re.IGNORECASE,
)
"""A code and two places, without a mark."""
_WORKED_ON: Final = (
    (
        regex(
            r"(?P<place>[^\s、，,をへに]+?)(?:の[^をへに、，]{0,6}?(?:工場|倉庫|会社|拠点))?で"
            r"(?:加工|組み?立て?|製造|精製|精錬|検査|保管|積み?替え?|再?包装)(?:し|さ)?(?:てから|た後に?|れて|れた|て|た|後に?)[、，]?"
        ),
        "{place}から",
    ),
    (
        regex(
            r"在(?P<place>[^\s、，,到至往]+?)(?:的[^、，,]{0,6}?(?:工厂|仓库|公司))?(?:加工|组装|制造|精炼|检验|储存|包装)"
            r"(?:之?以?后)?[，,]?(?:再|然后)?"
        ),
        "从{place}",
    ),
    (
        regex(
            r"[,;]?\s*\b(?:processed|machined|assembled|refined|finished|stored|repacked)\s+(?:in|at)\s+"
            r"(?P<place>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)(?:,?\s+(?:and|then)\s+(?:then\s+)?|,\s*)"
            r"(?:(?:sent|shipped|exported|sold|delivered|re-?exported|forwarded)\s+)?(?:on\s+)?(?=to\b)"
        ),
        " from {place} ",
    ),
    (
        regex(
            r"^(?P<place>[^\s、，,をへにがは]+?)の(?:保税)?(?:倉庫|在庫|工場|デポ)(?:に(?:ある|保管(?:中の|している|してある)|置いてある)|の)(?=\S)"
        ),
        "{place}から",
    ),
    (
        regex(
            r"^(?:存放|储存|库存|存|放)?在(?P<place>[^\s，,、到至往的]+?)的?(?:保税)?(?:仓库|库房|仓)(?:里|内)?的(?=\S)"
        ),
        "从{place}将",
    ),
)
"""Where goods are worked on or kept before they go on, and how a sentence says that they leave there."""


_STORE_FIRST: Final = regex(
    r"^(?:lager|warehouse|stock|ex\s+warehouse|ab\s+lager|倉庫|在庫|仓库|库存)\s*[:：]?\s*(?P<place>[^\s:：,，;]+)\s*[:：,，]\s*(?P<rest>.+)$",
    re.IGNORECASE,
)
"""A store and its place before the goods in it: *Lager Hamburg: Wolframpulver*."""


def with_trade_marks(words: str, place: Place) -> str:
    """Write words of trade that say a way as *from*, *to* and *via*; a sentence without such words stays as it is.

    Parameters
    ----------
    place
        Gives the code of the territory of a place, empty if it is none.

    >>> codes = {"Ningbo": "CN", "Kobe": "JP", "Yokohama": "JP", "Hong Kong": "HK", "タイ": "TH", "泰国": "TH"}
    >>> def code(text):
    ...     return codes.get(text, "")
    >>> with_trade_marks("magnets FOB Ningbo to Kobe", code), with_trade_marks("oxide CIF Yokohama", code)
    ('magnets from Ningbo to Kobe', 'oxide to Yokohama')
    >>> with_trade_marks("Transit through Hong Kong: tungsten from Ningbo to Kobe", code)
    'tungsten from Ningbo to Kobe via Hong Kong'
    >>> with_trade_marks("アンチモンをタイの工場で加工して日本へ", code), with_trade_marks("在泰国加工后运到日本", code)
    ('アンチモンをタイから日本へ', '从泰国运到日本')
    >>> (
    ...     with_trade_marks("oxide from Ningbo to Hong Kong, then Kobe", code),
    ...     with_trade_marks("8505.11 Ningbo Kobe", code),
    ... )
    ('oxide from Ningbo via Hong Kong to Kobe', '8505.11 from Ningbo to Kobe')
    >>> with_trade_marks("gallium, PVG-NRT, Naniwa Seiki", code), with_trade_marks("CIF terms are fine", code)
    ('gallium from Shanghai to Tokyo, Naniwa Seiki', 'CIF terms are fine')
    """
    words = with_airports(_ORDER.sub("", words.strip()))
    if (transit := _TRANSIT.match(words)) is not None and place(transit["via"]):
        words = f"{transit['rest'].rstrip(' .?')} via {transit['via']}"
    if (store := _STORE_FIRST.match(words)) is not None and place(store["place"]):
        first, *rest = _CLAUSES.split(store["rest"], maxsplit=1)
        words = f"{first} from {store['place']}{''.join(f', {text}' for text in rest)}"
    for pattern, written in _WORKED_ON:
        words = pattern.sub(_where(written, place), words)
    words = _BEHIND_ARROW.sub(r"\1 ", words) if not words.isascii() else words
    words = _STORED.sub(_where(" from {place}", place), words, count=1)
    for pattern, written in _ENDS:
        words = pattern.sub(_in_places(written, place), words, count=1).strip()
    words = _GOES.sub(_goes(place), words, count=1)
    for pattern, written in _THEN:
        words = pattern.sub(_in_steps(written, place), words)
    bare = _CODE_FIRST.fullmatch(words)
    if bare is not None and place(bare["start"]) and place(bare["end"]):
        return f"{bare['code']} from {bare['start']} to {bare['end']}"
    words = _DASH.sub(_between(place), words)
    return _between_terms(words, place) or _without_terms(words, place)


def with_airports(words: str) -> str:
    """Write a way of codes of airports with the names of their cities; a sentence without such stays as it is.

    >>> with_airports("gallium, PVG-ICN-NRT"), with_airports("routing TAO – PUS (T/S) – XYZ")
    ('gallium from Shanghai via Seoul to Tokyo', 'routing from Qingdao via Busan, ')
    """
    return _AIRPORTS.sub(_by_air, _AIRPORT_CHAIN.sub(_by_air, words, count=1), count=1)


@cache
def _airports() -> dict[str, str]:
    """Read the cities of airports by their codes; those of China, Japan and of freight between them."""
    return {row["code"]: row["city"] for row in header_rows(_AIRPORT_CITIES.read_text(encoding="utf-8").splitlines())}


def city_of_airport(code: str) -> str:
    """Return the city of an airport by its code of the IATA; the code itself where no table has it.

    >>> city_of_airport("NRT"), city_of_airport("gallium")
    ('Tokyo', 'gallium')
    """
    return _airports().get(code, code)


def _by_air(match: re.Match[str]) -> str:
    """Write a way between airports with the names of their cities; other letters stay."""
    codes = match.groupdict()
    start, middle, end = (_airports().get(codes.get(name) or "") for name in ("start", "middle", "end"))
    if not start or not (end or middle) or ("middle" in codes and not middle):
        return match[0]
    if not end:
        return f" from {start} via {middle}, "  # the last may be the code of a port, which is told as not read
    via = f" via {middle}" if middle else ""
    return f" from {start}{via} to {end}{',' if match[0].endswith((',', ';', '、', '，')) else ''}"


def _between(place: Place) -> Callable[[re.Match[str]], str]:
    """Write a dash between two places as an arrow; between other words it stays."""
    return lambda match: (
        f"{match['start']} → {match['end']}" if place(match["start"]) and place(match["end"]) else match[0]
    )


def _where(written: str, place: Place) -> Callable[[re.Match[str]], str]:
    return lambda match: written.format(place=match["place"]) if place(match["place"]) else match[0]


def _in_places(written: str, place: Place) -> Callable[[re.Match[str]], str]:
    return lambda match: (
        written.format(**match.groupdict()) if place(match["start"]) and place(match["end"]) else match[0]
    )


def _goes(place: Place) -> Callable[[re.Match[str]], str]:
    return lambda match: f"{match['before']} 到{match['end']}" if place(match["end"]) else match[0]


def _in_steps(written: str, place: Place) -> Callable[[re.Match[str]], str]:
    return lambda match: written.format(**match.groupdict()) if place(match["end"]) else match[0]


def _between_terms(words: str, place: Place) -> str:
    """Write a way between the places of two terms, one where goods are handed over and one to which they are carried.

    Empty where there are not two such.
    """
    places: dict[str, str] = {}
    for mark in ("start", "end"):
        first = next((match for match in _PLACE_FIRST[mark].finditer(words) if place(match["place"])), None)
        match = first or _TERM_FIRST[mark].search(words)
        if match is None:
            return ""
        places[mark] = match["place"] if first else _place_at(match["behind"], place)
        if not places[mark]:
            return ""
        end = match.end() if first else match.start("behind") + len(places[mark])
        words = f"{words[: match.start()].rstrip(_MARKS)}, {words[end:].strip(_MARKS)}".strip(_MARKS)
    goods, *others = _CLAUSES.split(words, maxsplit=1)
    return f"{goods} from {places['start']} to {places['end']}{''.join(f', {text}' for text in others)}"


def _place_at(words: str, place: Place) -> str:
    """Return the place with which words begin; empty if they begin with none."""
    ends = [part.end() for part in _WORD.finditer(words)][:LONGEST_PLACE]
    han = _HAN_PLACE.match(words)
    ends += range(len(han[0]), 1, -1) if han is not None else ()
    return next((words[:end] for end in ends if place(words[:end])), "")


def _without_terms(words: str, place: Place) -> str:
    match = _TERM.search(words)
    if match is None:
        return words
    rest = match["rest"]
    ends = [part.end() for part in _WORD.finditer(rest)][:LONGEST_PLACE]
    if not rest.isascii() or not any(place(rest[:end]) for end in ends):
        han = _HAN_PLACE.match(rest)
        sizes = range(len(han[0]), 1, -1) if han is not None else ()
        length = next((size for size in sizes if place(rest[:size])), 0)
        particle = "から" if match["start"] else "へ"
        return f"{words[: match.start()]} {rest[:length]}{particle}{rest[length:]}" if length else words
    before = words[: match.start()].rstrip(" ,;")
    mark = "from" if match["start"] else "to"
    if mark == "to" and re.search(r"\sto\s", before):
        return f"{before} {rest}"  # where it goes is said already
    return f"{before} {mark} {rest}"
