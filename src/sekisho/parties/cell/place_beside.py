"""Places beside a name in a cell: before it, as whose it is, and behind it, as where its bearer is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.parties.cell.text import read_text
from sekisho.parties.cell.words import cell_words
from sekisho.regex import regex

_OF_PLACE: Final = regex(
    r"^(?:[市県縣县都府区區町村省][\s　]+|[市県縣县都府区區町村省]?"
    r"(?:の|的|之|にある|に有る|所在の|に所在する|在住の|に本社を置く|に本社がある))"
)
"""What says behind a place that a name is of it, the kind of place with it: 長崎市の."""
_AT: Final = regex(r"^(?:(?:总部|總部|本社が?)?(?:位[于於在]|設在|设在|坐落[于於]|地处|地處))")
"""What says that a place follows."""
_AT_FIRST: Final = frozenset("总總本位設设坐地")
_PLACES: Final = 3
"""Places before a name: a country, a province and a city."""
_SAID_OF_PLACE: Final = regex(
    r"(?:[の的之]|にある|に有る|所在する|を置く|本社がある|['’]s|based|headquartered|located|domiciled|resident)[\s:,]*$",
    re.IGNORECASE,
)
_BASED: Final = regex(
    r"(?:(?:[\s-]+(?:city|pref(?:ecture|\.)))?[\s-]+(?:based|headquartered|located|domiciled|resident)"
    r"|\s+(?:city|prefecture|pref\.))(?:\s+(?:company|firm|maker|manufacturer))?[\s:,]+",
    re.IGNORECASE,
)
"""The same in English: *Kobe-based*, *Nagasaki City*."""
_FORM_IN_FRONT: Final = regex(
    r"^(?:株式[会會]社|[有合][限同資名][会會]社|[(（][株有同주][)）]|[㈱㈲㈜]|주식회사)[\s　]*(?=\S)"
)
"""A legal form before a name, which stands there as well as behind it: ㈱大阪三菱造船."""
_BEGINS_FORM: Final = frozenset("株有合(（㈱㈲㈜주")
_KOREAN: Final = regex(r"^([\uac00-\ud7a3]+?)(의|에\s*(?:있는|위치한|소재한?)|\s*소재의?|\s*소재한)?\s+(?=\S)")
"""A word of Korean, with what says that a name is of it: 일본의, 오사카에 있는."""
_OWNS: Final = regex(r"^([^\W\d_]+)['’]s(?=\s)")
"""A word that owns what follows: *Yokohama's*."""


def before_place(plain: str) -> Iterator[str]:
    """Read a name in front of the city or province in which a paper puts its bearer: *Naniwa Seiki, Kobe*."""
    tokens = read_text(plain).tokens
    words = cell_words().place.at_end(tokens, 1, len(tokens)) if len(tokens) > 1 else None
    if words is None:
        return
    at = len(tokens) - words[0]
    head = plain[: tokens[at - 1].end] if tokens[at - 1].end < tokens[at].start else ""
    if _has_letters(head):
        yield head


def before_glued_place(plain: str) -> Iterator[str]:
    """Read a name in front of places in letters of East Asia that no blank parts from it, as letters write a site.

    Nothing shows where such a name ends, so that whoever asks has to know it: 東京 is no place behind 大.

    >>> [*before_glued_place("浪速精機名古屋")], [*before_glued_place("NS兵庫神戸市")], [*before_glued_place("名古屋")]
    (['浪速精機'], ['NS兵庫', 'NS'], [])
    """
    if plain.isascii():
        return
    text, words = read_text(plain), cell_words()
    high = len(text.tokens)
    for _ in range(_PLACES):
        place = words.place.at_end(text.tokens, 1, high) or words.town.at_end(text.tokens, 1, high)
        if place is None or text.gap(high - place[0]):
            return
        high -= place[0]
        yield text.written(0, high)


def after_place(plain: str) -> Iterator[str]:
    """Read a name behind a city or province: 神戸 三菱重工, Yokohama NIPPI Corp, 東京TDK, 横浜の日本飛行機.

    In letters of East Asia a country may stand there too: ドイツヘンゾルト; and several places, the larger first: each
    of the names behind one is read, 日本东京的防卫装备厅 as what is in Japan and what is in Tokyo.
    """
    name = _behind_one_place(_AT.sub("", without_form_in_front(plain), count=1))
    for _ in range(_PLACES):
        if not name:
            return
        yield name
        name = "" if name.isascii() else _behind_one_place(name)


def without_form_in_front(plain: str) -> str:
    """Take the legal form before a name off it.

    >>> without_form_in_front("㈱神戸三菱造船"), without_form_in_front("神戸三菱造船㈱")
    ('神戸三菱造船', '神戸三菱造船㈱')
    """
    return _FORM_IN_FRONT.sub("", plain, count=1) if plain[:1] in _BEGINS_FORM else plain


def says_where(plain: str) -> bool:
    """Tell whether a name begins with words that say that a place follows.

    >>> says_where("位于长崎的三菱造船"), says_where("大阪的三菱造船")
    (True, False)
    """
    return plain[:1] in _AT_FIRST and _AT.match(plain) is not None


def is_said_of_place(plain: str, name: str) -> bool:
    """Tell whether words say that the name at the end of a field is of the place before it."""
    return _SAID_OF_PLACE.search(plain.removesuffix(name)) is not None


def _behind_one_place(plain: str) -> str:
    """Return the name behind the place with which one begins; nothing of another."""
    if "\uac00" <= plain[:1] <= "\ud7a3":
        return _behind_korean_place(plain)
    plain = _OWNS.sub(r"\1", plain, count=1)
    tokens = read_text(plain).tokens
    words = cell_words().place.at_begin(tokens, 0, len(tokens)) if len(tokens) > 1 else None
    if words is None and len(tokens) > 1 and not plain.isascii():
        words = cell_words().country.at_begin(tokens, 0, len(tokens))
    if words is None or words[0] == len(tokens):
        return ""
    at = tokens[words[0]].start
    if (based := _BASED.match(plain, tokens[words[0] - 1].end)) is not None:
        at = based.end()
        return plain[at:] if _has_letters(plain[at:]) else ""
    gap = plain[tokens[words[0] - 1].end : at]
    name = behind_of(plain[at:])
    beside = " " if plain.isascii() else " 　,，、"
    return name if not gap.strip(beside) and _has_letters(name) else ""


def _behind_korean_place(plain: str) -> str:
    """Return the name behind a place or a country in Hangul; a place may be written by its sound: 오사카 is Osaka."""
    from sekisho.parties.names.hangul import from_hangul  # other names need no table of its words

    word = _KOREAN.match(plain)
    if word is None:
        return ""
    words = cell_words()
    for written in (word[1], from_hangul(word[1])):
        tokens = read_text(written).tokens
        at = (table.at_begin(tokens, 0, len(tokens)) for table in (words.country, words.place) if tokens)
        if any(row is not None and row[0] == len(tokens) for row in at):
            return plain[word.end() :]
    return ""


def behind_of(name: str) -> str:
    """Take from a name what says that it is of the place before it: 横浜の, 大阪的, 長崎にある.

    >>> behind_of("の日本飛行機"), behind_of("的三菱造船"), behind_of("三菱造船")
    ('日本飛行機', '三菱造船', '三菱造船')
    """
    return _OF_PLACE.sub("", name, count=1)


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
