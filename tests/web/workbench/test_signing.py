"""Checks, comparison, approval on the phone, the record, rules and lanes at the desk."""

import json

from django.urls import reverse

from gongkai.apps.organs.models import Role
from gongkai.apps.publication import operations
from gongkai.apps.publication.content import Content, content_of
from gongkai.apps.publication.models import DisclosureItem, WatchWord
from tests.web.workbench.standing import Standing
from tests.web.workbench.world import moment

ID_NUMBER = "身份证号码110101199003070011"


class SigningTest(Standing):
    def url(self, name: str, item: DisclosureItem | None = None, *more: object) -> str:
        return reverse(f"workbench:{name}", args=[self.world.own.code, *([item.public_key] if item else []), *more])

    def item(self, name: str) -> DisclosureItem:
        return DisclosureItem.objects.get(pk=self.world.own.items[name].pk)

    def changed(self, item: DisclosureItem, body: str) -> None:
        content = content_of(item.versions.latest("number"))
        operations.save_version(
            item=item, based_on=item.versions.count(), content=Content(content.heads, body), by=self.world.own.clerk,
            at=moment(self.world.today, 9),
        )  # fmt: skip

    def test_every_finding_leads_to_its_line_and_a_mask_takes_it_away(self) -> None:
        item, clerk = self.item("draft"), self.clerk()
        self.changed(item, f"<p>甲</p><p>联系人{ID_NUMBER}</p>")
        page = clerk.get(self.url("item-check", item)).content.decode()
        assert 'href="#p-2"' in page
        assert 'id="p-2" value="2" class="block"' in page
        assert "1 项必须处理" in page
        clerk.post(self.url("item-mask", item))
        after = clerk.get(self.url("item-check", item)).content.decode()
        assert "没有必须处理的问题" in after
        assert "<ins>" in clerk.get(self.url("item-version", item, 3)).content.decode()

    def test_the_leader_sees_risks_first_what_changed_and_decides_in_one_tap(self) -> None:
        item, leader = self.item("reviewed"), self.role(Role.GROUP_LEADER)
        answer = leader.get(self.url("item-signing", item))
        page = answer.content.decode()
        assert len(answer.content) < 60_000
        assert "同意并发布" in page
        assert page.index("第一次送审") < page.index("同意并发布")
        done = leader.post(self.url("item-sign", item), {"version": 1, "decision": "publish"})
        assert done.status_code == 302
        assert self.item("reviewed").state == "published"

    def test_a_chip_returns_with_its_reason_and_without_one_it_is_refused(self) -> None:
        item, leader = self.item("reviewed"), self.role(Role.GROUP_LEADER)
        bare = leader.post(self.url("item-sign", item), {"version": 1, "decision": "return", "reason": ""})
        assert bare.status_code == 400
        assert "须写明意见" in bare.content.decode()
        leader.post(self.url("item-sign", item), {"version": 1, "decision": "return", "reason": "目录事项不对"})
        assert self.item("reviewed").state == "draft"
        assert self.item("reviewed").reviews.latest("pk").note == "目录事项不对"
        assert leader.post(self.url("item-sign", item), {"version": 1, "decision": "nonsense"}).status_code == 404

    def test_who_may_not_decide_is_told_so(self) -> None:
        page = self.role(Role.GROUP_LEADER).get(self.url("item-signing", self.item("draft"))).content.decode()
        assert "现在不等审批" in page
        assert "同意并发布" not in page

    def test_the_record_shows_and_exports_what_was_seen(self) -> None:
        item, leader = self.item("published"), self.role(Role.GROUP_LEADER)
        sha256 = item.versions.get().hash
        assert leader.get(self.url("item-record", item)).content.decode().count(sha256) == 3
        rows = json.loads(leader.get(self.url("item-record", item) + "?format=json").content)["records"]
        assert [row["step"] for row in rows] == ["保存", "保密审查", "审批"]
        assert sha256 in leader.get(self.url("signed") + "?format=csv").content.decode()
        assert item.title in leader.get(self.url("signed")).content.decode()
        assert item.title not in self.role(Role.OFFICE_HEAD).get(self.url("signed")).content.decode()

    def test_the_secrecy_form_asks_for_every_answer(self) -> None:
        item, reviewer = self.item("submitted"), self.role(Role.SECRECY_REVIEWER)
        bare = reviewer.post(self.url("item-secrecy", item), {"version": 1, "conclusion": "may_publish"})
        assert bare.status_code == 400
        assert 'id="secrecy_answer_state_secret_error"' in bare.content.decode()

    def test_a_round_that_is_laid_down_stands_in_the_way_until_it_is_passed(self) -> None:
        item, head = self.item("submitted"), self.role(Role.OFFICE_HEAD)
        assert head.post(self.url("item-rounds"), {"rounds": "1"}).status_code == 302
        assert "一校（初审）、保密审查、审批" in head.get(self.url("item-rules")).content.decode()
        waiting = self.role(Role.SECRECY_REVIEWER).get(self.url("item", item)).content.decode()
        assert "等待一校（初审）" in waiting
        assert self.url("item-secrecy", item) not in waiting
        assert head.post(self.url("item-proof", item), {"version": 1, "conclusion": "passed"}).status_code == 302
        assert (
            self.url("item-secrecy", item)
            in self.role(Role.SECRECY_REVIEWER).get(self.url("item", item)).content.decode()
        )

    def test_words_are_put_on_the_list_and_taken_off(self) -> None:
        clerk = self.clerk()
        refused = clerk.post(self.url("watch-word-new"), {"kind": "title", "word": "王演示书记"})
        assert refused.status_code == 400
        clerk.post(self.url("watch-word-new"), {"kind": "body", "word": "演示县委会", "instead": "演示县委"})
        word = WatchWord.objects.latest("pk")
        assert "演示县委会" in clerk.get(self.url("item-rules")).content.decode()
        clerk.post(self.url("watch-word-retire", None, word.pk))
        assert "演示县委会" not in clerk.get(self.url("item-rules")).content.decode()

    def test_lanes_are_set_and_refused_beside_their_field(self) -> None:
        clerk, leader = self.clerk(), self.role(Role.GROUP_LEADER)
        draft, approved, published = self.item("draft"), self.item("approved"), self.item("published")
        late = clerk.post(self.url("item-urgent", draft), {"urgent_since": "2027-01-01T08:00", "urgent_reason": "暴雨"})
        assert late.status_code == 400
        assert 'id="urgent_urgent_since_error"' in late.content.decode()
        clerk.post(
            self.url("item-urgent", draft), {"urgent_since": "2026-03-24T08:00", "urgent_reason": "暴雨（演示）"}
        )
        assert "紧急办理" in clerk.get(self.url("item", draft)).content.decode()
        leader.post(self.url("item-release", approved), {"release_at": "2026-03-25T08:00"})
        assert self.item("approved").release_at is not None
        leader.post(self.url("item-takedown", published), {"takedown_at": "2026-04-25T08:00"})
        assert self.item("published").takedown_at is not None
        assert clerk.post(self.url("item-revoked", published), {"revoked_on": "2026-03-20"}).status_code == 400
        assert clerk.post(self.url("item-explains", draft), {"explains": ""}).status_code == 400
