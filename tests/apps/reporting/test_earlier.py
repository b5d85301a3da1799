"""Years before this system: read from files, taken over, held against the first year here; the published corpus among them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from gongkai.apps.organs.models import Organ
from gongkai.apps.reporting import earlier, operations
from gongkai.apps.reporting.checking import check_report
from gongkai.apps.reporting.collecting import operations as collecting
from gongkai.apps.reporting.collecting.intake import Incoming
from gongkai.apps.reporting.models import Collection, EarlierReport
from gongkai.documents.reading import UnreadableReport
from gongkai.documents.reading.isolation import answer
from tests.apps.reporting import handed_over
from tests.apps.reporting.test_season import sign
from tests.documents.reading.test_corpus import CORPUS
from tests.factories.organs import OrganFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)
EAST = "示例县演示东乡人民政府"


def collected(organ: Organ, files: list[tuple[str, bytes]]) -> Collection:
    collection = collecting.open_collection(organ=organ, name="历年", by=None, at=AT)
    incoming = [Incoming(name, data) for name, data in files]
    for row in collecting.receive(collection=collection, incoming=incoming, by=None, at=AT).reports:
        found = answer(row.name, next(data for name, data in files if name == row.name))
        collecting.record_reading(report=row, found=found, by=None, at=AT)
        assert not isinstance(found, UnreadableReport) or row.name == "预算.txt"
    return collection


@pytest.fixture
def east() -> Organ:
    county = OrganFactory.create(county=True, code="88880001", name="示例县人民政府", short_name="示例县")
    return OrganFactory.create(parent=county, code="8888000101", name=EAST, short_name="演示东乡")


def test_ten_years_start_the_chain_on_day_one(east: Organ) -> None:
    files = [(f"{year}.txt", handed_over.as_text(handed_over.made(EAST, year, year))) for year in range(2021, 2023)]
    files.append(("预算.txt", handed_over.NOT_A_REPORT))
    taken = earlier.adopt(collection=collected(east, files), by=None, at=AT)
    assert sorted((one.year, one.reason) for one in taken) == [(2021, ""), (2022, "")]
    carried = handed_over.made(EAST, 2022, 2022).tables.cell3("fwd", "ct")
    assert carried
    report = operations.open_report(organ=east, year=2023, by=None, on=date(2024, 1, 5))
    chained = [finding for finding in check_report(report).findings if finding.id == "T304"]
    assert {finding.expected for finding in chained} >= {str(carried)}


def test_what_cannot_be_taken_over_is_said(east: Organ) -> None:
    sign(east, UserFactory.create())
    files = [
        ("已签.txt", handed_over.as_text(handed_over.made(EAST, 1, 2023))),
        ("未定.txt", handed_over.glued_open(EAST, 2022)),
        ("别处.txt", handed_over.as_text(handed_over.made("别县别乡人民政府", 3, 2021))),
    ]
    taken = {one.name: one.reason for one in earlier.adopt(collection=collected(east, files), by=None, at=AT)}
    assert "已在本系统签发" in taken["已签.txt"]
    assert "格未定" in taken["未定.txt"]
    assert "机构名录里没有" in taken["别处.txt"]
    assert not EarlierReport.objects.exists()
    with pytest.raises(collecting.CollectingError, match="没有读出"):
        earlier.adopt(collection=collecting.open_collection(organ=east, name="空", by=None, at=AT), by=None, at=AT)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the published corpus is not here")
def test_the_published_corpus_is_imported_and_charted(client: Client) -> None:
    """宿迁 2023 and 平潭 2022; 平潭 2021 has three cells that only a person can settle."""
    city = OrganFactory.create(kind="prefecture", code="3213", name="宿迁市人民政府", short_name="宿迁市")
    zone = OrganFactory.create(kind="county", code="350128", name="平潭综合实验区", short_name="平潭")
    paths = sorted(Path(CORPUS).glob("0*"))
    files = [(path.name, path.read_bytes()) for path in paths if path.name[:3] in ("004", "014", "015")]
    suqian = earlier.adopt(collection=collected(city, files[:1]), by=None, at=AT)
    assert [(one.organ, one.year, one.reason) for one in suqian] == [("宿迁市人民政府", 2023, "")]
    pingtan = collected(zone, files[1:])
    first = pingtan.reports.get(year=2021)
    assert first.open_cells == 3
    typed = {f"table2.normative_document.{place}": value for place, value in enumerate(("77", "5", "665"))}
    collecting.correct(report=first, typed=typed, reason="对照上下两年", by=None, at=AT)
    assert [one.reason for one in earlier.adopt(collection=pingtan, by=None, at=AT)] == ["", ""]
    version = sign(city, UserFactory.create(), 3405)
    version.report.year = 2024
    version.report.save()
    version.published_at = AT
    version.save()
    page = client.get("/xxgk/3213/reports/2024/").content.decode()
    assert "3,511" in page
    assert earlier.earlier_tables(zone)[2022].cell3("new", "ct") == 74
