"""Whether letters are language: what a text costs, as minus the logarithm of how likely it is to be written.

Bytes that are read in a wrong encoding give letters that stand beside each other by chance, and cost more: a letter of
a Japanese or Chinese name costs about 7 (natural logarithm), one that comes by chance 10 to 13. Two readings of the
same bytes can so be weighed against each other, and a reading can be called no language by itself.

So broken letters are found in text that comes decoded, too: `三菱造船` in UTF-8 is `ä¸‰è±é€ èˆ¹` if it is read as
CP1252. Such a name is on no list, and must not pass for that of a firm which is not listed: what it says is not known.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final, Literal

from sekisho.regex import regex

Language = Literal["ja", "zh", "zh-hant", "ko", "ru", "western"]
LANGUAGES: Final[tuple[Language, ...]] = ("ja", "zh", "zh-hant", "ko", "ru", "western")
_TABLE: Final = Path(__file__).with_name("letters.csv")
_RUNS: Final = regex(r"[^\x00-\x7f]+")
_HAN: Final = regex(r"[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]")
_WORDS: Final = regex(
    "株式会社|有限会社|合同会社|製作所|工業|商事|電機|電気|機械|重工|大学|研究所|品名|数量|備考|"
    "有限公司|股份|集团|集團|公司|科技|贸易|貿易|机械|电子|電子|工厂|大学|研究院|进出口|進出口|備註|备注|"
    "일본|한국|중국|주식회사|유한회사|전자|산업|공업|상사|무역|"
    "东方|北方|南方|华东|华南|华北|東方|精密|磁石|磁铁|磁鐵|造船|金属|化学|化工|"
    "日本|中国|中國|東京|大阪|東莞|北京|上海|深圳|香港|台湾|臺灣|"
    "Общество|Завод|завод|Россия|институт|предприятие"
)
_WORD: Final = 4.0
"""What a word that firms write takes off."""
_NO_LETTER: Final = regex(r"[\x80-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Controls, letters for private use, and what stands for a letter that could not be read."""
_MARKS: Final = frozenset(
    "、。「」『』（）［］【】〔〕・ー～　々〒㈱㈲㈳№℃，：；！？／－＋＝＆％＃＊”“’‘…—–·《》〈〉￥①②③④⑤⑥⑦⑧⑨"
)
_SIGNS: Final = frozenset("®™°§–—“”‘’«»·²³µ±×€£½¼¾º\u00a0…•")
_GREEK: Final = regex(r"[Α-Ωα-ω]")
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŠšŽžŒœ"
    "ĀāĂăĄąĆćČčĎďĐđĒēĖėĘęĚěĞğĢģĪīĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŌōŐőŔŕŘřŚśŞşŠšŢţŤťŪūŮůŰűŲųŹźŻżŽžȘșȚț"
)
_COMMON: Final = frozenset("äöüßÄÖÜéèêàçñáíóúãõâôåøæÅØÆÉ")
_VOICED: Final = frozenset("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ")
_HALF_FREQUENT: Final = frozenset("ｱｲｳｶｷｸｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾉﾊﾌﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾝｰﾞｬｭｮｯ")
_AWFUL: Final = 25.0
_OTHER: Final = 13.0
_RARE: Final = 17.0
_SECOND_LEVEL: Final = 13.5
_FIRST_LEVEL: Final = 12.0
_ODD_NEIGHBOUR: Final = 3.0
"""A small Latin letter beside one of the east: half of a letter may have been eaten."""
_NO_WORD: Final = frozenset("~{}|\\^[]`@<>=#$")
"""What stands beside no letter of a word."""
_BESIDE_HALF: Final = frozenset(' ()-.,/0123456789\n\r\t;|"')
"""What stands beside kana of half width."""
_ODD_SCRIPT: Final = 5.0
"""A Latin letter beside a Russian one: no word is written in both."""


@cache
def _costs() -> Mapping[Language, Mapping[str, float]]:
    found: dict[Language, dict[str, float]] = {name: {} for name in LANGUAGES}
    names: dict[str, Language] = {name: name for name in LANGUAGES}
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[names[row["language"]]].update(dict.fromkeys(row["letters"], float(row["cost"])))
    return found


