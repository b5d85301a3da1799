"""S01–S11: is everything there that the form and the regulation ask for, and does it stand where it belongs?"""

import re
from collections.abc import Iterable

from gongkai.law.annual_report.checks.case import Case
from gongkai.law.annual_report.checks.registry import Answer, Rule, check_for
from gongkai.law.annual_report.forms import (
    cell2_name,
    cell3_name,
    cell4_name,
    column3_name,
    form_for_year,
    normalise_label,
    row2_name,
    row3_name,
)
from gongkai.law.annual_report.model import TABLE2_ROWS, TABLE3_COLUMNS, TABLE3_ROWS, TABLE4_CELLS, FormVersion
from gongkai.law.annual_report.text.enumerations import count_listed, listings
from gongkai.law.annual_report.text.prose import Passage

#: Up to this many blank cells of a table are named one by one.
NAMED_BLANKS = 3
_CHINESE_TABLES = {"二": "表二", "三": "表三", "四": "表四"}


@check_for("S01")
def headings(case: Case, rule: Rule) -> Answer:
    """Compare the six headings with those of the form, in order."""
    expected = case.form.headings
    printed = [section.number for section in case.report.sections]
    for number, heading in enumerate(expected, start=1):
        section = case.report.section(number)
        if section is None:
            yield rule.finding(f"第{number}部分", f"缺少标题“{heading}”。", expected=heading)
        elif normalise_label(section.heading) != normalise_label(heading):
            yield rule.finding(
                f"第{number}部分标题",
                f"标题与格式不一致，应为“{heading}”。",
                found=section.heading.strip(),
                expected=heading,
            )
    if printed != sorted(printed):
        yield rule.finding("各部分标题", "六个部分的顺序与格式不一致。", found=printed, expected="一至六依次出现")


@check_for("S02")
def title(case: Case, rule: Rule) -> Answer:
    """Compare the title with organ, year and the words of the form."""
    found = case.report.title.strip()
    if case.year is None or not case.report.organ:
        yield rule.skip("没有识别出机关名称或者报告年度。")
        return
    if not found:
        yield rule.finding("标题", "没有标题。", expected=case.form.title(case.report.organ, case.year))
        return
    names = {case.report.organ, re.sub(r"人民政府$", "", case.report.organ)}
    expected = [case.form.title(name, case.year) for name in sorted(names, key=len)]
    squeezed = "".join(found.split())
    if squeezed not in expected:
        yield rule.finding(
            "标题", f"标题不规范，应为“{expected[-1]}”。", found=found, expected="或".join(reversed(expected))
        )
    elif re.search(r"\s", found):
        yield rule.finding("标题", "标题中间有空格，应连续书写。", found=found, expected=squeezed)


@check_for("S03")
def preface(case: Case, rule: Rule) -> Answer:
    """Look for the regulation, the notice on the form, and the period in the preface."""
    text = case.prose.text(0) or "".join(passage.text for passage in case.prose.section(1)[:1])
    if "条例" not in text:
        yield rule.finding(
            "前言",
            "没有写明编制依据《中华人民共和国政府信息公开条例》。",
            expected="《中华人民共和国政府信息公开条例》",
        )
    if "年度报告格式" not in text and not re.search(r"国办公开办函[〔\[（(【]20(?:21|19)[〕\]）)】](?:30|60)号", text):
        yield rule.finding("前言", "没有写明年度报告格式的通知。", expected=f"{case.form.label}（国办公开办函）")
    year = str(case.year) if case.year else "20[0-9]{2}"
    if not re.search(rf"{year}年?1月1日.{{0,12}}?12月31日", text):
        expected = f"{case.year or '报告年度'}年1月1日至12月31日"
        yield rule.finding("前言", f"没有写明统计期限“{expected}”。", expected=expected)


