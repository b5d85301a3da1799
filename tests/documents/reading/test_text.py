"""Title, organ, year, sections and paragraphs in the wordings in which they are met."""

from datetime import date

import pytest

from gongkai.documents.reading.figures import Kind, tokens, value
from gongkai.documents.reading.headings import find_headings
from gongkai.documents.reading.normal import normalised
from gongkai.documents.reading.prose import paragraphs
from gongkai.documents.reading.sources.plain import read_plain, wrapped_at
from gongkai.documents.reading.title import identify, organ_in, organ_kind, year_in
from gongkai.law.annual_report.model import OrganKind


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("示例县示范乡 2023 年政府信息公开工作年度报告", "示例县示范乡", 2023),
        ("示例县发展和改革局2023年政府信息公开年度报告", "示例县发展和改革局", 2023),
        ("2019年示例市人民政府办公厅政府信息公开工作年度报告", "示例市人民政府办公厅", 2019),
        ("示例镇2022年度政府信息公开工作年度报告", "示例镇", 2022),
        ("示例县教育局2023年信息公开工作报告", "示例县教育局", 2023),
        ("2023年度示例县卫生健康局2023年政府信息公开工作年度报告", "示例县卫生健康局", 2023),
        ("示例区人民政府政府信息公开工作年度报告（2023年度）", "示例区人民政府", 2023),
        ("示例县演示镇人民政府信息公开年度报告（2021）", "示例县演示镇人民政府", 2021),
        ("关于示例县水利局2023年度政府信息公开工作的报告", "示例县水利局", 2023),
        ("示例县演示镇二〇二三年政府信息公开工作年度报告", "示例县演示镇", 2023),
        ("示例市政务服务数据管理局2022年政府信息公开年报", "示例市政务服务数据管理局", 2022),
        ("2023年政府信息公开工作年度报告", "", 2023),
    ],
)
def test_titles(title: str, organ: str, year: int) -> None:
    assert (organ_in(title), year_in(title)) == (organ, year)


@pytest.mark.parametrize(
    ("organ", "kind"),
    [
        ("示例自治区人民政府", OrganKind.PROVINCE),
        ("示例市人民政府", OrganKind.PREFECTURE),
        ("示例县人民政府", OrganKind.COUNTY),
        ("示例县示范乡", OrganKind.TOWNSHIP),
        ("示例县演示街道办事处", OrganKind.TOWNSHIP),
        ("示例县教育局", OrganKind.DEPARTMENT),
        ("示例县人民政府办公室", OrganKind.DEPARTMENT),
        ("示例", None),
    ],
)
def test_the_name_tells_the_kind_of_organ(organ: str, kind: OrganKind | None) -> None:
    assert organ_kind(organ) is kind


def identity(text: str, name: str = "x.txt"):
    stream = read_plain(text)
    return identify(stream, len(text), name)


def test_a_title_over_three_lines() -> None:
    found = identity("示例县演示镇人民政府\n2023年政府信息公开\n工作年度报告\n根据《条例》，编制本报告。\n")
    assert found.title == "示例县演示镇人民政府2023年政府信息公开工作年度报告"
    assert found.organ == "示例县演示镇人民政府"


def test_a_page_around_the_report() -> None:
    page = "首页 > 政府信息公开 > 政府信息公开年报\n2023年政府信息公开工作年度报告\n发布机构：示例县民政局\n发布日期：2024-01-20 10:00 来源：示例\n"
    found = identity(page)
    assert (found.title, found.organ, found.year) == ("2023年政府信息公开工作年度报告", "示例县民政局", 2023)
    assert found.published_on == date(2024, 1, 20)


def test_without_a_title_the_file_name_and_the_period_help() -> None:
    found = identity(
        "本报告所列数据的统计期限为2022年1月1日至12月31日。\n", "示例县民政局2022年政府信息公开工作年度报告.txt"
    )
    assert (found.organ, found.year) == ("示例县民政局", 2022)
    assert found.period == (date(2022, 1, 1), date(2022, 12, 31))


def test_a_year_without_its_word() -> None:
    found = identity("本报告的统计期限自20231月1日起至202312月31日止。\n")
    assert found.year == 2023


def test_title_and_period_that_disagree_are_told() -> None:
    found = identity("示例县民政局2023年政府信息公开工作年度报告\n统计期限自2022年1月1日起至2022年12月31日止。\n")
    assert found.year == 2023
    assert any("2022年" in note for note in found.notes)


def test_contact_and_signature() -> None:
    text = (
        "根据《条例》编制。如有疑问，请与示例县民政局办公室联系（电话：0999-1234567）。\n"
        + "正文。\n" * 3
        + "示例县民政局\n2024年1月17日\n"
    )
    found = identity(text)
    assert "0999-1234567" in found.contact
    assert found.published_on == date(2024, 1, 17)


STANDARD = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)


def numbers(text: str) -> list[int]:
    return [heading.number for heading in find_headings(read_plain(text))]


def document(headings: list[str], joint: str = "\n") -> str:
    return joint.join(f"{heading}{joint}这一部分的正文，说明有关工作的开展情况。" for heading in headings)


def test_headings_in_order() -> None:
    assert numbers(document([f"{n}、{text}" for n, text in zip("一二三四五六", STANDARD, strict=True)])) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_headings_without_ordinals() -> None:
    assert numbers(document(list(STANDARD))) == [1, 2, 3, 4, 5, 6]


