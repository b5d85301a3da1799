"""Identity numbers split over neighbouring cells: 640423 | 19800101 | 1230, or one digit in each of eighteen boxes."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from gongkai.documents.personal_data.columns import Column, Role
from gongkai.documents.personal_data.findings import Kind
from gongkai.documents.personal_data.hits import Hit
from gongkai.documents.personal_data.numbers import PROVINCES, is_identity_number, plain_digits

_LENGTH = 18
_WHOLE_NUMBERS = (Role.PHONE, Role.BANK_CARD, Role.DISABILITY_CARD)
# In a long table of figures chance alone joins neighbours to a valid number now and then; a split column does it in most rows.
_LONG_TABLE, _SHARE = 12, 0.2


def split_numbers(texts: Sequence[Sequence[str]], columns: Sequence[Column]) -> Iterator[tuple[int, int, Hit]]:
    """Give row and first column of every identity number that neighbouring cells of a row make together."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for first, last in _runs_of_pieces(texts, columns):
        for row, cells in enumerate(texts):
            for start, end in _in_row(cells[first:last]):
                found[first + start, first + end].append(row)
    for (start, end), rows in found.items():
        boxes = end - start >= _LENGTH
        named = columns[start].role is Role.ID_NUMBER
        if boxes or named or len(texts) <= _LONG_TABLE or len(rows) >= _SHARE * len(texts):
            for row in rows:
                yield row, start, Hit(Kind.ID_NUMBER, 0, 0, reason=f"号码分写在{end - start}个单元格")


def _runs_of_pieces(texts: Sequence[Sequence[str]], columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """Give the runs of two or more neighbouring columns that hold short groups of digits somewhere."""
    start, width = 0, len(columns)
    for at in range(width + 1):
        holds = (
            at < width
            and columns[at].role not in _WHOLE_NUMBERS
            and any(
                len(row[at]) < _LENGTH and row[at].replace(" ", "").replace("-", "").isnumeric()
                for row in texts
                if at < len(row)
            )
        )
        if not holds:
            # The last piece may be a lone X, which is no digit.
            if at - start >= 2 or (at - start == 1 and at < width):
                yield start, min(width, at + 1)
            start = at + 1


def _in_row(cells: Sequence[str]) -> Iterator[tuple[int, int]]:
    if sum(map(len, cells)) < _LENGTH:
        return
    pieces = [plain_digits(cell.strip()).upper() if len(cell) <= 24 else "" for cell in cells]
    at, count = 0, len(pieces)
    while at < count:
        end = _joins(pieces, at, count) if pieces[at][:1].isdigit() and len(pieces[at]) < _LENGTH else 0
        if end:
            yield at, end
        at = end or at + 1


def _joins(pieces: Sequence[str], start: int, count: int) -> int:
    """Give the end of the run of cells that makes a valid number from `start` on, or 0."""
    number = ""
    for at in range(start, count):
        piece = pieces[at].replace(" ", "").replace("-", "")
        if not piece or not (piece.isdigit() or (piece[-1] == "X" and (piece[:-1].isdigit() or len(piece) == 1))):
            return 0
        number += piece
        if len(number) >= 2 and number[:2] not in PROVINCES:
            return 0
        if len(number) >= _LENGTH:
            return at + 1 if len(number) == _LENGTH and is_identity_number(number) else 0
    return 0
