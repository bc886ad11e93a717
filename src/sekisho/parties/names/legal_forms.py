"""Legal forms read from a name: what kind of person it says it is, and the name without that.

One table (`legal-forms.csv` of the data package) has the forms in all scripts and spellings; `form_table` compiles it.
A form is read in front of a name, behind it, or written onto it; one that cannot be part of a name is read within too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.memo import Memory
from sekisho.parties.names.business_words import place_words
from sekisho.parties.names.folding import PLAIN_CJK, fold_plain_cjk, fold_text
from sekisho.parties.names.form_table import (
    ANYWHERE,
    FOREIGN,
    TOKEN,
    FormTable,
    Spelling,
    Words,
    form_table,
    letters_key,
)
from sekisho.regex import regex

_CACHE: Final = 20_000
"""Names whose legal form is remembered, as for `folding`."""
_LONGEST: Final = 400
"""Letters of a name that are looked at."""
_SPREAD: Final = regex(r"(?<!\S)[\u3040-\u30ff\u3400-\u9fff](?: [\u3040-\u30ff\u3400-\u9fff]){3,}(?!\S)")
"""Characters written far apart, as on a seal."""
_SHUT_WHOLE: Final = regex(r"(?<=[a-z]{3})co(?=(?:ltd|limited)\b)")
"""Where TARUMICOLTD lacks its spaces."""
_MISSPELT: Final = ("limited", "company", "corporation", "incorporated")
"""Forms that are long enough to be known with a slip in them."""
_FEWEST_MISSPELT: Final = 6
"""Letters of a word from which it may be a form with a slip in it. A guess: the shortest such form has seven. Smaller,
short names lose a part that is none; larger, a form that lost a letter is not known.
"""
_LEFT_BY_SLIP: Final = 3
"""Letters at the one end of such a form that a slip at its other end leaves: it has seven, and a slip two."""
_SWAPPED: Final = 2
"""Letters that are swapped."""
_SHUT: Final = regex(r"co(?<=[a-z]{3}co)(?=\s?[.,]{1,2}\s?,?\s?(?:ltd|limited|inc)\b)")
"""Where TARUMICO.,LTD. lacks its space."""
_CAPITAL_BEHIND: Final = regex(r"[a-z][A-Z]")
_PLAIN: Final = regex(r"[^\W_]+")
_WORDS_SO: Final = ("unlimited", "zinc")
"""Words that end as a form does."""
_LEAST_GLUED: Final = 3
"""Letters of a name onto which a form may be written. A guess. With two, the beginning of any word would be a name
with a form written onto it."""
_CJK: Final = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff]")
_NO_WORD_BEGINS_WITH: Final = "々"
"""The one sign of a plain name in Chinese characters that no word of these begins with."""


_Token = tuple[str, int, int]
"""A word, and where it starts and ends."""


@dataclass(frozen=True, slots=True)
class FormReading:
    """A name read for its legal forms.

    Parameters
    ----------
    text
        The name as `fold_text` writes it, with a space where each form stood; the whole name if it is only a form.
    forms
        The forms that were read, in no order that tells anything.
    """

    text: str
    forms: tuple[Spelling, ...]

    @property
    def core(self) -> str:
        """The words of the name without its forms.

        >>> read_form("OOO Tarumi").core, read_form("タルミ（株）").core, read_form("TarumiAG").core
        ('tarumi', 'タルミ', 'tarumi')
        """
        return " ".join([token.group() for token in TOKEN.finditer(self.text)])

    @property
    def written(self) -> tuple[str, ...]:
        """The forms as folded.

        >>> read_form("Tarumi Open Joint Stock Company").written
        ('open joint stock company',)
        """
        return tuple(form.text for form in self.forms)


_read: Memory[str, FormReading] = Memory(_CACHE)
"""Names that were read."""


def read_form(name: str) -> FormReading:
    """Read the legal forms of a name; a name that is nothing but a form stays whole and has none.

    >>> read_form("北浜造船 株式会社").forms[0].rows[0].elf
    'T417'
    >>> read_form("Company Limited")
    FormReading(text='company limited', forms=())
    """
    reading = _read.get(name)
    return _read.keep(name, _form_of(name)) if reading is None else reading


def learn_forms(names: Iterable[str]) -> None:
    """Read the forms of many names in kana and Chinese characters alone, so that `read_form` remembers them."""
    new = [name for name in names if name not in _read and len(name) <= _LONGEST and _is_plain_cjk(name)]
    if not new or len(new) > _CACHE:
        return
    if len(_read) + len(new) > _CACHE:
        _read.clear()
    table = form_table()
    pattern, letters = table.patterns.plain, table.letters
    folded = fold_plain_cjk("\n".join(new))
    for name, line, key in zip(new, folded.split("\n"), letters_key(folded).split("\n"), strict=True):
        left: list[str] = []
        forms: list[Spelling] = []
        at = 0
        for form in pattern.finditer(key):
            start, end = form.span()
            if at < start:
                left.append(line[at:start])
            forms.append(letters[form.group()])
            at = end
        if at < len(line):
            left.append(line[at:])
        _read[name] = FormReading(" ".join(left), tuple(forms)) if left else FormReading(line, ())


def _form_of(name: str) -> FormReading:
    table = _table(name)
    text, places = _searched(name)
    if _is_plain_cjk(name):
        left, forms = _without_letters(text, table, places)
        return FormReading(left, forms)
    left, forms = (text, ()) if text.isascii() else _without_letters(text, table, places)
    spans, more = _words(_tokens(left, table), table, told=forms)
    return FormReading(_cut(left, spans), (*forms, *more)) if spans or forms else FormReading(text, ())


def countries_of_form(name: str) -> frozenset[str]:
    """Return the countries of the legal forms of a name that are of one country alone.

    >>> sorted(countries_of_form("垂水株式会社")), sorted(countries_of_form("Tarumi Oy"))
    (['JP'], ['FI'])
    >>> sorted(countries_of_form("Tarumi Ltd.")), sorted(countries_of_form("運送会社"))
    ([], [])
    """
    homes = (frozenset[str]().union(*(row.homes for row in form.rows)) for form in read_form(name).forms)
    return frozenset(home for of_form in homes if len(of_form) == 1 for home in of_form if home != ANYWHERE)


@lru_cache(maxsize=_CACHE)
def is_only_form(name: str) -> bool:
    """Tell whether a name is nothing but legal forms, and no short word stands before one that may be a name.

    >>> is_only_form("Co., Ltd."), is_only_form("SE Corporation"), is_only_form("株式会社")
    (True, False, True)
    """
    table = _table(name)
    text, places = _searched(name)
    if _is_plain_cjk(name):
        return bool(places) and not TOKEN.search(_cut(text, [(start, end) for start, end, _ in places]))
    told = tuple(table.letters[key] for _, _, key in places)
    left = _cut(text, [(start, end) for start, end, _ in places])
    tokens = _tokens(left, table)
    if not tokens or (len(tokens) == 1 and not told and _is_short(tokens[0][0], table)):
        return bool(told) and not tokens
    spans, forms = _words([("\0", 0, 0), *tokens], table, told=told)
    short = len(told) + len(forms) > 1 and any(form.weak for form in forms)
    return not short and not TOKEN.search(_cut(left, spans))


def is_apart_from_forms(word: str) -> bool:
    """Tell whether a Latin word is no part of any legal form, wherever in a name it stands, nor is one written onto it.

    >>> is_apart_from_forms("tarumi"), is_apart_from_forms("incorporated"), is_apart_from_forms("tarumigmbh")
    (True, False, False)
    """
    table = form_table()
    if word in _words_in_forms() or ("co" in word and (word.endswith("co") or _SHUT_WHOLE.search(word))):
        return False
    return not (_glued_at(word, table) or (len(word) >= _FEWEST_MISSPELT and _meant(word)))


def may_stand_before_form(word: str) -> bool:
    """Tell whether a Latin word is left in a name, where another word that is no form stands behind it.

    >>> may_stand_before_form("energy"), is_apart_from_forms("energy")
    (True, False)
    """
    table = form_table()
    shut = "co" in word and _SHUT_WHOLE.search(word)
    return not (word in table.front_sizes or word in table.within_sizes or shut)


@cache
def _words_in_forms() -> frozenset[str]:
    table = form_table()
    return frozenset({"the", *(word for words in (*table.front, *table.end) for word in words)})


def as_form(text: str) -> str:
    """Write an abbreviation of a form with the brackets that told it: ユ and 有 mean nothing without them.

    >>> as_form("ユ"), as_form("Inc")
    ('(ユ)', 'Inc')
    """
    return text if is_only_form(text) else f"({text})"


def form_spans(text: str) -> list[tuple[int, int]]:
    """Return where forms in kana, Chinese characters and Hangul stand in a text written in one width (NFKC)."""
    return [] if text.isascii() else [(start, end) for start, end, _ in form_table().patterns.find(letters_key(text))]


def _table(name: str) -> FormTable:
    return form_table(foreign=not name.isascii() and FOREIGN.search(name) is not None)


@lru_cache(maxsize=1_000)  # one name is asked several times in a row
def _searched(name: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Fold a name, and find the forms in kana, Chinese characters and Hangul in it."""
    table = _table(name)
    text = _folded(name, table)
    return text, [] if text.isascii() else table.patterns.find(letters_key(text))


