"""Items at the desk, from the first draft to the withdrawal; refusals stand beside their field and keep what was typed."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.apps.core.models import StoredFile
from gongkai.apps.organs.models import Role
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Attached, content_of
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem
from gongkai.law.publication import secrecy_questions
from tests.documents.markup.test_files import notice
from tests.web.conftest import TODAY
from tests.web.workbench.standing import Standing, written
from tests.web.workbench.world import moment

#: The form of a secrecy review that finds nothing in the way.
CLEAN = {f"answer_{question.id}": question.clean for question in secrecy_questions(on=TODAY)}


class ItemTest(Standing):
    def url(self, name: str, item: DisclosureItem | None = None) -> str:
        more = [item.public_key] if item else []
        return reverse(f"workbench:{name}", args=[self.world.own.code, *more])

    def typed(self, **more: Any) -> dict[str, Any]:
        entry = CatalogEntry.objects.filter(organ=None).first()
        return {
            "title": "演示通知",
            "kind": "notice",
            "catalog_entry": entry.pk if entry else "",
            "produced_on": "2026-03-20",
            "disclosure_attribute": "proactive",
            "source": "综合办公室",
            "body": "第一段\n\n第二段 <b>不是标记</b>",
            **more,
        }

    def item(self, name: str) -> DisclosureItem:
        return DisclosureItem.objects.get(pk=self.world.own.items[name].pk)

    def test_an_item_goes_from_draft_to_the_public_page(self) -> None:
        clerk = self.clerk()
        answer = clerk.post(self.url("item-new"), self.typed())
        item = DisclosureItem.objects.latest("pk")
        assert answer["Location"] == self.url("item", item)
        assert clerk.post(self.url("item-submit", item)).status_code == 302
        secrecy, leader = self.role(Role.SECRECY_REVIEWER), self.role(Role.GROUP_LEADER)
        assert "保密审查" in secrecy.get(self.url("item", item)).content.decode()
        secrecy.post(self.url("item-secrecy", item), {"version": 1, "conclusion": "may_publish", **CLEAN})
        leader.post(self.url("item-approve", item), {"version": 1, "conclusion": "passed"})
        assert leader.post(self.url("item-publish", item)).status_code == 302
        public = self.client.get(reverse("portal:item", args=[self.world.own.code, item.public_key]))
        assert "第二段 &lt;b&gt;不是标记&lt;/b&gt;" in public.content.decode()

    def test_each_role_sees_only_its_own_step(self) -> None:
        steps = {"item-submit": Role.CLERK, "item-secrecy": Role.SECRECY_REVIEWER, "item-approve": Role.GROUP_LEADER}
        for step, state in (("item-submit", "draft"), ("item-secrecy", "submitted"), ("item-approve", "reviewed")):
            for role in (Role.CLERK, Role.SECRECY_REVIEWER, Role.GROUP_LEADER):
                page = self.role(role).get(self.url("item", self.item(state))).content.decode()
                assert (self.url(step, self.item(state)) in page) == (steps[step] is role), (step, role)

    def test_a_refusal_of_the_operation_stands_beside_its_field(self) -> None:
        answer = self.clerk().post(self.url("item-new"), self.typed(disclosure_attribute="withheld"))
        page = answer.content.decode()
        assert answer.status_code == 400
        assert 'id="id_withheld_reason_error"' in page
        assert 'value="演示通知"' in page, "what was typed must stay"
        assert "<title>有误：" in page

    def test_a_day_ahead_is_refused(self) -> None:
        answer = self.clerk().post(self.url("item-new"), self.typed(produced_on="2026-03-25"))
        assert answer.status_code == 400
        assert 'id="id_produced_on_error"' in answer.content.decode()

    def test_a_refused_review_needs_its_note(self) -> None:
        item = self.item("submitted")
        answer = self.role(Role.SECRECY_REVIEWER).post(
            self.url("item-secrecy", item), {"version": 1, "conclusion": "must_not"}
        )
        assert answer.status_code == 400
        assert 'id="secrecy_note_error"' in answer.content.decode()
        assert self.item("submitted").state == "submitted"

    def test_nobody_reviews_what_was_not_looked_at(self) -> None:
        item = self.item("submitted")
        content = content_of(item.versions.get(number=1))
        operations.save_version(
            item=item, based_on=1, content=content.__class__(content.heads, "<p>新</p>"), by=self.world.own.clerk,
            at=moment(self.world.today, 10),
        )  # fmt: skip
        operations.submit(item=item, by=self.world.own.clerk, at=moment(self.world.today, 10))
        answer = self.role(Role.SECRECY_REVIEWER).post(
            self.url("item-secrecy", item), {"version": 1, "conclusion": "may_publish", **CLEAN}
        )
        assert answer.status_code == 400
        assert "现在已有第2版" in answer.content.decode()
        assert self.clerk().post(self.url("item-submit", item)).status_code == 400

    def test_two_editors_never_overwrite_each_other(self) -> None:
        item = self.item("draft")
        clerk = self.clerk()
        first = clerk.post(self.url("item-edit", item), self.typed(title="甲的标题", based_on=1))
        second = clerk.post(self.url("item-edit", item), self.typed(title="乙的标题", based_on=1))
        page = second.content.decode()
        assert (first.status_code, second.status_code) == (302, 409)
        assert "甲的标题" in page, "the other's text is shown"
        assert 'value="乙的标题"' in page, "the own text is kept"
        assert item.versions.count() == 2
        again = clerk.post(self.url("item-edit", item), self.typed(title="乙的标题", based_on=2))
        assert again.status_code == 302
        assert item.versions.count() == 3

    def test_an_edit_keeps_what_the_form_does_not_show(self) -> None:
        item, clerk = self.item("draft"), self.world.own.clerk
        file = StoredFile.objects.create(
            organ=item.organ, name="附件.pdf", sha256="0" * 64, size=3, media_type="application/pdf",
            stored_at=moment(self.world.today),
        )  # fmt: skip
        before = content_of(item.versions.get(number=1))
        rich = before.__class__(
            before.heads, "<p>文</p><table><tbody><tr><td>表</td></tr></tbody></table>", (Attached(file, "附件"),)
        )
        operations.save_version(item=item, based_on=1, content=rich, by=clerk, at=moment(self.world.today))
        page = self.clerk().get(self.url("item-edit", item)).content.decode()
        assert "&lt;td&gt;表&lt;/td&gt;" in page, "without script the text stands there as markup"
        typed = self.typed(title="新标题", based_on=2, body=rich.body, body_form="html")
        assert self.clerk().post(self.url("item-edit", item), typed).status_code == 302
        newest = item.versions.get(number=3)
        assert newest.heads["title"] == "新标题"
        assert "<table>" in newest.body_html
        assert newest.attachments.count() == 1

    def test_a_published_item_is_corrected_with_a_reason_and_stays_public_meanwhile(self) -> None:
        item, clerk = self.item("published"), self.clerk()
        refused = clerk.post(self.url("item-edit", item), self.typed(title="更正后", based_on=1))
        assert refused.status_code == 400
        assert 'id="id_note_error"' in refused.content.decode()
        assert (
            clerk.post(self.url("item-edit", item), self.typed(title="更正后", based_on=1, note="数字有误")).status_code
            == 302
        )
        public = reverse("portal:item", args=[self.world.own.code, item.public_key])
        assert "更正后" not in self.client.get(public).content.decode()
        dropped = clerk.post(self.url("item-drop-correction", item), {"reason": "不改了"})
        assert dropped.status_code == 302
        assert self.item("published").state == "published"

    def test_a_withdrawn_item_leaves_a_tombstone_and_is_not_edited_again(self) -> None:
        item, leader = self.item("published"), self.role(Role.GROUP_LEADER)
        assert leader.post(self.url("item-withdraw", item), {"ground": "nonsense"}).status_code == 400
        assert leader.post(self.url("item-withdraw", item), {"ground": "error", "note": "演示"}).status_code == 302
        assert "已撤回" in leader.get(self.url("item", item)).content.decode()
        assert self.clerk().get(self.url("item-edit", item)).status_code == 404

    def test_something_withheld_is_looked_at_again(self) -> None:
        item, clerk = self.item("withheld"), self.clerk()
        assert clerk.post(self.url("item-reassess", item), {"decision": "keep"}).status_code == 400
        kept = clerk.post(self.url("item-reassess", item), {"decision": "keep", "reason": "情况未变"})
        assert kept.status_code == 302
        assert self.item("withheld").review_on >= self.world.today + timedelta(days=300)
        clerk.post(self.url("item-reassess", item), {"decision": "release", "reason": "已可公开"})
        assert self.item("withheld").disclosure_attribute == "proactive"

    def test_the_list_filters_by_state_and_says_when_it_is_empty(self) -> None:
        page = self.clerk().get(self.url("items") + "?state=draft").content.decode()
        assert "演示信息draft" in page
        assert "演示信息published" not in page
        assert "没有公开信息" in self.clerk().get(self.url("items") + "?state=withdrawn").content.decode()

    def test_reading_changes_nothing(self) -> None:
        clerk = self.clerk()
        with written() as statements:
            for item in self.world.own.items.values():
                clerk.get(self.url("item", item))
                clerk.get(self.url("item-edit", item))
        assert statements == []

    def test_a_word_file_becomes_a_draft_with_its_head_fields(self) -> None:
        clerk = self.clerk()
        file = SimpleUploadedFile("通知.docx", notice())
        answer = clerk.post(self.url("item-new-file"), {"file": file})
        item = DisclosureItem.objects.latest("pk")
        assert answer["Location"] == self.url("item-edit", item)
        assert (item.title, item.document_number) == ("关于开展春季防火工作的通知", "青政发〔2026〕5号")
        assert item.produced_on.isoformat() == "2026-03-05"
        version = item.versions.get()
        assert version.body_text.startswith("总体要求")
        assert version.attachments.count() == 1, "the picture of the text"
        page = clerk.get(answer["Location"]).content.decode()
        assert "页眉页脚没有放进正文：“内部资料”" in page
        picture = version.attachments.get().file.sha256
        assert reverse("workbench:picture", args=[self.world.own.code, picture]) in page
        shown = clerk.get(reverse("workbench:picture", args=[self.world.own.code, picture]))
        assert shown["Content-Type"] == "image/png"

    def test_a_file_that_cannot_be_read_is_refused_beside_its_field(self) -> None:
        answer = self.clerk().post(self.url("item-new-file"), {"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04")})
        assert answer.status_code == 400
        assert 'id="id_file_error"' in answer.content.decode()

    def test_what_is_typed_is_kept_restored_and_thrown_away(self) -> None:
        clerk, item = self.clerk(), self.item("draft")
        kept = clerk.post(self.url("item-keep", item), self.typed(title="还没写完", based_on=1))
        assert kept.status_code == 204
        assert "没有保存" in clerk.get(self.url("item-edit", item)).content.decode()
        assert 'value="还没写完"' in clerk.get(self.url("item-edit", item) + "?restore=1").content.decode()
        other = self.client_of(self.world.second_clerk).get(self.url("item-edit", item)).content.decode()
        assert "也在修改这条信息" in other
        assert 'value="还没写完"' not in other
        clerk.post(self.url("item-forget", item))
        assert "没有保存" not in clerk.get(self.url("item-edit", item)).content.decode()
        assert item.versions.count() == 1, "keeping is not saving"

    def test_what_was_dropped_from_a_text_is_told(self) -> None:
        clerk, item = self.clerk(), self.item("draft")
        body = "<p>甲<del>乙</del></p><script>1</script>"
        answer = clerk.post(
            self.url("item-edit", item), self.typed(body=body, body_form="html", based_on=1), follow=True
        )
        assert "已去除：删除文字1处、脚本1段。" in answer.content.decode()
        assert item.versions.latest("number").body_html == "<p>甲</p>"
        pasted = clerk.post(self.url("item-clean"), {"html": body}).json()
        assert (pasted["html"], pasted["told"]) == ("<p>甲</p>", "已去除：删除文字1处、脚本1段。")

    def test_a_picture_that_nobody_uploaded_here_is_refused(self) -> None:
        body = f'<p><img src="sha256:{"a" * 64}" alt=""></p>'
        answer = self.clerk().post(self.url("item-new"), self.typed(body=body, body_form="html"))
        assert answer.status_code == 400
        assert 'id="id_body_error"' in answer.content.decode()

    def test_last_years_item_is_copied_for_this_year(self) -> None:
        item = self.item("published")
        page = self.clerk().get(self.url("item-new") + f"?copy={item.public_key}").content.decode()
        assert f'value="{item.title}"' in page
        assert "演示正文" in page
