"""Judge a cell by the role of its column."""

import re
from collections.abc import Sequence
from functools import cache

from gongkai.documents.personal_data.columns import KIND_OF, Column, Role
from gongkai.documents.personal_data.findings import Kind, Severity
from gongkai.documents.personal_data.hits import Hit
from gongkai.documents.personal_data.numbers import plain_digits
from gongkai.documents.personal_data.people import is_name

# Columns of numbers, and how many digits a cell must hold at least.
_NUMBERED = {Role.ID_NUMBER: 10, Role.DISABILITY_CARD: 10, Role.BANK_CARD: 8}
# Roles whose every filled cell is personal data, once the heading says so.
_WHOLE = (Role.HEALTH, Role.OTHER, Role.SCHOOL, Role.EMAIL, Role.PLATE)
_SEVERE = (Role.HEALTH, Role.SCHOOL)
_NOT_DIGITS = re.compile("[^0-9]+")
_DOOR = re.compile("[0-9\uff10-\uff19〇零一二三四五六七八九十百]+(?:号|户|室|栋|幢|单元|楼|座|弄)")
# What a mask leaves of a name or of a whole cell.
_MASKED = re.compile(r"\s*(?:[^\W\d]{0,2}\*+|（未成年人）)\s*")
_SUMS = frozenset(("合计", "小计", "总计", "无", "暂无", "不详"))


class Sheet:
    """The roles of all columns of one table; `heading` is the row of the headings, -1 for none."""

    def __init__(self, columns: Sequence[Column], heading: int) -> None:
        self.columns, self.heading = columns, heading
        self.people = bool(self.at(Role.NAME, Role.YOUNG_NAME, Role.ID_NUMBER, Role.DISABILITY_CARD))
        self.offices = bool(self.at(Role.OFFICE))

    def at(self, *roles: Role) -> list[int]:
        """Give the columns that have one of these roles."""
        return [at for at, column in enumerate(self.columns) if column.role in roles]


def is_masked(value: str) -> bool:
    """Tell whether a cell is what a mask leaves: a surname with asterisks, only asterisks, the word for a minor."""
    return ("*" in value or value.startswith("（")) and _MASKED.fullmatch(value) is not None


def judge(column: Column, value: str, *, people: bool) -> Hit | None:
    """
    Give the hit that a cell is by the role of its column, or None when the cell must be read as text.

    :param people: each row of the table is a person.
    """
    role = column.role
    if is_masked(value):
        return None
    if role in (Role.NAME, Role.YOUNG_NAME):
        return _name(role) if _could_be_name(value) else None
    if role in _NUMBERED:
        return _number(column, value)
    return _beside_people(column, value) if people else None


def _beside_people(column: Column, value: str) -> Hit | None:
    """Judge a cell that says nothing alone, but something about the person of its row."""
    role = column.role
    if role is Role.PHONE:
        return _phone(value)
    if role is Role.ADDRESS:
        return _hit(Kind.ADDRESS, "住址列") if _DOOR.search(value) else None
    if role in _WHOLE and len(value.strip()) >= 2 and value.strip() not in _SUMS:
        return _hit(KIND_OF[role], f"“{column.heading.strip()}”列", block=role in _SEVERE)
    return None


@cache
def _hit(kind: Kind, reason: str, *, block: bool = True) -> Hit:
    """Give the hit that a whole cell is; the same for all cells of a column."""
    return Hit(kind, 0, 0, Severity.BLOCK if block else Severity.ADVISE, reason)


def _name(role: Role) -> Hit:
    return _hit(KIND_OF[role], "姓名列", block=role is Role.YOUNG_NAME)


def _number(column: Column, value: str) -> Hit | None:
    text = value if value.isdecimal() and value.isascii() else _NOT_DIGITS.sub("", plain_digits(value))
    if len(text) < _NUMBERED[column.role] and "E+" not in value.upper():
        return None
    reason = "以数值保存的号码，末几位已失真" if "E+" in value.upper() else "号码列"
    return _hit(KIND_OF[column.role], reason)


def _phone(value: str) -> Hit | None:
    text = value if value.isdecimal() and value.isascii() else _NOT_DIGITS.sub("", plain_digits(value))
    if not 7 <= len(text) <= 13:
        return None
    mobile = len(text) >= 11 and text.removeprefix("86")[0] == "1"
    return _hit(Kind.MOBILE if mobile else Kind.LANDLINE, "电话列", block=mobile)


def _could_be_name(value: str) -> bool:
    text = value if value.isalpha() else "".join(value.split())
    if text.isalpha() and not text.isascii():
        return 2 <= len(text) <= 4 and text not in _SUMS
    return is_name(text, strict=False)
