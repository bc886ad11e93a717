"""Accounts, passwords, tokens, sessions and rates, without pages; and the commands that keep accounts."""

from __future__ import annotations

import sqlite3
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sekisho.cli import main
from sekisho.errors import AccountError
from sekisho.web.accounts.accounts import Accounts, name_of
from sekisho.web.accounts.passwords import HashCosts, Passwords, check_password
from sekisho.web.accounts.principal import Person, Role
from sekisho.web.accounts.rate_limit import Rate, RateLimiter
from sekisho.web.accounts.sessions import IDLE, LONGEST, Sessions
from sekisho.web.accounts.team import BY_PAIR, IN_SUM, Team
from sekisho.web.accounts.tokens import Tokens

CHEAP = HashCosts(passes=1, memory=8, lanes=1)
DAY = date(2026, 9, 30)
WORD = "three small words"


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    made = Accounts(tmp_path / "team.db", CHEAP, make=True)
    made.add("root", Role.ADMINISTER, WORD, DAY)
    made.add("mori", Role.REVIEW, WORD, DAY)
    return made


def test_the_file_is_its_owners_alone_and_holds_no_password_and_no_token(accounts: Accounts):
    _, text = Tokens(accounts).add("mori", "nightly", Role.ASK, DAY, DAY + timedelta(days=1))
    assert stat.S_IMODE(accounts.file.place.stat().st_mode) == 0o600
    kept = accounts.file.place.read_bytes()
    assert WORD.encode() not in kept
    assert text.encode() not in kept
    _, _, secret = text.split("_", 2)  # which may hold the sign itself
    assert secret.encode() not in kept
    assert b"$argon2id$" in kept


def test_a_file_that_others_can_read_or_that_is_no_such_file_is_refused(accounts: Accounts, tmp_path: Path):
    accounts.file.place.chmod(0o640)
    with pytest.raises(AccountError, match="others can read or write it"):
        Accounts(accounts.file.place)
    other = tmp_path / "other.db"
    with pytest.raises(AccountError, match="no file of accounts"):
        Accounts(other)
    other.write_bytes(b"no database at all, whatever it is called")
    other.chmod(0o600)
    with pytest.raises(AccountError, match="is not a file of accounts of this version"):
        Accounts(other)
    sqlite3.connect(tmp_path / "third.db").execute("CREATE TABLE x (y)")
    (tmp_path / "third.db").chmod(0o600)
    with pytest.raises(AccountError, match="is not a file of accounts of this version"):
        Accounts(tmp_path / "third.db")


def test_a_name_and_its_password_fit_and_nothing_else_does(accounts: Accounts):
    found = accounts.sign_in(" MORI ", WORD)
    assert found is not None
    assert (found.name, found.role) == ("mori", Role.REVIEW)
    assert accounts.sign_in("mori", WORD + " ") is None
    assert accounts.sign_in("nobody", WORD) is None
    assert accounts.sign_in("../x", WORD) is None
    accounts.set_disabled("mori", disabled=True)
    assert accounts.sign_in("mori", WORD) is None


def test_a_name_that_is_not_there_costs_as_much_as_a_wrong_password(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
):
    """Counted, not timed: one comparison of the same costs each."""
    seen: list[str] = []
    hasher = accounts.passwords.hasher

    class Counting:
        hash = staticmethod(hasher.hash)
        check_needs_rehash = staticmethod(hasher.check_needs_rehash)

        def verify(self, kept: str, given: str) -> bool:
            seen.append(kept.rpartition("$")[0].rpartition("$")[0])
            return hasher.verify(kept, given)

    monkeypatch.setattr(accounts.passwords, "hasher", Counting())
    for name in ("mori", "nobody", "../x"):
        accounts.sign_in(name, "wrong wrong wrong")
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_a_password_typed_on_another_keyboard_is_the_same(accounts: Accounts):
    accounts.set_password("mori", "ｶﾞﾘｳﾑ の 三つ の 語")
    assert accounts.sign_in("mori", "ガリウム の 三つ の 語") is not None


def test_a_password_kept_with_other_costs_is_kept_anew_when_it_is_used(accounts: Accounts):
    before = accounts.file.rows("SELECT password FROM accounts WHERE name = 'mori'")
    accounts.passwords = Passwords(HashCosts(passes=2, memory=16, lanes=1))
    assert accounts.sign_in("mori", WORD) is not None
    after = accounts.file.rows("SELECT password FROM accounts WHERE name = 'mori'")
    assert before != after
    assert "m=16,t=2" in str(after[0][0])
    assert accounts.sign_in("mori", WORD) is not None