def _coded(letter: str, encoding: str, first: tuple[bytes, bytes]) -> float:
    """Cost of a character that no table has: of the first or second level of a national standard, or of none."""
    code = letter.encode(encoding, "ignore")
    if not code:
        return _RARE
    return _FIRST_LEVEL if first[0] <= code <= first[1] else _SECOND_LEVEL


_LEVELS: Final[Mapping[Language, Callable[[str], float]]] = {
    "ja": lambda letter: _coded(letter, "cp932", (b"\x88\x9f", b"\x98\x72")),
    "zh": lambda letter: _coded(letter, "gb2312", (b"\xb0\xa1", b"\xd7\xf9")),
    "zh-hant": lambda letter: _coded(letter, "big5", (b"\xa4\x40", b"\xc6\x7e")),
    "ko": lambda letter: _coded(letter, "euc_kr", (b"\xb0\xa1", b"\xc8\xfe")),
}


def _letter(letter: str, language: Language) -> float:
    """What one letter costs in a language."""
    known = _costs()[language].get(letter)
    if known is not None:
        return known
    if letter in _MARKS:
        return 7.5
    if language == "western":
        if letter in _COMMON:
            return 4.0
        return (
            5.0 if letter in _WESTERN else 7.0 if letter in _SIGNS else _AWFUL if _NO_LETTER.match(letter) else _OTHER
        )
    if _NO_LETTER.match(letter):
        return _AWFUL
    if "\uff61" <= letter <= "\uff9f":
        return (4.2 if letter in _HALF_FREQUENT else 7.0) if language == "ja" else _OTHER
    if "\uff01" <= letter <= "\uff5e":
        return 7.0
    if "ぁ" <= letter <= "ヿ":
        return 8.0 if language == "ja" else 11.0
    if "가" <= letter <= "힣":
        return max(10.0, _LEVELS["ko"](letter) - 2) if language == "ko" else _OTHER
    if _HAN.match(letter):
        return _LEVELS[language](letter) if language in _LEVELS else _RARE
    if "Ѐ" <= letter <= "ӿ":
        return 9.0
    if letter in _SIGNS or _GREEK.match(letter):
        return 8.5
    return _OTHER


class _Letters(dict[str, float]):
    """What letters cost in a language, as they are met."""

    def __init__(self, language: Language) -> None:
        """Know none yet."""
        super().__init__()
        self.language = language

    def __missing__(self, letter: str) -> float:
        """Ask what a letter costs that was not met before."""
        self[letter] = cost = _letter(letter, self.language)
        return cost


_LETTERS: Final[Mapping[Language, _Letters]] = {language: _Letters(language) for language in LANGUAGES}


class _LeastCosts(dict[str, float]):
    """What letters cost in the language in which each is cheapest, as they are met; letters of ASCII cost nothing."""

    def __missing__(self, letter: str) -> float:
        """Ask what a letter costs at least that was not met before."""
        self[letter] = cost = 0.0 if letter.isascii() else min(costs[letter] for costs in _LETTERS.values())
        return cost


_LEAST: Final = _LeastCosts()


@lru_cache(maxsize=1 << 14)  # words come again and again, in each encoding that is tried
def _run(run: str, language: Language) -> float:
    """What a run of letters beyond ASCII costs in a language."""
    cost = sum(map(_LETTERS[language].__getitem__, run))
    if language == "western":
        # Letters with marks stand one by one within words.
        cost += 5.0 * sum([letter not in _SIGNS for letter in run[1:]])
    elif language == "ru":
        cost += 3.0 * sum(one.islower() and other.isupper() for one, other in pairwise(run))
    elif language == "ja" and any("\uff61" <= letter <= "\uff9f" for letter in run):
        cost += _half_width(run)
    return cost


def _half_width(run: str) -> float:
    """What is odd about kana of half width: a mark of voice behind a letter that has none, small letters first."""
    odd = 0.0
    before = ""
    for letter in run:
        if letter in "ﾞﾟ" and before not in _VOICED:
            odd += 6.0
        if letter in "ｬｭｮｯｰﾝ" and not "\uff61" <= before <= "\uff9f":
            odd += 4.0
        if "\uff61" <= letter <= "\uff9f" and before and not "\uff61" <= before <= "\uff9f":
            odd += 3.0
        before = letter
    return odd


