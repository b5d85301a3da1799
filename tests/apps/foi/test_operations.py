"""Applications move through the flow of the law, and every index follows from their events."""

from datetime import date

import pytest

from gongkai.apps.core.audit import verify
from gongkai.apps.core.models import Event
from gongkai.apps.core.sealing import unseal
from gongkai.apps.foi import operations, queries
from gongkai.apps.foi.models import FeeNotice, FoiLink, FoiRequest
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.law.foi_flow import EventKind, State, UnlawfulMove
from gongkai.law.outcomes import Outcome
from tests.apps.foi.conftest import Office
from tests.apps.foi.steps import GRANTED, received, reply, submit

MONDAY = date(2022, 9, 26)


def test_ogi_31_the_clock_does_not_start_at_submission(office: Office) -> None:
    foi = submit(office, MONDAY, channel="internet")
    assert (foi.state, foi.received_on, foi.due_on) == (State.SUBMITTED.value, None, None)


def test_ogi_31_an_internet_application_counts_from_the_confirmation(office: Office) -> None:
    foi = submit(office, MONDAY, channel="internet")
    with pytest.raises(UnlawfulMove):
        operations.confirm_receipt(foi=foi, by=office.clerk, on=date(2022, 9, 28), facts={})
    facts = {"confirmed_on": "2022-09-28", "confirmation_record": "电话确认，申请人与经办人"}
    operations.confirm_receipt(foi=foi, by=office.clerk, on=date(2022, 9, 28), facts=facts)
    foi.refresh_from_db()
    assert foi.received_on == date(2022, 9, 28)


def test_ogi_33_2_twenty_working_days_over_the_national_day(office: Office) -> None:
    assert received(office, MONDAY).due_on == date(2022, 10, 27)


def test_numbers_follow_each_other_and_keys_do_not(office: Office) -> None:
    first, second = submit(office, MONDAY), submit(office, MONDAY)
    assert (first.number, second.number) == (1, 2)
    assert first.public_key != second.public_key
    assert str(first.number) not in (first.public_key, first.public_key[-1:]) or len(first.public_key) >= 16


def test_two_citizens_may_send_identical_text(office: Office) -> None:
    assert submit(office, MONDAY, title="同一份材料").pk != submit(office, MONDAY, title="同一份材料").pk


def test_the_applicant_is_sealed_and_the_chain_holds_no_name(office: Office) -> None:
    foi = received(office, MONDAY)
    assert unseal(foi.applicant.name_sealed) == "演示申请人"
    assert "演示申请人" not in foi.applicant.name_sealed
    assert not any("演示申请人" in str(event.facts) for event in Event.objects.all())


def test_ogi_33_2_extension_needs_the_head_and_moves_the_date(office: Office) -> None:
    foi = received(office, MONDAY)
    with pytest.raises(NotPermitted):
        operations.extend(
            foi=foi, by=office.clerk, on=date(2022, 10, 20), days=20, reason="材料多", approved_by=office.clerk
        )
    operations.extend(
        foi=foi, by=office.clerk, on=date(2022, 10, 20), days=20, reason="材料多", approved_by=office.head
    )
    foi.refresh_from_db()
    assert foi.due_on == date(2022, 11, 24)
    with pytest.raises(UnlawfulMove):
        operations.extend(
            foi=foi, by=office.clerk, on=date(2022, 10, 21), days=5, reason="再延", approved_by=office.head
        )


def test_ogi_33_2_an_unlawful_extension_writes_nothing(office: Office) -> None:
    foi = received(office, MONDAY)
    before = (Event.objects.count(), foi.events.count())
    with pytest.raises(UnlawfulMove):
        operations.extend(
            foi=foi, by=office.clerk, on=date(2022, 10, 20), days=21, reason="久", approved_by=office.head
        )
    assert (Event.objects.count(), foi.events.count()) == before


def test_ogi_36_2_a_reply_closes_with_outcome_letter_and_date(office: Office) -> None:
    foi = received(office, MONDAY)
    letter = reply(office, foi, date(2022, 10, 14))
    foi.refresh_from_db()
    assert (foi.state, foi.outcome, foi.closed_on) == (State.CLOSED.value, Outcome.GRANTED.value, date(2022, 10, 14))
    assert (letter.kind, letter.delivered_on, letter.number) == ("L20", date(2022, 10, 14), 1)


def test_ogi_36_4_non_existence_without_a_search_record_is_refused(office: Office) -> None:
    foi = received(office, MONDAY)
    with pytest.raises(UnlawfulMove, match="检索"):
        reply(office, foi, date(2022, 10, 14), Outcome.NOT_HELD, ground="nonexistent")
    assert foi.letters.filter(kind="L23").count() == 0


def test_ogi_30_clarification_restarts_the_clock(office: Office) -> None:
    foi = received(office, MONDAY)
    operations.move(
        foi=foi,
        event=EventKind.CLARIFICATION_NOTICE,
        by=office.clerk,
        on=date(2022, 9, 28),
        facts={"points_to_clarify": "请写明年份", "clarify_by": "2022-10-21"},
    )
    foi.refresh_from_db()
    assert foi.state == State.CLARIFYING.value
    operations.move(
        foi=foi, event=EventKind.CLARIFIED, by=office.clerk, on=date(2022, 10, 17), facts={"clarification": "2021年"}
    )
    foi.refresh_from_db()
    assert foi.due_on == date(2022, 11, 14)


