"""Signing in and out, in Chinese: passwords, one-time codes, limits, closed accounts, and the headers of every page."""

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.web import access
from gongkai.web.accounts import AccountAdapter
from tests.web.conftest import TODAY
from tests.web.workbench.samples import WORKBENCH
from tests.web.workbench.world import build, found

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-demo"
SIGN_IN = "/accounts/login/"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def office() -> Organ:
    return found("990101001", Organ.Kind.TOWNSHIP, "示例县青河乡人民政府（演示）", "青河乡")


@pytest.fixture
def clerk(office: Organ) -> User:
    user = organs.open_account(
        organ=office, username="clerk", display_name="演示经办", password=PASSWORD, by=None, on=TODAY
    )
    organs.appoint(user=user, organ=office, role=Role.CLERK, by=None, on=access.today())
    return user


def sign_in(client: Client, username: str = "clerk", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(SIGN_IN, {"login": username, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get("/desk/").status_code != 302 or not client.get("/desk/")["Location"].startswith(SIGN_IN)


def title(response: Any) -> str:
    match = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    return match[1].strip() if match else ""


# ---- passwords


def test_the_right_password_leads_to_the_desk(client: Client, clerk: User) -> None:
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/"
    assert signed_in(client)


def test_a_wrong_password_is_refused_in_chinese_and_says_not_which_half_is_wrong(client: Client, clerk: User) -> None:
    answers = [sign_in(client, password="wrong"), sign_in(client, username="nobody")]
    texts = [re.findall(r'class="summary".*?</ul>', answer.content.decode(), re.S) for answer in answers]
    assert all(answer.status_code == 200 for answer in answers)
    assert all(text and CHINESE.search(text[0]) for text in texts)
    assert texts[0] == texts[1]
    assert not signed_in(client)


def test_the_page_says_first_that_something_is_wrong(client: Client, clerk: User) -> None:
    assert 'role="alert"' in sign_in(client, password="wrong").content.decode()


def test_signing_in_gives_a_new_session(client: Client, clerk: User) -> None:
    client.get(SIGN_IN)
    client.session["kept"] = True
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, clerk: User, target: str) -> None:
    assert sign_in(client, next=target)["Location"] == "/desk/"


def test_signing_in_leads_back_to_the_page_that_asked(client: Client, clerk: User) -> None:
    asked = client.get("/desk/990101001/foi/")["Location"]
    assert asked.startswith(SIGN_IN)
    assert sign_in(client, next="/desk/990101001/foi/")["Location"] == "/desk/990101001/foi/"


def test_signing_out_ends_the_session(client: Client, clerk: User) -> None:
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client), "a link alone must not sign out"
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_no_browser_keeps_a_page_of_the_desk(client: Client, clerk: User) -> None:
    sign_in(client)
    for address in ("/desk/", "/desk/990101001/", "/desk/990101001/foi/", "/desk/990101001/organ/"):
        assert "no-store" in client.get(address).headers["Cache-Control"], address
    assert "no-store" not in client.get("/law/").headers.get("Cache-Control", "")


def test_the_password_is_changed_after_the_old_one_and_a_long_new_one(client: Client, clerk: User) -> None:
    sign_in(client)
    page = "/accounts/password/change/"
    new = "staple-battery-demo"
    wrong = client.post(page, {"oldpassword": "wrong", "password1": new, "password2": new})
    short = client.post(page, {"oldpassword": PASSWORD, "password1": "short1", "password2": "short1"})
    assert all(CHINESE.search(answer.content.decode()) and answer.status_code == 200 for answer in (wrong, short))
    assert "12" in short.content.decode()
    assert client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new}).status_code == 302
    assert sign_in(Client()).status_code != 302
    assert sign_in(Client(), password=new).status_code == 302


# ---- no sign-up, no closed accounts


def test_nobody_signs_up(client: Client) -> None:
    assert not AccountAdapter().is_open_for_signup(None)  # type: ignore[arg-type]  # the answer does not depend on who asks
    page = client.get("/accounts/signup/")
    assert 'name="password1"' not in page.content.decode()
    client.post("/accounts/signup/", {"username": "new", "password1": PASSWORD, "password2": PASSWORD})
    assert not get_user_model().objects.filter(username="new").exists()
    assert "signup" not in client.get(SIGN_IN).content.decode()


def test_with_sign_up_open_the_form_would_be_there(client: Client) -> None:
    with patch.object(AccountAdapter, "is_open_for_signup", return_value=True):
        assert 'name="password1"' in client.get("/accounts/signup/").content.decode()


def test_a_closed_account_cannot_sign_in(client: Client, clerk: User, office: Organ) -> None:
    organs.close_account(organ=office, user=clerk, by=None, on=access.today())
    assert sign_in(client).status_code == 200
    clerk.set_password(PASSWORD)
    clerk.save()
    answer = sign_in(client)
    assert answer.status_code == 200 or "inactive" in answer["Location"]
    assert not signed_in(client)


def test_the_sessions_of_a_closed_account_end_with_the_next_request(client: Client, clerk: User, office: Organ) -> None:
    sign_in(client)
    assert client.get("/desk/990101001/").status_code == 200
    organs.close_account(organ=office, user=clerk, by=None, on=access.today())
    answer = client.get("/desk/990101001/")
    assert answer.status_code == 302
    assert answer["Location"].startswith(SIGN_IN)