def _is_plain_cjk(name: str) -> bool:
    """Tell whether a name holds kana and Chinese characters alone, so that no form in words can stand in it."""
    return _NO_WORD_BEGINS_WITH not in name and PLAIN_CJK.fullmatch(name) is not None


def _folded(name: str, table: FormTable) -> str:
    """Fold a name, with a space before a form that is written onto it."""
    given = name[:_LONGEST]
    if _is_plain_cjk(given):
        return fold_text(given)
    if _CAPITAL_BEHIND.search(given):
        given = table.glued.sub(" ", given)
    text = fold_text(given)
    if "co" in text:
        text = _SHUT_WHOLE.sub(" co ", _SHUT.sub(" co", text))
    if not text.isascii() and _SPREAD.search(text):
        text = _SPREAD.sub(lambda found: found[0].replace(" ", ""), text)
    return text


def _tokens(text: str, table: FormTable) -> list[_Token]:
    """Return the words of a folded text; letters with points between them are one, and stay so where forms are."""
    if "." not in text:
        pattern = _PLAIN if text.isascii() else TOKEN
        return [(token.group(), *token.span()) for token in pattern.finditer(text)]
    known = table.dotted
    found = []
    for token in TOKEN.finditer(text):
        word = token.group()
        if "." in word:
            word = word.replace(" ", "")
            bare = word.replace(".", "")
            word = word if word in known or len(bare) < _LEAST_GLUED else bare
        found.append((word, *token.span()))
    return found


