"""Candidates are found by tables over all names at once; they are those that a look at each name would find."""

from __future__ import annotations

import re
from datetime import date

import pytest

from sekisho import Library
from sekisho.classification.classifier import Classifier
from sekisho.classification.index import DocumentHit
from sekisho.classification.lexicon import Tagged
from sekisho.classification.name_scores import FLOOR, WEIGHED
from sekisho.classification.reply_words import replies_of
from sekisho.classification.tokens import any_of
from sekisho.trade.book.cells import defence_words

TEXTS = (
    "NdFeB sintered magnets, N52, 20 x 10 x 5 mm",
    "氧化镝粉末 99.99%",
    "technology for the development of rare earth metals and alloys",
    "ceramic tiles, glazed",
    "Sulphur mustard, CAS 505-60-2",
    "software for five-axis machine tools",
    "高密度等静压石墨 1.85 g/cm3",
)


@pytest.fixture(scope="module")
def classifier(library: Library) -> Classifier:
    return Classifier(library, as_of=date(2026, 11, 27))


def one_by_one(classifier: Classifier, tagged: Tagged) -> list[DocumentHit]:
    """Score every name of every document that retrieval finds."""
    index = classifier.index
    tokens = index.tokens(tagged)
    said = {token: weight * index._idf[token] for token, weight in tokens.items() if token in index._idf}
    strange = sum(0.3 * weight * index._rarest for token, weight in tokens.items() if token not in index._idf)
    scores = index._retrieval.scores(said)
    pool = sorted(range(len(scores)), key=lambda place: -scores[place])[:80]
    hits = [
        hit
        for place in pool
        if scores[place] > 0
        and (names := [at for at, name in enumerate(index.documents[place].names) if name.tokens.keys() & said])
        and (hit := index._best_name(place, names, said, sum(said.values()) + strange)) is not None
    ]
    return sorted(hits, key=lambda hit: -hit.score)


@pytest.mark.parametrize("text", TEXTS)
def test_the_best_candidates_are_those_of_a_look_at_every_name(classifier: Classifier, text: str):
    tagged = classifier.index.lexicon.tag(text)
    expected = [hit for hit in one_by_one(classifier, tagged)[:WEIGHED] if hit.score >= FLOOR]
    found = [hit for hit in classifier.index.find(tagged)[:WEIGHED] if hit.score >= FLOOR]
    assert expected
    assert [(hit.document.code, hit.name.text, hit.score, hit.shared) for hit in found] == [
        (hit.document.code, hit.name.text, hit.score, hit.shared) for hit in expected
    ]


def test_a_code_that_is_asked_for_is_told_with_what_it_shares_however_little(classifier: Classifier):
    tagged = classifier.index.lexicon.tag("carbon steel pipe with rubber seals for water supply in large buildings")
    every = {hit.document.code: hit for hit in one_by_one(classifier, tagged)}
    low = min(every.values(), key=lambda hit: hit.score)
    assert low.score < FLOOR
    assert low not in classifier.index.find(tagged)
    assert low in classifier.index.find(tagged, [low.document.code])


def test_questions_are_found_wherever_one_of_their_words_is(classifier: Classifier):
    replies = [reply for _, reply in replies_of(classifier.items.parameters)]
    for text in (*TEXTS, "hollow tubes, not for propellants, form: powder", "single-use, in powder form 粉末 玻璃内衬"):
        answering = [place for place, reply in enumerate(replies) if reply.words.search(text.lower())]
        assert set(answering) <= set(classifier.meter._finder.places(text.lower()))


def test_of_words_with_one_beginning_the_longest_is_found():
    words = ("m", "mm", "mm2", "kg", "kgf", "%")
    pattern = re.compile(any_of(words))
    assert [pattern.match(f"{word}!")[0] for word in words] == list(words)  # type: ignore[index] # each is found


def test_every_military_word_is_found_by_the_quick_look():
    for word in (
        "護衛艦",
        "frigates",
        "army",
        "вмф",
        "육군",
        "rüstungsgut",
        "ministère de la défense",
        "jgsdf",
        "mil-spec",
    ):
        assert defence_words.defence_words_in(word), word
    assert defence_words.defence_words_in("ceramic tiles") == ()
