"""A listed party that stands in the words of a line is told, as a book tells it of its lines."""

from __future__ import annotations

import pytest

from sekisho import Library, brief, determine
from sekisho.message import Message

DAY = "2026-11-30"
NAMED = {"note.named", "note.barred_named"}
LINE = {"origin": "CN", "departure": "CN", "destination": "JP", "control_codes": "3C001.a"}


def named(library: Library, day: str = DAY, **facts: str) -> list[str]:
    answer = determine({**LINE, **facts}, library, as_of=day)
    return [str(note) for note in answer.notes if isinstance(note, Message) and note.id in NAMED]


@pytest.mark.parametrize("text", ["gallium for IHI Aerospace, Tomioka", "ガリウム IHIエアロスペース向け"])
def test_a_listed_party_in_the_words_of_goods_is_told_and_on_which_list_it_is(library: Library, text: str):
    (note,) = named(library, description=text)
    assert "IHI Aerospace Co., Ltd." in note
    assert "the control list" in note
    answer = determine({**LINE, "description": text}, library, as_of=DAY)
    first = [str(line) for line in brief(answer, {**LINE, "description": text}, library)]
    assert any("IHI Aerospace" in line for line in first)


def test_who_is_stated_as_a_party_is_told_once(library: Library):
    assert named(library, description="gallium for IHI Aerospace", end_user="IHI Aerospace") == []
    assert named(library, description="gallium for IHI Aerospace", end_user="Naniwa Seiki") != []


def test_nothing_is_told_before_the_party_was_listed_nor_of_other_words(library: Library):
    assert named(library, day="2026-01-20", description="gallium for IHI Aerospace") == []
    assert named(library, description="gallium for Naniwa Seiki") == []
    assert named(library, description="gallium") == []


def test_the_outcome_hangs_on_no_such_name(library: Library):
    plain, marked = (
        determine({**LINE, "description": text}, library, as_of=DAY) for text in ("gallium", "gallium IHI Aerospace")
    )
    assert plain.verdict == marked.verdict


def test_a_barred_name_and_a_watched_one_are_told_apart(library: Library):
    ids = {
        name: {
            note.id
            for note in determine({**LINE, "description": f"gallium for {name}"}, library, as_of=DAY).notes
            if isinstance(note, Message)
        }
        for name in ("IHI Aerospace", "SUBARU")
    }
    assert "note.barred_named" in ids["IHI Aerospace"]
    assert NAMED & ids["SUBARU"] <= {"note.named"}