def cost_of(
    text: str, foreign: Mapping[Language, float] | None = None, languages: Sequence[Language] = LANGUAGES
) -> tuple[float, int]:
    """Return what the letters beyond ASCII of a text cost, and how many there are.

    Parameters
    ----------
    foreign
        What each run of letters costs more, by language: an encoding is seldom used for another country's language.
    languages
        Those that are looked at; the fewer, the more it may cost.

    Examples
    --------
    >>> right, wrong = cost_of("三菱造船株式会社"), cost_of("荳芽廠騾闊ｹ譬ｪ蠑丈ｼ夂､ｾ")
    >>> right[0] / right[1] < 8 < 11 < wrong[0] / wrong[1]
    True
    """
    more = foreign or {}
    total, letters = 0.0, 0
    for found in _RUNS.finditer(text):
        run = found[0]
        letters += len(run)
        total += min(_run(run, language) + more.get(language, 0.0) for language in languages)
        total += _edges(text, found.start(), found.end())
    total -= _WORD * len(_WORDS.findall(text)) if letters else 0.0
    return total, letters


def _edges(text: str, start: int, end: int) -> float:
    """What is odd at the ends of a run: a letter of the east, or a Russian one, that touches a Latin letter."""
    return sum(
        _edge(text, inside, outside)
        for inside, outside in ((start, start - 1), (end - 1, end))
        if 0 <= outside < len(text)
    )


def _edge(text: str, inside: int, outside: int) -> float:
    letter, beside = text[inside], text[outside]
    if letter in _WESTERN:
        return _ODD_NEIGHBOUR if beside in _NO_WORD or _odd_case(text, inside, outside) else 0.0
    if beside.isalpha() and "Ѐ" <= letter <= "ӿ":
        return _ODD_SCRIPT
    if "\uff61" <= letter <= "\uff9f":
        return 0.0 if beside in _BESIDE_HALF else _ODD_NEIGHBOUR
    return _ODD_NEIGHBOUR if beside.islower() and letter > "\u2e7f" else 0.0


def _odd_case(text: str, inside: int, outside: int) -> bool:
    """Tell whether a word goes on in capitals behind a small letter: `üS`, `aÑ`."""
    before, after = sorted((inside, outside))
    return text[before].islower() and text[after].isupper()


def joined(cells: Iterable[str]) -> str:
    """Put cells beside each other so that none is taken for the continuation of another."""
    return "\n".join(cells)


