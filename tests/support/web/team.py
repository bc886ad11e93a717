"""A server with accounts, to test with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed

from sekisho.store.location import Store
from sekisho.store.writer import Author, make
from sekisho.web.accounts.accounts import Accounts
from sekisho.web.accounts.passwords import HashCosts
from sekisho.web.accounts.principal import Role
from sekisho.web.accounts.rate_limit import Clock
from sekisho.web.accounts.team import Team
from sekisho.web.app import create_app
from sekisho.web.audit_log import AuditLog
from sekisho.web.settings import ServerSettings

CHEAP = HashCosts(passes=1, memory=8, lanes=1)
"""Passwords that take no time, for tests alone."""
WORD = "three small words"
DAY = date(2026, 9, 30)
BASE = "http://127.0.0.1"
PEOPLE = {"root": Role.ADMINISTER, "mori": Role.REVIEW, "abe": Role.ASK, "ueda": Role.ASK}


def people_in(place: Path) -> Accounts:
    """Four accounts of all roles, all with one password."""
    accounts = Accounts(place, CHEAP, make=True)
    for name, role in PEOPLE.items():
        accounts.add(name, role, WORD, DAY)
    return accounts


def store_in(place: Path) -> tuple[Store, AuditLog]:
    """A store that was made, and what writes to it."""
    now: Callable[[], datetime] = lambda: datetime(2026, 9, 30, 9, 0, tzinfo=UTC)  # noqa: E731 - typed so
    store = Store(str(place))
    make(store, Author(who="maker", now=now))
    return store, AuditLog(store, now, "login")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A server, and what it stands on."""

    team: Team
    store: Store
    settings: ServerSettings

    def client(self) -> TestClient:
        """Somebody at a browser of their own; redirects are looked at, not followed."""
        return self.asking(create_app(self.settings))

    @staticmethod
    def asking(app: object) -> TestClient:
        """Somebody at a browser of their own who asks an application that others ask too."""
        return TestClient(app, base_url=BASE, follow_redirects=False)  # type: ignore[arg-type] # an application

    def token(self, name: str, role: Role) -> dict[str, str]:
        """Headers of a program with a token."""
        _, text = self.team.tokens.add(name, "test", role, DAY, date(2027, 9, 30))
        return {"authorization": f"Bearer {text}"}


def served_in(folder: Path, settings: ServerSettings, clock: Clock) -> Served:
    """A server with accounts and a store."""
    team = Team(people_in(folder / "team.db"), clock)
    store, trail = store_in(folder / "results.db")
    return Served(team=team, store=store, settings=replace(settings, team=team, trail=trail))


def seal(client: TestClient, page: str = "/account") -> str:
    """The mark of the session, as the forms of a page hold it."""
    found = next(one for one in parsed(client.get(page).text).all("input") if one["name"] == "csrf")
    return found["value"]


def sign_in(client: TestClient, name: str, password: str = WORD, **fields: str) -> Element | str:
    """Sign in; returns the page that comes, or where it leads."""
    answer = client.post("/sign-in", data={"name": name, "password": password, **fields})
    return answer.headers["location"] if answer.status_code == 303 else parsed(answer.text)
