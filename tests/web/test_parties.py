"""Names against the lists, and codes from words."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.support.speech.own_words import english_names
from tests.support.speech.texts import texts_of_html
from tests.support.web.html import Element, parsed

from sekisho import Library


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("三菱造船株式会社", "Listed ■"),
        ("Mitsubshi Shipbuilding", "Possible match: decide ◆"),
        ("Bakery of Saint-Malo", "Not found on the 6 lists compared"),
        ("N/A", "Names nobody"),
    ],
)
def test_a_name_is_told_in_its_zone_with_reasons(client: TestClient, name: str, said: str):
    text = parsed(client.post("/parties", data={"names": name}).text).text
    assert said in text
    assert "clear" not in text.lower().split()


def _names(page: Element) -> list[Element]:
    """The names of a desk, each with what stands below it."""
    return [one for one in page.all("tbody") if "name" in one["class"].split()]


def test_a_hit_says_list_day_state_and_why(client: TestClient):
    page = parsed(client.post("/parties", data={"names": "Mitsubshi Shipbuilding"}).text)
    (hit,) = _names(page)
    assert any("/parties/jp-ecl-a01" in one["href"] for one in hit.all("a"))
    for said in ("0.94", "Announcement No. 11 of 2026", "listed 24 Feb 2026", "shipbuilding ~ 造船"):
        assert said in hit.text


def test_names_are_asked_for_in_a_form_alone(client: TestClient):
    page = parsed(client.get("/parties?names=Secret+Works").text)
    assert "Secret Works" not in page.text
    assert "post" in {one["method"] for one in page.all("form") if one["action"] == "/parties"}


def test_nothing_and_too_much_are_told(client: TestClient):
    assert "Write a name" in client.post("/parties", data={"names": "  "}).text
    assert "Write 200 names at most" in client.post("/parties", data={"names": "x\n" * 201}).text
    assert client.post("/parties", data={"names": "x", "territory": "Narnia"}).status_code == 422


def test_an_item_is_classified_with_limits_and_questions(client: TestClient):
    data = {"description": "isostatic graphite, purity 99.95 %, flexural strength 45 MPa"}
    page = parsed(client.post("/classify", data=data).text)
    assert "1C108.b" in page.text
    assert any(one["class"] == "met" for one in page.all("li"))
    asked = [one["name"] for one in page.all("input", "select") if one["name"].startswith("param.")]
    assert asked
    again = client.post("/classify", data={**data, "param.elongation": "much"})
    assert again.status_code == 422
    whole = {"description": f"{data['description']}, density 1.85 g/cm3"}
    assert "Classified, as a suggestion" in parsed(client.post("/classify", data=whole).text).text


def test_a_code_found_goes_back_to_the_questions(client: TestClient):
    data = {"from": "check", "movement": "export", "departure": "CN", "description": "dysprosium oxide", "send": "1"}
    page = parsed(client.post("/classify", data=data).text)
    use = next(one for one in page.all("form") if one["action"] == "/check")
    fields = {one["name"]: one["value"] for one in use.all("input")}
    assert fields["movement"] == "export"
    assert fields["control_codes"]
    assert "description" not in fields


def test_what_is_perhaps_not_listed_is_no_entry_to_look_up(client: TestClient):
    page = parsed(client.post("/classify", data={"description": "dysprosium oxide 99.9 %", "send": "1"}).text)
    assert not any(link["href"].partition("?")[0].endswith("/none") for link in page.all("a"))
    assert any("Perhaps not listed" in one.text for one in page.all("h3"))
    assert any(one.text == "Use “not listed”" for one in page.all("button"))


def test_a_search_finds_measures_terms_and_codes_and_leads_on(client: TestClient):
    page = parsed(client.post("/search", data={"words": "gallium"}).text)
    links = [one["href"] for one in page.all("a")]
    assert any("/measures/cn/2023-23-gallium-germanium" in link for link in links)
    assert any("/codes/cn/dual-use/3C" in link for link in links)
    assert "gallium" not in "".join(link for link in links if link.startswith("/search"))
    assert "listed party was found for" in client.post("/search", data={"words": "unobtainium"}).text


@pytest.mark.parametrize(
    ("words", "address", "others"),
    [
        ("ネオジム磁石", "/codes/cn/dual-use/1C905.a.4", "/measures/cn"),
        ("２８０５．３０", "/codes/cn/dual-use/1C905.a.1", "/measures/cn"),
    ],
)
def test_a_search_finds_items_by_what_they_are(client: TestClient, words: str, address: str, others: str):
    """Also over the page of a customs code, to which a search for its digits leads."""
    found = client.post("/search", data={"words": words}, follow_redirects=True)
    links = [one["href"] for one in parsed(found.text).all("a")]
    assert any(address in link for link in links)
    assert not any(others in link for link in links)


def test_a_search_in_japanese_finds_entries_by_their_japanese_names(client: TestClient):
    page = parsed(client.post("/search", data={"words": "酸化ジスプロシウム", "language": "ja"}).text)
    hit = next(one for one in page.all("li") if any("/1C905.b?" in link["href"] for link in one.all("a")))
    assert "酸化ジスプロシウム及びその混合物" in hit.text
    assert next(hit.all("span"))["lang"] == "ja"


def test_a_search_finds_listed_parties_by_a_part_of_their_name(client: TestClient):
    found = client.post("/search.json", data={"words": "三菱重工"}).json()["data"]["parties"]
    assert any(one["entry"].startswith("jp-ecl") for one in found)
    assert "三菱重工" not in client.post("/search", data={"words": "三菱重工"}).headers.get("location", "")


def test_a_shortened_name_of_a_listed_firm_is_not_left_at_no_listing(client: TestClient):
    page = parsed(client.post("/parties", data={"names": "Kawasaki\nトヨタ自動車"}).text)
    kawasaki, toyota = _names(page)
    assert "contain it whole: 1." in kawasaki.text
    assert "Kawasaki Heavy Industries Aerospace Systems Company" in kawasaki.text
    assert "contain it whole" not in toyota.text


@pytest.mark.parametrize("name", ["三菱電機", "三菱電機 鎌倉製作所"])
def test_companies_of_a_group_are_told_by_name_of_its_head_and_of_a_works_of_it(client: TestClient, name: str):
    (told,) = _names(parsed(client.post("/parties", data={"names": name}).text))
    assert "4 companies of" in told.text
    places = [one["href"].partition("?")[0] for one in told.all("a")]
    assert places[-1] == "/parties/melco"
    assert len(places) == 5
    (found,) = client.post("/api/screenings", json={"names": [name]}).json()["data"]
    assert found["zone"] == "none"
    assert [(one["party"], one["place_of_it"]) for one in found["known"]] == [("melco", " " in name)]
    group = [one for one in found["kin"] if one["kind"] == "group"]
    assert [one["list"].split("/")[1] for one in group] == ["control-list"] * 4


def test_the_box_leads_from_a_works_to_what_is_known_of_its_firm(client: TestClient):
    sent = client.post("/search", data={"words": "三菱重工 長崎造船所"})
    assert "location" not in sent.headers
    (told,) = _names(parsed(sent.text))
    assert "may be part of Mitsubishi Heavy Industries, Ltd.: 11 companies" in told.text


def test_another_firm_of_the_same_name_is_told_as_such_on_the_page_and_over_rest(client: TestClient):
    page = parsed(client.post("/parties", data={"names": "Nippi, Incorporated"}).text)
    (told,) = _names(page)
    assert "Not found on the" in told.text
    assert "another firm: Nippi, Incorporated" in told.text
    (found,) = client.post("/api/screenings", json={"names": ["Nippi, Incorporated"]}).json()["data"]
    assert (found["zone"], [hit["relation"] for hit in found["hits"]]) == ("none", ["namesake"])


def test_the_page_of_a_party_leads_on_to_its_notice_and_its_relatives(client: TestClient):
    page = parsed(client.get("/parties/jp-ecl-a17").text)
    places = {one["href"].partition("?")[0] for one in page.all("a")}
    assert {"/measures/cn/2026-11-japan-control-list", "/parties/imabari"} <= places
    assert client.get("/parties/nobody-of-that-name").status_code == 404
    assert client.get("/parties/三菱重工業").status_code == 404  # no name stands in an address


@pytest.mark.parametrize(("words", "party"), [("三菱重工業", "mhi"), ("8020001076641", "jp-ecl-a17")])
def test_the_box_leads_to_the_page_of_the_one_party_that_is_named(client: TestClient, words: str, party: str):
    answer = client.post("/search", data={"words": words})
    assert answer.headers["location"].partition("?")[0] == f"/parties/{party}"


NAMES = "トヨタ自動車\nMitsubshi Shipbuilding\n三菱造船株式会社\nN/A"


def _desk(text: str) -> list[list[str]]:
    return [[cell.text for cell in next(name.all("tr")).all("th", "td")] for name in _names(parsed(text))]


def test_names_stand_on_a_desk_with_the_gravest_first(client: TestClient):
    text = client.post("/parties", data={"names": NAMES}).text
    assert next(parsed(text).all("h1")).text == "4 names: 1 listed, 1 possible match, 1 not found, 1 names nobody"
    rows = _desk(text)
    assert [row[0] for row in rows] == ["三菱造船株式会社", "Mitsubshi Shipbuilding", "N/A", "トヨタ自動車"]
    listed, perhaps, _, unlisted = rows
    assert "■" in listed[1]
    assert "special" in listed[3]
    assert "the same name" in listed[4]
    assert "Possible match: decide" in perhaps[1]
    assert "very similar (0.94)" in perhaps[4]
    assert "Not found on" in unlisted[1]
    # What a list does, and why, is told in the language of the page.
    japanese = _desk(client.post("/parties", data={"names": NAMES}, headers={"accept-language": "ja"}).text)
    assert "2026年2月24日掲載" in japanese[0][2]
    assert "名称が一致" in japanese[0][4]
    assert "Names nobody" not in japanese[2][1]


def test_a_file_of_names_is_screened_as_if_it_was_typed(client: TestClient):
    table = "name,country\nMitsubshi Shipbuilding,JP\nトヨタ自動車,JP\n"
    answer = client.post("/parties", files={"file": ("customers.csv", table.encode("utf-8"))}, data={"names": "N/A"})
    assert {row[0] for row in _desk(answer.text)} == {"N/A", "Mitsubshi Shipbuilding", "トヨタ自動車"}
    (kept,) = [one for one in parsed(answer.text).all("textarea") if one["id"] == "names"]
    assert "Mitsubshi Shipbuilding" in kept.text
    wrong = client.post("/parties", files={"file": ("customers.pdf", b"%PDF-1.7")}, data={"names": ""})
    assert wrong.status_code == 422


def test_who_forgets_a_ground_finds_the_names_still_there(client: TestClient):
    data = {"names": NAMES, "decide": "same", "decide_name": "Mitsubshi Shipbuilding", "decide_entry": "jp-ecl-a01"}
    answer = client.post("/parties", data=data)
    assert answer.status_code == 422
    assert len(_desk(answer.text)) == 4


def test_a_name_asked_in_many_spellings_is_one_row_that_says_how_often(client: TestClient):
    asked = "日新電機㈱\n日新電機株式会社\n日新電機有限会社\n日新電機(株)\n日新電機㈱"
    text = client.post("/parties", data={"names": asked}).text
    assert next(parsed(text).all("h1")).text.startswith("5 names:")
    first, other = (row[0] for row in _desk(text))
    assert first == "日新電機㈱ asked 4 times: 日新電機株式会社 · 日新電機(株)"
    assert other == "日新電機有限会社", "another legal form is another person"


def test_two_names_stand_side_by_side_and_what_differs_is_marked(client: TestClient):
    page = parsed(client.post("/parties", data={"names": "Mitsubshi Shipbuilding", "territory": "China"}).text)
    table = next(one for one in page.all("table") if one["class"] == "two-sides")
    rows = {cells[0]: cells[1:] for row in table.all("tr") if (cells := [one.text for one in row.all("th", "td")])}
    assert rows["Name"] == ["Mitsubshi Shipbuilding", "Mitsub shi Shipbuilding i", "≠ differs"]
    assert [one.text for one in table.all("mark")] == ["i", "China", "Japan"]
    assert rows["Country"][-1] == "≠ differs"
    assert rows["Legal form"] == ["not stated", "Co.", "· one side only"]


@pytest.mark.parametrize(("language", "head"), [("ja", "川崎重工業株式会社"), ("zh", "川崎重工业株式会社")])
def test_whose_part_a_listed_party_is_stands_in_the_language_of_the_reader(
    client: TestClient, language: str, head: str
):
    page = client.post("/parties", data={"names": "川崎重工"}, headers={"accept-language": language}).text
    assert "Kawasaki Heavy Industries, Ltd." not in page
    assert head in page
    assert "jp-ecl-a06" not in parsed(page).text, "ids stand in addresses alone"


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_pages_name_listed_parties_in_the_language_of_their_reader(client: TestClient, library: Library, language: str):
    """The names that are held side by side are those that were compared; all else is for the reader."""
    spoken = {"accept-language": language}
    for name in ("三菱重工業", "防衛大学校", "Mitsubishi Heavy Industries", "JMU"):
        page = client.post("/parties", data={"names": name, "as_of": "2026-09-30"}, headers=spoken)
        line = {"origin": "CN", "destination": "JP", "control_codes": "3C001.a", "end_user": name}
        answer = client.post("/check/result", data={**line, "as_of": "2026-09-30"}, headers=spoken)
        for shown in (page, answer):
            assert shown.status_code == 200
            assert list(english_names(texts_of_html(shown.text, language), library, language)) == []