def test_a_post_that_ended_yesterday_opens_nothing_today(client: Client, clerk: User) -> None:
    sign_in(client)
    clerk.posts.update(from_on=TODAY.replace(year=2020), to_on=TODAY.replace(year=2021))
    answer = client.get("/desk/990101001/")
    assert answer.status_code == 403
    assert CHINESE.search(answer.content.decode())


# ---- one-time codes


def code_of(secret: str, *, at: float | None = None) -> str:
    counter = int((at or time.time()) // 30)
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def enrol(client: Client, user: User) -> str:
    """Set up the one-time codes and give their secret."""
    page = "/accounts/2fa/totp/activate/"
    first = client.get(page)
    if first.status_code == 302:
        again = client.post(first["Location"], {"password": PASSWORD})
        assert again.status_code == 302, again.content.decode()
        first = client.get(page)
    secret = str(client.session[totp.SECRET_SESSION_KEY])
    assert secret in first.content.decode()
    wrong = client.post(page, {"code": "000000"})
    assert wrong.status_code == 200
    assert CHINESE.search(title(wrong))
    assert client.post(page, {"code": code_of(secret)}).status_code == 302
    return secret


def test_one_time_codes_are_set_up_and_asked_for_at_the_next_sign_in(client: Client, clerk: User) -> None:
    sign_in(client)
    secret = enrol(client, clerk)
    fresh = Client()
    asked = sign_in(fresh)
    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert not signed_in(fresh), "the password alone must not open the desk"
    page = fresh.get("/accounts/2fa/authenticate/")
    assert CHINESE.search(title(page))
    assert fresh.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert not signed_in(fresh)
    later = time.time() + 30
    with patch("time.time", lambda: later):
        answer = fresh.post("/accounts/2fa/authenticate/", {"code": code_of(secret, at=later)})
        assert answer.status_code == 302
    assert signed_in(fresh)


def test_the_desk_shows_whether_two_steps_are_on_and_leads_there(client: Client, clerk: User) -> None:
    sign_in(client)
    page = reverse("workbench:account", args=["990101001"])
    before = client.get(page).content.decode()
    assert "未启用" in before
    for address in (reverse("account_change_password"), reverse("mfa_index"), reverse("account_logout")):
        assert address in before
    enrol(client, clerk)
    assert "已启用" in client.get(page).content.decode()


# ---- every page


ACCOUNT_PAGES = (
    "/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/accounts/password/change/", "/accounts/2fa/",
    "/accounts/2fa/totp/activate/", "/accounts/reauthenticate/", "/accounts/inactive/",
)  # fmt: skip


def test_the_titles_of_the_account_pages_are_chinese(client: Client, clerk: User) -> None:
    latin = re.compile(r"[A-Za-z]{4,}")
    wrong = []
    for signed in (False, True):
        if signed:
            sign_in(client)
        for address in ACCOUNT_PAGES:
            answer = client.get(address, follow=True)
            words = title(answer)
            heads = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)
            wrong += [(address, text) for text in (words, *heads) if not CHINESE.search(text) or latin.search(text)]
    assert wrong == []


class Inline(HTMLParser):
    """Collects what the content policy would refuse: styles and handlers in attributes, scripts and styles without the nonce."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.found = nonce, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.found += [
            f"<{tag} {name}={value}>"
            for name, value in attrs
            if (value or "").strip().lower().startswith("javascript:")
        ]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found += [] if given.get("nonce") == self.nonce else [f"<{tag}> without nonce"]


def refused_inline(response: Any) -> list[str]:
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "'unsafe-inline'" not in policy
    assert "'unsafe-eval'" not in policy
    nonce = re.search(r"'nonce-([^']+)'", policy)
    reader = Inline(nonce[1] if nonce else "")
    reader.feed(response.content.decode())
    return reader.found


def every_page(world: Any) -> Iterator[tuple[Client, str]]:
    strangers = Client()
    for address in (
        "/",
        "/access/",
        "/data/",
        "/law/",
        "/law/ogi/",
        "/search/",
        "/reports/",
        "/nowhere/",
        *ACCOUNT_PAGES,
    ):
        yield strangers, address
    own = world.own
    for name in ("column", "guide", "items", "apply", "reports"):
        yield strangers, reverse(f"portal:{name}", args=[own.code])
    yield strangers, reverse("portal:item", args=[own.code, own.items["published"].public_key])
    for user in (own.clerk, world.county.person(Role.AUDIT_ADMIN), own.person(Role.SYSTEM_ADMIN)):
        inside = Client()
        inside.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for address in ACCOUNT_PAGES:
            yield inside, address
        for name, sample in WORKBENCH.items():
            for arguments in sample.arguments(own) if sample.get else ():
                yield inside, reverse(f"workbench:{name}", args=[own.code, *arguments]) + sample.query


def test_every_page_has_the_policy_and_nothing_inline(standing_clock: Any) -> None:
    world = build(TODAY)
    wrong, pages = [], 0
    for client, address in every_page(world):
        answer = client.get(address)
        pages += 1
        if "text/html" in answer.headers["Content-Type"]:
            wrong += [f"{address}: {what}" for what in refused_inline(answer)]
    assert pages > 100
    assert wrong == []


def test_the_scan_sees_what_is_inline() -> None:
    reader = Inline("right")
    reader.feed(
        '<p style="color:red" onclick="x()"><script>1</script><script nonce="wrong">1</script><style>p{}</style>'
        '<a href="javascript:x">x</a><script nonce="right">1</script><script src="/x.js"></script>'
    )
    assert len(reader.found) == 6


def test_every_nonce_is_used_once(client: Client) -> None:
    policies = {client.get("/law/").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3
