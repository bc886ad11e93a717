"""The table of legal forms, compiled for looking forms up by their words or letters."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final, Literal, NamedTuple

from sekisho.law.library import installed_folders
from sekisho.parties.names.fold import SMALL_KANA, fold_text, katakana

Place = Literal["front", "end"]
Words = tuple[str, ...]

FILE: Final = Path("lists", "legal-forms.csv")
ANY: Final = "any"
"""Class of a form that says nothing of its kind."""
ANYWHERE: Final = "*"
"""Territory of a form that belongs to none."""
_ALPHABETS: Final = "a-z0-9\u00df-\u024f\u0370-\u052f"
"""Letters in which forms are words; in all others they are written without spaces."""
_IN_WORDS: Final = re.compile(rf"[{_ALPHABETS}\s.,&'’/:()\-+|]+")
_ONE: Final = re.compile(r"[^\W_]+(?:\.[^\W_])*")
TOKEN: Final = re.compile(
    r"(?<![^\W_])[^\W\d_](?:\. ?[^\W\d_](?![^\W_]))+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff々〆]+"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff々〆]+"
)
"""Letters with points between them, a run of kana, Chinese characters or Hangul, or a word."""
_ONE_STANDARD: Final = (
    "會会 責责 獨独 國国 團团 団团 學学 醫医 營营 営营 產产 産产 業业 聯联 無无 兩两 両两 財财 監监 護护 資资 務务 區区 發发 発发 關关 "
    "関关 農农 認认 動动 術术 組组 險险 険险 勞劳 労劳 機机 構构 開开 査查 稅税 書书 夥伙 個个 專专 連连 總总 従从 從从 實实 実实 對对 対对 雙双 辯弁"
)
"""Characters of forms as Japan and Taiwan write them, each with how China does."""
_HAN: Final = {ord(pair[0]): pair[1] for pair in _ONE_STANDARD.split(" ")}
_GLUED_LEAST: Final = 5
"""Letters of a form that may end a word in one case: TARUMICORPORATION. Shorter ones end other words too."""
_GLUED: Final = frozenset({"ltd", "gmbh", "llc"})
_GLUED_SHORT: Final = frozenset({"AG", "KG", "SA", "SE", "NV", "BV", "AB", "AS", "KK"})
"""Forms of two letters that are told by their capitals alone behind small letters."""
_ALONE: Final = "株"
"""What is written for its form without brackets, where a space parts it from the name."""
_NOT_GLUED: Final = frozenset({"unlimited", "company", "limited"})


class Meaning(NamedTuple):
    """What a spelling may mean: a class of legal persons of a territory, as the form itself or as its rendering."""

    territory: str
    kind: str
    native: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of the table."""

    number: int
    elf: str
    territories: tuple[str, ...]
    classes: tuple[str, ...]
    written: tuple[str, ...]
    place: str
    language: str
    kind: str

    @property
    def meanings(self) -> frozenset[Meaning]:
        """Every class in every territory."""
        native = self.kind != "translation"
        return frozenset(Meaning(*pair, native) for pair in product(self.territories, self.classes))


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a form, folded, with all rows that have it."""

    words: Words
    rows: tuple[FormRow, ...]
    meanings: frozenset[Meaning] = field(compare=False)
    weak: bool
    """Short and of one language, so that it may be part of a name where another form stands behind it."""

    @property
    def text(self) -> str:
        """The spelling as one text."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class FormTable:
    """All spellings, by where they stand."""

    rows: tuple[FormRow, ...]
    front: Mapping[Words, Spelling]
    end: Mapping[Words, Spelling]
    within: Mapping[Words, Spelling]
    front_sizes: Mapping[str, tuple[int, ...]]
    end_sizes: Mapping[str, tuple[int, ...]]
    within_sizes: Mapping[str, tuple[int, ...]]
    letters: Mapping[str, Spelling]
    """Spellings without spaces, in Chinese characters, kana and Hangul, by `letters_key`."""
    pattern: re.Pattern[str]
    glued: re.Pattern[str]
    dotted: frozenset[str]
    """Words of spellings that have points."""
    glued_end: frozenset[str]
    glued_sizes: tuple[int, ...]
    digest: str


def letters_key(text: str) -> str:
    """Write kana large and as katakana, and characters of forms in one standard, letter for letter."""
    return katakana(text).translate(SMALL_KANA).translate(_HAN)


def words_of(text: str) -> Words:
    """Return the words of a folded text; letters with points between them are one."""
    return tuple(found.replace(" ", "") for found in TOKEN.findall(text))


@cache
def form_table() -> FormTable:
    """Read the table of the installed data packages, once."""
    for folder in installed_folders():
        if (folder / FILE).is_file():
            return _compiled(folder / FILE)
    return _made((), "")


def _compiled(file: Path) -> FormTable:
    raw = file.read_bytes()
    rows = tuple(_row(number, row) for number, row in enumerate(csv.DictReader(raw.decode("utf-8-sig").splitlines())))
    return _made(rows, hashlib.sha256(raw).hexdigest())


def _row(number: int, row: Mapping[str, str]) -> FormRow:
    return FormRow(
        number=number,
        elf=row["elf"],
        territories=tuple(row["territories"].split("|")),
        classes=tuple(row["class"].split("|")),
        written=tuple(row["written"].split("|")),
        place=row["place"],
        language=row["language"],
        kind=row["kind"],
    )


