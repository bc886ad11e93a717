"""A firm by the letters under which a group is known is told of that group, as what may be; by its name, as what is."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library, determine
from sekisho.message import Message

FACTS = {"control_codes": "3C001.a", "departure": "CN", "destination": "JP", "end_use": "civil"}


def notes(user: str, library: Library) -> dict[str, str]:
    answer = determine({**FACTS, "end_user": user}, library, as_of=date(2026, 9, 30))
    return {
        note.id: str(note) for note in answer.notes if isinstance(note, Message) and note.id.startswith("note.group")
    }


@pytest.mark.parametrize("user", ["MHI", "MHI Nagasaki", "MHI 長崎", "MHI Nagasaki Shipyard"])
def test_letters_of_a_group_tell_of_it_as_what_may_be(user: str, library: Library):
    assert notes(user, library).keys() == {"note.group_perhaps"}
    assert "MHI may be Mitsubishi Heavy Industries, Ltd." in notes(user, library)["note.group_perhaps"]


@pytest.mark.parametrize("user", ["Mitsubishi Heavy Industries", "三菱重工 長崎造船所"])
def test_the_name_of_a_group_tells_of_it_as_what_is(user: str, library: Library):
    assert notes(user, library).keys() == {"note.group"}


def test_a_firm_whose_name_begins_with_letters_of_a_group_bears_its_name(library: Library):
    assert notes("MHI Vestas", library).keys() == {"note.group_name"}


@pytest.mark.parametrize("user", ["JSW Steel", "Melco Resorts Ltd", "Example Headlamp"])
def test_another_firm_with_such_letters_is_told_of_no_group(user: str, library: Library):
    assert not notes(user, library)
