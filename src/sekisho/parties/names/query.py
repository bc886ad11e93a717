"""What stands in the field of a name: one name, several ways to read it, nobody, or what cannot be one name."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from string import ascii_letters
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.message import LawText, Text, message
from sekisho.parties.cell.pieces import PieceReader, may_have_pieces
from sekisho.parties.cell.place_beside import after_place, before_place, is_said_of_place
from sekisho.parties.cell.text import read_text
from sekisho.parties.cell.words import cell_words
from sekisho.parties.names.branches import split_division
from sekisho.parties.names.business_words import OF_TRADE
from sekisho.parties.names.folding import fold_text
from sekisho.parties.names.legal_forms import form_spans, is_only_form, read_form
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.placeholders import names_nobody
from sekisho.parties.names.tokenisation import ParsedName, take_apart
from sekisho.parties.reason import CellPiece, Relation
from sekisho.regex import regex

LONGEST: Final = 500
"""Letters of the longest text that may be a name, with an address behind it."""
MANY: Final = 4
"""So many names in one cell are asked to be parted."""
_MOST: Final = 50
"""Names of one cell that are compared."""
_PERSON_OF: Final = "the legal person of the unit"
"""How the message of a unit begins in English."""
_SEVERAL: Final = message("parties.way_several", "one of several in the field")
GLUED: Final = message("parties.way_glued", "with its lines put together")
_BESIDE: Final = message("parties.way_beside", "named beside another")
_PLAIN: Final = message("parties.way_plain", "without the form of address")
_HEAD: Final = message("parties.way_head", "in front of what is not part of the name")
_PLACED: Final = message("parties.way_placed", "without the place behind it")
_PLACE_FIRST: Final = message("parties.way_place_first", "without the place before it")
_FORMULA: Final = message("parties.way_formula", "inside a formula")
_OUTSIDE: Final = message("parties.way_outside", "outside the brackets")
_INSIDE: Final = message("parties.way_inside", "inside the brackets")
BEHIND: Final = 0.96
"""Most that a name scores that is only part of what stands in the field."""

OTHERS_BESIDE: Final = frozenset(
    {
        *("care", "behalf", "account", "attn", "attention", "formerly", "fka", "aka", "dba", "messrs"),
    }
)
"""Words of Latin letters of which one stands in whatever tells that another name stands beside (see `_OTHERS`)."""
HEADED: Final = frozenset(
    {
        *("co", "ltd", "company", "limited", "corporation", "corp", "incorporated", "inc", "llc", "gmbh", "plc", "kk"),
        *("lp", "llp", "ag", "srl", "sas", "jsc", "uab", "pte", "pty", "oyj"),
    }
)
"""Words of legal forms behind which more than the name may stand (see `_LATIN_FORM`); the others are single letters."""
STRIPPED: Final = " \t\n,.;:-\"'*="
"""Signs that are no part of a name at its ends."""
_TAG: Final = regex(r"</?[a-zA-Z][^<>]*>")
_QUOTED: Final = regex(r'"([^"]+)"')
_SEPARATORS: Final = regex(r"[;；\n\r|｜、]")
_CUT_LINE: Final = regex(r"(?<=\w)\n(?=\w)")
"""Where a system cut a name, perhaps within a word, since its field was full."""
_STROKE: Final = regex(r"\s*[/／]\s*")
_OTHERS: Final = regex(
    r"\b(?:c/o|care of|on behalf of|for (?:the )?account of|attn\.?:?|attention:|f/?k/?a|formerly(?: known as)?|"
    r"a/?k/?a|d/?b/?a|m/s\.?|messrs\.?)(?=\W|$)|旧社名[:：]?|旧名称?[:：]?|気付",
    re.IGNORECASE,
)
_FIRM: Final = r"(?<![会會公商支本神結新出])社"
"""The word that letters put behind the name of a firm, as in TDK社; not the end of 会社, 商社 or 支社."""
_HONORIFIC: Final = regex(rf"\s*(?:{_FIRM}\s*)?(?:御中|様|殿|先生)\s*$|{_FIRM}\s*$")
_BRACKETS: Final = regex(r"[(（【〔\[]([^()（）【】〔〕\[\]]*)[)）】〕\]]")
_LATIN_FORM: Final = (
    r"(?:co\.?\s*,?\s*ltd|company,? limited|corporation|corp|incorporated|inc|limited|ltd|llc|gmbh|plc|"
    r"k\.?k|s\.p\.a|b\.v|n\.v|l\.?p|l\.?l\.?p|a\.s|s\.a\.s|s\.a|s\.?r\.?l|ag|sas|jsc|uab|pte|pty|oyj)"
)
_LATIN_HEAD: Final = regex(rf"^(.*?\b{_LATIN_FORM}\b\.?)[\s,(]+\S", re.IGNORECASE)
_LATIN_TAIL: Final = regex(rf",\s*([^,]*\b{_LATIN_FORM}\b\.?)", re.IGNORECASE)
_UNIT: Final = regex(
    r"branch|shipyard|works|plant|factory|division|unit|office|quarters|company,? |company$|cent(?:er|re)|site|"
    r"laborator|department|depot|mill|分公司|支公司|事处|代表处|分厂|事业部|营业部|行|在員|カンパニー|ｶﾝﾊﾟﾆｰ|"
    r"本部|事業部|店|社 |所|工場|事業場|工厂|中心|研究|部門|センター",
    re.IGNORECASE,
)
"""What a unit is told by; a field without it is not looked at closer."""
_UNIT_LETTERS: Final = frozenset("分支处厂部行員カｶ店所場心究門セ") | frozenset(ascii_letters)
"""Letters of which each way in which a unit is told has one, but for a blank behind 社."""
_HONORIFIC_ENDS: Final = frozenset("様殿社")
"""Letters in which a form of address ends."""
_SPECIAL: Final = regex(
    r"[^\w\s.,&'’\-・ー]|[,\n、]|\b(?:formerly|attn|messrs|on behalf|care of)\b|御中|様$|殿$", re.IGNORECASE
)
_OTHER_SCRIPT: Final = regex(r"[\u0370-\u1dbf\ua4d0-\uabff\uac00-\ud7ff]")
"""Letters of scripts in which no name is compared: Greek, Cyrillic, Arabic, Thai, Hangul and others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameInterpretation:
    """One way to read the field: a name, and the most it may score.

    Parameters
    ----------
    how
        Why it is read so; empty if it is the whole field.
    pieces
        What was peeled off it.
    relation
        What of the party is named: a site or a unit of it, or itself.
    """

    name: str
    most: float = 1.0
    how: str = ""
    pieces: tuple[CellPiece, ...] = ()
    relation: Relation = "self"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameField:
    """A field, read.

    Parameters
    ----------
    readings
        Ways to read it, as far as it can be read; none if it names nobody.
    nobody
        Why it names nobody; empty if it does.
    refused
        Why it cannot be one name, or cannot be read to its end, and what to do; empty if it can.
    """

    readings: tuple[NameInterpretation, ...] = ()
    nobody: str = ""
    refused: str = ""


