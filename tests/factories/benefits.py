"""Programmes, lists, notices; made-up people in a workbook; and a small county of a township and a village that takes a list the whole way."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import factory
import xlsxwriter
from factory.django import DjangoModelFactory

from gongkai.apps.benefits import operations, reading
from gongkai.apps.benefits.models import (
    BankReturn,
    BatchPart,
    BatchReview,
    BenefitBatch,
    BenefitProgram,
    ComplaintStatus,
    ImpactAssessment,
    ListScan,
    Objection,
    PublicNotice,
    RegisterEntry,
)
from gongkai.apps.benefits.operations.batches import Wanted
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.law.privacy import id_check_character
from tests.factories.core import StoredFileFactory
from tests.factories.organs import OrganFactory, UserFactory, person

DAY = date(2026, 3, 3)
NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
HEADS = ("序号", "村", "村民小组", "姓名", "身份证号", "联系电话", "一卡通账号", "面积", "金额")
STANDARD = Decimal(120)
NAMES = ("马国强", "王秀英", "李建军", "张玉兰", "刘志芳", "陈小红")


class BenefitProgramFactory(DjangoModelFactory[BenefitProgram]):
    class Meta:
        model = BenefitProgram

    organ = factory.SubFactory(OrganFactory)
    kind = "program.farm_subsidy"
    name = factory.Sequence(lambda n: f"演示补贴{n}")
    basis = "演示县农发〔2026〕1号"


class ImpactAssessmentFactory(DjangoModelFactory[ImpactAssessment]):
    class Meta:
        model = ImpactAssessment

    program = factory.SubFactory(BenefitProgramFactory)
    purpose = impact = measures = "演示"
    made_on = DAY
    valid_until = date(2029, 3, 3)
    keep_until = date(2029, 3, 3)
    made_by = factory.SubFactory(UserFactory)


class BenefitBatchFactory(DjangoModelFactory[BenefitBatch]):
    """A list that is being read, without rows; for a real one call `reading.begin`."""

    class Meta:
        model = BenefitBatch

    organ = factory.SubFactory(OrganFactory)
    program = factory.SubFactory(BenefitProgramFactory, organ=factory.SelfAttribute("..organ"))
    public_key = factory.Sequence(lambda n: f"key{n:09}")
    period_from = date(2026, 1, 1)
    period_to = date(2026, 12, 31)
    source = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..organ"))
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = NOON


class BatchPartFactory(DjangoModelFactory[BatchPart]):
    class Meta:
        model = BatchPart

    batch = factory.SubFactory(BenefitBatchFactory)
    number = factory.Sequence(lambda n: n + 1)
    count = 1
    rows = ""
    prints = bytes(16)
    digest = "0" * 64


class BatchReviewFactory(DjangoModelFactory[BatchReview]):
    class Meta:
        model = BatchReview

    batch = factory.SubFactory(BenefitBatchFactory)
    round = BatchReview.Round.REVIEW
    batch_hash = "0" * 64
    passed = True
    by = factory.SubFactory(UserFactory)
    at = NOON


class PublicNoticeFactory(DjangoModelFactory[PublicNotice]):
    class Meta:
        model = PublicNotice

    batch = factory.SubFactory(BenefitBatchFactory)
    organ = factory.SelfAttribute("batch.organ")
    starts_on = DAY
    ends_on = date(2026, 3, 12)
    office = "综合办公室"
    phone = "0000-1234567"
    opened_by = factory.SubFactory(UserFactory)
    opened_at = NOON


class ObjectionFactory(DjangoModelFactory[Objection]):
    class Meta:
        model = Objection

    notice = factory.SubFactory(PublicNoticeFactory)
    number = factory.Sequence(lambda n: n + 1)
    code = factory.Sequence(lambda n: f"{n:016}")
    channel = Objection.Channel.PHONE
    received_on = DAY
    text = "演示"


class RegisterEntryFactory(DjangoModelFactory[RegisterEntry]):
    class Meta:
        model = RegisterEntry

    organ = factory.SubFactory(OrganFactory)
    print = factory.Sequence(lambda n: f"{n:032x}")
    kind = RegisterEntry.Kind.DECEASED
    since_on = DAY
    source = "演示通报"


class BankReturnFactory(DjangoModelFactory[BankReturn]):
    class Meta:
        model = BankReturn

    batch = factory.SubFactory(BenefitBatchFactory)
    row = factory.Sequence(lambda n: n + 2)
    amount = Decimal(100)
    reason = "账号户名不符（演示）"
    returned_on = DAY


class ListScanFactory(DjangoModelFactory[ListScan]):
    class Meta:
        model = ListScan

    notice = factory.SubFactory(PublicNoticeFactory)
    at = NOON
    places = 3


class ComplaintStatusFactory(DjangoModelFactory[ComplaintStatus]):
    class Meta:
        model = ComplaintStatus

    organ = factory.SubFactory(OrganFactory)
    platform = "small_power"
    reference = factory.Sequence(lambda n: f"演示{n:06}")
    state = "办理中"
    changed_on = DAY


# ---- made-up people


def identity_number(seed: int, *, area: str = "640423", year: int = 0) -> str:
    """Give an identity number that nobody holds on purpose: right form and check character, chosen by a seed."""
    dice = random.Random(seed)
    body = f"{area}{year or dice.randrange(1945, 2000)}{dice.randrange(1, 13):02}{dice.randrange(1, 29):02}{seed % 1000:03}"
    return body + id_check_character(body)


def people(count: int, *, village: str, seed: int = 1) -> list[list[Any]]:
    """Give rows of a list in the order of HEADS; amount = 120 × area."""
    rows: list[list[Any]] = []
    for at in range(count):
        number = seed * 1000 + at
        area = 1 + number % 20
        rows.append(
            [
                at + 1, village, f"{at % 4 + 1}组", NAMES[at % len(NAMES)], identity_number(number),
                f"139{number:08}", f"62284812{number:011}", area, float(STANDARD * area),
            ]
        )  # fmt: skip
    return rows


def workbook(
    rows: Sequence[Sequence[Any]], heads: Sequence[str] = HEADS, change: Callable[[Any, Any], None] | None = None
) -> bytes:
    """Write a list as Excel; `change` gets book and sheet to hide something in it."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("名单")
    for at, row in enumerate([heads, *rows]):
        sheet.write_row(at, 0, row)
    if change is not None:
        change(book, sheet)
    book.close()
    return out.getvalue()


