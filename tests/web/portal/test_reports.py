"""Reports in public: who published, what they say, how it compares, and the files."""

import csv
import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.test import Client
from lxml import html
from PIL import Image

from gongkai.documents.writing import MissingFonts
from gongkai.law.annual_report.model import zero_tables
from gongkai.web.portal import pictures
from gongkai.web.ui.charts import Stream, flow
from tests.factories.organs import OrganFactory
from tests.web.portal.world import World, tables, version


def test_the_grid_shows_what_is_missing(world: World, page: Any) -> None:
    shown = page("/reports/")
    rows = {
        row.xpath("string(th)"): [cell.text_content().split() for cell in row.xpath("td")]
        for row in shown.xpath("//table//tbody/tr")
    }
    assert shown.xpath("//table//thead/tr/th/text()") == ["2025", "2024", "2023"]
    ours = rows[world.township.name]
    assert ours[0][0] == "2026-01-23"
    assert ours[1] == ["未发布"]
    assert ours[2][0] == "2024-01-22"
    assert rows[world.department.name][0] == ["未发布"]
    words = shown.xpath("string(//main)")
    assert "1 / 3" in words
    assert world.village.name not in rows


def test_what_is_not_due_yet_is_not_missing(world: World, page: Any) -> None:
    """A county has until 31 March, a department until 31 January (`ogi:49`); the day itself is in time."""

    def state(organ: str) -> str:
        row = next(row for row in page("/reports/").xpath("//table//tbody/tr") if row.xpath("string(th)") == organ)
        return " ".join(row.xpath("string(td[1])").split())

    assert state(world.county.name) == "未到期限"
    assert state(world.department.name) == "未发布"
    with time_machine.travel("2026-03-31 23:00:00+08:00"):
        assert state(world.county.name) == "未到期限"
    with time_machine.travel("2026-04-01 00:30:00+08:00"):
        assert state(world.county.name) == "未发布"


def test_an_organ_owes_nothing_for_years_before_it(world: World, page: Any) -> None:
    OrganFactory.create(code="777701", name="示例县新乡人民政府（演示）", founded_on="2025-06-01")
    row = next(
        row
        for row in page("/reports/").xpath("//table//tbody/tr")
        if row.xpath("string(th)") == "示例县新乡人民政府（演示）"
    )
    assert [" ".join(cell.text_content().split()) for cell in row.xpath("td")] == ["未发布", "当年未设立", "当年未设立"]


def test_the_list_names_the_years_without_a_report(world: World, page: Any) -> None:
    words = page(f"{world.base}reports/").xpath("string(//main)")
    assert "2024" in words.split("这些年度没有在此发布：")[1][:10]
    assert "更正新收件数" in words
    assert "尚未发布的更正" not in words


def test_a_report_is_shown_with_its_tables(world: World, page: Any) -> None:
    shown = page(f"{world.base}reports/2025/")
    headings = [node.text_content() for node in shown.xpath("//article//section/h2")]
    assert headings[:2] == ["一、总体情况", "二、主动公开政府信息情况"]
    assert shown.xpath("string(//td[@id='t3-new-ct'])").strip() == "5"
    cell = shown.xpath("//td[@id='t3-new-c1']")[0]
    for heading in cell.get("headers").split():
        assert shown.xpath(f"//th[@id='{heading}']"), heading
    assert shown.xpath("//article//section/h3[.='（一）主动公开。']")


def test_the_newest_version_is_shown_unless_an_older_one_is_asked_for(world: World, page: Any) -> None:
    newest = page(f"{world.base}reports/2025/")
    assert "更正新收件数" in newest.xpath("string(//div[contains(@class, 'notice')])")
    older = page(f"{world.base}reports/2025/?version=1")
    assert "这是较早的版本" in older.xpath("string(//div[contains(@class, 'notice')])")
    assert older.xpath("string(//td[@id='t3-new-ct'])").strip() == "4"
    assert "尚未发布的更正" not in newest.xpath("string(//body)")