def read_field(text: str) -> NameField:
    """Read what stands in the field of a name.

    >>> [each.name for each in read_field("TDK Corporation, 2-5-1 Nihonbashi, Tokyo").readings][-1]
    'TDK Corporation'
    >>> read_field("n/a").nobody
    'it says that the name is not known'
    """
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        half = message(
            "parties.no_text", "it is not text: half of a character stands in it. Read the file in its own encoding."
        )
        return NameField(refused=half)
    plain = " ".join(text.split(" ")).strip()
    refused = ""
    if len(plain) > LONGEST:
        refused = message(
            "parties.too_long",
            "it has {n} characters; a name has at most {most}. Give one name a line.",
            n=len(plain),
            most=str(LONGEST),
        )
        plain = plain[:LONGEST]
    why = names_nobody(plain)
    if why and not refused:
        return NameField(nobody=why)
    script = None if plain.isascii() else _script(fold_text(plain))
    if script:
        return NameField(readings=_as_ways(_placed(plain)), refused=_in_other_letters(script))
    # Letters that look like Latin ones are compared as those: a name that has no others may be in its own script.
    alike = None if plain.isascii() else _script(plain)
    refused = refused or (_in_other_letters(alike) if alike else _mixed(plain))
    if not refused and is_bare(plain) and (plain.isascii() or " " not in plain):
        heads = [(head, BEHIND, _HEAD) for head in latin_heads(plain)]
        ways = [(plain, 1.0, ""), *_division(plain), *heads, *_placed(plain)]
        return NameField(readings=(*_as_ways(ways), *_peeled(plain)))
    plain = _without_tags(plain)
    why = names_nobody(plain)
    if why:
        return NameField(nobody=why, refused=refused)
    several = [part for part in _SEPARATORS.split(plain) if _has_letters(part)]
    strokes = [part for part in _STROKE.split(plain) if _has_letters(part)]
    names = max(several, strokes, key=len)
    if len(names) >= MANY and "<" not in text and "(" not in plain:
        refused = message("parties.several_names", "it has {n} names. Give each a separate line.", n=str(len(names)))
        return NameField(readings=_as_ways((part, BEHIND, _SEVERAL) for part in names[:_MOST]), refused=refused)
    return NameField(readings=(*_as_ways(_ways(plain, several)), *_peeled(text)), refused=refused)


