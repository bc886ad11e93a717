"""What `serve` needs before it answers: a port, a folder, accounts and a store; and what it refuses to do without."""

from __future__ import annotations

import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from sekisho.cli.accounts import place_of as place_of_accounts
from sekisho.cli.console import tell
from sekisho.cli.identity_options import own_register, register_place
from sekisho.cli.options import place_of, user_folder
from sekisho.cli.recording import by, opened
from sekisho.errors import AccountError, Problem, SekishoError
from sekisho.files.formats import keep_private
from sekisho.files.temporary import held_alone, temporary_folder
from sekisho.message import message

if TYPE_CHECKING:
    from sekisho.web.accounts.team import Team
    from sekisho.web.audit_log import AuditLog

BESIDE_STORE: Final = ".kept"
"""Ending of the folder beside the file of a store: results.kept beside results.db."""


def check_offer(params: Mapping[str, Any]) -> None:
    """Make sure that a server which others reach asks who they are, over https, under names that it knows.

    Raises
    ------
    SekishoError
        With everything that is missing.
    """
    from sekisho.web.settings import LOOPBACK

    host, certificate, key, proxies = (params[name] for name in ("host", "certificate", "key", "proxies"))
    problems: list[Problem] = []
    reached = host not in LOOPBACK or bool(proxies)
    if reached and place_of_accounts(params["place"]) is None:
        what = (
            message("command.proxy_reaches", "others reach the proxy, and no accounts are named.")
            if host in LOOPBACK
            else message("command.others_reach", "others reach {host}, and no accounts are named.", host=host)
        )
        remedy = message(
            "command.make_accounts",
            "Make one with `sekisho accounts add NAME --role administer --accounts team.db`, then "
            "add --accounts team.db. To work alone, leave --host out; SSH reaches this computer "
            "from elsewhere.",
        )
        problems.append(Problem(where="accounts", what=what, remedy=remedy))
    if reached and not params["names"]:
        remedy = message(
            "command.add_name",
            "Add --name with the name that stands in the address of a browser, such as sekisho.example.com.",
        )
        problems.append(
            Problem(
                where="name",
                what=message("command.no_server_name", "no name is stated under which browsers reach the server."),
                remedy=remedy,
            )
        )
    if host not in LOOPBACK and not certificate and not proxies:
        remedy = message(
            "command.add_certificate",
            "Add --certificate and --key, or --behind-proxy with the address of a proxy that speaks https.",
        )
        problems.append(
            Problem(
                where="certificate",
                what=message("command.passwords_travel", "passwords would travel for anybody to read."),
                remedy=remedy,
            )
        )
    if bool(certificate) != bool(key):
        remedy = message("command.name_both", "Name both, or neither.")
        problems.append(
            Problem(
                where="key",
                what=message("command.certificate_and_key", "a certificate and its key belong together."),
                remedy=remedy,
            )
        )
    if problems:
        raise SekishoError(problems)


def check_tls(certificate: Path | None, key: Path | None) -> None:
    """Make sure that a certificate and its key can be used for https.

    Raises
    ------
    SekishoError
        If they cannot be, or do not belong together.
    """
    if certificate is None or key is None:
        return
    for path in (certificate, key):
        path.open("rb").close()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password=_no_password)
    except (ssl.SSLError, ValueError):
        what = message(
            "command.no_certificate",
            "is not a certificate in PEM of which the key is the private key without password.",
        )
        remedy = message("command.expected_pem", "Expected both as PEM, the certificate first in its file.")
        raise SekishoError(Problem(where=str(certificate), what=what, remedy=remedy)) from None


def _no_password() -> str:
    """Answer at once where a terminal would be asked for the password of a key."""
    return ""


def team_of(given: Path | None, clock: Callable[[], float], stack: ExitStack) -> Team | None:
    """Open the accounts, if a file of them is named.

    Raises
    ------
    AccountError
        If nobody in it may administer.
    """
    from sekisho.web.accounts.accounts import Accounts
    from sekisho.web.accounts.team import Team

    place = place_of_accounts(given)
    if place is None:
        return None
    accounts = Accounts(place)
    stack.callback(accounts.file.close)
    if not accounts.is_governed():
        what = message("command.nobody_administers", "contains no account that may administer.")
        remedy = message(
            "command.make_administer",
            "Make one with `sekisho accounts add NAME --role administer --accounts {place}`.",
            place=str(place),
        )
        raise AccountError(Problem(where=str(place), what=what, remedy=remedy))
    return Team(accounts, clock)


