"""The index of names finds what a look at every listed name would find, with the same scores."""

from __future__ import annotations

import pickle
import random
from collections.abc import Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path

import pytest
from tests.support.parties.misspelt import ADVERSARIAL, misspelt, table_names
from tests.support.parties.paired import pairs_of

import sekisho.parties
from sekisho import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Identity
from sekisho.parties import name_tables
from sekisho.parties.candidates import name_arrays, names_by_parts, part_holders
from sekisho.parties.candidates.index import NameIndex
from sekisho.parties.candidates.whole_names import (
    SAME_WHOLE,
    SHORTEST_WHOLE_SOUND,
    are_in_kana,
    differ_in_kana,
    letters_of,
    may_sound,
)
from sekisho.parties.candidates.written_otherwise import WrittenOtherwise, _is_cut
from sekisho.parties.index import PartyIndex
from sekisho.parties.names import folding, phonetics
from sekisho.parties.names.alignment import score
from sekisho.parties.names.form_table import plain_forms
from sekisho.parties.names.part import joined_parts
from sekisho.parties.names.phonetics import skeleton, sounds_of_latin
from sekisho.parties.names.similarity import SAME_SOUND, likeness, sound_likeness, spelling
from sekisho.parties.names.tokenisation import ParsedName, take_apart
from sekisho.parties.names.vocabulary import Vocabulary

LISTED = 200
ASKED = 300
LEAST = (0.6, 0.8)
SOUNDING = ("Kuikkuson", "Sumitomozyukikai", "Nettosabisu", "Zetto Sabisu", "アエロスパース", "Hukuzawa Kozai Kogyo")
"""Names that only sound like those of HEARD, with other vowels or where their words end elsewhere."""
HEARD = (
    "クイックソン",
    "スミトモジュウキカイ",
    "ネットサービス",
    "ジェットサービス",
    "Aerospace",
    "フクザワコウザイコウギョウ",
)


def scan(alone: Sequence[NameIndex], query: ParsedName, least: float) -> dict[int, float]:
    """Score a query against every listed name, one by one, each in an index of its own."""
    return {number: one.score for number, index in enumerate(alone) for one in index.find(query, least)}


def by_definition(query: ParsedName, name: ParsedName) -> float:
    """Score two names without any index: equal, alike as a whole in letters or in sound, or part by part."""
    values = [0.0]
    if query.strict == name.strict:
        values.append(1.0)
    for one, other in product(*({each.whole, each.unexpanded} - {""} for each in (query, name))):
        if one == other:
            values.append(SAME_WHOLE)
        alphabets = {"latin" if whole.isascii() else "cjk" for whole in (one, other)}
        if len(alphabets) == 1 and len(query.parts) != len(name.parts):
            values.append(min(spelling(one, other, *alphabets), SAME_WHOLE))
    for one, other in product(query.sounds, name.sounds):
        if len(one) >= SHORTEST_WHOLE_SOUND and skeleton(one) == skeleton(other):
            value = sound_likeness(one, other, same_script=False)
            letters = letters_of(query), letters_of(name)
            is_told = may_sound(*letters, same=value == SAME_SOUND)
            is_told = is_told and (not are_in_kana(*letters) or differ_in_kana(query.whole, name.whole))
            values.append(value if is_told else 0.0)
    pairs = pairs_of(query.parts, name.parts)
    return max(*values, min(score(query.parts, name.parts, pairs), SAME_WHOLE))


def found_by(index: NameIndex, query: ParsedName, least: float) -> dict[int, float]:
    return {one.number: one.score for one in index.find(query, least)}


@pytest.fixture(scope="module")
def listed() -> list[str]:
    """Names of all tables, drawn by a seed, and beside each some that are like it."""
    rng = random.Random(1)
    drawn = rng.sample(table_names(), LISTED)
    return [*drawn, *ADVERSARIAL, *HEARD, *(misspelt(name, rng) for name in drawn[:50])]


def test_the_index_loses_nothing_that_a_full_scan_finds(listed: list[str], rng: random.Random):
    index = NameIndex(tuple(map(take_apart, listed)))
    alone = [NameIndex((take_apart(name),)) for name in listed]
    near = [misspelt(name, rng) for name in listed]
    asked = [*rng.sample(table_names(), ASKED - len(near)), *near, *ADVERSARIAL]
    hits = 0
    for least in LEAST:
        for name in asked:
            query = take_apart(name)
            expected = scan(alone, query, least)
            assert found_by(index, query, least) == pytest.approx(expected), (name, least)
            hits += len(expected)
    assert hits > ASKED, "Most of what is asked has to be like something, or the comparison compares nothing."


def test_the_index_finds_what_the_definition_of_a_score_gives(listed: list[str], rng: random.Random):
    names = tuple(map(take_apart, listed))
    index = NameIndex(names)
    asked = [*rng.sample(table_names(), 60), *(misspelt(name, rng) for name in rng.sample(listed, 100)), *SOUNDING]
    for name in asked:
        query = take_apart(name)
        scored = {number: by_definition(query, each) for number, each in enumerate(names)}
        for least in LEAST:
            expected = {number: value for number, value in scored.items() if value >= least - 1e-9}
            assert found_by(index, query, least) == pytest.approx(expected), (name, least)


