"""Listed names as order books, banks and carriers write them: each way takes a name and returns the cell, or nothing.

A way is a class of spellings and not a single one; what it puts beside a name is invented.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

from pypinyin import lazy_pinyin
from tests.support.parties.distortions import Distort

from sekisho.parties.cell.text import words_in
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.names.romanisation import pieces

_LETTER_NAMES: Final = (
    *("エー", "ビー", "シー", "ディー", "イー", "エフ", "ジー", "エイチ", "アイ"),
    *("ジェイ", "ケイ", "エル", "エム", "エヌ", "オー", "ピー", "キュー", "アール"),
    *("エス", "ティー", "ユー", "ブイ", "ダブリュー", "エックス", "ワイ", "ゼット", "アンド"),
)
_LETTERS: Final = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ&", _LETTER_NAMES, strict=True))
_LARGE: Final = str.maketrans("ァィゥェォャュョッ", "アイウエオヤユヨツ")
_SHORT: Final = {"Heavy": "HVY", "Industries": "IND", "Manufacturing": "MFG", "Systems": "SYS", "Power": "PWR"}
_KANA: Final = re.compile("[\u30a1-\u30fc]+")
_HAN: Final = re.compile("[\u4e00-\u9fff]{4,}")
_FEWEST_KANA: Final = 8
_FEWEST_LATIN: Final = 10


def _core(name: str) -> str:
    """Return a name without its legal form, in its own letters."""
    core = re.sub("株式会社|国立研究開発法人|国立大学法人|有限公司|股份", "", unicodedata.normalize("NFKC", name))
    words = read_form(core).core
    while " " in core and read_form(core.rpartition(" ")[0]).core == words:
        core = core.rpartition(" ")[0]
    return core.strip(" .,()")


def _is_latin(name: str, fewest: int = _FEWEST_LATIN) -> bool:
    return name.isascii() and sum(map(str.isalpha, _core(name))) >= fewest


def kana_of(name: str) -> str:
    """Read a Japanese name in katakana, letter by letter where it has capitals; nothing where a word has no reading."""
    read = []
    for run in re.findall(r"[A-Z&]+|[\u3041-\u30fc\u4e00-\u9fff々]+|[A-Za-z0-9]+", _core(name)):
        if re.fullmatch("[A-Z&]+", run):
            read.append("".join(_LETTERS[letter] for letter in run))
        elif run.isascii():
            return ""
        else:
            read += [one.reading for one in pieces(run)]
    kana = "".join(read) if all(read) else ""
    return kana if len(kana) >= _FEWEST_KANA else ""


def _bank(name: str) -> str:
    """Write a Japanese name as a bank does; one in Chinese characters beside Latin letters may be Chinese."""
    japanese = _KANA.search(name) or not re.search("[A-Za-z]", unicodedata.normalize("NFKC", name))
    kana = kana_of(name) if _is_company(name) and japanese else ""
    return f"カ){kana.translate(_LARGE)}" if kana else ""


def _is_company(name: str) -> bool:
    return "株式会社" in name


def _letters_spelt(name: str) -> str:
    """Spell the capitals out at the beginning or the end of a name that is otherwise katakana."""
    found = re.fullmatch(r"([A-Z&]{3,})([\u30a1-\u30fc]{4,})|([\u30a1-\u30fc]{3,})([A-Z&]{3,})", _core(name))
    return kana_of(name) if found else ""


def _pinyin(form: str) -> Distort:
    def cell(name: str) -> str:
        core = _core(name)
        return " ".join(lazy_pinyin(core)).title() + form if _is_company(name) and _HAN.fullmatch(core) else ""

    return cell


def _shortened(name: str) -> str:
    row = name.split()
    cut = [_SHORT.get(word.strip(","), word) for word in row]
    return f"{' '.join(cut)} SETO WORKS" if cut != row and words_in(_core(name)) > 1 else ""


def _cut(size: int) -> Distort:
    """Cut a name that begins with a country where a field is full."""

    def cell(name: str) -> str:
        begins = name.startswith(("Japan ", "United States "))
        return name.upper()[:size].rstrip() if begins and len(name) > size else ""

    return cell


def _parted(name: str) -> str:
    core = _core(name)
    return f"{core.upper()} (SHENZHEN) TRADING CO LTD" if core.isascii() and core.isalpha() and len(core) > 2 else ""


def _misspelt(form: str) -> Distort:
    return lambda name: f"{_core(name)} {form}" if _is_latin(name, 4) and read_form(name).forms else ""


PAPERS: Final[Mapping[str, Distort]] = {
    "order": lambda name: f"PO 4500012345 {name}",
    "order in Japanese": lambda name: f"注文番号4500012345 {name}",
    "contract in Chinese": lambda name: f"合同号 20260401 {name}",
    "short number": lambda name: f"CONTRACT NO. A-1 {name}" if name.isascii() else f"合同号A-1 {name}",
    "unknown number": lambda name: f"Seto-Tzk 4500012345 {name}" if read_form(name).forms else "",
    "carrier": lambda name: f"SHPR {name}",
    "and others": lambda name: f"{name} ET AL" if name.isascii() else f"{name}他",
    "telephone": lambda name: f"{name} TEL 03-3456-7890",
    "bank": _bank,
    "letters spelt": _letters_spelt,
    "pinyin": _pinyin(""),
    "pinyin with its form": _pinyin(" Zhushi Huishe"),
    "glued": lambda name: re.sub("[^A-Z&]", "", _core(name).upper()) + "COLTD" if _is_latin(name) else "",
    "misspelt corporation": _misspelt("Coporation"),
    "misspelt limited": _misspelt("Lirnited"),
    "shortened at a site": _shortened,
    "cut at 25": _cut(25),
    "cut at 30": _cut(30),
    "parted": _parted,
    "the firm": lambda name: f"{_core(name)}社" if _KANA.search(name) and _is_company(name) else "",
    "e read as c": lambda name: _core(name).replace("e", "c") if _is_latin(name) and "e" in _core(name) else "",
    "i read as l": lambda name: _core(name).upper().replace("I", "l") if _is_latin(name) else "",
}
"""Ways in which papers write names."""
BODIES: Final[Mapping[str, Distort]] = {
    "a unit": lambda name: f"{name} 1st Tzk School" if name.isascii() else f"{name}第九瀬戸実習隊",
    "a room": lambda name: f"{name} 瀬戸庁舎 会計課",
}
"""Ways in which a body of a state is written before a part of it that no table knows."""
