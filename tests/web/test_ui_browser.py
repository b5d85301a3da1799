"""The interface base in a browser: accessible, within the window, usable by keyboard, complete without scripts."""

import threading
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from tests.browsing import SIZES, axe, shrink, sideways

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.ui_urls")]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@pytest.fixture
def base(settings: Any) -> Iterator[str]:
    from django.core.wsgi import get_wsgi_application

    settings.UI_GALLERY = True
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page_of(browser: Any, base: str) -> Iterator[Any]:
    """Open pages of the gallery; complaints of the browser are collected in `page.complaints`."""
    contexts = []

    def open_page(path: str, *, size: str = "pc", display: str = "", language: str = "", scripts: bool = True) -> Any:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", java_script_enabled=scripts
        )
        contexts.append(context)
        cookies = {"gk_display": display, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items() if value])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(base + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


PAGES = [
    ("/ui/gallery/portal", "", ""),
    ("/ui/gallery/portal", "elder", ""),
    ("/ui/gallery/portal", "contrast", ""),
    ("/ui/gallery/portal", "soft", ""),
    ("/ui/gallery/portal", "size-xl", ""),
    ("/ui/gallery/portal", "", "en"),
    ("/ui/gallery/workbench", "", ""),
    ("/ui/gallery/workbench", "elder", ""),
    ("/ui/gallery/workbench", "", "en"),
    ("/accounts/login/", "", ""),
    ("/accounts/login/", "elder", ""),
    ("/nowhere", "", ""),
]


def no_finding(page: Any) -> None:
    assert sideways(page) <= 0
    assert axe(page) == []
    shrink(page)
    assert sideways(page) <= 0
    assert [words for words in page.complaints if "404" not in words] == []


@pytest.mark.parametrize(("path", "display", "language"), PAGES)
def test_no_accessibility_finding_and_no_sideways_scroll(page_of: Any, path: str, display: str, language: str) -> None:
    size = "phone" if PAGES.index((path, display, language)) % 2 else "pc"
    no_finding(page_of(path, size=size, display=display, language=language))


@pytest.mark.drill
@pytest.mark.parametrize("size", ["pc", "phone", "small"])
@pytest.mark.parametrize(("path", "display", "language"), PAGES)
def test_no_finding_at_any_size(page_of: Any, path: str, display: str, language: str, size: str) -> None:
    no_finding(page_of(path, size=size, display=display, language=language))


def test_public_pages_are_complete_without_scripts(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal", scripts=False, size="small")
    assert sideways(page) <= 0
    assert page.locator("[data-print]").first.is_hidden()
    assert page.locator("[data-read]").first.is_hidden()
    page.locator("details.nonzero-box summary").first.click()
    assert page.locator(".nonzero li").first.is_visible()
    page.get_by_text("长者模式").first.click()
    assert "elder" in page.locator("html").get_attribute("class")


def test_the_display_changes_at_once_and_stays(page_of: Any, base: str) -> None:
    page = page_of("/ui/gallery/portal")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_text("长者模式").first.click()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24 > before
    assert page.url == f"{base}/ui/gallery/portal"
    page.reload()
    assert "elder" in page.locator("html").get_attribute("class")
    assert page.locator("[data-display=elder]").get_attribute("aria-current") == "true"
    page.locator("[data-display=elder]").click()
    assert page.evaluate("document.cookie").find("elder") < 0


def test_a_village_code_opens_the_page_large(page_of: Any) -> None:
    assert "elder" in page_of("/ui/gallery/portal#elder").locator("html").get_attribute("class")


def test_targets_are_large_enough_for_a_thumb(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal", size="phone")
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .side-nav a, input:not([type=checkbox]):not([type=radio]):not([type=hidden]), select')]
            .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_wrong_entries_take_the_focus_and_lead_to_the_field(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal")
    assert page.evaluate("document.activeElement.className") == "summary"
    page.locator(".summary a").first.click()
    assert page.evaluate("document.activeElement.name") == "b-applicant"


def test_the_desk_is_worked_by_keyboard(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr[aria-selected=true] th").inner_text().startswith("答复申请 青申〔2026〕9号")
    page.keyboard.press("k")
    assert page.locator("tr[aria-selected=true] th").inner_text().startswith("答复申请 青申〔2026〕7号")
    page.keyboard.press("?")
    assert page.locator("dialog#help").is_visible()
    page.locator("#keys-on").uncheck()
    page.locator("dialog#help [data-close]").click()
    page.reload()
    page.keyboard.press("j")
    assert page.locator("tr[aria-selected=true]").count() == 0


def test_keys_stay_quiet_while_somebody_writes(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench")
    page.locator("[name=a-applicant]").fill("")
    page.locator("[name=a-applicant]").press_sequentially("j?n/")
    assert page.locator("[name=a-applicant]").input_value() == "j?n/"
    assert page.locator("dialog#help").is_hidden()


def test_every_stop_of_the_tab_key_can_be_seen(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench")
    look = """() => {
        const one = document.activeElement;
        if (!one || one === document.body) { return null; }
        const style = getComputedStyle(one);
        const box = one.getBoundingClientRect();
        return {mark: (style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none',
                inside: box.bottom > 0 && box.top < innerHeight, html: one.outerHTML.slice(0, 90)};
    }"""
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(look)
        if found:
            seen += 1
            assert found["mark"], found["html"]
            assert found["inside"], found["html"]
    assert seen > 40


def test_a_column_can_be_left_out_and_stays_out(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench")
    page.locator("[data-columns-for] summary").click()
    page.get_by_label("依据").uncheck()
    assert page.locator("table[data-columns] th[data-key=cites]").is_hidden()
    page.reload()
    assert page.locator("table[data-columns] tbody td[data-label=依据]").first.is_hidden()
    assert page.locator("table[data-columns] tbody td[data-label=当前环节]").first.is_visible()


def test_what_cannot_be_undone_is_asked_first(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    before = page.url
    page.locator("[data-confirm]").first.click()
    assert asked == ["确定删除这份草稿？"]
    assert page.url == before


def test_messages_become_toasts_that_can_be_closed(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench?toast=1")
    toast = page.locator(".toast")
    assert "已保存" in toast.inner_text()
    toast.locator("button").click()
    assert toast.count() == 0


def test_a_wide_table_scrolls_in_its_own_box_and_by_keyboard(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal", size="small")
    box = page.locator(".scroll:has(#t3)")
    assert box.get_attribute("tabindex") == "0"
    box.evaluate("(one) => { one.scrollLeft = 150; }")
    stick = page.locator("#t3-d1").bounding_box()
    assert abs(stick["x"] - box.bounding_box()["x"]) <= 2
    assert page.locator("#t2").locator("xpath=..").get_attribute("class") == "scroll fits"


def test_paper_shows_the_text_and_not_the_tools(page_of: Any) -> None:
    page = page_of("/ui/gallery/portal")
    page.emulate_media(media="print")
    assert page.locator("h1").first.is_visible()
    for tool in (".tools", ".crumbs", "nav.side", "form.search", ".actions .button"):
        assert page.locator(tool).first.is_hidden(), tool
    assert page.locator("#t3-tot-ct").is_visible()


def test_the_menu_of_the_desk_folds_on_a_phone_only(page_of: Any) -> None:
    page = page_of("/ui/gallery/workbench", size="phone")
    assert page.locator("#desk-nav a").first.is_hidden()
    page.locator("[data-fold]").click()
    assert page.locator("#desk-nav a").first.is_visible()
    assert page.locator("[data-fold]").get_attribute("aria-expanded") == "true"
    wide = page_of("/ui/gallery/workbench")
    assert wide.locator("#desk-nav a").first.is_visible()
    assert wide.locator("[data-fold]").is_hidden()
