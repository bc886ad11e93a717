"""Pages and REST answers that are approved: what is asked, in which language, and what it is called."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from starlette.testclient import TestClient
from tests.approved.commands import BILL, BOOK, LANGUAGES, Made, body, screen_of
from tests.approved.shelf import DAY, Shelf
from tests.support.web.html import parsed
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

BASE: Final = "http://127.0.0.1"
LINE: Final = "movement=export&departure=CN&origin=CN&destination=JP&control_codes=3C001.a"
CIVIL: Final = f"{LINE}&end_user_kind=civil&end_use=civil&end_use_sector=general&knowledge_of_risk=no"
NAMED: Final = {"end_user": "Mitsubishi Shipbuilding"}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page: its address, what a form sends to it, and whether the law is the one that ships."""

    address: str
    sent: Mapping[str, str] = field(default_factory=dict)
    shipped: bool = False


PAGES: Final[Mapping[str, Asked]] = {
    "home/first": Asked(address="/"),
    "check/questions": Asked(address="/check?movement=export&departure=CN&ask=end_use"),
    "check/open": Asked(address=f"/check/result?{LINE}"),
    "check/decided": Asked(address=f"/check/result?{CIVIL}"),
    "check/listed": Asked(
        address="/check/result", sent={**dict(pair.split("=") for pair in CIVIL.split("&")), **NAMED}
    ),
    "check/wrong": Asked(address="/check/result?destination=Japn&control_codes=9Z999"),
    "check/sheet": Asked(address=f"/check/sheet?{CIVIL}"),
    "screen/names": Asked(address="/parties", sent={"names": "三菱造船\nKawasaki Heavy Industries\nNaniwa Seiki"}),
    "classify/graphite": Asked(address="/classify", sent={"description": "isostatic graphite block 1.85 g/cm3"}),
    "show/codes": Asked(address="/codes"),
    "show/code": Asked(address="/codes/cn/dual-use/1C905.b"),
    "show/measure": Asked(address="/measures/cn/2025-57-holmium-and-others"),
    "show/term": Asked(address="/terms/enhances-military-strength"),
    "measures/all": Asked(address="/measures"),
    "coverage/all": Asked(address="/coverage"),
    "glossary/all": Asked(address="/help"),
    "search/words": Asked(address="/search", sent={"q": "dysprosium"}),
    "bulk/books": Asked(address="/books"),
    "exposure/form": Asked(address="/exposure"),
    "impact/form": Asked(address="/impact", shipped=True),
    "mistake/nothing-here": Asked(address="/nothing"),
}
"""Pages that answer at once."""


def asking(shelf: Shelf, *, shipped: bool = False) -> TestClient:
    """Asks the pages without a server, and remembers nothing of what was asked before."""
    name = "pages on the law as it ships" if shipped else "pages on the excerpt"
    client = shelf.once(name, lambda shelf: _client(shelf, name, shelf.shipped if shipped else shelf.excerpt))
    assert isinstance(client, TestClient)
    client.cookies.clear()
    return client


def _client(shelf: Shelf, name: str, library: Library) -> TestClient:
    uploads = shelf.folder / name
    uploads.mkdir()
    app = create_app(
        ServerSettings(
            library=library,
            today=lambda: DAY,
            folder=uploads,
            cache=uploads / "cache",
            folders=tuple(package.folder for package in library.packages),
        )
    )
    client = shelf.leaving.enter_context(TestClient(app, base_url=BASE, follow_redirects=False))
    shelf.leaving.callback(app.state.jobs.close)
    return client


def page(asked: Asked, language: str, tag: str) -> Made:
    """The page that a browser shows; its head is left out, and its frame too unless the whole body is wanted."""

    def made(shelf: Shelf) -> str:
        client, speaking = asking(shelf, shipped=asked.shipped), {"accept-language": language}
        if asked.sent:
            answer = client.post(asked.address, data=dict(asked.sent), headers=speaking)
        else:
            answer = client.get(asked.address, headers=speaking)
        return f"<!-- {answer.status_code} {asked.address} -->\n{shelf.masked(body(answer.text, tag))}"

    return made


def pages() -> Iterator[tuple[str, Made]]:
    """Every page in three languages."""
    for name, asked in PAGES.items():
        for language in LANGUAGES:
            yield f"{name}.page-{language}.html", page(asked, language, "body" if name == "home/first" else "main")


