"""Names in ASCII are brought to their form by a shorter way, and to the same form."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.i18n import territory_codes
from sekisho.trade.book import columns
from sekisho.trade.book.cells import territories
from sekisho.trade.book.matching import headers
from sekisho.trade.book.matching.header_words import with_number_word

ASCII = st.text(st.characters(max_codepoint=127), max_size=20)


def bare(text: str) -> str:
    """Take accents off, as is done beyond ASCII."""
    marked = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", "".join(letter for letter in marked if not "\u0300" <= letter <= "\u036f"))


@settings(max_examples=200, deadline=None)
@given(ASCII)
def test_a_name_in_ascii_has_the_form_of_all_names(text: str):
    assert territory_codes._plain(text) == bare(text)
    assert territories._folded(text) == "".join(territories._WORD.findall(bare(text)))
    whole = with_number_word(unicodedata.normalize("NFKC", text)).casefold()
    assert headers.folded(text) == "".join(headers._LETTERS.findall(whole))


@pytest.mark.parametrize(
    ("one", "other", "little"),
    [
        ("destinaton", "destination", True),
        ("orgin", "origin", True),
        ("destinations", "destination", True),
        ("end_usr", "end_user", True),
        ("enduser", "end_user", True),
        ("destination_and_more", "destination", False),
        ("field_1", "foreign_direct_product", False),
        ("vat", "via", False),
        ("", "via", False),
    ],
)
def test_a_name_is_another_with_a_slip_only_if_few_letters_differ(one: str, other: str, *, little: bool):
    assert columns._differs_little(one, other) is little
