"""`serve`: the pages and the REST interface, on this computer."""

from __future__ import annotations

import gc
import socket
import sys
import threading
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.identity import identity_options, with_identity
from sekisho.cli.options import cache_folder, library_of, measures_option, today, user_folder
from sekisho.cli.output import tell
from sekisho.errors import Problem, SekishoError
from sekisho.parties.lists.user_lists import user_entries

if TYPE_CHECKING:
    from sekisho.web.settings import Settings

HOST: Final = "127.0.0.1"
PORT: Final = 8000
NEEDED: Final = ("fastapi", "jinja2", "python_multipart", "uvicorn")
"""Modules of the extra `web`."""
GRACE: Final = 3
"""Seconds that requests get to end once the server is stopped."""


@click.command(
    short_help="Pages and REST on this computer, in a browser, without network.",
    epilog="\b\nExamples:\n  sekisho serve\n  sekisho serve --port 9000 --matches matches.csv",
)
@click.option("--host", default=HOST, show_default=True, help="Address to listen on: only this computer's own.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=PORT, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--judges",
    type=click.IntRange(0, 64),
    default=0,
    metavar="N",
    help="Processes that determine lines sent over REST, where many programs ask at once. Default: none beside this.",
)
@identity_options
@measures_option
def serve(
    *, host: str, port: int, judges: int, policy_file: Path | None, matches_file: Path | None, folders: tuple[Path, ...]
) -> None:
    """Show the pages, and answer over REST, until Ctrl-C.

    Nothing leaves this computer, and nobody else can reach the pages. Order books that are sent to it
    are kept in a temporary folder, and are gone when it stops.
    """
    _check_installed()
    import uvicorn

    from sekisho.web.app import create_app
    from sekisho.web.settings import LOOPBACK, Settings

    if host not in LOOPBACK:
        what = f"'{host}' is not an address of this computer alone."
        do = f"The pages know no accounts: expected {', '.join(sorted(LOOPBACK))}. Reach them from elsewhere by SSH."
        raise SekishoError(Problem(where="host", what=what, do=do))
    library = with_identity(library_of(folders), policy_file, matches_file)
    with TemporaryDirectory(prefix="sekisho-serve-") as folder, _listening(host, port) as listener:
        settings = Settings(
            library=library,
            today=today,
            folder=Path(folder),
            entries=(*library.entries, *user_entries(user_folder())),
            cache=cache_folder(),
            overlay=user_folder(),
            folders=folders,
        )
        app = create_app(settings, judges=judges)
        threading.Thread(target=_warm, args=(settings,), daemon=True).start()
        taken = listener.getsockname()[1]
        tell(f"http://{f'[{host}]' if ':' in host else host}:{taken}/   Ctrl-C stops it.")
        # Addresses hold facts of shipments: none is written to a log.
        config = uvicorn.Config(
            app, access_log=False, log_level="warning", server_header=False, timeout_graceful_shutdown=GRACE
        )
        try:
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listener])
        finally:
            app.state.runs.close()
            app.state.costs.close()
            app.state.exposures.close()
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
        do = "Install it with `pip install 'sekisho[web]'`; every other command works without it."
        raise SekishoError(Problem(what=f"the pages need {', '.join(absent)}, which is not installed.", do=do))


def _listening(host: str, port: int) -> socket.socket:
    """Open the port before anything else is done, so that one that is taken is told at once.

    Raises
    ------
    SekishoError
        If it cannot be opened.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError as fault:
        listener.close()
        what = f"port {port} cannot be opened ({(fault.strerror or str(fault)).lower()})."
        raise SekishoError(Problem(where="port", what=what, do="Name another with --port.")) from None
    return listener


def _warm(settings: Settings) -> None:
    """Build what the first question of each kind would have to wait for."""
    from sekisho.web.warm import warm

    try:
        warm(settings)
    except SekishoError as fault:
        sys.stderr.write(f"{fault}\n")
    # What is built now stays until the end: the collector of cycles need not go over it while requests wait.
    gc.collect()
    gc.freeze()
