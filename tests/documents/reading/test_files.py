"""Office files, made from the same reports: merged cells, tables in tables, text boxes, rules, page breaks, columns."""

import io
import random
import zipfile

import pikepdf
import pytest

from gongkai.documents.reading import Standing, UnreadableReport, read_report
from gongkai.documents.reading.sources import ocr, pdf
from gongkai.law.annual_report.model import FormVersion
from tests.documents.reading.files import as_docx, as_pdf, in_text_box, nested, with_document_xml
from tests.documents.reading.samples import Sample, sample
from tests.documents.reading.variations import equal_or_refused, without_zeros


def made(seed: int) -> Sample:
    return sample(seed, version=FormVersion.F2019 if seed % 3 == 2 else FormVersion.F2021)


def check(data: bytes, report: Sample, times: int = 1) -> None:
    read = read_report(data)
    assert equal_or_refused(read.report.tables, report.tables) == ([], [])
    assert (read.report.title, read.report.organ, read.report.year) == (report.title, report.organ, report.year)
    assert [section.number for section in read.report.sections] == [1, 2, 3, 4, 5, 6]
    assert "".join(read.report.section(1).paragraphs) == "".join(report.prose(1)) * times


@pytest.mark.parametrize("seed", [1, 2, 8])
@pytest.mark.parametrize("how", ["", "all", "some", "totals"])
def test_docx_with_merged_cells(seed: int, how: str) -> None:
    report = made(seed)
    report = without_zeros(report, random.Random(seed), how) if how else report
    check(as_docx(report), report)


@pytest.mark.parametrize("seed", [1, 2])
def test_docx_with_tables_in_a_table(seed: int) -> None:
    check(nested(made(seed)), made(seed))


def test_docx_with_the_title_in_a_text_box_has_it_once() -> None:
    report = made(1)
    check(in_text_box(report), report)
    assert read_report(in_text_box(report)).stream.text.count(report.title) == 1


def test_docx_without_what_tracked_changes_took_out() -> None:
    report = made(1)
    removed = '<w:del w:id="1" w:author="演示"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2" w:author="演示"><w:r><w:t>添上的话</w:t></w:r></w:ins>'
    data = with_document_xml(
        as_docx(report), lambda xml: xml.replace(b"<w:p><w:r>", b"<w:p>" + (removed + inserted).encode() + b"<w:r>", 3)
    )
    text = read_report(data).stream.text
    assert "删去的话" not in text
    assert "添上的话" in text


def test_docx_within_content_controls() -> None:
    report = made(1)
    wrapped = with_document_xml(
        as_docx(report),
        lambda xml: xml.replace(b"<w:tbl>", b"<w:sdt><w:sdtContent><w:tbl>").replace(
            b"</w:tbl>", b"</w:tbl></w:sdtContent></w:sdt>"
        ),
    )
    check(wrapped, report)


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_pdf_with_rules_over_page_breaks(seed: int) -> None:
    report = made(seed)
    data = as_pdf(report, fill=seed % 4)
    assert len(pdf.page_texts(data)) > 1
    check(data, report, 1 + seed % 4)
    assert read_report(data).proofs["table3"].standing is Standing.PROVED


@pytest.mark.parametrize("how", ["all", "totals"])
def test_pdf_with_rules_and_blanks_is_read_cell_by_cell(how: str) -> None:
    report = without_zeros(made(1), random.Random(1), how)
    check(as_pdf(report, fill=1), report, 2)


def test_pdf_without_rules() -> None:
    report = made(4)
    check(as_pdf(report, stroke="none"), report)


def test_pdf_without_rules_and_with_blanks_is_read_by_the_places_on_the_page() -> None:
    report = without_zeros(made(1), random.Random(1), "all")
    wrong, blank = equal_or_refused(read_report(as_pdf(report, stroke="none")).report.tables, report.tables)
    assert not wrong
    assert {key[0] for key, _, _ in blank} <= {"4"}


def test_pdf_in_two_columns() -> None:
    report = made(1)
    check(as_pdf(report, columns=2), report)


def test_page_numbers_are_no_figures() -> None:
    pages = ["标题\n正文\n1", "规章 0 0 0\n2", "行政规范性文件 1 0 3\n3", "行政许可\n7\n4"]
    assert [page.split("\n")[-1] for page in pdf.without_page_numbers(pages)] == [""] * 4
    assert list(pdf.without_page_numbers(["规章\n5", "行政许可\n9"])) == ["规章\n5", "行政许可\n9"]


def test_a_locked_pdf_is_named_as_such() -> None:
    with pikepdf.open(io.BytesIO(as_pdf(made(1)))) as document:
        buffer = io.BytesIO()
        document.save(buffer, encryption=pikepdf.Encryption(owner="演示", user="演示", R=6))
    with pytest.raises(UnreadableReport, match="密码") as caught:
        read_report(buffer.getvalue(), "年报.pdf")
    assert caught.value.code == "encrypted"
    assert str(caught.value).startswith("年报.pdf：")


def blank_pdf() -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        buffer = io.BytesIO()
        document.save(buffer)
    return buffer.getvalue()


def test_a_scan_is_refused_with_a_word_on_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(UnreadableReport, match=r"gongkai\[ocr\]") as caught:
        read_report(blank_pdf(), "扫描件.pdf")
    assert caught.value.code == "image_only"


def test_a_scan_is_read_where_recognition_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        "示例县演示镇人民政府",
        "2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "信息内容 本年制发件数",
    ]

    def box(x: int, y: int, text: str) -> tuple[list[list[int]], str]:
        return [[x, y], [x + 50, y], [x + 50, y + 10], [x, y + 10]], text

    found = [box(10, 20 * number, text) for number, text in enumerate(words)]
    found += [box(200, 101, "0"), box(10, 100, "规章"), box(100, 99, "0"), box(300, 100, "6")]
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: lambda picture: found if picture.startswith(b"\x89PNG") else [])
    read = read_report(blank_pdf(), "扫描件.pdf")
    assert read.kind == "ocr"
    assert read.report.tables.table2["government_rule"] == (0, 0, 6)
    assert any("图像识别" in note for note in read.notes)


@pytest.mark.parametrize("cut", [200, 3_000])
def test_a_damaged_file_is_named_as_such(cut: int) -> None:
    for data in (as_docx(made(1)), as_pdf(made(1))):
        with pytest.raises(UnreadableReport) as caught:
            read_report(data[:cut])
        assert caught.value.code in ("damaged", "wrong_type", "image_only")


def test_a_document_without_a_body() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(
            "word/document.xml", "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>"
        )
    with pytest.raises(UnreadableReport, match="没有正文"):
        read_report(buffer.getvalue())
