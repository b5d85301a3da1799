"""The yearly report as PDF on the page of GB/T 9704-2012, tagged and archival."""

from collections.abc import Sequence
from typing import Any

from gongkai.documents.writing.flow import Part, report_parts
from gongkai.documents.writing.fonts import FontDirs, font_set
from gongkai.documents.writing.grids import Grid
from gongkai.documents.writing.report_document import ReportDocument
from gongkai.documents.writing.text import Paragraph, title_lines, width_of
from gongkai.documents.writing.typesetting import typeset

#: Size of type and room above and below it in a cell, in points: table 三 has 28 rows and one page.
_LOOK = {2: (12.0, 5.0), 3: (9.0, 4.6), 4: (10.5, 5.0)}
#: Where a figure has more than five digits, columns grow, labels take more lines, and the rest must give way.
_TIGHT = {2: (12.0, 5.0), 3: (9.0, 1.6), 4: (8.0, 5.0)}
_LONG = 5
#: Six lines of text: so much may move to the page of the signature.
_SHORT = 6 * 28


def report_pdf(doc: ReportDocument, *, font_dirs: FontDirs = ()) -> bytes:
    """
    Give the report as PDF/A-2a and PDF/UA-1; the same version and fonts give the same bytes.

    :raises gongkai.documents.writing.fonts.MissingFonts: there is no Chinese font.
    :raises gongkai.documents.writing.typesetting.CannotTypeset: the text cannot be set.
    """
    title, parts = doc.file_title, report_parts(doc)
    data = {
        "title": title,
        "title_lines": title_lines(title),
        "organ": doc.organ,
        "keywords": [doc.digest],
        "parts": [_part(part, final=part is parts[-1]) for part in parts],
        "signature": doc.signature,
        "colophon": [*doc.colophon(), f"字体：{font_set(font_dirs).note}"],
    }
    return typeset("report", data, on=doc.dated, font_dirs=font_dirs)


def _part(part: Part, *, final: bool) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "paragraphs": paragraphs_data(part.paragraphs, final=final),
        "grid": None if part.grid is None else _grid(part.grid),
    }


def paragraphs_data(paragraphs: Sequence[Paragraph], *, final: bool = False) -> list[dict[str, Any]]:
    """Give paragraphs as the templates take them; a short `final` one stays with the signature that follows."""
    return [
        {
            "level": item.level,
            "lead": item.lead,
            "text": item.text,
            "ragged": item.has_long_token,
            "sticky": final and item is paragraphs[-1] and width_of(item.text) <= _SHORT,
        }
        for item in paragraphs
    ]


def _grid(grid: Grid) -> dict[str, Any]:
    size, inset = (_TIGHT if grid.digits > _LONG else _LOOK)[grid.number]
    head = [cell for cell in grid.cells if cell.y < grid.head_rows]
    cells = [
        {
            "x": cell.x,
            "y": cell.y,
            "w": cell.w,
            "h": cell.h,
            "text": cell.text,
            "kind": cell.kind,
            "centred": cell.centred,
        }
        for cell in grid.cells
    ]
    return {"columns": grid.columns, "size": size, "inset": inset, "head": len(head), "cells": cells}
