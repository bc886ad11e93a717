"""A sentence of a shipment in French, Spanish, Portuguese, Italian, Dutch or Korean, with English marks in their place.

*Peut-on exporter du gallium de Chine vers le Japon* becomes *gallium from Chine to Japon*: names stay as they were
typed, and the sentence is read like any other. A word that may be a mark or belong to the goods (*de*, *à*) is a mark
only before a place or a name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import header_rows
from sekisho.regex import regex
from sekisho.trade.sentence.frame import HAN, KANA
from sekisho.trade.sentence.shipment_words import LONGEST_PLACE, Place

_TABLE: Final = Path(__file__).with_name("sentence-words.csv")
_TOKEN: Final = regex(r"[^\s,;]*[^\s,;'’]+['’](?=\w)|[^\s,;]+|[,;]")
_LONGEST_SENTENCE: Final = 500
"""Characters of the longest sentence that is looked at: what is longer is a text, and no question."""
_HANGUL: Final = regex(r"[\uac00-\ud7a3]")
_MARKS: Final = {"start": "from", "end": "to", "within": "in", "whom": "for", "via": "via"}
_USUAL: Final = ("start", "end", "whom", "via")
_BEHIND_NAME: Final = ("within", *_USUAL)
"""Kinds of marks in the order in which they are looked for; behind a name a place says where that one is."""
_LONGEST: Final = 6
"""Words of the longest entry of the table."""
_BEFORE_ALL: Final = 5
"""Words among which a question begins: *quiero saber si puedo*, *l'exportation*."""
_KOREAN_ENDS: Final = (
    *(("에서", "from"), ("로부터", "from"), ("발", "from")),
    *(("으로", "to"), ("에게", "to"), ("한테", "to"), ("까지", "to"), ("로", "to"), ("에", "to"), ("께", "to")),
    *(("향", "to"), ("행", "to"), ("용", "for")),
    *(("을", ""), ("를", ""), ("은", ""), ("는", ""), ("이", ""), ("가", ""), ("도", "")),
)
"""Endings of Korean nouns, and the English mark of each; none where it marks the goods."""
_KOREAN_VERB: Final = regex(
    r"(?:재?수출|보내|보낼|선적|판매|납품|공급|발송|운송|팔|가능|허가|필요|금지|규제|되|될|할|수$|있|하려|해도|괜찮|합니다|입니다|싶)\S*"
)
_KOREAN_SENTENCES: Final = regex(
    r"(?<=[\uac00-\ud7a3])\s*[.!?。]\s+|[;\n]|,\s*(?=(?:최종|실)?\s?(?:사용자|수요자|구매자|수입자|수하인|바이어))"
)
_KOREAN_PARTY: Final = regex(
    r"(?:(?P<user>(?:최종|실)\s?(?:사용자|수요자)|사용자|수요자)|구매자|수입자|수하인|바이어)\s?(?:는|은|가|이|[:：])?\s*"
    r"(?P<who>.+?)(?:입니다|이에요|예요|이다|임)?\s*\.?"
)
"""Somebody, by what that one is to the goods."""
_KOREAN_QUESTION: Final = regex(
    r",?\s*(?:수출\s?)?(?:허가|신고|승인)[가는은이]?\s?(?:필요|있어야|받아야)\S*(?:\s?(?:하나요|한가요|합니까|할까요))?[?？]?$"
    r"|,?\s*(?:가능|괜찮|문제)\S*(?:나요|까요|습니까)[?？]?$"
)
"""What asks whether it may go."""
_KOREAN_WORK: Final = regex(r"(?:조립|가공|제조|정제|재정제|생산|포장|검사)(?:해서|하여|한|해|후|된|되어)?")
"""What is done to goods before they go on from there."""
_KOREAN_GOT: Final = regex(r"(?:산|사온|구매한|구입한|매입한|조달한|수입한|제조한|생산한|만든|채굴한)")
"""How goods came from a place where they do not lie now."""
_KOREAN_SAYS: Final = regex(r"(?:신고|표기|기재|인정|간주)\S*")
"""What is done with the name of a place on paper, and goes nowhere."""
_KOREAN_ASKS: Final = regex(r"(?:나요|까요|가요|습니까|ㅂ니까|는지요?)$")
"""How a question ends that names no way: it is told as not read."""
_KOREAN_MEANS: Final = regex(r"(?:EMS|DHL|UPS|FedEx|항공편?|배|선박|선편|해상|우편|택배|특송|핸드캐리)(?:으)?로$")
"""By what goods are sent."""
_KOREAN_VIA: Final = "경유"
_KOREAN_MADE: Final = regex(r"(?P<place>.+?)(?:산|제|원산)")
_KOREAN_OF: Final = regex(r"(?P<place>.+?)(?:의|\s소재)")