def test_names_left_out_by_what_every_one_needs_are_those_that_would_be_left_out_one_by_one(
    listed: list[str], monkeypatch: pytest.MonkeyPatch
):
    asked = [take_apart(name) for name in dict.fromkeys([*table_names(), *listed])]
    answers = []
    for few, flags in ((10**9, 2**24), (0, 2**24), (0, 0)):
        index = NameIndex(tuple(map(take_apart, listed)))
        monkeypatch.setattr(names_by_parts, "_FEW", few)
        monkeypatch.setattr(part_holders, "_FREQUENT", 3)
        monkeypatch.setattr(part_holders, "_MOST_FLAGS", flags)
        answers.append(
            [
                (query.given, least, index.find(query, least), index.find_shortened(query))
                for query in asked
                for least in LEAST
            ]
        )
    assert answers[0] == answers[1] == answers[2]
    assert sum(bool(shortened) for _, _, _, shortened in answers[0]) > 10


def test_many_names_at_once_leave_what_one_by_one_leaves(
    listed: list[str], rng: random.Random, monkeypatch: pytest.MonkeyPatch
):
    """What numpy tells of many queries at once, and of one by itself, is what is told of each name one by one."""
    names = [*map(take_apart, listed)]
    near = [misspelt(name, rng) for name in listed]
    asked = [*map(take_apart, dict.fromkeys([*SOUNDING, *near, *rng.sample(table_names(), ASKED)]))]
    alone, at_once = NameIndex(names), NameIndex(names)
    monkeypatch.setattr(part_holders, "_FREQUENT", 1)
    found = shortened = 0
    for many, pairs in ((1, 1), (3, 50), (8, 1 << 17)):
        monkeypatch.setattr(name_arrays, "_MANY_NAMES", many)
        monkeypatch.setattr(name_arrays, "_PAIRS_AT_ONCE", pairs)
        for least in LEAST:
            expected = [(alone.find(query, least), alone.find_shortened(query)) for query in asked]
            assert at_once.may_find_each(asked, least) == [alone.may_find(query, least) for query in asked]
            assert [(at_once.find(query, least), at_once.find_shortened(query)) for query in asked] == expected
            at_once.forget()
            assert [(at_once.find(query, least), at_once.find_shortened(query)) for query in asked] == expected
            found += sum(bool(candidates) for candidates, _ in expected)
            shortened += sum(bool(candidates) for _, candidates in expected)
    assert found > ASKED
    assert shortened > 30


def test_a_lower_threshold_only_adds(listed: list[str]):
    index = NameIndex(tuple(map(take_apart, listed)))
    for name in listed[:100]:
        query = take_apart(name)
        low, high = (found_by(index, query, least) for least in LEAST)
        assert high == {number: value for number, value in low.items() if value >= LEAST[1]}, name


def test_the_parts_that_are_like_a_part_are_those_that_a_scan_finds(listed: list[str], rng: random.Random):
    names = [take_apart(name) for name in listed]
    parts = tuple({(part.text, part.sounds): part for name in names for part in name.parts}.values())
    vocabulary = Vocabulary(parts)
    asked = [part for name in listed for part in take_apart(misspelt(name, rng)).parts]
    asked += [part for part in joined_parts(names[0].parts) if part is not None]
    beside = 0
    for part in (*parts, *asked):
        each = ((number, likeness(part, other)) for number, other in enumerate(parts))
        expected = {number: alike.value for number, alike in each if alike is not None}
        assert vocabulary.like(part) == expected, part.text
        beside += sum(value < 1 for value in expected.values())
    assert beside > len(parts), "Parts that are like another but not equal have to be among them."


def test_a_listed_name_finds_itself_first(listed: list[str]):
    index = NameIndex(tuple(map(take_apart, listed)))
    for number, name in enumerate(listed):
        found = index.find(take_apart(name), 1.0)
        assert number in {one.number for one in found}, name


def test_an_index_that_was_kept_answers_as_before(listed: list[str]):
    index = NameIndex(tuple(map(take_apart, listed)))
    again = pickle.loads(pickle.dumps(index))  # noqa: S301 - written on the line itself
    for name in listed:
        query = take_apart(name)
        assert again.find(query, 0.6) == index.find(query, 0.6), name


# ---------------------------------------------------------------- the tables in the cache


def kept_index(entries: tuple[ListedParty, ...], folder: Path) -> PartyIndex:
    return PartyIndex(entries, identity=Identity(cache=folder / "cache"))


def test_the_second_index_takes_the_tables_that_the_first_one_kept(tmp_path: Path, library: Library):
    entries = library.entries[:60]
    first = kept_index(entries, tmp_path)
    names = [name for entry in entries for name in entry.names]
    before = [first.settle(name) for name in names[:80]]
    [kept] = (tmp_path / "cache").iterdir()
    second = kept_index(entries, tmp_path)
    assert [second.settle(name) for name in names[:80]] == before
    assert list((tmp_path / "cache").iterdir()) == [kept]
    assert [PartyIndex(entries).settle(name) for name in names[:10]] == before[:10]


