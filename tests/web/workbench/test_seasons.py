"""The season at the county's desk: collect, chase, add up, draft, close; packages in and out."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.reporting.models import AnnualReport, ReceivedPackage, Season, SeasonReminder
from gongkai.apps.reporting.season import exchange, keys, operations
from gongkai.documents import packages
from tests.apps.reporting.test_season import county, report_of, sign, townships
from tests.factories.organs import UserFactory, person

__all__ = ["county", "townships"]
pytestmark = pytest.mark.django_db
BASE = "/desk/88880001/season/"
AT = datetime(2024, 2, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def supervisor(county: Organ) -> User:
    return person(county, Role.COUNTY_OFFICE, display_name="演示督查员")


@pytest.fixture
def desk(client: Client, supervisor: User, townships: list[Organ]) -> Client:
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response: Any) -> str:
    return str(response.content.decode())


def act(desk: Client, step: str, **data: Any) -> Any:
    return desk.post(f"{BASE}2023/{step}/", data, follow=True)


def test_a_season_from_opening_to_closing(desk: Client, townships: list[Organ], supervisor: User) -> None:
    assert "还没有开始汇总" in text(desk.get(BASE))
    page = text(desk.post(BASE, {"year": 2023}, follow=True))
    assert "还有 3 个单位没有报送" in page
    assert "逾期" in page
    for place, organ in enumerate(townships[:2]):
        sign(organ, UserFactory.create(), place + 1)
    page = text(act(desk, "collect"))
    assert "新收或更新 2 份，没有变化 0 份，还缺 1 份。" in page
    assert "本系统签发" in page
    assert "已提醒 1 个单位" in text(act(desk, "remind"))
    assert SeasonReminder.objects.get().by == supervisor
    sums = text(desk.get(f"{BASE}2023/sums/?cell=table3.new.ct"))
    assert "1 个单位没有报送，合计不完整" in sums
    assert townships[1].name in sums
    member = text(desk.get(f"{BASE}2023/organs/{townships[0].code}/"))
    assert "全年" in member
    assert text(act(desk, "close")).count("还缺1个单位") >= 1
    assert Season.objects.get().closed_at is None
    assert "数字已冻结" in text(act(desk, "close", note="南乡撤并中"))
    assert "已经结束" in text(act(desk, "collect"))


def test_changes_are_put_on_record_or_refused(desk: Client) -> None:
    desk.post(BASE, {"year": 2023})
    refused = act(desk, "changes", kind="merged", name="演示旧乡", into="", reason="批复")
    assert refused.status_code == 400
    assert "写明并入的单位" in text(refused)
    assert "演示旧乡" in text(act(desk, "changes", kind="abolished", name="演示旧乡", into="", reason="批复"))


def test_the_own_report_is_drafted_from_the_sum(desk: Client, townships: list[Organ], county: Organ) -> None:
    desk.post(BASE, {"year": 2023})
    assert "还没有收到下级单位的报告" in text(act(desk, "draft"))
    sign(townships[0], UserFactory.create(), 4)
    act(desk, "collect")
    assert "全年新收政府信息公开申请4件" in text(act(desk, "draft"))
    assert AnnualReport.objects.get(organ=county).rolls_up


def test_the_workbook_holds_reports_and_sums(desk: Client, townships: list[Organ]) -> None:
    import openpyxl

    desk.post(BASE, {"year": 2023})
    sign(townships[0], UserFactory.create(), 4)
    act(desk, "collect")
    answer = desk.get(f"{BASE}2023/export.xlsx")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert {"报告", "问题", "汇总2023", "未计入2023"} <= set(book.sheetnames)


def test_packages_in_and_out(desk: Client, townships: list[Organ], county: Organ) -> None:
    desk.post(BASE, {"year": 2023})
    page = text(desk.get(f"{BASE}2023/exchange/"))
    assert "还没有收到数据包" in page
    private = packages.new_key()
    sender = packages.Sender(townships[0].code, townships[0].name)
    packed = packages.PackedReport(townships[0].code, report_of(townships[0].name, 6))
    data = packages.sign_package(packages.Package(sender, 2023, 1, AT, (packed,)), private)

    def send(content: bytes) -> str:
        return text(act(desk, "receive", package=SimpleUploadedFile("包.json", content)))

    assert "不是由登记的密钥签名的" in send(data)
    assert "公钥应为" in text(act(desk, "trust", code=sender.code, name=sender.name, public="短"))
    act(desk, "trust", code=sender.code, name=sender.name, public=packages.public_key(private))
    assert "第 1 号数据包" in send(data)
    assert "已经接收过" in send(data)
    assert "文件不完整" in send(data[:200])
    assert ReceivedPackage.objects.count() == 1
    assert "还没有签名密钥" in text(desk.post(f"{BASE}2023/issue/"))
    act(desk, "key")
    issued = desk.post(f"{BASE}2023/issue/")
    public = keys.SigningKey.objects.get(organ=county).public
    assert packages.verify_package(issued.content, [public]).package.total is not None
    key = county.trusted_keys.get()
    act(desk, f"trust/{key.pk}/revoke")
    assert not county.trusted_keys.filter(revoked_at__isnull=True).exists()


def test_a_township_neither_sees_nor_does_it(client: Client, townships: list[Organ], county: Organ) -> None:
    operations.open_season(organ=county, year=2023, by=None, at=AT)
    client.force_login(person(townships[0], Role.CLERK), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{BASE}2023/").status_code == 403
    assert client.post(f"{BASE}2023/collect/").status_code == 403
    assert exchange.COUNTER == "report_package"


def test_any_two_reports_are_compared(desk: Client, townships: list[Organ]) -> None:
    one, other = (sign(organ, UserFactory.create(), place + 2) for place, organ in enumerate(townships[:2]))
    base = "/desk/88880001/reports/compare/"
    assert "选好两份报告" in text(desk.get(base))
    page = text(desk.get(f"{base}?a=v{one.pk}&b=v{other.pk}"))
    assert "+50.0%" in page
    shape = desk.get(f"{base}?a=v{one.pk}&b=v{other.pk}&format=json").json()
    assert shape["cells"][0]["growth_percent"] == 50.0
    assert [desk.get(f"{base}?a={key}").status_code for key in ("v999999", "x1", "c1", "d1", "v")] == [404] * 5


def test_what_is_out_of_reach_is_not_compared(client: Client, townships: list[Organ]) -> None:
    foreign = sign(townships[1], UserFactory.create(), 2)
    client.force_login(person(townships[0], Role.CLERK), backend="django.contrib.auth.backends.ModelBackend")
    base = f"/desk/{townships[0].code}/reports/compare/"
    assert client.get(base).status_code == 200
    assert client.get(f"{base}?a=v{foreign.pk}").status_code == 404
