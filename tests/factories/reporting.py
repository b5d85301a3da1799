"""Yearly reports and what belongs to them."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from gongkai.apps.reporting.models import AnnualReport, Explanation, Improvement, ReportVersion, SupervisionResult
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
