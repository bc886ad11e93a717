"""The share of Chinese content, as a sentence of a shipment says it: *PRC content 12%*, 含中国稀土价值占比0.08%.

A share is taken where words say that it is one of the value, or of the content as a whole. One of the weight, one of a
material of which it is not said of what it is a share, and shares that differ are parted from the words too, and told.
A purity, or a share of which no country is said, is neither.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.book.cells.han_numerals import han_number
from sekisho.trade.sentence.joined_words import joined_words

_BOUND: Final = (
    r"(?:(?P<bound>less\s+than|under|below|up\s+to|at\s+most|no\s+more\s+than|not\s+more\s+than|max(?:imum|\.)?|more\s+than"
    r"|over|above|at\s+least|min(?:imum|\.)?|weniger\s+als|unter|höchstens|bis\s+zu|mehr\s+als|über|mindestens"
    r"|不足|不到|低于|小于|不超过|不高于|至多|超过|高于|大于|至少|不低于|<=|>=|≤|≥|<|>|＜|＞"
    r"|about|around|approx(?:imately|\.)?|roughly|some|ca\.?|circa|etwa|rund|ungefähr|约|約|大约|大約|~|～)\s*)?"
)
_NUMBER: Final = (
    r"(?:(?P<number>(?<![\d.,])\d{1,3}(?:[.,]\d+)?)\s*(?P<sign>%|％|‰|percent\b|per\s+cent\b|pct\b|prozent\b|パーセント)"
    r"|(?P<of>[百千])分之(?P<han>[一二三四五六七八九十百]{1,5}|\d+(?:\.\d+)?))"
)
_BEHIND: Final = r"(?P<behind>未満|未满|以下|以内|以上|超(?!過)|を超える|弱|強|程度)?"
_SHARE: Final = rf"{_BOUND}{_NUMBER}{_BEHIND}"
_CHINESE: Final = (
    r"(?:(?:prc|china|chinese)(?:[-\s](?:origin(?:ated|ating)?|made|sourced|mined|controlled))*"
    r"|chinesische[rnms]?|中国(?:大陆)?(?:原産|原产|来源|産|产|製|制|系)?(?:の|的)?)"
)
_WHOLE: Final = r"(?:content|share|portion|proportion|parts?\s+by\s+value|value\s+share|value|input)"
_BASE: Final = (
    r"(?:\s*[,(]?\s*(?:by|in|of|on\s+a|the)\s+(?:(?:its|the|total|product|unit|customs|f\.?o\.?b\.?|sales)\s+)*"
    r"(?:value|price|cost|worth|weight|mass|volume)(?:\s+(?:of\s+the\s+\w+|share|basis))?\)?"
    r"|\s*(?:des\s+(?:Waren?|Produkt)?(?:werte?s|preises)|am\s+(?:Wert|Preis)|nach\s+(?:Wert|Gewicht)|vom\s+(?:Wert|Gewicht)|wertmäßig)"
    r"|\s*(?:wt\.?%?|w/w)"
    r"|\s*[,，（(]?(?:按|以)(?:产品|货物)?(?:总|整机)?(?:价值|价格|金额|货值|重量|质量)(?:计算?|算)?[)）]?"
    r"|\s*[（(]?(?:価額|価格|価値|金額|重量|質量)(?:ベース|基準|比|で)?[)）]?)"
)
_LEADING: Final = (
    r"(?:(?:and\s+|which\s+)?(?:with|w/|contain(?:ing|s)?|includ(?:ing|es)|incl\.?|holding|having|has|have|comprising|of\s+which|thereof"
    r"|mit|enthält|davon|darin)\s+(?:an?\s+|the\s+|einem?\s+)?)"
)
_LEAD: Final = rf"(?:{_LEADING}|(?:其中|内)?(?:含有|包含|含|内含|其)?|うち)"
_MATERIAL: Final = r"(?:[\s-]+(?!by\b|of\b|from\b|to\b|for\b|in\b|via\b|is\b)[a-zäöü-]+){1,3}"
_HAN_MATERIAL: Final = r"[^\s\d、。，,；;：:（）()%％‰占比率を]{1,10}?"
_HAN_BASE: Final = r"(?P<han_base>价值|价格|金额|货值|価額|価格|価値|金額|重量|質量|质量)"
_FORMS: Final = tuple(
    regex(pattern.replace("中国", "中[国國]").replace("价", "[价價]").replace("占比|", "[占佔]比|"), re.IGNORECASE)
    for pattern in (
        # 12 % Chinese content by value, 12 % chinesischer Anteil
        rf"{_LEAD}{_SHARE}(?P<base>{_BASE})?\s*(?:of\s+)?{_CHINESE}\s+(?P<whole>{_WHOLE}|(?:wert)?anteil)\b(?P<behind_it>{_BASE})?",
        # PRC content 12%, Chinese rare-earth content of 0.05 % by value
        (
            rf"{_LEAD}\b{_CHINESE}(?:[\s-]+(?P<material>rare[\s-]earths?|\w+))?[\s-]+(?P<whole>{_WHOLE})(?P<base>{_BASE})?"
            rf"\s*(?:is|was|being|of|at|[:=])?\s*{_SHARE}(?P<behind_it>{_BASE})?"
        ),
        # 0.3 % of the value is Chinese dysprosium, 30 % by weight Chinese neodymium
        (
            rf"{_LEAD}{_SHARE}(?P<base>{_BASE})\s*(?:is|are|comes?\s+from|stems?\s+from|consists?\s+of|being|entfallen\s+auf|from)?"
            rf"\s*{_CHINESE}(?:{_MATERIAL}|\b)"
        ),
        # Chinese dysprosium makes up 0.3 % of the value
        (
            rf"(?:the\s+)?\b{_CHINESE}{_MATERIAL}\s+(?:(?:which|that)\s+)?"
            rf"(?:makes?\s+up|accounts?\s+for|is|are|represents?|amounts?\s+to|at)\s+{_SHARE}(?P<base>{_BASE})"
        ),
        # 0.5% Chinese rare earths by value, containing 0.5% Chinese rare earths
        rf"{_LEAD}{_SHARE}\s*(?:of\s+)?{_CHINESE}{_MATERIAL}(?P<base>{_BASE})",
        rf"{_LEADING}{_SHARE}\s*(?:of\s+)?{_CHINESE}{_MATERIAL}",
        # chinesischer Anteil 12 %, Anteil chinesischer Teile 5 %
        (
            rf"{_LEAD}(?:(?:chinesische[rnms]?\s+)(?P<whole>(?:wert)?anteil)|(?:wert)?anteil\s+(?:chinesischer?(?:\s+\w+)?|aus\s+china))"
            rf"(?P<base>{_BASE})?\s*(?:von|ist|beträgt|[:=])?\s*{_SHARE}(?P<behind_it>{_BASE})?"
        ),
        # 含中国稀土价值占比0.08%, 中国産レアアースの価額比率0.05％, 中国産含有比率40％
        (
            rf"{_LEAD}{_CHINESE}(?P<material>{_HAN_MATERIAL})?(?:的|の)?(?:产品|货物)?{_HAN_BASE}?(?P<whole>占比|比例|份额|比率|割合"
            r"|含有比率|含有率|含有割合|含量|シェア|占(?:其|总|产品|货物|整机)*(?P<share_base>价值|价格|金额|货值|重量|质量)?的?)"
            rf"\s*(?:为|是|は|が|[:：])?\s*{_SHARE}(?P<base>{_BASE})?(?:です|含む|を含む|を含有|含有|のもの|の)?"
        ),
        # 价值的5%来自中国, 価額の0.3％が中国産ジスプロシウム
        (
            rf"{_LEAD}{_HAN_BASE}(?:的|の|中|のうち)?\s*{_SHARE}\s*(?:是|为|来自|属于|が|は)\s*{_CHINESE}"
            rf"(?:{_HAN_MATERIAL}(?=[、。，,；;）)]|です|$))?(?:です)?"
        ),
        # 中国産レアアースを0.5％含む
        rf"{_CHINESE}(?P<material>{_HAN_MATERIAL})を(?P<base>{_BASE})?{_SHARE}\s*(?:含む|含有する?|含んだ|使用した?)(?:の)?",
        # 含0.5%的中国稀土
        (
            rf"(?:其中|内)?(?:含有|包含|含|内含){_SHARE}(?:的|の)?{_CHINESE}(?P<material>{_HAN_MATERIAL})(?P<base>{_BASE})?"
            r"(?=的|[、。，,；;）)]|$)"
        ),
        # 0.5％の中国産レアアースを含む
        rf"{_SHARE}の{_CHINESE}(?P<material>{_HAN_MATERIAL})を含(?:む|有する|んだ)",
    )
)
"""What says a share of Chinese content; the group `whole` holds the word that says it is one of all content, if any."""
_NO_PARTS: Final = (
    r"(?:(?:raw\s+)?materials?|parts?|components?|ingredients?|minerals?|metals?|elements?|items?|magnets?"
    r"|rare[\s-]earths?)"
)
_HAN_PARTS: Final = (
    r"(?:部品|部材|材料|原料|原材料|素材|部件|零件|零部件|元件|物项|物項|物质|稀土|レアアース|磁石|磁铁)"
)
_DENIALS: Final = tuple(
    regex(pattern.replace("中国", "中[国國]"), re.IGNORECASE)
    for pattern in (
        # no Chinese content, free of PRC-origin materials, does not contain any Chinese parts or materials
        (
            rf"(?:\b(?:and|but|which|that|it)\s+)*(?:\b(?:{_LEADING}|(?:made|built|us(?:es|ing)|using)\s+))?"
            r"\b(?:no|zero|without|free\s+(?:of|from)|(?:does|do)(?:n't|\s+not)\s+(?:contain|include|have|use)"
            r"|not?\s+contain(?:s|ing))\s+(?:any\s+)?"
            rf"{_CHINESE}(?:[-\s]+{_NO_PARTS}(?:\s*(?:or|and|/|,)\s*{_NO_PARTS})*)?(?P<whole>\s+(?:content|inputs?|share|portion)\b)?"
            rf"(?<!chinese)(?<!china)(?<!prc)(?<!origin)(?<!made)\b"
        ),
        # no content of Chinese origin, no parts from China
        (
            rf"(?:\b(?:{_LEADING}))?\b(?:no|zero|without|free\s+(?:of|from))\s+(?:any\s+)?"
            rf"(?:(?P<whole>content|inputs?)|{_NO_PARTS}(?:\s*(?:or|and|/|,)\s*{_NO_PARTS})*)"
            r"\s+(?:(?:com(?:es|ing)|sourced|made|is|are)\s+)?(?:of\s+(?:chinese|china|prc)(?:[-\s]origin)?|(?:from|in)\s+(?:china|the\s+prc|prc))\b"
        ),
        # ohne chinesischen Anteil, enthält keine chinesischen Teile
        (
            r"(?:\b(?:und|mit|enthält|enthalten|hat)\s+)*\b(?:ohne|keine?[nrms]?|frei\s+von)\s+(?:jede[nrms]?\s+)?chinesische[nrms]?\s+"
            r"(?:(?P<whole>(?:wert)?anteile?|inhalte?)|(?:einzel|bau)?teilen?|bestandteilen?|komponenten|(?:vor|roh)?materiali?(?:en)?|rohstoffen?|seltenen?\s+erden)\b"
        ),
        # 中国産の部品なし, 中国成分を含まない
        (
            rf"中国(?:原産|産|製|系)?(?:の|的)?(?:(?P<whole>成分|含有(?:分|物|率)?|コンテンツ)|{_HAN_PARTS}(?:[・や、]{_HAN_PARTS})*)"
            r"(?:は|を|も|の)?(?:一切|全く|いっさい)?(?:含有)?(?:使用)?"
            r"(?:なし|無し|無い|ない|ゼロ|ありません|含まない|含まず|含みません|含んで(?:い)?(?:ない|ません)|していない|していません|せず|しない|不使用|不含)(?:の|で(?:す|、)?)?"
        ),
        # 不含中国成分, 没有任何中国零部件, 未使用中国产材料
        (
            r"(?:其中|内)?(?:不含有?|不包含|未含有?|没有|沒有|无|無|未使用|不使用|未采用)(?:任何)?中国(?:大陆)?(?:原产|来源|产|產|制|製)?的?"
            rf"(?:(?P<whole>成分|成份|含量|内容)|{_HAN_PARTS}(?:[和或、及]{_HAN_PARTS})*)的?"
        ),
    )
)
"""What denies that there is anything of China in goods; `whole` holds the word that says it of all content, if any."""
_BOTH: Final = regex(
    r"(?=.*(?:part|component|部品|部件|零件|零部件))(?=.*(?:material|材料|部材|原料|素材))", re.IGNORECASE
)
"""What denies parts and what they are made of denies all content; parts alone may hold a material."""
_OF_VALUE: Final = regex(
    r"value|price|cost|worth|wert|preis|價值|价值|价格|金额|货值|価額|価格|価値|金額", re.IGNORECASE
)
_OF_WEIGHT: Final = regex(r"weight|mass\b|volume|wt|w/w|gewicht|重量|質量|质量", re.IGNORECASE)
_GENERIC: Final = frozenset({"成分", "部材", "部品", "原料", "材料", "部分", "含有", "内容", "origin"})
"""What stands before a word of a share and names no one material."""
_UNDER: Final = regex(
    r"less|under|below|up\s|most|(?:no|not)\s+more|max|weniger|unter|höchstens|bis|不足|不到|低于|小于|不超过|不高于|至多"
    r"|<|≤|＜|未満|未满|以下|以内",
    re.IGNORECASE,
)
_ABOUT: Final = regex(
    r"about|around|approx|roughly|some|^ca|circa|etwa|rund|ungefähr|约|約|~|～|弱|強|程度", re.IGNORECASE
)
_STRICT: Final = regex(
    r"less\s+than|under|below|(?<!no )(?<!not )more\s+than|over|above|weniger|unter|mehr\s+als|über|不足|不到|低于|小于"
    r"|(?<!不)超过|(?<!不)高于|大于|^<$|^>$|＜|＞|未満|未满|超",
    re.IGNORECASE,
)
_ALL: Final = 100
"""Per cent that all of it is."""
_THOUSAND: Final = 1000
"""The same, in ‰ and 千分."""
_BESIDE: Final = " ,，、;；.。"
_HELD: Final = regex(
    r"(?<=[、。，,])\s?中[国國](?:産|製)(?:の)?[^\s、。，,をは]{1,12}を?(?:使用|搭載|内蔵|採用|組み?込み?|付き?|入り)(?=[、。，,]|$)"
    r"|(?<=[，。、,])\s?(?:内含|含有?|包含|使用|采用|搭载|内置|装有|配有?)中[国國](?:产|產|制造?|製造?)的?[^\s，。、,的占\d]{1,8}(?=[，。、,]|$)"
    rf"|(?i:\b{_LEADING}(?:some\s+|a\s+few\s+)?{_CHINESE}(?:[-\s]+origin)?\s+{_NO_PARTS}\b(?!\s+by\b))"
    r"|(?i:\b(?:mit|enthält)\s+chinesischen?\s+(?:teilen?|bauteilen?|komponenten|bestandteilen?|materialien)\b)"
)
"""What says behind goods that they hold something of China: 、中国製モーター使用; ，含中国产电机."""
_OF_MATERIAL: Final = regex(
    r"中国(?:産|製)[^\s、。，,をは]{1,12}を(?:[^\s、。，,をは]{1,12}で)?(?:加工|使用|利用|製造|精製|搭載|内蔵|組み込|原料と|用い|使っ)"
    r"[^\s、。，,]{0,3}?(?:した|んだ|いた|った|た)(?=[A-Za-z\u30a1-\u30ff\u3400-\u9fff])"
    r"|(?:用|采用|使用)中国(?:产|制)?[^\s，。、,的在]{1,8}(?:在[^\s，。、,的]{1,8}?)?(?:加工|制造|制成|生产|做)(?:而成)?的"
)
"""What says of a material from China that goods are made of it: goods stand behind."""


@dataclass(frozen=True, slots=True)
class ContentInWords:
    """Words, what they say of Chinese content parted from them.

    Parameters
    ----------
    rest
        The words without it; as they were, if nothing else is in them.
    share
        Of the value, as a cell writes it: 0.12, < 0.001; empty if none is said.
    typed
        That share as it was typed.
    strange
        Shares that were parted off and are not taken, and a material of China, as they were typed.
    """

    rest: str
    share: str = ""
    typed: str = ""
    strange: str = ""


def without_content(words: str) -> ContentInWords:
    """Part words from the share of Chinese content of the goods, and from a material of China of which they are made.

    >>> without_content("Motor from Vietnam, PRC content 12%, for Terra Drone")
    ContentInWords(rest='Motor from Vietnam, for Terra Drone', share='0.12', typed='PRC content 12%', strange='')
    >>> without_content("电机，含中国稀土价值占比0.08%，海防到名古屋").rest, without_content("gallium 99.99 %").rest
    ('电机，海防到名古屋', 'gallium 99.99 %')
    >>> without_content("pump to Osaka, no Chinese content").share
    '0'
    >>> without_content("magnets with 30 % Chinese neodymium by weight to Osaka").strange
    'with 30 % Chinese neodymium by weight'
    """
    if "%" not in words and "％" not in words and _MAY_TELL.search(words) is None:
        return ContentInWords(words)
    rest, pieces = words, list[_Piece]()
    for form in _FORMS:
        while (match := form.search(rest)) is not None:
            pieces.append(_Piece(match[0].strip(_BESIDE + "()（）"), _share_in(match)))
            rest = joined_words(rest[: match.start()], rest[match.end() :])
    for form in _DENIALS:
        while (match := form.search(rest)) is not None:
            pieces.append(
                _Piece(match[0].strip(_BESIDE + "()（）"), "0" if match["whole"] or _BOTH.search(match[0]) else "")
            )
            rest = joined_words(rest[: match.start()], rest[match.end() :])
    materials = [match[0] for match in _OF_MATERIAL.finditer(rest)]
    for material in materials:
        rest = rest.replace(material, "", 1)
    while (match := _HELD.search(rest)) is not None:
        materials.append(match[0].strip(_BESIDE))
        rest = joined_words(rest[: match.start()], rest[match.end() :])
    for match in list(_OF_PART.finditer(rest)):
        rest = rest.replace(match[0], "", 1)
        materials.append(match[0].strip(_BESIDE))
    if not rest.strip(_BESIDE) or not (pieces or materials):
        return ContentInWords(words)
    shares = {piece.share for piece in pieces}
    share = shares.pop() if len(shares) == 1 else ""
    strange = [piece.typed for piece in pieces if not share]
    return ContentInWords(
        rest, share, pieces[0].typed if share else "", ", ".join([*strange, *([] if share else materials)])
    )


_OF_PART: Final = regex(
    r"(?:[.,;]\s*|\b)(?:the\s+|its\s+|their\s+)?(?:(?:rotor|stator|built-in|embedded|internal|inner)\s+(?:[a-z]+\s+){0,2}?[a-z]+s?"
    r"|[a-z]+(?:\s[a-z]+)?\s+(?:inside|in\s+(?:it|them|there)|therein))\s+(?:is|are|comes?|stems?)\s+(?:from\s+|of\s+)?"
    r"(?:Chinese|China)\b(?:\s+(?:origin|made))?(?:,?\s+(?:and\s+|which\s+)?(?:contain|hold)(?:s|ing)?\s+(?:[^.;,]|\.(?=\d))*?(?:%|percent)[^.;,]*)?"
    r"|(?:[.,;]\s*|\b)(?:die\s+)?(?-i:[A-ZÄÖÜ])[a-zäöüß]+\s+(?:drin|darin|innen)\s+(?:sind\s+|kommen\s+|ist\s+)?aus\s+China\b"
    r"(?:,?\s*(?:laut\s+\w+|mit|enthalten)\s+(?:[^.;]|\.(?=\d))*?%)?"
    r"|(?:中の|内部の|中に入っている|内蔵(?:の|して(?:い)?る)|組込みの|組み込んだ)[^\s、。，,はがを]{1,12}(?:は|が)中国(?:製|産)(?:で、?[^、。]{0,16}?(?:[%％])[^、。]{0,6}|です|で(?=、))?"
    r"|(?:里面|内部|内置|其中|里头|裡面)的?[^\s，。,、]{1,10}?(?:是|为|来自|产自)中国(?:大陆)?(?:产|制造?|生产)?的?(?:[，,]?含[^，。,、]{1,8}?\d[\d.]*\s?[%％])?"
    r"|중에\s?들어간\s?\S{1,10}\s?중국산(?:입니다|이고)?",
    re.IGNORECASE,
)
"""What says of a part within goods that it comes from China: the goods, and where these are from, stand elsewhere."""
_MAY_TELL: Final = regex(
    r"\binside\b|\brotor\b|\bstator\b|\bbuilt-in\b|\binner\b|\binternal\b|\bembedded\b|\bin\s+(?:it|them)\b|drin\b|\bdarin\b|中の|内部|内蔵|組み?込|里面|内置|其中|里头|들어간"
    r"|\b(?:with|mit|contain|includ|hold|ha[sv]|enthält)|[含用]中|中[国國]|[載蔵]|付|入り"
    r"|\b(?:no|zero|without|free|keine?[nrms]?|ohne|frei)\b|does\s*n[o']t|\bcontain(?:s|ing)\b|[不没沒无無未]|なし|無[しい]|な[いく]|ゼロ|ません|せず"
    r"|分之|‰|パーセント|\bpercent\b|\bper\s+cent\b|\bpct\b|\bprozent\b|中[国國](?:産|製)|用中国",
    re.IGNORECASE,
)
"""What stands in words that may tell of content; all others are left as they are."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A share in words; empty if it is not to be taken."""

    typed: str
    share: str


