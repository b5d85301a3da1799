"""Scan a table for personal data: column logic first, then the text of every cell, then numbers split over cells."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import accumulate

from gongkai.documents.personal_data.cells import Sheet, judge
from gongkai.documents.personal_data.columns import Column, Role, classify, find_heading
from gongkai.documents.personal_data.findings import Finding, Kind, Severity, veil
from gongkai.documents.personal_data.hits import Hit
from gongkai.documents.personal_data.numbers import born_on, from_scientific, has_area_and_birth, is_identity_number
from gongkai.documents.personal_data.split_cells import split_numbers
from gongkai.documents.personal_data.text import find

Value = str | int | float | bool | date | datetime | None
# Stands between the cells of a column that are scanned in one go; it occurs in no text and ends a sentence.
_JOINT = "\ue000"
# What a mask puts in the place of a minor's name.
_NO_NAME = frozenset(("（未成年人）", "****"))
_LEGAL_AGE, _YOUNG = 18, frozenset(map(str, range(18)))


def scan_table(
    rows: Sequence[Sequence[Value]],
    *,
    where: str = "",
    on: date | None = None,
    first_row: int = 1,
    first_column: int = 0,
) -> list[Finding]:
    """
    Find personal data in the rows of a table, one finding a cell; places are cells like B7.

    :param where: the name of the sheet or table; put before every place.
    :param on: the day on which ages are reckoned; without it only written ages tell minors.
    :param first_row: the number printed beside the first of `rows`.
    """
    texts = [[value if type(value) is str else as_text(value) for value in row] for row in rows]
    width = max(map(len, texts), default=0)
    heading = find_heading(texts)
    sheet = Sheet(classify(texts, heading, width), heading)
    minors = {(row, at): hit for row, at, hit in _minors(texts, sheet, on)}
    split = {(row, at): hit for row, at, hit in split_numbers(texts, sheet.columns)}
    by_row: list[list[Finding]] = [[] for _ in texts]
    for at in range(width):
        name = f"{where}{letters(at + first_column)}"
        values = [row[at] if at < len(row) else "" for row in texts]
        hits = {
            **{row: hit for (row, column), hit in split.items() if column == at},
            **dict(_column_hits(sheet, at, values)),
            **{row: hit for (row, column), hit in minors.items() if column == at},
        }
        for row, hit in hits.items():
            place = f"{name}{row + first_row}"
            masked = veil(hit.kind, values[row])
            by_row[row].append(Finding(hit.kind, hit.severity, place, masked, hit.reason, -1, -1, row, at))
    return [finding for found in by_row for finding in found]


def as_text(value: Value) -> str:
    """Write a cell the way it is read: whole numbers without a point, long ones in full."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e21 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    return str(value)


def letters(column: int) -> str:
    """Name a column as sheets do: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _column_hits(sheet: Sheet, at: int, values: list[str]) -> Iterator[tuple[int, Hit]]:
    """Judge every cell of a column by its role; what the role does not claim is read as text."""
    column = sheet.columns[at]
    rest = values
    if column.role is not Role.PLAIN:
        rest = list(values)
        for row in range(sheet.heading + 1, len(values)):
            hit = judge(column, values[row], people=sheet.people) if values[row] else None
            if hit:
                rest[row] = ""
                yield row, hit
    elif column.heading == "" or sheet.heading < 0:
        yield from _stored_numbers(values)
    yield from _read_as_text(sheet, column, rest)


def _read_as_text(sheet: Sheet, column: Column, values: list[str]) -> Iterator[tuple[int, Hit]]:
    """Read all different cells of a column in one go and give the first hit of each."""
    different = list(dict.fromkeys(values))
    first: dict[str, Hit] = {}
    hits = find(_JOINT.join(different))
    if not hits:
        return
    starts = [0, *accumulate(len(value) + 1 for value in different)]
    for hit in hits:
        value = different[bisect_right(starts, hit.start) - 1]
        if value not in first:
            first[value] = _in_list(hit, column, sheet)
    yield from ((row, first[value]) for row, value in enumerate(values) if value in first)


def _in_list(hit: Hit, column: Column, sheet: Sheet) -> Hit:
    """Judge a hit inside a list: phones of offices only ask for a look, addresses of people block."""
    if column.role is Role.OFFICE_PHONE or sheet.offices:
        severity = Severity.ADVISE if hit.kind is Kind.MOBILE else hit.severity
        return Hit(hit.kind, hit.start, hit.end, severity, hit.reason)
    if hit.kind is Kind.ADDRESS and column.role is Role.ADDRESS:
        return Hit(hit.kind, hit.start, hit.end, Severity.BLOCK, "名单中的详细住址")
    return hit


def _stored_numbers(values: list[str]) -> Iterator[tuple[int, Hit]]:
    for row, value in enumerate(values):
        number = from_scientific(value) if "+" in value else ""
        if len(number) == 18 and has_area_and_birth(number):
            yield row, Hit(Kind.ID_NUMBER, 0, 0, reason="以数值保存的号码")


def _minors(texts: Sequence[Sequence[str]], sheet: Sheet, on: date | None) -> Iterator[tuple[int, int, Hit]]:
    """Give the name cell of every row whose age or birth date says that the person is under age."""
    names = sheet.at(Role.NAME, Role.YOUNG_NAME)
    ages, numbers = sheet.at(Role.AGE), sheet.at(Role.ID_NUMBER) if on else []
    if not names or not (ages or numbers):
        return
    for row in range(sheet.heading + 1, len(texts)):
        cells = texts[row]
        young = any(at < len(cells) and cells[at].strip().removesuffix("岁") in _YOUNG for at in ages) or (
            on is not None and any(at < len(cells) and _under_age(cells[at], on) for at in numbers)
        )
        if young and names[0] < len(cells) and cells[names[0]].strip() and cells[names[0]].strip() not in _NO_NAME:
            yield row, names[0], Hit(Kind.MINOR, 0, 0, reason="未成年人姓名")


def _under_age(number: str, on: date) -> bool:
    bare = number.strip().upper()
    if not bare[6:10].isdecimal() or on.year - int(bare[6:10]) > _LEGAL_AGE:
        return False
    if len(bare) != 18 or not bare[:17].isdecimal() or not is_identity_number(bare):
        return False
    year, month, day = born_on(bare)
    return (on.year - year - ((on.month, on.day) < (month, day))) < _LEGAL_AGE