def _is_short(word: str, table: FormTable) -> bool:
    """Tell whether a word that is a form may be a name by itself, such as SNC."""
    found = table.end.get((word,)) or table.front.get((word,))
    return found is not None and found.weak and "." not in word


def _without_letters(
    text: str, table: FormTable, places: list[tuple[int, int, str]]
) -> tuple[str, tuple[Spelling, ...]]:
    """Take out the forms in kana, Chinese characters and Hangul; each leaves a space."""
    if not places or not _CJK.search(text):
        return text, ()
    left = _cut(text, [(start, end) for start, end, _ in places])
    return (left, tuple(table.letters[key] for _, _, key in places)) if TOKEN.search(left) else (text, ())


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        parts += [text[at:start], " "]
        at = end
    return " ".join("".join([*parts, text[at:]]).split()) if parts else text


def _words(
    tokens: list[_Token], table: FormTable, told: tuple[Spelling, ...]
) -> tuple[list[tuple[int, int]], tuple[Spelling, ...]]:
    """Find the forms among the words of a name: where they stand, and which they are. One word at least is left."""
    low, high = 0, len(tokens)
    if high < 1 + 1 and not (high == 1 and _glued_at(tokens[0][0], table)):
        return [], ()
    others = [not token[0].isascii() and _CJK.match(token[0]) is not None for token in tokens]
    if all(others):
        return [], ()  # forms of these letters were found before
    spans: list[tuple[int, int]] = []
    forms: list[Spelling] = []
    mixed = bool(told) or any(others)
    while high - low > 1:
        if tokens[high - 1][0] == "the":
            high -= 1
            spans.append(tokens[high][1:])
            continue
        found = _at_end(tokens, low, high, table) or _misspelt_at(tokens, low, high, table)
        if found is None or (found.weak and not _fits(found, (*told, *forms), mixed=mixed)):
            break
        if found.weak and is_no_name(_texts(tokens, low, high - len(found.words))):
            break
        spans.append((tokens[high - len(found.words)][1], tokens[high - 1][2]))
        high -= len(found.words)
        forms.append(found)
    if not forms and (cut := _glued_at(tokens[high - 1][0], table)):
        spans.append((tokens[high - 1][2] - cut, tokens[high - 1][2]))
        forms.append(table.end[(tokens[high - 1][0][-cut:],)])
    while high - low > 1:
        found = _at_front(tokens, low, high, table)
        if found is None or (found.weak and not _fits(found, (*told, *forms), mixed=mixed)):
            break
        if found.weak and is_no_name(_texts(tokens, low + len(found.words), high)):
            break
        spans.append((tokens[low][1], tokens[low + len(found.words) - 1][2]))
        low += len(found.words)
        forms.append(found)
    return _within(tokens, range(low, high), table, spans, forms)


