"""What is withheld does not exist in the released file: not as text, not as an object, not as a pixel; whatever fails gives no file."""

from io import BytesIO
from unittest.mock import patch

import pikepdf
import pypdfium2
import pytest
from docx import Document
from docx.shared import Cm
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gongkai.documents.rebuilding import rebuild
from gongkai.documents.redaction import Box, Mark, Passage, RedactionFailed, redact, redacting, sheet_of
from gongkai.documents.writing import LetterDocument, letter_pdf

SECRET = "王演示欠款三万二千元"
CLAUSE = "ogi:15"


def whole(number: int) -> Mark:
    return Mark(Passage(number), CLAUSE)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    from datetime import date

    paragraphs = ("公开的第一段演示文字。", f"{SECRET}，住在演示路。", *(f"第{n}段演示文字。" * 6 for n in range(40)))
    letter = LetterDocument("演示乡人民政府", "演示〔2026〕1号", "演示告知书", "演示", paragraphs, date(2026, 3, 24))
    return rebuild(letter_pdf(letter), "letter.pdf").data


@pytest.fixture(scope="module")
def word() -> bytes:
    document = Document()
    document.add_paragraph("公开的演示文字。")
    line = document.add_paragraph("前面")
    line.add_run("王演示").bold = True
    line.add_run("欠款三万").italic = True
    line.add_run("二千元后面")
    table = document.add_table(1, 2)
    table.cell(0, 1).text = SECRET
    picture = BytesIO()
    Image.new("RGB", (40, 40), (200, 10, 10)).save(picture, "PNG")
    document.add_paragraph("图：").add_run().add_picture(BytesIO(picture.getvalue()), width=Cm(2))
    out = BytesIO()
    document.save(out)
    return rebuild(out.getvalue(), "word.docx").data


