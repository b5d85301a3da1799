"""Letters in the letter style of GB/T 9704: number, date, seal, attachments, the page; as PDF and as Word."""

import dataclasses
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import docx
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from gongkai.documents.writing import (
    BadDocumentNumber,
    LetterDocument,
    document_number,
    font_set,
    letter_docx,
    letter_pdf,
)

from . import pages
from .samples import ORGAN, PLAIN, letter, needs_fonts

SAMPLES = range(1, 21)


def plain(letter: LetterDocument) -> str:
    return "".join("".join(pages.texts(letter_pdf(letter))).split())


@given(year=st.integers(1000, 9999), number=st.integers(1, 99999))
def test_gbt9704_7_2_5_the_number_has_hexagonal_brackets_and_no_leading_zero(year: int, number: int) -> None:
    assert document_number("示青公复", year, number) == f"示青公复〔{year}〕{number}号"


@pytest.mark.parametrize(
    "number",
    ["示青公复[2026]1号", "示青公复〔26〕1号", "示青公复〔2026〕01号", "示青公复〔2026〕第1号", "示青公复(2026)1号", "〔2026〕1号", "示青公复〔2026〕1", "示青公复〔2026〕0号"],
)  # fmt: skip
def test_gbt9704_7_2_5_a_number_that_is_wrong_is_refused(number: str) -> None:
    with pytest.raises(BadDocumentNumber, match="六角括号"):
        dataclasses.replace(letter(), number=number)


@needs_fonts
@pytest.mark.parametrize("number", SAMPLES)
def test_u4_twenty_letters_keep_lines_characters_and_margins(number: int) -> None:
    made = letter(number) if number % 2 else dataclasses.replace(letter(number), paragraphs=(PLAIN * 80,))
    pdf = letter_pdf(made)
    count, full = len(pages.texts(pdf)), 0
    for page in range(count):
        lines = pages.lines(pdf, page)
        box = pages.ink(pdf, page)
        assert box.left > 27
        assert box.right < 185
        assert box.top > (36 if page else 29)
        assert box.bottom < 263
        inner = [line for line in lines if set(line.text) <= set(PLAIN) and line.left < 28.5 and line.right > 180]
        assert {len(line.text) for line in inner} <= {28}
        following = pages.lines(pdf, page + 1)[0].text if page + 1 < count else ""
        if page and len(following) == 28 and set(following) <= set(PLAIN):
            full += 1
            assert len(lines) == 22
            assert box.left == pytest.approx(28, abs=1)
            assert 210 - box.right == pytest.approx(26, abs=1)
            assert box.top == pytest.approx(37, abs=1)
            assert 297 - box.bottom == pytest.approx(35, abs=1)
    assert full or number % 2


@needs_fonts
def test_every_part_of_a_letter_is_printed_in_order() -> None:
    made = letter(3)
    text = plain(made)
    parts = [
        ORGAN,
        made.number,
        made.title,
        "演示乙：",
        "现答复如下：",
        "一、办理情况",
        "60日内",
        "附件：1.材料0（演示）",
        "2.材料1（演示）",
        ORGAN,
        "2026年1月9日",
        "（联系人：演示丙，电话：0000-1234567）",
    ]
    places, start = [], 0
    for part in parts:
        start = text.index("".join(part.split()), start) + 1
        places.append(start)
    assert places == sorted(places)


@needs_fonts
def test_gbt9704_7_3_5_one_attachment_has_no_number_and_none_has_no_line() -> None:
    assert "附件：材料0（演示）" in plain(letter(1))
    assert "附件：" not in plain(letter(4))


@needs_fonts
def test_gbt9704_10_1_the_first_page_has_red_lines_and_no_number() -> None:
    pdf = letter_pdf(dataclasses.replace(letter(), paragraphs=(PLAIN * 60,)))
    first, second, *_ = pages.texts(pdf)
    assert "— 1 —" not in first
    assert "— 2 —" in second


