"""Shortcuts of looking names up by their letters: what they leave out is what the long way does not find either."""

from __future__ import annotations

import random

import pytest
from tests.support.parties.misspelt import ADVERSARIAL, misspelt, table_names

from sekisho import Library
from sekisho.parties.candidates import written_otherwise
from sekisho.parties.candidates.written_otherwise import WrittenOtherwise
from sekisho.parties.cell.text import keys_of, read_text
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.names.contractions import words_of
from sekisho.parties.names.legal_forms import read_form
from sekisho.parties.screening import listed_letters
from sekisho.parties.screening.listed_names import ListedNames

BESIDE = ("c/o", "Tokyo", "and", "defence centre", "a1b0c", "O'Neil", "under_score", "R & D", "5and", "Japan", "GmbH")


@pytest.fixture(scope="module")
def lists(library: Library) -> PartyIndex:
    return parties_of(library)


@pytest.fixture(scope="module")
def listed(lists: PartyIndex) -> ListedNames:
    """The listed names of the built-in lists."""
    return ListedNames(lists.entries)


@pytest.fixture(scope="module")
def cells(lists: PartyIndex) -> list[str]:
    """Names that are listed and others, as they stand and glued, among other words, and with slips."""
    rng = random.Random(7)
    names = [name for entry in lists.entries for name in (*entry.names, *entry.weak_names)]
    drawn = [*rng.sample(names, min(len(names), 400)), *table_names(), *ADVERSARIAL]
    beside = [f"{rng.choice(BESIDE)} {name} {rng.choice(BESIDE)}" for name in drawn]
    glued = [f"x{name.replace(' ', '')}y" for name in drawn]
    return [*drawn, *beside, *glued, *(misspelt(name, rng) for name in drawn)]


def test_a_cell_in_which_a_listed_name_stands_is_never_left_out(listed: ListedNames, cells: list[str]):
    left_out = 0
    for cell in cells:
        stands = any(True for _ in listed.standing(read_text(cell))) and listed.letters.may_hold(cell)
        assert listed.letters.may_stand(cell) or not stands, cell
        left_out += listed.letters.may_hold(cell) and not listed.letters.may_stand(cell)
    assert left_out > 10, "Names within words are left out."


def test_cells_of_few_letters_are_told_as_all_others(listed: ListedNames, monkeypatch: pytest.MonkeyPatch):
    rng = random.Random(9)
    signs = "iasfxIASF" + "01579 .,()-" * 2
    drawn = ["".join(rng.choices(signs, k=rng.randrange(12))) for _ in range(4_000)]
    short = [
        f"{before}{name}{behind}" for name in ("IA", "sf", "i-a") for before in ("", "7 ", "7") for behind in ("", " 3")
    ]
    soon = [listed.letters.may_stand(cell) for cell in (*drawn, *short)]
    monkeypatch.setattr(listed_letters, "_RARE", 0)
    assert [listed.letters.may_stand(cell) for cell in (*drawn, *short)] == soon
    assert 0 < sum(soon) < len(soon)


def test_a_name_cut_off_is_found_by_its_beginning_as_by_all_listed_names(listed: ListedNames, lists: PartyIndex):
    """Those whose letters begin with the letters of the cell, without being them; heads of groups are no firm's."""
    rng = random.Random(8)
    wholes = [
        (number, {"".join(keys_of(read_form(name).text)), "".join(keys_of(name))})
        for number, entry in enumerate(lists.entries)
        for name in entry.names
    ]
    found = 0
    for number, _ in rng.sample(wholes, 150):
        name = lists.entries[number].names[0]
        for size in (8, 12, 18, 24, len(name) - 2):
            cell = name[:size]
            keys = {"".join(keys_of(read_form(cell).text)), "".join(keys_of(cell))}
            long = [key for key in keys if len(key) >= (16 if key.isascii() else 6)]
            expected = {
                at for at, forms in wholes for whole in forms for key in long if whole.startswith(key) and whole != key
            }
            cut = {one.entry for one in listed.cut(cell)}
            assert cut == expected or listed.is_head(cell), cell
            found += bool(expected)
    assert found > 100


def test_names_in_shortened_words_are_those_that_a_look_at_every_name_finds(rng: random.Random):
    names = [name for name in table_names() if name.isascii() and len(name.split()) > 1]
    index, found = WrittenOtherwise(names), 0
    for name in rng.sample(names, 150):
        words = name.split()
        at = rng.randrange(len(words))
        words[at] = rng.choice((words[at][:3], words[at][:4], words[at][0] + words[at][2:-1:2] + words[at][-1]))
        rng.shuffle(words)
        for asked in (name, " ".join(words)):
            row = words_of(asked)
            in_any_order = written_otherwise._TypedWords(row).are_those_of
            expected = [
                number
                for number, listed in index._rows.names()
                if len(listed) == len(row)
                and (written_otherwise._is_same_in_order(row, listed) if len(row) < 3 else in_any_order(listed))
            ]
            assert sorted(index._of_words(row)) == expected, asked
            assert set(expected) <= set(index.find(asked)), asked
            found += bool(expected)
    assert found > 100
