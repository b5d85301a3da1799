"""The county looks at a draft: handed over, remarked on, returned, handed over again, accepted."""

from datetime import UTC, datetime

import pytest

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.reporting import operations, reviewing
from gongkai.apps.reporting.models import AnnualReport, CountyReview
from gongkai.apps.reporting.operations import ReportError
from tests.factories.organs import OrganFactory, person

pytestmark = pytest.mark.django_db
AT = datetime(2024, 1, 20, 2, 0, tzinfo=UTC)
State = CountyReview.State


@pytest.fixture
def township() -> Organ:
    county = OrganFactory.create(county=True, code="88880001")
    return OrganFactory.create(parent=county, code="8888000101")


@pytest.fixture
def clerk(township: Organ) -> User:
    return person(township, Role.CLERK)


@pytest.fixture
def county(township: Organ) -> User:
    assert township.parent is not None
    return person(township.parent, Role.COUNTY_OFFICE)


@pytest.fixture
def report(township: Organ, clerk: User) -> AnnualReport:
    return operations.open_report(organ=township, year=2023, by=clerk, on=AT.date())


def test_a_draft_goes_back_and_forth(report: AnnualReport, clerk: User, county: User) -> None:
    reviewing.submit(report=report, by=clerk, at=AT)
    with pytest.raises(ReportError, match="已经送审"):
        reviewing.submit(report=report, by=clerk, at=AT)
    remark = reviewing.comment(report=report, section=5, text="措施不具体", by=county, at=AT)
    with pytest.raises(ReportError, match="必须写明意见"):
        reviewing.decide(report=report, state=State.RETURNED, note=" ", by=county, at=AT)
    reviewing.decide(report=report, state=State.RETURNED, note="请补充措施", by=county, at=AT)
    reviewing.answer(comment=remark, text="已补充三条", by=clerk, at=AT)
    again = reviewing.submit(report=report, by=clerk, at=AT)
    assert again.number == 2
    reviewing.decide(report=report, state=State.ACCEPTED, note="", by=county, at=AT)
    assert list(report.reviews.values_list("number", "state")) == [(2, "accepted"), (1, "returned")]
    with pytest.raises(ReportError, match="没有送审"):
        reviewing.decide(report=report, state=State.ACCEPTED, note="", by=county, at=AT)


def test_who_may_do_what(report: AnnualReport, clerk: User, county: User) -> None:
    with pytest.raises(NotPermitted):
        reviewing.submit(report=report, by=county, at=AT)
    with pytest.raises(NotPermitted):
        reviewing.comment(report=report, section=1, text="意见", by=clerk, at=AT)
    reviewing.submit(report=report, by=clerk, at=AT)
    with pytest.raises(NotPermitted):
        reviewing.decide(report=report, state=State.ACCEPTED, note="", by=clerk, at=AT)


def test_empty_words_and_wrong_places_are_refused(report: AnnualReport, clerk: User, county: User) -> None:
    for section, text in ((7, "意见"), (1, "  ")):
        with pytest.raises(ReportError, match="请选择部分"):
            reviewing.comment(report=report, section=section, text=text, by=county, at=AT)
    remark = reviewing.comment(report=report, section=0, text="意见", by=county, at=AT)
    with pytest.raises(ReportError, match="如何处理"):
        reviewing.answer(comment=remark, text="", by=clerk, at=AT)


def test_a_signed_report_is_past_that(report: AnnualReport, clerk: User, county: User) -> None:
    report.state = AnnualReport.State.SIGNED
    report.save()
    with pytest.raises(ReportError, match="已经签发"):
        reviewing.submit(report=report, by=clerk, at=AT)
    with pytest.raises(ReportError, match="已经签发"):
        reviewing.comment(report=report, section=1, text="意见", by=county, at=AT)
