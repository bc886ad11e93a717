"""Repair in a sentence of a shipment: what leaves for one and comes back, and what goes back to its user after one.

A sentence of a repair tells of two ways. The one that is asked is that there; the way back is parted off, and told.
That goods serve to repair others (*bolts for repair of ships*, 维修用零件) is no repair of theirs.
"""

from __future__ import annotations

import re
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex
from sekisho.trade.sentence.joined_words import joined_words

_REPAIRS: Final = r"(?:repairs?|overhaul|servicing|refurbishment|re-?calibration|calibration|maintenance)"
_OUT: Final = regex(
    rf",?\s*\bfor\s+(?:(?:warranty|outside|factory|its|a|the|further)\s+)*{_REPAIRS}(?:\s*(?:and|&|/)\s*(?P<both>return|test(?:ing)?|calibration)\b)?"
    r"(?!\s+(?:of|parts?|kits?|shops?|work|use|services?|at\s+sea)\b)(?:\s+(?:abroad|purposes?))?"
    r"|^(?P<order>repair\s+and\s+return|RMA)\s*[:：,–-]\s*"
    r"|,?\s*\bzur\s+(?:Reparatur|Instandsetzung|Wartung|Überholung|Kalibrierung)\b"
    r"|(?:修理|修繕|点検修理|オーバーホール|校正)(?:の)?(?:ため(?:に)?|目的(?:で|の)|依頼(?:で|の)?)[、,]?\s*"
    r"|返修|送修|(?:以便|为了|去|做|进行)?(?:出境)?(?:维修|維修|检修|修理|大修)(?![用件配备部工厂站服完好後后しの品])",
    re.IGNORECASE,
)
"""That goods go somewhere to be repaired."""
_SENT: Final = regex(
    r"\b(?:return(?:s|ed|ing)?|send(?:s|ing)?|sent|goes|go|leaves?|ship(?:s|ped|ping)?|taken?|RMA|rücksendung|senden|schicken|geht)\b|送|返|戻|运|寄|发(?![动電电光])",
    re.IGNORECASE,
)
"""A verb of whoever gives something to be repaired."""
_BACK: Final = regex(
    r"(?:\s*[,;.]\s*|\s+)(?:(?:and|then|afterwards|after\s+(?:the\s+)?repair|it|which|later|is|are|will|shall|be|to|must|should|thereafter)\s+)+"
    r"(?:then\s+|be\s+|also\s+)*(?:(?:come|comes|coming|go|goes|sent|shipped|brought|taken)\s+back|return(?:ed|s)?\b)(?:\s+(?:afterwards|later|again|after\s+(?:the\s+)?repair))?"
    r"(?:\s+to\s+(?:us\s+in\s+|our\s+\w+\s+in\s+)?(?P<en>(?-i:[A-Z])[\w-]*))?"
    r"|[,;]?\s*(?:and\s+)?then\s+back(?:\s+to\s+(?P<then>(?-i:[A-Z])[\w-]*))?"
    r"|[,;]?\s*(?:und\s+|danach\s+|anschließend\s+|dann\s+|später\s+|wieder\s+)+zurück(?:\s+nach\s+(?P<de>[A-ZÄÖÜ]\w+))?"
    r"|[、。，,]?\s*(?:修理|点検|校正|修繕|完了)(?:完了)?(?:後|してから|の後)(?:は|に|また|再び|、|再度)*(?:(?P<ja>[^、。，,\sへに]{2,10})(?:へ|に))?"
    r"(?:戻(?:し|す|る|り)|返送|返却|送り返|送り戻|再搬入|持ち帰)(?:します|ます|す|する|される|予定|です|たい)*"
    r"|[，,。；;\s]*(?:修完|修好|(?:维修|維修|修理|检修|返修|修复|完成)(?:完|好)?[后後]|修毕|然后|之后)(?:[后後]|再|还|将|会|要|即)*(?:运|運|送|寄|发|發|返|退)?(?:回|返|(?<=[寄送退运])还)"
    r"(?P<zh>[\u4e00-\u9fff]{2,8})?"
    r"|[，,]?\s*(?:(?:维修|修理|检修)后)?(?:再|并)?复运进境",
    re.IGNORECASE,
)
"""The way back of what was repaired, and where to."""
_AFTER: Final = regex(
    rf"^after\s+(?:(?:its|the)\s+)?{_REPAIRS}(?:\s+(?:in|at)\s+(?P<en>(?-i:[A-Z])\w+))?,?\s*"
    rf"|\s*,?\s*\bafter\s+(?:(?:its|the)\s+)?{_REPAIRS}(?:\s+(?:in|at)\s+(?P<en_behind>(?-i:[A-Z])\w+))?"
    r"|(?P<ja>[^\s、。，,]{2,6}?)で(?:の)?(?:修理|修繕|点検)(?:した|を終えた|が完了した|後の|済みの)"
    r"|(?:修理|修繕)(?:後の|済みの|が完了した|完了した)"
    r"|在(?P<zh>[^，。、\s]{2,6}?)(?:修理|维修|維修|检修)(?:[后後]|好|完)的?|(?:维修|修理|检修)(?:[后後]|好|完)的|修好的",
    re.IGNORECASE,
)
"""That goods were repaired, and where."""
_WAS_SENT: Final = regex(
    r"(?:修理|修繕|点検|校正)のため(?:に)?、?(?P<where>[^、。にへの]{2,10})(?:の[^、。にへ]{1,8})?[にへ](?:送り返し|送付し|送っ|戻し|出し|返し|返送し|発送し)た(?=\S)"
)
"""Goods that were sent somewhere to be repaired, as what goes back is described: 修理のため中国に送った計器."""
_SERVES: Final = regex(r"(?:做|用于|用来|用作|供|从事)[^，,。；;]*$")
"""What stands before what goods serve for."""
_GOES_BACK: Final = regex(
    r"\s+(?:(?:is|are|will|be|being)\s+)*(?:(?:go(?:es|ing)?|sent|shipped|brought)\s+back|return(?:s|ed|ing)?)\s+to\s+(?:(?:its|their|the)\s+(?:\w+\s+)?(?:owners?|users?|customers?)(?:,)?\s+)?"
    r"|返送|返却|返還|戻|送り返|运回|運回|送回|寄回|返还|退回|返给"
)
_GOES: Final = regex(
    r"\s+(?:goes|go|leaves?|(?:is|are|will\s+be|must\s+be)\s+(?:sent|shipped|returned|taken|going))(?=\s+(?:from|to)\b)",
    re.IGNORECASE,
)
_LEAD: Final = regex(
    r"^(?:(?:we|i)\s+)?(?:(?:can|may|want\s+to|wish\s+to|need\s+to|plan\s+to|must|have\s+to|will)\s+(?:we\s+)?)?(?:return|send|ship)(?:ing)?\s+(?!of\b)(?:back\s+)?(?:(?:an?|the|our)\s+)?(?=\S)"
    r"|^(?:return|rücksendung|rückversand)\s+(?:of\s+)?(?:(?:an?|the|our|einer?s?|der|des|von)\s+)?",
    re.IGNORECASE,
)
_SEND_HAN: Final = regex(r"(?:送|寄|发|發)(?:到|往|至|去|回)?(?=[^，,。；;、]{2,14}$)")
_VERB_LEFT: Final = regex(r"(?P<noun>返送|送付|発送|輸出|搬出|持ち出)し$|送り$")
"""How a Japanese sentence goes on to what comes next."""


