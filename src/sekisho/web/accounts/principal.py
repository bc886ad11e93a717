"""Who asks, and what a role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sekisho.errors import AccountError, Problem, RefusedError
from sekisho.message import joined, message


class Role(StrEnum):
    """What an account or a token may do; each role may do all that the one before it may."""

    ASK = "ask"
    REVIEW = "review"
    ADMINISTER = "administer"

    def covers(self, other: Role) -> bool:
        """Tell whether this role may do what another may.

        >>> Role.REVIEW.covers(Role.ASK), Role.ASK.covers(Role.REVIEW)
        (True, False)
        """
        order = list(Role)
        return order.index(self) >= order.index(other)


def role_of(text: str) -> Role:
    """Return the role of a name.

    Raises
    ------
    AccountError
        If there is none of that name.
    """
    if text not in set(Role):
        raise AccountError(
            Problem(
                where="role",
                what=message("web.no_role", "'{text}' is not a role.", text=text),
                remedy=message("error.expected_either", "Expected {choices}.", choices=joined(Role, "comma")),
            )
        )
    return Role(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who asks.

    Parameters
    ----------
    name
        Name of the account; empty on a server without accounts.
    csrf
        What every form of the session must hold; empty if a token asks.
    session
        Key of the session; empty if there is none.
    must_change
        The password was given by somebody else, and is changed before anything else is done.
    """

    name: str = ""
    role: Role = Role.ADMINISTER
    csrf: str = ""
    session: str = ""
    must_change: bool = False

    def need(self, role: Role) -> None:
        """Make sure that the person may do what a role may.

        Raises
        ------
        RefusedError
            If not.
        """
        if not self.role.covers(role):
            what = message(
                "web.needs_role", "this needs the role '{role}'; yours is '{own}'.", role=role, own=self.role
            )
            raise RefusedError(
                Problem(
                    where="role", what=what, remedy=message("web.ask_admin", "Ask whoever administers the accounts.")
                )
            )

    def may_see(self, owner: str) -> bool:
        """Tell whether the person may see what belongs to somebody."""
        return owner == self.name or self.role is Role.ADMINISTER


ALONE = Person()
"""Whoever uses a server without accounts: this computer's own user, who may do everything."""
NOBODY = Person(role=Role.ASK)
"""Whoever has not signed in yet; may see the page that asks to sign in, and nothing else."""