@needs_fonts
def test_gbt9704_7_3_6_the_name_is_centred_over_the_date_four_characters_in() -> None:
    made = dataclasses.replace(letter(4), signed_by="示例县青石乡")
    lines = pages.lines(letter_pdf(made), len(pages.texts(letter_pdf(made))) - 1)
    day = next(line for line in lines if line.text.startswith("2026年1月"))
    name = lines[lines.index(day) - 1]
    assert name.text == "示例县青石乡"
    assert (name.left + name.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=1)
    assert 184 - day.right == pytest.approx(4 * 15.75 / pages.MM, abs=1)


@needs_fonts
@pytest.mark.parametrize("length", range(200, 1700, 75))
def test_gbt9704_no_page_holds_a_signature_alone(length: int) -> None:
    text = (PLAIN * 60)[:length]
    made = dataclasses.replace(letter(4), paragraphs=(text,), remedies=("如有疑问，请来电咨询。",))
    pdf = letter_pdf(made)
    last = pages.lines(pdf, len(pages.texts(pdf)) - 1)
    assert any("如有疑问" in line.text for line in last)
    assert any(line.text.startswith("2026年1月") for line in last)


@needs_fonts
def test_a_long_name_of_an_organ_stays_on_one_line_and_on_the_sheet() -> None:
    made = dataclasses.replace(letter(), organ="示例自治区示例市示例县青石乡人民政府综合行政执法办公室（演示）")
    first = pages.lines(letter_pdf(made), 0)[0]
    assert first.text == made.organ
    assert first.left >= 20
    assert first.right <= 190


@needs_fonts
def test_a_short_item_under_no_heading_is_set_as_text_and_the_file_stays_accessible() -> None:
    made = dataclasses.replace(
        letter(4), paragraphs=("（一）提供的内容。", "正文。", "一、标题", "（二）小标题"), remedies=()
    )
    assert [item.level for item in made.body] == ["p", "p", "h2", "h3"]
    assert "（一）提供的内容。" in plain(made)
    assert docx.Document(BytesIO(letter_docx(made)))


@needs_fonts
def test_a_letter_without_remedies_addressee_or_text_is_still_set() -> None:
    made = LetterDocument(ORGAN, "", "登记回执", "", (), date(2026, 1, 5))
    assert "登记回执" in plain(made)
    assert docx.Document(BytesIO(letter_docx(made)))


@needs_fonts
def test_the_same_letter_gives_the_same_bytes() -> None:
    assert letter_pdf(letter(7)) == letter_pdf(letter(7))
    assert letter_docx(letter(7)) == letter_docx(letter(7))


@needs_fonts
def test_letters_written_at_once_from_several_threads_are_the_same() -> None:
    wanted = [letter_pdf(letter(number)) for number in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: letter_pdf(letter(number)), range(1, 9))) == wanted


@needs_fonts
def test_the_file_says_which_fonts_were_taken() -> None:
    with pikepdf.open(BytesIO(letter_pdf(letter()))) as pdf:
        assert font_set().note in str(pdf.docinfo.Keywords)


@needs_fonts
def test_a_warm_letter_takes_at_most_25_milliseconds() -> None:
    letter_pdf(letter(1))
    fastest = float("inf")
    for number in range(2, 12):
        started = time.perf_counter()
        letter_pdf(letter(number))
        fastest = min(fastest, time.perf_counter() - started)
    assert fastest <= 0.025


def test_the_word_letter_has_every_part_and_no_stranger_in_its_properties() -> None:
    made = letter(3)
    document = docx.Document(BytesIO(letter_docx(made)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (
        made.number,
        made.title,
        "演示乙：",
        "60日内",
        "附件：1. 材料0（演示）",
        "2. 材料1（演示）",
        ORGAN,
        "2026年1月9日",
    ):
        assert part in text
    section = document.sections[0]
    assert section.first_page_header.paragraphs[0].text == ORGAN
    assert section.first_page_footer.paragraphs[0].text == ""
    assert section.footer.paragraphs[0].text == "— 1 —"
    assert document.core_properties.author == ORGAN


@given(st.text(max_size=60))
def test_any_text_gives_a_word_letter_that_opens(text: str) -> None:
    made = dataclasses.replace(
        letter(2), title=text, addressee=text, paragraphs=(text,), attachments=(text,), contact=text
    )
    data = letter_docx(made)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    assert docx.Document(BytesIO(data))
