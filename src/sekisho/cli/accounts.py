"""`accounts`: who may use a server that several people reach."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.console import data, records, tell
from sekisho.cli.options import format_option, today
from sekisho.errors import AccountError, Problem
from sekisho.message import message
from sekisho.present.render.terminal import table

if TYPE_CHECKING:
    from sekisho.web.accounts.accounts import Accounts
    from sekisho.web.accounts.principal import Role

SETTING: Final = "SEKISHO_ACCOUNTS"
ROLES: Final = ("ask", "review", "administer")
DAYS: Final = 365


def accounts_option(command: click.decorators.FC) -> click.decorators.FC:
    """Name the file of accounts."""
    return click.option(
        "--accounts",
        "place",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=f"The file of accounts. Default: {SETTING}.",
    )(command)


def role_option(command: click.decorators.FC) -> click.decorators.FC:
    """Choose a role."""
    return click.option(
        "--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="What it may do."
    )(command)


def place_of(given: Path | None) -> Path | None:
    """Return the file of accounts, if one is named by an option or by the environment."""
    named = os.environ.get(SETTING)
    return given or (Path(named) if named else None)


def opened(given: Path | None, *, make: bool = False) -> Accounts:
    """Open the file of accounts.

    Raises
    ------
    AccountError
        If none is named, or it is none.
    """
    from sekisho.web.accounts.accounts import Accounts

    place = place_of(given)
    if place is None:
        remedy = message("command.name_accounts", "Name one with --accounts, or in {setting}.", setting=SETTING)
        raise AccountError(Problem(what=message("command.no_accounts", "no file of accounts is named."), remedy=remedy))
    return Accounts(place, make=make)


def asked_password() -> str:
    """Ask for a password twice on a terminal; read it from the first line of what is piped in otherwise.

    Passwords are no arguments: those stand in histories and in lists of processes.
    """
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _role(name: str) -> Role:
    from sekisho.web.accounts.principal import role_of

    return role_of(name)


@click.group()
def accounts() -> None:
    """Keep the accounts of a server that several people use.

    A role is `ask` (check, screen, own order books), `review` (decide whether two names are one party, too) or
    `administer` (see all order books and keep accounts, too).
    """


@accounts.command(short_help="Make an account.")
@click.argument("name")
@role_option
@accounts_option
def add(*, name: str, role: str, place: Path | None) -> None:
    """Make an account, and the file if there is none. The password is asked for, or read from standard input."""
    from sekisho.web.accounts.accounts import name_of
    from sekisho.web.accounts.passwords import check_password

    known = name_of(name)
    password = asked_password()
    check_password(password, known)
    made = opened(place, make=True).add(name, _role(role), password, today())
    data([f"{made.name} may {made.role}."])


@accounts.command("list", short_help="List the accounts.")
@accounts_option
@format_option
def list_(*, place: Path | None, format: str) -> None:
    """List the accounts: role, day on which each was made, and whether it may sign in."""
    rows = [
        {"name": one.name, "role": str(one.role), "made": one.made, "disabled": one.disabled}
        for one in opened(place).all()
    ]
    if format != "text":
        records(rows, rows, format)
        return
    shown = [[str(row["name"]), str(row["role"]), str(row["made"]), "no" if row["disabled"] else "yes"] for row in rows]
    data(table([["name", "role", "made", "may sign in"], *shown]))


@accounts.command(short_help="Give an account another role.")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@accounts_option
def role(*, name: str, role: str, place: Path | None) -> None:
    """Give an account another role; it counts from its next request on."""
    held = opened(place)
    one = held.named(name)
    held.set_role(one.name, _role(role))
    data([f"{one.name} may {role}."])


@accounts.command(short_help="Give an account another password.")
@click.argument("name")
@accounts_option
def password(*, name: str, place: Path | None) -> None:
    """Give an account another password, asked for or read from standard input; its sessions end."""
    held = opened(place)
    one = held.named(name)
    held.set_password(one.name, asked_password())
    data([f"{one.name} has another password; whoever was signed in is not any more."])


@accounts.command(short_help="Let an account sign in no more.")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let it sign in again.")
@accounts_option
def disable(*, name: str, undo: bool, place: Path | None) -> None:
    """Let an account sign in no more; its sessions and its tokens end. The name stays taken, for the audit trail."""
    held = opened(place)
    one = held.named(name)
    held.set_disabled(one.name, disabled=not undo)
    data([f"{one.name} may sign in again." if undo else f"{one.name} may not sign in any more."])


@accounts.group(short_help="Tokens with which programs ask.")
def token() -> None:
    """Make, list and revoke the tokens with which programs ask over REST."""


@token.command("add", short_help="Make a token, and show it once.")
@click.argument("name")
@role_option
@click.option("--label", default="", metavar="TEXT", help="What it is for.")
@click.option(
    "--days", type=click.IntRange(1, 3_650), default=DAYS, show_default=True, help="Days for which it is taken."
)
@accounts_option
def token_add(*, name: str, role: str, label: str, days: int, place: Path | None) -> None:
    """Make a token of an account. It is shown this once; only its hash is kept."""
    from sekisho.web.accounts.tokens import Tokens

    held = opened(place)
    made, text = Tokens(held).add(held.named(name).name, label, _role(role), today(), today() + timedelta(days=days))
    tell(f"Token {made.id} of {made.account} may {made.role} until {made.expires}. It is not shown again:")
    data([text])


@token.command("list", short_help="List the tokens of an account.")
@click.argument("name")
@accounts_option
@format_option
def token_list(*, name: str, place: Path | None, format: str) -> None:
    """List the tokens of an account, without their text."""
    from sekisho.web.accounts.tokens import Tokens

    held = opened(place)
    rows = [
        {"id": one.id, "label": one.label, "role": str(one.role), "expires": one.expires, "revoked": one.revoked}
        for one in Tokens(held).of(held.named(name).name)
    ]
    if format != "text":
        records(rows, rows, format)
        return
    shown = [
        [str(row["id"]), str(row["role"]), str(row["expires"]), "yes" if row["revoked"] else "no", str(row["label"])]
        for row in rows
    ]
    data(table([["id", "role", "until", "revoked", "label"], *shown]))


@token.command("revoke", short_help="Take a token no more.")
@click.argument("name")
@click.argument("token_id", metavar="ID")
@accounts_option
def token_revoke(*, name: str, token_id: str, place: Path | None) -> None:
    """Take a token of an account no more."""
    from sekisho.web.accounts.tokens import Tokens

    held = opened(place)
    Tokens(held).revoke(held.named(name).name, token_id)
    data([f"Token {token_id} is not taken any more."])
