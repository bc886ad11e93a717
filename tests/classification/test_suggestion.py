"""What a line is told of the codes that its goods may have."""

from __future__ import annotations

from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.lookalikes import read_look_alikes
from sekisho.classification.suggestion import suggestion_of
from sekisho.trade.items.customs_codes import hints

DAY = date(2026, 11, 27)


def test_a_thing_on_no_list_is_compared_with_what_it_is_taken_for(library: Library):
    """An arc-furnace electrode is taken for graphite under control, and not for pumps with graphite parts."""
    (package,) = library.packages
    alikes = [one for one in read_look_alikes(package.folder / "lists" / "look-alikes.csv") if one.near]
    strange = 0
    for one in alikes:
        told = suggestion_of({"description": one.title}, library, DAY, cache=None)
        strange += told is not None and any(code not in one.near for code, _ in told.near)
    assert len(alikes) > 100
    assert strange <= 2  # wire-cutting machines and SmFeN, which the list has under codes of their own
    told = suggestion_of({"description": "graphite electrodes"}, library, DAY, cache=None)
    assert told is not None
    assert {code for code, _ in told.near} == {"1C108.a", "1C108.b"}


def test_goods_of_which_no_entry_has_a_word_are_compared_with_none(library: Library):
    told = suggestion_of({"description": "helium gas, 99.999 %"}, library, DAY, cache=None)
    assert told is not None
    assert (told.codes, told.near, told.cautions, told.is_of_the_list) == ((), (), (), False)


@pytest.mark.parametrize("word", ["磁石", "磁铁", "磁体", "magnet", "permanent magnet", "永久磁石"])
def test_a_bare_word_is_compared_with_all_entries_of_its_customs_code(library: Library, word: str):
    """A magnet of which nothing is said may be of samarium and cobalt as well as of dysprosium, terbium or holmium."""
    told = suggestion_of({"description": word}, library, DAY, cache=None)
    assert told is not None
    assert {code for code, _ in told.near} >= {hint.code for hint in hints("850511", library) if not hint.doubtful}


def test_goods_that_name_their_alloy_are_not_compared_with_another(library: Library):
    told = suggestion_of({"description": "ネオジム磁石"}, library, DAY, cache=None)
    assert told is not None
    assert {code for code, _ in told.near} == {"1C904.a.4", "1C905.a.4", "1C909.a.4"}