def _within(
    tokens: list[_Token], places: range, table: FormTable, spans: list[tuple[int, int]], forms: list[Spelling]
) -> tuple[list[tuple[int, int]], tuple[Spelling, ...]]:
    at, high, left = places.start, places.stop, 0
    while at < high:
        found = None
        for size in table.within_sizes.get(tokens[at][0], ()):
            found = table.within.get(_texts(tokens, at, at + size)) if at + size <= high else None
            if found is not None:
                break
        if found is None:
            left += 1
            at += 1
            continue
        spans.append((tokens[at][1], tokens[at + len(found.words) - 1][2]))
        forms.append(found)
        at += len(found.words)
    return (spans, tuple(forms)) if left else ([], ())


def _at_end(tokens: list[_Token], low: int, high: int, table: FormTable) -> Spelling | None:
    for size in table.end_sizes.get(tokens[high - 1][0], ()):
        if size < high - low and (found := table.end.get(_texts(tokens, high - size, high))) is not None:
            return found
    return None


def _misspelt_at(tokens: list[_Token], low: int, high: int, table: FormTable) -> Spelling | None:
    """Find the form at the end of a name, if its last word is one with a slip in it."""
    word, start, end = tokens[high - 1]
    meant = _meant(word) if len(word) >= _FEWEST_MISSPELT and (word,) not in table.end else ""
    return _at_end([*tokens[low : high - 1], (meant, start, end)], 0, high - low, table) if meant else None


@lru_cache(maxsize=20_000)
def _meant(word: str) -> str:
    """Return the form that a word is with one letter wrong, lost, put in or swapped; rn counts as m, and l as i.

    >>> _meant("coporation"), _meant("lirnlted"), _meant("cooperation")
    ('corporation', 'limited', '')
    """
    shape = _as_scanned(word)
    return next((form for form, scanned in _scanned_forms() if _one_slip(shape, scanned)), "")


@cache
def _scanned_forms() -> tuple[tuple[str, str], ...]:
    return tuple((form, _as_scanned(form)) for form in _MISSPELT)


def _one_slip(word: str, form: str) -> bool:
    """Tell whether two words differ by one letter, or by two neighbours that were swapped; rapidfuzz may be absent."""
    if abs(len(word) - len(form)) > 1:
        return False
    if word[:_LEFT_BY_SLIP] != form[:_LEFT_BY_SLIP] and word[-_LEFT_BY_SLIP:] != form[-_LEFT_BY_SLIP:]:
        return False
    low, high = 0, 0
    most = min(len(word), len(form))
    while low < most and word[low] == form[low]:
        low += 1
    while high < most - low and word[-1 - high] == form[-1 - high]:
        high += 1
    typed, meant = word[low : len(word) - high], form[low : len(form) - high]
    swapped = len(typed) == len(meant) == _SWAPPED and typed == meant[::-1]
    return max(len(typed), len(meant)) <= 1 or swapped


def _as_scanned(word: str) -> str:
    return word.replace("rn", "m").replace("l", "i").replace("1", "i")


def _at_front(tokens: list[_Token], low: int, high: int, table: FormTable) -> Spelling | None:
    for size in table.front_sizes.get(tokens[low][0], ()):
        if size < high - low and (found := table.front.get(_texts(tokens, low, low + size))) is not None:
            return found
    return None


def _texts(tokens: list[_Token], low: int, high: int) -> Words:
    return tuple([token[0] for token in tokens[low:high]])


def is_no_name(left: Sequence[str]) -> bool:
    """Tell whether words in Latin letters say of what kind a place or a body is, and not which it is.

    A short form beside such words alone is a name cut short: *camp ASA* is the camp of Asahikawa.

    >>> is_no_name(["camp"]), is_no_name(["air", "base"]), is_no_name(["tarumi", "base"])
    (True, True, False)
    """
    places = place_words()
    return all(word in places for word in left) or " ".join(left) in places


def _fits(found: Spelling, told: tuple[Spelling, ...], *, mixed: bool) -> bool:
    """Tell whether a short form may be read beside the others: alone, or with one of its own territory.

    SE before Corporation is a name, Tbk behind PT is a form.
    """
    if not told:
        return not mixed
    others = {territory for form in told for territory in form.territories} - {ANYWHERE}
    return not found.territories.isdisjoint(others)


@lru_cache(maxsize=2)
def _glued_ends(ends: frozenset[str]) -> tuple[str, ...]:
    """Return the forms that are written onto words as a text is asked for one of them at its end."""
    return tuple(sorted(ends))


def _glued_at(word: str, table: FormTable) -> int:
    """Return how many letters at the end of a word are a form written onto it; 0 if none is."""
    if not word.endswith(_glued_ends(table.glued_end)):
        return 0
    for size in table.glued_sizes:
        if len(word) - size >= _LEAST_GLUED and word[-size:] in table.glued_end and not word.endswith(_WORDS_SO):
            return size
    return 0
