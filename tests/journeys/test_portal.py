"""A reader's way through the public pages in a real browser."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.browsing import SIZES, Open, axe, shrink, sideways, turn
from tests.web.portal import world as county
from tests.web.portal.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_beside_the_browser"),
]


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
        page.complaints, page.size = [], size
        page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


#: Window and display: by default each page is looked at in one of them.
DISPLAYS = [("pc", ""), ("phone", "elder"), ("pc", "elder"), ("phone", "")]


def look_at(page: Any, base: str, faces: Sequence[tuple[str, str]]) -> None:
    for name, path in faces:
        shrink(page, page.size)
        page.goto(base + path)
        assert axe(page) == [], name
        assert sideways(page) <= 0, name
        shrink(page)
        assert sideways(page) <= 0, f"{name} at 320 px"
    assert [words for words in page.complaints if "410" not in words] == []


@pytest.mark.parametrize("number", range(len(DISPLAYS)))
def test_no_page_has_an_accessibility_finding_or_scrolls_sideways(
    world: World, visit: Open, live_server: Any, number: int
) -> None:
    size, display = DISPLAYS[number]
    faces = sorted({**world.pages(), "withdrawn": world.item(world.withdrawn)}.items())
    look_at(visit("/", size=size, display=display), live_server.url, turn(faces, number, len(DISPLAYS)))


@pytest.mark.drill
@pytest.mark.parametrize(("size", "display"), [*DISPLAYS, ("phone", "elder.size-xl"), ("pc", "contrast")])
def test_every_page_in_every_display(world: World, visit: Open, live_server: Any, size: str, display: str) -> None:
    faces = sorted({**world.pages(), "withdrawn": world.item(world.withdrawn)}.items())
    look_at(visit("/", size=size, display=display), live_server.url, faces)


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
