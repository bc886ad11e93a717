"""Tokens with which programs sign in: shown once, kept as a hash, each with a role and a last day."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Final

from sekisho.errors import AccountError, Problem
from sekisho.message import message
from sekisho.web.accounts.accounts import Account, Accounts
from sekisho.web.accounts.principal import Role

PREFIX: Final = "sekisho"
"""What a token begins with, so that programs which look for secrets in files find it."""
LONGEST_LABEL: Final = 64
_COLUMNS: Final = "id, account, label, role, made, expires, revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token of an account; it may do what both its role and that of the account may.

    Parameters
    ----------
    expires
        First day on which it is not taken any more, YYYY-MM-DD.
    """

    id: str
    account: str
    label: str
    role: Role
    made: str
    expires: str
    revoked: bool

    def is_taken(self, on: date) -> bool:
        """Tell whether it is taken on a day."""
        return not self.revoked and on.isoformat() < self.expires


class Tokens:
    """The tokens of all accounts."""

    def __init__(self, accounts: Accounts) -> None:
        """Stand beside the accounts, in the same file."""
        self.accounts = accounts
        self.file = accounts.file

    def of(self, name: str) -> list[Token]:
        """Return the tokens of an account, the newest first."""
        rows = self.file.rows(f"SELECT {_COLUMNS} FROM tokens WHERE account = ? ORDER BY rowid DESC", [name])
        return [_token(row) for row in rows]

    def add(self, name: str, label: str, role: Role, on: date, expires: date) -> tuple[Token, str]:
        """Make a token; returns it with its text, which is not kept.

        Raises
        ------
        AccountError
            If its role is more than that of the account, or its last day is past.
        """
        account = self.accounts.named(name)
        problems = []
        if not account.role.covers(role):
            what = message(
                "web.more_than_account",
                "'{role}' is more than the account may, which is '{own}'.",
                role=role,
                own=account.role,
            )
            problems.append(
                Problem(
                    where="role",
                    what=what,
                    remedy=message("web.same_or_lower_role", "Choose the same role, or a lower one."),
                )
            )
        if expires <= on:
            remedy = message("web.expected_later_day", "Expected a day after today.")
            problems.append(
                Problem(
                    where="expires",
                    what=message("web.day_past", "{day} is past.", day=expires),
                    remedy=remedy,
                )
            )
        if problems:
            raise AccountError(problems)
        key, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
        row = [
            key,
            account.name,
            label.strip()[:LONGEST_LABEL],
            role,
            _digest(secret),
            on.isoformat(),
            expires.isoformat(),
        ]
        with self.file.writing() as connection:
            connection.execute(
                "INSERT INTO tokens (id, account, label, role, hash, made, expires) VALUES (?, ?, ?, ?, ?, ?, ?)", row
            )
        return next(one for one in self.of(account.name) if one.id == key), f"{PREFIX}_{key}_{secret}"

    def revoke(self, name: str, key: str) -> Token:
        """Take a token of an account no more.

        Raises
        ------
        AccountError
            If the account has none of that id.
        """
        found = next((one for one in self.of(name) if one.id == key), None)
        if found is None:
            what = message("web.no_token", "'{name}' has no token '{key}'.", name=name, key=key[:80])
            raise AccountError(
                Problem(
                    where="token",
                    what=what,
                    remedy=message("web.token_list", "`sekisho accounts token list {name}` lists all.", name=name),
                )
            )
        with self.file.writing() as connection:
            connection.execute("UPDATE tokens SET revoked = 1 WHERE id = ?", [key])
        return found

    def whose(self, text: str, on: date) -> tuple[Account, Token] | None:
        """Return whose token a text is; None for whatever does not fit."""
        prefix, _, rest = text.partition("_")
        key, _, secret = rest.partition("_")
        row = next(iter(self.file.rows(f"SELECT hash, {_COLUMNS} FROM tokens WHERE id = ?", [key])), None)
        if row is None or prefix != PREFIX or not hmac.compare_digest(str(row[0]), _digest(secret)):
            return None
        token = _token(row[1:])
        account = self.accounts.find(token.account)
        if account is None or account.disabled or account.must_change or not token.is_taken(on):
            return None
        return account, token


def _token(row: tuple[object, ...]) -> Token:
    key, account, label, role, made, expires, revoked = map(str, row)
    return Token(
        id=key, account=account, label=label, role=Role(role), made=made, expires=expires, revoked=revoked != "0"
    )


def _digest(secret: str) -> str:
    """Return what is kept of a token; it is long and random, so that a fast hash is enough."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
