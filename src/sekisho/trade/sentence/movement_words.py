"""How goods move, as a sentence of a shipment says it: e-mailed, in transit, handed over inside China, by training.

Drawings, data and software that go by e-mail or a cloud are sent intangibly; goods may be asked of *by e-mail* and are
not. A way *via* a place says nothing of transit. What tells of the movement is parted from the words, so that goods are
what is sent, and not *We e-mailed drawings*.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.sentence.joined_words import joined_words

INTANGIBLE: Final = "intangible"
TRANSIT: Final = "transit"
INSIDE: Final = "in_country_transfer"
FOREIGNER: Final = "deemed_export"
SERVICE: Final = "service"

_TECHNOLOGY: Final = regex(
    r"\b(?:drawings?|blueprints?|data(?!\s*-?(?:loggers?|cables?|cent))|software|firmware|source\s+code|files?|know-?how|recipes?|manuals?"
    r"|specifications?|technolog\w+|documentation|technical\s+documents?|models?|zeichnung\w*|daten|konstruktionspläne?|pläne)\b"
    r"|図面|設計図|データ|ソフト|プログラム|ソースコード|仕様書|技術情報|技術資料|技術文書|ノウハウ|レシピ|マニュアル"
    r"|图纸|圖紙|设计图|設計圖|图样|技术资料|技術資料|技术数据|数据|數據|软件|軟件|源代码|程序|设计文件|工艺文件|技术文件|资料|資料|手册",
    re.IGNORECASE,
)
"""What may be sent without a thing."""
_NET: Final = (
    r"(?:e-?mails?|the\s+cloud|cloud(?:\s*-?(?:drive|storage|server|folder|platform|service|link))?|sharepoint|dropbox|google\s+drive"
    r"|onedrive|wetransfer|wechat|whatsapp|slack|zoom|skype|signal|chat|phone|telephone|video\s+call|s?ftp|teams|vpn|internet|intranet|data\s+room|remote\s+(?:access|login)|file\s+share|shared\s+(?:folder|drive)"
    r"|download(?:\s+link)?|upload)"
)
_BY_NET: Final = regex(
    rf"\s*,?\s*\b(?:by|via|per|over|through|using|on|as|into)\s+(?:(?:an?|the|our|their|shared|company)\s+)*{_NET}(?:\s+attachments?)?\b"
    r"|\s*\b(?:electronically|online|elektronisch)\b"
    r"|(?:(?:電子|[EeＥ])?メール(?:に添付)?|(?:ビジネス)?チャット|(?<![A-Za-z])LINE|Teams|Slack|Zoom|ウェブ会議|電話|口頭)(?:で|にて|により|上で)|クラウド(?:サービス|サーバー?)?(?:経由)?(?:で|にて|を通じて)|オンライン(?:で|にて)"
    r"|共有フォルダー?(?:経由)?で|(?:FTP|サーバー)(?:経由)?で|電子的に"
    r"|(?:通过|通過|用|以|经由?|使用|利用)(?:公司)?(?:电子|電子)?(?:邮件|郵件|电邮|邮箱|云盘|雲盤|云端|云平台|云服务器?|网盘|服务器|网络|互联网|微信|钉钉|企业微信|QQ|聊天软件|电话|視訊|视频会议|FTP)"
    r"(?:的?方式|平台|共享)?",
    re.IGNORECASE,
)
"""Means by which what is no thing is sent."""
_MAY: Final = (
    r"(?:(?:can|may|could|shall|should|will)\s+)?"
    r"(?:we|i|they|(?:our|the|an?)\s+[a-z][a-z -]{2,40}?(?:\s+in\s+(?P<where>(?-i:[A-Z])\w+))?)\s+"
    r"(?:(?:have|had|has|will|would|shall|must|may|can|now|plan(?:s|ned)?\s+to|wants?\s+to|wish(?:es)?\s+to|need\s+to|intend\s+to"
    r"|would\s+like\s+to|are|is|am|were|was)\s+)*"
)
"""Who sends, without a name: whoever is named stays in the words."""
_SENT_BY_NET: Final = regex(
    rf"^\s*(?:{_MAY})?(?P<verb>e-?mail(?:ed|ing|s)?|upload(?:ed|ing|s)?|transmit(?:ted|ting|s)?)\s+(?:(?:the|our|some|an?)\s+)?(?=\S)",
    re.IGNORECASE,
)
"""Who sends what by a net, before what is sent."""
_SENDS: Final = regex(
    rf"^\s*{_MAY}(?P<verb>send|sent|sending|sends|share[sd]?|sharing|transfer(?:red|s|ring)?|provid(?:e|es|ed|ing)|giv(?:e|es|ing)|gave)"
    r"\s+(?:(?:the|our|some|an?)\s+)?(?=\S)",
    re.IGNORECASE,
)
_NET_VERBS: Final = regex(
    r"(?:アップロード|ダウンロード|電送|メール送信|发邮件[把将]?|(?:电子)?邮件发(?:送|去)?|邮箱发(?:送)?|电邮|电子邮件发送|上传|上傳|下载|下載)(?:させ|し)?"
    r"|\b(?:down|up)load(?:s|ed|ing)?\b|\bhoch(?:ge)?laden\b|\bherunter(?:ge)?laden\b|\bdurch\s+Download\b",
    re.IGNORECASE,
)
_STORE: Final = regex(
    r"\b(?P<to>to|on|onto|into|at)\s+(?:(?:an?|the|our|their|shared)\s+)*(?:cloud\s+|file\s+)?"
    r"(?:server|cloud|drive|folder|platform)s?\s+(?:in|at)\s+(?=[A-Z])"
    r"|(?P<han>上传|上傳)(?:到|至)(?P<place>[^，。、,\s的]{2,8})的?(?:云盘|云端|云平台|云服务器|服务器|网盘|雲端|伺服器)"
    r"|(?:東京|大阪|名古屋|日本)?の?(?:クラウド|サーバー?)に(?=(?:アップロード|保存|置))",
    re.IGNORECASE,
)
"""Where what is sent is kept for whoever takes it."""
_TAKES: Final = regex(
    r"(?P<mark>[，,。；;]\s*)(?:由|供|让|讓)?(?P<who>[^，,。；;\s]{2,20}?)(?:的)?(?:员工|工程师|人员|同事|员)?(?:可以?|来|来)?(?:下载|下載)(?:使用)?(?=[，,。；;？?]|$)"
)
_PERSON: Final = regex(
    r"\b(?:to|with|for)\s+(?:(?:an?|the|our|some|two|\d+)\s+)?"
    r"(?:engineers?|colleagues?|employees?|staff|researchers?|scientists?|technicians?)\s+(?:of|at|from|in)\s+(?=(?:the\s+)?[A-Z])"
)
"""Somebody who works for whoever is named behind, or where."""
_TO: Final = regex(r"\s+(?:to|with)\b(?=\s+(?:(?:the|our|an?)\s+)?\w)")
_OPENING: Final = regex(
    r"^[^。、,，\s]{0,12}?(?:図面|設計図|データ|ソフト(?:ウェア)?|技術資料|技術情報|資料)を(?:電子|E)?(?:メール|クラウド|オンライン)(?:で|経由で)?"
    r"(?:送り|送付し|送信し|送|提供し|共有し)(?:たい|ます|たいです|てもいい|ている|た)(?:のですが|です|か)?[。、]"
)
"""A first sentence that says no more than that something is sent."""
_IS_ASKED: Final = regex(
    r"\b(?:answer|reply|respond|confirm|write|contact|let\s+(?:me|us)\s+know|feedback|quot\w+|invoice|inquir\w+|enquir\w+|order\w*)\b[^.;]*e-?mail"
    r"|e-?mail\s+(?:me|us|address)\b|your\s+e-?mail|(?:回答|返信|返事|連絡)[^。]*メール|メール(?:で|にて)(?:の|ご)?(?:回答|返信|返事|連絡|お知らせ|問い合わせ|注文)"
    r"|(?:回复|回覆|答复|联系)[^。]*邮件|邮件(?:回复|答复|联系)",
    re.IGNORECASE,
)
"""What speaks of a letter, and not of what is sent."""
_TRANSIT: Final = regex(
    r"^\s*(?:goods\s+)?(?:in\s+)?transit(?:\s+(?:shipment|cargo|goods|case))?\s*[:：,\-–]\s*"
    r"|^\s*(?:过境|過境|通過|トランジット)(?:货物|貨物|运输|運輸|貿易)?\s*[:：，,、]\s*"
    r"|[,，、]?\s*(?:\bas\s+transit\s+(?:cargo|goods)|过境货物|过境运输|過境貨物|トランジット貨物(?:として)?|im\s+transit(?!\s+(?:durch|über|via))\b)",
    re.IGNORECASE,
)
_TRANSIT_WAY: Final = regex(
    r"\b(?:in\s+transit\s+(?:through|via|across|at)|transit(?:s|ing)?\s+(?:through|via)|passing\s+through|(?:im\s+)?transit\s+(?:durch|über|via))\s+(?=(?:the\s+)?[A-Z])",
    re.IGNORECASE,
)
_TRANSIT_HAN: Final = regex(
    r"(?P<ja>[^\s、。，,からへにを]{2,10})を(?:通過|トランジット)(?:して|し、?|の上)?|(?P<ja_at>[^\s、。，,からへにを]{2,10})で(?:トランジット)(?:して|し、?)?"
    r"|(?:过境|過境)(?P<zh>[^\s、。，,到至运往运抵]{2,8}?)(?=[运運]?[到至往抵]|运|，|,|$)|(?:经|經)(?P<zh_by>[^\s、。，,到至]{2,8}?)(?:过境|過境)"
)
"""A place through which goods pass, and no more."""
_UNLOADED: Final = regex(
    r"\s*,?\s*\b(?:tran(?:s)?shipped|transshipment|transhipment)\s+(?:in|at)\s+(?P<place>[A-Z]\w+)\s+(?:and\s+)?without\s+(?:leaving|entering)\s+(?:the\s+)?"
    r"(?:port|airport|customs(?:\s+territory)?|ship|country)\b",
    re.IGNORECASE,
)
_WAY_FIRST: Final = regex(r"^via\s+(?P<place>[A-Z]\w+(?:\s[A-Z]\w+)?)\s*[:,]\s*(?P<rest>.+)$")
_IN_CHINA: Final = regex(
    r"\s*,?\s*\b(?:inside|within)\s+(?:mainland\s+)?(?:China|the\s+PRC|PRC)\b|\s+innerhalb\s+Chinas\b"
    r"|在?中国(?:大陆)?(?:境内|国内)(?=[^的]{0,20}(?:转让|移交|交付|交给|转移|转给|销售给|卖给|提供给|把|将))"
    r"|中国(?:国内|内)(?:で|において|にて)",
    re.IGNORECASE,
)
_HANDS: Final = regex(
    r"\b(?:hand(?:s|ed|ing)?[\s-]+over|transfer(?:s|red|ring)?|deliver(?:s|ed|ing|y)?|sell(?:s|ing)?|sold|sale|suppl(?:y|ies|ied)|hand-?over|pass(?:es|ed)?\s+on"
    r"|übergeben|übergibt|überträgt|liefern)\b|引き?渡|譲渡|移転|販売|納入|納品|売却|供給|转让|移交|交付|交给|转移|转给|销售给|卖给|提供给",
    re.IGNORECASE,
)
_WHO_HANDS: Final = regex(
    r"^\s*(?:(?:we|i)\s+(?:want\s+to\s+|plan\s+to\s+|will\s+|would\s+like\s+to\s+)?"
    r"|(?:(?:our|the|an?)\s+)?(?:(?:PRC|Chinese|local|foreign-invested|\w+)\s+)?(?:subsidiary|company|plant|factory|affiliate|unit|supplier|entity)"
    r"(?:\s+of\s+(?:an?|our)\s+(?:\w+\s+){0,2}(?:group|company|firm|parent))?\s+(?:will\s+)?)?"
    r"(?:hands?\s+over|handing\s+over|transfers?(?:\s+of)?|hand-?over\s+of|delivers?|sells?|supplies|passes\s+on|sale\s+of|delivery\s+of)\s+",
    re.IGNORECASE,
)
"""Who hands over, before what is handed over; a name is none of these words and stays."""
_BRANCH: Final = regex(
    r"\bto\s+(?:(?:the|an?|our)\s+)?(?:[A-Z]\w+\s+)?(?:branch|(?:representative|liaison)\s+office)\s+of\s+(?=(?:the\s+)?[A-Z])"
)
_FULL_STOP: Final = regex(r"(?<!Ltd)(?<!Inc)(?<!Co)(?<!Corp)\.$")
_FOREIGNER: Final = regex(
    r"\b(?:foreign|japanese|non-chinese)\s+(?:nationals?|persons?|citizens?|visitors?|guests?|engineers?|students?|researchers?)\b"
    r"|外籍|外国籍|外国人|日籍|日本人",
    re.IGNORECASE,
)
"""A person of another country, to whom something is handed inside China."""
_SERVICE: Final = regex(
    r"\b(?:provid\w+|giv\w+|offer\w*|conduct\w*|hold\w*|perform\w*|carry(?:ing)?\s+out|render\w*)\s+(?:\w+\s+){0,2}?(?:on-?site\s+)?(?:training|technical\s+(?:assistance"
    r"|support|guidance|advice|services?)|engineering\s+(?:services?|support)|consult(?:ing|ancy)(?:\s+services?)?|commissioning)\b"
    r"|\b(?:send|sends|sending|sent|dispatch\w*|second(?:ing|ed)?|delegat\w+)\s+(?:(?:an?|our|the|two|three|some|\d+)\s+)?(?:\w+\s+)?(?:engineers?|technicians?|experts?|trainers?)\b"
    r"|^\s*(?:(?:may|can|could)\s+(?:we|our\s+engineers?)\s+)?(?:on-?site\s+)?(?:training\s+(?:of|for|by)\b|train\s+(?:\w+\s+){1,2}(?:engineers|staff|workers|operators)\b)"
    r"|\bon-?site\s+(?:training|engineering|support|services?|commissioning|installation)\b|\btechnical\s+(?:assistance|guidance|services?)\b"
    r"|\btechnische\w*\s+(?:Unterstützung|Hilfe|Beratung)\b|\bSchulung\s+(?:von|für|der)\b"
    r"|技術(?:指導|支援|援助|研修|サービス)|(?:現地|現場|据付|操業)指導|技術者(?:を)?[^。、]{0,12}派遣|役務(?:の)?提供|(?:の|を)(?:研修|トレーニング)(?:する|を(?:行|実施)|したい|してもら)"
    r"|技术(?:服务|指导|支持|援助|培训|咨询)|(?:现场|安装)(?:指导|培训|技术服务)|派(?:遣|出)?[^，。、]{0,8}?(?:工程师|技术人员|专家|技师)|对[^，。、]{1,14}?(?:进行|开展)培训",
    re.IGNORECASE,
)
_NO_SERVICE: Final = regex(
    r"(?:training|研修|培训|トレーニング|訓練)\s*(?:用|机|機|装置|设备|aircraft|simulators?|equipment|data|devices?)|後の|after-?sales",
    re.IGNORECASE,
)
"""Things for training, and what is no work at all."""
_WORK: Final = regex(
    r"^\s*(?:(?:can|may|could|will|shall)\s+(?:we|i)\s+|we\s+(?:\w+\s+to\s+)?)?(?:send|sends|sending|dispatch(?:ing)?|second)\s+(?:(?:an?|our|the|two|three|some|\d+)\s+)?(?:\w+\s+)?"
    r"(?:engineers?|technicians?|experts?|trainers?)\s+(?P<way>(?:from|to)\s.+?)\s+(?:for|to\s+(?:give|provide|do|conduct))\s+(?P<work>.+?)(?P<end>[.?!]?)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MovementInWords:
    """Words, what they say of how goods move parted from them.

    Parameters
    ----------
    rest
        The words without it.
    movement
        As the table of facts calls it; empty if the words do not settle it.
    typed
        The words that say it.
    """

    rest: str
    movement: str = ""
    typed: str = ""


def without_movement(words: str) -> MovementInWords:
    """Part words from what they say of how goods move.

    >>> without_movement("We e-mailed drawings of a furnace to staff of Nippi Corporation")
    MovementInWords(rest='drawings of a furnace to Nippi Corporation', movement='intangible', typed='e-mailed')
    >>> without_movement("过境：铼粉经上海港到横滨"), without_movement("gallium via Hong Kong to Osaka").movement
    (MovementInWords(rest='铼粉经上海港到横滨', movement='transit', typed='过境：'), '')
    >>> without_movement("magnets handed over inside China to the Shanghai branch of Kuroda Seiko").rest
    'magnets handed over to Kuroda Seiko'
    """
    plain = words.casefold()
    for part, marks in _PARTS:
        if any(map(plain.__contains__, marks)) and (parted := part(words)) is not None and parted.rest:
            return parted
    return MovementInWords(words)


def _sent_by_net(words: str) -> MovementInWords | None:
    """Part off how drawings, data or software are sent."""
    if _TECHNOLOGY.search(words) is None or _IS_ASKED.search(words) is not None:
        return None
    verb, means = _SENT_BY_NET.match(words), _BY_NET.search(words)
    stores, takes = _STORE.search(words), _NET_VERBS.search(words)
    marks = [match for match in (verb, means, stores, takes) if match is not None]
    if not marks:
        return None
    rest = words
    if (opening := _OPENING.match(rest)) is not None and _TECHNOLOGY.search(rest[opening.end() :]):
        rest = rest[opening.end() :]
    rest = _TAKES.sub(r"\g<mark>最终用户\g<who>", rest) if stores is not None else rest
    rest = _STORE.sub(
        lambda match: f"到{match['place']}" if match["han"] else f"{match['to']} " if match["to"] else "", rest
    )
    rest = _BY_NET.sub("", rest)
    if (sends := _SENT_BY_NET.match(rest) or _SENDS.match(rest)) is not None:
        where = sends["where"]
        rest = rest[sends.end() :]
        rest = _TO.sub(f" from {where} to", rest, count=1) if where else rest
    rest = _PERSON.sub("to ", rest)
    typed = verb["verb"] if verb is not None else marks[0][0]
    return MovementInWords(rest.strip(" ,，、"), INTANGIBLE, typed.strip(" ,，、"))


def _in_transit(words: str) -> MovementInWords | None:
    """Part off that goods only pass through a place; the place stays, as one on the way."""
    label, way = _TRANSIT.search(words), _TRANSIT_WAY.search(words)
    han, unloaded = _TRANSIT_HAN.search(words), _UNLOADED.search(words)
    mark = next((match for match in (label, way, han, unloaded) if match is not None), None)
    if mark is None:
        return None
    rest = words
    if unloaded is not None:
        rest = _UNLOADED.sub(rf" via {unloaded['place']}", rest)
    if label is not None:
        rest = joined_words(rest[: label.start()], rest[label.end() :])
    rest = _WAY_FIRST.sub(r"\g<rest>, via \g<place>", _TRANSIT_WAY.sub("via ", rest))
    rest = _TRANSIT_HAN.sub(
        lambda match: (
            f"{match['ja'] or match['ja_at']}経由で"
            if match["ja"] or match["ja_at"]
            else f"经{match['zh'] or match['zh_by']}"
        ),
        rest,
    )
    return MovementInWords(rest.strip(), TRANSIT, mark[0].strip())


def _inside(words: str) -> MovementInWords | None:
    """Part off that something changes hands inside China."""
    place, hands = _IN_CHINA.search(words), _HANDS.search(words)
    if place is None or hands is None:
        return None
    rest = (
        joined_words(words[: place.start()], words[place.end() :])
        if place.start() == 0
        else words[: place.start()] + words[place.end() :]
    )
    rest = _BRANCH.sub("to ", _WHO_HANDS.sub("", rest))
    rest = _FULL_STOP.sub("", rest.strip())
    movement = FOREIGNER if _FOREIGNER.search(words) else INSIDE
    return MovementInWords(rest.strip(" ,，、"), movement, f"{hands[0]} {place[0].strip(' ,')}")


def _service(words: str) -> MovementInWords | None:
    """Tell that work is done, or advice given; the words stay, for they say which."""
    match = _SERVICE.search(words)
    if match is None or _NO_SERVICE.search(words) is not None:
        return None
    rest = _WORK.sub(lambda found: f"{found['work']} {found['way']}{found['end']}", words)
    return MovementInWords(rest, SERVICE, match[0].strip())


_NETS: Final = (
    *(
        "mail",
        "load",
        "cloud",
        "transmit",
        "electronic",
        "online",
        "sharepoint",
        "drive",
        "dropbox",
        "wetransfer",
        "ftp",
    ),
    *("teams", "vpn", "internet", "intranet", "remote", "server", "folder", "file share", "data room", "elektronisch"),
    *(
        "laden",
        "メール",
        "クラウド",
        "サーバ",
        "オンライン",
        "ロード",
        "電送",
        "電子的",
        "共有",
        "邮",
        "郵",
        "云",
        "雲",
        "网",
        "網",
    ),
    *("服务器", "传", "傳", "下载", "下載", "微信", "在线", "钉钉", "聊天", "电话", "视频", "視訊", "qq"),
    *("chat", "whatsapp", "slack", "zoom", "skype", "signal", "phone", "video call"),
    *("チャット", "lineで", "line上で", "電話", "口頭", "会議"),
)
_TRANSITS: Final = ("transit", "transship", "tranship", "passing through", "通過", "トランジット", "过境", "過境")
_INSIDES: Final = ("inside", "within", "innerhalb", "境内", "中国国内", "中国内")
_WORKS: Final = (
    *("train", "engineer", "technic", "expert", "consult", "commission", "on-site", "onsite", "schulung", "technisch"),
    *("指導", "支援", "援助", "研修", "派", "役務", "トレーニング", "サービス", "服务", "指导", "支持", "培训", "咨询"),
)
_PARTS: Final = ((_sent_by_net, _NETS), (_in_transit, _TRANSITS), (_inside, _INSIDES), (_service, _WORKS))
"""How each movement is parted off, and of what one at least stands in words that tell of it: a plain question compiles
none of their patterns.
"""