def test_last_years_number_stands_beside_this_years(world: World, page: Any) -> None:
    version(world.township, 2026, tables(new=9, granted=9))
    shown = page(f"{world.base}reports/2026/")
    stats = [one.text_content() for one in shown.xpath("//li[contains(@class, 'stat')]")]
    assert any("9" in one and "上年 5" in one and "增加 4" in one for one in stats)
    rows = {
        row.xpath("string(th)"): [cell.text_content() for cell in row.xpath("td")]
        for row in shown.xpath("//section[@id='comparison']//tbody/tr")
    }
    assert rows["一、本年新收政府信息公开申请数量"] == ["9", "5", "增加 4"]
    assert rows["行政复议 · 结果维持"] == ["0", "1", "减少 1"]
    assert rows["行政规范性文件 · 现行有效件数"] == ["2", "2", "持平"]
    assert "（三）不予公开 1.属于国家秘密" not in rows


def test_without_last_years_report_nothing_is_compared(world: World, page: Any) -> None:
    words = page(f"{world.base}reports/2025/").xpath("string(//section[@id='comparison'])")
    assert "2024 年度报告没有在此发布，无法比较" in words


def test_pictures_carry_their_data(world: World, page: Any) -> None:
    charts = page(f"{world.base}reports/2025/").xpath("//section[@id='pictures']//figure")
    titles = [chart.xpath("string(figcaption)") for chart in charts]
    assert titles == ["申请从哪里来，到哪里去", "办理结果", "谁在申请（本年新收）", "历年新收申请"]
    for chart in charts:
        assert chart.xpath(".//*[name()='svg']/*[name()='title']")
        assert chart.xpath(".//details//table//tbody/tr")
    assert "缺" in charts[3].text_content()


def test_a_year_without_applications_has_words_instead_of_pictures(world: World, page: Any) -> None:
    version(world.department, 2025, zero_tables())
    shown = page(f"/xxgk/{world.department.code}/reports/2025/")
    assert "全年没有收到政府信息公开申请" in shown.xpath("string(//section[@id='overview'])")
    assert "没有可画的图" in shown.xpath("string(//section[@id='pictures'])")


@pytest.mark.parametrize(("kind", "head"), [("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{"), ("html", b"<")])
def test_every_file_is_of_the_version_asked_for(world: World, reader: Client, kind: str, head: bytes) -> None:
    bodies = set()
    for number in (1, 2):
        response = reader.get(f"{world.base}reports/2025/v{number}.{kind}")
        assert response.status_code == 200
        assert response.content.startswith(head)
        assert f"%E7%AC%AC{number}%E7%89%88" in response["Content-Disposition"]
        bodies.add(response.content)
    assert len(bodies) == 2


def test_the_files_print_the_digest_of_the_page(world: World, reader: Client) -> None:
    found = json.loads(reader.get(f"{world.base}reports/2025/v2.json").content)
    assert world.report.digest in json.dumps(found)
    document = ZipFile(BytesIO(reader.get(f"{world.base}reports/2025/v2.docx").content))
    whole = b"".join(document.read(name) for name in document.namelist())
    assert world.report.digest.encode() in whole or world.report.digest[:16].encode() in whole


