"""A county's season: reports from desks, files and packages; who is missing; sums; refusals that change nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gongkai.apps.core.models import Event
from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.organs.permissions import NotPermitted
from gongkai.apps.reporting import operations as reporting
from gongkai.apps.reporting.checking import check_report, current_report
from gongkai.apps.reporting.collecting import operations as collecting
from gongkai.apps.reporting.collecting.intake import Incoming
from gongkai.apps.reporting.content import tables_to_json, text_to_json
from gongkai.apps.reporting.models import (
    MemberChange,
    ReceivedPackage,
    ReportVersion,
    Season,
    SeasonReminder,
    SeasonReport,
)
from gongkai.apps.reporting.season import exchange, keys, operations
from gongkai.apps.reporting.season.members import expected
from gongkai.apps.reporting.season.summing import facts_for_roll_up, total_of, total_stored
from gongkai.documents import packages
from gongkai.documents.reading import read_report
from gongkai.documents.writing import digest
from gongkai.law.annual_report.model import OrganKind, Report, zero_tables
from tests.apps.reporting import handed_over
from tests.factories.organs import OrganFactory, person
from tests.factories.reporting import AnnualReportFactory
from tests.law.annual_report.samples import yanshi_report

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2024, 2, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def county() -> Organ:
    return OrganFactory.create(county=True, code="88880001", name="示例县人民政府", short_name="示例县")


@pytest.fixture
def townships(county: Organ) -> list[Organ]:
    return [
        OrganFactory.create(
            parent=county, code=f"888800010{n}", name=f"示例县演示{name}人民政府", short_name=f"演示{name}"
        )
        for n, name in enumerate(("东乡", "西乡", "南乡"))
    ]


@pytest.fixture
def office(county: Organ) -> User:
    return person(county, Role.COUNTY_OFFICE)


@pytest.fixture
def season(county: Organ, townships: list[Organ], office: User) -> Season:
    return operations.open_season(organ=county, year=2023, by=office, at=AT)


def report_of(organ: str, new: int = 0) -> Report:
    tables = zero_tables()
    for row in ("new", "g", "tot"):
        tables = tables.with_cell3(row, "c1", new).with_cell3(row, "ct", new)
    title = f"{organ}2023年政府信息公开工作年度报告"
    return replace(yanshi_report(), organ=organ, title=title, year=2023, tables=tables, organ_kind=OrganKind.TOWNSHIP)


def sign(organ: Organ, by: User, new: int = 0, number: int = 1) -> ReportVersion:
    """Put a signed version on the organ's desk."""
    report = report_of(organ.name, new)
    assert report.tables is not None
    content = {**text_to_json(report), "organ": organ.name, "tables": tables_to_json(report.tables), "contact": []}
    annual = organ.annual_reports.filter(year=2023).first() or AnnualReportFactory.create(
        organ=organ, year=2023, state="signed"
    )
    return ReportVersion.objects.create(
        report=annual, number=number, content=content, digest=digest(report), signed_by=by,
        signed_on=date(2024, 1, 20), reason="更正" if number > 1 else "",
    )  # fmt: skip


# -- collecting ------------------------------------------------------------------------------------------------------------------


def test_who_is_missing_is_said_with_the_days(season: Season) -> None:
    assert [one.organ.short_name for one in expected(season)] == ["演示东乡", "演示西乡", "演示南乡"]
    assert expected(season)[0].due_on == date(2024, 1, 31)
    assert expected(season)[0].days_late(date(2024, 2, 20)) == 20
    assert expected(season)[0].days_late(date(2024, 1, 2)) == 0
    assert total_of(season).missing == ["示例县演示东乡人民政府", "示例县演示西乡人民政府", "示例县演示南乡人民政府"]


