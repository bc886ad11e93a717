"""The file of accounts and tokens: one small SQLite database that nobody else can read."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sekisho.errors import AccountError, Problem
from sekisho.message import message

VERSION: Final = 1
SCHEMA: Final = """
CREATE TABLE accounts (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('ask', 'review', 'administer')),
  password TEXT NOT NULL,
  must_change INTEGER NOT NULL,
  disabled INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 0,
  made TEXT NOT NULL
);
CREATE TABLE tokens (
  id TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (name),
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('ask', 'review', 'administer')),
  hash TEXT NOT NULL,
  made TEXT NOT NULL,
  expires TEXT NOT NULL,
  revoked INTEGER NOT NULL DEFAULT 0
);
"""
"""`epoch` grows with whatever ends all sessions of an account; of a token only its hash is kept."""


class AccountFile:
    """The file while it is open; what another process changes is seen at once."""

    def __init__(self, place: Path, *, make: bool = False) -> None:
        """Open the file, or make it.

        Raises
        ------
        AccountError
            If it is not there, no file of accounts, or others can read it.
        """
        self.place = place
        self.lock = threading.RLock()
        fresh = _checked(place, make=make)
        self.connection = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
        try:
            if fresh:
                self.connection.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT")
            (version,) = self.connection.execute("PRAGMA user_version").fetchone()
            known = version == VERSION and self.connection.execute("SELECT count(*) FROM accounts, tokens").fetchone()
        except sqlite3.DatabaseError:
            known = None
        if not known:
            self.close()
            what = message("web.accounts_version", "is not a file of accounts of this version.")
            raise AccountError(
                Problem(
                    where=str(place), what=what, remedy=message("web.other_accounts", "Name another with --accounts.")
                )
            )

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """Read rows."""
        with self.lock:
            found: list[tuple[object, ...]] = self.connection.execute(query, values).fetchall()
        return found

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write everything or nothing."""
        with self.lock:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")


def _checked(place: Path, *, make: bool) -> bool:
    """Look at the file before it is opened; returns whether it was made.

    Raises
    ------
    AccountError
        If it is not there and is not to be made, or others can read it.
    """
    if not place.exists():
        if not make:
            remedy = message(
                "web.make_accounts",
                "Make it with `sekisho accounts add NAME --role administer --accounts {place}`.",
                place=str(place),
            )
            raise AccountError(
                Problem(where=str(place), what=message("web.no_accounts_file", "no file of accounts."), remedy=remedy)
            )
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return True
    if os.name == "posix" and place.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = message("web.others_read_it", "others can read or write it.")
        raise AccountError(
            Problem(
                where=str(place),
                what=what,
                remedy=message("web.run_chmod", "Run `chmod 600 {place}`.", place=str(place)),
            )
        )
    return False