@cache
def _table() -> dict[str, dict[str, frozenset[tuple[str, ...]]]]:
    """Read the words by language and kind, each as its words in small letters."""
    read: dict[str, dict[str, frozenset[tuple[str, ...]]]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as source:
        for row in header_rows(source):
            words = frozenset(tuple(_TOKEN.findall(text)) for text in row["words"].split("|"))
            read.setdefault(row["language"], {})[row["kind"]] = words
    return read


def with_english_marks(words: str, place: Place) -> str:
    """Write a sentence of another language with the marks of English; other words stay as they are.

    Parameters
    ----------
    place
        Gives the code of the territory of a place, empty if it is none.

    >>> places = {"Chine": "CN", "Japon": "JP", "Shenzhen": "CN", "Nagoya": "JP", "중국": "CN", "일본": "JP"}
    >>> def code(text):
    ...     return places.get(text, "")
    >>> with_english_marks("Peut-on exporter du gallium de Chine vers le Japon ?", code)
    'gallium from Chine to Japon'
    >>> with_english_marks("¿Puedo enviar imanes de NdFeB de Shenzhen a Toyota en Nagoya?", code)
    'imanes de NdFeB from Shenzhen to Toyota in Nagoya'
    >>> with_english_marks("중국산 갈륨을 일본에 수출할 수 있나요?", code)
    '중국 origin 갈륨 to 일본'
    >>> with_english_marks("gallium to Japan", code)
    'gallium to Japan'
    """
    plain = words.strip().strip("¿?？.¡! ")
    if len(plain) > _LONGEST_SENTENCE or HAN.search(plain) or KANA.search(plain):
        return words
    if _HANGUL.search(plain):
        return _from_korean_sentences(plain, place) or words
    tokens = _TOKEN.findall(plain)
    read = [way for kinds in _table().values() if (way := _marked(tokens, kinds, place))]
    return max(read, key=_marks_in, default=words)


def _marks_in(words: str) -> int:
    """Count the English marks in words: of two languages that share words, that with more marks is meant."""
    return sum(words.count(f" {mark} ") for mark in _MARKS.values())


def _small(tokens: list[str]) -> list[str]:
    return [token.lower().replace("’", "'") for token in tokens]


def _marked(tokens: list[str], kinds: dict[str, frozenset[tuple[str, ...]]], place: Place) -> str:
    """Write a sentence with English marks, if it begins or ends as one of a language does; else nothing."""
    lowered = _small(tokens)
    tail = next((size for size in (3, 2, 1) if tuple(lowered[-size:]) in kinds["tail"]), 0)
    lowered = lowered[: len(lowered) - tail]
    last = next((size for size in (3, 2, 1) if tuple(lowered[-size:]) in kinds["move"]), 0)
    for at in range(min(_BEFORE_ALL, len(lowered))):
        begin = at + _length_at(lowered, at, kinds["ask"])
        move = _length_at(lowered, begin, kinds["move"])
        if (begin > at and (move or last)) or (move and _length_at(lowered, begin + move, kinds["article"])):
            end = len(lowered) - (0 if move else last)
            return _with_marks(tokens[begin + move : end], kinds, place)
    return ""


def _length_at(lowered: list[str], at: int, entries: frozenset[tuple[str, ...]]) -> int:
    """Return the words of the longest entry that stands at a place of a sentence; 0 where none does."""
    return next((size for size in range(_LONGEST, 0, -1) if tuple(lowered[at : at + size]) in entries), 0)


def _with_marks(tokens: list[str], kinds: dict[str, frozenset[tuple[str, ...]]], place: Place) -> str:
    """Put English marks in the place of those of a language; empty where no mark is found."""
    lowered = _small(tokens)
    at = _length_at(lowered, 0, kinds["article"])
    written: list[str] = []
    last = ""
    while at < len(tokens):
        order = _BEHIND_NAME if last in {"end", "whom"} else _USUAL
        mark, size = _mark_at(tokens[at:], kinds, order, place)
        if mark and written:
            written.append(_MARKS[mark])
            at, last = at + size, mark
            at += _length_at(lowered, at, kinds["article"])
        else:
            joined = written and written[-1].endswith(("'", "’"))
            written[-1:] = [written[-1] + tokens[at]] if joined else [*written[-1:], tokens[at]]
            at += 1
    return " ".join(written).replace(" ,", ",") if last else ""


def _mark_at(
    tokens: list[str], kinds: dict[str, frozenset[tuple[str, ...]]], order: tuple[str, ...], place: Place
) -> tuple[str, int]:
    """Return the kind of the mark with which words begin, and its length in words; none where they begin with none."""
    lowered = _small(tokens)
    for kind in order:
        size = _length_at(lowered, 0, kinds[kind])
        if not size or size >= len(tokens):
            continue
        behind = size + _length_at(lowered, size, kinds["article"])
        spans = (" ".join(tokens[behind : behind + more]) for more in range(1, LONGEST_PLACE + 1))
        is_name = behind < len(tokens) and (tokens[behind][:1].isupper() or not tokens[behind][:1].isascii())
        if any(map(place, spans)) or (kind in {"end", "whom"} and is_name) or kind == "whom":
            return kind, size
    return "", 0


def _from_korean_sentences(plain: str, place: Place) -> str:
    """Read each sentence, those that name somebody by what that one is as labels: 최종사용자는 TDK입니다."""
    written: list[str] = []
    for sentence in filter(None, (part.strip() for part in _KOREAN_SENTENCES.split(plain))):
        sentence = _KOREAN_QUESTION.sub("", sentence).strip(" ,")  # noqa: PLW2901 - the same sentence
        if not sentence:
            continue
        party = _KOREAN_PARTY.fullmatch(sentence)
        if party is not None:
            label = "end user" if party["user"] else "buyer"
            written.append(f"{label}: {party['who']}")
        elif way := _from_korean(sentence, place):
            written.append(way)
        elif not (written and _KOREAN_ASKS.search(sentence)):
            written.append(sentence)
    return "; ".join(written)


def _from_korean(plain: str, place: Place) -> str:
    """Put the parts of a Korean sentence into the order of an English one; empty where nothing says whither."""
    goods: list[str] = []
    maker = ""
    ways: list[str] = []
    pending: list[str] = []
    tokens = plain.replace(",", " ").split()
    for token, following in zip(tokens, (*tokens[1:], ""), strict=True):
        if _is_verb(token) and (goods or pending or ways or maker):
            continue
        if token == _KOREAN_VIA and pending:
            ways.append(f"via {pending.pop()}")
            continue
        origin, owner = _KOREAN_MADE.fullmatch(token), _KOREAN_OF.fullmatch(token)
        if origin is not None and place(origin["place"]):
            maker = origin["place"]
        elif owner is not None and place(owner["place"]):
            pending.append(owner["place"])
        else:
            bare, mark = _without_end(token)
            pending.append(bare)
            if token.endswith("에서") and _KOREAN_GOT.fullmatch(following) and place(bare):
                maker, pending = bare, []
            elif mark == "to" and not _goes_to(token, pending, following, place):
                pending = []
            elif mark == "from" and len(pending) > 1 and place(bare) and not place(pending[0]):
                goods += pending[:-1]  # 갈륨 상하이에서
                ways.append(f"from {bare}")
                pending = []
            elif mark is not None:
                text = _receiver(pending, place) if mark in {"to", "for"} else " ".join(pending)
                ways += [f"{mark} {text}"] if mark else []
                goods += [] if mark else pending
                pending = []
    if not ways:
        return ""
    return " ".join([*([f"{maker} origin"] if maker else []), *(goods or pending), *ways])


def _is_verb(token: str) -> bool:
    """Tell whether a Korean word says that goods are sent, got or worked on, and names nothing."""
    return any(verb.fullmatch(token) for verb in (_KOREAN_VERB, _KOREAN_WORK, _KOREAN_GOT))


def _goes_to(token: str, parts: list[str], following: str, place: Place) -> bool:
    """Tell whether 로 says whither: 회사로 보냅니다, and not what goods become or are called."""
    if _KOREAN_SAYS.fullmatch(following) or _KOREAN_MEANS.match(token):
        return False
    if token.endswith("로") is False or token.endswith("로부터"):
        return True
    return any(map(place, parts)) or (_KOREAN_VERB.fullmatch(following) is not None)


def _without_end(token: str) -> tuple[str, str | None]:
    """Part a Korean noun from its ending, and return the mark of that; None where it has none."""
    for ending, mark in _KOREAN_ENDS:
        if token.endswith(ending) and len(token) > len(ending) + 1:
            return token[: -len(ending)], mark
    return token, None


def _receiver(parts: list[str], place: Place) -> str:
    """Write somebody behind a place as English does: *Toyota, Nagoya*."""
    first, *who = parts
    return f"{' '.join(who)}, {first}" if who and place(first) else " ".join(parts)
