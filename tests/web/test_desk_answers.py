"""What is answered on the desk of a list counts in every order, stands once, and is told alike everywhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

pytest.importorskip("python_calamine")

LISTED, WATCHED, PLAIN = "三菱造船株式会社", "豊和工業株式会社", "尾張見本工業"
HEAD = "line,movement,departure,destination,origin,control_codes,description,exporter,importer,value (JPY)\n"
BOOK = HEAD + "".join(
    f"L{number},export,CN,{place},CN,{code},{goods},Ningbo Magnet,{user},{value}\n"
    for number, (place, code, goods, user, value) in enumerate(
        [
            ("JP", "none", "office chair", PLAIN, 300),
            ("JP", "3C001.a", "gallium", PLAIN, 5),
            ("JP", "1C902.a.4", "magnet", LISTED, 20),
            ("", "none", "office chair", WATCHED, 70),
        ]
    )
)
USERS, RISK = {"book.users": "yes"}, {"book.risk": "no"}
PASSWORDLESS = {"by": "田中", "basis": ""}


def _sent(asking: TestClient, name: str) -> str:
    answer = asking.post("/api/books", params={"name": name, "as_of": "2026-11-27"}, content=BOOK.encode())
    place = str(answer.headers["location"]).removeprefix("/api")
    _wait(asking, place)
    return place


def _wait(asking: TestClient, place: str) -> dict[str, object]:
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] in {"done", "failed"})
    assert asking.get(f"/api{place}").json()["data"]["state"] == "done"
    asking.post(f"/api{place}/questions", json={"top": 3})
    until(lambda: asking.get(f"/api{place}").json()["data"]["found"].get("asked"))
    found: dict[str, object] = asking.get(f"/api{place}").json()["data"]["found"]
    return found


def _page(asking: TestClient, place: str) -> Element:
    return parsed(asking.get(place, headers={"accept-language": "en"}).text)


def _customer(asking: TestClient, place: str, **cells: str) -> dict[str, str]:
    """Fields of the row of the plain customer."""
    found = asking.get(f"/api{place}").json()["data"]["found"]
    at = next(at for at, row in enumerate(found["asked"]["customers"]) if row["customer"] == PLAIN)
    return {f"customers.{at}.{column}": text for column, text in cells.items()}


def _save(asking: TestClient, place: str, fields: dict[str, str]) -> None:
    answer = asking.post(f"{place}/settle", data={**fields, **PASSWORDLESS})
    assert answer.status_code == 303, parsed(answer.text).text
    _wait(asking, place)


def _outcomes(asking: TestClient, place: str) -> list[tuple[str, ...]]:
    rows = csv.DictReader(StringIO(asking.get(f"{place}/files/results.csv").text))
    return sorted((row["line"], row["headline"], row["floor"], row["ceiling"], row["missing"]) for row in rows)


@pytest.fixture(scope="module")
def answered(asking: TestClient) -> Iterator[str]:
    """A list on which it was first answered who uses the goods, then what the customer is."""
    place = _sent(asking, "first.csv")
    _save(asking, place, USERS)
    _save(asking, place, _customer(asking, place, kind="civil", country="日本", end_use="civil", sector="general"))
    yield place
    asking.post(f"{place}/delete")


def test_what_is_said_of_a_customer_counts_before_and_after_who_uses_the_goods_is(asking: TestClient, answered: str):
    other = _sent(asking, "second.csv")
    _save(asking, other, _customer(asking, other, kind="civil", country="日本", end_use="civil", sector="general"))
    _save(asking, other, USERS)
    assert _outcomes(asking, answered) == _outcomes(asking, other)
    line = parsed(asking.post(f"{answered}/line", data={"line": "L1"}, headers={"accept-language": "ja"}).text).text
    assert "民間" in line
    asking.post(f"{other}/delete")


def test_an_answer_that_no_line_needs_any_more_is_told(asking: TestClient, answered: str):
    acts = {row["fact"]: row for row in asking.get(f"/api{answered}").json()["data"]["found"]["given"]}
    assert acts["end_user_kind"]["lines"] == 2
    assert "Used for no line now" not in _page(asking, answered).text
    asking.post(f"{answered}/withdraw", data={"act": acts["end_user"]["id"]})
    _wait(asking, answered)
    assert "Used for no line now" in _page(asking, answered).text
    _save(asking, answered, USERS)
    assert "Used for no line now" not in _page(asking, answered).text


def test_a_listed_name_stands_once_with_its_roles(asking: TestClient, answered: str):
    page = _page(asking, answered)
    legends = [one.text for one in page.all("legend") if LISTED in one.text]
    assert len(legends) == 1
    assert "importer" in legends[0]
    assert "end user" in legends[0]
    buttons = [one for one in page.all("input") if one["type"] == "radio" and one["name"].startswith("same.")]
    names = [one for one in buttons if LISTED in one["name"]]
    assert len(names) == 3, "one set of buttons: same, not the same, not yet"
    line = parsed(asking.post(f"{answered}/line", data={"line": "L2"}).text)
    assert sum("Listed names" in one.text for one in line.all("h2")) == 1


def test_counts_of_answers_are_the_same_where_they_were_saved_and_where_they_are_listed(asking: TestClient):
    place = _sent(asking, "counts.csv")
    _save(asking, place, {**USERS, **RISK, "book.destination": "日本"})
    found = asking.get(f"/api{place}").json()["data"]["found"]
    page = _page(asking, place).text
    assert found["answered"]["answers"] == len(found["given"])
    assert f"Answers: {len(found['given'])}." in page
    assert f"Answers given ({len(found['given'])})" in page
    moved = found["answered"]["moved"]
    left = sum(moved.get(word, (0, 0))[0] - moved.get(word, (0, 0))[1] for word in ("undetermined", "free_if_supposed"))
    assert found["answered"]["decided"] == max(0, left)
    # What is for lines in which nothing points is told so, and is assumed of the others alone.
    assert "every line that leaves it open and in which nothing points" in page
    assert "Assumed only where something points" in page
    asking.post(f"{place}/delete")


def test_the_ordinary_way_of_goods_is_offered_first(asking: TestClient):
    place = _sent(asking, "way.csv")
    page = _page(asking, place)
    (field,) = [one for one in page.all("input") if one["name"] == "book.destination"]
    (offered,) = [one for one in page.all("datalist") if one["id"] == field["list"]]
    assert next(offered.all("option"))["value"] == "Japan"
    names = [one["value"] for one in offered.all("option")]
    assert len(names) == len(set(names)) > 100
    asking.post(f"{place}/delete")


def test_what_was_answered_for_all_lines_stands_on_the_boss_s_page_and_in_the_workbook(asking: TestClient):
    from python_calamine import CalamineWorkbook

    place = _sent(asking, "boss.csv")
    _save(asking, place, {**RISK, "book.destination": "日本"})
    asking.post(f"{place}/workbook", data={"by": "田中"}, headers={"accept-language": "ja"})
    _wait(asking, place)
    page = parsed(asking.get(f"{place}/files/report.html").text)
    (told,) = [one.text for one in page.all("p") if "全行への回答" in one.text]
    assert "仕向地：日本" in told
    assert "兆しのない行は" in told
    assert "懸念情報：いいえ" in told
    assert "田中" in told
    book = CalamineWorkbook.from_filelike(BytesIO(asking.get(f"{place}/files/report.xlsx").content))
    cover = book.get_sheet_by_index(0).to_python()
    assert any("全行への回答" in str(row) and "仕向地：日本" in str(row) for row in cover)
    asking.post(f"{place}/delete")


def test_a_line_that_is_tried_keeps_the_way_back_and_says_that_it_is_a_trial(asking: TestClient, answered: str):
    """An answer on a line's page shows what would be; the list is not changed by it, and the page says so."""
    before = _outcomes(asking, answered)
    line = parsed(asking.post(f"{answered}/line", data={"line": "L1"}, headers={"accept-language": "en"}).text)
    form = next(one for one in line.all("form") if any(field.get("name") == "asked" for field in _fields(one)))
    fields = {field["name"]: field["value"] for field in _fields(form) if field["type"] == "hidden"}
    assert fields["of_list"] == answered.rpartition("/")[2]
    tried = asking.post("/check/result", data={**fields, fields["asked"]: "unknown"})
    for page in (line, parsed(tried.text)):
        assert any(one["href"].partition("?")[0] == answered for one in page.all("a"))
        assert "a trial for this line alone" in page.text
    assert _outcomes(asking, answered) == before
    # What no list is behind speaks of none.
    plain = parsed(asking.get("/check/result?departure=CN&destination=JP&control_codes=3C001&of_list=/evil").text)
    assert "a trial for this line alone" not in plain.text