@dataclass(frozen=True, slots=True)
class RepairInWords:
    """Words, what they say of a repair parted from them.

    Parameters
    ----------
    rest
        The way there: the words without the repair and the way back.
    typed
        What says that goods go to be repaired, or were; empty if nothing says so beyond doubt.
    back
        The words of the way back; empty if none are said.
    place
        Where the way back ends, as it was typed.
    is_after
        Whether the repair lies behind, and the words tell of the way back alone.
    """

    rest: str
    typed: str = ""
    back: str = ""
    place: str = ""
    is_after: bool = False


def without_repair(words: str) -> RepairInWords:
    """Part words from a repair of the goods, and from the way back.

    >>> without_repair("A spindle is sent from Dalian to Okuma for repair and will come back to Dalian.").rest
    'A spindle from Dalian to Okuma'
    >>> without_repair("五轴机床返修，沈阳→日本大隈，修完运回")
    RepairInWords(rest='五轴机床，沈阳→日本大隈', typed='返修', back='修完运回', place='', is_after=False)
    >>> without_repair("bolts for repair of ships to Kure").typed, without_repair("维修用零件").typed
    ('', '')
    """
    if not any(map(words.casefold().__contains__, _MAY_TELL)):
        return RepairInWords(words)
    if (sent := _WAS_SENT.search(words)) is not None and _GOES_BACK.search(words, sent.end()) is not None:
        rest = f"{sent['where']}から{words[: sent.start()]}{words[sent.end() :]}"
        return RepairInWords(rest, sent[0], is_after=True)
    out = _OUT.search(words)
    if out is None:
        return _after(words)
    if _SERVES.search(words[: out.start()]) or out[0].startswith("做"):
        return RepairInWords(words)  # 做发动机叶片维修: what goods serve for
    back = _BACK.search(words, out.end())
    end = len(words) if back is None else back.start()
    rest, tail = words[: out.start()] + words[out.end() : end], "" if back is None else words[back.end() :]
    is_sure = back or out["both"] or out["order"] or _SENT.search(words[:end])
    if not is_sure or not rest.strip(_MARKS):
        return RepairInWords(words)
    rest = _VERB_LEFT.sub(lambda verb: verb["noun"] or "送る", rest.rstrip("、，, "))
    if _KANA.search(rest):
        rest = _BACK_THERE.sub(r"\g<goods>を\g<where>", rest)
    else:
        rest = _SEND_HAN.sub("出口到", rest.removeprefix("把"))
    rest = _LEAD.sub("", _GOES.sub("", rest))
    rest = joined_words(rest, tail) if tail.strip(_MARKS) else rest
    place = next(filter(None, back.groupdict().values()), "") if back is not None else ""
    returns = back[0].strip(_MARKS) if back is not None else ""
    return RepairInWords(rest.strip(" ,，、"), out[0].strip(" ,，、:："), returns, place)


