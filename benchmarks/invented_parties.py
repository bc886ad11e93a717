"""Parties that do not exist, by a seed: listed ones with their names in several scripts, and books free of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import invented_words as words

COLUMNS = ("id", "schema", "names", "weak_names")
SURNAMES_SHARE = 0.4
PLACES_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party: its names as a list has them, and the same without legal forms, which nobody else may bear."""

    schema: str
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    bare: frozenset[str]


def invented(seed: int) -> Iterator[Party]:
    """Yield parties without end, no two of which share a name: companies of three languages, and some persons."""
    draw = Random(seed)  # noqa: S311 - a seeded book, no secret
    makers = (_japanese, _chinese, _western, _japanese_person, _chinese_person, _western_person)
    borne: set[str] = set()
    while True:
        party = draw.choices(makers, weights=(35, 25, 28, 4, 4, 4))[0](draw)
        if borne.isdisjoint(party.bare):
            borne.update(party.bare)
            yield party


def listed(number: int, seed: int) -> list[Party]:
    """Return listed parties."""
    source = invented(seed)
    return [next(source) for _ in range(number)]


def clean_book(number: int, seed: int, lists: Iterable[Party]) -> Iterator[tuple[str, str]]:
    """Yield name and schema of parties none of whose names stands on the lists, each under one of its names."""
    barred = {name for party in lists for name in party.bare}
    draw = Random(f"book {seed}")  # noqa: S311 - the same
    for party in invented(seed + 1):
        if number == 0:
            return
        if barred.isdisjoint(party.bare):
            number -= 1
            yield draw.choice(party.names), party.schema


def write_listed(path: Path, parties: Sequence[Party]) -> Path:
    """Write listed parties as both sides read them: names between upright bars."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, party in enumerate(parties):
            writer.writerow((f"made-up-{number:06}", party.schema, "|".join(party.names), "|".join(party.weak_names)))
    return path


def write_book(path: Path, names: Iterable[tuple[str, str]]) -> Path:
    """Write a book of names."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("name", "schema"))
        writer.writerows(names)
    return path


def _japanese(draw: Random) -> Party:
    written, latin, kana = _japanese_core(draw)
    trade, english, reading, chinese = draw.choice(words.JAPANESE_TRADES)
    own, in_english = written + trade, f"{latin} {english}"
    in_chinese = written.translate(words.SIMPLIFIED) + chinese
    form = draw.choice(words.JAPANESE_FORMS_ENGLISH)
    official = f"株式会社{own}" if draw.random() < SURNAMES_SHARE else f"{own}株式会社"
    names = [official, f"{in_english} {form}"]
    if draw.random() < SURNAMES_SHARE:
        names.append(f"{in_chinese}株式会社")
    if draw.random() < PLACES_SHARE:
        names.append(kana + reading)
    weak = ("".join(word[0] for word in in_english.split()).upper(),) if " " in english else ()
    bare = frozenset((own, in_english, in_chinese, kana + reading))
    return Party(schema="Company", names=tuple(names), weak_names=weak, bare=bare)


def _japanese_core(draw: Random) -> tuple[str, str, str]:
    """Draw a trade name in kanji or kana, Latin letters and kana: a surname, two lucky characters, or a coined word."""
    kind = draw.random()
    if kind < SURNAMES_SHARE:
        core = _joined(draw.choice(words.SURNAME_HEADS), draw.choice(words.SURNAME_TAILS))
    elif kind < SURNAMES_SHARE + PLACES_SHARE:
        core = _joined(draw.choice(words.TRADE_NAME_HEADS), draw.choice(words.TRADE_NAME_TAILS))
    else:
        syllables = [*draw.choices(words.KANA_SYLLABLES, k=draw.choice((2, 3, 3))), draw.choice(words.KANA_TAILS)]
        kana = "".join(syllable[0] for syllable in syllables)
        core = kana, "".join(syllable[1] for syllable in syllables).capitalize(), kana
    if draw.random() < PLACES_SHARE:
        place = draw.choice(words.JAPANESE_PLACES)
        core = place[0] + core[0], f"{place[1]} {core[1]}", place[2] + core[2]
    return core


def _joined(head: tuple[str, ...], tail: tuple[str, ...]) -> tuple[str, str, str]:
    return head[0] + tail[0], head[1] + tail[1], head[2] + tail[2]


def _chinese(draw: Random) -> Party:
    place, place_latin = draw.choice(words.CHINESE_PLACES)
    syllables = draw.choices(words.CHINESE_SYLLABLES, k=draw.choice((2, 2, 2, 3)))
    brand, brand_latin = "".join(one[0] for one in syllables), "".join(one[1] for one in syllables).capitalize()
    trade, english = draw.choice(words.CHINESE_TRADES)
    form, form_english = draw.choice(words.CHINESE_FORMS)
    own, in_english = f"{place}{brand}{trade}", f"{place_latin} {brand_latin} {english}"
    names = [own + form, f"{in_english} {form_english}"]
    if draw.random() < PLACES_SHARE:
        names.append((own + form).translate(words.TRADITIONAL))
    return Party(schema="Company", names=tuple(names), weak_names=(), bare=frozenset((own, in_english)))


def _western(draw: Random) -> Party:
    coined = _coined(draw)
    trade, qualifier = draw.choice(words.WESTERN_TRADES), draw.choice(words.WESTERN_QUALIFIERS)
    own = " ".join(filter(None, (qualifier, coined, trade)))
    form, other = draw.sample(words.WESTERN_FORMS, k=2)
    names, bare = [f"{own} {form}"], {own}
    if draw.random() < PLACES_SHARE:
        names.append(f"{own} {other}")
    if draw.random() < PLACES_SHARE:
        in_cyrillic = f"{coined} {trade}".lower().translate(words.CYRILLIC).title()
        names.append(f"ООО {in_cyrillic}")
        bare |= {in_cyrillic, f"{coined} {trade}"}
    return Party(schema="Company", names=tuple(names), bare=frozenset(bare))


def _coined(draw: Random) -> str:
    middles = "".join(draw.choices(words.WESTERN_MIDDLES, k=draw.choice((1, 2, 2))))
    return draw.choice(words.WESTERN_HEADS) + middles + draw.choice(words.WESTERN_TAILS)


def _japanese_person(draw: Random) -> Party:
    family = _joined(draw.choice(words.SURNAME_HEADS), draw.choice(words.SURNAME_TAILS))
    given = draw.choice(words.GIVEN_NAMES)
    own, latin = f"{family[0]} {given[0]}", f"{given[1]} {family[1]}"
    return Party(schema="Person", names=(own, latin), bare=frozenset((own, latin)))


def _chinese_person(draw: Random) -> Party:
    family = draw.choice(words.CHINESE_SURNAMES)
    given = draw.choices(words.CHINESE_SYLLABLES, k=2)
    own = family[0] + given[0][0] + given[1][0]
    latin = f"{family[1]} {(given[0][1] + given[1][1]).capitalize()}"
    return Party(schema="Person", names=(own, latin), bare=frozenset((own, latin)))


def _western_person(draw: Random) -> Party:
    own = f"{draw.choice(words.WESTERN_GIVEN)} {_coined(draw)}"
    in_cyrillic = own.lower().translate(words.CYRILLIC).title()
    names = (own, in_cyrillic) if draw.random() < PLACES_SHARE else (own,)
    return Party(schema="Person", names=names, bare=frozenset((own, in_cyrillic)))
