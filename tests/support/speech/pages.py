"""Every page, from the table of routes: a new one is asked too, or the list says that it lacks an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.support.web.html import parsed
from tests.support.web.waiting import until

DATA: Final = ("/api/openapi.json", "/static", "/health", "/metrics")
"""Addresses for machines."""
FILES: Final = "/files/"
"""In the addresses of drawings and tables to take along; those of a run are behind the page of the run."""
LINE: Final = "movement=export&departure=CN&origin=CN&destination=JP&control_codes=3C001.a"
CIVIL: Final = f"{LINE}&end_user_kind=civil&end_use=civil&end_use_sector=general&knowledge_of_risk=no"
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "/measures/{id:path}": ("cn/2026-01-japan-dual-use", "cn/2025-57-holmium-and-others", "cn/2026-29-helium"),
    "/measures/{id:path}/compare": ("cn/2025-57-holmium-and-others",),
    "/dependence/{id}": ("gallium",),
    "/terms/{id:path}": ("enhances-military-strength", "export"),
    "/home-law/{place}": ("JP",),
    "/codes/{id:path}": ("cn/dual-use/1C905.a", "cn/dual-use/1C"),
    "/parties/{id}": ("jp-ecl-a17", "mhi"),
    "/cost/{id}": ("nri-2025",),
    "/items/{id:path}": ("1C905.b",),
    "/lists/{id}": ("abc",),
    "/groups/{id}": ("mhi",),
    "/answer/{item}/{route}": ("3C001.a/CN-JP",),
    "/customs/{code}": ("280530", "850511"),
}
"""What stands for the names in an address."""
QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "/search": ("words=dysprosium", "words=zzz"),
    "/check": ("movement=export&departure=CN", f"{LINE}&ask=end_use", "movement=export&ask=date", "ask=end_user"),
    "/check/answers": (LINE,),
    "/check/result": (
        LINE,
        CIVIL,
        f"{LINE}&end_user_kind=military&end_use=military",
        CIVIL.replace("3C001.a", "none"),
        CIVIL.replace("3C001.a", "1C909.b"),
        "destination=Japn&control_codes=9Z999",
        f"{LINE}&as_of=1990-01-01",
    ),
    "/check/sheet": (CIVIL, LINE),
    "/measures": ("state=suspended", "as_of=1990-01-01&state=in_force"),
    "/measures/{id:path}/compare": ("from=2025-11-08&to=2026-11-11",),
    "/compare": (f"{LINE}&other.destination=DE", f"{CIVIL}&other.as_of=2025-10-01&other.reading=broad"),
    "/changes": ("from=2025-10-01&to=2026-02-28",),
    "/impact": ("what=japan-ban&start=2026-01-06&reading=broad",),
    "/exposure": ("reading=broad&scenario=rare-earths-stop&end_use=civil",),
}
"""More that is asked of an address."""
SENT: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "/parties": ({"names": "三菱造船\nKawasaki Heavy Industries\n日立造船\nMitsubshi Shipbuilding\nN/A"},),
    "/classify": (
        {"description": "isostatic graphite, density 1.85 g/cm3, flexural strength 45 MPa"},
        {"description": "motor rotor with magnets", "hs_code": "850300"},
        {"description": "zzz qqq"},
    ),
    "/check/result": (
        {**dict(pair.split("=") for pair in CIVIL.split("&")), "end_user": "Mitsubishi Shipbuilding"},
        {**dict(pair.split("=") for pair in CIVIL.split("&")), "end_user": "Kawasaki Heavy Industries"},
        {"origin": "CN", "destination": "JP", "description": "helium gas"},
        {"origin": "CN", "destination": "JP", "description": "gallium", "end_user": "三菱重工業"},
        {"origin": "CN", "destination": "JP", "description": "office chair"},
    ),
    "/suggest": ({"words": "ジスプ"}, {"words": "gall"}),
    "/quick": ({"line": "護衛艦搭載用 酸化ジスプロシウム 中国から日本へ"},),
}
"""What forms send."""
LONG: Final = ("books", "exposure", "impact", "nowcast")
"""What takes longer: a page of each run, and what is asked of it."""


def paths_of(app: FastAPI) -> list[str]:
    """The addresses that people ask in a browser, as the application lists them."""
    routes = [route for route in app.routes if "GET" in (getattr(route, "methods", None) or ())]
    paths = {str(getattr(route, "path", "")) for route in routes}
    return sorted(path for path in paths if path and not path.startswith(DATA) and FILES not in path)


def addresses_of(app: FastAPI, *, whole: bool) -> tuple[list[str], list[str]]:
    """Return the addresses that are asked at once, and the routes whose address nothing fills.

    Parameters
    ----------
    whole
        Whether every value and query is asked, or the first alone.
    """
    found, unfilled = [], []
    for path in paths_of(app):
        if path.split("/")[1] in LONG and "{" in path:
            continue  # runs are begun first
        values = VALUES.get(path, () if "{" in path else ("",))
        if not values:
            unfilled.append(path)
        for value in values if whole else values[:1]:
            plain = (
                re.sub(r"\{.*\}", value, path, count=1) if path.count("{") > 1 else re.sub(r"\{[^}]*\}", value, path)
            )
            queries = QUERIES.get(path, ())
            found += [plain] if not (queries and not whole) else []
            found += [f"{plain}?{query}" for query in (queries if whole else queries[:1])]
    return found, unfilled


def runs_of(client: TestClient, book: Path, bill: Path) -> Iterator[str]:
    """Begin one run of each kind, and go through the addresses of its pages once it is done."""
    with book.open("rb") as file:
        sent = client.post("/books", files={"book": (book.name, file)})
    place = _over(client, sent.headers["location"])
    yield place
    form = parsed(client.get(place).text)
    chosen = {
        one["name"]: option["value"]
        for one in form.all("select")
        for option in one.all("option")
        if "selected" in option
    }
    columns = {one["name"]: one["value"] for one in form.all("input") if one["name"].startswith("column.")}
    asked = {**columns, **chosen, "dated": "one", "as_of": "2026-09-30", "reading": "central"}
    run = client.post(f"{place}/run", data=asked)
    yield _over(client, run.headers.get("location", place))
    for more in ("/lines", "/lines?headline=undetermined", "/lines?headline=prohibited", "/map"):
        yield f"{place}{more}"
    with bill.open("rb") as file:
        sent = client.post("/exposure", data={"as_of": "2026-09-30"}, files={"bill": (bill.name, file)})
    yield _over(client, sent.headers["location"])
    cost = {"what": "gallium-2023", "months": "3", "draws": "16", "seed": "1", "as_of": "2026-09-30"}
    yield _over(client, client.post("/impact", data=cost).headers["location"])


def _over(client: TestClient, address: str) -> str:
    path = address.partition("?")[0]

    def over() -> bool:
        said = client.get(f"{path}.json").json()["data"]
        return said["state"] not in {"waiting", "working"} and not said.get("doing")

    until(over)
    return path