@pytest.mark.parametrize("given", ["", "short", "x" * 20, "Administrator", "y" * 1_001])
def test_what_is_no_password_is_refused(given: str):
    with pytest.raises(AccountError):
        check_password(given, "administrator")


@pytest.mark.parametrize("given", ["", " ", "a b", "a/b", "x" * 65, "<b>", "a\x00"])
def test_what_is_no_name_is_refused(given: str):
    with pytest.raises(AccountError, match="is not a name of an account"):
        name_of(given)


def test_the_last_who_administers_stays(accounts: Accounts):
    with pytest.raises(AccountError, match="nobody would be left who administers"):
        accounts.set_role("root", Role.ASK)
    with pytest.raises(AccountError, match="nobody would be left who administers"):
        accounts.set_disabled("root", disabled=True)
    assert accounts.named("root").role is Role.ADMINISTER
    assert not accounts.named("root").disabled


def test_a_token_may_what_both_it_and_its_account_may_until_its_day(accounts: Accounts):
    team = Team(accounts, Clock())
    token, text = team.tokens.add("mori", "nightly", Role.REVIEW, DAY, DAY + timedelta(days=2))
    assert team.by_token(text, DAY) == Person(name="mori", role=Role.REVIEW)
    assert team.by_token(text, DAY + timedelta(days=2)) is None
    assert team.by_token(text[:-1] + ("a" if text[-1] != "a" else "b"), DAY) is None
    assert team.by_token(text.replace("sekisho_", "other_"), DAY) is None
    accounts.set_role("mori", Role.ASK)
    assert team.by_token(text, DAY) == Person(name="mori", role=Role.ASK)
    with pytest.raises(AccountError, match="is more than the account may"):
        team.tokens.add("mori", "", Role.REVIEW, DAY, DAY + timedelta(days=2))
    with pytest.raises(AccountError, match="is past"):
        team.tokens.add("mori", "", Role.ASK, DAY, DAY)
    with pytest.raises(AccountError, match="'root' has no token"):
        team.tokens.revoke("root", token.id)
    team.tokens.revoke("mori", token.id)
    assert team.by_token(text, DAY) is None


def test_a_session_ends_with_idleness_with_age_and_when_it_is_told_to():
    clock = Clock()
    sessions = Sessions(clock)
    key = sessions.begin("mori", 0)
    clock.seconds += IDLE - 1
    assert sessions.find(key) is not None
    clock.seconds += IDLE + 1
    assert sessions.find(key) is None
    key = sessions.begin("mori", 0)
    for _ in range(int(LONGEST / IDLE) * 2):
        clock.seconds += IDLE / 2
        assert sessions.find(key) is not None
    clock.seconds += 1
    assert sessions.find(key) is None
    key = sessions.begin("mori", 0)
    sessions.end(key)
    assert sessions.find(key) is None


def test_every_change_of_an_account_ends_its_sessions(accounts: Accounts):
    """A change that another process makes, such as the command line, is seen at the next request."""
    team, elsewhere = Team(accounts, Clock()), Accounts(accounts.file.place, CHEAP)
    for change in (
        lambda: elsewhere.set_password("mori", "three other words"),
        lambda: elsewhere.set_disabled("mori", disabled=True),
    ):
        account = accounts.named("mori")
        key = team.begin(account, "")
        assert team.by_session(key) is not None
        change()
        assert team.by_session(key) is None


def test_signing_in_never_keeps_a_key_that_was_there_before(accounts: Accounts):
    team = Team(accounts, Clock())
    first = team.begin(accounts.named("mori"), "a key that somebody planted")
    second = team.begin(accounts.named("mori"), first)
    assert first != second
    assert team.by_session(first) is None
    assert team.by_session("a key that somebody planted") is None


def test_a_meter_lets_so_many_pass_and_then_one_every_so_many_seconds():
    clock = Clock()
    meter = RateLimiter(Rate(burst=3, every=10.0), clock)
    assert [meter.wait("a") for _ in range(4)] == [0, 0, 0, 10.0]
    assert meter.wait("b") == 0
    clock.seconds += 10
    assert [meter.wait("a"), meter.wait("a")] == [0, 10.0]
    clock.seconds += 100
    assert [meter.wait("a") for _ in range(4)] == [0, 0, 0, 10.0]
    meter.forget("a")
    assert meter.wait("a") == 0


