"""
A small world to walk through: a county, two townships, a village; people in every role; something of everything at every organ.

All of it is fictional and made by the operations, so that it could have happened.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from gongkai.apps.benefits import operations as benefits
from gongkai.apps.benefits import reading
from gongkai.apps.benefits.models import BenefitBatch, ImpactAssessment, Objection
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.foi import operations as foi
from gongkai.apps.foi.models import ApplicantKind, FoiRequest, Letter, MailDraft, Proposal, SearchOrder, SideMatter
from gongkai.apps.organs import operations as organs
from gongkai.apps.organs.models import Organ, Post, Role, User
from gongkai.apps.outreach import operations as outreach
from gongkai.apps.outreach.models import Posting, SupplyBatch
from gongkai.apps.proceedings import operations as proceedings
from gongkai.apps.proceedings.models import Proceeding
from gongkai.apps.publication import operations as publication
from gongkai.apps.publication.content import Content, Heads
from gongkai.apps.publication.models import (
    CatalogEntry,
    Charge,
    DisclosureItem,
    NormativeDocument,
    PlanPoint,
    PlanTask,
    Review,
    WatchWord,
    WorkPlan,
)
from gongkai.apps.reporting import operations as reporting
from gongkai.apps.reporting.models import (
    AnnualReport,
    CollectedReport,
    CountyComment,
    Improvement,
    SeasonReport,
    SupervisionResult,
    TrustedKey,
)
from gongkai.apps.villages.models import VillageDisclosure, VillageQuestion
from gongkai.law.foi_flow import EventKind
from gongkai.law.outcomes import Outcome
from tests.documents.rebuilding.local import run_here
from tests.factories.benefits import HEADS, BenefitProgramFactory, ImpactAssessmentFactory, people, workbook
from tests.factories.core import upload_with_bytes
from tests.factories.reporting import (
    CollectedReportFactory,
    CollectionFactory,
    CountyCommentFactory,
    SeasonReportFactory,
    TrustedKeyFactory,
)
from tests.factories.villages import VillageDisclosureFactory, VillagePublisherFactory, VillageQuestionFactory

BEGAN = date(2024, 1, 1)
#: The word that only the restricted application holds, to look for where it must not be.
SECRET = "演示绝密词"
GRANTED = {"ground": "disclosable", "delivery_form": "纸质", "secrecy_review": "可以公开"}


def moment(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour - 8), tzinfo=UTC)


@dataclass
class Desk:
    """One organ with its people and one of everything."""

    organ: Organ
    today: date
    people: dict[Role, User] = field(default_factory=dict)
    items: dict[str, DisclosureItem] = field(default_factory=dict)
    requests: dict[str, FoiRequest] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    cases: dict[str, Proceeding] = field(default_factory=dict)
    batches: dict[str, BenefitBatch] = field(default_factory=dict)
    objection: Objection | None = None
    disclosure: VillageDisclosure | None = None
    question: VillageQuestion | None = None
    assessment: ImpactAssessment | None = None
    document: NormativeDocument | None = None
    charge: Charge | None = None
    word: WatchWord | None = None
    plan: WorkPlan | None = None
    point: PlanPoint | None = None
    task: PlanTask | None = None
    report: AnnualReport | None = None
    this_year: AnnualReport | None = None
    improvement: Improvement | None = None
    collected: CollectedReport | None = None
    mail: MailDraft | None = None
    matter: SideMatter | None = None
    season: SeasonReport | None = None
    trusted: TrustedKey | None = None
    order: SearchOrder | None = None
    posting: Posting | None = None
    supply: SupplyBatch | None = None
    proposal: Proposal | None = None
    remark: CountyComment | None = None

    @property
    def code(self) -> str:
        return self.organ.code

    def person(self, role: Role) -> User:
        return self.people[role]

    @property
    def clerk(self) -> User:
        return self.people[Role.CLERK]


@dataclass
class World:
    today: date
    county: Desk
    own: Desk
    sibling: Desk
    village: Desk
    outside: User
    gone: User
    former: User
    second_clerk: User

    @property
    def desks(self) -> tuple[Desk, ...]:
        return (self.own, self.county, self.sibling, self.village)

    @property
    def everybody(self) -> dict[str, User]:
        """Give the people who walk: every role at the own township, the roles of the county that reach below it, and outsiders."""
        walking = {f"own:{role}": user for role, user in self.own.people.items()}
        walking |= {f"county:{role}": self.county.people[role] for role in COUNTY_ROLES}
        return {**walking, "outside": self.outside, "former": self.former}


def build(today: date) -> World:
    """Make the world as of a day."""
    publication.enter_legal_topics(by=None, on=BEGAN)
    county = found("990101", Organ.Kind.COUNTY, "示例县人民政府（演示）", "示例县")
    own = found("990101001", Organ.Kind.TOWNSHIP, "示例县青河乡人民政府（演示）", "青河乡", county)
    sibling = found("990101002", Organ.Kind.TOWNSHIP, "示例县柳湾镇人民政府（演示）", "柳湾镇", county)
    village = found("990101001201", Organ.Kind.VILLAGE, "青河乡柳树湾村民委员会（演示）", "柳树湾村", own)
    desks = {name: Desk(organ, today) for name, organ in (("c", county), ("o", own), ("s", sibling), ("v", village))}
    for name, desk in desks.items():
        roles = list(Role) if name == "o" else NEEDED + COUNTY_ROLES if name == "c" else NEEDED
        for role in roles:
            desk.people[role] = appoint(desk.organ, role, f"{name}-{role.value}")
        fill(desk)
    return World(
        today=today,
        county=desks["c"],
        own=desks["o"],
        sibling=desks["s"],
        village=desks["v"],
        outside=account("outside", own),
        gone=organs.close_account(organ=own, user=appoint(own, Role.CLERK, "gone"), by=None, on=today),
        former=formerly(own, today),
        second_clerk=appoint(own, Role.CLERK, "second"),
    )


NEEDED = [Role.GROUP_LEADER, Role.OFFICE_HEAD, Role.CLERK, Role.SECRECY_REVIEWER]
COUNTY_ROLES = [Role.COUNTY_OFFICE, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]


def found(code: str, kind: Organ.Kind, name: str, short: str, parent: Organ | None = None) -> Organ:
    return organs.found_organ(
        by=None, on=BEGAN, code=code, kind=kind, name=name, short_name=short, parent=parent, area_code="990101",
        is_demo=True, office="综合办公室", phone="0000-1234567", address="演示路1号",
    )  # fmt: skip


def account(username: str, organ: Organ) -> User:
    return organs.open_account(
        organ=organ,
        username=username,
        display_name=f"演示人员{username}",
        password="correct-horse-demo",
        by=None,
        on=BEGAN,
    )


def appoint(organ: Organ, role: Role, username: str) -> User:
    user = account(username, organ)
    organs.appoint(user=user, organ=organ, role=role, by=None, on=BEGAN)
    return user


def formerly(organ: Organ, today: date) -> User:
    user = appoint(organ, Role.CLERK, "former")
    organs.end_post(post=Post.objects.get(user=user), by=None, on=today - timedelta(days=1))
    return user


# ---- one of everything


def fill(desk: Desk) -> None:
    """Give the desk something of everything; a village publishes and keeps registers, but it is no organ that replies and reports."""
    fill_items(desk)
    fill_registers(desk)
    fill_boards(desk)
    fill_lists(desk)
    fill_village(desk)
    if desk.organ.kind != Organ.Kind.VILLAGE:
        fill_requests(desk)
        fill_cases(desk)
        fill_report(desk)
        fill_reading(desk)


def fill_boards(desk: Desk) -> None:
    """Put the published item on a board, and into a batch for the library."""
    organ, clerk, at = desk.organ, desk.clerk, moment(desk.today)
    board = outreach.set_up_board(organ=organ, name="演示公开栏", place="门口", paper="a3", by=clerk, on=desk.today)
    desk.posting = outreach.prepare_posting(board=board, item=desk.items["published"], lines=["演示"], by=clerk, at=at)
    place = publication.open_channel(organ=organ, kind="reading_place", name="演示图书馆", by=clerk, on=desk.today)
    desk.supply = outreach.make_supply(channel=place, by=clerk, on=desk.today)


def fill_village(desk: Desk) -> None:
    """Give a village something disclosed and asked about."""
    if desk.organ.kind != Organ.Kind.VILLAGE:
        return
    publisher = VillagePublisherFactory.create(organ=desk.organ)
    desk.disclosure = VillageDisclosureFactory.create(
        publisher=publisher, drafted_by=desk.clerk, period_first=date(2026, 1, 1), period_last=date(2026, 1, 31)
    )
    desk.question = VillageQuestionFactory.create(disclosure=desk.disclosure, asked_on=desk.today, text="")


def fill_lists(desk: Desk) -> None:
    """Give a township or village a programme, a list that waits and one on notice with an objection; read without a child."""
    if desk.organ.kind == Organ.Kind.COUNTY:
        return
    above = desk.organ.parent if desk.organ.kind == Organ.Kind.VILLAGE else desk.organ
    program = BenefitProgramFactory.create(organ=desk.organ)
    ImpactAssessmentFactory.create(
        program=program, made_on=BEGAN, valid_until=date(2030, 1, 1), keep_until=date(2030, 1, 1),
        approved_by=desk.person(Role.GROUP_LEADER), approved_on=BEGAN,
    )  # fmt: skip
    desk.assessment = ImpactAssessmentFactory.create(program=program, made_by=desk.clerk)
    wanted = Wanted(program=program, period_from=date(2026, 1, 1), period_to=date(2026, 1, 31))
    with patch("gongkai.documents.rebuilding.lists.sandbox.run", run_here):
        for name in ("draft", "public"):
            at = moment(desk.today)
            data = workbook(people(3, village=desk.organ.short_name), heads=(*HEADS[:1], "所在地", *HEADS[2:]))
            desk.batches[name] = reading.take(
                organ=desk.organ, wanted=wanted, data=data, name="a.xlsx", by=desk.clerk, at=at
            )
    batch = desk.batches["public"]
    people_above = Post.objects.filter(organ=above, to_on=None)
    reviewer = people_above.get(role=Role.SECRECY_REVIEWER).user
    leader = people_above.get(role=Role.GROUP_LEADER).user
    batch_id = batch.pk
    benefits.submit(batch=batch, by=desk.clerk, at=moment(desk.today))
    benefits.review(batch=batch, seen_hash=batch.hash, passed=True, by=reviewer, at=moment(desk.today))
    benefits.approve(batch=batch, seen_hash=batch.hash, passed=True, by=leader, at=moment(desk.today))
    batch = BenefitBatch.objects.get(pk=batch_id)
    notice = benefits.open_notice(
        batch=batch, by=leader, at=moment(desk.today), office="综合办公室", phone="0000-1234567"
    )
    desk.objection = benefits.object_to(notice=notice, channel="online", text="演示", by=None, on=desk.today)


def draft(desk: Desk, title: str, *, attribute: str = "proactive", reason: str = "") -> DisclosureItem:
    heads = Heads(
        title=f"{desk.organ.short_name}{title}",
        kind=DisclosureItem.Kind.NOTICE,
        produced_on=desk.today - timedelta(days=2),
        disclosure_attribute=attribute,
        catalog_entry=CatalogEntry.objects.filter(organ=None).first(),
        source=desk.organ.name,
        withheld_reason=reason,
    )
    return publication.draft_item(
        organ=desk.organ, content=Content(heads, "<p>演示正文。</p>"), by=desk.clerk, at=moment(desk.today)
    )


def forward(desk: Desk, item: DisclosureItem, steps: int) -> DisclosureItem:
    """Take an item 1 = handed in, 2 = reviewed, 3 = approved, 4 = published."""
    version = item.versions.get(number=1)
    leader, at = desk.person(Role.GROUP_LEADER), moment(desk.today)
    ways = (
        lambda: publication.submit(item=item, by=desk.clerk, at=at),
        lambda: publication.review(
            item=item, version=version, review_round=Review.Round.SECRECY_REVIEW,
            conclusion=Review.Conclusion.MAY_PUBLISH, by=desk.person(Role.SECRECY_REVIEWER), at=at,
        ),
        lambda: publication.approve(item=item, version=version, by=leader, at=at),
        lambda: publication.publish(item=item, by=leader, at=at),
    )  # fmt: skip
    for way in ways[:steps]:
        way()
    return DisclosureItem.objects.get(pk=item.pk)


def fill_items(desk: Desk) -> None:
    for steps, name in enumerate(("draft", "submitted", "reviewed", "approved", "published")):
        desk.items[name] = forward(desk, draft(desk, f"演示信息{name}"), steps)
    desk.items["attached"] = draft(desk, "演示附件信息")
    publication.attach(
        item=desk.items["attached"],
        based_on=1,
        files=[upload_with_bytes(desk.organ)],
        by=desk.clerk,
        at=moment(desk.today),
    )
    desk.items["withheld"] = draft(desk, "演示内部信息", attribute="withheld", reason="内部事务信息（演示）")


def submit(desk: Desk, title: str, on: date, **more: Any) -> FoiRequest:
    return foi.receive(
        organ=desk.organ,
        by=desk.clerk,
        at=moment(on),
        channel="in_person",
        applicant=foi.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示申请人", phone="0000-1234567"),
        wanted=foi.Wanted(title=f"{desk.organ.short_name}{title}"),
        **more,
    )


def received(desk: Desk, title: str, on: date, **more: Any) -> FoiRequest:
    request = submit(desk, title, on, **more)
    facts = {"submitted_on": on.isoformat(), "submission_record": "登记簿签收"}
    foi.confirm_receipt(foi=request, by=desk.clerk, on=on, facts=facts)
    return FoiRequest.objects.get(pk=request.pk)


def suggested(desk: Desk) -> SideMatter:
    """Somebody suggests to publish something (`ogi:44.2`)."""
    matter, _code = foi.take_matter(
        organ=desk.organ,
        kind=SideMatter.Kind.PROMOTION,
        key=f"演示建议{desk.code}",
        by=None,
        at=moment(desk.today),
        applicant=foi.ApplicantData(kind=ApplicantKind.NATURAL_PERSON, name="演示建议人", phone="0000-1234567"),
        said=foi.MatterWords("演示水渠工程结算", "几个人都申请过"),
    )
    return matter


def mailed(desk: Desk) -> MailDraft | None:
    return foi.take_mail(
        organ=desk.organ,
        by=desk.clerk,
        at=moment(desk.today),
        mail=foi.Mail(
            message_id=f"<{desk.code}@example.invalid>", sender="演示寄件人", address="demo@example.invalid",
            subject=f"{desk.organ.short_name}演示邮件", text="请公开演示信息。", arrived_at=moment(desk.today),
        ),
    )  # fmt: skip


def answered(desk: Desk, request: FoiRequest, on: date) -> Letter:
    letter = foi.reply(
        foi=request,
        by=desk.clerk,
        on=on,
        outcome=Outcome.GRANTED,
        facts={"delivery": "direct", "signature": "申请人签收", **GRANTED},
        approved_by=desk.person(Role.OFFICE_HEAD),
    )
    return letter[0] if isinstance(letter, list) else letter


def fill_requests(desk: Desk) -> None:
    before = desk.today - timedelta(days=20)
    desk.requests["submitted"] = submit(desk, "演示待确认", desk.today)
    desk.requests["processing"] = received(desk, "演示办理中", before)
    desk.mail = mailed(desk)
    asked = foi.Asked(SearchOrder.Kind.SEARCH, "民政办（演示）", "请检索演示名单", desk.today)
    desk.order = foi.give_order(foi=desk.requests["processing"], by=desk.clerk, on=desk.today, asked=asked)
    desk.proposal = foi.propose(
        foi=desk.requests["processing"], event=EventKind.REPLIED, by=desk.clerk, at=moment(desk.today),
        outcome=Outcome.GRANTED, facts={"delivery": "direct", **GRANTED}, approver=desk.person(Role.OFFICE_HEAD),
    )  # fmt: skip
    desk.matter = suggested(desk)
    desk.requests["closed"] = received(desk, "演示已办结", before)
    desk.letters["closed"] = answered(desk, desk.requests["closed"], desk.today - timedelta(days=8))
    desk.requests["split"] = received(desk, "演示拆分", before)
    foi.split(foi=desk.requests["split"], by=desk.clerk, on=before, descriptions=["演示甲", "演示乙"])
    consulted = desk.requests["consulted"] = received(desk, "演示征求意见", before)
    foi.move(
        foi=consulted,
        event=EventKind.THIRD_PARTY_CONSULTED,
        by=desk.clerk,
        on=before,
        facts={"recipient": "演示企业", "ref": "1"},
    )
    readers = [desk.clerk, desk.person(Role.OFFICE_HEAD)]
    desk.requests["restricted"] = received(desk, SECRET, before, readers=readers)
    hidden = desk.requests["restricted-closed"] = received(desk, f"{SECRET}已办结", before, readers=readers)
    desk.letters["restricted"] = answered(desk, hidden, desk.today - timedelta(days=8))
    for name, request in desk.requests.items():
        desk.requests[name] = FoiRequest.objects.select_related("organ").get(pk=request.pk)


def fill_cases(desk: Desk) -> None:
    for name, letter in (("open", desk.letters["closed"]), ("restricted", desk.letters["restricted"])):
        subject = SECRET if name == "restricted" else "演示争议"
        desk.cases[name] = proceedings.open_proceeding(
            organ=desk.organ, kind=Proceeding.Kind.RECONSIDERATION, by=desk.clerk, on=desk.today - timedelta(days=2),
            forum="示例县人民政府（演示）", subject=subject, letter=letter,
        )  # fmt: skip


def fill_registers(desk: Desk) -> None:
    on, clerk = desk.today, desk.clerk
    desk.document = publication.issue_document(
        organ=desk.organ, kind="normative_document", number=f"{desk.code}〔2025〕1号", title="演示办法",
        issued_on=date(2025, 3, 3), by=clerk, on=on,
    )  # fmt: skip
    publication.record_decisions(organ=desk.organ, year=2025, kind="license", count=3, source="台账", by=clerk, on=on)
    desk.charge = publication.record_charge(
        organ=desk.organ,
        charge_item="演示收费",
        amount_yuan=Decimal(100),
        received_on=date(2025, 5, 5),
        by=clerk,
        on=on,
    )
    desk.word = publication.add_watch_word(
        organ=desk.organ, kind="title", word="王演示书记", instead="王演示同志", by=clerk, on=on
    )
    desk.plan = publication.plan_open(organ=desk.organ, year=on.year, title="演示要点", by=clerk, on=on)
    desk.point = publication.plan_add_point(plan=desk.plan, heading="演示一条", by=clerk, on=on)
    desk.task = publication.plan_add_task(
        point=desk.point, text="演示任务", lead_organ=desk.organ, due_on=on + timedelta(days=5), by=clerk, on=on
    )


def fill_reading(desk: Desk) -> None:
    """A collection with one file that could not be read: it can be shown and assigned, and nothing is started for it."""
    collection = CollectionFactory.create(organ=desk.organ, name=f"{desk.organ.short_name}演示批次")
    desk.collected = CollectedReportFactory.create(collection=collection, refused=True)
    desk.season = SeasonReportFactory.create(season__organ=desk.organ)
    desk.trusted = TrustedKeyFactory.create(organ=desk.organ)


def fill_report(desk: Desk) -> None:
    """The report of the year before last has a measure to follow up; those of last year and of this year are drafts."""
    year, on, clerk = desk.today.year - 1, desk.today, desk.clerk
    old = reporting.open_report(organ=desk.organ, year=year - 1, by=clerk, on=on)
    reporting.set_improvements(report=old, by=clerk, on=on, pairs=[("演示问题", "演示措施")])
    desk.improvement = old.improvements.get()
    for kind in SupervisionResult.Kind:
        reporting.record_supervision(
            organ=desk.organ, year=year, kind=kind, by=clerk, on=on, text="未开展（演示）", held=False
        )
    desk.report = reporting.open_report(organ=desk.organ, year=year, by=clerk, on=on)
    desk.remark = CountyCommentFactory.create(report=desk.report)
    desk.this_year = reporting.open_report(organ=desk.organ, year=year + 1, by=clerk, on=on)