# ---- a township and its village


@dataclass
class Village:
    """A township with its people, a village with its accountant, and a programme that may publish."""

    county: Organ
    township: Organ
    village: Organ
    accountant: User
    clerk: User
    reviewer: User
    head: User
    leader: User
    program: BenefitProgram
    at: datetime = NOON

    @classmethod
    def build(cls, **program: Any) -> "Village":
        """Make it all; the programme has an approved assessment."""
        county = OrganFactory.create(county=True, area_code="640423")
        township = OrganFactory.create(
            parent=county, area_code="640423", office="综合办公室", phone="0000-1234567", address="演示路1号"
        )
        village = OrganFactory.create(
            village=True, parent=township, area_code="640423", short_name="柳树湾村", name="柳树湾村村民委员会"
        )
        made = cls(
            county=county,
            township=township,
            village=village,
            accountant=person(village, Role.VILLAGE_CLERK),
            clerk=person(township, Role.CLERK),
            reviewer=person(township, Role.SECRECY_REVIEWER),
            head=person(township, Role.OFFICE_HEAD),
            leader=person(township, Role.GROUP_LEADER),
            program=BenefitProgramFactory.create(
                **{"organ": township, "name": "耕地地力保护补贴（演示）", "standard": STANDARD, **program}
            ),
        )
        made.assess(made.program)
        return made

    def assess(self, program: BenefitProgram) -> None:
        """Write and approve the impact assessment."""
        made = operations.assess(
            program=program, purpose="演示", impact="演示", measures="演示", by=self.clerk, on=DAY - timedelta(days=1)
        )
        operations.approve_assessment(assessment=made, by=self.leader, on=DAY - timedelta(days=1))

    def wanted(self, **more: Any) -> Wanted:
        """Say what a list is."""
        plain: dict[str, Any] = {
            "program": self.program, "period_from": date(2026, 1, 1), "period_to": date(2026, 12, 31),
        }  # fmt: skip
        return Wanted(**{**plain, **more})

    def upload(self, data: bytes, *, name: str = "名单.xlsx", organ: Organ | None = None, **more: Any) -> BenefitBatch:
        """Upload a list and read it to its end."""
        by = self.clerk if organ == self.township else self.accountant
        return reading.take(
            organ=organ or self.village, wanted=self.wanted(**more), data=data, name=name, by=by, at=self.at
        )

    def list_of(self, count: int = 6, **more: Any) -> BenefitBatch:
        """Upload a good list."""
        return self.upload(workbook(people(count, village="柳树湾村")), **more)

    def forward(self, batch: BenefitBatch) -> BenefitBatch:
        """Hand in, review and approve."""
        by = self.accountant if batch.organ_id == self.village.pk else self.clerk
        operations.submit(batch=batch, by=by, at=self.at)
        operations.review(batch=batch, seen_hash=batch.hash, passed=True, by=self.reviewer, at=self.at)
        operations.approve(batch=batch, seen_hash=batch.hash, passed=True, by=self.leader, at=self.at)
        return BenefitBatch.objects.get(pk=batch.pk)

    def public(self, batch: BenefitBatch | None = None) -> PublicNotice:
        """Take a list the whole way to its notice."""
        return operations.open_notice(batch=self.forward(batch or self.list_of()), by=self.leader, at=self.at)
