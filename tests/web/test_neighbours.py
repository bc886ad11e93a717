"""Without accounts a server answers the user alone who started it, of all users of this computer."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from sekisho.web import peer_credentials
from sekisho.web.peer_credentials import OwnUser, PeerOwner, can_tell, owner_of

needs_table = pytest.mark.skipif(not can_tell(), reason="this system does not tell whose a connection is")


@needs_table
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_the_system_tells_whose_a_connection_is(family: socket.AddressFamily):
    with socket.socket(family) as server:
        try:
            server.bind(("::1" if family is socket.AF_INET6 else "127.0.0.1", 0))
        except OSError:
            pytest.skip("no such addresses here")
        server.listen()
        with socket.create_connection(server.getsockname()[:2]) as client:
            assert owner_of(*client.getsockname()[:2]) == os.getuid()


def write_table(table: Path, user: int):
    """Write a table of one connection of port 40000 to port 8000: both ends of it."""
    ends = max(peer_credentials._ends("127.0.0.1", 40000)).decode()
    other = max(peer_credentials._ends("127.0.0.1", 8000)).decode()
    table.write_text(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
        f"   0: {other} {ends} 01 00000000:00000000 00:00000000 00000000  1000        0 1\n"
        f"   1: {ends} {other} 01 00000000:00000000 00:00000000 00000000  {user}        0 2\n",
        encoding="ascii",
    )


def test_a_table_is_read_as_the_system_writes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    table = tmp_path / "tcp"
    write_table(table, 1001)
    read = table.read_bytes()
    assert owner_of("127.0.0.1", 40000, (read,)) == 1001
    assert owner_of("127.0.0.1", 8000, (b"", read)) == 1000
    assert owner_of("127.0.0.1", 1, (read,)) is None
    monkeypatch.setattr(peer_credentials, "TABLES", (tmp_path / "none", table))
    assert owner_of("127.0.0.1", 40000) == 1001


def test_connections_that_are_open_share_one_reading_and_a_later_one_is_looked_up_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    table = tmp_path / "tcp"
    monkeypatch.setattr(peer_credentials, "TABLES", (table,))
    write_table(table, 1001)
    first, second = PeerOwner(), PeerOwner()
    assert first.of("127.0.0.1", 40000) == 1001
    write_table(table, 1002)
    assert second.of("127.0.0.1", 40000) == 1001, "it was open when the table was read"
    assert PeerOwner().of("127.0.0.1", 40000) == 1002, "the port may be somebody else's by now"


@pytest.mark.parametrize(
    ("owner", "status"),
    [(os.getuid(), 200), (0, 200), (None, 200), (os.getuid() + 4242, 403)],
    ids=["own", "system", "not told", "other"],
)
def test_other_users_are_turned_away(monkeypatch: pytest.MonkeyPatch, owner: int | None, status: int):
    monkeypatch.setattr(peer_credentials, "owner_of", lambda *_: owner)
    app = OwnUser(Starlette(routes=[Route("/", lambda _: PlainTextResponse("here"))]))
    answer = TestClient(app, client=("127.0.0.1", 40000)).get("/")
    assert answer.status_code == status
    assert status == 200 or "answers the user alone who started it" in answer.text


def test_whose_a_connection_is_is_looked_up_once_a_connection(monkeypatch: pytest.MonkeyPatch):
    owners = iter([None, os.getuid(), os.getuid() + 4242])
    monkeypatch.setattr(peer_credentials, "owner_of", lambda *_: next(owners))
    peer = PeerOwner()
    asked = [peer.of("127.0.0.1", 40000) for _ in range(4)]
    assert asked == [None, os.getuid(), os.getuid(), os.getuid()], (
        "as long as the system does not tell it is asked again"
    )
    assert PeerOwner().of("127.0.0.1", 40000) == os.getuid() + 4242, "another connection may be somebody else's"
