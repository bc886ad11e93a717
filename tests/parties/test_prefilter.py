"""A name that the prefilter clears is one of which the full comparison finds nothing, and most clean names are."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.support.parties.misspelt import ADVERSARIAL, misspelt, table_names

from sekisho import Library
from sekisho.parties.cell.place_beside import after_place
from sekisho.parties.index import parties_of
from sekisho.parties.names.plain_latin import PlainReader
from sekisho.parties.names.query import read_field
from sekisho.parties.names.tokenisation import take_apart
from sekisho.parties.screening.prefilter import Prefilter
from sekisho.parties.screening.screener import Screener

CLEAN = (
    "Vandelbury Castings Ltd.",
    "Ostrelwick Marine Coatings B.V.",
    "Kanto Hokushin Printing Co., Ltd.",
    "Suzhou Linfengwa Packaging Co., Ltd.",
    "株式会社広崎硝子",
    "青浦文具株式会社",
    "苏州麟沣包装有限公司",
    "トヨカワタイヘイセイシ",
    "広崎 文子",
    "Ostrel'wick Marine Coatings Ltd.",
)
"""Invented names, like none on the lists."""
LED = (
    *("Japan {}", "{} Japan", "{}, Tokyo", "United {}", "The {}", "{} Holdings", "{} Group Co., Ltd.", "{} Works"),
    *("日本{}", "{}日本", "{}ホールディングス", "{}大阪工場", "{}御中", "株式会社{}", "{}有限公司", "attn {}"),
)
"""What may stand around a name."""
LOOKING_LATIN = str.maketrans("AaBCcEeHIiKMOoPpSTXxYyZdfglmnrtuvwbhkqsj", "АаВСсЕеНІіКМОоРрЅТХхҮуZдфглмнртуввбһкԛѕј")
"""Latin letters to Cyrillic ones, most of which look like them."""
NO_SIGNS = str.maketrans(dict.fromkeys(".,()&-'/", " "))


@pytest.fixture(scope="module")
def screener(library: Library) -> Screener:
    comparison = parties_of(library).comparison
    assert isinstance(comparison, Screener)
    return comparison


@pytest.fixture(scope="module")
def prefilter(screener: Screener) -> Prefilter:
    return Prefilter(screener.indices, screener.policy.review)


def wrongly_cleared(names: list[str], screener: Screener, prefilter: Prefilter) -> list[str]:
    """Return the names that are cleared though the comparison in full has something to say of them."""
    cleared = [name for name in names if prefilter.clears(name)]
    in_full = [screener.screen(name, least=screener.policy.review) for name in cleared]
    return [each.query for each in in_full if each.zone != "none" or each.hits or each.read or each.problem]


def drawn(screener: Screener, each: int) -> list[str]:
    """Draw names of the tables and of the lists, as they are, with slips, and with something around them."""
    rng = random.Random(7)
    listed = [name for entry in screener.entries for name in (*entry.names, *entry.weak_names)]
    tables = rng.sample(table_names(), each)
    near = [misspelt(name, rng) for name in rng.sample(listed, each)]
    led = [rng.choice(LED).format(name) for name in rng.sample([*tables, *listed], each)]
    joined = [f"{one.split()[0]} {other}" for one, other in zip(rng.sample(listed, each), tables, strict=True)]
    return [*tables, *near, *led, *joined, *ADVERSARIAL]


def test_what_is_cleared_is_like_nothing(screener: Screener, prefilter: Prefilter):
    assert wrongly_cleared(drawn(screener, 250), screener, prefilter) == []


def test_many_names_are_told_as_each_is_in_full(screener: Screener):
    names = list(dict.fromkeys([*CLEAN, *drawn(screener, 100)]))
    together = list(screener.screen_each(names))
    assert together == [screener.screen(name, least=screener.policy.review) for name in names]
    assert {each.zone for each in together} == {"match", "review", "none"}


def test_a_name_alone_is_told_as_among_many(screener: Screener):
    names = list(dict.fromkeys([*CLEAN, *drawn(screener, 40)]))
    assert [screener.screen(name) for name in names] == list(screener.screen_each(names))


@pytest.mark.slow
def test_what_is_cleared_of_many_names_is_like_nothing(screener: Screener, prefilter: Prefilter):
    assert wrongly_cleared(drawn(screener, 1_000), screener, prefilter) == []


def test_clean_names_of_every_script_are_cleared(prefilter: Prefilter):
    assert [name for name in CLEAN if not prefilter.clears(name)] == []


def test_a_threshold_asked_for_is_asked_in_full(screener: Screener, prefilter: Prefilter):
    cleared = [name for name in table_names() if prefilter.clears(name)][:20]
    assert not any(screener.screen(name).hits for name in cleared)
    assert any(screener.screen(name, least=0.3).hits for name in cleared)


def test_a_plain_name_is_read_as_in_full():
    reader = PlainReader()
    read = [(name, plain) for name in table_names() if (plain := reader.read(name)) is not None]
    assert len(read) > 300
    for name, plain in read:
        way, *further = read_field(name).readings
        assert [other.name for other in further] == [rest.rstrip(".") for rest in after_place(name)][: len(further)], (
            name
        )
        apart = take_apart(plain.name)
        assert (way.name, way.pieces, way.relation) == (plain.name, (), "self"), name
        assert apart.parts == plain.parts, name
        assert apart.strict == "".join(word for word in plain.words if word != "and"), name


def test_a_listed_name_written_short_behind_a_place_is_no_second_way(screener: Screener):
    listed = "Vandelbury Optical Castings Ltd."
    entry = replace(screener.entries[0], names=(listed,), weak_names=(), parent="")
    own = Screener((entry,))
    short, placed = "Vandelbury Castings Ltd.", "Yokohama Vandelbury Castings Ltd."
    unlisted = Prefilter(own.indices, own.policy.review).look([short, placed, *table_names()[:60]])
    assert (unlisted[short].may_be_listed, unlisted[placed].may_be_listed) == (True, False)
    in_full = [own.screen(name, least=own.policy.review) for name in (short, placed)]
    assert [each.zone for each in in_full] == ["review", "none"]


def test_a_name_like_a_listed_one_behind_its_place_alone_is_compared_by_that_as_in_full(screener: Screener):
    rng = random.Random(11)
    listed = [name for entry in screener.entries if entry.territory in {"JP", "US", "DE"} for name in entry.names]
    drawn_names = [misspelt(name, rng) for name in rng.sample(listed, 500)]
    cells = [f"Suzhou {name}" if name.isascii() else f"苏州{name}" for name in [*drawn_names, *rng.sample(listed, 300)]]
    looked_at = Prefilter(screener.indices, screener.policy.review).look(cells)
    behind = [cell for cell, name in looked_at.items() if name.only_behind_place]
    assert len(behind) > 20
    short = list(screener.screen_each(cells))
    in_full = list(screener.screen_each(cells, least=screener.policy.review))
    assert short == in_full
    assert any(screening.hits for screening in short if screening.query in behind)


def test_a_name_refused_for_its_letters_is_told_as_in_full(screener: Screener):
    """Cyrillic and Greek letters that look like Latin ones may write a listed name; any other is refused before."""
    rng = random.Random(13)
    listed = [name for entry in screener.entries for name in entry.names if name.isascii()]
    latin = [misspelt(name, rng) for name in rng.sample(listed, 150)] + [
        *rng.sample(listed, 150),
        *filter(str.isascii, CLEAN),
    ]
    cells = [way.translate(LOOKING_LATIN).translate(NO_SIGNS) for name in latin for way in (name, name.upper())]
    looked_at = Prefilter(screener.indices, screener.policy.review).look(cells)
    refused = {cell for cell, name in looked_at.items() if name.refused is not None}
    short = list(screener.screen_each(cells))
    assert short == list(screener.screen_each(cells, least=screener.policy.review))
    assert len(refused) > 20
    assert all(screening.zone == "review" and screening.problem for screening in short if screening.query in refused)
    assert any(screening.hits for screening in short if screening.query not in refused)
