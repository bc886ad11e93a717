"""Crystals, glasses and phosphors read for the rare earths that they consist of: LuAG:Ce, GGG, Tb3Ga5O12, Er,Yb:glass.

The trade calls them by their first letters, by formula, and by what they are doped with; no word of such a text is the
name of an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex

TABLE: Final = Path(__file__).with_name("crystals.csv")
_EARTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "Sc": ("scandium", "钪", "スカンジウム"),
    "Y": ("yttrium", "钇", "イットリウム"),
    "Sm": ("samarium", "钐", "サマリウム"),
    "Eu": ("europium", "铕", "ユウロピウム", "ユーロピウム"),
    "Gd": ("gadolinium", "钆", "ガドリニウム"),
    "Tb": ("terbium", "铽", "テルビウム"),
    "Dy": ("dysprosium", "镝", "ジスプロシウム"),
    "Ho": ("holmium", "钬", "ホルミウム"),
    "Er": ("erbium", "铒", "エルビウム"),
    "Tm": ("thulium", "铥", "ツリウム"),
    "Yb": ("ytterbium", "镱", "イッテルビウム"),
    "Lu": ("lutetium", "镥", "ルテチウム"),
}
"""The rare earths of which compounds are listed, by symbol, with their names."""
_LIGHT: Final = frozenset({"H", "Li", "Be", "B", "C", "N", "O", "F", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "K", "Ca"})
_MIDDLE: Final = frozenset({"Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Rb"})
_HEAVY: Final = frozenset({"Sr", "Zr", "Nb", "Mo", "In", "Sn", "Sb", "Te", "I", "Cs", "Ba", "La", "Ce", "Pr", "Nd"})
_HEAVIEST: Final = frozenset({"Hf", "Ta", "W", "Pb", "Bi", "Tl"})
_ELEMENTS: Final = _EARTHS.keys() | _LIGHT | _MIDDLE | _HEAVY | _HEAVIEST
_ANIONS: Final = frozenset({"O", "F", "S", "Cl", "Br", "I"})
"""What makes a formula one of a crystal or a salt, where an alloy has none."""
_FEWEST: Final = 3
"""Elements of a formula from which it is read: an oxide and a fluoride have entries and words of their own."""
_DOPANT: Final = r"(?:Sc|Sm|Eu|Gd|Tb|Dy|Ho|Er|Tm|Yb|Ce|Nd|Pr|Cr|Ti|Ca|Mn)(?:\d?\+)?"
_DOPANTS: Final = rf"{_DOPANT}(?:\s?[,，/+&]\s?{_DOPANT})*"
_GLASS: Final = r"(?:[a-z]+ )?glass|(?:[磷硅]酸盐|リン酸)?(?:玻璃|ガラス)"
_FORMULA: Final = regex(
    r"(?<![A-Za-z0-9])(?=[A-Za-z0-9().,]*[a-z0-9)])"
    r"(?:[A-Z][a-z]?[\d.]*|[(][A-Z][A-Za-z\d.,]*[)][\d.]*){2,}(?![A-Za-z0-9])"
)
_SYMBOL: Final = regex(r"[A-Z][a-z]?")
_BEFORE: Final = regex(rf"(?<![A-Za-z])(?P<dopants>{_DOPANTS})\s?[:：]\s?(?P<host>[A-Z][A-Za-z\d().]+|{_GLASS})")
_BEHIND: Final = regex(rf"(?<![A-Za-z])(?P<host>[A-Z][A-Za-z\d().]+)\s?[:：]\s?(?P<dopants>{_DOPANTS})(?![a-z])")
_LETTERS: Final = regex(r"(?<![A-Za-z])[A-Z][A-Za-z]{2,4}4?(?![A-Za-z\d])")
_AS_MATERIAL: Final = regex(
    r"\b(?:crystals?|rods?|slabs?|discs?|disks?|boules?|wafers?|substrates?|phosphors?|powders?|ceramics?|scintillators?"
    r"|blanks?|blocks?|bars?|pixels?|arrays?|ingots?|targets?|granules|spheres?|films?|doped|undoped|single)\b"
    r"|晶体|单晶|結晶|棒|ロッド|荧光粉|蛍光体|蛍光粉|陶瓷|セラミック|闪烁体|シンチレータ|基板|衬底|晶片|ウェハ|ウエハ|粉",
    re.IGNORECASE,
)
_DEVICE: Final = regex(
    r"\b(?:lasers?(?! (?:rods?|crystals?|slabs?|bars?|materials?|ceramics?|glass|medi\w+))|detectors?|modules?"
    r"|machines?"
    r"|welders?|markers?|cameras?|scanners?|lamps?|leds?(?! phosphors?)|isolators?|systems?|heads?|amplifiers?)\b"
    r"|激光器|激光(?:打标|焊接|切割)|レーザー?(?!ロッド|結晶|用|媒質|ガラス|セラ)|探测器|検出器|装置|設備|设备|打标机",
    re.IGNORECASE,
)
"""Words for a thing with a crystal inside."""
_OF_HOST: Final = regex(
    r"\b(?:garnet|(?:oxy)?orthosilicate|orthovanadate|vanadate|aluminate|gallate|scandate|tungstate|perovskite)s?\b"
    r"|石榴石|ガーネット|硅酸|[ケ珪]イ?酸|钒酸|バナジン酸|铝酸|アルミン酸|钪酸",
    re.IGNORECASE,
)
"""Words for what crystals are, beside the names of the elements that they hold."""


@dataclass(frozen=True, slots=True)
class Crystal:
    """The rare earths of a crystal, a glass or a phosphor, each by its name in English.

    Parameters
    ----------
    host
        Those that it consists of.
    doped
        Those that it is doped with.
    """

    host: tuple[str, ...] = ()
    doped: tuple[str, ...] = ()

    @property
    def earths(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.host, *self.doped)))


def crystal_in(text: str) -> Crystal:
    """Read what a crystal, a glass or a phosphor consists of; nothing of a device that has one inside.

    >>> crystal_in("LuAG:Ce phosphor"), crystal_in("Er,Yb:glass")
    (Crystal(host=('lutetium',), doped=()), Crystal(host=(), doped=('erbium', 'ytterbium')))
    >>> crystal_in("Tb3Ga5O12 rod").host, crystal_in("Ho:YAG laser").earths, crystal_in("Dy2O3").earths
    (('terbium',), (), ())
    """
    if not text or _DEVICE.search(text):
        return Crystal()
    hosts = _hosts()
    doping = [match for match in (*_BEFORE.finditer(text), *_BEHIND.finditer(text)) if _may_be_host(match["host"])]
    symbols = [symbol for match in doping for symbol in _SYMBOL.findall(match["dopants"])]
    doped = [_EARTHS[symbol][0] for symbol in symbols if symbol in _EARTHS]
    is_material = bool(doping) or _AS_MATERIAL.search(text) is not None
    called = (match[0] for match in _LETTERS.finditer(text) if is_material or match[0] == text.strip())
    by_letters = (name for letters in called for name in hosts.get(letters, ()))
    by_dopant = (name for match in doping for name in _earths_of(match["host"]))
    host = dict.fromkeys((*by_letters, *by_dopant, *_by_formula(text), *_by_words(text)))
    return Crystal(tuple(host), tuple(name for name in dict.fromkeys(doped) if name not in host))


@cache
def _hosts() -> Mapping[str, tuple[str, ...]]:
    return {row["host"]: tuple(row["holds"].split("|")) for row in rows_of_file(TABLE)}


def _may_be_host(text: str) -> bool:
    """Tell whether a text between which and a symbol a colon stands is a crystal or a glass."""
    return text in _hosts() or _is_formula(text) or text[:1].islower() or not text.isascii()


def _by_formula(text: str) -> Iterator[str]:
    for match in _FORMULA.finditer(text):
        symbols = set(_SYMBOL.findall(match[0]))
        two_letters = any(len(symbol) > 1 for symbol in symbols)
        if _is_formula(match[0]) and len(symbols) >= _FEWEST and symbols & _ANIONS and two_letters:
            yield from _earths_of(match[0])


def _is_formula(text: str) -> bool:
    """Tell whether all letters of a text are symbols of elements, two at least."""
    symbols = _SYMBOL.findall(text)
    return len(symbols) > 1 and set(symbols) <= _ELEMENTS


def _earths_of(formula: str) -> Iterator[str]:
    for symbol in _SYMBOL.findall(formula) if _is_formula(formula) else ():
        yield from _EARTHS.get(symbol, ())[:1]


def _by_words(text: str) -> Iterator[str]:
    if _OF_HOST.search(text):
        small = text.lower()
        yield from (names[0] for names in _EARTHS.values() if any(name in small for name in names))
