"""The page of two answers: asked from an answer, kept as an address without names, what differs tinted and first."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed

LINE = "control_codes=3C001.a&origin=CN&destination=JP"


def test_the_answer_leads_to_the_form_and_the_form_to_an_address(client: TestClient):
    page = parsed(client.get("/answer/3C001.a/CN-JP").text)
    form = next(one for one in page.all("form") if one["action"] == "/compare")
    asked = {one["name"]: one["value"] for one in form.all("input")}
    empty = parsed(client.get("/compare", params=asked).text)
    assert not [one for one in empty.all("table") if "compared" in one["class"]]
    sent = client.post(
        "/compare", data={**asked, "other.destination": "ドイツ", "other.as_of": "", "other.reading": ""}
    )
    assert sent.status_code == 303
    assert "other.destination=DE" in sent.headers["location"]
    told = parsed(client.get(sent.headers["location"]).text)
    rows = [row for table in told.all("table") for row in table.all("tr")][1:]
    assert rows[0].text.startswith("Destination")
    assert "Germany" in rows[0].text
    tinted = [row["class"] == "otherwise" for row in rows]
    assert tinted == sorted(tinted, reverse=True)


def test_a_name_on_either_side_stands_in_no_address(client: TestClient):
    data = {
        "control_codes": "3C001.a",
        "origin": "CN",
        "destination": "JP",
        "other.end_user": "Mitsubishi Shipbuilding",
    }
    sent = client.post("/compare", data=data)
    assert sent.status_code == 200
    page = parsed(sent.text)
    assert "Mitsubishi" in page.text
    assert "Mitsubishi" not in str([one["href"] for one in page.all("a")])
    assert client.get(f"/compare?{LINE}&other.end_user=Secret+Works").status_code == 422


def test_what_is_no_fact_is_told(client: TestClient):
    assert client.get(f"/compare?{LINE}&other.nonsense=1").status_code == 422
    wrong = client.get(f"/compare?{LINE}&other.as_of=soon&other.destination=Germany")
    assert wrong.status_code == 422
    page = parsed(wrong.text)
    fields = {one["name"]: one["value"] for one in page.all("input")}
    assert fields["other.destination"] == "Germany", "what was filled in is still there"
    assert any(one["href"] == "#other-day" for one in page.all("a"))


def test_two_measures_stand_side_by_side_what_differs_first_and_tinted(client: TestClient):
    pair = "/compare?a=cn/2026-01-japan-dual-use&b=cn/2024-46-us-dual-use"
    page = parsed(client.get(pair).text)
    rows = [row for table in page.all("table") for row in table.all("tr")][1:]
    assert "Japan ban" in rows[0].text
    tinted = [row["class"] == "otherwise" for row in rows]
    assert tinted == sorted(tinted, reverse=True)
    told = {next(row.all("th")).text.removesuffix(" differs"): [cell.text for cell in row.all("td")] for row in rows}
    assert told["What its rules do"][0] == "Prohibited: 4 rules"
    assert "Licence, normally refused: 2 rules" in told["What its rules do"][1]
    assert told["Countries it names"][1] == "the United States"
    assert client.get("/compare?a=cn/2026-01-japan-dual-use").status_code == 200
    assert client.get("/compare?a=cn/2026-01-japan-dual-use&b=cn/1999-nothing").status_code == 422


def test_measures_on_japan_come_first_and_those_on_other_countries_are_counted(client: TestClient):
    page = client.get(f"/compare?{LINE}&other.as_of=2023-07-31", headers={"accept-language": "zh"})
    rows = [row for table in parsed(page.text).all("table") for row in table.all("tr")]
    (could,) = [row for row in rows if row.text.startswith("可能适用")]
    first = next(could.all("td")).text
    assert first.index("对日禁令") < first.index("针对其他国家的措施")
    assert "对美禁令" not in first
    assert ": " not in " ".join(row.text for row in rows), "a Chinese page has the colon of its own script"


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_no_two_measures_are_offered_under_one_name(client: TestClient, language: str):
    page = parsed(client.get("/compare?a=cn/2026-01-japan-dual-use", headers={"accept-language": language}).text)
    for choice in page.all("select"):
        names = [one.text for one in choice.all("option")]
        assert len(names) == len({*names}), sorted(name for name in names if names.count(name) > 1)
