"""What an officer in Osaka reads: the law in Japanese, the Chinese original beside it, and no sentence of English."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed

LINE = "control_codes=1C902.a&departure=CN&origin=CN&destination=JP&movement=export"
ADDRESSES = [
    "/",
    "/check/result?control_codes=cn/dual-use/3C901&origin=CN&departure=CN&destination=JP&end_user_kind=civil",
    f"/check/result?{LINE}",
    f"/check/sheet?{LINE}",
    "/measures",
    "/measures/cn/2026-01-japan-dual-use",
    "/measures/cn/2024-dual-use-regulations",
    "/measures/cn/2025-61-rare-earths-abroad/compare?from=2025-10-09&to=2026-09-30",
    "/measures/cn/2025-61-rare-earths-abroad",
    "/measures/cn/2026-12-japan-watch-list",
    "/terms/enhances-military-strength",
    "/terms/export",
    "/codes/cn/dual-use/3C901",
    "/codes/cn/dual-use/1C353",
    "/coverage",
    "/help",
]
RUN = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:()]+[A-Za-z][A-Za-z'’-]*){3,}")
"""Four words of English in a row, and more."""
SKIPPED = frozenset({"script", "style", "code", "option", "datalist", "title"})


def _language(one: Element) -> str:
    around: Element | None = one
    while around is not None and "lang" not in around:
        around = around.parent
    return around["lang"] if around is not None else ""


def _skipped(one: Element) -> bool:
    around: Element | None = one
    while around is not None:
        if around.tag in SKIPPED:
            return True
        around = around.parent
    return False


def _sentences(page: Element) -> list[tuple[str, str]]:
    """Runs of English on a page, with what they stand in."""
    return [
        (part.tag, text[:90])
        for part in page.all()
        if not _skipped(part)
        for text in part.own
        if RUN.search(re.sub(r"https?://\S+|GvW Graf von Westphalen", "", text))
    ]


@pytest.fixture(params=ADDRESSES)
def page(request: pytest.FixtureRequest, client: TestClient) -> Element:
    answer = client.get(request.param, headers={"accept-language": "ja"})
    assert answer.status_code == 200, answer.text[:300]
    return parsed(answer.text)


def test_no_sentence_of_english_stands_on_a_japanese_page(page: Element):
    """Neither marked as English nor unmarked; addresses, codes and names of firms aside."""
    assert _sentences(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_sentence_of_english_stands_on_a_chinese_page(client: TestClient, address: str):
    assert _sentences(parsed(client.get(address, headers={"accept-language": "zh"}).text)) == []


def test_english_that_is_left_is_marked_as_english(page: Element):
    """Four words and more; a voice would else read them as Japanese."""
    four = re.compile(r"^[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*){3,}\.?$")
    found = [text for one in page.all() if not _skipped(one) for text in one.own if four.match(" ".join(text.split()))]
    marked = [text for one in page.all() if _language(one) == "en" for text in one.own]
    assert [text for text in found if text not in marked and "GvW" not in text] == []


def test_every_quotation_has_its_language_and_the_original_stands_first(page: Element):
    quotes = list(page.all("blockquote"))
    assert all(one["lang"] in {"zh", "ja", "en"} for one in quotes)
    for before, one in pairwise(quotes):
        if one["lang"] == "ja" and before.parent is one.parent:
            assert before["lang"] == "zh"


@pytest.mark.parametrize("address", ["/measures/cn/2026-01-japan-dual-use", f"/check/result?{LINE}"])
def test_a_translation_says_that_it_is_the_projects_own(client: TestClient, address: str):
    found = parsed(client.get(address, headers={"accept-language": "ja"}).text)
    translated = [one for one in found.all("blockquote") if one["lang"] == "ja"]
    assert translated
    assert all("当プロジェクト訳（仮訳）" in one.text for one in translated)


def test_a_chinese_page_quotes_the_original_alone(client: TestClient):
    found = parsed(client.get("/measures/cn/2026-01-japan-dual-use", headers={"accept-language": "zh"}).text)
    assert {one["lang"] for one in found.all("blockquote")} == {"zh"}
    assert next(found.all("h1")).text == "关于加强两用物项对日本出口管制的公告"


DESCRIBED = [
    {"description": "isostatic graphite, purity 99.95 %, flexural strength 45 MPa, density 1.85 g/cm3"},
    {"description": "motor rotor with magnets", "hs_code": "850300"},
    {"description": "dysprosium oxide 99.9 %", "hs_code": "284690"},
    {"description": "zzz qqq"},
]


def _english(found: Element) -> list[str]:
    """Texts with four words of English and more, what was typed in aside."""
    four = re.compile(r"[A-Za-z][A-Za-z'’-]*(?:[ ,;:()]+[A-Za-z][A-Za-z'’-]*){3,}")
    return [
        text
        for one in found.all()
        if not _skipped(one) and one.tag != "textarea"
        for text in one.own
        if four.search(re.sub(r"https?://\S+|「[^」]*」", "", text))
    ]


@pytest.mark.parametrize("described", DESCRIBED, ids=lambda one: one["description"][:12])
def test_a_classification_is_told_in_japanese(client: TestClient, described: dict[str, str]):
    """Headline, candidates, reasons, limits, questions and cautions; a name that was matched is quoted as it is."""
    found = parsed(client.post("/classify", data=described, headers={"accept-language": "ja"}).text)
    assert _english(found) == []


def test_a_limit_of_a_candidate_names_what_it_measures_in_japanese(client: TestClient):
    found = parsed(client.post("/classify", data=DESCRIBED[0], headers={"accept-language": "ja"}).text)
    limits = [one.text for one in found.all("li") if one["class"] in {"met", "unmet", "unknown"}]
    assert any("曲げ強さが30 MPa超である" in one for one in limits)
    machine = {"description": "CNC flow forming machine with four rollers"}
    asked = parsed(client.post("/classify", data=machine, headers={"accept-language": "ja"}).text)
    assert "多国間の一覧（EU 2B209.a.1）では、能動または案内のローラー三つ以上" in asked.text


@pytest.mark.parametrize(
    ("name", "says"),
    [("N/A", "誰も指していません"), ("Mitsubshi Shipbuilding", "公告2026年第11号")],
)
def test_what_the_lists_say_of_a_name_is_told_in_japanese(client: TestClient, name: str, says: str):
    found = parsed(client.post("/parties", data={"names": name}, headers={"accept-language": "ja"}).text)
    assert says in found.text
