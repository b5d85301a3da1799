"""The year in one picture: one page whatever the year was like, no letter too small, the same bytes for the same version."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from gongkai.documents.writing import Highlight, ReportDocument, ReportPicture, picture_pdf, picture_png
from gongkai.documents.writing.picture import flow_of, outcomes_of
from gongkai.law.annual_report.model import OUTCOME_ROWS, Tables, zero_tables
from tests.law.annual_report.samples import suqian, yanshi_report


def picture(tables: Tables, **more: Any) -> ReportPicture:
    report = replace(yanshi_report(), tables=tables, year=2024)
    doc = ReportDocument(
        report=report, organ="示例县演示乡人民政府", signed_on=date(2025, 1, 20), url="https://example.cn/r/"
    )
    sentences = [f"第{n}句话说这一年收到的申请和办理的结果。" for n in range(4)]
    numbers = [Highlight(f"数字{n}（件）", "3525", "上年 3511，增加 14") for n in range(5)]
    return ReportPicture(doc, sentences, numbers, [(2020, 3), (2021, None), (2022, 5), (2023, 8), (2024, 9)], **more)


def everything() -> Tables:
    """A year in which every outcome occurred."""
    tables = zero_tables()
    for row in (*OUTCOME_ROWS,):
        tables = tables.with_cell3(row, "c1", 1000).with_cell3(row, "ct", 1000)
    total = 1000 * len(OUTCOME_ROWS)
    for row, count in {"new": total, "tot": total}.items():
        tables = tables.with_cell3(row, "c1", count).with_cell3(row, "ct", count)
    return tables


@pytest.mark.parametrize("tables", [suqian(2024), zero_tables(), everything()], ids=["city", "nothing", "everything"])
def test_it_is_one_page_without_small_letters(tables: Tables) -> None:
    made = picture_pdf(picture(tables))
    with pdfplumber.open(BytesIO(made)) as document:
        (page,) = document.pages
        assert min(letter["size"] for letter in page.chars) >= 9
        text = page.extract_text()
        inside = all(letter["x0"] >= 0 and letter["x1"] <= page.width for letter in page.chars)
    assert inside
    assert "第3句话" in text
    assert ("申请从哪里来" in text) == bool(tables.cell3("new", "ct"))


def test_the_same_version_gives_the_same_bytes() -> None:
    assert picture_pdf(picture(suqian(2024))) == picture_pdf(picture(suqian(2024)))
    assert picture_png(picture(suqian(2024))) == picture_png(picture(suqian(2024)))


def test_what_goes_in_comes_out() -> None:
    ins, outs = flow_of(suqian(2024))
    assert sum(value for _, value in ins) == sum(value for _, value in outs)
    assert sum(value for _, value in outcomes_of(suqian(2024))) == suqian(2024).cell3("tot", "ct")


def test_numbers_that_do_not_add_up_make_no_flow() -> None:
    wrong = suqian(2024).with_cell3("fwd", "ct", 1)
    with pdfplumber.open(BytesIO(picture_pdf(picture(wrong)))) as document:
        assert "申请从哪里来" not in document.pages[0].extract_text()
