"""Short ways through the operations, for tests."""

from datetime import UTC, date, datetime, time
from typing import Any

from gongkai.apps.foi import operations
from gongkai.apps.foi.models import ApplicantKind, FoiRequest, Letter
from gongkai.law.outcomes import Outcome
from tests.apps.foi.conftest import Office

GRANTED = {"ground": "disclosable", "delivery_form": "纸质，当面领取", "secrecy_review": "已审查，可公开"}


def submit(office: Office, on: date, *, kind: ApplicantKind = ApplicantKind.NATURAL_PERSON, **more: Any) -> FoiRequest:
    return operations.receive(
        organ=office.organ,
        by=office.clerk,
        at=datetime.combine(on, time(2, 0), tzinfo=UTC),
        channel=more.pop("channel", "in_person"),
        applicant=operations.ApplicantData(kind=kind, name="演示申请人", phone="0000-1234567"),
        wanted=operations.Wanted(title=more.pop("title", "演示征地补偿安置方案")),
        **more,
    )


def received(office: Office, on: date, **more: Any) -> FoiRequest:
    foi = submit(office, on, **more)
    facts = {"submitted_on": on.isoformat(), "submission_record": "登记簿签收"}
    operations.confirm_receipt(foi=foi, by=office.clerk, on=on, facts=facts)
    return FoiRequest.objects.get(pk=foi.pk)


def reply(office: Office, foi: FoiRequest, on: date, outcome: Outcome = Outcome.GRANTED, **facts: Any) -> Letter:
    return operations.reply(
        foi=foi,
        by=office.clerk,
        on=on,
        outcome=outcome,
        facts={"delivery": "direct", "signature": "申请人签收", **(facts or GRANTED)},
        approved_by=office.head,
    )