@check_for("S04")
def topics(case: Case, rule: Rule) -> Answer:
    """Look for the five things that section 一 tells about: in its sub-headings, else anywhere in it."""
    passages = case.prose.section(1)
    if not passages:
        yield rule.finding(case.form.headings[0], "没有总体情况的内容。", expected="五个方面")
        return
    labels = list(dict.fromkeys(passage.label for passage in passages if passage.label))
    places = labels if len(labels) >= len(case.form.topics) - 1 else [passage.text for passage in passages]
    for topic in case.form.topics:
        if not any(word in place for place in places for word in topic.words):
            yield rule.finding(
                case.form.headings[0],
                f"没有写“{topic.label}”。",
                found="、".join(labels) or "没有分项标题",
                expected=topic.label,
            )


@check_for("S05")
def labels(case: Case, rule: Rule) -> Answer:
    """Name the rows of the tables that are not in the source."""
    tables = case.tables
    if tables is None:
        yield rule.finding("表二、表三、表四", "没有找到三张表。", found="0张", expected="3张表，共200格")
        return
    missing2 = [row for row, width in TABLE2_ROWS.items() if len(tables.table2.get(row, ())) < width]
    if tables.form is FormVersion.F2021 and missing2:
        yield rule.finding(
            "表二",
            f"表二缺少{len(missing2)}行：{_join(map(row2_name, missing2))}。",
            found=f"缺{len(missing2)}行",
            expected="6行10格",
        )
    expected3 = {row.code for row in case.form.rows}
    missing3 = [row for row in TABLE3_ROWS if case.rows3[row] is None and row in expected3]
    if missing3:
        yield rule.finding(
            "表三",
            f"表三缺少{len(missing3)}行：{_join(row3_name(row).removeprefix('表三') for row in missing3)}。",
            found=f"{len(expected3) - len(missing3)}行",
            expected=f"{len(expected3)}行7列",
        )
    if len(tables.table4) < len(TABLE4_CELLS):
        yield rule.finding("表四", "表四单元格不全。", found=f"{len(tables.table4)}格", expected="15格")


@check_for("S06")
def blanks(case: Case, rule: Rule) -> Answer:
    """Name blank cells: one finding for each table, cells one by one only where they are few."""
    if case.tables is None:
        yield rule.skip("没有找到三张表。")
        return
    yield from _blank_finding(rule, "二", list(_blank2(case)), "")
    yield from _blank_finding(rule, "三", [cell3_name(row, column) for row, column in _blank3(case)], _columns_of(case))
    yield from _blank_finding(rule, "四", [cell4_name(code) for code, cell in case.cells4.items() if cell is None], "")


def _blank_finding(rule: Rule, table: str, cells: list[str], summary: str) -> Answer:
    if not cells:
        return
    name = _CHINESE_TABLES[table]
    if len(cells) <= NAMED_BLANKS:
        words = _join(cell.removeprefix(name) for cell in cells)
        where = cells[0] if len(cells) == 1 else name
        yield rule.finding(where, f"{words}没有填数，没有数据的应填0。", found="空白", expected="0或实际数")
    else:
        place = summary or f"{cells[0].removeprefix(name)}等"
        yield rule.finding(
            name,
            f"{name}有{len(cells)}格没有填数（{place}），没有数据的应填0；这些单元格不参加核对。",
            found=f"空白{len(cells)}格",
            expected="0或实际数",
        )


def _blank2(case: Case) -> Iterable[str]:
    """Name blank cells of table 二; a report on the form of 2019 has its whole rows in `extra`."""
    if case.tables is None:
        return
    rows = case.tables.extra if case.version is FormVersion.F2019 and case.tables.extra else case.tables.table2
    for row, cells in rows.items():
        yield from (cell2_name(row, place, case.version) for place, cell in enumerate(cells) if cell is None)


def _blank3(case: Case) -> list[tuple[str, str]]:
    return [
        (row, column)
        for row, cells in case.rows3.items()
        if cells is not None
        for column, cell in zip(TABLE3_COLUMNS, cells, strict=True)
        if cell is None
    ]


def _columns_of(case: Case) -> str:
    """Name the columns in which the blanks of table 三 stand, or say that they stand everywhere."""
    columns = list(dict.fromkeys(column for _, column in _blank3(case)))
    if len(columns) == len(TABLE3_COLUMNS):
        return "各列都有"
    return "、".join(column3_name(column) for column in TABLE3_COLUMNS if column in columns)


