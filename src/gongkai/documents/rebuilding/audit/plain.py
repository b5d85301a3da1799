"""Second reader of CSV and text."""

import csv
from io import StringIO

from gongkai.documents.rebuilding.audit.shapes import Audited, squeezed
from gongkai.documents.rebuilding.letters import is_unseen


def audit_plain(data: bytes, visible: str, kind: str) -> Audited:
    """Read CSV or text of ours again and compare it with the visible text."""
    seen = Audited()
    text = data.decode("utf-8-sig")
    if any(is_unseen(character) for character in set(text) - {"\r"}):
        seen.leak("文本中有看不见的字符")
    if kind == "text":
        seen.texts.append(("", text))
        if text != visible:
            seen.leak("文本与可见内容不一致")
        return seen
    rows = list(csv.reader(StringIO(text, newline="")))
    shown = "\n".join("\t".join(squeezed(cell.removeprefix("'")) for cell in row) for row in rows)
    if shown.replace("'", "") != visible.replace("'", ""):
        seen.leak("表格与可见内容不一致")
    seen.tables.append(("表格", rows))
    return seen
