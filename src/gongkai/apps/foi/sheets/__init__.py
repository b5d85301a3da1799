"""
Registers in Excel: letters of one day to be registered, or an old register to be taken over.

A row that cannot be taken is not taken and says why, in a workbook that can be mended and sent again; the other rows are in.
"""

from gongkai.apps.foi.sheets.columns import LETTERS, REGISTER, Column, Kind
from gongkai.apps.foi.sheets.reading import NotASheet, Row, read_rows
from gongkai.apps.foi.sheets.taking import Taken, take
from gongkai.apps.foi.sheets.writing import faults_xlsx, template_xlsx

__all__ = [
    "LETTERS",
    "REGISTER",
    "Column",
    "Kind",
    "NotASheet",
    "Row",
    "Taken",
    "faults_xlsx",
    "read_rows",
    "take",
    "template_xlsx",
]
