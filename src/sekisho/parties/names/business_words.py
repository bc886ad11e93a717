"""Words of the trade in three languages, from two tables: concepts with their forms, and short names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_file
from sekisho.law.memo import BuiltOnce
from sekisho.parties.names.folding import common_han, fold_text, kana_key

Kind = Literal["brand", "house", "field", "body", "place", "direction", "unit", "broad", "generic"]
"""What a part of a name is: a proper name, one with forms of its own in other languages, what a firm does, what sort
of body it is, a place, a number or direction, a site or branch, business words that translators exchange, nearly
nothing."""
WEIGHTS: Final[Mapping[Kind, float]] = {
    "brand": 1.0,
    "house": 1.0,
    "field": 0.6,
    "body": 0.7,
    "place": 0.4,
    "direction": 0.5,
    "unit": 0.25,
    "broad": 0.25,
    "generic": 0.15,
}
"""How much of a name's identity a part carries, relative to a proper name."""
PROPER: Final[frozenset[Kind]] = frozenset({"brand", "house"})
OF_TRADE: Final[frozenset[Kind]] = frozenset({"field", "unit", "broad", "generic"})
"""Kinds of words that say what a firm does, and not which it is."""
STRONG: Final[frozenset[Kind]] = frozenset({"brand", "house", "field", "body", "direction", "broad", "place"})
"""Kinds that tell one legal person of a group from another."""
_SHORTEST_CJK: Final = 2
"""Characters of the shortest word of the trade in Chinese or Japanese: a single one is part of too many names."""

_KANA_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "沖": ("オキ", "おき"),
    "日本": ("ニッポン", "ニホン", "にっぽん", "にほん"),
}
"""Beginnings of names that are one word with a word of the trade behind them, which no sound tells in two scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessWords:
    """The tables, ready to be looked up with folded words.

    Parameters
    ----------
    latin, cjk
        Form to the concepts that it may stand for, the surest first.
    lengths
        First two characters of a form in kana or Chinese characters, to the lengths of such forms, longest first.
    most_latin
        Most words in a Latin form.
    tongues
        Form in kana or Chinese characters to its language, ja or zh; one of both counts as Japanese.
    short
        Short name to the words for which it stands.
    english
        Concept to its first form in Latin letters, as far as it has one.
    """

    kinds: Mapping[str, Kind]
    latin: Mapping[str, tuple[str, ...]]
    cjk: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    most_latin: int
    tongues: Mapping[str, frozenset[str]]
    short: Mapping[str, str]
    english: Mapping[str, str]


def cjk_key(text: str) -> str:
    """Fold kana and Chinese characters of a form or name for looking up."""
    return common_han(kana_key(text))


@BuiltOnce
def words() -> BusinessWords:
    """Read the tables of the package."""
    kinds: dict[str, Kind] = {}
    latin: dict[str, dict[str, None]] = {}
    cjk: dict[str, dict[str, None]] = {}
    spoken: dict[str, set[str]] = {}
    english: dict[str, str] = {}
    for row in _rows("company-words.csv"):
        concept = row["concept"]
        kinds[concept] = _kind(row["kind"])
        for form in _forms(row["en"]):
            latin.setdefault(_latin_key(form), {})[concept] = None
            english.setdefault(concept, form)
        written = [(each, form) for each in ("ja", "zh") for form in _forms(row[each])]
        if row["kind"] == "house":
            written += [("ja", way) for tongue, form in written if tongue == "ja" for way in _in_kana(form)]
        for tongue, form in written:
            key = cjk_key(fold_text(form))
            spoken.setdefault(key, set()).add(tongue)
            if key.isascii():
                latin.setdefault(_latin_key(key), {})[concept] = None
            elif len(key) >= _SHORTEST_CJK:
                cjk.setdefault(key, {})[concept] = None
    tongues = {form: frozenset({"ja"} if "ja" in found else found) for form, found in spoken.items()}
    short = {fold_text(row["short"]): fold_text(row["stands_for"]) for row in _rows("short-names.csv")}
    lengths: dict[str, set[int]] = {}
    for form in (*cjk, *(cjk_key(one) for one in short if not one.isascii())):
        lengths.setdefault(form[:2], set()).add(len(form))
    return BusinessWords(
        kinds=kinds,
        latin={form: tuple(concepts) for form, concepts in latin.items()},
        cjk={form: tuple(concepts) for form, concepts in cjk.items()},
        lengths={start: tuple(sorted(sizes, reverse=True)) for start, sizes in lengths.items()},
        most_latin=max((form.count(" ") + 1 for form in latin), default=1),
        tongues=tongues,
        short={cjk_key(form): means for form, means in short.items()},
        english=english,
    )


def _in_kana(form: str) -> Iterator[str]:
    """Go through the ways to write the beginning of a firm's name in kana, words of the trade behind it.

    >>> [*_in_kana("沖電気")], [*_in_kana("沖")]
    (['オキ電気', 'おき電気'], [])
    """
    for begin, ways in _KANA_OF.items():
        if form.startswith(begin) and len(form) - len(begin) >= _SHORTEST_CJK:
            yield from (way + form.removeprefix(begin) for way in ways)


_OF_PLACE: Final = frozenset({"unit", "body"})
"""Kinds of words for a place or a body: *camp*, *institute*. What a firm does may be its name: Strategy Analytics."""


@cache
def plain_words() -> frozenset[str]:
    """Return the Latin words that tell no legal person from another: group, international, the, branch."""
    rows = _rows("company-words.csv")
    return frozenset(_latin_key(form) for row in rows if _kind(row["kind"]) not in STRONG for form in _forms(row["en"]))


@cache
def place_words() -> frozenset[str]:
    """Return the words in Latin letters for kinds of places and bodies: camp, air base, ministry.

    Read by themselves, so that names are told apart without the tables of Chinese characters too.
    """
    rows = [row for row in _rows("company-words.csv") if _kind(row["kind"]) in _OF_PLACE]
    own = (fold_text(form) for row in rows for tongue in ("ja", "zh") for form in _forms(row[tongue]))
    return frozenset(
        _latin_key(form) for form in (*(form for row in rows for form in _forms(row["en"])), *filter(str.isascii, own))
    )


def _latin_key(form: str) -> str:
    return fold_text(form).replace("-", " ").replace("&", " ").replace(".", "").replace("  ", " ")


def _rows(name: str) -> Iterable[Mapping[str, str]]:
    yield from rows_of_file(Path(__file__).with_name(name))


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|") if form.strip())


def _kind(text: str) -> Kind:
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in kinds:
        if kind == text:
            return kind
    message = f"company-words.csv: '{text}' is not a kind of word"
    raise ValueError(message)
