"""Documents of the index of goods, as they lie in columns."""

from __future__ import annotations

import pickle

import pytest

from sekisho import Library
from sekisho.classification.documents import IndexedEntries
from sekisho.classification.index_cache import index_of


def test_documents_in_columns_are_the_documents_that_were_written(library: Library):
    """All of the list, made once for each place, and after the columns were kept and read again."""
    index = index_of(library)
    entries = list(index.documents)
    again = pickle.loads(pickle.dumps(IndexedEntries(entries)))  # noqa: S301 - written on the line itself
    assert list(again) == entries
    assert again[-1] is again[len(entries) - 1]
    assert [again[3:1:-1], len(again)] == [(entries[3], entries[2]), len(entries)]
    with pytest.raises(IndexError):
        again[len(entries)]
    assert [[*name.tokens] for entry in again for name in entry.names] == [
        [*name.tokens] for entry in entries for name in entry.names
    ]  # in the order in which they were written, by which sums are made
