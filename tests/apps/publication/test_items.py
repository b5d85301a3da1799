"""From draft to publication, correction and withdrawal: nothing goes out that must not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.apps.core import outbox, search
from gongkai.apps.core.audit import verify
from gongkai.apps.core.files import store
from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.publication import operations, queries
from gongkai.apps.publication.body import ATTRIBUTES, TAGS, plain_text, safe_html
from gongkai.apps.publication.content import Attached, digest_of
from gongkai.apps.publication.models import Delivery, DisclosureItem, ItemVersion, Review
from tests.factories.organs import OrganFactory, UserFactory, person
from tests.factories.publication import DAY, NOON, Desk, newest

pytestmark = pytest.mark.django_db
State = DisclosureItem.State


@pytest.fixture
def desk() -> Desk:
    return Desk.create()


def change(desk: Desk, item: DisclosureItem, body: str = "<p>改过的正文。</p>", **heads: Any) -> ItemVersion:
    return operations.save_version(
        item=item,
        based_on=newest(item).number,
        content=desk.content(body, **heads),
        by=desk.clerk,
        at=desk.later(),
    )


def test_an_item_goes_the_whole_way(desk: Desk) -> None:
    item = desk.draft()
    assert (item.state, item.index_number, item.published_at) == (State.DRAFT, "", None)
    assert desk.submit(item).state == State.SUBMITTED
    desk.review(item)
    desk.approve(item)
    item = desk.publish(item)
    assert item.state == State.PUBLISHED
    assert item.published_at == desk.at
    assert item.index_number == f"{desk.organ.credit_code}/2023-00001"
    assert item.published_version == newest(item)
    kinds = list(Event.objects.filter(organ=desk.organ).order_by("sequence").values_list("kind", flat=True))
    assert kinds == ["item.drafted", "item.submitted", "item.secrecy_review", "item.approval", "item.published"]
    assert verify().breaks == ()


def test_ogi_12_index_numbers_are_gapless_and_never_change(desk: Desk) -> None:
    first, second = desk.published(), desk.published()
    assert first.index_number.endswith("/2023-00001")
    assert second.index_number.endswith("/2023-00002")
    operations.withdraw(item=first, ground="error", by=desk.leader, at=desk.later())
    third = desk.published()
    assert third.index_number.endswith("/2023-00003")
    operations.correct(
        item=second,
        based_on=1,
        content=desk.content("<p>更正。</p>"),
        reason="数字有误",
        by=desk.clerk,
        at=desk.later(),
    )
    assert desk.republish(second).index_number == second.index_number


def test_an_imported_index_number_is_kept_and_passed_over(desk: Desk) -> None:
    taken = f"{desk.organ.credit_code}/2023-00001"
    old = operations.draft_item(
        organ=desk.organ, content=desk.content(), by=desk.clerk, at=desk.later(), index_number=taken
    )
    for step in (desk.submit, desk.review, desk.approve):
        step(old)
    assert desk.publish(old).index_number == taken
    assert desk.published().index_number.endswith("/2023-00002")
    with pytest.raises(operations.PublicationError, match="已被使用"):
        operations.draft_item(
            organ=desk.organ, content=desk.content(), by=desk.clerk, at=desk.later(), index_number=taken
        )


def test_an_organ_writes_its_own_pattern(desk: Desk) -> None:
    admin = person(desk.organ, Role.SYSTEM_ADMIN)
    operations.set_index_numbering(organ=desk.organ, pattern="index.monthly", prefix="640501001", by=admin, on=DAY)
    assert desk.published().index_number == "640501001/202305-00001"
    with pytest.raises(operations.PublicationError, match="前段"):
        operations.set_index_numbering(organ=desk.organ, pattern="index.yearly", prefix="甲", by=admin, on=DAY)


def test_one_changed_character_voids_review_and_approval(desk: Desk) -> None:
    item = desk.draft("<p>正文</p>")
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    change(desk, item, "<p>正文。</p>")
    item.refresh_from_db()
    assert item.state == State.DRAFT
    with pytest.raises(operations.WrongState):
        desk.publish(item)
    DisclosureItem.objects.filter(pk=item.pk).update(state=State.APPROVED)
    with pytest.raises(operations.PublicationBlocked) as refusal:
        desk.publish(item)
    assert [blocker.code for blocker in refusal.value.blockers] == ["secrecy_review_stale", "approval_stale"]


@pytest.mark.parametrize(
    "heads",
    [
        {"title": "关于演示事项的通 知"},
        {"source": "党政办公室"},
        {"produced_on": date(2023, 5, 7)},
        {"document_number": "演政发〔2023〕1号"},
        {"abstract": "概述"},
    ],
)
def test_a_changed_head_field_voids_the_approval_too(desk: Desk, heads: dict[str, Any]) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    assert change(desk, item, "<p>演示正文。</p>", **heads).number == 2
    with pytest.raises(operations.WrongState):
        desk.publish(item)


def test_saving_the_same_again_changes_nothing(desk: Desk) -> None:
    item = desk.draft()
    desk.submit(item)
    assert change(desk, item, "<p>演示正文。</p>").number == 1
    item.refresh_from_db()
    assert item.state == State.SUBMITTED


def test_two_editors_never_overwrite_each_other(desk: Desk) -> None:
    item = desk.draft()
    other = person(desk.organ, Role.BUSINESS_OFFICER, display_name="演示同事")
    theirs = operations.save_version(
        item=item, based_on=1, content=desk.content("<p>同事的</p>"), by=other, at=desk.later()
    )
    mine = desk.content("<p>我的</p>")
    with pytest.raises(operations.EditConflict, match="演示同事已保存第2版") as refusal:
        operations.save_version(item=item, based_on=1, content=mine, by=desk.clerk, at=desk.later())
    assert (refusal.value.mine, refusal.value.theirs) == (mine, theirs)
    assert item.versions.count() == 2


def test_the_drafter_and_every_editor_cannot_review_or_approve(desk: Desk) -> None:
    item = desk.draft()
    everybody = person(desk.organ, Role.CLERK, Role.SECRECY_REVIEWER, Role.GROUP_LEADER)
    operations.save_version(item=item, based_on=1, content=desk.content("<p>二</p>"), by=everybody, at=desk.later())
    desk.submit(item)
    with pytest.raises(operations.SamePerson, match="参与了"):
        operations.review(
            item=item,
            version=newest(item),
            review_round="secrecy_review",
            conclusion="may_publish",
            by=everybody,
            at=desk.later(),
        )
    desk.review(item)
    with pytest.raises(operations.SamePerson, match="参与了"):
        operations.approve(item=item, version=newest(item), by=everybody, at=desk.later())


def test_the_secrecy_reviewer_cannot_approve(desk: Desk) -> None:
    both = person(desk.organ, Role.SECRECY_REVIEWER, Role.GROUP_LEADER)
    item = desk.submit(desk.draft())
    operations.review(
        item=item,
        version=newest(item),
        review_round="secrecy_review",
        conclusion="may_publish",
        by=both,
        at=desk.later(),
    )
    with pytest.raises(operations.SamePerson, match="不能再审批"):
        operations.approve(item=item, version=newest(item), by=both, at=desk.later())
    desk.approve(item)


def test_nobody_and_the_system_cannot_write_review_or_approve(desk: Desk) -> None:
    nobody: Any = None
    item = desk.draft()
    with pytest.raises(operations.SamePerson):
        operations.draft_item(organ=desk.organ, content=desk.content(), by=nobody, at=desk.later())
    with pytest.raises(operations.SamePerson):
        operations.save_version(item=item, based_on=1, content=desk.content("<p>x</p>"), by=nobody, at=desk.later())
    desk.submit(item)
    with pytest.raises(operations.SamePerson):
        operations.review(
            item=item,
            version=newest(item),
            review_round="secrecy_review",
            conclusion="may_publish",
            by=nobody,
            at=desk.later(),
        )
    desk.review(item)
    with pytest.raises(operations.SamePerson):
        operations.approve(item=item, version=newest(item), by=nobody, at=desk.later())


def test_a_job_may_publish_what_people_released(desk: Desk) -> None:
    item = desk.draft()
    with pytest.raises(operations.WrongState):
        operations.publish(item=item, by=None, at=desk.later())
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    assert operations.publish(item=item, by=None, at=desk.later()).state == State.PUBLISHED


def test_every_step_asks_for_its_post(desk: Desk) -> None:
    stranger = person(OrganFactory.create(), Role.CLERK, Role.SECRECY_REVIEWER, Role.GROUP_LEADER)
    item = desk.draft()
    with pytest.raises(NotPermitted):
        operations.draft_item(organ=desk.organ, content=desk.content(), by=desk.reviewer, at=desk.later())
    with pytest.raises(NotPermitted):
        operations.submit(item=item, by=stranger, at=desk.later())
    desk.submit(item)
    with pytest.raises(NotPermitted):
        operations.review(
            item=item,
            version=newest(item),
            review_round="secrecy_review",
            conclusion="may_publish",
            by=desk.leader,
            at=desk.later(),
        )
    desk.review(item)
    with pytest.raises(NotPermitted):
        operations.approve(item=item, version=newest(item), by=desk.reviewer, at=desk.later())
    desk.approve(item)
    with pytest.raises(NotPermitted):
        operations.publish(item=item, by=desk.clerk, at=desk.later())
    desk.publish(item)
    with pytest.raises(NotPermitted):
        operations.withdraw(item=item, ground="error", by=desk.clerk, at=desk.later())


def test_a_superuser_has_no_way_around(desk: Desk) -> None:
    root = UserFactory.create(is_superuser=True, is_staff=True)
    with pytest.raises(NotPermitted):
        operations.draft_item(organ=desk.organ, content=desk.content(), by=root, at=desk.later())


@pytest.mark.parametrize(
    ("heads", "code"),
    [
        ({"catalog_entry": None}, "catalog_entry_missing"),
        ({"source": ""}, "source_missing"),
        ({"produced_on": date(2024, 1, 1)}, "produced_on_in_future"),
        ({"kind": "policy"}, "document_number_missing"),
    ],
)
def test_missing_heads_are_refused_when_handed_in(desk: Desk, heads: dict[str, Any], code: str) -> None:
    item = desk.draft(**heads)
    with pytest.raises(operations.PublicationBlocked) as refusal:
        desk.submit(item)
    assert [blocker.code for blocker in refusal.value.blockers] == [code]
    assert refusal.value.cites


@pytest.mark.parametrize(
    ("heads", "field"),
    [
        ({"title": " \x00"}, "title"),
        ({"title": "长" * 201}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"disclosure_attribute": ""}, "disclosure_attribute"),
        ({"disclosure_attribute": "withheld"}, "withheld_reason"),
        ({"source": "长" * 121}, "source"),
    ],
)
def test_heads_that_do_not_fit_are_refused_when_drafted(desk: Desk, heads: dict[str, Any], field: str) -> None:
    with pytest.raises(operations.IncompleteHeads) as refusal:
        desk.draft(**heads)
    assert refusal.value.field == field
    assert DisclosureItem.objects.count() == 0


def test_a_matter_of_another_organ_is_refused(desk: Desk) -> None:
    other = Desk.create()
    entry = operations.enter_catalog_entry(organ=other.organ, code="own.1", label="他乡事项", by=other.clerk, on=DAY)
    with pytest.raises(operations.IncompleteHeads, match="其他机关"):
        desk.draft(catalog_entry=entry)


def test_a_returned_version_must_be_changed(desk: Desk) -> None:
    item = desk.submit(desk.draft())
    desk.review(item, "partly", "删去第三段")
    item.refresh_from_db()
    assert item.state == State.DRAFT
    with pytest.raises(operations.PublicationError, match="已被退回"):
        desk.submit(item)
    assert change(desk, item, "<p>演示正文。</p>").number == 2
    assert desk.submit(item).state == State.SUBMITTED


def test_ogi_17_3_a_referral_waits_for_its_answer(desk: Desk) -> None:
    item = desk.submit(desk.draft())
    desk.review(item, "referred", "报县保密局确定")
    item.refresh_from_db()
    assert item.state == State.SUBMITTED
    with pytest.raises(operations.WrongState):
        desk.approve(item)
    desk.review(item)
    desk.approve(item)
    assert desk.publish(item).state == State.PUBLISHED


def test_conclusions_fit_their_round_and_carry_a_note(desk: Desk) -> None:
    item = desk.submit(desk.draft())
    with pytest.raises(operations.PublicationError, match="没有“passed”这种结论"):
        desk.review(item, "passed")
    with pytest.raises(operations.PublicationError, match="须写明意见"):
        desk.review(item, "must_not")
    with pytest.raises(operations.PublicationError, match="没有“approval”这个审校环节"):
        operations.review(
            item=item,
            version=newest(item),
            review_round="approval",
            conclusion="passed",
            by=person(desk.organ, Role.CLERK),
            at=desk.later(),
        )


def test_proof_rounds_pass_or_return(desk: Desk) -> None:
    proofreader = person(desk.organ, Role.CLERK)
    item = desk.submit(desk.draft())
    facts: dict[str, Any] = {"item": item, "version": newest(item), "by": proofreader}
    operations.review(**facts, review_round="proof_1", conclusion="passed", at=desk.later())
    item.refresh_from_db()
    assert item.state == State.SUBMITTED
    with pytest.raises(operations.PublicationError, match="不重复办理"):
        operations.review(**facts, review_round="proof_1", conclusion="passed", at=desk.later())
    operations.review(**facts, review_round="proof_2", conclusion="returned", note="错字", at=desk.later())
    item.refresh_from_db()
    assert item.state == State.DRAFT


def test_a_conclusion_on_an_older_version_is_refused(desk: Desk) -> None:
    item = desk.draft()
    seen = newest(item)
    change(desk, item)
    desk.submit(item)
    with pytest.raises(operations.StaleVersion, match="您看的是第1版，现在已有第2版"):
        operations.review(
            item=item,
            version=seen,
            review_round="secrecy_review",
            conclusion="may_publish",
            by=desk.reviewer,
            at=desk.later(),
        )


def test_content_changed_behind_the_operations_is_not_published(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    ItemVersion.objects.filter(item=item).update(body_html="<p>偷换的正文</p>")
    with pytest.raises(operations.DamagedVersion):
        desk.publish(item)


def test_a_time_of_publication_is_not_written_back(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    with pytest.raises(operations.PublicationError, match="不能倒填"):
        operations.publish(item=item, by=desk.leader, at=NOON)


def test_a_correction_keeps_the_old_text_public_until_it_is_through(desk: Desk) -> None:
    item = desk.published("<p>旧文</p>", title="旧标题")
    first_at = item.published_at
    operations.correct(
        item=item,
        based_on=1,
        content=desk.content("<p>新文</p>", title="新标题"),
        reason="标题有误",
        by=desk.clerk,
        at=desk.later(),
    )
    shown = queries.public_item(item.public_key)
    assert shown is not None
    assert (shown.title, shown.state) == ("旧标题", State.DRAFT)
    assert shown.published_version is not None
    assert shown.published_version.body_text == "旧文"
    assert queries.public_items(organ=desk.organ).count() == 1
    item = desk.republish(item)
    assert (item.title, item.published_at, item.corrected_at) == ("新标题", first_at, desk.at)
    assert [(event.kind, event.version, event.note) for event in queries.public_history(item)] == [
        ("published", 1, ""),
        ("corrected", 2, "标题有误"),
    ]
    assert Delivery.objects.filter(item=item).count() == 2


def test_a_correction_needs_a_reason_and_a_change(desk: Desk) -> None:
    item = desk.published()
    facts: dict[str, Any] = {"item": item, "based_on": 1, "by": desk.clerk}
    with pytest.raises(operations.PublicationError, match="没有写明更正的理由"):
        operations.correct(**facts, content=desk.content("<p>新</p>"), reason=" ", at=desk.later())
    with pytest.raises(operations.PublicationError, match="没有需要更正的地方"):
        operations.correct(**facts, content=desk.content(), reason="无", at=desk.later())
    with pytest.raises(operations.WrongState, match="转入更正"):
        operations.save_version(**facts, content=desk.content("<p>新</p>"), at=desk.later())
    withheld = desk.content(disclosure_attribute="withheld", withheld_reason="理由")
    with pytest.raises(operations.PublicationError, match="请撤回"):
        operations.correct(**facts, content=withheld, reason="改为不公开", at=desk.later())


def test_a_correction_can_be_given_up(desk: Desk) -> None:
    item = desk.published("<p>旧文</p>")
    operations.correct(
        item=item, based_on=1, content=desk.content("<p>新文</p>"), reason="试改", by=desk.clerk, at=desk.later()
    )
    item = operations.drop_correction(item=item, reason="不需要", by=desk.clerk, at=desk.later())
    assert item.state == State.PUBLISHED
    assert item.published_version is not None
    assert item.published_version.number == 1
    assert newest(item).body_text == "旧文"
    operations.correct(
        item=item, based_on=3, content=desk.content("<p>再改</p>"), reason="再改", by=desk.clerk, at=desk.later()
    )
    assert desk.republish(item).published_version == newest(item)


def test_withdrawal_leaves_a_tombstone(desk: Desk) -> None:
    item = desk.published()
    with pytest.raises(operations.PublicationError, match="原因类别"):
        operations.withdraw(item=item, ground="whim", by=desk.leader, at=desk.later())
    item = operations.withdraw(item=item, ground="privacy", note="误公开", by=desk.leader, at=desk.later())
    assert (item.state, item.withdrawn_at) == (State.WITHDRAWN, desk.at)
    assert queries.public_items(organ=desk.organ).count() == 0
    shown = queries.public_item(item.public_key)
    assert shown is not None
    assert shown.withdrawn_at == desk.at
    for step in (
        lambda: operations.withdraw(item=item, ground="error", by=desk.leader, at=desk.later()),
        lambda: change(desk, item),
        lambda: desk.submit(item),
        lambda: desk.publish(item),
    ):
        with pytest.raises(operations.WrongState):
            step()


def test_a_withdrawal_stops_a_correction_under_way(desk: Desk) -> None:
    item = desk.published()
    operations.correct(
        item=item, based_on=1, content=desk.content("<p>新</p>"), reason="改", by=desk.clerk, at=desk.later()
    )
    operations.withdraw(item=item, ground="error", by=desk.leader, at=desk.later())
    with pytest.raises(operations.WrongState):
        desk.submit(item)


@pytest.mark.django_db(transaction=True)
def test_the_search_knows_what_is_public_and_nothing_else() -> None:
    desk = Desk.create()
    item = desk.draft("<p>低保资金发放</p>", title="公示甲", document_number="演政发〔2023〕7号")
    assert search.search("低保资金").count == 0
    for step in (desk.submit, desk.review, desk.approve, desk.publish):
        step(item)
    page = search.search("低保资金", organs_path=desk.organ.path)
    assert [(hit.kind, hit.object_id, hit.url) for hit in page.hits] == [("item", item.pk, f"/item/{item.public_key}/")]
    assert search.search("演政发〔2023〕7号").count == 1
    item = DisclosureItem.objects.get(pk=item.pk)
    operations.correct(
        item=item, based_on=1, content=desk.content("<p>更正后的文字</p>"), reason="改", by=desk.clerk, at=desk.later()
    )
    assert search.search("低保资金").count == 1
    desk.republish(item)
    assert search.search("低保资金").count == 0
    assert search.search("更正后的文字").count == 1
    operations.withdraw(item=item, ground="error", by=desk.leader, at=desk.later())
    assert search.search("更正后的文字").count == 0
    assert outbox.retry() == (0, 0)


def test_withheld_items_are_approved_but_never_published(desk: Desk) -> None:
    item = desk.draft(disclosure_attribute="withheld", withheld_reason="内部事务", withheld_cites="ogi:16.1")
    assert item.review_on == date(2024, 5, 7)
    desk.submit(item)
    desk.review(item, "must_not", "属于内部事务信息")
    desk.approve(item)
    with pytest.raises(operations.PublicationBlocked) as refusal:
        desk.publish(item)
    assert "not_proactive" in [blocker.code for blocker in refusal.value.blockers]


def test_ogi_18_what_is_withheld_is_looked_at_again(desk: Desk) -> None:
    item = desk.draft(disclosure_attribute="withheld", withheld_reason="过程性信息")
    assert list(queries.due_for_reassessment(on=date(2024, 5, 6))) == []
    assert list(queries.due_for_reassessment(on=date(2024, 5, 7), organ=desk.organ)) == [item]
    at = NOON + timedelta(days=365)
    with pytest.raises(operations.PublicationError, match="评估的理由"):
        operations.reassess_withheld(item=item, release=False, reason="", by=desk.clerk, at=at)
    item = operations.reassess_withheld(item=item, release=False, reason="仍在讨论", by=desk.clerk, at=at)
    assert item.review_on == date(2025, 5, 7)
    item = operations.reassess_withheld(item=item, release=True, reason="已定稿", by=desk.clerk, at=at)
    assert (item.disclosure_attribute, item.review_on, item.state) == ("proactive", None, State.DRAFT)
    desk.at = at
    assert desk.republish(item).state == State.PUBLISHED
    with pytest.raises(operations.PublicationError, match="不需要重新评估"):
        operations.reassess_withheld(item=item, release=True, reason="x", by=desk.clerk, at=desk.later())


def test_attachments_belong_to_the_hash(desk: Desk) -> None:
    def file(name: str, data: bytes) -> Attached:
        return Attached(
            store(organ=desk.organ, name=name, data=data, media_type="application/pdf", at=NOON), title=name
        )

    base = desk.content()
    item = operations.draft_item(
        organ=desk.organ,
        content=replace(base, attachments=(file("甲.pdf", b"1"), file("乙.pdf", b"2"))),
        by=desk.clerk,
        at=desk.later(),
    )
    first = newest(item)
    hashes = {first.hash}
    for attachments in ((file("甲.pdf", b"1"),), (file("乙.pdf", b"2"), file("甲.pdf", b"1")), (file("甲.pdf", b"3"),)):
        version = operations.save_version(
            item=item,
            based_on=newest(item).number,
            content=replace(base, attachments=attachments),
            by=desk.clerk,
            at=desk.later(),
        )
        assert digest_of(version) == version.hash
        hashes.add(version.hash)
    assert len(hashes) == 4


DIRTY = [
    ("<script>alert(1)</script><p>好</p>", "<p>好</p>"),
    ('<p onclick="x" style="color:red">好</p>', "<p>好</p>"),
    ('<a href="javascript:alert(1)">链</a>', '<a rel="noopener noreferrer">链</a>'),
    ('<img src="https://外.example/x.png" alt="图">', '<img alt="图">'),
    ('<img src="//外.example/x.png">', "<img>"),
    ('<img src="/&#9;/外.example/x.png">', "<img>"),
    ('<img src="/\\\\外.example/x.png">', "<img>"),
    ('<img src="/files/x.png" alt="图">', '<img src="/files/x.png" alt="图">'),
    ("<iframe src=/></iframe><h1>大</h1>", "大"),
    ("<table><tr><td colspan=2>甲</td></tr></table>", '<table><tbody><tr><td colspan="2">甲</td></tr></tbody></table>'),
]


@pytest.mark.parametrize(("dirty", "clean"), DIRTY)
def test_bodies_are_made_safe(dirty: str, clean: str) -> None:
    assert safe_html(dirty) == clean


PARTS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<script>",
        "<svg/onload=x>",
        "<a href=",
        '"javascript:x"',
        ">",
        "<",
        "&lt;",
        "字",
        "<!--",
        "-->",
        "<math>",
        "'",
        "\x00",
        "<td>",
    ]
)


@settings(max_examples=200)
@given(html=st.lists(st.one_of(PARTS, st.text(max_size=4)), max_size=12).map("".join))
def test_nothing_but_known_tags_and_attributes_is_kept(html: str) -> None:
    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in TAGS
            for name, value in attrs:
                assert name in ATTRIBUTES.get(tag, set()) | {"rel"}
                assert not (value or "").strip().lower().startswith("javascript")

    clean = safe_html(html)
    Reader().feed(clean)
    assert "\x00" not in plain_text(clean)


def test_plain_text_keeps_lines_cells_and_pictures() -> None:
    html = '<h2>标题</h2><p>一<br>二 &amp; 三</p><table><tr><th>甲</th><td>乙</td></tr></table><img alt="图示">'
    assert plain_text(html) == "标题\n一\n二 & 三\n甲\t乙图示"


def steps(desk: Desk, item: DisclosureItem, who: User) -> dict[str, Callable[[], object]]:
    """Everything that one person can try on an item."""

    def look(review_round: str, conclusion: str) -> Callable[[], object]:
        return lambda: operations.review(
            item=item,
            version=newest(item),
            review_round=review_round,
            conclusion=conclusion,
            note="意见",
            by=who,
            at=desk.later(),
        )

    return {
        "save": lambda: operations.save_version(
            item=item,
            based_on=newest(item).number,
            content=desk.content(f"<p>{desk.at.isoformat()}</p>"),
            by=who,
            at=desk.later(),
        ),
        "submit": lambda: operations.submit(item=item, by=who, at=desk.later()),
        "proof": look("proof_1", "passed"),
        "secrecy": look("secrecy_review", "may_publish"),
        "secrecy_referred": look("secrecy_review", "referred"),
        "secrecy_refused": look("secrecy_review", "partly"),
        "approve": lambda: operations.approve(item=item, version=newest(item), by=who, at=desk.later()),
        "return": lambda: operations.approve(
            item=item, version=newest(item), by=who, at=desk.later(), passed=False, note="退"
        ),
        "publish": lambda: operations.publish(item=item, by=who, at=desk.later()),
        "publish_by_job": lambda: operations.publish(item=item, by=None, at=desk.later()),
    }


NAMES = sorted(
    {
        "save",
        "submit",
        "proof",
        "secrecy",
        "secrecy_referred",
        "secrecy_refused",
        "approve",
        "return",
        "publish",
        "publish_by_job",
    }
)


#: What brings an item on from each state; half of the drawn calls take this shortest way.
ONWARD = {State.DRAFT: "submit", State.SUBMITTED: "secrecy", State.REVIEWED: "approve", State.APPROVED: "publish"}
calls_of_two = st.lists(
    st.tuples(st.integers(0, 1), st.one_of(st.just("onward"), st.sampled_from(NAMES))), min_size=4, max_size=14
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(calls=calls_of_two)
def test_no_sequence_by_one_or_two_people_leads_to_published(desk: Desk, calls: list[tuple[int, str]]) -> None:
    """Even with every post there is; the system's own job does not help them."""
    with transaction.atomic():
        crew = [person(desk.organ, *Role) for _ in range(2)]
        item = operations.draft_item(organ=desk.organ, content=desk.content(), by=crew[0], at=desk.later())
        for who, name in calls:
            item.refresh_from_db()
            step = ONWARD[State(item.state)] if name == "onward" else name
            try:
                with transaction.atomic():
                    steps(desk, item, crew[who])[step]()
            except (operations.PublicationError, NotPermitted):
                pass
        item.refresh_from_db()
        assert item.state not in (State.PUBLISHED, State.WITHDRAWN)
        assert item.published_at is None
        transaction.set_rollback(True)


