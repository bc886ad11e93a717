"""One register on a server: what is decided holds at once for pages, REST and jobs, and can be taken back."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.support.web.barriers import barriers
from tests.support.web.html import parsed
from tests.support.web.running import running
from tests.support.web.server import BASE, TODAY
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.law.model.match_policy import MatchPolicy
from sekisho.parties.register_file import RegisterFile
from sekisho.web.api.reference import EXAMPLES
from sekisho.web.app import create_app
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.register import ServerRegister
from sekisho.web.settings import ServerSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "Mitsubshi Shipbuilding"
ENTRY = "jp-ecl-a01"
CLOCK = [TODAY]
"""The day of the server, which a test may move on."""
LINE = {"facts": {"movement": "export", "departure": "CN", "destination": "JP", "end_user": NAME}}


@pytest.fixture(scope="module")
def keeping(library: Library, tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    """A server with a register, on a library of its own, since decisions hold in it."""
    folder = tmp_path_factory.mktemp("register")
    return ServerSettings(
        library=replace(library),
        today=lambda: CLOCK[0],
        folder=folder,
        cache=folder / "cache",
        register=ServerRegister.at(folder / "matches.csv"),
    )


@pytest.fixture(scope="module")
def asked(keeping: ServerSettings) -> Iterator[TestClient]:
    app = create_app(keeping)
    with TestClient(app, base_url=BASE, follow_redirects=False) as found:
        yield found
    app.state.jobs.close()


@pytest.fixture(autouse=True)
def empty(keeping: ServerSettings) -> None:
    assert keeping.register is not None
    keeping.register.file.path.unlink(missing_ok=True)


def zones(asked: TestClient) -> tuple[str, str]:
    """The zone of the name over REST: screened, and in a determination."""
    (screened,) = asked.post("/api/screenings", json={"names": [NAME]}).json()["data"]
    found = asked.post("/api/determinations", json=LINE).json()["data"]
    return screened["zone"], found["parties"]["end_user"]["zone"]


def said(**more: str) -> dict[str, str]:
    return {"name": NAME, "entry": ENTRY, "answer": "not_same", "by": "A", "basis": "register", **more}


def test_a_decision_holds_at_once_for_rest_pages_and_jobs_and_is_taken_back(asked: TestClient, keeping: ServerSettings):
    assert zones(asked) == ("review", "review")
    row = asked.post("/api/decisions", json=said()).json()["data"]
    assert zones(asked) == ("none", "none")
    page = parsed(asked.post("/parties", data={"names": NAME}).text)
    (told,) = [one for one in page.all("tbody") if "name" in one["class"].split()]
    assert "Not listed, as decided" in told.text
    assert "another party, A, 30 Sep 2026 · register" in told.text, "a decided row stays, with who, when and the ground"
    assert [one.entry for one in keeping.library.identity.decisions] == [ENTRY]
    (listed,) = asked.get("/api/decisions").json()["data"]
    assert (listed["id"], listed["same"], listed["state"]) == (row["id"], "no", "holds")
    back = asked.post(f"/api/decisions/{row['id']}/undo", json={"by": "B", "basis": "mistaken"})
    assert back.json()["data"]["same"] == "undone"
    assert zones(asked) == ("review", "review")


def test_the_examples_of_the_reference_are_answered(asked: TestClient):
    made = asked.post("/api/decisions", json=EXAMPLES["/api/decisions"])
    assert made.status_code == 200
    back = asked.post(f"/api/decisions/{made.json()['data']['id']}/undo", json=EXAMPLES["/api/decisions/ID/undo"])
    assert back.json()["data"]["same"] == "undone"


def test_a_book_that_is_sent_takes_the_decisions_of_the_register(keeping: ServerSettings, library: Library):
    assert keeping.register is not None
    entry = next(one for one in library.entries if one.id == ENTRY)
    keeping.register.file.decide(NAME, entry, "not_same", by="A", on=TODAY, basis="decided in another book")
    runs = JobManager(keeping)
    run = BookJob(id="r", kind="book", name="book.csv", folder=keeping.folder, day=TODAY)
    identity = runs.task_data(run)["identity"]
    runs.close()
    assert isinstance(identity, dict)
    assert [(one["name"], one["entry"], one["same"]) for one in identity["decisions"]] == [(NAME, ENTRY, False)]


def test_the_same_decision_is_one_row_and_another_persons_is_a_conflict(asked: TestClient):
    first = asked.post("/api/decisions", json=said()).json()["data"]
    assert asked.post("/api/decisions", json=said()).json()["data"]["id"] == first["id"]
    other = asked.post("/api/decisions", json=said(answer="same", by="B", replaces="another"))
    assert other.status_code == 409
    assert other.json()["row"]["id"] == first["id"]
    assert asked.post("/api/decisions", json=said(answer="same", by="B", replaces=first["id"])).status_code == 200
    assert zones(asked) == ("match", "match")


def test_replacing_a_decision_where_there_is_none_is_a_conflict_and_decides_nothing(asked: TestClient):
    told = asked.post("/api/decisions", json=said(replaces="another"))
    assert (told.status_code, told.json()["row"]) == (409, None)
    assert "no decision" in told.json()["detail"]
    assert asked.get("/api/decisions").json()["data"] == []
    assert zones(asked) == ("review", "review")


def test_a_decision_made_again_after_its_entry_changed_holds_as_the_list_says(
    asked: TestClient, keeping: ServerSettings
):
    assert keeping.register is not None
    entry = next(one for one in keeping.library.entries if one.id == ENTRY)
    before = replace(entry, weak_names=("an older alias",))
    keeping.register.file.decide(NAME, before, "not_same", by="A", on=TODAY, basis="register")
    assert zones(asked) == ("review", "review")
    assert [one["state"] for one in asked.get("/api/decisions").json()["data"]] == ["open again"]
    asked.post("/api/decisions", json=said())
    assert [one["state"] for one in asked.get("/api/decisions").json()["data"]] == ["holds"]
    assert zones(asked) == ("none", "none")


def test_a_line_is_answered_in_place_and_kept_with_a_basis_alone(asked: TestClient):
    once = asked.post("/api/determinations", json={**LINE, "same": {ENTRY: "yes"}}).json()["data"]
    assert once["parties"]["end_user"]["zone"] == "match"
    assert zones(asked) == ("review", "review")
    kept = {**LINE, "same": {ENTRY: "no"}, "by": "A", "basis": "address"}
    assert asked.post("/api/determinations", json=kept).json()["data"]["parties"]["end_user"]["zone"] == "none"
    assert zones(asked) == ("none", "none")
    wrong = asked.post("/api/determinations", json={**LINE, "same": {"jp-ecl-a02": "no"}})
    assert wrong.status_code == 422
    assert "jp-ecl-a02" in wrong.text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Say whether it is the same"), ("ja", "同じかどうかを"), ("zh", "请说明是否相同")]
)
def test_the_page_names_the_flags_that_settle_a_name_to_review(asked: TestClient, language: str, said: str):
    page = parsed(asked.post("/check/result", data=LINE["facts"], headers={"cookie": f"language={language}"}).text)
    hint = next(one.text for one in page.all("p") if one["class"] == "hint" and "--same" in one.text)
    assert said in hint
    assert "--same yes" in hint
    assert "--same no" in hint
    assert "--basis" in hint


@pytest.mark.parametrize("path", ["/parties", "/check/result"])
def test_three_buttons_stand_beside_a_hit_to_review_and_what_is_said_holds(asked: TestClient, path: str):
    fields = {"names": NAME} if path == "/parties" else LINE["facts"]
    page = parsed(asked.post(path, data=fields).text)
    form = next(one for one in page.all("form") if one["class"] in {"decide", "deciding"})
    at = ".0-0" if path == "/parties" else ""
    pressed = [one["value"] for one in form.all("button") if one["value"]]
    assert pressed == [f"same{at}", f"not_same{at}", f"escalated{at}"]
    stated = {one["name"]: one["value"] for one in form.all("input")}
    typed = {"decide_by": "Aya"}
    bare = asked.post(path, data={**stated, **fields, **typed, "decide": f"not_same{at}"})
    assert bare.status_code == 422
    shown = parsed(bare.text)
    ids = {one["id"] for kind in ("input", "textarea") for one in shown.all(kind)}
    links = [one["href"].removeprefix("#") for one in shown.all("a") if one["href"].startswith("#decide")]
    assert links, "the way out of the mistake"
    assert set(links) <= ids, "each mistake leads to its field"
    assert NAME in bare.text, "the page is still that of the name"
    assert "Aya" in {one["value"] for one in shown.all("input") if one["name"] == "decide_by"}, "what was typed stays"
    said = {"decide": f"not_same{at}", "decide_by": "A", f"decide_basis{at}": "address"}
    told = asked.post(path, data={**stated, **fields, **said})
    assert told.status_code == 200
    assert zones(asked) == ("none", "none")


def test_what_another_program_adds_holds_and_a_table_of_a_screening_becomes_a_register(
    asked: TestClient, keeping: ServerSettings, library: Library, tmp_path: Path
):
    assert keeping.register is not None
    entry = next(one for one in library.entries if one.id == ENTRY)
    RegisterFile(keeping.register.file.path).decide(NAME, entry, "same", by="A", on=TODAY, basis="told by phone")
    assert zones(asked) == ("match", "match")
    table = tmp_path / "matches.csv"
    table.write_text("name,entry,same,by,on,digest,lines\nX,jp-ecl-a02,,,,d0,4\n", encoding="utf-8")
    ServerRegister.at(table)
    with table.open(encoding="utf-8", newline="") as text:
        (row,) = csv.DictReader(text)
    assert (row["name"], row["lines"], row["id"], row["replaces"]) == ("X", "4", "", "")


def test_the_queue_is_the_same_over_rest_and_on_its_page_and_a_second_person_confirms(
    asked: TestClient, keeping: ServerSettings
):
    identity = replace(keeping.library.identity, policy=MatchPolicy(second_person="both"))
    object.__setattr__(keeping.library, "identity", identity)

    def states(**more: str) -> list[tuple[str, str]]:
        rows = asked.post("/api/decisions/queue", json={"names": [NAME, "Nobody Trading"], **more}).json()["data"]
        return [(row["entry"], row["state"]) for row in rows]

    def press(button: str, by: str) -> str:
        (row,) = asked.post("/api/decisions/queue", json={"names": [NAME], "state": "all"}).json()["data"]
        form = {"names": NAME, "decide_name": NAME, "decide_entry": ENTRY, "decide_id": row["decision"]}
        return asked.post(
            "/parties/queue", data={**form, "decide": button, "decide_by": by, "decide_basis": "call"}
        ).text

    assert states() == [(ENTRY, "open")]
    assert "second person to confirm" in press("not_same", "Aya")
    assert states() == states(zone="review", who="aya") == [(ENTRY, "second_person")]
    assert states(state="decided") == []
    assert zones(asked) == ("review", "review"), "until another person confirms it"
    (row,) = asked.get("/api/decisions").json()["data"]
    own = asked.post(f"/api/decisions/{row['id']}/second", json={"agrees": True, "by": "Aya", "basis": "call"})
    assert (own.status_code, "another person has to confirm it" in own.text) == (422, True)
    assert "Nothing is to be decided" not in press("confirm", "Bo")
    assert (states(), states(state="decided")) == ([], [(ENTRY, "decided")])
    assert zones(asked) == ("none", "none")
    press("undo", "Bo")
    assert states() == [(ENTRY, "open")]
    object.__setattr__(keeping.library, "identity", replace(identity, policy=MatchPolicy()))


def test_a_decision_with_a_last_day_lapses_overnight_on_the_server_too(asked: TestClient):
    told = asked.post("/api/decisions", json=said(review_by=TODAY.isoformat())).json()["data"]
    assert told["review_by"] == TODAY.isoformat()
    assert zones(asked) == ("none", "none")
    page = asked.post("/parties/queue", data={"names": NAME, "state": "all"}).text
    assert "Valid to" in page
    assert 'src="/static/queue.js' in page
    CLOCK[0] += timedelta(days=1)
    try:
        assert zones(asked) == ("review", "review")
        (row,) = asked.post("/api/decisions/queue", json={"state": "lapsed"}).json()["data"]
        assert (row["name"], row["by"]) == (NAME, "A")
        form = {"names": NAME, "decide": "not_same", "decide_name": NAME, "decide_entry": ENTRY}
        again = {"decide_by": "A", "decide_basis": "register", "decide_until": "2030-01-01"}
        assert "decided" in asked.post("/parties/queue", data={**form, **again}).text
        assert zones(asked) == ("none", "none")
    finally:
        CLOCK[0] = TODAY


@pytest.fixture
def four_eyes(keeping: ServerSettings) -> Iterator[None]:
    """A team in which another person confirms what somebody decides."""
    before = keeping.library.identity
    object.__setattr__(keeping.library, "identity", replace(before, policy=MatchPolicy(second_person="both")))
    yield
    object.__setattr__(keeping.library, "identity", replace(before, policy=MatchPolicy()))


def _fields(asked: TestClient, path: str, names: str) -> dict[str, str]:
    """The fields of a desk as its page sends them."""
    page = parsed(asked.post(path, data={"names": names}).text)
    form = next(one for one in page.all("form") if one["class"] == "deciding")
    hidden = {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}
    return {**hidden, "names": names}


@pytest.mark.usefixtures("four_eyes")
def test_on_the_desk_too_a_second_person_confirms_and_never_the_same(asked: TestClient):
    def press(button: str, by: str) -> str:
        said = {"decide": f"{button}.0-0", "decide_by": by, "decide_basis.0-0": "call"}
        return asked.post("/parties", data={**_fields(asked, "/parties", NAME), **said}).text

    assert "second person to confirm" in parsed(press("not_same", "Aya")).text
    assert zones(asked) == ("review", "review")
    assert "another person has to confirm it" in press("confirm", "Aya")
    assert zones(asked) == ("review", "review"), "one's own decision is confirmed by nobody"
    assert "confirmed by Bo" in parsed(press("confirm", "Bo")).text
    assert zones(asked) == ("none", "none")


def test_all_names_that_may_be_one_party_are_decided_at_once(asked: TestClient, keeping: ServerSettings):
    names = f"{NAME}\nMitsubishi Shipbilding\n{NAME.upper()}"
    fields = _fields(asked, "/parties/queue", names)
    assert fields["decide_rows.g0"] == "0 1", "two names, of which one is asked twice"
    bare = asked.post("/parties/queue", data={**fields, "decide": "not_same.g0", "decide_by": "Aya"})
    assert keeping.register is not None
    assert (bare.status_code, keeping.register.file.rows()) == (422, []), "without a ground nothing is kept"
    said = {"decide": "not_same.g0", "decide_by": "Aya", "decide_basis.g0": "another address"}
    page = parsed(asked.post("/parties/queue", data={**fields, **said}).text)
    assert {(row.name, row.said, row.basis) for row in keeping.register.file.rows()} == {
        (NAME, "no", "another address"),
        ("Mitsubishi Shipbilding", "no", "another address"),
    }
    decided = [one for one in page.all("article") if "Aya" in one.text]
    assert len(decided) == 2, "what was decided stays in sight"
    assert all([one["value"].partition(".")[0] for one in row.all("button")] == ["undo"] for row in decided)


def test_a_page_that_was_shown_before_somebody_else_decided_decides_nothing(asked: TestClient):
    fields = _fields(asked, "/parties", NAME)
    row = asked.post("/api/decisions", json=said(by="Bo")).json()["data"]
    late = {"decide": "same.0-0", "decide_by": "Aya", "decide_basis.0-0": "address"}
    told = asked.post("/parties", data={**fields, **late})
    assert told.status_code == 422
    assert "decided by Bo" in told.text
    assert [one["id"] for one in asked.get("/api/decisions").json()["data"]] == [row["id"]]
    seen = {**fields, **late, "decide_id.0-0": row["id"]}
    assert asked.post("/parties", data=seen).status_code == 200, "who saw it may decide otherwise"
    assert zones(asked) == ("match", "match")


def test_enter_in_a_field_of_the_desk_decides_nothing(asked: TestClient, keeping: ServerSettings):
    """A browser presses the first button of a form then."""
    page = parsed(asked.post("/parties", data={"names": NAME}).text)
    form = next(one for one in page.all("form") if one["class"] == "deciding")
    first = next(form.all("button"))
    fields = _fields(asked, "/parties", NAME)
    typed = {"decide": first["value"], "decide_by": "Aya", "decide_basis.0-0": "half a gr"}
    again = asked.post("/parties", data={**fields, **typed}).text
    assert keeping.register is not None
    assert keeping.register.file.rows() == []
    assert 'value="half a gr"' in again, "what was typed is still there"


@pytest.mark.slow
def test_keys_go_through_the_queue_and_press_nothing_without_a_ground(browser: Browser, keeping: ServerSettings):
    """A real browser: j, s, Esc and n as a reviewer presses them, in the queue and on the desk."""
    with running(create_app(keeping)) as server:
        page = browser.new_context(base_url=server, locale="en-GB").new_page()
        page.goto("/parties/queue")
        page.fill("#names", NAME)
        page.click("main .sift button")
        page.wait_for_selector("article.hit .decide")
        page.wait_for_load_state()
        page.keyboard.press("j")
        page.keyboard.press("s")
        assert page.evaluate("document.activeElement.name") == "decide_by"
        page.keyboard.type("Aya")
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        page.keyboard.type("snk")  # letters of keys are letters in a field
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.wait_for_load_state()
        register = keeping.register
        assert register is not None
        until(lambda: [(row.said, row.by, row.basis) for row in register.file.rows()] == [("no", "Aya", "snk")])
        page.wait_for_selector("[role=status]")
        page.goto("/parties")
        page.fill("#names", f"{NAME}\nHowa Machine Works")
        page.click("main .buttons button")
        page.wait_for_selector("tbody.name")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert "Howa" in str(page.evaluate("document.activeElement.querySelector('th').innerText"))
        page.keyboard.press("k")
        page.keyboard.press("b")
        page.keyboard.type("by mistake")
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        assert page.evaluate("document.activeElement.name") == "decide_by"
        page.keyboard.type("Bo")
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        page.wait_for_selector("[role=status]")
        assert [(row.said, row.by) for row in register.file.rows()][1:] == [("undone", "Bo")]
        focused = page.evaluate("document.activeElement.querySelector('th').innerText")
        assert "Howa" in str(focused), "the next name that waits is at hand"
        assert barriers(page) == []


def test_a_decision_on_a_name_is_an_answer_about_the_books_that_have_it_and_about_no_other(asked: TestClient):
    assert asked.post("/api/decisions", json=said()).status_code < 400
    folds = {}
    for user in (NAME, "Naniwa Seiki"):
        book = f"line,movement,departure,destination,control_codes,end_user\nL1,export,CN,JP,3C001.a,{user}\n"
        sent = asked.post("/api/books", params={"name": "one.csv"}, content=book.encode())
        place = str(sent.headers["location"])
        until(lambda: asked.get(place).json()["data"]["state"] in {"done", "failed"})  # noqa: B023 - asked at once
        page = parsed(asked.get(place.removeprefix("/api"), headers={"accept-language": "en"}).text)
        folds[user] = [one["href"] for one in page.all("a") if one["href"] == "#given"]
        asked.post(f"{place.removeprefix('/api')}/delete")
    assert folds == {NAME: ["#given"], "Naniwa Seiki": []}