def trail_of(given: str | None) -> AuditLog | None:
    """Open the store, if one is named, and make sure that it can be written to."""
    if place_of(given) is None:
        return None
    from sekisho.web.audit_log import AuditLog

    store, writer = opened(given), by()
    trail = AuditLog(store, writer.now, writer.who)
    trail.note("", "server started")
    kept_in = message(
        "command.trail_kept", "What is asked, screened, decided and run is saved in {store}.", store=str(store.name)
    )
    tell(kept_in)
    return trail


def jobs_folder(params: Mapping[str, Any], stack: ExitStack) -> tuple[Path, bool]:
    """Return the folder of long jobs, and whether it stays; no other server works in it for as long as this one runs.

    It is the one that is named, else one of the user's own for these accounts; a second server without a folder of its
    own keeps its jobs only while it runs, as does one that is told to.

    Raises
    ------
    SekishoError
        If another server works in the folder that is named.
    """
    if params["forget_jobs"]:
        return stack.enter_context(temporary_folder("serve")), False
    place: Path = params["jobs_place"] or _own_jobs(place_of_accounts(params["place"]))
    place.mkdir(parents=True, exist_ok=True)
    keep_private(place)
    if stack.enter_context(held_alone(place)):
        return place, True
    if params["jobs_place"]:
        what = message("command.other_server", "another server works in {place}.", place=str(place))
        raise SekishoError(
            Problem(
                where="jobs",
                what=what,
                remedy=message("command.stop_or_jobs", "Stop it, or name another folder with --jobs."),
            )
        )
    tell(
        message(
            "command.jobs_held",
            "Another server has your long jobs: those of this one are gone when it stops. --jobs names another folder.",
        )
    )
    return stack.enter_context(temporary_folder("serve")), False


def kept_folder(params: Mapping[str, Any]) -> Path | None:
    """Return the folder in which a server keeps decisions on names and columns; None is the user's data folder.

    It is the folder of jobs that is named, else one beside the file of the store that is named. A store that the
    environment names is one for all commands, which keep their decisions in the user's folder, and so does the server.
    """
    folder: Path | None = params["jobs_place"]
    source = click.get_current_context().get_parameter_source("store_place")
    if folder is None and source is ParameterSource.COMMANDLINE:
        folder = _beside(params["store_place"])
    if folder is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    keep_private(folder)
    if own_register(folder) is None and (own := own_register()) is not None and not params["matches_file"]:
        text = message(
            "command.decisions_apart",
            "Decisions on names are saved in {place}; those of {known} do not count here. Copy the file to take them.",
            place=str(register_place(None, folder)),
            known=str(own),
        )
        tell(text)
    return folder


def _beside(store: str) -> Path | None:
    """Name the folder beside the file of a store; None of a database elsewhere."""
    from sekisho.store.location import url_of

    url = url_of(store)
    return Path(str(url.database)).with_suffix(BESIDE_STORE) if url.get_backend_name() == "sqlite" else None


def _own_jobs(accounts: Path | None) -> Path:
    """Name the user's folder of jobs; each file of accounts has its own, since owners are names in that file."""
    if accounts is None:
        return user_folder().parent / "jobs" / "alone"
    digest = hashlib.sha256(str(accounts.resolve()).encode()).hexdigest()
    return user_folder().parent / "jobs" / f"{accounts.stem}-{digest[:12]}"


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open the port before anything is answered, so that one that is taken is told at once.

    Raises
    ------
    SekishoError
        If it cannot be opened.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)
        except socket.gaierror:
            what = message("command.no_host", "'{host}' is not an address of this computer.", host=host)
            raise SekishoError(
                Problem(
                    where="host",
                    what=what,
                    remedy=message("command.expected_host", "Expected one such as 0.0.0.0 or 10.0.0.5."),
                )
            ) from None
        except OSError as fault:
            what = message(
                "command.port_closed",
                "port {port} cannot be opened ({why}).",
                port=port,
                why=(fault.strerror or str(fault)).lower(),
            )
            raise SekishoError(
                Problem(where="port", what=what, remedy=message("command.other_port", "Name another with --port."))
            ) from None
        yield listener
