"""The table of legal forms, compiled for looking forms up by their words or letters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import Final, Literal, NamedTuple

from sekisho.dataclass import dataclass
from sekisho.files.package_csv import rows_of_table
from sekisho.law.loading.data_package import installed_folders
from sekisho.law.memo import BuiltOnce
from sekisho.parties.names.folding import PLAIN_CJK, SMALL_KANA, fold_text, katakana
from sekisho.regex import regex

Place = Literal["front", "end"]
Words = tuple[str, ...]

FILE: Final = Path("lists", "legal-forms.csv")
_NEEDED: Final = ("elf", "territories", "class", "written", "place", "language", "kind")
FOREIGN: Final = regex(r"[\u0370-\u052f]")
"""Greek and Cyrillic letters."""
ANY: Final = "any"
"""Class of a form that says nothing of its kind."""
ANYWHERE: Final = "*"
"""Territory of a form that belongs to none."""
_LANGUAGES: Final = {"JP": "ja", "KP": "ko", "KR": "ko"}
"""Languages of territories whose firms Chinese writes with the characters of their own forms, or with like ones."""
_ALPHABETS: Final = "a-z0-9\u00df-\u02af\u0370-\u052f"
"""Letters in which forms are words; in all others they are written without spaces."""
_IN_WORDS: Final = regex(rf"[{_ALPHABETS}\s.,&'’/:()\-+|]+")
TOKEN: Final = regex(
    r"(?<![^\W_])[^\W\d_](?:\. ?[^\W\d_](?![^\W_]))+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff々〆]+"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff々〆]+"
)
"""Letters with points between them, a run of kana, Chinese characters or Hangul, or a word."""
_ONE_STANDARD: Final = (
    "會会 責责 獨独 國国 團团 団团 學学 醫医 營营 営营 產产 産产 業业 聯联 無无 兩两 両两 財财 "
    "監监 護护 資资 務务 區区 發发 発发 關关 関关 農农 認认 動动 術术 組组 險险 険险 勞劳 労劳 "
    "機机 構构 開开 査查 稅税 書书 夥伙 個个 專专 連连 總总 従从 從从 實实 実实 對对 対对 雙双 "
    "辯弁"
)
"""Characters of forms as Japan and Taiwan write them, each with how China does."""
_APART: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]\s[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_MARKED: Final = regex(r"\([^()]+|[^()]+[).]|\([^()]+\)")
"""An abbreviation that is told by its brackets, or by its point."""
_HAN: Final = {ord(pair[0]): pair[1] for pair in _ONE_STANDARD.split(" ")}
_GLUED_LEAST: Final = 5
"""Letters of a form that may end a word in one case: TARUMICORPORATION. Shorter ones end other words too."""
_GLUED: Final = frozenset({"ltd", "gmbh", "llc", "inc", "corp"})
_GLUED_SHORT: Final = frozenset({"AG", "KG", "SA", "SE", "NV", "BV", "AB", "AS", "KK"})
"""Forms of two letters that are told by their capitals alone behind small letters."""
_ALONE: Final = "株"
"""What is written for its form without brackets, where a space parts it from the name."""
_NOT_GLUED: Final = frozenset({"unlimited", "company"})


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

    @property
    def homes(self) -> frozenset[str]:
        """Territories that write the form so in their own language.

        A row in Chinese for Japan says how Chinese writes the form of a firm of Japan, or of Korea by the same letters.
        """
        if self.kind == "translation":
            return frozenset()
        if self.kind == "transliteration":
            return frozenset(self.territories)
        return frozenset(home for home in self.territories if _LANGUAGES.get(home, self.language) == self.language)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a form, folded, with all rows that have it."""

    words: Words
    rows: tuple[FormRow, ...]
    weak: bool
    """Short and of one language, so that it may be part of a name where another form stands behind it."""

    @property
    def meanings(self) -> frozenset[Meaning]:
        """All that the spelling may mean."""
        return frozenset(one for row in self.rows for one in row.meanings)

    @property
    def territories(self) -> frozenset[str]:
        """All territories of which it is a form, or in which it renders one."""
        return frozenset(territory for row in self.rows for territory in row.territories)

    @property
    def text(self) -> str:
        """The spelling as one text."""
        return " ".join(self.words)


