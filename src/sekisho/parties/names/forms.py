"""Legal forms in three languages: what kind of person a name says it is, and the name without that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from sekisho.parties.names.fold import common_han

_EAST_ASIAN: Final = (
    *(
        "株式会社",
        "有限会社",
        "合同会社",
        "合資会社",
        "合名会社",
        "相互会社",
        "特例有限会社",
        "(株)",
        "(有)",
        "(同)",
        "(名)",
        "(資)",
    ),
    *(
        "一般社団法人",
        "公益社団法人",
        "一般財団法人",
        "公益財団法人",
        "社団法人",
        "財団法人",
        "独立行政法人",
        "地方独立行政法人",
    ),
    *(
        "国立大学法人",
        "公立大学法人",
        "国立研究開発法人",
        "学校法人",
        "医療法人",
        "社会福祉法人",
        "宗教法人",
        "農事組合法人",
    ),
    *("特定非営利活動法人", "npo法人", "(社)", "(財)", "(独)", "(学)", "(医)"),
    *(
        "股份有限公司",
        "股份公司",
        "有限责任公司",
        "集团有限公司",
        "有限公司",
        "株式会社",
        "控股有限公司",
        "无限公司",
        "公司",
        "(公司)",
    ),
    *("주식회사", "유한회사", "(주)", "コーポレーション", "コーポレイション", "リミテッド", "インコーポレイテッド"),
)
"""Kinds of legal persons of Japan, China, Taiwan and Korea, as they stand before or behind a name."""
_KEPT_WITHIN: Final = {"集团有限公司": "集团", "控股有限公司": "控股"}
"""Forms that hold a word of the name."""
_EVERYWHERE: Final = frozenset(
    {
        *("ltd", "limited", "inc", "incorporated", "corp", "co", "llc", "llp", "lp", "plc", "gmbh", "kk", "gk", "yk"),
        *("pty", "pte", "sdn", "bhd", "sro", "spol", "doo", "kabushiki", "kaisha", "kabushikikaisha", "godo", "yugen"),
        *(
            "gaisha",
            "kabushikigaisha",
            "kabusiki",
            "kaisya",
            "gaisya",
            "corporation",
            "aktiengesellschaft",
            "ag",
            "company",
        ),
        *("ltda", "oyj", "aps", "kgaa", "kft", "zrt", "bv", "nv", "srl", "sarl", "sas", "spzoo", "ooo", "pjsc"),
    }
)
_SPELT_OUT: Final = frozenset(
    {
        *(("akciova", "spolecnost"), ("spolka", "akcyjna"), ("akciju", "sabiedriba"), ("public", "limited", "company")),
        *(("gesellschaft", "mit", "beschrankter", "haftung"), ("gesellschaft", "mbh"), ("societe", "anonyme")),
        *(("spolecnost", "s", "rucenim", "omezenym"), ("sp", "z", "oo"), ("spol", "s", "ro"), ("sp", "zoo")),
        *(
            ("sociedad", "anonima"),
            ("societa", "per", "azioni"),
            ("naamloze", "vennootschap"),
            ("limited", "partnership"),
        ),
    }
)
_AT_THE_END: Final = frozenset({"sa", "as", "uab", "ab", "se", "spa", "oy", "kg", "ev", "ad", "pc", "gp"})
_AT_THE_BEGINNING: Final = frozenset({"pt", "cv", "pao", "ao", "zao", "uab", "sia", "ab"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare:
    """Words of a name without legal forms.

    Parameters
    ----------
    words
        What is left, in order.
    forms
        The legal forms, as folded.
    """

    words: tuple[str, ...]
    forms: tuple[str, ...]


@cache
def east_asian() -> re.Pattern[str]:
    """Match a legal form of Japan, China, Taiwan or Korea in a folded name."""
    known = sorted({common_han(form) for form in _EAST_ASIAN}, key=lambda form: (-len(form), form))
    return re.compile("|".join(r"\s?".join(map(re.escape, form)) for form in known))


def without_east_asian(text: str) -> tuple[str, tuple[str, ...]]:
    """Take the legal forms of Japan, China, Taiwan and Korea out of a folded name; each leaves a space.

    A name that is nothing but a legal form stays as it is. Characters of all three standards are known.

    >>> without_east_asian("三菱造船株式會社 下関造船所")
    ('三菱造船  下関造船所', ('株式会社',))
    """
    if text.isascii():
        return text, ()
    bare: list[str] = []
    forms: list[str] = []
    at = 0
    for found in east_asian().finditer(common_han(text)):
        form = "".join(found[0].split())
        bare += [text[at : found.start()], _KEPT_WITHIN.get(form, ""), " "]
        forms.append(form)
        at = found.end()
    left = "".join([*bare, text[at:]]).strip()
    return (left, tuple(forms)) if left.strip(" ()-.,") else (text, ())


@cache
def _western() -> frozenset[tuple[str, ...]]:
    """List the legal forms of several words that a well-kept table of them has, such as gmbh co kg."""
    from cleanco.termdata import terms_by_type

    found = {
        tuple(
            re.findall(r"[a-z0-9]+", re.sub(r"\b((?:[a-z]\.)+[a-z]?)\.?", lambda dots: dots[1].replace(".", ""), term))
        )
        for terms in terms_by_type.values()
        for term in terms
        if term.isascii()
    }
    return frozenset(form for form in found if len(form) > 1) | _SPELT_OUT


@cache
def _longest_western() -> int:
    return max(map(len, _western()))


def without_western(words: tuple[str, ...]) -> Bare:
    """Take legal forms out of the Latin words of a name; a name that is nothing but a legal form stays as it is.

    >>> without_western(("mitsubishi", "shipbuilding", "co", "ltd")).words
    ('mitsubishi', 'shipbuilding')
    >>> without_western(("company", "limited")).words
    ('company', 'limited')
    """
    left = list(words)
    forms: list[str] = []
    for size in range(_longest_western(), 1, -1):
        if size < len(left) and tuple(left[-size:]) in _western():
            forms += left[-size:]
            del left[-size:]
            break
    while len(left) > 1 and left[-1] == "the":
        left.pop()
    while len(left) > 1 and left[-1] in _AT_THE_END | _EVERYWHERE:
        forms.append(left.pop())
    while len(left) > 1 and left[0] in _AT_THE_BEGINNING:
        forms.append(left.pop(0))
    kept = [word for word in left if word not in _EVERYWHERE]
    if not kept:
        return Bare(words=words, forms=())
    forms += [word for word in left if word in _EVERYWHERE]
    return Bare(words=tuple(kept), forms=tuple(forms))
