"""Legal forms of two names compared: whether they can be those of one legal person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, Literal

from sekisho.parties.names.business_words import plain_words
from sekisho.parties.names.form_table import ANY, ANYWHERE, Meaning, Spelling, first_words
from sekisho.regex import regex

FormRelation = Literal["same", "compatible", "unstated", "differs", "contradicts"]
"""same: one form, however written. compatible: a form and its usual rendering, or a part of the same words. unstated:
one side has none. differs: two renderings that could be of one form, such as Corporation and Inc. contradicts: forms of
two kinds of legal persons, such as AG and GmbH, or forms of two countries."""
FORM_RELATIONS: Final[tuple[FormRelation, ...]] = ("same", "compatible", "unstated", "differs", "contradicts")
_TELLING_HAN: Final = 5
"""Chinese characters from which a name without its form tells a firm by itself."""
_TELLING_WORDS: Final = 2
"""Words, beyond those of the trade, from which a name without its form tells a firm by itself. Set by hand; larger,
more names go to review for a form that differs only as two renderings of one do."""
_HAN: Final = regex(r"[\u3400-\u9fff\uf900-\ufaff々〆]")
_RUN: Final = regex(
    r"[\u3400-\u9fff\uf900-\ufaff々〆]{2,}|[\u3040-\u30ff]{2,}|[\uac00-\ud7ff]{2,}"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff々〆]{2,}"
)


def compare_forms(asked: Iterable[Spelling], listed: Iterable[Spelling], territory: str = "") -> FormRelation:
    """Compare the forms of two names; of several forms of one name the one nearest to the other counts.

    Parameters
    ----------
    territory
        Seat of the listed party, if known: a rendering then means the forms of that territory.

    >>> from sekisho.parties.names.legal_forms import read_form
    >>> def told(left, right):
    ...     return compare_forms(read_form(left).forms, read_form(right).forms)
    >>> told("OOO Tarumi", "Tarumi LLC"), told("Tarumi Inc.", "Tarumi Corporation"), told("Tarumi AG", "Tarumi GmbH")
    ('compatible', 'differs', 'contradicts')
    """
    found = [_pair(one, other, territory) for one in asked for other in listed]
    return min(found, key=FORM_RELATIONS.index, default="unstated")


def are_apart(relation: FormRelation, core: str) -> bool:
    """Tell whether names with an equal core are put to review for their forms.

    Forms that contradict always are; those that differ are where the core is short: less than two telling words, and
    less than five Chinese characters.

    >>> are_apart("differs", "tarumi"), are_apart("differs", "kitahama shipbuilding"), are_apart("differs", "北浜造船")
    (True, False, True)
    """
    return relation == "contradicts" or (relation == "differs" and not is_telling(core))


@lru_cache(maxsize=50_000)
def is_telling(core: str) -> bool:
    """Tell whether a name without its form tells a firm by itself."""
    if len(_HAN.findall(core)) >= _TELLING_HAN:
        return True
    return sum(word not in plain_words() for word in _RUN.findall(core)) >= _TELLING_WORDS


@lru_cache(maxsize=20_000)
def _pair(one: Spelling, other: Spelling, territory: str) -> FormRelation:
    if one.words == other.words or not _numbers(one).isdisjoint(_numbers(other)):
        return "same"
    left, right = _in(one.meanings, territory), _in(other.meanings, territory)
    shared = [(a, b) for a in left for b in right if _overlap(a, b)]
    if not shared or _exclude_each_other(left, right, shared):
        return "contradicts"
    english = _is_english(one) + _is_english(other)
    native = [(a, b) for a, b in shared if a.native and b.native]
    if native and not english:
        return "same" if any(a.kind == b.kind for a, b in native) else "compatible"
    if any(a.native or b.native for a, b in shared) and english < _BOTH:
        return "compatible"
    return "compatible" if _is_part(one, other) or _is_part(other, one) else "differs"


_BOTH: Final = 2
"""Both of two spellings."""


def _exclude_each_other(left: list[Meaning], right: list[Meaning], shared: list[tuple[Meaning, Meaning]]) -> bool:
    """Tell whether both are forms of one country's law and never the same there, whatever they render elsewhere."""
    own = {one.territory for one in left if one.native} & {one.territory for one in right if one.native} - {ANYWHERE}
    return bool(own) and own.isdisjoint(territory for pair in shared for one in pair for territory in [one.territory])


def _in(meanings: frozenset[Meaning], territory: str) -> list[Meaning]:
    """Keep what a spelling means in a territory; all of it where it means nothing there."""
    own = [one for one in meanings if one.territory in {territory, ANYWHERE}] if territory else []
    return own if any(one.territory == territory for one in own) else list(meanings)


def _overlap(one: Meaning, other: Meaning) -> bool:
    territories = one.territory == other.territory or ANYWHERE in {one.territory, other.territory}
    return territories and (
        ANY in {one.kind, other.kind} or _within(one.kind, other.kind) or _within(other.kind, one.kind)
    )


def _within(kind: str, wider: str) -> bool:
    return kind == wider or kind.startswith(f"{wider}/")


def _numbers(spelling: Spelling) -> set[int]:
    return {row.number for row in spelling.rows}


@cache
def _is_english(spelling: Spelling) -> bool:
    return any(row.language == "en" for row in spelling.rows)


def _is_part(short: Spelling, long: Spelling) -> bool:
    """Tell whether a spelling has the words of another and more, as Co., Ltd. has those of Ltd."""
    return any(set(some) < set(more) for some in _plain(short) for more in _plain(long))


def _plain(spelling: Spelling) -> Iterator[tuple[str, ...]]:
    """Yield the words of the first spelling of each row, which stands for the others."""
    for row in spelling.rows:
        yield first_words(row)
