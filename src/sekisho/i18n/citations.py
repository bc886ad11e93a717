"""Where a clause stands, in Japanese and Chinese: the label of a measure file, such as `Decree 792 Art. 24(2)`, read.

A label is parts with a semicolon between: a law, then numbers; what a part may say in words stands in `citations.csv`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.files.package_csv import rows_of_file
from sekisho.message import WordsText

LEVELS: Final = {
    "ja": {"Art": ("第{}条", "第{}項", "第{}号"), "clause": ("第{}項", "（{}）", "（{}）")},
    "zh": {"Art": ("第{}条", "第{}款", "第{}项"), "clause": ("第{}款", "第{}项", "第{}目")},
}
"""How the levels of a number such as 16(1)(4) are called in a law, and in an announcement."""
SINGLE: Final = {
    "ja": {"paragraph": "第{}項", "annex": "附属書{}", "part": "第{}部", "item": "品目{}", "th": "第{}段落"},
    "zh": {"paragraph": "第{}段", "annex": "附件{}", "part": "第{}部分", "item": "第{}项", "th": "第{}段"},
}
_BETWEEN: Final = {"ja": ("、", "～"), "zh": ("、", "至")}
_ORDINALS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}

_NUMBER = r"\d+(?:\(\d+\))*"
_NUMBERS = re.compile(
    rf"(?P<kind>Arts?\.|clauses?) (?P<rest>{_NUMBER}(?:(?:, with|,| and) (?:Art\. )?(?:{_NUMBER}|\(\d+\)))*)"
)
_MEMBER = re.compile(rf"(?:, with |, | and )?(?:Art\. )?({_NUMBER}|\(\d+\))")
_PLACE = re.compile(r"(?P<kind>paragraph|annex(?:es)?|part|items?) (?P<low>\d+)(?:(?P<link> and | to )(?P<high>\d+))?")
_NTH = re.compile(rf"(?P<nth>{'|'.join(_ORDINALS)}) paragraph")


def article_text(label: str) -> WordsText:
    """Name where a clause stands as each language cites law, in English where none of its forms fits.

    >>> article_text("clause 1(1)").words["ja"]
    '第1項（1）'
    """
    return WordsText({language: article_in(label, language)[1] for language in ("en", *LEVELS)})


@lru_cache(maxsize=8_192)  # the clauses of a library in three languages; a page names a hundred
def article_in(label: str, language: str) -> tuple[str, str]:
    """Tell where a clause stands, and in which language that is; a label of another form stays in English.

    >>> article_in("Art. 16(1); Decree 792 Art. 24(2)", "ja")
    ('ja', '第16条第1項；国務院令第792号第24条第2項')
    >>> article_in("somewhere in the text", "ja")
    ('en', 'somewhere in the text')
    """
    if language == "en" or not label:
        return language, label
    parts = [_part(part, language) for part in label.split("; ")]
    told = [part for part in parts if part]
    return (language, "；".join(told)) if len(told) == len(parts) else ("en", label)


def _part(text: str, language: str) -> str:
    """Read one part: words that stand in the table, or a law, and numbers after it; empty if neither fits."""
    words = _words(language)
    if text in words:
        return words[text]
    for law in sorted(words, key=len, reverse=True):
        if text.startswith((f"{law} ", f"{law}, ")):
            rest = _places(text[len(law) :].lstrip(", "), language)
            return words[law] + rest if rest else ""
    return _places(text, language)


@cache
def _words(language: str) -> dict[str, str]:
    rows = rows_of_file(Path(__file__).with_name("citations.csv"))
    return {row["en"]: row[language] for row in rows}


def _places(text: str, language: str) -> str:
    """Read numbers of one kind, and words after them, such as `clause 2, first half` or `annex 1, part 2`."""
    for pattern, say in ((_NUMBERS, _numbers), (_PLACE, _place), (_NTH, _nth)):
        found = pattern.match(text)
        if found is None:
            continue
        said, rest = say(found, language), text[found.end() :].removeprefix(",").strip()
        if not rest:
            return said
        more = _part(rest.removeprefix("with "), language)
        if not more:
            return ""
        return said + (_BETWEEN[language][0] if rest.startswith(("with ", "Art")) else "") + more
    return ""


def _numbers(found: re.Match[str], language: str) -> str:
    """Say numbers of articles or clauses; one in brackets alone belongs to the number before it.

    `19(1)(1), (5)` goes on at the lowest level, `16(1)(4), (2)` goes back to a higher one, where 2 follows 1.
    """
    levels = LEVELS[language]["Art" if found["kind"].startswith("Art") else "clause"]
    said: list[str] = []
    before: tuple[int, ...] = ()
    for member in _MEMBER.findall(found["rest"]):
        numbers = tuple(map(int, re.findall(r"\d+", member)))
        if not member.startswith("("):
            before, shown = numbers, 0
        else:
            shown = next((at for at in range(len(before) - 1, 0, -1) if numbers[0] > before[at]), len(before) - 1)
            before = (*before[:shown], numbers[0])
        said.append("".join(levels[at].format(before[at]) for at in range(shown, len(before))))
    return _BETWEEN[language][0].join(said)


def _place(found: re.Match[str], language: str) -> str:
    kind = {"annexes": "annex", "items": "item"}.get(found["kind"], found["kind"])
    pattern, low, high = SINGLE[language][kind], found["low"], found["high"]
    if high is None:
        return pattern.format(low)
    between = _BETWEEN[language][1 if found["link"] == " to " else 0]
    return pattern.format(f"{low}{between}{high}")


def _nth(found: re.Match[str], language: str) -> str:
    return SINGLE[language]["th"].format(_ORDINALS[found["nth"]])
