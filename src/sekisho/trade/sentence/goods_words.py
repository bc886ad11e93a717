"""Words around the name of goods in a phrase: verbs before it, a grade, a code or an amount behind it."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex
from sekisho.trade.items.amounts import UNITS
from sekisho.trade.sentence.frame import bare_goods

_MEASURE: Final = regex(
    r"[\d.,~≥≤<>=φΦ×x%％ ]+\s?(?:[%％]\s?(?-i:[A-Z][a-z]?)(?![A-Za-z])"
    r"|%|％|ppm|[NnKk]|kg|g|t|mm|cm|µm|μm|um|nm|inch|micron|MPa|GPa|g/cm3|W|kW|km"
    rf"|インチ|件|英寸|{UNITS})?(?:\s*\(.*\))?"
)
"""A grade, a size or an amount: it belongs to the goods before it."""
_FIGURE: Final = regex(
    r"(?P<of>[\u3041-\u3096\u3400-\u9fff\u30a0-\u30ff]{1,8}\s?[:：=はが为為]?\s?|(?:[a-z][a-z-]{2,}\s+){1,3}(?:of\s+)?)?(?:[≥≤<>≧≦＞＜±約约]\s?)?\d[\d,.]*(?:\s?[-~～至]\s?\d[\d.,]*)?"
    r"(?P<unit>\s?[A-Za-zµμΩ°℃%‰][A-Za-zµμΩ°℃%‰/·²³^\d-]{0,9})(?:以上|以下|級|级)?"
)
"""What a thing is like in figures, with or without the word for it: 5 kV, 強度 42 cN/dtex."""
_DENSITY: Final = regex(
    r"(?:[a-z]+\s+)?density\b\W{0,3}\d{1,2}\.\d+|[\u3041-\u9fff]{0,4}密度\W{0,2}\d{1,2}\.\d+", re.IGNORECASE
)
"""A density without its unit."""
_COUNTED: Final = regex(rf"\s?(?:{UNITS}|k?g|t|l|m)", re.IGNORECASE)
"""A unit of how much there is; behind words it is an amount of these: 铋 20kg."""
_GRADE: Final = regex(r"%|％|ppm|(?<=[\d ])(?:[NnKk]|[mcµμun]m|micron|MPa|GPa|g/cm3)(?![a-z])")
"""A unit of what goods are like, and not of how many there are."""
_CUSTOMS: Final = regex(r"\d{4}(?:[. ]?\d{2}){0,3}|\d{10}")
_CUSTOMS_SAID: Final = regex(
    r"(?:HS|海关编码|税号|税番)\s*(?:code|コード|编码)?\s*[:：はがは为是]?\s*(?P<code>\d{4}[\d. ]*\d)", re.IGNORECASE
)
_HOLDS: Final = regex(
    r"(?<=\S)を(?:含[むん]だ?|含有(?:する|した)|添加した|配合した|混ぜた)(?=[\u3400-\u9fff\u30a1-\u30faA-Za-z])"
)
"""What goods hold, before these."""
_EACH: Final = regex(
    r"^(?:毎[月週年]|[月年]間|合計|総量|計|約|每[月周年]|总共|共|约)\s*(?=\d)"
    r"|^(?:(?:an?|one|two|three|four|five|six|ten|some|a\s+few)\s+(?:tonnes?|tons?|kilos?|pieces?|sets?)(?:\s+of\s+(?:them|it|these))?)$",
    re.IGNORECASE,
)
"""How often, or that it is all, before an amount; an amount in words."""
_DENIED: Final = regex(
    r"([^、。をはが]{1,24}?)[はもを](?:一切)?(?:含ま(?:ない|ず|れない|れていない|れていません)|含有し(?:ない|ません)"
    r"|(?:含んで|入って|入れて|使って|使用して|添加して)い(?:ない|ません))(?:です)?"
    r"|(?:不含有?|不添加|未添加)([^，。,;；]{1,16})|(?:without|no|free\s+of|ohne)\s+([\w][\w /&-]{0,40})",
    re.IGNORECASE,
)
_PACKED: Final = regex(
    r"[\s　]*(?:[钢鋼玻铁鉄鐵]?[瓶桶罐箱袋盒][装裝]|(?:ボンベ|ドラム缶|[缶袋瓶箱])(?:入り|詰め?|入)"
    r"|(?:packed\s+)?in\s+(?:steel\s+|glass\s+|plastic\s+)?(?:drums?|cylinders?|bottles?|bags?|cans?|boxes))"
    r"(?=[\s　,，、)]|$)",
    re.IGNORECASE,
)
"""In what goods are packed, behind their name."""
_CAS: Final = regex(r"\d{2,7}-\d{2}-\d")
_BEFORE_GOODS: Final = regex(
    r"^(?:(?:(?:we|i)(?:'d|’d|'ll)?(?:\s+would)?(?:\s+like)?(?=\s+to\s)"
    r"|our|its|his|their|the|an?|some|to|wants?|is|are|can|may|buy(?:s|ing)?|bought|sell|ship(?:ping)?|export|order(?:ed)?|need|of"
    r"|what about|how about|only|just"
    r"|about|returning|regarding|wir|möchten|re|po\s+[\w-]*\d+)\b[\s:–-]*)+"
    r"|^(?:客户|我们|他们|我司)?(?:想|需)?(?:要发|要|发|买|购买|采购|订购|出口|关于)?(?:[有这]?一[批票])?(?<=.)|^(?:いや|還是|还是|それとも|のうち|の)|^(?:就|只有)(?=\d)",
    re.IGNORECASE,
)
"""Verbs and words before goods."""
_BEHIND_GOODS: Final = regex(
    r"\s+in\s+(?-i:[A-Z])[a-z]+$|\s+(?:auf\s+Lager|vorrätig|in\s+stock)$"
    r"|\s+needs?\s+an?\s+licen[cs]e\b.*$|(?<=\S)\s*(?:各|两种各|各々)$|(?:的|再)$",
    re.IGNORECASE,
)
_SAYS_NOTHING: Final = frozenset(
    {*("ships", "ship", "shipment", "delivery", "lieferung", "versand", "export", "goods", "goods go", "trade")}
    | {
        *(
            "ok",
            "okay",
            "ok to ship",
            "ok to send",
            "hi",
            "hello",
            "thx",
            "thanks",
            "their",
            "the",
            "it",
            "them",
            "not",
            "no",
            "yes",
            "incoterm",
            "the same",
            "same",
            "this",
            "these",
        )
    }
    | {
        *(
            "perhaps",
            "maybe",
            "possibly",
            "probably",
            "vielleicht",
            "多分",
            "たぶん",
            "おそらく",
            "也许",
            "或许",
            "可能",
            "大概",
        )
    }
    | {
        *(
            "we want",
            "we want to",
            "want",
            "commercial invoice",
            "proforma invoice",
            "invoice",
            "packing list",
            "bill of lading",
            "screening form",
            "export screening form",
            "パッキングリスト",
            "インボイス",
            "送り状",
            "发票",
            "装箱单",
            "许可吗",
            "许可证吗",
            "出口许可吗",
            "出口许可证吗",
            "標記",
            "標題",
            "表題",
            "件",
            "货",
            "货物",
            "商品",
            "貨物",
            "直送",
            "現",
            "客户声明",
            "客户表示",
            "吗",
            "呢",
            "么",
            "能",
            "打算",
        )
    }
)
"""Words that stand where goods stand and name none."""
_OF_ORIGIN: Final = regex(r"^([A-Z][a-z]+)(?:-|\s)origin\s+")


_DOPANT: Final = (
    r"(?:Ce|Pr|Nd|Sm|Eu|Gd|Tb|Dy|Ho|Er|Tm|Yb|Lu|Sc|Y|La|Bi|Mn|Cr|Ti|Ag|Al|Ga|Tl"
    r"|Na|Cu|Fe|Co|Ni|Mg|Zn|Pb|Sn|Sb|In|Li|Zr|Ta|Si|Ge|Te|Se)"
)
_DOPANTS: Final = rf"{_DOPANT}\d?\+?(?:[,/&]\s?{_DOPANT}\d?\+?)*(?![A-Za-z])"
_HOST: Final = (
    r"(?!(?:PO|NO|ID|HS|CAS|POL|POD|ETD|ETA|QTY|FOB|CIF|EXW)[:：])[A-Z][A-Za-z0-9().]*[A-Z0-9)][A-Za-z0-9().]*"
)
_DOPED: Final = regex(
    rf"(?<![A-Za-z0-9])(?:{_HOST}[:：]{_DOPANTS}|{_DOPANTS}[:：](?:{_HOST}|glass|silica|sapphire|fib(?:er|re)))"
)
"""A crystal and what it is doped with, the one or the other first."""


def doped_names(text: str) -> tuple[tuple[int, int], ...]:
    """Return where the names of doped crystals begin and end, in which a colon ends no label.

    >>> doped_names("LuAG:Ce phosphor"), doped_names("Item:Ga"), doped_names("氟化物 Nd:YAG")
    (((0, 7),), (), ((4, 10),))
    """
    return tuple(match.span() for match in _DOPED.finditer(text))


def goods_of(text: str) -> str:
    """Return goods without the verb before them and what is said of the licence behind them.

    >>> (
    ...     goods_of("returning defective wafers"),
    ...     goods_of("what about bismuth 99.999%"),
    ...     goods_of("客户要发500公斤氧化镝"),
    ... )
    ('defective wafers', 'bismuth 99.999%', '氧化镝')
    """
    bare = _BEHIND_GOODS.sub("", _BEFORE_GOODS.sub("", text.strip())).strip()
    return bare_goods(bare) if bare else ""


def says_nothing(text: str) -> bool:
    """Tell whether words name no goods, though they stand where goods stand: *Shipment*, 货物."""
    return text.casefold() in _SAYS_NOTHING


def graded(text: str) -> str:
    """Return a grade or a code as a part of the name of goods.

    >>> graded("8505.11"), graded("1309-64-4"), graded("99.5%")
    ('HS 8505.11', 'CAS 1309-64-4', '99.5%')
    """
    digits = f"HS {text}" if _CUSTOMS.fullmatch(text) else text
    return f"CAS {text}" if _CAS.fullmatch(text) else digits


def measure_in(text: str) -> str | None:
    """Return what a grade, a size, an amount or a customs code says of the goods before it; None of other words.

    >>> measure_in("99.99 %"), measure_in("30 kg"), measure_in("8505111000"), measure_in("oxide")
    ('99.99 %', '', 'HS 8505111000', None)
    >>> measure_in("density 1.85"), measure_in("かさ密度1.85")
    ('density 1.85', 'かさ密度1.85')
    >>> measure_in("強度42cN/dtex"), measure_in("5 kV"), measure_in("铋 20kg"), measure_in("3M")
    ('強度42cN/dtex', '5 kV', None, None)
    """
    customs = _CUSTOMS_SAID.search(text)
    if customs is not None and len(text) <= len(customs[0]) + len("申报"):
        return f"HS {customs['code']}"
    text = _EACH.sub("", text) or text
    if _CUSTOMS.fullmatch(text) and len(text) > len("2026"):
        return f"HS {text}"
    if _MEASURE.fullmatch(text):
        return text if _GRADE.search(text) else ""
    if _DENSITY.fullmatch(text):
        return text
    figure = _FIGURE.fullmatch(text)
    if figure is None or len(text) <= len("3M"):
        return None
    return None if _COUNTED.fullmatch(figure["unit"]) else text


def with_content_joined(words: str) -> str:
    """Write what goods hold as one word with them, for を marks goods of its own otherwise.

    >>> with_content_joined("ジスプロシウムを含む磁石を大阪へ"), with_content_joined("磁石を大阪へ")
    ('ジスプロシウム入り磁石を大阪へ', '磁石を大阪へ')
    """
    return _HOLDS.sub("入り", words)


def denied_content(text: str) -> str:
    """Return of what words say that it is not in the goods; empty where they say nothing of the kind.

    >>> (
    ...     denied_content("ジスプロシウムもテルビウムも入っていません"),
    ...     denied_content("不含镝和铽"),
    ...     denied_content("no Dy"),
    ... )
    ('ジスプロシウムもテルビウム', '镝和铽', 'Dy')
    >>> denied_content("日本へ送りません")
    ''
    """
    match = _DENIED.fullmatch(text.strip(" 、。,."))
    return next(filter(None, match.groups()), "") if match is not None else ""


def without_packing(text: str) -> str:
    """Leave out in what goods are packed: it says nothing of what they are.

    >>> (
    ...     without_packing("三甲基铟 6N 钢瓶装"),
    ...     without_packing("フッ化カリウム 袋入り"),
    ...     without_packing("boric acid in bags"),
    ... )
    ('三甲基铟 6N', 'フッ化カリウム', 'boric acid')
    """
    return _PACKED.sub("", text).strip() or text


def is_code(text: str) -> bool:
    """Tell whether a part of a description is a code that `graded` wrote."""
    return text.startswith(("HS ", "CAS "))


def with_origin_said(text: str) -> str:
    """Write *Chinese-origin ingots* as *Chinese ingots*."""
    return _OF_ORIGIN.sub(r"\1 ", text)
