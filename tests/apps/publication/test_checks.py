"""What is red in the panel cannot go out; rounds, urgent lane, timed release, revoked penalties, explainers."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Role
from gongkai.apps.publication import comparing, operations, queries
from gongkai.apps.publication.models import DisclosureItem
from gongkai.apps.publication.queries import portal as queries_portal
from tests.factories.organs import OrganFactory, person
from tests.factories.publication import DAY, Desk, newest

pytestmark = pytest.mark.django_db
State = DisclosureItem.State
ID_NUMBER = "身份证号码110101199003070011"


@pytest.fixture
def desk() -> Desk:
    return Desk.create()


def carry_out(at: datetime) -> list[int]:
    done = [operations.carry_out_schedule(item=item, by=None, at=at) for item in queries.scheduled(at=at)]
    return [item.pk for item in done if item is not None]


def codes(item: DisclosureItem) -> dict[str, str]:
    return {finding.id: finding.severity for finding in queries.findings(item, on=DAY)}


@pytest.mark.parametrize(
    ("body", "code", "blocker"),
    [
        ("<p>甲</p><p>（内部资料，请勿外传）</p>", "text.secrecy_mark", "secrecy_mark"),
        (f"<p>甲</p><p>联系人{ID_NUMBER}</p>", "text.personal_data", "text_personal_data"),
        ("<p>甲</p><p>王某某书记讲话</p>", "text.forbidden_word", "forbidden_word"),
    ],
)
def test_what_stops_an_item_is_found_in_its_place_and_by_the_gate(
    desk: Desk, body: str, code: str, blocker: str
) -> None:
    head = person(desk.organ, Role.OFFICE_HEAD)
    operations.add_watch_word(
        organ=desk.organ, kind="title", word="王某某书记", instead="王某某同志", by=head, on=DAY, note="已调离"
    )
    item = desk.draft(body)
    found = next(one for one in queries.findings(item, on=DAY) if one.id == code)
    assert (found.severity, found.line) == ("block", 2)
    with pytest.raises(operations.PublicationBlocked) as refused:
        desk.submit(item)
    assert blocker in {one.code for one in refused.value.blockers}
    assert "第2段" in str(refused.value)


def test_a_mark_in_the_header_of_the_file_or_in_a_title_stops_too(desk: Desk) -> None:
    assert codes(desk.draft(title="关于某事的通知（内部）"))["text.secrecy_mark"] == "block"
    assert "text.secrecy_mark" not in codes(desk.draft())


def test_words_of_a_higher_organ_hold_below_and_a_retired_one_does_not(desk: Desk) -> None:
    above = OrganFactory.create()
    desk.organ.path, desk.organ.parent = f"{above.path}{desk.organ.code}/", above
    desk.organ.save()
    word = operations.add_watch_word(organ=above, kind="sensitive", word="禁用词", by=None, on=DAY)
    item = desk.draft("<p>这里有禁用词。</p>")
    assert "text.forbidden_word" in codes(item)
    operations.retire_watch_word(word=word, by=None, on=DAY)
    assert "text.forbidden_word" not in codes(item)


def test_what_asks_for_a_look_stops_nothing(desk: Desk) -> None:
    item = desk.draft(
        '<p>2023年2月30日，政府信息公幵工作。</p><p><img src="/x.png" alt=""><a href="http://192.168.1.1/a">内网</a></p>'
    )
    found = codes(item)
    for code in (
        "text.impossible_date",
        "text.term",
        "text.picture_without_words",
        "text.link",
        "item.abstract_missing",
    ):
        assert found[code] == "advise", code
    assert desk.submit(item).state == State.SUBMITTED


def test_the_same_again_is_told_once_for_each_other_item(desk: Desk) -> None:
    text = "<p>" + "为做好春季森林草原防火工作，现将有关事项通知如下，请各村认真贯彻落实。" * 2 + "</p>"
    desk.published(text, document_number="演政发〔2023〕9号")
    again = codes(desk.draft(text, document_number="演政发〔2023〕9号"))
    assert "item.same_content" in again
    assert "item.same_title" not in again, "one line for one other item"
    assert "item.same_title" in codes(desk.draft("<p>另一个内容</p>"))


def test_masking_leaves_the_structure_and_makes_a_new_version(desk: Desk) -> None:
    item = desk.draft(
        f"<p>甲<strong>{ID_NUMBER}</strong></p><table><tbody><tr><td>乙 &lt;b&gt;</td></tr></tbody></table>"
    )
    version = operations.mask_text(item=item, based_on=1, by=desk.clerk, at=desk.later())
    assert version.body_html.startswith("<p>甲<strong>身份证号码****</strong></p>")
    assert "<td>乙 &lt;b&gt;</td>" in version.body_html
    assert "text.personal_data" not in codes(item)
    with pytest.raises(operations.PublicationError, match="没有可以遮盖"):
        operations.mask_text(item=item, based_on=2, by=desk.clerk, at=desk.later())


# ---- rounds


def test_rounds_go_in_their_order_before_the_secrecy_review(desk: Desk) -> None:
    head = person(desk.organ, Role.OFFICE_HEAD)
    operations.set_review_scheme(organ=desk.organ, rounds=["proof_1", "proof_2"], by=head, on=DAY)
    item = desk.draft()
    desk.submit(item)
    with pytest.raises(operations.PublicationError, match="还没有经过一校"):
        desk.review(item)
    for wanted in ("proof_1", "proof_2"):
        operations.review(
            item=item, version=newest(item), review_round=wanted, conclusion="passed", by=head, at=desk.later()
        )
    desk.review(item)
    desk.approve(item)
    assert desk.publish(item).state == State.PUBLISHED


def test_a_scheme_set_later_shuts_the_gate_for_what_was_approved_before(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    operations.set_review_scheme(organ=desk.organ, rounds=["proof_1"], by=None, on=DAY)
    with pytest.raises(operations.PublicationBlocked, match="没有经过一校"):
        desk.publish(item)
    with pytest.raises(operations.PublicationError, match="不能跳过"):
        operations.set_review_scheme(organ=desk.organ, rounds=["proof_2"], by=None, on=DAY)


def test_a_form_that_says_yes_cannot_conclude_that_nothing_is_in_the_way(desk: Desk) -> None:
    from gongkai.law.publication import secrecy_questions

    item = desk.draft()
    desk.submit(item)
    clean = {question.id: question.clean for question in secrecy_questions(on=DAY)}
    facts = {
        "item": item, "version": newest(item), "review_round": "secrecy_review", "conclusion": "may_publish", "by": desk.reviewer,
    }  # fmt: skip
    with pytest.raises(operations.PublicationError, match="涉及国家秘密"):
        operations.review(**facts, at=desk.later(), answers=clean | {"state_secret": "yes"})
    made = operations.review(**facts, at=desk.later(), answers=clean)
    assert made.answers == clean


# ---- lanes


def test_the_urgent_lane_has_clocks_in_hours_and_the_same_gates(desk: Desk) -> None:
    item = desk.draft()
    since = desk.at
    urgent = operations.mark_urgent(item=item, since=since, reason="暴雨（演示）", by=desk.clerk, at=desk.later())
    clock = queries.urgent_clock(urgent)
    assert clock is not None
    assert (clock.information_at - since, clock.conference_at - since) == (timedelta(hours=5), timedelta(hours=24))
    assert clock.overdue(since + timedelta(hours=6))
    with pytest.raises(operations.WrongState):
        desk.publish(item)
    with pytest.raises(operations.PublicationError, match="不能晚于现在"):
        operations.mark_urgent(item=item, since=desk.at + timedelta(days=1), reason="甲", by=desk.clerk, at=desk.at)
    for step in (desk.submit, desk.review):
        step(item)
    operations.approve_and_publish(item=item, version=newest(item), by=desk.leader, at=desk.later())
    assert queries.urgent_items(desk.organ) == []


def test_an_approved_item_goes_out_at_its_time_and_comes_down_at_its_time(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    release = desk.at + timedelta(days=1)
    operations.schedule_release(item=item, release_at=release, by=desk.leader, at=desk.later())
    assert carry_out(release - timedelta(minutes=1)) == []
    assert carry_out(release) == [item.pk]
    item.refresh_from_db()
    assert (item.state, item.published_at, item.release_at) == (State.PUBLISHED, release, None)
    down = release + timedelta(days=7)
    operations.schedule_takedown(item=item, takedown_at=down, by=desk.leader, at=release)
    assert carry_out(down) == [item.pk]
    item.refresh_from_db()
    assert (item.state, item.withdrawal_ground, item.takedown_at) == (State.WITHDRAWN, "expired", None)


def test_an_edit_takes_the_time_of_release_back_and_a_shut_gate_leaves_a_trace(desk: Desk) -> None:
    item = desk.draft()
    for step in (desk.submit, desk.review, desk.approve):
        step(item)
    release = desk.at + timedelta(days=1)
    operations.schedule_release(item=item, release_at=release, by=desk.leader, at=desk.later())
    operations.set_review_scheme(organ=desk.organ, rounds=["proof_1"], by=None, on=DAY)
    assert carry_out(release) == []
    assert Event.objects.filter(kind="item.release_failed", subject_id=item.pk).exists()
    item.refresh_from_db()
    assert (item.state, item.release_at) == (State.APPROVED, None)
    operations.set_review_scheme(organ=desk.organ, rounds=[], by=None, on=DAY)
    operations.schedule_release(item=item, release_at=release + timedelta(days=1), by=desk.leader, at=release)
    operations.save_version(item=item, based_on=1, content=desk.content("<p>改</p>"), by=desk.clerk, at=release)
    item.refresh_from_db()
    assert item.release_at is None


def test_penalty_48_a_revoked_decision_comes_down_within_three_days_with_an_explanation(desk: Desk) -> None:
    item = desk.published(kind="enforcement")
    operations.record_revocation(item=item, revoked_on=date(2023, 5, 8), by=desk.clerk, at=desk.later())
    assert [(clock.item.pk, clock.due_on) for clock in queries.revoked_penalties(desk.organ)] == [
        (item.pk, date(2023, 5, 11))
    ]
    with pytest.raises(operations.PublicationError, match="公开说明理由"):
        operations.withdraw(item=item, ground="revoked", by=desk.leader, at=desk.later())
    operations.withdraw(item=item, ground="revoked", by=desk.leader, at=desk.later(), note="经复议撤销（演示）")
    assert queries.revoked_penalties(desk.organ) == []


def test_a_policy_without_explainer_is_due_in_three_working_days(desk: Desk) -> None:
    policy = desk.published(kind="policy", document_number="演政发〔2023〕1号")
    clocks = queries.explainers_due(desk.organ, since=DAY)
    assert [(clock.item.pk, clock.due_on) for clock in clocks] == [(policy.pk, date(2023, 5, 11))]
    explainer = desk.published("<p>解读。</p>", kind="explainer", title="演示办法解读")
    operations.link_explainer(explainer=explainer, explains=policy, by=desk.clerk, on=DAY)
    assert queries.explainers_due(desk.organ, since=DAY) == []
    explainer.refresh_from_db()
    assert queries_portal.explained_by(explainer) == policy
    assert queries_portal.explainers_of(policy) == [explainer]
    with pytest.raises(operations.PublicationError, match="另一条"):
        operations.link_explainer(explainer=explainer, explains=explainer, by=desk.clerk, on=DAY)


# ---- who saw what


def test_the_record_tells_what_exactly_was_seen(desk: Desk) -> None:
    item = desk.published()
    steps = queries.signing_steps(item)
    assert [step.what for step in steps] == ["save", "secrecy_review", "approval"]
    assert {step.hash for step in steps} == {newest(item).hash}
    assert queries.intact(newest(item))
    assert [review.item_id for review in queries.signed_by(desk.leader, on=DAY)] == [item.pk]


def test_two_versions_are_compared_with_what_was_agreed_to(desk: Desk) -> None:
    item = desk.published("<p>补助110元。</p>")
    content = desk.content("<p>补助1100元。</p>", source="民政办")
    operations.correct(item=item, based_on=1, content=content, reason="数字", by=desk.clerk, at=desk.later())
    operations.save_version(
        item=item, based_on=2, content=replace(content, body="<p>补助1200元。</p>"), by=desk.clerk, at=desk.later()
    )
    third = newest(item)
    before = comparing.agreed_before(item, third)
    assert before is not None
    assert before.number == 1, "what the leader agreed to last, not the draft in between"
    change = comparing.compare(before, third)
    assert [name for name, _pieces in change.heads] == ["source"]
    assert [piece.text for line in change.lines for piece in line.pieces if piece.kind == "added"] == ["1200"]
    assert comparing.compare(third, third).same
