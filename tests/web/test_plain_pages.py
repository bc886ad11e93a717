"""The gate of plain words over the pages: every route that a browser can ask, in three languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.speech.law_words import without_law
from tests.support.speech.own_words import without_own_words
from tests.support.speech.pages import SENT, addresses_of, runs_of
from tests.support.speech.rules import LANGUAGES, Fault, faults_of, words_of_data
from tests.support.speech.screens import ENUMERATION
from tests.support.speech.texts import texts_of_html

from sekisho import Library
from sekisho.examples.dirty_orders import write_dirty

WORDS = re.compile(r"[^\W\d_]{2}.*\s|[^\x00-\x7f]{2}|\d{4}-\d\d-\d\d")
"""A cell that speaks: several words, letters of another script, or a day."""
REFERENCE = "/api"
"""The reference of REST is told in English, with names of fields."""
BILL = """\
親部品,部品,数量,単位,単価,通貨,原産地,仕入先,売上高
,サーボ,,,250,USD,,,2000000
サーボ,磁石,8,個,6.5,USD,中国,Example Magnets,
磁石,ジスプロシウム,0.4,g,0.35,USD,中国,Example Metals,
サーボ,筐体,1,,12,USD,中国,Example Castings,
"""


def _faults(
    client: TestClient, library: Library, address: str, language: str, cells: Iterable[str] = (), **sent: str
) -> Iterator[Fault]:
    client.cookies.clear()
    spoken = {"accept-language": language}
    answer = client.post(address, data=sent, headers=spoken) if sent else client.get(address, headers=spoken)
    assert answer.status_code < 500, answer.text[:500]
    if "html" not in answer.headers.get("content-type", ""):
        return
    if address.startswith(REFERENCE):
        return
    own, law = without_own_words(library, (*sent.values(), *cells)), without_law(library, language)
    for text in texts_of_html(answer.text, language):
        if any(True for _ in faults_of(text, language)):
            yield from faults_of(ENUMERATION.sub("E", own(law(text))), language)


def _cells(file: Path) -> Iterator[str]:
    """Go through what a reader's file says in words: its pages print them as they stand."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from (cell for row in csv.reader(lines) for cell in map(str.strip, row) if WORDS.search(cell))


def test_every_route_has_an_address(client: TestClient):
    _, unfilled = addresses_of(client.app, whole=True)  # type: ignore[arg-type]
    assert unfilled == [], "say in tests/support/speech/pages.py what stands for the name in the address"


def test_a_page_of_every_route_is_in_plain_words(client: TestClient, library: Library):
    """Each in one language, by turns; all of them in all languages run with the slow tests."""
    addresses, _ = addresses_of(client.app, whole=False)  # type: ignore[arg-type]
    found = {
        f"{address} {language}: {fault}"
        for place, address in enumerate(addresses)
        for language in [LANGUAGES[place % 3]]
        for fault in _faults(client, library, address, language)
    }
    print(f"{len(addresses)} pages, {len(found)} findings")  # noqa: T201 - the count of the gate
    print(*sorted(found), sep="\n")  # noqa: T201 - pytest cuts a long list
    assert sorted(found) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_plain_words(client: TestClient, library: Library, language: str):
    addresses, _ = addresses_of(client.app, whole=True)  # type: ignore[arg-type]
    found = [(a, fault) for a in addresses for fault in _faults(client, library, a, language)]
    for address, bodies in SENT.items():
        found += [(address, fault) for sent in bodies for fault in _faults(client, library, address, language, **sent)]
    print(f"{language}: {len(addresses)} pages, {Counter(fault.rule for _, fault in found)}")  # noqa: T201 - the count
    assert [f"{address}: {fault}" for address, fault in found] == []


@pytest.mark.slow
def test_the_pages_of_an_untidy_book_and_of_a_bill_are_in_plain_words(
    client: TestClient, library: Library, tmp_path: Path
):
    book, bill = tmp_path / "受注.csv", tmp_path / "部品表.csv"
    write_dirty(library, lines=40, seed=1, out=book)
    bill.write_text(BILL, encoding="utf-8")
    cells = {cell for file in (book, bill) for cell in _cells(file)}
    found = [
        (address, language, fault)
        for address in runs_of(client, book, bill)
        for language in LANGUAGES
        for fault in _faults(client, library, address, language, cells)
    ]
    assert [f"{address} {language}: {fault}" for address, language, fault in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_chosen_of_the_law_is_said_in_words_on_the_page_of_an_answer(client: TestClient, language: str):
    facts = {"origin": "CN", "destination": "US", "control_codes": "1C909.b", "end_use": "civil"}
    chosen = {"as_of": "2026-11-28", "as_the_ministry_said": "yes", "ann72_after_2026_11_27": "lapsed"}
    page = client.post("/check/result", data={**facts, **chosen}, headers={"accept-language": language})
    assert page.status_code == 200
    assert list(words_of_data(texts_of_html(page.text, language))) == []
