"""A clerk brings a list full of numbers, in a browser: progress, marks, masked at once, undone; on a phone; nothing the content policy refuses."""

import io
from typing import Any

import docx
import openpyxl
import pytest

from gongkai.law.privacy import id_check_character
from tests.browsing import Open, axe, sideways
from tests.journeys.test_desk import at, sit_down, world
from tests.web.workbench.world import World

__all__ = ["sit_down", "world"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_beside_the_browser"),
]
BODY = "64042319010101001"
NUMBER = BODY + id_check_character(BODY)


def ledger() -> dict[str, Any]:
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "身份证号", "金额"])
    for number in range(5):
        book.active.append([number + 1, "演示甲", NUMBER, 120])
    out = io.BytesIO()
    book.save(out)
    return {"name": "发放名单.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def notice() -> dict[str, Any]:
    made = docx.Document()
    made.add_paragraph(f"领取人身份证号：{NUMBER}，请知悉。")
    out = io.BytesIO()
    made.save(out)
    return {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}


def test_a_list_is_uploaded_marked_and_masked(world: World, sit_down: Open, live_server: Any) -> None:
    item = world.own.items["draft"]
    clerk = sit_down(world.own.clerk)
    at(clerk, live_server, world, "item-files", item.public_key)
    assert clerk.locator("[data-progress]").is_hidden()
    clerk.set_input_files("[name=files]", [ledger(), notice()])
    clerk.click("button:has-text('上传')")
    clerk.wait_for_selector("text=已上传并处理2个文件")
    assert clerk.locator(".badge:has-text('有个人信息')").count() == 2
    assert axe(clerk) == []

    clerk.click("a:has-text('发放名单')")
    assert clerk.locator("td.block").count() == 5
    assert axe(clerk) == []
    clerk.click("button:has-text('全部遮盖')")
    clerk.wait_for_selector("text=已遮盖，公开的是遮盖后的文件")
    assert clerk.locator("td.block").count() == 0
    clerk.click("button:has-text('撤销遮盖')")
    clerk.wait_for_selector("td.block")

    at(clerk, live_server, world, "item-file", item.public_key, 2)
    assert clerk.locator(".sheet-of-paper rect.block").count() == 1
    clerk.wait_for_function("document.querySelector('.sheet-of-paper img').naturalWidth > 0")
    assert axe(clerk) == []

    clerk.set_viewport_size({"width": 320, "height": 640})
    for position in (1, 2):
        at(clerk, live_server, world, "item-file", item.public_key, position)
        assert not sideways(clerk)
    assert clerk.complaints == []