def _grid_as_shown(page: Element) -> dict[str, str]:
    """The fields of the grids as a browser sends them when nobody changes anything."""
    (form,) = [one for one in page.all("form") if one["id"] == "grids"]
    fields = {one["name"]: one["value"] for one in form.all("input") if one["name"].startswith("customers.")}
    for chosen in form.all("select"):
        marked = [one["value"] for one in chosen.all("option") if "selected" in one.attributes]
        fields[chosen["name"]] = marked[0] if marked else ""
    return fields


def test_a_cell_set_back_to_not_known_is_taken_back_alone_and_that_can_be_undone(asking: TestClient):
    headers = {"accept-language": "ja"}
    place = _sent(asking, "cleared.csv")
    _save(asking, place, _customer(asking, place, kind="civil", country="日本"))
    before = asking.get(f"/api{place}").json()["data"]["found"]["given"]
    page = parsed(asking.get(place, headers=headers).text)
    fields = _grid_as_shown(page)
    radios = [(one["name"], one["value"]) for one in page.all("input") if one["name"].startswith("book.")]
    orders = {name: [value for other, value in radios if other == name] for name, _ in radios}
    assert {tuple(values) for values in orders.values() if "yes" in values[:2]} == {("yes", "no", "")}
    (kind,) = _customer(asking, place, kind="")
    assert fields[kind] == "civil"
    sent = {**fields, kind: "", "by": "佐藤", "basis": "CLEARED"}
    assert asking.post(f"{place}/settle", data=sent, headers=headers).status_code == 303
    _wait(asking, place)
    left = asking.get(f"/api{place}").json()["data"]["found"]["given"]
    assert left == [{**one, "lines": left[0]["lines"]} for one in before if one["fact"] == "end_user_territory"]
    page = parsed(asking.get(place, headers=headers).text)
    assert _grid_as_shown(page)[kind] == ""
    (undo,) = [one for one in page.all("form") if any(field["name"] == "step" for field in one.all("input"))]
    step = {field["name"]: field["value"] for field in _fields(undo)}
    asking.post(f"{place}/withdraw", data=step)
    _wait(asking, place)
    again = asking.get(f"/api{place}").json()["data"]["found"]["given"]
    assert {one["id"] for one in again} == {one["id"] for one in before}
    assert asking.post(f"{place}/withdraw", data=step).status_code == 422, "it is not the last step any more"
    # What is sent as it was shown changes nothing, and says so.
    same = _grid_as_shown(parsed(asking.get(place, headers=headers).text))
    assert asking.post(f"{place}/settle", data={**same, **PASSWORDLESS}, headers=headers).status_code == 422
    asking.post(f"{place}/delete")