READ_WRONGLY: Final = "its letters are broken; it was read in a wrong encoding before it came here"
LOST: Final = "letters of it were lost before it came here"
WRITTEN_AS_NUMBERS: Final = "its letters stand as numbers, and not as letters"
_LOST_LETTERS: Final = regex(r"\ufffd|[?？]{3,}|^[\s?？.・,]*[?？]{2,}[\s?？.・,]*$|\?{2,}\w|\w\?{2,}")
_ESCAPES: Final = regex(r"[\x00-\x08\x0e-\x1f\x7f]|~\{[\x21-\x7e]{2,}~\}")
"""Controls, and escape sequences of ISO 2022 and HZ, which are bytes of ASCII for other letters."""
_CONTROL: Final = regex(r"[\x80-\x9f\ue000-\uf8ff\U000f0000-\U0010ffff]")
_NUMBERED: Final = regex(
    r"&#x?[0-9A-Fa-f]{2,6};|\\u[0-9A-Fa-f]{4}|(?:%[89A-Fa-f][0-9A-Fa-f]){2,}|=(?:[89A-F][0-9A-F]=){2}"
)
_DOUBLE: Final = regex(r"[ÂÃâãäåæçèéêëìíîï][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]")
"""The first bytes of letters in UTF-8, read as Western letters, each with a sign behind it that follows no letter."""
_HARMLESS: Final = regex(r"[A-Za-zÀ-ÿ][®™©°ºª²³](?:\W|$)|[éèêëçàâîïôûü][’'»”]|«")
_WRONG: Final = (
    *("cp1252", "cp932", "gb18030", "cp949", "big5hkscs", "cp1251", "cp437", "cp850", "mac_roman", "latin-1", "koi8-r"),
)
_OF_EAST: Final = ("cp932", "gb18030", "cp949", "big5hkscs")
"""Those of them that have kana or Chinese characters."""
_RIGHT: Final = ("utf-8", "cp932", "euc_jp", "gb18030", "cp949", "big5hkscs", "cp1251")
_WITHIN: Final = regex(r"[A-Za-z][\u0400-\u04ff\u2e80-\ud7a3\uff61-\uff9f][a-z]")
"""A letter of another script within a Latin word."""
_EAST_ASIA: Final = regex(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u4e00-\u9fa5]+")
"""Kana and Chinese characters, which no sign of the tests below is among."""
_LETTER_OF_EAST: Final = regex(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5]")
_ODD: Final = regex(r"[•‘¢†‡‰ˆ‹›¤¥¦¨¬¯±´µ¶¸¹º¼½¾¿ƒ„˜∆◊≈√∫Ω\u2500-\u25a0]")
"""Signs that stand in no name; two of them show that its letters are none."""
_DRAWN: Final = regex(r"[\u2500-\u25a0]")
_OTHER_SCRIPT: Final = regex(r"[\u0100-\u03ff\u0530-\u2dff]")
_CLEARLY: Final = 10.0
"""How much better another reading must be, as a natural logarithm."""
_PLAIN_EAST: Final = 7.4
_PLAIN_WEST: Final = 5.2
"""What a letter costs at most, on average, in a name that need not be looked at further: of the east, and others."""
_FIRST_EAST: Final[tuple[tuple[Language, ...], ...]] = (("ja",), ("zh",))
_FIRST_WEST: Final[tuple[tuple[Language, ...], ...]] = (("western",),)
_FIRST_RUSSIAN: Final[tuple[tuple[Language, ...], ...]] = (("ru",),)
_GOOD_AGAIN: Final = 9.0
_NO_LANGUAGE: Final = 12.2
"""What a letter costs on average in a text that is no language."""
_FEWEST_BROKEN: Final = 4
_ROUNDING: Final = 1e-6
"""What a sum of costs may differ by, added up in another order."""


@lru_cache(maxsize=1 << 14)
def broken_letters(text: str) -> str:
    """Say why a name is not what was written; empty if nothing is wrong with its letters.

    >>> bool(broken_letters("ä¸‰è±é€ èˆ¹")), bool(broken_letters("涓夎彵閫犺埞")), broken_letters("三菱造船")
    (True, True, '')
    >>> broken_letters("????????") == LOST, broken_letters("Müller & Söhne"), broken_letters("Société Générale")
    (True, '', '')
    """
    if _EAST_ASIA.fullmatch(text):
        return "" if is_of_east_asia(text) else READ_WRONGLY
    if _NUMBERED.search(text):
        return WRITTEN_AS_NUMBERS
    if _LOST_LETTERS.search(text):
        return LOST
    if _ESCAPES.search(text):
        return READ_WRONGLY
    if text.isascii():
        return ""
    if _CONTROL.search(text):
        return READ_WRONGLY
    if _is_double(text) or _WITHIN.search(text) or _was_another(text):
        return READ_WRONGLY
    return ""


def _is_double(text: str) -> bool:
    """Tell whether letters look like bytes of UTF-8 that were read as Western letters."""
    return _DOUBLE.search(_HARMLESS.sub(" ", text)) is not None


def is_of_east_asia(text: str) -> bool:
    """Tell whether a text in kana and Chinese characters alone is what was written.

    >>> is_of_east_asia("三菱造船"), is_of_east_asia("涓夎彵閫犺埞")
    (True, False)
    """
    most = _PLAIN_EAST * len(text)
    if any(sum(map(_LETTERS[language].__getitem__, text)) <= most for language in ("ja", "zh")):
        return True  # as it is plain without the words that make it plainer
    costs = [sum(map(_LETTERS[language].__getitem__, text)) for language in ("ja", "zh", "zh-hant")]
    # A legal form is one of these words, and most names with one need no other.
    if _has_form(text) and min(costs) - _WORD <= most:
        return True
    if min(costs) - _WORD * len(_WORDS.findall(text)) <= most:
        return True  # as `_was_another` would say of a run of such letters
    return not _was_another(text, first=())


