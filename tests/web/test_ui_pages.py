"""Layouts, the switches of the display, account and error pages."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from lxml import html

from gongkai.web.ui import display

pytestmark = pytest.mark.urls("tests.web.ui_urls")
ROOT = Path(__file__).parents[2]
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(autouse=True)
def _gallery(settings: Any) -> None:
    settings.UI_GALLERY = True


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "zh-hans"})


@pytest.mark.parametrize("face", ["portal", "workbench"])
def test_the_gallery_shows_every_component(client: Client, face: str) -> None:
    response = client.get(f"/ui/gallery/{face}")
    assert response.status_code == 200
    page = html.fromstring(response.content)
    assert len(page.xpath("//h1[not(ancestor::*[contains(@class, 'receipt')])]")) >= 1
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]
    assert page.xpath("//main[@id='main']")
    assert page.xpath("//a[@class='skip']/@href") == ["#main"]


def test_the_gallery_is_closed_on_a_real_installation(client: Client, settings: Any) -> None:
    settings.UI_GALLERY = False
    assert client.get("/ui/gallery").status_code == 404
    settings.UI_GALLERY = True
    assert client.get("/ui/gallery/other").status_code == 404


def test_every_component_stands_in_the_gallery() -> None:
    templates = ROOT / "src" / "gongkai" / "web" / "ui" / "templates"
    shown = "".join(
        path.read_text(encoding="utf-8") for path in [*templates.glob("ui/*.html"), *templates.glob("layouts/*.html")]
    )
    used = set(re.findall(r"<c-([a-z-]+)", shown))
    inside = set(
        re.findall(r"<c-([a-z-]+)", "".join(p.read_text(encoding="utf-8") for p in templates.glob("cotton/*.html")))
    )
    existing = {path.stem.replace("_", "-") for path in templates.glob("cotton/*.html")}
    assert existing - used - inside == set()


def test_display_words_are_kept_on_the_device_and_shown_in_the_page(client: Client) -> None:
    response = client.get("/ui/display?elder=on&next=/ui/gallery")
    assert (response.status_code, response["Location"]) == (302, "/ui/gallery")
    cookie = response.cookies[display.COOKIE]
    assert cookie.value == "elder"
    assert (cookie["samesite"], cookie["max-age"]) == ("Lax", display.COOKIE_AGE)
    page = html.fromstring(client.get("/ui/gallery").content)
    assert page.get("class").split() == ["portal", "elder"]
    assert page.xpath("//a[@data-display='elder']/@aria-current") == ["true"]
    assert page.xpath("//a[@data-display='elder']/@href") == ["/ui/display?elder=off"]


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]
)
def test_the_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.get("/ui/display", {"elder": "on", "next": target})["Location"] == "/"


def test_the_switch_goes_back_to_where_it_was_pressed(client: Client) -> None:
    response = client.get("/ui/display?soft=on", headers={"referer": "http://testserver/xxgk/a"})
    assert response["Location"] == "http://testserver/xxgk/a"


def test_the_switch_changes_nothing_by_post(client: Client) -> None:
    assert client.post("/ui/display?elder=on").status_code == 405


def test_the_language_is_switched_for_the_whole_frame(client: Client) -> None:
    assert html.fromstring(client.get("/").content).get("lang") == "zh-CN"
    client.get("/ui/display?lang=en")
    page = html.fromstring(client.get("/").content)
    assert page.get("lang") == "en"
    frame = page.xpath("//header")[0].text_content() + page.xpath("//footer")[0].text_content()
    assert set(CHINESE.findall(frame)) <= set("中文")
    client.get("/ui/display?lang=xx")
    assert html.fromstring(client.get("/").content).get("lang") == "en"


def test_the_demonstration_says_what_it_is(client: Client, settings: Any) -> None:
    settings.DEMONSTRATION = True
    assert "均为虚构" in client.get("/").content.decode()
    settings.DEMONSTRATION = False
    assert "均为虚构" not in client.get("/").content.decode()


def test_the_workbench_always_warns_of_state_secrets(client: Client) -> None:
    assert "本系统不得存储、处理、传输国家秘密和工作秘密" in client.get("/ui/gallery/workbench").content.decode()


def test_the_policy_of_the_pages_needs_no_inline_code(client: Client) -> None:
    for path in ("/", "/ui/gallery", "/ui/gallery/workbench", "/accounts/login/", "/nowhere"):
        page = html.fromstring(client.get(path).content)
        assert page.xpath("//script[not(@src)]") == []
        assert page.xpath("//style") == []
        assert page.xpath("//@style") == []
        assert [
            name for node in page.iter() if isinstance(node.tag, str) for name in node.attrib if name.startswith("on")
        ] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [("/nowhere", 404, "没有这个页面"), ("/breaks", 500, "系统出错"), ("/accounts/signup/", 200, "不开放注册")],
)
def test_refusals_say_what_happened_and_what_to_do(path: str, status: int, words: str) -> None:
    client = Client(raise_request_exception=False, headers={"accept-language": "zh-hans"})
    response = client.get(path)
    page = html.fromstring(response.content)
    assert response.status_code == status
    assert words in page.xpath("//h1")[0].text_content()
    assert page.xpath("//main//a[contains(@class, 'button')]")


def test_a_form_that_was_open_too_long_is_explained() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-hans"})
    response = strict.post("/accounts/login/", {"login": "a"})
    assert response.status_code == 403
    assert "页面已过期，没有提交" in response.content.decode()


# -- accounts --------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed_in(db: None, client: Client) -> Client:
    get_user_model().objects.create_user(username="demo", password="correct horse battery")
    response = client.post("/accounts/login/", {"login": "demo", "password": "correct horse battery"})
    assert response.status_code == 302
    return client


def confirmed(client: Client) -> Client:
    """Give the password once more, as pages that change the sign-in demand."""
    assert client.post("/accounts/reauthenticate/", {"password": "correct horse battery"}).status_code == 302
    return client


def english_words(page: html.HtmlElement) -> list[str]:
    text = " ".join(page.xpath("//main//text()[not(ancestor::textarea)]"))
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in {"English", "TOTP", "Cookie"}]


def test_a_wrong_password_is_said_in_chinese_beside_the_form(db: None, client: Client) -> None:
    response = client.post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    page = html.fromstring(response.content)
    assert page.xpath("//*[@role='alert']//li")
    assert CHINESE.search(page.xpath("//*[@role='alert']")[0].text_content())


@pytest.mark.parametrize(
    ("path", "sure"),
    [
        ("/accounts/2fa/", False),
        ("/accounts/2fa/totp/activate/", True),
        ("/accounts/password/change/", False),
        ("/accounts/logout/", False),
        ("/accounts/reauthenticate/", False),
    ],
)
def test_account_pages_are_chinese_and_ours(signed_in: Client, path: str, sure: bool) -> None:
    response = (confirmed(signed_in) if sure else signed_in).get(path)
    assert response.status_code == 200, response.get("Location")
    page = html.fromstring(response.content)
    assert page.xpath("//link[contains(@href, 'gongkai.css')]")
    assert english_words(page) == []
    assert page.xpath("//main//h1")
    for control in page.xpath("//main//input[not(@type='hidden')]"):
        assert page.xpath(f"//label[@for='{control.get('id')}']"), control.get("name")


# -- language --------------------------------------------------------------------------------------------------------------------


def test_chinese_is_the_default_whatever_the_browser_asks(settings: Any) -> None:
    locale = "django.middleware.locale.LocaleMiddleware"
    ours = "gongkai.web.ui.middleware.LanguageOfDevice"
    settings.MIDDLEWARE = [ours if name == locale else name for name in settings.MIDDLEWARE]
    foreign = Client(headers={"accept-language": "en-US"})
    response = foreign.get("/")
    assert html.fromstring(response.content).get("lang") == "zh-CN"
    assert response["Content-Language"] == "zh-hans"
    assert "Cookie" in response["Vary"]
    foreign.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert html.fromstring(foreign.get("/").content).get("lang") == "en"
    foreign.cookies[settings.LANGUAGE_COOKIE_NAME] = "<xx>"
    assert html.fromstring(foreign.get("/").content).get("lang") == "zh-CN"


def test_the_overlay_of_the_interface_base_is_complete() -> None:
    catalog = ROOT / "src" / "gongkai" / "web" / "ui" / "locale" / "en" / "LC_MESSAGES" / "django.po"
    body = catalog.read_text(encoding="utf-8").split("\n\n", 1)[1]
    assert body.count("msgid ") > 150
    assert re.findall(r'msgid "([^"]+)"\nmsgstr ""\n(?!")', body) == []
    assert "fuzzy" not in body
    known = set(re.findall(r'^msgid "(.+)"$', body, re.M))
    used = set()
    for path in (ROOT / "src" / "gongkai" / "web" / "ui" / "templates").rglob("*.html"):
        used |= {
            a or b for a, b in re.findall(r"{% translate (?:\"([^\"]+)\"|'([^']+)')", path.read_text(encoding="utf-8"))
        }
    assert used - known == set()