def test_a_file_is_made_once(world: World, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from gongkai.apps.reporting import exports

    made = []
    real = exports.make
    monkeypatch.setattr(exports, "make", lambda *given, **more: made.append(1) or real(*given, **more))
    for _time in range(3):
        assert reader.get(f"{world.base}reports/2025/v2.json").status_code == 200
    assert len(made) == 1


def test_without_fonts_the_other_files_are_offered(
    world: World, reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise MissingFonts(lacking=(), searched=())

    monkeypatch.setattr("gongkai.apps.reporting.exports.make", fail)
    response = reader.get(f"{world.base}reports/2025/v2.pdf")
    assert response.status_code == 503
    assert "暂时不能生成 PDF" in response.content.decode()


# ---- the words of a year


def test_sentences_and_numbers_agree() -> None:
    said = pictures.sentences(tables(new=7, granted=3, not_held=2, upheld=1), tables(new=4, granted=4))
    assert said == [
        "全年新收申请 7 件，上年结转 0 件；办结 5 件，结转下年 2 件。",
        "办结的申请中，予以公开和部分公开 3 件，占 60%。",
        "行政复议 1 件，行政诉讼 0 件，其中结果纠正 0 件。",
        "新收申请与上年相比：增加 3（上年 4 件）。",
    ]


def test_blank_cells_are_told_from_zero() -> None:
    found = tables(new=2).with_cell3("new", "ct", None)
    assert pictures.headline(found, None)[0].now_text == "空白"
    assert pictures.Comparison("", None, 3).change == ""
    assert pictures.Comparison("", 3, 3).change == "持平"
    assert pictures.charts(zero_tables(), [(2025, None)]) == []


# ---- pictures


def flowing(**more: int) -> Any:
    """Tables of a year in which 9 came in, 2 of them carried over, and 8 were closed."""
    found = zero_tables()
    for row, count in {"new": 7, "carry": 2, "g": 5, "p": 1, "u1": 2, "tot": 8, "fwd": 1, **more}.items():
        found = found.with_cell3(row, "c1", count).with_cell3(row, "ct", count)
    return found


def test_the_flow_is_as_wide_as_the_numbers() -> None:
    (chart, *_rest) = pictures.charts(flowing(), [(2025, None)])
    svg = html.fromstring(chart.svg)
    heights = [float(rect.get("height")) for rect in svg.xpath("./rect")]
    middle, ins, outs = heights[0], heights[1:3], heights[3:]
    assert sum(ins) == pytest.approx(middle, abs=0.01)
    assert sum(outs) == pytest.approx(middle, abs=0.01)
    assert outs == pytest.approx([middle * part / 9 for part in (5, 1, 2, 1)], abs=0.01)
    assert next((row.label, *row.cells) for row in chart.rows) == ("上年结转", "来", "2")
    assert len(svg.xpath(".//path")) == 6
    assert "予以公开 5" in svg.xpath("string(./desc)")


def test_numbers_that_do_not_add_up_make_no_flow() -> None:
    titles = [chart.title for chart in pictures.charts(flowing(fwd=3), [(2025, None)])]
    assert "申请从哪里来，到哪里去" not in titles
    with pytest.raises(ValueError, match="不相等"):
        flow("图", [Stream("来", 3)], [Stream("去", 2)])


def test_the_picture_is_a_page_and_a_strip(world: World, reader: Client) -> None:
    pdf = reader.get(f"{world.base}reports/2025/picture-v2.pdf")
    assert pdf.content.startswith(b"%PDF")
    png = Image.open(BytesIO(reader.get(f"{world.base}reports/2025/picture-v2.png").content))
    assert png.height > png.width == 1125
    assert reader.get(f"{world.base}reports/2025/picture-v9.pdf").status_code == 404
    assert reader.get(f"{world.base}reports/2025/picture-v2.gif").status_code == 404


# ---- open data, side by side


def test_every_table_is_open_data_with_its_dictionary(world: World, reader: Client) -> None:
    def rows(number: int) -> list[dict[str, str]]:
        text = b"".join(reader.get(f"/reports/table{number}.csv").streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    names = reader.get("/reports/dictionary.json").json()
    for number, lines in ((2, 6), (3, 25), (4, 3)):
        found = rows(number)
        reports = {(row["organ_code"], row["year"]) for row in found}
        assert len(found) == lines * len(reports)
        known = {**names["heads"], **names[f"table{number}"]}
        assert set(found[0]) <= set(known)
    third = {(row["year"], row["row"]): row for row in rows(3)}
    shown = json.loads(reader.get(f"{world.base}reports/2025/v2.json").content)
    assert third["2025", "new"]["ct"] == str(shown["tables"]["table3"][0][6])
    assert reader.get("/reports/table5.csv").status_code == 404


def test_organs_stand_side_by_side_on_one_scale(world: World, page: Any, reader: Client) -> None:
    address = f"/reports/side-by-side/?organ={world.township.code}&organ={world.department.code}"
    shown = page(address)
    assert len(shown.xpath("//figure")) == 2
    assert "缺" in shown.xpath("string(//figure[2])")
    assert "还没有选单位" in page("/reports/side-by-side/").xpath("string(//main)")
    assert reader.get("/reports/side-by-side/?figure=none").status_code == 404


def test_the_work_on_applications_is_shown_live(world: World, page: Any, reader: Client) -> None:
    shown = page(f"{world.base}performance/")
    assert "不排名次" in shown.xpath("string(//main)")
    assert reader.get("/xxgk/nobody/performance/").status_code == 404