def are_of_east_asia(texts: Sequence[str]) -> list[bool]:
    """Tell of many texts in kana and Chinese characters alone what `is_of_east_asia` tells.

    What is plain by what its letters cost, with a legal form or without one, is told of all at once.

    >>> are_of_east_asia(["三菱造船", "涓夎彵閫犺埞"])
    [True, False]
    """
    every, ends = "".join(texts), [0, *accumulate(map(len, texts))]
    sums = [[0.0, *accumulate(map(_LETTERS[language].__getitem__, every))] for language in ("ja", "zh")]
    plain: list[bool] = []
    for text, (start, end) in zip(texts, pairwise(ends), strict=True):
        most = _PLAIN_EAST * (end - start) + (_WORD if _has_form(text) else 0.0) - _ROUNDING
        plain.append(any(cost[end] - cost[start] <= most for cost in sums) or is_of_east_asia(text))
    return plain


def _has_form(text: str) -> bool:
    return "株式会社" in text or "有限公司" in text


def _was_another(text: str, first: Sequence[Sequence[Language]] | None = None) -> bool:
    """Tell whether the text is no language, or becomes a clearly better one where it is written and read once more.

    Parameters
    ----------
    first
        Languages that are tried before all; none in which it is known not to be plain.
    """
    east = max(text) > "\u2e7f"
    plain = _PLAIN_EAST if east else _PLAIN_WEST
    if first is None:
        first = _FIRST_EAST if east else _FIRST_RUSSIAN if "\u0400" <= max(text) <= "\u04ff" else _FIRST_WEST
    # What is plain in one language is no dearer in all of them, and most names are plain in the first that is tried.
    for languages in (*first, LANGUAGES):
        own, letters = cost_of(text, languages=languages)
        if not letters or own <= plain * letters:
            return False
    if len(_ODD.findall(text)) > 1 or _DRAWN.search(text):
        return True
    if letters >= _FEWEST_BROKEN and own > _NO_LANGUAGE * letters and not _OTHER_SCRIPT.search(text):
        return True
    for read in _read_again(text):
        if least_cost(read) + _CLEARLY >= own + _ROUNDING:
            continue  # so is what it costs; nearly all that is read again is no text at all
        cost, others = cost_of(read)
        if others and cost <= _GOOD_AGAIN * others and cost + _CLEARLY < own:
            return True
    return False


def least_cost(text: str) -> float:
    """Return what a text costs at least: as `cost_of` does, with each letter in a language of its own."""
    return sum(map(_LEAST.__getitem__, text)) - _WORD * len(_WORDS.findall(text))


def _read_again(text: str) -> Iterator[str]:
    # A text with letters of the east cannot be written in the others, and to learn that takes as long as to write it.
    for wrong in _OF_EAST if _LETTER_OF_EAST.search(text) else _WRONG:
        try:
            raw = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        for right in _RIGHT:
            if right == wrong:
                continue
            try:
                yield raw.decode(right)
            except UnicodeDecodeError as fault:
                if right == "utf-8" and fault.start > len(raw) // 2:
                    # A letter that was cut off, or that the wrong encoding lacks.
                    yield raw[: fault.start].decode("utf-8", "ignore")


@cache
def _to_simplified() -> Callable[[str], str]:
    try:
        from opencc import OpenCC  # only Chinese words that are not understood as they stand need it
    except ImportError:
        return str  # without the extra `books` they stay as they are

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str) -> str:
    """Write traditional Chinese characters as simplified ones, where OpenCC is installed; nothing else changes.

    >>> simplified("起運國"), simplified("gallium")
    ('起运国', 'gallium')
    """
    return _to_simplified()(text) if _HAN.search(text) else text
