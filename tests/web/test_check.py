"""One shipment: a question a page, errors beside the field, names in forms alone, and the answer first."""

from __future__ import annotations

import re

import pytest
import yaml
from starlette.testclient import TestClient
from tests.support.pdf_words import words_in
from tests.support.web.addresses import FREE, LINE, SETTLED
from tests.support.web.html import Element, parsed, submit

from sekisho import Library
from sekisho.present.render import pdf

CASE = {"movement": "export", "departure": "CN", "destination": "JP", "control_codes": "3C001.a"}


def _form(page: Element, action: str, nth: int = 0) -> dict[str, str]:
    form = [one for one in page.all("form") if one["action"] == action][nth]
    return {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}


def test_a_shipment_is_asked_for_question_by_question_until_it_is_settled(client: TestClient):
    answers = {
        "movement": "export",
        "departure": "China",
        "destination": "日本",
        "control_codes": "3c001.A",
        "end_user_kind": "military",
        "end_use": "military",
    }
    page, asked = parsed(client.get("/check").text), list[str]()
    while not any(one["class"].startswith("answer ") for one in page.all("div")):
        form = next(one for one in page.all("form") if one["class"] == "question")
        fact = next(one["value"] for one in form.all("input") if one["name"] == "asked")
        asked.append(fact)
        assert len(asked) < 20
        if fact in answers:
            page = submit(client, form, "Continue", **{fact: answers[fact]})
        elif any(one["value"] == "unknown" for one in form.all("input")):
            page = submit(client, form, "Continue", **{fact: "unknown"})
        else:
            page = submit(client, form, "I don't know")
    assert asked[:4] == ["movement", "departure", "destination", "control_codes"]
    assert len(asked) == len(set(asked))
    assert next(page.all("h1")).text.startswith("■ Prohibited")
    assert "3C001.a" in page.text


@pytest.mark.parametrize(
    ("fact", "wide", "plain"),
    [
        ("control_codes", "１Ｃ９０５．ａ", "1C905.a"),
        ("prc_content_share", "０．２％", "0.002"),
        ("hs_code", "２８４６９０", "284690"),
    ],
)
def test_full_width_letters_and_digits_are_read_as_plain_ones(client: TestClient, fact: str, wide: str, plain: str):
    data = client.get("/check/answers.json", params={fact: wide}).json()["data"]
    assert data["facts"] == {fact: plain}


