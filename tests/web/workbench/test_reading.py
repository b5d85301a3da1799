"""The reading desk: drop files, see organs and findings, open a figure beside its source, put it right, take everything out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from gongkai.apps.organs.models import Organ, Role, User
from gongkai.apps.reporting.collecting import reading
from gongkai.apps.reporting.models import CellCorrection, CollectedReport, Collection
from gongkai.documents.reading.isolation import answer
from tests.apps.reporting import handed_over
from tests.browsing import SIZES, axe, sideways
from tests.factories.organs import OrganFactory, person

pytestmark = pytest.mark.django_db
NAMES = ("东乡", "西乡", "南乡", "北乡", "上乡", "下乡", "左乡", "右乡", "里镇", "外镇")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Read in this process; one test reads in children as the desk does."""
    if "in_children" not in request.node.name:

        def read_here(jobs: Any, **how: Any) -> Iterator[tuple[str, Any]]:
            yield from ((name, answer(name, source)) for name, source in jobs)

        monkeypatch.setattr(reading, "read_each", read_here)


@pytest.fixture
def county() -> Organ:
    return OrganFactory.create(county=True, code="88880001", name="示例县人民政府", short_name="示例县")


@pytest.fixture
def townships(county: Organ) -> list[Organ]:
    return [
        OrganFactory.create(parent=county, name=f"示例县演示{name}人民政府", short_name=f"演示{name}") for name in NAMES
    ]


@pytest.fixture
def supervisor(county: Organ) -> User:
    return person(county, Role.COUNTY_OFFICE, display_name="演示督查员")