def _fields(form: Element) -> list[dict[str, str]]:
    return [{"type": "", "value": "", **one.attributes} for one in form.all("input")]


def test_what_decides_of_goods_is_asked_in_the_language_of_the_reader(asking: TestClient):
    """Whoever sent the list may read another language: the page keeps which parameters decide, and asks itself."""
    book = f"{HEAD}G1,export,CN,JP,CN,,isostatic graphite block,Ningbo Carbon,{PLAIN},5\n"
    answer = asking.post(
        "/api/books",
        params={"name": "graphite.csv", "as_of": "2026-11-27"},
        content=book.encode(),
        headers={"accept-language": "ja"},
    )
    place = str(answer.headers["location"]).removeprefix("/api")
    until(lambda: asking.get(f"/api{place}").json()["data"]["state"] == "done")
    asking.post(f"/api{place}/questions", json={"top": 3}, headers={"accept-language": "ja"})
    until(lambda: asking.get(f"/api{place}").json()["data"]["found"].get("asked"))
    (goods,) = asking.get(f"/api{place}").json()["data"]["found"]["asked"]["goods"]
    assert goods["parameters"]
    asked = {}
    for language in ("en", "ja", "zh"):
        page = parsed(asking.get(place, headers={"accept-language": language}).text)
        (row,) = [
            row for table in page.all("table") if "grid" in table["class"] for row in table.all("tr")
            if "isostatic graphite block" in row.text and any(row.all("select"))
        ]  # fmt: skip
        asked[language] = [item.text for item in row.all("li")]
    assert len(asked["en"]) == len(goods["parameters"])
    assert all(text.isascii() for text in asked["en"]), asked["en"]
    assert asked["en"] == goods["asks"]
    assert not any(text.isascii() for text in asked["ja"] + asked["zh"])
    asking.post(f"{place}/delete")