def is_bare(plain: str) -> bool:
    """Tell whether a field holds nothing but words: no sign that parts them, and no form of address."""
    return not (_SPECIAL.search(plain) or (plain.endswith("社") and _HONORIFIC.search(plain)))


def is_bare_cjk(plain: str) -> bool:
    """Tell the same of a field in kana and Chinese characters alone.

    >>> is_bare_cjk("北浜造船"), is_bare_cjk("北浜造船御中")
    (True, False)
    """
    return (plain[-1] not in _HONORIFIC_ENDS and "御中" not in plain) or is_bare(plain)


def _placed(plain: str) -> Iterator[tuple[str, float, str]]:
    """Go through the names in front of a place and behind one, each as what is only part of a field.

    Behind a place words of the trade alone are no name: *Hitachi Advanced Systems* is of the firm, not of the town.
    They may be one where it is said that who bears it is of the place: 大阪の輸送機工業株式会社.
    """
    yield from ((name, BEHIND, _PLACED) for name in before_place(plain))
    behind = after_place(plain)
    yield from (
        (name, BEHIND, _PLACE_FIRST) for name in behind if not _is_of_trade(name) or is_said_of_place(plain, name)
    )


def plain_field(plain: str, behind: ParsedName | None = None) -> NameField:
    """Read a field that holds a plain name, and nothing beside it but perhaps a place.

    Parameters
    ----------
    behind
        The name behind the place with which it begins, if that was taken apart before.

    Examples
    --------
    >>> [each.name for each in plain_field("Yokohama Kitahama Seiki").readings]
    ['Yokohama Kitahama Seiki', 'Kitahama Seiki']
    """
    if behind is None:
        return NameField(readings=_as_ways([(plain, 1.0, ""), *_placed(plain)]))
    whole = NameInterpretation(name=plain.strip(STRIPPED))
    if _are_of_trade(behind.parts) and not is_said_of_place(plain, behind.given):
        return NameField(readings=(whole,))
    return NameField(readings=(whole, NameInterpretation(name=behind.given, most=BEHIND, how=_PLACE_FIRST)))


def _is_of_trade(name: str) -> bool:
    return _are_of_trade(take_apart(name).parts)


def _are_of_trade(parts: Iterable[NamePart]) -> bool:
    return all(part.kind in OF_TRADE for part in parts)


