"""The yearly report as HTML: a fragment that the portal takes in, and a page of its own that can be saved and opened anywhere."""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

from gongkai.documents.writing.flow import Part, report_parts
from gongkai.documents.writing.grids import BLOCK, FIGURE, HEAD, Grid, GridCell
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import Paragraph, chinese_date, clean


def report_html(doc: ReportDocument, *, heading_level: int = 1) -> str:
    """
    Give the report as a fragment: classes that say what a part is, no style, no script, no address of another host.

    `heading_level` is that of the title, so that the fragment fits into a page that has headings of its own. Every figure names its
    headings by `headers`, so that a screen reader can say what it counts.
    """
    level = heading_level
    title = f'<h{level} class="report-title" id="report-title">{escape(doc.file_title)}</h{level}>'
    parts = "".join(_part(part, level + 1) for part in report_parts(doc))
    return (
        f'<article class="annual-report" lang="zh-CN" aria-labelledby="report-title" data-digest="{doc.digest}">'
        f"<header>{title}</header>{parts}{_signature(doc)}{_colophon(doc)}</article>"
    )


def report_page(doc: ReportDocument) -> str:
    """Give the report as a whole page with its own style sheet; `page_style_source` is its source for a Content-Security-Policy."""
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(doc.file_title)}</title><meta name="author" content="{escape(clean(doc.organ))}">'
        f"<style>{_style()}</style></head><body><main>{report_html(doc)}</main></body></html>\n"
    )


def page_style_source() -> str:
    """Give the `style-src` source that allows the style sheet of `report_page` and nothing else."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


@cache
def _style() -> str:
    return files("gongkai.documents.writing").joinpath("templates", "report.css").read_text(encoding="utf-8")


def _part(part: Part, level: int) -> str:
    texts = "".join(_paragraph(item, level + 1) for item in part.paragraphs)
    table = "" if part.grid is None else _table(part.grid)
    if not part.heading:
        return f'<div class="report-preface">{texts}</div>'
    name = f"report-section-{part.number}"
    heading = f'<h{level} id="{name}">{escape(part.heading)}</h{level}>'
    return f'<section class="report-section" aria-labelledby="{name}">{heading}{texts}{table}</section>'


def _paragraph(item: Paragraph, level: int) -> str:
    if item.level == "h2":
        return f'<p class="report-subtitle">{escape(item.text)}</p>'
    if item.level == "h3":
        return f"<h{level}>{escape(item.text)}</h{level}>"
    lead = f'<span class="report-lead">{escape(item.lead)}</span>' if item.lead else ""
    return f"<p>{lead}{escape(item.text)}</p>"


def _table(grid: Grid) -> str:
    caption = f"report-t{grid.number}"
    head = "".join(_row(row) for row in grid.rows[: grid.head_rows])
    body = "".join(_row(row) for row in grid.rows[grid.head_rows :])
    return (
        f'<div class="report-scroll" role="region" tabindex="0" aria-labelledby="{caption}">'
        f'<table class="report-table report-table-{grid.number}"><caption id="{caption}">{grid.name}　{escape(grid.caption)}</caption>'
        f"{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table></div>"
    )


def _row(cells: Iterable[GridCell]) -> str:
    return f"<tr>{''.join(_cell(cell) for cell in cells)}</tr>"


def _cell(cell: GridCell) -> str:
    reach = (f' colspan="{cell.w}"' if cell.w > 1 else "") + (f' rowspan="{cell.h}"' if cell.h > 1 else "")
    if cell.kind == FIGURE:
        empty = " is-zero" if cell.value == 0 else ""
        headers = " ".join(cell.headers)
        return f'<td class="figure{empty}"{reach} headers="{headers}" data-cell="{cell.code}">{cell.text}</td>'
    scope = "col" if cell.kind in (HEAD, BLOCK) else "row"
    return f'<th id="{cell.id}" class="{cell.kind}" scope="{scope}"{reach}>{escape(cell.text)}</th>'


def _signature(doc: ReportDocument) -> str:
    day = doc.dated
    if day is None:
        return ""
    return (
        f'<div class="report-signature"><p>{escape(clean(doc.organ))}</p>'
        f'<p><time datetime="{day.isoformat()}">{chinese_date(day)}</time></p></div>'
    )


def _colophon(doc: ReportDocument) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in doc.colophon())
    return f'<footer class="report-colophon">{lines}</footer>'
