"""The desk of a book: what must stop first, sorted and searched on the server, answered in one sitting, undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.determination.book.supposition import ordinary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HEAD = "line,movement,departure,destination,origin,control_codes,description,exporter,end_user,value\n"
LISTED = "三菱造船株式会社"
WATCHED = "豊和工業株式会社"
BOOK = HEAD + "".join(
    f"L{n},export,CN,JP,CN,{code},{goods},Ningbo Magnet,{user},{value}\n"
    for n, (code, goods, user, value) in enumerate(
        [
            ("none", "office chair", "Naniwa Seiki", 300),
            ("3C001.a", "gallium", "Naniwa Seiki", 5),
            ("1C902.a.4", "magnet", LISTED, 20),
            ("3C001.a", "gallium", "Tokai Reiki", 70),
        ]
    )
)


@pytest.fixture(scope="module")
def run(asking: TestClient) -> Iterator[str]:
    """Path of a finished book without `/books`."""
    answer = asking.post("/api/books", params={"name": "orders.csv", "as_of": "2026-09-30"}, content=BOOK.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] == "done")
    yield place
    asking.post(f"{place}/delete")


def _rows(page: Element) -> list[str]:
    (table,) = [one for one in page.all("table") if "desk" in one["class"]]
    return [next(row.all("button")).text for row in next(table.all("tbody")).all("tr")]


def test_the_page_of_a_book_begins_with_what_must_stop(asking: TestClient, run: str):
    page = parsed(asking.get(run).text)
    assert next(page.all("h1")).text.startswith("Stop 1 line, look at ")
    assert _rows(page)[0] == "L2"
    tiles = next(one for one in page.all("ul") if one["class"] == "tiles")
    assert [link["href"].partition("triage=")[2] for link in tiles.all("a")] == ["stop", "look", "nothing_points"]
    japanese = asking.get(run, headers={"accept-language": "ja"}).text
    assert "1行を止め" in japanese
    assert "は輸出管理規制リスト（公告2026年第11号）に掲載されています。" in japanese
    assert "区分の前提（各行に記載がない場合）：用途は民生；" in japanese, "what its places assume is named once"
    assert "用途・需要者・懸念は仮定しません。" in japanese, "the fold of outcomes says what it counts"
    assert "通常の民生取引とみなすと、停止1行、" in japanese, "and leads back to the head of the page"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "1 line may get a graver answer after 10 Nov 2026, when a suspension ends."),
        ("ja", "1行は、停止が終わる2026年11月10日より後に、より重い答えになる可能性があります。"),
        ("zh", "1行在2026年11月10日暂停结束后，结果可能更严。"),
    ],
)
def test_what_a_suspension_keeps_from_a_graver_answer_is_said_on_the_page_and_on_its_print(
    asking: TestClient, language: str, said: str
):
    line = "A,export,CN,US,CN,1C909.b,holmium oxide,Ningbo Magnet,Acme Corp,5\n"
    answer = asking.post(
        "/api/books", params={"name": f"{language}.csv", "as_of": "2026-09-30"}, content=(HEAD + line).encode()
    )
    place = str(answer.headers["location"]).removeprefix("/api")
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] == "done")
    page = parsed(asking.get(place, headers={"accept-language": language}).text)
    (paper,) = [one for one in page.all("div") if one["class"] == "on-paper"]
    assert said in page.text.replace(paper.text, "")
    assert any(text in paper.text for text in ("suspension ends", "停止が終わる", "暂停结束后"))
    asking.post(f"{place}/delete")


@pytest.mark.parametrize(
    ("language", "said"), [("ja", "通貨の記載なし"), ("zh", "未注明货币"), ("en", "currency not stated")]
)
def test_amounts_without_a_currency_are_told_so_in_the_reader_s_language(
    asking: TestClient, run: str, language: str, said: str
):
    page = parsed(asking.get(run, headers={"accept-language": language}).text)
    assert any(said in one.text for one in page.all("caption"))
    assert "as stated" not in page.text


def test_customers_have_the_sign_of_their_list_and_are_named_in_the_reader_s_language(asking: TestClient):
    """A name on the watch list asks an individual licence: it is no ban, here as on every other page."""
    book = f"{HEAD}A,export,CN,JP,CN,,silicon wafer,Ningbo Magnet,{WATCHED},5\n"
    answer = asking.post("/api/books", params={"name": "watched.csv", "as_of": "2026-09-30"}, content=book.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] == "done")
    asking.post(f"/api{place}/questions", json={"top": 3})
    until(lambda: asking.get(f"/api{place}").json()["data"]["found"].get("asked"))
    page = parsed(asking.get(place, headers={"accept-language": "ja"}).text)
    said = [row.text for table in page.all("table") if "grid" in table["class"] for row in table.all("tr")]
    (told,) = [text for text in said if text.startswith(WATCHED)]
    assert "▲" in told
    assert "■" not in told
    asking.post(f"{place}/delete")


def test_a_book_in_which_nothing_stops_is_told_as_such(asking: TestClient):
    head = "line,movement,departure,destination,origin,control_codes,end_user,value (USD)"
    book = f"{head}\nA,export,CN,JP,CN,none,Naniwa,5\n"
    answer = asking.post("/api/books", params={"name": "one.csv", "as_of": "2026-09-30"}, content=book.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] == "done")
    page = asking.get(place)
    assert page.status_code == 200
    assert next(parsed(page.text).all("h1")).text == "Stop 0 lines, look at 0 lines, nothing points in 1 line"
    asking.post(f"{place}/delete")


def test_the_places_are_drawn_to_scale_by_lines(asking: TestClient, run: str):
    page = parsed(asking.get(run).text)
    figure = next(one for one in page.all("svg") if one["aria-labelledby"].startswith("desk-queue"))
    tiles = next(one for one in page.all("ul") if one["class"] == "tiles")
    lines = [int(re.sub(r"\D", "", one.text)) for one in tiles.all("strong")]
    widths = {one["data-place"]: float(one["width"].rstrip("%")) for one in figure.all("rect")}
    places = [place for place, number in zip(("stop", "look", "nothing_points"), lines, strict=True) if number]
    assert list(widths) == places
    assert len(places) > 1
    scale = sum(widths.values()) / sum(lines)
    assert list(widths.values()) == pytest.approx([number * scale for number in lines if number], abs=0.01)
    ids = [one["id"] for kind in ("title", "desc") for one in page.all(kind) if one["id"]]
    assert len(ids) == len(set(ids)), "the boss's side on the same page has its own drawing"


def test_lines_are_sorted_and_paged_by_links_alone(asking: TestClient, run: str):
    page = parsed(asking.get(f"{run}/lines").text)
    heads = {link.text.rstrip(" ↑↓"): link["href"] for one in page.all("th") for link in one.all("a")}
    by_amount = parsed(asking.get(heads["Amount"]).text)
    assert _rows(by_amount) == ["L1", "L2", "L3", "L0"]
    (marked,) = [one for one in by_amount.all("th") if "aria-sort" in one]
    assert marked["aria-sort"] == "ascending"
    assert _rows(parsed(asking.get(next(marked.all("a"))["href"]).text)) == ["L0", "L3", "L2", "L1"]
    first = parsed(asking.get(f"{run}/lines?order=amount&most=1").text)
    assert _rows(first) == ["L1"]
    (further,) = [one for one in first.all("a") if one.text == "Next"]
    assert _rows(parsed(asking.get(further["href"]).text)) == ["L2"]
    assert asking.get(f"{run}/lines?order=colour").status_code == 422


def test_what_is_searched_for_stands_in_no_address(asking: TestClient, run: str):
    answer = asking.post(f"{run}/lines", data={"text": "三菱"})
    page = parsed(answer.text)
    assert _rows(page) == ["L2"]
    assert "三菱" not in "".join(one["href"] for one in page.all("a") if "href" in one)
    # A head of a column sorts what was found by a form that carries the text.
    form = next(one for one in page.all("form") if one["class"] == "go")
    fields = {one["name"]: one["value"] for one in form.all("input")}
    assert fields["text"] == "三菱"
    assert _rows(parsed(asking.post(form["action"], data=fields).text)) == ["L2"]
    none = asking.post(f"{run}/lines", data={"text": "nobody of this name"})
    assert "No line fits." in none.text


def test_rest_tells_the_same_lines(asking: TestClient, run: str):
    asked = {"triage": "stop", "order": "amount", "most": 5}
    data = asking.post(f"/api{run}/lines", json=asked, headers={"accept-language": "en"}).json()["data"]
    assert [row["line"] for row in data["rows"]] == ["L2"]
    assert data["triage"]["stop"] == 1
    page = asking.get(f"{run}/lines.json?triage=stop&order=amount").json()["data"]
    assert page["rows"] == data["rows"]
    assert asking.post(f"/api{run}/lines", json={"triage": "soon"}).status_code == 422


def test_a_line_opens_its_answer(asking: TestClient, run: str):
    answer = asking.post(f"{run}/line", data={"line": "L2"})
    assert next(parsed(answer.text).all("h1")).text.startswith("■")


def test_the_answer_of_a_line_says_first_why_the_list_stops_it(asking: TestClient, run: str):
    row = next(one for one in asking.post(f"/api{run}/lines", json={}).json()["data"]["rows"] if one["line"] == "L2")
    page = parsed(asking.post(f"{run}/line", data={"line": "L2"}, headers={"accept-language": "en"}).text)
    (told,) = [one for one in page.all("div") if "stops" in one["class"].split()]
    assert row["why"] in told.text
    assert row["ask"] in told.text
    (back,) = [one for one in page.all("a") if one.text == "Back to the order list"]
    assert back["href"].startswith(run)


def test_a_step_that_asks_the_buyer_or_the_supplier_leads_to_the_draft_letters(asking: TestClient, run: str):
    def steps(line: str) -> Element:
        page = parsed(asking.post(f"{run}/line", data={"line": line}, headers={"accept-language": "en"}).text)
        return next(one for one in page.all("div") if one["class"] == "next")

    first = next(steps("L1").all("li"))
    assert first.text.startswith("Ask the")
    (place,) = [one["href"] for one in first.all("a")]
    assert place.endswith("#letters")
    there = parsed(asking.get(place, headers={"accept-language": "en"}).text)
    (about,) = [one for one in there.all("p") if one["id"] == "letters"]
    fold = about.within("details")
    assert fold is not None
    assert any(form["action"].endswith("/letters") for form in fold.all("form"))
    assert not any("#letters" in one["href"] for one in steps("L2").all("a")), "nobody asks about what is prohibited"
    assert "#letters" not in asking.get("/answer/3C001.a/CN-JP").text, "letters are of an order list"


def test_the_page_of_a_line_heads_it_as_the_list_and_presumes_no_more_when_it_is_answered(asking: TestClient, run: str):
    for row in asking.post(f"/api{run}/lines", json={}).json()["data"]["rows"]:
        page = parsed(asking.post(f"{run}/line", data={"line": row["line"]}, headers={"accept-language": "en"}).text)
        assert next(page.all("h1")).text.split()[0] == row["shape"], row["line"]
        for form in page.all("form"):
            fields = {one["name"]: one["value"] for one in form.all("input")}
            if "end_user" in fields:
                assert fields.get("presume") == "no", "what is asked on is judged as the list judges it"
    stated = {"movement": "export", "departure": "CN", "destination": "JP", "description": "gallium metal"}
    as_list = asking.post("/check/result.json", data={**stated, "presume": "no"}).json()["data"]
    assert (as_list["presumed"], as_list["headline"]) == ([], "undetermined")
    assert asking.post("/check/result.json", data=stated).json()["data"]["presumed"]


def test_an_order_list_asks_before_it_is_deleted(asking: TestClient, run: str):
    page = parsed(asking.get(run, headers={"accept-language": "en"}).text)
    folds = [one for one in page.all("details") if "deletion" in one["class"]]
    assert len(folds) == 1
    assert "This cannot be undone." in folds[0].text
    assert "open" not in folds[0]
    inside = [form["action"] for form in folds[0].all("form")]
    assert [form["action"] for form in page.all("form") if form["action"].endswith("/delete")] == inside
    assert asking.get(run).status_code == 200


def test_a_book_stands_beside_another(asking: TestClient, run: str):
    page = parsed(asking.get(f"{run}/beside").text)
    assert next(page.all("h1")).text == "Two order lists side by side"
    name = run.rpartition("/")[2]
    beside = parsed(asking.get(f"{run}/beside?other={name}").text)
    assert next(beside.all("h1")).text == "No line of 4 lines stands elsewhere."
    data = asking.get(f"/api{run}/beside?other={name}").json()["data"]
    assert (data["both"], data["ways"], data["moved"]) == (4, {}, [])
    assert asking.get(f"/api{run}/beside?other=AAAAAAAAAAAA").status_code == 404
    assert asking.get(f"{run}/beside?other=AAAAAAAAAAAA").status_code == 404


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_the_places_assume_is_one_short_line_that_opens_to_every_point(
    asking: TestClient, run: str, library: Library, language: str
):
    """Use, user and risk stand in the line, the others one by one behind it; none is lost and none stands twice."""
    page = parsed(asking.get(run, headers={"accept-language": language}).text)
    (fold,) = [one for one in page.all("details") if "assumed" in one["class"].split()]
    points = [point.text for point in fold.all("li")]
    every = [of.told(language) for of in ordinary(library).facts.values()]
    assert points == every
    head = next(fold.all("summary")).text
    assert [point in head for point in points] == [at < 3 for at in range(len(points))]
    assert str(len(points) - 3) in head
    paragraphs = [one.text for one in page.all("p") if "checked" in one["class"].split()]
    assert [text for text in paragraphs if points[3] in text] == []


def test_a_line_is_two_rows_high_on_a_phone_and_one_that_stops_says_why(browser: Browser, server: str):
    """The table was 160 dots a line; what stops a shipment keeps its reason."""
    goods = "".join(f"M{n},export,CN,JP,CN,3C001.a,gallium metal of 99.99 %,Ningbo,Buyer {n},{n}\n" for n in range(60))
    context = browser.new_context(base_url=server, locale="en", viewport={"width": 390, "height": 800})
    answer = context.request.post("/api/books?name=phone.csv&as_of=2026-09-30", data=f"{BOOK}{goods}")
    place = answer.headers["location"].removeprefix("/api")
    until(lambda: context.request.get(f"/api{place}").json()["data"]["state"] == "done")
    page = context.new_page()
    page.goto(f"{place}/lines")
    rows = page.locator("table.lines-desk > tbody > tr")
    assert rows.count() == 64
    heights = [row.bounding_box()["height"] for row in rows.all()]  # type: ignore[index] # each is shown
    assert max(heights[1:]) <= 64
    assert rows.first.locator(".c-why").inner_text()
    assert LISTED in rows.first.locator(".c-item").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 800})
    assert LISTED not in rows.first.locator(".c-item").inner_text()
    assert rows.nth(3).locator(".c-why").inner_text()
    context.request.delete(f"/api{place}")
    context.close()
