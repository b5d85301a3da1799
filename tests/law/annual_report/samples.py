"""Figures and reports for the tests: the published figures of 宿迁 (`law.md` 2.8), and a report of a town that does not exist."""

from decimal import Decimal

from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import (
    TABLE3_ROWS,
    FormVersion,
    OrganKind,
    Report,
    Section,
    Tables,
    zero_tables,
)

_SUQIAN_2023 = """
3402,99,0,4,5,1,3511 91,3,0,0,2,0,96 1175,12,0,3,1,0,1191 319,7,0,0,2,0,328 0,0,0,0,0,0,0 27,0,0,0,0,0,27 6,0,0,0,0,0,6
38,0,0,0,0,0,38 20,0,0,0,0,0,20 9,0,0,0,0,0,9 21,0,0,0,0,0,21 20,1,0,0,0,0,21 968,74,0,1,3,1,1047 26,2,0,0,0,0,28
3,0,0,0,0,0,3 305,0,0,0,0,0,305 39,0,0,0,0,0,39 0,0,0,0,0,0,0 58,0,0,0,0,0,58 4,0,0,0,0,0,4 40,0,0,0,0,0,40
10,0,0,0,0,0,10 287,3,0,0,1,0,291 3375,99,0,4,7,1,3486 118,3,0,0,0,0,121
"""
_SUQIAN_2024 = """
3440,75,0,1,6,3,3525 118,3,0,0,0,0,121 1408,21,0,0,2,0,1431 462,9,0,0,0,0,471 2,0,0,0,0,0,2 1,0,0,0,0,0,1 4,0,0,0,0,0,4
16,1,0,0,0,0,17 21,0,0,0,0,0,21 10,1,0,0,0,0,11 21,2,0,0,0,0,23 13,0,0,0,0,0,13 859,33,0,0,3,2,897 35,1,0,0,0,0,36
8,0,0,0,0,0,8 86,1,0,0,0,0,87 26,1,0,0,0,0,27 0,0,0,0,0,0,0 3,0,0,0,0,0,3 0,0,0,0,0,0,0 75,1,0,1,0,0,77
38,0,0,0,0,0,38 352,2,0,0,0,0,354 3440,73,0,1,5,2,3521 118,5,0,0,1,1,125
"""
_TABLE2 = {
    2023: ((2, 0, 11), (109, 489, 597), 1808595, 2822652, 20163, Decimal("59237.2449")),
    2024: ((2, 1, 12), (50, 227, 420), 1573179, 2676474, 29351, Decimal("72701.2578")),
}
_TABLE4 = {
    2023: (309, 17, 88, 26, 440, 1, 1, 16, 6, 24, 13, 0, 67, 9, 89),
    2024: (88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52),
}


def suqian(year: int) -> Tables:
    """Give the published figures of the city of 宿迁 for 2023 or 2024."""
    text = {2023: _SUQIAN_2023, 2024: _SUQIAN_2024}[year]
    rules, documents, licenses, penalties, measures, charge = _TABLE2[year]
    return Tables(
        form=FormVersion.F2021,
        table2={
            "government_rule": rules,
            "normative_document": documents,
            "license": (licenses,),
            "penalty": (penalties,),
            "coercive_measure": (measures,),
            "charge": (charge,),
        },
        table3=tuple(tuple(int(cell) for cell in row.split(",")) for row in text.split()),
        table4=_TABLE4[year],
    )


def bare(tables: Tables | None, *, year: int = 2024, organ: str = "演示市", kind: OrganKind | None = None) -> Report:
    """Give a report that is nothing but its tables."""
    return Report(organ=organ, year=year, title="", preface="", sections=(), tables=tables, organ_kind=kind)


def filled(cells: dict[tuple[str, str], int]) -> Tables:
    """Give tables of zeros with some cells of table 三 set."""
    tables = zero_tables()
    for (row, column), value in cells.items():
        tables = tables.with_cell3(row, column, value)
    return tables


