"""One question, one answer: Python, the command, REST and the page give the same JSON, and the page shows the outcome.

What is a face's own is named below (`OWN`) and compared with nothing. `tests/slow.txt` names the costly questions.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.support.fifty_questions import (
    BILLS,
    COSTS,
    DAY,
    ITEMS,
    LAW,
    NAMES,
    READ_OTHERWISE,
    SHIPMENTS,
    Bill,
    Cost,
    Item,
    Names,
    OfLaw,
    Shipment,
)
from tests.support.sent_bills import BILL
from tests.support.web.html import parsed
from tests.support.web.waiting import until

import sekisho
from sekisho import Library, Reading, Readings, load_measures
from sekisho.cli import main
from sekisho.cli.impact import impact
from sekisho.law.model.assumptions import readings_of
from sekisho.service.impact import ImpactRequest
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

OWN: Final = frozenset({"timeline"})
"""Keys that a face has for itself: the page of a measure or a code tells its timeline beside it."""
ENVELOPE: Final = "data"
"""Where REST and the pages hold an answer; the keys beside it say which program and which law spoke."""
ROWS: Final = "rows"
Answer = dict[str, Any]
OURS: Final = "id,name,country\nX1,Isobe Magnetics Works Co. Ltd.,JP\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces:
    """The four faces before the same law and the same lists of one's own."""

    library: Library
    client: TestClient

    def command(self, *words: str) -> Answer:
        """Return what the command prints as JSON."""
        return read(CliRunner().invoke(main, [*words, "--format", "json"], catch_exceptions=False).stdout)

    def rest(self, place: str, body: Mapping[str, object] | None = None) -> Answer:
        """Return what REST answers."""
        address = f"/api/{place}"
        answer = self.client.get(address) if body is None else self.client.post(address, json=body)
        assert answer.status_code == 200, answer.text
        return in_envelope(answer.text)

    def page(self, place: str, form: Mapping[str, str] | None = None) -> Answer:
        """Return the data behind a page."""
        answer = self.client.get(f"/{place}") if form is None else self.client.post(f"/{place}", data=form)
        assert answer.status_code == 200, answer.text
        return in_envelope(answer.text)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def _faces(home: Path) -> Iterator[Faces]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        (home / "ours.csv").write_text(OURS, encoding="utf-8")
        words = ("data", "add", "party-list", str(home / "ours.csv"), "--name", "ours", "--replace", "--read", DAY)
        assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    overlay, cache = home / "sekisho" / "lists", home / "cache" / "sekisho"
    library = load_measures(overlay=overlay, cache=cache)
    law = load_measures(overlay=overlay, cache=cache)
    today = date.fromisoformat(DAY)
    app = create_app(ServerSettings(library=law, today=lambda: today, folder=home, overlay=overlay, cache=cache))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield Faces(library=library, client=client)
    app.state.jobs.close()


@pytest.fixture
def faces(_faces: Faces, home: Path, monkeypatch: pytest.MonkeyPatch) -> Faces:
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setattr("sekisho.cli.check_request.today", lambda: date.fromisoformat(DAY))
    return _faces


def read(text: str) -> Answer:
    """Read an answer; a list counts as an answer with one key."""
    found = json.loads(text)
    return found if isinstance(found, dict) else {ROWS: found}


def in_envelope(text: str) -> Answer:
    """Read an answer that REST or a page put into its envelope."""
    return read(json.dumps(json.loads(text)[ENVELOPE]))


def plain(value: object) -> Answer:
    """Return an answer of Python as JSON holds it."""
    return read(json.dumps(value))