FACTS: Final = {pair.split("=")[0]: pair.split("=")[1] for pair in CIVIL.split("&")}
REQUESTS: Final[Mapping[str, tuple[str, Mapping[str, Any] | None]]] = {
    "check/decided": ("/api/determinations", {"facts": FACTS}),
    "check/traced": ("/api/determinations", {"facts": {**FACTS, **NAMED}, "trace": True, "readings": "broad"}),
    "check/wrong": ("/api/determinations", {"facts": {"destination": "Japn", "end_usr": "x"}, "readings": "wide"}),
    "screen/names": ("/api/screenings", {"names": ["三菱造船", "Kawasaki Heavy Industries", "Naniwa Seiki"]}),
    "classify/graphite": ("/api/classifications", {"description": "isostatic graphite block 1.85 g/cm3"}),
    "show/code": ("/api/codes/cn/dual-use/1C905.b", None),
    "show/measure": ("/api/measures/cn/2026-29-helium", None),
    "show/term": ("/api/terms/enhances-military-strength", None),
    "changed/month": ("/api/changes?since=2026-07-01&until=2026-07-31", None),
    "measures/all": ("/api/measures", None),
    "mistake/no-measure": ("/api/measures/cn/2026-29-heliun", None),
}
"""What programs ask."""


def rest(address: str, sent: Mapping[str, Any] | None) -> Made:
    """The answer that a program gets, with its status."""

    def made(shelf: Shelf) -> str:
        client = asking(shelf)
        answer = client.get(address) if sent is None else client.post(address, json=dict(sent))
        told = {"status": answer.status_code, "body": answer.json()}
        return shelf.masked(json.dumps(told, ensure_ascii=False, indent=2))

    return made


def requests() -> Iterator[tuple[str, Made]]:
    """Every answer over REST."""
    for name, (address, sent) in REQUESTS.items():
        yield f"{name}.rest.json", rest(address, sent)


def _done(client: TestClient, address: str) -> str:
    """Wait for a job, and return its address without what was asked."""
    path = address.partition("?")[0]

    def over() -> bool:
        said = client.get(f"{path}.json").json()["data"]
        return said["state"] not in {"waiting", "working"} and not said.get("doing")

    until(over)
    return path


def _sent_book(shelf: Shelf) -> str:
    shelf.once(BOOK, screen_of(BOOK))
    client = asking(shelf)
    with Path("book.csv").open("rb") as file:
        answer = client.post("/books", files={"book": ("book.csv", file)})
    return _done(client, answer.headers["location"])


def _run_book(shelf: Shelf) -> str:
    """Another book, its columns as the page proposes them."""
    address, client = _sent_book(shelf), asking(shelf)
    form = parsed(client.get(address).text)
    chosen = {
        one["name"]: option["value"]
        for one in form.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in form.all("input") if one["name"].startswith("column.")}
    asked = {**columns, **chosen, "dated": "one", "as_of": str(DAY), "reading": "central"}
    client.post(f"{address}/run", data=asked)
    return _done(client, address)


def _cost(shelf: Shelf) -> str:
    client = asking(shelf, shipped=True)
    asked = {"what": "gallium-2023", "months": "3", "draws": "16", "seed": "1", "as_of": str(DAY)}
    return _done(client, client.post("/impact", data=asked).headers["location"])


def _exposure(shelf: Shelf) -> str:
    client = asking(shelf)
    answer = client.post("/exposure", data={"as_of": str(DAY)}, files={"bill": ("bill.csv", BILL.encode())})
    return _done(client, answer.headers["location"])


JOBS: Final[Mapping[str, tuple[Callable[[Shelf], str], str, bool]]] = {
    "bulk/columns": (_sent_book, "", False),
    "bulk/done": (_run_book, "", False),
    "bulk/lines": (_run_book, "/lines?headline=undetermined", False),
    "impact/gallium": (_cost, "", True),
    "exposure/bill": (_exposure, "", False),
}
"""Pages of what takes longer: who begins it, what is asked of its address, whether the law is the one that ships."""


def jobs() -> Iterator[tuple[str, Made]]:
    """The pages of an order book, a cost and a bill, once they are done."""
    for name, (begin, more, shipped) in JOBS.items():
        for language in LANGUAGES:
            yield f"{name}.page-{language}.html", _page_of_job(begin, more, language, shipped=shipped)


def _page_of_job(begin: Callable[[Shelf], str], more: str, language: str, *, shipped: bool) -> Made:
    def made(shelf: Shelf) -> str:
        path = str(shelf.once(begin.__name__, begin))
        shown = page(Asked(address=f"{path}{more}", shipped=shipped), language, "main")(shelf)
        return shown.replace(path.rpartition("/")[2], "ID")

    return made


PAGES_AND_ANSWERS: Final[Mapping[str, Made]] = {
    name: made for group in (pages, requests, jobs) for name, made in group()
}
