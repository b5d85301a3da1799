"""Guessing at passwords: few are verified, and the owner of the account is not locked out."""

from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client, RequestFactory

from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.web import accounts
from gongkai.web.networks import network_of
from tests.web.conftest import TODAY
from tests.web.workbench.world import found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
PASSWORD = "correct-horse-demo"


@pytest.fixture
def clerk() -> User:
    office = found("990101001", Organ.Kind.TOWNSHIP, "示例县青河乡人民政府（演示）", "青河乡")
    user = organs.open_account(
        organ=office, username="clerk", display_name="演示经办", password=PASSWORD, by=None, on=TODAY
    )
    organs.appoint(user=user, organ=office, role=Role.CLERK, by=None, on=TODAY)
    return user


def sign_in(client: Client, password: str = PASSWORD, address: str = "198.51.100.7") -> Any:
    return client.post("/accounts/login/", {"login": "clerk", "password": password}, REMOTE_ADDR=address)


def attack(tries: int, addresses: int) -> int:
    """Guess from so many addresses, each without cookies; give how many passwords were really verified."""
    robot = Client()
    with patch.object(ModelBackend, "authenticate", autospec=True, return_value=None) as check:
        for n in range(tries):
            robot.cookies.clear()
            sign_in(robot, f"guess {n}", f"203.0.113.{n % addresses}")
        return check.call_count


@pytest.fixture(autouse=True)
def no_other_limit(settings: Any) -> None:
    """Leave out the library's own limit per address and minute: these tests are about ours."""
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.parametrize("addresses", [1, 200])
def test_few_guesses_are_verified_and_the_owner_comes_in_at_once(clerk: User, addresses: int) -> None:
    owner = Client()
    assert sign_in(owner).status_code == 302
    owner.post("/accounts/logout/")
    assert attack(60, addresses) <= accounts.PER_ACCOUNT.attempts
    stranger = sign_in(Client(), address="192.0.2.9").content.decode()
    assert "此前登录过的电脑" in stranger, "the control: without the known browser the account is closed to guessing"
    assert sign_in(owner).status_code == 302


@pytest.mark.drill
@pytest.mark.parametrize("addresses", [1, 200])
def test_ten_thousand_guesses(clerk: User, addresses: int) -> None:
    owner = Client()
    sign_in(owner)
    owner.post("/accounts/logout/")
    assert attack(10_000, addresses) <= accounts.PER_ACCOUNT.attempts
    assert sign_in(owner).status_code == 302


def test_a_known_browser_may_not_guess_for_ever_either(clerk: User) -> None:
    browser = Client()
    sign_in(browser)
    browser.post("/accounts/logout/")
    for _ in range(accounts.PER_DEVICE.attempts):
        sign_in(browser, "wrong")
    assert "分钟后再试" in sign_in(browser).content.decode()


def test_a_made_up_device_is_not_known(clerk: User) -> None:
    robot = Client()
    robot.cookies[accounts.DEVICE_COOKIE] = "WyJhIixbImNsZXJrIl1d:1tZ:forged"
    with patch.object(ModelBackend, "authenticate", autospec=True, return_value=None) as check:
        for n in range(30):
            sign_in(robot, f"guess {n}", f"203.0.113.{n}")
    assert check.call_count <= accounts.PER_ACCOUNT.attempts


def test_right_passwords_cost_nothing(clerk: User) -> None:
    for _ in range(30):
        assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "203.0.113.5"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "10.0.0.1, 192.0.2.1", "192.0.2.1"),
        (2, "10.0.0.1, 192.0.2.1, 172.16.0.1", "192.0.2.1"),
        (2, "192.0.2.1", "203.0.113.5"),
        (1, "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (1, "nonsense", "local"),
    ],
)
def test_only_our_own_proxies_tell_the_address(settings: Any, proxies: int, forwarded: str, expected: str) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}, REMOTE_ADDR="203.0.113.5")
    assert network_of(request) == expected
