"""A change of law is held against one's own order list: from the page of changes, and from that of a measure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

HEAD = (
    "line,movement,departure,destination,origin,control_codes,description,exporter,end_user,end_user_kind,end_use,"
    "knowledge_of_risk,knowledge_of_barred_use,end_user_territory,exporter_is_prc_person\n"
)
BOOK = HEAD + (
    "CHAIR,export,CN,JP,CN,none,office chair,Ningbo Example,Naniwa Seiki,civil,civil,no,no,JP,yes\n"
    "NAVY,export,CN,JP,CN,3C001.a,gallium,Ningbo Example,Naniwa Seiki,military,military,no,no,JP,yes\n"
)
DAYS = {"from": "2026-01-05", "to": "2026-11-27"}
ENGLISH = {"accept-language": "en"}


def _sent(asking: TestClient, name: str, *, keep: bool, book: str = BOOK) -> str:
    asked = {"name": name, "as_of": "2026-11-27", "keep": str(keep).lower()}
    answer = asking.post("/api/books", params=asked, content=book.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    _wait(asking, place)
    return place


def _wait(asking: TestClient, place: str) -> None:
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] in {"done", "failed"})
    assert asking.get(f"/api{place}").json()["data"]["state"] == "done"


@pytest.fixture(scope="module")
def kept(asking: TestClient) -> Iterator[str]:
    """A list that can be held against another law."""
    place = _sent(asking, "kept.csv", keep=True)
    yield place
    asking.post(f"{place}/delete")


@pytest.mark.parametrize("page", ["/changes?from=2026-01-05&to=2026-11-27", "/measures/cn/2026-01-japan-dual-use"])
def test_a_change_of_law_leads_to_the_lines_that_it_moves(asking: TestClient, kept: str, page: str):
    links = [one["href"] for one in parsed(asking.get(page, headers=ENGLISH).text).all("a")]
    (link,) = [link for link in links if link.startswith("/books/moves?")]
    assert "from=2026-01-05" in link
    choice = parsed(asking.get(link, headers=ENGLISH).text)
    chosen = kept.rpartition("/")[2]
    assert chosen in [one["value"] for one in choice.all("option")]
    answer = asking.get("/books/moves", params={**DAYS, "book": chosen})
    assert answer.status_code == 303
    found = parsed(asking.get(answer.headers["location"], headers=ENGLISH).text)
    assert [one.text for one in found.all("h1")] == ["1 of 2 lines change"]
    (moved,) = [row for row in found.all("tr") if any(cell.text == "NAVY" for cell in row.all("th"))]
    assert "prohibited" in moved.text
    assert not any(cell.text == "CHAIR" for row in found.all("tr") for cell in row.all("th"))
    # The same two ways round: what came goes.
    back = asking.get(f"{kept}/moves.json", params={"from": DAYS["to"], "to": DAYS["from"]}).json()
    (row,) = back["data"]["rows"] if "data" in back else back["rows"]
    assert (row["line"], row["before"]) == ("NAVY", "prohibited")


def test_a_list_whose_answers_alone_were_kept_is_judged_again_first(asking: TestClient):
    place = _sent(asking, "bare.csv", keep=False)
    page = parsed(asking.get(f"{place}/moves", params=DAYS, headers=ENGLISH).text)
    assert any("Judge the list again" in one.text for one in page.all("button"))
    asking.post(f"{place}/moves")
    _wait(asking, place)
    page = parsed(asking.get(f"{place}/moves", params=DAYS, headers=ENGLISH).text)
    assert [one.text for one in page.all("h1")] == ["1 of 2 lines change"]
    asking.post(f"{place}/delete")


def test_a_line_that_stays_open_is_named_when_its_customer_comes_onto_a_list(asking: TestClient):
    book = "line,departure,destination,origin,description,importer\n"
    book += "ENGINE,CN,JP,CN,gallium metal,三菱重工航空エンジン株式会社\nFAN,CN,JP,CN,gallium metal,Naniwa Seiki\n"
    place = _sent(asking, "open.csv", keep=True, book=book)
    page = parsed(asking.get(f"{place}/moves", params=DAYS, headers=ENGLISH).text)
    assert [one.text for one in page.all("h1")] == ["1 of 2 lines name a party that came onto a list, or left one"]
    (row,) = [row for row in page.all("tr") if any(cell.text == "ENGINE" for cell in row.all("th"))]
    assert "the control list (Announcement 11 of 2026)" in row.text
    assert "Stop" in row.text
    assert not any(cell.text == "FAN" for row in page.all("tr") for cell in row.all("th"))
    ban = [row.text for row in page.all("tr") if "The Japan ban of 6 January 2026" in row.text]
    assert any("may apply now" in text and text.endswith("2") for text in ban), "both lines may meet the ban"
    # Between two days of one law nothing is said of lists.
    same = {"from": "2026-03-01", "to": "2026-03-02"}
    page = parsed(asking.get(f"{place}/moves", params=same, headers=ENGLISH).text)
    assert [one.text for one in page.all("h1")] == ["0 of 2 lines change"]
    asking.post(f"{place}/delete")


def test_a_list_of_somebody_else_or_a_day_that_is_none_is_refused(asking: TestClient, kept: str):
    gone = asking.get("/books/moves", params={**DAYS, "book": "AAAAAAAAAAAA"})
    assert gone.status_code == 404
    assert asking.get(f"{kept}/moves", params={"from": "2026-02-31", "to": "2026-11-27"}).status_code == 422


def test_two_lists_of_one_name_are_told_apart_where_one_is_chosen(asking: TestClient):
    """By the day and the minute they were sent, and by their lines."""
    places = []
    for lines in (1, 2):
        rows = "".join(f"L{n},export,CN,JP,CN,none,Naniwa\n" for n in range(lines))
        text = f"line,movement,departure,destination,origin,control_codes,end_user\n{rows}"
        answer = asking.post("/api/books", params={"name": "same.csv", "as_of": "2026-09-30"}, content=text.encode())
        places.append(str(answer.headers["location"]).removeprefix("/api"))
    for place in places:
        until(lambda place=place: asking.get(f"/api{place}").json()["data"]["state"] == "done")  # type: ignore[misc] # one place each
    page = parsed(asking.get("/books/moves", headers=ENGLISH).text)
    labels = {one["value"]: one.text for one in page.all("option")}
    own = [labels[place.rpartition("/")[2]] for place in places]
    assert own[0].startswith("same.csv")
    assert own[0].endswith("1 line)") or own[0].endswith(", 1 line")
    assert own[1].endswith("2 lines")
    for place in places:
        asking.post(f"{place}/delete")


def _own_lists(page: Element) -> dict[str, str]:
    """Return the text of each list that a page of the law names, by the address of its lines."""
    rows = (row for part in page.all("ul") if part["class"] == "own-lists" for row in part.all("li"))
    return {next(row.all("form"))["action"]: row.text for row in rows}


def test_the_page_of_a_measure_leads_to_the_lines_that_it_decides(asking: TestClient, kept: str):
    page = parsed(asking.get("/measures/cn/2026-01-japan-dual-use", headers=ENGLISH).text)
    assert "1 line" in _own_lists(page)[f"{kept}/lines"]
    asked = {"clause": "cn/2026-01-japan-dual-use"}
    lines = parsed(asking.get(f"{kept}/lines", params=asked, headers=ENGLISH).text)
    assert next(lines.all("h1")).text == "1 line"
    assert "NAVY" in lines.text
    assert "CHAIR" not in lines.text
    assert "cn/2026-01" not in next(one for one in lines.all("li") if one["class"] == "tag").text
    other = parsed(asking.get("/measures/cn/2024-46-us-dual-use", headers=ENGLISH).text)
    assert f"{kept}/lines" not in _own_lists(other), "it decides no line, so nothing is said"


def test_the_page_of_a_party_names_the_lists_in_which_it_occurs(asking: TestClient):
    listed = HEAD + "SHIP,export,CN,JP,CN,3C001.a,gallium,Ningbo Example,三菱造船株式会社,civil,civil,no,no,JP,yes\n"
    before = asking.get("/parties/jp-ecl-a01", headers=ENGLISH)
    place = _sent(asking, "ships.csv", keep=True, book=listed)
    try:
        page = asking.get("/parties/jp-ecl-a01", headers={**ENGLISH, "if-none-match": before.headers.get("etag", "")})
        assert page.status_code == 200, "a browser that has the page of before gets the new one"
        row = _own_lists(parsed(page.text))[f"{place}/lines"]
        assert "1 line" in row
        assert "三菱造船株式会社" in row
        lines = asking.post(f"{place}/lines", data={"text": "三菱造船株式会社"}, headers=ENGLISH)
        assert "SHIP" in lines.text
        other = asking.get("/parties/jp-ecl-a20", headers=ENGLISH)
        assert f"{place}/lines" not in _own_lists(parsed(other.text))
    finally:
        asking.post(f"{place}/delete")
    assert f"{place}/lines" not in _own_lists(parsed(asking.get("/parties/jp-ecl-a01", headers=ENGLISH).text))


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", "These changes affect 2 of your 3 lines in ours.csv."),
        ("ja", "これらの変更は、ours.csvの3行のうち2行に関係します。"),
        ("zh", "这些变化涉及ours.csv的3行中的2行。"),
    ],
)
def test_the_page_of_changes_counts_the_lines_of_the_list_that_each_change_touches(
    asking: TestClient, language: str, says: str
):
    ship = "SHIP,export,CN,JP,CN,none,lamp,Ningbo Example,三菱造船株式会社,civil,civil,no,no,JP,yes\n"
    page, spoken = "/changes?from=2026-01-05&to=2026-11-27", {"accept-language": language}
    assert "ours.csv" not in asking.get(page, headers=spoken).text
    place = _sent(asking, "ours.csv", keep=True, book=BOOK + ship)
    try:
        found = parsed(asking.get(page, headers=spoken).text)
        (link,) = [one for one in found.all("a") if one.text == says]
        assert link["href"].startswith(f"{place}/moves?")
        assert "from=2026-01-05&to=2026-11-27" in link["href"]
        counts = {row.text: cells[-1] for row in _rows(found) if (cells := list(row.all("td")))}
        by_ban = [cell for text, cell in counts.items() if "2026-01-06" in text or "6 Jan" in text or "1月6日" in text]
        assert any(cell.text == "1" and next(cell.all("a"))["href"].startswith(f"{place}/moves") for cell in by_ban)
        assert any(cell.text == "0" and not list(cell.all("a")) for cell in counts.values())
        plain = asking.get(f"{page.replace('?', '.json?')}").json()
        plain = plain.get("data", plain)
        assert plain["own_lines"] == {"list": "ours.csv", "lines": 3, "touched": 2}
        touched = {(row["date"], row["list"]): row["own_lines"] for row in plain["changes"] if row["own_lines"]}
        assert touched["2026-02-24", "cn/control-list/2026-11"] == 1, "the party that was listed"
        assert touched["2026-01-06", ""] == 1, "the line that the ban decides"
    finally:
        asking.post(f"{place}/delete")


def _rows(page: Element) -> list[Element]:
    return [row for table in page.all("table") for row in table.all("tr")]
