"""Names of firms of a group in which the words behind the name of the group are cut to their first letters.

Papers write *Naniwa Electric D&S* and 浪速電機DST for Naniwa Electric Defense & Space Technologies. No notice prints
such a name, and others may bear the same letters: it is an abbreviation, and so review at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from sekisho.parties.names.business_words import words
from sekisho.parties.names.legal_forms import read_form
from sekisho.regex import regex

_WORD: Final = regex(r"[A-Za-z0-9']+|&")
_AND: Final = frozenset({"&", "and"})
_FEWEST: Final = 2
"""Letters of such an abbreviation: one letter behind the name of a group may be any of its units."""
_NO_FIELD: Final = frozenset({"broad", "generic"})
"""Kinds of words that papers leave out at the end: Technologies, Systems."""


def initial_names(names: Iterable[str], owners: Sequence[str]) -> Iterator[str]:
    """Go through the names that a firm has once the words behind the name of its group are cut to letters.

    Parameters
    ----------
    names
        Of the firm; those in Latin letters that begin with the name of the group are cut.
    owners
        Names of the group, in any script, each of which may stand in front of the letters.

    >>> names = ["Naniwa Electric Defense & Space Technologies Corporation"]
    >>> sorted(initial_names(names, ["Naniwa Electric Corporation", "浪速電機株式会社"]))[:4]
    ['Naniwa Electric D&S', 'Naniwa Electric D&ST', 'Naniwa Electric DS', 'Naniwa Electric DST']
    """
    cores = list(dict.fromkeys(filter(None, map(_bare, owners))))
    heads = sorted((tuple(_words(core)) for core in cores if core.isascii()), key=len, reverse=True)
    cut: dict[str, None] = {}
    for name in names:
        row = _words(read_form(name).text) if name.isascii() else []
        head = next((head for head in heads if head and tuple(row[: len(head)]) == head), ())
        for letters in _cut(row[len(head) :]) if head else ():
            cut.update(dict.fromkeys(f"{core} {letters}" if core.isascii() else f"{core}{letters}" for core in cores))
    yield from (name for name in cut if not read_form(name).forms)  # Naniwa AS is a Norwegian Naniwa


def _bare(name: str) -> str:
    """Return a name without its legal form, as it is written where that is possible."""
    core = read_form(name).text.strip(" ,.")
    at = name.casefold().find(core)
    return name[at : at + len(core)] if at >= 0 else core


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _cut(row: Sequence[str]) -> Iterator[str]:
    """Write words as their first letters, with the sign for *and* and without it, and without a last broad word."""
    for end in (len(row), len(row) - 1) if row and _is_broad(row[-1]) else (len(row),):
        cut = row[:end]
        letters = "".join(word[0].upper() for word in cut if word not in _AND)
        if len(letters) < _FEWEST:
            continue
        yield letters
        if not _AND.isdisjoint(cut):
            yield "".join("&" if word in _AND else word[0].upper() for word in cut)


def _is_broad(word: str) -> bool:
    table = words()
    concepts = table.latin.get(word, ())
    return bool(concepts) and table.kinds[concepts[0]] in _NO_FIELD