@pytest.fixture
def desk(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def drop(desk: Client, given: list[tuple[str, bytes]], address: str = "/desk/88880001/reading/", **data: str) -> Any:
    uploads = [SimpleUploadedFile(name, content) for name, content in given]
    return desk.post(address, {"uploads": uploads, **data}, follow=True)


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def opened(desk: Client, townships: list[Organ]) -> CollectedReport:
    """A dropped report with three open cells."""
    drop(desk, [("连写.txt", handed_over.glued_open(townships[0].name))])
    return CollectedReport.objects.get()


def address_of(report: CollectedReport, *more: str) -> str:
    return "/".join(["/desk/88880001/reading", str(report.collection_id), str(report.pk), *more]) + "/"


# -- dropping files --------------------------------------------------------------------------------------------------------------


def test_thirteen_files_are_read_in_children_and_listed(desk: Client, townships: list[Organ]) -> None:
    response = drop(desk, handed_over.thirteen([organ.name for organ in townships]), name="2023年度各乡镇年报")
    page = text_of(response)
    assert "2023年度各乡镇年报" in page
    for organ in townships:
        assert organ.name in page
    assert page.count("读取并证明") >= 9
    assert "文档设有打开密码，请去掉密码后重试。" in page
    assert "未找到政府信息公开年度报告的三张表" in page
    assert "3 格未定" in page
    collection = Collection.objects.get()
    assert {report.state for report in collection.reports.all()} == {"proved", "partly", "refused"}


def test_what_waits_is_read_on_by_the_page(
    desk: Client, townships: list[Organ], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gongkai.apps.reporting.collecting.reading.SECONDS", 0)
    monkeypatch.setattr(reading.read_waiting, "__kwdefaults__", {"seconds": 0, "workers": 1})
    files = [
        (f"{organ.short_name}.txt", handed_over.as_text(handed_over.made(organ.name, 20 + n)))
        for n, organ in enumerate(townships[:3])
    ]
    page = text_of(drop(desk, files))
    assert "还有 2 个文件没有读完（共 3 个）" in page
    assert 'hx-trigger="load' in page
    address = f"/desk/88880001/reading/{Collection.objects.get().pk}/read/"
    desk.post(address)
    page = text_of(desk.post(address, follow=True))
    assert "没有读完" not in page
    assert CollectedReport.objects.exclude(findings=[]).count() == 3


def test_without_a_file_the_form_says_so(desk: Client) -> None:
    response = desk.post("/desk/88880001/reading/", {"name": "空"})
    assert response.status_code == 400
    assert "请选择文件" in text_of(response)
    assert not Collection.objects.exists()


def test_too_much_at_once_is_refused_before_it_is_read(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.web.workbench.forms.reading.MOST_TOTAL_BYTES", 3)
    assert "请分批提交" in text_of(drop(desk, [("a.txt", b"1234")]))


def test_a_second_submission_makes_no_second_collection(desk: Client) -> None:
    for _ in range(2):
        drop(desk, [("预算.txt", handed_over.NOT_A_REPORT)], once="same-token")
    assert Collection.objects.count() == 1


def test_more_files_join_a_collection_and_known_ones_are_told(
    desk: Client, opened: CollectedReport, townships: list[Organ]
) -> None:
    address = f"/desk/88880001/reading/{opened.collection_id}/files/"
    more = ("新.txt", handed_over.as_text(handed_over.made(townships[1].name, 21)))
    page = text_of(drop(desk, [("再来.txt", handed_over.glued_open(townships[0].name)), more], address))
    assert "1 个文件已经在这一批里" in page
    assert opened.collection.reports.count() == 2


def test_lists_are_narrowed_and_sorted(desk: Client, opened: CollectedReport, townships: list[Organ]) -> None:
    address = f"/desk/88880001/reading/{opened.collection_id}/"
    drop(desk, [("预算.txt", handed_over.NOT_A_REPORT)], f"{address}files/")
    refused = text_of(desk.get(f"{address}?show=refused"))
    assert "预算.txt" in refused
    assert "连写.txt" not in refused
    for query in ("?sort=organ", "?sort=-errors", "?sort=year&page=9", "?show=nonsense", "?sort=nonsense"):
        assert desk.get(address + query).status_code == 200


def test_a_collection_is_renamed(desk: Client, opened: CollectedReport) -> None:
    address = f"/desk/88880001/reading/{opened.collection_id}/name/"
    assert "改好的名称" in text_of(desk.post(address, {"name": "改好的名称"}, follow=True))
    assert "名称不能为空" in text_of(desk.post(address, {"name": " "}, follow=True))


def test_other_roles_and_other_organs_do_not_see_it(
    client: Client, opened: CollectedReport, townships: list[Organ]
) -> None:
    address = f"/desk/88880001/reading/{opened.collection_id}/"
    for who, status in ((person(townships[0], Role.CLERK), 404), (person(townships[0], Role.SECRECY_REVIEWER), 403)):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(address).status_code == status
        assert client.get(address_of(opened)).status_code == status
        assert client.post(address_of(opened, "correct"), {"cell": "table3.new.c1"}).status_code == status


def test_a_clerk_reads_the_own_years(client: Client, townships: list[Organ]) -> None:
    organ = townships[0]
    client.force_login(person(organ, Role.CLERK), backend="django.contrib.auth.backends.ModelBackend")
    years = [(f"{year}.txt", handed_over.as_text(handed_over.made(organ.name, year, year))) for year in (2022, 2023)]
    page = text_of(drop(client, years, f"/desk/{organ.code}/reading/"))
    assert "2022" in page
    assert "读取年报" in page


# -- one report ------------------------------------------------------------------------------------------------------------------


def test_every_figure_leads_to_where_it_stood(desk: Client, opened: CollectedReport) -> None:
    page = text_of(desk.get(address_of(opened)))
    assert page.count("?cell=table3.") >= 175
    assert page.count("?cell=table4.") == 15
    assert "未定" in page
    cell = text_of(desk.get(address_of(opened), {"cell": "table3.tot.ct"}))
    assert "数字连写，只有一种切法满足勾稽关系" in cell
    assert "<mark>" in cell
    assert "第1行" in cell


def test_the_panel_alone_is_sent_to_htmx(desk: Client, opened: CollectedReport) -> None:
    whole = desk.get(address_of(opened), {"cell": "table3.tot.ct"})
    part = desk.get(address_of(opened), {"cell": "table3.tot.ct"}, headers={"HX-Request": "true", "HX-Target": "cell"})
    assert text_of(part).lstrip().startswith("<section")
    assert len(part.content) < len(whole.content) / 5


def test_a_cell_that_is_not_there_is_not_found(desk: Client, opened: CollectedReport) -> None:
    assert desk.get(address_of(opened), {"cell": "table9.x"}).status_code == 404
    assert desk.post(address_of(opened, "choose"), {"cell": "table9.x", "way": "0"}).status_code == 404


def test_candidates_are_shown_and_one_is_chosen(desk: Client, opened: CollectedReport, supervisor: User) -> None:
    address = address_of(opened)
    page = text_of(desk.get(address, {"cell": "table2.normative_document.0"}))
    assert "69 / 36 / 65" in page
    assert "6 / 9 / 3665" in page
    refused = desk.post(f"{address}choose/", {"cell": "table2.normative_document.0"})
    assert refused.status_code == 400
    assert "请对照原文选一种读法。" in text_of(refused)
    reading_of = opened.reading
    assert reading_of is not None
    ways = reading_of["proofs"]["table2"]["candidates"]["table2.normative_document"]
    data = {"cell": "table2.normative_document.0", "way": str(ways.index([69, 36, 65])), "reason": "对照原件"}
    page = text_of(desk.post(f"{address}choose/", data, follow=True))
    assert "已记录更正 3 格" in page
    assert "未定的格已填" in page
    assert "演示督查员" in page
    assert {row.by for row in CellCorrection.objects.all()} == {supervisor}


def test_a_cell_is_corrected_and_the_reading_comes_back(desk: Client, opened: CollectedReport) -> None:
    address = address_of(opened)
    bad = desk.post(f"{address}correct/", {"cell": "table3.new.c1", "value": "十二", "reason": "核对"})
    assert bad.status_code == 400
    assert "应填非负整数" in text_of(bad)
    assert 'value="十二"' in text_of(bad)
    nothing = desk.post(f"{address}correct/", {"cell": "table3.new.c1", "value": "1"})
    assert "请写明理由。" in text_of(nothing)
    done = desk.post(f"{address}correct/", {"cell": "table3.new.c1", "value": "7001", "reason": "核对"}, follow=True)
    assert done.redirect_chain == [(f"{address}?cell=table3.new.c1#t3-new-c1", 302)]
    page = text_of(done)
    assert "T301" in page
    assert "人工更正" in page
    back = text_of(desk.post(f"{address}withdraw/", {"cell": "table3.new.c1", "reason": "原文无误"}, follow=True))
    assert "已恢复原读数" in back
    assert "T301" not in back
    assert "没有更正" in text_of(
        desk.post(f"{address}withdraw/", {"cell": "table3.new.c1", "reason": "再次"}, follow=True)
    )
    changes = text_of(desk.get(f"/desk/88880001/reading/{opened.collection_id}/changes/"))
    assert "恢复原读数" in changes
    assert "7001" in changes


def test_blank_cells_are_taken_for_zero_only_on_a_persons_word(desk: Client, townships: list[Organ]) -> None:
    blank = handed_over.made(townships[0].name, 53)
    blank = replace(blank, tables=blank.tables.with_cell3("d3", "c2", None))
    drop(desk, [("空白.html", handed_over.as_html(blank))])
    report = CollectedReport.objects.get()
    address = address_of(report)
    assert "1 格空白" in text_of(desk.get(address))
    assert "请写明理由。" in text_of(desk.post(f"{address}zero/", {"table": "table3"}))
    page = text_of(desk.post(f"{address}zero/", {"table": "table3", "reason": "空白即无"}, follow=True))
    assert "1 格空白" not in page
    assert list(report.corrections.values_list("cell", "value")) == [("table3.d3.c2", "0")]


def test_organ_and_year_are_assigned(desk: Client, county: Organ, townships: list[Organ]) -> None:
    text = handed_over.as_text(handed_over.made("", 11)).decode().replace("2023年", "").replace("2023", "")
    drop(desk, [("扫描件.txt", text.encode())])
    report = CollectedReport.objects.get()
    address = address_of(report)
    assert "没有识别出单位或年度" in text_of(desk.get(address))
    refused = desk.post(f"{address}assign/", {"year": "2023"})
    assert (refused.status_code, "请选择单位" in text_of(refused)) == (400, True)
    foreign = desk.post(f"{address}assign/", {"organ": str(OrganFactory.create().pk), "year": "2023"})
    assert foreign.status_code == 400
    page = text_of(desk.post(f"{address}assign/", {"organ": str(townships[3].pk), "year": "2023"}, follow=True))
    assert townships[3].name in page
    assert "人工指定" in page


def test_a_copy_is_set_aside_and_taken_back(desk: Client, opened: CollectedReport) -> None:
    address = address_of(opened)
    assert desk.post(f"{address}aside/", {}).status_code == 400
    assert "旧稿" in text_of(desk.post(f"{address}aside/", {"reason": "旧稿"}, follow=True))
    listed = text_of(desk.get(f"/desk/88880001/reading/{opened.collection_id}/"))
    assert "已移出：旧稿" in listed
    assert "已移回" in text_of(desk.post(f"{address}back/", follow=True))


def test_the_source_is_shown_with_the_place_marked(desk: Client, opened: CollectedReport) -> None:
    page = text_of(desk.get(address_of(opened, "source"), {"cell": "table2.normative_document.0"}))
    assert '<mark id="here">693665</mark>' in page
    assert desk.get(address_of(opened, "source"), {"cell": "nonsense"}).status_code == 200


def test_the_original_is_saved_never_shown(desk: Client, townships: list[Organ]) -> None:
    hostile = b"<html><script>alert(1)</script>" + handed_over.as_html(handed_over.made(townships[0].name, 11))
    drop(desk, [("页面.html", hostile)])
    report = CollectedReport.objects.get()
    response = desk.get(address_of(report, "original"))
    assert response.content == hostile
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>alert(1)" not in text_of(desk.get(address_of(report)))


def test_a_refused_file_has_a_page_with_its_reason(desk: Client, townships: list[Organ]) -> None:
    drop(
        desk, [("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"))]
    )
    report = CollectedReport.objects.get()
    address = address_of(report)
    assert "去掉密码" in text_of(desk.get(address))
    assert desk.get(f"{address}source/").status_code == 404
    data = {"cell": "table3.new.c1", "value": "1", "reason": "核对", "way": "0", "table": "table3"}
    for step in ("correct", "choose", "zero"):
        assert desk.post(f"{address}{step}/", data).status_code == 400
    assert "没有读出数字" in text_of(desk.post(f"{address}withdraw/", data, follow=True))
    report.file = None
    report.save()
    assert desk.get(f"{address}original/").status_code == 404


def test_the_form_of_2019_is_shown_whole(desk: Client, townships: list[Organ]) -> None:
    from gongkai.law.annual_report.model import FormVersion

    old = handed_over.made(townships[0].name, 7, 2020, version=FormVersion.F2019)
    drop(desk, [("2020.txt", handed_over.as_text(old))])
    report = CollectedReport.objects.get()
    page = text_of(desk.get(address_of(report), {"cell": "table2.license.0"}))
    assert "政府集中采购" in page
    assert "上一年项目数量" in page
    data = {"cell": "table2.license.2", "value": "77", "reason": "核对"}
    assert "已记录更正 1 格" in text_of(desk.post(address_of(report, "correct"), data, follow=True))


# -- what it amounts to ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def three(desk: Client, townships: list[Organ]) -> Collection:
    files = [
        (f"{n}.txt", handed_over.as_text(handed_over.made(organ.name, 40 + n))) for n, organ in enumerate(townships[:3])
    ]
    drop(desk, [*files, ("预算.txt", handed_over.NOT_A_REPORT)])
    return Collection.objects.get()


def test_findings_stand_by_weight_and_lead_to_their_cells(desk: Client, three: Collection) -> None:
    address = f"/desk/88880001/reading/{three.pk}/findings/"
    page = text_of(desk.get(address))
    assert "份报告" in page
    report = three.reports.filter(warnings__gt=0).first()
    assert report is not None
    assert f"/reading/{three.pk}/{report.pk}/" in page
    only = text_of(desk.get(f"{address}?severity=warning"))
    assert "kind warning" in only
    assert "kind info" not in only


def test_figures_are_added_up_with_each_organs_share(desk: Client, three: Collection, townships: list[Organ]) -> None:
    address = f"/desk/88880001/reading/{three.pk}/sums/"
    page = text_of(desk.get(address))
    assert "2023 年度：3 份报告相加" in page
    assert "1 个文件没有计入" in page
    assert "7 个下级单位没有报告" in page
    total = sum(
        handed_over.made(organ.name, 40 + n).tables.cell3("tot", "ct") or 0 for n, organ in enumerate(townships[:3])
    )
    cell = text_of(desk.get(address, {"cell": "table3.tot.ct"}, headers={"HX-Request": "true", "HX-Target": "cell"}))
    assert f">{total}</b>" in cell
    assert all(organ.name in cell for organ in townships[:3])
    assert desk.get(address, {"cell": "nonsense"}).status_code == 404
    assert desk.get(address, {"year": "x"}).status_code == 404
    assert desk.get(address, {"year": "1999"}).status_code == 200


def test_a_roll_up_shows_where_it_departs(desk: Client, three: Collection, county: Organ) -> None:
    from gongkai.apps.reporting.collecting.sums import sums
    from gongkai.web.access import today

    total = sums(three, 2023, on=today()).tables
    stated = replace(
        handed_over.made(county.name, 70), tables=total.with_cell3("g", "c1", (total.cell3("g", "c1") or 0) + 5)
    )
    drop(desk, [("县.txt", handed_over.as_text(stated))], f"/desk/88880001/reading/{three.pk}/files/")
    report = three.reports.get(name="县.txt")
    data = {"organ": str(county.pk), "year": "2023", "is_roll_up": "on"}
    desk.post(address_of(report, "assign"), data)
    page = text_of(desk.get(f"/desk/88880001/reading/{three.pk}/sums/", {"cell": "table3.g.c1"}))
    assert "不相等的单元格" in page
    assert "汇总报告填报：" in page


def test_everything_is_exported(desk: Client, three: Collection) -> None:
    import openpyxl

    address = f"/desk/88880001/reading/{three.pk}/export"
    whole = json.loads(desk.get(f"{address}.json").content)
    assert len(whole["reports"]) == 4
    response = desk.get(f"{address}.xlsx")
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert "报告" in openpyxl.load_workbook(BytesIO(response.content)).sheetnames
    assert desk.get(f"{address}.exe").status_code == 404


def test_everything_is_checked_again(desk: Client, three: Collection) -> None:
    three.reports.update(findings=[], errors=0)
    page = text_of(desk.post(f"/desk/88880001/reading/{three.pk}/check/", follow=True))
    assert "已重新核对 3 份报告。" in page
    assert three.reports.exclude(findings=[]).count() == 3


def test_a_list_page_needs_few_queries(desk: Client, three: Collection, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(22):
        desk.get(f"/desk/88880001/reading/{three.pk}/")
    report = three.reports.filter(state="proved").first()
    assert report is not None
    with django_assert_max_num_queries(18):
        desk.get(address_of(report), {"cell": "table3.new.c1"})


# -- in a browser ----------------------------------------------------------------------------------------------------------------


def complaints(page: Any, address: str, *, wide: bool) -> list[str]:
    """Open a page; give what a browser and an accessibility checker have against it."""
    page.goto(address)
    found = sideways(page)
    told = [f"{address}: {found} px too wide"] if found > 0 else []
    return [*told, *(f"{address}: {one}" for one in axe(page))] if wide else told


def looked_at(page: Any, addresses: list[str], one: str, *, wide: bool) -> list[str]:
    """Give the complaints about pages, and open a figure of the last one beside the form."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    for address in addresses:
        told += complaints(page, address, wide=wide)
    page.goto(one)
    page.click("#t3-tot-ct a")
    page.wait_for_selector("#cell mark")
    page.wait_for_selector("td.chosen#t3-tot-ct")
    if not page.evaluate("Boolean(document.activeElement.closest('#cell'))"):
        told.append("the focus does not follow")
    return told


@pytest.mark.browser
@pytest.mark.usefixtures("database_beside_the_browser")
@pytest.mark.django_db(transaction=True)
def test_pages_fit_and_are_accessible_and_a_figure_opens_beside_the_form(
    live_server: Any, desk: Client, townships: list[Organ], browser: Any
) -> None:
    files = [(f"{n}.txt", handed_over.as_text(handed_over.made(townships[n].name, 40 + n))) for n in range(2)]
    drop(
        desk, [*files, ("连写.txt", handed_over.glued_open(townships[2].name)), ("预算.txt", handed_over.NOT_A_REPORT)]
    )
    report = CollectedReport.objects.get(name="连写.txt")
    base, one = f"{live_server.url}/desk/88880001/reading/", f"{live_server.url}{address_of(report)}"
    whole = f"{base}{report.collection_id}/"
    beside = (f"{one}?cell=table2.normative_document.0", f"{one}source/?cell=table3.tot.ct")
    addresses = [base, whole, f"{whole}findings/", f"{whole}sums/?cell=table3.tot.ct", f"{whole}changes/", one, *beside]
    cookie = {"name": "sessionid", "value": desk.cookies["sessionid"].value, "url": live_server.url}
    told = []
    for size, (width, height) in SIZES.items():
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies([cookie])
        told += looked_at(context.new_page(), addresses, one, wide=size == "pc")
        context.close()
    assert told == []
