"""The answer page: the gate, chips that open their question, cases that ask the same line again, and the side."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from starlette.testclient import TestClient
from tests.support.web.addresses import FREE, LINE, SETTLED
from tests.support.web.html import Element, parsed, submit

from sekisho.determination.line.timeline import CIVIL
from sekisho.law.model.term import Reading

SHORT = "/answer/3C001.a/CN-JP"


class Sent(NamedTuple):
    """What comes of a form that is sent."""

    status: int
    place: str
    text: str


def _cases(page: Element) -> list[Element]:
    return [row for table in page.all("table") if table["class"] == "cases" for row in table.all("tr")]


def test_the_short_address_answers_as_the_long_one_does(client: TestClient):
    long = client.get("/check/result.json?control_codes=3C001.a&origin=CN&destination=JP").json()["data"]
    short = client.get(f"{SHORT}.json").json()["data"]
    assert short == long
    page = parsed(client.get(SHORT).text)
    kept = next(one["href"] for one in page.all("a") if "data-copy" in one)
    assert kept.startswith(f"{SHORT}?as_of=2026-09-30&library=")
    japanese = next(one["href"] for one in page.all("a") if one["hreflang"] == "ja")
    assert japanese.startswith(f"{SHORT}?as_of=")
    assert "control_codes" not in japanese


@pytest.mark.parametrize("route", ["CN-XX", "CN", "Narnia-JP"])
def test_a_route_that_is_none_is_told(client: TestClient, route: str):
    answer = client.get(f"/answer/3C001.a/{route}")
    assert answer.status_code == (200 if route == "CN" else 422)


def test_an_unknown_code_in_the_short_address_is_told(client: TestClient):
    assert client.get("/answer/9Z9/CN-JP").status_code == 422
    assert client.get("/answer/item/CN-JP").status_code == 200
    assert client.get("/answer/none/CN-JP").status_code == 200


@pytest.mark.parametrize(
    ("query", "drawn"),
    [(LINE, "M70 36"), (SETTLED, "M32 35v52"), (FREE, "M18 37L6 44"), (f"{LINE}&as_of=1990-01-01", "M70 36")],
)
def test_the_gate_is_drawn_in_the_state_of_the_answer(client: TestClient, query: str, drawn: str):
    (gate,) = re.findall(r'<svg class="gate".*?</svg>', client.get(f"/check/result?{query}").text, re.DOTALL)
    assert drawn in gate
    assert 'aria-hidden="true"' in gate


def test_chips_say_what_was_said_assumed_and_is_missing_and_open_their_question(client: TestClient):
    page = parsed(client.get(SHORT).text)
    chips = [one for one in page.all("button") if one["class"].startswith("chip")]
    assert [one["value"] for one in chips][:3] == ["control_codes", "origin", "destination"]
    assert {"Gallium metal · 3C001.a", "Made in China", "To Japan", "End user?"} <= {
        text for one in chips for text in one.own
    }
    assert any("(assumed)" in one.text for one in chips if one["class"] == "chip assumed")
    form = chips[0].within("form")
    assert form is not None
    asked = {one["name"]: one["value"] for one in form.all("input")}
    there = parsed(client.get(form["action"], params={**asked, "ask": "destination"}).text)
    assert "gallium metal (3C001.a), China to Japan" in next(there.all("h1")).text, "the answer stays"
    assert _asks(there) == ("destination", "Japan")


def _settle(page: Element) -> Element:
    return next(one for one in page.all("form") if any(each["name"] == "asked" for each in one.all("input")))


def _asks(page: Element) -> tuple[str, str]:
    """Return the fact that the answer asks for, and what stands in its field."""
    form = _settle(page)
    fact = next(one["value"] for one in form.all("input") if one["name"] == "asked")
    fields = [one for kind in ("input", "select") for one in form.all(kind) if one["name"] == fact]
    assert len(fields) == 1, "the fact that is asked for is not carried on beside its field"
    chosen = [one["value"] for one in fields[0].all("option") if "selected" in one]
    return fact, chosen[0] if chosen else fields[0]["value"]


def _send(client: TestClient, page: Element, value: str, **more: str) -> Sent:
    """Fill in the field of the answer page and press its button, as a browser does."""
    form = _settle(page)
    fields = {one["name"]: one["value"] for one in form.all("input")}
    data = {**fields, fields["asked"]: value, **more}
    posted = form["method"] == "post"
    answer = client.post(form["action"], data=data) if posted else client.get(form["action"], params=data)
    return Sent(answer.status_code, answer.headers.get("location", ""), answer.text)


def test_a_fact_that_is_chosen_on_the_answer_gives_the_answer_with_it_at_an_address_to_share(client: TestClient):
    page = parsed(client.get(f"{SHORT}?ask=end_use").text)
    answer = _send(client, page, "military")
    assert answer.status == 303
    assert answer.place == f"{SHORT}?as_of=2026-09-30&end_use=military"
    renewed = parsed(client.get(answer.place).text)
    assert "Prohibited" in next(renewed.all("h1")).text
    assert [row.text for row in _cases(renewed)] != [row.text for row in _cases(page)]
    assert _send(client, page, "unknown").place.endswith("&end_use=unknown")


def test_a_name_that_is_given_on_the_answer_stands_in_no_address(client: TestClient):
    page = parsed(client.get(SHORT).text)
    assert _asks(page)[0] == "end_user"
    answer = _send(client, page, "Mitsubishi Shipbuilding")
    assert answer.status == 200
    assert "special approval only" in answer.text.split("</h1>")[0] or "Prohibited" in answer.text.split("</h1>")[0]
    assert "Shipbuilding" not in str([one["href"] for one in parsed(answer.text).all("a")])
    nobody = _send(client, page, "", nobody="1")
    assert nobody.place.endswith("&end_user=none"), "what names nobody may stand in an address"


def test_what_cannot_be_read_is_told_on_the_answer_beside_its_field(client: TestClient):
    page = parsed(client.get(f"{SHORT}?ask=destination").text)
    for wrong, told in (("Narnia", "is not a country"), ("", "Select an answer")):
        answer = _send(client, page, wrong)
        assert answer.status == 422
        assert told in answer.text
        assert 'href="#destination"' in answer.text
        assert "gallium metal" in answer.text, "the answer is still there"


def test_the_wizard_is_one_quiet_link_and_leads_to_the_first_open_question(client: TestClient):
    page = parsed(client.get(SHORT).text)
    (form,) = [one for one in page.all("form") if one["action"] == "/check"]
    assert form.text.strip() == "Answer more questions one by one"
    question = client.get("/check", params={one["name"]: one["value"] for one in form.all("input")})
    assert next(parsed(question.text).all("h1")).text == "Who will finally use it?"


def test_of_what_leaves_another_country_is_first_asked_where_it_was_made(client: TestClient):
    hamburg = {"control_codes": "3C001.a", "departure": "DE", "destination": "JP"}
    page = parsed(client.get("/check/result", params=hamburg).text)
    assert _asks(page)[0] == "origin"
    assert client.get("/check/result.json", params=hamburg).json()["data"]["missing"][0] == "origin"
    assert client.post("/api/determinations", json={"facts": hamburg}).json()["data"]["missing"][0] == "origin"
    assert "It is sent straight from Germany" in page.text
    elsewhere = parsed(client.get("/check/result", params={**hamburg, "movement": "re_export"}).text)
    assert _asks(elsewhere)[0] == "origin"


def test_from_the_box_to_the_end_of_hamburg_to_japan_are_fewer_than_eight_acts(client: TestClient):
    """Type, Enter; China, update; a name, update; the case that is so: seven."""
    page = parsed(client.post("/search", data={"words": "3C001.a Hamburg to Japan"}).text)
    assert _asks(page)[0] == "origin"
    made = _send(client, page, "China")
    page = parsed(client.get(made.place).text)
    assert _asks(page)[0] == "end_user"
    page = parsed(_send(client, page, "Naniwa Seiki").text)
    (row,) = [row for row in _cases(page) if "no licence" in row.text]
    form = next(row.all("form"))
    end = submit(client, form, next(form.all("button")).text)
    assert "Nothing points to control" in end.text.split("</h1>")[0]


def test_a_case_leads_to_its_own_outcome_where_one_above_it_is_left_out(client: TestClient):
    page = parsed(client.get("/check/result?control_codes=3C001.a&departure=DE&destination=JP").text)
    for row in _cases(page):
        sign, kind = next(row.all("span")).text, next(cell for cell in row.all("td"))["class"]
        assert (sign == "○") == ("free" in kind), row.text


def test_each_case_asks_the_same_line_and_gets_its_outcome(client: TestClient):
    rows = _cases(parsed(client.get(SHORT).text))
    assert len(rows) == 5
    followed = 0
    for row in rows:
        links = list(row.all("a"))
        if not links:
            assert row.text.startswith("Anything else")
            continue
        address, sign = links[0]["href"], next(row.all("span")).text
        if address.endswith("#settle"):  # lists are a matter of a name, which an address never holds
            asked = parsed(client.get(address.removesuffix("#settle")).text)
            assert _asks(asked)[0] == "end_user"
            continue
        followed += 1
        heading = next(parsed(client.get(address).text).all("h1")).text
        assert heading.startswith(sign)
        assert "Prohibited" in heading
    assert followed == 1


def test_a_row_that_only_a_name_can_take_says_so_before_and_after_it_is_chosen(client: TestClient):
    page = parsed(client.get(SHORT).text)
    rows = [row for row in _cases(page) if list(row.all("a"))]
    by_name = [row for row in rows if next(row.all("a"))["href"].endswith("#settle")]
    assert [row for row in rows if "name needed" in row.text] == by_name
    assert len(by_name) > 1
    for row in by_name:
        chosen = parsed(client.get(next(row.all("a"))["href"].removesuffix("#settle")).text)
        (note,) = [one.text for one in chosen.all("p") if one["class"] == "row-asks"]
        assert note.startswith("To take this row, give a name")
        assert [one["name"] for one in chosen.all("input") if "autofocus" in one] == ["end_user"]
        (now,) = [each for each in _cases(chosen) if [one for one in each.all("a") if "aria-current" in one]]
        assert next(now.all("td")).text == next(row.all("td")).text
    plain = parsed(client.get(f"{SHORT}?ask=end_user").text)
    assert [one for one in plain.all("p") if one["class"] == "row-asks"] == []
    assert not [one for one in plain.all("input") if "autofocus" in one]
    assert [row for row in _cases(plain) if [one for one in row.all("a") if "aria-current" in one]] == []


def test_the_card_says_on_how_many_lists_a_name_was_looked_for_in_vain(client: TestClient):
    line = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "end_user": "Naniwa Seiki"}
    card = client.post("/check/result", data=line).text.split('<section class="settle"')[0]
    assert re.search(r"Looked for on \d+ lists and not found: Naniwa Seiki", card)
    listed = client.post("/check/result", data={**line, "end_user": "Mitsubishi Shipbuilding"}).text
    assert "and not found" not in listed.split('<section class="folds"')[0]


def test_a_case_of_a_line_with_a_name_is_a_form_and_keeps_the_name(client: TestClient):
    data = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "end_user": "Kept Works"}
    page = parsed(client.post("/check/result", data=data).text)
    rows = _cases(page)
    assert [link for row in rows for link in row.all("a")] == []
    form = next(form for row in rows for form in row.all("form") if form["action"] == "/check/result")
    again = submit(client, form, next(form.all("button")).text)
    assert "Kept Works" in again.text
    assert "Kept" not in str([one["href"] for one in again.all("a")])


def _beside(page: Element) -> Element:
    return next(one for one in page.all("div") if one["class"] == "side")


def _read(page: Element) -> list[tuple[str, str]]:
    """Return the readings in the box, each with the kind of its outcome."""
    rows = [list(row.all("span")) for each in page.all("ul") if each["class"] == "read-as" for row in each.all("li")]
    return [(name.text, outcome["class"]) for name, outcome, *_ in rows]


def test_beside_the_card_stands_the_time_line_of_the_ordinary_case(client: TestClient):
    beside = _beside(parsed(client.get(SHORT).text))
    for words in ("This item over time", "Of an ordinary order: China to Japan", "1 August 2023", "no licence"):
        assert words in beside.text
    assert any("cn/2023-23-gallium-germanium" in one["href"] for one in beside.all("a"))
    assert "This item over time" not in parsed(client.get("/answer/none/CN-JP").text).text


def test_the_box_of_readings_is_of_this_very_line(client: TestClient):
    def answered(query: str) -> Element:
        return parsed(client.get(f"/check/result?{query}").text)

    settled, free = answered(SETTLED), answered(FREE)
    assert [name for name, _ in _read(free)] == ["narrowly", "centrally", "broadly"]
    assert {kind for _, kind in _read(settled)} == {"outcome prohibited"}
    assert {kind for _, kind in _read(free)} == {"outcome free"}
    open_one = parsed(client.get(SHORT).text)  # open however the words are read: the ordinary case stands there
    assert "This case, if the disputed words" not in _beside(open_one).text
    assert "This case, if the disputed words" in _beside(free).text


def test_beside_an_open_answer_the_ordinary_case_is_read_as_it_is_where_it_is_stated(client: TestClient):
    stated = {"control_codes": "3C001.a", "origin": "CN", "departure": "CN", "destination": "JP"}
    civil = {name: value for name, value in CIVIL.items() if name != "end_user"}
    ordinary = client.get("/check/result", params={**stated, **civil, "end_user": "none", "as_of": "2026-09-30"})
    assert "This case, if the disputed words" in ordinary.text
    for address in (SHORT, f"{SHORT}?reading=broad"):
        beside = _beside(parsed(client.get(address).text))
        assert "A civil user and use, a general field, no known risk, nobody on a list." in beside.text
        assert _read(beside) == _read(parsed(ordinary.text))
        assert len(_read(beside)) == len(Reading)


@pytest.mark.parametrize(
    "other",
    [{"end_user": "三菱造船所"}, {"end_use": "military"}, {"term.endangers-national-security": "broad"}],
)
def test_a_line_that_may_be_another_is_told_of_no_ordinary_case(client: TestClient, other: dict[str, str]):
    stated = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP"}
    title = "An ordinary order, if the disputed words are read"
    assert title in client.post("/check/result", data=stated).text
    assert title not in client.post("/check/result", data={**stated, **other}).text


@pytest.mark.parametrize(
    "other", [{"end_user_kind": "military"}, {"departure": "DE"}, {"end_user": "Mitsubishi Shipbuilding"}]
)
def test_a_case_that_is_not_the_ordinary_one_has_no_time_line_of_it(client: TestClient, other: dict[str, str]):
    stated = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP"}
    assert "This item over time" in client.post("/check/result", data=stated).text
    assert "This item over time" not in client.post("/check/result", data={**stated, **other}).text


def _copied(page: Element) -> str:
    return next(one["href"] for one in page.all("a") if "data-copy" in one)


def test_the_link_of_an_item_in_words_has_its_code_in_place_of_the_words(client: TestClient):
    words = {"description": "gallium metal wafers", "origin": "CN", "destination": "JP"}
    answer = client.post("/check/result", data=words)
    link = _copied(parsed(answer.text))
    assert link.startswith("/answer/3C001.a/CN-JP?as_of=2026-09-30&library=")
    assert "gallium" not in link, "no free text stands in an address"
    assert "has code 3C001.a, not your words" in answer.text
    there, here = (client.get(link.replace("CN-JP", "CN-JP.json")), client.post("/check/result.json", data=words))
    both = [{key: one.json()["data"][key] for key in ("outcome", "floor", "ceiling")} for one in (there, here)]
    assert both[0] == both[1], "whoever opens it reads the same answer"


def test_the_link_of_words_that_several_codes_fit_says_that_it_leaves_them_out(client: TestClient):
    words = {"description": "rare earth magnets", "origin": "CN", "destination": "JP"}
    answer = client.post("/check/result", data=words)
    assert "control_codes" not in _copied(parsed(answer.text))
    assert "Not in the link: name of the item" in answer.text


def test_the_sheet_of_an_item_in_words_names_the_item(client: TestClient):
    page = parsed(
        client.post(
            "/check/result", data={"description": "gallium metal wafers", "origin": "CN", "destination": "JP"}
        ).text
    )
    form = next(one for one in page.all("form") if one["action"] == "/check/sheet")
    sheet = client.post("/check/sheet", data={one["name"]: one["value"] for one in form.all("input")}).text
    assert "gallium metal wafers" in sheet
    assert "3C001.a" in sheet


@pytest.mark.parametrize(("language", "said"), [("en", "and not found"), ("ja", "掲載なし"), ("zh", "未列入")])
def test_a_named_party_on_no_list_is_said_to_have_been_looked_for(client: TestClient, language: str, said: str):
    line = {"origin": "CN", "destination": "JP", "control_codes": "1C905.b", "end_use": "civil"}
    told = []
    for name in ("Naniwa Seiki", "三菱造船株式会社"):
        asked = {**line, "end_user": name}
        page = client.post("/check/result", data=asked, headers={"accept-language": language}).text
        told.append(re.search(f"{said}[:：]{name}|{said}: {name}", page) is not None)
    assert told == [True, False]


def test_a_bare_word_may_be_any_code_of_its_customs_code_or_none_as_the_user_states(client: TestClient):
    page = parsed(client.post("/search", data={"words": "磁石 日本"}, headers={"accept-language": "en"}).text)
    (near,) = [one for one in page.all("section") if one["class"] == "near"]
    for code in ("1C902.a.4", "1C904.a.4", "1C905.a.4", "1C909.a.4"):
        assert code in near.text
    none = [one for one in near.all("a") if "I state" in one.text]
    assert len(none) == 1
    assert "/answer/none/" in none[0]["href"]


@pytest.mark.parametrize("today", ["", "?as_of=2026-11-27"])
def test_a_day_in_the_words_sets_the_law_of_the_page(client: TestClient, today: str):
    words = {"words": "dysprosium oxide from Hamburg to IHI in Japan on 5 January 2026"}
    page = client.post(f"/search{today}", data=words).text
    main = page.split('id="main"', 1)[1].split("<details", 1)[0]
    assert "licence possible" in main, "the ban of the day after is not the law of that day"
    assert "ban possible" not in main
    assert _days_of_law(page) == {"2026-01-05"}, "one day on the page"


@pytest.mark.parametrize("words", ["gallium to Japan on 5 January 2026", "2026年1月5日 氧化镝 从汉堡到日本 IHI"])
def test_an_answer_for_words_stays_the_same_answer_in_another_language(client: TestClient, words: str):
    page = client.post("/search?as_of=2026-11-27", data={"words": words}, headers={"accept-language": "en"}).text
    assert _days_of_law(page) == {"2026-01-05"}
    (languages,) = [one for one in parsed(page).all("div") if one["class"] == "languages"]
    forms = list(languages.all("form"))
    if forms:
        fields = {one["name"]: one["value"] for one in forms[0].all("input")} | {"language": "ja"}
        there = client.post(forms[0]["action"], data=fields)
    else:
        there = client.get(next(one["href"] for one in languages.all("a") if one["lang"] == "ja"))
    assert there.status_code == 200
    assert _days_of_law(there.text) == {"2026-01-05"}
    assert "2026年1月5日" in there.text
    assert re.search(r'class="answer [a-z]', there.text), "the answer, and no empty search"


def _days_of_law(page: str) -> set[str]:
    """The day that the head of a page names, and those of what its forms ask."""
    head = page.split('id="main"', 1)[0]
    named = re.findall(r'<summary>[^<]*<strong><time datetime="([0-9-]+)"', head)
    return {*named, *re.findall(r'name="as_of" value="([0-9-]+)"', page)}
