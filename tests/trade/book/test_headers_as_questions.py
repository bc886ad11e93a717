"""Headers in the words of everyday questions, and whoever is the last to receive the goods."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.i18n.territory_codes import territories_of
from sekisho.trade.book.cells.meanings import Meanings
from sekisho.trade.book.matching.header_reading import read_header
from sekisho.trade.book.matching.proposals import propose

QUESTIONS = {
    "importer": ("who buys it", "Who receives them?", "to whom", "wer kauft", "quién compra", "誰が買うか", "谁买"),
    "exporter": ("who sells it", "who ships", "wer verkauft", "誰が売るか", "谁卖"),
    "end_user": ("who uses it", "Who will use them?", "wer benutzt", "使う人", "谁用"),
    "end_use": ("what for", "What is it for?", "used for", "Wofür", "para qué", "何に使うか", "做什么用"),
    "date": ("when", "When shipped", "wann", "cuándo", "いつ", "什么时候"),
    "departure": ("where from", "woher", "どこから", "从哪里"),
    "destination": ("where to", "wohin", "どこへ", "到哪里"),
}
LAST_RECEIVER = (
    *("ULT_CONSIGNEE", "Ultimate consignee", "ult. cnee", "Ultimate Consignee Name", "final buyer"),
    *("Final consignee", "最終荷受人", "最终收货人"),
)
FIRMS = {"Nikon Corporation": 2, "見本精密株式会社": 1, "Alpha Works GmbH": 1}


@pytest.mark.parametrize(("fact", "headers"), QUESTIONS.items())
def test_a_question_names_the_fact_that_answers_it(fact: str, headers: tuple[str, ...]):
    for header in headers:
        assert read_header(header).fact == fact, header


@pytest.mark.parametrize("header", LAST_RECEIVER)
def test_whoever_is_the_last_to_receive_the_goods_has_them(library: Library, header: str):
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    alone = propose(["Sold to", header], {"Sold to": FIRMS, header: FIRMS}, library.facts, meanings)
    assert alone.sure == {"importer": "Sold to", "end_user": header}
    named = propose([header, "End user"], {header: FIRMS, "End user": FIRMS}, library.facts, meanings)
    assert named.sure["end_user"] == "End user"


@pytest.mark.parametrize("header", ["Ultimate consignee country", "Ultimate consignee code", "Ult. destination"])
def test_the_seat_or_number_of_the_last_receiver_is_nobody(header: str):
    assert read_header(header).fact not in {"end_user", "importer"}


def test_a_column_that_asks_what_for_is_no_second_name_of_the_goods(library: Library):
    samples = {
        "what": {"germanium lens blanks": 1, "graphite sheet": 1, "steel screws": 1},
        "what for": {"cameras": 1, "car electronics": 1, "repairs": 1},
        "who buys it": FIRMS,
    }
    meanings = Meanings(facts=library.facts, territory=territories_of(library).code)
    found = propose(list(samples), samples, library.facts, meanings)
    assert found.sure == {"description": "what", "end_use": "what for", "importer": "who buys it"}
    assert found.joined == {}
