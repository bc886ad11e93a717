"""`accounts`: who may use a server that several people reach."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.console import data, records, say, tell
from sekisho.cli.options import format_option, today
from sekisho.errors import AccountError, Problem
from sekisho.message import Text, message
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
        return str(
            click.prompt(
                say(message("command.password", "Password")), hide_input=True, confirmation_prompt=True, err=True
            )
        )
    return sys.stdin.readline().rstrip("\r\n")


ROLES_IN_WORDS: Final = {
    "ask": message("command.role_ask", "ask"),
    "review": message("command.role_review", "review"),
    "administer": message("command.role_administer", "administer"),
}
YES_NO: Final = (message("command.yes", "yes"), message("command.no", "no"))


def _may(name: str, role: str) -> Text:
    """Say what an account may do."""
    return message("command.may", "{name} may {role}.", name=name, role=ROLES_IN_WORDS[role])


def _yes_no(holds: object) -> Text:
    return YES_NO[0] if holds else YES_NO[1]


def _told_table(rows: Iterable[Iterable[str]]) -> list[str]:
    """Set a table whose cells are told in the language of the command."""
    return table([[say(cell) for cell in row] for row in rows])


def _role(name: str) -> Role:
    from sekisho.web.accounts.principal import role_of

    return role_of(name)


@click.group()
def accounts() -> None:
    """Manage the accounts of a server that several people use.

    A role is `ask` (check, screen, own order lists), `review` (decide whether two names are one party, too) or
    `administer` (see all order lists and manage accounts, too).
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
    data([_may(made.name, str(made.role))])


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
    shown = [
        [str(row["name"]), ROLES_IN_WORDS[str(row["role"])], str(row["made"]), _yes_no(not row["disabled"])]
        for row in rows
    ]
    heads = (
        message("command.account_name", "name"),
        message("command.account_role", "role"),
        message("command.account_made", "made"),
        message("command.account_open", "may sign in"),
    )
    data(_told_table([heads, *shown]))


@accounts.command(short_help="Give an account another role.")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@accounts_option
def role(*, name: str, role: str, place: Path | None) -> None:
    """Give an account another role; it counts from its next request on."""
    held = opened(place)
    one = held.named(name)
    held.set_role(one.name, _role(role))
    data([_may(one.name, role)])


@accounts.command(short_help="Give an account another password.")
@click.argument("name")
@accounts_option
def password(*, name: str, place: Path | None) -> None:
    """Give an account another password, asked for or read from standard input; its sessions end."""
    held = opened(place)
    one = held.named(name)
    held.set_password(one.name, asked_password())
    changed = message(
        "command.other_password", "{name} has another password; whoever was signed in is not any more.", name=one.name
    )
    data([changed])


@accounts.command(short_help="Close an account.")
@click.argument("name")
@click.option("--undo", is_flag=True, help="Let it sign in again.")
@accounts_option
def disable(*, name: str, undo: bool, place: Path | None) -> None:
    """Close an account; its sessions and its tokens end. The name stays taken, for the audit trail."""
    held = opened(place)
    one = held.named(name)
    held.set_disabled(one.name, disabled=not undo)
    if undo:
        data([message("command.signs_in_again", "{name} may sign in again.", name=one.name)])
    else:
        data([message("command.signs_in_no_more", "{name} may not sign in any more.", name=one.name)])


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
    """Make a token of an account. It is shown this once; only its hash is stored."""
    from sekisho.web.accounts.tokens import Tokens

    held = opened(place)
    made, text = Tokens(held).add(held.named(name).name, label, _role(role), today(), today() + timedelta(days=days))
    tell(
        message(
            "command.token_made",
            "Token {id} of {account} may {role} until {day}. It is not shown again:",
            id=made.id,
            account=made.account,
            role=ROLES_IN_WORDS[str(made.role)],
            day=made.expires,
        )
    )
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
        [
            str(row["id"]),
            ROLES_IN_WORDS[str(row["role"])],
            str(row["expires"]),
            _yes_no(row["revoked"]),
            str(row["label"]),
        ]
        for row in rows
    ]
    heads = (
        "id",
        message("command.account_role", "role"),
        message("command.token_until", "until"),
        message("command.token_revoked", "revoked"),
        message("command.token_label", "label"),
    )
    data(_told_table([heads, *shown]))


@token.command("revoke", short_help="End a token.")
@click.argument("name")
@click.argument("token_id", metavar="ID")
@accounts_option
def token_revoke(*, name: str, token_id: str, place: Path | None) -> None:
    """End a token of an account."""
    from sekisho.web.accounts.tokens import Tokens

    held = opened(place)
    Tokens(held).revoke(held.named(name).name, token_id)
    data([message("command.token_no_more", "Token {id} is not taken any more.", id=token_id)])
