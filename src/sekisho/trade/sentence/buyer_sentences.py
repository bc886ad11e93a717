"""A sentence whose subject buys or imports, written as one of a shipment to that buyer.

*Can Kawasaki buy carbon fibre from China?* asks of carbon fibre from China that Kawasaki uses; Kawasaki is a town too.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

_US: Final = r"(?!(?:i|we|us|you|one|it|they|the|our|my|a|an)\b)"
_LATIN: Final = regex(
    rf"(?i:can|may|could|is|are|will|would|shall|does|do)\s+{_US}(?P<who>(?-i:[A-Z])[^?,;]*?)\s+"
    r"(?:still\s+|legally\s+|now\s+)?(?:allowed\s+to\s+|permitted\s+to\s+|able\s+to\s+)?(?:still\s+)?"
    r"(?:buy|import|get|receive|order|purchase|obtain|source|procure)\s+(?P<item>[^?]+?)"
    r"(?:\s+from\s+(?P<start>[^?,;]+?))?(?:\s+(?:in|to)\s+(?P<place>[A-Z][^?,;]*))?\s*\??",
    re.IGNORECASE,
)
_JAPANESE_US: Final = r"(?!(?:当社|弊社|私|我々|うち|当方|自社))"
_JAPANESE: Final = regex(
    rf"{_JAPANESE_US}(?P<who>[^をへに、，]+?)(?:は|が)(?:(?P<start>[^をへに、，]+?)(?:から|より))?(?P<item>[^をへに、，]+?)を"
    r"(?:(?P<behind>[^をへに、，]+?)(?:から|より))?(?:輸入|購入|調達|買|入手|仕入|受け取)[^をへ、。]*[。？?]?"
)
_CHINESE: Final = regex(
    r"(?!(?:我|请问|本公司))(?P<who>[^，,、从自由想要能可打计向把将\s]+?)\s*(?:想要?|能否|能不能|可以|可否|需要|要|打算|计划|能)?"
    r"(?:从|自|由)(?P<start>[^，,]+?)(?:进口|购买|采购|买进|买|订购)(?P<item>[^，,]+?)(?:可以吗|行吗|吗|么)?[？?。]?"
)


def as_shipment(words: str) -> str:
    """Write what a buyer wants to buy as a shipment to the buyer; a sentence of another kind stays as it is.

    >>> as_shipment("Can Kawasaki still buy carbon fibre from China?")
    'carbon fibre from China, end user Kawasaki'
    >>> as_shipment("三菱電機は中国からガリウムを輸入できますか")
    'ガリウムを中国から三菱電機へ'
    >>> as_shipment("浪速精机想从中国进口钛合金可以吗"), as_shipment("Can we buy gallium from China?")
    ('从中国出口钛合金到浪速精机', 'Can we buy gallium from China?')
    """
    plain = words.strip()
    if match := _LATIN.fullmatch(plain):
        start = f" from {match['start']}" if match["start"] else ""
        end = f" to {match['place']}" if match["place"] else ""
        return f"{match['item']}{start}{end}, end user {match['who']}"
    if match := _JAPANESE.fullmatch(plain):
        start = match["start"] or match["behind"]
        return f"{match['item']}を{f'{start}から' if start else ''}{match['who']}へ"
    if match := _CHINESE.fullmatch(plain):
        return f"从{match['start']}出口{match['item']}到{match['who']}"
    return words
