"""`serve`: the pages and the REST interface, on this computer, or for a team that signs in."""

from __future__ import annotations

import gc
import socket
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sekisho.cli.accounts import accounts_option
from sekisho.cli.console import problems, spoken_language, tell
from sekisho.cli.identity_options import identity_options, register_place, with_identity
from sekisho.cli.options import (
    cache_folder,
    law_in_use,
    library_of,
    measures_option,
    store_option,
    today,
    user_folder,
)
from sekisho.cli.server_setup import check_offer, check_tls, jobs_folder, kept_folder, listening, team_of, trail_of
from sekisho.errors import Problem, SekishoError
from sekisho.message import joined, message

if TYPE_CHECKING:
    from sekisho.web.jobs.manager import JobManager
    from sekisho.web.settings import ServerSettings

HOST: Final = "127.0.0.1"
PORT: Final = 8000
NEEDED: Final = ("argon2", "fastapi", "jinja2", "python_multipart", "uvicorn")
"""Modules of the extra `web`."""
GRACE: Final = 3
"""Seconds that requests get to end once the server is stopped."""
RATE: Final = 600
"""Requests a minute of an account, or of an address before it signs in, where there are accounts."""


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho serve\n"
    "  sekisho serve --port 9000 --matches matches.csv\n"
    "  sekisho serve --host 0.0.0.0 --name sekisho.example.com --accounts team.db \\\n"
    "    --certificate server.pem --key server.key --store results.db",
)
@click.option(
    "--host",
    default=HOST,
    show_default=True,
    help="Address to listen on; any but this computer's own needs accounts, names, and https.",
)
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="Name under which browsers reach the server; repeatable."
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Certificate for https, PEM, with those that vouch for it.",
)
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="Its private key, PEM.")
@click.option(
    "--behind-proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy that speaks https for the server, and is believed when it says who asks; repeatable.",
)
@accounts_option
@store_option
@click.option(
    "--rate",
    type=click.IntRange(0, 1_000_000),
    metavar="N",
    help=f"Requests a minute of an account or an address; 0 means no limit. Default: {RATE} with accounts, else none.",
)
@click.option(
    "--judges",
    type=click.IntRange(0, 64),
    metavar="N",
    help="Processes beside this one that answer over REST and write pages, where many ask at once. "
    "Default: two, once the server is busy, where there are cores for them; 0 starts none.",
)
@click.option(
    "--any-user",
    is_flag=True,
    help="Without accounts: answer every user of this computer. Default: you alone, where the system tells who asks.",
)
@click.option(
    "--jobs",
    "jobs_place",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Folder of long jobs: books, costs and exposures, which are there again after a restart. "
    "Default: one of your own for these accounts, or for none.",
)
@click.option(
    "--log-requests",
    is_flag=True,
    help="Write a line of JSON of each answer to standard error: time, kind of page, status, milliseconds; no fact.",
)
@click.option("--forget-jobs", is_flag=True, help="Keep long jobs only while the server runs.")
@identity_options
@measures_option
def serve(**params: Any) -> None:  # noqa: ANN401 - options, as click hands them over
    """Show the pages, and answer over REST, until Ctrl-C.

    Nothing leaves this computer. Without accounts no other computer can reach the pages, and of the users of this one
    you alone are answered where the system tells who asks (Linux does); elsewhere every user of this computer may ask.
    With --accounts everybody signs in, and --host may name an address that others reach. Order lists that are sent, and
    what is made of them, stay in a folder that you alone can read until they are deleted, newer ones need the place, or
    30 days have passed; with --forget-jobs they are gone when the server stops. With --store, what people ask, screen,
    decide and run is saved under their names. What a server remembers of columns and of names that were decided stays
    in the folder of --jobs, else beside the file of --store, else in your data folder.
    """
    _check_installed()
    check_offer(params)
    with ExitStack() as stack:
        secure = bool(params["certificate"] or params["proxies"])
        check_tls(params["certificate"], params["key"])
        settings = _settings(params, stack, secure=secure)
        listener = stack.enter_context(listening(params["host"], params["port"]))
        _run(settings, params, listener)


