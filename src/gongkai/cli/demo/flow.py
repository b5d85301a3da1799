"""Short ways through the operations of publication and applications, as an office would go."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from gongkai.apps.foi import operations as foi
from gongkai.apps.foi.models import ApplicantKind, FoiRequest, Letter
from gongkai.apps.foi.queries import flow_events
from gongkai.apps.organs.models import Organ
from gongkai.apps.organs.queries import calendar_of
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.content import Content, Heads
from gongkai.apps.publication.models import CatalogEntry, DisclosureItem, Review
from gongkai.cli.demo.people import Staff
from gongkai.law import foi_flow
from gongkai.law.calendar import WorkingDays
from gongkai.law.outcomes import Outcome, missing_demands, rule


def at(day: date, hour: int = 9) -> datetime:
    """Give an hour of office time, Asia/Shanghai."""
    return datetime.combine(day, time(hour - 8), tzinfo=UTC)


@dataclass(frozen=True)
class Notice:
    """What is to be published: title, paragraphs, topic and kind."""

    title: str
    paragraphs: tuple[str, ...]
    topic: str
    kind: str
    number: str = ""


def publish(organ: Organ, staff: Staff, notice: Notice, *, on: date) -> DisclosureItem:
    """Draft, review, approve and publish on one day, each step by another person."""
    item = draft(organ, staff, notice, on=on)
    publication.submit(item=item, by=staff.clerk, at=at(on, 10))
    version = item.versions.get(number=1)
    publication.review(
        item=item,
        version=version,
        review_round=Review.Round.SECRECY_REVIEW,
        conclusion=Review.Conclusion.MAY_PUBLISH,
        by=staff.secrecy,
        at=at(on, 11),
    )
    publication.approve(item=item, version=version, by=staff.leader, at=at(on, 14))
    return publication.publish(item=item, by=staff.leader, at=at(on, 15))


def draft(
    organ: Organ, staff: Staff, notice: Notice, *, on: date, attribute: str = "proactive", reason: str = ""
) -> DisclosureItem:
    """Begin an item."""
    heads = Heads(
        title=notice.title,
        kind=notice.kind,
        produced_on=on - timedelta(days=3),
        disclosure_attribute=attribute,
        document_number=notice.number,
        abstract=notice.paragraphs[0][:80],
        catalog_entry=CatalogEntry.objects.get(organ=None, code=notice.topic),
        source=organ.name,
        withheld_reason=reason,
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in notice.paragraphs)
    return publication.draft_item(
        organ=organ, content=Content(heads, body), by=staff.clerk, at=at(on), responsible=staff.clerk
    )


@dataclass(frozen=True)
class Asked:
    """An application: who asks, for what, how it arrives."""

    kind: ApplicantKind
    name: str
    title: str
    channel: str


def receive(organ: Organ, staff: Staff, asked: Asked, *, on: date) -> FoiRequest:
    """Take an application in and fix its day of receipt with the proof of its channel."""
    request = foi.receive(
        organ=organ,
        by=staff.clerk,
        at=at(on),
        channel=asked.channel,
        applicant=foi.ApplicantData(kind=asked.kind, name=asked.name, phone="0000-0000000", address="演示地址"),
        wanted=foi.Wanted(title=asked.title, delivery_form="纸质", delivery_channel="邮寄"),
    )
    foi.confirm_receipt(foi=request, by=staff.clerk, on=on, facts=_proof(asked.channel, on))
    return FoiRequest.objects.select_related("organ").get(pk=request.pk)


def _proof(channel: str, on: date) -> dict[str, Any]:
    day = on.isoformat()
    return {
        "in_person": {"submitted_on": day, "submission_record": "窗口签收（演示）"},
        "post_signed": {"signed_on": day, "signature_record": "签收记录（演示）"},
        "internet": {"confirmed_on": day, "confirmation_record": "电话确认（演示）"},
    }[channel]


def working_days_after(organ: Organ, day: date, count: int) -> date:
    """Give the day `count` working days later at the organ's place."""
    return calendar_of(organ).add_working_days(day, WorkingDays(count)).day


def reply(organ: Organ, staff: Staff, request: FoiRequest, outcome: Outcome, *, on: date) -> Letter:
    """Answer by post; what the outcome demands is put on file in the words of a demonstration."""
    situation = foi_flow.Situation(tuple(flow_events(request)), on, calendar_of(organ))
    facts: dict[str, Any] = {"delivery": "post", "mail_number": f"演示{request.pk:09}"}
    if grounds := rule(outcome, on).grounds:
        facts["ground"] = grounds[-1].id
    for demand in missing_demands(outcome, {**situation.evidence, **facts}, on=on):
        facts[demand.id] = f"{demand.label}（演示）"
    return foi.reply(foi=request, by=staff.clerk, on=on, outcome=outcome, facts=facts, approved_by=staff.head)