@dataclass(frozen=True)
class LetterForms:
    """Patterns of the forms in Chinese characters, kana and Hangul, each compiled when the first name needs it.

    Most questions have no such name, and to compile them takes longer than to answer.

    Parameters
    ----------
    plain_words
        Forms that no mark tells, in order.
    marked_ways
        Pattern of those that a bracket or a point tells.
    """

    plain_words: tuple[str, ...]
    marked_ways: str

    def __getstate__(self) -> dict[str, object]:
        """Keep no pattern that was compiled: whoever reads the table would compile it, needed or not."""
        return {"plain_words": self.plain_words, "marked_ways": self.marked_ways}

    @cached_property
    def plain(self) -> re.Pattern[str]:
        """Forms as they are."""
        return re.compile(_trie(self.plain_words, ""))

    @cached_property
    def spaced(self) -> re.Pattern[str]:
        """Forms with spaces between their letters."""
        return re.compile(_trie(self.plain_words, r"\s?"))

    @cached_property
    def marked(self) -> re.Pattern[str]:
        """Forms that a bracket or a point tells."""
        return re.compile(self.marked_ways)

    @cached_property
    def any_mark(self) -> re.Pattern[str]:
        """Whether there is a bracket or a point at all."""
        return re.compile(rf"[()〔〕\[\]【】.]|^{_ALONE}\s|\s{_ALONE}$")

    def find(self, key: str) -> list[tuple[int, int, str]]:
        """Return where forms stand in a text of `letters_key`, and which, in order."""
        if PLAIN_CJK.fullmatch(key):  # nothing parts the letters, and no bracket or point stands among them
            return [(*form.span(), form.group()) for form in self.plain.finditer(key)]
        pattern = self.spaced if _APART.search(key) else self.plain
        found = [(one.start(), one.end(), "".join(one.group().split())) for one in pattern.finditer(key)]
        if self.any_mark.search(key):
            marked = [(one.start(), one.end(), form_key(one.group())) for one in self.marked.finditer(key)]
            if marked:
                found = [one for one in found if not any(a < one[1] and one[0] < b for a, b, _ in marked)] + marked
        return sorted(found)


@dataclass(frozen=True, slots=True)
class FormTable:
    """All spellings, by where they stand."""

    front: Mapping[Words, Spelling]
    end: Mapping[Words, Spelling]
    within: Mapping[Words, Spelling]
    front_sizes: Mapping[str, tuple[int, ...]]
    end_sizes: Mapping[str, tuple[int, ...]]
    within_sizes: Mapping[str, tuple[int, ...]]
    letters: Mapping[str, Spelling]
    """Spellings without spaces, in Chinese characters, kana and Hangul, by `letters_key`."""
    patterns: LetterForms
    glued_ways: str
    """Pattern of a form written onto the word before it (`glued`)."""
    first: frozenset[str]
    """First words of all spellings."""
    dotted: frozenset[str]
    """Words of spellings that have points."""
    glued_end: frozenset[str]
    glued_sizes: tuple[int, ...]

    @property
    def glued(self) -> re.Pattern[str]:
        """A form written onto the word before it and told by its capitals: TarumiAG."""
        return _compiled(self.glued_ways)


class _LetterKeys(dict[str, str]):
    """Letters as `letters_key` writes them, as they are met."""

    def __missing__(self, letter: str) -> str:
        """Write a letter that was not met before."""
        self[letter] = key = katakana(letter).translate(SMALL_KANA).translate(_HAN)
        return key


_KEYS: Final = _LetterKeys()


def letters_key(text: str) -> str:
    """Write kana large and as katakana, and characters of forms in one standard, letter for letter."""
    return "".join(map(_KEYS.__getitem__, text))


def words_of(text: str) -> Words:
    """Return the words of a folded text; letters with points between them are one."""
    return tuple(found.replace(" ", "") for found in TOKEN.findall(text))


@cache
def form_table(*, foreign: bool = False) -> FormTable:
    """Return the table of the installed data packages, compiled once.

    Parameters
    ----------
    foreign
        Whether spellings in Greek and Cyrillic letters are in it; few names need them, and folding them takes a table
        of look-alikes that is slow to build.
    """
    return _made(form_rows(), foreign=True) if foreign else plain_forms()


@BuiltOnce
def plain_forms() -> FormTable:
    """Return the table without spellings in Greek and Cyrillic letters."""
    return _made(form_rows(), foreign=False)


@cache
def form_rows() -> tuple[FormRow, ...]:
    """Read the rows of the first installed data package that has the table."""
    for folder in installed_folders():
        if (folder / FILE).is_file():
            return tuple(_row(*numbered) for numbered in enumerate(rows_of_table(folder / FILE, *_NEEDED)))
    return ()


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


_PLACES: Final[Mapping[str, tuple[Place, ...]]] = {"front": ("front",), "end": ("end",), "either": ("front", "end")}


def _made(rows: tuple[FormRow, ...], *, foreign: bool) -> FormTable:
    places: dict[Place, dict[Words, list[FormRow]]] = {"front": {}, "end": {}}
    letters: dict[str, list[FormRow]] = {}
    for row, written in ((each, one) for each in rows for one in each.written if foreign or not FOREIGN.search(one)):
        folded = fold_text(written)
        if not _IN_WORDS.fullmatch(folded):
            _note(letters.setdefault(letters_key(folded.replace(" ", "")), []), row)
            continue
        # A Cyrillic word may look like a Latin one in capitals and not in small letters, and folds by how it looks.
        cases = (
            {folded, fold_text(written.upper()), fold_text(written.lower())} if FOREIGN.search(written) else {folded}
        )
        for case, place in product(sorted(cases), _PLACES[row.place]):
            for words in _ways(case):
                _note(places[place].setdefault(words, []), row)
    front, end = ({words: _spelling(words, found) for words, found in places[place].items()} for place in _PLACES_OF)
    within = {words: one for words, one in end.items() if words in front and not one.weak}
    onto = frozenset(text for (text, *more) in end if not more and _may_be_glued(text))
    return FormTable(
        front=front,
        end=end,
        within=within,
        front_sizes=_sizes(front, 0),
        end_sizes=_sizes(end, -1),
        within_sizes=_sizes(within, 0),
        letters={key: _spelling((key,), found) for key, found in letters.items()},
        patterns=_letters(letters),
        glued_ways=_glued(rows),
        first=frozenset(words[0] for words in (*front, *end)),
        dotted=frozenset(word for words in (*front, *end) for word in words if "." in word),
        glued_end=onto,
        glued_sizes=tuple(sorted(set(map(len, onto)), reverse=True)),
    )


