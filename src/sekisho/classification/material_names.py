"""Controlled materials and goods under names that the lexicon does not have: of other languages, misspelt, by a number.

The lexicon reads English, Chinese and Japanese. A book has German, Korean, Russian and Spanish too, slips of the pen,
names that the trade clips (モリ粉, 铁锂, vlv), words that are run together, grades, and CAS numbers. What such a text
names is added to it in English, so that it is never taken for goods of which nothing is controlled. It only raises
questions: what is added settles no code by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.regex import regex
from sekisho.trade.items.crystals import Crystal

NO_CRYSTAL: Final = Crystal()
TABLE: Final = Path(__file__).with_name("material-names.csv")
CLIPPED: Final = Path(__file__).with_name("clipped-names.csv")
"""Names that the trade clips, and those of goods that only makers use, by what they mean in English."""
FOREIGN: Final = Path(__file__).with_name("foreign-words.csv")
"""Names of goods in German, French, Italian, Spanish, Dutch, Polish and Korean, by what they mean in English. What
means nothing is passed over: kugelgraphit is iron."""
_INSIDE: Final = "*"
"""Sign before a spelling: a word may go on to it, as German and Dutch words do (Feinkorngraphit, Tantaltiegel)."""
_WHOLE: Final = "~"
"""Sign that a word does not go on: at the end of a spelling no katakana and no Latin letter follow (ジスプロ, not
ジスプロシウム; wolframoxid, not dioxide); at its beginning no acid goes before (铁锂, not 磷酸铁锂)."""
_KEY: Final = 2
"""Letters by which spellings are looked up: as many as the shortest have."""
_LETTER: Final = regex(r"[a-zа-я]")
_GOES_ON: Final = regex(r"[ァ-ヺーa-zа-я]")
_LETTERS_APART: Final = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "œ": "oe", "æ": "ae", "đ": "d"})
"""Letters that no accent is taken off."""
_CAS: Final = regex(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])")
_WORDS: Final = regex(r"[a-z0]{6,}")
_SHORTEST: Final = 6
"""Letters of a word that may hold one slip. A guess. Smaller, everyday words are one letter from a material; larger,
slips in the names of short ones pass."""
_OTHER_WORDS: Final = frozenset(
    {"geranium", "allium", "antinomy", "graphic", "graphics", "serbian", "medium", "helium", "phosphite", "arsenite"}
)
"""Words of everyday goods, and of other chemicals, that are one letter from a material."""
_GRADE: Final = regex(r"(?<![A-Z0-9])N\d{2}(?:SH|UH|EH|AH|VH|TH)(?![A-Z0-9])", re.IGNORECASE)
"""Grade of a magnet of high coercivity, which dysprosium or terbium gives it."""
_GRADED: Final = "neodymium magnet with dysprosium"
_OF_MAGNET: Final = regex(
    r"(?:NdFeB|Nd-Fe-B|neo(?:dym|\b)|magnet|ネオ|磁石|マグネット|钕|磁钢|磁瓦|磁材|永磁)"
    r".*?(?<![A-Z0-9])(?:2[5-9]|[34]\d|5[0-6]) ?(?:SH|UH|EH|AH|VH|TH)(?![A-Z0-9])",
    re.IGNORECASE,
)
"""The same grade without its letter N, behind a word for such a magnet: 38UH alone is an inductance, 33AH a battery."""
_SYMBOLS: Final = dict(
    [
        pair.split("=")[::-1]
        for pair in (
            *(
                "gallium=GA",
                "germanium=GE",
                "antimony=SB",
                "bismuth=BI",
                "tellurium=TE",
                "molybdenum=MO",
                "beryllium=BE",
            ),
            *("zirconium=ZR", "hafnium=HF", "tantalum=TA", "titanium=TI", "niobium=NB", "dysprosium=DY", "terbium=TB"),
            *("samarium=SM", "gadolinium=GD", "lutetium=LU", "scandium=SC", "ytterbium=YB", "holmium=HO", "erbium=ER"),
            *("thulium=TM", "europium=EU"),
        )
    ]
)
"""Symbols of elements that entries are about, as programs that know no small letters write them."""
_FORM: Final = (
    r"(?:INGOT|P(?:O?W?DE?R)|POWDER|FOIL|RO?D|BAR|TUBE|WIRE|SHE?E?T|PLATE|TA?R?GE?T|SPO?NGE?|GRAN|SHOT|PELL?ETS?|LUMPS?"
    r"|OXIDE?|OX|ME?TA?L|CRU?CI?BLE?|CRUCBL|WA?FE?R|CRYS(?:TAL)?|SCRAP|NITRATE?|CHLORIDE?|FLUORIDE?"
    r"|BLECH|PULVE?R?|DRAHT|STAB|FOLIE|BARREN|METALL|OXYDE|PLV|POUDRE|POLVO|LINGOT|BARRE|FIL|TUBO|CIBLE"
    r"|GR ?\d|VLV|VALVE|LINED|LND)S?"
)
"""As what a metal or a compound is sold, in English, German and French."""
_CAPITAL_SYMBOL: Final = regex(
    rf"(?<![A-Z0-9])(?:(?P<before>{'|'.join(_SYMBOLS)})\.?[ -]{_FORM}(?![A-Z])"
    rf"|{_FORM} (?P<behind>{'|'.join(_SYMBOLS)})(?![A-Z0-9]))"
)
_DIAMOND_GRIT: Final = regex(
    r"(?<![A-Z0-9])(?:(?:RVG|RVD|MBG|MBD|MBS|DMD)[ -]?\d{0,3}|SMD ?\d{2})\b(?=.*(?<!\d)\d{2,3}/\d{2,3}(?!\d))",
    re.IGNORECASE,
)
"""Sort of synthetic diamond by which makers sell grit (RVD 140/170), before the two sieves between which it lies."""
_DIAMOND_WHEEL: Final = regex(
    r"(?<![A-Z0-9])(?:1A1R?|1A8|1E1|1F1|1V1|3A1|4A2|4BT9|6A2|9A3|11A2|11V9|12A2|12V9|14A1|14F1)(?![A-Z0-9])"
    r"(?=.*(?<![A-Z0-9])S?D ?\d{2,3}(?!\d))",
    re.IGNORECASE,
)
"""Shape of a grinding wheel by the standard of its makers, before the letter D of diamond with its grit: 1A1 D126."""


class Spellings:
    """Spellings with what they mean, found by the letters with which each begins, the longest at a place.

    A pattern of two thousand spellings takes longer to compile than a question takes, and tries hundreds of them
    wherever a word begins; most places of a text are in a table by the first letters for nothing.

    Parameters
    ----------
    meanings
        By spelling, small and without accents, each with its signs; none is shorter than two letters.

    >>> found = Spellings({"*graphit": "graphite", "kugelgraphit": "", "gal": "gallium"}).meanings_in
    >>> list(found("feinkorngraphit")), list(found("kugelgraphit")), list(found("portugal"))
    (['graphite'], [''], [])
    """

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self._begun: dict[str, list[tuple[str, bool, bool, bool, str]]] = {}
        for written in sorted(meanings, key=len, reverse=True):
            bare = written.strip(_INSIDE + _WHOLE)
            bounded = not written.startswith(_INSIDE) and _LETTER.match(bare) is not None
            entry = bare, bounded, written.startswith(_WHOLE), written.endswith(_WHOLE), meanings[written]
            self._begun.setdefault(bare[:_KEY], []).append(entry)

    def meanings_in(self, text: str) -> Iterator[str]:
        """Go through what the spellings mean that stand in a text, in their order, none within another."""
        begun, place = self._begun, 0
        while place < len(text):
            entries = begun.get(text[place : place + _KEY])
            after = place + 1
            for bare, bounded, no_acid, ends, meaning in entries or ():
                if not text.startswith(bare, place):
                    continue
                end = place + len(bare)
                if bounded and place and _LETTER.match(text[place - 1]):
                    continue
                if (no_acid and place and text[place - 1] == "酸") or (ends and _GOES_ON.match(text, end)):
                    continue
                yield meaning
                after = end
                break
            place = after


@dataclass(frozen=True, slots=True)
class MaterialNames:
    """The table, ready to be looked up.

    Parameters
    ----------
    written
        Finds what spellings of other languages, and of the trade, mean.
    numbers
        CAS number to material.
    slips
        Words, and words with one letter left out, to the material that they are a slip of.
    """

    written: Spellings
    numbers: dict[str, str]
    slips: dict[str, str]


@cache
def material_names() -> MaterialNames:
    """Read the table."""
    rows = list(rows_of_file(TABLE))
    written = {
        _plain(word): row["material"]
        for row in (*rows, *rows_of_file(CLIPPED), *rows_of_file(FOREIGN))
        for word in row["written"].split("|")
        if word
    }
    slips: dict[str, str] = {}
    for word in (row["material"] for row in rows):
        if " " not in word and len(word) >= _SHORTEST:
            slips |= {short: word for short in _shortened(word) if short not in slips or short == word}
    return MaterialNames(
        written=Spellings(written),
        numbers={number: row["material"] for row in rows for number in row["cas"].split("|") if number},
        slips=slips,
    )


def with_materials(text: str, crystal: Crystal = NO_CRYSTAL) -> str:
    """Add to a description, in English, the controlled materials that it names otherwise.

    Parameters
    ----------
    crystal
        The rare earths of which the goods consist, as far as they are a crystal, a glass or a phosphor.

    >>> with_materials("Dysprosiumoxid 99,9 %"), with_materials("CAS 1303-00-0 wafer")
    ('Dysprosiumoxid 99,9 %; dysprosium, oxide', 'CAS 1303-00-0 wafer; gallium arsenide')
    >>> with_materials("germanuim dioxide"), with_materials("geranium oil")
    ('germanuim dioxide; germanium', 'geranium oil')
    >>> with_materials("Tb3Ga5O12 rod", Crystal(host=("terbium",)))
    'Tb3Ga5O12 rod; terbium compound'
    """
    doped = (f"{name}-doped crystal" for name in crystal.doped)
    named = (*_named(text), *(f"{name} compound" for name in crystal.host), *doped)
    return f"{text}; {', '.join(named)}" if named else text


@lru_cache(maxsize=50_000)
def _named(text: str) -> tuple[str, ...]:
    small = _small(text)
    materials = dict.fromkeys(_materials_in(text, _plain(text)))
    return tuple(material for material in materials if not re.search(rf"\b{re.escape(material)}\b", small))


def _materials_in(text: str, plain: str) -> Iterator[str]:
    table = material_names()
    for number in _CAS.findall(text):
        if number in table.numbers:
            yield table.numbers[number]
    yield from filter(None, table.written.meanings_in(plain))
    for word in _WORDS.findall(plain):
        if word not in _OTHER_WORDS and (material := _slip_of(word.replace("0", "o"), table)):
            yield material
    if text.isupper():
        for match in _CAPITAL_SYMBOL.finditer(text):
            yield _SYMBOLS[match["before"] or match["behind"]]
    if _GRADE.search(text) or _OF_MAGNET.search(text):
        yield _GRADED
    if _DIAMOND_GRIT.search(text):
        yield "synthetic diamond"
    if _DIAMOND_WHEEL.search(text):
        yield "diamond grinding wheel"


def _slip_of(word: str, table: MaterialNames) -> str:
    """Return the material of which a word is a slip by one letter left out, put in, exchanged or swapped."""
    return next((table.slips[short] for short in _shortened(word) if short in table.slips), "")


def _shortened(word: str) -> Iterator[str]:
    """Yield a word, and the word with each of its letters but the first left out: a slip is seldom in the first."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(1, len(word)))


def _small(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _plain(text: str) -> str:
    """Write a text small, in one width, and Latin letters without accents."""
    small = _small(text)
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFD", small.translate(_LETTERS_APART))
    bare = "".join(
        letter for at, letter in enumerate(apart) if not ("\u0300" <= letter <= "\u036f" and apart[at - 1] < "\u0250")
    )
    return unicodedata.normalize("NFC", bare)