def _after(words: str) -> RepairInWords:
    """Part off that goods were repaired and go back to their user."""
    done, goes = _AFTER.search(words), _GOES_BACK.search(words)
    if done is None or goes is None:
        return RepairInWords(words)
    where = next(filter(None, done.groupdict().values()), "")
    rest = words[: done.start()] + words[done.end() :]
    rest = _GOES_BACK.sub(
        lambda verb: " to " if verb[0].isascii() else "运到" if verb[0] in _TO_HAN else verb[0], rest, count=1
    )
    if where and words.isascii():
        rest = rest.replace(" to ", f" from {where} to ", 1)
    elif where:
        rest = f"{where}から{rest}" if _KANA.search(words) else f"从{where}将{rest}"
    return RepairInWords(rest.strip(), done[0].strip(" ,"), is_after=True)


_MAY_TELL: Final = (
    *("repair", "overhaul", "servicing", "refurbish", "calibrat", "maintenance", "rma", "reparatur", "instandsetzung"),
    *("wartung", "überholung", "kalibrierung", "修", "点検", "検修", "检修", "オーバーホール", "校正"),
)
"""Of these one at least stands in words of a repair: a plain question compiles none of its patterns."""
_MARKS: Final = " ,，、。.;；"
_BACK_THERE: Final = regex(
    r"^(?P<where>[^\s、。]{1,10}[にへ])(?:戻す|返す|返送する|送り返す|送る)(?P<goods>[^\s、。をにへ]{2,})$"
)
"""Goods of which it is said where they go before they are named: 中国に戻す工作機械."""
_TO_HAN: Final = frozenset({"运回", "運回", "送回", "寄回", "返还", "退回", "返给"})
_KANA: Final = regex(r"[\u3041-\u3096\u30a1-\u30f6]")
