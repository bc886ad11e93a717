"""Listed names as machines and strangers hand them on: each distortion is a way in which a name is changed itself.

A distortion takes a name and its entry, and returns the cell, or nothing where it does not fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple
from urllib.parse import quote, quote_plus

from sekisho.law.model.listed_party import ListedParty
from sekisho.parties.cell.text import words_in
from sekisho.parties.names.business_words import words
from sekisho.parties.names.legal_forms import read_form

Distort = Callable[[str], str]


class Distorted(NamedTuple):
    """A cell made of a listed name."""

    kind: str
    name: str
    cell: str
    entry: ListedParty


def misread(written: str, read: str) -> Distort:
    """Write a name in one encoding and read it in another; nothing where letters are lost on the way."""

    def cell(name: str) -> str:
        if name.isascii():
            return ""
        try:
            data = name.encode(written)
            cell = data.decode(read)
            return cell if cell.encode(read) == data else ""
        except UnicodeError:
            return ""

    return cell


def _with_form(name: str) -> str:
    """Return a name that has its legal form, and tells its party without it too."""
    form = read_form(name)
    return name if form.forms and (words_in(form.text) > 1 or sum(not one.isascii() for one in form.text) > 3) else ""


def before(words: str) -> Distort:
    """Put words that mean nothing here before a name with its legal form."""
    return lambda name: f"{words} {name}" if _with_form(name) else ""


ESCAPES: Final[Mapping[str, Distort]] = {
    "percent": lambda name: quote(name, safe=""),
    "percent and plus": quote_plus,
    "numbered": lambda name: "" if name.isascii() else name.encode("unicode_escape").decode().replace("\\xa0", " "),
    "by code point": lambda name: " ".join(f"U+{ord(letter):04X}" for letter in name),
    "quoted printable": lambda name: "" if name.isascii() else "".join(f"={byte:02X}" for byte in name.encode()),
    "in entities": lambda name: "".join(f"&#x{ord(letter):X};" for letter in name),
    "from the right": lambda name: f"\u202e{name[::-1]}\u202c",
    "blanks of Korean": lambda name: name.replace(" ", "\u3164"),
}
ENCODINGS: Final[Mapping[str, Distort]] = {
    f"{written} as {read}": misread(written, read)
    for written, read in (
        ("cp932", "latin-1"),
        ("cp932", "cp1252"),
        ("cp932", "gb18030"),
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "cp437"),
        ("utf-8", "cp932"),
        ("gb2312", "latin-1"),
        ("euc_jp", "latin-1"),
        ("euc_jp", "cp932"),
    )
}
STRANGERS: Final[Mapping[str, Distort]] = {
    "no known word": before("Tzk."),
    "two of them": before("Bestellt durch"),
    "an address": lambda name: (
        f"4-5 Chuo-cho, Sakai 590-0921 {name}" if name.isascii() else f"〒590-0921 堺市浜町7-3 {name}"
    ),
    "mail": lambda name: f"oda@hama.example {name}" if _with_form(name) else "",
    "a person": lambda name: f"ATTN: MR ODA {name}" if _with_form(name) else "",
    "mark of a list": lambda name: f"1. {name}",
    "circled": lambda name: f"③ {name}",
    "another script": lambda name: f"北斗運輸 {name}" if name.isascii() and _with_form(name) else "",
    "former": lambda name: f"Seto Works (formerly {name})",
    "old": lambda name: f"旧{name}",
    "daughter": lambda name: f"Seto Works, a subsidiary of {name}",
    "terms": lambda name: f"DAP {name}",
    "for": lambda name: f"für {name}",
}


def _shortened(cut: Callable[[str], str]) -> Distort:
    """Cut the last word of the trade of a name short, if it has three words or more and is written in Latin letters."""

    def cell(name: str) -> str:
        core = read_form(name).text
        row = core.split()
        last = next((at for at in range(len(row) - 1, 0, -1) if len(row[at]) > 6 and row[at] in words().latin), 0)
        return " ".join([*row[:last], cut(row[last]), *row[last + 1 :]]) if core.isascii() and last else ""

    return cell


def _instead(letters: str, others: str) -> Distort:
    """Write a letter for one that looks like it, where a name holds it and is long enough."""

    def cell(name: str) -> str:
        core = read_form(name).text
        long = sum(map(str.isalnum, core)) >= (6 if core.isascii() else 4)
        return core.replace(letters, others, 1) if letters in core and long else ""

    return cell


def _slip(name: str, changed: Callable[[str, int], str]) -> str:
    """Change two neighbours in the middle of a long name in Chinese characters or kana; nothing of another."""
    core = read_form(name).text
    middle = len(core) // 2
    if len(core) < 8 or any(one.isascii() or not one.isalnum() for one in core) or core[middle] == core[middle + 1]:
        return ""
    return core[:middle] + changed(core, middle) + core[middle + 2 :]


def _last_first(name: str) -> str:
    row = read_form(name).text.split()
    plain = name.isascii() and len(row) > 3 and all(word.isalpha() for word in row)
    return f"{row[-1]}, {' '.join(row[:-1])}" if plain else ""


OTHERWISE: Final[Mapping[str, Distort]] = {
    "cut short": _shortened(lambda word: f"{word[:4]}."),
    "cut shorter": _shortened(lambda word: word[:3].upper()),
    "last word first": _last_first,
    "rn for m": _instead("m", "rn"),
    "vv for w": _instead("w", "vv"),
    "0 for o": _instead("o", "0"),
    "1 for i": _instead("i", "1"),
    "characters swapped": lambda name: _slip(name, lambda core, at: core[at + 1] + core[at]),
    "character lost": lambda name: _slip(name, lambda core, at: core[at + 1]),
    "衞 for 衛": _instead("衛", "衞"),
    "髙 for 高": _instead("高", "髙"),
    "曰 for 日": _instead("日", "曰"),
    "太 for 大": _instead("大", "太"),
    "ツ for シ": _instead("シ", "ツ"),
}
ALL: Final[Mapping[str, Distort]] = {**ESCAPES, **ENCODINGS, **STRANGERS, **OTHERWISE}


def distorted(entry: ListedParty, ways: Mapping[str, Distort]) -> Iterator[Distorted]:
    """Change each name of an entry in each way."""
    for name in entry.names:
        for kind, distort in ways.items():
            cell = distort(name)
            if cell and cell != name:
                yield Distorted(kind, name, cell, entry)