def _peeled(cell: str) -> tuple[NameInterpretation, ...]:
    """Read a cell without the pieces at its ends, such as a number, a role, a form of address or a country."""
    if not may_have_pieces(cell):
        return ()
    text = read_text(cell)
    start, stop, pieces = PieceReader(text).peeled(0, len(text.tokens))
    name = text.written(start, stop)
    if not pieces or not _has_letters(name) or names_nobody(name):
        return ()
    # An address of a city and a country is peeled off in two steps: Kadena AB, Okinawa, Japan.
    in_country = any(one.kind == "country" for one in pieces)
    first = [name.partition(",")[0]] if in_country and "," in name else []
    heads = dict.fromkeys(head.rstrip(STRIPPED) for head in (*before_place(name), *first) if in_country)
    return (
        NameInterpretation(name=name, pieces=tuple(pieces)),
        *(
            NameInterpretation(name=head, most=BEHIND, how=_PLACED, pieces=tuple(pieces))
            for head in heads
            if _has_letters(head) and not names_nobody(head)
        ),
    )


def _mixed(plain: str) -> str:
    """Say that letters stand in a field that nobody reads here, beside others; legal forms do not count."""
    if not _OTHER_SCRIPT.search(plain):
        return ""
    found = _OTHER_SCRIPT.search(read_form(plain).text)
    if found is None:
        return ""
    return message(
        "parties.part_other_letters",
        "part of it is written in {script} letters, which are not compared with the lists. "
        "Give the whole name in Latin letters, in Chinese or in Japanese.",
        script=_script_of(found[0]),
    )


def _in_other_letters(script: Text) -> str:
    return message(
        "parties.other_letters",
        "it is written in {script} letters, which are not compared with the lists. "
        "Give the name in Latin letters, in Chinese or in Japanese.",
        script=script,
    )


_SCRIPTS: Final[Mapping[str, Text]] = {
    "Cyrillic": message("parties.script_cyrillic", "Cyrillic"),
    "Greek": message("parties.script_greek", "Greek"),
    "Hangul": message("parties.script_hangul", "Hangul"),
    "Arabic": message("parties.script_arabic", "Arabic"),
    "Hebrew": message("parties.script_hebrew", "Hebrew"),
    "Thai": message("parties.script_thai", "Thai"),
}


def _script_of(letter: str) -> Text:
    """Name the script of a letter; one that is met seldom by its English name in Unicode."""
    english = unicodedata.name(letter, "other").split()[0].title()
    return _SCRIPTS.get(english) or LawText(english)


def _script(text: str) -> Text | None:
    """Name the script of a text that is mostly written in one that is not compared; else None.

    >>> _script("미쓰비시 조선"), _script("МITSUBISHI"), _script("삼성 Samsung Electronics"), _script("Тхомас")
    ('Hangul', None, None, 'Cyrillic')
    """
    others = [letter for letter in _OTHER_SCRIPT.findall(text) if letter.isalpha()]
    return _script_of(others[0]) if others and 2 * len(others) > sum(map(str.isalpha, text)) else None


def _without_tags(plain: str) -> str:
    """Take marks of web pages off; what was escaped for one is text, and its brackets are blanks."""
    bare = _TAG.sub(" ", plain) if "<" in plain else plain
    bare = html.unescape(bare) if "&" in bare else bare
    return " ".join(bare.replace("<", " ").replace(">", " ").split(" ")).strip()


def _as_ways(given: Iterable[tuple[str, float, str]]) -> tuple[NameInterpretation, ...]:
    """Keep each way once, the whole field first."""
    found: dict[str, NameInterpretation] = {}
    for name, most, how in given:
        bare = name.strip(STRIPPED)
        if _has_letters(bare) and not names_nobody(bare) and (bare not in found or found[bare].most < most):
            found[bare] = NameInterpretation(name=bare, most=most, how=how, relation=_named(how))
    return tuple(found.values())