def test_what_strangers_try_keeps_nobody_out_of_an_account(accounts: Accounts):
    """Ten wrong passwords from one address, or from ten: the holder gets in from another, with the right one."""
    team = Team(accounts, Clock())
    for number in range(BY_PAIR.burst):
        assert team.try_to_sign_in("mori", "wrong wrong wrong", "10.0.0.1") is None
        assert team.try_to_sign_in("mori", "wrong wrong wrong", f"10.0.2.{number}") is None
    assert team.try_to_sign_in("mori", WORD, "10.0.0.1") == BY_PAIR.every, "the address that tried waits"
    assert team.try_to_sign_in("mori", WORD, "10.0.1.1") == accounts.named("mori")


def test_guesses_from_one_address_at_one_account_are_few(accounts: Accounts):
    clock = Clock()
    team = Team(accounts, clock)
    tried = [team.try_to_sign_in("mori", "wrong wrong wrong", "10.0.0.1") for _ in range(BY_PAIR.burst + 1)]
    assert tried == [None] * BY_PAIR.burst + [BY_PAIR.every]
    clock.seconds += BY_PAIR.every
    assert team.try_to_sign_in("mori", WORD, "10.0.0.1") == accounts.named("mori")


def test_guesses_from_many_addresses_are_bounded_in_sum_but_not_where_the_holder_signed_in(accounts: Accounts):
    team = Team(accounts, Clock())
    assert team.try_to_sign_in("mori", WORD, "10.9.9.9") == accounts.named("mori")
    tries = IN_SUM.burst - 1  # the first sign-in counted as one
    for number in range(tries):
        assert team.try_to_sign_in("mori", "wrong wrong wrong", f"10.1.{number // 200}.{number % 200}") is None
    assert isinstance(team.try_to_sign_in("mori", WORD, "10.2.0.1"), float), "a new address waits"
    assert team.try_to_sign_in("mori", WORD, "10.9.9.9") == accounts.named("mori")
    assert team.try_to_sign_in("root", WORD, "10.2.0.1") == accounts.named("root"), "another account is not touched"


def _call(*words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, words, input=given, catch_exceptions=False)


def test_accounts_are_kept_from_the_command_line_without_a_password_in_any_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sekisho.web.accounts.passwords.HashCosts", lambda: CHEAP)
    place = ("--accounts", str(tmp_path / "team.db"))
    assert _call("accounts", "add", "root", "--role", "administer", *place, given="short\n").exit_code == 1
    assert not (tmp_path / "team.db").exists(), "nothing is half made"
    assert _call("accounts", "add", "root", "--role", "administer", *place, given=f"{WORD}\n").output == (
        "root may administer.\n"
    )
    assert _call("accounts", "add", "Mori", *place, given=f"{WORD}\n").output == "mori may ask.\n"
    assert "there is an account 'mori' already" in _call("accounts", "add", "mori", *place, given=f"{WORD}\n").stderr
    assert _call("accounts", "role", "mori", "review", *place).output == "mori may review.\n"
    assert "nobody would be left" in _call("accounts", "role", "root", "ask", *place).stderr
    made = _call("accounts", "token", "add", "mori", "--label", "nightly", *place)
    assert made.stdout.startswith("sekisho_")
    assert "It is not shown again" in made.stderr
    key = made.stdout.split("_")[1]
    listed = _call("accounts", "token", "list", "mori", *place).output
    assert key in listed
    assert made.stdout.strip() not in listed
    assert _call("accounts", "token", "revoke", "mori", key, *place).exit_code == 0
    assert _call("accounts", "password", "mori", *place, given="three other words\n").exit_code == 0
    assert "may not sign in any more" in _call("accounts", "disable", "mori", *place).output
    assert '"disabled": true' in _call("accounts", "list", "--format", "json", *place).output
    assert "root" in _call("accounts", "list", *place).output
    assert Accounts(tmp_path / "team.db").sign_in("root", WORD) is not None


def test_without_a_file_the_commands_say_how_to_make_one(tmp_path: Path):
    assert "no file of accounts is named" in _call("accounts", "list").stderr
    told = _call("accounts", "list", "--accounts", str(tmp_path / "none.db"))
    assert told.exit_code == 1
    assert "sekisho accounts add NAME --role administer" in told.stderr
