"""What a server for several people holds beside the pages: accounts, who has signed in, and who tries to."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Final

from sekisho.web.accounts.accounts import Account, Accounts
from sekisho.web.accounts.principal import Person, Role
from sekisho.web.accounts.rate_limit import Clock, Rate, RateLimiter
from sekisho.web.accounts.sessions import Sessions
from sekisho.web.accounts.tokens import Tokens

BY_PAIR: Final = Rate(burst=10, every=60.0)
"""How often a password of one account may be tried from one address: ten at once, then one a minute."""
IN_SUM: Final = Rate(burst=100, every=36.0)
"""How often a password of one account may be tried from all addresses together, save those that its holder signed in
from: a hundred at once, then a hundred an hour. A guess of November 2026: much less lets strangers lock its holder out
from a new place, much more lets many addresses guess a weak password in days."""
KNOWN: Final = 1_000
"""Pairs of account and address from which somebody signed in that are remembered; the oldest goes first."""
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
        self.by_pair = RateLimiter(BY_PAIR, clock)
        self.in_sum = RateLimiter(IN_SUM, clock)
        self.known: OrderedDict[tuple[str, str], None] = OrderedDict()
        self.by_address = RateLimiter(BY_ADDRESS, clock)

    def try_to_sign_in(self, name: str, password: str, address: str) -> Account | float | None:
        """Return the account; None if name and password do not fit; seconds to wait if too much was tried.

        What strangers try from other addresses keeps nobody out of an account: tries count by account and address, and
        by address. In sum they are bounded too, but not from an address from which the holder signed in.
        """
        who = name.strip().casefold()[:80]
        pair = f"{address}\0{who}"
        wait = self.by_address.wait(address) or self.by_pair.wait(pair)
        if not wait and (who, address) not in self.known:
            wait = self.in_sum.wait(who)
        if wait:
            return wait
        found = self.accounts.sign_in(name, password)
        if found is not None:
            self.by_pair.forget(pair)
            self.known[who, address] = None
            self.known.move_to_end((who, address))
            if len(self.known) > KNOWN:
                self.known.popitem(last=False)
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
