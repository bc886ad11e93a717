"""What a server for several people holds beside the pages: accounts, who has signed in, and who tries to."""

from __future__ import annotations

from datetime import date
from typing import Final

from sekisho.web.team.accounts import Account, Accounts
from sekisho.web.team.person import Person, Role
from sekisho.web.team.rates import Clock, Meter, Rate
from sekisho.web.team.sessions import Sessions
from sekisho.web.team.tokens import Tokens

BY_NAME: Final = Rate(burst=10, every=60.0)
"""How often a password of one account may be tried: ten at once, then one a minute."""
BY_ADDRESS: Final = Rate(burst=30, every=20.0)
"""How often passwords may be tried from one address."""


class Team:
    """The people of a server."""

    def __init__(self, accounts: Accounts, clock: Clock) -> None:
        """Take the accounts and a clock; nobody has signed in."""
        self.accounts = accounts
        assert accounts.passwords.nobody  # noqa: S101 - made now, lest the first wrong name take longer
        self.tokens = Tokens(accounts)
        self.sessions = Sessions(clock)
        self.by_name = Meter(BY_NAME, clock)
        self.by_address = Meter(BY_ADDRESS, clock)

    def try_to_sign_in(self, name: str, password: str, address: str) -> Account | float | None:
        """Return the account; None if name and password do not fit; seconds to wait if too much was tried."""
        who = name.strip().casefold()[:80]
        wait = self.by_address.wait(address) or self.by_name.wait(who)
        if wait:
            return wait
        found = self.accounts.sign_in(name, password)
        if found is not None:
            self.by_name.forget(who)
        return found

    def begin(self, account: Account, before: str) -> str:
        """Begin a session in place of the one before; returns its key."""
        self.sessions.end(before)
        return self.sessions.begin(account.name, account.epoch)

    def by_session(self, key: str) -> Person | None:
        """Return who has signed in under a key; None if nobody has, or the account has changed since."""
        session = self.sessions.find(key) if key else None
        if session is None:
            return None
        account = self.accounts.find(session.account)
        if account is None or account.disabled or account.epoch != session.epoch:
            self.sessions.end(key)
            return None
        return Person(
            name=account.name,
            role=account.role,
            csrf=session.csrf,
            session=key,
            must_change=account.must_change,
        )

    def by_token(self, text: str, on: date) -> Person | None:
        """Return who asks with a token; None if it is none that is taken."""
        found = self.tokens.whose(text, on)
        if found is None:
            return None
        account, token = found
        role: Role = token.role if account.role.covers(token.role) else account.role
        return Person(name=account.name, role=role)