def test_reports_come_from_desks_and_files_and_a_desk_goes_first(
    season: Season, townships: list[Organ], office: User
) -> None:
    east, west, _south = townships
    sign(east, office, 3)
    collection = collecting.open_collection(organ=season.organ, name="各乡镇", by=office, at=AT)
    files = [
        Incoming(f"{organ.short_name}.txt", handed_over.as_text(handed_over.made(organ.name, 20 + n)))
        for n, organ in enumerate((east, west))
    ]
    for row in collecting.receive(collection=collection, incoming=files, by=office, at=AT).reports:
        data = files[row.position - 1].data
        collecting.record_reading(report=row, found=read_report(data, row.name), by=office, at=AT)
    seen: list[str] = []
    collected = operations.collect(season=season, by=office, at=AT, step=seen.append)
    assert set(collected.changed) == set(seen) == {east.name, west.name}
    assert collected.missing == ["示例县演示南乡人民政府"]
    assert dict(season.reports.values_list("name", "source")) == {east.name: "desk", west.name: "file"}
    again = operations.collect(season=season, by=office, at=LATER)
    assert (again.changed, again.unchanged) == ([], 2)


def test_the_sum_is_that_of_its_parts_and_each_part_is_shown(
    season: Season, townships: list[Organ], office: User
) -> None:
    for place, organ in enumerate(townships):
        sign(organ, office, place + 1)
    operations.collect(season=season, by=office, at=AT)
    total = total_of(season)
    assert total.is_complete
    assert total.tables.cell3("new", "ct") == 6
    assert next((row.name, value) for row, value in total.shares("3", "new", "c1")) == (townships[2].name, 3)


def test_a_corrected_report_replaces_the_old_one(season: Season, townships: list[Organ], office: User) -> None:
    sign(townships[0], office, 3)
    operations.collect(season=season, by=office, at=AT)
    sign(townships[0], office, 4, number=2)
    assert operations.collect(season=season, by=office, at=LATER).changed == [townships[0].name]
    assert (season.reports.get().version, total_of(season).tables.cell3("new", "ct")) == (2, 4)


def test_faults_are_found_and_counted(season: Season, townships: list[Organ], office: User) -> None:
    version = sign(townships[0], office, 3)
    version.content["tables"]["table3"][0][6] = 4
    version.save()
    operations.collect(season=season, by=office, at=AT)
    row = season.reports.get()
    assert row.errors >= 1
    assert any(finding["id"] == "T301" for finding in row.findings)


def test_only_the_county_office_collects(season: Season, townships: list[Organ]) -> None:
    with pytest.raises(NotPermitted):
        operations.collect(season=season, by=person(townships[0], Role.CLERK), at=AT)


def test_a_year_that_runs_cannot_be_added_up(county: Organ, office: User, townships: list[Organ]) -> None:
    with pytest.raises(operations.SeasonError, match="还没有结束"):
        operations.open_season(organ=county, year=2024, by=office, at=AT)
    with pytest.raises(operations.SeasonError, match="不汇总"):
        operations.open_season(organ=townships[0], year=2023, by=None, at=AT)


# -- reminding, changes, closing ---------------------------------------------------------------------------------------------------


def test_only_those_who_are_missing_are_reminded(season: Season, townships: list[Organ], office: User) -> None:
    sign(townships[0], office)
    operations.collect(season=season, by=office, at=AT)
    operations.remind(season=season, organs=townships, by=office, at=AT)
    assert set(SeasonReminder.objects.values_list("organ__short_name", flat=True)) == {"演示西乡", "演示南乡"}
    assert "已逾期20天" in SeasonReminder.objects.latest("pk").text
    with pytest.raises(operations.SeasonError, match="没有需要提醒"):
        operations.remind(season=season, organs=townships[:1], by=office, at=AT)


