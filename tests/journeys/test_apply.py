"""An applicant's way in a real browser: apply, correct, download, withdraw; on a desk and on a phone without scripts in elder mode."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import FoiRequest
from gongkai.law.foi_flow import EventKind
from tests.browsing import SIZES, axe, sideways
from tests.web.portal import world as county
from tests.web.portal.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_beside_the_browser"),
]
Look = Callable[[], None]


@pytest.fixture
def world(live_server: Any, settings: Any, tmp_path: Path) -> World:
    """The small county, served; its township takes applications on line."""
    settings.FILES_DIR = tmp_path / "files"
    cache.clear()
    made = county.build()
    operations.open_online_channel(organ=made.township, by=None, on=timezone.localdate())
    return made


@pytest.fixture
def reader(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Open pages as somebody with this device."""
    contexts = []

    def open_page(size: str, *, scripts: bool, display: str = "") -> Any:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", java_script_enabled=scripts
        )
        contexts.append(context)
        if display:
            context.add_cookies([{"name": "gk_display", "value": display, "url": live_server.url}])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def picture() -> dict[str, Any]:
    made = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 220, 240)).save(made, "PNG")
    return {"name": "王演示的证件.png", "mimeType": "image/png", "buffer": made.getvalue()}


def go_on(page: Any) -> None:
    page.get_by_role("button", name="下一步").click()


def apply(page: Any, address: str, look: Look) -> tuple[str, str]:
    """Fill in every page and hand in; give number and code from the receipt."""
    page.goto(address + "apply/")
    page.get_by_role("link", name="网上申请").click()
    look()
    page.get_by_role("button", name="开始填写").click()
    look()
    page.get_by_label("我是个人").check()
    go_on(page)
    page.get_by_label("姓名").fill("𬭎演示")
    page.get_by_label("证件号码").fill("640423199001010118")
    go_on(page)
    assert "校验码对不上" in page.locator(".summary").inner_text()
    assert page.get_by_label("姓名").input_value() == "𬭎演示"
    look()
    page.get_by_label("证件号码").fill("64042319900101011X")
    go_on(page)
    page.get_by_label("电话").fill("0000-7654321")
    go_on(page)
    page.get_by_label("信息的名称").fill("演示水渠工程结算")
    look()
    go_on(page)
    page.get_by_label("电子", exact=True).check()
    page.get_by_label("网上下载").check()
    go_on(page)
    go_on(page)  # no help needed
    page.get_by_label("我自己办理").check()
    go_on(page)
    page.get_by_label("身份证明").check()
    page.set_input_files("[name=file]", picture())
    page.get_by_role("button", name="上传这个文件").click()
    assert "身份证明.png" in page.locator(".files").inner_text()
    look()
    page.get_by_role("link", name="下一步").click()
    look()
    page.get_by_role("button", name="提交申请").click()
    look()
    number = page.locator(".receipt .number").inner_text()
    code = re.search(r"\d{4} \d{4} \d{4} \d{4}", page.locator(".receipt").inner_text())
    assert code is not None
    return number, code[0]


def follow(page: Any, address: str, number: str, code: str, look: Look) -> None:
    """Open the case with number and code, correct it, withdraw it."""
    foi = FoiRequest.objects.get(serial=number)
    ask = {"points_to_clarify": "写明是哪一段", "clarify_by": (timezone.localdate().replace(year=2099)).isoformat()}
    operations.move(foi=foi, event=EventKind.CLARIFICATION_NOTICE, by=None, on=timezone.localdate(), facts=ask)
    page.goto(address + "apply/status/")
    page.get_by_label("申请编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询", exact=True).click()
    assert "写明是哪一段" in page.locator("main").inner_text()
    look()
    page.get_by_label("补正的内容").fill("柳树湾段")
    page.get_by_role("button", name="提交补正").click()
    assert "收到了您的补正" in page.locator("main").inner_text()
    page.get_by_role("link", name="撤回申请").click()
    page.get_by_role("button", name="确认撤回").click()
    assert "已办结" in page.locator("main").inner_text()
    look()


def test_on_a_desk(world: World, reader: Callable[..., Any], live_server: Any) -> None:
    page = reader("pc", scripts=True)
    wrong: list[str] = []

    def look() -> None:
        wrong.extend(axe(page))

    address = live_server.url + world.base
    number, code = apply(page, address, look)
    page.go_back()  # the back button after sending
    assert number in page.locator("main").inner_text() or page.reload() is not None
    follow(page, address, number, code, look)
    assert wrong == []
    assert FoiRequest.objects.filter(organ=world.township).count() == 1


def test_on_a_phone_without_scripts_in_elder_mode(world: World, reader: Callable[..., Any], live_server: Any) -> None:
    page = reader("phone", scripts=False, display="elder")
    address = live_server.url + world.base
    number, code = apply(page, address, lambda: None)
    follow(page, address, number, code, lambda: None)


def test_on_a_phone_in_elder_mode_no_page_is_too_wide(
    world: World, reader: Callable[..., Any], live_server: Any
) -> None:
    page = reader("small", scripts=True, display="elder.size-xl")
    wide: list[str] = []

    def look() -> None:
        if sideways(page) > 0:
            wide.append(page.url)

    address = live_server.url + world.base
    number, code = apply(page, address, look)
    follow(page, address, number, code, look)
    assert wide == []
