"""A control code in its list: found by what people write, with what stands above and below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.law.model.library import Library
from sekisho.law.model.notation import normal_code
from sekisho.law.model.scheme import HOME_SCHEME, ControlEntry, Scheme, control_entries, scheme_name
from sekisho.message import joined, message
from sekisho.regex import regex

_CODE: Final = regex(r"[0-9](?:[A-Z](?:[0-9]{1,3}(?:\.[0-9A-Za-z]+)*)?)?", re.IGNORECASE)
_WRITTEN: Final = regex(r"[0-9](?P<field>[A-Z])[0-9]{3}(?:\.[0-9A-Za-z]+)*", re.IGNORECASE)
_WHOLE: Final = 5
"""Signs of an entry without sub-levels: 3C001."""
_FIELDS: Final = frozenset("ABCDE")
_MEASURE: Final = regex(r"[0-9]{4}-.*")
_NEAR: Final = 3
"""Codes that an error suggests."""


def is_code(text: str, library: Library) -> bool:
    """Tell whether a text is meant as a control code rather than as a measure: cn/dual-use/1C905.a, or 1C905.a."""
    scheme, _, code = text.rpartition("/")
    if scheme == scheme_name(library) or (scheme and scheme in library.code_names):
        return _MEASURE.fullmatch(code) is None
    return not scheme and _CODE.fullmatch(code) is not None


def find_entry(text: str, library: Library) -> ControlEntry:
    """Find the entry of a control code, with or without its scheme; letters may be of either case.

    Raises
    ------
    LibraryError
        If the scheme is no control list of the library, or has no such code; with the nearest codes.
    """
    name, _, code = text.rpartition("/")
    name = name or scheme_name(library)
    scheme = control_entries(library, name)
    if not scheme:
        remedy = message(
            "item.pages",
            "Codes of {scheme} have pages, such as {example}/1C905.a.",
            scheme=scheme_name(library),
            example=scheme_name(library),
        )
        raise LibraryError(
            Problem(
                what=message(
                    "item.no_control_list", "'{name}' is not a list of control codes in the law data.", name=name
                ),
                remedy=remedy,
            )
        )
    found = scheme.get(normal_code(code, name))
    if found is None:
        remedy = message(
            "item.nearest",
            "Nearest: {codes}. `sekisho facts control_codes` lists all.",
            codes=joined(nearest(code, scheme), "comma") or message("book.none", "none"),
        )
        of_home = message("item.no_code", "the dual-use list has no code '{code}'.", code=code)
        of_goods = message("item.no_code_of_goods", "the list of goods has no code '{code}'.", code=code)
        raise LibraryError(Problem(what=of_home if name == HOME_SCHEME else of_goods, remedy=remedy))
    return found


def nearest(code: str, scheme: Scheme) -> list[str]:
    """Name the codes nearest to one that does not exist: the entry it would lie below, then codes of like spelling."""
    code = normal_code(code, "")
    above = code
    while above and above not in scheme:
        above = above.rpartition(".")[0] if "." in above else above[:-1]
    alike = get_close_matches(code, scheme, n=_NEAR, cutoff=0.6)
    return list(dict.fromkeys([*([above] if above else []), *alike]))


def codes_that_are_none(text: str, library: Library) -> Iterator[tuple[str, list[str]]]:
    """Go through the words of a text that are written as control codes and name no entry, each with the nearest.

    A word among others is taken for a code where its letter is one of the fields of a list, A to E: part numbers have
    others.
    """
    scheme = control_entries(library, scheme_name(library))
    words = text.split()
    for word in dict.fromkeys(word.strip("()[],;、，（）") for word in words):
        written = _WRITTEN.fullmatch(word)
        if written is None or (len(words) > 1 and written["field"].upper() not in _FIELDS):
            continue
        if scheme and scheme.get(normal_code(word, "")) is None:
            whole = [code for code in scheme if len(code) == _WHOLE and code[0] == word[0]]
            near = [code for code in nearest(word, scheme) if len(code) >= _WHOLE]
            yield word, near or sorted(whole, key=lambda code: (code[:2] != word[:2].upper(), code))[:_NEAR]


def above(entry: ControlEntry, scheme: Scheme) -> tuple[ControlEntry, ...]:
    """Return the entries above one, the field first."""
    found: list[ControlEntry] = []
    while entry.parent in scheme and scheme[entry.parent] not in found:
        entry = scheme[entry.parent]
        found.append(entry)
    return tuple(reversed(found))


def children(entry: ControlEntry, scheme: Scheme) -> tuple[ControlEntry, ...]:
    """Return the entries directly below one, in the order of the list (.a.9 before .a.10)."""
    return tuple(sorted((one for one in scheme.values() if one.parent == entry.code), key=lambda one: order(one.code)))


def order(code: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts codes as a list prints them.

    >>> sorted(["1C450.a.10", "1C450.a.9", "1C450"], key=order)
    ['1C450', '1C450.a.9', '1C450.a.10']
    """
    return tuple(_part(part) for part in code.split("."))


def _part(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdigit() else (0, part)


def below(entry: ControlEntry, scheme: Scheme) -> Iterator[ControlEntry]:
    """Go through all entries below one, depth first."""
    for child in children(entry, scheme):
        yield child
        yield from below(child, scheme)