@pytest.mark.parametrize("fact", ["movement", "departure", "control_codes", "date", "prc_content_share", "end_user"])
def test_an_answer_left_out_is_asked_for_and_quoted_as_no_answer(client: TestClient, fact: str):
    page = parsed(client.get(f"/check?asked={fact}").text)
    (summary,) = [one for one in page.all("div") if one["class"] == "summary"]
    assert [link.text for link in summary.all("a")] == ["Select an answer, or “I don't know”"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("asked=movement", "Select an answer, or “I don't know”"),
        ("asked=departure&departure=Narnia", "“Narnia” is not a country or territory"),
        ("asked=control_codes&control_codes=9Z9", "“9Z9” is not a code of the dual-use list"),
        ("asked=prc_content_share&prc_content_share=much", "“much” is not such a number"),
        ("asked=date&date-day=31&date-month=2&date-year=2026", "The date must be a day of the calendar"),
        ("asked=end_use&end_use=mischief", "“mischief” is none of the choices"),
        ("asked=hs_code&hs_code=12", ""),
        ("asked=hs_code&hs_code=gallium", "“gallium” is not an HS code"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_in_the_summary(client: TestClient, query: str, said: str):
    answer = client.get(f"/check?{query}")
    if not said:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    page = parsed(answer.text)
    assert next(page.all("title")).text.startswith("Error:")
    (summary,) = [one for one in page.all("div") if one["class"] == "summary"]
    assert "autofocus" in summary
    assert summary["tabindex"] == "-1"
    assert next(summary.all("h2")).text == "There is a problem"
    (link,) = summary.all("a")
    assert said in link.text
    field = next(one for one in page.all() if one["id"] == link["href"][1:])
    assert field.tag in {"input", "textarea"}
    (error,) = [one for one in page.all("p") if one["class"] == "error"]
    assert link.text in error.text


def test_a_name_in_an_address_is_refused_and_is_not_sent_on(client: TestClient):
    answer = client.get(f"/check/result?{LINE}&end_user=Secret+Works")
    assert answer.status_code == 422
    assert "a name or free text stands in the address" in answer.text
    assert client.get(f"/check/result?{LINE}&end_user=unknown").status_code == 200


def test_a_name_travels_in_forms_and_stands_in_no_address_of_the_result(client: TestClient):
    answer = client.post("/check/result", data={**CASE, "end_user": "Secret Works", "description": "Secret powder"})
    page = parsed(answer.text)
    assert answer.status_code == 200
    assert "Secret Works" in page.text
    addresses = [one[name] for one in page.all() for name in ("href", "action", "formaction") if name in one]
    assert [one for one in addresses if "ecret" in one] == []
    assert all(one["method"] == "post" for one in page.all("form") if one["action"].startswith(("/check", "/quick")))
    assert "name of the item" in page.text.partition("Not in the link")[2][:60]


def test_the_result_says_outcome_day_item_and_coverage_in_one_block(client: TestClient, library: Library):
    page = parsed(client.get(f"/check/result?{LINE}").text)
    block = next(one for one in page.all("div") if one["class"].startswith("answer"))
    assert "undetermined" in block["class"]
    for said in (
        "30 September 2026",
        "◆",
        "Not decided (licence at least)",
        "China",
        "Japan",
        f"{len(library.measures)} measures",
    ):
        assert said in block.text
    assert "Not covered" in page.text


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_the_card_says_what_every_other_face_says(client: TestClient, language: str):
    speaking = {"accept-language": language}
    card = parsed(client.get(f"/check/result?{LINE}", headers=speaking).text)
    block = next(part for part in card.all("div") if part["class"].startswith("answer"))
    facts = {name: value for name, value in (pair.split("=") for pair in LINE.split("&")) if name != "as_of"}
    asked = {"facts": facts, "as_of": "2026-09-30"}
    brief = client.post("/api/determinations", json=asked, headers=speaking).json()["data"]["brief"]
    assert [part["label"] for part in brief][1:] == [part.text for part in block.all("dt")]
    flagged = re.compile(r"--[a-z]")
    assert not flagged.search(block.text), "a page has buttons where the command has flags"
    for part in brief:
        if part["label"] not in {"If", "場合", "如果"}:  # cases stand in a table
            says = " ".join(part["lines"])
            # With flags the sentence ends otherwise, so its beginning is compared; where they leave room, a page says
            # more of the same sentence.
            text = block.text.replace(" ", "")  # the outcome and what it is of stand in lines of their own
            whole = [line.rstrip(".。").replace(" ", "") in text for line in part["lines"]]
            assert says[:12] in block.text if flagged.search(says) else all(whole)


def test_the_question_that_would_settle_it_stands_on_the_result(client: TestClient):
    page = parsed(client.get(f"/check/result?{LINE}&end_user=unknown").text)
    (section,) = [one for one in page.all("section") if one["class"] == "settle"]
    assert "What decides it" in section.text
    assert "Do you know, or did anybody tell you" in section.text
    assert "What will it be used for?" in section.text
    assert "I don't know" in section.text
    assert _form(section, "/check/result")["asked"] == "end_use"
    answered = client.get("/check/result", params={**_form(section, "/check/result"), "end_use": "civil"})
    assert answered.status_code == 303


def test_every_part_of_a_clause_is_marked(client: TestClient):
    page = parsed(client.get(f"/check/result?{LINE}").text)
    why = next(one for one in page.all("details") if one["class"] == "fold")
    clause = next(
        one
        for one in why.all("details")
        if one["class"] == "clause" and {"met", "unknown"} <= {each["class"] for each in one.all("li")}
    )
    assert [one["lang"] for one in clause.all("blockquote")] == ["zh", "en"]
    assert all("met:" in one.text or "unknown:" in one.text for one in clause.all("li"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (FREE, "○ No licence required"),
        (SETTLED, "■ Prohibited"),
        (f"{LINE}&as_of=1990-01-01", "◆ Not known here"),
        ("movement=export&departure=CN&destination=JP&control_codes=none&end_use=civil", "◆ Not decided"),
    ],
)
def test_outcomes_have_words_and_shapes(client: TestClient, query: str, said: str):
    assert next(parsed(client.get(f"/check/result?{query}").text).all("h1")).text.startswith(said)


def test_nothing_ever_says_that_a_shipment_is_allowed(client: TestClient):
    for query in (FREE, SETTLED, LINE):
        text = parsed(client.get(f"/check/result?{query}").text).text.lower()
        assert not any(word in text for word in ("allowed", "you may ship", "is legal", "permitted to"))


def test_an_address_kept_under_another_library_says_what_has_changed(client: TestClient):
    same = client.get(f"/check/result?{LINE}&library=0123456789abcdef&answer=licence..prohibited").text
    assert "Today's law data give the same answer" in parsed(same).text
    other = client.get(f"/check/result?{LINE}&library=0123456789abcdef&answer=free..free").text
    assert "The answer then was:" in parsed(other).text
    page = parsed(client.get(f"/check/result?{LINE}").text)
    kept = next(one["href"] for one in page.all("a") if "library=" in one["href"])
    assert "This link was made with" not in client.get(kept).text


def test_a_saved_case_opens_again(client: TestClient):
    data = {**CASE, "end_user": "Example Headlamp", "end_user_kind": "civil", "reading": "broad", "as_of": "2026-03-01"}
    saved = client.post("/check/result", data={**data, "save": "1"})
    assert saved.headers["content-disposition"] == 'attachment; filename="case.yaml"'
    case = yaml.safe_load(saved.text)
    assert case["facts"]["end_user"] == "Example Headlamp"
    assert case["readings"] == {"all": "broad"}
    opened = client.post("/quick", data={"open": "1"}, files={"case": ("case.yaml", saved.content)})
    page = parsed(opened.text)
    assert "Example Headlamp" in page.text
    assert "1 March 2026" in page.text
    assert any(one["value"] == "broad" and "checked" in one for one in page.all("input"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"facts: {end_usr: x}", b"[]", b"- a\n- b", b"<xml/>"])
def test_a_file_that_is_no_case_is_told(client: TestClient, content: bytes):
    answer = client.post("/quick", data={"open": "1"}, files={"case": ("case.yaml", content)})
    assert answer.status_code == 422
    assert next(parsed(answer.text).all("title")).text.startswith("Error:")


def test_opening_nothing_says_so(client: TestClient):
    assert "Choose a case file" in client.post("/quick", data={"open": "1"}).text


def test_the_quick_form_tells_every_mistake_at_once_and_keeps_what_was_written(client: TestClient):
    wrong = {
        "send": "1",
        "departure": "Narnia",
        "control_codes": "zz",
        "prc_content_share": "7",
        "end_user": "Kept Works",
    }
    answer = client.post("/quick", data=wrong)
    page = parsed(answer.text)
    (summary,) = [one for one in page.all("div") if one["class"] == "summary"]
    assert answer.status_code == 422
    assert {one["href"] for one in summary.all("a")} == {"#departure", "#control_codes", "#prc_content_share"}
    kept = {one["name"]: one["value"] for one in page.all("input") if one["name"] in wrong}
    assert kept == wrong


def test_the_quick_form_without_a_name_leads_to_an_address(client: TestClient):
    answer = client.post("/quick", data={"send": "1", **CASE, "prc_content_share": "0.1 %"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/check/result?as_of=2026-09-30&movement=export")
    assert "prc_content_share=0.001" in answer.headers["location"]


def test_answers_can_be_changed_one_by_one(client: TestClient):
    page = parsed(client.get(f"/check/answers?{LINE}").text)
    change = [one for one in page.all("form") if "ask" in {each["name"] for each in one.all("input")}]
    assert len(change) == 5
    asked = {one["name"]: one["value"] for one in change[2].all("input")}
    again = parsed(client.get("/check", params=asked).text)
    assert next(again.all("h1")).text == "Where will it finally be used?"


def test_the_date_of_law_can_be_changed_without_losing_a_name(client: TestClient):
    page = parsed(client.post("/check/result", data={**CASE, "end_user": "Kept Works"}).text)
    form = next(one for one in page.all("form") if one["class"] == "day")
    assert form["method"] == "post"
    fields = {one["name"]: one["value"] for one in form.all("input")}
    moved = client.post(form["action"], data={**fields, "as_of-year": "2024"})
    assert "Kept Works" in moved.text
    assert "30 September 2024" in moved.text


@pytest.mark.skipif(not pdf.is_installed(), reason="needs WeasyPrint and Pango")
def test_the_screening_sheet_is_taken_along_as_pdf_with_names_in_no_address(client: TestClient):
    asked = {**CASE, "end_user": "三菱造船", "pdf": "1"}
    answer = client.post("/check/sheet", data=asked, headers={"accept-language": "ja"})
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert 'filename="screening-sheet.pdf"' in answer.headers["content-disposition"]
    text = words_in(answer.content)
    for word in ("取引審査票", "三菱造船"):
        assert word in text
    page = parsed(client.post("/check/sheet", data={**CASE, "end_user": "三菱造船"}).text)
    (form,) = [one for one in page.all("form") if any(button["name"] == "pdf" for button in one.all("button"))]
    assert form["method"] == "post"
    assert "三菱造船" in [one["value"] for one in form.all("input")]


def test_without_what_makes_pdf_the_sheet_offers_none(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sekisho.web.pages.screening_sheet.is_installed", lambda: False)
    page = parsed(client.post("/check/sheet", data=CASE).text)
    assert not [one for one in page.all("button") if one["name"] == "pdf"]


def test_the_sheet_names_an_item_by_its_code_as_its_head_does(client: TestClient):
    sheet = client.get(f"/check/sheet?{LINE}").text
    assert sheet.casefold().count("gallium metal") > 1  # in the head and in its box
    assert "Not stated: Name of the item" not in sheet


def test_the_screening_sheet_fills_what_is_known_and_decides_nothing(client: TestClient):
    page = parsed(client.post("/check/sheet", data={**CASE, "end_user": "Mitsubshi Shipbuilding"}).text)
    (sheet,) = page.all("article")
    assert "Transaction screening sheet" in sheet.text
    assert "may be listed" in sheet.text
    assert sheet.text.count("☐") >= 4
    assert "☑" not in sheet.text
    # The verdict and its reason come first, and what nobody stated takes no empty box.
    assert sheet.text.index("Do not ship until") < sheet.text.index("The dealing")
    blanks = [cell for cell in sheet.all("td") if cell["class"] == "blank"]
    assert len(blanks) == 3 + 3 * 3  # number, drafter and day; three signatures
    japanese = client.get(f"/check/sheet?{LINE}", headers={"accept-language": "ja"}).text
    assert "取引審査票" in japanese
    assert "該非判定" in japanese
    assert "項番 3C001.a" in " ".join(parsed(japanese).text.split())


def test_what_a_description_tells_is_said_beside_the_answer(client: TestClient):
    data = {"movement": "export", "departure": "CN", "destination": "JP", "description": "isostatic graphite block"}
    assert "Compare it with" in parsed(client.post("/check/result", data=data).text).text


def test_what_is_barred_has_no_steps_towards_a_licence(client: TestClient):
    line = {"departure": "CN", "origin": "CN", "destination": "JP", "movement": "export", "as_of": "2026-09-30"}
    barred = {**line, "control_codes": "1C905.a.1", "end_user_kind": "military", "end_use": "military"}
    steps = parsed(client.get("/check/result", params=barred).text)
    told = next(one for one in steps.all("ol") if "Do not ship" in one.text).text
    assert "A licence is needed" not in told
    civil = {**line, "control_codes": "1C905.a.1", "end_user_kind": "civil", "end_use": "civil"}
    asked = parsed(client.get("/check/result", params=civil).text)
    assert "A licence is needed" in next(one for one in asked.all("ol")).text


def test_a_step_towards_a_licence_names_the_measure_that_asks_for_it(client: TestClient):
    line = {"departure": "CN", "destination": "JP", "movement": "export", "as_of": "2026-09-30"}
    civil = {**line, "control_codes": "1C905.b", "end_user_kind": "civil", "end_use": "civil"}
    page = parsed(client.get("/check/result", params=civil).text)
    steps = next(one for one in page.all("ol") if one["class"] == "steps")
    asked = [one for one in steps.all("li") if "licence is" in one.text or "Apply for a licence" in one.text]
    linked = [next(one.all("a"))["href"].partition("?")[0] for one in asked]
    assert linked == ["/measures/cn/2024-dual-use-regulations", "/measures/cn/2025-18-medium-heavy-rare-earths"]


def test_an_open_answer_leads_to_a_letter_that_asks_for_what_is_open_and_a_decided_one_does_not(client: TestClient):
    page = parsed(client.get("/answer/3C001.a/CN-JP").text)
    form = next(one for one in page.all("form") if one["action"] == "/check/letters")
    drafts = submit(client, form, "Draft the letter")
    letter = next(one.text for one in drafts.all("pre"))
    assert "To 【customer】" in letter
    assert "gallium metal (3C001.a)" in letter
    assert "End user: full legal name" in letter
    assert not any(one["action"] == "/check/letters" for one in parsed(client.get(SETTLED).text).all("form"))


def test_a_letter_names_its_customer_and_is_given_as_a_file_without_the_name_in_any_address(client: TestClient):
    stated = {"control_codes": "3C001.a", "origin": "CN", "destination": "JP", "end_user": "東海見本株式会社"}
    drafts = parsed(client.post("/check/letters", data={**stated, "letters_language": "ja"}).text)
    assert "東海見本株式会社" in next(one.text for one in drafts.all("pre"))
    form = next(one for one in drafts.all("form") if any(each["name"] == "file" for each in one.all("button")))
    assert form["method"].lower() == "post"
    fields = {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}
    name = next(one["value"] for one in form.all("button") if one["value"].endswith(".txt"))
    file = client.post("/check/letters", data={**fields, "file": name})
    assert "東海見本株式会社" in file.content.decode()
    assert client.get("/check/letters", params=stated).status_code == 422


def test_programs_get_the_letters_of_a_line_as_text(client: TestClient):
    facts = {"control_codes": ["3C001.a"], "origin": "CN", "destination": "JP"}
    sent = client.post("/api/determinations/letters", json={"facts": facts, "language": "zh"})
    (letter,) = sent.json()["data"]["letters"]
    assert letter["kind"] == "customer"
    assert "致【客户】" in letter["text"]
    listed = {"facts": {**facts, "end_user": "三菱造船株式会社"}}
    assert client.post("/api/determinations/letters", json=listed).json()["data"]["letters"] == []
