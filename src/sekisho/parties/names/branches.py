"""A branch, site, office or in-house company told from the legal person to which it belongs.

A unit is split off only where the name of the legal person is complete before it: it ends in a legal form, or a comma,
a space or a bracket parts the two and the word for the unit leaves no doubt. A word for a unit inside the firm's own
name is left alone: Honda R&D Center Co., Ltd. is a firm, not a centre of one. A doubtful name stays whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.regex import regex


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A unit of a legal person, and the word by which it was told."""

    person: str
    unit: str
    marker: str


_CLEAR = ("branch office", "branch", "shipyard", "works", "plant", "factory", "division", "business unit")
"""Words for a unit that say so behind a comma, even without a legal form."""

_OFFICES = ("liaison office", "representative office", "sales office", "head office", "headquarters")
_AFTER_FORM = (
    "company",
    "center",
    "centre",
    "office",
    "site",
    "laboratory",
    "laboratories",
    "department",
    "depot",
    "mill",
)
"""Words for a unit behind a legal form only: firms bear them too."""

_CLEAR_CJK = (
    *("分公司", "支公司", "办事处", "代表处", "分厂", "事业部", "营业部", "分行", "支行", "駐在員事務所"),
    *(
        "カンパニー",
        "事業本部",
        "事業部",
        "支店",
        "支社",
        "営業所",
        "出張所",
        "事業所",
        "事業場",
        "工場",
        "造船所",
        "製鉄所",
    ),
)
_AFTER_FORM_CJK = (
    *("工厂", "造船厂", "制作所", "制造所", "事业所", "营业所", "中心", "研究院", "事务所"),
    *(
        "製作所",
        "製造所",
        "製錬所",
        "製油所",
        "発電所",
        "研究所",
        "センター",
        "事務所",
        "支所",
        "本社",
        "本店",
        "部門",
        "本部",
    ),
)

