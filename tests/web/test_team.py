"""A server for a team: signing in, roles, what is whose, marks of sessions, tokens, rates, and the audit trail."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.support.web.addresses import LINE, PAGES
from tests.support.web.html import parsed
from tests.support.web.team import CHEAP, DAY, WORD, Served, seal, served_in, sign_in

from sekisho.store.audit import check_store, entries
from sekisho.store.determinations import determination_of
from sekisho.store.schema_revision import reading
from sekisho.store.tables import DECISIONS, SCREENINGS
from sekisho.web.accounts.accounts import Accounts
from sekisho.web.accounts.principal import Person, Role
from sekisho.web.accounts.rate_limit import Rate, RateLimiter
from sekisho.web.accounts.sessions import IDLE
from sekisho.web.app import create_app
from sekisho.web.jobs.job import JobState
from sekisho.web.jobs.kinds import BOOKS, send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.settings import ServerSettings

BOOK = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def served(settings: ServerSettings, tmp_path: Path, clock: Clock) -> Served:
    return served_in(tmp_path, settings, clock)


@pytest.fixture
def nobody(served: Served) -> Iterator[TestClient]:
    """Somebody who has not signed in."""
    with served.client() as client:
        yield client


@pytest.fixture
def abe(nobody: TestClient) -> TestClient:
    """Somebody who may ask."""
    assert sign_in(nobody, "abe") == "/"
    return nobody


@pytest.fixture(scope="module")
def lasting(settings: ServerSettings, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """One server for all tests that change nothing."""
    return create_app(served_in(tmp_path_factory.mktemp("lasting"), settings, Clock()).settings)


@pytest.fixture(scope="module")
def stranger(lasting: FastAPI) -> TestClient:
    """Somebody who never signs in there."""
    return Served.asking(lasting)


@pytest.fixture(scope="module")
def reader(lasting: FastAPI) -> TestClient:
    """Somebody who may ask, and reads."""
    client = Served.asking(lasting)
    assert sign_in(client, "abe") == "/"
    return client


@pytest.mark.parametrize("address", [*PAGES, "/account", "/people", "/nothing", "/books/x/files/results.csv"])
def test_no_page_is_shown_to_whoever_has_not_signed_in(stranger: TestClient, address: str):
    answer = stranger.get(address)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=%2F")


@pytest.mark.parametrize(
    "address", ["/api/measures", "/api/openapi.json", "/measures.json", "/measures.csv", "/sign-in.json"]
)
def test_no_data_are_told_to_whoever_has_not_signed_in(stranger: TestClient, address: str):
    answer = stranger.get(address)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_signing_in_leads_back_to_the_page_that_was_asked_for(nobody: TestClient):
    asked = f"/check/result?{LINE}"
    page = parsed(nobody.get(nobody.get(asked).headers["location"]).text)
    (wanted,) = [one["value"] for one in page.all("input") if one["name"] == "next"]
    assert wanted == asked
    assert [one["autocomplete"] for one in page.all("input") if one["id"]] == ["username", "current-password"]
    assert sign_in(nobody, "abe", next=wanted) == asked
    assert nobody.get(asked).status_code == 200


@pytest.mark.parametrize("wanted", ["//example.com/x", "https://example.com", "/\\example.com", "x:y(1)", "x"])
def test_signing_in_leads_to_no_other_site(nobody: TestClient, wanted: str):
    assert sign_in(nobody, "abe", next=wanted) == "/"


def test_a_wrong_password_and_a_wrong_name_are_told_in_the_same_words(nobody: TestClient):
    told = []
    for name, password in (("abe", "not the password"), ("nobody-of-that-name", WORD)):
        answer = nobody.post("/sign-in", data={"name": name, "password": password})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        page = parsed(answer.text)
        assert not [one for one in page.all("input") if one["type"] == "password" and one["value"]]
        told.append(answer.text.replace(f'value="{name}"', ""))
    assert told[0] == told[1]
    assert "Name and password do not fit." in told[0]


def test_signing_in_with_nothing_names_both_fields(nobody: TestClient):
    answer = nobody.post("/sign-in", data={})
    assert answer.status_code == 422
    (summary,) = [one for one in parsed(answer.text).all("div") if one["class"] == "summary"]
    assert [one["href"] for one in summary.all("a")] == ["#name", "#password"]


def test_passwords_are_tried_ten_times_and_then_one_must_wait(nobody: TestClient, clock: Clock):
    for _ in range(10):
        assert nobody.post("/sign-in", data={"name": "abe", "password": "wrong"}).status_code == 401
    answer = nobody.post("/sign-in", data={"name": "abe", "password": WORD})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"
    assert "Try again in 60 seconds." in answer.text
    clock.seconds += 60
    assert sign_in(nobody, "abe") == "/"


def test_the_cookie_is_kept_from_script_and_other_sites_and_behind_https_from_other_servers(
    served: Served, nobody: TestClient
):
    cookie = nobody.post("/sign-in", data={"name": "abe", "password": WORD}).headers["set-cookie"].lower()
    assert cookie.startswith("sekisho_session=")
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    with replace(served, settings=replace(served.settings, secure=True)).client() as client:
        answer = client.post("/sign-in", data={"name": "abe", "password": WORD})
    assert answer.headers["set-cookie"].startswith("__Host-sekisho=")
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "domain" not in answer.headers["set-cookie"].lower()
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_a_session_that_somebody_planted_is_not_taken_over(nobody: TestClient):
    nobody.cookies.set("sekisho_session", "planted", domain="127.0.0.1")
    assert sign_in(nobody, "abe") == "/"
    assert "planted" not in nobody.cookies.values()


def test_signing_out_ends_the_session_for_every_copy_of_its_key(abe: TestClient):
    key, mark = abe.cookies["sekisho_session"], seal(abe)
    assert abe.post("/sign-out", data={"csrf": mark}).headers["location"] == "/sign-in"
    assert "sekisho_session" not in abe.cookies
    assert abe.get("/account", headers={"cookie": f"sekisho_session={key}"}).status_code == 303


def test_a_session_without_a_request_for_two_hours_is_over(abe: TestClient, clock: Clock):
    clock.seconds += IDLE - 1
    assert abe.get("/account").status_code == 200
    clock.seconds += IDLE + 1
    assert abe.get("/account").status_code == 303


@pytest.mark.parametrize("address", [*PAGES, "/account"])
def test_every_form_that_changes_something_holds_the_mark_of_the_session(reader: TestClient, address: str):
    answer = reader.get(address)
    forms = list(parsed(answer.text).all("form"))
    marks = {one["value"] for form in forms for one in form.all("input") if one["name"] == "csrf"}
    (mark,) = marks
    for form in forms:
        assert any(one["name"] == "csrf" for one in form.all("input")) == (form["method"] == "post")
    assert not [one for one in parsed(answer.text).all("a") if mark in one["href"]]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("mark", ["", "guessed"])
def test_a_form_without_the_mark_of_the_session_does_nothing_and_loses_nothing(
    abe: TestClient, mark: str, served: Served
):
    fields = {"do": "token", "label": "mine & yours", "role": "ask", "csrf": mark}
    answer = abe.post("/account", data=fields)
    assert answer.status_code == 403
    assert served.team.tokens.of("abe") == []
    (form,) = [
        one for one in parsed(answer.text).all("form") if one["action"] == "/account" and one["method"] == "post"
    ]
    sent = {one["name"]: one["value"] for one in form.all("input")}
    assert sent == {**fields, "csrf": seal(abe)}
    assert abe.post("/account", data=sent).status_code == 200
    assert [one.label for one in served.team.tokens.of("abe")] == ["mine & yours"]


def test_what_was_filled_in_comes_back_after_the_server_was_started_again(
    served: Served, settings: ServerSettings, tmp_path: Path
):
    """The names stay in the body of forms throughout, and are seen in no address."""
    with served.client() as client:
        sign_in(client, "abe")
        key = client.cookies["sekisho_session"]
    (tmp_path / "again").mkdir()
    with served_in(tmp_path / "again", settings, Clock()).client() as client:
        client.cookies.set("sekisho_session", key, domain="127.0.0.1")
        names = "Mitsubshi Shipbuilding\n三菱造船"
        answer = client.post("/parties", data={"names": names, "territory": "JP", "csrf": "of before"})
        assert answer.status_code == 401
        page = parsed(answer.text)
        assert "What you had filled in comes back" in page.text
        (form,) = [one for one in page.all("form") if one["action"] == "/sign-in"]
        sent = {one["name"]: one["value"] for one in form.all("input") if one["type"] == "hidden"}
        assert sent == {"next": "/parties", "kept.names": names, "kept.territory": "JP"}
        wrong = client.post("/sign-in", data={**sent, "name": "abe", "password": "wrong"})
        assert "kept.names" in wrong.text
        back = client.post("/sign-in", data={**sent, "name": "abe", "password": WORD})
        assert back.status_code == 200
        (form,) = [one for one in parsed(back.text).all("form") if one["action"] == "/parties"]
        again = {one["name"]: one["value"] for one in form.all("input")}
        assert again == {"csrf": seal(client), "names": names, "territory": "JP"}
        assert "Possible match: decide" in client.post("/parties", data=again).text


def test_a_file_of_whoever_has_not_signed_in_is_not_read(nobody: TestClient, served: Served):
    before = set(served.settings.folder.iterdir())
    answer = nobody.post("/books", files={"book": ("a.csv", b"x" * 2_000_000)})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fbooks"
    answer = nobody.post("/books", files={"book": ("a.csv", BOOK)})
    assert answer.status_code == 401
    assert "Files are not stored" in answer.text
    assert nobody.post("/api/books?name=a.csv", content=BOOK).status_code == 401
    assert set(served.settings.folder.iterdir()) == before


def test_a_book_is_seen_by_whoever_sent_it_and_by_whoever_administers(settings: ServerSettings):
    runs = JobManager(settings)
    abe, ueda = Person(name="abe", role=Role.ASK), Person(name="ueda", role=Role.REVIEW)
    root = Person(name="root", role=Role.ADMINISTER)
    run = send_book(runs.visible_to(abe), io.BytesIO(BOOK), "a.csv", DAY)
    try:
        assert runs.visible_to(abe)[run.id] is run
        assert runs.visible_to(root).seen(run.id).owner == "abe"
        assert list(runs.visible_to(root)) == list(runs.visible_to(abe)) == [run]
        assert list(runs.visible_to(ueda)) == []
        hers = runs.visible_to(ueda, BOOKS)
        for look in (hers.__getitem__, hers.seen, hers.delete):
            with pytest.raises(Exception, match="there is no such order list here"):
                look(run.id)
    finally:
        runs.close()


def test_the_room_for_books_is_that_of_each_account(settings: ServerSettings):
    runs = JobManager(replace(settings, limits=replace(settings.limits, runs=1)))
    abe, ueda = Person(name="abe", role=Role.ASK), Person(name="ueda", role=Role.ASK)
    try:
        first = send_book(runs.visible_to(abe), io.BytesIO(BOOK), "a.csv", DAY)
        send_book(runs.visible_to(ueda), io.BytesIO(BOOK), "b.csv", DAY)
        first.state = JobState.DONE
        send_book(runs.visible_to(abe), io.BytesIO(BOOK), "c.csv", DAY)
        assert sorted(run.name for run in runs) == ["b.csv", "c.csv"]
    finally:
        runs.close()


def test_books_of_others_are_neither_listed_nor_shown_on_pages_and_over_rest(served: Served):
    app = create_app(served.settings)
    runs: JobManager = app.state.jobs
    run = send_book(runs.visible_to(Person(name="ueda", role=Role.ASK)), io.BytesIO(BOOK), "secret-book.csv", DAY)
    with served.asking(app) as abe, served.asking(app) as root:
        sign_in(abe, "abe")
        sign_in(root, "root")
        assert "secret-book" not in abe.get("/books").text
        (told,) = [one.text for one in parsed(root.get("/books").text).all("li") if "secret-book" in one.text]
        assert "ueda" in told
        for method, address in (
            ("GET", f"/books/{run.id}.json"),
            ("GET", f"/books/{run.id}/lines"),
            ("GET", f"/books/{run.id}/files/results.csv"),
            ("POST", f"/books/{run.id}/run"),
            ("POST", f"/books/{run.id}/map"),
            ("POST", f"/books/{run.id}/cancel"),
            ("POST", f"/books/{run.id}/again"),
            ("POST", f"/books/{run.id}/delete"),
            ("POST", f"/books/{run.id}/answers"),
            ("POST", f"/books/{run.id}/workbook"),
            ("POST", f"/books/{run.id}/line"),
        ):
            data = {"csrf": seal(abe), "answer.1": "x", "by": "x", "line": "1"} if method == "POST" else None
            assert abe.request(method, address, data=data).status_code == 404, address
        token = served.token("abe", Role.ASK)
        for method, address in (("GET", ""), ("GET", "/results"), ("POST", "/cancel"), ("DELETE", "")):
            assert abe.request(method, f"/api/books/{run.id}{address}", headers=token).status_code == 404
            assert abe.request(method, f"/api/jobs/{run.id}{address}", headers=token).status_code == 404
        assert abe.post(f"/api/jobs/{run.id}/again", headers=token).status_code == 404
        answers = {"answers": [{"rank": 1, "answer": "civil"}]}
        for address, body in (("rescreen", {}), ("questions", {}), ("answers", answers)):
            assert abe.post(f"/api/books/{run.id}/{address}", headers=token, json=body).status_code == 404
        for address in ("changes", "questions"):
            assert abe.get(f"/api/books/{run.id}/{address}", headers=token).status_code == 404
        assert abe.get("/api/books", headers=token).json()["data"] == []
        assert abe.get("/api/jobs", headers=token).json()["data"] == []
        assert runs[run.id] is run
        assert root.get(f"/api/books/{run.id}").json()["data"]["owner"] == "ueda"
        assert [one["owner"] for one in root.get("/api/jobs").json()["data"]] == ["ueda"]
    runs.close()


def test_who_decides_names_needs_the_role_and_is_named_by_the_account(served: Served):
    app = create_app(served.settings)
    runs: JobManager = app.state.jobs
    with served.asking(app) as client:
        for name, status in (("abe", 403), ("mori", 303)):
            run = send_book(runs.visible_to(Person(name=name, role=Role.ASK)), io.BytesIO(BOOK), "a.csv", DAY)
            table = run.out / "results.matches.csv"
            table.write_text("name,entry,zone,lines,digest\nMihon KK,xx-1,review,1,abc\n", encoding="utf-8")
            sign_in(client, name)
            fields = {"csrf": seal(client), "same.xx-1.Mihon KK": "no", "by": "somebody else", "basis": "registry"}
            answer = client.post(f"/books/{run.id}/decide", data=fields)
            assert answer.status_code == status
            assert (status == 303) or "this needs the role 'review'; yours is 'ask'." in parsed(answer.text).text
    with reading(served.store) as connection:
        (row,) = connection.execute(DECISIONS.select()).mappings()
        by, said = row["decided_by"], row["said"]
    assert (by, said) == ("mori", "no")
    assert [(one.who, one.what) for one in entries(served.store)][-1] == ("mori", "decision kept")
    runs.close()


def test_only_who_administers_sees_the_people(served: Served, abe: TestClient):
    assert abe.get("/people").status_code == 403
    fields = {"do": "role", "name": "abe", "role": "administer", "csrf": seal(abe)}
    answer = abe.post("/people", data=fields)
    assert answer.status_code == 403
    assert "this needs the role 'administer'; yours is 'ask'" in parsed(answer.text).text
    assert served.team.accounts.named("abe").role is Role.ASK


def test_an_account_is_made_with_a_password_that_must_be_changed_first(nobody: TestClient):
    sign_in(nobody, "root")
    mark = seal(nobody)
    page = parsed(nobody.post("/people", data={"do": "add", "name": "Sato", "role": "review", "csrf": mark}).text)
    (box,) = [one for one in page.all("div") if one["class"] == "shown-once"]
    (given,) = [one.text for one in box.all("code")]
    assert given not in nobody.get("/people").text
    nobody.post("/sign-out", data={"csrf": mark})
    assert sign_in(nobody, "sato", given) == "/"
    assert nobody.get("/books").headers["location"] == "/account"
    assert nobody.get("/api/measures").status_code == 403
    fields = {"do": "password", "current": given, "new": "four rather small words", "csrf": seal(nobody)}
    for wrong, where in (
        ({"repeated": "another"}, "#repeated"),
        ({"repeated": "short", "new": "short"}, "#new"),
        ({"repeated": fields["new"], "current": "x"}, "#current"),
        ({"repeated": given, "new": given}, "#new"),
    ):
        refused = nobody.post("/account", data={**fields, **wrong})
        assert refused.status_code == 422
        (summary,) = [one for one in parsed(refused.text).all("div") if one["class"] == "summary"]
        assert [one["href"] for one in summary.all("a")] == [where]
    before = nobody.cookies["sekisho_session"]
    done = nobody.post("/account", data={**fields, "repeated": fields["new"]})
    assert done.headers["location"] == "/account?done=password"
    assert nobody.cookies["sekisho_session"] != before
    assert nobody.get("/books").status_code == 200
    assert nobody.get("/books", headers={"cookie": f"sekisho_session={before}"}).status_code == 303


def test_whoever_administers_changes_accounts_but_never_loses_the_last_who_does(served: Served, nobody: TestClient):
    sign_in(nobody, "root")
    mark = seal(nobody)

    def remedy(what: str, name: str, **more: str) -> int:
        return nobody.post("/people", data={"do": what, "name": name, "csrf": mark, **more}).status_code

    assert remedy("role", "abe", role="review") == 303
    assert served.team.accounts.named("abe").role is Role.REVIEW
    assert remedy("disable", "abe") == 303
    assert served.team.accounts.sign_in("abe", WORD) is None
    assert remedy("enable", "abe") == 303
    assert remedy("password", "abe") == 200
    assert served.team.accounts.sign_in("abe", WORD) is None
    assert remedy("role", "root", role="ask") == 422
    assert remedy("disable", "root") == 422
    assert remedy("add", "abe", role="ask") == 422
    assert remedy("add", "a b", role="ask") == 422
    assert remedy("role", "abe", role="king") == 422
    assert remedy("nothing", "abe") == 404
    assert [one.what for one in entries(served.store) if one.who == "root"] == [
        "account 'abe' may review",
        "account 'abe' may not sign in any more",
        "account 'abe' may sign in again",
        "password of account 'abe' set anew",
    ]


def test_a_token_is_shown_once_asks_over_rest_and_is_revoked(served: Served, abe: TestClient):
    mark = seal(abe)
    page = parsed(abe.post("/account", data={"do": "token", "label": "nightly", "role": "ask", "csrf": mark}).text)
    (box,) = [one for one in page.all("div") if one["class"] == "shown-once"]
    (text,) = [one.text for one in box.all("code")]
    assert text not in abe.get("/account").text
    refused = abe.post("/account", data={"do": "token", "label": "x", "role": "review", "csrf": mark})
    assert refused.status_code == 422
    with served.client() as program:
        token = {"authorization": f"Bearer {text}"}
        asked = {"facts": {"destination": "JP"}, "as_of": "2026-09-30"}
        assert program.post("/api/determinations", json=asked, headers=token).status_code == 200
        assert program.get("/measures.json", headers=token).status_code == 200
        assert program.get("/account", headers=token).status_code == 403
        assert program.get("/people", headers=token).status_code == 403
        assert program.post("/api/determinations", json=asked).status_code == 401
        (key,) = [one.id for one in served.team.tokens.of("abe")]
        assert abe.post("/account", data={"do": "revoke", "token": key, "csrf": mark}).status_code == 303
        assert program.post("/api/determinations", json=asked, headers=token).status_code == 401
        assert program.get("/measures", headers=token).status_code == 401


def test_a_session_reads_over_rest_and_changes_nothing_there(abe: TestClient):
    """A browser sends its cookie along with whatever a page makes it send; a token it never does."""
    assert abe.get("/api/measures").status_code == 200
    answer = abe.post("/api/screenings", json={"names": ["x"]})
    assert answer.status_code == 403
    assert "is sent with a token" in answer.json()["problems"][0]["what"]


def test_without_accounts_there_are_no_such_pages(client: TestClient):
    for address in ("/sign-in", "/account", "/people"):
        assert client.get(address).status_code == 404
    assert client.post("/sign-out").status_code == 404
    assert 'name="csrf"' not in client.get("/parties").text


def test_too_many_requests_are_told_to_wait_and_each_account_has_its_own(served: Served, clock: Clock):
    meter = RateLimiter(Rate(burst=4, every=15.0), clock)
    app = create_app(replace(served.settings, meter=meter))
    with served.asking(app) as abe, served.asking(app) as ueda:
        sign_in(abe, "abe")
        sign_in(ueda, "ueda")
        assert [abe.get("/help").status_code for _ in range(5)] == [200, 200, 200, 200, 429]
        page = abe.get("/help")
        assert page.headers["retry-after"] == "15"
        assert parsed(page.text).text.count("Ask again in 15 s") == 1
        told = abe.get("/api/measures")
        assert told.status_code == 429
        assert told.headers["content-type"] == "application/problem+json"
        assert told.headers["retry-after"] == "15"
        assert abe.get("/static/style.css").status_code == 200
        assert ueda.get("/help").status_code == 200
        clock.seconds += 15
        assert abe.get("/help").status_code == 200


def test_what_is_asked_and_screened_is_kept_under_the_name_of_the_account(served: Served, abe: TestClient):
    abe.get(f"/check/result?{LINE}")
    abe.get(f"/check/result?{LINE}&language=ja")
    form = {"names": "Mitsubshi Shipbuilding", "csrf": seal(abe)}
    assert abe.post("/parties", data=form).status_code == 200
    token = served.token("mori", Role.ASK)
    asked = {"facts": {"destination": "JP", "end_use": None}, "as_of": "2026-09-30"}
    answer = abe.post("/api/determinations", json=asked, headers=token)
    abe.post("/api/screenings", json={"names": ["Acme"]}, headers=token)
    told = [(one.who, one.what) for one in entries(served.store)][1:]
    assert told == [
        ("abe", "determination kept"),
        ("abe", "screening kept"),
        ("mori", "determination kept"),
        ("mori", "screening kept"),
    ]
    assert check_store(served.store).faults == ()
    kept = json.loads(determination_of(served.store, 4).answer)
    assert kept["outcome"] == answer.json()["data"]["outcome"]
    with reading(served.store) as connection:
        (first, _) = connection.execute(SCREENINGS.select()).mappings()
    assert json.loads(first["asked"])["names"] == ["Mitsubshi Shipbuilding"]
    assert json.loads(first["found"])[0]["zone"] == "review"


def test_what_the_pages_keep_is_judged_again_to_the_same_bytes(served: Served, abe: TestClient):
    from click.testing import CliRunner

    from sekisho.cli import main

    fields = {
        "description": "gallium metal 99.9999%",
        "destination": "Japan",
        "end_user": "Mihon KK",
        "csrf": seal(abe),
    }
    assert abe.post("/check/result", data=fields).status_code == 200
    asked = {"facts": {"description": "gallium metal 99.9999%", "destination": "JP"}, "as_of": "2026-09-30"}
    token = served.token("abe", Role.ASK)
    assert abe.post("/api/determinations", json=asked, headers=token).status_code == 200
    for number in ("2", "3"):
        done = CliRunner().invoke(main, ["store", "replay", number, "--store", str(served.store.name)])
        assert "the same bytes" in done.output, done.output


def test_what_cannot_be_kept_is_not_answered_and_kept_the_next_time(served: Served, abe: TestClient):
    place = Path(str(served.store.name))
    away = place.rename(place.with_suffix(".away"))
    answer = abe.get(f"/check/result?{LINE}")
    assert answer.status_code == 503
    assert "It cannot be saved now" in answer.text
    away.rename(place)
    assert abe.get(f"/check/result?{LINE}").status_code == 200
    assert [one.what for one in entries(served.store)][1:] == ["determination kept"]


def test_a_run_is_kept_under_the_name_of_whoever_sent_the_book(served: Served):
    app = create_app(served.settings)
    with served.asking(app) as program:
        answer = program.post("/api/books?name=a.csv&answer=csv", content=BOOK, headers=served.token("mori", Role.ASK))
        assert answer.status_code == 200
    app.state.jobs.close()
    assert [(one.who, one.what) for one in entries(served.store)][1:] == [
        ("mori", "run started"),
        ("mori", "run 2 finished"),
    ]
    assert check_store(served.store).faults == ()


def test_costs_and_exposures_are_seen_by_whoever_asked_and_kept(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sekisho.web.jobs.manager.JobManager.begin", lambda *_, **__: None)
    app = create_app(served.settings)
    bill = ("bill.csv", b"part,parent\nA,\n")
    with served.asking(app) as abe, served.asking(app) as mori:
        for client, name in ((abe, "abe"), (mori, "mori")):
            sign_in(client, name)
        mark = {"csrf": seal(abe)}
        cost = abe.post("/impact", data={"what": "rare-earths-stop", **mark})
        exposure = abe.post("/exposure", data=mark, files={"bill": bill})
        for answer in (cost, exposure):
            assert answer.status_code == 303, parsed(answer.text).text[:600]
            place = answer.headers["location"].partition("?")[0]
            assert abe.get(f"{place}.json").status_code == 200
            assert mori.get(f"{place}.json").status_code == 404
            assert mori.post(f"{place}/delete", data={"csrf": seal(mori)}).status_code == 404
    digest = hashlib.sha256(bill[1]).hexdigest()
    assert [(one.who, one.what) for one in entries(served.store)][1:] == [
        ("abe", "cost of rare-earths-stop asked"),
        ("abe", f"exposure of a bill of SHA-256 {digest} asked"),
    ]


def test_accounts_that_another_process_changes_are_seen_at_once(served: Served, abe: TestClient):
    elsewhere = Accounts(served.team.accounts.file.place, CHEAP)
    elsewhere.set_role("abe", Role.ADMINISTER)
    assert abe.get("/people").status_code == 200
    elsewhere.set_disabled("abe", disabled=True)
    assert abe.get("/people").status_code == 303