def _made(rows: tuple[FormRow, ...], digest: str) -> FormTable:
    places: dict[Place, dict[Words, list[FormRow]]] = {"front": {}, "end": {}}
    letters: dict[str, list[FormRow]] = {}
    for row in rows:
        for written in row.written:
            folded = fold_text(written)
            if _IN_WORDS.fullmatch(folded):
                for words in _ways(folded):
                    for place in places if row.place == "either" else ("front",) if row.place == "front" else ("end",):
                        _note(places[place], words, row)
            else:
                _note(letters, letters_key(folded.replace(" ", "")), row)
    front, end = (_spellings(places[place]) for place in ("front", "end"))
    within = {words: one for words, one in end.items() if words in front and not one.weak}
    onto = frozenset(
        text
        for (text, *more) in end
        if not more and text.isalpha() and (len(text) >= _GLUED_LEAST or text in _GLUED) and text not in _NOT_GLUED
    )
    spelt = {key: _spelling((key,), found) for key, found in letters.items()}
    return FormTable(
        rows=rows,
        front=front,
        end=end,
        within=within,
        front_sizes=_sizes(front, 0),
        end_sizes=_sizes(end, -1),
        within_sizes=_sizes(within, 0),
        letters=spelt,
        pattern=_pattern(spelt),
        glued=_glued(rows),
        dotted=frozenset(word for words in (*front, *end) for word in words if "." in word),
        glued_end=onto,
        glued_sizes=tuple(sorted({len(text) for text in onto}, reverse=True)),
        digest=digest,
    )


def _note(table: dict[Words, list[FormRow]] | dict[str, list[FormRow]], key: Words | str, row: FormRow) -> None:
    found = table.setdefault(key, [])  # type: ignore[arg-type]
    if row not in found:
        found.append(row)


def _ways(folded: str) -> Iterator[Words]:
    """Yield the words of a spelling: as it is, with its points left out, and with its letters apart."""
    words = words_of(folded)
    yield words
    joined = tuple(word.replace(".", "") for word in words)
    if joined != words and (len(words) > 1 or len(joined[0]) > _DOTTED_APART):
        yield joined
    apart = tuple(letter for word in words for letter in (word.split(".") if "." in word else (word,)))
    if apart != words:
        yield apart
    if "&" in folded:
        yield words_of(folded.replace("&", " and "))


_DOTTED_APART: Final = 2
"""Letters of an abbreviation with points up to which it is not read without them: d.d., not DD."""


def _spellings(found: Mapping[Words, list[FormRow]]) -> dict[Words, Spelling]:
    return {words: _spelling(words, rows) for words, rows in found.items()}


_WEAK: Final = 4
_WEAK_ENGLISH: Final = 2


def _spelling(words: Words, rows: Iterable[FormRow]) -> Spelling:
    kept = tuple(rows)
    text = words[0].replace(".", "")
    english = any(row.language == "en" for row in kept)
    short = len(text) <= (_WEAK_ENGLISH if english else _WEAK)
    weak = len(words) == 1 and short and text not in {"co", "gmbh"} and text.isascii()
    return Spelling(words, kept, frozenset(one for row in kept for one in row.meanings), weak)


def _sizes(table: Iterable[Words], at: int) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for words in table:
        sizes.setdefault(words[at], set()).add(len(words))
    return {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}


def _pattern(letters: Iterable[str]) -> re.Pattern[str]:
    """Match forms without spaces; one in brackets may have lost a bracket at the beginning or end of the name."""
    ways = [_way(key) for key in sorted(letters, key=lambda key: (-len(key), key))]
    return re.compile("|".join([*ways, rf"^{_ALONE}(?=[\s.])", rf"(?<=\s){_ALONE}$"]))


def _way(key: str) -> str:
    bare = r"\s?".join(map(re.escape, key.strip("().")))
    if key.startswith("("):
        closed = rf"[(〔\[【]\s?{bare}\s?[)〕\]】]"
        return (
            rf"{closed}|(?:^|(?<=\s)){bare}\s?[)〕\]】]|[(〔\[【]\s?{bare}(?=$|[\s,.])"
            if key.endswith(")")
            else r"(?!)"
        )
    if key.endswith(")"):
        return r"(?!)"
    if key.endswith("."):
        return rf"(?:^|(?<=\s)){bare}\."
    return rf"(?<![分支子总]){bare}" if key == "公司" else bare


def form_key(found: str) -> str:
    """Return the letters of a form that was found in a key: without spaces, its brackets plain and both."""
    bare = "".join(found.split()).strip("()〔〕[]【】")
    if bare == _ALONE:
        return f"({bare})"
    return f"({bare})" if len("".join(found.split())) > len(bare) else bare


def _glued(rows: Iterable[FormRow]) -> re.Pattern[str]:
    """Match a form written onto the word before it and told by its capitals: TarumiAG."""
    written = {one.rstrip(".") for row in rows if row.place != "front" for one in row.written}
    told = (one for one in written if re.fullmatch(r"[A-Z][A-Za-z]+", one) and one not in {"Co", "Company"})
    forms = [one for one in told if len(one) > len("AG") or one in _GLUED_SHORT]
    if not forms:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<=[a-z]{{3}})(?={'|'.join(sorted(forms, key=lambda form: (-len(form), form)))}(?![A-Za-z]))")
