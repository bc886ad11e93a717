"""What names are looked up in takes little memory, and finds what tables of whole texts would."""

from __future__ import annotations

import random
from copy import copy
from itertools import pairwise
from operator import attrgetter

import pytest
from tests.support.parties.misspelt import table_names

from sekisho.law.memo import Memory
from sekisho.law.model.library import Library
from sekisho.parties.candidates.listed_parts import ListedParts
from sekisho.parties.candidates.printed_words import PrintedWords
from sekisho.parties.candidates.whole_names import WrittenNames
from sekisho.parties.candidates.written_otherwise import WrittenOtherwise
from sekisho.parties.names.business_words import words
from sekisho.parties.names.contractions import words_of
from sekisho.parties.names.part import NamePart
from sekisho.parties.names.places import Drawers, NumberRows, Places, TextRows
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.names.vocabulary import Vocabulary
from sekisho.parties.screening.noted_names import ListedName, NamesOfEntries, NotedNames


def test_drawers_find_what_was_noted_in_order():
    texts = [*words().latin, *words().cjk]
    drawers, places = Drawers(), Places()
    for number, text in enumerate([*texts, *texts[::3]]):
        drawers.note(text, number)
        places.note(text, number)
    drawers.close()
    assert [text for text in texts if drawers.of(text) != list(places.of(text))] == []
    others = [f"{text}!" for text in texts]
    assert sum(bool(drawers.of(text)) for text in others) <= 1


def test_many_texts_are_held_where_each_is_found():
    drawers = Drawers()
    for number in range(500):
        drawers.note(f"name {number % 400}", number)
    drawers.close()
    texts = [f"name {number}" for number in range(1_000)]
    assert drawers.hold(texts) == [bool(drawers.of(text)) for text in texts]
    assert sum(drawers.hold(texts)) == 400
    assert drawers.hold([]) == []


def test_empty_drawers_hold_nothing():
    drawers = Drawers()
    drawers.close()
    assert drawers.of("tarumi") == Drawers().of("tarumi") == []


def test_rows_give_back_what_was_put_in():
    rows = [[number % 7 for number in range(size)] for size in (3, 0, 5, 1, 0)]
    texts = ["".join(chr(ord("あ") + number) for number in row) for row in rows]
    numbers, written = NumberRows(rows), TextRows(texts)
    assert [list(numbers.row(place)) for place in range(len(numbers))] == rows
    assert written.at(range(len(written))) == [written[place] for place in range(len(written))] == texts
    assert len(NumberRows(())) == len(TextRows(())) == 0


def test_parts_in_columns_are_those_that_were_put_in():
    names = [*table_names(), "H", "Ⅳ", "TDK株式会社", "Kitahama 2 Heavy Industries"]
    parts = [part for name in names for part in take_apart(name).parts]
    listed, values = ListedParts(parts), attrgetter(*NamePart.__dataclass_fields__)
    expected = list(map(values, parts))
    assert {part.alphabet for part in parts} >= {"latin", "han", "kana"}
    assert list(map(values, listed)) == [values(listed[at]) for at in range(len(listed))] == expected
    assert list(map(values, listed[2:9:2])) == expected[2:9:2]
    assert list(map(values, copy(listed))) == expected


def test_words_of_names_are_those_that_were_put_in():
    rows = [words_of(name) for name in table_names()]
    printed = PrintedWords(rows)
    assert [printed[number] for number in range(len(rows))] == [tuple(row) for row in rows]
    assert dict(printed.names()) == {number: tuple(row) for number, row in enumerate(rows) if row}
    assert printed.words == sorted({word for row in rows for word in row})


def test_names_of_entries_are_told_by_their_numbers(library: Library):
    entries = library.entries
    short = [(f"short {number}",) * (number % 3) for number in range(len(entries))]
    names = NamesOfEntries(entries, short)
    for at, entry in enumerate(entries):
        assert [names[number] for number in names.numbers_of(at)] == list(entry.names)
        assert [names[number] for number in names.weak_numbers_of(at)] == list(entry.weak_names)
        assert {names.entry_of(number) for number in names.numbers_of(at)} == {at}
    own, weak = sum(len(entry.names) for entry in entries), sum(len(entry.weak_names) for entry in entries)
    assert len(names) == own + weak + sum(map(len, short))
    assert [names[number] for number in range(own + weak, len(names))] == [name for row in short for name in row]


def test_names_as_a_whole_are_found_with_all_who_are_written_so():
    noted = Places()
    for number, whole in enumerate(["tarumi", "mitarai", "tarumi", "kitahama"]):
        noted.note(whole, number)
    sizes = {0: 1, 1: 2, 2: 3, 3: 2}
    names = WrittenNames(noted, sizes.__getitem__)
    assert [list(names.of(whole)) for whole in ("tarumi", "mitarai", "tarum", "")] == [[0, 2], [1], [], []]
    near = [place for table in names.of_other_sizes(1) for place in table.within("tarum", 1)]
    assert [list(names.numbers.row(place)) for place in near] == [[0, 2]]


def test_a_memory_that_is_full_forgets_all_and_goes_on():
    memory = Memory[int, int](3)
    for number in range(8):
        assert memory.keep(number, number) == number
        assert len(memory) <= 3
    assert set(memory) == {6, 7}


def test_words_are_learnt_at_once_after_the_memory_was_full(monkeypatch: pytest.MonkeyPatch):
    """A memory that stayed full would let every word be looked up by itself from then on."""
    from sekisho.parties.names.part import latin_part

    texts = [text for text in words().latin if " " not in text][:400]
    parts = [latin_part(text, ()) for text in texts]
    vocabulary = Vocabulary(parts[::2])
    alone = {part: dict(vocabulary.like(part)) for part in parts}
    monkeypatch.setattr("sekisho.parties.names.vocabulary._KEPT", 150)
    small = Vocabulary(parts[::2])
    for start, end in pairwise(range(0, 401, 100)):
        small.learn(parts[start:end])
        assert all(part in small._known for part in parts[start:end])
        assert all(small.like(part) == alone[part] for part in parts[start:end])


def test_a_name_keeps_what_it_tells_of_its_party():
    names = NotedNames(TextRows(f"name {entry}" for entry in range(64)))
    marks = [tuple(bool(bits >> at & 1) for at in range(6)) for bits in range(64)]
    listed = [ListedName(entry, f"name {entry}", *mark) for entry, mark in enumerate(marks)]
    for name in listed:
        names.note("tarumi", name, name.entry)
        names.note("tarumi", name, name.entry)  # noted once
    assert list(names.of("tarumi")) == listed
    assert list(names.of("mitarai")) == []


LONG = "北浜日本造船工業所"


@pytest.mark.parametrize("at", range(len(LONG)))
def test_a_long_name_with_a_letter_lost_put_in_or_swapped_is_found(at: int):
    names = WrittenOtherwise([f"{LONG}株式会社", "垂水精機製作所"])
    swapped = LONG[:at] + LONG[at + 1 : at + 2] + LONG[at] + LONG[at + 2 :]
    for slip in (LONG[:at] + LONG[at + 1 :], LONG[:at] + "東" + LONG[at:], swapped):
        assert names.find(slip) == [0], slip
    assert names.find(LONG[:at] + "東" + LONG[at + 1 :]) == []


def test_a_short_name_with_a_letter_lost_is_another():
    names = WrittenOtherwise(["北浜造船所", "北浜造船工業所"])
    rng = random.Random(1)
    lost = rng.randrange(5)
    assert names.find("北浜造船所"[:lost] + "北浜造船所"[lost + 1 :]) == []