def test_steps_with_their_own_verb_are_not_taken_by_move(office: Office) -> None:
    foi = received(office, MONDAY)
    with pytest.raises(operations.FoiError, match="专门的操作"):
        operations.move(foi=foi, event=EventKind.REPLIED, by=office.clerk, on=date(2022, 10, 14))


def test_convention_4_parts_have_outcomes_of_their_own_and_one_row(office: Office) -> None:
    foi = received(office, MONDAY)
    first, second = operations.split(foi=foi, by=office.clerk, on=MONDAY, descriptions=["方案", "明细"])
    operations.reply_part(
        part=first,
        by=office.clerk,
        on=date(2022, 10, 12),
        outcome=Outcome.GRANTED,
        facts=GRANTED,
        approved_by=office.head,
    )
    operations.reply_part(
        part=second,
        by=office.clerk,
        on=date(2022, 10, 12),
        outcome=Outcome.INTERNAL_AFFAIRS,
        facts={"reasons": "人事管理", "secrecy_review": "已审查", "page_map": "第3页人事安排"},
        approved_by=office.head,
    )
    assert queries.outcome_of_parts(foi) is Outcome.PARTLY_GRANTED
    reply(office, foi, date(2022, 10, 14), Outcome.PARTLY_GRANTED, delivery="direct", signature="签收")
    foi.refresh_from_db()
    assert foi.outcome == Outcome.PARTLY_GRANTED.value
    assert foi.letters.exclude(kind="L02").count() == 3


def test_adr_15_a_ruling_opens_a_reply_of_its_own(office: Office) -> None:
    foi = received(office, MONDAY)
    letter = reply(office, foi, date(2022, 10, 14))
    ordered = operations.order_new_reply(
        letter=letter,
        by=office.clerk,
        on=date(2023, 2, 6),
        basis="reconsideration",
        ruling="示例县复决〔2023〕1号",
        reply_by=date(2023, 2, 24),
    )
    assert (ordered.counted, ordered.reopens, ordered.due_on) == (False, letter, date(2023, 2, 24))
    foi.refresh_from_db()
    assert foi.outcome == Outcome.GRANTED.value
    reply(office, ordered, date(2023, 2, 20))
    ordered.refresh_from_db()
    assert ordered.state == State.CLOSED.value


def test_fees_are_noticed_paid_and_restart_the_clock(office: Office) -> None:
    foi = received(office, MONDAY)
    notice = operations.notify_fee(
        foi=foi, by=office.clerk, on=date(2022, 10, 10), mode=FeeNotice.Mode.PER_VOLUME, quantity=44
    )
    assert notice.amount == 140
    operations.note_fee_notice_delivered(foi=foi, by=office.clerk, on=date(2022, 10, 11), evidence="签收")
    operations.take_payment(foi=foi, by=office.clerk, on=date(2022, 10, 17))
    foi.refresh_from_db()
    assert foi.due_on == date(2022, 11, 14)
    assert queries.fees_received(office.organ, 2022) == (1, 140)
    operations.refund_fee(notice=notice, by=office.head, on=date(2022, 12, 1), reason="决定被撤销")
    assert queries.fees_received(office.organ, 2022) == (1, 0)


def test_restricted_cases_are_seen_by_named_people_only(office: Office) -> None:
    foi = received(office, MONDAY)
    operations.restrict(foi=foi, by=office.head, on=MONDAY, readers=[])
    assert queries.visible_to(office.head, on=MONDAY).count() == 1
    assert queries.visible_to(office.clerk, on=MONDAY).count() == 0
    with pytest.raises(FoiRequest.DoesNotExist):
        operations.hand_over(foi=foi, by=office.clerk, on=MONDAY, holder=office.clerk)


def test_a_stranger_cannot_act(office: Office) -> None:
    foi = received(office, MONDAY)
    with pytest.raises(NotPermitted):
        operations.hand_over(foi=foi, by=office.stranger, on=MONDAY, holder=office.stranger)
    assert queries.visible_to(office.stranger, on=MONDAY).count() == 0


def test_links_tie_requests_of_one_organ(office: Office) -> None:
    first, second = received(office, MONDAY), received(office, MONDAY)
    tie = {
        "source": first,
        "target": second,
        "relation": FoiLink.Relation.SAME_MATTER,
        "by": office.clerk,
        "on": MONDAY,
    }
    assert operations.link(**tie).pk == operations.link(**tie).pk
    with pytest.raises(operations.FoiError):
        operations.link(**{**tie, "target": first})


def test_reindexing_from_events_changes_nothing(office: Office) -> None:
    foi = received(office, MONDAY)
    reply(office, foi, date(2022, 10, 14))
    foi.refresh_from_db()
    before = (foi.state, foi.received_on, foi.due_on, foi.closed_on, foi.outcome)
    FoiRequest.objects.filter(pk=foi.pk).update(state="processing", due_on=None, closed_on=None, outcome="")
    operations.reindex(foi=foi, by=None, on=date(2022, 12, 1))
    foi.refresh_from_db()
    assert (foi.state, foi.received_on, foi.due_on, foi.closed_on, foi.outcome) == before
    assert verify().breaks == ()
