"""The box suggests what is meant while somebody types: a few of each kind, names in no address."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed

Found = dict[str, list[dict[str, str]]]


def _found(client: TestClient, words: str, language: str = "en") -> Found:
    answer = client.post("/suggest.json", data={"words": words}, headers={"accept-language": language})
    assert answer.status_code == 200
    found: Found = answer.json()["data"]
    return found


@pytest.mark.parametrize(
    ("words", "kind", "name", "detail"),
    [
        ("gall", "items", "Gallium metal", "3C001.a"),
        ("3C001.a", "items", "Gallium metal", "3C001.a"),
        ("dyspros", "items", "Dysprosium oxide", "1C905.b"),
        ("镓", "items", "Gallium metal", "3C001.a"),
        ("ガリウム", "items", "Gallium metal", "3C001.a"),
        ("mitsubishi ship", "parties", "Mitsubishi Heavy Industries Shipbuilding", "■ JP"),
        ("三菱重工", "parties", "Mitsubishi Heavy Industries", "JP"),
        ("Japa", "places", "Japan", "JP"),
        ("日本", "places", "Japan", "JP"),
        ("上海", "places", "上海", "China"),
        ("Hambu", "places", "Hamburg", "Germany"),
        ("Burma", "places", "Myanmar", "MM"),
        ("japan ban", "measures", "The Japan ban of 6 January 2026", ""),
    ],
)
def test_what_is_meant_is_among_the_suggestions(client: TestClient, words: str, kind: str, name: str, detail: str):
    rows = _found(client, words)[kind]
    assert any(one["name"].startswith(name) and detail in one["detail"] for one in rows), rows


def test_there_are_eight_rows_at_most_and_each_kind_has_its_share(client: TestClient):
    found = _found(client, "ma")
    assert sum(map(len, found.values())) == 8
    assert set(found) == {"items", "parties", "places", "measures"}
    assert min(map(len, found.values())) >= 1


def test_one_letter_is_too_few_unless_it_is_a_word(client: TestClient):
    assert _found(client, "g") == {}
    assert _found(client, "镓") != {}
    assert _found(client, "") == {}


def test_a_place_behind_an_item_fills_the_box(client: TestClient):
    rows = _found(client, "gallium metal lump to Jap")["places"]
    assert rows[0]["fills"] == "gallium metal lump to Japan"


def test_a_listed_name_never_comes_without_the_sign_of_its_list(client: TestClient):
    rows = _found(client, "mitsubishi")["parties"]
    assert rows
    signs = {one["detail"][:1] for one in rows if one["address"].startswith("/parties/jp-")}
    assert signs <= {"■", "▲", "◆", "—"}


def test_a_name_is_asked_for_in_the_body_alone(client: TestClient):
    assert client.get("/suggest?words=Secret+Works").status_code == 405
    answer = client.post("/suggest", data={"words": "三菱"})
    assert answer.headers["cache-control"].startswith(("no-store", "private"))
    assert "三菱" not in str([one["data-address"] for one in parsed(answer.text).all("div") if "data-address" in one])


def test_it_speaks_the_language_of_the_reader(client: TestClient):
    assert _found(client, "gall", "ja")["items"][0]["name"] == "金属ガリウム（単体）" or "ガリウム" in str(
        _found(client, "gall", "ja")["items"]
    )
    page = client.post("/suggest", data={"words": "gall"}, headers={"accept-language": "ja"}).text
    assert "品目" in page
    assert 'role="option"' in page
    assert 'aria-selected="true"' not in page


def test_the_box_is_styled_by_its_own_name_and_nothing_else_that_is_suggested_floats(client: TestClient):
    """A suggested code of an order list has the class too, and stands in its row."""
    style = client.get("/static/style.css").text
    assert "#suggested { position: absolute" in style
    assert re.findall(r"(?:^|[\s},])\.suggested\b", style) == []


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_an_address_that_takes_a_form_alone_says_so_in_the_readers_language(client: TestClient, language: str):
    page = client.get("/suggest", headers={"accept-language": language}).text
    said = {"en": "takes a form only", "ja": "フォームの送信だけ", "zh": "只接受表单提交"}
    assert said[language] in page
    assert "Method Not Allowed" not in page
