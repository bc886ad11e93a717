"""A bill of materials on the pages and over REST: from the form to what hangs on it; sent wrongly, cancelled, gone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.bills import LIBRARY, exposed
from tests.support.scripts import SCRIPT
from tests.support.sent_bills import BILL, WRONG
from tests.support.web.html import Element, parsed
from tests.support.web.waiting import until

from sekisho.i18n.package_translation import teller_of
from sekisho.present.exposure.terminal import exposure_text
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.terminal import bare
from sekisho.service.bill import currency_code
from sekisho.web.settings import ServerSettings

CIVIL = {"end_use": "civil", "end_user_kind": "civil", "knowledge_of_risk": "no", "end_user": "Example Works"}


def _sent(asking: TestClient, bill: bytes, name: str = "bom.csv", **fields: str) -> str:
    """Send a bill, wait until it is looked at, and return where its page is."""
    answer = asking.post("/exposure", data={"as_of": "2026-09-30", **fields}, files={"bill": (name, bill)})
    assert answer.status_code == 303, answer.text[:500]
    address: str = answer.headers["location"]
    path = address.partition("?")[0]
    until(lambda: asking.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    return address


@pytest.fixture(scope="module")
def run(asking: TestClient) -> Iterator[str]:
    """The address of a bill that was looked at."""
    address = _sent(asking, BILL, **CIVIL)
    yield address
    asking.post(f"{address.partition('?')[0]}/delete")


def _cells(page: Element, heading: str) -> list[list[str]]:
    """The rows of the table whose section is headed so."""
    (section,) = [one for one in page.all("section") if any(head.text == heading for head in one.all("h2"))]
    table = list(section.all("table"))[-1]
    rows = [row for row in table.all("tr") if row.within("tbody") is not None]
    return [[cell.text.strip() for cell in row.children if cell.tag in {"th", "td"}] for row in rows]


def _folded(page: Element, summary: str) -> Element:
    """What is folded under some words."""
    return next(one for one in page.all("details") if next(one.all("summary")).text.startswith(summary))


def _bare(text: str) -> str:
    """A text without spaces and signs of outcomes, which a page sets apart."""
    return "".join(letter for letter in text if letter not in {" ", *SHAPES.values()})


def test_a_bill_is_told_from_what_stops_first_to_what_would_help(client: TestClient, run: str):
    page = parsed(client.get(run).text)
    assert next(page.all("h1")).text == "servo stops first, on 19 Nov 2026 at the earliest (day 50 from 30 Sep 2026)"
    ((name, day, cause, risk, remedy),) = _cells(page, "When products stop")
    assert (name, day, risk, remedy) == ("servo", "50", "USD 71,233", "dysprosium: stock for 13 days: USD 64")
    assert _bare(cause) == _bare("dysprosium: Dysprosium metal (1C905.a.1), Hua Metal Ganzhou; licence required")
    ((name, outcome, supplier, *_),) = _cells(page, "Parts by days of stock")
    assert (name, _bare(outcome), supplier) == ("dysprosium", "licencerequired", "Hua Metal Ganzhou")
    assert "sales at risk fall from USD 71,233 to USD 0" in page.text


def test_weeks_are_drawn_and_told(client: TestClient, run: str):
    """The licence takes 63 days, stocks last 50: no output from day 50 to day 62, in weeks 8 and 9."""
    page = parsed(client.get(run).text)
    ((name, _, told),) = _cells(page, "Week by week")
    assert (name, told) == ("servo", "8–9 for certain")
    (strip,) = [one for one in page.all("svg") if one["class"] == "weeks"]
    whole, solid = strip.all("rect")
    assert float(whole["width"]) / 52 * 7 == float(solid["x"])
    assert float(whole["width"]) / 52 * 2 == float(solid["width"])


def test_the_side_of_the_threshold_is_told_for_each_reading(client: TestClient, run: str):
    table = next(_folded(parsed(client.get(run).text), "Content from China, by value").all("table"))
    row = [cell.text.replace("\u00a0", " ") for cell in list(table.all("tr"))[1].children if cell.tag in {"th", "td"}]
    assert row[:4] == ["servo", "0 % below", "0 % below", "0.448 % at or above"]


def test_a_product_is_laid_out_with_bars_that_need_no_inline_style(client: TestClient, run: str):
    text = client.get(run).text
    assert "style=" not in text
    tree = _folded(parsed(text), "What the most affected products")
    magnet = next(row for row in tree.all("tr") if "magnet" in row.text)
    assert "██▌" in magnet.text
    assert "20.8%" in magnet.text


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_a_page_and_a_terminal_hold_the_same_products_days_and_sums(
    client: TestClient, run: str, language: str, tmp_path: Path
):
    page = parsed(client.get(f"{run}&language={language}").text)
    translator = teller_of(LIBRARY, language).translator
    found = exposed(tmp_path)
    (table, *_) = page.all("table")
    rows = [[cell.text for cell in row.children if cell.tag in {"th", "td"}] for row in table.all("tr")]
    lines = [bare(line).strip() for line in exposure_text(found, top=9, translator=translator)]
    assert next(page.all("h1")).in_order == lines[0]
    told = "".join(lines)
    for name, day, cause, risk, remedy in rows[1:]:
        first = next(line for line in lines[1:] if line.startswith(f"{name} "))
        assert day in first
        assert risk in first
        assert _bare(cause) in _bare(told)
        assert _bare(remedy) in _bare(told)
    assert len(rows) == 1 + len([row for row in found.products if row.stopped_by])


def test_a_bill_is_asked_again_with_other_answers_for_all_parts(asking: TestClient, run: str):
    page = parsed(asking.get(run).text)
    labels = {one["for"] for one in page.all("label")}
    assert {"end_user_kind", "end_use", "end_use_sector", "knowledge_of_risk"} <= labels
    given = {
        one["id"]: [option["value"] for option in one.all("option") if "selected" in option]
        for one in page.all("select")
    }
    assert given["end_use"] == ["civil"]
    assert given["end_use_sector"] == []
    job = run.partition("?")[0].rpartition("/")[2]
    answer = asking.post("/exposure", data={"again": job, "end_use": "military"})
    assert answer.status_code == 303
    address = answer.headers["location"]
    path = address.partition("?")[0]
    until(lambda: asking.get(f"{path}.json").json()["data"]["state"] not in {"waiting", "working"})
    found = asking.get(f"{path}.json").json()["data"]
    assert found["asked"]["facts"] == {"end_use": "military"}, (
        "what is not answered is open again, and names are kept out"
    )
    assert found["result"]["products"][0]["floor"] != "licence"
    asking.post(f"{path}/delete")
    wrong = asking.post("/exposure", data={"again": job, "end_use": "peace"})
    assert wrong.status_code == 422
    assert asking.post("/exposure", data={"again": "gone"}).status_code == 404


@pytest.mark.parametrize(("language", "heading"), [("ja", "製品が止まる時期"), ("zh", "产品何时停产")])
def test_the_page_and_its_charts_speak_the_language_of_the_reader(
    client: TestClient, run: str, language: str, heading: str
):
    page = parsed(client.get(f"{run}&language={language}").text)
    assert heading in [one.text for one in page.all("h2")]
    (image, other) = [one["src"] for one in page.all("img")]
    week = {"ja": "第10週", "zh": "第10周"}[language]
    assert week in client.get(image).text
    assert ">at risk<" not in client.get(other).text


def test_no_name_of_a_party_stands_in_an_address_or_a_twin(client: TestClient, run: str):
    path = run.partition("?")[0]
    assert "Example" not in run
    assert "as_of=2026-09-30" in run
    assert "Example Works" not in client.get(f"{path}.json").text
    assert "Example Works" not in client.get(run).text


def test_the_page_is_data_a_table_and_files_too(client: TestClient, run: str):
    path = run.partition("?")[0]
    found = client.get(f"{path}.json").json()["data"]["result"]
    assert found["products"][0]["prc_content_share"]["by_reading"]["broad"]["side"] == "above"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text)))
    assert [row["product"] for row in rows] == ["servo", "pump"]
    assert client.get(f"{path}.xlsx").content[:2] == b"PK"
    for name in ("result.html", "result.xlsx", "result.csv", "result.json"):
        assert "attachment" in client.get(f"{path}/files/{name}").headers["content-disposition"]
    for name in ("article.json", "..%2ftask.json"):
        assert client.get(f"{path}/files/{name}").status_code == 404


def test_another_day_of_the_law_is_not_passed_off_as_that_of_the_run(client: TestClient, run: str):
    path = run.partition("?")[0]
    assert "asked the law as of 30 September 2026" in client.get(f"{path}?as_of=2026-01-01").text
    assert "asked the law as of" not in client.get(run).text


def test_a_bill_with_mistakes_shows_all_of_them_at_once_and_the_form_again(client: TestClient):
    address = _sent(client, WRONG, **CIVIL)
    answer = client.get(address)
    assert answer.status_code == 422
    page = parsed(answer.text)
    faults = next(one for one in page.all("ol") if one["class"] == "faults").text
    for said in ("is counted by", "'ghost'", "a cycle: rotor > magnet"):  # a cell that cannot be read is told, no fault
        assert said in faults
    assert "bom.csv cannot be read" in page.text
    chosen = {one["value"] for one in page.all("option") if "selected" in one}
    assert "civil" in chosen, "what was asked is filled in again"


@pytest.mark.parametrize(
    ("name", "sent", "fields", "said"),
    [
        ("", b"", {}, "Choose a file, or take the made-up bill below"),
        ("bom.pdf", b"%PDF-1.7", {}, "is not a kind of bill of materials."),
        ("bom.xlsx", b"parent,part", {}, "it is not a .xlsx file, whatever its name says."),
        ("bom.csv", b"", {}, "the file is empty."),
        ("bom.csv", BILL, {"made_in": "Narnia", "draws": "63"}, "“Narnia” is not a country or region"),
        ("bom.csv", BILL, {"scenario": "nothing"}, "“nothing” is not a measure or scenario"),
        ("bom.csv", BILL, {"currency": "GROATS"}, "“GROATS” is not a currency"),
        ("bom.csv", BILL, {"reading": SCRIPT}, "is not a reading"),
        ("bom.csv", BILL, {"draws": "x" * 900}, "is not a whole number"),
        ("bom.csv", BILL, {"end_use": "peace"}, "'peace' is not a choice."),
        ("bom.csv", BILL, {"as_of": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_what_is_sent_wrongly_is_told_and_nothing_is_kept(
    client: TestClient, name: str, sent: bytes, fields: dict[str, str], said: str
):
    before = client.get("/exposure.json").json()["data"]["runs"]
    files = {"bill": (name, sent)} if name else {}
    answer = client.post("/exposure", data={"as_of": "2026-09-30", **fields}, files=files)
    assert answer.status_code == 422
    assert said in parsed(answer.text).text
    assert "<script>alert" not in answer.text
    assert client.get("/exposure.json").json()["data"]["runs"] == before


@pytest.mark.parametrize(("said", "code"), [("usd", "USD"), ("dollars", "USD"), ("円", "JPY"), ("", "")])
def test_a_currency_by_its_sign_or_a_name_is_asked_by_its_code(said: str, code: str):
    assert currency_code(said) == code


def test_a_bill_may_be_larger_than_any_form(client: TestClient, settings: ServerSettings):
    large = BILL + b"\n" * settings.limits.form
    answer = client.post("/exposure", data={"as_of": "2026-09-30"}, files={"bill": ("large.csv", large)})
    assert answer.status_code == 303
    client.post(f"{answer.headers['location'].partition('?')[0]}/delete")


def test_all_that_is_wrong_with_the_form_is_told_at_once(client: TestClient):
    answer = client.post("/exposure", data={"made_in": "Narnia", "currency": "GROATS", "draws": "63"})
    page = parsed(answer.text)
    links = [one["href"] for one in page.all("a") if one.within("ul") is not None and one["href"].startswith("#")]
    assert links == ["#bill", "#currency", "#made_in", "#draws"]
    assert all(any(one["id"] == link[1:] for one in page.all("input")) for link in links)


def test_a_run_that_is_gone_says_so_and_fills_the_form_again(client: TestClient):
    answer = client.get("/exposure/gone?as_of=2026-09-30&reading=broad&made_in=DE")
    assert answer.status_code == 404
    page = parsed(answer.text)
    assert "There is no such run here any more" in page.text
    assert [one["value"] for one in page.all("input") if one["type"] == "radio" and "checked" in one] == ["broad"]
    assert client.get("/exposure/gone.json").status_code == 404


def test_a_run_can_be_cancelled_and_deleted(client: TestClient):
    answer = client.post("/exposure", data={"as_of": "2026-09-30", "sample": "1"})
    path = answer.headers["location"].partition("?")[0]
    assert "data-progress" in client.get(path).text
    assert client.post(f"{path}/cancel").status_code == 303
    assert "The run was cancelled" in client.get(path).text
    assert client.post(f"{path}/delete").headers["location"].startswith("/exposure?")
    assert client.get(path).status_code == 404


def test_a_bill_over_rest_is_answered_where_location_says(client: TestClient):
    rows = list(csv.DictReader(io.StringIO(BILL.decode())))
    bill = [{name: value for name, value in row.items() if value} for row in rows]
    asked = {"bill": bill, "name": "works", "as_of": "2026-09-30", "facts": CIVIL}
    answer = client.post("/api/exposures", json=asked)
    assert answer.status_code == 202, answer.text
    place = answer.headers["location"]
    until(lambda: client.get(place).json()["data"]["state"] not in {"waiting", "working"})
    found = client.get(place).json()["data"]
    assert found["problems"] == []
    servo = found["result"]["products"][0]
    assert (servo["product"], servo["outcome"]) == ("servo", "licence")
    assert servo["revenue_at_risk"] == pytest.approx(13 * 2_000_000 / 365)
    assert "Example Works" not in client.get("/api/exposures").text
    assert client.get(f"{place}/results?format=csv").text.startswith("product,name,outcome")
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


def test_a_file_over_rest_with_mistakes_tells_all_of_them(client: TestClient):
    place = client.post("/api/exposures/files?name=bom.csv&as_of=2026-09-30", content=WRONG).headers["location"]
    until(lambda: client.get(place).json()["data"]["state"] not in {"waiting", "working"})
    found = client.get(place).json()["data"]
    assert found["state"] == "failed"
    assert len(found["problems"]) >= 3
    refused = client.get(f"{place}/results")
    assert refused.status_code == 422
    assert len(refused.json()["problems"]) == len(found["problems"])
    wrong = client.post("/api/exposures/files?name=bom.csv&made_in=Narnia&currency=GROATS", content=WRONG)
    assert wrong.status_code == 422
    assert {one["where"] for one in wrong.json()["problems"]} == {"made_in", "currency"}


PARTS = """# Gripper
| Part | Qty |
|---|---|
| Neodymium magnet N42SH 10x3 | 4 |
| M3 locknut | 2 |
"""


def test_a_list_of_parts_says_what_could_be_curbed_and_what_was_read_in_each_language(asking: TestClient):
    wanted = {"origin": "China", "suppose": "ordinary", "product": "Gripper 2"}
    address = _sent(asking, PARTS.encode(), "README.md", **wanted)
    path = address.partition("?")[0]
    assert "origin=CN" in address
    page = parsed(asking.get(address).text)
    ((name, codes, _, origin, *_),) = _cells(page, "Parts that may be controlled, gravest first")
    assert (name, origin) == ("Neodymium magnet N42SH 10x3", "China")
    assert "permanent magnet" in codes.partition(" (1C90")[0], "a code stands with what it means"
    assert "Assumed for 2 parts that do not say: origin China." in page.text
    japanese = parsed(asking.get(f"{path}?language=ja").text).text
    assert "部品名に使う列：'Part'。" in japanese
    assert "前提：用途は民生" in japanese
    data = asking.get(f"{path}.json").json()["data"]["result"]
    assert [product["product"] for product in data["products"]] == ["Gripper 2"]
    assert data["summary"]["standing"]["could"] == 1
    asking.post(f"{path}/delete")


def test_a_file_of_suppositions_on_the_server_is_none_over_the_network(client: TestClient):
    answer = client.post("/api/exposures/files?name=README.md&suppose=/etc/own.yaml", content=PARTS.encode())
    assert answer.status_code == 422
    assert "is not a set" in answer.text