def text_of(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def raw_of(data: bytes) -> bytes:
    """Give every object of a PDF with its streams opened."""
    with pikepdf.open(BytesIO(data)) as opened:
        parts = [repr(thing).encode() for thing in opened.objects]
        parts += [
            thing.read_bytes()
            for thing in opened.objects
            if isinstance(thing, pikepdf.Stream) and "/Subtype" not in thing
        ]
    return b"\n".join(parts)


def line_with(pdf: bytes, words: str) -> Box:
    return next(line.box for page in sheet_of(pdf, "pdf").pages for line in page.lines if words in line.text)


def test_a_line_of_a_pdf_is_gone_as_text_object_and_pixel(pdf: bytes) -> None:
    box = line_with(pdf, "王演示")
    made = redact(pdf, "pdf", [Mark(box, CLAUSE)])
    assert SECRET in text_of(pdf).replace("\n", ""), "the control: it was there"
    assert "王演示" not in text_of(made.data)
    assert any("王演示" in word for word in made.withheld)
    with pikepdf.open(BytesIO(made.data)) as opened:
        page = opened.pages[box.page - 1]
        assert list(page.Resources.keys()) == ["/XObject"], "no font of the marked page goes on with it"
        assert not any(
            key in opened.Root for key in ("/Metadata", "/AcroForm", "/Names", "/Outlines", "/StructTreeRoot")
        )
    assert b"/FontFile" not in raw_of(made.data).split(b"/Resources")[0]
    seen = pypdfium2.PdfDocument(made.data)[box.page - 1].render(scale=2).to_pil().convert("L")
    width, height = seen.size
    inside = seen.crop(
        (int(box.left * width) + 1, int(box.top * height) + 1, int(box.right * width), int(box.bottom * height))
    )
    assert max(inside.tobytes()) < 40, "every pixel of the box is black"


def test_the_other_pages_keep_their_text(pdf: bytes) -> None:
    pages = sheet_of(pdf, "pdf").pages
    assert len(pages) > 1
    made = redact(pdf, "pdf", [Mark(line_with(pdf, "王演示"), CLAUSE)])
    assert len(pypdfium2.PdfDocument(made.data)) == len(pages)
    assert "第30段演示文字" in text_of(made.data)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_lines_are_found_where_they_are_seen_on_turned_pages(pdf: bytes, turned: int) -> None:
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            page.rotate(turned, relative=False)
        out = BytesIO()
        opened.save(out)
    lines = sheet_of(out.getvalue(), "pdf").pages[0].lines
    marks = [Mark(line.box, CLAUSE) for line in lines]
    before, after = (
        pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("RGB").getchannel("R")
        for data in (out.getvalue(), redact(out.getvalue(), "pdf", marks).data)
    )
    assert before.size == after.size
    width, height = before.size
    text = Image.new("L", before.size, 255)
    text.paste(before)
    for mark in marks:
        place = mark.place
        ImageDraw.Draw(text).rectangle(
            (place.left * width - 2, place.top * height - 2, place.right * width + 2, place.bottom * height + 2),
            fill=255,
        )
    dark = sum(pixel < 100 for pixel in text.tobytes())
    assert dark < 60, f"nothing black lies outside the boxes; the rules are red ({dark} pixels)"


def test_words_over_several_runs_of_a_word_file_are_gone(word: bytes) -> None:
    paragraphs = sheet_of(word, "docx").paragraphs
    number = next(place for place, text in enumerate(paragraphs) if text.startswith("前面"))
    start = paragraphs[number].index("王")
    made = redact(word, "docx", [Mark(Passage(number, start, start + len(SECRET)), CLAUSE)])
    left = sheet_of(made.data, "docx").paragraphs
    assert left[number] == "前面■■■后面"
    assert made.withheld == (SECRET,)
    assert made.echoes == (SECRET,), "it still stands in the table, and a person is told so"
    both = redact(
        word, "docx", [Mark(Passage(number, start, start + len(SECRET)), CLAUSE), whole(paragraphs.index(SECRET))]
    )
    assert both.echoes == ()
    assert SECRET not in rebuild(both.data, "x.docx").text.replace("\n", "")


def test_a_paragraph_taken_whole_loses_its_picture(word: bytes) -> None:
    paragraphs = sheet_of(word, "docx").paragraphs
    made = redact(word, "docx", [whole(next(place for place, text in enumerate(paragraphs) if "图" in text))])
    import zipfile

    with zipfile.ZipFile(BytesIO(word)) as before, zipfile.ZipFile(BytesIO(made.data)) as after:
        assert any("media" in name for name in before.namelist())
        assert not any("media" in name for name in after.namelist())


def test_lines_of_a_text_are_gone_and_their_length_is_not_told() -> None:
    made = redact(f"公开\n{SECRET}\n公开".encode(), "text", [whole(1)])
    assert made.data.decode() == "公开\n■■■\n公开\n"
    assert made.map == (("第2段", CLAUSE),)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), min_size=1, max_size=12),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_marks_in_any_order_and_overlap_leave_only_what_was_not_marked(lines: list[str], data: st.DataObject) -> None:
    marks, kept = [], [list(line) for line in lines]
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        start = data.draw(st.integers(0, len(lines[number]) - 1))
        end = data.draw(st.integers(start + 1, len(lines[number])))
        marks.append(Mark(Passage(number, start, end), CLAUSE))
        kept[number][start:end] = [None] * (end - start)
    made = redact("\n".join(lines).encode(), "text", marks).data.decode().splitlines()
    assert [line.replace("■■■", "") for line in made] == ["".join(c for c in line if c) for line in kept]


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_picture_is_black_there_and_carries_nothing_beside_pixels(kind: str) -> None:
    picture = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(picture).rectangle((60, 30, 90, 50), fill=(0, 200, 0))
    out = BytesIO()
    picture.save(out, kind, **({"exif": Image.Exif()} if kind == "jpeg" else {}))
    made = redact(out.getvalue(), kind, [Mark(Box(1, 0.25, 0.25, 0.5, 0.55), CLAUSE)])
    with Image.open(BytesIO(made.data)) as opened:
        assert not opened.info.get("exif")
        assert not opened.info.get("icc_profile")
        inside = opened.convert("L").crop((52, 27, 98, 53))
    assert max(inside.tobytes()) < 30


@pytest.mark.parametrize("kind", ["xlsx", "zip", "odd"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(RedactionFailed):
        redact(b"x", kind, [whole(0)])


@pytest.mark.parametrize(
    "mark", [whole(9), Mark(Passage(0, 5, 9), CLAUSE), Mark(Box(1, 0, 0, 1, 1), CLAUSE), Mark(Passage(0), " ")]
)
def test_marks_that_do_not_fit_are_refused(mark: Mark) -> None:
    with pytest.raises(RedactionFailed):
        redact("公开".encode(), "text", [mark])


@pytest.mark.parametrize("stage", ["redact_pdf", "redact_docx", "redact_text", "redact_picture"])
def test_whatever_goes_wrong_there_is_no_file(stage: str, pdf: bytes, word: bytes) -> None:
    png = BytesIO()
    Image.new("RGB", (9, 9)).save(png, "PNG")
    box = Mark(Box(1, 0.1, 0.1, 0.2, 0.2), CLAUSE)
    files = {
        "redact_pdf": (pdf, "pdf", box),
        "redact_docx": (word, "docx", whole(0)),
        "redact_text": (b"x", "text", whole(0)),
    }
    data, kind, mark = files.get(stage, (png.getvalue(), "png", box))
    with patch.object(redacting, stage, side_effect=MemoryError), pytest.raises(RedactionFailed):
        redact(data, kind, [mark])
    with pytest.raises(RedactionFailed):
        redact(data[: len(data) // 2], kind, [mark]) if kind != "text" else redact(b"\xff\xfe", kind, [mark])
