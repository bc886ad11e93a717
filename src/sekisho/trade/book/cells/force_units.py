"""Units and places of Japan's forces by the kind that their names tell: a place or a number, and a word forces use.

No list names every unit, and units are renamed. `force-units.csv` holds the words, what must stand before each, and
the body of which such a name is a unit; `force-places.csv` the places of forces, for words that others use too: 警備隊
is a unit at 大湊 and a firm anywhere else. Both are from general knowledge of the names of the forces. A name that is
heard is asked about, and never sure.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

UNITS: Final = Path(__file__).with_name("force-units.csv")
_PLACES: Final = Path(__file__).with_name("force-places.csv")
_HAN: Final = "\u3005\u3400-\u9fff"
_NUMBER: Final = r"第?\s*[0-9〇一二三四五六七八九十百]{1,4}\s*"
_NAME: Final = rf"[{_HAN}\u30a1-\u30ff0-9ヶ]{{1,12}}?"
_ALONE: Final = rf"(?:(?<![{_HAN}])|(?<=自衛隊)|(?<=自卫队)|(?<=日本)|(?<=[先者方客]))"
"""What may stand before a place in Chinese characters: no other one, but words for the forces, or for who receives."""
_BEHIND: Final = (
    r"(?=$|[^\w]|[科班課係室部隊队長长群所内付宛様殿用向のにへはをがでと的]|"
    r"本部|司令|業務|补给|補給|整備|会計|警備|通信|衛生|施設|輸送|厚生|契約|調達|装備|総務|人事|運用|技術|気象|航空|飛行|"
    r"武器|需品|気付|御中|から|より|及び|第|売店|食堂|使用|采购|是|為|为|在|向け|納)"
)
"""What may stand behind a unit: nothing, a part of it, a particle or who is addressed, or (see `_behind`) a place of
forces; 戦車連隊模型店 is a shop."""
_BEHIND_LATIN: Final = (
    r"(?=$|\s*[,;:()/\[\].]|\s+(?:in|at|of|for|and|hq|headquarters|supply|px|japan|[gma]sdf|j[gma]sdf|jsdf|command)\b)"
)
_BEFORE: Final = {
    "name": rf"(?:{_NAME}|(?<=\w))",
    "number": _NUMBER,
    "site": r"(?:駐屯地|驻屯地|基地|分屯地)",
    "latin_name": r"\b(?!(?:the|an?|our|your|this|data|of|in|at)\b)[a-z][\w'-]*\s+",
    "latin_number": r"\b[0-9]{1,3}(?:st|nd|rd|th)\s+",
    "any": "",
    "none": r"\b",
}
_CIVIL: Final = regex(
    r"消防|消火|警察|[県府道]警|警視庁|防災|海上保安|水難|救急|スカウト|少年団|空港|鉄道|国境|皇宮|南極|観測隊|自警|"
    r"学園|幼稚園|"
    r"株式会社|有限会社|合同会社|\(株\)|\(有\)|協同組合|社団法人|財団法人|学校法人|有限公司|集团|"
    r"\b(?:ltd|limited|inc|llc|llp|gmbh|k\.?k\.?|plc|corp(?:oration)?|company|co|ag|boys|girls|fire|cafe|hotel|models)\b",
    re.IGNORECASE,
)
"""What makes a name that of somebody else: services in uniform that are no forces, legal forms, and clubs."""
_QUICK: Final = (
    "[隊队団团群処处屯]|磁気測定所|海洋観測所|術科学校分校|sdf|base|camp|garrison|guard (?:corps|unit)|"
    r"(?:observation|surveillance) unit|fleet air|air training|"
    r"[0-9](?:st|nd|rd|th)\s[^0-9]{0,60}(?:regiment|brigade|battalion|group|division|company|unit|squadron|wing|flotilla)"
)
"""What every text holds in which a unit is heard: nearly none does, and to look for each kind takes long."""


@dataclass(frozen=True, slots=True)
class ForceUnit:
    """A unit or a place of forces in a text.

    Parameters
    ----------
    name
        As it stands in the text, in one width and small letters.
    body
        A listed name of the body of which it is a unit or a place.
    """

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class _Kind:
    pattern: re.Pattern[str]
    not_if: re.Pattern[str] | None
    body: str
    is_name: bool


@cache
def _kinds() -> tuple[_Kind, ...]:
    return tuple(
        _Kind(
            pattern=re.compile(_before(row["needs"]) + _word(row), re.IGNORECASE),
            not_if=re.compile(row["not_if"], re.IGNORECASE) if row["not_if"] else None,
            body=row["body"],
            is_name=row["where"] == "name",
        )
        for row in rows_of_file(UNITS)
    )


def _word(row: dict[str, str]) -> str:
    behind = _BEHIND_LATIN if row["where"] == "name" else r"\b" if row["word"].isascii() else _behind()
    return f"(?:{row['word']}){behind}"


@cache
def _behind() -> str:
    return _BEHIND.replace("(?=", f"(?={'|'.join(_places('ja', 'zh'))}|", 1)


def _before(needs: str) -> str:
    if needs == "place":
        return f"{_ALONE}(?:{'|'.join(_places('ja', 'zh'))})(?:の|的)?"
    if needs == "latin_place":
        return rf"\b(?:{'|'.join(_places('en'))})[ -]"
    return _BEFORE[needs]


def _places(*languages: str) -> list[str]:
    """Return the names of places of forces in these languages, the longest first."""
    names = {row[language].casefold() for row in rows_of_file(_PLACES) for language in languages}
    return sorted(map(re.escape, names), key=len, reverse=True)


def any_unit_pattern() -> str:
    """Return a pattern for DuckDB that is found in every text, in small letters, in which a unit is heard."""
    return _QUICK


_ANY: Final = regex(_QUICK)


def force_units_in(text: str, *, is_name: bool = False) -> tuple[ForceUnit, ...]:
    """Return the units and places of forces that a text names by their kind, each once.

    Parameters
    ----------
    is_name
        The text is the name of a party, so that words count that mean something else in other texts.

    >>> (
    ...     [unit.name for unit in force_units_in("需要者は阪神基地隊")],
    ...     force_units_in("消防教育隊"),
    ...     force_units_in("基地局"),
    ... )
    (['阪神基地隊'], (), ())
    >>> (
    ...     force_units_in("第72战车联队")[0].body,
    ...     force_units_in("綜合警備隊株式会社"),
    ...     force_units_in("granular sub-base"),
    ... )
    ('陸上自衛隊師団・旅団', (), ())
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    if _ANY.search(plain) is None:
        return ()
    heard: list[ForceUnit] = []
    for kind in _kinds():
        if (kind.is_name and not is_name) or (kind.not_if is not None and kind.not_if.search(plain)):
            continue
        match = next((match for match in kind.pattern.finditer(plain) if not _is_civil(plain, match)), None)
        if match is not None and not any(match[0] in unit.name for unit in heard):
            heard.append(ForceUnit(match[0].strip(), kind.body))
    return tuple(heard)


_STOP: Final = regex(r"[\s、。，,;；/()（）「」]")
_STOP_LATIN: Final = regex(r"[;/()\n、。]|,(?!\s*(?:inc|ltd|llc|limited)\b)|\.\s")


def _is_civil(plain: str, match: re.Match[str]) -> bool:
    """Tell whether the words around a unit, up to a mark or else a blank, make it that of somebody else.

    In Latin letters a blank parts the words of one name.
    """
    stop = _STOP_LATIN if match[0].isascii() else _STOP
    before, behind = stop.split(plain[: match.start()])[-1], stop.split(plain[match.end() :])[0]
    return bool(_CIVIL.search(f"{before}{match[0]}{behind}"))
