"""A server of object storage for the tests: as much of the S3 protocol as is used, with one account and one bucket."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import unquote, urlsplit

ACCOUNT: Final = "may-read-and-write"
READER: Final = "may-read"
BUCKET: Final = "trade"
_NAMED: Final = re.compile(r"Credential=([^/]+)/")


class ObjectServer(ThreadingHTTPServer):
    """Keeps objects in memory, by their address in the bucket."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.objects: dict[str, bytes] = {}

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class _Answers(BaseHTTPRequestHandler):
    server: ObjectServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self._name(writes=False)
        if name is not None and name in self.server.objects:
            self._say(200, self.server.objects[name])
        elif name is not None:
            self._fault(404, "NoSuchKey")

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = self._name(writes=True)
        if name is not None:
            self.server.objects[name] = body
            self._say(200, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self._name(writes=True) is not None:
            gone = re.findall(r"<Key>([^<]+)</Key>", body)
            for name in gone:
                self.server.objects.pop(name, None)
            told = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in gone)
            self._say(
                200, f'<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{told}</DeleteResult>'.encode()
            )

    def _name(self, *, writes: bool) -> str | None:
        """Return the name of the object that is asked for, or say why there is no answer."""
        _, bucket, *rest = urlsplit(self.path).path.split("/", 2)
        account = _NAMED.search(self.headers.get("Authorization", ""))
        if account is None or account[1] not in ({ACCOUNT} if writes else {ACCOUNT, READER}):
            self._fault(403, "AccessDenied")
        elif bucket != BUCKET:
            self._fault(404, "NoSuchBucket")
        else:
            return unquote(rest[0]) if rest else ""
        return None

    def _fault(self, status: int, code: str) -> None:
        self._say(status, f"<Error><Code>{code}</Code><Message>as of the tests</Message></Error>".encode())

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"one"')
        self.send_header("Last-Modified", "Sun, 29 Nov 2026 00:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def object_server() -> Iterator[ObjectServer]:
    """Run one as long as it is needed."""
    server = ObjectServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
