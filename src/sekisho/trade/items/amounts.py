"""What stands beside the name of goods and says nothing of what they are: how much, after which drawing, how packed."""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

UNITS: Final = (
    r"kgs?|mg|mt|tons?|tonnes?|lbs?|pcs|pieces?|units?|lots?|pallets?|cartons?|boxes|containers?|ISO\s+containers?|sets?|rolls?|sheets?|reels?|drums?|bags?|lit(?:er|re)s?|ml|個|台|本|枚|セット"
    r"|ロット|パレット|ケース|箱|缶|袋|トン|キロ(?:グラム)?|グラム|公斤|千克|吨|克|件|套|片|支|瓶|桶"
)
"""What goods are counted and weighed in, as a part of a pattern."""
_AMOUNT: Final = regex(
    rf"^(?:約|约|about\s+|approx\.?\s+|ca\.?\s+)?\d[\d,.]*\s*(?:(?:{UNITS})(?![A-Za-z])(?:\s*(?:of\b|の|的|von\b))?|(?:g|t|l)\s+(?:of|von)\b)\s*(?=\S)"
    r"|(?<=\S)[\s,，、　]*(?:約|约|about\s+|approx\.?\s+)?(?<![\d.A-Za-z])"
    rf"(?:\d[\d,.]*\s*(?:kg|g|ml|L|ℓ)?\s*[×xX*]\s*)?\d[\d,.]*\s*(?:{UNITS}|g|t)$",
    re.IGNORECASE,
)
"""How much of the goods there is, before or behind their name: it says nothing of what they are."""


def without_amount(text: str) -> str:
    """Leave out a mass, a volume or a count before or behind the name of goods; one that stands alone stays.

    >>> without_amount("20 kg of scandium oxide"), without_amount("ガリウム500kg"), without_amount("镓 200公斤")
    ('scandium oxide', 'ガリウム', '镓')
    >>> without_amount("三塩化リン 500g×10本")
    '三塩化リン'
    >>> without_amount("5-axis mill"), without_amount("magnet 30 mm"), without_amount("25 kg")
    ('5-axis mill', 'magnet 30 mm', '25 kg')
    """
    return _AMOUNT.sub("", text).strip() or text


_REMARKS: Final = regex(
    r"[\s,;:(（【-]*(?:"
    # the drawing or the data sheet after which goods are made: as per drawing 12-3, acc. to DIN drg. no. 5, 図番A-12
    r"\b(?:as\s+per|per|acc(?:\.|ording)?\s*(?:to)?|made\s+to|see|gemäß|nach|laut|lt\.)\s+(?:(?:your|our|the|customer'?s?|attached|Ihrer|der)\s+)*"
    r"(?:drawings?|dwg|drg|data\s*sheets?|catalogue|catalog|zeichnung|datenblatt)\b\.?(?:\s*(?:no\.?|nr\.?|number|\#|:))*(?:\s*[\w./-]*\d[\w./-]*)?"
    r"|\b(?:drawing|dwg|drg|zeichnung)\.?\s*(?:no\.?|nr\.?|number|\#|:)+\s*[\w./-]+"
    r"|(?:図面番号|図面No\.?|図番|図面通り|図面どおり|図面による|貴図|按图纸?(?:加工|制造|生产)|图号|圖號)(?:[:：]?\s*[A-Za-z0-9][\w./-]*)?"
    # how it is packed
    r"|\b(?:packed\s+)?in\s+(?:an?\s+)?(?:wooden|wood|plywood|carton|cardboard|plastic|steel|bulk)\s+"
    r"(?:case|crate|box|pallet|drum|bag|carton)(?:s|es)?\b"
    r"|木箱(?:入り?|梱包|装|包装)|(?:真空|防湿)(?:梱包|包装)"
    # what it costs nobody
    r"|\bfree\s+samples?\b|\b(?:of\s+)?no\s+commercial\s+value\b|\bN\.?C\.?V\.?(?![\w.])|無償サンプル|無償見本|免费样品|无商业价值"
    r")[)）】]?",
    re.IGNORECASE,
)


def without_remarks(text: str) -> str:
    """Leave out what a paper says of goods that tells nothing of what they are: their drawing, their packing, a sample.

    >>> without_remarks("molybdenum powder 99.95 % as per drawing 123"), without_remarks("酸化ジスプロシウム 図番A-12")
    ('molybdenum powder 99.95 %', '酸化ジスプロシウム')
    >>> without_remarks("antimony ingot in wooden cases"), without_remarks("free sample bismuth, no commercial value")
    ('antimony ingot', 'bismuth')
    >>> without_remarks("drawings of a turbine blade"), without_remarks("drawing no. 5"), without_remarks("wooden case")
    ('drawings of a turbine blade', 'drawing no. 5', 'wooden case')
    """
    return _REMARKS.sub(" ", text).strip(" ,;:，、；：") or text
