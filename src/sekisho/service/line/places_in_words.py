"""Places at the ends of words without a mark: 宁波港, *a Hamburg re-exporter*, 日本川崎重工."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sekisho.regex import regex
from sekisho.service.line.name_spans import name_spans
from sekisho.service.line.word_roles import WordRoles, is_organisation
from sekisho.trade.sentence.marks import is_capitalised, without_bracket
from sekisho.trade.sentence.phrases import PlaceNames
from sekisho.trade.sentence.shipment_words import LONGEST_PLACE

_LONGEST_NAME: Final = 7
"""Characters of the longest name of a place that is looked for at an end of words without spaces."""
_PLACE_PARTS: Final = regex(r"[・\s　/,()（）:：]+|(?<=[^\u3041-\u3096])の|的")
_HAN_BODY: Final = regex(r"[^\s、，,をへ]{2,}(?:大学|研究所|研究院|病院|医院)[^\s、，,をへに]*$")
"""A school or an institute, and a part of it: 東京大学大学院工学系研究科."""
_SIGNS: Final = str.maketrans(dict.fromkeys(",()", " "))
_LATIN_HEAD: Final = regex(r"^[\x21-\x7e][\x20-\x7e]*")
_CODES_OF_STATES: Final = frozenset({"USA", "PRC", "UAE", "ROK"})
"""Three capitals that name a state in a sentence; others are codes of an airport, a firm or goods."""


def names_body(text: str) -> bool:
    """Tell whether words bear a legal form, or name a school, a hospital or an institute, with a part of it or without.

    >>> names_body("京都大学工学研究科材料化学专攻"), names_body("九州大学(福岡)"), names_body("大阪")
    (True, True, False)
    """
    bare = without_bracket(text)[0]
    return is_organisation(bare) or _HAN_BODY.match(bare) is not None


def _cut_names(text: str, *, first: bool) -> list[str]:
    """Cut from an end of words without spaces what may be the name of a place, the longest first."""
    sizes = range(min(_LONGEST_NAME, len(text) - 1), 1, -1)
    cuts = [(text[:size], text[size]) if first else (text[-size:], text[-size - 1]) for size in sizes]
    return [name for name, beside in cuts if not _is_within_word(name[-1] if first else name[0], beside)]


def _is_within_word(letter: str, beside: str) -> bool:
    """Tell whether two letters side by side are of one word of Latin letters or of katakana: マリンユナイテッド."""
    return (letter.isascii() and beside.isascii()) or all("\u30a1" <= sign <= "\u30fc" for sign in (letter, beside))


class PlacesInWords(WordRoles):
    """Finds places at the ends of words with the law data of a workspace."""

    @property
    def names(self) -> PlaceNames:
        """Name the places at the ends of words."""
        return PlaceNames(first=self.first_place, last=self.last_place, known=self.known_spans)

    def known_spans(self, text: str) -> tuple[tuple[int, int], ...]:
        """Return where the names of listed parties begin and end in words."""
        return tuple((span.start, span.end) for span in name_spans(text, self.library))

    def first_place(self, text: str) -> str:
        """Return the place with which words begin; empty where they begin with none."""
        text = text.strip(" 　、，,.。()（）")
        if any(start == 0 for start, _ in self.known_spans(text)):
            return ""  # 日本海洋联合 is a name
        parts = [part for part in _PLACE_PARTS.split(text) if part] or [text]
        spans = [" ".join(parts[:size]) for size in range(min(LONGEST_PLACE, len(parts)), 0, -1)]
        latin = _LATIN_HEAD.match(parts[0])
        heads = [] if parts[0].isascii() else _cut_names(parts[0], first=True)
        return self._place_of((text, *spans, *([latin[0]] if latin else []), *heads), text, first=True)

    def last_place(self, text: str) -> str:
        """Return the place with which words end; empty where they end with none."""
        text = text.strip(" 　、，,.。()（）")
        if any(end == len(text) for _, end in self.known_spans(text)):
            return ""
        parts = [part for part in _PLACE_PARTS.split(text) if part] or [text]
        spans = [" ".join(parts[-size:]) for size in range(min(LONGEST_PLACE, len(parts)), 0, -1)]
        tails = [] if parts[-1].isascii() else _cut_names(parts[-1], first=False)
        return self._place_of((text, *spans, *tails), text, first=False)

    def _place_of(self, names: Iterable[str], text: str, *, first: bool) -> str:
        """Return the first of some names that is a place; of somebody's name, a country alone counts as one."""
        of_body = not text.isascii() and names_body(text)
        for name in names:
            is_code = len(name) == len("USA") and name.isascii() and name not in _CODES_OF_STATES
            is_code = is_code and (name.isupper() or bool(self.territories.code(name)))  # Can we is not Canada
            if len(name) < 2 or name[0].islower() or name.isdigit() or is_code:  # noqa: PLR2004
                continue
            is_short = len(name) <= len("GE") and name.isascii() and name != text
            if is_short and first and text[len(name) :][:1].strip(",-/(（") != "":
                continue
            if is_short and first and text[len(name) :].startswith(" "):
                continue  # SK hynix, GE Vernova
            if of_body and name != text and not (first and self.territories.code(name)):
                continue
            if self.place(name):
                return name
        return ""

    def place_name(self, text: str) -> str:
        """Return the place with which words begin or end; empty where they do with none."""
        bare, note = without_bracket(text)
        if note and (name := self.first_place(bare) or self.last_place(bare)):
            return name
        return self.first_place(text) or self.last_place(text) or self._place_among(text)

    def _place_among(self, text: str) -> str:
        """Return a place among Latin words of which each begins with a capital: *a Hamburg re-exporter*."""
        words = text.split() if text.isascii() else []
        spans = (" ".join(words[at : at + size]) for size in (3, 2, 1) for at in range(1, len(words) - size))
        return self._place_of((span for span in spans if is_capitalised(span)), text, first=True)

    def place_inside(self, text: str) -> str:
        """Return a place anywhere in words that tell of somebody: 我们是一家德国公司, *we are in Hamburg*."""
        if name := self.place_name(text):
            return name
        if text.isascii():
            return next(
                (name for name in text.translate(_SIGNS).split() if self._place_of((name,), name, first=True)), ""
            )
        spans = (text[at : at + size] for size in range(_LONGEST_NAME, 1, -1) for at in range(len(text) - size + 1))
        whole = (span for span in spans if span[0].isalnum() and span[-1].isalnum())
        return self._place_of(whole, "", first=True)

    def is_in_country(self, text: str) -> bool:
        """Tell whether a country stands before somebody without a mark: 日本川崎重工."""
        if any(start == 0 for start, _ in self.known_spans(text)):
            return False
        return not text.isascii() and any(self.territories.code(name) for name in _cut_names(text, first=True))
