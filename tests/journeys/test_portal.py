"""A reader's way through the public pages in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.web.conftest import CHROMIUM
from tests.web.portal import world as county
from tests.web.portal.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"pc": (1366, 768), "phone": (360, 740), "small": (320, 640)}
Open = Callable[..., Any]


@pytest.fixture(scope="module", autouse=True)
def _database_beside_the_browser() -> Iterator[None]:
    """The browser's driver keeps a loop running in this thread; the tests use the database from the same thread all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("没有 Chromium（apt-get install chromium），跳过浏览器测试")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def world(live_server: Any, settings: Any, tmp_path: Path) -> World:
    """The small county, served."""
    settings.FILES_DIR = tmp_path / "files"
    cache.clear()
    return county.build()


@pytest.fixture
def visit(browser: Any, live_server: Any) -> Iterator[Open]:
    """Open a page as a new reader; complaints of the browser are collected in `page.complaints`."""
    contexts = []

    def open_page(path: str, *, size: str = "pc", display: str = "", scripts: bool = True) -> Any:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="zh-CN",
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        if display:
            context.add_cookies([{"name": "gk_display", "value": display, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def sideways(page: Any) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.mark.parametrize("display", ["", "elder"])
@pytest.mark.parametrize("size", ["pc", "phone"])
def test_no_page_has_an_accessibility_finding(
    world: World, visit: Open, live_server: Any, size: str, display: str
) -> None:
    page = visit("/", size=size, display=display)
    for name, path in {**world.faces(), "withdrawn": world.item(world.withdrawn)}.items():
        page.goto(live_server.url + path)
        assert axe(page) == [], name
        assert sideways(page) <= 0, name
    assert [words for words in page.complaints if "410" not in words] == []


@pytest.mark.parametrize("display", ["", "elder.size-xl"])
def test_no_page_scrolls_sideways_on_the_smallest_screen(
    world: World, visit: Open, live_server: Any, display: str
) -> None:
    page = visit("/", size="small", display=display)
    for name, path in world.pages().items():
        page.goto(live_server.url + path)
        assert sideways(page) <= 0, name


def test_from_the_home_to_an_item_and_a_report_and_its_file(world: World, visit: Open, tmp_path: Path) -> None:
    page = visit("/")
    page.get_by_role("link", name="青河乡").first.click()
    assert page.locator("h1").inner_text() == "政府信息公开"
    page.locator("main").get_by_role("link", name=world.notice.title).click()
    assert world.notice.index_number in page.locator("main").inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="各村核实结果").click()
    assert waiting.value.suggested_filename == "核实结果.xlsx"
    page.get_by_role("navigation", name="政府信息公开").get_by_role("link", name="年度报告").click()
    page.locator("main").get_by_role("link", name="2025年政府信息公开工作年度报告").first.click()
    assert page.locator("#t3-new-ct").inner_text() == "5"
    page.locator("details.contents summary").click()
    page.locator("details.contents").get_by_role("link", name="图解").click()
    assert page.locator("#pictures figure").first.is_visible()
    with page.expect_download() as waiting:
        page.locator(".downloads").get_by_role("link", name="Word").click()
    saved = tmp_path / "report.docx"
    waiting.value.save_as(saved)
    assert saved.read_bytes()[:2] == b"PK"
    assert waiting.value.suggested_filename.endswith("（第2版）.docx")
    assert page.complaints == []


def test_what_is_looked_for_is_found_and_a_number_can_be_copied(world: World, visit: Open) -> None:
    page = visit(world.base)
    page.get_by_role("searchbox").fill("耕地地力")
    page.keyboard.press("Enter")
    page.locator("ol.results a").first.click()
    assert page.locator("h1").inner_text() == world.notice.title
    page.get_by_role("button", name="复制文号").click()
    assert "已复制" in page.locator(".toast").inner_text()


def test_elder_mode_enlarges_and_stays(world: World, visit: Open, live_server: Any) -> None:
    page = visit(world.base, size="phone")
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator("[data-display=elder]").click()
    page.goto(live_server.url + world.item(world.notice))
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 24 > before
    small = page.evaluate(
        """() => [...document.querySelectorAll('.button, .side-nav a')].filter(
            (one) => one.offsetParent && one.getBoundingClientRect().height < 59.5).map((one) => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_the_language_is_switched_and_stays(world: World, visit: Open) -> None:
    page = visit(world.base)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Open Government Information"
    page.get_by_role("link", name="Annual reports").first.click()
    assert page.locator("h1").inner_text() == "Annual reports"
    page.get_by_role("link", name="中文").click()
    assert page.locator("h1").inner_text() == "年度报告"


def test_everything_works_without_scripts(world: World, visit: Open) -> None:
    page = visit(world.base, scripts=False, size="phone")
    page.get_by_role("searchbox").fill("耕地地力")
    page.get_by_role("button", name="检索").click()
    page.locator("ol.results a").first.click()
    assert world.notice.index_number in page.locator("main").inner_text()
    assert page.locator("[data-print]").first.is_hidden()
    page.locator("summary", has_text="二维码").click()
    assert page.locator("svg.qr").is_visible()
    page.get_by_text("长者模式").first.click()
    assert "elder" in str(page.locator("html").get_attribute("class"))
    page.goto(page.url.split("/xxgk/")[0] + f"{world.base}items/")
    page.locator("summary", has_text="按体裁、年份筛选").click()
    page.locator(".chips a", has_text="政策文件").click()
    assert page.locator("main ul.items > li").count() == 2
    page.goto(page.url.split("/xxgk/")[0] + f"{world.base}reports/2025/")
    assert page.locator("#t3-new-ct").inner_text() == "5"


def test_a_withdrawn_item_says_so_and_leads_on(world: World, visit: Open) -> None:
    page = visit(world.item(world.withdrawn))
    assert page.locator("h1").inner_text() == "这条信息已撤回"
    assert world.withdrawn.title not in page.content()
    page.get_by_role("link", name="看其他公开信息").click()
    assert page.locator("main ul.items > li").count() > 0


def test_the_keyboard_reaches_the_text_first_and_every_stop_is_seen(world: World, visit: Open) -> None:
    page = visit(world.base)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_page_on_paper_has_no_tools(world: World, visit: Open) -> None:
    page = visit(world.item(world.notice))
    page.emulate_media(media="print")
    for tool in (".masthead .tools", "nav.side", ".feeds", ".crumbs"):
        found = page.locator(tool)
        assert found.count() == 0 or found.first.is_hidden(), tool
    assert page.locator("article table").is_visible()
    sheet = visit(f"{world.base}apply/form/")
    sheet.emulate_media(media="print")
    height = sheet.evaluate("document.querySelector('main').getBoundingClientRect().height")
    assert height < 1000, "the form fits on one sheet of A4"