_PLACES_OF: Final[tuple[Place, Place]] = ("front", "end")


def _may_be_glued(text: str) -> bool:
    return text.isalpha() and (len(text) >= _GLUED_LEAST or text in _GLUED) and text not in _NOT_GLUED


def _note(found: list[FormRow], row: FormRow) -> None:
    if not found or found[-1] is not row:
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


_WEAK: Final = 4
"""Letters up to which an abbreviation of a form may be a name as well, such as SE and NPO. A guess. Larger, forms
are left on names; smaller, firms of four letters lose a part of theirs."""
_WEAK_ENGLISH: Final = 2
"""The same for English forms: Ltd and Inc are no names."""


def _spelling(words: Words, rows: Iterable[FormRow]) -> Spelling:
    kept = tuple(rows)
    text = "".join(words).replace(".", "")
    english = any(row.language == "en" for row in kept)
    short = len(text) <= (_WEAK_ENGLISH if english else _WEAK) and (len(words) == 1 or len(text) == len(words))
    return Spelling(words, kept, short and text not in {"co", "gmbh"} and text.isascii())


def _sizes(table: Iterable[Words], at: int) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for words in table:
        sizes.setdefault(words[at], set()).add(len(words))
    return {word: tuple(sorted(found, reverse=True)) for word, found in sizes.items()}


def _letters(keys: Iterable[str]) -> LetterForms:
    """Compile spellings without spaces; one in brackets may have lost a bracket where the name begins or ends."""
    whole = list(keys)
    plain = sorted(key for key in whole if not _MARKED.fullmatch(key))
    inside = sorted({key.strip("().") for key in whole if _MARKED.fullmatch(key)})
    points = sorted(key.rstrip(".") for key in whole if key.endswith("."))
    marked = "|".join(map(re.escape, sorted(inside, key=lambda key: (-len(key), key)))) or r"(?!)"
    ways = (
        rf"[(〔\[【]\s?(?:{marked})\s?(?:[)〕\]】]|(?=$|[\s,.]))",
        rf"(?:^|(?<=\s))(?:{marked})\s?[)〕\]】]",
        rf"(?:^|(?<=\s))(?:{'|'.join(map(re.escape, points)) or '(?!)'})\.",
        rf"^{_ALONE}(?=\s)|(?<=\s){_ALONE}$",
    )
    return LetterForms(plain_words=tuple(plain), marked_ways="|".join(ways))


def _trie(words: Sequence[str], between: str) -> str:
    """Write a pattern that finds the longest of many words, branching letter by letter."""
    by_first: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for letter, rests in by_first.items():
        guard = "(?<![分支子总])" if letter == "公" and not between.startswith("^") and "司" in rests else ""
        more = _trie([rest for rest in rests if rest], between) if any(rests) else ""
        rest = f"(?:{between}(?:{more})){'?' if '' in rests else ''}" if more else ""
        branches.append(guard + re.escape(letter) + rest)
    return "|".join(branches) or r"(?!)"


def form_key(found: str) -> str:
    """Return the letters of a form that was found in a key: without spaces, its brackets plain and both."""
    bare = "".join(found.split()).strip("()〔〕[]【】")
    if bare == _ALONE:
        return f"({bare})"
    return f"({bare})" if len("".join(found.split())) > len(bare) else bare


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _glued(rows: Iterable[FormRow]) -> str:
    """Write the pattern of a form that is written onto the word before it and told by its capitals: TarumiAG."""
    written = {one.rstrip(".") for row in rows if row.place != "front" for one in row.written}
    told = (one for one in written if re.fullmatch(r"[A-Z][A-Za-z]+", one) and one not in {"Co", "Company"})
    forms = [one for one in told if len(one) > len("AG") or one in _GLUED_SHORT]
    if not forms:
        return r"(?!)"
    return rf"(?<=[a-z]{{3}})(?=[A-Z])(?={'|'.join(sorted(forms, key=lambda form: (-len(form), form)))}(?![A-Za-z]))"


@cache
def first_words(row: FormRow) -> Words:
    """Return the words of the first spelling of a row, which stands for its others."""
    return words_of(fold_text(row.written[0]))
