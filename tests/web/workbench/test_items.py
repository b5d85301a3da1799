"""Items at the desk, from the first draft to the withdrawal; refusals stand beside their field and keep what was typed."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from gongkai.apps.core.models import StoredFile
from gongkai.apps.organs.models import Role
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Attached, content_of
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem
from tests.web.workbench.standing import Standing, written
from tests.web.workbench.world import moment


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
        secrecy.post(self.url("item-secrecy", item), {"version": 1, "conclusion": "may_publish"})
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
            self.url("item-secrecy", item), {"version": 1, "conclusion": "may_publish"}
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
        assert 'name="body"' not in page
        assert self.clerk().post(self.url("item-edit", item), self.typed(title="新标题", based_on=2)).status_code == 302
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
