"""The box of the first page leads where its words lead without a doubt, and lists what they may mean where not."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("1C905.b", "/codes/cn/dual-use/1C905.b"),
        ("1c905.B", "/codes/cn/dual-use/1C905.b"),
        ("Announcement 61", "/measures/cn/2025-61-rare-earths-abroad"),
        ("61号", "/measures/cn/2025-61-rare-earths-abroad"),
        ("公告2026年第1号", "/measures/cn/2026-01-japan-dual-use"),
        ("1C905", "/codes/cn/dual-use/1C905"),
        ("1C905.b to Japan", "/answer/1C905.b/CN-JP"),
        ("1C905.bを中国から日本へ", "/answer/1C905.b/CN-JP"),
        ("从中国出口1C905.b到日本", "/answer/1C905.b/CN-JP"),
        ("1C905.b from China to Germany", "/answer/1C905.b/CN-DE"),
        ("46/2024", "/measures/cn/2024-46-us-dual-use"),
        ("8505.11", "/customs/850511"),
        ("HS 8505", "/customs/8505"),
        ("9401.30", "/customs/940130"),
        ("85", "/customs/85"),
        ("HS85", "/customs/85"),
        ("第85類", "/customs/85"),
        ("第85章", "/customs/85"),
        ("2804290010", "/check/result?origin=CN&hs_code=2804290010"),
        ("日本 8505.11", "/check/result?destination=JP&origin=CN&hs_code=8505.11"),
    ],
)
def test_a_code_or_a_measure_has_an_address(client: TestClient, words: str, there: str):
    sent = client.post("/search", data={"words": words})
    assert (sent.status_code, sent.headers["location"]) == (303, there)


@pytest.mark.parametrize("words", ["999999", "HS 9999", "chapter 99", "8599"])
def test_a_customs_code_that_does_not_exist_is_named_as_such(client: TestClient, words: str):
    page = client.post("/search", data={"words": words}, headers={"accept-language": "en"})
    assert page.status_code == 200
    (nothing,) = [one.text for one in parsed(page.text).all("p") if one["class"] == "nothing"]
    assert "does not exist" in nothing
    assert "Look further" not in page.text, "a code that is none is no name of a party"


def test_two_digits_are_an_announcement_before_they_are_a_chapter(client: TestClient):
    assert client.post("/search", data={"words": "61"}).headers["location"].startswith("/measures/")
    assert client.post("/search", data={"words": "第61類"}).headers["location"] == "/customs/61"


@pytest.mark.parametrize("words", ["gallium to Japan", "氧化镝 日本", "ガリウム 日本へ", "ガリウムを中国から日本へ"])
def test_an_item_and_a_place_are_answered_in_one_act_and_no_free_text_stands_in_an_address(
    client: TestClient, words: str
):
    sent = client.post("/search", data={"words": words})
    assert sent.status_code == 200
    assert 'class="answer undetermined"' in sent.text
    assert "--" not in sent.text.split('class="brief"')[1].split("</dl>")[0], "flags of the command are no use here"


@pytest.mark.parametrize(("words", "assumed"), [("gallium to Japan", True), ("Chinese gallium to Japan", False)])
def test_where_goods_were_made_is_marked_as_assumed_unless_the_words_say_it(
    client: TestClient, words: str, *, assumed: bool
):
    page = parsed(client.post("/search", data={"words": words}, headers={"accept-language": "en"}).text)
    (chip,) = [one for one in page.all("button") if one["value"] == "origin"]
    assert ("assumed" in chip["class"], "(assumed)" in chip.text) == (assumed, assumed)


def test_a_shipment_for_a_party_is_answered_with_the_party_and_its_name_in_no_address(client: TestClient):
    sent = client.post("/search", data={"words": "gallium to Japan for Naniwa Seiki"})
    assert sent.status_code == 200
    assert "Naniwa Seiki" in sent.text
    assert "Naniwa" not in str([one["href"] for one in parsed(sent.text).all("a")])
    listed = client.post("/search", data={"words": "3C001.a to Japan for Mitsubishi Shipbuilding"})
    assert 'class="answer prohibited"' in listed.text


def test_the_answer_says_how_the_words_were_read_and_a_press_shows_what_else_they_may_mean(client: TestClient):
    answered = parsed(client.post("/search", data={"words": "gallium to Japan"}).text)
    (form,) = [one for one in answered.all("form") if one["class"] == "heard-as"]
    assert next(form.all("p")).text.startswith(
        "Read as: gallium; To Japan; Made in China (assumed); The code is 3C001.a, by the description (assumed). "
        "Not that?"
    )
    sent = {one["name"]: one["value"] for one in form.all("input") if one["name"] in {"words", "all"}}
    assert sent == {"words": "gallium to Japan", "all": "1"}
    listed = client.post(form["action"], data=sent)
    assert 'class="search"' in listed.text
    assert 'class="heard-as"' not in client.get("/check/result?destination=JP&origin=CN&control_codes=3C001.a").text


def test_where_several_codes_fit_each_stands_with_its_outcome(client: TestClient):
    page = parsed(client.post("/search", data={"words": "rare earth magnets to Japan"}).text)
    (section,) = [one for one in page.all("section") if one["class"] == "near"]
    rows = list(section.all("tr"))
    assert len(rows) >= 2
    assert {next(row.all("span")).text for row in rows} <= {"■", "▲", "◆"}


def test_a_customs_code_shows_entries_and_the_measures_that_name_it(client: TestClient):
    page = parsed(client.get("/customs/850511").text)
    assert next(page.all("h1")).text == "Customs code 8505.11"
    links = [one["href"] for one in page.all("a")]
    assert any("/codes/cn/dual-use/" in one for one in links)
    assert any("cn/2025-61-rare-earths-abroad" in one for one in links)
    told = client.get("/customs/850511.json").json()["data"]
    assert {"measure": "cn/2025-61-rare-earths-abroad", "written": ["850511"]} in told["measures"]
    for row in told["codes"]:  # what the page of each code says of it, the page of the customs code says too
        own = next(
            one.text
            for one in parsed(client.get(f"/codes/cn/dual-use/{row['code']}").text).all("p")
            if one["class"] == "to-japan"
        )
        (cells,) = [one.text for one in page.all("tr") if row["code"] in one.text]
        for outcome in (row["to_japan_civil"], row["to_japan_military"]):
            assert set(outcome.split()) <= set(own.split())
            assert set(outcome.split()) <= set(cells.split())
    told_of = {row["code"]: (row["to_japan_civil"], row["to_japan_military"]) for row in told["codes"]}
    assert told_of["1C905.a.4"] == ("▲ licence", "■ prohibited"), "announcement 18 of 2025, and the ban on Japan"
    assert client.get("/customs/12").status_code == 200
    assert client.get("/customs/abc").status_code == 422


def test_the_whole_name_of_one_party_leads_to_its_page(client: TestClient):
    sent = client.post("/search", data={"words": "三菱重工業"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/parties/mhi")


def test_a_firm_and_a_city_lead_to_the_desk_of_names(client: TestClient):
    sent = client.post("/search", data={"words": "三菱重工業 川崎"})
    assert "may be part of Mitsubishi Heavy Industries, Ltd." in sent.text


@pytest.mark.parametrize("words", ["Mitsubishi Heavy Industries Japan", "gallium", "Toyota Japan"])
def test_what_may_be_a_party_or_is_no_shipment_is_listed(client: TestClient, words: str):
    sent = client.post("/search", data={"words": words})
    assert sent.status_code == 200
    assert 'class="search"' in sent.text


def test_the_first_page_says_the_ban_its_state_and_whom_it_names(client: TestClient):
    page = client.get("/?as_of=2026-11-27").text
    assert "In force since 6 January 2026 · day 326, as last read on 3 October 2026" in page
    assert "40 bodies may get no dual-use item, unless specially approved; 40 more need an individual licence" in page
    before = client.get("/?as_of=2025-12-31").text
    assert "On this day: not published" in before
    assert "China bans" not in before
    assert "In force since 6 January 2026 · day 269" in client.get("/?as_of=2026-10-01").text
    assert "40 bodies" not in before


def test_the_first_page_leads_to_the_events_since_the_first_that_is_on_file(client: TestClient):
    page = parsed(client.get("/?as_of=2026-11-27").text)
    (link,) = [one for one in page.all("a") if one["href"].endswith("#events")]
    assert link.text == "Events since 2010"
    beyond = parsed(client.get(link["href"].partition("#")[0]).text)
    assert [one.text for one in beyond.all("h2") if one["id"] == "events"] == ["Events of these days"]
    assert "#events" not in client.get("/?as_of=2009-12-31").text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("gallium to Europe", "Not read as a place or a party: “Europe”."),
        ("gallium to Atlantis", "No place “Atlantis” is known here"),
        ("ガリウムを大阪の民間メーカーへ", "China to Japan"),
        ("gallium to Mitsubishi Shipbuilding", "Mitsubishi Shipbuilding"),
    ],
)
def test_a_sentence_in_the_box_is_answered_and_what_it_leaves_open_is_told(client: TestClient, words: str, told: str):
    sent = client.post("/search", data={"words": words}).text
    assert 'class="answer ' in sent
    assert told in " ".join(next(parsed(sent).all("main")).text.split())


def test_what_the_words_leave_unread_is_what_the_answer_asks_first(client: TestClient):
    sent = client.post("/search", data={"words": "gallium to Europe"}).text
    asked = [field["name"] for form in parsed(sent).all("form") for field in form.all("input") if field["name"]]
    assert "destination" in asked
    assert [one["value"] for one in parsed(sent).all("input") if one["name"] == "asked"] == ["destination"]


@pytest.mark.parametrize("path", ["/", "/impact", "/measures", "/check/result?control_codes=3C001.a&destination=JP"])
@pytest.mark.parametrize(("language", "words"), [("en", "is to come"), ("ja", "まだ来ていない"), ("zh", "尚未到来")])
def test_of_a_day_to_come_every_page_says_that_its_law_is_not_known(
    client: TestClient, path: str, language: str, words: str
):
    more = "&" if "?" in path else "?"
    headers = {"accept-language": language}
    to_come, read = (
        client.get(f"{path}{more}as_of={day}", headers=headers).text for day in ("2031-06-01", "2026-10-01")
    )
    assert to_come.count(words) == 1
    assert words not in read


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("office chair to Japan", "office chair, China to Japan"),
        ("事務用いすを日本へ", "事務用いす"),
        ("ガリウム 大阪", "Japan"),
        ("gallium Osaka", "Japan"),
        ("从汉堡转口钨粉到日本", "Germany to Japan"),
    ],
)
def test_goods_that_no_list_knows_and_a_town_without_a_word_between_are_answered(
    client: TestClient, words: str, says: str
):
    page = parsed(client.post("/search", data={"words": words}, headers={"accept-language": "en"}).text)
    (answer,) = [one.text for one in page.all("article", "section", "div") if one["class"].startswith("answer ")]
    assert says in answer


@pytest.mark.parametrize("words", ["what does the ban cost Japan", "Japan ban", "Sony Hamburg"])
def test_a_question_is_no_shipment_and_the_page_says_where_else_to_look(client: TestClient, words: str):
    page = parsed(client.post("/search", data={"words": words}, headers={"accept-language": "en"}).text)
    assert next(page.all("h1")).text == "Search"
    links = {one["href"].partition("?")[0] for one in page.all("a")}
    assert {"/impact", "/changes", "/home-law"} <= links


def test_who_means_a_shipment_presses_once_where_the_words_leave_it_open(client: TestClient):
    words = {"words": "办公椅 日本"}
    page = parsed(client.post("/search", data=words).text)
    (form,) = [one for one in page.all("form") if any(field["name"] == "goods" for field in one.all("input"))]
    sent = client.post("/search", data={one["name"]: one["value"] for one in form.all("input")})
    assert 'class="answer undetermined"' in sent.text


@pytest.mark.parametrize(
    ("words", "number"),
    [("三菱重工業、川崎重工、京セラ", 3), ("Naniwa Seiki Co., Ltd., Mitsubishi Shipbuilding", 2)],
)
def test_several_names_are_compared_with_the_lists_one_by_one(client: TestClient, words: str, number: int):
    page = parsed(client.post("/search", data={"words": words}, headers={"accept-language": "en"}).text)
    assert next(page.all("h1")).text.startswith(f"{number} names: ")


def test_parts_between_commas_that_name_goods_are_a_shipment_and_no_names(client: TestClient):
    page = parsed(
        client.post("/search", data={"words": "gallium, China, Japan"}, headers={"accept-language": "en"}).text
    )
    assert "names" not in next(page.all("h1")).text


def test_a_firm_that_no_list_names_is_told_to_stand_on_none(client: TestClient):
    page = client.post("/search", data={"words": "京セラ", "language": "en"}).text
    assert "As the name of a company or body: — Not found on the" in parsed(page).text
    question = client.post("/search", data={"words": "what does the ban cost", "language": "en"}).text
    assert "As the name of a company" not in question  # a question names nobody


def test_the_box_of_the_first_page_is_ready_to_be_written_in(client: TestClient):
    ready = [one["name"] for one in parsed(client.get("/").text).all("input") if "autofocus" in one]
    assert ready == ["words"]


@pytest.mark.parametrize("short", ["/codes/1C905.b", "/codes/1c905.B"])
def test_a_code_without_its_list_leads_to_its_page(client: TestClient, short: str):
    sent = client.get(short)
    assert (sent.status_code, sent.headers["location"]) == (303, "/codes/cn/dual-use/1C905.b")


@pytest.mark.parametrize(
    ("named", "there"),
    [
        ("/items/1C905.b?as_of=2026-11-27", "/codes/1C905.b?as_of=2026-11-27"),
        ("/items", "/codes"),
        ("/lists", "/books"),
        ("/lists/abc", "/books/abc"),
        ("/cost/nri-2025?months=5", "/impact?what=nri-2025&months=5"),
        ("/cost/japan-ban?months=5", "/impact?what=japan-ban&months=5"),
        ("/groups/mhi", "/parties/mhi"),
        ("/items//example.org", "/codes//example.org"),
    ],
)
def test_the_words_of_the_pages_are_addresses_too(client: TestClient, named: str, there: str):
    sent = client.get(named)
    assert (sent.status_code, sent.headers["location"]) == (303, there)


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("1C905.b to Japan", "/answer/1C905.b/CN-JP"),
        ("1C905.b", "/codes/cn/dual-use/1C905.b"),
        ("三菱造船株式会社", "/parties/jp-ecl-a01"),
        ("Announcement 61 of 2025", "/measures/cn/2025-61"),
    ],
)
def test_an_address_with_words_goes_where_the_box_goes(client: TestClient, words: str, place: str):
    answer = client.get("/ask", params={"q": words})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(place)
    assert answer.headers["location"] == client.post("/search", data={"words": words}).headers["location"]


def test_an_address_with_a_shipment_in_words_is_answered_and_is_kept_in_no_store_and_no_link(client: TestClient):
    answer = client.get("/ask", params={"q": "gallium to Japan for Naniwa Seiki"}, headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = parsed(answer.text)
    assert next(page.all("h1")).text.startswith("◆")
    assert not [one["href"] for one in page.all("a") if "Naniwa" in one["href"] or "q=" in one["href"]]


def test_an_address_without_words_shows_the_box(client: TestClient):
    assert any(one["name"] == "words" for one in parsed(client.get("/ask").text).all("input"))


@pytest.mark.parametrize(
    "words",
    [
        "货代问：提单通知方是防卫装备厅，收货人是浪速精机，货是钛合金紧固件，上海—成田",
        "gallium from Shanghai to Osaka, buyer Naniwa Seiki, notify party Japan Air Self-Defense Force",
    ],
)
def test_a_shipment_beside_a_listed_name_is_answered_as_the_command_answers_it(client: TestClient, words: str):
    """The page listed the parties alone, and the command stopped the shipment."""
    page = client.post("/search", data={"words": words}, headers={"accept-language": "en"})
    assert "Do not ship until you know" in page.text
