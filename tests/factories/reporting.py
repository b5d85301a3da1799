"""Yearly reports and what belongs to them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.reporting.content import tables_to_json
from gongkai.apps.reporting.models import (
    AnnualReport,
    CellCorrection,
    CollectedReport,
    Collection,
    CountyComment,
    CountyReview,
    EarlierReport,
    Explanation,
    Improvement,
    MemberChange,
    ReceivedPackage,
    ReportVersion,
    Season,
    SeasonReminder,
    SeasonReport,
    SigningKey,
    SupervisionResult,
    TrustedKey,
)
from gongkai.law.annual_report.model import zero_tables
from tests.factories.core import NOON, StoredFileFactory
from tests.factories.organs import OrganFactory, UserFactory


class AnnualReportFactory(DjangoModelFactory[AnnualReport]):
    """An empty draft; for a real one call `operations.open_report`."""

    class Meta:
        model = AnnualReport

    organ = factory.SubFactory(OrganFactory)
    year = 2023


class ReportVersionFactory(DjangoModelFactory[ReportVersion]):
    class Meta:
        model = ReportVersion

    report = factory.SubFactory(AnnualReportFactory)
    number = 1
    content = factory.LazyFunction(dict)
    digest = "0" * 64
    signed_by = factory.SubFactory(UserFactory)
    signed_on = date(2024, 1, 20)


class ImprovementFactory(DjangoModelFactory[Improvement]):
    class Meta:
        model = Improvement

    report = factory.SubFactory(AnnualReportFactory)
    position = factory.Sequence(lambda n: n + 1)
    problem = "公开内容更新不够及时"
    measure = "按月核对栏目并登记更新情况"


class SupervisionResultFactory(DjangoModelFactory[SupervisionResult]):
    class Meta:
        model = SupervisionResult

    organ = factory.SubFactory(OrganFactory)
    year = 2023
    kind = SupervisionResult.Kind.ASSESSMENT
    text = "全年考核4次，结果均为合格。"
    held = True


class ExplanationFactory(DjangoModelFactory[Explanation]):
    class Meta:
        model = Explanation

    report = factory.SubFactory(AnnualReportFactory)
    finding = "T208"
    where = "表二“行政许可”"
    text = "本年承接委托事项"
    by = factory.SubFactory(UserFactory)
    on = date(2024, 1, 18)


class CollectionFactory(DjangoModelFactory[Collection]):
    class Meta:
        model = Collection

    organ = factory.SubFactory(OrganFactory, county=True)
    name = "2023年度各单位年报（演示）"
    opened_at = NOON


class CollectedReportFactory(DjangoModelFactory[CollectedReport]):
    """A file that waits to be read; `refused` could not be. For a reading call `collecting.operations.record_reading`."""

    class Meta:
        model = CollectedReport

    collection = factory.SubFactory(CollectionFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"演示乡{n}2023年度报告.docx")
    file = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..collection.organ"))

    class Params:
        refused = factory.Trait(
            state="refused", refusal_code="empty", refusal="文件是空的，请重新取得后再试。", file=None
        )


class CellCorrectionFactory(DjangoModelFactory[CellCorrection]):
    class Meta:
        model = CellCorrection

    report = factory.SubFactory(CollectedReportFactory)
    cell = "table3.new.c1"
    value = "3"
    reason = "对照原文第3页"
    by = factory.SubFactory(UserFactory)
    at = NOON


class SigningKeyFactory(DjangoModelFactory[SigningKey]):
    """A key that cannot sign; for a real one call `season.keys.make_key`."""

    class Meta:
        model = SigningKey

    organ = factory.SubFactory(OrganFactory, county=True)
    public = factory.Sequence(lambda n: f"演示公钥{n}")
    made_at = NOON


class TrustedKeyFactory(DjangoModelFactory[TrustedKey]):
    class Meta:
        model = TrustedKey

    organ = factory.SubFactory(OrganFactory, county=True)
    code = factory.Sequence(lambda n: f"8888{n:04}")
    name = "示例县人民政府"
    public = factory.Sequence(lambda n: f"演示公钥{n}")
    added_at = NOON


class ReceivedPackageFactory(DjangoModelFactory[ReceivedPackage]):
    class Meta:
        model = ReceivedPackage

    organ = factory.SubFactory(OrganFactory, county=True)
    code = "88880001"
    name = "示例县人民政府"
    year = 2023
    serial = factory.Sequence(lambda n: n + 1)
    sha256 = "0" * 64
    key = "演示公钥"
    file = factory.SubFactory(StoredFileFactory, organ=factory.SelfAttribute("..organ"))
    reports = 1
    received_at = NOON


class SeasonFactory(DjangoModelFactory[Season]):
    class Meta:
        model = Season

    organ = factory.SubFactory(OrganFactory, county=True)
    year = 2023
    opened_at = NOON


class SeasonReportFactory(DjangoModelFactory[SeasonReport]):
    """A report without figures; for a real one call `season.operations.collect`."""

    class Meta:
        model = SeasonReport

    season = factory.SubFactory(SeasonFactory)
    code = factory.Sequence(lambda n: f"8888{n:04}")
    name = factory.Sequence(lambda n: f"示例县演示{n}乡人民政府")
    source = SeasonReport.Source.FILE
    source_id = 1
    digest = "0" * 64
    tables = factory.LazyFunction(lambda: {**tables_to_json(zero_tables()), "extra": {}})
    text = factory.LazyFunction(lambda: {"title": "", "preface": "", "sections": []})
    arrived_at = NOON


class MemberChangeFactory(DjangoModelFactory[MemberChange]):
    class Meta:
        model = MemberChange

    season = factory.SubFactory(SeasonFactory)
    kind = MemberChange.Kind.ABOLISHED
    name = factory.Sequence(lambda n: f"示例县演示{n}局")
    reason = "演示机构改革方案"
    at = NOON


class SeasonReminderFactory(DjangoModelFactory[SeasonReminder]):
    class Meta:
        model = SeasonReminder

    season = factory.SubFactory(SeasonFactory)
    organ = factory.SubFactory(OrganFactory)
    text = "请尽快签发年度报告。"
    at = NOON


class CountyReviewFactory(DjangoModelFactory[CountyReview]):
    class Meta:
        model = CountyReview

    report = factory.SubFactory(AnnualReportFactory)
    number = 1
    draft_number = 1
    submitted_at = NOON


class CountyCommentFactory(DjangoModelFactory[CountyComment]):
    class Meta:
        model = CountyComment

    report = factory.SubFactory(AnnualReportFactory)
    section = 1
    text = "请写明公开渠道。"
    at = NOON


class EarlierReportFactory(DjangoModelFactory[EarlierReport]):
    class Meta:
        model = EarlierReport

    organ = factory.SubFactory(OrganFactory)
    year = 2020
    tables = factory.LazyFunction(lambda: {**tables_to_json(zero_tables()), "extra": {}})
    text = factory.LazyFunction(lambda: {"title": "", "preface": "", "sections": []})
    name = "演示乡2020年度报告.docx"
    sha256 = "0" * 64
    at = NOON
