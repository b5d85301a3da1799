"""
Find and mask personal data in texts and tables (`ogi:15`, `pipl:28.1`).

Exact numbers are proved by their check digits, columns by their heading and their values, names and addresses by the words around
them. A finding carries a masked form only.
"""

from gongkai.documents.personal_data.findings import Finding, Kind, Severity, blocking, veil
from gongkai.documents.personal_data.masking import Known, MaskedTable, mask_table
from gongkai.documents.personal_data.table import scan_table
from gongkai.documents.personal_data.text import mask_text, scan_text

__all__ = [
    "Finding",
    "Kind",
    "Known",
    "MaskedTable",
    "Severity",
    "blocking",
    "mask_table",
    "mask_text",
    "scan_table",
    "scan_text",
    "veil",
]
