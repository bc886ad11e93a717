"""Accounts: names, roles and passwords."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.errors import AccountError, Problem
from sekisho.message import message
from sekisho.web.accounts.database import AccountFile
from sekisho.web.accounts.passwords import HashCosts, Passwords, check_password
from sekisho.web.accounts.principal import Role

LONGEST: Final = 64
_COLUMNS: Final = "name, role, disabled, must_change, epoch, made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account."""

    name: str
    role: Role
    disabled: bool
    must_change: bool
    epoch: int
    made: str


def name_of(given: str) -> str:
    """Return the name of an account as it is kept: one form of Unicode, small letters.

    Raises
    ------
    AccountError
        If it is none.

    >>> name_of(" Mori.K ")
    'mori.k'
    """
    name = unicodedata.normalize("NFKC", given).strip().casefold()
    if not name or len(name) > LONGEST or not all(letter.isalnum() or letter in "._-@" for letter in name):
        remedy = message(
            "web.expected_account",
            "Expected 1 to {longest} letters, digits, dots, hyphens, underscores or @.",
            longest=LONGEST,
        )
        raise AccountError(
            Problem(
                where="name",
                what=message("web.not_account_name", "'{given}' is not a name of an account.", given=given[:80]),
                remedy=remedy,
            )
        )
    return name


class Accounts:
    """The accounts of a file."""

    def __init__(self, place: Path, costs: HashCosts | None = None, *, make: bool = False) -> None:
        """Open the file, or make it.

        Raises
        ------
        AccountError
            If it is not there, no file of accounts, or others can read it.
        """
        self.file = AccountFile(place, make=make)
        self.passwords = Passwords(costs)

    def all(self) -> list[Account]:
        """Return all accounts by name."""
        return [_account(row) for row in self.file.rows(f"SELECT {_COLUMNS} FROM accounts ORDER BY name")]

    def find(self, name: str) -> Account | None:
        """Return an account; None if there is none of that name."""
        rows = self.file.rows(f"SELECT {_COLUMNS} FROM accounts WHERE name = ?", [name])
        return _account(rows[0]) if rows else None

    def named(self, given: str) -> Account:
        """Return an account.

        Raises
        ------
        AccountError
            If there is none of that name.
        """
        found = self.find(name_of(given))
        if found is None:
            remedy = message("web.accounts_list", "`sekisho accounts list` lists all.")
            raise AccountError(
                Problem(
                    where="name",
                    what=message("web.no_account", "there is no account '{given}'.", given=given[:80]),
                    remedy=remedy,
                )
            )
        return found

    def add(self, given: str, role: Role, password: str, on: date, *, must_change: bool = False) -> Account:
        """Make an account.

        Raises
        ------
        AccountError
            If the name is taken or none, or the password is none.
        """
        name = name_of(given)
        check_password(password, name)
        kept = self.passwords.kept(password)
        with self.file.writing() as connection:
            if self.find(name) is not None:
                what = message("web.account_taken", "there is an account '{name}' already.", name=name)
                raise AccountError(
                    Problem(
                        where="name",
                        what=what,
                        remedy=message("web.choose_account", "Choose another name, or change that account."),
                    )
                )
            row = [name, role, kept, int(must_change), on.isoformat()]
            connection.execute(
                "INSERT INTO accounts (name, role, password, must_change, made) VALUES (?, ?, ?, ?, ?)", row
            )
        return self.named(name)

    def sign_in(self, given: str, password: str) -> Account | None:
        """Return the account of a name and its password; None for whatever does not fit, after the same time."""
        try:
            name = name_of(given)
        except AccountError:
            name = ""
        rows = self.file.rows("SELECT password FROM accounts WHERE name = ? AND disabled = 0", [name])
        kept = str(rows[0][0]) if rows else None
        if not self.passwords.fits(kept, password) or kept is None:
            return None
        if self.passwords.is_dated(kept):
            again = self.passwords.kept(password)
            with self.file.writing() as connection:
                connection.execute(
                    "UPDATE accounts SET password = ? WHERE name = ? AND password = ?", [again, name, kept]
                )
        return self.find(name)

    def set_password(self, name: str, password: str, *, must_change: bool = False) -> Account:
        """Give an account another password; all its sessions end.

        Raises
        ------
        AccountError
            If it is none.
        """
        check_password(password, name)
        kept = self.passwords.kept(password)
        self.named(name)
        with self.file.writing() as connection:
            connection.execute(
                "UPDATE accounts SET password = ?, must_change = ?, epoch = epoch + 1 WHERE name = ?",
                [kept, int(must_change), name],
            )
        return self.named(name)

    def set_role(self, name: str, role: Role) -> None:
        """Give an account another role.

        Raises
        ------
        AccountError
            If nobody would be left to administer.
        """
        with self.file.writing() as connection:
            self.named(name)
            connection.execute("UPDATE accounts SET role = ? WHERE name = ?", [role, name])
            self._check_governed()

    def set_disabled(self, name: str, *, disabled: bool) -> None:
        """Let an account sign in no more, or again; its sessions end.

        Raises
        ------
        AccountError
            If nobody would be left to administer.
        """
        with self.file.writing() as connection:
            self.named(name)
            connection.execute(
                "UPDATE accounts SET disabled = ?, epoch = epoch + 1 WHERE name = ?", [int(disabled), name]
            )
            self._check_governed()

    def is_governed(self) -> bool:
        """Tell whether somebody may administer."""
        return any(one.role is Role.ADMINISTER and not one.disabled for one in self.all())

    def _check_governed(self) -> None:
        if not self.is_governed():
            what = message("web.last_admin", "nobody would be left who administers.")
            raise AccountError(
                Problem(
                    where="role",
                    what=what,
                    remedy=message("web.give_admin_first", "Give another account that role first."),
                )
            )


def _account(row: tuple[object, ...]) -> Account:
    name, role, disabled, must_change, epoch, made = row
    return Account(
        name=str(name),
        role=Role(str(role)),
        disabled=bool(disabled),
        must_change=bool(must_change),
        epoch=int(str(epoch)),
        made=str(made),
    )
