"""Questions of the law, its papers and its persons, which no shipment answers: *What is the penalty for it*.

Whether a rule reaches goods that are named, or somebody, is a question of a shipment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.regex import regex

_RULE: Final = (
    r"(?:announcements?|decrees?|orders?|notices?|laws?|regulations?|rules?|articles?|measures?|bans?|embargo(?:es)?|suspensions?"
    r"|pauses?|packages?|lists?|controls?|licen[cs]es?|licen[cs]ing|certificates?|statements?|undertakings?|registrations?|sanctions?)"
)
_PAPER: Final = r"(?:certificates?|licen[cs]es?|applications?|undertakings?|declarations?|statements?|eucs?)"
_HAN_RULE: Final = (
    "(?:公告|通告|令|法律|出口管制法|条例|規則|法令|規制|禁令|禁輸|措置|措施|暂停|停止"
    "|清单|清單|名单|リスト|許可証?|许可证|許可證|許可)"
)
_OF_PAPERS: Final = regex(
    r"^(?:and\s+)?(?:who|whom|whose|which\s+(?:person|department|officer))\b.*"
    r"\b(?:sign|issue|appl(?:y|ie)|file|fill|stamp|approve|grant|certif(?:y|ie)|responsible|liable)s?\b"
    r"|^wer\b.*\b(?:unterschreib\w*|unterzeichn\w*|beantrag\w*|ausstell\w*|zuständig|haftet)\b"
    r"|(?:由谁|谁(?:来|可以|能|有权|负责|应该?)?|哪个部门|由誰)[^，。]*(?:签|簽|出具|申请|申請|办理|盖章|审批)"
    r"|(?:誰|どなた|どの部署)(?:が|に)[^、。]*(?:署名|記入|申請|発行|押印|責任)",
    re.IGNORECASE,
)
"""Who signs, applies for or issues a paper."""
_OF_LAW: Final = regex(
    r"\b(?:penalt(?:y|ies)|fines?\b(?=.*\b(?:for|if|breach|violat|illegal|without)\b)|punish\w*|sanctioned\s+if|criminal\s+liab\w+|strafe[n]?\b|bußgeld\w*)"
    rf"|^how\s+(?:long|fast|soon|many\s+days)\b.*\b{_PAPER}\b|\bhow\s+long\b.*\b(?:valid|last|take|suspend\w*|paus\w*)\b|\b(?:validity|valid\s+for|expire[sd]?|expiry)\b.*\?"
    rf"|^(?:what|which)\s+(?:is|are|does|do|documents?|papers?)\b.*\b(?:{_PAPER}|{_RULE})\b"
    rf"|^(?:where|how|when|since\s+when|until\s+when)\s+(?:do|does|can|is|are|was|were|has|have|did|will|must)\b.*\b(?:{_PAPER}|{_RULE})\b"
    rf"|^(?:does|do|did|will|would|is|are|has|have|was|can)\s+(?:the\s+|this\s+|that\s+|china'?s\s+|all\s+)?(?:\w+[\s-]+){{0,4}}?{_RULE}\b"
    r"|^wie\s+(?:lange|hoch|schnell)\b.*|^(?:gilt|gelten|greift|erfasst|betrifft)\s+(?:der|die|das)\b.*"
    r"|罚款|罰款|处罚|處罰|罚则|罰則|刑事责任|罰金|制裁金|违规后果"
    r"|(?:有效期|有効期間|有効期限|審査期間|审批时间|办理时间)(?:は|が|是|为|多|有)?"
    rf"|{_HAN_RULE}[^，。、]{{0,14}}(?:还有效|有效吗|是否有效|仍然有效|生效|失效|适用|適用|涵盖|包括|涉及|及于|及び|及ぶ|対象|有効|停止中|まだ|延長|延长)"
    rf"|{_HAN_RULE}[^，。、]{{0,6}}(?:載[っせる]|掲載され|上面?的|里的)[^，。、]*(?:出せ|買え|買って|輸出でき|大丈夫|可能|能不能|可以|能否|能[买卖])"
    r"|^什么(?:是|叫)|是什么意思|有什么区别|とは何|とはどういう|の違いは"
    r"|(?:証明書|誓約書|契約書|申告書|声明书|证明)[^。]*(?:書けば|記載すれば|足り(?:ます|る)|十分です?か|就够|够不够)"
    r"|^(?:公告|通告|令)[^を、，]{2,30}(?:は|が)[^を]*(?:及[びぶ]|適用|対象|含[まむ]|かか)",
    re.IGNORECASE,
)
"""What a rule says, how long it holds, what a breach of it costs."""
_WHEN: Final = regex(
    rf"(?:and\s+)?(?:does|do|did|is|are|will|can)\b.{{0,60}}\b{_RULE}\b.{{0,30}}\b(?:bind|apply\s+to|cover|reach|concern|affect)\s+(?:also\s+)?(?:all\s+|foreign\s+|other\s+|non-\w+\s+|third-\w+\s+|our\s+)*(?:companies|firms|us\b|goods\b(?!\s+of)|exports|exporters|persons|subsidiaries|re-?exports?)"
    rf"|(?:(?:since|until|till|from)\s+)?when\s+(?:was|were|is|are|did|does|will|has|have)\s+(?:the\s+|this\s+|china'?s\s+)?(?:[\w-]+\s+){{0,3}}?{_RULE}\b"
    rf"|[^，。]{{0,20}}{_HAN_RULE}[^，。]{{0,20}}(?:什么时候|何时|哪天|いつから|いつまで|いつ(?:停止|解除|施行|発効))",
    re.IGNORECASE,
)
"""Since when, or until when, a rule holds."""
_LEAD: Final = regex(
    rf"^(?:does|do|did|will|would|is|are|can)\s+(?:the\s+|this\s+|that\s+|china'?s\s+)?(?:[\w']+[\s-]+){{0,4}}?{_RULE}(?:\s+(?:no\.?\s*)?\d+(?:\s+of\s+\d{{4}})?)?"
    r"\s+(?:also\s+|still\s+|really\s+)?(?:apply\s+to|cover|reach|hit|affect|concern|include|extend\s+to|touch|catch)\s+(?:also\s+)?",
    re.IGNORECASE,
)
"""What asks whether a rule reaches what is named behind."""
_GERMAN_LEAD: Final = regex(
    r"^(?:gilt|gelten|greift|erfasst|betrifft)\s+(?:der|die|das)\s+\S+(?:\s+\d+(?:\s+von\s+\d{4})?)?\s+(?:auch\s+)?(?:für\s+)?",
    re.IGNORECASE,
)
_REACHED: Final = regex(
    r"^(?:is|are)\s+(?P<goods>.+?)\s+(?:also\s+|still\s+)?(?:covered|hit|reached|caught|affected|restricted)\s+(?:by|under)\s+.*\b"
    rf"{_RULE}\b[^,;]*$",
    re.IGNORECASE,
)
"""The same, what is named first."""

_ASKING: Final = frozenset(
    {*("does", "do", "did", "will", "would", "is", "are", "can", "gilt", "gelten", "greift", "erfasst", "betrifft")}
)
"""Words with which a question begins whether a rule reaches something."""
_WHO: Final = ("who", "which", "wer ", "谁", "誰", "どなた", "どの部署", "哪个部门")
_GENERAL: Final = regex(
    r"^(?:(?:all|any|the|foreign|other|existing|certain|our|chinese|japanese)\s+)*(?:goods|items|waren|products|re-?exports?|exports?|imports?|subsidiar\w+"
    r"|compan(?:y|ies)|firms?|part(?:y|ies)|affiliates?|persons?|citizens?|third\s+countr\w+|transit|contracts?|orders?|services?)\b",
    re.IGNORECASE,
)
"""What a rule may reach, and names no goods."""


def is_general(item: str) -> bool:
    """Tell whether words that stand where goods stand name a whole class of things or persons.

    >>> is_general("foreign subsidiaries"), is_general("office chairs")
    (True, False)
    """
    return _GENERAL.match(item) is not None


def asks_of_papers(words: str) -> bool:
    """Tell whether words ask who signs, issues or applies for a paper.

    >>> asks_of_papers("Who at NOF may sign the end-user statement?"), asks_of_papers("最终用户声明由谁签署？")
    (True, True)
    >>> asks_of_papers("gallium for whom it may concern"), asks_of_papers("誰にガリウムを売るか")
    (False, False)
    """
    plain = words.casefold()
    return any(map(plain.__contains__, _WHO)) and _OF_PAPERS.search(words.strip()) is not None


def asks_of_law(words: str) -> bool:
    """Tell whether words ask what a rule says, how long it or a paper holds, or what a breach costs.

    >>> (
    ...     asks_of_law("Does Announcement 61 still apply?"),
    ...     asks_of_law("公告2026年第1号は第三国からの再輸出にも及びますか。"),
    ... )
    (True, True)
    >>> asks_of_law("How long is a licence valid?"), asks_of_law("許可の有効期間はどのくらいですか")
    (True, True)
    >>> asks_of_law("gallium to Japan"), asks_of_law("can I ship gallium to Osaka"), asks_of_law("向日本出口镓")
    (False, False, False)
    """
    return _OF_LAW.search(words.strip()) is not None


def asks_when(words: str) -> bool:
    """Tell whether words ask since when or until when a rule holds, whatever goods or places they name.

    >>> asks_when("When was the ban on gallium exports to the US suspended?"), asks_when("When can I ship gallium?")
    (True, False)
    """
    return _WHEN.match(words.strip()) is not None


_ENDS: Final = regex(r"(?<=[。！？!?\n])\s*|(?<=[a-z)]{2}\.)\s+(?=[A-Z])|(?<=[a-z)]{2}\.)\s+(?=(?:is|are|does|do)\s)")
_BACK: Final = regex(
    r"(?:and\s+|so\s+|but\s+)?(?:is|are|does|do|did|will|would|ist|sind|gilt|gelten|fällt|fallen)\s+"
    r"(?:that|this|it|they|these|those|the|there|any|an?|das|dies\w*|es|die|der)\b.*"
    r"|.*(?:これ|それ|この|その|も(?=[?？か])|のですが).*|(?:这|這|那|此|该|該)[^，。]*",
    re.IGNORECASE | re.DOTALL,
)
"""How a sentence goes that asks of the law, or of what was said before it."""
_OF_RULE: Final = regex(
    r"\b(?:bans?|banned|control(?:s|led)?|licen[cs]es?|permits?|rules?|regulations?|regulated|restricted|prohibited"
    r"|exempt\w*|dual[- ]use|lists?|listed|genehmigung\w*|verbot\w*|kontroll\w*)\b"
    r"|規制|許可|禁止|該当|対象|問題|管制|许可|禁令|限制|豁免|清单|管控",
    re.IGNORECASE,
)
_OF_WAY: Final = regex(
    r"\b(?:ship|shipped|export|exported|send|sent|sell|sold|buy|bought|import|deliver|supply|liefern|verkaufen)\b"
    r"|を|から|へ|まで|向け|輸出|出荷|从|從|到|往|发|發|运|運|寄|卖|賣|买|買|出口|给|給|\d",
    re.IGNORECASE,
)
"""Words of a way or of a trade, and figures: a sentence with one may tell of a shipment."""


def without_law_question(words: str, names_line: Callable[[str], bool]) -> str:
    """Leave out of several sentences a question that asks of a rule alone, or of what was said before.

    Nothing of the goods stands there but what the others name; a question with a way, a figure, or without which
    nothing is named, stays.

    Parameters
    ----------
    names_line
        Tells whether the other sentences name goods, or somebody or a place that is known.

    >>> def names(text):
    ...     return "shirts" in text or "シャツ" in text
    >>> without_law_question("Shirts and cotton shirts to Osaka. Is that controlled?", names)
    'Shirts and cotton shirts to Osaka.'
    >>> (
    ...     without_law_question("シャツです。これも規制の対象ですか？", names),
    ...     without_law_question("Is that banned?", names),
    ... )
    ('シャツです。', 'Is that banned?')
    """
    sentences = [text for text in _ENDS.split(words) if text]
    plain = [text for text in sentences if not _asks_of_rule(text.strip())]
    if not plain or len(plain) == len(sentences) or not names_line("\n".join(plain)):
        return words
    for text in sentences:
        words = words.replace(text, "", 1) if text not in plain else words
    return words.strip()


def _asks_of_rule(sentence: str) -> bool:
    is_asked = (
        sentence.endswith(("?", "？", "か。", "か", "吗", "吗。", "嗎", "嗎。")) and _BACK.match(sentence) is not None
    )
    return is_asked and _OF_RULE.search(sentence) is not None and _OF_WAY.search(sentence) is None


def reached_by_rule(words: str) -> str:
    """Return what words ask of whether a rule reaches it; all of them if they do not ask that.

    >>> reached_by_rule("Does Announcement 61 of 2025 also cover dysprosium"), reached_by_rule("gallium")
    ('dysprosium', 'gallium')
    """
    plain = words.strip()
    if plain.partition(" ")[0].casefold() not in _ASKING:
        return words
    if (match := _REACHED.match(plain)) is not None:
        return match["goods"]
    return _GERMAN_LEAD.sub("", _LEAD.sub("", plain)).strip() or words
