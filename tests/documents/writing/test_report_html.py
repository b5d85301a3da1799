"""The report as HTML: tables that a screen reader can read, nothing that a strict policy forbids."""

import base64
import dataclasses
import hashlib
import itertools
import re

import pytest
from lxml import html

from gongkai.documents.writing import page_style_source, report_html, report_page
from gongkai.law.annual_report.model import TABLE3_COLUMNS, TABLE3_ROWS, Tables, zero_tables

from .samples import SUQIAN, document, every_cell_its_own, report

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)>" onclick="x'


def fragment(tables: Tables = SUQIAN) -> html.HtmlElement:
    return html.fragment_fromstring(report_html(document(tables)))


@pytest.mark.parametrize("tables", [zero_tables(), SUQIAN, every_cell_its_own()], ids=["zero", "suqian", "distinct"])
def test_all_figures_are_there_by_row_and_column(tables: Tables) -> None:
    cells = {cell.get("data-cell"): cell.text for cell in fragment(tables).iter("td")}
    assert len(cells) == 200
    for row in TABLE3_ROWS:
        for column in TABLE3_COLUMNS:
            assert cells[f"{row}.{column}"] == str(tables.cell3(row, column))


def test_wcag_1_3_1_every_figure_names_headings_of_its_own_table() -> None:
    for table in fragment().iter("table"):
        ids = {cell.get("id") for cell in table.iter("th")}
        for cell in table.iter("td"):
            assert set(cell.get("headers").split()) <= ids
        assert table.find("caption").text
        assert {cell.get("scope") for cell in table.iter("th")} <= {"col", "row"}


def test_rows_and_spans_make_a_full_rectangle() -> None:
    for table in fragment().iter("table"):
        area = sum(int(cell.get("colspan", 1)) * int(cell.get("rowspan", 1)) for cell in table.xpath(".//td|.//th"))
        rows = len(table.xpath(".//tr"))
        assert area % rows == 0
        assert area // rows in {4, 10, 15}


def test_ids_are_unique_and_scrolling_regions_can_be_reached_by_keyboard() -> None:
    root = fragment()
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    regions = root.xpath(".//div[@role='region']")
    assert len(regions) == 3
    assert all(region.get("tabindex") == "0" and region.get("aria-labelledby") in ids for region in regions)


def test_headings_follow_each_other_from_the_level_asked_for() -> None:
    root = html.fragment_fromstring(report_html(document(), heading_level=2))
    levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch(r"h\d", str(element.tag))]
    assert levels[0] == 2
    assert set(levels) == {2, 3, 4}
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def test_a_strict_policy_has_nothing_to_forbid() -> None:
    root = fragment()
    for element in root.iter():
        assert element.tag not in {"style", "script", "link", "img", "iframe", "object"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not set(element.attrib) & {"src", "href"}


def test_text_of_users_stays_text() -> None:
    odd = dataclasses.replace(report(), preface=HOSTILE, title=HOSTILE)
    doc = dataclasses.replace(document(correction_note=HOSTILE), report=odd, digest="", signer=HOSTILE, url=HOSTILE)
    for made in (report_html(doc), report_page(doc)):
        assert "<script>" not in made
        assert not html.document_fromstring(made).xpath("//*[@onclick or @onerror]")


def test_the_page_stands_alone_and_its_style_has_a_source_for_the_policy() -> None:
    page = report_page(document())
    root = html.document_fromstring(page)
    assert root.get("lang") == "zh-CN"
    assert root.findtext(".//title") == document().file_title
    style = root.findtext(".//style") or ""
    assert page_style_source() == f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
    assert "http" not in re.sub(r"长期网址[^<]*", "", page)
    assert not re.search(r":has\(|@container|@layer|url\(", style)


def test_p03_the_digest_is_printed_and_can_be_read_by_a_program() -> None:
    root = fragment()
    assert root.get("data-digest") == document().digest
    assert document().digest in root.text_content()