def yanshi_tables() -> Tables:
    """Give the figures that go with `yanshi_report`: seven new applications, one carried in, all closed."""
    tables = filled({("new", "c1"): 6, ("new", "c2"): 1, ("carry", "c1"): 1, ("g", "c1"): 4, ("g", "c2"): 1})
    for row, count in (("p", 1), ("u1", 1), ("o3", 1)):
        tables = tables.with_cell3(row, "c1", count)
    totals = {"c1": 7, "c2": 1}
    for column, count in totals.items():
        tables = tables.with_cell3("tot", column, count)
    for row in TABLE3_ROWS:
        cells = tables.row3(row) or ()
        tables = tables.with_cell3(row, "ct", sum(cell or 0 for cell in cells[:-1]))
    return tables.with_row2("normative_document", (1, 0, 5)).with_row2("license", (36,))


def section(number: int, *paragraphs: str, year: int = 2024) -> Section:
    """Give a section under the heading of the form."""
    heading = form(FormVersion.F2021 if year >= 2021 else FormVersion.F2019).headings[number - 1]
    return Section(number=number, heading=heading, paragraphs=paragraphs)


def yanshi_report(*, published: int = 412, year: int = 2024, **changed: tuple[str, ...]) -> Report:
    """
    Give a report in which nothing is wrong: 清河镇 in 演示县, which do not exist.

    :param changed: paragraphs to put in the place of a section: `s1`, `s5`, `s6`.
    """
    first = (
        f"{year}年，清河镇认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，保障群众的知情权、参与权、表达权和监督权。",
        f"（一）主动公开。全年主动公开政府信息{published}条，其中机构职能类18条、财政预决算类6条、其他类{published - 24}条。微信公众号发布信息236条。",
        "（二）依申请公开。全年新收政府信息公开申请7件，上年结转1件，办结8件，其中予以公开5件、部分公开1件、无法提供1件、其他处理1件，均在法定期限内答复。没有发生行政复议和行政诉讼。",
        "（三）政府信息管理。严格执行“先审查、后公开”和“三审三校”制度，凡是没有经过保密审查的信息一律不得上网。",
        "（四）政府信息公开平台建设。以县政府门户网站为第一平台，以微信公众号、村务公开栏和电子显示屏为补充，形成线上线下互为支撑的公开格局。",
        "（五）监督保障。年度工作考核结果为优秀3个、良好12个、合格7个；组织社会评议，28名代表打分，满意率为96.4%；没有发生需要责任追究的情形。举办业务培训3期。",
    )
    fifth = (
        "（一）存在的主要问题。",
        "一是个别站所信息报送不够主动；二是政策解读以文字为主，形式单一。",
        "（二）改进措施。",
        f"{year + 1}年，将从以下两个方面改进：一是建立信息报送提醒制度，每周列出清单；二是组建解读小组，每月用短视频讲解两项政策。",
    )
    sixth = (f"本机关{year}年未收取信息处理费。", "除上述情况外，没有其他需要报告的事项。")
    return Report(
        organ="演示县清河镇人民政府",
        year=year,
        title=f"演示县清河镇人民政府{year}年政府信息公开工作年度报告",
        preface="根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
        f"（国办公开办函〔2021〕30号）要求，编制本报告。统计期限自{year}年1月1日起至{year}年12月31日止。"
        "如有疑问，请与清河镇党政办公室联系（地址：演示县清河镇中心街1号，电话：0000-1234567）。",
        sections=(
            section(1, *changed.get("s1", first), year=year),
            section(2, year=year),
            section(3, year=year),
            section(4, year=year),
            section(5, *changed.get("s5", fifth), year=year),
            section(6, *changed.get("s6", sixth), year=year),
        ),
        tables=yanshi_tables(),
        organ_kind=OrganKind.TOWNSHIP,
    )