def test_a_merged_organ_brings_its_figures_of_last_year(
    county: Organ, season: Season, townships: list[Organ], office: User
) -> None:
    """T304: what two organs carried out is what their successor carries in."""
    before = operations.open_season(organ=county, year=2022, by=office, at=AT)
    for name, fwd in ((townships[0].name, 1), ("示例县演示旧乡人民政府", 2)):
        tables = zero_tables().with_cell3("fwd", "c1", fwd).with_cell3("fwd", "ct", fwd)
        SeasonReport.objects.create(
            season=before, code=f"9{fwd}", name=name, source="file", source_id=1, digest="0" * 64, arrived_at=AT,
            tables={**tables_to_json(tables), "extra": {}}, text={"title": "", "preface": "", "sections": []},
        )  # fmt: skip
    change = {"kind": MemberChange.Kind.MERGED, "name": "示例县演示旧乡人民政府", "into": townships[0].name}
    operations.record_change(season=season, **change, reason="演示区划调整批复", by=office, at=AT)
    sign(townships[0], office)
    operations.collect(season=season, by=office, at=AT)
    found = [finding for finding in season.reports.get().findings if finding["id"] == "T304"]
    assert [finding["expected"] for finding in found] == ["3", "3"]
    assert facts_for_roll_up(season, date(2024, 2, 20)).changes == {"示例县演示旧乡人民政府": "演示区划调整批复"}
    with pytest.raises(operations.SeasonError, match="并入"):
        operations.record_change(season=season, **{**change, "into": ""}, reason="无", by=office, at=AT)


def test_closing_keeps_the_sum_and_nothing_changes_after(season: Season, townships: list[Organ], office: User) -> None:
    with pytest.raises(operations.SeasonError, match="还没有收到"):
        operations.close(season=season, by=office, at=AT)
    sign(townships[0], office, 5)
    operations.collect(season=season, by=office, at=AT)
    with pytest.raises(operations.SeasonError, match="还缺2个单位"):
        operations.close(season=season, by=office, at=AT)
    operations.close(season=season, by=office, at=AT, note="西乡、南乡撤并中")
    season.refresh_from_db()
    sign(townships[1], office, 7)
    with pytest.raises(operations.SeasonError, match="已经结束"):
        operations.collect(season=season, by=office, at=LATER)
    assert total_stored(season).cell3("new", "ct") == 5


# -- the report of the one that adds up -------------------------------------------------------------------------------------------


def test_the_countys_report_is_drafted_from_the_sum_and_checked_against_it(
    season: Season, townships: list[Organ], office: User
) -> None:
    with pytest.raises(reporting.ReportError, match="还没有收到"):
        reporting.open_roll_up(season=season, by=office, at=AT)
    for place, organ in enumerate(townships[:2]):
        sign(organ, office, place + 1)
    operations.collect(season=season, by=office, at=AT)
    report = reporting.open_roll_up(season=season, by=office, at=AT)
    current = current_report(report)
    assert current.tables is not None
    assert current.tables.cell3("new", "ct") == 3
    assert "全年新收政府信息公开申请3件" in current.sections[0].text
    assert "含下级2个单位" in current.sections[0].text
    found = check_report(report, on=date(2024, 2, 20))
    assert [finding.where for finding in found.findings if finding.id == "R02"] == [townships[2].name]
    sign(townships[2], office, 4)
    operations.collect(season=season, by=office, at=LATER)
    again = reporting.redraft(report=report, by=None, on=date(2024, 2, 25))
    assert "全年新收政府信息公开申请7件" in current_report(again).sections[0].text
    ids = {finding.id for finding in check_report(again, on=date(2024, 2, 25)).findings}
    assert not ids & {"R01", "R02", "X01", "T315"}


# -- packages ----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def prefecture() -> Organ:
    return OrganFactory.create(kind="prefecture", code="8888", name="示例市人民政府", short_name="示例市")


@pytest.fixture
def above(prefecture: Organ) -> User:
    return person(prefecture, Role.COUNTY_OFFICE)


@pytest.fixture
def sent(season: Season, townships: list[Organ], office: User, prefecture: Organ, above: User) -> bytes:
    """The county's package, with its key known at the prefecture."""
    key = keys.make_key(organ=season.organ, by=office, at=AT)
    assert "PRIVATE" not in key.sealed
    keys.trust_key(organ=prefecture, code=season.organ.code, name=season.organ.name, public=key.public, by=above, at=AT)
    for place, organ in enumerate(townships):
        sign(organ, office, place + 1)
    operations.collect(season=season, by=office, at=AT)
    return exchange.issue(organ=season.organ, year=2023, by=office, at=AT)


