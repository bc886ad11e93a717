"""A shipment told in several clauses: who we are, who the customer is, what is bought where.

*We are a trader in Hamburg. We bought gallium from China and want to sell it to Japan*; 我们在苏州，客户是日本企业.
Each clause has a form of its own; the names of the groups in its pattern say what its parts are.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.sentence.frame import HAN, KANA, without_frame, without_use
from sekisho.trade.sentence.marks import PartMark, marked_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class ClausesRead:
    """What the clauses of a text say of one shipment, in their own words; what none says is empty.

    Parameters
    ----------
    ours
        Where whoever asks is.
    who, place
        The customer, and where that one is.
    consignee, seller
        To whom the goods go and who sells them, as labels say it.
    made
        Where the goods are bought.
    origin
        Where they were made.
    start, via
        Where the goods lie, and by which way they go.
    to
        To whom, or whither, whoever asks sells them.
    """

    item: str
    ours: str = ""
    who: str = ""
    consignee: str = ""
    seller: str = ""
    place: str = ""
    made: str = ""
    origin: str = ""
    start: str = ""
    to: str = ""
    use: str = ""
    via: str = ""


_STOPS: Final = regex(
    r"\s*[;!?\n]\s*|(?<!\bCo)(?<!td)(?<!nc)\.(?:\s+(?=[A-Z])|$)|\s*,\s*(?=[\w /-]{2,25}:)"
    r"|,?\s+(?:and|but|then)\s+(?=(?i:we|i|want|wish|plan|would|will|intend|sell|ship|export|send|re-?export)\b)"
    r"|,?\s+und\s+(?=(?:wir|wollen|möchten|verkaufen|liefern)\b)"
)
_HAN_STOPS: Final = regex(r"[\s　]*[。．；;！!？?，,、\n][\s　]*|\.$|(?<=です)(?:が|けど|けれども)[\s　]*")
_GREETING: Final = regex(r"^(?:hello|hi|hey|dear\s+\w+|good\s+(?:morning|day|afternoon))\s*[,!.]?\s+", re.IGNORECASE)
_LABELLED: Final = regex(r"(?P<label>[^:：]{1,30}?)\s*[:：]\s*(?P<value>.+)")
_LABELS: Final = {
    "description": "item",
    "hs_code": "code",
    "control_codes": "code",
    "end_user": "who",
    "importer": "consignee",
    "exporter": "seller",
    "destination": "place",
    "departure": "start",
    "origin": "origin",
    "end_use": "use",
}
"""Facts of which a header of an order book may be the label, and the part that each says."""
_VIA_LABEL: Final = regex(
    r"via|routing|transit|tran(?:s|sh)ipment(?:\s+port)?|経由地?|経由港|中转港?|中转地|转运港|über|ueber", re.IGNORECASE
)
_CONSIGNEE_LABEL: Final = regex(
    r"(?:ultimate\s+|final\s+)?consignee|荷受人|荷受け人|收货方|收货人|受取人", re.IGNORECASE
)
_NO_PART: Final = regex(r"pay(?:er|or)|paid\s+by|bill[- ]?to|支払人|支払者|付款方|付款人", re.IGNORECASE)
_LABEL_NAMES: Final = (
    r"品名|品目|貨物|数量|仕向地|仕向国|荷受人|荷受け人|エンドユーザー?|最終?需要者|需要者|用途|最終用途|経由地?|輸出者|輸入者|出荷地|積出港|原産国|支払人"
    r"|货名|货物|目的港|目的地|目的国|最终用户|收货人|收货方|起运港|中转港|付款方|原产国"
    r"|item|goods|description|desc|commodity|dest|destination|end[-_ ]?user|enduser|hs(?:[-_ ]?code)?"
    r"|(?:ultimate\s+|final\s+)?consignee|buyer|via"
    r"|origin|port\s+of\s+(?:loading|discharge)|quantity|qty|end[- ]?use|use|from|to|shipper|exporter|importer"
    r"|ware|endverwender|empfänger|verwendung"
)
_BEFORE_LABEL: Final = regex(rf"(?:\s*[/|]\s*|[ \t　]+)(?=(?:{_LABEL_NAMES})\s*[:：]\s*\S)", re.IGNORECASE)
_ONE_LABEL: Final = regex(rf"(?:^|(?<=[\s/|　]))(?:{_LABEL_NAMES})\s*[:：]", re.IGNORECASE)
"""Labels that stand on one line with what they say, parted by spaces or strokes."""
_EQUALS: Final = regex(
    rf"(?:^|(?<=[\s,;，、；|/　]))(?P<label>{_LABEL_NAMES}|[a-z]+_[a-z_]+)\s*[=＝]\s*", re.IGNORECASE
)
_BARE_LABEL: Final = regex(
    r"(?:^|(?<=[\s　]))(?P<label>品名|品目|貨物|货物|货名|仕向地|仕向国|目的地|目的国|目的港|最终用户|最終需要者|需要者"
    r"|收货人|荷受人|用途|最終用途|経由地|原産国|原产国|起运港|出荷地|输出者|輸出者|輸入者)[\s　]+(?=[^\s　:：=＝])"
)
"""Labels of Chinese and Japanese papers, with a space behind them and no colon."""
_TELLS: Final = regex(r"(?:we|i|our|my|in|at|there|the|he|she|they|wir|ich|unser\w*)\b", re.IGNORECASE)
"""How a sentence begins that names no goods alone."""
_WISH: Final = (
    r"(?:(?:we|i)\s+)?(?:(?:can|may|could|shall)\s+(?:we|i)\s+)?"
    r"(?:(?:now\s+)?(?:want|wish|plan|intend|need|would\s+like|'d\s+like|are\s+going)\s+to\s+|will\s+|have\s+|had\s+)?"
)
_CUSTOMER: Final = r"(?:(?:our|my|the)\s+)?(?:end[- ]?)?(?:customer|client|buyer|consignee|user)"
_NEEDS: Final = r"(?:needs|wants|has\s+ordered|ordered|orders|asks\s+for)"
_GOODS: Final = r"(?:it|them|this|these|that|the\s+goods|some|part\s+of\s+it)"
_LATIN: Final = tuple(
    regex(rf"(?i:{pattern})")
    for pattern in (
        r"(?:we|i)\s+(?:make|build|produce)\s+.+?\s+(?:in|at)\s+(?P<ours>.+)",
        r"(?:we|i)\s+(?:are|am|work\s+for)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,4}?(?:in|from|at|near|of)\s+(?P<ours>.+)",
        r"(?:we|i)\s+(?:are|am|work\s+for)\s+an?\s+(?P<ours>(?-i:[A-Z])[a-z]+)\s+[\w -]+",
        r"(?:our|my)\s+(?:company|firm|office|factory|warehouse|plant)\s+(?:is|sits|lies)\s+(?:located\s+|based\s+)?(?:in|at)\s+(?P<ours>.+)",
        r"(?:wir\s+sind|ich\s+bin)\s+(?:ein\w*\s+)?(?:[\w-]+\s+){0,3}?(?:in|aus|bei)\s+(?P<ours>.+)",
        r"unser\w*\s+(?:firma|unternehmen|lager|werk)\s+(?:ist|liegt|sitzt)\s+in\s+(?P<ours>.+)",
        rf"{_CUSTOMER}\s+in\s+(?P<place>[^,]+?)(?:,\s*(?P<who>[^,]+?),?)?\s+{_NEEDS}\s+(?P<item>.+)",
        rf"{_CUSTOMER},?\s+(?P<who>[^,]+?),?\s+{_NEEDS}\s+(?P<item>.+)",
        rf"{_CUSTOMER}\s*(?:\s+is\s+|:\s*)(?P<who>.+)",
        r"(?:(?:der|unser)\s+)?(?:end)?(?:kunde|käufer|abnehmer|empfänger)\s*(?:\s+(?:ist|heißt)\s+|:\s*)(?P<who>.+)",
        r"(?:we|i)\s+(?:have|got|received)\s+(?:an?\s+)?(?:order|enquiry|inquiry|request)\s+from\s+(?P<who>.+?)\s+for\s+(?P<item>.+)",
        r"(?:the\s+goods|goods|the\s+material|the\s+cargo|the\s+stock|they|it)\s+(?:is|are|lie|lies)\s+(?:now\s+)?(?:stored\s+)?(?:in|at)\s+(?:an?\s+)?(?P<start>.+?)(?:\s+warehouse)?",
        r"(?:(?:our|the)\s+)?(?:supplier|seller|factory|maker|manufacturer|vendor)\s+(?:is|sits)\s+(?:based\s+)?(?:in\s+)?(?P<made>.+)",
        r"(?:der|unser)\s+(?:lieferant|hersteller)\s+(?:ist|sitzt)\s+(?:in\s+)?(?P<made>.+)",
        r"(?:(?:it|they)\s+(?:is|are)\s+)?(?:shipped\s+|going\s+)?from\s+(?P<start>.+?)\s+to\s+(?P<to>.+)",
        (
            rf"{_WISH}(?:buy|bought|purchased?|import(?:ed)?|sourced?|procured?|order(?:ed)?|need)\s+(?P<item>.+?)"
            r"(?:\s+from\s+(?P<made>.+?))?(?:\s+for\s+(?P<use>.+))?"
        ),
        rf"{_WISH}(?:re-?)?(?:sell|ship|export|send|deliver|supply|resell)\s+{_GOODS}\s+(?:on\s+)?to\s+(?P<to>.+)",
    )
)
_CHINESE: Final = tuple(
    regex(pattern)
    for pattern in (
        r"(?:请问)?(?:我们公司|我们|我司|我方|本公司|我公司)(?:是|为)?(?:一家|一个)?(?:在|位于|设在)?(?P<ours>(?![从自由向把将给对想要拟计准打])[^出售卖]+?)的?(?:一家)?(?:贸易|进出口|外贸|制造)?(?:公司|企业|工厂|商社|贸易商|出口商)?",
        r"(?:我们的?|我司)?(?:最终|终端)?(?:客户|用户|使用者|买方|买家|收货人)(?:是|为|[:：])?(?P<who>[^在是为].*)",
        r"(?:我们的?|我司)?(?:最终|终端)?(?:客户|用户|使用者|买方|买家|收货人)在(?P<place>.+)",
        r"(?:是|为)?(?P<origin>.+?)(?:产|生产|制造|原产)的(?P<item>.+)",
        r"(?:我们的?)?(?:货物?|产品|物项|库存)(?:现在?)?(?:在|存放在|位于)(?P<start>.+)",
        r"(?:我们的?)?(?:供应商|卖方|厂家|工厂)(?:是|在|位于)(?P<made>.+)",
        r"(?:目的地|目的国)(?:是|为|[:：])?(?P<place>.+)",
        r"(?:从|自)(?P<made>.+?)(?:买|采购|购买|进口|进货)(?:了|的)?(?P<item>.+)",
        r"(?:他们?|对方|客户|我们|我司)?(?:想要?|要|需要|打算|计划|准备)?(?:买|采购|购买|进口|订购|订)(?:了)?(?P<item>.+)",
        r"(?:我们|我司)?(?:想要?|要|需要|打算|计划|准备)?(?:出口|卖|销售|供应|发)(?P<item>[^到给至往]+?)(?:到|给|至|往)(?P<to>.+)",
        r"(?:我们|我司)?(?:再|然后)?(?:想要?|要|需要|打算|计划|准备)?(?:把(?:它|货物?|其))?(?:再|转)?(?:卖|出口|销售|销|运|发|转口|转卖|供应)(?:到|给|往|至|回)(?P<to>.+)",
        r"(?:我们|我司)?(?:想要?|要|需要|打算|计划|准备)?(?:把|将)(?P<item>.+?)(?:转?(?:卖|售|让|运|口)|再?出口|销售|运|发|供应)(?:到|给|往|至)(?P<to>.+)",
        r"(?:用于|用途(?:是|为|[:：]))(?P<use>.+)",
        r"(?:货物|货|产品|物项|品名)(?:是|为|[:：])(?P<item>.+)",
    )
)
_JAPANESE: Final = tuple(
    regex(pattern)
    for pattern in (
        r"(?:当社|弊社|私たち|我々|うち|当方|私)は(?P<ours>[^をへに]+?)(?:の|にある)[^をへ]*?(?:商社|会社|企業|メーカー|代理店|業者|工場|者)(?:です|であり|で)?",
        r"(?:当社|弊社)の?(?:最終)?(?:客先|顧客|需要者|納入先|納品先|販売先|買主|お客様|エンドユーザー?)(?:は|が|[:：])(?P<who>.+?)(?:です|であり|で)?",
        r"(?:最終)?(?:客先|顧客|需要者|納入先|納品先|販売先|買主|お客様|エンドユーザー?)(?:は|が|[:：])(?P<who>.+?)(?:です|であり|で)?",
        r"(?:貨物|品物|商品|製品|在庫|現物)は(?P<start>[^をへに]+?)(?:に(?:ある|あります|あり)|の倉庫です|にて保管中?(?:です)?)",
        r"(?:仕入先|供給元|メーカー|工場|売主)(?:は|が)(?P<made>[^をへに]+?)(?:です|であり|で|に(?:ある|あります|あり))?",
        r"(?:貨物|品物|品名|商品|製品)(?:は|[:：])(?P<item>[^をへに]+?)(?:です|であり|で)?",
        r"(?P<made>[^をへに]+?)(?:の(?:仕入先|メーカー|業者|工場|会社))?(?:から|より)(?P<item>[^をへ]+?)を(?:仕入れ|購入し|輸入し|買い|調達し|買っ|仕入)[^、。]*",
        r"(?P<made>[^をへに]+?)(?:の工場)?(?:から|より)(?:直送|直接出荷|輸出|出荷)[^、。をへ]*",
        r"(?P<made>[^をへに]+?)(?:から|より)(?:買った|仕入れた|購入した|輸入した|調達した)(?P<item>[^をへ]+?)を(?P<to>[^をへ]+?)(?:に|へ)(?:販売|売|輸出|納入|転売|再輸出|出荷)[^、。]*",
        r"(?:それを|これを)?(?P<to>[^をへ]+?)(?:に|へ)(?:販売|売|輸出|納入|転売|再輸出|出荷)[^、。]*",
        r"用途は(?P<use>.+?)(?:です|で)?",
    )
)
_ASKED: Final = regex(
    r"(?i:(?:thanks?|thank\s+you|regards|best\s+regards|please)\b.{0,25}|(?:is|are|do|does|can|may|will|could|what|must|should|shall|any)\b(?!.*\b(?:to|from)\s+(?-i:[A-Z])).*|please\b.*|thanks?\b.*"
    r"|(?:ist|sind|darf|dürfen|brauchen|benötigen|geht)\b(?!.*\b(?:aus|nach)\s).*)"
    r"|[^从到给向]*(?:吗|么|可否|是否|许可证?|怎么办|行不行|可不可以|能否|能不能)[^从到给向]*|能出口|可以出口|可以"
    r"|[^をへから]*(?:許可|ライセンス|可能|でき|出来|規制|問題|必要)[^をへ]*|[^をへ]*(?:教えて|お願い)[^をへ]*"
)
"""A clause that asks and says nothing of the shipment."""
_SIGNS: Final = frozenset({"ours", "who", "consignee", "seller", "start", "made", "place"})
"""Parts of which one at least is said where a text tells a shipment in clauses: a list of names has none."""


def clauses_in(words: str) -> ClausesRead | None:
    """Read a shipment told in several clauses; None where words are one clause, or a clause is not understood.

    >>> read = clauses_in(
    ...     "We are a trader in Hamburg. We bought gallium from China and want to sell it to IHI in Japan."
    ... )
    >>> read.item, read.ours, read.made, read.to
    ('gallium', 'Hamburg', 'China', 'IHI in Japan')
    >>> read = clauses_in("我们公司在苏州，客户是日本川崎重工，要买碳化硅纤维，能出口吗")
    >>> read.item, read.ours, read.who
    ('碳化硅纤维', '苏州', '日本川崎重工')
    >>> clauses_in("gallium, Japan"), clauses_in("gallium to Japan. Thanks")
    (None, None)
    """
    is_han = bool(HAN.search(words) or KANA.search(words))
    words = _EQUALS.sub(r"\g<label>: ", words)
    if len(_BARE_LABEL.findall(words)) > 1 and _BARE_LABEL.match(words):
        words = _BARE_LABEL.sub(r"\g<label>: ", words)
    if len(_ONE_LABEL.findall(words)) > 1:
        words = _BEFORE_LABEL.sub("\n", words)
    clauses = [part for part in (_HAN_STOPS if is_han else _STOPS).split(_GREETING.sub("", words.strip())) if part]
    if len(clauses) < 2:  # noqa: PLR2004
        return None
    patterns = (*_JAPANESE, *_CHINESE) if is_han else _LATIN
    parts: dict[str, str] = {}
    for place, clause in enumerate(clauses):
        further = _parts_of(clause, patterns)
        if further is None and not place and not _TELLS.match(clause) and all(map(_is_labelled, clauses[1:])):
            further = {"item": clause}  # gallium; then labels
        if further is None or parts.keys() & further.keys():
            return None
        parts |= further
    if code := parts.pop("code", ""):
        parts["item"] = f"{parts.get('item', '')} {code}".strip()
    return ClausesRead(**parts) if parts.get("item") and _SIGNS & parts.keys() else None


def _is_labelled(clause: str) -> bool:
    """Tell whether a clause is a label with what it says."""
    labelled = _LABELLED.fullmatch(clause.strip(" ,"))
    return labelled is not None and _parts_of(clause, ()) is not None


def _parts_of(clause: str, patterns: tuple[re.Pattern[str], ...]) -> dict[str, str] | None:
    """Return what a clause says, by part; None where it is not understood."""
    labelled = _LABELLED.fullmatch(clause.strip(" ,"))
    fact = read_header(labelled["label"]).fact if labelled is not None else None
    if labelled is not None and _VIA_LABEL.fullmatch(labelled["label"].strip()):
        return {"via": labelled["value"].strip()}
    if labelled is not None and _CONSIGNEE_LABEL.fullmatch(labelled["label"].strip()):
        return {"consignee": labelled["value"].strip()}
    if labelled is not None and _NO_PART.fullmatch(labelled["label"].strip()):
        return {}  # who pays neither gets nor uses the goods
    if labelled is not None and fact in _LABELS:
        part, value = _LABELS[str(fact)], labelled["value"].strip()
        value = f"HS {value}" if str(fact) == "hs_code" and value[:1].isdigit() else value
        return (_way_of(value) if part == "item" else None) or {part: value}
    if labelled is not None and not words_of_header(labelled["label"]).unknown:
        return {}  # a quantity, a price, a number of a paper
    for pattern in patterns:
        match = pattern.fullmatch(clause.strip(" ,"))
        if match is not None:
            return {name: text.strip() for name, text in match.groupdict().items() if text}
    if _ASKED.fullmatch(clause):
        return {}
    rest, use = without_use(clause)
    way = _way_of(rest)
    return way | {"use": use} if way is not None and use else way


def _way_of(text: str) -> dict[str, str] | None:
    """Read goods with marks that say whence and whither; None of another text."""
    marked = {part.mark: part.text for part in marked_parts(text)}
    if not marked or not marked.keys() <= {PartMark.ITEM, PartMark.START, PartMark.END}:
        return None
    names = {PartMark.ITEM: "item", PartMark.START: "made", PartMark.END: "to"}
    return {names[mark]: without_frame(text) for mark, text in marked.items()}
