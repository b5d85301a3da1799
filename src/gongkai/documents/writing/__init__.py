"""
Documents that leave the house: the yearly report in five formats, official letters, sheets for the board, QR codes.

Everything is made from plain data; nothing here knows a database or a clock. Heavy libraries are loaded when they are first used.
"""

from gongkai.documents.writing.board import BoardSheet, BoardTable, Paper, SheetTooFull, UnevenTable, board_sheet_pdf
from gongkai.documents.writing.data import report_data, report_json, report_schema
from gongkai.documents.writing.fonts import MissingFonts, font_set
from gongkai.documents.writing.letters import (
    BadDocumentNumber,
    LetterDocument,
    document_number,
    letter_docx,
    letter_pdf,
)
from gongkai.documents.writing.marked import marked_page
from gongkai.documents.writing.pdf import report_pdf
from gongkai.documents.writing.picture import Highlight, ReportPicture, picture_pdf, picture_png
from gongkai.documents.writing.qr import qr_svg
from gongkai.documents.writing.report_document import DigestMismatch, ReportDocument, canonical, digest
from gongkai.documents.writing.typesetting import CannotTypeset, UnprintableText
from gongkai.documents.writing.web import page_style_source, report_html, report_page
from gongkai.documents.writing.word_report import report_docx
from gongkai.documents.writing.workbook import NoTables, report_xlsx

__all__ = [
    "BadDocumentNumber",
    "BoardSheet",
    "BoardTable",
    "CannotTypeset",
    "DigestMismatch",
    "Highlight",
    "LetterDocument",
    "MissingFonts",
    "NoTables",
    "Paper",
    "ReportDocument",
    "ReportPicture",
    "SheetTooFull",
    "UnevenTable",
    "UnprintableText",
    "board_sheet_pdf",
    "canonical",
    "digest",
    "document_number",
    "font_set",
    "letter_docx",
    "letter_pdf",
    "marked_page",
    "page_style_source",
    "picture_pdf",
    "picture_png",
    "qr_svg",
    "report_data",
    "report_docx",
    "report_html",
    "report_json",
    "report_page",
    "report_pdf",
    "report_schema",
    "report_xlsx",
]