def _named(how: str) -> Relation:
    """Tell what of a party is named, by how a field was read."""
    if not how.startswith(_PERSON_OF):
        return "self"
    tokens = read_text(how.removeprefix(_PERSON_OF).strip(" '")).tokens
    return "site" if cell_words().site.at_end(tokens, 0, len(tokens)) else "unit"


def lines_together(text: str) -> str:
    r"""Put the lines of a name together, where a field that was full cut it within a word; of one line, nothing.

    >>> lines_together("Research and Development Comm\nand"), lines_together("TDK")
    ('Research and Development Command', '')
    """
    return _CUT_LINE.sub("", text) if _CUT_LINE.search(text) else ""


def _ways(plain: str, several: list[str]) -> Iterator[tuple[str, float, str]]:
    """Go through the ways to read a field in which more than a bare name may stand."""
    yield plain, 1.0, ""
    yield from _division(plain)
    yield from _placed(plain)
    bare = _HONORIFIC.sub("", plain)
    if bare != plain:
        yield bare, 1.0, _PLAIN
    if len(several) > 1:
        yield from ((part, BEHIND, _SEVERAL) for part in several)
    glued = lines_together(plain)
    if glued:
        yield glued, BEHIND, GLUED
    for part in _OTHERS.split(plain)[:MANY] if _OTHERS.search(plain) else ():
        yield part, BEHIND, _BESIDE
        yield from ((tail, BEHIND, _BESIDE) for tail in _LATIN_TAIL.findall(part))
    yield from _bracketed(plain)
    for head in _heads(bare):
        yield head, BEHIND, _HEAD
    if plain.startswith("="):
        yield from ((quoted, BEHIND, _FORMULA) for quoted in _QUOTED.findall(plain))


def may_tell_unit(text: str) -> bool:
    """Tell at a glance whether a word for a unit may stand in a text."""
    if not text.isascii() and _UNIT_LETTERS.isdisjoint(text) and "社 " not in text:
        return False
    return _UNIT.search(text) is not None


def tells_unit(plain: str) -> bool:
    """Tell whether a name is that of a unit behind the name of its legal person."""
    return any(_division(plain))


def _division(plain: str) -> Iterator[tuple[str, float, str]]:
    if not may_tell_unit(plain):
        return
    person, unit = split_division(plain)
    if unit:
        yield person, 1.0, message("parties.way_person", "the legal person of the unit '{unit}'", unit=unit)


def _bracketed(plain: str) -> Iterator[tuple[str, float, str]]:
    """Read what stands before brackets and within; a place in brackets tells another legal person."""
    inside = _BRACKETS.findall(plain)
    if not inside:
        return
    outside = _BRACKETS.sub(" ", plain).strip()
    if not all(_is_place(part) for part in inside):
        yield outside, BEHIND, _OUTSIDE
    for part in inside:
        if not is_only_form(f"({part})") and not is_only_form(part) and not _is_place(part):
            yield part, BEHIND, _INSIDE


def _is_place(text: str) -> bool:
    parts = take_apart(text).parts
    return bool(parts) and all(part.kind in {"place", "direction"} for part in parts)


def _heads(plain: str) -> Iterator[str]:
    """Find the name in front of an address or a department: up to its legal form, or to the next blank behind one."""
    yield from latin_heads(plain)
    folded = unicodedata.normalize("NFKC", plain)
    for start, end in form_spans(folded):
        if start > 0 and folded[end:].strip():
            yield folded[:end]
        if start == 0 and " " in folded[end:].strip():
            yield folded[:end] + folded[end:].strip().split(" ")[0]


def latin_heads(plain: str) -> Iterator[str]:
    """Find the name in front of what stands behind its legal form in Latin letters, if that is more than another."""
    latin = _LATIN_HEAD.match(plain)
    if latin and not is_only_form(plain[latin.end(1) :].strip(" ,.()")):
        yield latin[1]


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
