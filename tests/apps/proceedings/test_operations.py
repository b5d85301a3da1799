"""Cases are opened and decided; what cannot be is refused with the reason."""

from datetime import date

import pytest

from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.proceedings import operations
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.proceedings.queries import cell_cases, table4_counts
from tests.apps.foi.conftest import Office, office
from tests.apps.foi.steps import received, reply
from tests.factories.foi import LetterFactory
from tests.factories.proceedings import ProceedingFactory

__all__ = ["office"]
Kind, Result = Proceeding.Kind, Proceeding.Result
FILED = date(2023, 6, 12)


def opened(office: Office, **more: object) -> Proceeding:
    facts = {
        "kind": Kind.RECONSIDERATION,
        "forum": "示例县人民政府（演示）",
        "subject": "不服答复",
        "on": FILED,
        **more,
    }
    return operations.open_proceeding(organ=office.organ, by=office.clerk, **facts)  # type: ignore[arg-type]


def test_cases_are_numbered_without_gaps(office: Office) -> None:
    assert [opened(office).number, opened(office).number] == [1, 2]


def test_a_case_is_tied_to_a_letter_of_this_organ_only(office: Office) -> None:
    letter = reply(office, received(office, date(2023, 5, 8)), date(2023, 5, 19))
    assert opened(office, letter=letter).letter == letter
    with pytest.raises(operations.ProceedingError, match="不是本机关"):
        opened(office, letter=LetterFactory())


def test_a_suit_after_reconsideration_needs_a_decided_one(office: Office) -> None:
    first = opened(office)
    with pytest.raises(operations.ProceedingError, match="尚未审结"):
        opened(office, kind=Kind.AFTER_RECONSIDERATION, earlier=first, on=date(2023, 9, 1))
    operations.decide_proceeding(case=first, result=Result.UPHELD, by=office.clerk, on=date(2023, 8, 1))
    first.refresh_from_db()
    assert opened(office, kind=Kind.AFTER_RECONSIDERATION, earlier=first, on=date(2023, 9, 1)).earlier == first
    with pytest.raises(operations.ProceedingError, match="复议后起诉"):
        opened(office, kind=Kind.DIRECT, earlier=first)


def test_a_decision_does_not_precede_the_filing(office: Office) -> None:
    with pytest.raises(operations.ProceedingError, match="不能早于受理日期"):
        operations.decide_proceeding(case=opened(office), result=Result.UPHELD, by=office.clerk, on=date(2023, 6, 1))


def test_an_upheld_letter_orders_no_new_reply(office: Office) -> None:
    with pytest.raises(operations.ProceedingError, match="维持"):
        operations.decide_proceeding(
            case=opened(office),
            result=Result.UPHELD,
            by=office.clerk,
            on=date(2023, 8, 1),
            new_reply_due_on=date(2023, 9, 1),
        )


def test_a_second_instance_updates_the_case_and_is_not_added(office: Office) -> None:
    case = opened(office, kind=Kind.DIRECT)
    operations.decide_proceeding(case=case, result=Result.UPHELD, by=office.clerk, on=date(2023, 9, 1))
    operations.decide_proceeding(case=case, result=Result.OVERTURNED, by=office.clerk, on=date(2023, 12, 1))
    assert table4_counts(2023, organ=office.organ) == {(office.organ.pk, "dir.k"): 1}


def test_others_may_not_register(office: Office) -> None:
    with pytest.raises(NotPermitted):
        operations.open_proceeding(
            organ=office.organ, kind=Kind.DIRECT, by=office.stranger, on=FILED, forum="法院", subject="不服"
        )


def test_each_cell_opens_the_cases_that_it_counts(office: Office) -> None:
    for kind in Kind:
        ProceedingFactory(organ=office.organ, kind=kind)
        ProceedingFactory(organ=office.organ, kind=kind, overturned=True)
    counts = table4_counts(2023, organ=office.organ)
    for (_, cell), count in counts.items():
        assert cell_cases(office.organ, 2023, cell).count() == count
    assert sum(counts.values()) == sum(
        cell_cases(office.organ, 2023, f"{code}.t").count() for code in ("rec", "dir", "aft")
    )