def differences(ours: object, theirs: object, place: str = "") -> Iterator[tuple[str, object, object]]:
    """Go through what differs between two answers, each with its place."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in {**ours, **theirs}:
            yield from differences(ours.get(name, ...), theirs.get(name, ...), f"{place}.{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif ours != theirs:
        yield place, ours, theirs


def assert_same(answers: Mapping[str, Answer]) -> None:
    """Compare what every face says with what the first says, save what a face has for itself."""
    (first, ours), *others = (
        (face, {name: value for name, value in answer.items() if name not in OWN}) for face, answer in answers.items()
    )
    assert ours
    for face, theirs in others:
        assert (first, face, list(differences(ours, theirs))) == (first, face, [])


def written(value: str | Mapping[str, str]) -> str:
    """Write a fact as a flag or a field takes it."""
    return value if isinstance(value, str) else ";".join(f"{name}={one}" for name, one in value.items())


def flags(asked: Shipment) -> list[str]:
    """Write a shipment as the flags of a command."""
    words = [word for fact, value in asked.facts.items() for word in (f"--{fact.replace('_', '-')}", written(value))]
    words += ["--as-of", asked.as_of] if asked.as_of else []
    words += ["--reading", asked.reading] if asked.reading else []
    words += [word for term, reading in asked.terms.items() for word in ("--term", f"{term}={reading}")]
    return words + [word for unknown, value in asked.assume.items() for word in ("--assume", f"{unknown}={value}")]


def fields(asked: Shipment) -> dict[str, str]:
    """Write a shipment as the fields of the form."""
    found = {fact: written(value) for fact, value in asked.facts.items()}
    found |= {**asked.assume, **{f"term.{term}": reading for term, reading in asked.terms.items()}}
    found |= {"as_of": asked.as_of} if asked.as_of else {}
    return found | ({"reading": asked.reading} if asked.reading else {})


def body(asked: Shipment) -> dict[str, object]:
    """Write a shipment as REST takes it."""
    readings = {**({"all": asked.reading} if asked.reading else {}), **asked.terms}
    found: dict[str, object] = {"facts": dict(asked.facts), "assume": dict(asked.assume)}
    return found | ({"as_of": asked.as_of} if asked.as_of else {}) | ({"readings": readings} if readings else {})


def law_day(asked: Shipment) -> str | None:
    """Return the day that a program names: nobody but a program has to say which day is today."""
    return asked.as_of or (None if asked.facts.get("date", "unknown") != "unknown" else DAY)


@pytest.mark.parametrize(
    "asked",
    [  # every second one takes long enough; all are asked by `make slow`
        pytest.param(asked, id=name, marks=[pytest.mark.slow] * (place % 2))
        for place, (name, asked) in enumerate(SHIPMENTS.items())
    ],
)
def test_a_shipment_is_answered_alike(faces: Faces, asked: Shipment):
    answer = sekisho.determine(
        asked.facts,
        faces.library,
        as_of=law_day(asked),
        readings=readings_of(faces.library, asked.reading or None, asked.terms),
        assume=asked.assume,
    )
    sent = faces.rest("determinations", body(asked))
    # REST names among the facts what is missing as well, with null.
    assert {name for name, value in sent["facts"].items() if value is None} == set(sent["missing"]) - set(answer.facts)
    sent["facts"] = {name: value for name, value in sent["facts"].items() if value is not None}
    said = sekisho.brief(answer, asked.facts, faces.library)
    answers = {
        "Python": plain({**answer.to_dict(), "brief": said}),
        "command": faces.command("check", *flags(asked)),
        "REST": sent,
        "page": faces.page("check/result.json", fields(asked)),
    }
    assert_same(answers)
    page = parsed(faces.client.post("/check/result", data=fields(asked)).text)
    # The outcome and what it is of stand in lines of their own, so spaces are not compared.
    assert plain(said[0])["lines"][0].replace(" ", "") == next(page.all("h1")).text.replace(" ", "")


def test_the_shipments_reach_every_kind_of_answer(faces: Faces):
    answers = {
        name: sekisho.determine(
            asked.facts,
            faces.library,
            as_of=law_day(asked),
            readings=readings_of(faces.library, asked.reading or None, asked.terms),
            assume=asked.assume,
        ).to_dict()
        for name, asked in SHIPMENTS.items()
    }
    assert {answer["headline"] for answer in answers.values()} >= {"free", "licence required", "prohibited"}
    assert all(
        answers[name]["presumed"] for name in ("a description that settles the code", "a description in Japanese")
    )
    assert len({answer["as_of"] for answer in answers.values()}) > 3
    for told in ("alerts", "contradictions", "triggered", "statements", "sleeping", "ahead", "may_fall_under"):
        assert any(answer[told] for answer in answers.values()), told


@pytest.mark.parametrize("other", [{"as_of": "2023-07-31"}, {"destination": "US", "reading": "broad"}], ids=str)
def test_two_answers_are_set_side_by_side_alike(faces: Faces, other: dict[str, str]):
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.determination.compared_answers import compared_data

    asked = SHIPMENTS["an unknown end user"]
    ours = sekisho.compare(asked.facts, faces.library, other, as_of=law_day(asked))
    words = [word for name, value in other.items() for word in ("--with", f"{name}={value}")]
    form = {**fields(asked), **{f"other.{name}": value for name, value in other.items()}}
    answers = {
        "Python": plain(compared_data(ours, faces.library, teller_of(faces.library, "en"))),
        "command": faces.command("compare", *flags(asked), *words),
        "REST": faces.rest("comparisons", {**body(asked), "other": other}),
        "page": faces.page(f"compare.json?{urlencode(form)}"),
    }
    assert_same(answers)
    assert answers["Python"]["parts"][0]["differs"]


@pytest.mark.parametrize("name", READ_OTHERWISE)
def test_disputed_words_are_read_otherwise_alike(faces: Faces, name: str):
    asked = SHIPMENTS[name]
    found = sekisho.readings(asked.facts, faces.library, as_of=law_day(asked), assume=asked.assume)
    told = faces.command("readings", *flags(asked))["terms"]
    ends = ("narrow", "central", "broad")
    ours = {
        str(one.term.id): [
            [verdict.floor.level, verdict.ceiling.level] for verdict in (one.narrow, one.central, one.broad)
        ]
        for one in found
    }
    assert ours == {one["term"]: [[one[end]["floor"], one[end]["ceiling"]] for end in ends] for one in told}
    assert ours


@pytest.mark.parametrize("asked", NAMES.values(), ids=NAMES)
def test_names_are_screened_alike(faces: Faces, asked: Names):
    words = ["--territory", asked.territory] if asked.territory else []
    words += ["--identifier", asked.identifier] if asked.identifier else []
    told = faces.command("screen", *asked.names, "--as-of", DAY, *words)
    sent = {
        "names": list(asked.names),
        "territory": asked.territory,
        "identifiers": [asked.identifier] if asked.identifier else [],
        "as_of": DAY,
    }
    form = {
        "names": "\n".join(asked.names),
        "territory": asked.territory,
        "identifier": asked.identifier,
        "as_of": DAY,
    }
    ours = sekisho.screen(
        *asked.names,
        law=faces.library,
        territory=asked.territory,
        identifiers=[asked.identifier] if asked.identifier else [],
        as_of=DAY,
    )
    answers = {
        "Python": plain(ours.to_list()),
        "command": told if ROWS in told else {ROWS: [told]},
        "REST": faces.rest("screenings", sent),
        "page": faces.page("parties.json", form),
    }
    assert_same(answers)


@pytest.mark.parametrize("asked", ITEMS.values(), ids=ITEMS)
def test_items_are_classified_alike(faces: Faces, asked: Item):
    found = sekisho.classify(asked.description, faces.library, as_of=DAY, hs=asked.hs, parameters=asked.parameters)
    words = [word for name, value in asked.parameters.items() for word in ("--param", f"{name}={value}")]
    words += ["--hs", asked.hs] if asked.hs else []
    sent = {
        "description": asked.description,
        "hs_code": asked.hs,
        "parameters": dict(asked.parameters),
        "as_of": DAY,
    }
    form = {"description": asked.description, "hs_code": asked.hs, "as_of": DAY}
    form |= {f"param.{name}": value for name, value in asked.parameters.items()}
    answers = {
        "Python": plain(found.to_dict()),
        "command": faces.command("classify", asked.description, "--as-of", DAY, *words),
        "REST": faces.rest("classifications", sent),
        "page": faces.page("classify.json", form),
    }
    assert_same(answers)


@pytest.mark.parametrize("asked", LAW.values(), ids=LAW)
def test_the_law_is_told_alike(faces: Faces, asked: OfLaw):
    answers = {"command": faces.command(*asked.command), "REST": faces.rest(asked.rest)}
    if asked.page:
        answers["page"] = faces.page(asked.page)
    assert_same(answers)


def test_the_lists_that_are_kept_are_told_alike(faces: Faces, home: Path):
    from sekisho.service.lists import lists_held

    answers = {
        "Python": plain(lists_held(home / "sekisho")),
        "command": faces.command("data", "list"),
        "REST": faces.rest("lists"),
    }
    assert_same(answers)
    (ours,) = answers["Python"][ROWS]
    assert (ours["list"], ours["in_use"]) == ("own/ours", True)


def done(faces: Faces, place: str) -> Answer:
    """Wait for a job, return its result, and take it away."""
    until(lambda: faces.client.get(place).json()[ENVELOPE]["state"] not in {"waiting", "working"})
    found = in_envelope(faces.client.get(place).text)
    assert found["problems"] == []
    result = found["result"]
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize("asked", COSTS.values(), ids=COSTS)
def test_what_it_costs_is_told_alike(faces: Faces, asked: Cost):
    pytest.importorskip("scipy")
    ours = sekisho.simulate(
        *asked.names,
        months=asked.months,
        reading=asked.reading,
        draws=asked.draws,
        seed=asked.seed,
        why=asked.why,
        law=faces.library,
    )
    numbers = {"months": asked.months, "draws": asked.draws, "seed": asked.seed}
    words = [word for name, value in numbers.items() for word in (f"--{name}", str(value))]
    words += ["--why", asked.why] if asked.why else []
    sent = {"names": list(asked.names), "reading": asked.reading, "why": asked.why, **numbers}
    form = {name: str(value) for name, value in numbers.items()}
    form |= {"what": asked.names[0], "with": "".join(asked.names[1:]), "reading": asked.reading, "as_of": DAY}
    form |= {"why": asked.why}
    rest = faces.client.post("/api/impacts", json=sent).headers["location"]
    page = faces.client.post("/impact", data=form).headers["location"].partition("?")[0]
    answers = {
        "Python": plain(ours.to_dict()),
        "command": faces.command("impact", *asked.names, *words, "--reading", asked.reading),
        "REST": done(faces, rest),
        "page": done(faces, f"{page}.json"),
    }
    assert_same(answers)


def test_what_nobody_says_of_a_cost_is_the_same_on_every_face(faces: Faces):
    draws = [one for one in impact.params if one.name == "draws"]
    schemas = faces.client.get("/api/openapi.json").json()["components"]["schemas"]
    page = parsed(faces.client.get("/impact").text)
    told = {
        "request": ImpactRequest(names=("x",)).draws,
        "command": draws[0].default,
        "REST": schemas["ImpactBody"]["properties"]["draws"]["default"],
        "REST, of a bill": schemas["ExposureRequest"]["properties"]["draws"]["default"],
        "page": next(int(one["value"]) for one in page.all("input") if one["name"] == "draws"),
    }
    assert set(told.values()) == {1024}, told


@pytest.mark.parametrize("asked", BILLS.values(), ids=BILLS)
def test_a_bill_is_answered_alike(faces: Faces, asked: Bill, tmp_path: Path):
    from sekisho.present.exposure.data import exposure_data

    bill = tmp_path / "bom.csv"
    bill.write_bytes(BILL)
    ours = sekisho.assess_exposure(
        bill,
        faces.library,
        as_of=DAY,
        facts=asked.facts,
        readings=Readings(Reading(asked.reading)),
        made_in=asked.made_in,
    )
    words = [word for name, value in asked.facts.items() for word in (f"--{name.replace('_', '-')}", value)]
    words += ["--reading", asked.reading, "--made-in", asked.made_in, "--as-of", DAY]
    form = {**asked.facts, "reading": asked.reading, "made_in": asked.made_in, "as_of": DAY}
    sent = faces.client.post(
        f"/api/exposures/files?{urlencode({**form, 'name': bill.name})}", content=bill.read_bytes()
    )
    page = faces.client.post("/exposure", data=form, files={"bill": (bill.name, bill.read_bytes(), "text/csv")})
    answers = {
        "Python": plain(exposure_data(ours)),
        "command": faces.command("exposure", str(bill), *words),
        "REST": done(faces, sent.headers["location"]),
        "page": done(faces, f"{page.headers['location'].partition('?')[0]}.json"),
    }
    assert_same(answers)


ORDERS: Final = (
    "line,movement,destination,control_codes,end_user,end_use\n"
    "1,export,日本,1C905.b,Naniwa Seiki,civil\n"
    "2,export,JP,3C001.a,Mitsubishi Shipbuilding,civil\n"
    "3,export,JP,none,,civil\n"
)
SAME_IN_ALL: Final = {"departure": "CN"}
OF_A_RUN: Final = frozenset({"seconds", "out", "run_card", "matches"})
"""What belongs to one run: how long it took, and where its files are."""
LATER: Final = frozenset(
    {
        *("clauses", "given", "waiting", "turning", "by_reading", "as_supposed", "questions", "decided", "carried"),
        "moved_places",
    }
)
"""What a page shows beside a run: what is counted once it is done, and what was said of the book before."""


def test_a_book_is_answered_alike(faces: Faces, tmp_path: Path):
    from sekisho.present.book import book_data

    book = tmp_path / "orders.csv"
    book.write_text(ORDERS, encoding="utf-8")
    ours = sekisho.determine_book(
        book, faces.library, out=tmp_path / "ours.parquet", as_of=DAY, constants=SAME_IN_ALL, suppose=["ordinary"]
    )
    words = ["--as-of", DAY, "--set", "departure=CN", "--suppose", "ordinary", "-o", str(tmp_path / "theirs.parquet")]
    asked = {"name": book.name, "as_of": DAY, "set": "departure=CN", "suppose": "ordinary"}
    place = faces.client.post(f"/api/books?{urlencode(asked)}", content=book.read_bytes()).headers["location"]
    sent = {"found": done(faces, place)}
    answers = {
        "Python": plain(book_data(ours, seconds=0.0)),
        "command": faces.command("bulk", str(book), *words),
        "REST": {name: value for name, value in sent["found"].items() if name not in LATER},
    }
    assert_same(
        {face: {name: value for name, value in one.items() if name not in OF_A_RUN} for face, one in answers.items()}
    )
    assert {int(number) for number in answers["Python"]["by_headline"].values()} > {0}


@pytest.fixture
def run(faces: Faces, tmp_path: Path) -> tuple[Path, str]:
    """The same run for Python and the command, and over REST: its results, and its address."""
    book, results = tmp_path / "orders.csv", tmp_path / "results.parquet"
    book.write_text(ORDERS, encoding="utf-8")
    sekisho.determine_book(book, faces.library, out=results, as_of=DAY, constants=SAME_IN_ALL, keep=True)
    asked = {"name": book.name, "as_of": DAY, "set": "departure=CN", "keep": "true"}
    place = faces.client.post(f"/api/books?{urlencode(asked)}", content=book.read_bytes()).headers["location"]
    done(faces, place)
    return results, place


def test_a_run_under_another_law_is_answered_alike(faces: Faces, run: tuple[Path, str]):
    """No page judges a run under another law."""
    from sekisho.present.rescreen import rescreen_data
    from sekisho.service.request import request_from
    from sekisho.service.rescreen import RescreenRequest, rescreen
    from sekisho.service.workspace import Workspace

    results, place = run
    law = {"law_to": "2025-06-01"}
    ours = rescreen(request_from(RescreenRequest, law), Workspace(library=faces.library), results)
    theirs = faces.command("rescreen", str(results), "--law-to", law["law_to"])
    assert faces.client.post(f"{place}/rescreen", json=law).status_code == 202
    answers = {
        "Python": {**plain(rescreen_data(ours.result)), "own_lists_changed": dict(ours.own_lists)},
        "command": {name: value for name, value in theirs.items() if name not in OF_A_RUN},
        "REST": done(faces, place)["rescreen"],
    }
    assert_same(answers)
    assert answers["Python"]["changed"]


def test_a_line_of_a_run_is_explained_alike(faces: Faces, run: tuple[Path, str]):
    """The page of a line is the page of an answer; its data are those of the line asked by itself."""
    from sekisho.present.explained_line import explained_data
    from sekisho.service.explain import ExplainRequest, explain
    from sekisho.service.workspace import Workspace

    results, place = run
    judged = explain(ExplainRequest(line="2"), Workspace(library=faces.library), results)
    answers = {
        "Python": plain(explained_data(judged, language="en")),
        "command": faces.command("explain", str(results), "--line", "2"),
        "REST": faces.rest(f"{place.removeprefix('/api/')}/explain", {"line": "2"}),
    }
    assert_same(answers)
    assert (answers["Python"]["differs"], answers["Python"]["line"]) == ([], "2")
    page = faces.page(f"{place.removeprefix('/api/')}/line.json", {"line": "2"})
    told = ("outcome", "floor", "ceiling", "decisive", "missing", "brief")
    assert {name: page[name] for name in told} == {name: answers["REST"][name] for name in told}


def test_what_changed_since_a_run_is_told_alike(faces: Faces, run: tuple[Path, str]):
    """Over REST a run is judged again under the law as it is on a day; a watch says besides what differs."""
    from sekisho.present.rescreen import watch_data
    from sekisho.service.watch import watch_results
    from sekisho.service.workspace import Workspace

    results, place = run
    before = "2025-06-01"
    found = watch_results(results, Workspace(library=faces.library), date.fromisoformat(before))
    ours = plain(watch_data(found, results.name))
    assert ours["inputs"] == ["the law of the day"]
    assert ours["text"][0] == "Changed: the law of the day."
    assert faces.client.post(f"{place}/rescreen", json={"law_to": before}).status_code == 202
    ours = {name: value for name, value in ours.items() if name not in {"inputs", "text"}}
    theirs = faces.command("watch", str(results), "--as-of", before)
    answers = {
        "Python": ours,
        "command": {name: value for name, value in theirs.items() if name != "inputs"},
        "REST": {
            name: value
            for name, value in done(faces, place)["rescreen"].items()
            if name not in OF_A_RUN and name != "own_lists_changed"
        },
    }
    assert_same(answers)
    assert answers["Python"]["changed"]


def test_what_to_ask_of_a_run_is_answered_alike(faces: Faces, run: tuple[Path, str], tmp_path: Path):
    """The page ranks questions behind its results, with the task that REST asks for."""
    from sekisho.present.settle import measured_rows, settle_data
    from sekisho.service.settle import SettleRequest, apply_answers, rank_questions
    from sekisho.service.workspace import Workspace

    results, place = run
    workspace, sheet = Workspace(library=faces.library), tmp_path / "questions.csv"
    ranked = rank_questions(SettleRequest(), workspace, results)
    assert faces.client.post(f"{place}/questions", json={}).status_code == 202
    answers = {
        "Python": plain(settle_data(ranked.waiting, ranked.questions, sheet, asked=ranked.asked)),
        "command": faces.command("settle", str(results), "-o", str(sheet)),
        "REST": done(faces, place)["settle"],
    }
    assert_same(
        {face: {name: value for name, value in one.items() if name not in OF_A_RUN} for face, one in answers.items()}
    )

    first = answers["Python"]["questions"][0]
    said = first["choices"].split(" | ")[0]
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"answer": said, "by": "A. Clerk", "on": DAY}
    with sheet.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    settled = apply_answers(SettleRequest(), workspace, results, sheet, tmp_path / "ours.parquet")
    theirs = faces.command("settle", "apply", str(sheet), str(results), "-o", str(tmp_path / "theirs.parquet"))
    body = {"answers": [{"rank": first["rank"], "answer": said}], "by": "A. Clerk"}
    assert faces.client.post(f"{place}/answers", json=body).status_code == 202
    measured = {
        "Python": plain(measured_rows(settled.effects, faces.library)),
        "command": read(json.dumps(theirs["answers"])),
        "REST": read(json.dumps(done(faces, place)["measured"])),
    }
    assert_same(measured)


ASKED: Final[Mapping[str, str]] = {
    "CheckRequest": "test_a_shipment_is_answered_alike",
    "CompareRequest": "test_two_answers_are_set_side_by_side_alike",
    "ScreenRequest": "test_names_are_screened_alike",
    "ClassifyRequest": "test_items_are_classified_alike",
    "LawRequest": "test_the_law_is_told_alike",
    "ShowRequest": "test_the_law_is_told_alike",
    "TimelineRequest": "test_the_law_is_told_alike",
    "FactsRequest": "test_the_law_is_told_alike",
    "ImpactRequest": "test_what_it_costs_is_told_alike",
    "ExposureRequest": "test_a_bill_is_answered_alike",
    "BookRequest": "test_a_book_is_answered_alike",
    "RescreenRequest": "test_a_run_under_another_law_is_answered_alike",
    "ExplainRequest": "test_a_line_of_a_run_is_explained_alike",
    "SettleRequest": "test_what_to_ask_of_a_run_is_answered_alike",
}
"""The question that asks each request of a use case. A watch takes the request of a book."""
ASKED_ELSEWHERE: Final[Mapping[str, str]] = {
    "LettersRequest": "asked of every face in tests/service/test_letters.py and tests/web",
    "DependenceRequest": "who sells a material is told by the command alone",
    "ReportRequest": "a report is a file: tests/approved/report and tests/present/book_results",
    "LinesRequest": "asked of REST and the page in tests/web/test_book_desk.py; a command has the table of results",
    "OwnershipRequest": "a table of who holds whom is added by the command alone",
    "QueueRequest": "asked of a command, REST and the page in tests/service/test_party_queue.py and tests/web",
    "ListRequest": "versions of a list are compared by the command alone",
    "PartyListRequest": "a file of parties is added by the command alone",
    "TableRequest": "a table of an economy is added by the command alone",
    "NowcastRequest": "asked of Python, REST and the page in tests/web/test_nowcasts.py; it runs long",
    "ScoreRequest": "scored by the command, Python and the page: tests/impact/nowcast and tests/web/test_nowcasts.py",
}
"""Requests that one face asks, or that are asked of all in another test."""


def test_every_request_of_a_use_case_is_among_the_questions():
    """A request that comes new is asked of all faces here, or says above why one alone asks it."""
    service = Path(sekisho.__file__).parent / "service"
    requests = {
        node.name
        for file in service.glob("*.py")
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Request")
    }
    assert requests - ASKED.keys() == set(ASKED_ELSEWHERE)
    assert {name for name in ASKED.values() if name not in globals()} == set()
