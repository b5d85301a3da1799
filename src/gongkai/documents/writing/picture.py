"""The year in one picture: a page of A4 for the board, a long strip for a phone; drawn from the frozen figures, with the version's hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.documents.writing.fonts import FontDirs, font_set
from gongkai.documents.writing.qr import qr_svg
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import chinese_date, clean
from gongkai.documents.writing.typesetting import typeset, typeset_png
from gongkai.law.annual_report.forms import form
from gongkai.law.annual_report.model import OUTCOME_ROWS, Tables

#: Groups of outcomes by the rows that each begins with, as the form names them.
_GROUPS = (
    ("g", "予以公开"),
    ("p", "部分公开"),
    ("d", "不予公开"),
    ("u", "无法提供"),
    ("n", "不予处理"),
    ("o", "其他处理"),
)
#: More outcomes than this do not fit on the page: the rarest are added up.
MOST_OUTCOMES = 12
#: Pixels per inch of the strip: 375 points become 1,125 pixels, three for each point of a phone.
PHONE_PPI = 216.0


@dataclass(frozen=True)
class Highlight:
    """A number that is shown large: its label, its words, and what it was last year."""

    label: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class ReportPicture:
    """What the picture shows besides the figures: the sentences, the large numbers, and the years (None is a gap)."""

    doc: ReportDocument
    sentences: Sequence[str]
    highlights: Sequence[Highlight]
    years: Sequence[tuple[int, int | None]] = ()


def picture_pdf(picture: ReportPicture, *, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the picture as one page of A4.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    """
    return typeset("picture", _data(picture, font_dirs, phone=False), on=picture.doc.dated, font_dirs=font_dirs)


def picture_png(picture: ReportPicture, *, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the picture as one long strip for a phone.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    """
    return typeset_png("picture", _data(picture, font_dirs, phone=True), ppi=PHONE_PPI, font_dirs=font_dirs)


def _data(picture: ReportPicture, font_dirs: FontDirs, *, phone: bool) -> dict[str, Any]:
    doc = picture.doc
    tables = doc.report.tables
    ins, outs = flow_of(tables) if tables else ([], [])
    total = sum(value for _, value in ins)
    holds = total == sum(value for _, value in outs)
    return {
        "phone": phone,
        "title": f"一图读懂{clean(doc.organ)}{doc.report.year}年政府信息公开",
        "lead": f"据{doc.file_title}",
        "organ": clean(doc.organ),
        "keywords": [doc.digest, f"字体：{font_set(font_dirs).note}"],
        "headline": [[one.label, one.words, one.note] for one in picture.highlights],
        "sentences": [clean(sentence) for sentence in picture.sentences],
        "ins": ins,
        "outs": outs,
        "total": total if holds else 0,
        "middle": f"应办 {total}",
        "outcomes": outcomes_of(tables) if tables else [],
        "years": [[str(year), value] for year, value in picture.years],
        "foot": _foot(doc),
        "code": qr_svg(doc.url, border=0) if doc.url.startswith("http") else "",
        "code_alt": f"二维码：{doc.url}",
    }


def _foot(doc: ReportDocument) -> list[str]:
    lines = [
        f"{clean(doc.organ)}　{chinese_date(doc.dated)}　第{doc.version}版",
        f"内容校验值（SHA-256）：{doc.digest[:16]}…",
        "扫码看全文和数据表" if doc.url.startswith("http") else "",
    ]
    return [line for line in lines if line.strip()]


def flow_of(tables: Tables) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Give where applications came from and where they went, streams of nothing left out."""
    ins = [("上年结转", _count(tables, "carry")), ("本年新收", _count(tables, "new"))]
    outs = [(label, sum(_count(tables, row) for row in _rows(code))) for code, label in _GROUPS]
    outs.append(("结转下年", _count(tables, "fwd")))
    return [one for one in ins if one[1]], [one for one in outs if one[1]]


def outcomes_of(tables: Tables) -> list[tuple[str, int]]:
    """Give the outcomes that occurred by their legal names, most frequent first; the rarest together where there are many."""
    labels = {row.code: row.words.split("（区分处理")[0] for row in form(tables.form).rows}
    found = [(labels.get(row, row), _count(tables, row)) for row in OUTCOME_ROWS]
    ranked = sorted((one for one in found if one[1]), key=lambda one: -one[1])
    if len(ranked) > MOST_OUTCOMES:
        rest = ranked[MOST_OUTCOMES - 1 :]
        ranked = [*ranked[: MOST_OUTCOMES - 1], (f"另外{len(rest)}种结果", sum(count for _, count in rest))]
    return ranked


def _rows(code: str) -> list[str]:
    return [row for row in OUTCOME_ROWS if row == code or (row.startswith(code) and row[1:].isdigit())]


def _count(tables: Tables, row: str) -> int:
    return int(tables.cell3(row, "ct") or 0)