_FORM: Final = regex(
    r"""\b(?:
        co(?:mpany|rp(?:oration)?|\.)?[.,]?\s*,?\s*(?:ltd|limited|inc|incorporated|llc)\b\.?
      | (?:ltd|limited|inc|incorporated|llc|corporation|corp|gmbh|plc|k\.\s?k)\b\.?
      | (?-i:KK|AG|SE|SA|AB|NV|BV|S\.A|S\.p\.A)\b\.?
      | (?:company|co\.)(?=\s*[,(\-–—])
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FORM_CJK: Final = regex(
    r"株式会社|株式會社|合同会社|有限会社|\(株\)|\(有\)|(?:股份)?有限(?:责任)?公司|(?<![分支子])公司|银行|銀行"
)
_JAPANESE_FIRST: Final = regex(r"(?:株式会社|株式會社|合同会社|有限会社|\(株\)|\(有\))\s*\S")
_UNIT_WORDS: Final = 2
"""Most words of a unit in Latin letters of which nothing says that it is one. A guess. Larger, sentences are read."""
_UNIT_LETTERS: Final = 10
"""The same for letters of East Asia."""
_LEAST_HEAD: Final = 3
"""Letters of a name before such a unit. With two, 日立 太郎 would be the firm."""
_LEAST_HEAD_WORDS: Final = 2
"""Words of it, where both are in Latin letters: Toshiba Carrier is a firm of its own."""
_PART: Final = " \t,;:/-–—、，・"
_NUMBER: Final = regex(r"\s*(?:no\.?\s*)?\d+$", re.IGNORECASE)
_BRACKETED: Final = regex(r"(?P<person>.+?)\s*(?P<unit>\([^()]+\)\s*(?P<marker>branch office|branch))", re.IGNORECASE)
_OF: Final = regex(r"(?P<unit>.*?\b(?P<marker>branch office|branch|division))\s+of\s+(?P<person>.+)", re.IGNORECASE)
_LATIN_THEN_CJK: Final = regex(r"(?P<person>[A-Za-z0-9&.' -]+?)\s*(?P<unit>[^\x00-\x7f]+)")


def split_division(name: str) -> tuple[str, str | None]:
    """Split a name into the legal person and its unit; the unit is None if the name is a person's as it stands.

    >>> split_division("Mitsubishi Shipbuilding Co., Ltd., Shimonoseki Shipyard")
    ('Mitsubishi Shipbuilding Co., Ltd.', 'Shimonoseki Shipyard')
    >>> split_division("Honda R&D Center Co., Ltd.")
    ('Honda R&D Center Co., Ltd.', None)
    """
    found = division_of(name)
    return (name, None) if found is None else (found.person, found.unit)


def owner_of_unit(name: str, is_known: Callable[[str], bool]) -> str:
    """Return the known party whose works, yard or office a name is; empty if it is none's.

    Parameters
    ----------
    is_known
        Tells whether a text is a name that somebody is known by: without a space nothing else shows where it ends.

    >>> known = {"三菱重工", "Mitsubishi Heavy Industries"}
    >>> (
    ...     owner_of_unit("三菱重工 長崎造船所", known.__contains__),
    ...     owner_of_unit("三菱重工長崎造船所", known.__contains__),
    ... )
    ('三菱重工', '三菱重工')
    >>> owner_of_unit("Mitsubishi Heavy Industries Nagasaki Shipyard", known.__contains__)
    'Mitsubishi Heavy Industries'
    >>> owner_of_unit("浪速精機長崎造船所", known.__contains__), owner_of_unit("三菱重工", known.__contains__)
    ('', '')
    """
    person, unit = split_division(name)
    if unit is not None:
        return person if is_known(person) else ""
    text = name.strip()
    cuts = (
        range(len(text) - 1, 1, -1) if not text.isascii() else (at for at, letter in enumerate(text) if letter == " ")
    )
    for at in cuts:
        head, tail = text[:at].rstrip(_PART), text[at:].strip(_PART)
        with_form = f"{head} Co., Ltd., {tail}" if text.isascii() else f"{head}株式会社{tail}"
        if tail and split_division(with_form)[1] is not None and is_known(head):
            return head
    return ""


def before_short_unit(name: str) -> Iterator[str]:
    """Read a name in front of a blank and a few letters that may name a unit: 川崎重工業 航空機.

    >>> [*before_short_unit("川崎重工業 防衛・航空"), *before_short_unit("Kawasaki Heavy Industries Robotics")]
    ['川崎重工業', 'Kawasaki Heavy', 'Kawasaki Heavy Industries']
    """
    words = unicodedata.normalize("NFKC", name).split()
    for at in range(1, len(words)):
        head, tail = " ".join(words[:at]).rstrip(_PART), " ".join(words[at:])
        in_latin = tail.isascii()
        is_short = len(words) - at <= _UNIT_WORDS if in_latin else len(tail) <= _UNIT_LETTERS
        is_telling = at >= _LEAST_HEAD_WORDS if head.isascii() and in_latin else len(head) >= _LEAST_HEAD
        if is_short and is_telling and not (_FORM.search(tail) or _FORM_CJK.search(tail)):
            yield head


@lru_cache(maxsize=30_000)
def division_of(name: str) -> Division | None:
    """Find the unit in a name, written in one width (NFKC), or None if the name is a person's or doubtful."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", name)).strip()
    for way in (_after_form, _after_form_cjk, _parted_cjk, _parted, _before, _bracketed):
        found = way(text)
        if found is not None:
            return found
    return None


def _made(person: str, unit: str, marker: str) -> Division | None:
    person, unit = person.strip(_PART), _bare(unit)
    return Division(person=person, unit=unit, marker=marker) if person and unit else None


def _bare(unit: str) -> str:
    unit = unit.strip(_PART)
    return unit[1:-1].strip() if unit.startswith("(") and unit.endswith(")") and unit.count("(") == 1 else unit


def _marker(unit: str, words: tuple[str, ...]) -> str:
    """Return the word for a unit in which a text ends, its number aside: "Plant No. 2" is a plant."""
    bare = _NUMBER.sub("", _bare(unit)).casefold()
    return next((word for word in words if bare == word or bare.endswith(" " + word)), "")


def _marker_cjk(unit: str, words: tuple[str, ...]) -> str:
    bare = _NUMBER.sub("", _bare(unit))
    return next((word for word in words if bare.endswith(word)), "")


def _after_form(text: str) -> Division | None:
    """Read "Name Co., Ltd., Osaka Works": the first legal form behind a name ends the person."""
    for form in _FORM.finditer(text):
        person, unit = text[: form.end()], text[form.end() :]
        named = text[: form.start()].strip(_PART)
        if not named or _FORM.search(unit):
            continue
        marker = _marker(unit, (*_OFFICES, *_CLEAR, *_AFTER_FORM)) or _marker_cjk(unit, (*_CLEAR_CJK, *_AFTER_FORM_CJK))
        return _made(person, unit, marker) if marker else None
    return None


def _after_form_cjk(text: str) -> Division | None:
    """Read 名称株式会社下関造船所; a form in front (株式会社名称) needs a space behind the name."""
    for form in _FORM_CJK.finditer(text):
        end = form.end()
        if not text[: form.start()].strip(_PART):
            if not _JAPANESE_FIRST.match(text) or " " not in text[end:].strip():
                continue
            end = text.index(" ", end + 1)
        unit = text[end:]
        if not unit.strip(_PART) or _names_firm(unit):
            continue
        marker = _marker_cjk(unit, (*_CLEAR_CJK, *_AFTER_FORM_CJK)) or _marker(unit, (*_OFFICES, *_CLEAR))
        return _made(text[:end], unit, marker) if marker else None
    return None


def _names_firm(unit: str) -> bool:
    return _FORM_CJK.search(unit) is not None


def _parted_cjk(text: str) -> Division | None:
    """Read 川崎重工業 航空宇宙システムカンパニー and SpaceKnow捷克分公司."""
    if _FORM_CJK.search(text):
        return None
    person, parted, unit = text.rpartition(" ")
    found = (person, unit) if parted and not person.isascii() else None
    if found is None and (mixed := _LATIN_THEN_CJK.fullmatch(text)):
        found = mixed["person"], mixed["unit"]
    if found is None:
        return None
    marker = _marker_cjk(found[1], _CLEAR_CJK)
    return _made(*found, marker) if marker and _bare(found[1]) != marker else None


def _parted(text: str) -> Division | None:
    """Read "Mitsubishi Heavy Industries, Nagasaki Shipyard", without a legal form."""
    person, parted, unit = text.rpartition(",")
    if not parted or _FORM.search(text) or "," in person:
        return None
    marker = _marker(unit, (*_OFFICES, *_CLEAR))
    return _made(person, unit, marker) if marker else None


def _before(text: str) -> Division | None:
    """Read "Shimonoseki Shipyard, Name Co., Ltd." and "Shanghai Branch of Name"."""
    of = _OF.fullmatch(text)
    if of:
        return _made(of["person"], of["unit"], of["marker"].casefold())
    unit, parted, person = text.partition(",")
    form = _FORM.search(person)
    if not parted or _FORM.search(unit) or form is None or not person[: form.start()].strip(_PART):
        return None
    marker = _marker(unit, (*_OFFICES, *_CLEAR))
    return _made(person, unit, marker) if marker else None


def _bracketed(text: str) -> Division | None:
    """Read "Name (China) branch"."""
    found = _BRACKETED.fullmatch(text)
    return _made(found["person"], found["unit"], found["marker"].casefold()) if found else None