def test_headings_with_wrong_ordinals() -> None:
    assert numbers(document([f"{n}、{text}" for n, text in zip("一一二三四五", STANDARD, strict=True)])) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_headings_in_other_words() -> None:
    reworded = [*STANDARD[:3], "政府信息公开行政法复议、行政诉讼情况", "存在的主要问题及整改措施", "其他需要说明的事项"]
    assert numbers(document([f"{n}、{text}" for n, text in zip("一二三四五六", reworded, strict=True)])) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    renamed = [f"{n}、{text}" for n, text in zip("一二三四", STANDARD, strict=False)] + [
        "五、下一步工作安排",
        "六、其他需报告事项",
    ]
    assert numbers(document(renamed)) == [1, 2, 3, 4, 5, 6]


def test_headings_in_markdown_and_run_into_the_text() -> None:
    assert numbers(document([f"## {n}、{text}" for n, text in zip("一二三四五六", STANDARD, strict=True)])) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    assert numbers(document([f"{n}、{text}" for n, text in zip("一二三四五六", STANDARD, strict=True)], "")) == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]


def test_a_missing_section_is_not_there() -> None:
    kept = [f"{n}、{text}" for n, text in zip("一二三四五六", STANDARD, strict=True) if n != "五"]
    assert numbers(document(kept)) == [1, 2, 3, 4, 6]


def test_a_subheading_of_the_same_words_is_no_section() -> None:
    text = document([f"{n}、{text}" for n, text in zip("一二三四五六", STANDARD, strict=True)])
    text = text.replace("这一部分", "（一）主动公开政府信息情况\n这一部分", 1)
    found = find_headings(read_plain(text))
    assert [heading.number for heading in found] == [1, 2, 3, 4, 5, 6]
    assert text[found[1].begin :].startswith("二、")


WRAPPED = (
    "（一）主动公开情况。主要通过政府门户网站主动公开政府\n文件、项目审批、通知公告等各类政府信息，我乡在政府网\n"
    "站平台主动公开政府信息一千余条。\n（二）依申请公开情况。进一步规范依申请公开流程，畅通\n依申请公开受理渠道，本年受理申请均已按期办结。\n"
)


def test_lines_broken_by_the_page_are_joined() -> None:
    stream = read_plain(WRAPPED * 4)
    assert stream.wrapped > 0
    found = paragraphs(stream, 0, len(stream.text))
    assert len(found) == 8
    assert found[0].startswith("（一）")
    assert "政府网站平台" in found[0]


def test_a_paragraph_that_the_writer_broke_stays_broken() -> None:
    text = "一是加大宣传力度，让政务公开平台能够真正发\n\n挥实效。\n\n二是进一步完善公开信息内容，建立更加完善通畅的信息收集流程。\n"
    assert wrapped_at(text) == 0
    assert paragraphs(read_plain(text), 0, len(text))[1] == "挥实效。"


@pytest.mark.parametrize(
    ("cell", "kind", "number", "beside"),
    [
        ("0", Kind.NUMBER, "0", ""),
        ("\uff11,\uff12\uff13\uff14", Kind.NUMBER, "1234", ""),
        ("16（含上年结转1件）", Kind.NUMBER, "16", "（含上年结转1件）"),
        ("29件", Kind.NUMBER, "29", "件"),
        ("240万元", Kind.NUMBER, "240", "万元"),
        ("59237.2449", Kind.NUMBER, "59237.2449", ""),
        ("-15", Kind.NUMBER, "-15", ""),
        ("+19", Kind.NUMBER, "19", ""),
        ("", Kind.BLANK, "None", ""),
        (" 　", Kind.BLANK, "None", ""),
        ("/", Kind.PLACEHOLDER, "None", "/"),
        ("—", Kind.PLACEHOLDER, "None", "-"),
        ("数据1", Kind.JUNK, "None", "数据1"),
        ("007", Kind.JUNK, "None", "007"),
        ("2023年", Kind.JUNK, "None", "2023年"),
        ("12345678901234567", Kind.JUNK, "None", "12345678901234567"),
    ],
)
def test_cells(cell: str, kind: Kind, number: str, beside: str) -> None:
    found = value(normalised(cell))
    assert (found.kind, str(found.number), found.remark or found.unit) == (kind, number, beside)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("0 0 0", ["0", "0", "0"]),
        ("2023年收到 5 件", ["5"]),
        ("第20条 7", ["7"]),
        ("1,808,595 12", ["1808595", "12"]),
        ("35-15", ["35", "-15"]),
        ("24252.311082", ["24252.311082"]),
        ("/ 0 —", [None, "0", None]),
        ("60000068.属于某某事项", ["6000006"]),
        ("数据1 数据2", []),
    ],
)
def test_figures_in_running_text(text: str, figures: list[str | None]) -> None:
    plain = normalised(text)
    assert [token.digits for token in tokens(plain, 0, len(plain))] == figures


def test_normalising_moves_nothing() -> None:
    odd = "\uff11\uff12\uff13\uff0e\uff15－　總計⼀規範"
    assert len(normalised(odd)) == len(odd)
    assert normalised(odd) == "123.5-　总计一规范"
