"""A connection on which half a request stands is closed, and one address does not hold them all."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from time import monotonic, sleep  # noqa: TID251 - a real server, and how long it waits

import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sekisho.cli.connections import PatientProtocol
from sekisho.web.peer_credentials import OF_CONNECTION, PeerOwner

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def answer(scope: Scope, _receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@contextmanager
def serving(implementation: type, app: ASGIApp = answer) -> Iterator[int]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        config = uvicorn.Config(app, http=implementation, log_level="critical", lifespan="off", timeout_keep_alive=30)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        server.should_exit = True
        thread.join(5)


def connection(port: int) -> socket.socket:
    found = socket.create_connection(("127.0.0.1", port), timeout=5)
    found.settimeout(5)
    return found


def trickle(slow: socket.socket) -> int:
    """Send headers one by one until the connection is closed; returns how many were sent."""
    for sent in range(20):
        try:
            slow.sendall(b"X: y\r\n")
        except OSError:
            return sent
        sleep(0.1)
    return 20


class Impatient(PatientProtocol):
    patience = 0.3
    most = 4


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", REQUEST + b"GET / HT"])
def test_half_a_request_is_closed_in_time(sent: bytes):
    with serving(Impatient) as port, closing(connection(port)) as asking:
        began = monotonic()
        asking.sendall(sent)
        while asking.recv(4096):
            pass
        assert 0.2 < monotonic() - began < 3


def test_a_slow_trickle_does_not_help_and_a_whole_request_is_answered():
    with serving(Impatient) as port:
        with closing(connection(port)) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            assert trickle(slow) < 20
        with closing(connection(port)) as whole:
            whole.sendall(REQUEST)
            assert b"204" in whole.recv(4096)


def test_one_address_holds_only_so_many_connections():
    with serving(Impatient) as port:
        held = [connection(port) for _ in range(Impatient.most)]
        with closing(connection(port)) as more:
            assert more.recv(1) == b""
        for one in held:
            one.close()
        sleep(0.2)
        with closing(connection(port)) as later:
            later.sendall(REQUEST)
            assert b"204" in later.recv(4096)


def test_requests_of_one_connection_share_whose_it_is_and_those_of_another_do_not():
    owners: list[object] = []

    async def noting(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            owners.append(scope["state"][OF_CONNECTION])
        await answer(scope, receive, send)

    with serving(PatientProtocol, noting) as port:
        for _ in range(2):
            with closing(connection(port)) as asking:
                for _ in range(2):
                    asking.sendall(REQUEST)
                    assert asking.recv(4096)
    assert [isinstance(owner, PeerOwner) for owner in owners] == [True] * 4
    assert owners[0] is owners[1]
    assert owners[2] is owners[3]
    assert owners[0] is not owners[2]
