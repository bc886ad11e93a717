"""BM25 of our own against the package bm25s, and one score by hand."""

from __future__ import annotations

from math import isclose, log

import numpy as np
import pytest
from tests.support.products import GOLDEN, read_products

from sekisho import Library
from sekisho.classification.index_cache import index_of
from sekisho.classification.retrieval import Retrieval


def test_a_score_by_hand():
    """Two documents of 1 and 3 words, 2 on average; a word of one document, once, in the longer one."""
    scores = Retrieval([["magnet"], ["oxide", "powder", "magnet"]]).scores(["oxide"])
    rare = log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert scores[0] == 0
    assert isclose(scores[1], rare * 1 / (1.2 * (0.4 + 0.6 * 3 / 2) + 1), rel_tol=1e-6)


def test_words_that_no_document_has_find_nothing():
    assert not any(Retrieval([["magnet"], []]).scores(["glass"]))
    assert not any(Retrieval([["magnet"]]).scores([]))


def test_the_best_are_the_highest_scores_the_first_of_equal_ones_first(library: Library):
    own = index_of(library)._retrieval
    for words in (["gallium", "oxide"], ["magnet"], ["~nothing"], ["technology", "software", "production"]):
        scores = own.scores(words)
        ordered = sorted((place for place, score in enumerate(scores) if score > 0), key=lambda place: -scores[place])
        assert own.best(words, 20) == ordered[:20]


def test_scores_of_the_list_are_those_of_bm25s(library: Library):
    """All descriptions of the golden products, over the names of all codes, to the last bit."""
    bm25s = pytest.importorskip("bm25s")
    index = index_of(library)
    corpus = [
        [token for name in document.names for token in name.tokens] + sorted(document.inherited)
        for document in index.documents
    ]
    peer = bm25s.BM25(k1=1.2, b=0.6)
    peer.index(corpus, show_progress=False)
    own = Retrieval(corpus)
    answered = 0
    for product in read_products(GOLDEN):
        words = list(index.tokens(index.lexicon.tag(product.description)))
        if words:
            scores = own.scores(words)
            assert np.array_equal(scores, peer.get_scores(words)), product.description
            answered += int(any(scores))
    assert answered
