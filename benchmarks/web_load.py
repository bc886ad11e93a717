# ruff: noqa: S603 - it starts servers of its own, and asks nobody else
"""Fifty people at once: determinations, pages and screenings over HTTP, beside a bare route of the same framework.

Usage: python web_load.py [--users N] [--requests N] [--book LINES]

Every server runs on this machine alone, on a port of its own, and is asked over kept connections, each user one request
after another without a pause, so that the server is never idle. With --book, an order book is sent to it meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from measuring import machine, save, show

BARE = """
import sys, uvicorn
from fastapi import FastAPI
from pydantic import BaseModel
class Line(BaseModel):
    facts: dict
    as_of: str
app = FastAPI()
@app.post("/api/determinations")
async def bare(line: Line):
    return {"outcome": "free"}
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
LINE = {
    "facts": {
        "movement": "export",
        "departure": "CN",
        "destination": "JP",
        "control_codes": ["3C001.a"],
        "end_user_kind": "civil",
    },
    "as_of": "2026-09-30",
}
RESULT = "/check/result?as_of=2026-09-30&movement=export&departure=CN&destination=JP&control_codes=3C001.a"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: a name, a method, an address, and a body."""

    name: str
    method: str
    path: str
    body: bytes = b""

    def request(self) -> bytes:
        """Write it as HTTP."""
        kind = b"content-type: application/json\r\n" if self.body else b""
        head = f"{self.method} {self.path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: {len(self.body)}\r\n"
        return head.encode() + kind + b"\r\n" + self.body


def free_port() -> int:
    """Find a port that nobody listens on."""
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def server(command: list[str], port: int, ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until it is no longer needed."""
    process = subprocess.Popen([*command], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                asyncio.run(one(port, Asked("ready", "GET", ready)))
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


async def one(port: int, asked: Asked) -> int:
    """Ask once; returns the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, _ = await exchange(reader, writer, asked.request())
    writer.close()
    return status


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, int]:
    """Send a request and read its answer; returns status and size."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return int(lines[0].split()[1]), length


async def user(port: int, asked: Asked, times: int, found: list[float], wrong: list[int]) -> None:
    """Ask again and again over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = asked.request()
    for _ in range(times):
        began = time.perf_counter()
        status, _ = await exchange(reader, writer, request)
        found.append(time.perf_counter() - began)
        if status != 200:  # noqa: PLR2004 - OK
            wrong.append(status)
    writer.close()


async def crowd(port: int, asked: Asked, users: int, times: int) -> tuple[list[float], list[int]]:
    """Let users ask at once."""
    found: list[float] = []
    wrong: list[int] = []
    await asyncio.gather(*(user(port, asked, times, found, wrong) for _ in range(users)))
    return sorted(found), wrong


def cpu_of(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds that a process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(
    name: str, process: subprocess.Popen[bytes], port: int, asked: Asked, *, users: int, times: int
) -> dict[str, object]:
    """Measure one kind of request."""
    asyncio.run(crowd(port, asked, 4, 5))
    before, began = cpu_of(process), time.perf_counter()
    found, wrong = asyncio.run(crowd(port, asked, users, times))
    seconds, cpu = time.perf_counter() - began, cpu_of(process) - before
    return {
        "server": name,
        "asked": asked.name,
        "requests": len(found),
        "errors": len(wrong),
        "a_second": round(len(found) / seconds),
        "cpu_ms_each": round(1000 * cpu / len(found), 2),
        "p50_ms": round(1000 * found[len(found) // 2], 1),
        "p99_ms": round(1000 * found[int(len(found) * 0.99)], 1),
        "longest_ms": round(1000 * found[-1], 1),
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--requests", type=int, default=60, help="of each user")
    parser.add_argument("--book", type=int, default=0, help="lines of an order book that is sent meanwhile")
    options = parser.parse_args()
    body = json.dumps(LINE).encode()
    line = Asked("determination", "POST", "/api/determinations", body)
    rows = []
    port = free_port()
    with server([sys.executable, "-c", BARE, str(port)], port, "/docs") as process:
        rows.append(measure("bare route", process, port, line, users=options.users, times=options.requests))
    port = free_port()
    sekisho = str(Path(sys.executable).parent / "sekisho")
    with server([sekisho, "serve", "--port", str(port)], port, "/help") as process:
        asyncio.run(one(port, Asked("warm", "GET", "/codes/cn/dual-use/1C905.a")))
        for asked in (
            line,
            Asked("result page", "GET", RESULT),
            Asked("measure page", "GET", "/measures/cn/2026-01-japan-dual-use?as_of=2026-09-30"),
        ):
            few = options.requests if asked is line else max(4, options.requests // 10)
            rows.append(measure("sekisho serve", process, port, asked, users=options.users, times=few))
        if options.book:
            rows.append(with_book(process, port, line, options))
    port = free_port()
    with server([sekisho, "serve", "--port", str(port), "--judges", "2"], port, "/help") as process:
        asyncio.run(crowd(port, line, 8, 5))
        rows.append(measure("with two judges", process, port, line, users=options.users, times=options.requests))
    show(f"{options.users} users at once", rows)
    print(save("web_load", {"machine": machine(), "users": options.users, "rows": rows}))


def with_book(
    process: subprocess.Popen[bytes], port: int, line: Asked, options: argparse.Namespace
) -> dict[str, object]:
    """Measure determinations while an order book is determined."""
    import urllib.request

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "orders.csv"
        sekisho = str(Path(sys.executable).parent / "sekisho")
        subprocess.run([sekisho, "example", "orders", "--lines", str(options.book), "-o", str(book)], check=True)
        address = f"http://127.0.0.1:{port}/api/books?name=orders.csv&as_of=2026-09-30"
        began = time.perf_counter()
        urllib.request.urlopen(urllib.request.Request(address, data=book.read_bytes())).close()
        print(f"{options.book:,} lines, {book.stat().st_size:,} bytes, sent in {time.perf_counter() - began:.1f} s")
        return measure("with a book at work", process, port, line, users=options.users, times=options.requests)


if __name__ == "__main__":
    main()
