"""Signs of a clause: verbs, questions, ways and amounts, which neither the name of somebody nor that of goods holds.

Verbs of both stand in one list a language. What one may hold and the other may not stands apart.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.regex import regex

_VERBS: Final = (
    r"is|are|was|were|will|would|can|could|may|ok|okay|pls|please|wants?|needs?|ordered|buys?|bought|sells?|sold|ships?|sends?"
    r"|delivers?"
)
"""English verbs in small letters, and words of courtesy."""
_ASKS: Final = r"能不能|可不可以|可以"
"""How Chinese asks whether something may go."""
_ENQUIRY: Final = r"の(?:引き?合い?|注文|見積|問い合わせ)"
"""How Japanese goes on behind goods that somebody asked for."""
_COUNTED: Final = r"公斤|吨|千克"

_AMOUNT: Final = regex(
    r"(?:US|HK|NT|S|A)?[$€£¥￥]\s?\d|(?<![A-Za-z])(?:USD|JPY|CNY|RMB|EUR|GBP|HKD|SGD|KRW|TWD)\s?\d"
    r"|\d[\d,.]*\s?(?:万|億|亿|千|百万)?\s?(?:円|日元|美元|美金|欧元|人民币|USD|JPY|EUR|RMB|yen|dollars?)(?![A-Za-z])"
    rf"|(?<![A-Za-z\d-])\d[\d,.]*\s?(?:{_COUNTED}|克|kgs?|MT|t|pcs|ctns?|本|台|個|个|套|箱|枚|片|件)(?![A-Za-z\u3040-\u9fff])",
    re.IGNORECASE,
)
"""Money, and how many there are."""
_VERB_BY_NAME: Final = regex(
    rf"(?<![\w-])(?:{_VERBS}|might|orders?|shipped|delivered|asks?|asked|says?|said|does|do|has|have|to|from|via"
    r"|we|they|you|it|us|them|who|which|wir|ich|uns|haben|hat|ist|sind|wird|werden|eine?[nmr]?|nach|macht|braucht)(?![\w-])"
    r"|(?<=\s)OK(?=$|\s)"
)
"""Verbs and words of a way: a name has none of them in small letters."""
_JAPANESE_BY_NAME: Final = regex(
    r"です|ます|ました|でした|ません|したい|たいと|予定|未定|もら[いうっ]|くださ|ですか|だけ|けど|ので"
    r"|から(?=[^\u3041-\u3096]|$)|(?<=[A-Za-z\u3400-\u9fff])で(?=[\u3400-\u9fff\u30a1-\u30ff])|なら|載った|との(?:こと)?$"
)
_CHINESE_BY_NAME: Final = regex(
    rf"[要想买购订寄发]\s?\d|^说|要?(?:申请|申請|办证|許可|许可)|那[边里儿]|开发?票|付款|报关|想?要买|订的|要的|采购|购买"
    rf"|订购|做[^\s]*的|[一这那两几][票批单笔]|寄[往到给]|发往|{_ASKS}|是不是|[吗呢]$|的|我们"
)
_KOREAN_BY_NAME: Final = regex(r"[\uac00-\ud7a3](?:니다|납품용?|에게|에서)(?=\s|$|입니다)|[\uac00-\ud7a3]용(?=입니다)")
_PAPER: Final = regex(r"リスト|名单|清单|公告|条例|規制|管制|証明書|誓約書|契約書|声明书")
"""Lists of law and papers, which are nobody."""
_LABEL: Final = regex(r"[;；]|\b[A-Za-z]{3,}:\s")
"""What begins another part of a form."""
_SENTENCE_END: Final = regex(
    r"(?<=[a-z]{3})(?<!orp)\.\s+[A-Z][a-z]+|(?<=[a-z.])\.?\s+(?:any|is|are|do|does|can|please|pls)\s"
)
"""Where a sentence ends and another begins; an abbreviation is shorter: Co. Ltd."""
_COMMA: Final = regex(r"(?<=[\u3400-\u9fff])[，,](?=[\u3400-\u9fff])")
"""A comma between characters, which no name holds."""
_BY_NAME: Final = (
    _COMMA,
    _SENTENCE_END,
    _PAPER,
    _LABEL,
    _AMOUNT,
    _VERB_BY_NAME,
    _JAPANESE_BY_NAME,
    _CHINESE_BY_NAME,
    _KOREAN_BY_NAME,
)

_BY_GOODS: Final = (
    regex(
        rf"(?<![\w-])(?:{_VERBS}|orders?(?!\s+of\b)|uses|hand[- ]?carr(?:y|ied)|carry|take|bring|free\s+of\s+charge"
        r"|we|our|my)(?![\w-])"
        r"|^\d+\s?(?:pcs|pieces|ctns?|pallets?|drums?|boxes|sets?)\b|^(?:samples?)\s+\d"
        r"|手提|随身|快递|邮件|参展|寄给|寄到|寄往|寄(?=[^\s]{2})|去(?=[^\s]{2})|带(?=\d)|发(?=[一两\d])|空运|海运|陆运|品名|合みます"
        r"|持参|持ち出|送[っりる]"
        rf"|老板|问一下|请问|(?:[出走])(?=[\s　]|$)|[\s　]\d[\d,.]*\s?(?:{_COUNTED})(?=[\s　]|$)",
        re.IGNORECASE,
    ),
    regex(
        r"(?<=[\u3400-\u9fff\u30a0-\u30ffA-Za-z\d)）])(?:を(?!含|添加|用い|使[用っ]|主成分)|へ|から|が(?!\s?\d)|で(?!き))(?=\S)"
        rf"|(?:ます|です|した|(?<!い)ません|大丈夫|ください|てい|ている|あり|かかり|入って)$|{_ENQUIRY}"
        r"|^(?:例の|先月|来月|今月|先週|来週)|納入"
        rf"|{_ASKS}|行不行|能否|订了|订购|一[批票](?=\S)|询价|做成|仓库|最终|需要|我们|客户|做(?=[\u3400-\u9fff]{{2}})"
        r"|있는\s|(?<=[\uac00-\ud7af])[을를]\s"
        r"|(?<![\w-])(?:fragt|soll|sie|wir|ich|ist|sind|wird|haben|hat|geht)(?![\w-])"
        r"|^(?:asked|before|after|last|it)\b|\bbelongs?\b|[a-z]\.\s+\w"
    ),
)
"""Verbs, ways, amounts and questions that no name of goods holds, and a particle behind which more follows."""
GOODS_END: Final = regex(rf"[\s,，、;；。.()（）去到往发寄给在的做はをがへにで]|行不行|{_ASKS}|能否|{_ENQUIRY}|納入")
"""Where the name of goods ends in a clause."""
_RUN: Final = r"[\u3400-\u9fff々\u30a1-\u30ffA-Za-z\d・-]+(?:の[\u3400-\u9fff々\u30a1-\u30ffA-Za-z\d・-]+)*"
_OBJECT: Final = regex(rf"{_RUN}(?=を)|(?<=[たるす])(?=[\u3400-\u9fff\u30a1-\u30ff]){_RUN}$")
"""What a Japanese verb is done to, or what stands behind it and is made by it."""


def ends_sentence(text: str) -> bool:
    """Tell whether a sentence ends within words: *Naniwa Marine United. Bearings 6205*."""
    return _SENTENCE_END.search(text) is not None


def tells_of_name(text: str) -> bool:
    """Tell whether words that were taken for somebody hold what no name holds.

    >>> tells_of_name("Manila ok"), tells_of_name("九州大学的教授"), tells_of_name("Naniwa Seiki")
    (True, True, False)
    """
    return any(sign.search(text) for sign in _BY_NAME)


def tells_of_goods(text: str) -> bool:
    """Tell whether words that were taken for goods hold a verb, a way, an amount or another part of a clause.

    >>> tells_of_goods("金属テルルを北京から"), tells_of_goods("ジスプロシウムを含む磁石")
    (True, False)
    >>> tells_of_goods("is sodium cyanide"), tells_of_goods("sodium cyanide")
    (True, False)
    >>> tells_of_goods("手提带2块钐钴磁铁样品去日本参展")
    True
    """
    return any(sign.search(text) for sign in _BY_GOODS)


def object_in(text: str) -> str:
    """Return to what the verb of a Japanese clause is done, or what it makes; empty where it has no such word.

    >>> object_in("中国のソフト会社が作った図面管理ソフトを、設計事務所が使う")
    '図面管理ソフト'
    """
    match = _OBJECT.search(text)
    return match[0] if match is not None else ""


_MAKER: Final = regex(
    r"[\s　]*(?:[a-z-]+\s+)?(?:makers?|manufacturers?|producers?|plants?|factor(?:y|ies)|works|compan(?:y|ies)"
    r"|traders?|dealers?|hersteller|fabrik|industry|business|division|department)\b"
    r"|(?:[\u3400-\u9fff]{0,2}(?:メーカー|工場|会社|商社|業者|業界|事業部|製造業)|厂|工厂|企业|公司|生产商|制造商|行业|业务)",
    re.IGNORECASE,
)
"""What stands behind goods that somebody makes, and that do not go."""


def is_maker(words: str, start: int) -> bool:
    """Tell whether somebody who makes or deals in goods stands in words, from a sign on."""
    return _MAKER.search(words, start) is not None


def names_maker(words: str) -> bool:
    """Tell whether words end as those for somebody who makes goods: 电池负极厂."""
    return any(_MAKER.fullmatch(words, at) for at in range(1, len(words)))


def makes_goods(text: str, goods: str) -> bool:
    """Tell whether goods of a text are those that somebody makes or deals in, named there by them: *a pump maker*."""
    return _MAKER.match(text, text.find(goods) + len(goods)) is not None or names_maker(goods)
