"""What the columns of a list are: by heading and values, as the finder of personal data sees them, and by the headings of the law's data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.apps.benefits.errors import ListRefused
from gongkai.documents.personal_data.columns import KIND_OF, Column, Role, classify, find_heading
from gongkai.documents.personal_data.masking import Known, mask_table
from gongkai.documents.personal_data.table import as_text
from gongkai.law.benefits import ProgramKind, column_headings
from gongkai.law.privacy import profile, public_fields

#: So many rows tell what the columns are.
SAMPLE = 500
FIELDS = {Role.NAME: "name", Role.ID_NUMBER: "id_number", Role.BANK_CARD: "bank_card", Role.PHONE: "phone"}


@dataclass(frozen=True)
class Layout:
    """The headings of a sheet and what each column is; `fields` gives the place of each known field."""

    sheet: str
    heading: int
    heads: tuple[str, ...]
    columns: tuple[Column, ...]
    fields: dict[str, int]

    def known(self, young: Sequence[int] = ()) -> Known:
        """Give this layout to the masker; the heading is the first row of what it gets."""
        return Known(0, self.columns, frozenset(young))


def layout_of(sheet: str, sample: Sequence[Sequence[Any]], *, on: date) -> Layout:
    """
    Find the headings of a sheet and what its columns are.

    :raises ListRefused: no headings, or no column with names.
    """
    texts = [[as_text(value) for value in row] for row in sample[:SAMPLE]]
    own = column_headings(on)
    heading = find_heading(texts, also={*public_fields(on), *own})
    if heading < 0:
        raise ListRefused(
            f"工作表“{sheet}”前12行里没有找到表头。请在第一行写明各列名称（如“姓名”“身份证号”“金额”），或下载模板填写。"
        )
    columns = classify(texts, heading, max(map(len, texts)))
    heads = tuple("".join(cell.split()) for cell in texts[heading]) + ("",) * (len(columns) - len(texts[heading]))
    fields: dict[str, int] = {}
    for at, column in enumerate(columns):
        field = FIELDS.get(column.role) if column.role is not Role.PLAIN else own.get(heads[at])
        if field and field not in fields:
            fields[field] = at
    if "name" not in fields:
        raise ListRefused(f"工作表“{sheet}”第{heading + 1}行的表头里没有“姓名”列。请补上姓名列，或下载模板填写。")
    return Layout(sheet, heading, heads, tuple(columns), fields)


def described(layout: Layout, kind: ProgramKind, *, on: date) -> list[dict[str, Any]]:
    """Say of every column what it was taken for and what becomes of it on line and on the board."""
    rows = [list(layout.heads)]
    online = mask_table(rows, profile(kind.online, on=on), on=on, known=layout.known()).columns
    board = mask_table(rows, profile(kind.board, on=on), on=on, known=layout.known()).columns
    places = {at: field for field, at in layout.fields.items()}
    return [
        {
            "heading": head,
            "field": places.get(at, ""),
            "personal": KIND_OF[column.role].value if column.role in KIND_OF else "",
            "by_heading": column.by_heading or column.role is Role.PLAIN,
            "online": online[at].action,
            "board": board[at].action,
            "reason": online[at].reason,
        }
        for at, (head, column) in enumerate(zip(layout.heads, layout.columns, strict=True))
    ]