def _share_in(match: re.Match[str]) -> str:
    """Write a share as a cell does; empty if it is not one of the value, or not said with its bounds."""
    groups = match.groupdict()
    base = " ".join(filter(None, map(groups.get, ("base", "behind_it", "han_base", "share_base"))))
    material = groups.get("material") or ""
    is_of_all = bool(groups.get("whole")) and (not material or material in _GENERIC)
    if _OF_WEIGHT.search(base) or not (_OF_VALUE.search(base) or is_of_all):
        return ""
    bound = " ".join(filter(None, (groups["bound"], groups["behind"])))
    number = _number(groups)
    if _ABOUT.search(bound) or number is None or not 0 <= number <= 1:
        return ""
    text = format(number.normalize(), "f")
    if not bound:
        return text
    return f"{'<' if _UNDER.search(bound) else '>'}{'' if _STRICT.search(bound) else '='} {text}"


def _number(groups: dict[str, str | None]) -> Decimal | None:
    if groups["number"]:
        per = _THOUSAND if groups["sign"] == "‰" else _ALL
        return Decimal(groups["number"].replace(",", ".")) / per
    text = groups["han"] or ""
    plain = Decimal(text) if text[:1].isascii() else han_number(text)
    return None if plain is None else Decimal(plain) / (_THOUSAND if groups["of"] == "千" else _ALL)