def test_three_people_can_publish_so_the_property_is_not_empty(desk: Desk) -> None:
    crew = [person(desk.organ, *Role) for _ in range(3)]
    item = operations.draft_item(organ=desk.organ, content=desk.content(), by=crew[0], at=desk.later())
    for who, name in ((0, "submit"), (1, "secrecy"), (2, "approve"), (0, "publish")):
        steps(desk, item, crew[who])[name]()
    item.refresh_from_db()
    assert item.state == State.PUBLISHED


def refused(change: dict[str, Any], item: DisclosureItem) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DisclosureItem.objects.filter(pk=item.pk).update(**change)


def test_the_database_keeps_the_promises_of_an_item(desk: Desk) -> None:
    draft, item = desk.draft(), desk.published()
    for change_of_draft in (
        {"state": State.PUBLISHED},
        {"published_at": NOON},
        {"published_version": newest(draft)},
        {"disclosure_attribute": "withheld"},
        {"disclosure_attribute": "withheld", "withheld_reason": "理由"},
        {"review_on": DAY},
        {"disclosure_attribute": "secret"},
        {"title": ""},
        {"state": State.WITHDRAWN},
        {"withdrawal_ground": "error"},
    ):
        refused(change_of_draft, draft)
    for change_of_public in (
        {"index_number": ""},
        {"published_version": None},
        {"published_at": None},
        {"catalog_entry": None},
        {"disclosure_attribute": "withheld", "withheld_reason": "理由", "review_on": DAY},
        {"withdrawn_at": NOON, "state": State.WITHDRAWN, "withdrawal_ground": "error"},
        {"corrected_at": NOON},
    ):
        refused(change_of_public, item)
    refused({"index_number": item.index_number, "organ": desk.organ}, desk.published())


