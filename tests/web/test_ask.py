"""The box of the first page leads where its words lead without a doubt, and lists what they may mean where not."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("1C905.b", "/codes/cn/dual-use/1C905.b"),
        ("1c905.B", "/codes/cn/dual-use/1C905.b"),
        ("Announcement 61", "/measures/cn/2025-61-rare-earths-abroad"),
        ("61号", "/measures/cn/2025-61-rare-earths-abroad"),
        ("公告2026年第1号", "/measures/cn/2026-01-japan-dual-use"),
        ("1C905.b to Japan", "/check/result?destination=JP&origin=CN&control_codes=1C905.b"),
        ("日本 8505.11", "/check/result?destination=JP&origin=CN&hs_code=8505.11"),
    ],
)
def test_a_code_or_a_measure_has_an_address(client: TestClient, words: str, there: str):
    sent = client.post("/search", data={"words": words})
    assert (sent.status_code, sent.headers["location"]) == (303, there)


@pytest.mark.parametrize("words", ["gallium to Japan", "氧化镝 日本", "ガリウム 日本へ"])
def test_an_item_and_a_place_are_answered_in_one_act_and_no_free_text_stands_in_an_address(
    client: TestClient, words: str
):
    sent = client.post("/search", data={"words": words})
    assert sent.status_code == 200
    assert 'class="answer undetermined"' in sent.text
    assert "--" not in sent.text.split('class="brief"')[1].split("</dl>")[0], "flags of the command are no use here"


def test_the_whole_name_of_one_party_leads_to_its_page(client: TestClient):
    sent = client.post("/search", data={"words": "三菱重工業"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/parties/mhi")


@pytest.mark.parametrize("words", ["三菱重工業 川崎", "Mitsubishi Heavy Industries Japan", "gallium", "Toyota Japan"])
def test_what_may_be_a_party_or_is_no_shipment_is_listed(client: TestClient, words: str):
    sent = client.post("/search", data={"words": words})
    assert sent.status_code == 200
    assert 'class="search"' in sent.text


def test_the_first_page_says_the_ban_its_state_and_whom_it_names(client: TestClient):
    page = client.get("/?as_of=2026-11-27").text
    assert "In force since 6 January 2026 · day 326" in page
    assert "40 bodies may get no dual-use item; 40 more only under an individual licence" in page
    before = client.get("/?as_of=2025-12-31").text
    assert "On this day: not published" in before
    assert "40 bodies" not in before
