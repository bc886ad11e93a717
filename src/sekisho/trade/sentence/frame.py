"""What stands around a sentence of a shipment (*can I ship*, 輸出したい, 请问), and what it says last: use and user.

Of what stands around it nothing is said of the shipment, and it is left out. Of a question that asks whether goods or a
party are on a list, goods or party are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from sekisho.files.language import simplified
from sekisho.regex import regex
from sekisho.trade.items.amounts import without_amount

KANA: Final = regex(r"[\u3041-\u3096]")
HAN: Final = regex(r"[\u3400-\u9fff]")
_STATES: Final = (
    "prohibited|banned|allowed|permitted|restricted|controlled|possible|ok|listed|blacklisted|sanctioned|designated"
    r"|on\s+(?:the|a|any|some|china'?s)\s+(?:[\w-]+\s+){0,3}(?:lists?|blacklists?)"
)
"""What is asked whether goods or a party are, as a part of a pattern."""
_LATIN_FRAME: Final = regex(
    r"^(?:(?:sehr\s+geehrte[^,]*|guten\s+tag|hallo|dear\s+[^,]*|hello|hi)[,!]\s*)?(?:please\s+)?"
    r"(?:(?:what|which)\s+(?:kind\s+of\s+)?licen[cs]es?\s+(?:do|would)\s+(?:i|we)\s+need\s+(?:for|to)\s+"
    r"|(?:since\s+|from\s+)?when\s+(?:do|does|did|will)\s+(?:i|we|one|you)\s+need\s+an?\s+(?:\w+\s+)?licen[cs]e\s+"
    r"(?:to\s+(?=ship|export|send|sell|deliver|supply)|for\s+)"
    r"|(?:does|will|would)\s+(?:the|this|that|china's)\s+(?:\w+\s+)?(?:ban|rule|law|measure|embargo)s?\s+"
    r"(?:also\s+)?(?:hit|cover|apply\s+to|affect|include|touch|reach|concern)\s+"
    r"|(?:wir|ich)\s+(?:möchten?|wollen|will|müssen|muss|können|kann|würden\s+gerne?)\s+"
    r"|(?:wir|ich)\s+(?:liefer[en]|liefere|exportieren?|verkaufen?|versenden?|senden?|schicken?|führen?)\s+"
    r"|(?:can|may|could|shall|should|do|does|must|will)\s+(?:i|we|you|one|(?:an?|the|our|my)(?:\s+\w+){0,2}\s+"
    r"(?:supplier|exporter|seller|vendor|compan(?:y)|firm|factory|maker|manufacturer|customer))\s+(?:need\s+(?:a|an)\s+licen[cs]e\s+(?:to|for)\s+)?"
    r"|(?:is\s+it|would\s+it\s+be|is\s+there\s+a\s+way)\s+(?:\w+\s+)?(?:ok(?:ay)?|fine|possible|allowed|permitted|legal|all\s+right)?\s*"
    r"(?:for\s+(?:us|me)\s+)?to\s+"
    r"|(?:are|am)\s+(?:we|i)\s+(?:\w+\s+)?(?:allowed|permitted|free|able)\s+to\s+"
    r"|(?:is|are)\s+(?:a\s+|an\s+)?licen[cs]es?\s+(?:needed|required|necessary)\s+(?:to|for)\s+"
    r"|(?:(?:i|we)\s+)?(?:want|wish|plan|need|would\s+like|intend)\s+to\s+"
    r"|(?:i|we)\s+(?:now\s+|currently\s+|regularly\s+)?(?=(?:ship|export|send|sell|deliver|supply|re-?export|re-?sell)\s.+\s(?:to|from)\s)"
    rf"|we\s+are\s+|(?:is|are)\s+(?=.+\s(?:{_STATES})$)"
    r"|(?:dürfen|können|darf|kann|müssen|sollen|möchten|wollen)\s+(?:wir|ich|man|sie)\s+)?"
    r"(?:(?:ship(?:ping)?|export(?:ing)?|send(?:ing)?|sell(?:ing)?|deliver(?:ing)?|supply(?:ing)?|re-?export(?:ing)?|re-?sell(?:ing)?)\s+"
    r"(?:(?:of|von)\s+)?(?=\S+\s)"
    r"|(?:export|shipment|delivery|sale|supply|ausfuhr|lieferung|versand)\s+(?:of|von)\s+)?"
    r"|\s+(?:shipments?|exports?|deliver(?:y|ies))(?=\s+(?:to|from|for)\s)|,\s*(?:ship|shipped|deliver|send|sold)(?=\s+to\s)"
    rf"|\s+(?:{_STATES})$|\s+(?:liefern|ausliefern|exportieren|ausführen|versenden|verkaufen|senden|schicken|wiederausführen|weiterverkaufen|wiederverkaufen|weiterliefern)\.?$",
    re.IGNORECASE,
)
_JAPANESE_FRAME: Final = regex(
    r"^(?:再輸出|輸出|出荷|販売|積替え?)[\s　：:]+"
    r"|(?:は|が|って)(?:、)?(?:輸出)?(?:規制|管制|リスト|掲載|制裁|禁輸|該当|対象|エンティティ|ブラックリスト)[^をへ]*$"
    r"|(?:(?:の)?(?:再?輸出|輸入|出荷|販売|納入|納品|輸送|発送|送付|返送|転送|返品|移転|送|供給|提供|売却|売|出|届け)"
    r"(?:に(?:は)?許可(?:が|は)?(?:必要|要り|要る|いる|いり).*"
    r"|(?:り|し|れ)?(?:たい|ます|ても|て|する|できる|できます|出来ます|可能|可否|は|予定).*"
    r"|する|して|る)?)?(?:です|ます)?(?:か)?[。.？?！!\s]*$"
)
_CHINESE_FRAME: Final = regex(
    r"(?:是否|是不是)?(?:已经|已)?(?:被)?(?:列入|列在|列为|属于|在|是)(?:了)?[^到至给向]*(?:名单|清单|管制|管控|实体|物项|黑名单)(?:物项|上|中|里|内|之列)?(?:了)?(?:吗|么)?[？?。!！\s]*$|"
    r"^(?:请问|您好|你好)?[，,]?\s*(?:我们公司|我们?|我司|我公司|我方|我厂|本公司|本司|公司)?(?:想要?|要|需要|打算|拟|计划|准备|能否|能不能|可以|可否|是否可以|可不可以)?(?:(?=把|将|从|自|由|向|给|出口|运|卖|销售))"
    r"|[，,]?(?:(?:需要|应该?|要)?(?:办理?|申请)(?:什么|哪些|哪种)(?:出口)?(?:手续|许可证?|证件?)?)(?:吗|呢)?[？?。!！\s]*$"
    r"|(?:(?:是否|会不会)?(?:被)?(?:禁止|受限|受管制|管制|限制)(?:吗|的吗)?|可以吗|行吗|吗|需要(?:出口)?许可(?:证)?(?:吗)?|要不要(?:办|办理|申请)?(?:出口)?许可证?|是否需要许可证?)?[？?。!！\s]*$"
)
_USES: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<rest>.+?)[,，、;；\s]*(?:最终)?(?:用于|用途(?:是|为|[:：]))\s*(?P<use>[^,，、;；]+?)(?:之用)?",
        r"(?P<rest>.+?)[,，、;；\s]*(?:最終)?用途(?:は|が|[:：])\s*(?P<use>[^,，、;；]+?)(?:です)?",
        r"(?P<rest>.+?)[,;\s]\s*(?:(?:to be )?used (?:in|for|as)|for use in|(?:end )?use(?: is| ?:))\s+(?P<use>[^,;]+)",
        r"(?P<rest>.+?)[,;]\s*(?:end[- ]use|endverwendung|verwendung(?:szweck)?)\s+(?P<use>[^,;]+)",
    )
)
"""What goods are for, said behind all else."""
_GERMAN_USER: Final = "(?:end)?(?:kunde|käufer|empfänger|verwender|abnehmer|verbraucher|nutzer)"
_USERS: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<rest>.+?)[,，、;；\s]+(?:供|由)(?:应?给)?(?P<who>[^,，、;；\s]+?)(?:使用|用)?",
        r"(?P<rest>.+?)[,，、;；\s]+(?:最终用户|终端用户|最终使用者|最终客户|终端客户|用户|客户|买方|买家|收货人)(?:是|为|[:：])?\s*(?P<who>[^,，、;；]+)",
        r"(?P<rest>.+?)[,，、;；\s]+(?:最終)?(?:需要者|使用者|顧客|客先|納入先|納品先|販売先|買主|エンドユーザー?|ユーザー?)(?:は|が|[:：])\s*(?P<who>[^,，、;；]+?)(?:です)?",
        r"(?P<rest>.+?)[,，、;；\s]+(?:最終)?(?:需要者|使用者|客先|納入先|納品先|エンドユーザー?)(?P<who>[\u30a1-\u30ff\u3400-\u9fffA-Z][^,，、;；のへにを]+)",
        r"(?P<rest>.+?)[,;.\s]+(?:(?:the|our)\s+)?end[- ]?user(?: is|:)?\s+(?P<who>[^;]+)",
        r"(?P<rest>.+?)[,;.\s]+(?:(?:the|our)\s+)?(?:customer|buyer|consignee|purchaser)(?: is|:)\s+(?P<who>[^;]+)",
        r"(?P<rest>.+?)[,;]\s*(?:(?:the|our)\s+)?(?:customer|buyer|consignee|purchaser)\s+(?P<who>(?-i:[A-Z])[^,;]+(?:,\s*(?-i:[A-Z])[^,;]*){0,2})",
        rf"(?P<rest>.+?)[,;.\s]+{_GERMAN_USER}(?: ist|:)?\s+(?P<who>[^;]+)",
    )
)
"""Who is to use the goods, said behind all else."""
_NOBODY: Final = regex(
    r"谁.*|誰.*|待定|暂未.*|まだ.*|保留中|(?:再)?确认中|(?:还|尚|目前)?(?:未知|不明|不详|未定|未確認|不知道|不清楚).*"
    r"|unknown|(?:is\s+)?not\s+(?:yet\s+)?(?:known|disclosed|named)|undisclosed|confidential|tbd|t\.b\.d\.|unbekannt|n/?a|none"
    r"|.*(?:言えない|言えません|明かせ|開示(?:でき|され)(?:ない|ません)|非公開|未開示|非開示|秘密|分からない|わからない|分かりません|わかりません).*"
    r"|(?:是)?(?:个人|個人|一般個人)(?:です)?|(?:an?\s+)?(?:private\s+)?(?:individual|person)|エンドユーザー?(?:は)?(?:不明|未定|未確認).*"
    r"|(?:客户|对方|买方)?(?:不便|不肯|不愿|拒绝)(?:透露|说|告知|提供).*|.*保密.*",
    re.IGNORECASE,
)
"""What says that who uses them is not known: who was named before it counts."""


_QUESTION: Final = regex(
    r"(?i:(?:(?:hi|hello|dear\s+\w+)[,!.]?\s+)?(?:(?:could|can|would)\s+you\s+(?:please\s+)?(?:tell|inform)\s+(?:me|us)\s+(?:about\s+)?)?"
    r"(?:what|how|which|who|whom|whose|when|where|why)\b.*)|.*(?:を教えて|をお教え|请告诉|请告知|いくら|どう|どこ|いつ|なに|何|誰|どれ|什么|多少|怎|哪|为何|如何|谁).*"
)
"""A question that is not whether a shipment may go."""


def is_question(words: str) -> bool:
    """Tell whether words ask what, how or how much.

    >>> is_question("what is the loss to Japan"), is_question("日本的损失有多少"), is_question("office chair to Japan")
    (True, True, False)
    >>> is_question("Hello, could you tell me what hours you work"), is_question("締切日を教えてください")
    (True, True)
    """
    return _QUESTION.fullmatch(words.strip()) is not None


_HELD: Final = regex(
    r"(?i:(?:we|i)\s+(?:hold|have|keep|store|stock|own)|there\s+(?:is|are))\s+(?P<item>.+?)\s+"
    r"(?:(?:lying|stored|stocked|held|in\s+stock)\s+)?(?:in|at)\s+(?:(?:an?|our|the)\s+)?(?P<start>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)"
    r"(?:\s+(?:warehouse|depot|stock|hub|storage|free\s*port|facility))?(?P<rest>(?:[\s,.;(].*)?)"
)
"""Goods that lie somewhere: they leave from there."""


_HELD_THERE: Final = regex(
    r"(?i:(?:in|at)\s+(?:our|the|a)\s+(?P<start>(?-i:[A-Z])[\w-]*(?:\s(?-i:[A-Z])[\w-]*)?)\s+(?:warehouse|depot|stock|hub|storage)\s*,?\s+"
    r"(?:we|i)\s+(?:hold|have|keep|store|stock|own)\s+(?P<item>[^,;]+?)(?:\s*,\s*(?:going|destined|bound|meant|sold|to\s+be\s+sent)\s+(?=to\b|for\b)|(?=\s*[,;])|$))"
    r"(?P<rest>.*)"
)
"""The same, the place first."""


_HELD_ON_STOCK: Final = regex(
    r"(?i:(?:we|i)\s+(?:hold|have|keep)\s+(?:on|in)\s+(?:stock|store|storage|hand)\s+(?:in|at)\s+(?:(?:our|the)\s+)?)"
    r"(?P<start>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)\s+(?P<item>(?![A-Z][a-z]+\s*[,.;]).+?)(?P<rest>(?:[,.;(]\s.*|\s(?:which|that)\s.*)?)"
)
"""The same, the goods behind the place."""
_LYING: Final = regex(
    r"\s*,?\s+(?:(?:on|in|ex)\s+(?:stock|store|storage)|stored|stocked|warehoused|held|lying)\s+(?:in|at)\s+"
    r"(?=(?:(?:our|the|an?)\s+)?[A-Z])"
)
"""What stands between goods and the place where they lie."""
_LIES: Final = (
    regex(
        r"\s*,?\s+(?:(?:is|are|now|currently|already)\s+)*(?:in|at)\s+(?:an?|our|the|their)\s+(?P<place>[A-Z][\w-]*(?:\s[A-Z][\w-]*)?)\s+"
        r"(?:(?:bonded|customs|free)\s+)?(?:warehouse|depot|stock|hub|storage|free\s*port)\b(?!\s*,?\s+(?:we|i)\b)"
    ),
    regex(
        r"\s*,?\s*(?:(?:die\s+)?Ware\s+)?(?:liegt|liegen|lagert|lagern)\s+(?:derzeit\s+|jetzt\s+)?in\s+(?P<place>[A-ZÄÖÜ]\w+)"
    ),
    regex(
        r"[，,]?(?:货物?)?(?:目前|现在|现|已经?)?(?:存放|存储|储存|存|放|位)?(?:在|于)(?P<place>[\u3400-\u9fff]{2,6}?)的?(?:保税)?"
        r"(?:仓库?|库存|保税区|港口?)(?:里|内|中)?(?=[，,。]|$)"
    ),
)
"""Goods that lie in a store of a place."""


def from_where_it_lies(words: str) -> str:
    """Say of goods that lie somewhere that they come from there, as a sentence of a shipment does.

    >>> from_where_it_lies("We hold 5 kg gallium in a Singapore warehouse. Customer: Naniwa Seiki, Osaka")
    '5 kg gallium from Singapore. Customer: Naniwa Seiki, Osaka'
    >>> from_where_it_lies("we have on stock in Hanau 50 kg gallium, bought in 2024")
    '50 kg gallium from Hanau, bought in 2024'
    >>> from_where_it_lies("rods in a Hamburg warehouse, buyer is Hensoldt"), from_where_it_lies("镓，目前在新加坡仓库")
    ('rods from Hamburg, buyer is Hensoldt', '镓，从新加坡')
    >>> from_where_it_lies("gallium stored in Hanau, to Japan"), from_where_it_lies("gallium to Japan")
    ('gallium from Hanau, to Japan', 'gallium to Japan')
    """
    text = words.strip()
    match = _HELD_ON_STOCK.fullmatch(text) or _HELD.fullmatch(text) or _HELD_THERE.fullmatch(text)
    if match is None:
        lies = next((found for pattern in _LIES if (found := pattern.search(words))), None)
        if lies is None:
            return _LYING.sub(" from ", words, count=1)
        mark = f"，从{lies['place']}" if HAN.search(lies["place"]) else f" from {lies['place']}"
        return f"{words[: lies.start()]}{mark if lies.start() else mark.strip(' ，')}{words[lies.end() :]}"
    rest = match["rest"]
    return f"{match['item']} from {match['start']}{' ' * rest[:1].isalpha()}{rest}"


_CHINESE_SENTENCE: Final = regex(
    r"[們從將給嗎賣經這發產灣鎵鍺鏑鋱釔銻鎢鉍]|出口|轉運|轉口|運往|運到|銷往|客戶|用戶|可以|是否"
)
"""Signs and words of a Chinese sentence; names and Japanese texts have none of them."""


def as_simplified(words: str) -> str:
    """Write a Chinese sentence in simplified characters, in which its words are looked for.

    >>> as_simplified("從中國出口鎵到日本"), as_simplified("三菱電機"), as_simplified("電機を出口へ")
    ('从中国出口镓到日本', '三菱電機', '電機を出口へ')
    """
    if KANA.search(words) or not HAN.search(words) or not _CHINESE_SENTENCE.search(words):
        return words
    return simplified(words)


_TO_US: Final = regex(
    r"\b(?P<to>to|an|nach)\s+(?:us|me|uns|mich|our\s+(?:plant|factory|warehouse|office|works))\s+(?:in|at)\s+(?=[A-Z])"
)
"""Whoever asks, as the receiver: where that one is says where the goods go."""


_MAY_BE_SENT: Final = regex(
    r"^(?:can|may|could|shall|should|will|must)\s+(?P<goods>[^,;]+?)\s+be\s+(?:re-?)?(?:exported|shipped|sold|sent|delivered|supplied|moved)"
    r"(?=\s+(?:to|from|via|into|on)\b|$)",
    re.IGNORECASE,
)
"""A question of goods in the passive voice."""


def without_frame(words: str) -> str:
    """Leave out what stands around a sentence and says nothing of the shipment.

    >>> without_frame("can we ship gallium to Japan?"), without_frame("ガリウムを日本へ輸出できますか")
    ('gallium to Japan', 'ガリウムを日本へ')
    >>> without_frame("请问可以出口镓到日本吗？"), without_frame("export of gallium to Japan")
    ('出口镓到日本', 'gallium to Japan')
    >>> without_frame("may gallium be shipped to Japan?")
    'gallium to Japan'
    """
    plain = words.strip().rstrip("?？。！!").strip()
    if KANA.search(plain):
        shorter = _of_topic(_JAPANESE_FRAME.sub("", plain))
    elif HAN.search(plain):
        shorter = _CHINESE_FRAME.sub("", plain)
    else:
        shorter = _LATIN_FRAME.sub("", _TO_US.sub(r"\g<to> ", _MAY_BE_SENT.sub(r"\g<goods>", plain)))
    return shorter.strip() or plain


_TOPIC: Final = regex(
    r"(?P<item>[^をはがに、，\s]*[^\u3041-\u3096をはがに、，\s])(?:は|って|ですが、?)"
    r"(?P<way>[^を]+(?:へ|に|向け|向けに|まで|宛て|宛てに|宛))"
)
_TOPIC_ALONE: Final = regex(r"(?<=[^\u3041-\u3096])は$")


def _of_topic(words: str) -> str:
    """Mark goods of which a Japanese question speaks as any other sentence does.

    >>> _of_topic("レアアースは日本に"), _of_topic("川崎重工向けのタングステン棒は"), _of_topic("はさみを日本へ")
    ('レアアースを日本に', '川崎重工向けのタングステン棒', 'はさみを日本へ')
    """
    if match := _TOPIC.fullmatch(words):
        return f"{match['item']}を{match['way']}"
    return _TOPIC_ALONE.sub("", words)


_BEFORE_GOODS: Final = regex(
    r"^(?:(?:item|goods|desc(?:ription)?|品名|品目|货名|货物?|ware)\s*[:：]\s*|(?:(?:輸入|購入|調達|仕入れ?|買っ|生産|製造)(?:し)?た|(?:輸出|出荷|販売|発送|納入)する|送る|売る|使う|使用する)(?=.{2})"
    r"|(?:[这该此一]批|一些|若干|几箱|少量)(?=.))"
)
_BEHIND_GOODS: Final = regex(
    r"(?<=[\u3400-\u9fff\u30a1-\u30ff])(?:は|が|も)$|\s+(?:that|which)$|\s+for\s+(?:it|them|this|these)$|(?<=[\u3400-\u9fff])[，,、\s]*(?:再|然后|并|后)$|(?<=.)(?:の件|について)(?:です(?:が|けど)?)?$|(?<=.)的(?:事|问题)$"
    r"|\s+(?:is|are|was|were|will\s+be|to\s+be)\s+(?:re-?)?(?:shipped|sent|sold|exported|delivered|supplied)$"
)
"""How a Chinese sentence goes on behind goods: 镓，再转卖给…"""
_DENIALS: Final = tuple(
    regex(pattern, re.IGNORECASE)
    for pattern in (
        (
            r"[,.;(]?\s*(?:\band\s+)?\b(?:not|never|nicht|niemals)\s+(?:(?:intended|meant|destined|bestimmt)\s+)?(?:for|to|für|fuer)\s+"
            r"(?P<what>[^,.;:()]+?)(?:\s+(?:but|sondern)(?=\s)|(?=\s+(?:to|from|via|nach|aus|über)\s)|\)|(?=[,.;:()])|$)"
        ),
        r"[，,。;；、\s]*(?:(?:他们|对方|客户|买家|厂家)?(?:采购)?(?:也)?(?:说|称|表示|保证|确认|确定)了?)?(?:并?不(?:是|会)?(?:用于|供|卖给|给|涉及|转让给)|不是(?=军|国防|武器)|(?<![一-龥])非(?=军))(?P<what>[^，,。;；、]+)",
        r"[、。\s]*(?P<what>[^、。\s]+?)(?:向け|用|宛て?)?(?:では|じゃ|で)(?:ありません|ない(?:です)?|なく|使いません|使用しません)",
        r"[、。\s]*(?P<what>[^、。\s]+?)(?:は|には)?(?:なし|無し|ございません|(?:一切)?ありません)(?=$|[、。\s])",
        (
            r"[、。\s(（]*(?P<what>[^、。\s()（）]+?)(?:[はがも]|とは|には?|とも|と)?(?:一切|全く)?"
            r"(?:(?:関係|関わり|関与|繋がり|つながり|取引)(?:[はがも])?(?:(?:し(?:ており|てい)?)?(?:ない|ません)|ありません)"
            r"|無関係|(?:入って|受けて|含まれて|関わって|携わって)(?:お?り|い)?(?:ない|ません))"
            r"(?:(?:そう)?です|と(?:の(?:こと|説明|回答)|[^、。\s]{0,8}?(?:言っ|言い|申し|説明|聞い|聞き|述べ|確認|回答)[^、。]*))?"
            r"(?:[)）](?=$|[、。\s])|(?=$|[、。\s)）]|ので|から|けど|が))"
        ),
        (
            r"[，,。;；、\s]*[与與和跟](?P<what>[^，,。;；、与與和跟]{2,12}?)(?:没有?|沒有?|并?无|並?無|毫无|毫無)(?:任何|半点|一点)?"
            r"(?:关系|關係|关联|關聯|往来|往來|业务|業務|瓜葛)(?=$|[，,。;；、\s)）])"
        ),
        r"[、。，,;；\s]*(?P<what>[^、。，,;；:：\s]+)[:：]\s*(?:なし|無し|無|いいえ|无|否|没有|不涉及)(?=$|[、。，,;；\s])",
        (
            r"[,.;(\s]*(?:\d+[.)]\s*)?(?:any\s+)?\b(?P<what>(?:military|defen[cs]e)\b[^,.;:()?\n]*)[?:：]\s*(?:no(?:ne)?|nil|n/a|nein)\b"
            r"(?=$|[,.;()\s])"
        ),
        (
            r"[,.;\s]*(?P<what>[^\s,.;]*?[\uac00-\ud7a3])(?:용도?|향)?(?:으로)?(?:이|가|은|는|와|과|의)?"
            r"(?:\s+전혀)?(?:\s+(?:사용|용도|관련|관계|연관)(?:이|은|는|가)?)?\s*(?:아닙니다|아니고|아니며|아니에요|아님|아니다|없습니다|없음|없고|무관합니다|무관)"
            r"(?=[\s,.;]|$)"
        ),
        (
            r"[、。\s]*(?P<what>[^、。\s]+?)(?:様|さん)?"
            r"(?:[にへ]は?(?:売りません|販売しません|供給しません|使いません|使用しません)"
            r"|[にへ]は[^、。\s]{1,8}?(?:ません|ない(?:です)?)(?=[、。\s]|$))"
        ),
        r"[,.;(]?\s*\b(?:no|without|ohne|keine?)\s+(?:any\s+)?(?P<what>(?:military|defence|defense|militärische?)\b[^,.;()]*)",
        (
            r"[,.;(]?\s*\b(?:we\s+)?(?:(?:have\s+)?nothing\s+to\s+do\s+with"
            r"|(?:do\s+not|don't|never|will\s+not)\s+(?:sell|supply|ship)\s+to)\s+(?P<what>[^,.;()]+)"
        ),
        r"[,;(]\s*not\s+(?P<what>[^,.;() ]+(?:\s+[^,.;() ]+)?)(?=$|[,.;)])",
        (
            r"(?<![是若果要])(?<!难道)(?<!難道)(?:并|並)?不是(?!没|沒|不)(?P<what>[^，,。;；、？?]+)(?=[，,。;；、]|$)"
            r"(?![，,]\s*(?:就是|便是))"
        ),
        (
            r"[，,。;；、\s]*(?:不涉(?:及)?|[与與跟和](?=(?:军|軍)\w{0,2}(?:无关|無關))|[无無](?=(?:军|軍)[工方]背景)|(?:没|沒)有(?=(?:军|軍)[工方]背景))"
            r"(?P<what>(?:军|軍)(?:工|事|方|用|品)?)(?:无关|無關|背景)?(?=$|[，,。;；、\s])"
        ),
        (
            r"[,.;(]?\s*\b(?:no|keine?n?)\s+(?P<what>(?:(?:MoD|JSDF|JMSDF|JASDF|JGSDF|SDF|army|navy|air\s+force|armed\s+forces)\s+"
            r"(?:funding|money|contracts?|budget|involvement|links?|business|orders?|customers?|users?|use|work)"
            r"|(?:Rüstungs|Militär|Wehr|Verteidigungs)\w+)\b)"
        ),
    )
)
"""What says for whom, or for what, goods are not."""


_DENIES_LESS: Final = regex(
    r"以外|之外|しか|除[いく外]|只|仅|僅|单单|直接|就是|(?:吗|嗎|么|吧)$|问题|(?:問題|支障|異存|間違い|相違)[はがも]?$|(?:無関係|無縁|ない)$"
    r"|\b(?:but|except|other\s+than|besides|only|just|merely|problems?|issues?|objections?|doubts?)\b",
    re.IGNORECASE,
)
"""What turns a denial into another: nobody *but* the navy, 自衛隊以外, 問題は."""
_POINT: Final = regex(r"^\s*\d{1,2}[.)]\s*")
"""The number of a point of a form."""
_NOT_BUT: Final = regex(r"(?P<label>用户|客户|使用者)(?:不是|并非|並非)[^，,。;；]+[，,]\s*而?是")
"""Of whom somebody says first who he is not: 最终用户不是…，是…"""


def without_denial(words: str, tells: Callable[[str], bool]) -> tuple[str, str]:
    """Part words from what they deny: *not for military use*, 不用于军事; what is denied is empty where nothing is.

    Parameters
    ----------
    tells
        Whether words name forces, a military use or a known party; other denials stay where they are.

    >>> without_denial("gallium to Osaka, not for military use", lambda text: "military" in text)
    ('gallium to Osaka', 'not for military use')
    >>> without_denial("wafers not for sale to Osaka", lambda text: False)
    ('wafers not for sale to Osaka', '')
    """
    words = _NOT_BUT.sub(r"\g<label>是", words)
    denials: list[str] = []
    for pattern in _DENIALS:
        at = 0
        while (match := pattern.search(words, at)) is not None:
            at = match.end()
            if not tells(match["what"]) or _DENIES_LESS.search(match["what"]):
                continue
            is_whole = not words.isascii() or words[match.end("what") :][:1] in {"?", ":"}
            denied = words[match.start() : match.end() if is_whole else match.end("what")]
            denials.append(_POINT.sub("", denied).strip(" ,.;，。、；()"))
            before, behind, mark = words[: match.start()], words[match.end() :], words[match.start()]
            parts = mark in ",;，。、；" and bool(before) and behind[:1].isalnum()
            words, at = f"{before}{mark if parts else ''}{behind}".strip(), match.start()
    return words, ", ".join(denials)


_COURTESY: Final = regex(
    r"^(?:平素より|いつも|大変)*お世話に(?:なっております|なります)[。、，,\s]*|^(?:您好|你好|请问|請問)[，,。！!\s]*"
    r"|[。、，,\s]*(?:どうぞ)?(?:よろしく|宜しく)(?:ご確認(?:の(?:ほど|程))?)?(?:お願い(?:(?:いた|致)?します|申し上げます)?)?(?=[。、，,\s]|$)"
    r"|[，,。\s]*(?:谢谢|多谢|(?:麻烦|烦请)(?:您|你)?(?:确认|看|回复)?(?:一下)?)(?=[，,。！!\s]|$)"
    r"|^(?:pls|please|kindly)\s+(?:check|advise|confirm)\s*[:,]\s*"
    r"|[.;,?？\s]*\b(?:do\s+(?:we|i)\s+)?(?:need|any)\s+(?:an?\s+)?(?:papers?|licen[cs]es?|permits?)\s*[?？]$"
    r"|(?<=\w)\s+(?:ok|okay)(?=\s*(?:[,;?？]|$))"
    r"|^is\s+an?\s+(?:chinese\s+)?(?:export\s+)?(?:licen[cs]e|permit)\s+(?:needed|required|necessary)\s+for\s+(?=\S)"
    r"|^(?:we|i)\s+(?:are|were|have\s+been)\s+asked\s+(?:to\s+(?:supply|deliver|ship|send|export|quote)|for)(?:\s+for)?\s+"
    r"|(?<=\S)[、，,\s]+(?:輸[入出]|出荷)?(?:OK|大丈夫|問題(?:ない|ある|ありますか)|可能)(?:です)?か?\s*[?？]$"
    r"|(?<=\S)[、，,\s]*(?:行不行|可不可以|可以吗|行吗)\s*[?？]?$"
    r"|(?<=[,;])\s*(?-i:DDP|DDU|DAP|DPU|FOB|CIF|CFR|CNF|EXW|FCA)\s*[,;]"
    r"|[.,;\s]*\b(?:pls|please|kindly)\s+(?:check|advise|confirm|let\s+me\s+know)\b(?:\s+(?:asap|soon|urgently))?(?=\s*[.,;!]|$)",
    re.IGNORECASE,
)
"""Phrases of courtesy alone: whatever stands behind one may name the user."""


def without_courtesy(words: str) -> str:
    """Leave out what a letter says before and behind its matter.

    >>> without_courtesy("お世話になっております。ガリウムを日本へ"), without_courtesy("gallium to Osaka, pls check")
    ('ガリウムを日本へ', 'gallium to Osaka')
    >>> without_courtesy("gallium to Osaka, pls check, end user Naniwa Seiki")
    'gallium to Osaka, end user Naniwa Seiki'
    >>> without_courtesy("谢谢")
    '谢谢'
    """
    return _COURTESY.sub("", words).strip() or words


_CARE_OF: Final = regex(r"[\s,;]*(?<![\w/])c/o\.?\s+(?=\S)", re.IGNORECASE)


_BILL_AND_SHIP: Final = regex(
    r"\b(?:bill|sold|invoice)(?:\s*-?\s*to)?\s*(?:\+|&|and|/)\s*(?=ship(?:\s*-?\s*to)\b)", re.IGNORECASE
)
"""Who pays, where it is who receives."""
_HONORIFIC: Final = regex(
    r"(?<=[\u30a1-\u30fe\u3400-\u9fffA-Za-z])(?:さん|さま)(?=向け|宛|あて|へ|に|から|の|が|は|で)"
)


def with_care_of(words: str) -> str:
    """Name whoever receives for somebody by a label, and leave out what only honours: *c/o* is no code of a country.

    >>> with_care_of("gallium to Naniwa Seiki c/o Example Forwarding, Osaka")
    'gallium to Naniwa Seiki; consignee: Example Forwarding, Osaka'
    """
    return _CARE_OF.sub("; consignee: ", _HONORIFIC.sub("", _BILL_AND_SHIP.sub("", words)))


_BEFORE_PARTY: Final = regex(
    r"^(?:(?:別|他|同)(?:会社|社)の|(?:当社|弊社|我们|我司)?の?(?:取引先|客先|得意先|顧客|お客様|納入先|納品先|販売先)(?:で(?:ある|す)|の)"
    r"|[^\s、。]{1,8}して(?:から)?(?=[\u3400-\u9fff\u30a1-\u30ff])|(?:Now|Then|So|Also|But|And)\s+(?=[A-Z])|of\s+|(?:die|der|das)\s+Firma\s+|Firma\s+|[发卖销寄送]?给|(?:我们的?|我司的?)?(?:客户|买方|用户)(?=[^的是]{3})|(?:der|die|das)\s+(?=[^\s])|unser\w*\s+(?=[A-ZÄÖÜ]))"
)


_BEHIND_PARTY: Final = regex(r"(?<=[\u3041-\u9fff])(?:へ|宛て?|向けに?)$")


def bare_goods(text: str) -> str:
    """Leave out what was done with goods, or how many there are in words, before their name.

    >>> bare_goods("輸入したジスプロシウム"), bare_goods("一批高纯镓"), bare_goods("輸入")
    ('ジスプロシウム', '高纯镓', '輸入')
    >>> (
    ...     bare_goods("20 kg of scandium oxide"),
    ...     bare_goods("ガリウム500kg"),
    ...     bare_goods("5-axis mill"),
    ...     bare_goods("25 kg"),
    ... )
    ('scandium oxide', 'ガリウム', '5-axis mill', '25 kg')
    """
    return without_amount(_BEHIND_GOODS.sub("", _BEFORE_GOODS.sub("", text))) or text


def bare_party(text: str) -> str:
    """Leave out the word that says what a party is to whoever asks, before its name.

    >>> bare_party("取引先の川崎重工"), bare_party("客户浪速精机"), bare_party("浪速精機")
    ('川崎重工', '浪速精机', '浪速精機')
    """
    return _BEHIND_PARTY.sub("", _BEFORE_PARTY.sub("", text))


def without_use(words: str) -> tuple[str, str]:
    """Part a sentence from the use that it says last; the use is empty where it says none.

    >>> without_use("氧化镝，中国→日本，用于汽车电机")
    ('氧化镝，中国→日本', '汽车电机')
    >>> without_use("gallium to Japan, for use in LED lamps"), without_use("ガリウムを日本へ、用途は民生")
    (('gallium to Japan', 'LED lamps'), ('ガリウムを日本へ', '民生'))
    >>> without_use("gallium to Japan")
    ('gallium to Japan', '')
    """
    plain = words.strip().rstrip("?？。.！!").strip()
    for pattern in _USES:
        if match := pattern.fullmatch(plain):
            return match["rest"].strip(), match["use"].strip()
    return words, ""


def says_nobody(text: str) -> bool:
    """Tell whether words say that nobody is known.

    >>> says_nobody("谁"), says_nobody("unknown"), says_nobody("IHI")
    (True, True, False)
    """
    return _NOBODY.fullmatch(text) is not None


def without_user(words: str) -> tuple[str, str]:
    """Part a sentence from who is to use the goods, as it says last; the user is empty where it says none.

    >>> without_user("氧化镝，中国到日本，供浪速精机"), without_user("氧化镝，中国→日本，供三菱造船使用")
    (('氧化镝，中国到日本', '浪速精机'), ('氧化镝，中国→日本', '三菱造船'))
    >>> without_user("gallium to Japan, end user Naniwa Seiki"), without_user("ガリウムを日本へ、需要者は浪速精機")
    (('gallium to Japan', 'Naniwa Seiki'), ('ガリウムを日本へ', '浪速精機'))
    """
    plain = words.strip().rstrip("?？。！!").strip()
    for pattern in _USERS:
        if match := pattern.fullmatch(plain):
            rest, who = match["rest"].strip(), match["who"].strip()
            return without_user(rest) if says_nobody(who) else (rest, who)
    return words, ""