def test_the_database_keeps_the_promises_of_a_review(desk: Desk) -> None:
    item = desk.submit(desk.draft())
    made = desk.review(item)
    for facts in (
        {"round": "approval", "conclusion": "may_publish"},
        {"round": "secrecy_review", "conclusion": "passed"},
        {"round": "proof_1", "conclusion": "returned"},
        {"round": "secrecy_review", "conclusion": "may_publish", "by": desk.leader},
        {"round": "approval", "conclusion": "passed", "by": desk.reviewer},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(
                **{"item": item, "version": made.version, "version_hash": "x", "by": desk.leader, "at": NOON} | facts
            )


def test_one_organ_sees_nothing_of_another(desk: Desk) -> None:
    other = Desk.create()
    mine, theirs = desk.draft(), other.draft()
    assert list(queries.visible_to(desk.clerk, on=DAY)) == [mine]
    assert list(queries.visible_to(other.leader, on=DAY)) == [theirs]
    county = OrganFactory.create(county=True)
    township: Organ = OrganFactory.create(parent=county)
    below = Desk.create(township)
    item = below.draft()
    assert list(queries.visible_to(person(county, Role.COUNTY_OFFICE), on=DAY)) == [item]
    assert list(queries.visible_to(person(county, Role.CLERK), on=DAY)) == []


def test_only_what_is_published_is_corrected_and_only_a_correction_dropped(desk: Desk) -> None:
    item = desk.draft()
    content = desk.content("<p>新</p>")
    with pytest.raises(operations.WrongState, match="不能更正"):
        operations.correct(item=item, based_on=1, content=content, reason="改", by=desk.clerk, at=desk.later())
    for untouched in (item, desk.published()):
        with pytest.raises(operations.WrongState, match="不能放弃更正"):
            operations.drop_correction(item=untouched, reason="x", by=desk.clerk, at=desk.later())


def test_a_withdrawal_before_publication_is_a_fault_of_the_clock(desk: Desk) -> None:
    item = desk.published()
    with pytest.raises(operations.PublicationError, match="服务器时钟"):
        operations.withdraw(item=item, ground="error", by=desk.leader, at=NOON)


def test_damaged_content_is_not_reviewed(desk: Desk) -> None:
    item = desk.submit(desk.draft())
    ItemVersion.objects.filter(item=item).update(body_html="<p>偷换</p>")
    with pytest.raises(operations.DamagedVersion):
        desk.review(item)


def test_a_review_moved_to_another_version_does_not_count(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    change(desk, item)
    Review.objects.filter(item=item).update(version=newest(item))
    DisclosureItem.objects.filter(pk=item.pk).update(state=State.APPROVED)
    with pytest.raises(operations.PublicationBlocked):
        desk.publish(item)
