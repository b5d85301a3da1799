"""
Withhold parts of a file (区分处理, `ogi:37`): mark passages or boxes, each with its clause, and get a file in which they are not.

Works on files that `documents.rebuilding` has made. Nothing is covered: words are taken out of the text, pixels are overwritten, marked
pages of a PDF become pictures of what is left. Whatever goes wrong, there is no file; a file that still holds withheld words is refused.
"""

from gongkai.documents.redaction.model import Box, Line, Mark, Page, Passage, Redacted, RedactionFailed, Sheet
from gongkai.documents.redaction.offering import page_picture, sheet_of
from gongkai.documents.redaction.redacting import redact

__all__ = [
    "Box",
    "Line",
    "Mark",
    "Page",
    "Passage",
    "Redacted",
    "RedactionFailed",
    "Sheet",
    "page_picture",
    "redact",
    "sheet_of",
]
