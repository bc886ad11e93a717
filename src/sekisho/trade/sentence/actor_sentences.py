"""A sentence whose subject is somebody who buys, supplies or is asked, written as one of a shipment.

*Can Kawasaki buy carbon fibre from China?* asks of carbon fibre from China that Kawasaki uses; Kawasaki is a town too.
*Our supplier in Shenzhen refuses to ship terbium to us in Osaka* is of terbium from Shenzhen to Osaka.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.regex import regex

_US: Final = r"(?!(?:i|we|us|you|one|it|they|the|our|my|a|an)\b)"
_NAME: Final = r"(?-i:[A-Z])[^?,;]*?"
_BUYS: Final = r"(?:buy|import|get|receive|order|purchase|obtain|source|procure)"
_BUYING: Final = (
    r"(?:buys?|buying|imports?|importing|orders?|ordering|purchas(?:es|ing)|sourc(?:es|ing)|procur(?:es|ing))"
)
_SELLING: Final = (
    r"(?:(?:re-?)?(?:ship|shipping|sell|selling|export|exporting)|supply|supplying|deliver|delivering|send|sending)"
)
_REFUSES: Final = (
    r"(?:refuses?|refused|declines?|declined|hesitates?|(?:has\s+|have\s+)?stopped|(?:no\s+longer\s+)?wants?|does\s+not\s+want"
    r"|doesn't\s+want|will\s+not|won't|can\s?not|can't|is\s+not\s+allowed|is\s+unable|is\s+going|plans?|intends?|offers?|will)"
)
_FIRM: Final = r"(?:company|firm|plant|factory|subsidiary|works|branch|office|affiliate)"
_SUPPLIER: Final = r"(?:supplier|vendor|seller|manufacturer|factory|maker|exporter|producer)"
_MAKER: Final = (
    r"(?:maker|manufacturer|producer|steel\s?works|mill|plant|foundry|fab|smelter|refiner|refinery|company|firm"
    r"|factory|shop)"
)
_NEEDS: Final = (
    r"(?:needs|wants|has\s+ordered|ordered|orders|asks\s+for|would\s+like(?:\s+to\s+buy)?|wants\s+to\s+buy"
    r"|requires|is\s+looking\s+for)"
)
_CUSTOMER: Final = r"(?:end[- ]?)?(?:customer|client|buyer|user)"
_LATIN: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"(?:can|may|could|is|are|will|would|shall|does|do)\s+{_US}(?P<who>{_NAME})\s+(?:still\s+|legally\s+|now\s+)?"
            rf"(?:allowed\s+to\s+|permitted\s+to\s+|able\s+to\s+)?(?:still\s+)?{_BUYS}\s+(?P<item>[^?]+?)"
            r"(?:\s+from\s+(?P<start>[^?,;]+?))?(?:\s+(?:in|to)\s+(?P<place>(?-i:[A-Z])[^?,;]*))?\s*\??"
        ),
        (
            rf"we\s+are\s+(?!an?\s)(?P<who>{_NAME})\s+(?:in|at|of|from)\s+(?P<place>(?-i:[A-Z])[^,;?]*?),?\s+(?:and\s+)?"
            rf"(?:are\s+|we\s+)?{_BUYING}\s+(?P<item>[^?,;]+?)\s+from\s+(?P<start>[^?,;]+?)\s*[.?]?"
        ),
        (
            rf"(?:our|my|the)\s+{_FIRM}\s+(?:in|at|near)\s+(?P<place>(?-i:[A-Z])[^,;?]*?)\s+(?:is\s+)?{_BUYING}\s+"
            r"(?P<item>[^?,;]+?)\s+from\s+(?P<start>[^?,;]+?)\s*[.?]?"
        ),
        (
            rf"(?:our|my|the|a)\s+(?:(?P<maker>(?-i:[A-Z])[a-z]+)\s+)?{_SUPPLIER}(?:\s+(?:in|at|from)\s+(?P<start>(?-i:[A-Z])[^,;?]*?))?\s+"
            rf"{_REFUSES}\s+(?:to\s+)?{_SELLING}\s+(?P<item>[^?,;]+?)\s+to\s+(?:us\s+(?:in|at)\s+)?(?P<to>[^?;]+?)\s*[.?]?"
        ),
        (
            rf"(?:our|my|the)\s+{_CUSTOMER},?\s+(?P<who>{_NAME}),?\s+(?:needs|wants|has\s+ordered|ordered|orders|asks\s+for|would\s+like)\s+"
            r"(?P<item>[^?,;]+?)(?:\s+from\s+(?P<start>[^?,;]+?))?\s*[.?]?"
        ),
        (
            rf"(?:(?:our|my|the|an?)\s+)?{_CUSTOMER}\s+(?:in|at|from)\s+(?P<place>(?-i:[A-Z])[^,;?]*?)\s+"
            r"(?:needs|wants|has\s+ordered|ordered|orders|asks\s+for|would\s+like(?:\s+to\s+buy)?|wants\s+to\s+buy)\s+"
            r"(?P<item>[^?,;]+?)(?:\s+from\s+(?:our\s+|the\s+)?(?P<start>(?-i:[A-Z])[^?,;]*?)(?:\s+(?:plant|factory|works|warehouse|stock))?)?\s*[.?]?"
        ),
        (
            rf"(?:(?:our|my|the|an?|one)\s+)?(?P<trader>(?-i:[A-Z])[a-z]+)\s+(?:{_FIRM}|{_SUPPLIER}|trader|dealer|distributor|merchant)\s+"
            r"(?:re-?)?(?:sells|selling|exports|ships|supplies|delivers|offers|sends|sold|shipped)\s+(?P<item>[^?,;]+?)\s+to\s+(?P<to>[^?;]+?)\s*[.?]?"
        ),
        (
            rf"(?:(?:our|my|the|an?|one)\s+)?(?-i:[a-z][\w-]*\s+){{0,3}}{_MAKER}(?:\s+of\s+(?-i:[a-z][a-z -]+?))?\s+"
            rf"(?:in|at|from|near)\s+(?P<place>(?-i:[A-Z])[^,;?]*?)\s+{_NEEDS}\s+(?P<item>[^?,;]+?)(?:\s+from\s+(?P<start>(?-i:[A-Z])[^?,;]*?))?\s*[.?]?"
        ),
    )
)
_GERMAN: Final = (
    regex(
        r"(?:(?:seit|ab)\s+wann\s+|wann\s+)?(?:braucht?e?n?|benötig(?:e|t|en)|benoetig(?:e|t|en))\s+(?:man|ich|wir)\s+"
        r"(?:(?:eine?|die)\s+\w+\s+)?(?:für|fuer|zur?)\s+(?:die\s+(?:ausfuhr|lieferung)\s+von\s+)?(?P<item>[^?,;]+?)\s+"
        r"(?:(?:eine?|die)\s+\w*(?:genehmigung|lizenz|bewilligung)\s+)?nach\s+(?P<place>(?-i:[A-ZÄÖÜ])[^?,;]*?)\s*\??",
        re.IGNORECASE,
    ),
)
_JAPANESE_US: Final = r"(?!(?:当社|弊社|私|我々|うち|当方|自社))"
_JAPANESE: Final = tuple(
    regex(pattern)
    for pattern in (
        (
            rf"{_JAPANESE_US}(?P<who>[^をへに、，]+?)(?:は|が)(?:(?P<start>[^をへに、，]+?)(?:から|より))?(?P<item>[^をへに、，]+?)を"
            r"(?:(?P<behind>[^をへに、，]+?)(?:から|より))?(?:輸入|購入|調達|買|入手|仕入|受け取)[^をへ、。]*[。？?]?"
        ),
        (
            r"(?:当社|弊社|私(?:たち|ども)?|我々|当方|自社)(?:は|では|が)(?P<start>[^をへに、，]+?)(?:から|より)(?P<item>[^をへに、，]+?)を"
            r"(?:輸入|購入|調達|仕入れ?|買い?付け)(?:し(?:て|、)?|て|、)(?:それを)?(?P<who>[^をへに、，]+?)(?:に|へ)(?:納入|販売|供給|納品|出荷|転売|再輸出|提供)[^をへ、。]*[。？?]?"
        ),
        (
            r"(?P<start>[^をへに、，のはが]+?)の(?:仕入先|供給元|供給者|サプライヤー?|メーカー|業者|取引先|工場)(?:が|は)(?P<item>[^をへに、，]+?)を(?P<who>[^をへに、，]+?)(?:に|へ)"
            r"(?:送|出荷|輸出|売|供給|発送|納入|販売)[^をへ、。]*[。？?]?"
        ),
        (
            rf"{_JAPANESE_US}(?P<who>[^をへに、，のはが]+?)の[^をへに、，のはが]*(?:メーカー|製造業者|工場|会社|企業|業者|商社|客先|顧客)(?:が|は|で)"
            r"(?:(?P<start>[^をへに、，]+?)(?:から|より|産の|製の))?(?P<item>[^をへに、，]+?)(?:を|が)(?:必要|欲し|求め|希望|要望|発注|注文|探し)[^をへ、。]*[。？?]?"
        ),
    )
)
_CHINESE: Final = tuple(
    regex(pattern)
    for pattern in (
        (
            r"(?!(?:我|请问|本公司))(?P<who>[^，,、从自由想要能可打计向把将\s]+?)\s*(?:想要?|能否|能不能|可以|可否|需要|要|打算|计划|能)?"
            r"(?:从|自(?![卫衛动動])|由)(?P<start>[^，,]+?)(?:进口|购买|采购|买进|买|订购)(?P<item>[^，,]+?)(?:可以吗|行吗|吗|么)?[？?。]?"
        ),
        (
            r"(?P<start>[^，,、]{2,6}?)的?(?:供应商|供货商|厂家|卖家|厂商)(?:拒绝|不肯|不愿意?|不能|停止|暂停|无法|不再)(?:向|给|对)(?P<who>[^，,、]+?)"
            r"(?:出口|发货|供应|供货|销售|提供)(?P<item>[^，,、]+)"
        ),
        (
            r"(?:一家|有家|某)?(?P<who>日本|韩国|美国|德国|台湾|越南|印度|泰国|新加坡|马来西亚)的?[^，,、在从自]{0,6}?(?:厂家|厂商|制造商|工厂|企业|公司|客户|买家)"
            r"(?:需要|想要|急需|求购|想买|要买|订购|订)了?(?P<item>[^，,、？?]+?)(?:吗|么)?[？?。]?"
        ),
    )
)


def as_shipment(words: str) -> str:
    """Write what somebody buys, or does not get, as a shipment to whom it goes; other sentences stay as they are.

    >>> as_shipment("Can Kawasaki still buy carbon fibre from China?")
    'carbon fibre from China, end user Kawasaki'
    >>> as_shipment("My supplier in Shenzhen refuses to ship dysprosium oxide to us in Osaka")
    'dysprosium oxide from Shenzhen to Osaka'
    >>> as_shipment("三菱電機は中国からガリウムを輸入できますか")
    'ガリウムを中国から三菱電機へ'
    >>> as_shipment("浪速精机想从中国进口钛合金可以吗"), as_shipment("Can we buy gallium from China?")
    ('从中国出口钛合金到浪速精机', 'Can we buy gallium from China?')
    """
    plain = words.strip()
    ways: tuple[tuple[tuple[re.Pattern[str], ...], Callable[[dict[str, str]], str]], ...] = (
        ((*_LATIN, *_GERMAN), _in_english),
        (_JAPANESE, _in_japanese),
        (_CHINESE, _in_chinese),
    )
    for patterns, written in ways:
        for pattern in patterns:
            if match := pattern.fullmatch(plain):
                return written({name: text for name, text in match.groupdict().items() if text})
    return words


def _in_english(part: dict[str, str]) -> str:
    maker = f"{part['maker']} " if "maker" in part and "start" not in part else ""
    start = f" from {part['start']}" if "start" in part else ""
    start = f" from a {part['trader']} company" if "trader" in part else start
    end = part.get("to") or part.get("place")
    who = f", end user {part['who']}" if "who" in part else ""
    return f"{maker}{part['item']}{start}{f' to {end}' if end else ''}{who}"


def _in_japanese(part: dict[str, str]) -> str:
    start = part.get("start") or part.get("behind")
    return f"{part['item']}を{f'{start}から' if start else ''}{part['who']}へ"


def _in_chinese(part: dict[str, str]) -> str:
    start = f"从{part['start']}" if "start" in part else ""
    return f"{start}出口{part['item']}到{part['who']}"
