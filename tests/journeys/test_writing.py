"""From a Word file to the public page in a browser: few taps, every gate, on a PC and on a phone."""

import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.apps.organs.models import Role
from gongkai.apps.publication.models import DisclosureItem
from gongkai.law.publication import secrecy_questions
from tests.browsing import Open, axe, sideways
from tests.journeys.test_desk import at, sit_down, world
from tests.web.workbench.world import World

__all__ = ["sit_down", "world"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_beside_the_browser"),
]


def word_file(folder: Path, *lines: str) -> Path:
    document: Any = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = BytesIO()
    document.save(out)
    path = folder / "通知.docx"
    path.write_bytes(out.getvalue())
    return path


def review_secrecy(page: Any) -> None:
    for question in secrecy_questions(on=timezone.localdate()):
        page.check(f"input[name=answer_{question.id}][value={question.clean}]")
    page.check("input[value=may_publish]")
    page.click("button:has-text('记录结论')")
    page.wait_for_selector(".badge:has-text('已保密审查')")


def test_a_word_notice_is_public_within_ninety_seconds_and_few_taps(
    world: World, sit_down: Open, live_server: Any, tmp_path: Path
) -> None:
    day = f"{timezone.localdate():%Y年%-m月%-d日}"
    notice = word_file(
        tmp_path,
        "青政发〔2026〕7号",
        "关于做好春季防火工作的通知",
        "各村民委员会：",
        "请认真做好防火工作。",
        world.own.organ.name,
        day,
    )
    clerk = sit_down(world.own.clerk)
    began, taps = time.monotonic(), 0
    for act in (
        lambda: clerk.click("text=新建公开信息"),
        lambda: clerk.set_input_files("[name=file]", notice),
        lambda: clerk.click("text=上传并填好"),
        lambda: clerk.select_option("[name=catalog_entry]", index=1),
        lambda: clerk.click("text=保存并提交审查"),
    ):
        act()
        taps += 1
    clerk.wait_for_selector("text=起草人不能审查自己的信息")
    assert taps <= 8
    item = DisclosureItem.objects.get(title="关于做好春季防火工作的通知")
    assert item.document_number == "青政发〔2026〕7号"

    secrecy = sit_down(world.own.person(Role.SECRECY_REVIEWER))
    at(secrecy, live_server, world, "item", item.public_key)
    review_secrecy(secrecy)

    leader, weight = sit_down(world.own.person(Role.GROUP_LEADER), size="phone"), []
    leader.on("response", lambda answer: weight.append(len(answer.body()) if answer.status == 200 else 0))
    leader.goto(live_server.url + reverse("workbench:item-signing", args=[world.own.code, item.public_key]))
    leader.wait_for_load_state("networkidle")
    assert sum(weight) <= 150_000, "everything the phone loads, uncompressed"
    assert sideways(leader) <= 0
    assert axe(leader) == []
    leader.click("text=同意并发布")
    leader.wait_for_url(f"**/desk/{world.own.code}/")
    assert time.monotonic() - began <= 90
    leader.goto(live_server.url + reverse("portal:item", args=[world.own.code, item.public_key]))
    assert leader.locator("text=请认真做好防火工作。").count() == 1
    assert [page.complaints for page in (clerk, secrecy, leader)] == [[], [], []]


def test_a_mark_of_secrecy_stops_and_an_edit_after_approval_voids_it(
    world: World, sit_down: Open, live_server: Any
) -> None:
    item, clerk = world.own.items["approved"], sit_down(world.own.clerk)
    at(clerk, live_server, world, "item-edit", item.public_key)
    clerk.locator("[data-surface]").fill("演示正文。\n（内部资料，请勿外传）")
    clerk.click("text=保存并提交审查")
    clerk.wait_for_selector("text=有密级、份号、内部或者不公开的标记")
    item.refresh_from_db()
    assert item.state == "draft", "the approval is void"
    at(clerk, live_server, world, "item-check", item.public_key)
    clerk.click("text=第 2 段")
    assert clerk.url.endswith("#p-2")
    assert axe(clerk) == []
    leader = sit_down(world.own.person(Role.GROUP_LEADER), size="phone")
    at(leader, live_server, world, "item-signing", item.public_key)
    assert leader.locator("text=同意并发布").count() == 0
    assert leader.locator("text=项风险，不能发布").count() == 1
    assert leader.locator("ins").count() >= 1, "what changed since the approval is marked"