@check_for("S07")
def form_version(case: Case, rule: Rule) -> Answer:
    """Compare the form of the tables with the one for the year."""
    if case.tables is None or case.year is None:
        yield rule.skip("没有识别出三张表或者报告年度。")
        return
    expected = form_for_year(case.year)
    if case.tables.form is not expected.version:
        yield rule.finding(
            "表二、表三、表四",
            f"{case.year}年度应当使用{expected.version}年印发的格式，现在用的是{case.tables.form}年的格式。",
            found=f"{case.tables.form}年格式",
            expected=f"{expected.version}年格式",
        )


@check_for("S08")
def fees_stated(case: Case, rule: Rule) -> Answer:
    """Look for a word on information fees in section 六, or anywhere else in the text."""
    if not any(word in case.prose.text(1, 6) for word in rule.values["words"]):
        yield rule.finding(
            case.form.headings[5], "没有写明信息处理费收取情况；没有收取的也要写明。", expected="信息处理费收取情况"
        )


@check_for("S09")
def problems_and_measures(case: Case, rule: Rule) -> Answer:
    """Count problems and measures in section 五."""
    where, text = case.form.headings[4], case.prose.text(5)
    problem, measure = re.compile(rule.values["problem"]), re.compile(rule.values["measure"])
    if not problem.search(text):
        yield rule.finding(where, "没有写存在的问题。", found=text[:20] or "空白", expected="至少一个问题")
        return
    turn = measure.search(text, problem.search(text).end())  # type: ignore[union-attr]  # searched above
    if turn is None:
        yield rule.finding(where, "没有写改进情况或者措施。", expected="至少一项措施")
        return
    problems, measures = count_listed(text[: turn.start()]), count_listed(text[turn.start() :])
    if 0 < measures < problems:
        yield rule.finding(
            where,
            f"写了{problems}个问题，只有{measures}项措施，请逐个对应。",
            found=f"措施{measures}项",
            expected=f"措施不少于{problems}项",
        )


@check_for("S10")
def supervision_results(case: Case, rule: Rule) -> Answer:
    """Look for a result of each of the three: assessment, public appraisal, accountability (`ogi:50.1(4)`)."""
    if case.is_government is None:
        yield rule.skip("没有识别出机关类型，不能确定是否为一级政府。")
        return
    if not case.is_government:
        return
    result, placeholder = re.compile(rule.values["result"]), re.compile(rule.values["placeholder"])
    passages = case.prose.section(1, 5, 6)
    where = _supervision_place(case, passages)
    parts = [part for passage in passages for part in _parts(passage.text)]
    for fact in rule.values["facts"]:
        words = re.compile(fact["words"])
        told = [part for part in parts if words.search(part)]
        if not any(result.search(part) and not placeholder.search(part) for part in told):
            yield rule.finding(
                where,
                f"没有报告{fact['label']}的结果，没有发生的应写明未发生。",
                found="只讲制度、没有结果" if told else "没有提到",
                expected=f"{fact['label']}结果",
            )


def _supervision_place(case: Case, passages: Iterable[Passage]) -> str:
    for passage in passages:
        if passage.section == 1 and "监督" in passage.under:
            return passage.where
    return case.form.headings[0]


def _parts(text: str) -> list[str]:
    """Cut a passage into the items of its list (一是…二是…), or into sentences where it has none."""
    places = [place for listing in listings(text) if listing.style == 0 for place in listing.places]
    if not places:
        return re.split(r"(?<=[。；！？])", text)
    return [text[: places[0]], *(text[one:other] for one, other in zip(places, [*places[1:], None], strict=False))]


@check_for("S11")
def contact(case: Case, rule: Rule) -> Answer:
    """Look for a telephone number, an address for mail, or a postal address."""
    if not re.search(rule.values["contact"], case.prose.body):
        yield rule.finding(
            "前言",
            "没有联系方式，公众有疑问不知道找谁。建议写明联系地址、电话或者邮箱。",
            found="没有",
            expected="地址、电话或者邮箱",
        )


def _join(names: Iterable[str]) -> str:
    return "、".join(names)