def test_other_names_make_another_index(tmp_path: Path, library: Library):
    for count in (3, 4):
        assert kept_index(library.entries[:count], tmp_path).tables.equal
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_other_firms_of_a_like_name_make_another_index(tmp_path: Path, library: Library):
    """A firm that was added since is told apart; tables that were kept before it would not know it."""
    entries, ids = library.entries, {entry.id for entry in library.entries}
    firms = [row for row in library.namesakes if row.entry in ids]  # the others are those of heads of groups
    asked = firms[0].names[0]
    before = PartyIndex(entries, identity=Identity(cache=tmp_path / "cache"), other_firms=firms[1:]).settle(asked)
    after = PartyIndex(entries, identity=Identity(cache=tmp_path / "cache"), other_firms=firms).settle(asked)
    alone = PartyIndex(entries, other_firms=firms).settle(asked)
    assert after == alone != before


def test_another_version_of_what_reads_names_makes_another_index(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
):
    for folder in ("opencc-1.0.0.dist-info", "opencc-1.0.1.dist-info"):
        monkeypatch.setattr(name_tables, "_metadata_folders", lambda folder=folder: {"opencc": folder})
        name_tables._version.cache_clear()
        assert kept_index(library.entries[:2], tmp_path).tables.equal
    name_tables._version.cache_clear()
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_the_versions_are_those_that_the_packages_tell():
    for package in name_tables._VERSIONS:
        assert name_tables._version(package).partition("-")[2] == f"{version(package)}.dist-info"


def test_forms_that_were_kept_hold_no_pattern_that_was_compiled_and_find_the_same():
    """Python compiles each anew where it reads the tables, which takes longer than to read the rest of them."""
    patterns, name = plain_forms().patterns, "北浜造船(株)"
    spans = patterns.find(name)
    again = pickle.loads(pickle.dumps(patterns))  # noqa: S301 - written on the line itself
    assert set(vars(again)) == {"plain_words", "marked_ways"} < set(vars(patterns))
    assert again.find(name) == spans != []


@pytest.mark.parametrize("file", ["words.py", "words.csv"])
def test_a_module_or_table_that_changes_makes_a_new_index(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, file: str
):
    room = tmp_path / "names"
    room.mkdir()
    monkeypatch.setattr(name_tables, "_ROOMS", (room,))
    for text in ("one", "another"):
        (room / file).write_text(text, encoding="utf-8")
        assert kept_index(library.entries[:2], tmp_path).tables.equal
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_every_room_that_holds_a_module_or_a_table_of_names_counts_for_the_cache():
    root = Path(next(iter(sekisho.parties.__path__)))
    rooms = {file.parent for pattern in ("*.py", "*.csv") for file in root.rglob(pattern)}
    assert {room.resolve() for room in name_tables._ROOMS} == {room.resolve() for room in rooms}


def test_what_is_alike_is_the_same_for_many_parts_at_once(rng: random.Random):
    names = [*table_names(), *ADVERSARIAL, *HEARD, *SOUNDING]
    listed = [part for name in rng.sample(names, LISTED) for part in take_apart(name).parts]
    asked = [part for name in names for part in take_apart(misspelt(name, rng)).parts]
    at_once, one_by_one = Vocabulary(listed), Vocabulary(listed)
    at_once.learn(asked)
    assert len(asked) > len(names)
    assert [at_once.like(part) for part in asked] == [one_by_one.like(part) for part in asked]
    assert any(at_once.like(part) for part in asked)


def test_characters_of_many_names_are_written_as_those_of_each():
    names = [name for name in table_names() if not name.isascii()]
    converters = folding._to_japanese()
    folding._japanese.clear()
    folding.learn_japanese_han(names)
    for name in names:
        assert folding.japanese_han(name) == converters[1].convert(converters[0].convert(name)), name


def test_many_words_sound_as_each_does():
    words = [word for name in table_names() for word in name.casefold().split()]
    words += ["", "wright", "knight", "gengo", "corner", "é", "o'er", "tech-chem", "kkrr", "e"]
    one_by_one = {word: phonetics._spoken([word])[0] for word in words}
    phonetics._sounds.clear()
    phonetics.learn_sounds(words)
    assert {word: sounds_of_latin(word) for word in words} == one_by_one
    sounds = [sound for each in one_by_one.values() for sound in each]
    assert phonetics.skeletons(sounds) == [*map(skeleton, sounds)]
    assert phonetics.skeletons([]) == []


def test_a_word_without_a_counterpart_is_no_listed_word_cut_short(rng: random.Random):
    listed = WrittenOtherwise(name for name in table_names() if name.isascii())
    printed = set(listed._rows.words)
    cut = [word[: rng.randint(1, len(word))] for word in printed] + [word[::2] for word in printed]
    for word in [*printed, *cut, *(f"{word}s" for word in printed)]:
        if any(word == other or _is_cut(word, other) for other in printed):
            assert listed._has_counterpart(word), word
    assert not listed._has_counterpart("vandelbury")