def test_a_second_level_adds_up_packages_only(prefecture: Organ, above: User, sent: bytes) -> None:
    received = exchange.receive(organ=prefecture, data=sent, by=above, at=AT)
    assert (received.new, received.record.reports) == (True, 3)
    upper = Season.objects.get(organ=prefecture)
    row = upper.reports.get()
    assert (row.name, row.source, row.organ) == ("示例县人民政府", "package", None)
    assert total_of(upper).tables.cell3("new", "ct") == 6


def test_the_same_package_twice_is_one(prefecture: Organ, above: User, sent: bytes) -> None:
    exchange.receive(organ=prefecture, data=sent, by=above, at=AT)
    events = Event.objects.count()
    assert exchange.receive(organ=prefecture, data=sent, by=above, at=LATER).new is False
    assert ReceivedPackage.objects.count() == 1
    assert Event.objects.count() == events


def refusal(organ: Organ, data: bytes, by: User) -> str:
    """Give the code of a refusal, having seen that nothing was written."""
    before = (Event.objects.count(), ReceivedPackage.objects.count(), SeasonReport.objects.count())
    with pytest.raises(packages.PackageError) as error:
        exchange.receive(organ=organ, data=data, by=by, at=LATER)
    assert (Event.objects.count(), ReceivedPackage.objects.count(), SeasonReport.objects.count()) == before
    return error.value.code


def test_an_older_package_is_a_replay(
    prefecture: Organ, above: User, sent: bytes, season: Season, office: User
) -> None:
    newer = exchange.issue(organ=season.organ, year=2023, by=office, at=LATER)
    exchange.receive(organ=prefecture, data=newer, by=above, at=LATER)
    assert refusal(prefecture, sent, above) == "replayed"


def test_a_package_by_another_key_is_refused(
    prefecture: Organ, above: User, sent: bytes, season: Season, office: User
) -> None:
    keys.make_key(organ=season.organ, by=office, at=LATER)
    foreign = exchange.issue(organ=season.organ, year=2023, by=office, at=LATER)
    assert refusal(prefecture, foreign, above) == "other_key"
    keys.revoke_key(key=prefecture.trusted_keys.get(), by=above, at=LATER)
    assert refusal(prefecture, sent, above) == "other_key"


def test_truncated_and_later_packages_are_refused(prefecture: Organ, above: User, sent: bytes) -> None:
    assert refusal(prefecture, sent[: len(sent) // 2], above) == "truncated"
    assert refusal(prefecture, sent.replace(b'"version":1,"year"', b'"version":9,"year"'), above) != ""


def test_one_report_of_a_township_comes_as_a_package_too(season: Season, townships: list[Organ], office: User) -> None:
    """The township has an installation of its own; its code is known here."""
    report = report_of(townships[0].name, 9)
    private = packages.new_key()
    public = packages.public_key(private)
    keys.trust_key(organ=season.organ, code=townships[0].code, name="演示东乡", public=public, by=office, at=AT)
    sender = packages.Sender(townships[0].code, townships[0].name)
    package = packages.Package(sender, 2023, 1, AT, (packages.PackedReport(townships[0].code, report),))
    exchange.receive(organ=season.organ, data=packages.sign_package(package, private), by=office, at=AT)
    assert season.reports.get().organ == townships[0]
    other = packages.PackedReport(townships[1].code, report_of(townships[1].name, 9))
    meddling = packages.sign_package(replace(package, serial=2, reports=(other,)), private)
    assert refusal(season.organ, meddling, office) == "not_its_own"
    sign(townships[0], office, 4)
    operations.collect(season=season, by=office, at=LATER)
    assert season.reports.get().source == "desk"


def test_without_a_key_nothing_is_sent(season: Season, office: User) -> None:
    with pytest.raises(operations.SeasonError, match="还没有签名密钥"):
        exchange.issue(organ=season.organ, year=2023, by=office, at=AT)
