"""Listed names in a text are found where they stand: of names in each other the longest, and none within a word."""

from __future__ import annotations

import random
import re

import pytest

from sekisho import Library
from sekisho.service.line import name_spans as module
from sekisho.service.line.name_spans import name_spans

LETTER = re.compile(r"[^\W\u3040-\u9fff\uac00-\ud7af]")
BETWEEN = ("", " ", "x", "9", "、", "会", "é", "_", " to ", "-", "株式会社", ". ", "'s ", "ア")


def one_by_one(text: str, names: list[str]) -> list[tuple[int, int]]:
    """Try every name at every place, the longest first."""
    places, at = [], 0
    while at < len(text):
        for name in names:
            end = at + len(name)
            around = text[at - 1 : at] + text[end : end + 1] if name.isascii() else ""
            if text.startswith(name, at) and not LETTER.search(around):
                places.append((at, end))
                at = end - 1
                break
        at += 1
    return places


def test_names_are_found_as_by_trying_each_at_every_place(library: Library, rng: random.Random):
    names = sorted(module._names(library), key=len, reverse=True)
    heads = random.Random(1).sample(names, 60)
    near = [name for name in names if any(name in other or other in name for other in heads)]
    found = longer = 0
    for _ in range(60):
        text = "".join(
            name[: rng.randrange(len(name)) + 1] + rng.choice(BETWEEN)
            if rng.random() < 0.3
            else name + rng.choice(BETWEEN)
            for name in rng.choices(near, k=4)
        )
        places = list(module._places(text, library))
        assert places == one_by_one(text, names), text
        found += len(places)
        longer += any(other != text[start:end] and other in text[start:end] for start, end in places for other in near)
    assert found > 100
    assert longer > 20, "No name stands in another."


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("to the National Institute for Defense Studies for JAXA", ["National Institute for Defense Studies", "JAXA"]),
        ("受雇于JAXA的人", ["JAXA"]),
        ("for TDK", ["TDK"]),
        ("jaxa asks", []),
        ("a JAXAN asks", []),
        ("日本海洋联合", ["日本海洋联合"]),
        ("", []),
    ],
)
def test_a_name_is_one_where_it_is_written_as_one(text: str, named: list[str], library: Library):
    assert [text[span.start : span.end] for span in name_spans(text, library)] == named
