"""Reports and letters for the tests. The figures of 宿迁 for 2023 are public; everything else is fictional and says so."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from gongkai.documents.writing import LetterDocument, MissingFonts, ReportDocument, font_set
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import FormVersion, Report, Section, Tables, zero_tables

ORGAN = "示例县青石乡人民政府（演示）"
SUQIAN_3 = """
3402,99,0,4,5,1,3511
91,3,0,0,2,0,96
1175,12,0,3,1,0,1191
319,7,0,0,2,0,328
0,0,0,0,0,0,0
27,0,0,0,0,0,27
6,0,0,0,0,0,6
38,0,0,0,0,0,38
20,0,0,0,0,0,20
9,0,0,0,0,0,9
21,0,0,0,0,0,21
20,1,0,0,0,0,21
968,74,0,1,3,1,1047
26,2,0,0,0,0,28
3,0,0,0,0,0,3
305,0,0,0,0,0,305
39,0,0,0,0,0,39
0,0,0,0,0,0,0
58,0,0,0,0,0,58
4,0,0,0,0,0,4
40,0,0,0,0,0,40
10,0,0,0,0,0,10
287,3,0,0,1,0,291
3375,99,0,4,7,1,3486
118,3,0,0,0,0,121
"""
SUQIAN = Tables(
    form=FormVersion.F2021,
    table2={
        "government_rule": (2, 0, 11),
        "normative_document": (109, 489, 597),
        "license": (1808595,),
        "penalty": (2822652,),
        "coercive_measure": (20163,),
        "charge": (Decimal("59237.2449"),),
    },
    table3=tuple(tuple(int(cell) for cell in line.split(",")) for line in SUQIAN_3.split()),
    table4=(309, 17, 88, 26, 440, 1, 1, 16, 6, 24, 13, 0, 67, 9, 89),
)
#: Characters without any punctuation, so that a line holds exactly as many as fit.
PLAIN = "本机关依法公开政府信息并按规定登记审核办理答复归档做到准确及时便民"
REMEDIES = (
    "如对本告知不服，可以自收到本告知书之日起60日内向示例县人民政府（演示）申请行政复议，"
    "或者自收到本告知书之日起6个月内向有管辖权的人民法院提起行政诉讼。"
)


def every_cell_its_own() -> Tables:
    """Give tables in which every figure occurs once, so that a figure in the wrong place is seen."""
    numbers = iter(range(1001, 1201))
    zero = zero_tables()
    return Tables(
        form=FormVersion.F2021,
        table2={row: tuple(next(numbers) for _ in cells) for row, cells in zero.table2.items()},
        table3=tuple(tuple(next(numbers) for _ in range(7)) for _ in zero.table3),
        table4=tuple(next(numbers) for _ in zero.table4),
    )


def report(tables: Tables | None = SUQIAN, *, long: bool = False) -> Report:
    """Give a whole report on the year 2023, with some pages of plain text where it is to be long."""
    headings = form(FormVersion.F2021).headings
    first = ("（一）主动公开。", "全年主动公开政府信息120条，其中门户网站100条，政务新媒体20条。", "（二）依申请公开。")
    filling = (PLAIN * 50,) if long else ("全年未收到政府信息公开申请。",)
    texts = {
        1: (*first, *filling),
        5: ("（一）存在的主要问题。政策解读形式单一。", "（二）改进情况。增加图解和短视频。"),
        6: ("全年未收取信息处理费。",),
    }
    return Report(
        organ=ORGAN,
        year=2023,
        title="示例县青石乡人民政府（演示）2023年政府信息公开工作年度报告",
        preface="根据《中华人民共和国政府信息公开条例》编制。统计期限自2023年1月1日起至12月31日止。",
        sections=tuple(Section(n, heading, texts.get(n, ())) for n, heading in enumerate(headings, start=1)),
        tables=tables,
        published_on=date(2024, 1, 29),
    )


def document(tables: Tables | None = SUQIAN, *, long: bool = False, correction_note: str = "") -> ReportDocument:
    """Give a signed first version of the report."""
    return ReportDocument(
        report=report(tables, long=long),
        organ=ORGAN,
        organ_code="640423999",
        signer="演示甲",
        signed_on=date(2024, 1, 26),
        version=2 if correction_note else 1,
        correction_note=correction_note,
        contact=("地址：示例县青石乡（演示）", "电话：0000-1234567"),
        url="https://xxgk.example.gov.cn/640423999/report/2023",
    )


def letter(number: int = 1) -> LetterDocument:
    """Give one of many letters of different lengths; the text is a solid block of characters."""
    return LetterDocument(
        organ=ORGAN,
        number=f"示青公复〔2026〕{number}号",
        title="政府信息公开申请告知书",
        addressee="演示乙",
        paragraphs=(
            "本机关于2026年1月5日收到你提交的申请，现答复如下：",
            "一、办理情况",
            "（一）公开的内容。见附件。",
            *(PLAIN * (number % 9 + 1 + k) for k in range(number % 5 + 1)),
        ),
        remedies=(REMEDIES,),
        contact="联系人：演示丙，电话：0000-1234567",
        attachments=tuple(f"材料{k}（演示）" for k in range(number % 4)),
        dated_on=date(2026, 1, 6) + timedelta(days=number),
    )


def fonts_missing() -> str:
    """Say which fonts are missing, nothing when all are there."""
    try:
        font_set()
    except MissingFonts as error:
        return str(error)
    return ""


needs_fonts = pytest.mark.skipif(bool(fonts_missing()), reason=f"没有中文字体，无法排版：{fonts_missing()}")