def _settings(params: Mapping[str, Any], stack: ExitStack, *, secure: bool) -> ServerSettings:
    """Gather what the pages stand on."""
    from time import monotonic

    from sekisho.web.accounts.rate_limit import RateLimiter, a_minute
    from sekisho.web.register import ServerRegister
    from sekisho.web.settings import LOOPBACK, ServerSettings

    team = team_of(params["place"], monotonic, stack)
    rate = params["rate"] if params["rate"] is not None else (RATE if team else 0)
    home = kept_folder(params)
    # One of its own: what its users decide of names changes it.
    library = replace(
        with_identity(library_of(params["folders"]), params["policy_file"], params["matches_file"], kept=home)
    )
    folder, keeps = jobs_folder(params, stack)
    return ServerSettings(
        library=library,
        today=today,
        folder=folder,
        keeps_jobs=keeps,
        clock=lambda: datetime.now(UTC),
        cache=cache_folder(),
        overlay=user_folder(),
        kept=home,
        folders=law_in_use(params["folders"]) or (),
        hosts=frozenset(name.lower() for name in params["names"]) | LOOPBACK,
        team=team,
        own_user=team is None and not params["any_user"],
        meter=RateLimiter(a_minute(rate), monotonic) if rate else None,
        trail=trail_of(params["store_place"]),
        register=ServerRegister.at(register_place(params["matches_file"], home)),
        secure=secure,
        log=_line_of_log if params["log_requests"] else None,
    )


def _line_of_log(line: str) -> None:
    """Write what a machine reads, so in no language."""
    click.echo(line, err=True)


def _run(settings: ServerSettings, params: Mapping[str, Any], listener: socket.socket) -> None:
    import uvicorn

    from sekisho.cli.connections import PatientProtocol
    from sekisho.web.app import create_app
    from sekisho.web.peer_credentials import can_tell

    app = create_app(settings, judges=params["judges"])
    app.state.jobs.restore()
    app.state.judges.make_ready()
    threading.Thread(target=_warm, args=(settings, app.state.jobs, spoken_language()), daemon=True).start()
    host, taken = next(iter(params["names"]), params["host"]), listener.getsockname()[1]
    scheme = "https" if params["certificate"] else "http"
    address = f"{scheme}://{f'[{host}]' if ':' in host else host}:{taken}/"
    tell(message("command.serves", "{address}   Ctrl-C stops it.", address=address))
    if settings.team is None and (params["any_user"] or not can_tell()):
        tell(message("command.anybody_here", "Every user of this computer may ask it: no accounts are named."))
    # Addresses hold facts of shipments: none is written to a log. Nobody but a proxy that is named is believed.
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        proxy_headers=bool(params["proxies"]),
        forwarded_allow_ips=list(params["proxies"]),
        ssl_certfile=params["certificate"],
        ssl_keyfile=params["key"],
    )
    try:
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        app.state.jobs.close()
        app.state.judges.close()


def _check_installed() -> None:
    """Make sure that what the pages are made with is there.

    Raises
    ------
    SekishoError
        If it is not.
    """
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        remedy = message(
            "command.install_accounts",
            "Install it with `pip install 'sekisho[web]'`; every other command works without it.",
        )
        raise SekishoError(
            Problem(
                what=message(
                    "command.pages_need",
                    "the pages need what is not installed: {names}.",
                    names=joined(absent, "comma"),
                ),
                remedy=remedy,
            )
        )


def _warm(settings: ServerSettings, jobs: JobManager, language: str) -> None:
    """Build what the first question of each kind would have to wait for; last the cost of the ban."""
    from sekisho.web.preload import warm, warm_costs

    try:
        warm(settings)
        warm_costs(jobs, language)
    except SekishoError as fault:
        problems(fault.problems)
    # What is built now stays until the end: the collector of cycles need not go over it while requests wait.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 400)  # whoever asks waits for little at a time; the whole as seldom as before
