"""Attachments at the desk: upload, see what will be published and what was dropped, mask, undo, confirm, take off; always in a round trip."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.apps.core.models import Event, Upload
from gongkai.apps.organs.models import Role
from gongkai.apps.publication import gate
from gongkai.apps.publication.models import DisclosureItem
from gongkai.law.privacy import id_check_character
from tests.documents.rebuilding.local import in_process
from tests.web.workbench.standing import Standing

__all__ = ["in_process"]
BODY = "64042319800101123"
NUMBER = BODY + id_check_character(BODY)


def ledger(*, hidden: bool = False) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["序号", "姓名", "身份证号", "金额"])
    for number in range(4):
        sheet.append([number + 1, "马演示", NUMBER, 120])
    if hidden:
        sheet.column_dimensions["C"].hidden = True
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("发放名单.xlsx", out.getvalue())


def text(words: str = "演示乡公告", name: str = "公告.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, words.encode())


@pytest.mark.usefixtures("in_process")
class UploadsTest(Standing):
    def url(self, name: str, *more: Any) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, self.item.public_key, *more])

    def setUp(self) -> None:
        super().setUp()
        self.item = DisclosureItem.objects.get(pk=self.world.own.items["draft"].pk)
        self.browser = self.clerk()

    def send(self, *files: SimpleUploadedFile, **typed: Any) -> Any:
        return self.browser.post(self.url("item-files-add"), {"files": list(files), **typed}, follow=True)

    def act(self, act: str, position: int = 1, **typed: Any) -> str:
        based_on = gate.newest_version(self.item).number
        answer = self.browser.post(
            self.url("item-file-act", position), {"act": act, "based_on": based_on, **typed}, follow=True
        )
        return str(answer.content.decode())

    def titles(self) -> list[str]:
        return [row.title for row in gate.newest_version(self.item).attachments.order_by("position")]

    def test_a_list_with_numbers_is_masked_undone_and_masked_again(self) -> None:
        page = self.send(ledger()).content.decode()
        assert self.titles() == ["发放名单"]
        assert "有个人信息" in page
        page = self.browser.get(self.url("item-file", 1)).content.decode()
        assert "还不能公开" in page
        assert f'<td class="block" title="公民身份号码">{NUMBER}' in page
        assert "全部遮盖" in page
        page = self.act("mask")
        assert "已遮盖，公开的是遮盖后的文件" in page
        assert "可以公开" in page
        assert NUMBER not in page
        page = self.act("unmask")
        assert "已撤销遮盖" in page
        assert NUMBER in page
        page = self.act("mask", profile="list.online")
        assert "去掉“身份证号”一列" in page
        assert "马**" in page
        saved = self.browser.get(self.url("item-file-result", 1))
        book = openpyxl.load_workbook(io.BytesIO(saved.content))
        assert [cell.value for cell in book.active[1]] == ["序号", "姓名", "金额"]
        assert saved["Content-Disposition"].startswith("attachment")

    def test_hidden_numbers_are_told_and_confirmed(self) -> None:
        self.send(ledger(hidden=True))
        page = self.browser.get(self.url("item-file", 1)).content.decode()
        assert "隐藏列" in page
        assert "去除的内容里有个人信息" in page
        assert "<span>× 4</span> <code>64****</code>" in page
        assert NUMBER not in page
        assert "我已看过" in page
        submit = reverse("workbench:item-submit", args=[self.world.own.code, self.item.public_key])
        assert "藏有个人信息" in self.browser.post(submit, {}).content.decode()
        page = self.act("confirm")
        assert "已记录您看过" in page
        assert self.browser.post(submit, {}).status_code == 302

    def test_several_files_at_once_some_refused_some_known_already(self) -> None:
        page = self.send(
            text(), text("别的", "别的.txt"), SimpleUploadedFile("a.rar", b"Rar!\x1a\x07\x00")
        ).content.decode()
        assert self.titles() == ["公告", "别的"]
        assert "已上传并处理2个文件" in page
        assert "只能打开 ZIP" in page
        page = self.send(text()).content.decode()
        assert "附件中已有同样的文件" in page
        assert self.titles() == ["公告", "别的"]
        assert "没有选择文件" in self.browser.post(self.url("item-files-add"), {}, follow=True).content.decode()

    def test_the_script_gets_an_address_instead_of_a_redirection(self) -> None:
        answer = self.browser.post(self.url("item-files-add"), {"files": [text()]}, headers={"X-Upload": "1"})
        assert answer.json() == {"url": self.url("item-files")}

    def test_names_change_and_files_go(self) -> None:
        self.send(text(), text("别的", "别的.txt"))
        assert "已改名称" in self.act("rename", title="通告全文")
        assert self.titles() == ["通告全文", "别的"]
        assert "不能为空" in self.act("rename", title=" ")
        assert "已移除附件" in self.act("remove", position=2)
        assert self.titles() == ["通告全文"]
        assert self.browser.post(self.url("item-file-act", 1), {"act": "explode"}).status_code == 404
        assert self.browser.get(self.url("item-file", 2)).status_code == 404

    def test_a_change_on_top_of_an_older_version_is_refused(self) -> None:
        self.send(text())
        assert "没有保存" in self.act("remove", based_on=1)
        assert self.titles() == ["公告"]

    def test_a_published_item_needs_a_reason(self) -> None:
        self.item = DisclosureItem.objects.get(pk=self.world.own.items["published"].pk)
        assert "理由" in self.send(text()).content.decode()
        assert self.titles() == []
        self.send(text(), reason="补充附件")
        assert self.titles() == ["公告"]

    def test_the_original_opens_with_a_reason_on_record(self) -> None:
        self.send(text("原文"))
        assert (
            "理由" in self.browser.post(self.url("item-file-original", 1), {"reason": ""}, follow=True).content.decode()
        )
        answer = self.browser.post(self.url("item-file-original", 1), {"reason": "核对"})
        assert answer.content.decode() == "原文"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert Event.objects.filter(kind="upload.original_opened").count() == 1
        assert self.role(Role.GROUP_LEADER).post(self.url("item-file-original", 1), {"reason": "看"}).status_code == 403

    def test_empty_states_say_what_to_do(self) -> None:
        page = self.browser.get(self.url("item-files")).content.decode()
        assert "还没有附件" in page
        assert 'enctype="multipart/form-data"' in page
        assert "没有附件" in self.browser.get(self.url("item-files").removesuffix("files/")).content.decode()
        reader = self.role(Role.GROUP_LEADER).get(self.url("item-files")).content.decode()
        assert "multipart" not in reader

    def test_in_english(self) -> None:
        self.send(ledger(hidden=True))
        self.browser.cookies["django_language"] = "en"
        page = self.browser.get(self.url("item-file", 1)).content.decode()
        assert "What will be published" in page
        assert "Hidden columns" in page
        assert Upload.objects.filter(name="发放名单.xlsx").exists()
